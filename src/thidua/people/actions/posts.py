"""Positions that persons hold at units, with dates; the open one is the present one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, TypedDict

from django.db import transaction
from django.db.models import Q

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.rows import CHUNK, merge
from thidua.organisations.models import Body
from thidua.people.actions.marks import mark_changed
from thidua.people.models import Person, Post
from thidua.people.permissions import check_may_keep_people
from thidua.people.queries import GONE


class PostRow(TypedDict, total=False):
    """One line of `record_posts`."""

    person: Person
    unit: Body
    title: str
    group: str
    from_date: dt.date | None
    to_date: dt.date | None
    basis: str
    end_basis: str


@transaction.atomic
def record_posts(*, department: Body, rows: Iterable[PostRow], by: Any) -> int:
    """Positions held; the same title at the same unit from the same day is one post.

    A post without an end becomes the person's present unit, position and group; without any day it
    is the open one of that title and unit, whatever day that has. Papers that a line does not name
    stay as they are.
    """
    check_may_keep_people(by, department=department)
    listed: list[dict[str, Any]] = [
        {"from_date": None, "to_date": None, "title": "", "group": "", **r} for r in rows
    ]
    present: dict[int, Person] = {}
    for row in listed:
        person, start, end = row["person"], row["from_date"], row["to_date"]
        if person.department_id != department.pk or row["unit"].department != department:
            raise WrongState(
                f"{person.full_name}: người hoặc đơn vị không thuộc {department.name}."
            )
        if start and end and end < start:
            raise WrongState(
                f"{person.full_name}: ngày thôi giữ chức vụ phải sau ngày nhận.", field="to_date"
            )
        if end is None:
            unit, title = row["unit"], row["title"]
            group = row["group"] or person.group
            if (person.unit_id, person.position, person.group) != (unit.pk, title, group):
                person.unit, person.position, person.group = unit, title, group
                present[person.pk] = person
    held = set(
        Post.objects.filter(person__in={row["person"].pk for row in listed}, to_date=None)
        .exclude(from_date=None)
        .values_list("person_id", "unit_id", "title")
    )
    merged = merge(
        Post,
        [
            row
            for row in listed
            if row["from_date"]
            or row["to_date"]
            or (row["person"].pk, row["unit"].pk, row["title"]) not in held
        ],
        key=("person", "unit", "title", "from_date"),
        within=Q(person__in={row["person"].pk for row in listed}),
    )
    Person.objects.bulk_update(list(present.values()), ["unit", "position", "group"], 100)
    mark_changed(person_ids={*present, *(p.person_id for p in (*merged.added, *merged.altered))})
    if merged.changed or present:
        record(
            by=by,
            action="people.record_posts",
            text=f"Ghi chức vụ, đơn vị công tác: {merged.changed or len(present)} dòng",
            subject=listed[0]["person"] if len(listed) == 1 else department,
            body=department,
        )
    return merged.changed


DAY_UNKNOWN = "Chưa rõ ngày thôi"


def open_posts(*, people: Sequence[Person]) -> int:
    """See that the present place of each has an open post, inside the transaction of the caller.

    Returns how many were opened. Other open posts of them get a note that their last day is not
    known: only an officer can close them.
    """
    placed = {p.pk: p for p in people if p.unit_id is not None and p.status not in GONE}
    here: set[int] = set()
    altered = []
    for post in Post.objects.filter(person__in=placed, to_date=None).order_by("pk"):
        person = placed[post.person_id]
        same = (post.unit_id, post.title) == (person.unit_id, person.position)
        note = "" if same else post.end_basis or DAY_UNKNOWN
        group = person.group or post.group if same else post.group
        if same:
            here.add(person.pk)
        if (post.end_basis, post.group) != (note, group):
            post.end_basis, post.group = note, group
            altered.append(post)
    Post.objects.bulk_update(altered, ["end_basis", "group"], batch_size=CHUNK)
    fresh = [
        Post(person=person, unit_id=unit, title=person.position, group=person.group)
        for pk, person in placed.items()
        if pk not in here and (unit := person.unit_id)
    ]
    Post.objects.bulk_create(fresh, batch_size=CHUNK)
    return len(fresh)


def record_post(
    *,
    person: Person,
    unit: Body,
    title: str,
    group: str = "",
    from_date: dt.date | None = None,
    to_date: dt.date | None = None,
    by: Any,
) -> bool:
    """One post; True when something changed."""
    row: PostRow = {
        "person": person,
        "unit": unit,
        "title": title,
        "group": group,
        "from_date": from_date,
        "to_date": to_date,
    }
    return bool(record_posts(department=person.department, rows=[row], by=by))
