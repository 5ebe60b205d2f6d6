"""Opening, announcing the end of, and closing a ballot box; voting again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.councils import ballot_box
from thidua.councils.actions.agenda import apply_rules
from thidua.councils.actions.base import check_secret, log, take
from thidua.councils.actions.counting import COUNTS, keep_count, open_box
from thidua.councils.actions.paper import agreed_sheets
from thidua.councils.models import BallotBox, Choice, Motion, PaperEntry, Sitting, Urn
from thidua.councils.permissions import check_may_run_ballot
from thidua.councils.queries import current_members, progress_of, still_prevents_opening
from thidua.councils.queries.progress import prevents_closing
from thidua.councils.queries.rules import needs_a_sheet
from thidua.councils.queries.tally import freeze, revotable
from thidua.councils.queries.work_rules import rules_of
from thidua.councils.recount import canonical, sha256
from thidua.councils.states import STEPS
from thidua.kit.errors import WrongState

LEAST_NOTICE, MOST_NOTICE = 2, 24 * 60  # minutes


@transaction.atomic
def open_ballot(*, sitting: Sitting, by: Any) -> BallotBox:
    """Freeze members, motions and thresholds under a fingerprint and open the box.

    Refuses with every sentence that still prevents it (attendance, quorum, chair, accounts).
    """
    check_may_run_ballot(user=by, sitting=sitting)
    fresh = take(sitting, STEPS["open_ballot"])
    lacking = still_prevents_opening(fresh)
    if lacking:
        raise WrongState(" ".join(lacking))
    motions = apply_rules(fresh)
    if fresh.by_hands and (refusals := needs_a_sheet(motions)):
        raise WrongState(" ".join(refusals))
    seated = set(current_members(fresh.council).values_list("pk", flat=True))
    fresh.attendance.exclude(member_id__in=seated).delete()
    box = _new_box(fresh, motions, round_number=1)
    fresh.state, fresh.opened_at = Sitting.State.OPEN, timezone.now()
    fresh.save(update_fields=["state", "opened_at"])
    log(
        fresh,
        STEPS["open_ballot"],
        by,
        members=box.members_total,
        motions=len(motions),
        fingerprint=box.fingerprint,
    )
    return box


@transaction.atomic
def vote_again(*, sitting: Sitting, by: Any) -> BallotBox:
    """Open a second box for the motions that the rules of work let the council vote on again.

    Refuses when the rules know no second vote, when no motion is concerned, after the results
    were released, and a third vote. The first result stays in its own tally file.
    """
    check_may_run_ballot(user=by, sitting=sitting)
    fresh = Sitting.objects.select_for_update().get(pk=sitting.pk)
    motions = revotable(fresh, list(fresh.motions.all()))
    if fresh.state != Sitting.State.OPEN or not motions:
        raise WrongState(
            "Không có đề nghị nào được bỏ phiếu lại theo quy chế của Hội đồng, hoặc kết quả đã "
            "được công bố."
        )
    box = _new_box(fresh, motions, round_number=fresh.boxes.count() + 1)
    for motion in motions:
        motion.result = ""
        motion.agree = motion.disagree = motion.no_opinion = None
        motion.blank = motion.invalid = motion.points = motion.point_sheets = None
        motion.save(update_fields=COUNTS)
    log(
        fresh,
        STEPS["vote_again"],
        by,
        motions=len(motions),
        round=box.round,
        fingerprint=box.fingerprint,
    )
    return box


@transaction.atomic
def announce_closing(*, sitting: Sitting, minutes: int, by: Any) -> BallotBox:
    """Tell those who have not voted yet when the box will close; a later word replaces it."""
    check_may_run_ballot(user=by, sitting=sitting)
    box = open_box(sitting)
    check_secret(sitting)
    if not LEAST_NOTICE <= minutes <= MOST_NOTICE:
        raise WrongState(f"Báo trước từ {LEAST_NOTICE} phút đến {MOST_NOTICE} phút.")
    box.closes_at = timezone.now() + dt.timedelta(minutes=minutes)
    box.save(update_fields=["closes_at"])
    log(sitting, STEPS["announce_closing"], by, minutes=minutes)
    return box


@transaction.atomic
def close_ballot(*, sitting: Sitting, by: Any) -> BallotBox:
    """Close and count: motions get results, the tally file is written; `release_results` tells.

    Refuses a closed box; a box with so few sheets that the count would show who chose what; paper
    sheets on which two scrutineers do not agree yet; and closing on those who still wait without
    a word before (`announce_closing`). Once closed it cannot be opened again.
    """
    check_may_run_ballot(user=by, sitting=sitting)
    box = open_box(sitting)
    fresh = Sitting.objects.select_related("council__body").get(pk=sitting.pk)
    check_secret(fresh)
    motions = list(fresh.motions.filter(pk__in=box.motion_ids))
    progress = progress_of(fresh, motions)
    problem = prevents_closing(box, progress)
    if problem:
        raise WrongState(problem)
    paper = agreed_sheets(box, progress)
    box.state, box.closed_at = BallotBox.State.CLOSED, timezone.now()
    box.invalid_sheets = sum(
        1 for sheet in paper if sheet and all(a == Choice.INVALID for a in sheet.values())
    )
    box.save(update_fields=["state", "closed_at", "invalid_sheets"])
    kept = keep_count(fresh, box, ballot_box.count(box, paper))
    Urn.objects.filter(box=box).delete()
    PaperEntry.objects.filter(box=box).delete()
    log(
        fresh,
        STEPS["close_ballot"],
        by,
        voted=progress.voted,
        entitled=len(progress.entitled),
        paper=len(paper),
        fingerprint=box.fingerprint,
        tally_sha256=kept.sha256,
    )
    return box


def _new_box(sitting: Sitting, motions: Sequence[Motion], *, round_number: int) -> BallotBox:
    members = list(current_members(sitting.council))
    beside = (
        not sitting.by_hands and rules_of(sitting.council, sitting.received_on).receipts == "mo"
    )
    frozen = freeze(
        sitting,
        members,
        list(motions),
        round_number=round_number,
        beside=beside,
        choices=Choice.values,
    )
    text = canonical(frozen)
    box = BallotBox.objects.create(
        sitting=sitting,
        round=round_number,
        members_total=len(members),
        frozen=text,
        fingerprint=sha256(text),
        codes_beside_answers=beside,
    )
    if not sitting.by_hands:
        ballot_box.lock_new(box)
    return box
