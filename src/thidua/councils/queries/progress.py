"""How far a sitting is: what prevents the opening, and who has voted; never what."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from thidua.councils.models import Attendance, BallotBox, HasVoted, Member, Motion, Sitting
from thidua.councils.queries.rules import needs_a_sheet, sitting_quorum
from thidua.councils.queries.seats import attending, current_members
from thidua.councils.queries.work_rules import rules_of

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
    paper_ids: frozenset[int]
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
    marks = dict(HasVoted.objects.filter(box=box).values_list("member_id", "way")) if box else {}
    present = sum(1 for r in rows if r.status == Attendance.Status.PRESENT)
    written = sum(1 for r in rows if r.status == Attendance.Status.WRITTEN)
    if sitting.kind == Sitting.Kind.CIRCULATION:
        # Nobody meets: those who answered take the place of those who are present.
        present, written = len(marks), 0
    return Progress(
        members=members,
        present=present,
        written=written,
        quorum=quorum,
        quorum_share=share,
        quorum_citation=citation,
        entitled=entitled,
        voted_ids=frozenset(marks),
        paper_ids=frozenset(pk for pk, way in marks.items() if way == HasVoted.Way.PAPER),
        # A count of one or two sheets would show what single members chose.
        least_sheets=min(len(entitled), max(3, quorum)),
    )


def may_still_vote(sitting: Sitting, member: Member) -> bool:
    """The box is open, the member attends or votes in writing, and no sheet is in yet."""
    box = getattr(sitting, "box", None)
    return (
        box is not None
        and not sitting.by_hands
        and box.state == BallotBox.State.OPEN
        and sitting.attendance.filter(member=member, status__in=VOTING).exists()
        and not HasVoted.objects.filter(box=box, member=member).exists()
    )


def prevents_closing(box: BallotBox, progress: Progress) -> str:
    """The sentence that stands between this box and its closing, or an empty one."""
    if progress.voted < progress.least_sheets:
        return (
            f"Mới có {progress.voted}/{len(progress.entitled)} phiếu. Cần ít nhất "
            f"{progress.least_sheets} phiếu để kết quả không làm lộ lựa chọn của từng người."
        )
    sitting = box.sitting
    asked_in_writing = sitting.kind == Sitting.Kind.CIRCULATION
    ends = sitting.answer_by if asked_in_writing else box.closes_at
    if progress.waiting and (ends is None or ends > timezone.now()):
        if asked_in_writing:
            until = timezone.localtime(ends) if ends else None
            return (
                f"Còn {len(progress.waiting)} người chưa trả lời và còn trong hạn"
                f"{f' ({until:%H:%M ngày %d/%m/%Y})' if until else ''}. Đóng phiếu khi hết hạn "
                "hoặc khi mọi người đã trả lời."
            )
        names = ", ".join(member.full_name for member in progress.waiting)
        return (
            f"Còn {len(progress.waiting)} người chưa bỏ phiếu: {names}. Báo trước giờ đóng phiếu, "
            "rồi đóng khi hết giờ đã báo hoặc khi mọi người đã bỏ phiếu."
        )
    return ""


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
    meeting = sitting.kind == Sitting.Kind.MEETING
    chair = rows.get(sitting.presided_by_id or 0)
    if meeting and chair is not None and chair.status != Attendance.Status.PRESENT:
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
    if meeting and members and present < quorum:
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
    sheets = not sitting.by_hands
    if no_account and sheets and not rules_of(sitting.council, sitting.received_on).paper:
        lacking.append(
            f"Chưa có tài khoản để bỏ phiếu: {', '.join(no_account)}. "
            "Gắn tài khoản cho thành viên ở trang Hội đồng."
        )
    if not sheets:
        lacking += needs_a_sheet(motions)
    if not members:
        lacking.append("Hội đồng chưa có thành viên.")
    return lacking
