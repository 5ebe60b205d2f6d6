"""Adding lines to the ledger of a fund, and what decisions and their payments book there."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from thidua.audit import chain
from thidua.audit.models import ChainHead
from thidua.audit.queries import CHAIN
from thidua.bonuses.models import Fund, FundEntry
from thidua.bonuses.queries import funds
from thidua.decisions.models import Decision
from thidua.kit.dates import dong
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.kit.uploads import check_upload, digest_of
from thidua.organisations.models import Body

S, I = FundEntry.Sort, FundEntry.Item  # noqa: E741 - short names of two closed lists
LARGEST = 10**13


def log_first() -> None:
    """Hold the end of the log before any other row.

    Issuing a decision holds it when it comes to payments and fund; who took them the other way
    round and waited for the log would wait for ever.
    """
    ChainHead.objects.select_for_update().filter(name=CHAIN).first()


def locked(fund: Fund) -> Fund:
    """The fund as it stands now, held until the transaction ends; a closed one is refused."""
    log_first()
    found = (
        Fund.objects.select_for_update(of=("self",)).select_related("department").get(pk=fund.pk)
    )
    if not found.is_open:
        raise WrongState(
            f"{found} đã khóa sổ ngày {found.closed_on:%d/%m/%Y}. Ghi vào quỹ của năm sau."
        )
    return found


def append(
    fund: Fund,
    *,
    sort: str,
    item: str,
    amount: int,
    day: date,
    text: str,
    by: Any,
    unit: Body | None = None,
    decision: Decision | None = None,
    document_number: str = "",
    document_on: date | None = None,
    upload: UploadedFile[Any] | None = None,
    reverses: FundEntry | None = None,
) -> FundEntry:
    """The next line of the ledger; `fund` is locked by the caller.

    The hash covers the digest of the file. Refuses a file that `check_upload` refuses.
    """
    made = FundEntry(
        fund=fund,
        fund_kind=fund.kind,
        sort=sort,
        item=item,
        amount=amount,
        day=day,
        unit=unit,
        decision=decision,
        text=squeeze(text)[:300],
        document_number=squeeze(document_number)[:120],
        document_on=document_on,
        reverses=reverses,
        made_at=timezone.now(),
        made_by=by,
    )
    if upload is not None:
        extension = check_upload(upload)
        made.file_digest = digest_of(upload)
        made.file_name = squeeze(upload.name or "")[-200:]
        name = f"quy/{timezone.localdate().year}/{uuid.uuid4().hex}.{extension}"
        made.file = default_storage.save(name, upload)

    def content(sequence: int) -> dict[str, Any]:
        made.sequence = sequence
        return funds.content_of(made)

    link = chain.append_with(funds.chain_name(fund.pk), content)
    made.previous_hash, made.row_hash = link.previous_hash, link.row_hash
    made.save()
    return made


def check_amount(amount: int) -> int:
    """Money is whole đồng above nought; a number with a fraction is no money here."""
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise TypeError(f"money is whole đồng, not {amount!r}")
    if not 0 < amount < LARGEST:
        raise WrongState(
            f"Số tiền phải lớn hơn 0 và nhỏ hơn {dong(LARGEST)}. Kiểm tra lại.", field="amount"
        )
    return amount


def commit(decision: Decision, total: int, *, by: Any) -> FundEntry | None:
    """Bind the rewards of an issued decision; None where no fund of that year is kept."""
    found = funds.open_from(decision.department, decision.year or 0)
    if found is None or not total:
        return None
    fund = locked(found)
    return append(
        fund,
        sort=S.COMMITMENT,
        item=I.REWARD,
        amount=total,
        day=_day(decision),
        text=f"Tiền thưởng theo Quyết định số {decision.full_number}",
        decision=decision,
        document_number=decision.full_number,
        document_on=decision.decided_on,
        by=by,
    )


def release(decision: Decision, amount: int, *, day: date, why: str, by: Any) -> FundEntry | None:
    """Money bound for a decision is free again: the award was cancelled before it was paid."""
    fund = _holder(decision)
    if fund is None or not amount:
        return None
    return append(
        fund,
        sort=S.COMMITMENT,
        item=I.REWARD,
        amount=-amount,
        day=day,
        text=why,
        decision=decision,
        by=by,
    )


def pay(decision: Decision, amount: int, *, day: date, paper: str, text: str, by: Any) -> None:
    """What was bound becomes spent; a negative amount undoes it. Nothing without a fund."""
    fund = _holder(decision)
    if fund is None or not amount:
        return
    said: dict[str, Any] = {
        "item": I.REWARD,
        "day": day,
        "text": text,
        "decision": decision,
        "document_number": paper,
        "by": by,
    }
    append(fund, sort=S.COMMITMENT, amount=-amount, **said)
    append(fund, sort=S.SPENDING, amount=amount, **said)


def recovered(decision: Decision, amount: int, *, day: date, text: str, by: Any) -> None:
    """Money of a cancelled award that came back is a source of the fund again."""
    fund = _holder(decision)
    if fund is None:
        return
    append(
        fund,
        sort=S.INCOME,
        item=I.RECOVERED,
        amount=amount,
        day=day,
        text=text,
        decision=decision,
        by=by,
    )


def _holder(decision: Decision) -> Fund | None:
    """The open fund in which this decision is booked, locked; None where it never was."""
    last = (
        Fund.objects.filter(entries__decision=decision).order_by("-year").select_related().first()
    )
    if last is None:
        return None
    found = last if last.is_open else funds.open_from(decision.department, last.year)
    if found is None:
        raise WrongState(
            f"{last} đã khóa sổ và chưa có quỹ của năm sau. Mở quỹ năm {last.year + 1} trước."
        )
    return locked(found)


def _day(decision: Decision) -> date:
    return decision.decided_on or timezone.localdate()
