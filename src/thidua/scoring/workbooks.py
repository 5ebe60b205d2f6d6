"""Tables and filled sheets as Excel: what is written can be read back; bad rows are named."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from thidua.kit.dates import short_date
from thidua.kit.errors import WrongState
from thidua.kit.sheets import unguarded
from thidua.kit.text import fold, squeeze
from thidua.movements.numbers import decimal_of, number_text
from thidua.scoring.arithmetic import KINDS, Step
from thidua.scoring.models import Criterion, SheetLine

TABLE_HEADS = (
    "Số", "Thuộc mục", "Nội dung", "Cách chấm", "Điểm tối đa", "Đơn vị tính", "Điểm mỗi đơn vị",
    "Các bậc điểm", "Thời hạn", "Nguồn số liệu", "Bắt buộc minh chứng", "Điểm sàn", "Điểm trần",
)  # fmt: skip
SHEET_HEADS = (
    "Số", "Nội dung", "Điểm tối đa", "Ghi vào cột sau", "Tự chấm", "Thuyết minh", "Minh chứng",
    "Thẩm định", "Lý do thẩm định", "Chấm chéo", "Hội đồng", "Điểm tự chấm",
)  # fmt: skip
MOST_ROWS = 2_000
LARGEST = 60 * 1024 * 1024
_KIND_OF = {fold(words): kind for kind, words in KINDS.items()}


class BadRows(WrongState):
    """A file that was not taken: `rows` name each bad row; nothing was changed."""

    def __init__(self, rows: Sequence[str]) -> None:
        super().__init__(f"Tệp có {len(rows)} chỗ cần sửa; chưa ghi gì.", field="file")
        self.rows = list(rows)


@dataclass
class TableFile:
    """Rows of a table read from a file."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def table_rows(criteria: Iterable[Criterion]) -> Iterator[Sequence[Any]]:
    """The criteria of a table, a line each."""
    given = list(criteria)
    numbers = {row.pk: row.number for row in given}
    for row in given:
        steps = "; ".join(
            f"{number_text(Decimal(one['at_least']))}: {number_text(Decimal(one['points']))}"
            for one in row.steps
        )
        yield (
            row.number, numbers.get(row.parent_id or 0, ""), row.text, KINDS[row.kind],
            row.maximum, row.unit, row.per, steps, row.due_on, row.source,
            "có" if row.evidence else "", row.floor, row.cap,
        )  # fmt: skip


def read_table(content: Any) -> list[dict[str, Any]]:
    """Rows for `set_criteria`; raises `BadRows` naming every row that cannot be read."""
    read = TableFile()
    for number, cells in _lines(content, TABLE_HEADS, needed=("Số", "Nội dung", "Cách chấm")):
        _table_row(number, cells, read)
    if not read.rows and not read.problems:
        read.problems.append("Tệp không có dòng tiêu chí nào.")
    if read.problems:
        raise BadRows(read.problems)
    return read.rows


def sheet_rows(lines: Iterable[SheetLine]) -> Iterator[Sequence[Any]]:
    """A sheet filled in, a line each; the column to write into says what is meant."""
    for line in lines:
        row = line.criterion
        asked = row.measure_word if row.is_measured else "điểm"
        value = line.measure if row.is_measured else line.self_points
        yield (
            row.number, row.text, row.maximum, asked, value, line.self_note,
            "; ".join(str(one) for one in line.proofs.all()),
            line.check_points, line.check_reason, line.cross_points, line.final_points,
            line.self_points,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FilledLine:
    """What a filled file says of one criterion; `row` is its place in the file."""

    row: int
    number: str
    value: Decimal | None
    note: str
    proof: str
    check: Decimal | None
    reason: str


def read_sheet(content: Any) -> list[FilledLine]:
    """Lines of a filled file; raises `BadRows` naming every row that cannot be read."""
    found: list[FilledLine] = []
    problems: list[str] = []
    seen: set[str] = set()
    for row, cells in _lines(content, SHEET_HEADS, needed=("Số", "Tự chấm")):
        number = _text(cells.get("Số"))
        if not number:
            continue
        if number in seen:
            problems.append(f"Dòng {row}: số {number} có hai lần.")
            continue
        seen.add(number)
        given: dict[str, Decimal | None] = {}
        for head in ("Tự chấm", "Thẩm định"):
            try:
                given[head] = _number(cells.get(head))
            except ValueError:
                problems.append(
                    f"Dòng {row} ({number}): ô “{head}” ghi “{_text(cells.get(head))}”, "
                    "không phải số."
                )
        found.append(
            FilledLine(
                row, number, given.get("Tự chấm"), _text(cells.get("Thuyết minh")),
                _text(cells.get("Minh chứng")), given.get("Thẩm định"),
                _text(cells.get("Lý do thẩm định")),
            )
        )  # fmt: skip
    if problems:
        raise BadRows(problems)
    if not found:
        raise BadRows(["Tệp không có dòng nào."])
    return found


def _table_row(number: int, cells: Mapping[str, Any], read: TableFile) -> None:
    label, text = _text(cells.get("Số")), _text(cells.get("Nội dung"))
    if not label and not text:
        return
    where = f"Dòng {number} ({label or 'chưa có số'})"
    before = len(read.problems)
    kind = _KIND_OF.get(fold(_text(cells.get("Cách chấm"))))
    if not label:
        read.problems.append(f"{where}: chưa ghi số.")
    if not text:
        read.problems.append(f"{where}: chưa ghi nội dung.")
    if kind is None:
        read.problems.append(
            f"{where}: cách chấm “{_text(cells.get('Cách chấm'))}” không có trong danh mục "
            f"({', '.join(KINDS.values())})."
        )
    values: dict[str, Any] = {"number": label, "text": text, "kind": kind}
    for head, name in (
        ("Điểm tối đa", "maximum"), ("Điểm mỗi đơn vị", "per"), ("Điểm sàn", "floor"),
        ("Điểm trần", "cap"),
    ):  # fmt: skip
        try:
            values[name] = _number(cells.get(head))
            if values[name] is not None and values[name] != values[name].quantize(Decimal("0.01")):
                raise ValueError(head)
        except ValueError:
            read.problems.append(
                f"{where}: ô “{head}” ghi “{_text(cells.get(head))}”, cần một số có không quá hai "
                "chữ số sau dấu phẩy."
            )
    try:
        values["steps"] = _steps(_text(cells.get("Các bậc điểm")))
    except ValueError:
        read.problems.append(f"{where}: các bậc điểm ghi theo mẫu “100: 20; 95: 17”.")
    try:
        values["due_on"] = _day(cells.get("Thời hạn"))
    except ValueError:
        read.problems.append(f"{where}: thời hạn ghi theo dạng dd/mm/yyyy.")
    values["unit"] = _text(cells.get("Đơn vị tính"))
    values["source"] = _text(cells.get("Nguồn số liệu"))
    values["evidence"] = fold(_text(cells.get("Bắt buộc minh chứng"))) in {"co", "x", "1"}
    above = _text(cells.get("Thuộc mục"))
    known = {row["number"] for row in read.rows}
    if not above and "." in label and label.rpartition(".")[0] in known:
        above = label.rpartition(".")[0]
    values["parent"] = above
    if any(row["number"] == label for row in read.rows):
        read.problems.append(
            f"{where}: số {label} đã có ở dòng trên. Nếu là số như 1.10, định dạng cột Số là văn "
            "bản."
        )
    if len(read.problems) == before:
        read.rows.append(values)


def _lines(
    content: Any, heads: Sequence[str], *, needed: Sequence[str]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows below the heads as dicts by head, with their number in the file."""
    rows = _rows(content)
    wanted = {fold(head): head for head in heads}
    named = [
        {
            at: wanted[fold(_text(cell))]
            for at, cell in enumerate(row)
            if fold(_text(cell)) in wanted
        }
        for row in rows[:20]
    ]
    top = next((n for n, columns in enumerate(named) if set(needed) <= {*columns.values()}), None)
    if top is None:
        raise BadRows([f"Không thấy hàng tiêu đề có các cột {', '.join(needed)}."])
    for number, row in enumerate(rows[top + 1 :], start=top + 2):
        yield number, {head: row[at] for at, head in named[top].items() if at < len(row)}


def _rows(content: Any) -> list[list[Any]]:
    data = content.read()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > LARGEST:
                raise BadRows(["Tệp mở ra quá lớn. Chỉ giữ một trang tính với các cột cần thiết."])
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (zipfile.BadZipFile, CalamineError, IndexError, OSError, ValueError) as error:
        raise BadRows(["Không đọc được tệp. Mở bằng Excel rồi lưu lại dạng .xlsx."]) from error
    if len(rows) > MOST_ROWS:
        raise BadRows([f"Tệp có hơn {MOST_ROWS} dòng."])
    return rows


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime | dt.date):
        return short_date(value)
    return squeeze(unguarded(str(value)))


def _number(value: Any) -> Decimal | None:
    """A number of a cell; text is read the Vietnamese way. ValueError for anything else."""
    if isinstance(value, bool):
        raise ValueError(value)
    if isinstance(value, int | float):
        return decimal_of(str(Decimal(repr(value))).replace(".", ","))
    return decimal_of(_text(value))


def _day(value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = _text(value)
    return dt.datetime.strptime(text, "%d/%m/%Y").date() if text else None


def _steps(text: str) -> tuple[Step, ...]:
    found = []
    for part in text.split(";"):
        if not part.strip():
            continue
        at, colon, points = part.partition(":")
        low, given = decimal_of(at), decimal_of(points)
        if not colon or low is None or given is None:
            raise ValueError(part)
        found.append(Step(low, given))
    return tuple(found)
