"""The template's sheet of events: leave, study, discipline, moves and matters under review."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from thidua.exchange.readers.notes import MEASURES
from thidua.exchange.readers.records import SpanRead
from thidua.exchange.readers.template_sheets import SheetCursor
from thidua.exchange.readers.text import fold, words

_LEAVE = {
    "nghi thai san": "thai_san",
    "nghi om": "om",
    "nghi khong luong": "khong_luong",
    "di hoc": "hoc_tap",
    "dieu tri thuong tich": "dieu_tri_thuong_tich",
}
_LEFT = {"chuyen di", "nghi huu", "thoi viec"}
_MOVES = {"tuyen dung", "chuyen den", "dieu dong noi bo", "biet phai"}


@dataclass
class EventsRead:
    leave: list[SpanRead] = field(default_factory=list)
    studies: list[SpanRead] = field(default_factory=list)
    disciplines: list[SpanRead] = field(default_factory=list)
    pending: list[SpanRead] = field(default_factory=list)
    arrived_from: str = ""
    left_on: dt.date | None = None
    texts: list[str] = field(default_factory=list)
    unread: bool = False


def read_events(cursor: SheetCursor | None) -> dict[str, EventsRead]:
    """Leave, discipline, moves and matters under review by person."""
    events: dict[str, EventsRead] = defaultdict(EventsRead)
    if cursor is None:
        return events
    for code in cursor.left_out:
        events[code].unread = True
    for row in cursor.rows():
        event, kind = events[cursor.text(row, "code")], words(cursor.text(row, "kind"))
        start = cursor.date(row, "start", future=True).value
        end = cursor.date(row, "end", future=True).value if cursor.value(row, "end") != "" else None
        content, decision = cursor.text(row, "content"), cursor.text(row, "decision")
        event.texts.append(" ".join(part for part in (cursor.text(row, "kind"), content) if part))
        if kind in _LEAVE:
            if start is None:
                cursor.doubt(row, "start", "không ghi từ ngày nào")
            if start and end and end < start:
                cursor.doubt(row, "end", "ngày kết thúc trước ngày bắt đầu")
                event.unread = True
            span = SpanRead(_LEAVE[kind], start, end, decision, content)
            event.leave.append(span)
            if kind == "di hoc":
                event.studies.append(span)
        elif kind == "ky luat":
            measure = MEASURES.get(words(cursor.text(row, "measure")))
            if measure is None:
                cursor.doubt(row, "measure", "không nhận ra hình thức kỷ luật")
                event.unread = True
            else:
                event.disciplines.append(SpanRead(measure, start, end, decision, content))
        elif kind == "dang xem xet":
            event.pending.append(SpanRead(_pending_kind(content), start, end, decision, content))
            cursor.doubt(
                row,
                "kind",
                "có việc đang được xem xét: chưa xét khen thưởng đến khi có kết luận",
                weight="note",
            )
        elif kind in _LEFT:
            event.left_on = start
        elif kind == "chuyen den":
            event.arrived_from = content
        elif kind not in _MOVES:
            cursor.doubt(row, "kind", "không nhận ra loại sự việc")
            event.unread = True
    return events


def _pending_kind(text: str) -> str:
    said = fold(text)
    for word, kind in (
        ("to cao", "to_cao"),
        ("khieu nai", "khieu_nai"),
        ("dieu tra", "dieu_tra"),
        ("ky luat", "ky_luat"),
    ):
        if word in said:
            return kind
    return "thanh_tra"
