"""A unit's proposal as it comes in Word: who is proposed for what, and what the text says of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from thidua.exchange.readers.archives import UnreadableFile
from thidua.exchange.readers.award_names import AwardName, award_name
from thidua.exchange.readers.cells import read_gender, split_address
from thidua.exchange.readers.dates import NOTHING, DateRead, read_date
from thidua.exchange.readers.records import Place, Problem
from thidua.exchange.readers.register_records import RefusedRow
from thidua.exchange.readers.register_sheet import decoded
from thidua.exchange.readers.tables import Field, Table, find_table
from thidua.exchange.readers.text import clean, fold, shorten, title_case, words
from thidua.exchange.readers.units import expand, split_position
from thidua.exchange.readers.word import Document, open_document
from thidua.exchange.readers.workbook import SheetData

OFFER_FIELDS = (
    Field("number", "STT", (), exact=("stt", "tt", "so tt")),
    Field(
        "name",
        "Họ và tên",
        ("ho va ten", "ho ten", "ten ca nhan tap the", "ca nhan tap the", "ten tap the"),
        exact=("ong ba", "ong", "ten"),
        required=True,
    ),
    Field("born", "Năm sinh", ("nam sinh", "ngay sinh", "ngay thang nam sinh")),
    Field("unit", "Chức vụ, đơn vị", ("chuc vu don vi", "chuc vu", "don vi cong tac", "don vi")),
    Field(
        "award",
        "Danh hiệu, hình thức đề nghị",
        (
            "danh hieu hinh thuc de nghi",
            "danh hieu hinh thuc khen thuong",
            "hinh thuc de nghi",
            "danh hieu de nghi",
            "de nghi khen thuong",
            "hinh thuc khen thuong",
            "danh hieu",
        ),
        required=True,
    ),
    Field("summary", "Tóm tắt thành tích", ("tom tat thanh tich", "thanh tich")),
    Field("votes", "Phiếu", ("so phieu dong y", "so phieu", "ty le phieu", "phieu")),
)
_COUNTED = re.compile(r"([^:;.\d]+):\s*0*(\d+)\s*(?:người|cá nhân|tập thể)", re.IGNORECASE)
_COLLECTIVE = re.compile(
    r"danh hiệu\s+(Tập thể lao động (?:xuất sắc|tiên tiến))\s+cho\s+([^(.;]+)", re.IGNORECASE
)


@dataclass(frozen=True)
class Offer:
    """One person or collective and the award asked for; `votes` as written (21/21)."""

    place: Place
    name: str
    collective: bool
    code: str | None
    text: str
    born: DateRead = NOTHING
    gender: str | None = None
    position: str = ""
    unit: str = ""
    summary: str = ""
    votes: str = ""


@dataclass(frozen=True)
class Offers:
    file: str
    unit: str
    year: int | None
    offers: tuple[Offer, ...]
    refused: tuple[RefusedRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()


def read_offers(
    data: bytes, *, name: str, meanings: Mapping[str, AwardName] | None = None
) -> Offers:
    """Read every table with people and awards asked for; raises UnreadableFile where there is none.

    A cell may ask for several awards. What the paragraphs count is compared with the rows, and
    the same person twice for one award is told.
    """
    document = open_document(data, name=name)
    tables = [
        (sheet, table)
        for sheet in (decoded(one)[0] for one in document.tables)
        if (table := find_table(sheet, OFFER_FIELDS, least=2))
        and {"name", "award"} <= set(table.columns)
    ]
    if not tables:
        raise UnreadableFile(
            f"Tệp “{name}” không có bảng đề nghị nào: cần có cột “Họ và tên” và “Danh hiệu, hình "
            "thức đề nghị”."
        )
    year = _year(document)
    offers: list[Offer] = []
    refused: list[RefusedRow] = []
    problems: list[Problem] = []
    for sheet, table in tables:
        for one in _read_table(sheet, table, meanings or {}):
            (offers if isinstance(one, Offer) else refused).append(one)  # type: ignore[arg-type]  # the list is chosen by the type
    offers.extend(_collectives(document))
    kept, again = _without_repeats(offers)
    refused.extend(again)
    problems.extend(
        Problem(one.place.sheet, one.place.row, one.place.column, one.text, one.reason)
        for one in refused
    )
    problems.extend(_count_problems(document, kept))
    return Offers(
        name, _unit(document), year, tuple(kept), tuple(refused), tuple(problems), document.notes
    )


def _read_table(
    sheet: SheetData, table: Table, meanings: Mapping[str, AwardName]
) -> Iterator[Offer | RefusedRow]:
    collective = False
    for row in range(table.first_row, len(sheet.rows)):
        cells = sheet.rows[row]
        filled = list(dict.fromkeys(clean(cell) for cell in cells if clean(cell)))
        said = words(" ".join(filled))
        if not filled or words(table.text(cells, "name")) in {"ho va ten", "ho ten"}:
            continue
        if len(filled) <= 2 and re.fullmatch(r"(?:[abiv]+ )?(ca nhan|tap the)", said):
            collective = "tap the" in said
            continue
        if re.match(r"(tong cong|tong so|cong)\b", said):
            continue
        place = Place(sheet.name, row + 1, table.letter("award"))
        raw, asked = table.text(cells, "name"), table.text(cells, "award")
        line = shorten(" | ".join(filled), 300)
        if not raw:
            yield RefusedRow(place, "", line, "dòng có dữ liệu nhưng không có họ tên: không đọc")
            continue
        name, gender = split_address(raw)
        parts = [part for part in re.split(r"[;+\n]|, (?=[A-ZĐ])", asked) if words(part)]
        if not parts:
            yield RefusedRow(place, name, line, "dòng không ghi danh hiệu, hình thức đề nghị")
            continue
        position, unit = split_position(table.text(cells, "unit"), ())
        for part in parts:
            award = meanings.get(words(part)) or award_name(part)
            if award is None or award.code is None:
                reason = "không nhận ra danh hiệu hoặc hình thức đề nghị"
                yield RefusedRow(place, name, line, reason, clean(part))
                continue
            yield Offer(
                place,
                expand(name) if collective or award.collective else title_case(name),
                collective or award.collective,
                award.code,
                clean(part),
                read_date(table.value(cells, "born"), today=date.today(), swappable=False),
                gender or read_gender(table.text(cells, "address")),
                position,
                unit,
                table.text(cells, "summary")[:500],
                table.text(cells, "votes"),
            )


def _collectives(document: Document) -> Iterator[Offer]:
    """`Đề nghị tặng danh hiệu Tập thể lao động xuất sắc cho Trung tâm X` among the paragraphs."""
    for number, text in enumerate(document.paragraphs, 1):
        for found in _COLLECTIVE.finditer(clean(text)):
            award = award_name(found[1])
            if award:
                place = Place("Đoạn văn", number)
                yield Offer(place, expand(found[2]), True, award.code, clean(found[1]))


def _without_repeats(offers: list[Offer]) -> tuple[list[Offer], list[RefusedRow]]:
    kept: list[Offer] = []
    again: list[RefusedRow] = []
    seen: dict[tuple[object, ...], Offer] = {}
    for one in offers:
        key = (one.collective, fold(one.name), one.code, one.born.year, fold(one.position))
        first = seen.setdefault(key, one)
        if first is one:
            kept.append(one)
            continue
        reason = (
            f"lặp lại dòng {first.place.row} của “{first.place.sheet}” (cùng người, cùng danh "
            "hiệu): chỉ tính một lần"
        )
        again.append(RefusedRow(one.place, one.name, one.text, reason, repeated=True))
    return kept, again


def _count_problems(document: Document, offers: list[Offer]) -> Iterator[Problem]:
    counted = Counter(one.code for one in offers)
    for number, text in enumerate(document.paragraphs, 1):
        for found in _COUNTED.finditer(clean(text)):
            award = award_name(found[1])
            if award is not None and counted[award.code] != int(found[2]):
                yield Problem(
                    "Đoạn văn",
                    number,
                    "",
                    shorten(found[0]),
                    f"văn bản ghi {int(found[2])}, trong bảng có {counted[award.code]}",
                )


def _unit(document: Document) -> str:
    """The unit that proposes: the last line in capitals of the letterhead above its number."""
    for sheet in document.tables[:1]:
        for cell in sheet.rows[0][:1] if sheet.rows else []:
            lines = [clean(line) for line in str(cell).splitlines() if clean(line)]
            named = [line for line in lines if not fold(line).startswith("so:") and line.isupper()]
            if named:
                return named[-1]
    return ""


def _year(document: Document) -> int | None:
    years = Counter(
        int(found) for text in document.paragraphs for found in re.findall(r"năm (20\d\d)", text)
    )
    return years.most_common(1)[0][0] if years else None
