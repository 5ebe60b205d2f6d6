"""Targets and results as workbooks: sent out, and brought back with a preview first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from thidua.kit.errors import WrongState
from thidua.kit.exports import exported
from thidua.kit.workbooks import rows_of
from thidua.movements.numbers import number_text
from thidua.targets import actions
from thidua.targets.actions.reading import BAD, DOWN, NO, SAME, STATE, SUM, UP, YES, Line
from thidua.targets.forms.targets import ImportForm
from thidua.targets.models import TargetSet
from thidua.targets.periods import short_name
from thidua.targets.permissions import check_may_plan_for
from thidua.targets.views.found import found_set

MOST_ROWS = 600
_HOUR = 3600
_COLUMNS, _CELL = 24, 600
Rows = Sequence[Sequence[Any]]


@require_safe
def export_targets(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The targets of a set in the columns that an import reads."""
    of = found_set(request, pk)
    return exported(
        request, name=f"bo-chi-tieu-{of.year}", title="Chỉ tiêu", heads=actions.TARGET_HEADS,
        rows=_target_rows(of),
    )  # fmt: skip


def _target_rows(of: TargetSet) -> Iterator[tuple[Any, ...]]:
    for one in of.targets.select_related("owner_unit").order_by("place", "pk"):
        yield (
            one.code,
            one.heading,
            one.text,
            one.get_kind_display(),
            one.unit,
            number_text(one.plan),
            DOWN if one.less_is_better else UP,
            one.get_rhythm_display(),
            SUM if one.cumulative else STATE,
            one.get_gathering_display(),
            YES if one.evidence_required else NO,
            number_text(one.weight),
            one.due_on,
            one.owner_unit.name if one.owner_unit else "",
            number_text(one.last_year),
        )


@require_safe
def export_results(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """One line for each target and period, filled where it was reported."""
    of = found_set(request, pk)
    return exported(
        request, name=f"ket-qua-chi-tieu-{of.year}", title="Kết quả", heads=actions.RESULT_HEADS,
        rows=_result_rows(of),
    )  # fmt: skip


def _result_rows(of: TargetSet) -> Iterator[tuple[Any, ...]]:
    for one in of.targets.prefetch_related("results").order_by("place", "pk"):
        if one.gathered:
            continue
        known = {result.period: result for result in one.results.all()}
        for period in range(1, one.periods + 1):
            result = known.get(period)
            yield (
                one.code,
                one.text,
                short_name(one.rhythm, period),
                number_text(result.value) if result else "",
                result.note if result else "",
                result.reference if result else "",
            )


@require_http_methods(["GET", "HEAD", "POST"])
def import_targets(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring targets into a draft."""
    return _page(
        request, pk, "Nhập chỉ tiêu từ Excel", "targets:export_targets",
        actions.preview_targets, actions.import_targets,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def import_results(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring results of a year that runs."""
    return _page(
        request, pk, "Nhập kết quả từ Excel", "targets:export_results",
        actions.preview_results, actions.import_results,
    )  # fmt: skip


def _page(
    request: HttpRequest,
    pk: int,
    title: str,
    sample: str,
    preview: Callable[..., list[Line]],
    keep: Callable[..., int],
) -> HttpResponse:
    """First the file, then its rows with what would become of them, then the deed.

    The rows that were shown travel in the page, signed: what is kept is what was seen.
    """
    of = found_set(request, pk)
    check_may_plan_for(request.user, body=of.body)
    salt = f"targets.{sample}.{of.pk}.{request.user.pk}"
    form = ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"of": of, "title": title, "sample": sample, "form": form}
    try:
        if request.POST.get("rows"):
            rows: Rows = _opened(request.POST["rows"], salt)
            count = keep(of=of, rows=rows, by=request.user)
            messages.success(
                request,
                f"Đã nhập {count} dòng." if count else "Không có gì mới so với số đã ghi.",
            )
            return redirect("targets:set", of.pk)
        if request.method == "POST" and form.is_valid():
            rows = _plain(rows_of(form.cleaned_data["file"], most=MOST_ROWS))
            lines = preview(of=of, rows=rows, by=request.user)
            bad = sum(line.state == BAD for line in lines)
            same = sum(line.state == SAME for line in lines)
            context |= {
                "lines": lines,
                "bad": bad,
                "same": same,
                "good": len(lines) - bad - same,
                "rows": signing.dumps(rows, salt=salt, compress=True),
            }
    except WrongState as refusal:
        if not form.is_bound or request.POST.get("rows"):
            messages.error(request, str(refusal))
            return redirect(request.path)
        form.blame(str(refusal), "file")
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "targets/import.html", context, status=status)


def _opened(text: str, salt: str) -> Rows:
    try:
        rows: Rows = signing.loads(text, salt=salt, max_age=_HOUR)
    except signing.BadSignature:
        raise WrongState("Bản xem trước đã cũ. Tải tệp lên lần nữa.") from None
    return rows


def _plain(rows: Rows) -> list[list[Any]]:
    """Cells that a page can carry: days as officials write them, nothing endless."""
    return [[_cell(value) for value in row[:_COLUMNS]] for row in rows]


def _cell(value: Any) -> Any:
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}"
    return value if isinstance(value, int | float | bool) else str(value)[:_CELL]
