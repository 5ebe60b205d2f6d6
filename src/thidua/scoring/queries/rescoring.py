"""What a sheet would be by the next version of its table, line by line, before anything is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from thidua.movements.numbers import number_text
from thidua.scoring.arithmetic import Kind, grade_of, points_for, points_refused, sums
from thidua.scoring.models import Criterion, ScoreTable, Sheet, SheetLine
from thidua.scoring.queries.sheets import STAGES, points_at, stage_of
from thidua.scoring.queries.tables import bands_of, step_of, trees_of


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A criterion of the new table with what it takes over; `problem` asks people to score."""

    criterion: Criterion
    old: SheetLine | None
    points: Mapping[str, Decimal | None]
    before: Decimal | None
    after: Decimal | None
    problem: str = ""

    @property
    def differs(self) -> bool:
        return self.before != self.after or bool(self.problem)


@dataclass(frozen=True, slots=True)
class Plan:
    """The sheet before and after, with the lines of the old table that fall away."""

    lines: tuple[PlannedLine, ...]
    dropped: tuple[SheetLine, ...]
    before: Decimal
    after: Decimal
    grade_before: str
    grade_after: str

    @property
    def problems(self) -> list[str]:
        return [line.problem for line in self.lines if line.problem]


def plan_of(sheet: Sheet, table: ScoreTable) -> Plan:
    """Lines find each other by number. Measures are scored by the new rule; points typed by hand
    stay, and those above the new maximum are left for people to give: nothing is rescaled.
    """
    old = {line.criterion.number: line for line in sheet.lines.select_related("criterion")}
    rows = list(table.criteria.all())
    leaves = [row for row in rows if row.kind != Kind.GROUP]
    stage = stage_of(sheet.state)
    standing = points_at(old.values(), stage)
    planned = [_planned(row, old.get(row.number), stage, standing) for row in leaves]
    trees = trees_of(rows)
    after = sums(trees, {one.criterion.pk: one.after for one in planned if one.after is not None})
    bands = bands_of(table)
    band = grade_of(after.total, trees, after.of, bands).band if bands else None
    numbers = {row.number for row in leaves}
    return Plan(
        tuple(planned),
        tuple(line for number, line in old.items() if number not in numbers),
        sheet.total,
        after.total,
        sheet.grade.name if sheet.grade else "",
        band.name if band else "",
    )


def _planned(
    row: Criterion, old: SheetLine | None, stage: str, standing: Mapping[int, Decimal]
) -> PlannedLine:
    if old is None:
        empty = dict.fromkeys(STAGES)
        bare = row.kind in {Kind.BONUS, Kind.PENALTY}
        problem = "" if bare else f"Dòng {row.number} là tiêu chí mới, chưa có điểm."
        return PlannedLine(row, None, empty, None, None, problem)
    points: dict[str, Decimal | None] = {name: getattr(old, f"{name}_points") for name in STAGES}
    if row.is_measured and old.measure is not None:
        points["self"] = points_for(
            row.kind, maximum=row.maximum, measure=old.measure, per=row.per,
            steps=[step_of(one) for one in row.steps],
        )  # fmt: skip
        # A figure that others took over as it was goes along with the rule.
        for name in STAGES[1:]:
            if points[name] is not None and points[name] == old.self_points:
                points[name] = points["self"]
    problem = ""
    for name in STAGES:
        value = points[name]
        if value is None:
            continue
        refused = points_refused(row.kind, maximum=row.maximum, points=value)
        if refused:
            problem = (
                f"Dòng {row.number}: điểm cũ {number_text(value)}, dòng này {refused}; chấm lại."
            )
            points[name] = None
    order = STAGES[: STAGES.index(stage) + 1]
    after = next((points[name] for name in reversed(order) if points[name] is not None), None)
    return PlannedLine(row, old, points, standing.get(old.criterion_id), after, problem)
