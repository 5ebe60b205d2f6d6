"""Calling, opening, following, closing and concluding; each irreversible step asks first."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.councils import actions
from thidua.councils.permissions import check_may_run_ballot
from thidua.councils.queries import progress_of, still_prevents_opening
from thidua.councils.states import AGENDA_OPEN
from thidua.councils.views.sitting import find
from thidua.kit.errors import WrongState


@require_POST
def convene(request: HttpRequest, pk: int) -> HttpResponse:
    sitting = find(request, pk)
    try:
        actions.convene(sitting=sitting, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã mời họp")
    return redirect("councils:sitting", sitting.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def open_ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what still prevents the opening, or what is frozen by it; POST opens."""
    sitting = find(request, pk)
    check_may_run_ballot(user=request.user, sitting=sitting)
    if request.method == "POST":
        try:
            actions.open_ballot(sitting=sitting, by=request.user)
        except WrongState as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Đã mở bỏ phiếu")
        return redirect("councils:sitting", sitting.pk)
    if sitting.state not in AGENDA_OPEN:
        return redirect("councils:sitting", sitting.pk)
    motions = list(sitting.motions.all())
    context = {
        "sitting": sitting,
        "council": sitting.council,
        "lacking": still_prevents_opening(sitting),
        "progress": progress_of(sitting, motions),
        "motions": motions,
        "without_threshold": [m for m in motions if not m.threshold],
    }
    return render(request, "councils/open.html", context)


@never_cache
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The fragment that counts who has voted; 286 tells htmx to stop once the box is closed."""
    sitting = find(request, pk)
    box = getattr(sitting, "box", None)
    context = {"sitting": sitting, "progress": progress_of(sitting), "box": box}
    running = box is not None and box.state == "open"
    return render(request, "councils/_progress.html", context, status=200 if running else 286)


@require_http_methods(["GET", "HEAD", "POST"])
def close_ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before closing: a closed box is never opened again."""
    sitting = find(request, pk)
    check_may_run_ballot(user=request.user, sitting=sitting)
    if request.method == "POST":
        try:
            actions.close_ballot(sitting=sitting, by=request.user)
        except WrongState as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Đã đóng phiếu và kiểm phiếu")
        return redirect("councils:sitting", sitting.pk)
    box = getattr(sitting, "box", None)
    if box is None or box.state != "open":
        return redirect("councils:sitting", sitting.pk)
    context = {"sitting": sitting, "council": sitting.council, "progress": progress_of(sitting)}
    return render(request, "councils/close.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    sitting = find(request, pk)
    check_may_run_ballot(user=request.user, sitting=sitting)
    if request.method == "POST":
        try:
            actions.conclude(sitting=sitting, by=request.user)
        except WrongState as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Đã kết luận phiên họp")
        return redirect("councils:sitting", sitting.pk)
    context = {"sitting": sitting, "council": sitting.council}
    return render(request, "councils/conclude.html", context)
