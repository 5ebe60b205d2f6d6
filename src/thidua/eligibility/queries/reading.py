"""Facts of whole bodies from the database as columns: each kind of fact is read once.

What `queries.records` gathers one person at a time, for all at once. Only what is doubtful (awards
declared, lines of the book that wait for somebody) goes the way of the few, through the same code.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from django.db.models import Min, Q, QuerySet

from thidua.eligibility.columns import PLACES, SEVERAL, Book, FactColumns, empty, table
from thidua.eligibility.queries.held import awards_of, canonical
from thidua.eligibility.queries.records import GONE
from thidua.eligibility.subjects import posts_until
from thidua.initiatives.models import Initiative
from thidua.movements.models import Registration
from thidua.organisations.models import Body
from thidua.people.models import Discipline, Leave, PendingMatter, Person, Post, Rating
from thidua.register.checking import candidates, named_since
from thidua.register.models import Claim, RegisterEntry
from thidua.register.queries import coverages

FEW = 400  # people read by their keys; more are read by their body
Rows = list[tuple[Any, ...]]
Match = RegisterEntry.Match
_PERSON = (
    "pk", "unit_id", "group", "gender", "employment", "recruited_on", "joined_on", "left_on",
    "status", "note", "position", "changed_at",
)  # fmt: skip
_AWARD = (
    "person_id", "award_code", "year", "decided_on", "period_from", "period_to", "merit",
    "decision_number", "authority",
)  # fmt: skip
_ENDINGS = frozenset(GONE)


def books_of(departments: Sequence[Body]) -> dict[int, Book]:
    """What is known of bodies as a whole, by primary key; three queries."""
    keys = [department.pk for department in departments]
    ledger = dict(
        Initiative.objects.filter(person__department__in=keys)
        .order_by()
        .values_list("person__department")
        .annotate(first=Min("year"))
    )
    registered: dict[int, set[int]] = defaultdict(set)
    rows = Registration.objects.filter(department__in=keys).order_by()
    for department, year in rows.values_list("department", "year").distinct():
        registered[department].add(year)
    covered = coverages(keys)
    return {
        department.pk: Book(
            department=department.pk,
            scope=department.rulebook_scope,
            years=covered[department.pk].years,
            own=covered[department.pk].own,
            ledger=ledger.get(department.pk),
            registered=frozenset(registered[department.pk]),
        )
        for department in departments
    }


def read_columns(
    department: Body, book: Book, people: Collection[int] | None = None
) -> FactColumns:
    """The people of a body (or some of them, by primary key) with all their facts.

    About fifteen queries whatever the number of people.
    """
    return _Reading(department, book, people).columns()


@dataclass
class _Reading:
    department: Body
    book: Book
    wanted: Collection[int] | None
    rows: dict[str, Rows] = field(default_factory=lambda: defaultdict(list))
    place: dict[int, int] = field(default_factory=dict)
    persons: list[tuple[Any, ...]] = field(default_factory=list)
    givers: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    undated: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    decisions: dict[str | None, int] = field(default_factory=lambda: {None: 0})

    def columns(self) -> FactColumns:
        people = Person.objects.filter(department=self.department)
        if self.wanted is not None:
            people = people.filter(pk__in=self.wanted)
        self.persons = list(people.order_by("pk").values_list(*_PERSON))
        self.place = {row[0]: number for number, row in enumerate(self.persons)}
        if not self.place:
            return FactColumns((self.book,), empty())
        self._ratings()
        self._awards()
        self._claims()
        self._initiatives()
        self._dated("disciplines", Discipline, "measure", PLACES["measure"])
        self._dated("leave", Leave, "kind", PLACES["leave"])
        self._dated("pending", PendingMatter, "kind", PLACES["pending"], undated=True)
        self._posts()
        self._registrations()
        self._people()
        tables = {name: table(name, self.rows[name]) for name in empty()}
        return FactColumns((self.book,), tables, tuple(self.decisions))

    # -- one kind of fact each -----------------------------------------------------------------
    def _mine(self, model: Any) -> QuerySet[Any]:
        """Rows of these people: by their keys where they are few, else by their body."""
        if len(self.place) <= FEW:
            found: QuerySet[Any] = model.objects.filter(person__in=list(self.place))
        else:
            found = model.objects.filter(person__department=self.department)
        return found.order_by("person_id", "pk")

    def _ratings(self) -> None:
        grades, place = PLACES["grade"], self.place
        self.rows["ratings"] = [
            (place[pk], year, grades[grade])
            for pk, year, grade in self._mine(Rating).values_list("person_id", "year", "grade")
            if pk in place
        ]

    def _awards(self) -> None:
        sure = self._mine(RegisterEntry).filter(
            state=RegisterEntry.State.VALID, match=Match.MATCHED, year__isnull=False
        )
        for row in sure.order_by("year", "sequence").values_list(*_AWARD):
            if row[0] in self.place:
                self._award(self.place[row[0]], row[1:8], claimed=False)
                self.givers[row[0]].add(row[8])

    def _award(self, person: int, row: Sequence[Any], *, claimed: bool) -> None:
        code, year, decided, start, end, merit, number = row
        canon = _canonical(code)
        if canon is None:
            return
        span = start and end
        self.rows["awards"].append(
            (
                person,
                PLACES["code"][canon],
                year,
                decided,
                dt.date(start, 1, 1) if span else None,
                dt.date(end, 12, 31) if span else None,
                PLACES["merit"].get(merit or None, 0),
                self._decision(number),
                claimed,
            )
        )

    def _decision(self, number: str | None) -> int:
        return self.decisions.setdefault(number or None, len(self.decisions))

    def _claims(self) -> None:
        """What may be held: read for the few whom it concerns, as for one person."""
        doubtful = self._doubtful()
        held = awards_of(self.department, "person_id", doubtful) if doubtful else None
        for pk, claims in held.claims.items() if held else ():
            for one in dict.fromkeys(claims):
                period = one.period
                self.rows["awards"].append(
                    (
                        self.place[pk],
                        PLACES["code"][one.code],
                        one.year,
                        one.decided_on,
                        period.from_ if period else None,
                        period.to if period else None,
                        PLACES["merit"].get(one.merit, 0),
                        self._decision(one.decision),
                        True,
                    )
                )
                self.givers[pk].add(one.authority or "")

    def _doubtful(self) -> set[int]:
        declared = self._mine(Claim).exclude(status=Claim.Status.CONFIRMED)
        found = set(declared.order_by().values_list("person_id", flat=True))
        valid = RegisterEntry.State.VALID
        # Two questions: as one with "or" neither index would serve.
        asked = RegisterEntry.objects.filter(department=self.department, match=Match.ASKED)
        unsure = self._mine(RegisterEntry).filter(~Q(match=Match.MATCHED) | Q(year=None))
        for rows in (asked.order_by(), unsure.order_by()):
            for row in rows.filter(state=valid):
                found |= {person for person, _ in candidates(row) if person}
        return found & set(self.place)

    def _initiatives(self) -> None:
        names = ("person_id", "year", "level", "kind", "recognised_on", "decision_number", "state",
                 "used_for")  # fmt: skip
        for row in self._mine(Initiative).values_list(*names):
            if row[0] in self.place:
                self.rows["initiatives"] += _initiative(self.place[row[0]], *row[1:])

    def _dated(
        self,
        name: str,
        model: Any,
        word: str,
        places: dict[str | None, int],
        *,
        undated: bool = False,
    ) -> None:
        found = self._mine(model).values_list("person_id", word, "from_date", "to_date")
        for pk, code, start, end in found:
            if pk not in self.place:
                continue
            if start is None and not undated:
                self.undated[name].add(pk)
                continue
            self.rows[name].append((self.place[pk], places[code], start, end))

    def _posts(self) -> None:
        held: set[int] = set()
        for pk, start, end in self._mine(Post).values_list("person_id", "from_date", "to_date"):
            if pk not in self.place:
                continue
            held.add(pk)
            if start is None:
                self.undated["posts"].add(pk)
                continue
            self.rows["posts"].append((self.place[pk], start, end))
        for person in self.persons:
            pk, recruited, since, left, title = (person[n] for n in (0, 5, 6, 7, 10))
            if pk in held:
                continue
            known = posts_until(left, title=title, since=since or recruited)
            if known is None:
                self.undated["posts"].add(pk)
                continue
            self.rows["posts"] += [(self.place[pk], post.from_, post.to) for post in known]

    def _registrations(self) -> None:
        found = self._mine(Registration).filter(department=self.department)
        for pk, year in found.values_list("person_id", "year"):
            if pk in self.place:
                self.rows["registrations"].append((self.place[pk], year))

    def _people(self) -> None:
        for (
            pk,
            unit,
            group,
            gender,
            job,
            recruited,
            arrived,
            left,
            status,
            note,
            _,
            changed,
        ) in self.persons:
            elsewhere = named_since(note, None, self.givers[pk], (1,)) is not None
            self.rows["people"].append(
                (
                    pk,
                    0,
                    unit or 0,
                    PLACES["group"].get(group or None, 0),
                    PLACES["gender"].get(gender or None, 0),
                    PLACES["employment"].get(job or None, 0),
                    recruited,
                    elsewhere,
                    arrived.year if arrived else 0,
                    left.year if left else 0,
                    status in _ENDINGS,
                    pk not in self.undated["posts"],
                    pk not in self.undated["leave"],
                    pk not in self.undated["disciplines"],
                    stamp(changed),
                )
            )


def stamp(changed: dt.datetime | None) -> int:
    """A moment as microseconds; 0 for none."""
    return 0 if changed is None else int(changed.timestamp() * 1_000_000)


def _initiative(
    person: int,
    year: int,
    level: str,
    kind: str,
    day: dt.date | None,
    number: str,
    state: str,
    used_for: list[dict[str, Any]],
) -> Rows:
    """As `held.initiatives_of` has it: what is not recognised beyond doubt has no decision."""
    uses = {(use["award"], use["year"]) for use in used_for}
    award, used = uses.pop() if len(uses) == 1 else (SEVERAL if uses else None, 0)
    tail = (PLACES["used"].get(award, 0), used)
    given = level or Initiative.Level.GRASSROOTS
    levels, kinds = PLACES["level"], PLACES["kind"]
    if state == Initiative.State.RECOGNISED and level:
        sure = day is not None or bool(number)
        return [(person, year, levels[given], kinds[kind], day, sure, *tail)]
    made = [(person, year, levels[given], kinds[kind], None, False, *tail)]
    doubtful = state == Initiative.State.DOUBTFUL or not level
    if level != Initiative.Level.PROVINCE and doubtful:
        province = levels[str(Initiative.Level.PROVINCE)]
        made.append((person, year, province, kinds[kind], None, False, *tail))
    return made


_canonical: Callable[[str], str | None] = lru_cache(maxsize=2_000)(canonical)


def people_stamps(departments: Iterable[int]) -> np.ndarray:
    """(person, body, changed) of everybody kept there, in the order of names; one query."""
    rows = Person.objects.filter(department__in=departments).order_by("sort_key", "pk")
    found = [
        (pk, department, stamp(changed))
        for pk, department, changed in rows.values_list("pk", "department_id", "changed_at")
    ]
    return np.array(found, dtype="i8").reshape(-1, 3)
