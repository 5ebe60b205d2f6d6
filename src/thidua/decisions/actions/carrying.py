"""What an issue brings about in the book of record and in certificates, by the kind of decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from thidua.decisions.actions.keys import sealing_key
from thidua.decisions.models import (
    AmendedLine,
    Certificate,
    Decision,
    DecisionAward,
    Notice,
)
from thidua.decisions.queries.amended import lines_of
from thidua.decisions.queries.papers import authority, sealed_facts
from thidua.decisions.queries.rewards import computed
from thidua.decisions.signing import new_code
from thidua.documents.seal import Signer, sign
from thidua.dossiers import actions as dossier_actions
from thidua.kit import events
from thidua.kit.errors import WrongState
from thidua.register.actions import AwardRow, ask_recovery, record_awards, revoke_entry
from thidua.register.models import RegisterEntry

_FROZEN = [
    "amount",
    "paid",
    "multiple",
    "base_salary",
    "amount_reason",
    "citations",
    "register_entry",
]


def freeze_rewards(decision: Decision, awards: Sequence[DecisionAward]) -> None:
    """Put the rewards of the day of the decision into its lines; the caller saves them."""
    rewards = computed(decision, awards, on=decision.decided_on)
    for award in awards:
        reward = rewards[award.pk]
        award.amount, award.paid = reward.amount, reward.paid
        award.multiple, award.base_salary = reward.multiple, reward.base_salary
        award.amount_reason = reward.reason[:300]
        award.citations = list(reward.citations)


def give_awards(decision: Decision, awards: Sequence[DecisionAward], *, by: Any) -> None:
    """Register entries, certificates, nominees and notices of an awarding decision."""
    recorded = record_awards(
        department=decision.department,
        rows=[_entry(decision, award, f"decision-award:{award.pk}") for award in awards],
        by=by,
    )
    for award, entry in zip(awards, recorded.entries, strict=True):
        award.register_entry = entry
    DecisionAward.objects.bulk_update(awards, _FROZEN, batch_size=200)
    key = sealing_key(by=by)
    certificates = []
    for award in awards:
        award.decision = decision
        entry_number = award.register_entry.sequence if award.register_entry else 0
        certificates.append(sealed(award, key, number=entry_number))
    Certificate.objects.bulk_create(certificates, batch_size=200)
    dossier_actions.mark_all_awarded(nominees=[award.nominee for award in awards], by=by)
    _tell(decision, awards, Notice.About.AWARDED)


def carry_out_correction(decision: Decision, *, by: Any) -> None:
    """The corrected line takes the place of the old one in the book, with a new certificate."""
    lines = lines_of(decision)
    earlier = _earlier(decision)
    key = sealing_key(by=by)
    for line in lines:
        award = line.award
        check_standing(award)
        check_unchanged(line)
        for name, (_, after) in line.changes.items():
            setattr(award, name, after)
        fields = [*line.changes]
        if {"recipient_name", "unit_name"} & set(line.changes) and award.register_entry:
            old = award.register_entry
            revoke_entry(
                entry=old,
                reason=f"Đính chính theo Quyết định số {decision.full_number}; ghi lại ở dòng mới",
                by=by,
                document_number=decision.full_number,
                document_on=decision.decided_on,
                authority=authority(decision.department),
            )
            row = _entry(earlier, award, f"decision-award:{award.pk}:{decision.pk}")
            row["note"] = f"Đính chính dòng {old.sequence} theo {decision.full_number}"[:300]
            made = record_awards(department=decision.department, rows=[row], by=by)
            award.register_entry = made.entries[0]
            fields.append("register_entry")
        award.save(update_fields=fields)
        replace_certificate(award, key, why=f"Đính chính theo {decision.full_number}")
    _tell(decision, [line.award for line in lines], Notice.About.CORRECTED)


def carry_out_cancellation(decision: Decision, *, by: Any) -> None:
    """Entries revoked, objects and money asked back, certificates no longer valid."""
    lines = lines_of(decision)
    said = decision.amendment
    for line in lines:
        award = line.award
        check_standing(award)
        entry = award.register_entry
        if entry is not None:
            revoke_entry(
                entry=entry,
                reason=f"{said.ground_text}; Quyết định số {decision.full_number}"[:300],
                by=by,
                document_number=decision.full_number,
                document_on=decision.decided_on,
                authority=authority(decision.department),
            )
            if line.objects_due or line.amount_due:
                ask_recovery(
                    entry=entry,
                    by=by,
                    objects_named=line.objects_due,
                    amount=line.amount_due or None,
                    document_number=decision.full_number,
                    document_on=decision.decided_on,
                )
        award.standing = DecisionAward.Standing.CANCELLED
        award.save(update_fields=["standing"])
        Certificate.objects.filter(award=award, state=Certificate.State.VALID).update(
            state=Certificate.State.CANCELLED,
            state_reason=f"Hủy bỏ theo Quyết định số {decision.full_number}",
        )
    awards = [line.award for line in lines]
    _tell(decision, awards, Notice.About.CANCELLED)
    events.awards_cancelled.send(decision=decision, awards=awards, by=by)


def check_standing(award: DecisionAward) -> None:
    """Refuse a line that another decision has cancelled meanwhile."""
    fresh = DecisionAward.objects.select_for_update(of=("self",)).get(pk=award.pk)
    if fresh.standing == DecisionAward.Standing.CANCELLED:
        raise WrongState(
            f"{award.recipient_name} ({award.award_name}) đã bị hủy bỏ bởi quyết định khác. Trả "
            "lại dự thảo và bỏ dòng này."
        )


def check_unchanged(line: AmendedLine) -> None:
    """Refuse when the line no longer says what the correction was drafted against."""
    for name, (before, _) in line.changes.items():
        if getattr(line.award, name) != before:
            raise WrongState(
                f"{line.award.recipient_name}: nội dung đã được đính chính bởi quyết định khác. "
                "Trả lại dự thảo để lập lại."
            )


def sealed(
    award: DecisionAward, key: Signer, *, number: int, replaces: Certificate | None = None
) -> Certificate:
    """A new certificate of a line, not stored yet."""
    code = new_code()
    return Certificate(
        award=award,
        number=number,
        token=code,
        payload=sign(sealed_facts(award, code), key),
        key_id=key.key_id,
        replaces=replaces,
    )


def replace_certificate(award: DecisionAward, key: Signer, *, why: str) -> Certificate:
    """The certificate of a line gives way to a new one; its code says so from now on."""
    old = award.certificates.filter(state=Certificate.State.VALID).order_by("pk").last()
    if old is None:
        raise WrongState(f"{award.recipient_name} không có bằng còn hiệu lực để thay.")
    old.state, old.state_reason = Certificate.State.REPLACED, why[:300]
    old.save(update_fields=["state", "state_reason"])
    entry = award.register_entry
    made = sealed(award, key, number=entry.sequence if entry else old.number, replaces=old)
    made.save()
    return made


def tell(decision: Decision, award: DecisionAward, about: str) -> None:
    Notice.objects.create(decision=decision, award=award, about=about)


def _tell(decision: Decision, awards: Sequence[DecisionAward], about: str) -> None:
    now = timezone.now()
    Notice.objects.bulk_create(
        [Notice(decision=decision, award=award, about=about, made_at=now) for award in awards],
        batch_size=200,
    )


def _entry(decision: Decision, award: DecisionAward, source: str) -> AwardRow:
    start, end = decision.period_from, decision.period_to
    return {
        "recipient_name": award.recipient_name,
        "award_name": award.award_name,
        "award_code": award.award_code,
        "source": RegisterEntry.Source.DECISION,
        "source_ref": source,
        "person": award.nominee.person,
        "collective": award.nominee.collective,
        "is_collective": award.is_collective,
        "unit_name": award.unit_name,
        "year": end.year if end else decision.round.year,
        "period_from": start.year if start else None,
        "period_to": end.year if end else None,
        "decision_number": decision.full_number,
        "decided_on": decision.decided_on,
        "authority": authority(decision.department),
        "merit": RegisterEntry.Merit.MERIT,
        "note": "Kết quả xét tạm tính" if award.provisional else "",
    }


def _earlier(decision: Decision) -> Decision:
    if decision.amends is None:
        raise ValueError("an amendment names the decision it amends")
    return decision.amends
