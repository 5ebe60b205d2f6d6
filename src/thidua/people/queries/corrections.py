"""Requests of persons to correct their own records: what may be asked, who sees which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from thidua.law import load_rulebook
from thidua.law.errors import LawError
from thidua.organisations.models import Body
from thidua.organisations.scopes import Role, scope_of
from thidua.people.models import Correction, Discipline, Grade, Leave, PendingMatter, Person
from thidua.people.queries.scope import own_person_id, search

PERSON = "person"
# What persons may ask to have corrected in their own records; the identity number is told to the
# officer in person, never typed into a request.
FIELDS = {
    "full_name": "Họ và tên",
    "gender": "Giới tính",
    "born_on": "Ngày sinh",
    "ethnicity": "Dân tộc",
    "party_member": "Đảng viên",
    "employment": "Loại lao động",
    "recruited_on": "Ngày tuyển dụng",
    "joined_on": "Ngày về cơ quan",
}
ASKABLE = {
    "rating": "Xếp loại",
    "post": "Chức vụ đã giữ",
    "leave": "Thời gian nghỉ",
    "discipline": "Kỷ luật",
    "pending": "Vụ việc đang xem xét",
}
IDENTITY = "identity"
# What is asked in words, because the record of it is kept by apps above, or apart.
IN_WORDS = {
    "award": "Khen thưởng trong sổ",
    "initiative": "Sáng kiến, đề tài",
    "registration": "Đăng ký thi đua",
    "departure": "Chuyển công tác, nghỉ hưu, thôi việc",
    IDENTITY: "Số định danh",
}
_WORDS: dict[str, Any] = {
    "gender": Person.Gender,
    "employment": Person.Employment,
    "group": Person.Group,
    "grade": Grade,
    "measure": Discipline.Measure,
}
_LABELS = {
    "from_date": "từ", "to_date": "đến", "decision_number": "số", "source": "nguồn",
    "basis": "căn cứ", "end_basis": "thôi theo", "year": "năm",
}  # fmt: skip
SORTS = {"ngay": ("asked_at",), "nguoi": ("person__sort_key", "-asked_at")}
STATES = Correction.State.choices


@dataclass(frozen=True)
class Requests:
    """The requests asked for, and what the filters were understood as."""

    rows: QuerySet[Correction]
    text: str
    state: str

    @property
    def filtered(self) -> bool:
        return bool(self.text or self.state)


def visible_corrections(user: Any) -> QuerySet[Correction]:
    """Those of the department for the officer; the own ones for everybody."""
    mine = Q(person=own_person_id(user) or 0)
    scope = scope_of(user)
    if scope.department is not None and scope.has(Role.OFFICER):
        mine |= Q(person__department=scope.department)
    return Correction.objects.filter(mine).select_related(
        "person__unit", "person__department", "asked_by", "decided_by"
    )


def corrections_waiting(department: Body) -> QuerySet[Correction]:
    """Requests of the department's people that nobody has decided yet."""
    return Correction.objects.filter(
        person__department=department, state=Correction.State.OPEN
    ).select_related("person")


def requests(user: Any, asked: Mapping[str, str]) -> Requests:
    """The list by `q` (name, code, content) and `tinh-trang`; unknown words filter nothing."""
    text = asked.get("q", "").strip()
    state = asked.get("tinh-trang", "")
    state = state if state in Correction.State.values else ""
    rows = visible_corrections(user)
    if text:
        rows = rows.filter(person__in=search(Person.objects.all(), text))
    if state:
        rows = rows.filter(state=state)
    return Requests(rows, text, state)


def own_lines(person: Person, sort: str) -> list[tuple[int, str]]:
    """Key and words of every line of the person's record of a sort in `IN_WORDS`, newest first."""
    relations: Any = person
    if sort == "award":
        rows = relations.awards.exclude(state="withdrawn").order_by("-year", "pk")
        return [(row.pk, _award(row)) for row in rows]
    if sort == "initiative":
        rows = relations.initiatives.order_by("-year", "pk")
        return [(row.pk, f"{row.name}, năm {row.year}, {_level(row)}") for row in rows]
    if sort == "registration":
        rows = relations.registrations.order_by("-year", "pk")
        return [(row.pk, f"{_name(row.award_code)}, năm {row.year}") for row in rows]
    if sort == "departure":
        left = relations.departures.order_by("-from_date", "pk")
        return [(row.pk, f"{row}, {_span(row.from_date, row.to_date)}".strip(", ")) for row in left]
    return []


def _award(row: Any) -> str:
    said = row.award_name + (f", năm {row.year}" if row.year else "")
    if row.decision_number:
        said += f", số {row.decision_number}"
    return f"{said} (sổ số {row.sequence})"


def _level(row: Any) -> str:
    level = row.get_level_display()
    return f"cấp {level.lower()}" if level else str(row.get_state_display()).lower()


def _name(code: str) -> str:
    try:
        return load_rulebook().info(code).name
    except LawError:
        return code


def _span(start: dt.date | None, end: dt.date | None) -> str:
    said = [f"{word} {day:%d/%m/%Y}" for word, day in (("từ", start), ("đến", end)) if day]
    return " ".join(said)


def in_words(sort: str, values: Mapping[str, Any]) -> str:
    """What a record says or should say, in one line."""
    said = []
    for name, value in values.items():
        text = _word(name, value)
        if text and sort != PERSON and name in _LABELS:
            text = f"{_LABELS[name]} {text}"
        if text:
            said.append(text)
    return ", ".join(said)


def _word(name: str, value: Any) -> str:
    if name == "party_member":
        return {True: "Là đảng viên", False: "Không là đảng viên"}.get(value, "")
    if value is None or value == "":
        return ""
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if name == "kind":
        return str(dict([*Leave.Kind.choices, *PendingMatter.Kind.choices]).get(value, value))
    if name in _WORDS:
        return str(dict(_WORDS[name].choices).get(value, value))
    return value.name if isinstance(value, Body) else str(value)
