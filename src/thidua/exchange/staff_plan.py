"""What a staff list would change: each person found or new, each field and fact compared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from thidua.exchange.models import ImportRow
from thidua.exchange.queries.known import KnownFacts, KnownPeople, KnownUnits
from thidua.exchange.readers.dates import DateRead
from thidua.exchange.readers.records import PersonRead, StaffList, UnitRead
from thidua.exchange.readers.text import name_key
from thidua.exchange.readers.units import unit_key
from thidua.exchange.staff_rows import FACTS, fact_rows, person_fields
from thidua.organisations.models import Body
from thidua.people.models import Person
from thidua.people.queries import identity_digest

Effect = ImportRow.Effect
Choice = ImportRow.Choice

LABELS = {
    "full_name": "Họ và tên",
    "code": "Mã cán bộ",
    "unit": "Đơn vị",
    "gender": "Giới tính",
    "born_on": "Ngày sinh",
    "born_year": "Năm sinh",
    "ethnicity": "Dân tộc",
    "party_member": "Đảng viên",
    "position": "Chức vụ",
    "group": "Nhóm",
    "employment": "Loại lao động",
    "recruited_on": "Ngày tuyển dụng",
    "joined_on": "Ngày về cơ quan",
    "left_on": "Ngày rời cơ quan",
    "status": "Tình trạng",
    "note": "Ghi chú",
}


@dataclass
class PersonPlan:
    """One person of the file: who it is among those known, and what would change."""

    read: PersonRead
    person: Person | None = None
    candidates: list[Person] = field(default_factory=list)
    matched_by: str = ""
    asked: bool = False
    fields: dict[str, Any] = field(default_factory=dict)
    identity_number: str | None = None
    code: str | None = None
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    facts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def effect(self) -> str:
        if self.asked:
            return Effect.ASKED
        if self.person is None:
            return Effect.NEW
        return Effect.UPDATE if self.changes or any(self.facts.values()) else Effect.SAME


@dataclass
class StaffPlan:
    """The whole list against the department."""

    staff: StaffList
    people: list[PersonPlan]
    units: dict[str, Body]
    new_units: list[str]
    known_units: KnownUnits
    collective_years: list[dict[str, Any]]

    def counts(self) -> dict[str, int]:
        """How many of each kind would be written."""
        counted: Counter[str] = Counter()
        for plan in self.people:
            counted[f"people_{plan.effect}"] += 1
            for kind, rows in plan.facts.items():
                counted[kind] += len(rows)
        counted["units"] = len(self.new_units)
        counted["collective_years"] = len(self.collective_years)
        return dict(counted)


def plan_staff(
    staff: StaffList, department: Body, choices: dict[str, tuple[str, int | None]] | None = None
) -> StaffPlan:
    """Compare the list with what is recorded; `choices` are the officer's answers by person key."""
    known, facts, units = KnownPeople(department), KnownFacts(department), KnownUnits(department)
    found: dict[str, Body] = {}
    new_units: list[str] = []
    for name in dict.fromkeys(_unit_names(staff)):
        body = units.find(name)
        if body is not None:
            found[unit_key(name)] = body
        else:
            new_units.append(name)
    people = _identify_all(staff, known, found, choices or {})
    for plan in people:
        plan.fields = person_fields(plan.read, found.get(unit_key(plan.read.unit)))
        plan.identity_number = _number(plan, known)
        plan.code = _code(plan, known)
        plan.changes = _changes(plan, known)
        plan.facts = _new_facts(plan, facts, staff.file)
    years = [row for unit in staff.units for row in _collective_years(unit, found, units)]
    return StaffPlan(staff, people, found, new_units, units, years)


def _unit_names(staff: StaffList) -> list[str]:
    """Units people are listed in, then other collectives; heads of the body have a group too."""
    return [one.unit for one in staff.people if one.unit] + [unit.name for unit in staff.units]


def _identify_all(
    staff: StaffList,
    known: KnownPeople,
    units: dict[str, Body],
    choices: dict[str, tuple[str, int | None]],
) -> list[PersonPlan]:
    """Codes and numbers first: who is found by them is no namesake for another row."""
    plans = [_by_key(PersonPlan(read), known) for read in staff.people]
    taken = {plan.person.pk for plan in plans if plan.person is not None}
    for plan in plans:
        if plan.person is None and not plan.asked:
            _by_name(plan, known, units.get(unit_key(plan.read.unit)), taken)
            if plan.person is not None:
                taken.add(plan.person.pk)
        _apply_choice(plan, known, choices.get(plan.read.key))
    _ask_where_two_rows_meet(plans)
    return plans


def _by_key(plan: PersonPlan, known: KnownPeople) -> PersonPlan:
    """By staff code, else by identity number; under another name somebody has to look."""
    read, person = plan.read, None
    if read.code and read.code in known.by_code:
        person, plan.matched_by = known.by_code[read.code], "mã cán bộ"
    elif read.identity_number:
        pk = known.by_digest.get(identity_digest(read.identity_number))
        person, plan.matched_by = (known.by_pk[pk], "số định danh") if pk else (None, "")
    if person is None:
        return plan
    if name_key(person.full_name) == name_key(read.name):
        plan.person = person
    else:
        plan.asked, plan.candidates = True, [person]
    return plan


def _ask_where_two_rows_meet(plans: list[PersonPlan]) -> None:
    """Two rows found as one person: the later one is asked, so that neither replaces the other."""
    seen: set[int] = set()
    for plan in plans:
        if plan.person is None:
            continue
        if plan.person.pk in seen:
            plan.candidates, plan.person, plan.asked = [plan.person], None, True
        else:
            seen.add(plan.person.pk)


def _by_name(plan: PersonPlan, known: KnownPeople, unit: Body | None, taken: set[int]) -> None:
    """By name with the day of birth, or year and unit; a name with less is asked."""
    read = plan.read
    possible = []
    for person in known.by_name.get(name_key(read.name), ()):
        theirs = DateRead("", person.born_on, person.born_year)
        agree = read.born.agrees_with(theirs)
        other_number = read.identity_number and known.digest_of.get(person.pk)
        if agree is False or other_number or person.pk in taken:
            continue
        full = agree and bool(person.born_on) and bool(read.born.value or read.born.either)
        at_unit = unit is not None and person.unit_id == unit.pk
        possible.append((person, full, agree, at_unit))
    sure = [one for one in possible if one[1] or (one[2] and one[3])]
    bare = [one for one in possible if one[2] is None and one[3]]
    if len(sure) == 1 and len(possible) == 1:
        plan.person = sure[0][0]
        plan.matched_by = "họ tên và ngày sinh" if sure[0][1] else "họ tên, năm sinh và đơn vị"
    elif len(possible) == 1 and bare and not bare[0][0].born_year:
        plan.person, plan.matched_by = bare[0][0], "họ tên và đơn vị"
    elif possible:
        plan.asked = True
        plan.candidates = [one[0] for one in possible]


def _apply_choice(
    plan: PersonPlan, known: KnownPeople, choice: tuple[str, int | None] | None
) -> None:
    if not plan.asked or choice is None:
        return
    decided, pk = choice
    if decided == Choice.NEW:
        plan.asked, plan.person = False, None
    elif decided == Choice.PERSON and pk in known.by_pk:
        plan.asked, plan.person = False, known.by_pk[pk]
        plan.matched_by = "chuyên viên chọn"


def _number(plan: PersonPlan, known: KnownPeople) -> str | None:
    """The number to write: none where it is already somebody else's."""
    number = plan.read.identity_number
    if not number:
        return None
    owner = known.by_digest.get(identity_digest(number))
    if owner is None or (plan.person is not None and owner == plan.person.pk):
        return number
    return None


def _code(plan: PersonPlan, known: KnownPeople) -> str | None:
    """The code to write or find by: none where it is already somebody else's."""
    owner = known.by_code.get(plan.read.code)
    if owner is None or (plan.person is not None and owner.pk == plan.person.pk):
        return plan.read.code or None
    return None


def _changes(plan: PersonPlan, known: KnownPeople) -> list[tuple[str, str, str]]:
    """Label, old value, new value of every field that differs; nothing for a new person."""
    person = plan.person
    if person is None:
        return []
    changes = []
    for name, value in {"full_name": plan.read.name, **plan.fields}.items():
        old = getattr(person, name)
        if _less_exact(plan.read, name, old, value):
            # "09/1997" does not replace 15/09/1997, nor a year a whole day.
            plan.fields.pop(name)
        elif old != value:
            changes.append((LABELS[name], _shown(old), _shown(value)))
    if plan.identity_number and known.digest_of.get(person.pk) != identity_digest(
        plan.identity_number
    ):
        changes.append(("Số định danh", "", "ghi mới"))
    return changes


def _less_exact(read: PersonRead, name: str, old: Any, value: Any) -> bool:
    said = {"recruited_on": read.recruited, "joined_on": read.joined}.get(name)
    if said is None or said.value is not None or old is None or value is None:
        return False
    return bool((old.year, old.month) == (value.year, value.month))


def _shown(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if hasattr(value, "strftime"):
        return str(value.strftime("%d/%m/%Y"))
    return str(value)


def _new_facts(plan: PersonPlan, facts: KnownFacts, file: str) -> dict[str, list[dict[str, Any]]]:
    rows = fact_rows(plan.read, file)
    if plan.person is None:
        return rows
    pk = plan.person.pk
    return {
        "ratings": [r for r in rows["ratings"] if facts.ratings.get((pk, r["year"])) != r["grade"]],
        **{
            kind: [row for row in rows[kind] if key(pk, row) not in getattr(facts, kind)]
            for kind, key in FACTS.items()
        },
    }


def _collective_years(
    unit: UnitRead, found: dict[str, Body], units: KnownUnits
) -> list[dict[str, Any]]:
    body = found.get(unit_key(unit.name))
    return [
        {"unit": unit.name, "year": year, "rating": rating}
        for year, rating in unit.ratings
        if body is None or units.years.get((body.pk, year)) != rating
    ]
