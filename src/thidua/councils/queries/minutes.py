"""What the minutes of a sitting say, from the data (Luật 06/2022 Điều 84; NĐ 30/2020)."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from thidua.councils.models import Attendance as Row
from thidua.councils.models import BallotBox, Member, Motion, Sitting
from thidua.councils.queries.progress import Progress, progress_of, tallies
from thidua.councils.queries.seats import attending, current_members
from thidua.documents.papers import (
    Attendance,
    BallotCount,
    CandidateResult,
    Letterhead,
    MinutesPaper,
)
from thidua.kit.dates import short_date
from thidua.law import load_rulebook

# Citations of confidence K rest on general knowledge and are said to be unread.
_UNREAD = {"K", "UNKNOWN"}


def award_label(motion: Motion) -> str:
    """Name of the award, or the question of a motion about something else."""
    if not motion.award_code:
        return motion.question
    return load_rulebook().award_name(motion.award_code)


def minutes_paper(sitting: Sitting) -> MinutesPaper:
    """The paper as the data stand; DỰ THẢO until the sitting is concluded, results once closed."""
    motions = list(sitting.motions.all())
    progress = progress_of(sitting, motions)
    box = getattr(sitting, "box", None)
    closed = box is not None and box.state == BallotBox.State.CLOSED
    final = sitting.state == Sitting.State.CONCLUDED
    body = sitting.council.body
    ended = timezone.localtime(sitting.concluded_at) if sitting.concluded_at else None
    return MinutesPaper(
        head=Letterhead(
            body=sitting.council.name,
            parent=body.name,
            symbol="BB-HĐTĐKT",
            place=body.place or body.name,
            signed_on=sitting.held_on if final else None,
            year=sitting.held_on.year,
        ),
        council=sitting.council.name,
        subject=sitting.title,
        started_at=_start(sitting),
        ended_at=ended.replace(tzinfo=None) if ended else None,
        venue=sitting.place or "chưa ghi",
        chair=_line(sitting.presided_by),
        secretary=_line(sitting.secretary),
        attendance=_attendance(sitting),
        quorum=_quorum(progress),
        quorum_met=progress.quorum_met if progress.members else None,
        agenda=_agenda(sitting, motions, box),
        ballots=_sheets(progress) if closed else None,
        results=_results(sitting, motions, progress) if closed else (),
        conclusions=tuple(line for line in sitting.conclusion.splitlines() if line.strip())
        or (() if closed else ("Chưa có kết luận: Hội đồng chưa kiểm phiếu.",)),
        final=final,
    )


def _start(sitting: Sitting) -> dt.datetime | None:
    if sitting.starts_at is None:
        return None
    return dt.datetime.combine(sitting.held_on, sitting.starts_at)


def _line(member: Member | None) -> str:
    if member is None:
        return "chưa chọn"
    return f"{member.full_name}, {member.office or member.get_duty_display()}"


def _attendance(sitting: Sitting) -> tuple[Attendance, ...]:
    rows = {row.member_id: row for row in attending(sitting)}
    if sitting.state in {Sitting.State.DRAFT, Sitting.State.CONVENED}:
        members = list(current_members(sitting.council))
    else:
        members = [row.member for row in rows.values()]
    return tuple(_seat(member, rows.get(member.pk)) for member in members)


def _seat(member: Member, row: Row | None) -> Attendance:
    return Attendance(
        name=member.full_name,
        role=member.get_duty_display(),
        post=member.office,
        present=row is not None and row.status == Row.Status.PRESENT,
        reason=row.reason if row else "chưa điểm danh",
        written=row is not None and row.status == Row.Status.WRITTEN,
    )


def _quorum(progress: Progress) -> str:
    if not progress.quorum_share:
        return f"ít nhất {progress.quorum} thành viên có mặt (quá nửa; quy chế chưa nạp tỷ lệ khác)"
    share = progress.quorum_share.replace(">", "trên ")
    text = f"ít nhất {progress.quorum} thành viên có mặt ({share} tổng số)"
    return f"{text}, {progress.quorum_citation}" if progress.quorum_citation else text


def _agenda(sitting: Sitting, motions: list[Motion], box: BallotBox | None) -> tuple[str, ...]:
    lines = [
        f"Hội đồng xem xét {len(motions)} đề nghị, hồ sơ nhận ngày "
        f"{short_date(sitting.received_on)}; nghe báo cáo thẩm định, thảo luận và bỏ phiếu kín."
    ]
    lines += [line.strip() for line in sitting.discussion.splitlines() if line.strip()]
    if box is not None:
        lines.append(
            "Danh sách thành viên, nội dung biểu quyết và ngưỡng phiếu được chốt khi mở hòm phiếu; "
            f"mã kiểm tra SHA-256: {in_groups(box.fingerprint)}."
        )
    return tuple(lines)


def in_groups(fingerprint: str) -> str:
    """Groups of eight digits: people compare them by eye, and the line can break between them."""
    return " ".join(fingerprint[i : i + 8] for i in range(0, len(fingerprint), 8))


def _sheets(progress: Progress) -> BallotCount:
    return BallotCount(
        issued=len(progress.entitled), returned=progress.voted, valid=progress.voted, invalid=0
    )


def _results(
    sitting: Sitting, motions: list[Motion], progress: Progress
) -> tuple[CandidateResult, ...]:
    passed = {Motion.Result.PASSED: True, Motion.Result.FAILED: False}
    lines: list[CandidateResult] = []
    for tally in tallies(sitting, motions, progress.present):
        motion = tally.motion
        citation = motion.threshold_citation
        if citation and motion.threshold_confidence in _UNREAD:
            citation += " (chưa đối chiếu văn bản gốc)"
        lines.append(
            CandidateResult(
                name=motion.title,
                office=motion.subtitle,
                award_name=award_label(motion),
                yes=motion.agree or 0,
                no=motion.disagree or 0,
                blank=motion.no_opinion or 0,
                members=tally.base,
                threshold=f"Ngưỡng {tally.threshold_percent}" if tally.threshold else "",
                citation=citation,
                passed=passed.get(Motion.Result(motion.result)) if motion.result else None,
            )
        )
    return tuple(lines)
