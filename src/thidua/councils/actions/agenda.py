"""The motions of a sitting: put by other apps, ordered, measured by the law of the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from thidua.audit.actions import record
from thidua.councils.models import Motion, Recusal, Sitting
from thidua.councils.permissions import check_may_manage
from thidua.councils.queries import rule_for
from thidua.councils.queries.recusals import base_rule, recused
from thidua.councils.queries.rules import scope_key, score_rule
from thidua.councils.queries.work_rules import rules_of
from thidua.councils.states import AGENDA_OPEN
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze

RULE_FIELDS = (
    "threshold",
    "base",
    "secret",
    "threshold_citation",
    "threshold_confidence",
    "quorum",
    "quorum_citation",
    "threshold_source",
    "recused",
    "base_note",
)


@dataclass(frozen=True)
class NewMotion:
    """A question as another app puts it; `reference` is how that app finds its own thing again."""

    title: str
    question: str
    reference: str
    award_code: str = ""
    subtitle: str = ""
    papers: Sequence[Mapping[str, str]] = ()
    # Score sheets: `(criterion, highest points)`; empty for agree or disagree.
    criteria: Sequence[tuple[str, int]] = ()
    # Persons whom the motion is about: members among them take no part where the rules say so.
    concerned: Sequence[int] = ()
    concerned_ground: str = Recusal.Ground.SELF.value


@transaction.atomic
def add_motions(*, sitting: Sitting, motions: Sequence[NewMotion], by: Any) -> list[Motion]:
    """Put questions on the agenda with the threshold that the law or the body's regulation sets.

    All or none. Refuses an empty question, a reference twice, an agenda that is no longer open.
    """
    check_may_manage(user=by, department=sitting.council.body.department)
    check_agenda_open(sitting)
    held = set(sitting.motions.values_list("reference", flat=True))
    last = sitting.motions.aggregate(last=Max("order"))["last"] or 0
    made: list[Motion] = []
    for order, new in enumerate(motions, start=last + 1):
        title, question = squeeze(new.title), squeeze(new.question)
        if not title or not question:
            raise WrongState("Đề nghị cần có tên và nội dung biểu quyết.")
        if new.reference in held:
            raise WrongState(f"“{title}” đã có trong chương trình phiên họp này.")
        held.add(new.reference)
        motion = Motion(
            sitting=sitting,
            order=order,
            title=title[:200],
            subtitle=squeeze(new.subtitle)[:200],
            question=question[:300],
            award_code=new.award_code,
            reference=new.reference,
            papers=[dict(paper) for paper in new.papers],
            options=Motion.Options.SCORE if new.criteria else Motion.Options.VOTE,
            criteria=[{"title": title, "max": highest} for title, highest in new.criteria],
        )
        made.append(with_rule(motion, sitting))
    made = Motion.objects.bulk_create(made)
    if _step_aside(sitting, list(zip(made, motions, strict=True)), by):
        apply_rules(sitting)
    what = f"“{made[0].title}”" if len(made) == 1 else f"{len(made)} đề nghị"
    record(
        by=by,
        action="councils.add_motion",
        text=f"Đã đưa {what} vào chương trình phiên “{sitting.title}”",
        subject=sitting,
        body=sitting.council.body,
        detail={"motions": [[m.reference, m.award_code] for m in made]},
    )
    return made


def _step_aside(sitting: Sitting, put: list[tuple[Motion, NewMotion]], by: Any) -> int:
    """Members whom a motion is about take no part, where the rules of work name the ground."""
    grounds = rules_of(sitting.council, sitting.received_on).recusal_grounds
    seats = {
        member.person_id: member
        for member in sitting.council.members.filter(to_date=None, person__isnull=False)
    }
    rows = [
        Recusal(
            motion=motion,
            member=seats[person],
            ground=new.concerned_ground,
            note="tự nhận biết từ hồ sơ",
            recorded_by=by,
        )
        for motion, new in put
        if new.concerned_ground in grounds
        for person in dict.fromkeys(new.concerned)
        if person in seats
    ]
    return len(Recusal.objects.bulk_create(rows))


def add_motion(
    *,
    sitting: Sitting,
    title: str,
    question: str,
    reference: str,
    by: Any,
    award_code: str = "",
    subtitle: str = "",
    papers: Sequence[Mapping[str, str]] = (),
) -> Motion:
    """One question; see `add_motions`."""
    new = NewMotion(title, question, reference, award_code, subtitle, papers)
    [motion] = add_motions(sitting=sitting, motions=[new], by=by)
    return motion


@transaction.atomic
def remove_motion(*, motion: Motion, by: Any) -> None:
    """Take a question off the agenda while it is still open."""
    sitting = motion.sitting
    check_may_manage(user=by, department=sitting.council.body.department)
    check_agenda_open(sitting)
    title, reference = motion.title, motion.reference
    motion.delete()
    record(
        by=by,
        action="councils.remove_motion",
        text=f"Đã đưa “{title}” ra khỏi chương trình phiên “{sitting.title}”",
        subject=sitting,
        body=sitting.council.body,
        detail={"reference": reference},
    )


@transaction.atomic
def order_motions(*, sitting: Sitting, order: Sequence[int], by: Any) -> list[Motion]:
    """Put the motions into this order of keys; refused once the box is open."""
    check_may_manage(user=by, department=sitting.council.body.department)
    check_agenda_open(sitting)
    held = {motion.pk: motion for motion in sitting.motions.all()}
    if len(order) != len(held) or set(order) != set(held):
        raise WrongState("Thứ tự không khớp các đề nghị của phiên họp. Tải lại trang.")
    motions = [held[pk] for pk in order]
    for place, motion in enumerate(motions, start=1):
        motion.order = place
    Motion.objects.bulk_update(motions, ["order"])
    record(
        by=by,
        action="councils.order_motions",
        text=f"Đã xếp lại thứ tự {len(motions)} đề nghị của phiên “{sitting.title}”",
        subject=sitting,
        body=sitting.council.body,
    )
    return motions


def with_rule(motion: Motion, sitting: Sitting) -> Motion:
    """Set threshold, base, quorum and citation by the law of the day of receipt."""
    scope = scope_key(sitting.council)
    if motion.options == Motion.Options.SCORE:
        rule = score_rule(received_on=sitting.received_on, scope=scope)
    else:
        rule = rule_for(award_code=motion.award_code, received_on=sitting.received_on, scope=scope)
    motion.threshold, motion.base, motion.secret = rule.threshold, rule.base, rule.secret
    motion.threshold_citation, motion.threshold_confidence = rule.citation, rule.confidence
    motion.threshold_source = rule.source
    motion.quorum, motion.quorum_citation = rule.quorum, rule.quorum_citation
    return motion


def apply_rules(sitting: Sitting) -> list[Motion]:
    """Ask the law again about every motion of the sitting, with those who take no part."""
    rules = rules_of(sitting.council, sitting.received_on)
    aside = recused(sitting)
    motions = [with_rule(motion, sitting) for motion in sitting.motions.all()]
    for motion in motions:
        count = len(aside.get(motion.pk, ()))
        motion.recused, motion.base_note = base_rule(motion, rules, count)
    Motion.objects.bulk_update(motions, RULE_FIELDS, batch_size=200)
    return motions


def check_agenda_open(sitting: Sitting, refusal: str = "") -> None:
    """Refuse once a box was opened: members, motions and thresholds are frozen."""
    state = Sitting.objects.select_for_update().values_list("state", flat=True).get(pk=sitting.pk)
    if state not in AGENDA_OPEN:
        raise WrongState(
            refusal or "Hòm phiếu đã mở nên chương trình phiên họp không thay đổi được."
        )
