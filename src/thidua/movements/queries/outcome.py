"""Registered against achieved at the end of the year, and the roll-up to the body above."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from thidua.movements.models import Registration, RegistrationCall, RegistrationSheet
from thidua.movements.queries.calls import HANDED_IN, PRESENT
from thidua.movements.queries.movements import departments_below
from thidua.movements.queries.registrations import title_of
from thidua.organisations.models import Body
from thidua.people.models import Person
from thidua.register.models import RegisterEntry


def achieved_in(department: Body, year: int) -> QuerySet[RegisterEntry]:
    """Valid lines of the book of a department for the achievements of a year."""
    return RegisterEntry.objects.filter(
        department=department, year=year, match=RegisterEntry.Match.MATCHED,
        state=RegisterEntry.State.VALID,
    ).exclude(award_code="").order_by()  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """One award: how many registered for it, how many of them and of all others hold it."""

    code: str
    name: str
    registered: int
    reached: int
    without: int

    @property
    def missed(self) -> int:
        return self.registered - self.reached

    @property
    def held(self) -> int:
        return self.reached + self.without

    @property
    def share(self) -> str:
        """Share of those registered who reached it, in whole percent rounded down."""
        return f"{self.reached * 100 // self.registered} %" if self.registered else ""


_Key = tuple[str, int, str]


def _aims(department: Body, year: int) -> dict[_Key, Registration]:
    rows = Registration.objects.filter(department=department, year=year)
    return {_key(one): one for one in rows.only("person_id", "collective_id", "award_code")}


def _key(row: Any) -> _Key:
    return ("p", row.person_id, row.award_code) if row.person_id else (
        "c", row.collective_id, row.award_code
    )  # fmt: skip


def outcomes(department: Body, year: int) -> list[Outcome]:
    """One line for each award that was registered for or reached (two queries)."""
    aims = set(_aims(department, year))
    held = {
        _key(one) for one in achieved_in(department, year) if one.person_id or one.collective_id
    }
    asked = Counter(key[2] for key in aims)
    reached = Counter(key[2] for key in aims & held)
    beside = Counter(key[2] for key in held - aims)
    lines = [
        Outcome(code, title_of(code), asked[code], reached[code], beside[code])
        for code in {*asked, *beside}
    ]
    return sorted(lines, key=lambda one: (-one.registered, -one.without, one.name))


@dataclass(frozen=True, slots=True)
class Standing:
    """A person or a collective with one award of the year: aimed at, held, or both."""

    subject: Any
    award: str
    registered: bool
    reached: bool

    @property
    def word(self) -> str:
        if self.registered:
            return "Đạt" if self.reached else "Chưa đạt"
        return "Đạt, không đăng ký"


def standings(department: Body, year: int, code: str) -> list[Standing]:
    """Who registered for an award and who holds it, by name (at most four queries)."""
    aims = {key[:2] for key in _aims(department, year) if key[2] == code}
    held = {
        _key(one)[:2]
        for one in achieved_in(department, year).filter(award_code=code)
        if one.person_id or one.collective_id
    }
    found = aims | held
    people = Person.objects.filter(pk__in=[pk for kind, pk in found if kind == "p"])
    bodies = Body.objects.filter(pk__in=[pk for kind, pk in found if kind == "c"])
    lines = [
        Standing(one, title_of(code), ("p", one.pk) in aims, ("p", one.pk) in held)
        for one in people.select_related("unit").order_by("sort_key")
    ]
    lines += [
        Standing(one, title_of(code), ("c", one.pk) in aims, ("c", one.pk) in held)
        for one in bodies.order_by("folded_name")
    ]
    return lines


@dataclass(frozen=True, slots=True)
class BodyLine:
    """One body below: its people, its sheets, what it registered and what it reached."""

    body: Body
    called: bool
    people: int
    handed_in: int
    approved: int
    registered: int
    reached: int


def roll_up(body: Body, year: int) -> list[BodyLine]:
    """The departments directly and further below a body: numbers only (at most ten queries)."""
    below = departments_below(body)
    calls = set(
        RegistrationCall.objects.filter(department__in=below, year=year).values_list(
            "department", flat=True
        )
    )
    staff = Person.objects.filter(department__in=below, status__in=PRESENT, left_on=None)
    people = dict(staff.order_by().values_list("department").annotate(Count("pk")))
    sheets: dict[int, Counter[str]] = defaultdict(Counter)
    answered = RegistrationSheet.objects.filter(
        call__department__in=below, call__year=year, person__isnull=False
    )
    for department, state, count in (
        answered.order_by().values_list("call__department", "state").annotate(Count("pk"))
    ):
        sheets[department][state] = count
    aims = Registration.objects.filter(department__in=below, year=year)
    registered = dict(aims.order_by().values_list("department").annotate(Count("pk")))
    reached = _reached(below, year)
    return [
        BodyLine(
            one,
            one.pk in calls,
            people.get(one.pk, 0),
            sum(sheets[one.pk][state] for state in HANDED_IN),
            sheets[one.pk][RegistrationSheet.State.APPROVED],
            registered.get(one.pk, 0),
            reached[one.pk],
        )
        for one in below
    ]


def _reached(departments: list[Body], year: int) -> Counter[int]:
    """For each department the registrations of a year whose award the subject holds."""
    found: Counter[int] = Counter()
    for name in ("person", "collective"):
        same = Q(**{
            f"{name}__awards__year": year,
            f"{name}__awards__award_code": F("award_code"),
            f"{name}__awards__match": RegisterEntry.Match.MATCHED,
            f"{name}__awards__state": RegisterEntry.State.VALID,
            f"{name}__isnull": False,
        })  # fmt: skip
        rows = Registration.objects.filter(same, department__in=departments, year=year).order_by()
        for department, count in rows.values_list("department").annotate(
            Count("pk", distinct=True)
        ):
            found[department] += count
    return found


def years_of(department: Body) -> list[int]:
    """Years in which the department registered anything, the latest first."""
    rows = Registration.objects.filter(department=department).order_by()
    return sorted(set(rows.values_list("year", flat=True)), reverse=True)
