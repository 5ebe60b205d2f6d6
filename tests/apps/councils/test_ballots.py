"""The secret ballot: one sheet each, and nothing joins voter and answer."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thidua.audit.models import AuditRow
from thidua.councils import actions, ballot_box
from thidua.councils.models import (
    BallotBox,
    Choice,
    HasVoted,
    Motion,
    PaperEntry,
    TallyFile,
    Urn,
)
from thidua.councils.queries import progress_of, tallies
from thidua.kit import events
from thidua.kit.errors import NotAllowed, WrongState

CHOICES = [Choice.AGREE.value, Choice.DISAGREE.value, Choice.NO_OPINION.value]


def results(sitting: Any) -> dict[str, str]:
    return {m.award_code: m.result for m in sitting.motions.all()}


def test_every_sheet_holds_one_answer_per_motion_and_blank_stays_apart(
    open_sitting: Any, vote: Callable[..., None], tools: SimpleNamespace
) -> None:
    first, second, third = open_sitting.motions.all()
    vote(open_sitting, 0, {first.pk: "dong_y", second.pk: "khong_y_kien"})
    assert tools.answers_in(open_sitting.box) == {
        (first.pk, "dong_y"): 1,
        (second.pk, "khong_y_kien"): 1,
        (third.pk, "de_trong"): 1,
    }
    assert HasVoted.objects.count() == 1


def test_second_sheet_is_refused_and_changes_nothing(
    open_sitting: Any, vote: Callable[..., None], tools: SimpleNamespace
) -> None:
    vote(open_sitting, 0, "dong_y")
    before = tools.answers_in(open_sitting.box)
    with pytest.raises(WrongState, match="một phiếu khác") as refusal:
        vote(open_sitting, 0, "khong_dong_y")
    assert str(refusal.value) == ballot_box.OTHER_SHEET
    assert tools.answers_in(open_sitting.box) == before
    assert HasVoted.objects.count() == 1


def test_the_same_sheet_again_is_told_from_another_one(
    bench: SimpleNamespace, open_sitting: Any, tools: SimpleNamespace
) -> None:
    receipt = actions.new_receipt()
    motion = open_sitting.motions.first()

    def send(choice: str, code: str = receipt) -> None:
        actions.cast(
            sitting=open_sitting, choices={motion.pk: choice}, by=bench.users[2], receipt=code
        )

    send("dong_y")
    for changed in ("dong_y", "khong_dong_y"):
        with pytest.raises(WrongState) as refusal:
            send(changed)
        assert str(refusal.value) == actions.SENT_AGAIN
    with pytest.raises(WrongState, match="báo ngay cho thư ký"):
        send("dong_y", actions.new_receipt())
    assert tools.answers_in(open_sitting.box)[(motion.pk, "dong_y")] == 1
    with pytest.raises(WrongState, match="Mở lại trang phiếu"):
        actions.cast(sitting=open_sitting, choices={}, by=bench.users[3], receipt=receipt)
    assert HasVoted.objects.count() == 1


@pytest.mark.parametrize("receipt", ["ngan", "0" * 16, "A" * 17, "A" * 15 + "'"])
def test_a_made_up_receipt_of_another_shape_is_refused(
    bench: SimpleNamespace, open_sitting: Any, receipt: str
) -> None:
    with pytest.raises(WrongState, match="không khớp"):
        actions.cast(sitting=open_sitting, choices={}, by=bench.users[2], receipt=receipt)
    assert HasVoted.objects.count() == 0


def test_no_column_joins_a_voter_to_an_answer() -> None:
    """Urn and tally know the box alone; HasVoted box, member and way; no time, number or sheet."""
    columns = {
        model: {f.attname for f in model._meta.get_fields() if hasattr(f, "attname")}
        for model in (Urn, HasVoted, TallyFile, PaperEntry)
    }
    assert columns == {
        Urn: {"id", "box_id", "sealed"},
        HasVoted: {"id", "box_id", "member_id", "way"},
        TallyFile: {"id", "box_id", "content", "sha256"},
        PaperEntry: {"id", "box_id", "entered_by_id", "sealed"},
    }
    timed = [
        f
        for model in columns
        for f in model._meta.get_fields()
        if isinstance(f, models.DateField | models.TimeField)
    ]
    assert timed == []


def test_answers_of_an_open_box_are_sealed_and_of_one_size(
    open_sitting: Any, vote: Callable[..., None]
) -> None:
    """Two copies of the row differ everywhere and by the same length for every choice."""
    sizes, before = [], b""
    for number, choice in enumerate(["dong_y", "khong_dong_y", "khong_y_kien", "dong_y"]):
        vote(open_sitting, number, choice)
        sealed = bytes(Urn.objects.get().sealed)
        assert choice.encode() not in sealed
        assert b"dong_y" not in sealed
        assert sum(a == b for a, b in zip(sealed, before, strict=False)) < len(sealed) // 16
        sizes.append(len(sealed) - len(before))
        before = sealed
    assert len(set(sizes[1:])) == 1


def test_the_urn_is_gone_after_closing_and_the_file_stays(
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    for number in range(9):
        vote(open_sitting, number)
    actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    assert Urn.objects.count() == 0
    file = TallyFile.objects.get()
    closing = AuditRow.objects.get(action="councils.close_ballot")
    assert closing.detail["tally_sha256"] == file.sha256
    assert closing.detail["fingerprint"] == file.box.fingerprint
    file.content = file.content.replace("dong_y", "khong_dong_y")
    with pytest.raises(RuntimeError, match="never changed"):
        file.save()


def test_answers_inside_the_urn_do_not_follow_the_order_of_voting(
    open_sitting: Any, vote: Callable[..., None], tools: SimpleNamespace
) -> None:
    """They lie in the order of their codes, which come from receipts and never come twice."""
    seen: set[str] = set()
    for number in range(9):
        vote(open_sitting, number, "khong_dong_y" if number == 0 else "dong_y")
        inside = [(n, code) for n, code, _ in tools.in_the_urn(open_sitting.box)]
        assert inside == sorted(inside)
        new = {code for _, code in inside} - seen
        assert len(new) == len(open_sitting.box.asked)
        seen |= new


def test_stranger_and_officer_without_a_seat_cannot_vote(
    bench: SimpleNamespace, open_sitting: Any
) -> None:
    for user in (bench.officer, bench.world.users.stranger, bench.world.users.nobody):
        with pytest.raises(NotAllowed, match="Chỉ thành viên Hội đồng"):
            actions.cast(sitting=open_sitting, choices={}, by=user)
    assert HasVoted.objects.count() == 0


def test_absent_member_is_refused_and_one_who_answers_in_writing_votes(
    tools: SimpleNamespace, bench: SimpleNamespace, sitting: Any, vote: Callable[..., None]
) -> None:
    tools.opened(bench, sitting, absent=1, written=1)
    with pytest.raises(NotAllowed, match="chưa ghi ông/bà có mặt"):
        vote(sitting, 8)
    vote(sitting, 7)
    progress = progress_of(sitting)
    assert (progress.present, progress.written, progress.absent) == (7, 1, 1)
    assert len(progress.entitled) == 8
    assert progress.voted == 1


def test_closed_box_takes_no_sheet(
    bench: SimpleNamespace,
    open_sitting: Any,
    vote: Callable[..., None],
    tools: SimpleNamespace,
) -> None:
    for number in range(8):
        vote(open_sitting, number)
    tools.close(bench, open_sitting)
    with pytest.raises(WrongState, match="đã đóng nên không nhận"):
        vote(open_sitting, 8)
    assert HasVoted.objects.count() == 8


def test_sheet_for_another_sitting_or_unknown_answer_is_refused_whole(
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    motion = open_sitting.motions.first()
    for choices in (
        {motion.pk + 10_000: "dong_y"},
        {motion.pk: "phan_doi"},
        {motion.pk: "khong_hop_le"},
        {motion.pk: "diem:10"},
    ):
        with pytest.raises(WrongState, match="không khớp"):
            vote(open_sitting, 0, choices)
    assert HasVoted.objects.count() == 0


def test_open_box_is_not_counted(open_sitting: Any, vote: Callable[..., None]) -> None:
    vote(open_sitting, 0)
    box = BallotBox.objects.get()
    with pytest.raises(WrongState, match="sau khi đóng"):
        ballot_box.count(box)
    assert tallies(open_sitting, list(open_sitting.motions.all()), 9) == []
    assert set(results(open_sitting).values()) == {""}


def test_box_whose_answers_do_not_fit_its_voters_is_not_counted(
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    for number in range(9):
        vote(open_sitting, number)
    box = BallotBox.objects.get()
    answers = ballot_box._open(box)
    Urn.objects.update(sealed=ballot_box._sealed(box, answers[1:]))
    with pytest.raises(WrongState, match="không khớp số người"):
        actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    assert BallotBox.objects.get().state == "open"


def test_closing_with_few_sheets_or_on_the_waiting_is_refused(
    bench: SimpleNamespace,
    open_sitting: Any,
    vote: Callable[..., None],
    tools: SimpleNamespace,
) -> None:
    for number in range(5):
        vote(open_sitting, number)
    with pytest.raises(WrongState, match=r"Mới có 5/9 phiếu\. Cần ít nhất 6"):
        actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    vote(open_sitting, 5)
    with pytest.raises(WrongState, match="Còn 3 người chưa bỏ phiếu: Ủy viên Số 6"):
        actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    actions.announce_closing(sitting=open_sitting, minutes=5, by=bench.secretary)
    with pytest.raises(WrongState, match="Báo trước giờ đóng phiếu"):
        actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    box = tools.close(bench, open_sitting)
    assert box.state == "closed"
    with pytest.raises(WrongState, match="Hòm phiếu đã đóng"):
        actions.close_ballot(sitting=open_sitting, by=bench.secretary)


def test_log_says_that_never_what(
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    vote(open_sitting, 2, "khong_dong_y")
    for number in (0, 1, 3, 4, 5, 6, 7, 8):
        vote(open_sitting, number, "dong_y")
    actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    rows = AuditRow.objects.filter(action__in=["councils.cast", "councils.close_ballot"])
    assert rows.count() == 10
    texts = {r.text for r in rows}
    assert "Đặng Thùy Dương đã bỏ phiếu tại phiên “Họp xét khen thưởng năm 2026”" in texts
    assert "Đã đóng hòm phiếu phiên “Họp xét khen thưởng năm 2026”: thu 9/9 phiếu" in texts
    everything = json.dumps([[r.text, r.detail, r.action] for r in AuditRow.objects.all()])
    assert not any(choice in everything for choice in Choice.values)
    assert {json.dumps(r.detail) for r in rows.filter(action="councils.cast")} == {"{}"}


def test_event_tells_each_motion_once_at_the_release(
    bench: SimpleNamespace,
    open_sitting: Any,
    vote: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(9):
        vote(open_sitting, number)
    told: list[tuple[str, str]] = []

    def receive(*, motion: Motion, by: Any) -> None:
        told.append((motion.award_code, motion.result))
        if len(told) == 3:
            raise WrongState("Người nhận từ chối.")

    monkeypatch.setattr(events.motion_decided, "_receivers", [receive])
    actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    assert told == []
    with pytest.raises(WrongState, match="Người nhận từ chối"):
        actions.release_results(sitting=open_sitting, by=bench.users[0])
    assert [code for code, _ in told] == ["ldtt", "cstd-co-so", "cstd-cap-tinh"]
    open_sitting.refresh_from_db()
    assert open_sitting.released_at is None


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    sheets=st.lists(st.lists(st.sampled_from([*CHOICES, ""]), min_size=3, max_size=3), max_size=9),
    again=st.lists(st.integers(0, 8), max_size=6),
)
def test_answers_sum_to_voters(
    bench: SimpleNamespace,
    open_sitting: Any,
    tools: SimpleNamespace,
    sheets: list[list[str]],
    again: list[int],
) -> None:
    """Whatever is chosen, left out or sent again, every motion has an answer of each voter."""
    from django.db import transaction

    motions = list(open_sitting.motions.all())
    with transaction.atomic():
        expected: Counter[tuple[int, str]] = Counter()
        for user, sheet in zip(bench.users, sheets, strict=False):
            choices = {m.pk: c for m, c in zip(motions, sheet, strict=True) if c}
            actions.cast(sitting=open_sitting, choices=choices, by=user)
            expected.update((m.pk, choices.get(m.pk, "de_trong")) for m in motions)
        for number in again:
            if number < len(sheets):
                with pytest.raises(WrongState):
                    actions.cast(sitting=open_sitting, choices={}, by=bench.users[number])
        assert tools.answers_in(BallotBox.objects.get()) == expected
        assert HasVoted.objects.count() == len(sheets)
        transaction.set_rollback(True)
