"""From calling the sitting to its conclusion; the sheets themselves are in `ballot_box.py`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from thidua.audit.actions import record
from thidua.councils import ballot_box
from thidua.councils.actions.agenda import apply_rules
from thidua.councils.models import Ballot, BallotBox, Member, Motion, Sitting
from thidua.councils.permissions import check_may_manage, check_may_run_ballot, check_may_vote
from thidua.councils.queries import (
    current_members,
    outcome_of,
    progress_of,
    still_prevents_opening,
)
from thidua.councils.states import STEPS, Step
from thidua.kit.errors import WrongState
from thidua.kit.events import motion_decided


@transaction.atomic
def convene(*, sitting: Sitting, by: Any) -> Sitting:
    """Call the members: from now on they see the agenda. Needs motions, a chair and a secretary."""
    check_may_manage(user=by, department=sitting.council.body)
    fresh = _take(sitting, STEPS["convene"])
    if not fresh.motions.exists():
        raise WrongState("Phiên họp chưa có đề nghị nào. Trình hồ sơ vào phiên họp trước khi mời.")
    if fresh.presided_by is None or fresh.secretary is None:
        raise WrongState("Chọn người chủ trì và thư ký phiên họp trước khi mời.")
    fresh.state = Sitting.State.CONVENED
    fresh.save(update_fields=["state"])
    return _log(fresh, STEPS["convene"], by)


@transaction.atomic
def open_ballot(*, sitting: Sitting, by: Any) -> BallotBox:
    """Freeze members, motions and thresholds under a fingerprint and open the box.

    Refuses with every sentence that still prevents it (attendance, quorum, chair, accounts).
    """
    check_may_run_ballot(user=by, sitting=sitting)
    fresh = _take(sitting, STEPS["open_ballot"])
    lacking = still_prevents_opening(fresh)
    if lacking:
        raise WrongState(" ".join(lacking))
    motions = apply_rules(fresh)
    members = list(current_members(fresh.council))
    seated = {member.pk for member in members}
    fresh.attendance.exclude(member_id__in=seated).delete()
    box = BallotBox.objects.create(
        sitting=fresh, members_total=len(members), fingerprint=fingerprint(fresh, members, motions)
    )
    fresh.state, fresh.opened_at = Sitting.State.OPEN, timezone.now()
    fresh.save(update_fields=["state", "opened_at"])
    _log(fresh, STEPS["open_ballot"], by, members=len(members), motions=len(motions))
    return box


def fingerprint(sitting: Sitting, members: list[Member], motions: list[Motion]) -> str:
    """SHA-256 of what is voted on, by whom, and how it is measured; printed in the minutes."""
    frozen = {
        "sitting": sitting.pk,
        "received_on": sitting.received_on.isoformat(),
        "members": [[m.pk, m.full_name, m.duty] for m in members],
        "motions": [
            [
                m.order,
                m.title,
                m.subtitle,
                m.question,
                m.award_code,
                m.threshold,
                m.base,
                m.reference,
            ]
            for m in motions
        ],
        "choices": list(Ballot.Choice.values),
    }
    text = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@sensitive_variables("choices")
@transaction.atomic
def cast(*, sitting: Sitting, choices: Mapping[int, str], by: Any) -> BallotBox:
    """Put the sheet of `by` into the box: `{motion pk: choice}`, missing ones as no opinion.

    Mark and answers are one transaction; the log says that the member voted, never what. Refuses
    strangers, absent members, a closed box and a second sheet.
    """
    seat = check_may_vote(user=by, sitting=sitting)
    box = BallotBox.objects.filter(sitting=sitting).first()
    if box is None:
        raise WrongState("Phiên họp chưa mở bỏ phiếu. Trang này mở được khi thư ký mở hòm phiếu.")
    box = ballot_box.put(box_id=box.pk, member=seat, choices=choices)
    record(
        by=by,
        action="councils.cast",
        text=f"{seat.full_name} đã bỏ phiếu tại phiên “{sitting.title}”",
        subject=sitting,
        body=sitting.council.body,
    )
    return box


@transaction.atomic
def close_ballot(*, sitting: Sitting, by: Any) -> BallotBox:
    """Close, shuffle and count; every motion gets its result and the apps above are told.

    Refuses a closed box and a box with so few sheets that the count would show who chose what.
    Once closed it cannot be opened again.
    """
    check_may_run_ballot(user=by, sitting=sitting)
    held = BallotBox.objects.filter(sitting=sitting).values_list("pk", flat=True).first()
    if held is None:
        raise WrongState("Phiên họp chưa mở bỏ phiếu.")
    box = ballot_box.locked(held)
    if box.state != BallotBox.State.OPEN:
        raise WrongState(STEPS["close_ballot"].refusal)
    fresh = Sitting.objects.select_related("council__body", "box").get(pk=sitting.pk)
    motions = list(fresh.motions.all())
    progress = progress_of(fresh, motions)
    if progress.voted < progress.least_sheets:
        raise WrongState(
            f"Mới có {progress.voted}/{len(progress.entitled)} phiếu. Cần ít nhất "
            f"{progress.least_sheets} phiếu để kết quả không làm lộ lựa chọn của từng người."
        )
    box.state, box.closed_at = BallotBox.State.CLOSED, timezone.now()
    box.save(update_fields=["state", "closed_at"])
    tally = ballot_box.count(box)
    _log(fresh, STEPS["close_ballot"], by, voted=progress.voted, entitled=len(progress.entitled))
    for motion in motions:
        counts = tally[motion.pk]
        motion.sitting = fresh
        motion.agree = counts[Ballot.Choice.AGREE]
        motion.disagree = counts[Ballot.Choice.DISAGREE]
        motion.no_opinion = counts[Ballot.Choice.NO_OPINION]
        motion.result = outcome_of(motion, members=box.members_total, present=progress.present)
        motion.save(update_fields=["agree", "disagree", "no_opinion", "result"])
        motion_decided.send(motion=motion, by=by)
    return box


@transaction.atomic
def conclude(*, sitting: Sitting, by: Any) -> Sitting:
    """End the sitting: minutes lose the mark DỰ THẢO and nothing changes any more."""
    check_may_run_ballot(user=by, sitting=sitting)
    fresh = _take(sitting, STEPS["conclude"])
    if not BallotBox.objects.filter(sitting=fresh, state=BallotBox.State.CLOSED).exists():
        raise WrongState("Đóng hòm phiếu và kiểm phiếu trước khi kết luận phiên họp.")
    fresh.state, fresh.concluded_at = Sitting.State.CONCLUDED, timezone.now()
    fresh.save(update_fields=["state", "concluded_at"])
    return _log(fresh, STEPS["conclude"], by)


def _take(sitting: Sitting, step: Step) -> Sitting:
    """The sitting, locked, in the state the step starts from; otherwise its refusal."""
    fresh = Sitting.objects.select_for_update().get(pk=sitting.pk)
    if fresh.state != step.from_state:
        raise WrongState(step.refusal)
    return fresh


def _log(sitting: Sitting, step: Step, by: Any, **numbers: int) -> Sitting:
    record(
        by=by,
        action=f"councils.{step.verb}",
        text=step.log.format(title=sitting.title, **numbers),
        subject=sitting,
        body=sitting.council.body,
        detail=dict(numbers),
    )
    return sitting
