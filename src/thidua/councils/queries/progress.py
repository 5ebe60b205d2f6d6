"""How far a sitting is: what prevents the opening, who has voted, and the tallies once closed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from thidua.councils.models import Attendance, BallotBox, HasVoted, Member, Motion, Sitting
from thidua.councils.queries.rules import Share, sitting_quorum
from thidua.councils.queries.seats import attending, current_members

VOTING = frozenset({Attendance.Status.PRESENT, Attendance.Status.WRITTEN})


@dataclass(frozen=True)
class Progress:
    """Who may vote and who has; never what."""

    members: int
    present: int
    written: int
    quorum: int
    quorum_share: str
    quorum_citation: str
    entitled: tuple[Member, ...]
    voted_ids: frozenset[int]
    least_sheets: int

    @property
    def voted(self) -> int:
        return len(self.voted_ids)

    @property
    def waiting(self) -> list[Member]:
        """Members whose sheet is still missing."""
        return [m for m in self.entitled if m.pk not in self.voted_ids]

    @property
    def absent(self) -> int:
        return self.members - self.present - self.written

    @property
    def quorum_met(self) -> bool:
        return self.present >= self.quorum


def progress_of(sitting: Sitting, motions: list[Motion] | None = None) -> Progress:
    """Counts of the sitting: at most four queries."""
    rows = list(attending(sitting))
    box = getattr(sitting, "box", None)
    members = box.members_total if box else current_members(sitting.council).count()
    motions = list(sitting.motions.all()) if motions is None else motions
    quorum, share, citation = sitting_quorum(motions, members)
    entitled = tuple(r.member for r in rows if r.status in VOTING)
    voted = (
        frozenset(HasVoted.objects.filter(box=box).values_list("member_id", flat=True))
        if box
        else frozenset()
    )
    return Progress(
        members=members,
        present=sum(1 for r in rows if r.status == Attendance.Status.PRESENT),
        written=sum(1 for r in rows if r.status == Attendance.Status.WRITTEN),
        quorum=quorum,
        quorum_share=share,
        quorum_citation=citation,
        entitled=entitled,
        voted_ids=voted,
        # A count of one or two sheets would show what single members chose.
        least_sheets=min(len(entitled), max(3, quorum)),
    )


def may_still_vote(sitting: Sitting, member: Member) -> bool:
    """The box is open, the member attends or votes in writing, and no sheet is in yet."""
    box = getattr(sitting, "box", None)
    return (
        box is not None
        and box.state == BallotBox.State.OPEN
        and sitting.attendance.filter(member=member, status__in=VOTING).exists()
        and not HasVoted.objects.filter(box=box, member=member).exists()
    )


def still_prevents_opening(sitting: Sitting) -> list[str]:
    """Every sentence that still stands between this sitting and its ballot; empty when ready."""
    lacking: list[str] = []
    motions = list(sitting.motions.all())
    members = list(current_members(sitting.council))
    rows = {row.member_id: row for row in attending(sitting)}
    if not motions:
        lacking.append("Chưa có đề nghị nào. Trình hồ sơ vào phiên họp này trước.")
    if sitting.presided_by is None:
        lacking.append("Chưa có người chủ trì. Chọn Chủ tịch hoặc Phó Chủ tịch Hội đồng.")
    unmarked = [m.full_name for m in members if m.pk not in rows]
    if unmarked:
        lacking.append(f"Chưa điểm danh: {', '.join(unmarked)}.")
    chair = rows.get(sitting.presided_by_id or 0)
    if chair is not None and chair.status != Attendance.Status.PRESENT:
        lacking.append(
            f"Người chủ trì {chair.member.full_name} không có mặt. Chọn người chủ trì khác có mặt."
        )
    seated = {m.pk for m in members}
    present = sum(
        1
        for row in rows.values()
        if row.status == Attendance.Status.PRESENT and row.member_id in seated
    )
    quorum, _, _ = sitting_quorum(motions, len(members))
    if members and present < quorum:
        lacking.append(
            f"Chưa đủ số thành viên có mặt: {present}/{len(members)}, cần ít nhất {quorum}."
        )
    no_account = [
        row.member.full_name
        for row in rows.values()
        if row.status in VOTING
        and row.member_id in seated
        and (row.member.user is None or not row.member.user.is_active)
    ]
    if no_account:
        lacking.append(
            f"Chưa có tài khoản để bỏ phiếu: {', '.join(no_account)}. "
            "Gắn tài khoản cho thành viên ở trang Hội đồng."
        )
    if not members:
        lacking.append("Hội đồng chưa có thành viên.")
    return lacking


@dataclass(frozen=True)
class Tally:
    """A counted motion as the result table draws it."""

    motion: Motion
    base: int
    share: Fraction
    threshold: Share | None
    unanimous: bool

    @property
    def share_percent(self) -> str:
        """`90,9%` as papers write it; rounded half up to one digit."""
        return percent_text(self.share)

    @property
    def threshold_percent(self) -> str:
        return threshold_text(self.motion)

    @property
    def bar(self) -> str:
        """Width for the drawing: `90.9%`."""
        return f"{float(self.share) * 100:.1f}%"

    @property
    def goal(self) -> str:
        return f"{float(self.threshold.share) * 100:.1f}%" if self.threshold is not None else ""


def percent_text(share: Fraction) -> str:
    """`90,9%`, `80%`: one digit, half up; whole numbers carry no decimals."""
    tenths = (share * 1000 + Fraction(1, 2)).__floor__()
    whole, rest = divmod(tenths, 10)
    return f"{whole},{rest}%" if rest else f"{whole}%"


def threshold_text(motion: Motion) -> str:
    """`80%`, `trên 50%`, or an empty text where none is set."""
    share = Share.read(motion.threshold)
    if share is None:
        return ""
    return f"{'trên ' if share.strict else ''}{percent_text(share.share)}"


def tallies(sitting: Sitting, motions: list[Motion], present: int) -> list[Tally]:
    """Results in the order of the agenda; empty as long as the box is not closed."""
    box = getattr(sitting, "box", None)
    if box is None or box.state != BallotBox.State.CLOSED:
        return []
    counted: list[Tally] = []
    for motion in motions:
        base = box.members_total if motion.base == "all_members" else present
        yes = motion.agree or 0
        counted.append(
            Tally(
                motion=motion,
                base=base,
                share=Fraction(yes, base) if base else Fraction(0),
                threshold=Share.read(motion.threshold),
                unanimous=bool(yes) and not motion.disagree and not motion.no_opinion,
            )
        )
    return counted
