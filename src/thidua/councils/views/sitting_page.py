"""Everything that the page of a sitting shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from thidua.councils.forms import ReplyForm
from thidua.councils.models import (
    Attendance,
    BallotBox,
    Invitation,
    Motion,
    Record,
    Recusal,
    Sitting,
)
from thidua.councils.permissions import (
    may_manage,
    may_read_paper,
    may_release,
)
from thidua.councils.queries import (
    attending,
    current_members,
    may_still_vote,
    progress_of,
    seat_of,
    still_prevents_opening,
    tallies,
)
from thidua.councils.queries.minutes_lines import award_label
from thidua.councils.queries.tally import cautions_after, revotable, threshold_text
from thidua.councils.states import AGENDA_OPEN, words_of


def page_context(
    request: HttpRequest, sitting: Sitting, reply_form: ReplyForm | None = None
) -> dict[str, Any]:
    """Everything the sitting page shows; the number of queries does not grow with the agenda."""
    motions = list(sitting.motions.all())
    for motion in motions:
        motion.award_name = award_label(motion)  # type: ignore[attr-defined]  # for the page only
        motion.threshold_label = threshold_text(motion)  # type: ignore[attr-defined]  # for the page only
    progress = progress_of(sitting, motions)
    box = getattr(sitting, "box", None)
    closed = box is not None and box.state == BallotBox.State.CLOSED
    manages = may_manage(user=request.user, department=sitting.council.body.department)
    seat = seat_of(request.user, sitting.council)
    rows = {row.member_id: row for row in attending(sitting)}
    before = sitting.state in AGENDA_OPEN
    members = (
        list(current_members(sitting.council)) if before else [r.member for r in rows.values()]
    )
    counted = tallies(sitting, motions, progress.present)
    calls = {call.member_id: call for call in sitting.invitations.all()}
    meeting = sitting.kind == Sitting.Kind.MEETING
    return {
        "sitting": sitting,
        "council": sitting.council,
        "words": words_of(sitting),
        "motions": motions,
        "progress": progress,
        "box": box,
        "closed": closed,
        "voted": [t for t in counted if not t.scored],
        "scored": [t for t in counted if t.scored],
        "scored_only": bool(motions) and all(m.options == Motion.Options.SCORE for m in motions),
        "cautions": [] if sitting.by_hands else cautions_after(counted),
        "revotable": revotable(sitting, motions) if manages else [],
        "reads_paper": box is not None
        and not closed
        and may_read_paper(user=request.user, sitting=sitting),
        "sees_file": seat is not None or manages,
        "passed": sum(1 for t in counted if t.motion.result == Motion.Result.PASSED),
        "thresholds": sorted({t.threshold_percent for t in counted if t.threshold}),
        "citations": _citations(motions),
        "base_notes": list(dict.fromkeys(m.base_note for m in motions if m.base_note)),
        "seats": [(m, rows.get(m.pk), calls.get(m.pk)) for m in members],
        "statuses": Attendance.Status.choices,
        "manages": manages,
        "seat": seat,
        "meeting": meeting,
        "answering": sum(1 for call in calls.values() if call.answer),
        "called": len(calls),
        "my_call": calls.get(seat.pk) if seat else None,
        "may_reply": bool(seat and meeting and sitting.state == Sitting.State.CONVENED),
        "reply_form": reply_form or _reply_form(calls.get(seat.pk) if seat else None),
        "may_vote_now": bool(seat and may_still_vote(sitting, seat)),
        "has_voted": bool(seat and seat.pk in progress.voted_ids),
        "may_edit": manages and before,
        "may_mark": manages and meeting and not closed and sitting.state != Sitting.State.CONCLUDED,
        "may_release": may_release(user=request.user, sitting=sitting),
        "lacking": still_prevents_opening(sitting) if manages and before else [],
        "programme": [_item(line) for line in sitting.programme.splitlines()],
        "recusals": list(
            Recusal.objects.filter(motion__sitting=sitting).select_related("motion", "member")
        ),
        "files": list(sitting.papers.select_related("motion")),
        "records": _records(sitting, closed=closed),
        "tellers": list(sitting.scrutineers.all()),
    }


def _item(line: str) -> tuple[str, str]:
    """`14:00 Điểm danh` as time and text; without a time the whole line is the text."""
    first, _, rest = line.partition(" ")
    known = first.replace("h", ":").rstrip(".:")
    parts = known.split(":")
    if len(parts) == 2 and all(part.isdigit() and len(part) <= 2 for part in parts) and rest:
        return known, rest.lstrip("–-: ")
    return "", line


def _records(sitting: Sitting, *, closed: bool) -> list[tuple[str, str, Record | None]]:
    """Kind, label and record; the tally record only once there is something to record."""
    held = {record.kind: record for record in sitting.records.all()}
    kinds = [Record.Kind.TALLY, Record.Kind.MINUTES] if closed else [Record.Kind.MINUTES]
    if sitting.state == Sitting.State.DRAFT:
        return []
    return [(str(kind), str(kind.label), held.get(kind)) for kind in kinds]


def _reply_form(call: Invitation | None) -> ReplyForm:
    known = {"answer": call.answer, "reason": call.reason} if call else {}
    return ReplyForm(initial=known)


def _citations(motions: list[Motion]) -> list[tuple[str, str, str]]:
    """Award, threshold and its ground, once each, in the order of the agenda."""
    seen = {
        (award_label(m), m.threshold, m.threshold_citation): m.threshold_confidence for m in motions
    }
    return [
        (name, citation, confidence) for (name, _, citation), confidence in seen.items() if citation
    ]
