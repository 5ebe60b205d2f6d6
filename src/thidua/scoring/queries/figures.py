"""What the program knows of a criterion by itself: results of targets, awards in the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from thidua.movements.numbers import number_text
from thidua.register.models import RegisterEntry
from thidua.scoring.arithmetic import Kind
from thidua.scoring.models import Criterion, Sheet
from thidua.targets.queries import Achievement, achievement


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure and where it comes from, in words."""

    measure: Decimal
    source: str


def figures_of(sheet: Sheet, rows: Sequence[Criterion]) -> dict[int, Figure]:
    """Figures by criterion; a criterion whose source says nothing is left out, never zero."""
    found: dict[int, Figure] = {}
    targets = [row for row in rows if row.kind == Kind.TARGET]
    if targets:
        reached = achievement(sheet.unit, sheet.table.year)
        for row in targets:
            figure = _target(row, reached)
            if figure is not None:
                found[row.pk] = figure
    listed = [row for row in rows if row.kind == Kind.REGISTER]
    if listed:
        counts = _awards(sheet)
        for row in listed:
            codes = row.source.split()
            number = sum(counts.get(code, 0) for code in codes)
            found[row.pk] = Figure(
                Decimal(number), f"Sổ khen thưởng năm {sheet.table.year}: {number} lượt"
            )
    return found


def _target(row: Criterion, reached: Achievement) -> Figure | None:
    """The target of that code; without a code the mean of all by weight."""
    if not row.source:
        if reached.weighted_percent is None:
            return None
        return Figure(max(reached.weighted_percent, Decimal(0)), reached.source)
    for line in reached.lines:
        if line.code == row.source and line.percent is not None:
            percent = max(line.percent, Decimal(0))
            return Figure(percent, f"{line.source} ({number_text(percent)}%)")
    return None


def _awards(sheet: Sheet) -> dict[str, int]:
    """How often each award of the year stands in the book for the unit or one of its people."""
    mine = Q(collective=sheet.unit) | Q(person__unit=sheet.unit)
    held = RegisterEntry.objects.filter(mine, year=sheet.table.year)
    codes = held.filter(match="matched", state="valid").values_list("award_code", flat=True)
    counts: dict[str, int] = {}
    for code in codes:
        counts[code] = counts.get(code, 0) + 1
    return counts
