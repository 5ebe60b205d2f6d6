"""Tables as Office Open XML workbooks, written row by row at constant memory.

A sheet is plain XML; writing it here, with inline texts, is five times as fast as the general
library and lets the rows run straight from the database into the answer (docs/adr/0009).
Source of the format: ECMA-376 part 1, sections 18.2 to 18.8.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any, cast

from django.http import HttpResponse
from django.utils import timezone

from thidua.kit.dates import short_date

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_PER_SHEET = 500_000  # Excel holds 1,048,576; half keeps one part of the archive below 2 GiB
CELL_TEXT = 32_767
_SAMPLE = 300  # rows that decide the widths
_BATCH = 400
_KNOWN = 20_000  # endings of cells kept: bounds the memory
_EPOCH = dt.date(1899, 12, 30).toordinal()
_FORMULA = "=+-@\t\r\n＝＋－＠"
_BARE, _DAY, _MOMENT, _HEAD, _GUARDED = range(5)

_odd = re.compile(r"[&<>\x00-\x1f\ufffe\uffff\ud800-\udfff]").search
_unwritable = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]").sub
_bad_title = re.compile(r"[\[\]:*?/\\\x00-\x1f]").sub

_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = (
    f'<styleSheet xmlns="{_NS}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="dd/mm/yyyy hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Times New Roman"/></font>'
    '<font><b/><sz val="11"/><name val="Times New Roman"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
    '<fgColor rgb="FFF3E9DA"/></patternFill></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula or a command."""
    return text.lstrip(" ")[:1] in _FORMULA if text.strip(" ") else False


def guarded(text: str) -> str:
    """The text for a file without cell types: behind an apostrophe if it could be a formula.

    So is one that has apostrophes before the sign of a formula: else its reader would take the
    first of them for the guard.
    """
    return f"'{text}" if starts_formula(text.lstrip("'")) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if text[:1] == "'" and starts_formula(text.lstrip("'")) else text


def xlsx(title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """An xlsx file in pieces: one head that stays, filters, widths that fit the first rows.

    Cells are typed: texts (never formulas; one that begins like a formula is marked as text for
    later editing too), whole and decimal numbers, days and moments. None and "" leave a cell empty.
    Memory does not grow with the rows; above 500,000 they go on in a further sheet.
    """
    out = _Pieces()
    running = iter(rows)
    sheets: list[str] = []
    with zipfile.ZipFile(
        cast(IO[bytes], out), "w", zipfile.ZIP_DEFLATED, compresslevel=1
    ) as archive:
        while True:
            first = list(islice(running, _SAMPLE))
            if sheets and not first:
                break
            sheets.append(title)
            part = f"xl/worksheets/sheet{len(sheets)}.xml"
            held = islice(chain(first, running), ROWS_PER_SHEET)
            with archive.open(part, "w") as sheet:
                for piece in _sheet(heads, first, held):
                    sheet.write(piece.encode())
                    yield from out.taken()
        for name, text in _frame(sheets):
            archive.writestr(name, _DECLARATION + text)
    yield from out.taken()


def workbook(title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The same file in one piece, for small tables."""
    return b"".join(xlsx(title, heads, rows))


def download(content: bytes, name: str) -> HttpResponse:
    """A workbook in one piece as an attachment; `name` without ending, plain ASCII."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(content, content_type=TYPE, headers=headers)


def _sheet(
    heads: Sequence[str], first: Sequence[Sequence[Any]], rows: Iterable[Sequence[Any]]
) -> Iterator[str]:
    letters = [_letters(n) for n in range(len(heads))]
    widths = [
        min(max([len(head) + 3, *(len(_shown(row[n])) for row in first if n < len(row))]), 60)
        for n, head in enumerate(heads)
    ]
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width + 1.5}" customWidth="1"/>'
        for n, width in enumerate(widths, start=1)
    )
    cells = "".join(
        f'<c r="{at}1{_text(head, _HEAD)}' for at, head in zip(letters, heads, strict=True)
    )
    yield (
        f'{_DECLARATION}<worksheet xmlns="{_NS}"><sheetViews><sheetView workbookViewId="0">'
        '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>'
        f'</sheetView></sheetViews><cols>{columns}</cols><sheetData><row r="1">{cells}</row>'
    )
    openings = [f'<c r="{at}' for at in letters]
    known: dict[Any, str] = {}
    pending: list[str] = []
    number = 1
    for number, row in enumerate(rows, start=2):
        pending.append(_row(number, openings, row, known))
        if len(pending) >= _BATCH:
            yield "".join(pending)
            pending = []
    yield "".join(pending)
    yield f'</sheetData><autoFilter ref="A1:{letters[-1]}{max(number, 2)}"/></worksheet>'


def _row(number: int, openings: Sequence[str], row: Sequence[Any], known: dict[Any, str]) -> str:
    """One row; `known` keeps the endings of cells already made, because lists repeat themselves."""
    parts = [f'<row r="{number}">']
    for opening, value in zip(openings, row, strict=True):
        kind = type(value)
        if value is None or value == "":
            continue
        if kind is int and -(10**15) < value < 10**15:
            parts.append(f'{opening}{number}"><v>{value}</v></c>')
        elif kind is str or kind is dt.date:
            ending = known.get(value)
            if ending is None:
                ending = _cell(value)
                if len(known) < _KNOWN:
                    known[value] = ending
            parts.append(f"{opening}{number}{ending}")
        else:
            parts.append(f"{opening}{number}{_cell(value)}")
    parts.append("</row>")
    return "".join(parts)


def _cell(value: Any) -> str:
    """A cell after its place: style, type and content."""
    if isinstance(value, str):
        return _text(value, _GUARDED if starts_formula(value) else _BARE)
    if isinstance(value, bool):
        return _text("có" if value else "không", _BARE)
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
        part = (value.hour * 3600 + value.minute * 60 + value.second) / 86400
        return f'" s="{_MOMENT}"><v>{value.toordinal() - _EPOCH + part:.6f}</v></c>'
    if isinstance(value, dt.date) and value.toordinal() > _EPOCH:
        return f'" s="{_DAY}"><v>{value.toordinal() - _EPOCH}</v></c>'
    if isinstance(value, int | float | Decimal) and abs(float(value)) < 10**15:
        return f'"><v>{value}</v></c>'
    text = short_date(value) if isinstance(value, dt.date) else str(value)
    return _text(text, _GUARDED if starts_formula(text) else _BARE)


def _text(text: str, style: int) -> str:
    text = text[:CELL_TEXT]
    if _odd(text):
        text = _unwritable("", text).replace("&", "&amp;").replace("<", "&lt;")
        text = text.replace(">", "&gt;").replace("\r", "")
    kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    marked = f' s="{style}"' if style else ""
    return f'"{marked} t="inlineStr"><is><t{kept}>{text}</t></is></c>'


def _shown(value: Any) -> str:
    if isinstance(value, dt.date):
        return "00/00/0000 00:00" if isinstance(value, dt.datetime) else "00/00/0000"
    return "" if value is None else str(value)


def _letters(index: int) -> str:
    return (_letters(index // 26 - 1) if index >= 26 else "") + chr(65 + index % 26)


def _frame(sheets: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The parts around the sheets; `sheets` are their titles, made fit and different here."""
    numbers = range(1, len(sheets) + 1)
    kind = f"{TYPE.removesuffix('.sheet')}"
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
            for n in numbers
        )
        + "</Types>",
    )
    yield (
        "_rels/.rels",
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    )
    named = "".join(
        f'<sheet name="{_title(title, n)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, title in enumerate(sheets, start=1)
    )
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{_NS}" xmlns:r="{_RELS}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{named}</sheets></workbook>",
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId0" '
        f'Type="{_RELS}/styles" Target="styles.xml"/>'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{_RELS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in numbers
        )
        + "</Relationships>",
    )
    yield "xl/styles.xml", _STYLES


def _title(title: str, number: int) -> str:
    tail = f" ({number})" if number > 1 else ""
    name = (_bad_title(" ", title).strip("' ") or "Danh sách")[: 31 - len(tail)] + tail
    return name.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


class _Pieces:
    """A file that cannot be sought in: what is written waits until it is taken away."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._held.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing to do; the archive asks for it."""

    def taken(self) -> Iterator[bytes]:
        held, self._held = self._held, []
        if held:
            yield b"".join(held)
