"""The secret ballot: one sheet each, nothing joins voter and answer, shares exact at the border."""

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
from thidua.councils.models import Ballot, BallotBox, HasVoted, Motion
from thidua.councils.queries import Share, progress_of, tallies
from thidua.kit import events
from thidua.kit.errors import NotAllowed, WrongState

CHOICES = list(Ballot.Choice.values)


def results(sitting: Any) -> dict[str, str]:
    return {m.award_code: m.result for m in sitting.motions.all()}


def test_every_sheet_holds_one_answer_per_motion_and_blank_counts_as_no_opinion(
    open_sitting: Any, vote: Callable[..., None]
) -> None:
    first, second, third = open_sitting.motions.all()
    vote(open_sitting, 0, {first.pk: "dong_y", second.pk: "khong_dong_y"})
    stored = Counter(Ballot.objects.values_list("motion_id", "choice"))
    assert stored == {
        (first.pk, "dong_y"): 1,
        (second.pk, "khong_dong_y"): 1,
        (third.pk, "khong_y_kien"): 1,
    }
    assert HasVoted.objects.count() == 1


def test_second_sheet_is_refused_and_changes_nothing(
    open_sitting: Any, vote: Callable[..., None]
) -> None:
    vote(open_sitting, 0, "dong_y")
    before = Counter(Ballot.objects.values_list("motion_id", "choice"))
    with pytest.raises(WrongState, match="đã ở trong hòm phiếu") as refusal:
        vote(open_sitting, 0, "khong_dong_y")
    assert str(refusal.value) == ballot_box.ALREADY_VOTED
    assert Counter(Ballot.objects.values_list("motion_id", "choice")) == before
    assert HasVoted.objects.count() == 1


def test_no_column_joins_a_voter_to_an_answer() -> None:
    """Ballot knows box, motion, choice; HasVoted box and member; no time, number or sheet."""
    assert {f.attname for f in Ballot._meta.get_fields() if hasattr(f, "attname")} == {
        "id",
        "box_id",
        "motion_id",
        "choice",
    }
    assert {f.attname for f in HasVoted._meta.get_fields() if hasattr(f, "attname")} == {
        "id",
        "box_id",
        "member_id",
    }
    timed = [
        f
        for model in (Ballot, HasVoted)
        for f in model._meta.get_fields()
        if isinstance(f, models.DateField | models.TimeField)
    ]
    assert timed == []
    assert isinstance(Ballot._meta.pk, models.UUIDField)
    assert Ballot._meta.ordering == []


def test_each_sheet_rewrites_the_whole_box_with_fresh_identifiers(
    open_sitting: Any, vote: Callable[..., None]
) -> None:
    vote(open_sitting, 0)
    first = set(Ballot.objects.values_list("pk", flat=True))
    vote(open_sitting, 1, "khong_dong_y")
    second = set(Ballot.objects.values_list("pk", flat=True))
    assert len(first) == 3
    assert len(second) == 6
    assert first.isdisjoint(second)


def test_closing_rewrites_once_more(
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    for number in range(9):
        vote(open_sitting, number)
    before = set(Ballot.objects.values_list("pk", flat=True))
    actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    after = set(Ballot.objects.values_list("pk", flat=True))
    assert len(after) == len(before) == 27
    assert before.isdisjoint(after)


def test_order_of_rows_does_not_follow_the_order_of_voting(
    open_sitting: Any, vote: Callable[..., None]
) -> None:
    """Eight of nine agree, the first voter does not: its rows are not kept at one end."""
    places = set()
    vote(open_sitting, 0, "khong_dong_y")
    for number in range(1, 9):
        vote(open_sitting, number, "dong_y")
        stored = list(Ballot.objects.order_by("pk").values_list("choice", flat=True))
        places.add(stored.index("khong_dong_y"))
    assert len(places) > 1


def test_stranger_and_officer_without_a_seat_cannot_vote(
    bench: SimpleNamespace, open_sitting: Any
) -> None:
    for user in (bench.officer, bench.world.users.stranger, bench.world.users.nobody):
        with pytest.raises(NotAllowed, match="Chỉ thành viên Hội đồng"):
            actions.cast(sitting=open_sitting, choices={}, by=user)
    assert Ballot.objects.count() == HasVoted.objects.count() == 0


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
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    for number in range(8):
        vote(open_sitting, number)
    actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    with pytest.raises(WrongState, match="đã đóng nên không nhận"):
        vote(open_sitting, 8)
    assert HasVoted.objects.count() == 8


def test_sheet_for_another_sitting_or_unknown_answer_is_refused_whole(
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    motion = open_sitting.motions.first()
    for choices in ({motion.pk + 10_000: "dong_y"}, {motion.pk: "phan_doi"}):
        with pytest.raises(WrongState, match="không khớp"):
            vote(open_sitting, 0, choices)
    assert HasVoted.objects.count() == Ballot.objects.count() == 0


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
    Ballot.objects.filter(pk=Ballot.objects.first().pk).delete()
    with pytest.raises(WrongState, match="không khớp số người"):
        actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    assert BallotBox.objects.get().state == "open"


def test_closing_with_few_sheets_is_refused(
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    for number in range(5):
        vote(open_sitting, number)
    with pytest.raises(WrongState, match=r"Mới có 5/9 phiếu\. Cần ít nhất 6"):
        actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    vote(open_sitting, 5)
    box = actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    assert box.state == "closed"
    with pytest.raises(WrongState, match="Hòm phiếu đã đóng"):
        actions.close_ballot(sitting=open_sitting, by=bench.secretary)


def test_shares_count_all_members_and_are_exact_at_the_border(
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    """Nine members: over 1/2 needs 5, 4/5 needs 8 (7.2), 9/10 needs all nine (8.1)."""
    low, middle, high = open_sitting.motions.all()
    for number in range(9):
        vote(
            open_sitting,
            number,
            {
                low.pk: "dong_y" if number < 4 else "khong_dong_y",
                middle.pk: "dong_y" if number < 8 else "khong_y_kien",
                high.pk: "dong_y" if number < 8 else "khong_dong_y",
            },
        )
    actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    assert results(open_sitting) == {
        "ldtt": "failed",
        "cstd-co-so": "passed",
        "cstd-cap-tinh": "failed",
    }
    rows = [(m.agree, m.disagree, m.no_opinion) for m in open_sitting.motions.all()]
    assert rows == [(4, 5, 0), (8, 0, 1), (8, 1, 0)]


@pytest.mark.parametrize(
    ("size", "yes", "expected"), [(10, 9, "passed"), (10, 8, "failed"), (9, 8, "failed")]
)
def test_nine_tenths(
    tools: SimpleNamespace, world: SimpleNamespace, size: int, yes: int, expected: str
) -> None:
    bench = tools.make_bench(world, size)
    sitting = tools.make_sitting(bench, [("cstd-cap-tinh", "Phạm Thị Hoà")])
    tools.opened(bench, sitting)
    motion = sitting.motions.get()
    for number, user in enumerate(bench.users):
        choice = "dong_y" if number < yes else "khong_dong_y"
        actions.cast(sitting=sitting, choices={motion.pk: choice}, by=user)
    actions.close_ballot(sitting=sitting, by=bench.secretary)
    assert results(sitting) == {"cstd-cap-tinh": expected}


def test_absent_members_count_in_the_base(
    tools: SimpleNamespace, bench: SimpleNamespace, sitting: Any, vote: Callable[..., None]
) -> None:
    """Seven of seven present agree: 7/9 is below 4/5, although nobody was against."""
    tools.opened(bench, sitting, absent=2)
    for number in range(7):
        vote(sitting, number)
    actions.close_ballot(sitting=sitting, by=bench.secretary)
    assert results(sitting) == {"ldtt": "passed", "cstd-co-so": "failed", "cstd-cap-tinh": "failed"}


def test_written_sheets_count_and_may_outnumber_the_yes_of_the_room(
    tools: SimpleNamespace, bench: SimpleNamespace, sitting: Any, vote: Callable[..., None]
) -> None:
    """Six present and three in writing all agree: nine of nine."""
    tools.opened(bench, sitting, written=3)
    for number in range(9):
        vote(sitting, number)
    actions.close_ballot(sitting=sitting, by=bench.secretary)
    assert set(results(sitting).values()) == {"passed"}
    [tally, *_] = tallies(sitting, list(sitting.motions.all()), 6)
    assert tally.share_percent == "100%"
    assert tally.unanimous


def test_without_a_threshold_the_result_is_undecided(
    tools: SimpleNamespace,
    world: SimpleNamespace,
    bench: SimpleNamespace,
    vote: Callable[..., None],
) -> None:
    world.department.rulebook_scope = ""
    world.department.save(update_fields=["rulebook_scope"])
    bench.council.refresh_from_db()
    sitting = tools.make_sitting(bench, [("ldtt", "Trần Đức Anh")])
    tools.opened(bench, sitting)
    for number in range(9):
        vote(sitting, number)
    actions.close_ballot(sitting=sitting, by=bench.secretary)
    assert results(sitting) == {"ldtt": "undecided"}


def test_the_frozen_threshold_decides_even_if_the_body_drops_its_rule(
    world: SimpleNamespace, bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    for number in range(9):
        vote(open_sitting, number)
    world.department.rulebook_scope = ""
    world.department.save(update_fields=["rulebook_scope"])
    actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    assert set(results(open_sitting).values()) == {"passed"}


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
    assert not any(choice in everything for choice in CHOICES)
    assert {json.dumps(r.detail) for r in rows.filter(action="councils.cast")} == {"{}"}


def test_event_tells_each_motion_once_inside_the_transaction(
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
    with pytest.raises(WrongState, match="Người nhận từ chối"):
        actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    assert [code for code, _ in told] == ["ldtt", "cstd-co-so", "cstd-cap-tinh"]
    assert BallotBox.objects.get().state == "open"
    assert set(results(open_sitting).values()) == {""}


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    sheets=st.lists(st.lists(st.sampled_from([*CHOICES, ""]), min_size=3, max_size=3), max_size=9)
)
def test_answers_sum_to_voters(
    bench: SimpleNamespace, open_sitting: Any, sheets: list[list[str]]
) -> None:
    """Whatever is chosen or left out, every motion has as many answers as there are voters."""
    from django.db import transaction

    motions = list(open_sitting.motions.all())
    with transaction.atomic():
        expected: dict[int, Counter[str]] = {m.pk: Counter() for m in motions}
        for user, sheet in zip(bench.users, sheets, strict=False):
            choices = {m.pk: c for m, c in zip(motions, sheet, strict=True) if c}
            actions.cast(sitting=open_sitting, choices=choices, by=user)
            for motion in motions:
                expected[motion.pk][choices.get(motion.pk, "khong_y_kien")] += 1
        box = BallotBox.objects.get()
        box.state = BallotBox.State.CLOSED
        assert ballot_box.count(box) == expected
        assert HasVoted.objects.count() == len(sheets)
        transaction.set_rollback(True)


@given(
    members=st.integers(1, 40),
    numerator=st.integers(1, 20),
    rest=st.integers(0, 20),
    strict=st.booleans(),
)
def test_needed_is_the_smallest_number_that_reaches_the_share(
    members: int, numerator: int, rest: int, strict: bool
) -> None:
    share = Share.read(f"{'>' if strict else ''}{numerator}/{numerator + rest}")
    assert share is not None
    needed = share.needed(members)
    assert share.reached(needed, members)
    assert needed == 0 or not share.reached(needed - 1, members)
