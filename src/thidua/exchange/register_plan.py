"""What a legacy register would add: each row with the person or unit it goes to, and what an
officer decided of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils import timezone

from thidua.exchange.matching import Matcher, MatchResult, match_units
from thidua.exchange.models import ImportRow
from thidua.exchange.progress import SILENT, Work
from thidua.exchange.queries.known import KnownPeople, KnownUnits
from thidua.exchange.readers.dates import DateRead
from thidua.exchange.readers.records import PersonRead, Place, UnitRead
from thidua.exchange.readers.register_records import Register, RegisterRow
from thidua.organisations.models import Body
from thidua.people.models import Person
from thidua.people.queries import identity_digest
from thidua.register.models import RegisterEntry

Choice = ImportRow.Choice
Effect = ImportRow.Effect
Match = RegisterEntry.Match


class Decision(NamedTuple):
    """What was decided of a row; `person` is a primary key."""

    choice: str = ""
    person: int | None = None


UNDECIDED = Decision()


@dataclass
class EntryPlan:
    """One line for the book, what the file says, and what was decided of it."""

    read: RegisterRow
    row: Any
    effect: str
    person: Person | None = None
    asked: bool = False
    choice: str = ""
    candidates: list[Person] = field(default_factory=list)
    # The very same line stands in the book already, whatever file it came from.
    in_book: bool = False


@dataclass
class RegisterPlan:
    register: Register
    department: Body
    entries: list[EntryPlan]

    @property
    def wanted(self) -> list[EntryPlan]:
        """Those that somebody did not decide to leave out."""
        return [one for one in self.entries if one.choice != Choice.REFUSE]

    def counts(self) -> dict[str, int]:
        counted: Counter[str] = Counter(f"rows_{one.effect}" for one in self.entries)
        counted.update(f"match_{one.row['match']}" for one in self.entries)
        return dict(counted)

    def lines(self) -> dict[str, int]:
        """Lines of the file and where each went: `read` is the sum of the others."""
        kept = {(one.read.place.sheet, one.read.place.row) for one in self.wanted}
        left = {(one.read.place.sheet, one.read.place.row) for one in self.entries} - kept
        refused = {(r.place.sheet, r.place.row) for r in self.register.refused if not r.repeated}
        repeated = {(r.place.sheet, r.place.row) for r in self.register.refused if r.repeated}
        refused -= kept | left
        repeated -= kept | left | refused
        total = len(kept) + len(left) + len(refused) + len(repeated)
        return {
            "read": total,
            "kept": len(kept),
            "left": len(left),
            "refused": len(refused),
            "repeated": len(repeated),
        }


def plan_register(
    register: Register,
    department: Body,
    decisions: Mapping[str, Decision] | None = None,
    work: Work = SILENT,
) -> RegisterPlan:
    """Match every row to the people and units recorded now; nothing is written.

    `decisions` are the officer's answers by place (`key_of`).
    """
    known, units = KnownPeople(department), KnownUnits(department)
    work.tell("Đối chiếu với danh sách cán bộ", 0, len(register.rows))
    _hide_numbers(register.rows, known)
    reads = [unit_read(body, units) for body in [department, *units.units]]
    results = Matcher([person_read(p, known) for p in known.people], reads).match(register.rows)
    collectives = match_units(register.rows, reads)
    bodies = {body.pk: body for body in [department, *units.units]}
    present, lines = _present(department)
    work.tell("Đối chiếu với danh sách cán bộ", len(register.rows), len(register.rows))
    latest = timezone.localdate().year
    entries = []
    for index, (row, result) in enumerate(zip(register.rows, results, strict=True)):
        body = bodies[int(collectives[index])] if index in collectives else None
        decision = decisions.get(key_of(row.place)) if decisions else None
        plan = _entry(register, row, result, known, body, present, latest, decision or UNDECIDED)
        if lines and plan.effect != Effect.SAME and lines[content := _content(plan.row)] > 0:
            lines[content] -= 1
            plan.effect, plan.in_book = Effect.SAME, True
        entries.append(plan)
    return RegisterPlan(register, department, entries)


_CONTENT = (
    "recipient_name", "is_collective", "unit_name", "award_code", "award_name", "year",
    "period_from", "period_to", "decision_number", "decided_on", "authority", "merit",
)  # fmt: skip


def _present(department: Body) -> tuple[set[str], Counter[tuple[Any, ...]]]:
    """Places already imported, and lines of the book by what they say.

    A corrected or renamed file holds most lines again: they are told by their content.
    """
    standing = RegisterEntry.objects.filter(department=department).exclude(
        state=RegisterEntry.State.WITHDRAWN
    )
    references: set[str] = set()
    lines: Counter[tuple[Any, ...]] = Counter()
    for reference, *content in standing.values_list("source_ref", *_CONTENT).iterator(2000):
        references.add(reference)
        lines[tuple(content)] += 1
    references.discard("")
    return references, lines


def _content(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in _CONTENT)


def key_of(place: Place) -> str:
    """How the same row is known again when the file is read again."""
    return f"{place.sheet}|{place.row}|{place.column}"


def _hide_numbers(rows: Iterable[RegisterRow], known: KnownPeople) -> None:
    """Numbers are compared by their digest: nothing is decrypted for an import."""
    compared = bool(known.digest_of)
    for row in rows:
        if row.identity_number:
            row.identity_number = identity_digest(row.identity_number) if compared else ""


def person_read(person: Person, known: KnownPeople) -> PersonRead:
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


def unit_read(body: Body, units: KnownUnits) -> UnitRead:
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
    latest: int,
    decision: Decision,
) -> EntryPlan:
    place = read.place
    reference = f"{register.file}|{place.sheet}|{place.row}|{place.column}"[-200:]
    match, reasons, person = _match(read, result, known, body)
    unsure = result.status == "asked"
    doubt = "" if unsure else read.doubtful
    asked = match == Match.ASKED
    if decision.choice in (Choice.KEEP, Choice.PERSON, Choice.NEW):
        match, reasons, person, doubt = _decided(
            decision, match, reasons, person, body, known, doubt
        )
    year = read.year if read.year and 1945 <= read.year <= latest else None
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
        "note": (read.note if read.exact else read.revoked or read.theme or read.note)[:300],
        "source_ref": reference,
        "match": match,
        "match_reasons": reasons,
        "candidates": [int(k) for k in result.candidates]
        if match == Match.ASKED and unsure
        else [],
        "doubt": doubt,
        "state": RegisterEntry.State.REVOKED if read.revoked else RegisterEntry.State.VALID,
    }
    effect = Effect.ASKED if match == Match.ASKED else Effect.NEW
    if reference in present:
        effect = Effect.SAME
    plan = EntryPlan(read, row, effect, person, asked, decision.choice)
    if asked and not read.collective:
        found = [known.by_pk[pk] for key in result.candidates if (pk := int(key)) in known.by_pk]
        plan.candidates = found or ([person] if person else [])
    return plan


def _decided(
    decision: Decision,
    match: str,
    reasons: list[str],
    person: Person | None,
    body: Body | None,
    known: KnownPeople,
    doubt: str,
) -> tuple[str, list[str], Person | None, str]:
    """What the officer's answer makes of a line: of this person, of nobody here, or as read."""
    said = [*reasons, "chuyên viên quyết định khi nhập"]
    if decision.choice == Choice.PERSON:
        chosen = known.by_pk.get(decision.person or 0)
        if chosen is None:
            return match, reasons, person, doubt
        return Match.MATCHED, said, chosen, ""
    if decision.choice == Choice.NEW:
        return Match.UNMATCHED, said, None, ""
    if match == Match.ASKED and doubt:
        # Who looked at a doubted year and let it stand vouches for the line, not for its person.
        return (Match.MATCHED if person or body else Match.UNMATCHED), said, person, ""
    return match, reasons, person, doubt


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
