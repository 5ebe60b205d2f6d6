"""Lists as files: what a spreadsheet and a program read back, harmless cells, constant memory."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from thidua.kit import sheets
from thidua.kit.exports import csv as csv_pieces
from thidua.kit.exports import exported
from thidua.kit.sheets import guarded, unguarded, workbook, xlsx

HARMFUL = ["=1+1", "+84912", "-5", "@SUM(A1)", "\t=1", "  =cmd", "＝1", "-"]


def cells_of(content: bytes) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_every_kind_of_value_is_read_back_with_its_type() -> None:
    row = [7, "097012345678", dt.date(2026, 2, 1), dt.datetime(2026, 2, 1, 7, 30), 1.5, None, ""]
    row += [Decimal("2.25"), True, 10**20, dt.date(1890, 1, 2), "a < b & c > d", " hai  dòng\nhai "]
    content = workbook("Sổ", [f"C{n}" for n in range(len(row))], [row])
    read = cells_of(content)[1]
    assert read == [
        7,
        "097012345678",
        dt.datetime(2026, 2, 1),
        dt.datetime(2026, 2, 1, 7, 30),
        1.5,
        None,
        None,
        2.25,
        "có",
        "1" + "0" * 20,
        "02/01/1890",
        "a < b & c > d",
        " hai  dòng\nhai ",
    ]
    other = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert other[1][:3] == [7.0, "097012345678", dt.date(2026, 2, 1)]


@pytest.mark.parametrize("text", HARMFUL)
def test_no_text_becomes_a_formula_in_either_format(text: str) -> None:
    book = load_workbook(io.BytesIO(workbook("Sổ", ["A"], [[text]])))
    cell = book.active["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    line = b"".join(csv_pieces(["A"], [[text]])).decode("utf-8-sig").splitlines()[1]
    assert next(csv.reader([line]))[0] == f"'{text}"


def test_numbers_below_zero_stay_numbers_in_csv() -> None:
    assert b"".join(csv_pieces(["A"], [[-5]])).decode("utf-8-sig") == "A\r\n-5\r\n"


def test_csv_has_a_mark_vietnamese_dates_and_quotes() -> None:
    content = b"".join(csv_pieces(["Họ và tên", "Ngày"], [['Lê "Ba", Tư', dt.date(2026, 3, 9)]]))
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")))) == [
        ["Họ và tên", "Ngày"],
        ['Lê "Ba", Tư', "09/03/2026"],
    ]


@given(st.one_of(st.text(max_size=80), st.text("'=+-@ a", max_size=6)))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
    (read,) = cells_of(workbook("Sổ", ["A", "B"], [[text, "x"]]))[1:]
    kept = "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))
    kept = "".join(c for c in kept if not "\ud800" <= c <= "\udfff")
    assert (read[0] or "").replace("\r", "") == kept
    assert read[1] == "x"


def test_a_list_without_rows_is_a_file_with_its_head() -> None:
    assert cells_of(workbook("Sổ", ["A", "B"], [])) == [["A", "B"]]
    assert b"".join(csv_pieces(["A", "B"], [])).decode("utf-8-sig") == "A,B\r\n"


def test_titles_that_excel_refuses_are_made_fit() -> None:
    book = load_workbook(
        io.BytesIO(workbook("[Sổ]: khen/thưởng & <2026> " + "dài " * 10, ["A"], []))
    )
    (name,) = book.sheetnames
    assert len(name) <= 31
    assert not set(name) & set("[]:*?/\\")


def test_very_long_lists_go_on_in_a_further_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "ROWS_PER_SHEET", 400)
    book = load_workbook(io.BytesIO(workbook("Sổ", ["A"], [[n] for n in range(900)])))
    assert book.sheetnames == ["Sổ", "Sổ (2)", "Sổ (3)"]
    read = [row[0] for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert read == list(range(900))


def test_a_row_of_another_length_is_an_error_and_no_shifted_file() -> None:
    with pytest.raises(ValueError, match="zip"):
        workbook("Sổ", ["A", "B"], [["một"]])


def test_memory_does_not_grow_with_the_rows() -> None:
    def peak(count: int) -> int:
        rows = ([n, f"Nguyễn Văn Tên thứ {n}", dt.date(2026, 1, 1)] for n in range(count))
        tracemalloc.start()
        for _ in xlsx("Sổ", ["A", "B", "C"], rows):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    # The endings of the first 20,000 different texts are kept, then nothing more.
    assert peak(60_000) < 1.2 * peak(30_000)


def test_rows_are_read_while_the_file_is_sent_and_errors_come_before() -> None:
    read = []

    def rows() -> Iterator[list[int]]:
        for n in range(5_000):
            read.append(n)
            yield [n]

    request = RequestFactory().get("/", {"dang": "csv"})
    answer = exported(request, name="so", title="Sổ", heads=["A"], rows=rows())
    assert 0 < len(read) < 5_000
    content = b"".join(answer.streaming_content)
    assert len(content.splitlines()) == 5_001
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].endswith('.csv"')

    def broken() -> Iterator[list[int]]:
        raise RuntimeError("không đọc được")
        yield [1]

    with pytest.raises(RuntimeError):
        exported(request, name="so", title="Sổ", heads=["A"], rows=broken())


def test_the_parts_of_the_file_are_whole() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook("Sổ", ["A"], [["một"]]))) as archive:
        assert archive.testzip() is None
        assert "xl/workbook.xml" in archive.namelist()
