"""One person kept by hand: added, corrected, moved to another unit, gone from the body."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import fold, squeeze
from thidua.organisations.models import Body
from thidua.people import identity
from thidua.people.actions.batch import Batch, PersonFields
from thidua.people.actions.moving import PLACE, end_posts, move, moves
from thidua.people.actions.persons import save_person
from thidua.people.actions.posts import record_post
from thidua.people.models import IdentityNumber, Person
from thidua.people.permissions import check_may_keep_people
from thidua.people.queries import GONE, by_identity

# What an identity number tells as well.
_IN_NUMBER = ("born_on", "born_year", "gender")


@transaction.atomic
def add_person(
    *,
    department: Body,
    by: Any,
    full_name: str,
    fields: PersonFields,
    code: str = "",
    identity_number: str = "",
    since: dt.date | None = None,
    namesake: bool = False,
) -> Person:
    """A new person with the present post from `since`; never touches one already there.

    Refuses what `save_person` refuses, a code in use, an identity number of somebody else or one
    that contradicts birth and sex, and a namesake unless `namesake` says it is another person.
    """
    check_may_keep_people(by, department=department)
    code = squeeze(code)
    if code and Person.objects.filter(department=department, code__iexact=code).exists():
        raise WrongState(f"Mã “{code}” đã dùng. Chọn mã khác hoặc để trống.", field="code")
    _check_dates(fields)
    if identity_number:
        check_identity(identity_number, fields.get("born_year"), fields)
        holder = by_identity(department, identity_number)
        if holder is not None:
            raise WrongState(
                f"Số định danh này đang ghi cho {holder.full_name} ({holder.code}). "
                "Mở hồ sơ đó để sửa.",
                field="identity_number",
            )
    alike = Person.objects.filter(department=department, folded_name=fold(full_name)).first()
    if alike is not None and not namesake:
        raise WrongState(
            f"Đã có {alike.full_name} (mã {alike.code}). Mở hồ sơ đó để sửa; nếu là người khác, "
            "chọn “Là người khác, trùng họ tên”.",
            field="namesake",
        )
    person, _ = save_person(
        department=department,
        by=by,
        full_name=full_name,
        code=code or None,
        identity_number=identity_number or None,
        with_posts=False,
        **fields,
    )
    unit = fields.get("unit")
    if unit is not None and person.status not in GONE:
        record_post(
            person=person,
            unit=unit,
            title=person.position,
            group=person.group,
            from_date=since,
            by=by,
        )
    return person


@transaction.atomic
def edit_person(
    *,
    person: Person,
    by: Any,
    full_name: str,
    fields: PersonFields,
    code: str = "",
    identity_number: str = "",
    forget_identity: bool = False,
    changed_on: dt.date | None = None,
    slip: bool = False,
) -> bool:
    """Correct a person; True when something changed. The audit row keeps the former values.

    Another unit, position or group holds from `changed_on`: the present post ends the day before
    and a new one begins. Filling in what was unknown needs no day, nor does a `slip`, which
    corrects the present post. A status of having left needs `left_on`, which also ends the posts.
    Refuses like `add_person`.
    """
    department = person.department
    check_may_keep_people(by, department=department)
    code = squeeze(code) or person.code
    same_code = Person.objects.filter(department=department, code__iexact=code)
    if same_code.exclude(pk=person.pk).exists():
        raise WrongState(f"Mã “{code}” đã dùng cho người khác.", field="code")
    wanted: dict[str, Any] = {name: getattr(person, name) for name in PersonFields.__annotations__}
    wanted.update(fields)
    if "born_on" in fields and fields.get("born_year") is None:
        wanted["born_year"] = wanted["born_on"].year if wanted["born_on"] else None
    _check_dates(wanted)
    kept = IdentityNumber.objects.filter(person=person).first()
    if identity_number:
        check_identity(identity_number, wanted["born_year"], wanted)
    elif kept and not forget_identity and any(wanted[n] != getattr(person, n) for n in _IN_NUMBER):
        number = identity.decrypt(bytes(kept.cipher), person_id=person.pk)
        check_identity(number, wanted["born_year"], wanted)
    before = _plain(person)
    moved = moves(person, wanted)
    batch = Batch(department, [{"identity_number": identity_number or None}])
    row: Any = {name: value for name, value in wanted.items() if name not in PLACE}
    row |= {
        "full_name": full_name,
        "person": person,
        "identity_number": identity_number or None,
    }
    held, changed = batch.take(row)
    if held.code != code:
        held.code, changed = code, True
        batch.altered[held.pk] = held
    batch.store()
    forgotten = bool(forget_identity and not identity_number and kept)
    if forgotten and kept is not None:
        kept.delete()
    if moved:
        move(held, wanted, None if slip else changed_on, slip=slip)
    ended = end_posts(held)
    if not (changed or moved or forgotten or ended):
        return False
    if moved or forgotten:
        held.save()
    after = _plain(held)
    differing = [name for name in after if after[name] != before[name]]
    record(
        by=by,
        action="people.edit_person",
        text=f"Sửa thông tin {held.full_name}",
        subject=held,
        body=department,
        detail={
            "before": {name: before[name] for name in differing},
            "after": {name: after[name] for name in differing},
            # That the number changed, never what it is.
            "identity_number": bool(identity_number and batch.claimed) or forgotten,
            "changed_on": str(changed_on or ""),
        },
    )
    return True


def check_identity(number: str, born_year: int | None, fields: Any) -> None:
    """Refuse a number whose century, sex or year contradicts what is recorded of the person."""
    clean = identity.clean(number)
    year, gender = identity.year_in(clean), identity.gender_in(clean)
    if year is None or gender is None:
        raise WrongState(
            "Chữ số thứ tư của số định danh phải từ 0 đến 3 (thế kỷ và giới tính). "
            "Kiểm tra lại số.",
            field="identity_number",
        )
    born = fields.get("born_on")
    known = born.year if born else born_year
    if known is not None and known != year:
        raise WrongState(
            f"Số định danh chỉ năm sinh {year}, khác năm sinh {known}. "
            "Kiểm tra lại số và ngày sinh.",
            field="identity_number",
        )
    said = fields.get("gender")
    if said and said != gender:
        raise WrongState(
            f"Số định danh chỉ giới tính {Person.Gender(gender).label.lower()}, trái với giới tính "
            "đã chọn. Kiểm tra lại số và giới tính.",
            field="identity_number",
        )


def _check_dates(fields: Any) -> None:
    today = timezone.localdate()
    born, year = fields.get("born_on"), fields.get("born_year")
    youngest = today.year - 14
    if born is not None and not 1900 <= born.year <= youngest:
        raise WrongState(f"Năm sinh phải từ 1900 đến {youngest}.", field="born_on")
    if born is not None and year is not None and year != born.year:
        raise WrongState("Năm sinh khác năm của ngày sinh. Sửa một trong hai.", field="born_on")
    if year is not None and not 1900 <= year <= youngest:
        raise WrongState(f"Năm sinh phải từ 1900 đến {youngest}.", field="born_year")
    birth = born or (dt.date(year, 1, 1) if year else None)
    steps = [
        ("recruited_on", "Ngày tuyển dụng", birth, "sinh"),
        ("joined_on", "Ngày về cơ quan", birth, "sinh"),
        ("left_on", "Ngày rời cơ quan", fields.get("joined_on") or birth, "về cơ quan"),
    ]
    for name, label, after, of in steps:
        day = fields.get(name)
        if day is not None and day > today:
            raise WrongState(f"{label} {day:%d/%m/%Y} chưa tới. Kiểm tra lại ngày.", field=name)
        if day is not None and after is not None and day < after:
            raise WrongState(f"{label} phải từ ngày {of} ({after:%d/%m/%Y}) trở đi.", field=name)
    gone = fields.get("status") in GONE
    if gone and fields.get("left_on") is None:
        raise WrongState("Ghi ngày rời cơ quan.", field="left_on")
    if not gone and fields.get("left_on") is not None:
        raise WrongState(
            "Đã ghi ngày rời cơ quan: chọn tình trạng đã chuyển, đã nghỉ hưu hoặc đã thôi việc, "
            "hoặc xóa ngày này.",
            field="left_on",
        )


def _plain(person: Person) -> dict[str, str]:
    """What the log keeps of a person; the identity number is not among it."""
    words = {name: str(getattr(person, name) or "") for name in PersonFields.__annotations__}
    words["party_member"] = "" if person.party_member is None else str(person.party_member)
    return {**words, "full_name": person.full_name, "code": person.code}
