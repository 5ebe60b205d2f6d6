"""The year's call to register: who is called, how far each unit is, what one person sees."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from thidua.law import load_rulebook
from thidua.movements.models import (
    Registration,
    RegistrationCall,
    RegistrationReminder,
    RegistrationSheet,
)
from thidua.organisations.models import Body
from thidua.organisations.queries import units_of
from thidua.organisations.scopes import Role, scope_of
from thidua.people.models import Person
from thidua.people.queries import own_person_id
from thidua.register.models import RegisterEntry

S = RegistrationSheet.State
# States in which a sheet has left its writer's hands.
HANDED_IN = (S.SENT, S.CONFIRMED, S.APPROVED)
PRESENT = (Person.Status.WORKING, Person.Status.SECONDED, Person.Status.STUDYING)
TITLES = "danh_hieu_thi_dua"
COMMENDATIONS = ("giay_khen", "bang_khen", "huan_chuong")


@dataclass(frozen=True, slots=True)
class Choice:
    """A title or form of commendation that may be registered for."""

    code: str
    name: str
    is_title: bool


def title_choices(*, collective: bool, day: dt.date | None = None) -> list[Choice]:
    """Titles first, then forms of commendation, in the order of their rank."""
    return list(_choices(collective, day or timezone.localdate()))


@lru_cache(maxsize=8)
def _choices(collective: bool, day: dt.date) -> tuple[Choice, ...]:
    wanted = "collective" if collective else "individual"
    found = [
        award
        for award in load_rulebook().awards(day)
        if award.kind in (TITLES, *COMMENDATIONS) and wanted in award.recipients and award.usual
    ]
    found.sort(key=lambda award: (award.kind != TITLES, award.rank))
    return tuple(Choice(one.code, one.name, one.kind == TITLES) for one in found)


def calls_of(department: Body | None) -> QuerySet[RegistrationCall]:
    """The calls of a department, the newest first."""
    return RegistrationCall.objects.filter(department=department).select_related("movement")


def calls_for(user: Any) -> QuerySet[RegistrationCall]:
    """Calls of the department where the user works."""
    scope = scope_of(user)
    if scope.department is not None:
        return calls_of(scope.department)
    home = getattr(user, "home_id", None)
    return RegistrationCall.objects.filter(department=home) if home else calls_of(None)


def people_called(call: RegistrationCall, unit: Body | None) -> QuerySet[Person]:
    """Those who work in the unit now; `None`: those who stand in no unit."""
    return Person.objects.filter(
        department=call.department, unit=unit, status__in=PRESENT, left_on=None
    ).order_by("sort_key")


@dataclass(frozen=True, slots=True)
class UnitLine:
    """How far one unit is with its sheets; `pk` 0 for the people who stand in no unit."""

    pk: int
    name: str
    people: int
    states: Counter[str]
    titles: int
    collective: str  # state of the unit's own sheet, as a word
    reminded_at: dt.datetime | None

    @property
    def handed_in(self) -> int:
        return sum(self.states[state] for state in HANDED_IN)

    @property
    def missing(self) -> int:
        """People without a sheet that has left their hands."""
        return max(self.people - self.handed_in, 0)

    @property
    def sent(self) -> int:
        return self.states[S.SENT]

    @property
    def confirmed(self) -> int:
        return self.states[S.CONFIRMED]

    @property
    def approved(self) -> int:
        return self.states[S.APPROVED]

    @property
    def refused(self) -> int:
        return self.states[S.REFUSED]


@dataclass(frozen=True)
class UnitsBoard:
    """All units of a call and their sum."""

    lines: list[UnitLine]
    awards: list[tuple[str, int]] = field(default_factory=list)

    @property
    def people(self) -> int:
        return sum(one.people for one in self.lines)

    @property
    def handed_in(self) -> int:
        return sum(one.handed_in for one in self.lines)

    @property
    def confirmed(self) -> int:
        return sum(one.confirmed for one in self.lines)

    @property
    def approved(self) -> int:
        return sum(one.approved for one in self.lines)

    @property
    def late(self) -> int:
        return sum(1 for one in self.lines if one.missing)


def units_board(call: RegistrationCall, only: frozenset[int] | None = None) -> UnitsBoard:
    """The board of a call: six queries, however many units. `only`: keys of units to keep."""
    here = Q(department=call.department, status__in=PRESENT, left_on=None)
    people = dict(Person.objects.filter(here).order_by().values_list("unit").annotate(Count("pk")))
    states: dict[int | None, Counter[str]] = defaultdict(Counter)
    sheets = call.sheets.filter(person__status__in=PRESENT, person__left_on=None).order_by()
    for unit, state, count in sheets.values_list("person__unit", "state").annotate(Count("pk")):
        states[unit][state] = count
    titles: Counter[int | None] = Counter()
    awards: Counter[str] = Counter()
    asked = call.sheets.filter(state__in=HANDED_IN).order_by()
    for unit, collective, code, count in asked.values_list(
        "person__unit", "collective", "titles__award_code"
    ).annotate(count=Count("titles")):
        awards[code] += count
        if collective is None:
            titles[unit] += count
    own = dict(
        call.sheets.filter(collective__isnull=False).order_by().values_list("collective", "state")
    )
    reminded = dict(
        RegistrationReminder.objects.filter(call=call)
        .order_by()
        .values_list("unit")
        .annotate(Max("at"))
    )
    words = dict(S.choices)
    lines = [
        UnitLine(
            unit.pk,
            unit.name,
            people.get(unit.pk, 0),
            states[unit.pk],
            titles[unit.pk],
            str(words[own[unit.pk]]) if unit.pk in own else "",
            reminded.get(unit.pk),
        )
        for unit in units_of(call.department)
    ]
    if people.get(None):
        lines.append(UnitLine(0, "Không thuộc đơn vị nào", people[None], states[None],
                              titles[None], "", None))  # fmt: skip
    if only is not None:
        lines = [line for line in lines if line.pk in only]
    return UnitsBoard(lines, [(code, n) for code, n in awards.most_common() if code and n])


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of a unit with the sheet, if there is one."""

    person: Person
    sheet: RegistrationSheet | None
    codes: list[str]


def unit_lines(call: RegistrationCall, unit: Body | None) -> list[PersonLine]:
    """The people of a unit and their sheets: three queries."""
    people = list(people_called(call, unit))
    sheets = {
        one.person_id: one
        for one in call.sheets.filter(person__in=people).prefetch_related("titles", "works")
    }
    return [
        PersonLine(
            one,
            sheets.get(one.pk),
            [t.award_code for t in sheets[one.pk].titles.all()] if one.pk in sheets else [],
        )
        for one in people
    ]


def last_year(call: RegistrationCall, unit: Body | None) -> dict[int, list[str]]:
    """What the people of a unit were registered for a year before: `{person pk: codes}`."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Registration.objects.filter(
        department=call.department, year=call.year - 1, person__in=people_called(call, unit)
    )
    for person, code in rows.values_list("person", "award_code"):
        found[person].append(code)
    return found


def sheet_of(
    call: RegistrationCall, *, person: Person | None = None, collective: Body | None = None
) -> RegistrationSheet | None:
    """The sheet of that person or collective with its titles and works."""
    found = call.sheets.filter(person=person, collective=collective)
    return found.prefetch_related("titles", "works").first()


def years_held(person: Person | None, collective: Body | None) -> dict[str, list[int]]:
    """For each award the years it was held by the register, oldest first."""
    held = RegisterEntry.objects.filter(
        match=RegisterEntry.Match.MATCHED, state=RegisterEntry.State.VALID, year__isnull=False
    )
    held = held.filter(person=person) if person else held.filter(collective=collective)
    found: dict[str, set[int]] = defaultdict(set)
    for code, year in held.order_by().values_list("award_code", "year"):
        if code and year:
            found[code].add(year)
    return {code: sorted(years) for code, years in found.items()}


def sheets_for(user: Any) -> QuerySet[RegistrationSheet]:
    """Sheets that the user may open: all of the department, of the own units, the own one."""
    scope = scope_of(user)
    own = own_person_id(user)
    mine = Q(person=own) if own else Q(pk__in=[])
    if scope.department is not None and scope.whole_department:
        mine |= Q(call__department=scope.department)
    elif scope.department is not None and scope.has(Role.HEAD_OF_UNIT):
        mine |= Q(call__department=scope.department) & (
            Q(person__unit__in=scope.unit_ids) | Q(collective__in=scope.unit_ids)
        )
    return RegistrationSheet.objects.filter(mine).select_related(
        "call__department", "person__unit", "collective"
    )


def open_call_for(department: Body | None) -> RegistrationCall | None:
    """The call that takes sheets today, the latest year first."""
    today = timezone.localdate()
    return (
        calls_of(department)
        .filter(state=RegistrationCall.State.OPEN, opens_on__lte=today)
        .order_by("-year")
        .first()
    )
