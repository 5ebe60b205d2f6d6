"""Who persons are: adding, updating, posts held, and looking at an identity number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.rows import CHUNK, merge
from thidua.kit.text import fold, name_order, squeeze
from thidua.organisations.models import Body
from thidua.people import identity
from thidua.people.models import IdentityNumber, Person, Post
from thidua.people.permissions import check_may_keep_people, check_may_reveal_identity

_CODE = "CB"
_PAST_DATES = {"born_on": "ngày sinh", "recruited_on": "ngày tuyển dụng", "joined_on": "ngày về"}
_CHOICES: dict[str, Any] = {
    "gender": Person.Gender,
    "group": Person.Group,
    "employment": Person.Employment,
    "status": Person.Status,
}


class PersonFields(TypedDict, total=False):
    """What may be said of a person; a key left out stays as it is."""

    unit: Body | None
    gender: str
    born_on: dt.date | None
    born_year: int | None
    ethnicity: str
    party_member: bool | None
    position: str
    group: str
    employment: str
    recruited_on: dt.date | None
    joined_on: dt.date | None
    left_on: dt.date | None
    status: str
    note: str


class PersonRow(PersonFields, total=False):
    """One line of `save_people`: found again by `person`, else `code`, else identity number."""

    person: Person | None
    code: str | None
    full_name: str
    identity_number: str | None


@transaction.atomic
def save_people(
    *, department: Body, rows: Sequence[PersonRow], by: Any
) -> list[tuple[Person, bool]]:
    """Add or update many persons, in the order of `rows`; each with whether it changed.

    A line is found again by `person`, else by `code`, else by the identity number; otherwise it is
    a new person with the next staff code. Refuses a future date, an unknown word, a unit of
    another department, an identity number that is another person's; then nothing is stored.
    """
    check_may_keep_people(by, department=department)
    book = _Book(department, rows)
    results = [book.take(row) for row in rows]
    book.store()
    changed = sum(1 for _, different in results if different)
    if changed:
        one = results[0][0] if len(results) == 1 else None
        record(
            by=by,
            action="people.save_people",
            text=f"Cập nhật hồ sơ {one.full_name}" if one else f"Cập nhật hồ sơ {changed} người",
            subject=one or department,
            body=department,
            detail={"added": book.added, "altered": changed - book.added},
        )
    return results


def save_person(
    *,
    department: Body,
    by: Any,
    full_name: str,
    code: str | None = None,
    person: Person | None = None,
    identity_number: str | None = None,
    **fields: Unpack[PersonFields],
) -> tuple[Person, bool]:
    """The same for one person; returns the person and whether anything changed."""
    row: PersonRow = {
        **fields,
        "full_name": full_name,
        "code": code,
        "person": person,
        "identity_number": identity_number,
    }
    return save_people(department=department, rows=[row], by=by)[0]


class _Book:
    """The persons of a department while a batch is taken in: five queries for any number."""

    def __init__(self, department: Body, rows: Sequence[PersonRow]) -> None:
        self.department = department
        people = list(Person.objects.filter(department=department))
        self.by_pk = {p.pk: p for p in people}
        self.by_code = {p.code: p for p in people}
        asked = {identity.digest(n) for r in rows if (n := r.get("identity_number"))}
        known = IdentityNumber.objects.filter(digest__in=asked).select_related("person")
        self.numbers = {i.digest: i for i in known} if asked else {}
        self.new: list[Person] = []
        self.altered: dict[int, Person] = {}
        # Digest to the person and number of this batch, so that two lines cannot share one.
        self.claimed: dict[str, tuple[Person, str]] = {}
        self.next_number = 1 + max((_code_number(p.code) for p in people), default=0)

    @property
    def added(self) -> int:
        return len(self.new)

    def take(self, row: PersonRow) -> tuple[Person, bool]:
        name = squeeze(row.get("full_name", ""))
        if not name:
            raise WrongState("Ghi họ và tên.", field="full_name")
        fields = {
            k: v
            for k, v in row.items()
            if k not in {"person", "code", "full_name", "identity_number"}
        }
        self._check(name, fields)
        raw = row.get("identity_number")
        number = identity.clean(raw) if raw else ""
        digest = identity.digest(number) if number else ""
        found = self._find(row, digest)
        different = found is None
        person = found if found is not None else self._start(row.get("code"))
        for field, value in {**fields, **_name_fields(name), **_birth_year(fields)}.items():
            plain = value.pk if isinstance(value, Body) else value
            if getattr(person, "unit_id" if field == "unit" else field) != plain:
                setattr(person, field, value)
                different = True
        if number and self._claim(person, number, digest):
            different = True
        if different and person.pk is not None:
            self.altered[person.pk] = person
        return person, different

    def store(self) -> None:
        Person.objects.bulk_create(self.new, batch_size=CHUNK)
        if self.altered:
            columns = [f.name for f in Person._meta.concrete_fields if not f.primary_key]
            Person.objects.bulk_update(list(self.altered.values()), columns, batch_size=100)
        if self.claimed:
            owners = [person.pk for person, _ in self.claimed.values()]
            IdentityNumber.objects.filter(person__in=owners).delete()
            IdentityNumber.objects.bulk_create(
                [
                    IdentityNumber(
                        person=person,
                        cipher=identity.encrypt(number, person_id=person.pk),
                        digest=digest,
                    )
                    for digest, (person, number) in self.claimed.items()
                ],
                batch_size=CHUNK,
            )

    def _find(self, row: PersonRow, digest: str) -> Person | None:
        given = row.get("person")
        if given is not None:
            if given.pk not in self.by_pk:
                raise WrongState(f"{given.full_name} không thuộc {self.department.name}.")
            return self.by_pk[given.pk]
        code = row.get("code")
        if code:
            return self.by_code.get(code)
        if digest in self.claimed:
            return self.claimed[digest][0]
        known = self.numbers.get(digest)
        return self.by_pk.get(known.person_id) if known else None

    def _start(self, code: str | None) -> Person:
        if not code:
            code = f"{_CODE}{self.next_number:04d}"
            self.next_number += 1
        elif len(code) > 20:
            raise WrongState(f"Mã cán bộ “{code}” dài quá 20 ký tự.", field="code")
        person = Person(department=self.department, code=code)
        self.by_code[code] = person
        self.next_number = max(self.next_number, _code_number(code) + 1)
        self.new.append(person)
        return person

    def _claim(self, person: Person, number: str, digest: str) -> bool:
        known = self.numbers.get(digest)
        if known is not None and known.person_id == person.pk:
            return False
        holder: Person | None = known.person if known is not None else None
        if digest in self.claimed:
            holder = self.claimed[digest][0]
            if holder is person:
                return False
        if holder is not None:
            raise WrongState(
                f"Số định danh của {person.full_name} đang ghi cho "
                f"{_described(holder, self.department)}. "
                "Kiểm tra lại số của cả hai người.",
                field="identity_number",
            )
        self.claimed[digest] = (person, number)
        return True

    def _check(self, name: str, fields: dict[str, Any]) -> None:
        today = timezone.localdate()
        for field, label in _PAST_DATES.items():
            value = fields.get(field)
            if value is not None and value > today:
                raise WrongState(
                    f"{name}: {label} {value:%d/%m/%Y} chưa tới. Kiểm tra lại ngày.", field=field
                )
        for field, choices in _CHOICES.items():
            value = fields.get(field)
            if value and value not in choices.values:
                raise WrongState(f"{name}: “{value}” không có trong danh mục.", field=field)
        unit = fields.get("unit")
        if unit is not None and unit.department != self.department:
            raise WrongState(
                f"{name}: {unit.name} không thuộc {self.department.name}.", field="unit"
            )


def _described(holder: Person, department: Body) -> str:
    if holder.department_id != department.pk:  # never name a person of another body
        return "một người ở cơ quan khác"
    return f"{holder.full_name} ({holder.code})"


def _code_number(code: str) -> int:
    digits = code.removeprefix(_CODE)
    return int(digits) if code.startswith(_CODE) and digits.isascii() and digits.isdigit() else 0


def _name_fields(name: str) -> dict[str, str]:
    return {"full_name": name, "folded_name": fold(name), "sort_key": name_order(name)}


def _birth_year(fields: dict[str, Any]) -> dict[str, Any]:
    born = fields.get("born_on")
    return {"born_year": born.year} if born else {}


class PostRow(TypedDict, total=False):
    """One line of `record_posts`."""

    person: Person
    unit: Body
    title: str
    group: str
    from_date: dt.date | None
    to_date: dt.date | None


@transaction.atomic
def record_posts(*, department: Body, rows: Iterable[PostRow], by: Any) -> int:
    """Positions held; the same title at the same unit from the same day is one post.

    A post without an end becomes the person's present unit, position and group.
    """
    check_may_keep_people(by, department=department)
    listed = [{"from_date": None, "to_date": None, "title": "", "group": "", **r} for r in rows]
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
    merged = merge(
        Post,
        listed,
        key=("person", "unit", "title", "from_date"),
        within=Q(person__in={row["person"].pk for row in listed}),
    )
    Person.objects.bulk_update(list(present.values()), ["unit", "position", "group"], 100)
    if merged.changed or present:
        record(
            by=by,
            action="people.record_posts",
            text=f"Ghi chức vụ, đơn vị công tác: {merged.changed or len(present)} dòng",
            subject=listed[0]["person"] if len(listed) == 1 else department,
            body=department,
        )
    return merged.changed


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


@transaction.atomic
def reveal_identity(*, person: Person, by: Any) -> str:
    """The identity number in clear, for the officer; every look leaves an audit row.

    Refuses when no number is recorded, so that the log never tells of a look that showed nothing.
    """
    check_may_reveal_identity(by, person=person)
    kept = IdentityNumber.objects.filter(person=person).first()
    if kept is None:
        raise WrongState(f"Chưa ghi số định danh của {person.full_name}.")
    number = identity.decrypt(kept.cipher, person_id=person.pk)
    record(
        by=by,
        action="people.reveal_identity",
        text=f"Xem số định danh của {person.full_name}",
        subject=person,
        body=person.department,
    )
    return number
