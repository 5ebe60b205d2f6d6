"""Which years of which award the book is complete for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from thidua.organisations.models import Body
from thidua.register.models import RegisterYear


@dataclass(frozen=True)
class Coverage:
    """`years` hold for every award but those in `own`, which have years of their own."""

    years: frozenset[int] = frozenset()
    own: dict[str, frozenset[int]] = field(default_factory=dict)

    def of(self, award_code: str) -> frozenset[int]:
        """The years in which an absence of this award from the book means something."""
        return self.own.get(award_code, self.years)


def coverage(department: Body) -> Coverage:
    """The complete years of a department's book; one query."""
    return coverages([department.pk])[department.pk]


def coverages(departments: Collection[int]) -> dict[int, Coverage]:
    """The complete years of many books, by the primary keys of their bodies; one query."""
    rows: dict[int, list[tuple[int, str, list[str]]]] = {pk: [] for pk in departments}
    for pk, *row in RegisterYear.objects.filter(department__in=list(rows)).values_list(
        "department_id", "year", "award_code", "without"
    ):
        rows[pk].append((row[0], row[1], row[2]))
    return {pk: _covered(some) for pk, some in rows.items()}


def _covered(rows: list[tuple[int, str, list[str]]]) -> Coverage:
    whole = {year: set(without) for year, code, without in rows if not code}
    codes = {code for _, code, _ in rows if code} | {c for left in whole.values() for c in left}
    own = {}
    for code in sorted(codes):
        alone = {year for year, known, _ in rows if known == code}
        own[code] = frozenset(alone | {year for year, left in whole.items() if code not in left})
    years = frozenset(whole)
    return Coverage(years, {code: covered for code, covered in own.items() if covered != years})
