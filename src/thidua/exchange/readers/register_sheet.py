"""One sheet of a legacy register: code of its text, title, header of any layout, year, rows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from thidua.exchange.readers.award_names import AwardName
from thidua.exchange.readers.dates import read_date
from thidua.exchange.readers.legacy import decode_cells
from thidua.exchange.readers.records import Problem
from thidua.exchange.readers.register_memory import CellMemory
from thidua.exchange.readers.register_records import REGISTER_FIELDS
from thidua.exchange.readers.register_rows import RowReader, SheetRead
from thidua.exchange.readers.tables import find_table
from thidua.exchange.readers.text import clean, fold, shorten
from thidua.exchange.readers.workbook import SheetData, Value


def read_sheet(
    sheet: SheetData,
    *,
    as_of: dt.date,
    mapping: Mapping[str, str] | None = None,
    meanings: Mapping[str, AwardName] | None = None,
    memory: CellMemory | None = None,
) -> SheetRead:
    """Read one sheet; a sheet without a register table gives a problem, not an exception.

    `mapping`: field to column letter as an officer corrected it; `meanings`: texts (folded words)
    that an officer said to be an award; `memory`: what cells of the sheets before said.
    """
    sheet, code = decoded(sheet)
    read = SheetRead(legacy=code)
    table = find_table(sheet, REGISTER_FIELDS, mapping=mapping, least=3)
    if table is None or "name" not in table.columns:
        if any(cell != "" for row in sheet.rows for cell in row):
            read.problems.append(
                Problem(
                    sheet.name,
                    1,
                    "A",
                    shorten(sheet.text(0, 0)),
                    "không thấy bảng khen thưởng trên trang tính này: không đọc",
                )
            )
        return read
    read.table = table
    title = " ".join(
        clean(cell) for row in sheet.rows[: table.header_row] for cell in row if cell != ""
    )
    read.year = _sheet_year(sheet.name, title)
    if re.search(r"(tiep nhan|bo sung thanh tich)", fold(title)):
        found = re.search(r"\d{1,2}/\d{1,2}/\d{4}", title)
        read.received_on = read_date(found[0], today=as_of).value if found else None
        read.year = None
    RowReader(sheet, table, read, as_of, meanings or {}, memory or CellMemory(as_of)).run()
    return read


def decoded(sheet: SheetData) -> tuple[SheetData, str]:
    """The sheet in Unicode, and the name of the legacy code it was typed in ("" for none)."""
    texts = {cell for cell in sheet.contents if type(cell) is str}
    turned, code = decode_cells(texts)
    if not turned:
        return sheet, ""
    rows: list[list[Value]] = [
        [turned.get(cell, cell) if type(cell) is str else cell for cell in row]
        for row in sheet.rows
    ]
    return SheetData(sheet.name, rows, sheet.merged, sheet.formulas), code.name if code else ""


def _sheet_year(name: str, title: str) -> int | None:
    for text in (name, title):
        years = set(re.findall(r"\b(?:19|20)\d{2}\b", text))
        if len(years) == 1:
            return int(years.pop())
    return None
