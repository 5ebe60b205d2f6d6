"""Sheets: the list, the page of one, saving one line, files in and out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.kit.errors import NotAllowed, WrongState
from thidua.kit.exports import exported
from thidua.kit.lists import empty_last, page_of, sorting
from thidua.kit.text import fold
from thidua.kit.uploads import attachment
from thidua.organisations.scopes import scope_of
from thidua.scoring import actions, workbooks
from thidua.scoring.actions import LineChanged
from thidua.scoring.arithmetic.cross import HEAD, METHODS
from thidua.scoring.forms.sheets import FileForm, LineForm, WordsForm
from thidua.scoring.models import Appeal, Evidence, Sheet, SheetLine
from thidua.scoring.permissions import (
    check_may_write_tables,
    may_appeal,
    may_check,
    may_decide,
    may_draw,
    may_score,
    may_step,
    may_write_tables,
)
from thidua.scoring.queries import page as pages
from thidua.scoring.queries.clusters import crossing_of, peer_seats, sees_peers
from thidua.scoring.queries.rescoring import plan_of
from thidua.scoring.queries.sheets import SORTS, listing
from thidua.scoring.queries.tables import is_locked
from thidua.scoring.states import BY_NAME, TONES
from thidua.scoring.views.common import events_of, found_sheet, seen_line

HEADS = ("Đơn vị", "Năm", "Bảng", "Trạng thái", "Tự chấm", "Thẩm định", "Chấm chéo",
         "Hội đồng chốt", "Điểm hiện hành", "Xếp loại")  # fmt: skip
DONE = {
    "self": "Đã lưu điểm tự chấm", "check": "Đã lưu điểm thẩm định",
    "cross": "Đã lưu điểm quyết định", "final": "Đã lưu điểm của Hội đồng",
}  # fmt: skip


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Sheets in sight: search without diacritics, filters, sorting, paging."""
    found = listing(request.user, request.GET)
    order, fields = sorting(request, SORTS, "don-vi")
    page = page_of(request, found.rows.order_by(*empty_last(fields)))
    context = {
        "found": found,
        "page": page,
        "sorting": order,
        "states": Sheet.State.choices,
        "tones": TONES,
        "officer": may_write_tables(request.user, department=_mine(request)),
        "anyone": found.filtered or page.paginator.count,
    }
    return render(request, "scoring/sheets.html", context)


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a file."""
    found = listing(request.user, request.GET)
    _, fields = sorting(request, SORTS, "don-vi")
    rows = (
        (
            one.unit.name,
            one.table.year,
            one.table.name,
            one.get_state_display(),
            one.self_total,
            one.check_total,
            one.cross_total,
            one.final_total,
            one.total,
            one.grade.name if one.grade else "",
        )
        for one in found.rows.order_by(*empty_last(fields)).iterator(chunk_size=2000)
    )
    return exported(request, name="phieu-cham-diem", title="Phiếu chấm", heads=HEADS, rows=rows)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet with every line."""
    return _page(request, found_sheet(request, pk))


@require_POST
def save_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Save one line; with HTMX the answer is what changed beside it."""
    line = seen_line(request, pk)
    sheet = line.sheet
    stage = stage_open(request.user, sheet)
    if not stage:
        raise NotAllowed(
            f"Phiếu đang ở bước “{sheet.get_state_display()}”; anh/chị không ghi điểm ở bước này."
        )
    form = LineForm(request.POST)
    sentence, changed = "", None
    if form.is_valid():
        try:
            line = _saved(line, stage, form.cleaned_data, by=request.user)
        except LineChanged as refusal:
            sentence, changed = str(refusal), refusal.line
        except WrongState as refusal:
            sentence = str(refusal)
    else:
        sentence = next(str(error) for errors in form.errors.values() for error in errors)
    if not getattr(request, "htmx", False):
        if sentence:
            return _page(request, sheet, refused=(line.pk, sentence, request.POST), status=422)
        messages.success(request, f"{DONE[stage]} dòng {line.criterion.number}.")
        return redirect(f"{reverse('scoring:sheet', args=[sheet.pk])}#d-{line.pk}")
    shown = columns(sheet, stage)  # before the save: those are on the page
    sheet = found_sheet(request, sheet.pk)
    line.sheet = sheet
    context = {
        "columns": shown,
        "sheet": sheet,
        "row": pages.row_of_line(sheet, changed or line),
        "stage": stage,
        "sentence": sentence,
        "changed": changed,
        "at": timezone.localtime(),
        "branches": pages.branches_of(sheet) if not sentence else [],
        "page": pages.page_of(sheet) if not sentence else None,
        "oob": True,
    }
    return render(request, "scoring/_saved.html", context)


def columns(sheet: Sheet, stage: str) -> list[str]:
    """The stages that have a column on the page."""
    found = ["self", "check"]
    if sheet.cross_total is not None or stage == "cross":
        found.append("cross")
    if sheet.final_total is not None or stage == "final":
        found.append("final")
    return found


def _saved(line: SheetLine, stage: str, given: dict[str, Any], *, by: Any) -> SheetLine:
    version, value, words = given["version"], given["value"], given["words"]
    if stage == "self":
        return actions.save_self(line=line, version=version, value=value, note=words, by=by)
    if stage == "check":
        return actions.save_check(line=line, version=version, points=value, reason=words, by=by)
    if stage == "cross":
        return actions.save_cross(line=line, version=version, points=value, reason=words, by=by)
    return actions.save_final(line=line, version=version, points=value, reason=words, by=by)


def stage_open(user: Any, sheet: Sheet, *, draws: bool | None = None) -> str:
    """The stage whose points `user` may write now; empty when none (the year is still open)."""
    if may_score(user, sheet):
        return "self"
    if may_check(user, sheet):
        return "check"
    decides = sheet.table.peer_method == HEAD
    if decides and (may_draw(user, sheet) if draws is None else draws):
        return "cross"
    return "final" if may_decide(user, sheet) else ""


def _page(
    request: HttpRequest,
    sheet: Sheet,
    *,
    refused: tuple[int, str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    user = request.user
    page = pages.page_of(sheet)
    locked = is_locked(sheet.table.department, sheet.table.year)
    draws = not locked and may_draw(user, sheet)
    stage = "" if locked else stage_open(user, sheet, draws=draws)
    steps = {name: not locked and may_step(user, sheet, name) for name in BY_NAME}
    steps["close_cross"] = draws
    opens = sees_peers(user, sheet)
    crossing = crossing_of(sheet) if sheet.cluster_id else None
    writes = may_write_tables(user, department=sheet.table.department)
    shown, shown_stages = _shown(request, page), columns(sheet, stage)
    context = {
        "sheet": sheet,
        "page": page,
        "sections": shown,
        "filter": request.GET.get("xem", ""),
        "stage": stage,
        "tone": TONES[Sheet.State(sheet.state)],
        "steps": steps,
        "locked": locked,
        "refused_line": refused[0] if refused else 0,
        "refused": refused[1] if refused else "",
        "typed": refused[2] if refused else {},
        "crossed": "cross" in shown_stages,
        "settled": "final" in shown_stages,
        "crossing": crossing,
        "peers": _differing(crossing, page) if opens and crossing else [],
        "sees_peers": opens,
        "method": METHODS[sheet.table.peer_method],
        "seats": peer_seats(user, sheet) if sheet.state == Sheet.State.CHECKED else [],
        "may_appeal": not locked and may_appeal(user, sheet),
        "appeals": list(
            Appeal.objects.filter(line__sheet=sheet)
            .select_related("line__criterion", "made_by")
            .order_by("-made_at")[:20]
        ),
        "rescorings": list(sheet.rescorings.select_related("old_table", "new_table")),
        "newer": _newer(sheet) if writes else None,
        "words": WordsForm(),
        "file_form": FileForm(),
        "events": events_of(sheet, user),
    }
    return render(request, "scoring/sheet.html", context, status=status)


def _differing(crossing: Any, page: pages.SheetPage) -> list[tuple[Any, list[Any]]]:
    """Each review with the lines on which the peer differs from the check."""
    numbers = {
        row.criterion.pk: row.criterion.number for part in page.sections for row in part.rows
    }
    found: dict[int, list[Any]] = {one.pk: [] for one in crossing.reviews}
    for key, scores in crossing.given.items():
        for score in scores:
            if not score.agreed:
                found[score.review_id].append((numbers.get(key, ""), score.points, score.note))
    return [(one, sorted(found[one.pk])) for one in crossing.reviews]


def _newer(sheet: Sheet) -> Any:
    """The issued version that comes after the sheet's own, if any."""
    at = sheet.table
    while True:
        later = getattr(at, "replaced_by", None)
        if later is None:
            return at if at.pk != sheet.table_id and at.state == "ban_hanh" else None
        at = later


def _shown(request: HttpRequest, page: pages.SheetPage) -> list[tuple[Any, list[Any]]]:
    """Sections with the rows that the chip asks for."""
    chosen = request.GET.get("xem", "")

    def wanted(row: pages.Row) -> bool:
        if row.line is None:
            return not chosen
        if chosen == "lech":
            return bool(row.difference and row.difference.points)
        if chosen == "chua":
            return row.values["self"] is None or row.values["check"] is None
        return True

    return [
        (section.head, rows)
        for section in page.sections
        if (rows := [row for row in section.rows if wanted(row)]) or not chosen
    ]


@require_safe
def export_sheet(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """One sheet, filled in, to be read back."""
    sheet = found_sheet(request, pk)
    lines = sheet.lines.select_related("criterion").prefetch_related("proofs")
    name = f"phieu-{slugify(fold(sheet.unit.name))[:40]}-{sheet.table.year}"
    return exported(
        request, name=name, title="Phiếu chấm", heads=workbooks.SHEET_HEADS,
        rows=workbooks.sheet_rows(lines),
    )  # fmt: skip


@require_POST
def import_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """A filled sheet from a file: all of it, or a page that names every bad row."""
    sheet = found_sheet(request, pk)
    back = reverse("scoring:sheet", args=[sheet.pk])
    file = request.FILES.get("file")
    if file is None:
        messages.warning(request, "Chọn tệp Excel rồi nhập lại.")
        return redirect(back)
    try:
        changed = actions.import_sheet(sheet=sheet, file=file, by=request.user)
    except workbooks.BadRows as refusal:
        context = {"refusal": refusal, "rows": refusal.rows, "back": back, "what": sheet.unit.name}
        return render(request, "scoring/bad_rows.html", context, status=422)
    messages.success(request, f"Đã nhập {changed} dòng từ tệp.")
    return redirect(back)


@require_safe
def proof_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a proof, for whoever may open the sheet or cross-score it."""
    proof = get_object_or_404(Evidence.objects.select_related("line__sheet"), pk=pk)
    seen_line(request, proof.line_id)
    if not proof.file:
        raise WrongState("Minh chứng này chỉ ghi nơi tra cứu, không có tệp.")
    return attachment(proof.file, proof.name)  # type: ignore[return-value] # a FileResponse


@require_http_methods(["GET", "HEAD", "POST"])
def rescore(request: HttpRequest, pk: int) -> HttpResponse:
    """Before and after by the newer version of the table; then do it."""
    sheet = found_sheet(request, pk)
    check_may_write_tables(request.user, department=sheet.table.department)
    newer = _newer(sheet)
    if newer is None:
        raise WrongState("Bảng của phiếu này chưa có lần ban hành mới.")
    if request.method == "POST":
        actions.rescore(sheet=sheet, table=newer, by=request.user)
        messages.success(request, "Đã chấm lại theo bảng mới.")
        return redirect("scoring:sheet", pk=sheet.pk)
    context = {"sheet": sheet, "newer": newer, "plan": plan_of(sheet, newer)}
    return render(request, "scoring/rescore.html", context)


def _mine(request: HttpRequest) -> Any:
    return scope_of(request.user).department
