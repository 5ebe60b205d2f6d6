"""Issuing: number, signature, register, rewards, certificates and notices, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.decisions import states
from thidua.decisions.actions.carrying import (
    carry_out_cancellation,
    carry_out_correction,
    freeze_rewards,
    give_awards,
)
from thidua.decisions.actions.numbering import mark_used, settle_number, take_next
from thidua.decisions.actions.paper import check_same, signed_by_authority, write_paper
from thidua.decisions.actions.saving import locked
from thidua.decisions.models import Decision, DecisionAward, DecisionSigner, SignedPaper
from thidua.decisions.permissions import check_may_take
from thidua.decisions.queries.awardable import decided_here
from thidua.decisions.queries.lists import what_is_missing
from thidua.decisions.queries.printing import current_version
from thidua.documents.signatures import Key
from thidua.dossiers.models import Nominee
from thidua.dossiers.queries import motions_of
from thidua.kit import events
from thidua.kit.errors import LawSaysNo, WrongState

_KIND = Decision.Kind


@transaction.atomic
def issue_decision(
    *,
    decision: Decision,
    by: Any,
    number: int | None = None,
    decided_on: date | None = None,
    skipped_elsewhere: bool = False,
    key: Key | None = None,
    noted: Sequence[str] = (),
) -> Decision:
    """Give the decision its number and day and make it final (director only).

    Without a number it gets the one kept for it, else the next of the book. With `key` the PDF is
    signed in the same transaction; a paper prepared for several signers must have all of theirs.
    Freezes the rewards by the law of that day, writes every award into the book of record, makes
    certificates with their seals, marks the nominees, notes notices, publishes `decision_issued`;
    a correction or cancellation does what it says instead. `noted` is what the checks said and the
    signer has seen; it is kept in the log. On any refusal nothing is stored.

    Refuses a number already used in the year or that leaves others out, a day missing, to come or
    before the council sat, a decision not awaiting signature, an award of a higher level, a nominee
    no longer passed, a paper that would say something else than the one signed.
    """
    decision = locked(decision)
    check_may_take(by, decision, "issue")
    prepared = SignedPaper.objects.filter(decision=decision).first()
    _number_and_day(decision, number, decided_on, skipped_elsewhere, prepared is not None, by=by)
    missing = what_is_missing(decision)
    if missing:
        raise WrongState("Chưa ban hành được. Bổ sung: " + "; ".join(missing) + ".")
    awards = _awards(decision)
    _check_awards(decision, awards)
    _check_after_council(decision, awards)
    _check_after_earlier(decision)
    decision.state = Decision.State.ISSUED
    decision.issued_by, decision.issued_at = by, timezone.now()
    decision.return_reason = ""
    if prepared is None:
        decision.template_version = current_version(decision)
    decision.save()
    mark_used(decision, by=by)
    freeze_rewards(decision, awards)
    if decision.kind == _KIND.AWARD:
        give_awards(decision, awards, by=by)
    elif decision.kind == _KIND.CORRECTION:
        carry_out_correction(decision, by=by)
    else:
        carry_out_cancellation(decision, by=by)
    signed = _signed(decision, prepared, key, by=by)
    if decision.kind == _KIND.AWARD:
        events.decision_issued.send(decision=decision, by=by)
    record(
        by=by,
        action="decisions.issue",
        text=states.BY_NAME["issue"].log.format(number=decision.full_number),
        subject=decision,
        body=decision.department,
        detail={
            "number": decision.full_number,
            "decided_on": decision.decided_on.isoformat() if decision.decided_on else "",
            "kind": decision.kind,
            "awards": len(awards) or decision.amended_lines.count(),
            "signed": signed,
            "noted": list(noted)[:200],
        },
    )
    return decision


def _number_and_day(
    decision: Decision,
    number: int | None,
    decided_on: date | None,
    skipped_elsewhere: bool,
    prepared: bool,
    *,
    by: Any,
) -> None:
    if prepared and (number or decision.number, decided_on or decision.decided_on) != (
        decision.number,
        decision.decided_on,
    ):
        raise WrongState(
            f"Bản để ký đã ghi số {decision.full_number} ngày {decision.decided_on:%d/%m/%Y}. "
            "Muốn đổi, bỏ bản để ký rồi lập lại.",
            field="number",
        )
    decision.decided_on = decided_on or decision.decided_on
    if decision.decided_on is None:
        raise WrongState("Ghi ngày ký trước khi ban hành.", field="decided_on")
    if number is not None:
        decision.number = number
        settle_number(decision, by=by, skipped_elsewhere=skipped_elsewhere)
    else:
        take_next(decision, by=by)


def _signed(decision: Decision, prepared: SignedPaper | None, key: Key | None, *, by: Any) -> str:
    """How the paper is signed; empty for a signature by hand."""
    waiting = decision.signers.filter(
        purpose=DecisionSigner.Purpose.REVIEWER, signed_at=None
    ).first()
    if waiting is not None:
        raise WrongState(f"Chưa có chữ ký của {waiting.name} ({waiting.post}). Ký theo thứ tự.")
    if prepared is not None:
        check_same(decision, prepared)
    if key is not None:
        paper = prepared or write_paper(decision)
        signed_by_authority(decision, paper, key, by=by)
        return str(key.method)
    if prepared is None:
        return ""
    chief = decision.signers.filter(purpose=DecisionSigner.Purpose.AUTHORITY).first()
    if chief is None or chief.signed_at is None:
        raise WrongState(
            "Bản để ký chưa có chữ ký số của người có thẩm quyền. Ký số, hoặc bỏ bản để ký nếu ký "
            "tay."
        )
    return chief.method


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


def _check_after_earlier(decision: Decision) -> None:
    """A correction or cancellation is not older than what it changes, nor than its conclusion."""
    if decision.amends is None or decision.decided_on is None:
        return
    days = [decision.amends.decided_on, decision.amendment.conclusion_on]
    latest = max(day for day in days if day is not None)
    if decision.decided_on < latest:
        raise WrongState(
            f"Ngày ký {decision.decided_on:%d/%m/%Y} ở trước ngày {latest:%d/%m/%Y} của quyết định "
            "hoặc kết luận làm căn cứ. Chọn ngày sau.",
            field="decided_on",
        )
