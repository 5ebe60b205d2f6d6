"""The same over HTTP: rounds, the grid, one answer with its tree, a facts file assessed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from thidua.accounts.queries import scope_of
from thidua.eligibility.models import Assessment
from thidua.eligibility.queries import grid
from thidua.eligibility.queries.awards import columns
from thidua.eligibility.queries.rounds import assessments_visible_to, rounds_visible_to
from thidua.kit.errors import NotAllowed
from thidua.law import LawError, evaluate, evaluate_all, facts_from_dict, load_rulebook

router = Router(tags=["eligibility"])
LARGEST_PAGE = 300


class RoundOut(Schema):
    """A yearly round."""

    id: int
    year: int
    name: str
    received_on: dt.date
    state: str
    screened_at: dt.datetime | None


class CellOut(Schema):
    """One answer in short; `id` leads to the whole of it."""

    id: int | None
    award: str
    verdict: str
    provisional: str
    unmet: int


class RowOut(Schema):
    """A person or collective with an answer per award; verdict is empty where nobody asked yet."""

    id: int
    name: str
    unit: str
    answers: list[CellOut]


class GridOut(Schema):
    """One page of the grid."""

    total: int
    page: int
    size: int
    rows: list[RowOut]


class AssessmentOut(Schema):
    """An answer as it was given: `answer` is `thidua-verdict/1`, `facts` is `thidua-facts/1`."""

    id: int
    round: int
    person: int | None
    collective: int | None
    assessed_at: dt.datetime
    is_current: bool
    facts: dict[str, Any]
    claims: list[dict[str, Any]]
    answer: dict[str, Any]


class AssessIn(Schema):
    """A facts file and the question put to it; `award` may be `all`."""

    facts: dict[str, Any]
    award: str
    year: int
    received_on: dt.date
    scope: str | None = None


class GridFilters(Schema):
    """What narrows the grid; empty means all."""

    q: str = ""
    unit: int | None = None
    award: str = ""
    verdict: str = ""
    direct: bool = False
    page: int = 1
    size: int = 50


@router.get("/rounds", response=list[RoundOut])
def list_rounds(request: HttpRequest) -> Any:
    """Rounds that the user may see, newest first."""
    return rounds_visible_to(request.user)


@router.get("/rounds/{pk}/people", response=GridOut)
def people_grid(request: HttpRequest, pk: int, asked: Query[GridFilters]) -> Any:
    """People by awards, sorted by given name."""
    round_ = get_object_or_404(rounds_visible_to(request.user), pk=pk)
    filters = grid.Filters(asked.q, asked.unit, asked.award, asked.verdict, asked.direct)
    people = grid.people_in(round_, scope_of(request.user))
    found = grid.narrow_people(people, filters, round_=round_).select_related("unit")
    heads = columns(round_)
    return _page(round_, found.order_by("sort_key", "pk"), heads, asked)


@router.get("/rounds/{pk}/collectives", response=GridOut)
def collectives_grid(request: HttpRequest, pk: int, asked: Query[GridFilters]) -> Any:
    """Collectives by awards."""
    round_ = get_object_or_404(rounds_visible_to(request.user), pk=pk)
    filters = grid.Filters(q=asked.q, award=asked.award, verdict=asked.verdict)
    units = grid.units_in(round_, scope_of(request.user))
    found = grid.narrow_units(units, filters, round_=round_)
    heads = columns(round_, collective=True)
    return _page(round_, found.order_by("order", "name", "pk"), heads, asked)


@router.get("/assessments/{pk}", response=AssessmentOut)
def assessment(request: HttpRequest, pk: int) -> Any:
    """One answer with the tree of reasons and the facts it stood on."""
    found = get_object_or_404(
        assessments_visible_to(request.user).select_related("snapshot"), pk=pk
    )
    return _whole(found)


@router.post("/assess", response=dict[str, Any])
def assess(request: HttpRequest, asked: AssessIn) -> Any:
    """The verdict about a facts file, as `thidua law assess` gives it; nothing is stored."""
    if scope_of(request.user).department is None:
        raise NotAllowed("Tài khoản chưa có vai trò ở cơ quan nào nên chưa hỏi được.")
    rb = load_rulebook()
    try:
        facts = facts_from_dict(asked.facts)
        if asked.award == "all":
            found = evaluate_all(
                rb, facts, year=asked.year, received_on=asked.received_on, scope=asked.scope
            )
            return {"verdicts": [verdict.to_dict() for verdict in found.values()]}
        return evaluate(
            rb,
            facts,
            award=asked.award,
            year=asked.year,
            received_on=asked.received_on,
            scope=asked.scope,
        ).to_dict()
    except LawError as error:
        raise HttpError(422, error.text("vi")) from error


def _page(round_: Any, found: Any, heads: Any, asked: GridFilters) -> dict[str, Any]:
    size = min(max(asked.size, 1), LARGEST_PAGE)
    page = max(asked.page, 1)
    subjects = list(found[(page - 1) * size : page * size])
    return {
        "total": found.count(),
        "page": page,
        "size": size,
        "rows": [
            {
                "id": row.subject.pk,
                "name": str(row.subject),
                "unit": getattr(getattr(row.subject, "unit", None), "name", ""),
                "answers": [
                    {
                        "id": cell.pk,
                        "award": head.code,
                        "verdict": cell.verdict,
                        "provisional": cell.provisional,
                        "unmet": cell.unmet,
                    }
                    for head, cell in row.cells
                ],
            }
            for row in grid.rows(round_, subjects, heads)
        ],
    }


def _whole(found: Assessment) -> dict[str, Any]:
    return {
        "id": found.pk,
        "round": found.round_id,
        "person": found.person_id,
        "collective": found.collective_id,
        "assessed_at": found.assessed_at,
        "is_current": found.is_current,
        "facts": found.snapshot.facts,
        "claims": found.snapshot.claims,
        "answer": found.tree,
    }
