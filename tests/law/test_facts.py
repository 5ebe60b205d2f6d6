"""Reading facts: aliases, JSON, a byte order mark, empty against absent."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from thidua.law import (
    FactsError,
    facts_from_dict,
    facts_to_dict,
    load_facts,
    load_rulebook,
)
from thidua.law.context import Case
from thidua.law.facts import Pending
from thidua.law.facts.model import awards_of
from thidua.law.verdict import ReasonNode

SUBJECT = {"kind": "individual"}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("lao-dong-tien-tien", "ldtt"),
        ("cstd-bo-nganh-tinh", "cstd-cap-tinh"),
        ("ttldxs", "tt-ldxs"),
        ("bk-bo-nganh-tinh", "bk-cap-tinh"),
        ("gk-ubnd-xa", "giay-khen"),
        ("hcld-hang-ba", "hc-lao-dong-hang-ba"),
        ("Chiến sĩ thi đua cơ sở", "cstd-co-so"),
        ("chien si thi dua co so", "cstd-co-so"),
        ("CSTĐ cơ sở", "cstd-co-so"),
    ],
)
def test_other_names_of_an_award_are_accepted(written: str, code: str) -> None:
    facts = facts_from_dict({"subject": SUBJECT, "awards": [{"code": written, "year": 2020}]})
    assert facts.awards is not None
    assert facts.awards[0].code == code


def test_absent_and_empty_are_different() -> None:
    facts = facts_from_dict({"subject": SUBJECT, "awards": []})
    assert (facts.awards, facts.ratings) == ((), None)


def test_nobody_disciplined_and_unknown_are_different() -> None:
    def worst(collective: dict[str, object]) -> str | None:
        data = {"subject": {"kind": "collective"}, "collective": collective}
        group = facts_from_dict(data).collective
        assert group is not None
        return group.worst_discipline

    assert worst({"worst_discipline": None}) == "khong"
    assert worst({"worst_discipline": "canh_cao"}) == "canh_cao"
    assert worst({}) is None


def test_a_bare_word_is_a_pending_matter() -> None:
    facts = facts_from_dict({"subject": SUBJECT, "pending": ["to_cao"]})
    assert facts.pending == (Pending("to_cao"),)


def test_json_with_dates_as_text_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    data = {"subject": SUBJECT, "service": {"recruited_on": "2010-08-01"}}
    path.write_text(json.dumps(data), encoding="utf-8-sig")
    facts = load_facts(path)
    assert facts.service is not None
    assert facts.service.recruited_on == date(2010, 8, 1)


def test_a_binary_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_bytes(b"PK\x03\x04\xff\xfe\x00")
    with pytest.raises(FactsError, match="không đọc được tệp"):
        load_facts(path)


def test_a_truth_value_is_not_a_number() -> None:
    with pytest.raises(FactsError, match=r"Tại collective\.members: giá trị không đúng kiểu"):
        facts_from_dict({"subject": {"kind": "collective"}, "collective": {"members": True}})


def test_one_award_may_have_a_range_of_its_own() -> None:
    """Books that give only the number of one title still say everything about the others."""
    own = {"lao-dong-tien-tien": [2019, 2026], "tt-ldtt": None}
    facts = facts_from_dict(
        {
            "subject": SUBJECT,
            "awards": [],
            "complete": {"awards": [2011, 2026], "awards_except": own},
        }
    )
    assert facts.complete[awards_of("ldtt")] == (2019, 2026)
    assert facts_from_dict(facts_to_dict(facts)) == facts
    assert facts_to_dict(facts)["complete"]["awards_except"] == {
        "ldtt": [2019, 2026],
        "tt-ldtt": None,
    }


@pytest.mark.parametrize(
    ("own", "known"), [([2019, 2026], False), ([2011, 2026], True), (None, False)]
)
def test_a_year_outside_the_own_range_is_not_recorded(own: list[int] | None, known: bool) -> None:
    facts = facts_from_dict(
        {
            "subject": SUBJECT,
            "awards": [{"code": "cstd-co-so", "year": year} for year in (2017, 2019)],
            "complete": {"awards": [2011, 2026], "awards_except": {"cstd-co-so": own}},
        }
    )
    case = Case(
        load_rulebook(), facts, 2019, date(2019, 12, 1), None, False, _nobody_asks, _nobody_asks
    )
    assert case.known("awards", 2018, "cstd-co-so") is known
    assert case.known("awards", 2018, "ldtt")


def _nobody_asks(_: object) -> ReasonNode:
    raise AssertionError
