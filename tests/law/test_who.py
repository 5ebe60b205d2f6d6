"""Ways that are for others: they are shown, and what else holds never adds up to a yes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from thidua.law import evaluate, facts_from_dict
from thidua.law.book.load import read_rulebook
from thidua.law.parsed import RULEBOOK

HEAD = """
format: thidua-instrument/1
key: nd-thu
number: 1/2030/NĐ-CP
title: Nghị định thử
short: NĐ thử
kind: nghi_dinh
issuer: Chính phủ
in_force: 2030-01-01
state: draft
confidence: V
"""
AWARDS = """
format: thidua-awards/1
awards:
  - award: ldtt
    status: loaded
    citation: Điều 1
    confidence: V
    recipients: [individual]
    cycle: annual
    authority: {text: Giám đốc, citation: Điều 1, confidence: V}
    posthumous: {allowed: false, citation: Điều 1, confidence: V}
    routes:
      - id: cong-nhan
        statement: Công nhân
        statement_en: Workers
        opening: by_record
        for: {kinds: [individual], groups: [worker]}
        citation: Điều 1
        confidence: V
        conditions:
          - id: xep-loai
            statement: Hoàn thành tốt
            statement_en: Good
            is: {rating: {at_least: hoan_thanh_tot}}
            citation: Điều 1
            confidence: V
"""


def verdict(tmp_path: Path, group: str) -> tuple[str, list[str]]:
    folder = tmp_path / "national" / "nd-thu"
    (folder / "awards").mkdir(parents=True)
    (folder / "instrument.yaml").write_text(HEAD, encoding="utf-8")
    (folder / "awards" / "titles.yaml").write_text(AWARDS, encoding="utf-8")
    facts = facts_from_dict(
        {
            "subject": {"kind": "individual", "group": group},
            "ratings": [{"year": 2030, "grade": "hoan_thanh_tot"}],
            "disciplines": [],
            "pending": [],
        }
    )
    rb = read_rulebook((RULEBOOK, tmp_path))
    found = evaluate(rb, facts, award="ldtt", year=2030, received_on=date(2030, 9, 1))
    return found.value, [node.id for node in found.reasons.walk()]


def test_the_subject_of_the_way_is_eligible(tmp_path: Path) -> None:
    value, _ = verdict(tmp_path, "worker")
    assert value == "eligible"


def test_a_person_for_whom_there_is_no_way_is_not(tmp_path: Path) -> None:
    value, nodes = verdict(tmp_path, "direct_worker")
    assert value == "not_applicable"
    assert nodes == ["ldtt", "ldtt.duong-xet", "cong-nhan"]
