"""Issuing: number, frozen rewards, the book of record and certificates, all or nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.decisions import states
from thidua.decisions.actions.saving import check_number_and_date, locked, save_numbered
from thidua.decisions.models import Certificate, Decision, DecisionAward, VerificationKey
from thidua.decisions.permissions import check_may_take
from thidua.decisions.queries.awardable import decided_here
from thidua.decisions.queries.lists import what_is_missing
from thidua.decisions.queries.papers import authority, sealed_facts
from thidua.decisions.queries.rewards import computed
from thidua.decisions.signing import new_code, signer
from thidua.documents.seal import SigningKeyError, sign
from thidua.dossiers import actions as dossier_actions
from thidua.dossiers.models import Nominee
from thidua.dossiers.queries import motions_of
from thidua.kit import events
from thidua.kit.errors import LawSaysNo, WrongState
from thidua.register.actions import AwardRow, record_awards
from thidua.register.models import RegisterEntry


@transaction.atomic
def issue_decision(
    *, decision: Decision, by: Any, number: int | None = None, decided_on: date | None = None
) -> Decision:
    """Give the decision its number and day and make it final (director only).

    Freezes the rewards by the law of that day, writes every award into the book of record, makes
    certificates with their seals, marks the nominees, publishes `decision_issued`, audits.
    Refuses a number already used in the year, a day missing, to come or before the council sat,
    a decision not awaiting signature, an award of a higher level, a nominee no longer passed. On
    any refusal nothing is stored.
    """
    decision = locked(decision)
    check_may_take(by, decision, "issue")
    decision.number = number if number is not None else decision.number
    decision.decided_on = decided_on or decision.decided_on
    if decision.number is None:
        raise WrongState("Ghi số quyết định trước khi ban hành.", field="number")
    if decision.decided_on is None:
        raise WrongState("Ghi ngày ký trước khi ban hành.", field="decided_on")
    check_number_and_date(decision)
    missing = what_is_missing(decision)
    if missing:
        raise WrongState("Chưa ban hành được. Bổ sung: " + "; ".join(missing) + ".")
    awards = _awards(decision)
    _check_awards(decision, awards)
    _check_after_council(decision, awards)
    decision.state = Decision.State.ISSUED
    decision.issued_by, decision.issued_at = by, timezone.now()
    decision.return_reason = ""
    save_numbered(decision)
    _freeze(decision, awards)
    _record(decision, awards, by=by)
    _certify(decision, awards)
    dossier_actions.mark_all_awarded(nominees=[award.nominee for award in awards], by=by)
    events.decision_issued.send(decision=decision, by=by)
    record(
        by=by,
        action="decisions.issue",
        text=states.BY_NAME["issue"].log.format(number=decision.full_number),
        subject=decision,
        body=decision.department,
        detail={
            "number": decision.full_number,
            "decided_on": decision.decided_on.isoformat(),
            "awards": len(awards),
        },
    )
    return decision


def _awards(decision: Decision) -> list[DecisionAward]:
    return list(
        decision.awards.select_related(
            "nominee__person", "nominee__collective", "nominee__dossier__department"
        ).order_by("order", "pk")
    )


def _check_awards(decision: Decision, awards: list[DecisionAward]) -> None:
    for award in awards:
        if award.nominee.state != Nominee.State.PASSED:
            raise WrongState(
                f"{award.recipient_name} không còn ở tình trạng hội đồng thông qua. "
                "Trả lại dự thảo để chuyên viên cập nhật danh sách."
            )
        if not decided_here(award.award_code, on=decision.decided_on or timezone.localdate()):
            raise LawSaysNo(
                f"{award.recipient_name}: {award.award_name} do cấp trên quyết định vào ngày này."
            )


def _check_after_council(decision: Decision, awards: list[DecisionAward]) -> None:
    motions = motions_of([award.nominee for award in awards])
    held_on = max((motion.sitting.held_on for motion in motions.values()), default=None)
    if held_on is not None and decision.decided_on is not None and decision.decided_on < held_on:
        raise WrongState(
            f"Ngày ký {decision.decided_on:%d/%m/%Y} ở trước ngày họp hội đồng "
            f"{held_on:%d/%m/%Y}. Chọn ngày từ {held_on:%d/%m/%Y} trở đi.",
            field="decided_on",
        )


def _freeze(decision: Decision, awards: list[DecisionAward]) -> None:
    rewards = computed(decision, awards, on=decision.decided_on)
    for award in awards:
        reward = rewards[award.pk]
        award.amount, award.paid = reward.amount, reward.paid
        award.multiple, award.base_salary = reward.multiple, reward.base_salary
        award.amount_reason = reward.reason[:300]
        award.citations = list(reward.citations)


def _record(decision: Decision, awards: list[DecisionAward], *, by: Any) -> None:
    department = decision.department
    start, end = decision.period_from, decision.period_to
    rows: list[AwardRow] = [
        {
            "recipient_name": award.recipient_name,
            "award_name": award.award_name,
            "award_code": award.award_code,
            "source": RegisterEntry.Source.DECISION,
            "source_ref": f"decision-award:{award.pk}",
            "person": award.nominee.person,
            "collective": award.nominee.collective,
            "is_collective": award.is_collective,
            "unit_name": award.unit_name,
            "year": end.year if end else decision.round.year,
            "period_from": start.year if start else None,
            "period_to": end.year if end else None,
            "decision_number": decision.full_number,
            "decided_on": decision.decided_on,
            "authority": authority(department),
            "merit": RegisterEntry.Merit.MERIT,
            "note": "Kết quả xét tạm tính" if award.provisional else "",
        }
        for award in awards
    ]
    recorded = record_awards(department=department, rows=rows, by=by)
    for award, entry in zip(awards, recorded.entries, strict=True):
        award.register_entry = entry
    DecisionAward.objects.bulk_update(
        awards,
        [
            "amount",
            "paid",
            "multiple",
            "base_salary",
            "amount_reason",
            "citations",
            "register_entry",
        ],
        batch_size=200,
    )


def _certify(decision: Decision, awards: list[DecisionAward]) -> None:
    try:
        key = signer()
    except SigningKeyError as error:
        raise WrongState(str(error)) from error
    VerificationKey.objects.get_or_create(
        key_id=key.key_id, defaults={"public_key": key.public_bytes.hex()}
    )
    certificates = []
    for award in awards:
        award.decision = decision
        code = new_code()
        entry = award.register_entry
        certificates.append(
            Certificate(
                award=award,
                number=entry.sequence if entry else 0,
                token=code,
                payload=sign(sealed_facts(award, code), key),
                key_id=key.key_id,
            )
        )
    Certificate.objects.bulk_create(certificates, batch_size=200)
