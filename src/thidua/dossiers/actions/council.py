"""Putting dossiers to a council, and what its vote and the decision change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from thidua.councils.actions import NewMotion, add_motions, remove_motion
from thidua.councils.models import Motion, Sitting
from thidua.dossiers.actions.base import keep, log, step, take
from thidua.dossiers.models import Dossier, Nominee
from thidua.dossiers.permissions import check_may_step
from thidua.dossiers.queries.detail import nominees_of
from thidua.dossiers.queries.papers import papers_of, subtitle_of
from thidua.eligibility.queries.awards import column
from thidua.kit.dates import short_date
from thidua.kit.errors import NotAllowed, WrongState

_PREFIX = "dossiers.nominee:"
UNDECIDED = "Chưa có ngưỡng phiếu để kết luận"


@transaction.atomic
def put_to_council(
    *, dossiers: Sequence[Dossier], sitting: Sitting, by: Any, version: int | None = None
) -> list[Motion]:
    """One motion per nominee in the sitting; the dossiers wait for the vote.

    Refuses a dossier that is not appraised, a council of another body, a sitting whose agenda is
    closed. All dossiers go in, or none.
    """
    motions: list[Motion] = []
    if not dossiers:
        raise WrongState("Chọn ít nhất một hồ sơ để trình hội đồng.")
    for dossier in dossiers:
        fresh = take(dossier, version if len(dossiers) == 1 else None)
        check_may_step(by, "put", fresh)
        if sitting.council.body_id != fresh.department_id:
            raise NotAllowed("Chỉ trình hồ sơ ra Hội đồng của cơ quan mình.")
        waiting = [n for n in nominees_of(fresh) if n.state == Nominee.State.PROPOSED]
        if not waiting:
            raise WrongState(f"Hồ sơ {fresh.code} không còn đề nghị nào chờ biểu quyết.")
        papers = papers_of(fresh, waiting)
        new = [_motion(nominee, fresh, papers[nominee.pk]) for nominee in waiting]
        motions += add_motions(sitting=sitting, motions=new, by=by)
        fresh.nominees.filter(state=Nominee.State.PROPOSED).update(state_note="")
        day = short_date(sitting.held_on)
        step(fresh, "put", by=by, text=f"Đã trình phiên họp ngày {day}: {sitting.title}"[:300])
    return motions


def _motion(nominee: Nominee, dossier: Dossier, papers: Sequence[dict[str, str]]) -> NewMotion:
    award = column(nominee.award_code, dossier.round.received_on)
    return NewMotion(
        title=nominee.name,
        subtitle=subtitle_of(nominee),
        question=f"Đề nghị tặng {award.name} cho {nominee.name}",
        award_code=nominee.award_code,
        reference=nominee.reference,
        papers=papers,
        concerned=(nominee.person_id,) if nominee.person_id else (),
    )


@transaction.atomic
def take_back(*, dossier: Dossier, by: Any, version: int | None = None) -> Dossier:
    """Take the motions of a dossier off a sitting whose ballot is not open yet."""
    fresh = take(dossier, version)
    check_may_step(by, "take_back", fresh)
    references = [n.reference for n in fresh.nominees.all()]
    for motion in Motion.objects.filter(reference__in=references, result="").select_related(
        "sitting__council__body"
    ):
        remove_motion(motion=motion, by=by)
    return step(fresh, "take_back", by=by)


def motion_decided(*, motion: Motion, by: Any) -> None:
    """Receiver of the event: the nominee passed or failed, and the dossier goes on when all did.

    Runs inside the transaction that closes the box.
    """
    if not motion.reference.startswith(_PREFIX):
        return
    nominee = (
        Nominee.objects.select_related("person", "collective", "dossier")
        .filter(pk=int(motion.reference.removeprefix(_PREFIX)))
        .first()
    )
    if nominee is None or nominee.state != Nominee.State.PROPOSED:
        return
    if motion.result == Motion.Result.UNDECIDED:
        nominee.state_note = UNDECIDED
    else:
        passed = motion.result == Motion.Result.PASSED
        nominee.state = Nominee.State.PASSED if passed else Nominee.State.FAILED
        nominee.state_note = ""
    nominee.save(update_fields=["state", "state_note"])
    _go_on(nominee.dossier, by)


def _go_on(dossier: Dossier, by: Any) -> None:
    """The dossier moves with its last motion; until then somebody waits without a note."""
    if dossier.nominees.filter(state=Nominee.State.PROPOSED, state_note="").exists():
        return
    fresh = take(dossier, None)
    if fresh.state != Dossier.State.AT_COUNCIL:
        return
    nominees = list(fresh.nominees.exclude(state=Nominee.State.WITHDRAWN))
    states = {n.state for n in nominees}
    if Nominee.State.PROPOSED in states:
        step(fresh, "undecided", by=by)
    elif Nominee.State.PASSED in states:
        passed = sum(1 for n in nominees if n.state == Nominee.State.PASSED)
        step(fresh, "passed", by=by, text=f"Hội đồng thông qua {passed}/{len(nominees)} đề nghị")
    else:
        step(fresh, "failed", by=by)


@transaction.atomic
def mark_awarded(*, nominee: Nominee, by: Any) -> Nominee:
    """A decision was issued for a nominee the council passed; the caller checked who issues."""
    return _finish(nominee, Nominee.State.AWARDED, "Đã có quyết định khen thưởng", by)


@transaction.atomic
def mark_forwarded(*, nominee: Nominee, by: Any) -> Nominee:
    """A nominee the council passed was submitted to the level above; the caller has checked who."""
    return _finish(nominee, Nominee.State.FORWARDED, "Đã trình cấp trên", by)


def _finish(nominee: Nominee, state: str, said: str, by: Any) -> Nominee:
    fresh = take(nominee.dossier, None)
    nominee = Nominee.objects.select_related("person", "collective").get(pk=nominee.pk)
    if nominee.state != Nominee.State.PASSED:
        raise WrongState(
            f"{nominee.name} chưa được Hội đồng thông qua hoặc đã có kết quả "
            f"({nominee.get_state_display().lower()})."
        )
    nominee.state = state
    nominee.save(update_fields=["state"])
    log(
        fresh,
        "finish",
        f"{said}: {nominee.name} trong {fresh.code}",
        by=by,
        detail={"nominee": nominee.pk, "state": state},
    )
    _close(fresh, by)
    return nominee


@transaction.atomic
def mark_all_awarded(*, nominees: Sequence[Nominee], by: Any) -> int:
    """One decision was issued for many nominees at once: one log row a dossier, few queries.

    Refuses as `mark_awarded` does when any of them is not passed; then nothing is stored.
    """
    by_dossier: dict[int, list[int]] = {}
    for nominee in nominees:
        by_dossier.setdefault(nominee.dossier_id, []).append(nominee.pk)
    for dossier_pk, keys in sorted(by_dossier.items()):
        fresh = take(Dossier(pk=dossier_pk), None)
        rows = list(
            fresh.nominees.filter(pk__in=keys).select_related("person", "collective").order_by("pk")
        )
        for row in rows:
            if row.state != Nominee.State.PASSED:
                raise WrongState(
                    f"{row.name} chưa được Hội đồng thông qua hoặc đã có kết quả "
                    f"({row.get_state_display().lower()})."
                )
        fresh.nominees.filter(pk__in=keys).update(state=Nominee.State.AWARDED)
        log(
            fresh,
            "finish",
            f"Đã có quyết định khen thưởng cho {len(rows)} trường hợp trong {fresh.code}",
            by=by,
            detail={"nominees": [row.pk for row in rows], "state": Nominee.State.AWARDED},
        )
        _close(fresh, by)
    return len(nominees)


def _close(fresh: Dossier, by: Any) -> None:
    """A dossier of which nobody waits any more is decided."""
    left = fresh.nominees.filter(state__in=[Nominee.State.PASSED, Nominee.State.PROPOSED]).exists()
    if not left and fresh.state == Dossier.State.VOTED:
        step(fresh, "decide", by=by)
    else:
        keep(fresh)
