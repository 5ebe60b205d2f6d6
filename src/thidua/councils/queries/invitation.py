"""What the invitation to a sitting says, from the data."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from thidua.councils.models import Sitting
from thidua.councils.queries.minutes_lines import award_label
from thidua.councils.queries.seats import current_members
from thidua.documents.invitation import InvitationPaper
from thidua.documents.papers import Letterhead, Signature


def invitation_paper(sitting: Sitting) -> InvitationPaper:
    """The paper to be numbered, signed and sent; the agenda counts motions by award."""
    council, body = sitting.council, sitting.council.body
    by_award: dict[str, int] = {}
    for motion in sitting.motions.all():
        label = award_label(motion) if motion.award_code else "Nội dung khác"
        by_award[label] = by_award.get(label, 0) + 1
    circulation = sitting.kind == Sitting.Kind.CIRCULATION
    chair = sitting.presided_by
    start = dt.datetime.combine(sitting.held_on, sitting.starts_at) if sitting.starts_at else None
    return InvitationPaper(
        head=Letterhead(
            body=council.name,
            parent=body.name,
            symbol="CV-HĐTĐKT" if circulation else "GM-HĐTĐKT",
            place=body.place or body.name,
            year=sitting.held_on.year,
        ),
        council=council.name,
        subject=sitting.title,
        circulation=circulation,
        held_on=sitting.held_on,
        starts_at=start,
        venue=sitting.place,
        answer_by=timezone.localtime(sitting.answer_by).replace(tzinfo=None)
        if sitting.answer_by
        else None,
        chair=f"{chair.full_name}, {chair.get_duty_display()}" if chair else "",
        programme=tuple(line for line in sitting.programme.splitlines() if line.strip()),
        motions=tuple(by_award.items()),
        members=tuple(
            (member.full_name, member.office, member.get_duty_display())
            for member in current_members(council)
        ),
        signature=Signature(
            ("TM. HỘI ĐỒNG", (chair.get_duty_display() if chair else "Chủ tịch Hội đồng").upper()),
            chair.full_name if chair else "",
        ),
    )
