"""API of persons: the list and one record, with the scope and privacy of the pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from thidua.people import queries
from thidua.people.models import Person
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
