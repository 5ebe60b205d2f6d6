"""What happens to an award later: revocation, recovery of object and money, exchange, withdrawal.

Luật 06/2022/QH15 Điều 93: a decision is cancelled and object and money are recovered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Unpack

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.dates import dong, short_date
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.organisations.models import Body
from thidua.register import states
from thidua.register.actions.chaining import Document, append_events, mark_recipients
from thidua.register.actions.claims import recheck_claims
from thidua.register.checking import candidates
from thidua.register.models import RegisterEntry
from thidua.register.permissions import check_may_keep_register, check_may_record

_CHUNK = 500


@transaction.atomic
def revoke_entry(
    *, entry: RegisterEntry, reason: str, by: Any, **document: Unpack[Document]
) -> RegisterEntry:
    """Note that an award was cancelled (a decision of its own, named in `reason` or `document`).

    The line stays, with its state; claims are checked again and earlier answers are old. Refuses an
    empty reason, a day in the future and a line already revoked.
    """
    locked, step = _take(entry, states.STANDING, "revoke", by)
    reason = _reason(reason, "Ghi lý do và số quyết định hủy bỏ, thu hồi.")
    locked.state, locked.state_reason = step.target, reason
    return _keep(locked, step, by, document, reason=reason, recheck=True)


@transaction.atomic
def restore_entry(
    *, entry: RegisterEntry, reason: str, by: Any, **document: Unpack[Document]
) -> RegisterEntry:
    """The award stands again: the cancellation was annulled, or noted at the wrong line.

    Refuses while an object or money is asked back or was returned and the book still says so.
    """
    locked, step = _take(entry, states.STANDING, "restore", by)
    reason = _reason(reason, "Ghi lý do khôi phục hiệu lực.")
    locked.state, locked.state_reason, locked.recovery = step.target, "", ""
    return _keep(locked, step, by, document, reason=reason, recheck=True)


@transaction.atomic
def ask_recovery(*, entry: RegisterEntry, by: Any, **document: Unpack[Document]) -> RegisterEntry:
    """The object and the money are asked back; only of an award that was revoked.

    Refuses when nothing is named: neither an object nor a sum.
    """
    locked, step = _take_recovery(entry, "ask", by)
    if not squeeze(document.get("objects_named", "")) and not document.get("amount"):
        raise WrongState("Ghi hiện vật hoặc số tiền phải nộp lại.", field="objects_named")
    locked.recovery = step.target
    return _keep(locked, step, by, document)


@transaction.atomic
def record_recovered(
    *, entry: RegisterEntry, by: Any, **document: Unpack[Document]
) -> RegisterEntry:
    """What was asked back came back, on `day`. Refuses when nothing was asked, or no day."""
    locked, step = _take_recovery(entry, "return", by)
    if document.get("day") is None:
        raise WrongState("Ghi ngày nộp lại.", field="day")
    locked.recovery = step.target
    return _keep(locked, step, by, document)


@transaction.atomic
def reissue(
    *, entry: RegisterEntry, kind: str, reason: str, by: Any, **document: Unpack[Document]
) -> RegisterEntry:
    """A new object for a damaged one (`exchange`) or for one lost (`reissue`), on a day.

    The award stays the same. Refuses without day and reason, and for an award that was revoked.
    """
    if kind not in {step.name for step in states.REISSUE}:
        raise WrongState("Chọn cấp đổi hoặc cấp lại.", field="kind")
    locked, step = _take(entry, states.REISSUE, kind, by)
    if document.get("day") is None:
        raise WrongState("Ghi ngày cấp.", field="day")
    reason = _reason(reason, "Ghi lý do cấp đổi, cấp lại.")
    return _keep(locked, step, by, document, reason=reason)


@transaction.atomic
def withdraw_entries(*, department: Body, entries: Sequence[int], reason: str, by: Any) -> int:
    """Lines that came into the book by mistake count for nobody; they stay in the chain.

    `entries` are primary keys. Claims are checked again once; a file may bring the lines anew.
    Refuses lines of decisions of the program (cancel the decision) and lines of another book.
    Returns how many were withdrawn; those withdrawn before are left alone.
    """
    check_may_keep_register(by, department=department)
    reason = _reason(reason, "Ghi lý do rút các dòng vào sổ nhầm.")
    wanted = sorted(set(entries))
    rows: list[RegisterEntry] = []
    for start in range(0, len(wanted), _CHUNK):
        rows += RegisterEntry.objects.select_for_update().filter(
            department=department, pk__in=wanted[start : start + _CHUNK]
        )
    if len(rows) != len(wanted):
        raise WrongState("Có dòng không thuộc sổ của cơ quan. Tải lại trang rồi chọn lại.")
    rows = [row for row in rows if row.state != RegisterEntry.State.WITHDRAWN]
    for row in rows:
        if row.source == RegisterEntry.Source.DECISION:
            raise WrongState(
                f"Dòng số {row.sequence} do quyết định trong hệ thống ghi: hủy bỏ quyết định đó."
            )
        step = states.transition(states.STANDING, "withdraw", row.state)
        assert step is not None  # noqa: S101 - every other state was left out above
        row.state, row.state_reason = step.target, reason
    if not rows:
        return 0
    RegisterEntry.objects.bulk_update(rows, ["state", "state_reason"], batch_size=200)
    end = append_events(
        rows,
        states.Kind.WITHDRAWN,
        department=department,
        by=by,
        reason=reason,
        document={"day": timezone.localdate()},
    )
    mark_recipients(rows)
    one = rows[0] if len(rows) == 1 else None
    record(
        by=by,
        action="register.withdraw",
        text=f"Rút dòng vào sổ nhầm: {one}" if one else f"Rút {len(rows)} dòng vào sổ nhầm",
        subject=one or department,
        body=department,
        detail={"reason": reason, "sequences": [row.sequence for row in rows][:1000], **end},
    )
    recheck_claims(
        department=department,
        recipients={who for row in rows for who in candidates(row)},
        by=by,
    )
    return len(rows)


def _take(
    entry: RegisterEntry, table: tuple[states.Transition, ...], name: str, by: Any
) -> tuple[RegisterEntry, states.Transition]:
    _check_may(by, entry)
    locked = RegisterEntry.objects.select_for_update().get(pk=entry.pk)
    step = states.transition(table, name, locked.state)
    if step is None and name == "revoke" and locked.state == states.State.REVOKED:
        raise WrongState(f"Dòng số {locked.sequence} đã được ghi hủy bỏ, thu hồi trước đó.")
    if step is None:
        raise WrongState(
            f"Dòng số {locked.sequence} đang ở tình trạng “{locked.get_state_display()}”, không "
            "ghi việc này được. Tải lại trang để xem."
        )
    return locked, step


def _take_recovery(
    entry: RegisterEntry, name: str, by: Any
) -> tuple[RegisterEntry, states.Transition]:
    _check_may(by, entry)
    locked = RegisterEntry.objects.select_for_update().get(pk=entry.pk)
    if locked.state != states.State.REVOKED:
        raise WrongState(
            f"Dòng số {locked.sequence} chưa được ghi hủy bỏ nên không thu hồi được. Ghi hủy bỏ "
            "trước."
        )
    step = states.transition(states.RECOVERY, name, locked.recovery)
    if step is None:
        now = locked.get_recovery_display() or "chưa yêu cầu nộp lại"
        raise WrongState(f"Dòng số {locked.sequence}: {now.lower()}. Tải lại trang để xem.")
    return locked, step


def _check_may(by: Any, entry: RegisterEntry) -> None:
    """The keeper of the book; for a line of a decision also the director who signs the next one."""
    if entry.source == RegisterEntry.Source.DECISION:
        check_may_record(by, department=entry.department)
    else:
        check_may_keep_register(by, department=entry.department)


def _reason(text: str, sentence: str) -> str:
    reason = squeeze(text)
    if not reason:
        raise WrongState(sentence, field="reason")
    if len(reason) > 300:
        raise WrongState("Lý do dài quá 300 ký tự. Viết gọn lại.", field="reason")
    return reason


def _keep(
    entry: RegisterEntry,
    step: states.Transition,
    by: Any,
    document: Document,
    *,
    reason: str = "",
    recheck: bool = False,
) -> RegisterEntry:
    today = timezone.localdate()
    for name in ("day", "document_on"):
        value = document.get(name)
        if isinstance(value, dt.date) and value > today:
            raise WrongState(f"Ngày {value:%d/%m/%Y} chưa tới. Kiểm tra lại ngày.", field=name)
    amount = document.get("amount")
    if amount is not None and amount < 0:
        raise WrongState("Số tiền không thể âm.", field="amount")
    entry.save(update_fields=["state", "state_reason", "recovery"])
    end = append_events(
        [entry], step.event, department=entry.department, by=by, reason=reason, document=document
    )
    mark_recipients([entry])
    record(
        by=by,
        action=f"register.{step.event}",
        text=f"{step.log_text}: {entry}",
        subject=entry,
        body=entry.department,
        detail={"reason": reason, **_plain(document), **end},
    )
    if recheck:
        # The director who signs a later decision does not keep claims: the program looks again.
        keeper = None if entry.source == RegisterEntry.Source.DECISION else by
        recheck_claims(department=entry.department, recipients=candidates(entry), by=keeper)
    return entry


def _plain(document: Document) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name, value in document.items():
        if isinstance(value, dt.date):
            plain[name] = short_date(value)
        elif name == "amount" and isinstance(value, int):
            plain[name] = dong(value)
        elif value:
            plain[name] = value
    return plain
