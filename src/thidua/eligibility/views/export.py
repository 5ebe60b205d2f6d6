"""The grid as a workbook: verdicts with colours and filters, and a sheet of reasons."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from thidua.accounts.queries import Scope, scope_of
from thidua.eligibility.models import Assessment, Round
from thidua.eligibility.queries import grid
from thidua.eligibility.queries.awards import Column, columns
from thidua.eligibility.queries.rounds import rounds_visible_to, with_sizes
from thidua.eligibility.views.grid import read_filters
from thidua.kit.dates import short_date
from thidua.kit.exports import exported
from thidua.law.values import VERDICT_VI

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Fill and text per verdict; the words say the same without colour.
COLOURS = {
    "eligible": ("#dcefe3", "#14532d"),
    "needs_decision": ("#e6e0f5", "#46358c"),
    "needs_facts": ("#fdf1d0", "#624707"),
    "needs_official_text": ("#dde9f7", "#1e4470"),
}


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """`/dot-xet/<pk>/xuat.xlsx`: what the filters of the address leave, people or collectives."""
    round_ = get_object_or_404(rounds_visible_to(request.user), pk=pk)
    collective = request.GET.get("loai") == "tap-the"
    heads = columns(round_, collective=collective)
    filters = read_filters(request, [c.code for c in heads])
    subjects = _subjects(round_, scope_of(request.user), filters, collective=collective)
    content = _workbook(round_, subjects, heads, collective=collective)
    kind = "tap-the" if collective else "ca-nhan"
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = (
        f'attachment; filename="xet-dieu-kien-{round_.year}-{kind}-{round_.pk}.xlsx"'
    )
    return response


@require_safe
def table(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """`/dot-xet/<pk>/xuat/`: the same grid without colours, as xlsx or CSV for other programs."""
    round_ = get_object_or_404(rounds_visible_to(request.user), pk=pk)
    collective = request.GET.get("loai") == "tap-the"
    heads = columns(round_, collective=collective)
    filters = read_filters(request, [c.code for c in heads])
    subjects = _subjects(round_, scope_of(request.user), filters, collective=collective)
    rows = (
        (
            *_who(row.subject, collective=collective),
            *(_said(cell) for _, cell in row.cells),
        )
        for row in grid.rows(round_, subjects, heads)
    )
    first = ["Tập thể"] if collective else ["Họ và tên", "Chức vụ", "Đơn vị"]
    kind = "tap-the" if collective else "ca-nhan"
    return exported(
        request,
        name=f"xet-dieu-kien-{round_.year}-{kind}",
        title="Kết quả",
        heads=[*first, *(c.name for c in heads)],
        rows=rows,
    )


ROUND_HEADS = (
    "Đợt xét", "Năm", "Nhận hồ sơ", "Số người đã xét", "Số tập thể đã xét", "Quét lúc",
    "Tình trạng",
)  # fmt: skip


@require_safe
def rounds(request: HttpRequest) -> StreamingHttpResponse:
    """`/dot-xet/xuat/`: the list of rounds as a file."""
    found: QuerySet[Any] = with_sizes(rounds_visible_to(request.user)).order_by(
        "-year", "-received_on", "-pk"
    )
    rows = (
        (
            one.name, one.year, one.received_on, one.people_asked, one.units_asked,
            one.screened_at, str(one.get_state_display()),
        )
        for one in found
    )  # fmt: skip
    return exported(request, name="cac-dot-xet", title="Các đợt xét", heads=ROUND_HEADS, rows=rows)


def _subjects(round_: Round, scope: Scope, filters: grid.Filters, *, collective: bool) -> list[Any]:
    if collective:
        units = grid.narrow_units(grid.units_in(round_, scope), filters, round_=round_)
        return list(units.order_by("order", "name", "pk"))
    people = grid.narrow_people(grid.people_in(round_, scope), filters, round_=round_)
    return list(people.select_related("unit").order_by("sort_key", "pk"))


def _workbook(
    round_: Round, subjects: list[Any], heads: list[Column], *, collective: bool
) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    _verdicts(book, round_, subjects, heads, collective=collective)
    _reasons(book, round_, subjects, heads, collective=collective)
    book.close()
    return buffer.getvalue()


def _verdicts(
    book: Any, round_: Round, subjects: list[Any], heads: list[Column], *, collective: bool
) -> None:
    sheet = book.add_worksheet("Kết quả")
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1})
    title = book.add_format({"bold": True, "font_size": 14})
    fills = {
        verdict: book.add_format({"bg_color": fill, "font_color": text, "border": 1})
        for verdict, (fill, text) in COLOURS.items()
    }
    plain = book.add_format({"border": 1})
    asked = f"{round_.screened_at:%d/%m/%Y %H:%M}" if round_.screened_at else "chưa quét"
    sheet.write_string(0, 0, round_.name, title)
    sheet.write_string(
        1, 0, f"Nhận hồ sơ ngày {short_date(round_.received_on)}; quét lúc {asked}. "
        "Máy chỉ gợi ý; người thẩm định quyết định.",
    )  # fmt: skip
    first = ["STT", "Tập thể"] if collective else ["STT", "Họ và tên", "Chức vụ", "Đơn vị"]
    for number, text in enumerate([*first, *(c.name for c in heads)]):
        sheet.write_string(3, number, text, bold)
    for number, row in enumerate(grid.rows(round_, subjects, heads), start=1):
        line = 3 + number
        sheet.write_number(line, 0, number, plain)
        for place, text in enumerate(_who(row.subject, collective=collective), start=1):
            sheet.write_string(line, place, text, plain)
        for place, (_, cell) in enumerate(row.cells, start=len(first)):
            sheet.write_string(line, place, _said(cell), fills.get(cell.verdict, plain))
    sheet.freeze_panes(4, 2)
    if subjects:
        sheet.autofilter(3, 0, 3 + len(subjects), len(first) + len(heads) - 1)
    sheet.set_row(3, 45)
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 30)
    if not collective:
        sheet.set_column(2, 3, 28)
    sheet.set_column(len(first), len(first) + len(heads) - 1, 18)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)


def _said(cell: grid.Cell) -> str:
    """The verdict in words, and what it would be where it waits for something."""
    return f"{cell.text} (tạm tính: {cell.provisional_text})" if cell.provisional else cell.text


def _reasons(
    book: Any, round_: Round, subjects: list[Any], heads: list[Column], *, collective: bool
) -> None:
    sheet = book.add_worksheet("Lý do")
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    labels = ("Tập thể" if collective else "Họ và tên", "Danh hiệu, hình thức", "Kết quả", "Lý do")
    for number, text in enumerate(labels):
        sheet.write_string(0, number, text, bold)
    owner = "collective_id" if collective else "person_id"
    found: dict[tuple[int, str], tuple[str, str, list[str]]] = {
        (subject, code): (verdict, provisional, reasons)
        for subject, code, verdict, provisional, reasons in Assessment.objects.filter(
            **{f"{owner}__in": [s.pk for s in subjects]}, round=round_, is_current=True
        ).values_list(owner, "award_code", "verdict", "provisional", "reasons")
    }
    line = 0
    for subject in subjects:
        for head in heads:
            verdict, provisional, reasons = found.get((subject.pk, head.code), ("", "", []))
            if not verdict or verdict == "not_applicable":
                continue
            for reason in reasons or [""]:
                line += 1
                word = VERDICT_VI[verdict]
                if provisional:
                    word += f" (tạm tính: {VERDICT_VI[provisional].lower()})"
                for place, text in enumerate((str(subject), head.short_name, word, reason)):
                    sheet.write_string(line, place, text, wrap)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 2, 24)
    sheet.set_column(3, 3, 90)
    sheet.autofilter(0, 0, max(line, 1), 3)


def _who(subject: Any, *, collective: bool) -> tuple[str, ...]:
    if collective:
        return (subject.name,)
    return subject.full_name, subject.position, subject.unit.name if subject.unit else ""
