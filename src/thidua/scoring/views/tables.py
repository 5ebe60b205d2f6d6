"""Tables: the list, the samples, one table, its head, issuing, versions, files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.kit.errors import WrongState
from thidua.kit.exports import exported
from thidua.kit.lists import empty_last, keys_of, page_of, sorting
from thidua.kit.text import fold
from thidua.movements.numbers import number_text
from thidua.organisations.scopes import scope_of
from thidua.scoring import actions, workbooks
from thidua.scoring.forms.tables import IssueForm, TableForm, YearForm, ties_text
from thidua.scoring.models import ScoreTable, YearLock
from thidua.scoring.permissions import (
    check_may_change_table,
    check_may_issue,
    check_may_write_tables,
    may_lock,
    may_write_tables,
)
from thidua.scoring.queries.tables import (
    SORTS,
    listing,
    units_scored,
)
from thidua.scoring.samples import samples
from thidua.scoring.states import TABLE_TONES
from thidua.scoring.views.table_page import found_table, own_department, revision_of, table_page

HEADS = ("Bảng", "Năm", "Áp dụng cho", "Tổng điểm", "Số tiêu chí", "Lần ban hành", "Trạng thái",
         "Số văn bản", "Ngày ban hành", "Số phiếu")  # fmt: skip


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Tables in sight, and the years that are locked."""
    found = listing(request.user, request.GET)
    order, fields = sorting(request, SORTS, "-nam")
    page = page_of(request, found.rows.order_by(*empty_last(fields)))
    mine = scope_of(request.user).department
    context = {
        "found": found,
        "page": page,
        "sorting": order,
        "states": ScoreTable.State.choices,
        "tones": TABLE_TONES,
        "may_write": may_write_tables(request.user, department=mine),
        "may_lock": may_lock(request.user, department=mine),
        "locks": YearLock.objects.filter(department=mine).select_related("locked_by"),
        "lock_form": YearForm(initial={"year": timezone.localdate().year}),
        "anyone": found.filtered or page.paginator.count,
    }
    return render(request, "scoring/tables.html", context)


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The list of tables as a file."""
    found = listing(request.user, request.GET)
    _, fields = sorting(request, SORTS, "-nam")
    rows = (
        (
            one.name, one.year, one.get_units_display(), one.total, one.lines, one.version,
            one.get_state_display(), one.number, one.issued_on, one.scored,
        )
        for one in found.rows.order_by(*empty_last(fields)).iterator(chunk_size=2000)
    )  # fmt: skip
    return exported(request, name="bang-cham-diem", title="Bảng chấm điểm", heads=HEADS, rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
def sample_tables(request: HttpRequest) -> HttpResponse:
    """The shipped tables; one click makes a draft of one."""
    mine = own_department(request)
    check_may_write_tables(request.user, department=mine)
    year = timezone.localdate().year
    if request.method == "POST":
        wanted = request.POST.get("nam", "")
        chosen = int(wanted) if wanted.isdigit() and len(wanted) == 4 else year
        made = actions.use_sample(
            department=mine, code=request.POST.get("bang", ""), year=chosen, by=request.user
        )
        messages.success(request, "Đã lập dự thảo từ bảng mẫu. Sửa rồi ban hành.")
        return redirect("scoring:table", pk=made.pk)
    shown = [
        (one, [row for row in one.criteria if not row["parent"]], len(_leaves(one)))
        for one in samples(year)
    ]
    return render(request, "scoring/samples.html", {"samples": shown, "years": [year, year + 1]})


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One table as a tree, what stands in the way of issuing it, its sheets."""
    return table_page(request, found_table(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a table."""
    mine = own_department(request)
    check_may_write_tables(request.user, department=mine)
    initial = {"year": timezone.localdate().year, "total": "100", "reason_from": "1"}
    form = TableForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft_table(department=mine, head=form.head, by=request.user)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã lập dự thảo. Thêm tiêu chí, hoặc nhập từ tệp Excel.")
            return redirect("scoring:table", pk=made.pk)
    context = {"form": form, "title": "Lập bảng chấm điểm", "table": None}
    return render(request, "scoring/table_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the head of a draft."""
    table = found_table(request, pk)
    check_may_change_table(request.user, table)
    initial = {name: getattr(table, name) for name in TableForm.base_fields if name != "ties"}
    initial |= {name: number_text(initial[name]) for name in ("total", "reason_from")}
    initial["ties"] = ties_text(table.tie_rules)
    form = TableForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_table(
                table=table, head=form.head, revision=revision_of(request), by=request.user
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã lưu bảng.")
            return redirect("scoring:table", pk=table.pk)
    context = {"form": form, "title": "Sửa bảng chấm điểm", "table": table}
    return render(request, "scoring/table_form.html", context, status=422 if form.errors else 200)


@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the table into force."""
    table = found_table(request, pk)
    check_may_issue(request.user, department=table.department)
    form = IssueForm(request.POST)
    if form.is_valid():
        try:
            actions.issue_table(table=table, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã ban hành bảng.")
            return redirect("scoring:table", pk=table.pk)
    return table_page(request, table, issue_form=form, status=422)


@require_POST
def next_version(request: HttpRequest, pk: int) -> HttpResponse:
    made = actions.new_version(table=found_table(request, pk), by=request.user)
    messages.success(request, "Đã lập dự thảo của lần ban hành mới.")
    return redirect("scoring:table", pk=made.pk)


@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The same table for another year."""
    table = found_table(request, pk)
    check_may_write_tables(request.user, department=table.department)
    form = YearForm(request.POST)
    if not form.is_valid():
        raise WrongState("Ghi năm bằng 4 chữ số, ví dụ 2027.")
    made = actions.copy_table(table=table, year=form.cleaned_data["year"], by=request.user)
    messages.success(request, f"Đã lập dự thảo bảng năm {made.year}.")
    return redirect("scoring:table", pk=made.pk)


@require_POST
def open_sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """Open sheets for the chosen units."""
    table = found_table(request, pk)
    wanted = keys_of(request.POST.getlist("don-vi"))
    units = list(units_scored(table).filter(pk__in=wanted))
    try:
        made = actions.open_sheets(table=table, units=units, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect("scoring:table", pk=table.pk)
    messages.success(request, f"Đã mở {len(made)} phiếu chấm.")
    return redirect(f"{reverse('scoring:index')}?bang={table.pk}")


@require_safe
def export_table(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """One table, to be changed in Excel and read back."""
    table = found_table(request, pk)
    name = f"bang-{slugify(fold(table.name))[:40]}-{table.year}"
    return exported(
        request, name=name, title="Bảng chấm điểm", heads=workbooks.TABLE_HEADS,
        rows=workbooks.table_rows(table.criteria.all()),
    )  # fmt: skip


@require_POST
def import_table(request: HttpRequest, pk: int) -> HttpResponse:
    """All criteria from a file, or a page that names every bad row."""
    table = found_table(request, pk)
    check_may_change_table(request.user, table)
    back = reverse("scoring:table", args=[table.pk])
    file = request.FILES.get("file")
    if file is None:
        messages.warning(request, "Chọn tệp Excel rồi nhập lại.")
        return redirect(back)
    try:
        count = actions.import_table(table=table, file=file, by=request.user)
    except workbooks.BadRows as refusal:
        context = {"refusal": refusal, "rows": refusal.rows, "back": back, "what": table.name}
        return render(request, "scoring/bad_rows.html", context, status=422)
    messages.success(request, f"Đã nhập {count} dòng tiêu chí.")
    return redirect(back)


def _leaves(one: Any) -> list[Any]:
    return [row for row in one.criteria if row["kind"] != "muc"]
