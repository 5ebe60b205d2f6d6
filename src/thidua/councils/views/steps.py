"""Opening, following and closing a ballot; each irreversible step asks first."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.councils import actions
from thidua.councils.permissions import (
    check_may_run_ballot,
    may_read_paper,
    may_run_ballot,
)
from thidua.councils.queries import progress_of, still_prevents_opening
from thidua.councils.queries.paper import differences, read_by
from thidua.councils.queries.progress import prevents_closing
from thidua.councils.queries.tally import cautions_before, revotable
from thidua.councils.queries.work_rules import rules_of
from thidua.councils.states import AGENDA_OPEN
from thidua.councils.views.acting import carry_out
from thidua.councils.views.sitting import find
from thidua.kit.errors import WrongState

_OPENED = {False: "Đã mở bỏ phiếu", True: "Đã mở biểu quyết công khai"}


@require_http_methods(["GET", "HEAD", "POST"])
def open_ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what still prevents the opening, or what is frozen by it; POST opens."""
    sitting = find(request, pk)
    check_may_run_ballot(user=request.user, sitting=sitting)
    if request.method == "POST":
        return carry_out(request, sitting, _OPENED[sitting.by_hands], actions.open_ballot)
    if sitting.state not in AGENDA_OPEN:
        return redirect("councils:sitting", sitting.pk)
    motions = list(sitting.motions.all())
    state = progress_of(sitting, motions)
    context = {
        "sitting": sitting,
        "council": sitting.council,
        "lacking": still_prevents_opening(sitting),
        "progress": state,
        "motions": motions,
        "without_threshold": [m for m in motions if not m.threshold],
        "cautions": cautions_before(len(state.entitled)),
        "without_account": [m for m in state.entitled if m.user_id is None],
        "beside": rules_of(sitting.council, sitting.received_on).receipts == "mo",
    }
    return render(request, "councils/open.html", context)


@never_cache
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The fragment that counts who has voted; 286 tells htmx to stop once the box is closed."""
    sitting = find(request, pk)
    box = sitting.box
    context = {
        "sitting": sitting,
        "progress": progress_of(sitting),
        "box": box,
        "manages": may_run_ballot(user=request.user, sitting=sitting),
        "reads_paper": may_read_paper(user=request.user, sitting=sitting),
    }
    running = box is not None and box.state == "open"
    return render(request, "councils/_progress.html", context, status=200 if running else 286)


@require_http_methods(["GET", "HEAD", "POST"])
def close_ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before closing: a closed box is never opened again."""
    sitting = find(request, pk)
    check_may_run_ballot(user=request.user, sitting=sitting)
    if request.method == "POST":
        return carry_out(request, sitting, "Đã đóng phiếu và kiểm phiếu", actions.close_ballot)
    box = sitting.box
    if box is None or box.state != "open":
        return redirect("councils:sitting", sitting.pk)
    if sitting.by_hands:
        return redirect("councils:hands", sitting.pk)
    state = progress_of(sitting)
    context = {
        "sitting": sitting,
        "council": sitting.council,
        "progress": state,
        "box": box,
        "problem": prevents_closing(box, state),
        "papers": state.paper_ids,
        "readers": read_by(box),
        "apart": differences(box) if state.paper_ids else None,
        "notices": (2, 5, 10, 15, 30),
    }
    return render(request, "councils/close.html", context)


@require_POST
def announce_closing(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when the box will close; nobody is cut off without a word."""
    sitting = find(request, pk)
    given = request.POST.get("phut", "")
    try:
        box = actions.announce_closing(
            sitting=sitting,
            minutes=int(given) if given.isascii() and given.isdigit() else 0,
            by=request.user,
        )
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect("councils:sitting", sitting.pk)
    assert box.closes_at is not None  # noqa: S101 - the action set it
    moment = timezone.localtime(box.closes_at)
    messages.success(request, f"Đã báo giờ đóng phiếu: {moment:%H:%M}")
    return redirect("councils:close_ballot", sitting.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def vote_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which motions the rules let the council vote on again; POST opens a second box."""
    sitting = find(request, pk)
    check_may_run_ballot(user=request.user, sitting=sitting)
    if request.method == "POST":
        return carry_out(request, sitting, "Đã mở bỏ phiếu lại", actions.vote_again)
    motions = revotable(sitting, sitting.motions.all())
    if not motions:
        return redirect("councils:sitting", sitting.pk)
    context = {"sitting": sitting, "council": sitting.council, "motions": motions}
    return render(request, "councils/vote_again.html", context)
