"""What awards of a predecessor count for a body is decided by a person, and may be withdrawn."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.organisations.actions.units import not_future
from thidua.organisations.actions.years import mark_changed
from thidua.organisations.models import Body, HistoryRecognition
from thidua.organisations.permissions import check_may_recognise
from thidua.organisations.queries import Succession

ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def recognise_history(
    *,
    body: Body,
    predecessor: Body,
    up_to: dt.date,
    decided_by: str,
    decided_on: dt.date,
    document_number: str,
    basis: str,
    by: Any,
) -> HistoryRecognition:
    """From now on awards that `predecessor` got until `up_to` are facts of `body` for the law.

    Refuses what is no predecessor, a day after the hand-over, a second standing decision, and one
    without the person who took it, its document or the guidance that it rests on.
    """
    check_may_recognise(by, body=body)
    list(Body.objects.select_for_update(of=("self",)).filter(pk=body.pk))
    decided_by, document_number = squeeze(decided_by), squeeze(document_number)
    basis = squeeze(basis)
    for value, sentence, field in (
        (decided_by, "Ghi họ tên, chức vụ người quyết định.", "decided_by"),
        (document_number, "Ghi số văn bản quyết định.", "document_number"),
        (basis, "Ghi căn cứ: văn bản hướng dẫn cho phép tính.", "basis"),
    ):
        if not value:
            raise WrongState(sentence, field=field)
    not_future(decided_on, "Ngày quyết định", "decided_on")
    links = Succession.read().predecessors(body.pk).get(predecessor.pk)
    if not links:
        raise WrongState(
            f"{predecessor.name} không phải đơn vị tiền thân của {body.name}. Ghi việc sắp xếp "
            "trước.",
            field="predecessor",
        )
    last = max(link.day for link in links) - ONE_DAY
    if up_to > last:
        raise WrongState(
            f"Chỉ tính được khen thưởng đến hết {last:%d/%m/%Y}, ngày cuối trước khi bàn giao.",
            field="up_to",
        )
    if HistoryRecognition.objects.filter(
        body=body, predecessor=predecessor, withdrawn_at=None
    ).exists():
        raise WrongState(
            f"Đã có quyết định tính lịch sử của {predecessor.name}. Rút quyết định đó trước khi "
            "ghi quyết định khác."
        )
    made = HistoryRecognition.objects.create(
        body=body,
        predecessor=predecessor,
        up_to=up_to,
        decided_by=decided_by,
        decided_on=decided_on,
        document_number=document_number,
        basis=basis,
        recorded_by=by,
    )
    mark_changed(body_ids=[body.pk])
    record(
        by=by,
        action="organisations.recognise_history",
        text=f"Tính lịch sử của {predecessor.name} cho {body.name} đến {up_to:%d/%m/%Y}",
        subject=made,
        body=body.department,
        detail={
            "decided_by": decided_by,
            "decided_on": str(decided_on),
            "document_number": document_number,
            "basis": basis,
        },
    )
    return made


@transaction.atomic
def withdraw_recognition(*, recognition: HistoryRecognition, reason: str, by: Any) -> None:
    """The predecessor's history is evidence only again; the former decision stays on record."""
    check_may_recognise(by, body=recognition.body)
    locked = HistoryRecognition.objects.select_for_update(of=("self",)).get(pk=recognition.pk)
    reason = squeeze(reason)
    if not reason:
        raise WrongState("Ghi lý do rút quyết định.", field="reason")
    if locked.withdrawn_at is not None:
        raise WrongState("Quyết định này đã được rút.")
    locked.withdrawn_at, locked.withdrawn_by = timezone.now(), by
    locked.withdrawal_reason = reason
    locked.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    mark_changed(body_ids=[locked.body_id])
    record(
        by=by,
        action="organisations.withdraw_recognition",
        text=f"Rút quyết định tính lịch sử của {locked.predecessor.name} cho {locked.body.name}",
        subject=locked,
        body=locked.body.department,
        detail={"reason": reason},
    )
