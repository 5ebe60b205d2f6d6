"""One person of a list as the lines that the actions of the other apps take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from thidua.exchange.histories import group_of, recruited_on
from thidua.exchange.readers.records import AwardClaim, PersonRead
from thidua.exchange.readers.text import clean
from thidua.initiatives.models import Initiative
from thidua.organisations.models import Body

FACT_LABELS = {
    "ratings": "xếp loại",
    "initiatives": "sáng kiến, đề tài",
    "leaves": "thời gian nghỉ, đi học",
    "disciplines": "kỷ luật",
    "pendings": "việc đang xem xét",
    "registrations": "đăng ký thi đua",
    "claims": "thành tích kê khai",
}

# How a line is found among what is already recorded (the sets of queries.known).
FACTS: dict[str, Callable[[int, dict[str, Any]], tuple[Any, ...]]] = {
    "initiatives": lambda pk, r: (
        pk, r["year"], r["name"], r["decision_number"], r["level"], r["kind"], r["state"],
    ),
    "leaves": lambda pk, r: (pk, r["kind"], r["from_date"], r["to_date"]),
    "disciplines": lambda pk, r: (pk, r["measure"], r["from_date"], r["to_date"]),
    "pendings": lambda pk, r: (pk, r["kind"], r["from_date"], r["to_date"]),
    "registrations": lambda pk, r: (pk, r["year"], r["award_code"]),
    "claims": lambda pk, r: (
        pk, r["source_ref"], r["award_code"] or r["award_name"], r["year"],
    ),
}  # fmt: skip


def person_fields(read: PersonRead, unit: Body | None) -> dict[str, Any]:
    """What the list says of the person; what it leaves open is not in the dict and stays."""
    fields: dict[str, Any] = {
        "gender": read.gender or None,
        "born_on": read.born.value,
        "born_year": read.born.year,
        "ethnicity": read.ethnic[:40] or None,
        "party_member": read.party_member,
        "position": read.position[:120] or None,
        "group": group_of(read),
        "employment": read.employment or None,
        "recruited_on": recruited_on(read.recruited),
        "joined_on": read.joined.value,
        "left_on": read.left_on,
        "status": read.status or None,
        "note": read.notes or None,
    }
    fields = {name: value for name, value in fields.items() if value is not None}
    if unit is not None:
        fields["unit"] = unit
    return fields


def fact_rows(read: PersonRead, file: str) -> dict[str, list[dict[str, Any]]]:
    """Lines by kind, without the person: ratings, initiatives, events, registrations, claims."""
    return {
        "ratings": [
            {"year": year, "grade": grade, "source": file[:200]} for year, grade in read.ratings
        ],
        "initiatives": _initiatives(read),
        "leaves": [
            {"kind": s.kind, "from_date": s.start, "to_date": s.end, "note": s.text[:300]}
            for s in read.leave
        ],
        "disciplines": [
            {
                "measure": s.kind,
                "from_date": s.start,
                "to_date": s.end,
                "decision_number": s.decision[:60],
                "note": s.text[:300],
            }
            for s in read.disciplines
        ],
        "pendings": [
            {"kind": s.kind, "from_date": s.start, "to_date": s.end, "note": s.text[:300]}
            for s in read.pending
        ],
        "registrations": [
            {"year": year, "award_code": code} for year, code in read.registrations or ()
        ],
        "claims": claim_rows(read.claims),
    }


def _initiatives(read: PersonRead) -> list[dict[str, Any]]:
    rows = []
    for one in read.initiatives:
        if one.year is None:
            continue
        state = Initiative.State.RECOGNISED if one.certain else Initiative.State.DOUBTFUL
        if not one.recognised:
            state = Initiative.State.WAITING
        rows.append(
            {
                "year": one.year,
                "kind": one.kind,
                "name": clean(one.title)[:300],
                "state": state.value,
                "level": one.level or "",
                "decision_number": one.decision[:60],
                "recognised_on": one.recognised_on,
            }
        )
    return rows


def claim_rows(claims: tuple[AwardClaim, ...]) -> list[dict[str, Any]]:
    """Declared awards; two of one kind, year and theme are told apart by their order."""
    seen: Counter[tuple[str, int | None, str]] = Counter()
    rows = []
    for claim in claims:
        mark = (claim.code or claim.label, claim.year, claim.theme)
        seen[mark] += 1
        number = f" {seen[mark]}" if seen[mark] > 1 else ""
        rows.append(
            {
                "award_name": clean(claim.label)[:200],
                "award_code": claim.code or "",
                "year": claim.year,
                "period_from": claim.period[0] if claim.period else None,
                "period_to": claim.period[1] if claim.period else None,
                "decision_number": claim.decision[:60],
                "decided_on": claim.decided_on,
                "authority": claim.authority[:200],
                "merit": claim.merit,
                "source_ref": f"kê khai{number}: {claim.theme or claim.merit}"[:200],
            }
        )
    return rows
