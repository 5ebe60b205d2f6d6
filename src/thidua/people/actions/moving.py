"""A person moves to another unit, position or group, or leaves: posts end and begin with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from thidua.kit.errors import WrongState
from thidua.people.models import Person, Post
from thidua.people.queries import GONE

PLACE = ("unit", "position", "group")


def moves(person: Person, wanted: Mapping[str, Any]) -> bool:
    """Whether `wanted` names another unit, position or group than the record."""
    return _place(wanted) != (person.unit_id, person.position, person.group)


def move(
    person: Person, wanted: Mapping[str, Any], changed_on: dt.date | None, *, slip: bool = False
) -> None:
    """Set unit, position and group on `person` (the caller saves), inside its transaction.

    With a day the present post ends the day before and another begins. Without a day the present
    post is corrected, which only a `slip` or what was unknown until now allows.
    """
    _check_place(person, wanted)
    unit, title, group = (wanted[name] for name in PLACE)
    was = (person.unit_id, person.position, person.group)
    present = _present_posts(person)
    filled_in = all(not old or old == new for old, new in zip(was, _place(wanted), strict=True))
    if changed_on is None and not (slip or filled_in):
        raise WrongState(
            "Ghi ngày thay đổi đơn vị, chức vụ hoặc nhóm. Nếu chỉ sửa điều ghi nhầm, chọn "
            "“Chỉ sửa điều ghi nhầm”.",
            field="changed_on",
        )
    person.unit, person.position, person.group = unit, title, group
    if unit is None:
        return
    if changed_on is None:
        for post in present:
            post.unit, post.title, post.group = unit, title, group
            post.save(update_fields=["unit", "title", "group"])
        return
    _check_day(present, changed_on)
    until = changed_on - dt.timedelta(days=1)
    if not present and was[0]:
        # The list knew the former place, but not since when.
        Post.objects.create(
            person=person, unit_id=was[0], title=was[1], group=was[2], to_date=until
        )
    for post in present:
        post.to_date = until
        post.save(update_fields=["to_date"])
    Post.objects.create(person=person, unit=unit, title=title, group=group, from_date=changed_on)


def end_posts(person: Person) -> int:
    """Who has left holds no post; one that would begin later ends where it begins."""
    left = person.left_on
    if person.status not in GONE or left is None:
        return 0
    ending = list(person.posts.filter(to_date=None))
    for post in ending:
        post.to_date = max(left, post.from_date or left)
        post.save(update_fields=["to_date"])
    return len(ending)


def _place(wanted: Mapping[str, Any]) -> tuple[int | None, str, str]:
    unit = wanted["unit"]
    return (unit.pk if unit else None, wanted["position"], wanted["group"])


def _present_posts(person: Person) -> list[Post]:
    """The open posts at the present place; all open ones when none is there."""
    open_posts = list(person.posts.filter(to_date=None).order_by("-from_date", "-pk"))
    here = [p for p in open_posts if (p.unit_id, p.title) == (person.unit_id, person.position)]
    return here or open_posts


def _check_place(person: Person, wanted: Mapping[str, Any]) -> None:
    unit, group = wanted["unit"], wanted["group"]
    if unit is None and person.unit_id is not None:
        raise WrongState("Chọn đơn vị.", field="unit")
    if unit is not None and unit.department != person.department:
        raise WrongState(f"{unit.name} không thuộc {person.department.name}.", field="unit")
    if unit is not None and unit.closed_on is not None and unit.pk != person.unit_id:
        raise WrongState(f"{unit.name} đã kết thúc hoạt động. Chọn đơn vị khác.", field="unit")
    if group and group not in Person.Group.values:
        raise WrongState(f"“{group}” không có trong danh mục.", field="group")


def _check_day(present: list[Post], changed_on: dt.date) -> None:
    if changed_on > timezone.localdate():
        raise WrongState(
            f"Ngày thay đổi {changed_on:%d/%m/%Y} chưa tới. Kiểm tra lại ngày.", field="changed_on"
        )
    late = [p.from_date for p in present if p.from_date and p.from_date >= changed_on]
    if late:
        raise WrongState(
            f"Chức vụ hiện nay giữ từ {max(late):%d/%m/%Y}; ngày thay đổi phải sau ngày đó.",
            field="changed_on",
        )
