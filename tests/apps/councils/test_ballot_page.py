"""The ballot as a member meets it: without script, safe to send twice, leaving no trace."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from thidua.councils import actions
from thidua.councils.models import HasVoted
from thidua.councils.recount import code_of


@pytest.fixture
def member(bench: SimpleNamespace) -> Client:
    client = Client()
    client.force_login(bench.users[2])
    return client


@pytest.fixture
def path(open_sitting: Any) -> str:
    return f"/hoi-dong/phien-hop/{open_sitting.pk}/bo-phieu/"


def text(response: Any) -> str:
    return str(response.content.decode())


def answers(sitting: Any, *choices: str) -> dict[str, str]:
    """Fields of a sheet as the page sends them; every sheet has a receipt of its own."""
    fields = {f"m{m.pk}": c for m, c in zip(sitting.motions.all(), choices, strict=True) if c}
    return {**fields, "phieu": actions.new_receipt()}


def test_the_sheet_offers_three_equal_answers_and_none_is_chosen(
    member: Client, open_sitting: Any, path: str
) -> None:
    shown = text(member.get(path))
    assert "Kính mời bà Đặng Thùy Dương bỏ&nbsp;phiếu" in shown
    assert shown.count('type="radio"') == 9
    assert re.search(r'name="phieu" value="[2-9A-HJ-NP-Z]{16}"', shown)
    assert " checked" not in shown
    labels = re.findall(r'<label for="m\d+-\d">.*?</svg>(.*?)</label>', shown)
    assert labels == ["Đồng ý", "Không đồng ý", "Không có ý kiến"] * 3
    assert "data-tone" not in shown.split('class="ballot-choices')[1].split("</fieldset>")[0]
    assert "style=" not in shown
    assert "Chữ to" in shown


def test_choose_review_change_and_put_in(
    member: Client, open_sitting: Any, path: str, tools: SimpleNamespace
) -> None:
    first, second, third = open_sitting.motions.all()
    sheet = answers(open_sitting, "1", "2", "")
    review = member.post(path, {**sheet, "buoc": "xem-lai"})
    assert review.status_code == 200
    assert "Xem lại lựa chọn" in text(review)
    assert "Đã chọn 2 đề nghị, để trống 1 đề nghị" in text(review)
    assert re.findall(r'name="m\d+" value="(\d)"', text(review)) == ["1", "2", "0"]
    assert HasVoted.objects.count() == 0
    again = member.post(path, {**sheet, "buoc": "sua"})
    assert text(again).count(" checked>") == 2
    done = member.post(path, {**sheet, "buoc": "bo-phieu"})
    assert done.status_code == 200
    assert tools.answers_in(open_sitting.box) == {
        (first.pk, "dong_y"): 1,
        (second.pk, "khong_dong_y"): 1,
        (third.pk, "de_trong"): 1,
    }
    receipt = text(done)
    assert "Đã bỏ phiếu" in receipt
    assert "Không đồng ý" not in receipt
    grouped = "-".join(sheet["phieu"][n : n + 4] for n in (0, 4, 8, 12))
    assert grouped in receipt
    later = text(member.get(path.replace("bo-phieu", "da-bo-phieu")))
    assert "Đã bỏ phiếu" in later
    assert sheet["phieu"] not in later.replace("-", "")


def test_the_codes_shown_are_those_in_the_box(
    member: Client, open_sitting: Any, path: str, tools: SimpleNamespace
) -> None:
    sheet = answers(open_sitting, "1", "1", "1")
    done = text(member.post(path, {**sheet, "buoc": "bo-phieu"}))
    inside = {code for _, code, _ in tools.in_the_urn(open_sitting.box)}
    assert {code_of(sheet["phieu"], open_sitting.box.fingerprint, n) for n in (1, 2, 3)} == inside
    assert all(code in done for code in inside)


def test_sending_again_ends_on_the_same_page_and_changes_nothing(
    member: Client, open_sitting: Any, path: str, tools: SimpleNamespace
) -> None:
    sheet = {**answers(open_sitting, "1", "1", "1"), "buoc": "bo-phieu"}
    first = member.post(path, sheet)
    changed = {**sheet, **{k: "2" for k in sheet if k.startswith("m")}}
    for repeated in (sheet, changed):
        second = member.post(path, repeated)
        assert second.status_code == 200
        assert "Phiếu này đã được nhận từ lần gửi trước" in text(second)
    assert "đã được nhận" not in text(first)
    stored = tools.answers_in(open_sitting.box)
    assert {choice for _, choice in stored} == {"dong_y"}
    assert stored.total() == 3
    assert member.get(path)["Location"] == path.replace("bo-phieu", "da-bo-phieu")


def test_a_second_device_is_refused_with_a_sentence(
    bench: SimpleNamespace, member: Client, open_sitting: Any, path: str, tools: SimpleNamespace
) -> None:
    other = Client()
    other.force_login(bench.users[2])
    member.post(path, {**answers(open_sitting, "1", "1", "1"), "buoc": "bo-phieu"})
    late = other.post(path, {**answers(open_sitting, "2", "2", "2"), "buoc": "bo-phieu"})
    assert late.status_code == 409
    assert "một phiếu khác, từ máy hoặc trang khác" in text(late)
    assert "Mã biên nhận" not in text(late)
    assert tools.answers_in(open_sitting.box).total() == 3


def test_sizes_of_answers_do_not_tell_the_choice(
    member: Client, open_sitting: Any, path: str
) -> None:
    """A web server logs how long an answer was: it is the same for every choice."""

    def size(step: str, *choices: str) -> int:
        shown = text(member.post(path, {**answers(open_sitting, *choices), "buoc": step}))
        without = re.sub(r'(<form class="ballot"[^>]*data-n=")[0-9a-f]*', r"\1", shown)
        return len(without.encode())

    for step in ("xem-lai", "sua"):
        assert len({size(step, *[c] * 3) for c in "123"} | {size(step, "1", "2", "3")}) == 1
    blank = size("xem-lai", "0", "0", "0")
    assert blank == size("xem-lai", "1", "2", "3")


def test_agree_to_all_still_goes_through_the_review(
    member: Client, open_sitting: Any, path: str
) -> None:
    review = text(member.post(path, {"tat-ca": "1"}))
    assert "Xem lại lựa chọn" in review
    assert review.count('" value="1"') == 3
    assert HasVoted.objects.count() == 0
    wrong = text(member.post(path, {"tat-ca": "2"}))
    assert "Đã chọn 0 đề nghị, để trống 3 đề nghị" in wrong


def test_choices_are_in_no_session_address_message_or_cache(
    member: Client, open_sitting: Any, path: str
) -> None:
    sheet = answers(open_sitting, "2", "1", "3")
    review = member.post(path, {**sheet, "buoc": "xem-lai"})
    done = member.post(path, {**sheet, "buoc": "bo-phieu"})
    for response in (member.get(path.replace("bo-phieu", "da-bo-phieu")), review, done):
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
    assert "Location" not in done
    for session in Session.objects.all():
        kept = str(session.get_decoded())
        assert "dong_y" not in kept
        assert sheet["phieu"] not in kept
    assert "messages" not in done.cookies


def test_before_after_and_without_a_seat(
    bench: SimpleNamespace,
    sitting: Any,
    tools: SimpleNamespace,
    member: Client,
    vote: Callable[..., None],
) -> None:
    path = f"/hoi-dong/phien-hop/{sitting.pk}/bo-phieu/"
    actions.convene(sitting=sitting, by=bench.secretary)
    tools.attend(bench, sitting, absent=1)
    assert "chưa mở hòm phiếu" in text(member.get(path))
    actions.open_ballot(sitting=sitting, by=bench.secretary)
    officer = Client()
    officer.force_login(bench.officer)
    refused = officer.get(path)
    assert refused.status_code == 403
    assert "Chỉ thành viên Hội đồng" in text(refused)
    absent = Client()
    absent.force_login(bench.users[8])
    refused = absent.post(path, {"tat-ca": "1", "buoc": "bo-phieu", "phieu": "A" * 16})
    assert refused.status_code == 403
    assert "chưa ghi ông/bà có mặt" in text(refused)
    for number in (0, 1, 3, 4, 5, 6, 7):
        vote(sitting, number)
    tools.close(bench, sitting)
    late = member.post(path, {"tat-ca": "1", "buoc": "bo-phieu", "phieu": "A" * 16})
    assert "Hòm phiếu đã đóng" in text(late)
    assert HasVoted.objects.count() == 7


def test_done_page_is_only_for_those_who_voted(member: Client, path: str) -> None:
    response = member.get(path.replace("bo-phieu", "da-bo-phieu"))
    assert response.status_code == 302
    assert response["Location"] == path


def test_the_sheet_cannot_be_sent_from_another_site(
    bench: SimpleNamespace, open_sitting: Any, path: str
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(bench.users[2])
    assert (
        client.post(path, {"tat-ca": "1", "buoc": "bo-phieu", "phieu": "A" * 16}).status_code == 403
    )
    assert HasVoted.objects.count() == 0


@pytest.mark.parametrize("wrong", ["9", "dong_y", "x", "1 ", "\u0661", "1" * 5000])
def test_an_option_that_no_sheet_has_is_sent_back_before_the_review(
    wrong: str, member: Client, open_sitting: Any, path: str
) -> None:
    first = open_sitting.motions.first()
    sheet = {**answers(open_sitting, "1", "2", "3"), f"m{first.pk}": wrong}
    shown = member.post(path, {**sheet, "buoc": "xem-lai"})
    assert shown.status_code == 422
    assert f"{first.title}: chọn lại một trong các ô trên phiếu" in text(shown)
    # What was right stays chosen.
    assert text(shown).count(" checked>") == 2
    assert member.post(path, {**sheet, "buoc": "bo-phieu"}).status_code == 409
    assert HasVoted.objects.count() == 0


@pytest.mark.parametrize("wrong", ["31", "-1", "8/7", "1.5", "\u0661", "x", "9" * 5000])
def test_points_that_cannot_be_are_sent_back_and_refused(
    wrong: str, bench: SimpleNamespace, sitting: Any, tools: SimpleNamespace, member: Client
) -> None:
    for motion in sitting.motions.all():
        actions.remove_motion(motion=motion, by=bench.secretary)
    [motion] = actions.add_motions(
        sitting=sitting, by=bench.secretary,
        motions=[
            actions.NewMotion(
                "Sổ tay một cửa", "Chấm điểm", "sk:1", criteria=(("Tính mới", 30), ("Hiệu quả", 70))
            )
        ],
    )  # fmt: skip
    tools.opened(bench, sitting)
    path = f"/hoi-dong/phien-hop/{sitting.pk}/bo-phieu/"
    sheet = {
        f"m{motion.pk}c0": wrong, f"m{motion.pk}c1": "40", "phieu": actions.new_receipt()
    }  # fmt: skip
    shown = member.post(path, {**sheet, "buoc": "xem-lai"})
    assert shown.status_code == 422
    assert "Sổ tay một cửa: điểm “Tính mới” là số nguyên từ 0 đến 30" in text(shown)
    assert member.post(path, {**sheet, "buoc": "bo-phieu"}).status_code == 409
    assert HasVoted.objects.count() == 0
    right = {**sheet, f"m{motion.pk}c0": "30"}
    assert "70 điểm" in text(member.post(path, {**right, "buoc": "xem-lai"}))
    member.post(path, {**right, "buoc": "bo-phieu"})
    assert tools.answers_in(sitting.boxes.get()) == {(motion.pk, "diem:30/40"): 1}
