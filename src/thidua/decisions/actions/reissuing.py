"""New certificates in place of damaged or lost ones, on application.

NĐ 152/2025/NĐ-CP Điều 6 khoản 2 điểm a leaves the procedure of a body's own objects to the body;
the term comes from the slot of its regulation, and is open where there is none.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.decisions.actions.carrying import check_standing, replace_certificate, tell
from thidua.decisions.actions.keys import sealing_key
from thidua.decisions.models import DecisionAward, Notice, Reissue
from thidua.decisions.permissions import check_may_apply, check_may_settle_reissue
from thidua.decisions.queries.amended import due_day, law_of_reissue
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.register.actions import reissue as note_reissue

K, S = Reissue.Kind, Reissue.State


@transaction.atomic
def apply_for_reissue(
    *,
    award: DecisionAward,
    kind: str,
    reason: str,
    applicant: str,
    applied_on: date,
    object_returned: bool = False,
    by: Any,
) -> Reissue:
    """Take in an application; the day by which it must be settled comes from the regulation.

    Refuses an award not issued or cancelled, a second application while one is open, an exchange
    without the damaged certificate, a day to come or before the decision.
    """
    award = (
        DecisionAward.objects.select_for_update(of=("self",))
        .select_related("decision__department")
        .get(pk=award.pk)
    )
    decision = award.decision
    check_may_apply(by, decision.department)
    check_standing(award)
    if award.certificate is None:
        raise WrongState("Quyết định chưa ban hành nên chưa có bằng để cấp lại.")
    if kind not in K.values:
        raise WrongState("Chọn cấp đổi hoặc cấp lại.", field="kind")
    reason, applicant = squeeze(reason), squeeze(applicant)
    if not reason:
        raise WrongState("Ghi lý do: bằng hư hỏng, bị mất thế nào.", field="reason")
    if not applicant:
        raise WrongState("Ghi người, đơn vị đề nghị.", field="applicant")
    if kind == K.EXCHANGE and not object_returned:
        raise WrongState(
            "Cấp đổi thì nộp lại bằng hư hỏng. Nhận lại bằng rồi đánh dấu, hoặc chọn cấp lại nếu "
            "bằng đã mất.",
            field="object_returned",
        )
    if applied_on > timezone.localdate():
        raise WrongState(f"Ngày {applied_on:%d/%m/%Y} chưa tới.", field="applied_on")
    if decision.decided_on and applied_on < decision.decided_on:
        raise WrongState("Ngày nhận đơn phải từ ngày quyết định trở đi.", field="applied_on")
    if award.reissues.filter(state=S.ASKED).exists():
        raise WrongState(f"{award.recipient_name} có đơn đang chờ giải quyết.")
    steps = law_of_reissue(award, on=applied_on).steps
    last = steps[-1] if steps else None
    made = Reissue.objects.create(
        award=award,
        kind=kind,
        reason=reason[:300],
        applicant=applicant[:200],
        applied_on=applied_on,
        due_on=due_day(applied_on, last.days, last.step.kind) if last else None,
        object_returned=object_returned,
        recorded_by=by,
    )
    record(
        by=by,
        action="decisions.apply_reissue",
        text=f"Nhận đơn {made.get_kind_display().lower()} của {award.recipient_name}",
        subject=decision,
        body=decision.department,
        detail={"reason": made.reason},
    )
    return made


@transaction.atomic
def give_reissue(*, reissue: Reissue, by: Any, given_on: date | None = None) -> Reissue:
    """The director grants it: a new certificate, the old code answers "replaced" from now on."""
    row = _open(reissue, by)
    award, decision = row.award, row.award.decision
    check_standing(award)
    day = given_on or timezone.localdate()
    if day > timezone.localdate() or day < row.applied_on:
        raise WrongState(
            f"Ngày cấp phải từ ngày nhận đơn {row.applied_on:%d/%m/%Y} đến hôm nay.",
            field="given_on",
        )
    word = "Cấp đổi" if row.kind == K.EXCHANGE else "Cấp lại"
    made = replace_certificate(award, sealing_key(by=by), why=f"{word} ngày {day:%d/%m/%Y}")
    if award.register_entry is not None:
        note_reissue(
            entry=award.register_entry,
            kind="exchange" if row.kind == K.EXCHANGE else "reissue",
            reason=row.reason,
            by=by,
            day=day,
            objects_named="Bằng",
        )
    row.state, row.certificate, row.settled_on, row.settled_by = S.GIVEN, made, day, by
    row.save()
    tell(decision, award, Notice.About.REISSUED)
    record(
        by=by,
        action="decisions.give_reissue",
        text=f"{word} bằng của {award.recipient_name} theo {decision.full_number}",
        subject=decision,
        body=decision.department,
        detail={"certificate": made.token},
    )
    return row


@transaction.atomic
def refuse_reissue(*, reissue: Reissue, answer: str, by: Any) -> Reissue:
    """The application is answered with a reason; the certificate stays as it is."""
    row = _open(reissue, by)
    answer = squeeze(answer)
    if not answer:
        raise WrongState("Ghi lý do không cấp để trả lời người đề nghị.", field="answer")
    row.state, row.answer = S.REFUSED, answer[:300]
    row.settled_on, row.settled_by = timezone.localdate(), by
    row.save()
    decision = row.award.decision
    record(
        by=by,
        action="decisions.refuse_reissue",
        text=f"Không cấp đổi, cấp lại bằng của {row.award.recipient_name}",
        subject=decision,
        body=decision.department,
        detail={"reason": row.answer},
    )
    return row


def _open(reissue: Reissue, by: Any) -> Reissue:
    row = (
        Reissue.objects.select_for_update(of=("self",))
        .select_related("award__decision__department__parent", "award__register_entry")
        .get(pk=reissue.pk)
    )
    check_may_settle_reissue(by, row.award.decision.department)
    if row.state != S.ASKED:
        raise WrongState(f"Đơn này đã giải quyết: {row.get_state_display().lower()}.")
    return row
