"""The ballot as a member meets it: without script, safe to send twice, leaving no trace."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from thidua.councils import actions
from thidua.councils.models import Ballot, HasVoted


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
    return {f"m{m.pk}": c for m, c in zip(sitting.motions.all(), choices, strict=True) if c}


def test_the_sheet_offers_three_equal_answers_and_none_is_chosen(
    member: Client, open_sitting: Any, path: str
) -> None:
    shown = text(member.get(path))
    assert "Kính mời bà Đặng Thùy Dương bỏ&nbsp;phiếu" in shown
    assert shown.count('type="radio"') == 9
    assert 'type="radio"' in shown
    assert " checked" not in shown
    labels = re.findall(r'<label for="m\d+-\d">.*?</svg>(.*?)</label>', shown)
    assert labels == ["Đồng ý", "Không đồng ý", "Không có ý kiến"] * 3
    assert "data-tone" not in shown.split('class="ballot-choices')[1].split("</fieldset>")[0]
    assert "style=" not in shown
    assert "Chữ to" in shown


def test_choose_review_change_and_put_in(member: Client, open_sitting: Any, path: str) -> None:
    sheet = answers(open_sitting, "dong_y", "khong_dong_y", "")
    review = member.post(path, {**sheet, "buoc": "xem-lai"})
    assert review.status_code == 200
    assert "Xem lại lựa chọn" in text(review)
    assert "Còn 1 đề nghị chưa chọn" in text(review)
    assert text(review).count('type="hidden" name="m') == 2
    assert HasVoted.objects.count() == 0
    again = member.post(path, {**sheet, "buoc": "sua"})
    assert text(again).count(" checked") == 2
    done = member.post(path, {**sheet, "buoc": "bo-phieu"})
    assert done.status_code == 302
    assert done["Location"] == path.replace("bo-phieu", "da-bo-phieu")
    assert Counter(Ballot.objects.values_list("choice", flat=True)) == {
        "dong_y": 1,
        "khong_dong_y": 1,
        "khong_y_kien": 1,
    }
    receipt = text(member.get(done["Location"]))
    assert "Đã bỏ phiếu" in receipt
    assert "Không đồng ý" not in receipt


def test_sending_again_ends_on_the_same_page_and_changes_nothing(
    member: Client, open_sitting: Any, path: str
) -> None:
    sheet = {**answers(open_sitting, "dong_y", "dong_y", "dong_y"), "buoc": "bo-phieu"}
    first = member.post(path, sheet)
    other = {**answers(open_sitting, *["khong_dong_y"] * 3), "buoc": "bo-phieu"}
    second = member.post(path, other)
    assert first["Location"] == second["Location"]
    assert Counter(Ballot.objects.values_list("choice", flat=True)) == {"dong_y": 3}
    assert member.get(path)["Location"] == first["Location"]


def test_agree_to_all_still_goes_through_the_review(
    member: Client, open_sitting: Any, path: str
) -> None:
    review = text(member.post(path, {"tat-ca": "dong_y"}))
    assert "Xem lại lựa chọn" in review
    assert review.count('value="dong_y"') == 3
    assert HasVoted.objects.count() == 0
    wrong = text(member.post(path, {"tat-ca": "phan_doi"}))
    assert "Còn 3 đề nghị chưa chọn" in wrong


def test_choices_are_in_no_session_address_message_or_cache(
    member: Client, open_sitting: Any, path: str
) -> None:
    sheet = answers(open_sitting, "khong_dong_y", "dong_y", "khong_y_kien")
    review = member.post(path, {**sheet, "buoc": "xem-lai"})
    done = member.post(path, {**sheet, "buoc": "bo-phieu"})
    for response in (member.get(path.replace("bo-phieu", "da-bo-phieu")), review, done):
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
    assert "dong_y" not in done["Location"]
    for session in Session.objects.all():
        kept = str(session.get_decoded())
        assert "dong_y" not in kept
        assert "khong_y_kien" not in kept
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
    refused = absent.post(path, {"tat-ca": "dong_y", "buoc": "bo-phieu"})
    assert refused.status_code == 403
    assert "chưa ghi ông/bà có mặt" in text(refused)
    for number in (0, 1, 3, 4, 5, 6, 7):
        vote(sitting, number)
    actions.close_ballot(sitting=sitting, by=bench.secretary)
    late = member.post(path, {"tat-ca": "dong_y", "buoc": "bo-phieu"})
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
    assert client.post(path, {"tat-ca": "dong_y", "buoc": "bo-phieu"}).status_code == 403
    assert HasVoted.objects.count() == 0
