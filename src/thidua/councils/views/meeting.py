"""Calling a sitting, making its results known, ending it; what cannot be undone asks first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from thidua.councils import actions
from thidua.councils.models import Motion, Record
from thidua.councils.permissions import check_may_release, check_may_run_ballot
from thidua.councils.queries.records import record_of
from thidua.councils.views.acting import carry_out
from thidua.councils.views.sitting import find


@require_POST
def convene(request: HttpRequest, pk: int) -> HttpResponse:
    return carry_out(request, find(request, pk), "Đã mời họp", actions.convene)


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """The one who presides says that results are known from now on, all of them at once."""
    sitting = find(request, pk)
    check_may_release(user=request.user, sitting=sitting)
    if request.method == "POST":
        return carry_out(request, sitting, "Đã công bố kết quả", actions.release_results)
    motions = list(sitting.motions.all())
    if sitting.released_at is not None or not all(motion.result for motion in motions):
        return redirect("councils:sitting", sitting.pk)
    context = {
        "sitting": sitting,
        "council": sitting.council,
        "motions": motions,
        "passed": sum(1 for m in motions if m.result == Motion.Result.PASSED),
        "undecided": sum(1 for m in motions if m.result == Motion.Result.UNDECIDED),
    }
    return render(request, "councils/release.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    sitting = find(request, pk)
    check_may_run_ballot(user=request.user, sitting=sitting)
    if request.method == "POST":
        return carry_out(request, sitting, "Đã kết luận phiên họp", actions.conclude)
    context = {
        "sitting": sitting,
        "council": sitting.council,
        "minutes": record_of(sitting, Record.Kind.MINUTES),
    }
    return render(request, "councils/conclude.html", context)
