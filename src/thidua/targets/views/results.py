"""Results of a target: reported period by period, with evidence."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.kit.errors import NotAllowed, Refusal, WrongState
from thidua.kit.uploads import attachment
from thidua.targets import actions
from thidua.targets.forms.targets import ResultForm
from thidua.targets.periods import name
from thidua.targets.permissions import check_may_report
from thidua.targets.views.found import found_target
from thidua.targets.views.steps import reason_of


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int, period: int) -> HttpResponse:
    """Write or correct what a period came to."""
    target = found_target(request, pk)
    if not 1 <= period <= target.periods:
        raise Http404
    check_may_report(request.user, target)
    known = target.results.filter(period=period).select_related("reported_by").first()
    initial: dict[str, Any] = {"version": 0}
    if known:
        initial = {
            "value": known.value, "reference": known.reference, "note": known.note,
            "version": known.version,
        }  # fmt: skip
    form = ResultForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.report_result(
                target=target, period=period, value=given["value"], note=given["note"],
                reference=given["reference"], upload=given["file"],
                version=given["version"] or 0, by=request.user,
            )  # fmt: skip
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
            # The number as it stands now is on the page: saving once more is a decision.
            known = target.results.filter(period=period).select_related("reported_by").first()
            form.data = {**form.data.dict(), "version": known.version if known else 0}  # type: ignore[attr-defined]  # a QueryDict
        else:
            messages.success(request, "Đã ghi kết quả.")
            return redirect("targets:target", pk)
    context = {
        "form": form,
        "target": target,
        "of": target.set,
        "known": known,
        "period": period,
        "called": name(target.rhythm, target.set.year, period),
    }
    return render(request, "targets/report.html", context, status=422 if form.errors else 200)


@require_safe
def evidence(request: HttpRequest, pk: int, period: int) -> FileResponse:
    """The file of a result, as an attachment."""
    target = found_target(request, pk)
    result = get_object_or_404(target.results.exclude(file=""), period=period)
    return attachment(result.file, result.file_name)


@require_POST
def remove(request: HttpRequest, pk: int, period: int) -> HttpResponse:
    """Take back a result reported by mistake."""
    target = found_target(request, pk)
    result = get_object_or_404(target.results, period=period)
    try:
        actions.remove_result(result=result, reason=reason_of(request), by=request.user)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã xóa kết quả. Nội dung đã xóa còn trong nhật ký.")
    return redirect("targets:target", pk)
