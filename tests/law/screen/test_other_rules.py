"""Rules that no text in force writes, but a body's own standard may: both engines agree on them.

The shipped rulebook uses each predicate with few of its parameters. Here one award is given a
single condition with other ones, over a fixed population, with and without the title of this round.
"""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from tests.law.screen.comparing import Compared, compare
from tests.law.screen.histories import RB, histories

from thidua.law.book.model import Condition, Who
from thidua.law.facts import words as w
from thidua.law.screen import YearWords, compile_rules, screen, tables_of
from thidua.law.values import Citation

CODE, ON = "giay-khen", date(2026, 9, 15)
WHERE = Citation("nd-152-2025", "1", None, None, "Điều 1")
PEOPLE = list(histories(np.random.default_rng(152).bytes(24000)))
WORDS = YearWords.from_tables(tables_of(PEOPLE), first=1970, plain=())
GOOD, TOP = "hoan_thanh_tot", "hoan_thanh_xuat_sac"
CERTIFICATES = ("bk-cap-tinh", "bk-thu-tuong")


def book(predicate: str, params: dict[str, Any], same_round: bool) -> Any:
    """The rulebook with one award, open to everybody, that asks this alone."""
    entry = RB.award(CODE, ON)
    declared = RB.declaration("chain_counts_same_round", ON)
    assert entry is not None
    assert declared is not None
    asked = Condition("thu", "leaf", "Thử", "Test", WHERE, "V", predicate, params)
    everybody = tuple(w.SUBJECT_KINDS)
    route = replace(
        entry.routes[0], opening="by_record", claims=(), who=Who(everybody), conditions=(asked,)
    )
    mine = replace(entry, recipients=everybody, conditions=(), routes=(route,))
    rule = replace(declared, default=same_round)
    found: Any = copy.copy(RB)
    found.award = lambda code, day: mine if code == CODE else RB.award(code, day)
    found.declaration = lambda name, day: (
        rule if name == "chain_counts_same_round" else RB.declaration(name, day)
    )
    return found


def period(**more: Any) -> tuple[str, dict[str, Any]]:
    return "held_then_period", {"awards": ("bk-cap-tinh", "hc-lao-dong-hang-ba"), **more}


RULES: list[tuple[str, dict[str, Any]]] = [
    ("held_in_a_row", {"award": "cstd-co-so", "times": 1}),
    ("held_in_a_row", {"award": "ldtt", "times": 3, "after_previous": CERTIFICATES}),
    ("held_in_a_row", {"award": "bk-cap-tinh", "times": 2}),
    ("held_adjoining", {"award": "cstd-cap-tinh", "times": 2, "span_years": 3}),
    (
        "held_adjoining",
        {"award": "cstd-cap-tinh", "times": 1, "span_years": 1, "propose_within_years": 1},
    ),
    ("held_count", {"award": "cstd-cap-tinh", "times": 1, "within_years": 4}),
    ("held_count", {"award": "bk-cap-tinh", "times": 1, "after_previous": CERTIFICATES[1:]}),
    ("proposed_in_time", {"award": "cstd-cap-tinh", "within_years": 1}),
    ("proposed_in_time", {"award": "bk-cap-tinh", "within_years": 2}),
    ("never_held", {"awards": CERTIFICATES, "merits": ("cong_trang",)}),
    ("never_held", {"awards": CERTIFICATES}),
    ("no_other_form", {}),
    ("one_state_award", {}),
    ("ratings_in_a_row", {"at_least": GOOD, "years": 41}),
    ("ratings_in_a_row", {"at_least": GOOD, "years": 40}),
    ("ratings_in_a_row", {"at_least": GOOD, "years": 2, "after_previous": CERTIFICATES}),
    (
        "initiative",
        {"level": "co_so", "kinds": ("sang_kien",), "within": "chain", "chain_years": 3,
         "times": 2},
    ),
    (
        "initiatives_in_run",
        {"level": "co_so", "times": 2, "kind_groups": (("sang_kien",), ("de_tai_khoa_hoc",)),
         "run_at_least": GOOD, "after_previous": CERTIFICATES},
    ),
    period(years=0, each_year_at_least=GOOD),
    period(years=2, each_year_at_least=GOOD),
    period(years=2, each_year_at_least=None),
    period(years=None, each_year_at_least=GOOD),
    period(years=3, each_year_at_least=GOOD, late_run="decided"),
    period(years=3, each_year_at_least=GOOD, or_held=("cstd-co-so",)),
    period(years=3, excellent_years=2, or_held=("cstd-co-so",)),
    period(years=3, excellent_years=None),
    period(years=3, excellent_in_a_row=2),
    period(years=2, **{"with": (("cstd-co-so", 1), ("bk-thu-tuong", 1))}),
    period(years=2, **{"with": None}),
    period(years=2, initiatives={"level": "co_so", "times": 1, "kinds": ("sang_kien",)}),
    period(years=2, no_ground=("dot_xuat",), reset_by=("bk-thu-tuong",)),
    period(years=2, no_ground=("cong_trang",)),
]  # fmt: skip


@pytest.mark.parametrize("same_round", [True, False])
@pytest.mark.parametrize(("predicate", "params"), RULES, ids=str)
def test_both_engines_answer_it_alike(
    predicate: str, params: dict[str, Any], same_round: bool
) -> None:
    rb = book(predicate, params, same_round)
    rules = compile_rules(rb, [CODE], on=ON)
    seen = Compared()
    for year in (2025, 2026):
        compare(rb, rules, screen(rules, WORDS, year), PEOPLE, seen)
    assert seen.differences == []
    # People on record who differ: an answer that is the same for all would compare nothing.
    assert len(seen.answers) >= 2, seen.answers
