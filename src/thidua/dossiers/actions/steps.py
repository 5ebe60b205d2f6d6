"""Submitting, returning, appraising and cancelling a dossier (Luật 06/2022 Điều 84)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.dossiers.actions.base import step, take
from thidua.dossiers.models import Dossier, Nominee
from thidua.dossiers.permissions import check_may_step
from thidua.dossiers.queries.missing import Missing, missing_for_submission
from thidua.eligibility.actions.rounds import lock_open
from thidua.eligibility.actions.screening import ask_again
from thidua.eligibility.models import Assessment, Round
from thidua.kit.dates import short_date
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze


class NotReady(WrongState):
    """The dossier cannot be submitted yet; `lacking` lists every reason."""

    def __init__(self, lacking: list[Missing]) -> None:
        super().__init__(
            f"Chưa trình được hồ sơ, còn {len(lacking)} việc: "
            + " ".join(item.sentence for item in lacking)
        )
        self.lacking = lacking


def submit(*, dossier: Dossier, by: Any, version: int | None = None) -> Dossier:
    """Send the dossier to be appraised.

    The law is asked again about every nominee first, and the new answers stay even when the
    submission is refused. Refuses (NotReady) with everything that is missing: answers that are not
    in order, unconfirmed conditions, missing documents, quotas exceeded.
    """
    check_may_step(by, "submit", dossier)
    _refresh_answers(dossier=dossier)
    with transaction.atomic():
        fresh = take(dossier, version)
        check_may_step(by, "submit", fresh)
        lacking = missing_for_submission(fresh)
        if lacking:
            raise NotReady(lacking)
        fresh.submitted_at, fresh.submitted_by = timezone.now(), by
        fresh.return_reason, fresh.return_by_date = "", None
        return step(
            fresh,
            "submit",
            by=by,
            fields=("submitted_at", "submitted_by", "return_reason", "return_by_date"),
        )


@transaction.atomic
def _refresh_answers(*, dossier: Dossier) -> list[Nominee]:
    """Ask the law again about the nominees and let each stand on the newest answer.

    Returns those whose answer changed. A closed round is not asked again: its answers stay.
    """
    nominees = list(
        dossier.nominees.filter(state=Nominee.State.PROPOSED).select_related(
            "person", "collective", "assessment"
        )
    )
    if not nominees:
        return []
    if Round.objects.filter(pk=dossier.round_id, state=Round.State.OPEN).exists():
        locked = lock_open(dossier.round, by=None, to_do="trình hồ sơ")
        ask_again(
            locked,
            people=[n.person for n in nominees],
            units=[n.collective for n in nominees],
            by=None,
        )
    current = {
        (a.person_id, a.collective_id, a.award_code): a
        for a in Assessment.objects.filter(round=dossier.round_id, is_current=True)
    }
    changed: list[Nominee] = []
    for nominee in nominees:
        newest = current.get((nominee.person_id, nominee.collective_id, nominee.award_code))
        if newest is None or newest.pk == nominee.assessment_id:
            continue
        nominee.assessment = newest
        nominee.save(update_fields=["assessment"])
        changed.append(nominee)
    return changed


@transaction.atomic
def return_dossier(
    *,
    dossier: Dossier,
    reason: str,
    by: Any,
    by_date: dt.date | None = None,
    version: int | None = None,
) -> Dossier:
    """Send the dossier back with what has to be added and by when; the proposer reads the words."""
    fresh = take(dossier, version)
    check_may_step(by, "return", fresh)
    reason = squeeze(reason)
    if not reason:
        raise WrongState("Ghi nội dung cần bổ sung để đơn vị biết phải làm gì.", field="reason")
    if len(reason) > 500:
        raise WrongState("Nội dung cần bổ sung dài quá 500 ký tự. Rút gọn lại.", field="reason")
    today = timezone.localdate()
    if by_date is not None and by_date < today:
        raise WrongState(f"Hạn bổ sung phải từ {short_date(today)} trở đi.", field="by_date")
    fresh.return_reason, fresh.return_by_date = reason, by_date
    return step(fresh, "return", by=by, reason=reason, fields=("return_reason", "return_by_date"))


@transaction.atomic
def accept(*, dossier: Dossier, by: Any, version: int | None = None) -> Dossier:
    """Appraised: the dossier waits for the council. Not by the person who submitted it."""
    fresh = take(dossier, version)
    check_may_step(by, "accept", fresh)
    return step(fresh, "accept", by=by)


@transaction.atomic
def cancel(*, dossier: Dossier, reason: str, by: Any, version: int | None = None) -> Dossier:
    """Give a draft or returned dossier up, with the reason; its nominees are free again."""
    fresh = take(dossier, version)
    check_may_step(by, "cancel", fresh)
    reason = squeeze(reason)
    if not reason:
        raise WrongState("Ghi lý do hủy hồ sơ.", field="reason")
    return step(fresh, "cancel", by=by, reason=reason)
