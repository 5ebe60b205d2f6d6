"""API of targets: the same scope, actions and refusals as the pages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from thidua.targets import actions
from thidua.targets.models import Target, TargetResult, TargetSet
from thidua.targets.periods import name
from thidua.targets.queries.achievement import Achievement, achievements_of_sets
from thidua.targets.queries.boards import listing, roll_up
from thidua.targets.queries.seen import sets_for, targets_for

router = Router(tags=["targets"])
LARGEST_PAGE = 100


class CountsOut(Schema):
    """How many targets stand where; `percent` is the share of the assigned that are reached."""

    assigned: int
    exceeded: int
    met: int
    ahead: int
    on_track: int
    behind: int
    missed: int
    unreported: int
    percent: Decimal | None
    weighted_percent: Decimal | None


class SetOut(Schema):
    """A body's targets of one year with its counts."""

    id: int
    body: str
    year: int
    state: str
    locked: bool
    approved_on: dt.date | None
    number: str
    counts: CountsOut


class SetsOut(Schema):
    """One page of sets, latest year first."""

    total: int
    page: int
    size: int
    items: list[SetOut]


class LineOut(Schema):
    """One target as it stands; `source` says where its number comes from."""

    id: int
    code: str
    text: str
    mandated: bool
    unit: str
    plan: Decimal
    less_is_better: bool
    value: Decimal | None
    percent: Decimal | None
    status: str
    early: bool
    source: str


class BoardOut(SetOut):
    """A set with its targets in their order."""

    items: list[LineOut]


class UnitOut(Schema):
    """A body below with its counts; `set` is null where it has none for the year."""

    body: str
    set: int | None
    counts: CountsOut


class ResultOut(Schema):
    """What one period came to."""

    period: int
    name: str
    value: Decimal
    note: str
    reference: str
    file_name: str
    sha256: str
    reported_at: dt.datetime
    version: int


class ResultIn(Schema):
    """A result to keep; `version` is the one last seen, 0 for a period not reported yet."""

    period: int
    value: Decimal
    note: str = ""
    reference: str = ""
    version: int


@router.get("/sets", response=SetsOut, summary="Các bộ chỉ tiêu")
def target_sets(
    request: HttpRequest, year: int | None = None, q: str = "", page: int = 1, size: int = 50
) -> dict[str, Any]:
    """Sets in sight, by year and by words of the body's name."""
    asked = {"nam": str(year or ""), "q": q}
    rows = listing(request.user, asked).rows.order_by("-year", "body__order", "pk")
    pages = Paginator(rows, max(1, min(size, LARGEST_PAGE)))
    shown = pages.get_page(page)
    sets = list(shown)
    found = achievements_of_sets(sets)
    return {
        "total": pages.count,
        "page": shown.number,
        "size": pages.per_page,
        "items": [_set(one, found[one.pk]) for one in sets],
    }


@router.get("/sets/{pk}", response=BoardOut, summary="Bảng chỉ tiêu")
def target_board(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One set with every target, measured as of today."""
    of = _found(request, pk)
    found = achievements_of_sets([of])[of.pk]
    lines = [
        {
            "id": one.target, "code": one.code, "text": one.text, "mandated": one.mandated,
            "unit": one.unit, "plan": one.plan, "less_is_better": one.less_is_better,
            "value": one.value, "percent": one.percent, "status": one.status.value,
            "early": one.early, "source": one.source,
        }
        for one in found.lines
    ]  # fmt: skip
    return _set(of, found) | {"items": lines}


@router.get("/sets/{pk}/units", response=list[UnitOut], summary="Kết quả của các đơn vị")
def target_units(request: HttpRequest, pk: int) -> list[dict[str, Any]]:
    """What the bodies below came to."""
    lines = roll_up(request.user, _found(request, pk))
    return [
        {
            "body": line.body.name,
            "set": line.of.pk if line.of else None,
            "counts": _counts(line.achievement),
        }
        for line in lines
    ]


@router.get("/{pk}/results", response=list[ResultOut], summary="Kết quả từng kỳ")
def target_results(request: HttpRequest, pk: int) -> list[dict[str, Any]]:
    """Results of one target in the order of its periods."""
    target = _target(request, pk)
    return [_result(target, row) for row in target.results.order_by("period")]


@router.post("/{pk}/results", response=ResultOut, summary="Báo cáo kết quả một kỳ")
def report_target(request: HttpRequest, pk: int, data: ResultIn) -> dict[str, Any]:
    """Keep or correct what a period came to; files are sent on the page."""
    target = _target(request, pk)
    kept = actions.report_result(
        target=target, period=data.period, value=data.value, note=data.note,
        reference=data.reference, version=data.version, by=request.user,
    )  # fmt: skip
    return _result(target, kept)


def _found(request: HttpRequest, pk: int) -> TargetSet:
    return get_object_or_404(sets_for(request.user).select_related("body", "department"), pk=pk)


def _target(request: HttpRequest, pk: int) -> Target:
    return get_object_or_404(targets_for(request.user), pk=pk)


def _set(of: TargetSet, found: Achievement) -> dict[str, Any]:
    return {
        "id": of.pk, "body": of.body.name, "year": of.year, "state": of.state,
        "locked": of.locked, "approved_on": of.approved_on, "number": of.number,
        "counts": _counts(found),
    }  # fmt: skip


def _counts(found: Achievement) -> dict[str, Any]:
    return {name_: getattr(found, name_) for name_ in CountsOut.model_fields}


def _result(target: Target, row: TargetResult) -> dict[str, Any]:
    return {
        "period": row.period, "name": name(target.rhythm, target.set.year, row.period),
        "value": row.value, "note": row.note, "reference": row.reference,
        "file_name": row.file_name, "sha256": row.sha256, "reported_at": row.reported_at,
        "version": row.version,
    }  # fmt: skip
