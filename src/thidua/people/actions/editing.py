"""Single dated facts of a person kept by hand: added, corrected, concluded, taken out.

Every act leaves an audit row with the content before and after. Records taken in at once from a
workbook go through `facts` instead.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.organisations.models import Body
from thidua.people.models import (
    Discipline,
    Grade,
    Leave,
    PendingMatter,
    Person,
    Post,
    Rating,
)
from thidua.people.permissions import check_may_keep_people

Fact = Rating | Discipline | Leave | PendingMatter | Post


@dataclass(frozen=True)
class Sort:
    """One sort of fact: its table, its name in sentences, and what makes two of them the same."""

    model: Any
    noun: str
    key: tuple[str, ...]
    fields: tuple[str, ...]
    words: Mapping[str, Any]


SORTS: dict[str, Sort] = {
    "rating": Sort(Rating, "xếp loại", ("year",), ("year", "grade", "source"), {"grade": Grade}),
    "discipline": Sort(
        Discipline,
        "kỷ luật",
        ("measure", "from_date"),
        ("measure", "from_date", "to_date", "decision_number", "note"),
        {"measure": Discipline.Measure},
    ),
    "leave": Sort(
        Leave,
        "thời gian nghỉ",
        ("kind", "from_date"),
        ("kind", "from_date", "to_date", "decision_number", "note"),
        {"kind": Leave.Kind},
    ),
    "pending": Sort(
        PendingMatter,
        "vụ việc",
        ("kind", "from_date"),
        ("kind", "from_date", "to_date", "decision_number", "note"),
        {"kind": PendingMatter.Kind},
    ),
    "post": Sort(
        Post,
        "chức vụ",
        ("unit", "title", "from_date"),
        ("unit", "title", "group", "from_date", "to_date", "basis", "end_basis"),
        {"group": Person.Group},
    ),
}


@transaction.atomic
def add_fact(*, person: Person, sort: str, values: Mapping[str, Any], by: Any) -> Fact:
    """One more fact of `sort`; `values` as `SORTS[sort].fields` name them.

    Refuses unknown words, days that have not come, an end before the start, a start before birth,
    and a fact that is recorded already (that one is corrected instead).
    """
    check_may_keep_people(by, department=person.department)
    kind = SORTS[sort]
    fact: Fact = kind.model(person=person, **checked(person, sort, values))
    _refuse_double(fact, kind)
    fact.save()
    if isinstance(fact, Post) and fact.to_date is None and person.unit_id is None:
        _follow(person, fact)
    _write_down(fact, kind, "Ghi", by=by, before={})
    return fact


@transaction.atomic
def change_fact(*, fact: Fact, values: Mapping[str, Any], by: Any, reason: str) -> bool:
    """Correct a fact; True when something changed.

    The audit row keeps the former content and the reason, without which nothing is changed.
    """
    person = fact.person
    check_may_keep_people(by, department=person.department)
    why = said_why(reason)
    sort = sort_of(fact)
    kind = SORTS[sort]
    before = _plain(fact, kind)
    is_present = isinstance(fact, Post) and _is_present(fact)
    for name, value in checked(person, sort, values).items():
        setattr(fact, name, value)
    if _plain(fact, kind) == before:
        return False
    _refuse_double(fact, kind)
    fact.save()
    if isinstance(fact, Post) and is_present:
        _follow(person, fact)
    _write_down(fact, kind, "Sửa", by=by, before=before, reason=why)
    return True


@transaction.atomic
def remove_fact(*, fact: Fact, by: Any, reason: str) -> None:
    """Take out a fact recorded by mistake; the audit row keeps its content and the reason.

    Refuses without a reason, and the only post of somebody at work: the record would not say
    where they are.
    """
    person = fact.person
    check_may_keep_people(by, department=person.department)
    why = said_why(reason)
    kind = SORTS[sort_of(fact)]
    if isinstance(fact, Post) and _is_present(fact):
        others = person.posts.exclude(pk=fact.pk).filter(to_date=None)
        if not others.exists():
            raise WrongState(
                "Đây là chức vụ hiện nay. Sửa dòng này, hoặc ghi chức vụ mới ở “Sửa thông tin”."
            )
    _write_down(fact, kind, "Xóa", by=by, before=_plain(fact, kind), gone=True, reason=why)
    fact.delete()


@transaction.atomic
def conclude_matter(*, matter: PendingMatter, to_date: dt.date, note: str = "", by: Any) -> None:
    """A matter under review is over from a day; it no longer holds commendation afterwards.

    Refuses one already concluded, a day that has not come or lies before the beginning.
    """
    check_may_keep_people(by, department=matter.person.department)
    if matter.to_date is not None:
        raise WrongState(f"Vụ việc đã kết thúc ngày {matter.to_date:%d/%m/%Y}.")
    ending = squeeze(note)
    text = "; ".join(part for part in (matter.note, ending) if part)
    if len(text) > 300:
        raise WrongState("Nội dung và kết luận dài quá 300 ký tự. Ghi gọn lại.", field="note")
    change_fact(
        fact=matter,
        values={
            "kind": matter.kind,
            "from_date": matter.from_date,
            "to_date": to_date,
            "note": text,
        },
        by=by,
        reason=ending or "Vụ việc kết thúc",
    )


def said_why(reason: str) -> str:
    """The reason of a correction, without which none is made."""
    text = squeeze(reason)
    if not text:
        raise WrongState("Ghi lý do.", field="reason")
    if len(text) > 500:
        raise WrongState("Lý do dài quá 500 ký tự. Ghi gọn lại.", field="reason")
    return text


def sort_of(fact: Fact) -> str:
    return next(name for name, kind in SORTS.items() if isinstance(fact, kind.model))


def checked(person: Person, sort: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they would be stored; refuses what cannot be."""
    kind = SORTS[sort]
    found = {name: values[name] for name in kind.fields if name in values}
    for name, value in found.items():
        if isinstance(value, str):
            found[name] = squeeze(value)
    for name, choices in kind.words.items():
        value = found.get(name, "")
        if value not in choices.values and not (sort == "post" and value == ""):
            raise WrongState(f"Chọn {kind.noun} trong danh mục.", field=name)
    if sort == "rating":
        this_year = timezone.localdate().year
        if not 1950 <= found["year"] <= this_year:
            raise WrongState(f"Năm xếp loại phải từ 1950 đến {this_year}.", field="year")
        return found
    if sort == "post":
        unit: Body | None = found.get("unit")
        if unit is None or unit.department != person.department:
            raise WrongState(f"Chọn đơn vị thuộc {person.department.name}.", field="unit")
    _check_days(person, sort, found.get("from_date"), found.get("to_date"))
    return found


def _check_days(person: Person, sort: str, start: dt.date | None, end: dt.date | None) -> None:
    today = timezone.localdate()
    # A leave that is granted may begin and end later; the end of a measure is known ahead too.
    latest = dt.date(today.year + 1, 12, 31) if sort == "leave" else today
    if start is not None and start > latest:
        raise WrongState(
            f"Ngày bắt đầu {start:%d/%m/%Y} chưa tới. Kiểm tra lại ngày."
            if sort != "leave"
            else f"Ngày bắt đầu nghỉ không sau {latest:%d/%m/%Y}.",
            field="from_date",
        )
    if end is not None and end > today and sort in {"pending", "post"}:
        raise WrongState(
            f"Ngày kết thúc {end:%d/%m/%Y} chưa tới. Để trống khi chưa kết thúc.", field="to_date"
        )
    if start is not None and end is not None and end < start:
        raise WrongState(
            f"Ngày kết thúc ({end:%d/%m/%Y}) phải từ ngày bắt đầu ({start:%d/%m/%Y}) trở đi.",
            field="to_date",
        )
    born = person.born_on
    if born is not None and start is not None and start <= born:
        raise WrongState(f"Ngày bắt đầu phải sau ngày sinh ({born:%d/%m/%Y}).", field="from_date")


def _refuse_double(fact: Fact, kind: Sort) -> None:
    same = {name: getattr(fact, name) for name in kind.key}
    known = kind.model.objects.filter(person=fact.person, **same).exclude(pk=fact.pk)
    if known.exists():
        if isinstance(fact, Rating):
            raise WrongState(f"Đã ghi xếp loại năm {fact.year}. Sửa dòng đó.", field="year")
        raise WrongState(
            f"Đã ghi {kind.noun} này với cùng ngày bắt đầu. Sửa dòng đã có.", field="from_date"
        )


def _is_present(post: Post) -> bool:
    person = post.person
    return post.to_date is None and (post.unit_id, post.title) == (person.unit_id, person.position)


def _follow(person: Person, post: Post) -> None:
    """The list repeats the present post: a corrected one is corrected there too."""
    if post.to_date is not None:
        other = person.posts.filter(to_date=None).order_by("-from_date", "-pk").first()
        if other is None:
            return
        post = other
    person.unit, person.position = post.unit, post.title
    person.group = post.group or person.group


def _write_down(
    fact: Fact,
    kind: Sort,
    verb: str,
    *,
    by: Any,
    before: dict[str, str],
    gone: bool = False,
    reason: str = "",
) -> None:
    person = fact.person
    place = ["unit", "position", "group"] if isinstance(fact, Post) else []
    person.save(update_fields=[*place, "changed_at"])
    record(
        by=by,
        action=f"people.{'remove' if gone else 'change' if before else 'add'}_{sort_of(fact)}",
        text=f"{verb} {kind.noun} của {person.full_name}",
        subject=person,
        body=person.department,
        detail={
            "before": before,
            "after": {} if gone else _plain(fact, kind),
            **({"reason": reason} if reason else {}),
        },
    )


def _plain(fact: Fact, kind: Sort) -> dict[str, str]:
    values = ((name, getattr(fact, name)) for name in kind.fields)
    return {name: "" if value is None else str(value) for name, value in values}
