"""Score tables that a user sees, as trees, with everything that forbids issuing one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from thidua.kit.text import fold
from thidua.organisations.models import Body
from thidua.organisations.scopes import Role, scope_of
from thidua.scoring.arithmetic import (
    Band,
    Finding,
    Kind,
    Node,
    Step,
    TieRule,
    band_findings,
    forest,
    table_findings,
)
from thidua.scoring.arithmetic.ranking import BONUS, BRANCH, PENALTY
from thidua.scoring.models import Criterion, GradeBand, ScoreTable, YearLock

WHOLE = frozenset({Role.OFFICER, Role.DIRECTOR, Role.SECRETARY})
SORTS = {
    "ten": ("folded_name",),
    "nam": ("year", "folded_name"),
    "trang-thai": ("state", "-year"),
}
_UNIT_KINDS: Mapping[str, frozenset[str]] = {
    ScoreTable.Units.DIVISIONS: frozenset({Body.Kind.DIVISION, Body.Kind.OFFICE}),
    ScoreTable.Units.AFFILIATED: frozenset(
        {Body.Kind.BRANCH, Body.Kind.CENTRE, Body.Kind.SCHOOL, Body.Kind.FUND, Body.Kind.BOARD,
         Body.Kind.OTHER}
    ),
    ScoreTable.Units.LOWER: frozenset({Body.Kind.DEPARTMENT, Body.Kind.PROVINCE}),
}  # fmt: skip


def tables_for(user: Any) -> QuerySet[ScoreTable]:
    """Those of the own department (drafts only for its offices), and those one is scored by."""
    scope = scope_of(user)
    mine = scope.department
    if mine is None:
        return ScoreTable.objects.none()
    shown = ~Q(state=ScoreTable.State.DRAFT)
    own = Q(department=mine) if scope.has(*WHOLE) else Q(department=mine) & shown
    scored = ScoreTable.objects.filter(sheets__unit=mine).values("pk")
    return ScoreTable.objects.filter(own | Q(pk__in=scored) & shown)


def step_of(row: Mapping[str, str]) -> Step:
    return Step(Decimal(row["at_least"]), Decimal(row["points"]))


def node_of(row: Criterion) -> Node:
    return Node(
        key=row.pk,
        number=row.number,
        text=row.text,
        kind=row.kind,
        maximum=row.maximum,
        floor=row.floor,
        cap=row.cap,
        per=row.per,
        steps=tuple(step_of(one) for one in row.steps),
        parent=row.parent_id,
    )


def nodes_of(rows: Iterable[Criterion]) -> list[Node]:
    return [node_of(row) for row in rows]


def trees_of(rows: Iterable[Criterion]) -> list[Node]:
    return forest(nodes_of(rows))


def band_of(row: GradeBand) -> Band:
    return Band(row.pk, row.name, row.at_least, row.below, row.section_percent)


def bands_of(table: ScoreTable) -> list[Band]:
    return [band_of(row) for row in table.bands.all()]


def rules_of(table: ScoreTable) -> list[TieRule]:
    return [TieRule(one["by"], one.get("number", "")) for one in table.tie_rules]


def problems_of(
    table: ScoreTable, rows: Iterable[Criterion], bands: Iterable[GradeBand]
) -> list[Finding]:
    """Everything that forbids issuing the table: sums, rules, grades, tie rules."""
    given = list(rows)
    found = table_findings(trees_of(given), table.total)
    found += [Finding("", sentence) for sentence in band_findings([band_of(b) for b in bands])]
    numbers = {row.number for row in given}
    for rule in rules_of(table):
        if rule.by not in {BRANCH, BONUS, PENALTY}:
            found.append(Finding("", f"Tiêu chí phụ “{rule.by}” không có trong danh mục."))
        elif rule.by == BRANCH and rule.number not in numbers:
            found.append(
                Finding("", f"Tiêu chí phụ: bảng không có mục {rule.number or '(để trống)'}.")
            )
    found += [
        Finding(row.number, f"Dòng {row.number}: chọn danh hiệu, hình thức khen thưởng để đếm.")
        for row in given
        if row.kind == Kind.REGISTER and not row.source
    ]
    return found


@dataclass(frozen=True)
class Listing:
    """Tables asked for, and what the filters were understood as."""

    rows: QuerySet[Any]  # each with lines, scored
    text: str
    year: int | None
    state: str
    years: list[int]

    @property
    def filtered(self) -> bool:
        return bool(self.text or self.year or self.state)


def listing(user: Any, asked: Mapping[str, str]) -> Listing:
    """By `q`, `nam`, `trang-thai`."""
    found = tables_for(user)
    years = sorted(set(found.order_by().values_list("year", flat=True)), reverse=True)
    text, state = asked.get("q", "").strip(), asked.get("trang-thai", "")
    year = next((one for one in years if str(one) == asked.get("nam", "")), None)
    for word in fold(text).split():
        found = found.filter(folded_name__contains=word)
    if year:
        found = found.filter(year=year)
    state = state if state in ScoreTable.State.values else ""
    if state:
        found = found.filter(state=state)
    rows: Any = found.select_related("department").annotate(
        lines=Count("criteria", filter=~Q(criteria__kind=Kind.GROUP), distinct=True),
        scored=Count("sheets", distinct=True),
    )
    return Listing(rows, text, year, state, years)


def units_scored(table: ScoreTable) -> QuerySet[Body]:
    """The units a table of this kind is meant for, that have no sheet yet."""
    department = table.department
    wanted = Body.objects.filter(closed_on=None, in_catalogue=False).exclude(
        kind=Body.Kind.LEADERSHIP
    )
    below = Q(parent=department)
    kinds = _UNIT_KINDS.get(table.units)
    if kinds is not None:
        wanted = wanted.filter(kind__in=kinds)
    return wanted.filter(below).exclude(score_sheets__table=table).order_by("order", "name")


def is_locked(department: Body, year: int) -> bool:
    return YearLock.objects.filter(department=department, year=year).exists()
