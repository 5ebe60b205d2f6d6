"""Paths of the sample files and small workbooks made by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

DATA = Path(__file__).parents[2] / "data"
MESSY = DATA / "danh-sach-can-bo-2026.xlsx"
CLEAN = DATA / "danh-sach-can-bo-2026-mau.xlsx"
REGISTER = DATA / "so-khen-thuong-2011-2025.xlsx"
DOCX = DATA / "de-nghi-don-vi-01.docx"

YEAR = 2026
RECEIVED = dt.date(2026, 9, 16)
SCOPE = "so-noi-vu-lam-giang"

HEAD = (
    "STT", "Ông/Bà", "Họ và tên", "Ngày sinh", "Số định danh", "Chức vụ, đơn vị công tác",
    "Ngày vào ngành", "Xếp loại", "Sáng kiến", "Thành tích đã đạt", "Đăng ký thi đua", "Ghi chú",
)  # fmt: skip

ROW: tuple[object, ...] = (
    1, "Bà", "Nguyễn Thị Mẫu", "20/05/1985", "097185000001", "Chuyên viên, Phòng Hành chính",
    "01/09/2010", "Hoàn thành tốt nhiệm vụ", "", "", "LĐTT", "",
)  # fmt: skip


def person(**changes: object) -> tuple[object, ...]:
    """One row of the small list; keys are the field codes below."""
    order = (
        "number", "address", "name", "born", "identity", "post", "recruited",
        "rating", "initiatives", "achievements", "registrations", "notes",
    )  # fmt: skip
    cells = dict(zip(order, ROW, strict=True)) | changes
    return tuple(cells[key] for key in order)


def workbook(path: Path, *sheets: tuple[str, Sequence[Sequence[object]]]) -> Path:
    """Write cells as they are: text, number, date; a text that begins with = is a formula."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(line, column, dt.datetime(cell.year, cell.month, cell.day))
                elif cell != "":
                    sheet.write(line, column, cell)
    book.close()
    return path


def staff_list(path: Path, *rows: Sequence[object]) -> Path:
    return workbook(path, ("DS", [HEAD, *rows]))
