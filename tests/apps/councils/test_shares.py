"""Shares are counted on all members and are exact at the border, whoever is away."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.councils import actions
from thidua.councils.queries import Share, tallies


def results(sitting: Any) -> dict[str, str]:
    return {m.award_code: m.result for m in sitting.motions.all()}


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
