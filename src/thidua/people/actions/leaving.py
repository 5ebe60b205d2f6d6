"""Transfer, retirement, resignation: somebody leaves the body by a paper, and may come back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NotRequired, TypedDict

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.organisations.models import Body
from thidua.people.actions.editing import said_why
from thidua.people.models import Departure, Person, Post
from thidua.people.permissions import check_may_keep_people
from thidua.people.queries import GONE


class DepartureRow(TypedDict):
    """One line of `record_departures`."""

    person: Person
    kind: str
    from_date: dt.date
    decision_number: NotRequired[str]
    destination: NotRequired[str]
    note: NotRequired[str]


@transaction.atomic
def record_departures(*, department: Body, rows: Sequence[DepartureRow], by: Any) -> int:
    """Many at once, as a list tells them; who is known to have left is left as is."""
    check_may_keep_people(by, department=department)
    changed = 0
    for row in rows:
        person = Person.objects.select_for_update().get(pk=row["person"].pk)
        known = person.departures.filter(to_date=None).first()
        if known is None:
            record_departure(by=by, **{**row, "person": person})  # type: ignore[arg-type]  # rows are checked by the action
            changed += 1
    return changed


@transaction.atomic
def record_departure(
    *,
    person: Person,
    kind: str,
    from_date: dt.date,
    decision_number: str = "",
    destination: str = "",
    note: str = "",
    by: Any,
) -> Departure:
    """The person is gone from `from_date`; posts still open end on the day before.

    Refuses an unknown kind, a day that has not come or lies before the person joined or took up
    a post, and somebody who has left already.
    """
    check_may_keep_people(by, department=person.department)
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.departures.filter(to_date=None).exists():
        raise WrongState(f"{locked.full_name} đã được ghi là đã rời cơ quan. Sửa dòng đã có.")
    _check(locked, kind, from_date)
    gone = Departure.objects.create(
        person=locked,
        kind=kind,
        from_date=from_date,
        decision_number=squeeze(decision_number)[:60],
        destination=squeeze(destination)[:200],
        note=squeeze(note)[:300],
    )
    _leave(locked, gone)
    _copy(locked, person)
    _note(gone, "depart", f"{locked.full_name}: {gone.get_kind_display().lower()}", by)
    return gone


@transaction.atomic
def change_departure(
    *,
    departure: Departure,
    kind: str,
    from_date: dt.date,
    decision_number: str = "",
    destination: str = "",
    note: str = "",
    reason: str,
    by: Any,
) -> bool:
    """Correct what was recorded; True when something changed. Posts follow the day."""
    check_may_keep_people(by, department=departure.person.department)
    why = said_why(reason)
    row = Departure.objects.select_for_update().select_related("person").get(pk=departure.pk)
    before = _plain(row)
    was = _last_day(row)
    wanted = {
        "kind": kind, "from_date": from_date, "decision_number": squeeze(decision_number)[:60],
        "destination": squeeze(destination)[:200], "note": squeeze(note)[:300],
    }  # fmt: skip
    if all(getattr(row, name) == value for name, value in wanted.items()):
        return False
    if row.to_date is not None and from_date > row.to_date:
        raise WrongState("Ngày rời phải trước ngày trở lại.", field="from_date")
    _reopen(row.person, row, was)
    _check(row.person, kind, from_date)
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save()
    if row.to_date is None:
        _leave(row.person, row)
    _note(row, "change_departure", f"Sửa việc rời cơ quan của {row.person.full_name}", by,
          before=before, reason=why)  # fmt: skip
    return True


@transaction.atomic
def remove_departure(*, departure: Departure, reason: str, by: Any) -> None:
    """Take out what was recorded by mistake: the person works again, posts that it ended go on."""
    check_may_keep_people(by, department=departure.person.department)
    why = said_why(reason)
    row = Departure.objects.select_for_update().select_related("person").get(pk=departure.pk)
    person = row.person
    _note(row, "remove_departure", f"Xóa việc rời cơ quan của {person.full_name}", by,
          before=_plain(row), reason=why)  # fmt: skip
    if row.to_date is None:
        _reopen(person, row, _last_day(row))
        person.status, person.left_on = Person.Status.WORKING, None
        person.save()
    row.delete()


@transaction.atomic
def record_return(
    *,
    person: Person,
    on: dt.date,
    unit: Body,
    title: str,
    group: str = "",
    basis: str = "",
    by: Any,
) -> Post:
    """The person works at the body again, from `on`, with a new post.

    Refuses who has not left, a day before the departure or one that has not come.
    """
    check_may_keep_people(by, department=person.department)
    locked = Person.objects.select_for_update().get(pk=person.pk)
    gone = locked.departures.filter(to_date=None).first()
    if locked.status not in GONE:
        raise WrongState(f"{locked.full_name} đang làm việc ở cơ quan.")
    left = gone.from_date if gone else locked.left_on
    if on > timezone.localdate():
        raise WrongState(f"Ngày {on:%d/%m/%Y} chưa tới. Kiểm tra lại ngày.", field="on")
    if left is not None and on <= left:
        raise WrongState(f"Ngày trở lại phải sau ngày rời ({left:%d/%m/%Y}).", field="on")
    if unit.department != locked.department or unit.closed_on is not None:
        raise WrongState("Chọn đơn vị đang hoạt động của cơ quan.", field="unit")
    title = squeeze(title)
    if not title:
        raise WrongState("Ghi chức vụ.", field="title")
    if gone is None:
        # Left before departures were kept: the day is known, the paper is not.
        gone = Departure(person=locked, kind=locked.status, from_date=locked.left_on)
    gone.to_date = on - dt.timedelta(days=1)
    gone.save()
    post = Post.objects.create(
        person=locked, unit=unit, title=title, group=group, from_date=on,
        basis=squeeze(basis)[:200],
    )  # fmt: skip
    locked.status, locked.left_on = Person.Status.WORKING, None
    locked.unit, locked.position, locked.group = unit, title, group or locked.group
    locked.save()
    _copy(locked, person)
    _note(gone, "return", f"{locked.full_name} trở lại làm việc tại {unit.name}", by)
    return post


def _check(person: Person, kind: str, day: dt.date) -> None:
    if kind not in Departure.Kind.values:
        raise WrongState("Chọn loại trong danh mục.", field="kind")
    if day > timezone.localdate():
        raise WrongState(f"Ngày {day:%d/%m/%Y} chưa tới. Kiểm tra lại ngày.", field="from_date")
    joined = person.joined_on
    if joined is not None and day <= joined:
        raise WrongState(
            f"Ngày rời phải sau ngày về cơ quan ({joined:%d/%m/%Y}).", field="from_date"
        )
    late = person.posts.filter(to_date=None, from_date__gte=day).order_by("-from_date").first()
    if late is not None and late.from_date is not None:
        raise WrongState(
            f"Chức vụ hiện nay giữ từ {late.from_date:%d/%m/%Y}; ngày rời phải sau ngày đó.",
            field="from_date",
        )


def _last_day(gone: Departure) -> dt.date | None:
    return gone.from_date - dt.timedelta(days=1) if gone.from_date else None


def _paper(gone: Departure) -> str:
    number = f" theo {gone.decision_number}" if gone.decision_number else ""
    return f"{gone.get_kind_display()}{number}"[:200]


def _leave(person: Person, gone: Departure) -> None:
    open_ones = person.posts.filter(to_date=None)
    open_ones.update(to_date=_last_day(gone), end_basis=_paper(gone))
    person.status, person.left_on = gone.kind, gone.from_date
    person.save()


def _reopen(person: Person, gone: Departure, last: dt.date | None) -> None:
    """Posts that this departure ended go on."""
    ended = person.posts.filter(to_date=last, end_basis=_paper(gone))
    ended.update(to_date=None, end_basis="")


def _copy(locked: Person, person: Person) -> None:
    """The caller's object says what the row says."""
    for name in ("status", "left_on", "unit_id", "position", "group", "changed_at"):
        setattr(person, name, getattr(locked, name))


def _plain(gone: Departure) -> dict[str, str]:
    names = ("kind", "from_date", "to_date", "decision_number", "destination", "note")
    return {name: str(getattr(gone, name) or "") for name in names}


def _note(
    gone: Departure, verb: str, text: str, by: Any, *, before: Any = None, reason: str = ""
) -> None:
    record(
        by=by,
        action=f"people.{verb}",
        text=text,
        subject=gone.person,
        body=gone.person.department,
        detail={"before": before or {}, "after": _plain(gone), "reason": reason},
    )
