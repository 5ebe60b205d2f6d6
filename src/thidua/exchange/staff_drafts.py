"""The rows of a staff list as they are staged: one per person, and the lines that are nobody."""

from __future__ import annotations

from typing import Any

from thidua.exchange.drafts import (
    RowDraft,
    Standing,
    alike_words,
    by_row,
    candidate_label,
    doubts_of,
)
from thidua.exchange.models import ImportRow
from thidua.exchange.readers.cells import GRADES
from thidua.exchange.readers.staff import NOBODY
from thidua.exchange.staff_plan import PersonPlan, StaffPlan
from thidua.exchange.staff_rows import FACT_LABELS
from thidua.kit.text import fold

Effect = ImportRow.Effect
ASKED = "chưa rõ là ai: người đã có hay người mới"


def staff_drafts(plan: StaffPlan, summary: dict[str, Any]) -> list[RowDraft]:
    """Every person in the order of the file, each with the own problems, then lines that were not
    read as a person; what belongs to no line goes into `summary["problems"]`.
    """
    problems = by_row(plan.staff.problems)
    drafts = []
    for order, one in enumerate(plan.people, 1):
        mine = [line for row in one.read.rows for line in problems.pop((one.read.sheet, row), [])]
        doubts = doubts_of(mine)
        asked = one.effect == Effect.ASKED
        alike = ASKED if asked else alike_words(doubts[0]["doubt"]) if doubts else ""
        drafts.append(
            RowDraft(
                order,
                one.read.sheet,
                list(one.read.rows),
                one.read.name[:200],
                fold(f"{one.read.name} {one.read.code} {one.read.unit}")[:200],
                one.read.unit[:200],
                _data(one),
                mine,
                len(doubts),
                str(one.effect),
                str(Standing.DOUBTFUL if asked or doubts else Standing.GOOD),
                alike,
                one.person.pk if one.person else None,
            )
        )
    drafts.extend(_nobodies(problems, len(drafts)))
    summary["problems"] = [line for lines in problems.values() for line in lines]
    return drafts


def _nobodies(problems: dict[tuple[str, int], list[dict[str, Any]]], order: int) -> list[RowDraft]:
    """Lines with data that are no person of the list, with the reason."""
    places = [
        place for place, lines in problems.items() if any(NOBODY in one["doubt"] for one in lines)
    ]
    drafts: list[RowDraft] = []
    for sheet, row in sorted(places):
        lines = problems.pop((sheet, row))
        drafts.append(
            RowDraft(
                order + len(drafts) + 1,
                sheet,
                [row],
                (lines[0]["read"] or "(dòng trống tên)")[:200],
                fold(lines[0]["read"])[:200],
                "",
                {"text": lines[0]["read"]},
                lines,
                len(doubts_of(lines)),
                str(Effect.REFUSED),
                str(Standing.BAD),
                alike_words(lines[0]["doubt"]),
            )
        )
    return drafts


def lines_of(plan: StaffPlan, refused_keys: set[str]) -> dict[str, int]:
    """Lines of the file and where each went: `read` is the sum of the others."""
    people = plan.people
    kept = sum(len(one.read.rows) for one in people if one.read.key not in refused_keys)
    left = sum(len(one.read.rows) for one in people if one.read.key in refused_keys)
    nobody = {(p.sheet, p.row) for p in plan.staff.problems if NOBODY in p.doubt}
    return {
        "read": kept + left + len(nobody),
        "kept": kept,
        "left": left,
        "refused": len(nobody),
        "repeated": 0,
    }


def _data(plan: PersonPlan) -> dict[str, Any]:
    read = plan.read
    return {
        "key": read.key,
        "born": read.born.raw,
        "position": read.position,
        "rating": "; ".join(f"{year}: {GRADES[grade]}" for year, grade in read.ratings[-1:]),
        "matched_by": plan.matched_by,
        "changes": [list(change) for change in plan.changes],
        "facts": [f"{len(rows)} {FACT_LABELS[kind]}" for kind, rows in plan.facts.items() if rows],
        "candidates": [
            {"pk": person.pk, "label": candidate_label(person)} for person in plan.candidates
        ],
    }
