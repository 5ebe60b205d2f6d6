"""Yearly ratings counted by kind of employment and group of similar duties, against the cap."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from thidua.law.rating_caps import RatingCap, rating_cap
from thidua.organisations.models import Body
from thidua.organisations.queries import pks_below
from thidua.organisations.queries import visible_to as units_visible_to
from thidua.people.models import Grade, Person, Post, Rating
from thidua.people.queries.scope import search, visible_to

NOT_RATED = "chua"
SORTS = {
    "ten": ("person__sort_key",),
    "don-vi": ("unit_name", "person__sort_key"),
    "xep-loai": ("grade", "person__sort_key"),
}


@dataclass(frozen=True)
class Line:
    """One group: how many were rated how, and what the text says of it."""

    employment: str
    group: str
    counts: Mapping[str, int]
    cap: RatingCap | None

    @property
    def label(self) -> str:
        return str(dict(Person.Group.choices).get(self.group, "Chưa rõ nhóm"))

    @property
    def regime(self) -> str:
        return str(dict(Person.Employment.choices).get(self.employment, "Chưa rõ loại lao động"))

    @property
    def rated(self) -> int:
        return sum(self.counts.values())

    @property
    def excellent(self) -> int:
        return self.counts.get(Grade.EXCELLENT, 0)

    @property
    def good(self) -> int:
        return self.counts.get(Grade.GOOD, 0)

    @property
    def others(self) -> int:
        return self.rated - self.excellent - self.good

    @property
    def percent(self) -> str:
        """Excellent in hundredths of good, one decimal, as officials write it."""
        if not self.good:
            return "không tính được" if self.excellent else "0"
        return f"{100 * self.excellent / self.good:.1f}".replace(".", ",")

    @property
    def most(self) -> str:
        found = self.cap.most(self.good) if self.cap else None
        if found is None:
            return "chưa rõ"
        return f"{float(found):.1f}".replace(".", ",").removesuffix(",0")

    @property
    def state(self) -> str:
        """within, rounding (over exactly, within when rounded up), over, unknown."""
        if self.cap is None or self.cap.share is None:
            return "unknown"
        if self.cap.allows(self.excellent, self.good):
            return "within"
        most = self.cap.most(self.good)
        return "rounding" if most is not None and self.excellent <= math.ceil(most) else "over"


@dataclass(frozen=True)
class YearOfRatings:
    """The page of one year."""

    year: int
    years: list[int]
    unit: Body | None
    units: list[Body]
    lines: list[Line]
    people: QuerySet[Any]
    unrated: int
    group: str
    employment: str
    grade: str
    text: str

    @property
    def over(self) -> list[Line]:
        return [line for line in self.lines if line.state == "over"]

    @property
    def rounding(self) -> list[Line]:
        return [line for line in self.lines if line.state == "rounding"]

    @property
    def caps(self) -> list[RatingCap]:
        return list(dict.fromkeys(line.cap for line in self.lines if line.cap is not None))

    @property
    def no_text(self) -> list[str]:
        """Kinds of employment that no text names."""
        return list(dict.fromkeys(line.regime for line in self.lines if line.cap is None))


def year_of_ratings(user: Any, asked: Mapping[str, str]) -> YearOfRatings:
    """Ratings that `user` may see by `nam`, `don-vi`; the people behind by `nhom`, `loai`, `muc`.

    The group and unit are those of the post held on 31 December of the year; today's where no
    post of that day is recorded. Words that are unknown filter nothing.
    """
    mine = visible_to(user)
    known = Rating.objects.filter(person__in=mine)
    years = list(known.order_by("-year").values_list("year", flat=True).distinct())
    wanted = asked.get("nam", "")
    fallback = years[0] if years else timezone.localdate().year
    year = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) == 4 else fallback
    units = list(units_visible_to(user))
    unit = next((one for one in units if str(one.pk) == asked.get("don-vi", "")), None)
    rated = _placed(known.filter(year=year), year)
    below = {unit.pk, *pks_below([unit.pk])} if unit is not None else set()
    if unit is not None:
        rated = rated.filter(unit_then__in=below)
    counts: dict[tuple[str, str], Counter[str]] = {}
    for employment, group, grade in rated.order_by().values_list(
        "person__employment", "group_then", "grade"
    ):
        counts.setdefault((employment, group or ""), Counter())[grade] += 1
    lines = [
        Line(employment, group, counted, rating_cap(employment, year))
        for (employment, group), counted in sorted(counts.items())
    ]
    group = asked.get("nhom", "") if asked.get("nhom") in {*Person.Group.values, "-"} else ""
    kinds = {*Person.Employment.values, "-"}
    employment = asked.get("loai", "") if asked.get("loai") in kinds else ""
    grade = asked.get("muc", "") if asked.get("muc") in Grade.values else ""
    text = asked.get("q", "").strip()
    people = rated.select_related("person")
    if group:
        people = people.filter(group_then="" if group == "-" else group)
    if employment:
        people = people.filter(person__employment="" if employment == "-" else employment)
    if grade:
        people = people.filter(grade=grade)
    if text:
        people = people.filter(person__in=search(mine, text))
    missing = mine.exclude(ratings__year=year).filter(left_on=None)
    if unit is not None:
        missing = missing.filter(unit__in=below)
    return YearOfRatings(
        year, years, unit, units, lines, people, missing.count(), group, employment, grade, text
    )


def _placed(ratings: QuerySet[Rating], year: int) -> QuerySet[Any]:
    """Each rating with the unit and group of its person on the last day of the year."""
    day = dt.date(year, 12, 31)
    held = (
        Post.objects.filter(person=OuterRef("person"))
        .filter(Q(from_date=None) | Q(from_date__lte=day))
        .filter(Q(to_date=None) | Q(to_date__gte=day))
        .order_by(F("from_date").desc(nulls_last=True), "-pk")
    )
    placed: Any = ratings
    return placed.annotate(  # type: ignore[no-any-return]  # annotated columns are unknown to the checker
        unit_then=Coalesce(
            Subquery(held.values("unit")[:1]), F("person__unit"), output_field=BigIntegerField()
        ),
        group_then=Coalesce(
            Subquery(held.exclude(group="").values("group")[:1]), F("person__group")
        ),
        title_then=Coalesce(Subquery(held.values("title")[:1]), F("person__position")),
    ).annotate(unit_name=Subquery(Body.objects.filter(pk=OuterRef("unit_then")).values("name")[:1]))


def group_name(group: str | None) -> str:
    """The words for a group; empty when it is not known."""
    return str(dict(Person.Group.choices).get(group or "", ""))
