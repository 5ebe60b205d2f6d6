"""API of the law: the catalogue, one award, what is not known; the same as the pages show."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from thidua.kit.errors import NotAllowed
from thidua.law import QuestionError, load_rulebook
from thidua.law.deadlines import deadline
from thidua.law.diff import diff_to_dict
from thidua.law.explain import explain
from thidua.law.unknowns import unknowns
from thidua.organisations.scopes import scope_of

router = Router(tags=["law"])


class AwardOut(Schema):
    """One award as the catalogue lists it."""

    code: str
    name: str
    short_name: str
    kind: str
    level: str
    recipients: list[str]
    authority: str | None
    status: str | None


class Days(Schema):
    """The day of receipt; today where it is not named."""

    on: dt.date | None = None


class TwoDays(Schema):
    """Two days of receipt to compare."""

    first: dt.date
    second: dt.date


@router.get("/awards", response=list[AwardOut], summary="Danh hiệu, hình thức khen thưởng")
def awards(request: HttpRequest, asked: Query[Days], kind: str | None = None) -> Any:
    """Every award that the text of the day speaks of."""
    _scope(request)
    return load_rulebook().awards(asked.on or timezone.localdate(), kind)


@router.get("/awards/{code}", response=dict[str, Any], summary="Tiêu chuẩn hợp nhất")
def award(request: HttpRequest, code: str, asked: Query[Days], lang: str = "vi") -> Any:
    """The consolidated text of one award, as `thidua law explain` gives it."""
    _scope(request)
    try:
        return explain(
            load_rulebook(),
            award=code,
            received_on=asked.on or timezone.localdate(),
            lang="en" if lang == "en" else "vi",
        )
    except QuestionError as error:
        raise HttpError(404, error.text("vi")) from error


@router.get("/awards/{code}/deadline", response=dict[str, Any], summary="Tuyến trình, thời hạn")
def award_deadline(request: HttpRequest, code: str, asked: Query[Days]) -> Any:
    """Route and last days, as `thidua law deadline` gives them, by the own regulation."""
    scope = _scope(request)
    try:
        found = deadline(
            load_rulebook(),
            award=code,
            received_on=asked.on or timezone.localdate(),
            scope=scope,
        )
    except QuestionError as error:
        raise HttpError(404, error.text("vi")) from error
    return found.to_dict()


@router.get("/awards/{code}/diff", response=dict[str, Any], summary="Khác nhau giữa hai ngày")
def award_diff(request: HttpRequest, code: str, asked: Query[TwoDays]) -> Any:
    """What changed between two days, as `thidua law diff` gives it."""
    _scope(request)
    try:
        return diff_to_dict(load_rulebook(), award=code, received_on=(asked.first, asked.second))
    except QuestionError as error:
        raise HttpError(404, error.text("vi")) from error


@router.get("/unknowns", response=list[dict[str, Any]], summary="Những gì chưa biết")
def not_known(request: HttpRequest, asked: Query[Days]) -> Any:
    """Unread texts and unset slots with what each blocks, for the user's own body."""
    scope = _scope(request)
    on = asked.on or timezone.localdate()
    return [item.to_dict() for item in unknowns(load_rulebook(), on=on, scope=scope)]


def _scope(request: HttpRequest) -> str | None:
    department = scope_of(request.user).department
    if department is None:
        raise NotAllowed("Tài khoản chưa có vai trò ở cơ quan nào nên chưa hỏi được.")
    key = department.rulebook_scope
    return key if key and key in load_rulebook().scopes() else None
