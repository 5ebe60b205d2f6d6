"""The page of one sheet: rows by section with every stage, differences, sums; few queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from thidua.movements.numbers import number_text
from thidua.scoring.arithmetic import Grading, Kind, Node, Sums, grade_of
from thidua.scoring.models import Criterion, Evidence, Sheet, SheetLine
from thidua.scoring.queries.sheets import STAGES, needs_reason, stage_of, totals_of
from thidua.scoring.queries.tables import bands_of, trees_of

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Difference:
    """Signed points between two stages, as the grid shows them."""

    points: Decimal

    @property
    def way(self) -> str:
        return "down" if self.points < 0 else "up" if self.points > 0 else ""

    @property
    def text(self) -> str:
        sign = "−" if self.points < 0 else "+" if self.points > 0 else ""
        return f"{sign}{number_text(abs(self.points))}"


@dataclass(frozen=True, slots=True)
class Row:
    """A branch or a criterion of the sheet; `line` is None for a branch."""

    criterion: Criterion
    depth: int
    values: Mapping[str, Decimal | None]
    line: SheetLine | None = None
    proofs: int = 0
    difference: Difference | None = None
    wants_reason: bool = False

    @property
    def texts(self) -> dict[str, str]:
        return {stage: number_text(value) for stage, value in self.values.items()}

    @property
    def lacks_proof(self) -> bool:
        line = self.line
        return bool(
            self.criterion.evidence and line is not None and line.self_points and not self.proofs
        )

    @property
    def reason(self) -> str:
        """The reason of the latest stage that changed the points."""
        if self.line is None:
            return ""
        stood = self.values["self"]
        latest: str = self.line.check_reason
        for stage in STAGES[1:]:
            points = self.values[stage]
            if points is not None and points != stood:
                latest, stood = getattr(self.line, f"{stage}_reason"), points
        return latest


@dataclass(frozen=True, slots=True)
class Section:
    """A top-level branch with all that is below it."""

    head: Row | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class SheetPage:
    """Everything the page of a sheet shows."""

    sections: tuple[Section, ...]
    totals: Mapping[str, Sums | None]
    grading: Grading
    counts: Mapping[str, int]
    missing_reasons: int
    held: tuple[tuple[str, str, str], ...] = field(default=())

    @property
    def difference(self) -> Difference | None:
        """Check against self-score, over the lines that were checked."""
        one, other = self.totals["check"], self.totals["self"]
        return Difference(one.total - other.total) if one and other else None

    @property
    def texts(self) -> dict[str, str]:
        return {
            stage: number_text(found.total) if found else "" for stage, found in self.totals.items()
        }


def page_of(sheet: Sheet) -> SheetPage:
    """Seven queries whatever the number of lines."""
    criteria = list(sheet.table.criteria.all())
    trees = trees_of(criteria)
    lines = list(SheetLine.objects.filter(sheet=sheet).select_related("criterion", "changed_by"))
    proofs = Counter(Evidence.objects.filter(line__sheet=sheet).values_list("line", flat=True))
    totals = totals_of(trees, lines)
    by_key = {row.pk: row for row in criteria}
    by_line = {line.criterion_id: line for line in lines}
    threshold = sheet.table.reason_from
    maker = _Maker(by_key, by_line, proofs, totals, threshold)
    sections = tuple(maker.section(node) for node in trees)
    stage = stage_of(sheet.state)
    standing = totals[stage] or _latest(totals, stage)
    grading = (
        grade_of(standing.total, trees, standing.of, bands_of(sheet.table))
        if standing and not standing.missing
        else Grading(None, None)
    )
    flat = [row for section in sections for row in section.rows if row.line is not None]
    counts = {
        "all": len(flat),
        "differing": sum(bool(row.difference and row.difference.points) for row in flat),
        "self": sum(row.values["self"] is not None for row in flat),
        "checked": sum(row.values["check"] is not None for row in flat),
        "required": sum(
            row.criterion.kind not in {Kind.BONUS, Kind.PENALTY} or row.values["self"] is not None
            for row in flat
        ),
    }
    held = (
        tuple(
            (by_key[key].number, number_text(before), number_text(standing.of[key]))
            for key, before in standing.held.items()
        )
        if standing
        else ()
    )
    reasons = sum(row.wants_reason for row in flat)
    return SheetPage(sections, totals, grading, counts, reasons, held)


def _latest(totals: Mapping[str, Sums | None], stage: str) -> Sums | None:
    order = STAGES[: STAGES.index(stage) + 1]
    return next((totals[one] for one in reversed(order) if totals[one]), None)


@dataclass(frozen=True)
class _Maker:
    """Turns nodes into rows."""

    criteria: Mapping[int, Criterion]
    lines: Mapping[int, SheetLine]
    proofs: Mapping[int, int]
    totals: Mapping[str, Sums | None]
    threshold: Decimal

    def section(self, node: Node) -> Section:
        if node.kind != Kind.GROUP:
            return Section(None, (self.row(node, 0),))
        rows: list[Row] = []
        self._below(node.children, 1, rows)
        return Section(self.row(node, 0), tuple(rows))

    def _below(self, nodes: Sequence[Node], depth: int, rows: list[Row]) -> None:
        for node in nodes:
            rows.append(self.row(node, depth))
            self._below(node.children, depth + 1, rows)

    def row(self, node: Node, depth: int) -> Row:
        criterion = self.criteria[node.key]
        line = self.lines.get(node.key)
        if line is None:
            values = {
                stage: found.of[node.key] if found else None for stage, found in self.totals.items()
            }
            return Row(criterion, depth, values, difference=_differs(values))
        values = {stage: getattr(line, f"{stage}_points") for stage in STAGES}
        return Row(
            criterion, depth, values, line, self.proofs.get(line.pk, 0), _differs(values),
            needs_reason(line, "check", self.threshold),
        )  # fmt: skip


def _differs(values: Mapping[str, Decimal | None]) -> Difference | None:
    """The latest stage against the self-score; None before anybody else has scored."""
    later = next((values[s] for s in reversed(STAGES[1:]) if values[s] is not None), None)
    if later is None:
        return None
    return Difference(later - (values["self"] or ZERO))


def row_of_line(sheet: Sheet, line: SheetLine) -> Row:
    """One row alone, after it was saved."""
    values = {stage: getattr(line, f"{stage}_points") for stage in STAGES}
    return Row(
        line.criterion, 1, values, line,
        line.proofs.count(), _differs(values),
        needs_reason(line, "check", sheet.table.reason_from),
    )  # fmt: skip


def branches_of(sheet: Sheet) -> list[tuple[int, dict[str, str], Difference | None]]:
    """Sums of every branch as texts, to refresh them beside a saved line."""
    criteria = list(sheet.table.criteria.all())
    trees = trees_of(criteria)
    lines = list(SheetLine.objects.filter(sheet=sheet))
    totals = totals_of(trees, lines)
    found = []
    for row in criteria:
        if row.is_group:
            values = {s: t.of[row.pk] if t else None for s, t in totals.items()}
            texts = {stage: number_text(value) for stage, value in values.items()}
            found.append((row.pk, texts, _differs(values)))
    return found
