"""API of scoring: tables, sheets, one line saved with its version, the ranking of a cluster."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from thidua.kit.errors import NotAllowed
from thidua.organisations.models import Cluster
from thidua.scoring import actions
from thidua.scoring.models import ScoreTable, Sheet, SheetLine
from thidua.scoring.permissions import may_check, may_decide, may_score
from thidua.scoring.queries.clusters import board_of, may_see_ranking
from thidua.scoring.queries.sheets import sheets_for, standing
from thidua.scoring.queries.tables import is_locked, problems_of, tables_for

router = Router(tags=["scoring"])
LARGEST_PAGE = 200


class CriterionOut(Schema):
    """One line of a table; `parent` is the number of its branch."""

    number: str
    parent: str
    text: str
    kind: str
    maximum: Decimal | None
    per: Decimal | None
    unit: str
    evidence: bool
    floor: Decimal | None
    cap: Decimal | None


class TableOut(Schema):
    """A table with its criteria and what stands in the way of issuing it."""

    id: int
    name: str
    year: int
    units: str
    total: Decimal
    state: str
    version: int
    criteria: list[CriterionOut]
    problems: list[str]


class SheetOut(Schema):
    """A sheet without its lines; `total` is what stands now."""

    id: int
    unit: str
    table: int
    year: int
    state: str
    self_total: Decimal | None
    check_total: Decimal | None
    cross_total: Decimal | None
    final_total: Decimal | None
    total: Decimal
    grade: str


class SheetsOut(Schema):
    """One page of sheets."""

    total: int
    page: int
    size: int
    items: list[SheetOut]


class LineOut(Schema):
    """One line with every stage; `version` is to be sent back when saving."""

    id: int
    number: str
    measure: Decimal | None
    self_points: Decimal | None
    check_points: Decimal | None
    cross_points: Decimal | None
    final_points: Decimal | None
    standing: Decimal | None
    proofs: int
    version: int


class SheetLinesOut(SheetOut):
    """A sheet with its lines."""

    lines: list[LineOut]


class ScoreIn(Schema):
    """Points (or the measure of a measured line) at the stage that is open to the caller."""

    version: int
    value: Decimal | None = None
    words: str = ""


class PlaceOut(Schema):
    """One place with its reason."""

    rank: int
    unit: str
    total: Decimal
    behind: Decimal | None
    sentence: str


class RankingOut(Schema):
    """The ranking of a cluster; `concluded` is False while it is provisional."""

    cluster: str
    year: int
    concluded: bool
    flag: str
    places: list[PlaceOut]


@router.get("/tables/{pk}", response=TableOut, summary="Một bảng chấm điểm")
def score_table(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Criteria in reading order."""
    table: ScoreTable = get_object_or_404(tables_for(request.user), pk=pk)
    rows = list(table.criteria.all())
    numbers = {row.pk: row.number for row in rows}
    draft = table.state == ScoreTable.State.DRAFT
    names = ("number", "text", "kind", "maximum", "per", "unit", "evidence", "floor", "cap")
    return {
        "id": table.pk,
        **{name: getattr(table, name) for name in ("name", "year", "units", "total", "state")},
        "version": table.version,
        "criteria": [
            {name: getattr(row, name) for name in names}
            | {"parent": numbers.get(row.parent_id or 0, "")}
            for row in rows
        ],
        "problems": [one.sentence for one in problems_of(table, rows, table.bands.all())]
        if draft
        else [],
    }


@router.get("/sheets", response=SheetsOut, summary="Phiếu chấm")
def score_sheets(
    request: HttpRequest, year: int | None = None, page: int = 1, size: int = 50
) -> dict[str, Any]:
    """In the order of units; at most 200 a page."""
    rows: QuerySet[Sheet] = sheets_for(request.user).select_related("table", "unit", "grade")
    if year is not None:
        rows = rows.filter(table__year=year)
    pages = Paginator(rows, max(1, min(size, LARGEST_PAGE)))
    shown = pages.get_page(page)
    return {
        "total": pages.count,
        "page": shown.number,
        "size": pages.per_page,
        "items": [_sheet(one) for one in shown],
    }


@router.get("/sheets/{pk}", response=SheetLinesOut, summary="Một phiếu chấm với các dòng")
def score_sheet(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Lines in reading order."""
    rows = sheets_for(request.user).select_related("table", "unit", "grade")
    sheet = get_object_or_404(rows, pk=pk)
    lines = sheet.lines.select_related("criterion").prefetch_related("proofs")
    return _sheet(sheet) | {"lines": [_line(sheet, one) for one in lines]}


@router.post("/lines/{pk}", response=LineOut, summary="Ghi điểm một dòng")
def save_score(request: HttpRequest, pk: int, given: ScoreIn) -> dict[str, Any]:
    """The stage follows from the sheet's state; 409 when another person saved the line since."""
    line: SheetLine = get_object_or_404(
        SheetLine.objects.select_related(
            "criterion", "sheet__table__department", "sheet__unit", "sheet__cluster__keeper"
        ).filter(sheet__in=sheets_for(request.user)),
        pk=pk,
    )
    sheet, user = line.sheet, request.user
    value, words, version = given.value, given.words, given.version
    if is_locked(sheet.table.department, sheet.table.year):
        raise NotAllowed(f"Năm chấm điểm {sheet.table.year} đã khóa.")
    if may_score(user, sheet):
        saved = actions.save_self(line=line, version=version, value=value, note=words, by=user)
    elif may_check(user, sheet):
        saved = actions.save_check(line=line, version=version, points=value, reason=words, by=user)
    elif may_decide(user, sheet):
        saved = actions.save_final(line=line, version=version, points=value, reason=words, by=user)
    else:
        raise NotAllowed(f"Không ghi điểm ở bước “{sheet.get_state_display()}”.")
    sheet.refresh_from_db(fields=["state"])
    return _line(sheet, saved)


@router.get("/rankings/{pk}/{year}", response=RankingOut, summary="Xếp hạng của một cụm, khối")
def cluster_ranking(request: HttpRequest, pk: int, year: int) -> dict[str, Any]:
    """Places from the first down, with the sentence why."""
    cluster = get_object_or_404(Cluster.objects.select_related("keeper"), pk=pk)
    if not may_see_ranking(request.user, cluster, year):
        raise Http404
    board = board_of(cluster, year)
    kept = board.ranking
    return {
        "cluster": cluster.name,
        "year": year,
        "concluded": kept is not None,
        "flag": kept.flag.name if kept and kept.flag else "",
        "places": [
            {
                "rank": one.rank, "unit": one.entry.name, "total": one.entry.total,
                "behind": one.behind, "sentence": one.sentence,
            }
            for one in board.places
        ],
    }  # fmt: skip


def _sheet(sheet: Sheet) -> dict[str, Any]:
    names = ("self_total", "check_total", "cross_total", "final_total", "total", "state")
    return {
        "id": sheet.pk,
        "unit": sheet.unit.name,
        "table": sheet.table_id,
        "year": sheet.table.year,
        "grade": sheet.grade.name if sheet.grade else "",
        **{name: getattr(sheet, name) for name in names},
    }


def _line(sheet: Sheet, line: SheetLine) -> dict[str, Any]:
    names = ("measure", "self_points", "check_points", "cross_points", "final_points", "version")
    return {
        "id": line.pk,
        "number": line.criterion.number,
        "standing": standing(line, sheet.state)[0],
        "proofs": len(line.proofs.all()),
        **{name: getattr(line, name) for name in names},
    }
