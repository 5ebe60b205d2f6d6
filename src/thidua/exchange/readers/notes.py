"""The remarks column: leave, study, discipline, recruitment, transfer, retirement and matters
under review.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from thidua.exchange.readers.dates import DateRead, read_date
from thidua.exchange.readers.records import SpanRead
from thidua.exchange.readers.text import clean, fold

MEASURES = {
    "khien trach": "khien_trach",
    "canh cao": "canh_cao",
    "ha bac luong": "ha_bac_luong",
    "giang chuc": "giang_chuc",
    "cach chuc": "cach_chuc",
    "buoc thoi viec": "buoc_thoi_viec",
}
_LEAVE = (
    (r"thai san|nghi sinh", "thai_san"),
    (r"khong (huong )?luong", "khong_luong"),
    (r"dieu tri (do )?(thuong tich|tai nan)", "dieu_tri_thuong_tich"),
    (r"\b(nghi om|om dai ngay|om dau|chua benh)\b", "om"),
    (r"di hoc|dao tao|boi duong tap trung|hoc (thac si|tien si|cao hoc|tap trung)", "hoc_tap"),
)
_PENDING = (
    (r"to cao", "to_cao"),
    (r"khieu nai", "khieu_nai"),
    (r"dieu tra|khoi to|tam giam", "dieu_tra"),
    (r"(xem xet|xu ly) ky luat|chua ket luan ky luat", "ky_luat"),
    (r"thanh tra|kiem tra|dau hieu vi pham", "thanh_tra"),
)
_DATE = r"\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{2,4}"
_FROM_TO = re.compile(
    rf"\btu\s+(?:ngay\s+)?({_DATE})\s*(?:den(?:\s+het)?|-|–)\s*(?:ngay\s+)?({_DATE})"
)
_FROM = re.compile(rf"\btu\s+(?:ngay\s+)?({_DATE})")
_ANY = re.compile(rf"({_DATE})")
_NUMBER = re.compile(r"\b(?:qd|quyet dinh)\s*(?:so\s*)?(\d+(?:/[^\s,;():]+)?)")


@dataclass
class NotesRead:
    leave: list[SpanRead] = field(default_factory=list)
    studies: list[SpanRead] = field(default_factory=list)
    disciplines: list[SpanRead] = field(default_factory=list)
    pending: list[SpanRead] = field(default_factory=list)
    recruited: DateRead | None = None
    arrived: SpanRead | None = None
    left: SpanRead | None = None
    moved_in: SpanRead | None = None
    moved_out: SpanRead | None = None
    seconded: SpanRead | None = None
    retired: bool = False
    doubts: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_notes(text: str, *, today: dt.date) -> NotesRead:
    """Read the remarks of one row; a sentence that fits no known kind is kept in `unread`."""
    notes = NotesRead()
    for part in re.split(r"[;\n]", str(text)):
        said = clean(part).strip(".-• ")
        if said:
            _sentence(said, fold(said), notes, today)
    return notes


def _sentence(said: str, folded: str, notes: NotesRead, today: dt.date) -> None:
    pending = next((kind for pattern, kind in _PENDING if re.search(pattern, folded)), None)
    measure = next(
        (code for name, code in MEASURES.items() if re.search(rf"\b{name}\b", folded)), None
    )
    leave = next((kind for pattern, kind in _LEAVE if re.search(pattern, folded)), None)
    if pending and (measure is None or "xem xet" in folded or "dang" in folded):
        start = _one_date(folded, notes, today)
        notes.pending.append(SpanRead(pending, start, text=said))
    elif measure:
        start = _one_date(folded, notes, today)
        number = _NUMBER.search(folded)
        decision = said[number.start(1) : number.end(1)] if number else ""
        if start is None:
            notes.doubts.append("kỷ luật không ghi rõ ngày có hiệu lực")
        notes.disciplines.append(SpanRead(measure, start, decision=decision, text=said))
    elif "ky luat" in folded:
        notes.doubts.append("có kỷ luật nhưng không ghi rõ hình thức")
        notes.unread.append(said)
    elif leave:
        span = _span(leave, said, folded, notes, today)
        if leave == "hoc_tap":
            notes.studies.append(span)
        notes.leave.append(span)
    elif "nghi huu" in folded:
        notes.left = _span("nghi_huu", said, folded, notes, today)
        notes.retired = True
    elif re.search(r"tuyen dung|hop dong lan dau", folded):
        found = _ANY.search(folded)
        notes.recruited = (
            read_date(found[1], today=today, two_digit_years=(1950, today.year)) if found else None
        )
        if notes.recruited is None or notes.recruited.doubt:
            notes.doubts.append("ngày tuyển dụng không rõ")
    elif "biet phai" in folded:
        notes.seconded = _span("biet_phai", said, folded, notes, today)
    elif found := re.search(
        r"(?:dieu dong|chuyen|luan chuyen)\s+(?:noi bo\s+)?tu\s+(.+?)\s+(?:ve|sang|den)\b", folded
    ):
        notes.moved_in = _span(
            "dieu_dong", said[found.start(1) : found.end(1)], folded[found.end() :], notes, today
        )
    elif found := re.search(r"dieu dong\s+(?:den|sang|ve)\s+(.+?)(?:,)?\s+tu\b", folded):
        notes.moved_out = _span(
            "dieu_dong",
            said[found.start(1) : found.end(1)],
            folded[found.end() - 3 :],
            notes,
            today,
        )
    elif found := re.search(
        r"(?:tiep nhan|chuyen den|chuyen ve|nhan ve)\s+tu\s+(.+?)(?:,)?\s+(?:tu|ngay)\b", folded
    ):
        notes.arrived = _span(
            "chuyen_den", said[found.start(1) : found.end(1)], folded[found.end(1) :], notes, today
        )
    elif found := re.search(
        r"(?:chuyen cong tac|chuyen|dieu dong)\s+(?:di|den|sang)\s*(.*?)(?:,)?\s+tu\b", folded
    ):
        notes.left = _span(
            "chuyen_di",
            said[found.start(1) : found.end(1)],
            folded[found.end() - 3 :],
            notes,
            today,
        )
    elif re.search(r"thoi viec|nghi viec", folded):
        notes.left = _span("thoi_viec", said, folded, notes, today)
    else:
        notes.unread.append(said)


def _span(kind: str, said: str, folded: str, notes: NotesRead, today: dt.date) -> SpanRead:
    far = dt.date(today.year + 10, 12, 31)
    start = end = None
    if found := _FROM_TO.search(folded):
        start, end = _date(found[1], far, notes), _date(found[2], far, notes)
    elif found := _FROM.search(folded) or _ANY.search(folded):
        start = _date(found[1], far, notes)
    else:
        notes.doubts.append("không ghi từ ngày nào")
    if start and end and end < start:
        notes.doubts.append("ngày kết thúc trước ngày bắt đầu")
    return SpanRead(kind, start, end, text=said)


def _one_date(folded: str, notes: NotesRead, today: dt.date) -> dt.date | None:
    found = _ANY.search(folded)
    return _date(found[1], today, notes) if found else None


def _date(text: str, latest: dt.date, notes: NotesRead) -> dt.date | None:
    read = read_date(text, today=latest, two_digit_years=(latest.year - 40, latest.year))
    if read.doubt:
        notes.doubts.append(f"ngày {text}: {read.doubt}")
    return read.value
