"""The program's own list of the register, brought back: every column says what it is, so nothing is
interpreted.
"""

from __future__ import annotations

import datetime as dt

from thidua.exchange.readers.award_names import award_name
from thidua.exchange.readers.dates import read_date
from thidua.exchange.readers.records import ColumnGuess, Place, Problem
from thidua.exchange.readers.register_records import RefusedRow, Register, RegisterRow
from thidua.exchange.readers.text import clean
from thidua.exchange.readers.workbook import SheetData, Value, Workbook, column_letter

NAME, AWARD, KIND = "Họ và tên, tên tập thể", "Danh hiệu, hình thức khen thưởng", "Loại"
NUMBER, CODE, STATE = "Vào sổ số", "Mã danh hiệu", "Tình trạng"
_NEEDED = {NAME, AWARD, KIND, NUMBER, STATE, "Loại hình khen", "Năm thành tích"}
_MERITS = {
    "Công trạng": "cong_trang",
    "Theo chuyên đề": "chuyen_de",
    "Đột xuất": "dot_xuat",
    "Quá trình cống hiến": "cong_hien",
    "Niên hạn": "nien_han",
    "Đối ngoại": "doi_ngoai",
}
_REVOKED, _WITHDRAWN = "Đã hủy bỏ, thu hồi", "Đã rút, vào sổ nhầm"


def is_export(book: Workbook) -> bool:
    """True where the first row bears the headings of the program's own list."""
    return any(_heads(sheet).keys() >= _NEEDED for sheet in book.sheets)


def read_export(book: Workbook, *, as_of: dt.date) -> Register:
    """Every line as it was; withdrawn lines and those without a name or an award are refused."""
    rows: list[RegisterRow] = []
    refused: list[RefusedRow] = []
    problems: list[Problem] = []
    columns: dict[str, tuple[ColumnGuess, ...]] = {}
    for sheet in book.sheets:
        heads = _heads(sheet)
        if not heads.keys() >= _NEEDED:
            continue
        columns[sheet.name] = tuple(
            ColumnGuess(column_letter(at), "", head, "danh sách do phần mềm xuất ra", True)
            for head, at in heads.items()
        )
        for index in range(1, len(sheet.rows)):
            if any(cell != "" for cell in sheet.rows[index]):
                one = _row(sheet, heads, index, as_of, problems)
                (rows if isinstance(one, RegisterRow) else refused).append(one)  # type: ignore[arg-type]  # each into its own list
    return Register(
        book.name, tuple(rows), tuple(problems), (), columns=columns, refused=tuple(refused)
    )


def _heads(sheet: SheetData) -> dict[str, int]:
    first = sheet.rows[0] if sheet.rows else []
    return {clean(cell): at for at, cell in enumerate(first) if isinstance(cell, str) and cell}


def _row(
    sheet: SheetData, heads: dict[str, int], index: int, as_of: dt.date, problems: list[Problem]
) -> RegisterRow | RefusedRow:
    def value(head: str) -> Value:
        return sheet.value(index, heads[head]) if head in heads else ""

    def text(head: str) -> str:
        found = value(head)
        if isinstance(found, float) and found.is_integer():
            return str(int(found))
        return clean(found) if found != "" else ""

    place = Place(sheet.name, index + 1, column_letter(heads[NAME]))
    name, award = text(NAME), text(AWARD)
    if not name or not award or text(STATE) == _WITHDRAWN:
        reason = "dòng đã rút khỏi sổ" if name and award else "thiếu họ tên hoặc danh hiệu"
        line = " | ".join(clean(cell) for cell in sheet.rows[index] if cell != "")
        problems.append(Problem(sheet.name, index + 1, place.column, name, reason))
        return RefusedRow(place, name, line[:300], reason)
    known = award_name(award)
    code = text(CODE) if CODE in heads else (known.code or "" if known else "")
    since, until = _number(value("Từ năm")), _number(value("Đến năm"))
    decided = read_date(value("Ngày quyết định"), today=as_of, swappable=False)
    if decided.doubt:
        letter = column_letter(heads["Ngày quyết định"])
        doubt = f"ngày quyết định: {decided.doubt}"
        problems.append(Problem(sheet.name, index + 1, letter, decided.raw, doubt))
    return RegisterRow(
        place=place,
        name=name,
        collective=text(KIND) == "Tập thể",
        code=code or None,
        label=award,
        text=award,
        year=_number(value("Năm thành tích")),
        period=(since, until) if since and until else None,
        decision=text("Số quyết định"),
        decided_on=decided.value,
        authority=text("Cơ quan ban hành"),
        merit=_MERITS.get(text("Loại hình khen"), "cong_trang"),
        unit=text("Đơn vị"),
        note=text("Ghi chú"),
        year_given=True,
        revoked=(text("Lý do") or _REVOKED) if text(STATE) == _REVOKED else "",
        exact=True,
    )


def _number(value: Value) -> int | None:
    said = clean(value).removesuffix(".0")
    return int(said) if said.isascii() and said.isdigit() else None
