"""The persons of a department while a batch is taken in: found again, checked, stored at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypedDict

from django.utils import timezone

from thidua.kit.errors import WrongState
from thidua.kit.rows import CHUNK
from thidua.kit.text import fold, name_order, squeeze
from thidua.organisations.models import Body
from thidua.people import identity
from thidua.people.models import IdentityNumber, Person
from thidua.people.queries.merging import standing, standing_codes

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


class Batch:
    """The persons of a department while a batch is taken in: five queries for any number."""

    def __init__(self, department: Body, rows: Sequence[PersonRow]) -> None:
        self.department = department
        people = list(Person.objects.filter(department=department))
        self.by_pk = {p.pk: p for p in people}
        # The code of a merged record finds the person who stands for it.
        aliases = {c: self.by_pk[p.pk] for c, p in standing_codes(department).items()}
        self.by_code = aliases | {p.code: p for p in people}
        asked = {identity.digest(n) for r in rows if (n := r.get("identity_number"))}
        known = IdentityNumber.objects.filter(digest__in=asked).select_related("person")
        self.numbers = {i.digest: i for i in known} if asked else {}
        for number in self.numbers.values():
            if number.person.merged_into_id:  # found again as the one who stands for it
                number.person = self.by_pk.get(standing(number.person_id), number.person)
        self.new: list[Person] = []
        self.altered: dict[int, Person] = {}
        # Digest to the person and number of this batch, so that two lines cannot share one.
        self.claimed: dict[str, tuple[Person, str]] = {}
        self.numbered: set[int] = set()
        # A code made up here must not be one that a later line of the batch bears.
        codes = [*self.by_code, *(code for row in rows if (code := row.get("code")))]
        self.next_number = 1 + max(map(_code_number, codes), default=0)

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
            now = timezone.now()  # bulk_update leaves auto_now aside
            for person in self.altered.values():
                person.changed_at = now
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
            # The number of a merged record stays there, whoever stands for it.
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
        if id(person) in self.numbered:
            raise WrongState(
                f"{person.full_name} ({person.code}) có hai số định danh trong danh sách. "
                "Kiểm tra lại mã cán bộ và số của từng dòng.",
                field="identity_number",
            )
        self.claimed[digest] = (person, number)
        self.numbered.add(id(person))  # new persons have no key yet
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
