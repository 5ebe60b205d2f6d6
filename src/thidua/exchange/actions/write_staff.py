"""Writing a compared staff list through the actions of organisations, people and the others."""

from __future__ import annotations

from typing import Any

from thidua.exchange.actions.staff_made import Before
from thidua.exchange.readers.text import words
from thidua.exchange.readers.units import unit_key
from thidua.exchange.staff_plan import PersonPlan, StaffPlan
from thidua.exchange.staff_rows import claim_rows
from thidua.initiatives.actions import record_initiatives
from thidua.kit.errors import WrongState
from thidua.kit.rows import CHUNK
from thidua.movements.actions import register_many
from thidua.organisations.actions import add_name, create_body, record_collective_years
from thidua.organisations.models import Body
from thidua.people.actions import (
    record_disciplines,
    record_leaves,
    record_pendings,
    record_posts,
    record_ratings,
    save_people,
)
from thidua.people.models import Person, Post
from thidua.people.queries import GONE
from thidua.register.actions import record_claims

_KINDS = (
    ("lanh dao", Body.Kind.LEADERSHIP),
    ("van phong", Body.Kind.OFFICE),
    ("chi cuc", Body.Kind.BRANCH),
    ("trung tam", Body.Kind.CENTRE),
    ("truong", Body.Kind.SCHOOL),
    ("quy", Body.Kind.FUND),
    ("ban", Body.Kind.BOARD),
    ("phong", Body.Kind.DIVISION),
)


def write_staff(
    plan: StaffPlan, department: Body, *, by: Any
) -> tuple[dict[str, int], dict[str, Any]]:
    """Units, people, then what is known of them; returns how many lines of each kind changed, and
    what undoing has to take back.
    """
    before = Before(department, plan)
    units, refused = _units(plan, department, by)
    rows = [_person_row(one, units) for one in plan.people]
    try:
        saved = save_people(department=department, rows=rows, by=by)
    except WrongState as refusal:
        raise WrongState(f"{refusal}{_place(plan, str(refusal))}") from refusal
    people = [person for person, _ in saved]
    result = {
        "units": len(plan.new_units),
        "names_refused": refused,
        "people_new": sum(1 for one in plan.people if one.person is None),
        "people_changed": sum(
            1
            for one, (_, changed) in zip(plan.people, saved, strict=True)
            if changed and one.person
        ),
    }
    _posts(people, {unit.pk: unit for unit in units.values()}, department, by)
    writers: dict[str, Any] = {
        "ratings": record_ratings,
        "initiatives": record_initiatives,
        "leaves": record_leaves,
        "disciplines": record_disciplines,
        "pendings": record_pendings,
        "registrations": register_many,
    }
    for kind, write in writers.items():
        rows = _rows(plan, people, kind)
        result[kind] = write(department=department, rows=rows, by=by) if rows else 0
    claims = [*_rows(plan, people, "claims"), *_unit_claims(plan, units)]
    if claims:
        record_claims(department=department, rows=claims, by=by)
    result["claims"] = len(claims)
    result["collective_years"] = _years(plan, units, department, by)
    made = before.made(people)
    result["posts"] = len(made["facts"]["posts"])
    return result, made


def _place(plan: StaffPlan, sentence: str) -> str:
    """Where the row stands that stopped the import, when the sentence names its person."""
    for one in plan.people:
        if one.read.name in sentence:
            return f" (Trang “{one.read.sheet}”, dòng {one.read.rows[0]}.)"
    return ""


def _units(plan: StaffPlan, department: Body, by: Any) -> tuple[dict[str, Body], int]:
    """Every unit of the list; what is not there yet is created, old names are noted."""
    units = dict(plan.units)
    refused = 0
    order = max((unit.order for unit in plan.known_units.units), default=0)
    for name in plan.new_units:
        order += 1
        units[unit_key(name)] = create_body(
            parent=department, name=name, kind=kind_of(name), order=order, by=by
        )
    for unit in plan.staff.units:
        body = units[unit_key(unit.name)]
        known = {body.name, *plan.known_units.names.get(body.pk, ())}
        for name in dict.fromkeys(then for _, then in unit.former_names):
            if name in known:
                continue
            try:
                add_name(body=body, name=name, by=by)
            except WrongState:
                # Another body bears this name today: the old papers stay to be matched by hand.
                refused += 1
    return units, refused


def kind_of(name: str) -> str:
    """The kind of a unit as its first words say."""
    said = words(name)
    return next((kind for start, kind in _KINDS if said.startswith(start)), Body.Kind.OTHER)


def _person_row(one: PersonPlan, units: dict[str, Body]) -> Any:
    row = {
        **one.fields,
        "full_name": one.read.name[:120],
        "person": one.person,
        "code": one.code,
        "identity_number": one.identity_number,
    }
    unit = units.get(unit_key(one.read.unit))
    if unit is not None:
        row["unit"] = unit
    return row


def _posts(people: list[Person], units: dict[int, Body], department: Body, by: Any) -> None:
    """The present post of those on the list who have none open where they are.

    The day on which somebody came to the body is not the day of the post: without a day of its own
    the post has none.
    """
    placed = [p for p in people if p.unit_id is not None and p.status not in GONE]
    open_posts: set[tuple[int, int, str]] = set()
    keys = [person.pk for person in placed]
    for start in range(0, len(keys), CHUNK):
        found = Post.objects.filter(person__in=keys[start : start + CHUNK], to_date=None)
        open_posts.update(found.values_list("person_id", "unit_id", "title"))
    rows: list[Any] = [
        {
            "person": p,
            "unit": units.get(p.unit_id or 0) or p.unit,
            "title": p.position,
            "group": p.group,
        }
        for p in placed
        if (p.pk, p.unit_id, p.position) not in open_posts
    ]
    if rows:
        record_posts(department=department, rows=rows, by=by)


def _rows(plan: StaffPlan, people: list[Person], kind: str) -> list[Any]:
    return [
        {**row, "person": person}
        for one, person in zip(plan.people, people, strict=True)
        for row in one.facts[kind]
    ]


def _unit_claims(plan: StaffPlan, units: dict[str, Body]) -> list[Any]:
    return [
        {**row, "collective": units[unit_key(unit.name)]}
        for unit in plan.staff.units
        for row in claim_rows(unit.claims)
    ]


def _years(plan: StaffPlan, units: dict[str, Body], department: Body, by: Any) -> int:
    rows: list[Any] = [
        {
            "body": units[unit_key(row["unit"])],
            "year": row["year"],
            "rating": row["rating"],
            "source": plan.staff.file[:200],
        }
        for row in plan.collective_years
    ]
    return record_collective_years(department=department, rows=rows, by=by) if rows else 0
