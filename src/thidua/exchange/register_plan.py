"""What a legacy register would add: each row with the person or unit it goes to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from thidua.exchange.matching import Matcher, MatchResult, match_units
from thidua.exchange.models import ImportRow
from thidua.exchange.queries.known import KnownPeople, KnownUnits
from thidua.exchange.readers.dates import DateRead
from thidua.exchange.readers.records import PersonRead, UnitRead
from thidua.exchange.readers.register_records import Register, RegisterRow
from thidua.exchange.readers.text import hidden_numbers
from thidua.kit.text import fold
from thidua.organisations.models import Body
from thidua.people.models import Person
from thidua.people.queries import identity_digest
from thidua.register.models import RegisterEntry

Effect = ImportRow.Effect
Match = RegisterEntry.Match


@dataclass
class EntryPlan:
    """One line for the book, and what the file says."""

    read: RegisterRow
    row: Any
    effect: str
    person: Person | None = None


@dataclass
class RegisterPlan:
    register: Register
    department: Body
    entries: list[EntryPlan]

    def counts(self) -> dict[str, int]:
        counted: Counter[str] = Counter(f"rows_{one.effect}" for one in self.entries)
        counted.update(f"match_{one.row['match']}" for one in self.entries)
        return dict(counted)


def plan_register(register: Register, department: Body) -> RegisterPlan:
    """Match every row to the people and units recorded now; nothing is written."""
    known, units = KnownPeople(department), KnownUnits(department)
    rows = [_with_digest(row) for row in register.rows]
    reads = [_unit_read(body, units) for body in [department, *units.units]]
    results = Matcher([_person_read(p, known) for p in known.people], reads).match(rows)
    collectives = match_units(rows, reads)
    bodies = {body.pk: body for body in [department, *units.units]}
    present = set(
        RegisterEntry.objects.filter(department=department)
        .exclude(source_ref="")
        .values_list("source_ref", flat=True)
    )
    entries = []
    for index, (row, result) in enumerate(zip(register.rows, results, strict=True)):
        body = bodies[int(collectives[index])] if index in collectives else None
        entries.append(_entry(register, row, result, known, body, present))
    return RegisterPlan(register, department, entries)


def _with_digest(row: RegisterRow) -> RegisterRow:
    """Numbers are compared by their digest: nothing is decrypted for an import."""
    number = row.identity_number
    return replace(row, identity_number=identity_digest(number)) if number else row


def _person_read(person: Person, known: KnownPeople) -> PersonRead:
    recruited = person.recruited_on
    return PersonRead(
        key=str(person.pk),
        sheet="",
        rows=(),
        code=person.code,
        name=person.full_name,
        gender=person.gender or None,
        born=DateRead("", person.born_on, person.born_year),
        identity_number=known.digest_of.get(person.pk, ""),
        unit=person.unit.name if person.unit else "",
        recruited=DateRead("", recruited, recruited.year) if recruited else DateRead(""),
    )


def _unit_read(body: Body, units: KnownUnits) -> UnitRead:
    names = [body.short_name, *units.names.get(body.pk, ())]
    return UnitRead(
        key=str(body.pk),
        sheet="",
        rows=(),
        name=body.name,
        former_names=tuple((0, name) for name in names if name),
    )


def _entry(
    register: Register,
    read: RegisterRow,
    result: MatchResult,
    known: KnownPeople,
    body: Body | None,
    present: set[str],
) -> EntryPlan:
    place = read.place
    reference = f"{register.file}|{place.sheet}|{place.row}|{place.column}"[-200:]
    match, reasons, person = _match(read, result, known, body)
    unsure = result.status == "asked"
    year = read.year if read.year and 1945 <= read.year <= timezone.localdate().year else None
    row: dict[str, Any] = {
        "recipient_name": read.name,
        "award_name": read.text[:200],
        "source": RegisterEntry.Source.BOOK,
        "person": person,
        "collective": body,
        "is_collective": read.collective,
        "unit_name": read.unit[:200],
        "award_code": read.code or "",
        "year": year,
        "period_from": read.period[0] if read.period else None,
        "period_to": read.period[1] if read.period else None,
        "decision_number": read.decision[:60],
        "decided_on": read.decided_on,
        "authority": read.authority[:200],
        "merit": read.merit,
        "note": (read.revoked or read.theme or read.note)[:300],
        "source_ref": reference,
        "match": match,
        "match_reasons": reasons,
        "candidates": [int(key) for key in result.candidates] if unsure else [],
        "doubt": "" if unsure else read.doubtful,
        "state": RegisterEntry.State.REVOKED if read.revoked else RegisterEntry.State.VALID,
    }
    effect = Effect.NEW
    if reference in present:
        effect = Effect.SAME
    elif match == Match.ASKED:
        effect = Effect.ASKED
    return EntryPlan(read, row, effect, person)


def _match(
    read: RegisterRow, result: MatchResult, known: KnownPeople, body: Body | None
) -> tuple[str, list[str], Person | None]:
    """A row with a wrong year is asked too: it must not count before somebody has looked."""
    if read.collective:
        if body is None:
            return Match.UNMATCHED, ["không có tập thể nào mang tên này"], None
        return (Match.ASKED if read.doubtful else Match.MATCHED), _said(read, ()), None
    keys = result.candidates if result.status == "asked" else (result.key,)
    person = known.by_pk.get(int(keys[0])) if keys and keys[0] else None
    if person is None:
        return Match.UNMATCHED, ["không có trong danh sách cán bộ hiện nay"], None
    asked = result.status == "asked" or bool(read.doubtful)
    return (Match.ASKED if asked else Match.MATCHED), _said(read, result.reasons), person


def _said(read: RegisterRow, reasons: tuple[str, ...]) -> list[str]:
    return [*([read.doubtful] if read.doubtful else []), *reasons]


def rows_for(batch: Any, plan: RegisterPlan) -> list[ImportRow]:
    """The rows shown for confirmation; problems of no single row stay with the batch."""
    problems: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for problem in plan.register.problems:
        line = {**problem.to_dict(), "weight": problem.weight}
        line["read"] = hidden_numbers(problem.read)
        problems.setdefault((problem.sheet, problem.row), []).append(line)
    rows = []
    for order, one in enumerate(plan.entries, 1):
        mine = problems.pop((one.read.place.sheet, one.read.place.row), [])
        if one.row["match"] == Match.ASKED and not one.read.doubtful:
            mine = [*mine, _asked(one)]
        rows.append(
            ImportRow(
                batch=batch,
                order=order,
                sheet=one.read.place.sheet,
                row_numbers=[one.read.place.row],
                label=one.read.name[:200],
                folded_label=fold(f"{one.read.name} {one.read.unit}")[:200],
                unit_name=(one.read.unit or "")[:200],
                data=_data(one),
                problems=mine,
                problem_count=sum(1 for line in mine if line["weight"] == "doubt"),
                effect=one.effect,
                person=one.person,
            )
        )
    batch.summary["problems"] = [line for lines in problems.values() for line in lines]
    return rows


def _asked(one: EntryPlan) -> dict[str, Any]:
    who = f" với {one.person.full_name} ({one.person.code})" if one.person else ""
    return {
        "sheet": one.read.place.sheet,
        "row": one.read.place.row,
        "column": one.read.place.column,
        "read": one.read.name,
        "doubt": f"chưa chắc khớp{who}: " + "; ".join(one.row["match_reasons"]),
        "weight": "doubt",
    }


def _data(one: EntryPlan) -> dict[str, Any]:
    read = one.read
    decided = f" ngày {read.decided_on:%d/%m/%Y}" if read.decided_on else ""
    return {
        "award": one.row["award_name"],
        "code": one.row["award_code"],
        "year": one.row["year"],
        "decision": f"{read.decision}{decided}" if read.decision else "",
        "match": one.row["match"],
        "reasons": one.row["match_reasons"],
        "collective": one.row["collective"].name if one.row["collective"] else "",
        "revoked": bool(read.revoked),
    }
