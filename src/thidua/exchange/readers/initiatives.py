"""Initiatives and topics in free text: title, year, level, decision, and whether the level fits
the body that decided.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from thidua.exchange.readers.dates import read_date
from thidua.exchange.readers.records import InitiativeRead, Place
from thidua.exchange.readers.text import clean, fold, words

LEVELS = {"co_so": "cơ sở", "bo_nganh_tinh": "bộ, ngành, tỉnh", "toan_quoc": "toàn quốc"}

_KINDS = (
    (r"de tai", "de_tai_khoa_hoc"),
    (r"de an", "de_an_khoa_hoc"),
    (r"cong trinh", "cong_trinh_khcn"),
    (r"(sang kien|sk)\b", "sang_kien"),
)
_WAITING = re.compile(
    r"(dang trinh|cho cong nhan|chua co (qd|quyet dinh)|chua (duoc )?cong nhan|dang xet|cho xet)"
)
_DECISION = re.compile(
    r"(?:qd|quyet dinh)\s*(?:so\s*)?(?P<number>\d+(?:/[^\s,;()]+)?)"
    r"(?:\s*(?:ngay|,)\s*(?P<date>\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}))?"
)


def read_initiatives(
    text: str, place: Place, *, today: dt.date
) -> tuple[list[InitiativeRead], list[tuple[str, str]]]:
    """Read one cell; returns the initiatives and pairs (words, doubt) for what is not
    understood.
    """
    found, doubts = [], []
    for item in _items(str(text)):
        read = _item(item, place, today)
        if read is None:
            doubts.append((item, "không đọc được tên, năm hoặc cấp của sáng kiến"))
            continue
        found.append(read)
        if read.doubt:
            doubts.append((item, read.doubt))
        elif not read.recognised:
            doubts.append((item, "sáng kiến chưa được công nhận: chưa dùng làm căn cứ"))
    return found, doubts


def _items(text: str) -> list[str]:
    items, current = [], ""
    lines = text.replace("\r", "").replace("“", '"').replace("”", '"')
    for piece in re.split(r"([;\n])", lines):
        if piece in {";", "\n"} and current.count('"') % 2 == 0:
            items.append(current)
            current = ""
        else:
            current += piece
    items.append(current)
    trimmed = (clean(item).lstrip("-–+*• ").rstrip(".; ") for item in items)
    return [item for item in trimmed if item]


def _item(item: str, place: Place, today: dt.date) -> InitiativeRead | None:
    # A title may hold quotation marks of its own: it ends at the last one.
    first, last = item.find('"'), item.rfind('"')
    if first < 0 or last <= first:
        return None
    title, head, tail = item[first + 1 : last].strip(), fold(item[:first]), item[last + 1 :]
    folded = fold(tail)
    kind = next((code for pattern, code in _KINDS if re.search(pattern, head)), "sang_kien")
    decision = _DECISION.search(folded)
    number, recognised_on, doubt = "", None, ""
    if decision:
        number = tail[decision.start("number") : decision.end("number")]
        if decision["date"]:
            read = read_date(decision["date"], today=today, two_digit_years=(1990, today.year))
            recognised_on, doubt = read.value, f"ngày công nhận: {read.doubt}" if read.doubt else ""
    before = folded[: decision.start()] if decision else folded
    year = re.search(r"\bnam (\d{4})\b", before) or re.search(r"\b(\d{4})\b", before)
    waiting = bool(_WAITING.search(folded))
    if year is None or not title:
        return None
    initiative = InitiativeRead(
        place=place,
        title=title,
        year=int(year[1]),
        level=read_level(before),
        kind=kind,
        decision=number,
        recognised_on=recognised_on,
        recognised=not waiting,
        doubt=doubt,
    )
    return check_initiative(initiative, today=today)


def read_level(text: str) -> str | None:
    said = words(text)
    if re.search(r"\b(toan quoc|nha nuoc|quoc gia)\b", said):
        return "toan_quoc"
    if re.search(r"\b(tinh|bo|nganh)\b", said):
        return "bo_nganh_tinh"
    if re.search(r"\b(co so|so|don vi)\b", said):
        return "co_so"
    return None


def check_initiative(initiative: InitiativeRead, *, today: dt.date) -> InitiativeRead:
    """Add the doubt, if any: no level, a future year, a level that the deciding body cannot
    give.
    """
    if initiative.doubt or not initiative.recognised:
        return initiative
    doubt = ""
    if initiative.level is None:
        doubt = "không ghi cấp công nhận"
    elif initiative.year is not None and initiative.year > today.year:
        doubt = f"năm {initiative.year} ở tương lai"
    elif not initiative.decision:
        doubt = "không ghi quyết định công nhận"
    elif (
        initiative.recognised_on
        and initiative.year
        and not 0 <= initiative.recognised_on.year - initiative.year <= 1
    ):
        doubt = (
            f"năm {initiative.year} không khớp ngày quyết định {initiative.recognised_on:%d/%m/%Y}"
        )
    else:
        giver = deciding_level(initiative.decision)
        if giver and initiative.level != giver:
            doubt = (
                f"ghi cấp {LEVELS[initiative.level]} nhưng quyết định {initiative.decision} "
                f"là của {'UBND' if giver == 'bo_nganh_tinh' else 'cơ quan, đơn vị cơ sở'}"
            )
    return replace(initiative, doubt=doubt) if doubt else initiative


def deciding_level(decision: str) -> str | None:
    """The level a decision number speaks for: UBND and ministries above, a department at the
    base.
    """
    sign = fold(decision).partition("/")[2].upper().replace("Đ", "D")
    if re.search(r"-(UBND|CTUBND|CT)\b", sign):
        return "bo_nganh_tinh"
    if re.search(r"-(BNV|BTC|B[A-Z]{1,5}|LDTBXH|TTG)\b", sign):
        return "bo_nganh_tinh"
    if re.search(r"-S[A-Z]+\b", sign):
        return "co_so"
    return None
