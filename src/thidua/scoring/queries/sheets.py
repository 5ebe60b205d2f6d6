"""Sheets that a user sees, the points that stand on each line, what a sheet still lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from thidua.kit.text import fold
from thidua.movements.numbers import number_text
from thidua.organisations.models import ClusterMember
from thidua.organisations.queries.clusters import acting_keys
from thidua.organisations.scopes import scope_of
from thidua.scoring.arithmetic import Kind, Node, Sums, sums
from thidua.scoring.models import Evidence, Sheet, SheetLine
from thidua.scoring.queries.tables import WHOLE

S = Sheet.State
Duty = ClusterMember.Duty
SORTS = {
    "don-vi": ("unit__order", "unit__folded_name"),
    "diem": ("total",),
    "trang-thai": ("state", "unit__order"),
    "nam": ("table__year", "unit__order"),
}
# The stages of a line in the order in which the later one counts.
STAGES = ("self", "check", "cross", "final")
STAGE_WORDS = {
    "self": "tự chấm", "check": "thẩm định", "cross": "chấm chéo", "final": "Hội đồng chốt",
}  # fmt: skip
_STAGE = {
    S.SELF: "self", S.RETURNED: "self", S.SUBMITTED: "check", S.CHECKED: "check",
    S.CROSSED: "cross", S.FINAL: "final",
}  # fmt: skip


def sheets_for(user: Any) -> QuerySet[Sheet]:
    """All of the department's tables for its offices; for others those of the own units.

    Head and deputy of a cluster read the sheets of its members once these are checked.
    """
    scope = scope_of(user)
    if scope.department is None:
        return Sheet.objects.none()
    keys = acting_keys(user)
    seen = Q(unit__in=keys)
    if keys:
        leads = ClusterMember.objects.filter(
            cluster_year__cluster=OuterRef("cluster"), year=OuterRef("table__year"),
            body__in=keys, to_date=None, duty__in=(Duty.HEAD, Duty.DEPUTY),
        )  # fmt: skip
        seen |= Q(Exists(leads)) & Q(state__in=(S.CHECKED, S.CROSSED, S.FINAL))
    if scope.has(*WHOLE):
        seen |= scope.of_department("table__department") | Q(unit=scope.department)
    return Sheet.objects.filter(seen)


def stage_of(state: str) -> str:
    """The last stage that counts in a state of a sheet."""
    return _STAGE[Sheet.State(state)]


def standing(line: SheetLine, state: str) -> tuple[Decimal | None, str]:
    """The points that count now, and the stage they come from."""
    for stage in reversed(STAGES[: STAGES.index(stage_of(state)) + 1]):
        points: Decimal | None = getattr(line, f"{stage}_points")
        if points is not None:
            return points, stage
    return None, "self"


def points_at(lines: Iterable[SheetLine], stage: str) -> dict[int, Decimal]:
    """Points by criterion as of a stage: what a later stage left alone stands as it was."""
    order = STAGES[: STAGES.index(stage) + 1]
    found: dict[int, Decimal] = {}
    for line in lines:
        for one in reversed(order):
            points = getattr(line, f"{one}_points")
            if points is not None:
                found[line.criterion_id] = points
                break
    return found


def totals_of(trees: Sequence[Node], lines: Sequence[SheetLine]) -> dict[str, Sums | None]:
    """Sums of each stage; None for a stage that nobody has scored yet."""
    begun = {
        stage: any(getattr(line, f"{stage}_points") is not None for line in lines)
        for stage in STAGES
    }
    return {
        stage: sums(trees, points_at(lines, stage)) if begun[stage] else None for stage in STAGES
    }


def lacking(lines: Iterable[SheetLine], proofs: Mapping[int, Sequence[Evidence]]) -> list[str]:
    """What keeps a self-score from being submitted, line by line."""
    found = []
    for line in lines:
        row = line.criterion
        if row.kind not in {Kind.BONUS, Kind.PENALTY} and line.self_points is None:
            found.append(f"Dòng {row.number} chưa chấm.")
        elif row.evidence and line.self_points and not proofs.get(line.pk):
            found.append(f"Dòng {row.number} chưa có minh chứng.")
    return found


def needs_reason(line: SheetLine, stage: str, threshold: Decimal) -> bool:
    """Whether the points of a stage lie so far from those before that a reason is due."""
    points = getattr(line, f"{stage}_points")
    if points is None:
        return False
    before = points_at([line], STAGES[STAGES.index(stage) - 1]).get(line.criterion_id, Decimal(0))
    far = abs(points - before) >= threshold
    return far and not getattr(line, f"{stage}_reason")


def unchecked(lines: Iterable[SheetLine], threshold: Decimal) -> list[str]:
    """What keeps the check from being closed."""
    found = []
    for line in lines:
        row = line.criterion
        empty = row.kind in {Kind.BONUS, Kind.PENALTY} and line.self_points is None
        if line.check_points is None and not empty:
            found.append(f"Dòng {row.number} chưa thẩm định.")
        elif needs_reason(line, "check", threshold):
            found.append(
                f"Dòng {row.number} lệch từ {number_text(threshold)} điểm trở lên, chưa ghi lý do."
            )
    return found


@dataclass(frozen=True)
class Listing:
    """Sheets asked for, and what the filters were understood as."""

    rows: QuerySet[Sheet]
    text: str
    year: int | None
    state: str
    table: int | None
    years: list[int]
    tables: list[tuple[int, str]]

    @property
    def filtered(self) -> bool:
        return bool(self.text or self.year or self.state or self.table)


def listing(user: Any, asked: Mapping[str, str]) -> Listing:
    """By `q` (unit), `nam`, `trang-thai`, `bang`."""
    found = sheets_for(user)
    known = list(
        found.order_by("-table__year", "table__name")
        .values_list("table", "table__name", "table__year", "table__version")
        .distinct()
    )
    years = sorted({year for _, _, year, _ in known}, reverse=True)
    tables = [
        (pk, f"{name} {year}" + (f" (lần {version})" if version > 1 else ""))
        for pk, name, year, version in known
    ]
    text, state = asked.get("q", "").strip(), asked.get("trang-thai", "")
    year = next((one for one in years if str(one) == asked.get("nam", "")), None)
    table = next((pk for pk, _ in tables if str(pk) == asked.get("bang", "")), None)
    for word in fold(text).split():
        found = found.filter(unit__folded_name__contains=word)
    if year:
        found = found.filter(table__year=year)
    if table:
        found = found.filter(table=table)
    state = state if state in Sheet.State.values else ""
    if state:
        found = found.filter(state=state)
    rows = found.select_related("table", "unit", "grade")
    return Listing(rows, text, year, state, table, years, tables)
