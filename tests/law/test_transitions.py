"""Files caught between two texts: both are asked, the more favourable one applies."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from thidua.cli import law
from thidua.law import Facts, evaluate, facts_from_dict, facts_to_dict, load_rulebook
from thidua.law.transitions import Passage, evaluate_passage, rules_between

BEFORE, BORDER = date(2026, 9, 15), date(2026, 10, 1)
RB = load_rulebook()


def person(grade: str) -> Facts:
    return facts_from_dict(
        {
            "subject": {"kind": "individual"},
            "service": {"recruited_on": "2010-08-01", "employment": "cong_chuc", "leave": []},
            "ratings": [{"year": 2026, "grade": grade}],
            "initiatives": [],
            "disciplines": [],
            "awards": [],
            "pending": [],
        }
    )


def ask(grade: str, *, received: date = BEFORE, decided: date, award: str = "ldtt") -> Passage:
    return evaluate_passage(
        RB, person(grade), year=2026, received_on=received, decided_on=decided, awards=[award]
    )[award]


@pytest.mark.parametrize(
    ("received", "decided", "asked"),
    [
        (date(2026, 9, 30), date(2026, 9, 30), False),
        (date(2026, 9, 30), date(2026, 10, 1), True),
        (date(2026, 10, 1), date(2026, 11, 1), False),
        (date(2025, 6, 30), date(2025, 8, 1), False),
    ],
)
def test_both_texts_are_asked_only_across_the_border(
    received: date, decided: date, asked: bool
) -> None:
    assert bool(rules_between(RB, received_on=received, decided_on=decided)) is asked
    assert bool(ask("hoan_thanh_tot", received=received, decided=decided).beside) is asked


def test_who_is_eligible_by_the_former_text_stays_so() -> None:
    found = ask("hoan_thanh_tot", decided=BORDER)
    assert (found.value, found.received.value) == ("eligible", "eligible")
    assert found.beside[0].verdict.value == "needs_official_text"
    assert not found.beside[0].open
    assert not found.beside[0].applies


def test_nobody_is_refused_while_a_better_text_may_be_unread() -> None:
    """The unread text may be more favourable: no *not eligible*, and never *eligible* either."""
    found = ask("hoan_thanh", decided=BORDER)
    assert found.received.value == "not_eligible"
    assert found.beside[0].open
    assert found.value == "needs_official_text"
    assert found.verdict is found.received


@pytest.mark.parametrize(
    ("floor", "grade", "expected", "applies"),
    [
        ("hoan_thanh", "hoan_thanh", "eligible", True),
        ("hoan_thanh_xuat_sac", "hoan_thanh_tot", "eligible", False),
        ("hoan_thanh_xuat_sac", "hoan_thanh", "not_eligible", False),
    ],
)
def test_a_loaded_text_applies_only_where_it_is_better(
    tmp_path: Path, floor: str, grade: str, expected: str, applies: bool
) -> None:
    rb = load_rulebook([_with_new_text(tmp_path, floor)])
    found = evaluate_passage(
        rb,
        person(grade),
        year=2026,
        received_on=BEFORE,
        decided_on=date(2026, 10, 20),
        awards=["ldtt"],
    )["ldtt"]
    assert found.value == expected
    assert found.beside[0].applies is applies
    assert not found.beside[0].open
    assert found.verdict.value == expected


def _with_new_text(folder: Path, floor: str) -> Path:
    """A text of the entry nobody had read, as a legal officer would load it; invented here."""
    (folder / "texts").mkdir()
    condition = {
        "id": "xep-loai",
        "statement": "Xếp loại",
        "statement_en": "Rated",
        "is": {"rating": {"at_least": floor}},
        "citation": "Điều 1",
        "confidence": "K",
    }
    entry = {
        "award": "ldtt",
        "status": "loaded",
        "citation": "Điều 1",
        "confidence": "K",
        "recipients": ["individual"],
        "cycle": "annual",
        "authority": {"text": "Thủ trưởng", "citation": "Điều 2", "confidence": "K"},
        "posthumous": {"allowed": False, "citation": "Điều 3", "confidence": "K"},
        "routes": [
            {
                "id": "mot",
                "statement": "Đường xét thử",
                "statement_en": "A route",
                "opening": "by_record",
                "for": {"kinds": ["individual"]},
                "citation": "Điều 1",
                "confidence": "K",
                "conditions": [condition],
            }
        ],
    }
    official = {
        "instrument": "luat-06-2026-qh16",
        "checked_by": "Nguyễn Văn A, Phòng Pháp chế",
        "checked_on": date(2026, 11, 20),
        "against": "Bản thử",
    }
    document = {"format": "thidua-awards/1", "official": official, "awards": [entry]}
    text = yaml.safe_dump(document, allow_unicode=True)
    (folder / "texts" / "ldtt.yaml").write_text(text, encoding="utf-8")
    return folder


def test_the_command_puts_both_answers_side_by_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = tmp_path / "f.yaml"
    facts.write_text(
        "subject: {kind: individual, name: A}\n"
        "service: {recruited_on: 2010-08-01, employment: cong_chuc, leave: []}\n"
        "ratings: [{year: 2026, grade: hoan_thanh}]\n"
        "initiatives: []\ndisciplines: []\nawards: []\npending: []\n",
        encoding="utf-8",
    )
    words = ["assess", str(facts), "--award", "ldtt", "--year", "2026"]
    words += ["--received-on", "2026-09-15", "--decided-on", "2026-11-20"]
    assert law.main([*words, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["verdict"], answer["conclusion"]) == ("not_eligible", "needs_official_text")
    assert answer["beside"][0]["citation"]["article"] == "4"
    assert law.main(words) == 0
    assert "có thể có lợi hơn" in capsys.readouterr().out


def test_the_last_known_text_is_asked_with_the_rules_of_the_body() -> None:
    """Once the new law is in force and unread, the old one answers by the body's own figures."""
    new = {"recruited_on": "2026-02-01", "employment": "cong_chuc", "leave": []}
    facts = facts_from_dict({**facts_to_dict(person("hoan_thanh_tot")), "service": new})
    for scope, value in ((None, "needs_decision"), ("so-noi-vu-lam-giang", "eligible")):
        found = evaluate(RB, facts, award="ldtt", year=2026, received_on=BORDER, scope=scope)
        assert found.value == "needs_official_text"
        assert found.provisional is not None
        assert found.provisional.value == value, scope
