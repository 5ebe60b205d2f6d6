"""Lists as a workbook for download: one sheet, a head that stays, widths that fit."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.http import HttpResponse

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """An xlsx file. Texts are written as texts, so that a name starting with = is no formula."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(title[:31])
        strong = book.add_format({"bold": True, "bg_color": "#F3E9DA", "border": 1})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        widths = [len(h) for h in heads]
        sheet.write_row(0, 0, heads, strong)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if value is None or value == "":
                    continue
                if isinstance(value, dt.date):
                    sheet.write_datetime(
                        last, column, dt.datetime(value.year, value.month, value.day), day
                    )
                elif isinstance(value, int):
                    sheet.write_number(last, column, value)
                else:
                    sheet.write_string(last, column, str(value))
                widths[column] = max(widths[column], min(len(str(value)), 60))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width + 2)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(last, 1), len(heads) - 1)
    return out.getvalue()


def download(content: bytes, name: str) -> HttpResponse:
    """The workbook as an attachment; `name` without ending, plain ASCII."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return HttpResponse(content, content_type=TYPE, headers=headers)
