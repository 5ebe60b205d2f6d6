"""Correcting and cancelling by a new decision, and noting what comes back.

Luật 06/2022/QH15 Điều 93 khoản 2 (grounds, recovery); NĐ 152/2025/NĐ-CP Điều 6 khoản 2 leaves the
procedure of a body's own awards to the body: its days come from the slots of its regulation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.decisions.actions.saving import locked
from thidua.decisions.models import AmendedLine, Amendment, Decision, DecisionAward
from thidua.decisions.permissions import check_may_amend, check_may_edit, check_may_recover
from thidua.decisions.queries.amended import (
    CORRECTABLE,
    due_day,
    handed_over,
    law_of_cancellation,
    open_amendment,
)
from thidua.decisions.queries.background import director_name, grounds_for
from thidua.decisions.queries.printing import named
from thidua.kit import events
from thidua.kit.errors import LawSaysNo, WrongState
from thidua.kit.text import squeeze
from thidua.law import LawError
from thidua.register.actions import record_recovered

K = Decision.Kind
VALID = DecisionAward.Standing.VALID
OBJECTS = "Bằng, khung và hiện vật kèm theo"


@transaction.atomic
def draft_correction(
    *, decision: Decision, changes: Mapping[int, Mapping[str, str]], reason: str = "", by: Any
) -> Decision:
    """Open a draft that corrects lines of an issued decision; award pk -> field -> right text.

    The issued paper stays as it is. Refuses nothing changed, a field that is not a misprint to
    correct (the award itself, money), a line cancelled or in another draft already.
    """
    earlier = locked(decision)
    check_may_amend(by, earlier)
    rows = _lines(earlier, list(changes))
    lines: list[tuple[DecisionAward, dict[str, list[str]]]] = []
    for row in rows:
        pairs = _pairs(row, changes[row.pk])
        if pairs:
            lines.append((row, pairs))
    if not lines:
        raise WrongState("Chưa có nội dung nào khác với quyết định đã ban hành. Sửa ít nhất một ô.")
    made = _draft(earlier, K.CORRECTION, f"Về việc đính chính {_short(earlier)}", by=by)
    Amendment.objects.create(decision=made, reason=squeeze(reason)[:500])
    AmendedLine.objects.bulk_create(
        [AmendedLine(decision=made, award=row, changes=pairs) for row, pairs in lines]
    )
    _log(made, "draft_correction", f"Lập dự thảo đính chính {earlier.full_number}", lines, by=by)
    return made


@transaction.atomic
def draft_cancellation(
    *,
    decision: Decision,
    awards: Sequence[int],
    ground: str,
    by: Any,
    reason: str = "",
    conclusion_number: str = "",
    conclusion_on: date | None = None,
    conclusion_by: str = "",
    received_on: date | None = None,
    return_by: date | None = None,
) -> Decision:
    """Open a draft that cancels an issued decision wholly or for some of its lines.

    `ground` is a key of the rulebook (Điều 93 khoản 2). Every reward handed over is asked back, and
    the object; the officer may change both before sending to sign. `return_by` is proposed from the
    body's own regulation where it fixes the days. Refuses a ground the law does not name, days to
    come or out of order, a line cancelled or in another draft already.
    """
    earlier = locked(decision)
    check_may_amend(by, earlier)
    rows = _lines(earlier, awards)
    today = timezone.localdate()
    words, citation = _ground(rows[0], ground, on=today)
    _check_days(earlier, conclusion_on=conclusion_on, received_on=received_on, return_by=return_by)
    whole = len(rows) == earlier.awards.count()
    made = _draft(
        earlier,
        K.CANCELLATION,
        f"Về việc hủy bỏ {'' if whole else 'một phần '}{_short(earlier)}",
        by=by,
    )
    Amendment.objects.create(
        decision=made,
        ground=ground,
        ground_text=words[:400],
        ground_citation=citation[:200],
        reason=squeeze(reason)[:500],
        conclusion_number=squeeze(conclusion_number)[:80],
        conclusion_on=conclusion_on,
        conclusion_by=squeeze(conclusion_by)[:200],
        received_on=received_on,
        return_by=return_by or _return_by(rows[0], today),
    )
    given = handed_over(rows)
    AmendedLine.objects.bulk_create(
        [
            AmendedLine(
                decision=made,
                award=row,
                objects_due=OBJECTS,
                amount_due=given.get(row.pk, 0),
            )
            for row in rows
        ]
    )
    _log(made, "draft_cancellation", f"Lập dự thảo hủy bỏ {earlier.full_number}", rows, by=by)
    return made


@transaction.atomic
def edit_cancellation(
    *, decision: Decision, lines: Mapping[int, tuple[str, int]], by: Any, **said: Any
) -> Decision:
    """Change conclusion, deadline and, by line pk, objects and money asked back; drafts only.

    Refuses to ask back more money than was handed over.
    """
    decision = locked(decision)
    check_may_edit(by, decision)
    amendment = decision.amendment
    for name, value in said.items():
        if name not in {
            "reason", "conclusion_number", "conclusion_on", "conclusion_by", "received_on",
            "return_by",
        }:  # fmt: skip
            raise TypeError(f"edit_cancellation() does not know {name!r}")
        setattr(amendment, name, squeeze(value) if isinstance(value, str) else value)
    if decision.amends is not None:
        _check_days(
            decision.amends,
            conclusion_on=amendment.conclusion_on,
            received_on=amendment.received_on,
            return_by=amendment.return_by,
        )
    amendment.save()
    found = list(decision.amended_lines.select_related("award").filter(pk__in=list(lines)))
    paid = handed_over([line.award for line in found])
    for line in found:
        objects, amount = lines[line.pk]
        given = paid.get(line.award_id, 0)
        if not 0 <= amount <= given:
            raise WrongState(
                f"{line.award.recipient_name} đã nhận {given:,} đồng".replace(",", ".")
                + "; số thu hồi không vượt quá số đó.",
                field="amount",
            )
        line.objects_due, line.amount_due = squeeze(objects)[:200], amount
        line.save(update_fields=["objects_due", "amount_due"])
    record(
        by=by,
        action="decisions.edit_cancellation",
        text=f"Sửa dự thảo “{decision.title}”",
        subject=decision,
        body=decision.department,
    )
    return decision


@transaction.atomic
def drop_line(*, line: AmendedLine, by: Any) -> None:
    """Take a line out of a correction or cancellation that is still a draft."""
    decision = locked(line.decision)
    check_may_edit(by, decision)
    if decision.amended_lines.count() == 1:
        raise WrongState("Quyết định phải còn ít nhất một dòng. Bỏ cả dự thảo nếu không cần nữa.")
    name = line.award.recipient_name
    decision.amended_lines.filter(pk=line.pk).delete()
    record(
        by=by,
        action="decisions.drop_line",
        text=f"Bỏ {name} khỏi dự thảo “{decision.title}”",
        subject=decision,
        body=decision.department,
    )


@transaction.atomic
def record_returned(
    *,
    line: AmendedLine,
    by: Any,
    objects_on: date | None = None,
    amount: int | None = None,
    amount_on: date | None = None,
    note: str = "",
) -> AmendedLine:
    """Note the day an object came back, and money in one or several parts.

    When nothing is outstanding the book of record notes it too. Refuses more than is due, a day to
    come or before the cancellation, and nothing given.
    """
    line = (
        AmendedLine.objects.select_for_update(of=("self",))
        .select_related("decision__department", "award__register_entry", "award__decision")
        .get(pk=line.pk)
    )
    check_may_recover(by, line.decision.department)
    if line.decision.state != Decision.State.ISSUED or line.decision.kind != K.CANCELLATION:
        raise WrongState("Quyết định hủy bỏ chưa ban hành nên chưa thu hồi.")
    if not line.outstanding:
        raise WrongState("Hiện vật và tiền thưởng của trường hợp này đã nộp lại đủ.")
    if objects_on is None and not amount:
        raise WrongState("Ghi ngày nộp lại hiện vật hoặc số tiền nộp lại.", field="objects_on")
    for day, field in ((objects_on, "objects_on"), (amount_on, "amount_on")):
        _check_returned_on(line, day, field)
    if objects_on is not None:
        if not line.objects_due:
            raise WrongState("Trường hợp này không phải nộp lại hiện vật.", field="objects_on")
        line.objects_back_on = objects_on
    if amount:
        if amount < 0 or line.amount_back + amount > line.amount_due:
            left = f"{line.amount_due - line.amount_back:,}".replace(",", ".")
            raise WrongState(f"Chỉ còn phải nộp {left} đồng. Kiểm tra lại số tiền.", field="amount")
        if amount_on is None:
            raise WrongState("Ghi ngày nộp tiền.", field="amount_on")
        line.amount_back += amount
        line.amount_back_on = amount_on
    line.recovery_note = squeeze(note)[:300] or line.recovery_note
    line.save()
    if amount and amount_on is not None:
        events.reward_returned.send(line=line, amount=amount, day=amount_on, by=by)
    entry = line.award.register_entry
    if not line.outstanding and entry is not None:
        days = [day for day in (line.objects_back_on, line.amount_back_on) if day]
        record_recovered(
            entry=entry,
            by=by,
            day=max(days),
            objects_named=line.objects_due,
            amount=line.amount_back or None,
        )
    record(
        by=by,
        action="decisions.returned",
        text=f"Ghi nhận {line.award.recipient_name} nộp lại hiện vật, tiền thưởng",
        subject=line.decision,
        body=line.decision.department,
        detail={"amount": amount or 0, "outstanding": line.outstanding},
    )
    return line


def _lines(decision: Decision, keys: Sequence[int]) -> list[DecisionAward]:
    rows = list(
        decision.awards.filter(pk__in=keys).select_related("decision__department").order_by("order")
    )
    if not rows or len(rows) != len(set(keys)):
        raise WrongState("Chọn ít nhất một người, tập thể trong danh sách của quyết định.")
    for row in rows:
        if row.standing != VALID:
            raise WrongState(f"{row.recipient_name} ({row.award_name}) đã bị hủy bỏ trước đó.")
        other = open_amendment(row)
        if other is not None:
            raise WrongState(f"{row.recipient_name} đang nằm trong dự thảo “{other.title}”.")
    return rows


def _pairs(row: DecisionAward, wanted: Mapping[str, str]) -> dict[str, list[str]]:
    pairs = {}
    for name, text in wanted.items():
        if name not in CORRECTABLE:
            raise TypeError(f"draft_correction() does not know {name!r}")
        longest: int = getattr(DecisionAward._meta.get_field(name), "max_length", None) or 0
        right, before = squeeze(text), getattr(row, name)
        if right == before:
            continue
        if name == "recipient_name" and not right:
            raise WrongState("Họ và tên không để trống.", field=name)
        if longest and len(right) > longest:
            raise WrongState(f"{CORRECTABLE[name]} dài quá {longest} ký tự.", field=name)
        pairs[name] = [before, right]
    return pairs


def _ground(row: DecisionAward, key: str, *, on: date) -> tuple[str, str]:
    try:
        law = law_of_cancellation(row, on=on)
    except LawError as error:
        raise WrongState(str(error)) from error
    for item in law.entry.grounds if law.entry else ():
        if item.key == key:
            return item.statement, item.citation.text
    raise LawSaysNo(
        "Luật không có căn cứ hủy bỏ này. Chọn một trong các căn cứ được liệt kê.", verdict=None
    )


def _return_by(row: DecisionAward, start: date) -> date | None:
    """The last day of the body's own term for returning, counted from the day of drafting."""
    steps = law_of_cancellation(row, on=start).steps
    last = steps[-1] if steps else None
    return due_day(start, last.days, last.step.kind) if last is not None else None


def _check_days(
    earlier: Decision,
    *,
    conclusion_on: date | None,
    received_on: date | None,
    return_by: date | None,
) -> None:
    today = timezone.localdate()
    for day, name, field in (
        (conclusion_on, "Ngày kết luận", "conclusion_on"),
        (received_on, "Ngày nhận kết luận", "received_on"),
    ):
        if day is not None and day > today:
            raise WrongState(f"{name} {day:%d/%m/%Y} chưa tới. Kiểm tra lại ngày.", field=field)
    if conclusion_on and received_on and received_on < conclusion_on:
        raise WrongState("Ngày nhận kết luận phải từ ngày kết luận trở đi.", field="received_on")
    if return_by is not None and earlier.decided_on and return_by < earlier.decided_on:
        raise WrongState("Hạn nộp lại phải sau ngày quyết định khen thưởng.", field="return_by")


def _check_returned_on(line: AmendedLine, day: date | None, field: str) -> None:
    if day is None:
        return
    if day > timezone.localdate():
        raise WrongState(f"Ngày {day:%d/%m/%Y} chưa tới. Kiểm tra lại ngày.", field=field)
    decided = line.decision.decided_on
    if decided is not None and day < decided:
        raise WrongState(
            f"Ngày nộp lại phải từ ngày quyết định hủy bỏ {decided:%d/%m/%Y} trở đi.", field=field
        )


def _short(earlier: Decision) -> str:
    return f"Quyết định số {earlier.full_number}"


def _draft(earlier: Decision, kind: str, title: str, *, by: Any) -> Decision:
    today = timezone.localdate()
    codes = list(dict.fromkeys(earlier.awards.values_list("award_code", flat=True)))
    made = Decision(
        department=earlier.department,
        round=earlier.round,
        kind=kind,
        amends=earlier,
        title=title[:300],
        symbol=earlier.symbol,
        place=earlier.place,
        signatory_post="Giám đốc",
        signatory_name=director_name(earlier.department),
        grounds=[
            *grounds_for(codes, department=earlier.department, on=today),
            f"Căn cứ {named(earlier)}",
        ],
        executors=earlier.executors,
        recipients=["Như Điều 3" if kind == K.CORRECTION else "Như Điều 4", "Lưu: VT, TĐKT"],
        created_by=by,
    )
    made.save()
    return made


def _log(made: Decision, action: str, text: str, rows: Sequence[Any], *, by: Any) -> None:
    record(
        by=by,
        action=f"decisions.{action}",
        text=f"{text} ({len(rows)} trường hợp)",
        subject=made,
        body=made.department,
    )
