"""API of persons: the list and one record, with the scope and privacy of the pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from thidua.people import actions, queries
from thidua.people.models import Correction, Person
from thidua.people.permissions import may_see_private_facts

router = Router(tags=["people"])
LARGEST_PAGE = 100


class PersonOut(Schema):
    """A person as the list shows one; identity numbers never leave through the API."""

    id: int
    code: str
    full_name: str
    position: str
    unit: str
    group: str
    status: str
    awards: int


class PeopleOut(Schema):
    """One page of persons, sorted by given name."""

    total: int
    page: int
    size: int
    items: list[PersonOut]


class AwardOut(Schema):
    """An award in the book."""

    sequence: int
    award: str
    name: str
    year: int | None
    decision_number: str
    decided_on: dt.date | None
    state: str


class YearOut(Schema):
    """The rating of one year."""

    year: int
    grade: str


class FactOut(Schema):
    """A measure, absence or matter, for those who may see it."""

    what: str
    from_date: dt.date | None
    to_date: dt.date | None


class RecordOut(Schema):
    """One record; `private` is null for those who may not see birth date and such facts."""

    id: int
    code: str
    full_name: str
    position: str
    unit: str
    status: str
    ratings: list[YearOut]
    awards: list[AwardOut]
    private: dict[str, Any] | None


class PostOut(Schema):
    """A position held at a unit between two days."""

    title: str
    unit: str
    group: str
    from_date: dt.date | None
    to_date: dt.date | None
    basis: str
    end_basis: str


class CorrectionOut(Schema):
    """A request of a person to have the own record corrected."""

    id: int
    person: int
    full_name: str
    act: str
    what: str
    before: str
    wanted: str
    reason: str
    state: str
    answer: str
    asked_at: dt.datetime


class CorrectionsOut(Schema):
    """One page of requests, the latest first."""

    total: int
    page: int
    size: int
    items: list[CorrectionOut]


class AnswerIn(Schema):
    """The officer's answer; needed to refuse."""

    answer: str = ""


@router.get("/", response=PeopleOut, summary="Danh sách cán bộ")
def people(
    request: HttpRequest,
    q: str = "",
    unit: str = "",
    group: str = "",
    status: str = "",
    page: int = 1,
    size: int = 50,
) -> dict[str, Any]:
    """Persons that the signed-in user may see; `q` is searched without marks."""
    asked = {"q": q, "don-vi": unit, "nhom": group, "tinh-trang": status}
    found = queries.listing(request.user, asked).people.order_by("sort_key", "pk")
    pages = Paginator(found, max(1, min(size, LARGEST_PAGE)))
    shown = pages.get_page(page)
    return {
        "total": pages.count,
        "page": shown.number,
        "size": pages.per_page,
        "items": [
            {**_line(person), "group": person.group, "awards": person.held} for person in shown
        ],
    }


@router.get("/corrections", response=CorrectionsOut, summary="Đề nghị sửa hồ sơ")
def corrections(
    request: HttpRequest, q: str = "", state: str = "", page: int = 1, size: int = 50
) -> dict[str, Any]:
    """Requests of the department for the officer, the own ones for others; latest first."""
    found = queries.requests(request.user, {"q": q, "tinh-trang": state}).rows
    pages = Paginator(found.order_by("-asked_at", "-pk"), max(1, min(size, LARGEST_PAGE)))
    shown = pages.get_page(page)
    return {
        "total": pages.count,
        "page": shown.number,
        "size": pages.per_page,
        "items": [_correction(asked) for asked in shown],
    }


@router.post("/corrections/{pk}/accept", response=CorrectionOut, summary="Chấp nhận và sửa")
def accept_correction(request: HttpRequest, pk: int, sent: AnswerIn) -> dict[str, Any]:
    """The fact is changed by this very act; 403 for everybody but the officer."""
    asked = get_object_or_404(queries.visible_corrections(request.user), pk=pk)
    return _correction(
        actions.accept_correction(correction=asked, answer=sent.answer, by=request.user)
    )


@router.post("/corrections/{pk}/refuse", response=CorrectionOut, summary="Không chấp nhận")
def refuse_correction(request: HttpRequest, pk: int, sent: AnswerIn) -> dict[str, Any]:
    """The record stays; the answer says why."""
    asked = get_object_or_404(queries.visible_corrections(request.user), pk=pk)
    return _correction(
        actions.refuse_correction(correction=asked, answer=sent.answer, by=request.user)
    )


@router.get("/{pk}/posts", response=list[PostOut], summary="Quá trình công tác của một người")
def posts(request: HttpRequest, pk: int) -> list[dict[str, Any]]:
    """Posts with their days, the latest first; 404 for a person outside the scope."""
    found = get_object_or_404(queries.visible_to(request.user), pk=pk)
    return [
        {
            "title": post.title,
            "unit": post.unit.name,
            "group": post.group,
            "from_date": post.from_date,
            "to_date": post.to_date,
            "basis": post.basis,
            "end_basis": post.end_basis,
        }
        for post in queries.posts_of(found)
    ]


@router.get("/{pk}", response=RecordOut, summary="Hồ sơ thành tích của một người")
def person(request: HttpRequest, pk: int) -> dict[str, Any]:
    """One record; 404 for a person outside the scope, as if there were none."""
    visible = queries.visible_to(request.user).select_related("unit", "department", "identity")
    found = get_object_or_404(visible, pk=pk)
    private = may_see_private_facts(request.user, person=found)
    record = queries.record_of(found, private=private)
    return {
        **_line(found),
        "ratings": list(found.ratings.order_by("year").values("year", "grade")),
        "awards": [
            {
                "sequence": award.sequence,
                "award": award.award_code,
                "name": award.award_name,
                "year": award.year,
                "decision_number": award.decision_number,
                "decided_on": award.decided_on,
                "state": award.state,
            }
            for award in record.awards
        ],
        "private": _private(record) if private else None,
    }


def _correction(asked: Correction) -> dict[str, Any]:
    return {
        "id": asked.pk,
        "person": asked.person_id,
        "full_name": asked.person.full_name,
        "act": asked.act,
        "what": asked.what,
        "before": asked.before_text,
        "wanted": asked.wanted_text,
        "reason": asked.reason,
        "state": asked.state,
        "answer": asked.answer,
        "asked_at": asked.asked_at,
    }


def _line(found: Person) -> dict[str, Any]:
    return {
        "id": found.pk,
        "code": found.code,
        "full_name": found.full_name,
        "position": found.position,
        "unit": found.unit.name if found.unit else "",
        "status": found.status,
    }


def _private(record: queries.Record) -> dict[str, Any]:
    facts = {
        "disciplines": [(d.measure, d) for d in record.disciplines],
        "leaves": [(leave.kind, leave) for leave in record.leaves],
        "pending": [(matter.kind, matter) for matter in record.pending],
    }
    return {
        "born_on": record.person.born_on,
        **{
            name: [
                FactOut(what=what, from_date=f.from_date, to_date=f.to_date) for what, f in found
            ]
            for name, found in facts.items()
        },
    }
