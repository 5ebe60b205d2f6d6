"""What scoring tells `eligibility`: concluded places in clusters, grades that were settled."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from thidua.movements.numbers import number_text
from thidua.organisations.models import NOT_UNITS, Body
from thidua.scoring.models import RankingPlace, Sheet

# Who organises the cluster decides which flag it leads to (Luật 06/2022/QH15 Điều 25, 26).
_ABOVE = (Body.Kind.MINISTRY, Body.Kind.TERRITORY, Body.Kind.PROVINCE)


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """A concluded place; `level` in the words of the law's facts, None where it is not known."""

    rank: int
    of: int
    cluster: str
    level: str | None
    source: str
    flag: bool


@dataclass(frozen=True, slots=True)
class GradeFact:
    """A settled grade; `rating` is the collective's rating where the table maps it to one."""

    name: str
    rating: str
    source: str


def places_of(bodies: Collection[int], year: int) -> dict[int, PlaceFact]:
    """Places of a year by body; rankings that were withdrawn say nothing. One query.

    A body ranked in two clusters is known by the one that stands higher.
    """
    rows: Any = (
        RankingPlace.objects.filter(
            sheet__unit__in=bodies, ranking__year=year, ranking__withdrawn_at=None
        )
        .select_related("ranking__cluster__set_up_by", "sheet")
        .annotate(places=Count("ranking__places"))
        .order_by("pk")
    )
    found: dict[int, PlaceFact] = {}
    for row in rows:
        cluster, kept = row.ranking.cluster, found.get(row.sheet.unit_id)
        fact = PlaceFact(
            rank=row.rank,
            of=row.places,
            cluster=cluster.name,
            level=_level(cluster.set_up_by),
            source=f"{cluster.name} năm {year}, {row.ranking.paper}: hạng {row.rank}, "
            f"{number_text(row.total)} điểm",
            flag=row.ranking.flag_id == row.sheet.unit_id,
        )
        if kept is None or (kept.level == "co_so" and fact.level == "bo_nganh_tinh"):
            found[row.sheet.unit_id] = fact
    return found


def grades_of(bodies: Collection[int], year: int) -> dict[int, GradeFact]:
    """Grades that the council settled, by body; one query."""
    rows = (
        Sheet.objects.filter(
            unit__in=bodies, table__year=year, state=Sheet.State.FINAL, grade__isnull=False
        )
        .select_related("grade", "table")
        .order_by("final_at", "pk")
    )
    return {
        row.unit_id: GradeFact(
            name=row.grade.name,
            rating=row.grade.rating,
            source=f"{row.table.name} năm {year}, {row.final_paper}: "
            f"{number_text(row.total)} điểm, {row.grade.name}",
        )
        for row in rows
        if row.grade is not None
    }


def _level(setter: Body) -> str | None:
    if setter.kind in _ABOVE:
        return "bo_nganh_tinh"
    return "co_so" if setter.kind == Body.Kind.DEPARTMENT or setter.kind not in NOT_UNITS else None
