"""Certified extracts of the book: what they say is kept word for word.

A bản trích sao says what is copied out of the book, by whom, on which day (NĐ 30/2020/NĐ-CP).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from thidua.audit.actions import record
from thidua.documents.codes import new_code
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.organisations.models import Body
from thidua.people.models import Person
from thidua.register.models import RegisterExtract
from thidua.register.permissions import check_may_extract
from thidua.register.queries import extract_lines, head_of, lines_waiting_for


@transaction.atomic
def issue_extract(
    *,
    department: Body,
    by: Any,
    signatory_name: str,
    signatory_powers: list[str],
    person: Person | None = None,
    collective: Body | None = None,
    purpose: str = "",
    issued_on: dt.date | None = None,
) -> RegisterExtract:
    """Number and keep an extract of all awards of a person or a collective, as they stand now.

    Refuses when the book holds nothing of them, when lines that may be theirs still wait for
    somebody (the extract would be silent about them), and without a signatory.
    """
    check_may_extract(by, department=department)
    if (person is None) == (collective is None):
        raise WrongState("Chọn một người hoặc một tập thể.")
    home = person.department if person is not None else collective and collective.department
    if home != department:
        raise WrongState(f"{person or collective} không thuộc {department.name}.")
    powers = [squeeze(line) for line in signatory_powers if squeeze(line)]
    if not squeeze(signatory_name) or not powers:
        raise WrongState("Ghi chức vụ và họ tên người ký.", field="signatory_name")
    lines = extract_lines(person=person, collective=collective)
    if not lines:
        raise WrongState(
            f"Sổ chưa có dòng nào đã khớp với {person or collective}. Xem các dòng chờ xác nhận."
        )
    waiting = lines_waiting_for(department, person=person, collective=collective)
    if waiting:
        raise WrongState(
            f"Còn {waiting} dòng sổ có thể là của {person or collective} chưa có người xác nhận. "
            "Xác nhận các dòng đó rồi cấp bản trích sao."
        )
    Body.objects.select_for_update().get(pk=department.pk)
    head = head_of(department)
    issued = issued_on or timezone.localdate()
    if issued > timezone.localdate():
        raise WrongState(f"Ngày {issued:%d/%m/%Y} chưa tới.", field="issued_on")
    last = RegisterExtract.objects.filter(department=department, year=issued.year)
    content = {
        "recipient": str(person or collective),
        "kind": "individual" if person is not None else "collective",
        "office": _office(person),
        "lines": lines,
    }
    extract = RegisterExtract.objects.create(
        department=department,
        person=person,
        collective=collective,
        year=issued.year,
        number=(last.aggregate(last=Max("number"))["last"] or 0) + 1,
        issued_on=issued,
        purpose=squeeze(purpose)[:200],
        signatory_name=squeeze(signatory_name)[:150],
        signatory_powers=powers,
        content=content,
        chain_place=head.place,
        chain_hash=head.hash,
        code=new_code(),
        digest=digest_of_content(content),
        made_by=by,
    )
    record(
        by=by,
        action="register.extract",
        text=f"Cấp bản trích sao sổ số {extract.number:02d} cho {person or collective}",
        subject=extract,
        body=department,
        detail={"lines": len(lines), "digest": extract.digest, "purpose": extract.purpose},
    )
    return extract


@transaction.atomic
def cancel_extract(*, extract: RegisterExtract, reason: str, by: Any) -> RegisterExtract:
    """The extract no longer holds; the public check then says so. Refuses without a reason."""
    check_may_extract(by, department=extract.department)
    reason = squeeze(reason)[:300]
    if not reason:
        raise WrongState("Ghi lý do hủy bản trích sao.", field="reason")
    locked = RegisterExtract.objects.select_for_update().get(pk=extract.pk)
    if locked.cancelled_at is not None:
        raise WrongState("Bản trích sao này đã được hủy trước đó.")
    locked.cancelled_at, locked.cancel_reason = timezone.now(), reason
    locked.save(update_fields=["cancelled_at", "cancel_reason"])
    record(
        by=by,
        action="register.cancel_extract",
        text=f"Hủy bản trích sao sổ số {locked.number:02d}/{locked.year}",
        subject=locked,
        body=locked.department,
        detail={"reason": reason},
    )
    return locked


def digest_of_content(content: dict[str, Any]) -> str:
    """Hexadecimal SHA-256 of what was certified, as canonical JSON."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _office(person: Person | None) -> str:
    if person is None:
        return ""
    return ", ".join(part for part in (person.position, person.unit and person.unit.name) if part)
