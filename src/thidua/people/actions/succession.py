"""People go over to the body that takes theirs over, from a day, and back when that is undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.rows import CHUNK
from thidua.organisations.models import Body
from thidua.people.actions.marks import mark_changed
from thidua.people.models import Person, Post
from thidua.people.queries import GONE

Pairs = Sequence[tuple[Body, Body]]


def follow_bodies(*, replaced: Pairs, day: dt.date, by: Any) -> None:
    """Receiver of `kit.events.bodies_replaced`, inside its transaction and permission.

    Who works at a body that ends has an open post there: it ends the day before `day`, and the
    same post begins at the successor on `day`. Who is gone stays in the history of the old body.
    """
    for old, new in replaced:
        people = list(Person.objects.filter(unit=old).exclude(status__in=GONE).order_by("pk"))
        if old.department == old:
            more = Person.objects.filter(department=old, unit=None).exclude(status__in=GONE)
            people += list(more.order_by("pk"))
        if people:
            _move(people, old, new, day, by)


def restore_bodies(*, replaced: Pairs, day: dt.date, by: Any) -> None:
    """Receiver of `kit.events.bodies_restored`: who went over on that day comes back.

    Refuses when somebody's post has changed since, naming the person.
    """
    for old, new in replaced:
        begun = list(
            Post.objects.filter(unit=new, from_date=day, basis=_said(old, new))
            .select_related("person")
            .order_by("pk")
        )
        for post in begun:
            person = post.person
            if post.to_date is not None or person.unit_id != new.pk:
                raise WrongState(
                    f"{person.full_name} ({person.code}) đã thay đổi chức vụ, đơn vị sau ngày "
                    f"{day:%d/%m/%Y}. Sửa lại quá trình công tác của người này trước."
                )
        people = [post.person for post in begun]
        ended = Post.objects.filter(person__in=people, unit=old, end_basis=_said(old, new))
        ended.filter(to_date=day - dt.timedelta(days=1)).update(to_date=None, end_basis="")
        Post.objects.filter(pk__in=[post.pk for post in begun]).delete()
        _place(people, old)
        if people:
            _note(people, old, new, by, "people.restore_bodies", f"Đưa {len(people)} người trở lại")


def _move(people: list[Person], old: Body, new: Body, day: dt.date, by: Any) -> None:
    said, until = _said(old, new), day - dt.timedelta(days=1)
    posts = list(Post.objects.filter(person__in=people, unit=old, to_date=None).order_by("pk"))
    ending = [post for post in posts if post.from_date is None or post.from_date <= until]
    begun_later = [post for post in posts if post not in ending]
    for post in ending:
        post.to_date, post.end_basis = until, said
    for post in begun_later:  # noted at the old body although it had ended by then
        post.unit = new
    Post.objects.bulk_update(ending, ["to_date", "end_basis"], batch_size=CHUNK)
    Post.objects.bulk_update(begun_later, ["unit"], batch_size=CHUNK)
    held = {post.person_id for post in posts}
    fresh = [
        Post(person_id=p.person_id, unit=new, title=p.title, group=p.group, from_date=day,
             basis=said)
        for p in ending
    ]  # fmt: skip
    fresh += [
        Post(person=p, unit=new, title=p.position, group=p.group, from_date=day, basis=said)
        for p in people
        if p.pk not in held
    ]
    Post.objects.bulk_create(fresh, batch_size=CHUNK)
    _place(people, new)
    _note(people, old, new, by, "people.follow_bodies", f"Chuyển {len(people)} người theo đơn vị")


def _place(people: Sequence[Person], unit: Body) -> None:
    """Another unit, and with another department a staff code that is free there."""
    department = unit.department
    coming = [person for person in people if person.department_id != department.pk]
    taken: set[str] = set()
    if coming:
        taken = set(Person.everyone.filter(department=department).values_list("code", flat=True))
    for person in coming:
        person.department = department
        person.code = _free(person.code, taken)
        taken.add(person.code)
    for person in people:
        person.unit = unit if unit != department else None
    Person.objects.bulk_update(people, ["unit", "department", "code"], batch_size=100)


def _free(code: str, taken: Iterable[str]) -> str:
    if code not in taken:
        return code
    number = 2
    while f"{code[:16]}-{number}" in taken:
        number += 1
    return f"{code[:16]}-{number}"


def _note(people: Sequence[Person], old: Body, new: Body, by: Any, action: str, what: str) -> None:
    mark_changed(person_ids=[person.pk for person in people])
    record(
        by=by,
        action=action,
        text=f"{what}: {old.name}, {new.name}",
        subject=new,
        body=new.department,
        detail={"people": [person.pk for person in people], "from": old.pk, "to": new.pk},
    )


def _said(old: Body, new: Body) -> str:
    return f"Theo đơn vị: {old.name} về {new.name}"[:200]
