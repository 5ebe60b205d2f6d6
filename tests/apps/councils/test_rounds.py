"""Voting again by rule, closing with a word before, and what a small council gives away."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from thidua.councils import actions
from thidua.councils.models import BallotBox, Motion, TallyFile
from thidua.councils.queries import progress_of, tallies, work_rules
from thidua.councils.queries import tally as questions
from thidua.councils.queries.tally import cautions_after, cautions_before, revotable
from thidua.councils.recount import faults_of
from thidua.kit.errors import NotAllowed, WrongState


@pytest.fixture
def rule(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """The rules of work of the council say this about voting again."""

    def say(revote: str) -> None:
        from dataclasses import replace

        asked = work_rules.rules_of

        def rules_of(*args: Any, **more: Any) -> Any:
            return replace(asked(*args, **more), revote=revote)

        monkeypatch.setattr(questions, "rules_of", rules_of)

    return say


def hold(sitting: Any, bench: SimpleNamespace, yes: list[int]) -> None:
    """All nine vote; the n-th motion gets `yes[n]` votes, the others are against."""
    motions = list(sitting.motions.filter(pk__in=sitting.box.motion_ids))
    for number, user in enumerate(bench.users):
        choices = {
            m.pk: "dong_y" if number < yes[n] else "khong_dong_y" for n, m in enumerate(motions)
        }
        actions.cast(sitting=sitting, choices=choices, by=user)
    actions.close_ballot(sitting=sitting, by=bench.secretary)
    sitting.refresh_from_db()


def test_only_what_failed_is_voted_on_again_and_once(
    bench: SimpleNamespace, open_sitting: Any, rule: Callable[[str], None]
) -> None:
    rule("khong_dat")
    hold(open_sitting, bench, [9, 7, 8])
    failed = revotable(open_sitting, open_sitting.motions.all())
    assert [m.award_code for m in failed] == ["cstd-co-so", "cstd-cap-tinh"]
    box = actions.vote_again(sitting=open_sitting, by=bench.secretary)
    open_sitting.refresh_from_db()
    assert (box.round, box.motion_ids) == (2, [m.pk for m in failed])
    assert tallies(open_sitting, list(open_sitting.motions.all()), 9) == []
    kept = open_sitting.motions.get(award_code="ldtt")
    assert (kept.agree, kept.result) == (9, "passed")
    with pytest.raises(WrongState, match="Đóng hòm phiếu"):
        actions.release_results(sitting=open_sitting, by=bench.users[0])
    with pytest.raises(WrongState, match="không khớp"):
        actions.cast(sitting=open_sitting, choices={kept.pk: "dong_y"}, by=bench.users[1])
    hold(open_sitting, bench, [8, 8])
    assert {m.award_code: m.result for m in open_sitting.motions.all()} == {
        "ldtt": "passed",
        "cstd-co-so": "passed",
        "cstd-cap-tinh": "failed",
    }
    with pytest.raises(WrongState, match="Không có đề nghị nào được bỏ phiếu lại"):
        actions.vote_again(sitting=open_sitting, by=bench.secretary)
    files = [json.loads(f.content) for f in TallyFile.objects.order_by("box__round")]
    assert [f["frozen"]["round"] for f in files] == [1, 2]
    assert files[0]["motions"][1]["counted"]["agree"] == 7
    assert files[1]["motions"][0]["counted"]["agree"] == 8
    assert [faults_of(f) for f in files] == [[], []]


@pytest.mark.parametrize(("revote", "again"), [("khong", 0), ("hoa", 0), ("khong_dat", 1)])
def test_the_rules_decide_whether_and_what_is_voted_on_again(
    bench: SimpleNamespace,
    open_sitting: Any,
    rule: Callable[[str], None],
    revote: str,
    again: int,
) -> None:
    rule(revote)
    hold(open_sitting, bench, [9, 4, 9])
    assert len(revotable(open_sitting, open_sitting.motions.all())) == again


def test_a_tie_is_voted_on_again_where_the_rules_say_so(
    tools: SimpleNamespace, world: SimpleNamespace, rule: Callable[[str], None]
) -> None:
    rule("hoa")
    bench = tools.make_bench(world, 8)
    sitting = tools.make_sitting(bench)
    tools.opened(bench, sitting)
    hold(sitting, bench, [4, 3, 8])
    assert [m.award_code for m in revotable(sitting, sitting.motions.all())] == ["ldtt"]


def test_nothing_is_voted_on_again_after_the_release_nor_by_a_member(
    bench: SimpleNamespace, open_sitting: Any, rule: Callable[[str], None]
) -> None:
    rule("khong_dat")
    hold(open_sitting, bench, [9, 4, 9])
    with pytest.raises(NotAllowed):
        actions.vote_again(sitting=open_sitting, by=bench.users[2])
    actions.release_results(sitting=open_sitting, by=bench.users[0])
    with pytest.raises(WrongState, match="được công bố"):
        actions.vote_again(sitting=open_sitting, by=bench.secretary)
    assert BallotBox.objects.count() == 1


@pytest.mark.parametrize("minutes", [0, 1, -5, 24 * 60 + 1])
def test_a_word_before_closing_is_at_least_two_minutes(
    bench: SimpleNamespace, open_sitting: Any, minutes: int
) -> None:
    with pytest.raises(WrongState, match="Báo trước từ 2 phút"):
        actions.announce_closing(sitting=open_sitting, minutes=minutes, by=bench.secretary)
    with pytest.raises(NotAllowed):
        actions.announce_closing(sitting=open_sitting, minutes=5, by=bench.users[2])


def test_nobody_is_cut_off_before_the_moment_that_was_said(
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    for number in range(8):
        vote(open_sitting, number)
    box = actions.announce_closing(sitting=open_sitting, minutes=5, by=bench.secretary)
    assert box.closes_at is not None
    assert dt.timedelta(minutes=4) < box.closes_at - timezone.now() <= dt.timedelta(minutes=5)
    with pytest.raises(WrongState, match="Còn 1 người chưa bỏ phiếu"):
        actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    vote(open_sitting, 8)
    assert actions.close_ballot(sitting=open_sitting, by=bench.secretary).state == "closed"


def test_recused_members_vote_on_the_rest_and_are_seen_nowhere_in_the_codes(
    bench: SimpleNamespace, sitting: Any, tools: SimpleNamespace, vote: Callable[..., None]
) -> None:
    first = sitting.motions.first()
    actions.convene(sitting=sitting, by=bench.secretary)
    actions.recuse(
        sitting=sitting,
        motions=[first],
        member=bench.members[3],
        ground="ban_than",
        by=bench.secretary,
    )
    tools.attend(bench, sitting)
    actions.open_ballot(sitting=sitting, by=bench.secretary)
    sitting.refresh_from_db()
    with pytest.raises(WrongState, match="không khớp"):
        actions.cast(sitting=sitting, choices={first.pk: "dong_y"}, by=bench.users[3])
    for number in range(9):
        others = {m.pk: "dong_y" for m in sitting.motions.all() if number != 3 or m != first}
        actions.cast(sitting=sitting, choices=others, by=bench.users[number])
    actions.close_ballot(sitting=sitting, by=bench.secretary)
    content = json.loads(TallyFile.objects.get().content)
    assert [len(m["codes"]) for m in content["motions"]] == [8, 9, 9]
    assert content["motions"][0]["not_voting"] == [bench.members[3].full_name]
    assert faults_of(content) == []


def test_one_and_two_voters_are_warned_before_and_unanimity_after(
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    assert "Chỉ có một người" in cautions_before(1)[0]
    assert "suy ra được lựa chọn của người kia" in cautions_before(2)[0]
    assert cautions_before(3) == []
    assert cautions_before(0) == []
    low, middle, _ = open_sitting.motions.all()
    for number in range(9):
        vote(
            open_sitting,
            number,
            {low.pk: "dong_y", middle.pk: "dong_y" if number else "khong_dong_y"},
        )
    actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    open_sitting.refresh_from_db()
    motions = list(open_sitting.motions.all())
    counted = tallies(open_sitting, motions, progress_of(open_sitting, motions).present)
    assert [t.unanimous for t in counted] == [True, False, False]
    said = cautions_after(counted)
    assert len(said) == 2
    assert "nhất trí" in said[0]
    assert "chỉ một phiếu khác" in said[1]


def test_written_opinions_decide_nothing_while_no_text_counts_them(
    bench: SimpleNamespace,
    sitting: Any,
    tools: SimpleNamespace,
    vote: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Seven in the room and two in writing agree: 9/9 with them, 7/9 without."""
    monkeypatch.setattr(questions, "written_counts", lambda *_: None)
    tools.opened(bench, sitting, written=2)
    for number in range(9):
        vote(sitting, number)
    actions.close_ballot(sitting=sitting, by=bench.secretary)
    results = {m.award_code: m.result for m in sitting.motions.all()}
    assert results == {
        "ldtt": Motion.Result.PASSED,
        "cstd-co-so": Motion.Result.UNDECIDED,
        "cstd-cap-tinh": Motion.Result.UNDECIDED,
    }
    assert faults_of(json.loads(TallyFile.objects.get().content)) == []


def test_written_opinions_are_not_taken_where_the_rule_does_not_count_them(
    bench: SimpleNamespace,
    sitting: Any,
    tools: SimpleNamespace,
    vote: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(questions, "written_counts", lambda *_: False)
    tools.opened(bench, sitting, written=2)
    with pytest.raises(WrongState, match="không khớp"):
        vote(sitting, 8)
    for number in range(7):
        vote(sitting, number)
    tools.close(bench, sitting)
    assert [m.agree for m in sitting.motions.all()] == [7, 7, 7]
