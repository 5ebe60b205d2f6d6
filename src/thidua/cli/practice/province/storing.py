"""The practice province in the database: body by body, each whole or not at all.

Written through the actions that an officer's clicks call, so that the log, the chains of the
registers and the index of names are those of real work. A run that is cut off goes on with the
first body that is missing; nothing is written where anything but practice records is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from thidua.cli.practice.accounts import PASSWORD
from thidua.cli.practice.loader import update_tables
from thidua.cli.practice.place import Unusable
from thidua.cli.practice.province import bodies as places
from thidua.cli.practice.province import shape
from thidua.cli.practice.province.bodies import Home
from thidua.cli.practice.province.rows import Slice, award_rows, person_rows, slices
from thidua.cli.practice.province.tables import Province
from thidua.cli.practice.refusing import PRACTICE, refuse_real_records

# Called after every body with its name, the people stored so far and the people of all.
Progress = Callable[[str, int, int], None]
PREFIX = f"{PRACTICE}tinh-"
SIGN_INS = (
    ("chuyenvientinh", "Trần Minh Khôi", "officer"),
    ("lanhdaotinh", "Vũ Thanh Hà", "director"),
)
OFFICER = ("chuyenvienso", "Lê Thu Phương", "officer")


@dataclass(frozen=True)
class Stored:
    """What a run did: bodies and people written now, bodies that were there already."""

    bodies: int
    people: int
    there: int


def code_of(province: Province, number: int) -> str:
    """The code of a body carries what it was drawn from: another province is noticed by it."""
    return f"{PREFIX}{province.seed}-{province.size}-{number + 1}"


def store(province: Province, *, progress: Progress) -> Stored:
    """Write what is not there yet. Raises Unusable for a database with other records in it."""
    from django.db import transaction

    from thidua.organisations.models import Body

    update_tables()
    refuse_real_records()
    _refuse_another(province)
    there = set(Body.objects.filter(code__startswith=PREFIX).values_list("code", flat=True))
    parts = slices(province)
    bodies = people = 0
    done = 0
    for number, home in enumerate(province.bodies.homes):
        part = parts[number]
        done += len(part.people)
        if code_of(province, number) in there:
            continue
        with transaction.atomic():
            _store_body(province, number, home, part, _root())
        bodies, people = bodies + 1, people + len(part.people)
        progress(home.name, done, province.size)
    return Stored(bodies, people, len(province.bodies.homes) - bodies)


def _refuse_another(province: Province) -> None:
    from thidua.organisations.models import Body

    own = f"{PREFIX}{province.seed}-{province.size}-"
    other = Body.objects.filter(code__startswith=PREFIX).exclude(code__startswith=own).first()
    if other is not None:
        seed, people = other.code.removeprefix(PREFIX).split("-")[:2]
        raise Unusable(
            f"Cơ sở dữ liệu này đã có tỉnh thực hành khác (--seed {seed} --people {people}). "
            "Dùng lại tỉnh đó, hoặc nạp vào một cơ sở dữ liệu trống.",
            f"This database holds another practice province (--seed {seed} --people {people}).",
        )


def _root() -> Any:
    """The province: that of the practice department where it is loaded."""
    from thidua.accounts.actions import create_account
    from thidua.accounts.models import User
    from thidua.organisations.actions import create_body
    from thidua.organisations.models import Body

    code = f"{PRACTICE}{places.PROVINCE_CODE}"
    root = Body.objects.filter(code=code).first()
    if root is None:
        root = create_body(
            parent=None,
            name=places.PROVINCE,
            short_name="UBND tỉnh",
            kind=Body.Kind.PROVINCE,
            code=code,
            symbol=places.SYMBOL,
            place=places.PLACE,
            rulebook_scope=places.RULEBOOK_SCOPE,
            by=None,
        )
    for username, name, role in SIGN_INS:
        if not User.objects.filter(username=username).exists():
            create_account(
                department=root,
                username=username,
                full_name=name,
                roles=[(role, root)],
                password=PASSWORD,
                by=None,
            )
    return root


def _store_body(province: Province, number: int, home: Home, part: Slice, root: Any) -> None:
    from thidua.accounts.actions import create_account
    from thidua.organisations.actions import create_body
    from thidua.organisations.models import Body

    level = Body.Level.COMMUNE if home.is_commune else Body.Level.PROVINCE
    body = create_body(
        parent=root,
        name=home.name,
        kind=Body.Kind.DEPARTMENT,
        level=level,
        code=code_of(province, number),
        symbol=home.symbol,
        place=places.PLACE,
        rulebook_scope=places.RULEBOOK_SCOPE,
        order=number + 10,
        by=None,
    )
    units = {
        place: create_body(
            parent=body, name=one.name, kind=one.kind, level=level, order=order, by=None
        )
        for order, (place, one) in enumerate(
            (place, one) for place, one in enumerate(province.bodies.units) if one.body == number
        )
    }
    _merge_former(home, body, root)
    if number == 0:
        username, name, role = OFFICER
        create_account(
            department=body,
            username=username,
            full_name=name,
            roles=[(role, body)],
            password=PASSWORD,
            by=None,
        )
    _store_people(province, part, body, units)
    _store_units(province, body, units)


def _merge_former(home: Home, body: Any, root: Any) -> None:
    from thidua.organisations.actions import Basis, absorb_bodies, create_body
    from thidua.organisations.models import Body

    names = (home.absorbed,) if home.absorbed else home.formed_of
    if not names:
        return
    former = [
        create_body(
            parent=root,
            name=name,
            kind=Body.Kind.DEPARTMENT,
            level=body.level,
            code=f"{body.code}-truoc-{order + 1}",
            place=places.PLACE,
            by=None,
        )
        for order, name in enumerate(names)
    ]
    on = places.FORMED_ON if home.is_commune else places.ABSORBED_ON
    basis = Basis("15/NQ-HĐND", "Hội đồng nhân dân tỉnh Lam Giang", places.ABSORBED_ON)
    absorb_bodies(bodies=former, into=body, effective_on=on, basis=basis, by=None)


def _store_people(province: Province, part: Slice, body: Any, units: dict[int, Any]) -> None:
    from thidua.initiatives.actions import record_initiatives
    from thidua.movements.actions import register_many
    from thidua.people.actions import (
        record_disciplines,
        record_leaves,
        record_pendings,
        record_posts,
        record_ratings,
        save_people,
    )
    from thidua.register.actions import record_awards, record_years_loaded

    rows: Any = list(person_rows(province, part, units))
    saved = save_people(department=body, rows=rows, by=None, with_posts=False)
    who = dict(zip(part.people.tolist(), (person for person, _ in saved), strict=True))
    every: dict[str, Any] = {"department": body, "by": None}
    record_posts(rows=list(part.posts(province, who, units)), **every)
    record_ratings(rows=list(part.ratings(province, who)), **every)
    record_disciplines(rows=list(part.disciplines(province, who)), **every)
    record_leaves(rows=list(part.leaves(province, who)), **every)
    record_pendings(rows=list(part.pending(province, who)), **every)
    record_initiatives(rows=list(part.initiatives(province, who)), **every)
    register_many(rows=list(part.registrations(province, who)), **every)
    home = province.bodies.homes[part.number]
    record_awards(rows=list(award_rows(province, part, home, who, units)), **every)
    years = range(shape.FIRST_YEAR, shape.LAST_AWARDED + 1)
    record_years_loaded(years=years, source="Sổ khen thưởng thực hành", **every)


def _store_units(province: Province, body: Any, units: dict[int, Any]) -> None:
    from thidua.organisations.actions import record_collective_years

    record_collective_years(department=body, rows=list(_unit_years(province, units)), by=None)


def _unit_years(province: Province, units: dict[int, Any]) -> Iterator[Any]:
    table = province.unit_years
    for row in np.flatnonzero(np.isin(table.unit, list(units))).tolist():
        yield {
            "body": units[int(table.unit[row])],
            "year": int(table.year[row]),
            "rating": shape.GRADES[table.grade[row]],
            "source": "Thực hành",
        }
