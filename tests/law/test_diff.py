"""The legal diff of one award between two days of receipt."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from thidua.cli import law
from thidua.law import load_rulebook
from thidua.law.diff import diff, diff_to_dict

RB = load_rulebook()


def changed(award: str, first: str, second: str) -> dict[tuple[str, str], str]:
    days = (date.fromisoformat(first), date.fromisoformat(second))
    return {(c.part, c.key): c.kind for c in diff(RB, award=award, received_on=days)}


def test_nothing_changes_inside_one_version() -> None:
    assert changed("ldtt", "2025-01-01", "2025-03-01") == {}


@pytest.mark.parametrize("award", ["ldtt", "cstd-co-so", "bk-thu-tuong", "tt-ldxs"])
@pytest.mark.parametrize("first", ["2023-12-31", "2025-06-30", "2026-09-30"])
def test_a_change_seen_forwards_is_seen_backwards(award: str, first: str) -> None:
    start = date.fromisoformat(first)
    days = (start, start + timedelta(days=1))
    there = diff(RB, award=award, received_on=days)
    back = diff(RB, award=award, received_on=(days[1], days[0]))
    mirrored = {"added": "removed", "removed": "added", "changed": "changed", "moved": "moved"}
    assert {(c.part, c.key, mirrored[c.kind]) for c in there} == {
        (c.part, c.key, c.kind) for c in back
    }
    assert all((c.before is None) == (c.kind == "added") for c in there)
    assert all((c.after is None) == (c.kind == "removed") for c in there)


def test_the_route_of_workers_was_opened_by_the_decree_of_2025() -> None:
    found = changed("bk-thu-tuong", "2025-06-30", "2025-07-01")
    assert found["text", "text"] == "changed"
    assert {kind for (part, _), kind in found.items() if part == "route"} == {"changed"}
    assert "added" in {kind for (part, _), kind in found.items() if part == "route_condition"}


def test_an_unread_text_ends_no_condition() -> None:
    """Nobody knows what the unread law kept: its conditions are not shown as removed."""
    days = (date(2026, 9, 30), date(2026, 10, 1))
    answer = diff_to_dict(RB, award="cstd-co-so", received_on=days)
    assert (answer["comparable"], answer["same"]) == (False, False)
    assert {change["part"] for change in answer["changes"]} <= {"text", "vote", "paper", "reward"}
    assert "chờ văn bản" in answer["changes"][0]["after"]["text"]


def test_the_reward_changes_with_the_decree() -> None:
    days = (date(2023, 12, 31), date(2024, 1, 1))
    rewards = [c for c in diff(RB, award="bk-cap-tinh", received_on=days) if c.part == "reward"]
    said = {c.key: (c.before and c.before.text, c.after and c.after.text) for c in rewards}
    assert said["individual"] == (
        "individual: 1 lần mức lương cơ sở",
        "individual: 1,5 lần mức lương cơ sở",
    )


def test_the_command_prints_a_document_and_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["diff", "--award", "cstd-co-so", "--received-on", "2026-09-30", "2026-10-01"]
    assert law.main([*words, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert answer["received_on"] == ["2026-09-30", "2026-10-01"]
    assert law.main(words) == 0
    page = capsys.readouterr().out
    assert "chưa so được điều kiện" in page
    assert "+ Luật 06/2026/QH16: chờ văn bản" in page
    assert law.main([*words, "--lang", "en"]) == 0
    assert "cannot be compared" in capsys.readouterr().out


def test_a_wrong_day_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert law.main(["diff", "--award", "ldtt", "--received-on", "2026-09-30", "mai"]) == 1
    assert "--received-on" in capsys.readouterr().err
