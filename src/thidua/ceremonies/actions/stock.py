"""The stock moved: received, issued, spoiled, taken back; never below nought, nothing erased."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from thidua.audit.actions import record
from thidua.ceremonies.models import StockItem, StockMove
from thidua.ceremonies.permissions import check_may_keep_stock
from thidua.ceremonies.queries.stock import still_needed, target_choices
from thidua.decisions.models import Decision
from thidua.kit.errors import WrongState
from thidua.kit.text import fold, squeeze
from thidua.organisations.models import Body

MOST = 1_000_000
K = StockMove.Kind


@transaction.atomic
def save_item(
    *,
    body: Body,
    kind: str,
    name: str,
    unit: str = "cái",
    low_at: int = 0,
    target: str = "",
    per_award: int = 1,
    item: StockItem | None = None,
    by: Any,
) -> StockItem:
    """Note a kind of object, or change what is said of it; its balance moves by movements only."""
    check_may_keep_stock(by, body)
    name = squeeze(name)[:160]
    if not name:
        raise WrongState("Ghi tên phôi, khung, hiện vật.", field="name")
    if kind not in StockItem.Kind.values:
        raise WrongState("Chọn loại trong danh sách.", field="kind")
    if target not in dict(target_choices()):
        raise WrongState("Chọn danh hiệu, hình thức trong danh sách.", field="target")
    row = item or StockItem(body=body)
    row.kind, row.name, row.folded_name = kind, name, fold(name)
    row.unit, row.low_at = squeeze(unit)[:30] or "cái", low_at
    row.target, row.per_award = target, per_award
    try:
        with transaction.atomic():
            if row.pk:
                row.save(update_fields=["kind", "name", "folded_name", "unit", "low_at", "target",
                                        "per_award"])  # fmt: skip
            else:
                row.save()
    except IntegrityError:
        raise WrongState(f"Đã có “{name}” trong loại này.", field="name") from None
    _log(row, by, "save_item", f"Ghi hiện vật “{row.name}”")
    return row


@transaction.atomic
def move_stock(
    *,
    item: StockItem,
    kind: str,
    quantity: int,
    on: dt.date,
    reason: str = "",
    decision: Decision | None = None,
    by: Any,
) -> StockMove:
    """Move the stock. Two who take the last at the same moment: one gets it, one a sentence.

    Refuses more than there is, a day to come, spoiled objects without a reason.
    """
    check_may_keep_stock(by, item.body)
    if kind not in K.values:
        raise WrongState("Chọn nhập, xuất, hỏng hoặc nhập lại.", field="kind")
    reason = squeeze(reason)[:300]
    if not 1 <= quantity <= MOST:
        raise WrongState(f"Số lượng từ 1 đến {MOST}.", field="quantity")
    if on > timezone.localdate():
        raise WrongState(f"Ngày {on:%d/%m/%Y} chưa tới.", field="on")
    if kind == K.SPOILED and not reason:
        raise WrongState("Ghi lý do hỏng: in lệch, rách, ẩm.", field="reason")
    if decision is not None and decision.department_id != item.body_id:
        raise WrongState("Quyết định không phải của cơ quan này.")
    return _moved(item, kind, quantity, on=on, reason=reason, decision=decision, by=by)


@transaction.atomic
def issue_for_decision(*, decision: Decision, by: Any) -> list[StockMove]:
    """Take out what a decision still needs, all of it or nothing; names what is lacking."""
    check_may_keep_stock(by, decision.department)
    # The row of the decision is locked: pressed twice, it is taken out once.
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if decision.state != Decision.State.ISSUED:
        raise WrongState("Quyết định chưa ban hành nên chưa xuất hiện vật.")
    open_ = still_needed(decision)
    if not open_:
        raise WrongState("Không còn gì phải xuất cho quyết định này.")
    lacking = [one.sentence for one in open_ if one.lacking]
    if lacking:
        raise WrongState(" ".join(lacking))
    return [
        _moved(
            one.item, K.ISSUE, one.needed,
            on=timezone.localdate(), reason=f"Trao theo {decision}", decision=decision, by=by,
        )
        for one in open_
    ]  # fmt: skip


@transaction.atomic
def undo_move(*, move: StockMove, reason: str, by: Any) -> StockMove:
    """Write the opposite of a movement; both stay. Refuses a second time, or below nought."""
    check_may_keep_stock(by, move.item.body)
    reason = squeeze(reason)[:300]
    if not reason:
        raise WrongState("Ghi lý do ghi đảo.", field="reason")
    row = StockMove.objects.select_for_update(of=("self",)).select_related("item").get(pk=move.pk)
    if hasattr(row, "undone_by") or row.undoes_id is not None:
        raise WrongState("Dòng này đã được ghi đảo.")
    kind = K.ISSUE if row.adds else K.RETURNED
    return _moved(
        row.item, kind, row.quantity,
        on=timezone.localdate(), reason=reason, decision=row.decision, undoes=row, by=by,
    )  # fmt: skip


def _moved(
    item: StockItem,
    kind: str,
    quantity: int,
    *,
    on: dt.date,
    reason: str,
    decision: Decision | None,
    by: Any,
    undoes: StockMove | None = None,
) -> StockMove:
    adds = kind in {K.RECEIPT, K.RETURNED}
    change = quantity if adds else -quantity
    rows = StockItem.objects.filter(pk=item.pk)
    if not adds:
        # The condition and the change are one statement: nobody can come in between.
        rows = rows.filter(balance__gte=quantity)
    if not rows.update(balance=F("balance") + change):
        left = StockItem.objects.values_list("balance", flat=True).get(pk=item.pk)
        raise WrongState(
            f"{item.name} chỉ còn {left} {item.unit}, không đủ {quantity}. Nhập thêm hoặc giảm số "
            "lượng.",
            field="quantity",
        )
    balance = StockItem.objects.values_list("balance", flat=True).get(pk=item.pk)
    move = StockMove.objects.create(
        item=item, kind=kind, quantity=quantity, balance_after=balance, on=on, reason=reason,
        decision=decision, undoes=undoes, by=by,
    )  # fmt: skip
    item.balance = balance
    words = f"{move.get_kind_display()} {quantity} {item.unit} {item.name}, còn {balance}"
    _log(item, by, "move_stock", words, {"move": move.pk, "reason": reason})
    return move


def _log(item: StockItem, by: Any, action: str, text: str, detail: Any = None) -> None:
    record(
        by=by,
        action=f"ceremonies.{action}",
        text=text,
        subject=item,
        body=item.body,
        detail=detail or {},
    )
