"""What the cases reach: every award, every border of the law, the day before and the day of it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from thidua.law import load_rulebook
from thidua.law.api import spoken_awards

RB = load_rulebook()
BORDERS = [
    date(2014, 6, 1),  # law of 2013
    date(2014, 8, 20),  # NĐ 65/2014
    date(2017, 10, 1),  # NĐ 91/2017
    date(2020, 1, 1),  # TT 12/2019
    date(2024, 1, 1),  # law of 2022
    date(2025, 7, 1),  # NĐ 152/2025
    date(2026, 10, 1),  # law of 2026
]


def _asked() -> list[dict[str, Any]]:
    found = []
    for path in sorted(Path(__file__).parent.glob("*.yaml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        common = document.get("ask", {})
        found += [{**common, **item["ask"]} for item in document["cases"]]
    return found


ASKED = _asked()


def days(*keys: str) -> set[date]:
    return {ask[key] for ask in ASKED for key in keys if isinstance(ask.get(key), date)}


@pytest.mark.parametrize("code", spoken_awards(RB))
def test_every_award_is_asked_about(code: str) -> None:
    assessed = {
        RB.resolve_code(ask["award"])
        for ask in ASKED
        if ask.get("question", "assess") == "assess" and "award" in ask
    }
    assert code in assessed


@pytest.mark.parametrize("border", BORDERS, ids=str)
def test_every_border_is_asked_about_on_both_sides(border: date) -> None:
    assert {border - timedelta(days=1), border} <= days("received_on", "decided_on", "on")


def _salary_days() -> list[date]:
    rows = [row for spoken in RB.speakers("base-salary") for row in spoken.entry]
    # Rewards are known from the decree of 2010 on.
    return sorted(row.start for row in rows if row.start > date(2010, 6, 1))


@pytest.mark.parametrize("start", _salary_days(), ids=str)
def test_every_change_of_the_base_salary_is_asked_about(start: date) -> None:
    decided = days("decided_on")
    assert start in decided
    assert start - timedelta(days=1) in decided
