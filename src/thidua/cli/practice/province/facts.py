"""The practice province as the columns of facts that screening reads, with no database."""

from __future__ import annotations

import numpy as np

from thidua.cli.practice.province import bodies as places
from thidua.cli.practice.province import shape
from thidua.cli.practice.province.tables import NO_DAY, Days, Ints, Province
from thidua.eligibility.columns import PLACES, SHAPE, Array, Book, FactColumns, empty

_YEARS = frozenset(range(shape.FIRST_YEAR, shape.LAST_AWARDED + 1))


def fact_columns(province: Province) -> FactColumns:
    """Everybody with all facts; primary keys are the rows of `people` from 1 on.

    The same verdicts as from the database that `store` fills (a test compares them).
    """
    tables = empty()
    tables["people"] = _people(province)
    rated, made = province.ratings, province.initiatives
    tables["ratings"] = _typed(
        "ratings",
        person=rated.person,
        year=rated.year,
        grade=_places("grade", shape.GRADES)[rated.grade],
    )
    decisions, awards = _awards(province)
    tables["awards"] = awards
    tables["initiatives"] = _typed(
        "initiatives",
        person=made.person,
        year=made.year,
        level=_places("level", shape.LEVELS)[made.level],
        kind=np.full(len(made.person), PLACES["kind"]["sang_kien"]),
        recognised_on=made.recognised,
        recognised=np.ones(len(made.person), bool),
    )
    measured = province.disciplines
    tables["disciplines"] = _typed(
        "disciplines",
        person=measured.person,
        measure=_places("measure", tuple(shape.MEASURES))[measured.measure],
        start=measured.since,
        end=measured.until,
    )
    away, asked = province.leaves, province.pending
    tables["leave"] = _typed(
        "leave",
        person=away.person,
        kind=np.full(len(away.person), PLACES["leave"]["thai_san"]),
        start=away.since,
        end=away.until,
    )
    tables["pending"] = _typed(
        "pending",
        person=asked.person,
        kind=np.full(len(asked.person), PLACES["pending"]["khieu_nai"]),
        start=asked.since,
        end=_none(asked.person),
    )
    tables["posts"] = _posts(province)
    last = np.concatenate([one.person[one.year == shape.LAST_YEAR] for one in (rated, made)])
    tables["registrations"] = _typed(
        "registrations", person=last, year=np.full(len(last), shape.LAST_YEAR)
    )
    return FactColumns(_books(province), tables, decisions)


def _people(province: Province) -> dict[str, Array]:
    folk, size = province.people, province.size
    return _typed(
        "people",
        pk=np.arange(1, size + 1),
        book=folk.body,
        unit=folk.unit + 1,
        group=_places("group", shape.GROUPS)[folk.group],
        gender=np.where(folk.female, PLACES["gender"]["female"], PLACES["gender"]["male"]),
        employment=np.full(size, PLACES["employment"]["cong_chuc"]),
        recruited=folk.recruited,
        joined=folk.recruited.astype("M8[Y]").astype(int) + 1970,
        posts_listed=np.ones(size, bool),
        leave_listed=np.ones(size, bool),
        disciplines_listed=np.ones(size, bool),
    )


def _awards(province: Province) -> tuple[tuple[str | None, ...], dict[str, Array]]:
    held = province.awards
    # One decision per body, award and year bears one number, as in the registers.
    home = province.people.body[held.person]
    pairs, which = np.unique(np.stack([home, held.award]), axis=1, return_inverse=True)
    decisions = (None, *(f"{20 + award}/QĐ-{body}" for body, award in pairs.T.tolist()))
    return decisions, _typed(
        "awards",
        person=held.person,
        code=_places("code", shape.AWARDS)[held.award],
        year=held.year,
        decided=held.decided,
        start=_first_day(held.first),
        end=_first_day(held.year + 1) - np.timedelta64(1, "D"),
        merit=np.full(len(held.person), PLACES["merit"]["cong_trang"]),
        decision=which.reshape(-1) + 1,
    )


def _posts(province: Province) -> dict[str, Array]:
    folk = province.people
    rose = np.flatnonzero(folk.promoted > folk.recruited)
    since = folk.recruited.copy()
    since[rose] = folk.promoted[rose]
    return _typed(
        "posts",
        person=np.concatenate([rose, np.arange(province.size)]),
        start=np.concatenate([folk.recruited[rose], since]),
        end=np.concatenate(
            [folk.promoted[rose] - np.timedelta64(1, "D"), _none(np.arange(province.size))]
        ),
    )


def _books(province: Province) -> tuple[Book, ...]:
    home = province.people.body[province.initiatives.person]
    many = len(province.bodies.homes)
    first = np.full(many, 9999)
    np.minimum.at(first, home, province.initiatives.year)
    present = set(province.people.body[province.ratings.person].tolist())
    return tuple(
        Book(
            department=number + 1,
            scope=places.RULEBOOK_SCOPE,
            years=_YEARS,
            own={},
            ledger=int(first[number]) if first[number] < 9999 else None,
            registered=frozenset({shape.LAST_YEAR} if number in present else ()),
        )
        for number in range(many)
    )


def _typed(name: str, **columns: Array) -> dict[str, Array]:
    """The columns of a table in its order and types; those not named are 0."""
    size = len(next(iter(columns.values())))
    return {
        column: np.asarray(columns[column]).astype(kind, copy=False)
        if column in columns
        else np.zeros(size, kind)
        for column, kind in SHAPE[name].items()
    }


def _places(name: str, words: tuple[str, ...]) -> Ints:
    return np.array([PLACES[name][word] for word in words])


def _first_day(year: Ints) -> Days:
    made: Days = (year - 1970).astype("M8[Y]").astype("M8[D]")
    return made


def _none(people: Ints) -> Days:
    return np.full(len(people), NO_DAY)
