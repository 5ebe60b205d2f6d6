"""Free text of past awards: titles with years, lists and ranges of years, decisions, thematic
causes, vague claims.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from thidua.exchange.readers.award_names import award_name
from thidua.exchange.readers.dates import read_date
from thidua.exchange.readers.records import AwardClaim, Place
from thidua.exchange.readers.text import clean, fold

YEARLY_TITLES = frozenset({"ldtt", "cstd-co-so", "tt-ldtt", "tt-ldxs"})

# A new item starts after a line break, a semicolon, or before the name of an award after a full
# stop or a dash between blanks.
_START = (
    r"(?:chien s[iy] thi dua|cstd|ldtt|lao dong tien tien|bang khen|bk|giay "
    r"khen|gk|knc|ky niem chuong|huan chuong|hc ?ld|tap the|tt ?ld|co thi dua|danh "
    r"hieu|anh hung)"
)
_SPLIT = re.compile(
    rf"\s*(?:[;\n]|\.\s+(?={_START})|(?<=\s)[-–+*•](?=\s+{_START}))\s*(?:[-–+*•]\s*)?"
)
_DECISION = re.compile(
    r"[\s,(]*(?:theo\s+)?(?:qd|quyet dinh)\s*(?:so\s*)?(?P<number>\d+(?:/[^\s,;()]+)?)"
    r"(?:\s*(?:ngay|,|-)?\s*(?P<date>\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}))?\s*\)?"
)
_YEARS = re.compile(
    r"^[\s:(]*(?:(?:cac\s+)?nam|giai doan)?[\s:(]*"
    r"(?P<years>\d{4}(?:\s*[-–]\s*\d{4})?(?:\s*(?:,|va)\s*\d{4}(?:\s*[-–]\s*\d{4})?)*)\s*\)?"
)
_VAGUE = re.compile(r"(nhieu nam|hang nam|lien tuc|cac nam\s*$|nhieu lan|nhieu lien)")
_NAME_END = re.compile(r"\(|:|\b(?:cac\s+)?nam\b|\bgiai doan\b|\d{4}|\bnhieu\b|\bhang nam\b|$")


@dataclass(frozen=True)
class Achievements:
    claims: list[AwardClaim]
    doubts: list[tuple[str, str]]
    """Pairs of the words read and what is doubtful about them."""


def read_achievements(text: str, place: Place, *, today: dt.date) -> Achievements:
    """Read one cell of past awards; an item that is not understood wholly becomes a doubt."""
    claims: list[AwardClaim] = []
    doubts: list[tuple[str, str]] = []
    for item in split_items(text):
        read, doubt = _item(item, place, today)
        claims.extend(read)
        if doubt:
            doubts.append((item, doubt))
    return Achievements(claims, doubts)


def split_items(text: str) -> list[str]:
    """Items in the order of the text, bullets removed."""
    source = "\n".join(clean(line) for line in str(text).splitlines())
    folded, items, start = fold(source), [], 0
    for cut in _SPLIT.finditer(folded):
        items.append(source[start : cut.start()])
        start = cut.end()
    items.append(source[start:])
    trimmed = (item.strip().lstrip("-–+*•").strip().rstrip(".").strip() for item in items)
    return [item for item in trimmed if item]


def _item(item: str, place: Place, today: dt.date) -> tuple[list[AwardClaim], str]:
    folded = fold(item)
    end = _NAME_END.search(folded)
    name_text = item[: end.start()].strip() if end else item
    name = award_name(name_text)
    if name is None:
        return [], "không nhận ra danh hiệu hoặc hình thức khen thưởng"
    rest, rest_folded = item[len(item[: end.start()]) if end else len(item) :], ""
    number, decided = "", None
    found = _DECISION.search(fold(rest))
    doubt = ""
    if found:
        number = rest[found.start("number") : found.end("number")]
        if found["date"]:
            read = read_date(found["date"], today=today, two_digit_years=(1990, today.year))
            decided, doubt = read.value, f"ngày quyết định: {read.doubt}" if read.doubt else ""
        rest = rest[: found.start()] + " " + rest[found.end() :]
    rest_folded = fold(rest)
    years = _YEARS.match(rest_folded)
    if not years:
        if _VAGUE.search(rest_folded):
            return [], "ghi chung chung, không nêu rõ từng năm: không dùng làm căn cứ"
        return [], "không ghi năm của thành tích"
    theme = clean(rest[years.end() :].strip(" ,.-–()"))
    spans = _spans(years["years"])
    if any(start > stop or start < 1945 for start, stop in spans):
        return [], "khoảng năm không hợp lý"
    merit = "chuyen_de" if theme else "cong_trang"

    def claim(year: int, period: tuple[int, int] | None, with_decision: bool) -> AwardClaim:
        return AwardClaim(
            place=place,
            code=name.code,
            label=name.label,
            year=year,
            text=item,
            period=period,
            decision=number if with_decision else "",
            decided_on=decided if with_decision else None,
            authority=name.authority,
            merit=merit,
            theme=theme,
        )

    future = [stop for _, stop in spans if stop > today.year]
    if future:
        return [], f"năm {future[0]} ở tương lai"
    if name.code in YEARLY_TITLES:
        listed = [year for start, stop in spans for year in range(start, stop + 1)]
        # One decision behind a list of years can be that of one year only: the year before or of
        # its date.
        owner = _owner(listed, decided)
        return [claim(year, None, year == owner) for year in listed], doubt
    single = len(spans) == 1
    claims = [claim(stop, (start, stop) if stop > start else None, single) for start, stop in spans]
    return claims, doubt


def _spans(text: str) -> list[tuple[int, int]]:
    parts = re.findall(r"(\d{4})(?:\s*[-–]\s*(\d{4}))?", text)
    return [(int(start), int(stop or start)) for start, stop in parts]


def _owner(years: list[int], decided: dt.date | None) -> int | None:
    if len(years) == 1:
        return years[0]
    if decided is None:
        return None
    fitting = [year for year in years if year in (decided.year, decided.year - 1)]
    if decided.month <= 6 and decided.year - 1 in fitting:
        return decided.year - 1
    return fitting[0] if len(fitting) == 1 else None
