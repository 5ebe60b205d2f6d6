"""What the minutes of a sitting say, from the data (Luật 06/2022 Điều 84; NĐ 30/2020)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone

from thidua.councils.models import Attendance as Row
from thidua.councils.models import (
    BallotBox,
    Council,
    Member,
    Motion,
    Record,
    RecordVersion,
    Sitting,
    TallyFile,
)
from thidua.councils.queries.minutes_lines import recusal_lines, result_lines, sheets
from thidua.councils.queries.progress import Progress, progress_of
from thidua.councils.queries.records import latest, record_of, sections_of, signers_of
from thidua.councils.queries.seats import attending, current_members
from thidua.documents.minutes_values import from_plain, to_plain
from thidua.documents.papers import (
    Attendance,
    Letterhead,
    MinutesPaper,
    SignatureMark,
)
from thidua.kit.dates import short_date

# Citations of confidence K rest on general knowledge and are said to be unread.
_UNREAD = {"K", "UNKNOWN"}
_SYMBOL = {
    Council.Kind.EMULATION: "HĐTĐKT",
    Council.Kind.INITIATIVE: "HĐSK",
    Council.Kind.CLUSTER: "CKTĐ",
}


def paper_of(sitting: Sitting, kind: str = Record.Kind.MINUTES) -> MinutesPaper:
    """The paper of a record: what was frozen once it was sent to be signed, else as data stand."""
    record = record_of(sitting, kind)
    version = latest(record) if record is not None else None
    if record is not None and version is not None and record.state != Record.State.DRAFT:
        return _with_marks(from_plain(version.content), version)
    return draft_paper(sitting, kind, sections_of(record, kind))


def content_of(sitting: Sitting, record: Record, texts: Mapping[str, str]) -> dict[str, Any]:
    """Everything the paper will say, as plain values to be kept and digested."""
    return to_plain(draft_paper(sitting, record.kind, texts, number=record.number, final=True))


def draft_paper(
    sitting: Sitting,
    kind: str,
    texts: Mapping[str, str],
    *,
    number: str = "",
    final: bool = False,
) -> MinutesPaper:
    """The paper as the data stand; DỰ THẢO until it is sent to be signed, results once closed."""
    motions = list(sitting.motions.all())
    progress = progress_of(sitting, motions)
    box = sitting.box
    closed = box is not None and box.state == BallotBox.State.CLOSED
    council, body = sitting.council, sitting.council.body
    ended = timezone.localtime(sitting.concluded_at) if sitting.concluded_at else None
    tally = kind == Record.Kind.TALLY
    symbol = f"{'BBKP' if tally else 'BB'}-{_SYMBOL[Council.Kind(council.kind)]}"
    signed_on = timezone.localdate(sitting.concluded_at) if sitting.concluded_at else None
    conclusions = lines_of(texts.get("ket_luan", ""))
    aside, notes = recusal_lines(sitting, motions)
    return MinutesPaper(
        by_hands=sitting.by_hands,
        head=Letterhead(
            body=council.name,
            parent=body.name,
            symbol=symbol,
            place=body.place or body.name,
            number=number,
            signed_on=(signed_on or sitting.held_on) if final else None,
            year=sitting.held_on.year,
        ),
        council=council.name,
        subject=f"Kiểm phiếu {_lower(sitting.title)}" if tally else sitting.title,
        started_at=_start(sitting),
        ended_at=ended.replace(tzinfo=None) if ended else None,
        venue=sitting.place or "chưa ghi",
        chair=_line(sitting.presided_by),
        secretary=_line(sitting.secretary),
        attendance=_attendance(sitting),
        quorum=_quorum(sitting, progress),
        quorum_met=progress.quorum_met if progress.members else None,
        invited=lines_of(texts.get("khach_moi", "")),
        agenda=_agenda(sitting, motions),
        tellers=tuple(_line(member) for member in sitting.scrutineers.all()),
        ballots=sheets(box, progress) if closed else None,
        results=result_lines(sitting, motions, progress) if closed else (),
        conclusions=conclusions
        or (() if closed else ("Chưa có kết luận: Hội đồng chưa kiểm phiếu.",)),
        final=final,
        recipients=lines_of(texts.get("noi_nhan", "")),
        circulation=_deadline(sitting),
        report=lines_of(texts.get("tham_dinh", "")),
        discussion=lines_of(texts.get("dien_bien", "") or texts.get("phieu_hong", "")),
        recusals=aside,
        base_notes=notes,
        signatures=tuple(
            SignatureMark(duty, member.full_name) for duty, member in signers_of(sitting, kind)
        ),
        provisional=lines_of(texts.get("khieu_nai", "")) if tally else (),
    )


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a section that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def in_groups(fingerprint: str) -> str:
    """Groups of eight digits: people compare them by eye, and the line can break between them."""
    return " ".join(fingerprint[i : i + 8] for i in range(0, len(fingerprint), 8))


def _with_marks(paper: MinutesPaper, version: RecordVersion) -> MinutesPaper:
    signed = {
        (row.duty, row.member.full_name): timezone.localtime(row.signed_at)
        for row in version.signatures.all()
    }
    marks = []
    for mark in paper.signatures:
        moment = signed.get((mark.duty, mark.name))
        said = f"Đã ký bằng tài khoản lúc {moment:%H:%M ngày %d/%m/%Y}" if moment else ""
        marks.append(replace(mark, said=said))
    return replace(paper, signatures=tuple(marks), digest=in_groups(version.digest))


def _deadline(sitting: Sitting) -> str:
    if sitting.kind != Sitting.Kind.CIRCULATION or sitting.answer_by is None:
        return ""
    return f"{timezone.localtime(sitting.answer_by):%H giờ %M phút, ngày %d/%m/%Y}"


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


def _quorum(sitting: Sitting, progress: Progress) -> str:
    came = "trả lời" if sitting.kind == Sitting.Kind.CIRCULATION else "có mặt"
    if not progress.quorum_share:
        return f"ít nhất {progress.quorum} thành viên {came} (quá nửa; quy chế chưa nạp tỷ lệ khác)"
    share = progress.quorum_share.replace(">", "trên ")
    text = f"ít nhất {progress.quorum} thành viên {came} ({share} tổng số)"
    return f"{text}, {progress.quorum_citation}" if progress.quorum_citation else text


def _agenda(sitting: Sitting, motions: list[Motion]) -> tuple[str, ...]:
    how = (
        "lấy ý kiến thành viên bằng văn bản, bỏ phiếu kín."
        if sitting.kind == Sitting.Kind.CIRCULATION
        else "nghe báo cáo thẩm định, thảo luận và "
        + ("biểu quyết công khai." if sitting.by_hands else "bỏ phiếu kín.")
    )
    lines = [
        f"Hội đồng xem xét {len(motions)} đề nghị, hồ sơ nhận ngày "
        f"{short_date(sitting.received_on)}; {how}"
    ]
    boxes = sorted(sitting.boxes.all(), key=lambda box: box.round)
    files = dict(TallyFile.objects.filter(box__in=boxes).values_list("box_id", "sha256"))
    for box in boxes:
        again = f" (lần {box.round})" if len(boxes) > 1 else ""
        lines.append(
            f"Danh sách thành viên, nội dung biểu quyết và ngưỡng phiếu được chốt khi mở "
            f"{'biểu quyết' if sitting.by_hands else 'hòm phiếu'}{again}; mã kiểm tra SHA-256: "
            f"{in_groups(box.fingerprint)}."
        )
        if box.pk in files:
            lines.append(f"Tệp kiểm phiếu{again}, mã SHA-256: {in_groups(files[box.pk])}.")
    return tuple(lines)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
