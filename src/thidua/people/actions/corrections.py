"""Corrections that persons ask for in their own records, and their decision by an officer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.organisations.models import Body
from thidua.people.actions.asking import check_words, is_asked, keep, note
from thidua.people.actions.editing import (
    SORTS,
    Fact,
    add_fact,
    change_fact,
    checked,
    remove_fact,
)
from thidua.people.actions.keeping import edit_person
from thidua.people.models import Correction, Person
from thidua.people.permissions import check_may_ask_correction, check_may_decide_corrections
from thidua.people.queries.corrections import ASKABLE, FIELDS, IN_WORDS, PERSON, in_words

Act, State = Correction.Act, Correction.State
_DAYS = {"born_on", "recruited_on", "joined_on", "from_date", "to_date"}


@transaction.atomic
def ask_correction(
    *,
    person: Person,
    sort: str,
    act: str,
    reason: str,
    by: Any,
    field: str = "",
    fact: Fact | None = None,
    values: Mapping[str, Any] | None = None,
    upload: UploadedFile[Any] | None = None,
) -> Correction:
    """A person asks to have the own record corrected; an officer of the department decides.

    `sort` is "person" with a `field`, or a sort of dated fact with the `fact` (none for one that
    is missing); `values` is what it should say. Refuses somebody else's record, what the person
    may not ask for, a wish that changes nothing or cannot be, one asked already, a wrong file.
    """
    check_may_ask_correction(by, person=person)
    why = squeeze(reason)
    check_words(why, "reason", "Ghi lý do, căn cứ của đề nghị.", 1000)
    if sort == PERSON:
        if field not in FIELDS or act != Act.CHANGE:
            raise WrongState("Mục này không đề nghị sửa ở đây. Báo trực tiếp cho chuyên viên.")
        before, wanted = {field: getattr(person, field)}, dict(values or {})
        wanted = {field: wanted.get(field)}
        what = FIELDS[field]
    else:
        if sort not in ASKABLE or (fact is None) != (act == Act.ADD):
            raise WrongState("Mục này không đề nghị sửa ở đây. Báo trực tiếp cho chuyên viên.")
        if fact is not None and fact.person_id != person.pk:
            raise WrongState("Dòng này không thuộc hồ sơ của anh/chị.")
        names = SORTS[sort].fields
        before = {name: getattr(fact, name) for name in names} if fact is not None else {}
        wanted = {} if act == Act.REMOVE else checked(person, sort, values or {})
        what = f"{ASKABLE[sort]}" + (f": {fact}" if fact is not None else "")
    if act != Act.REMOVE and _plain(before) == _plain({**before, **wanted}):
        raise WrongState("Đề nghị giống điều đang ghi. Ghi điều cần sửa.", field=field or None)
    key = fact.pk if fact is not None else None
    if (key is not None or sort == PERSON) and is_asked(person, sort, key, field):
        raise WrongState("Đã có đề nghị về điều này đang chờ giải quyết. Rút đề nghị đó trước.")
    asked = Correction(
        person=person, sort=sort, field=field, act=act, fact_id=fact.pk if fact else None,
        before=_plain(before), wanted=_plain(wanted), what=what[:200], reason=why,
        before_text=in_words(sort, before)[:500], wanted_text=in_words(sort, wanted)[:500],
        asked_by=by,
    )  # fmt: skip
    keep(asked, upload, by)
    return asked


@transaction.atomic
def accept_correction(*, correction: Correction, answer: str = "", by: Any) -> Correction:
    """The fact is changed by this very act. Refuses a request decided already, the own one, and
    one whose fact has changed since it was asked. What is asked in words is mended by hand before,
    and the answer says how.
    """
    row = _open(correction, by)
    if row.sort in IN_WORDS:
        if not squeeze(answer):
            raise WrongState(
                "Ghi đã sửa ở đâu, theo văn bản nào: điều này không tự sửa theo đề nghị.",
                field="answer",
            )
        return _decide(row, State.ACCEPTED, answer, "accept_correction", "Chấp nhận", by)
    person = Person.objects.get(pk=row.person_id)
    wanted = _values(row.wanted)
    reason = f"Theo đề nghị số {row.pk}: {row.reason}"[:500]
    if row.sort == PERSON:
        if _plain({row.field: getattr(person, row.field)}) != row.before:
            raise WrongState(_CHANGED)
        name = wanted.pop("full_name", person.full_name)
        edit_person(person=person, by=by, full_name=name, fields=wanted)  # type: ignore[arg-type]  # only names of fields, chosen above
    elif row.act == Act.ADD:
        add_fact(person=person, sort=row.sort, values=wanted, by=by)
    else:
        kind = SORTS[row.sort]
        fact = kind.model.objects.filter(pk=row.fact_id, person=person).first()
        if fact is None or _plain({n: getattr(fact, n) for n in row.before}) != row.before:
            raise WrongState(_CHANGED)
        if row.act == Act.REMOVE:
            remove_fact(fact=fact, by=by, reason=reason)
        else:
            now = {name: getattr(fact, name) for name in kind.fields}
            change_fact(fact=fact, values={**now, **wanted}, by=by, reason=reason)
    return _decide(row, State.ACCEPTED, answer, "accept_correction", "Chấp nhận", by)


@transaction.atomic
def refuse_correction(*, correction: Correction, answer: str, by: Any) -> Correction:
    """The record stays as it is; the person reads why. Refuses without an answer."""
    row = _open(correction, by)
    if not squeeze(answer):
        raise WrongState("Ghi lý do không chấp nhận.", field="answer")
    return _decide(row, State.REFUSED, answer, "refuse_correction", "Không chấp nhận", by)


@transaction.atomic
def withdraw_correction(*, correction: Correction, by: Any) -> Correction:
    """The person takes the request back before it is decided; it stays in the list."""
    row = Correction.objects.select_for_update().select_related("person").get(pk=correction.pk)
    check_may_ask_correction(by, person=row.person)
    _still_open(row)
    row.state, row.decided_at = State.WITHDRAWN, timezone.now()
    row.save(update_fields=["state", "decided_at"])
    note(row, "withdraw_correction", f"Rút đề nghị sửa hồ sơ: {row.what}", by)
    return row


_CHANGED = (
    "Điều này đã được sửa từ khi có đề nghị. Đối chiếu lại; nếu không còn cần, chọn “Không chấp "
    "nhận” và ghi lý do."
)


def _open(correction: Correction, by: Any) -> Correction:
    row = Correction.objects.select_for_update().select_related("person").get(pk=correction.pk)
    check_may_decide_corrections(by, person=row.person)
    _still_open(row)
    return row


def _still_open(row: Correction) -> None:
    if row.state != State.OPEN:
        raise WrongState(f"Đề nghị này {row.get_state_display().lower()}. Tải lại trang để xem.")


def _decide(row: Correction, state: str, answer: str, verb: str, word: str, by: Any) -> Correction:
    said = squeeze(answer)
    if len(said) > 1000:
        raise WrongState("Trả lời dài quá 1.000 ký tự. Ghi gọn lại.", field="answer")
    row.state, row.answer, row.decided_by, row.decided_at = state, said, by, timezone.now()
    row.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    note(row, verb, f"{word} đề nghị sửa hồ sơ của {row.person.full_name}: {row.what}", by)
    return row


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        if isinstance(value, dt.date):
            return value.isoformat()
        return value.pk if isinstance(value, Body) else value

    return {name: plain(value) for name, value in values.items()}


def _values(plain: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(plain)
    for name, value in found.items():
        if name in _DAYS and value:
            found[name] = dt.date.fromisoformat(value)
        elif name == "unit" and value:
            found[name] = Body.objects.get(pk=value)
    return found
