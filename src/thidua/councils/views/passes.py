"""One-time codes to the ballot, handed out by the secretary."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from thidua.councils import actions
from thidua.councils.models import BallotBox, Member
from thidua.councils.permissions import check_may_run_ballot
from thidua.councils.queries import progress_of
from thidua.councils.views.sitting import find
from thidua.documents.qr import QrCode, qr_code
from thidua.kit.errors import WrongState


@never_cache
@require_safe
def passes(request: HttpRequest, pk: int) -> HttpResponse:
    """Members who have not voted yet, each with the button that makes a code."""
    sitting = find(request, pk)
    check_may_run_ballot(user=request.user, sitting=sitting)
    box = sitting.box
    if sitting.by_hands:
        messages.info(request, actions.NO_SHEETS)
        return redirect("councils:sitting", sitting.pk)
    if box is None or box.state != BallotBox.State.OPEN:
        messages.info(request, "Chỉ cấp mã vào khi hòm phiếu đang mở.")
        return redirect("councils:sitting", sitting.pk)
    context = {"sitting": sitting, "council": sitting.council, "progress": progress_of(sitting)}
    return render(request, "councils/passes.html", context)


@never_cache
@require_POST
def give(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Make a code; it stands on the page that answers, and nowhere else."""
    sitting = find(request, pk)
    check_may_run_ballot(user=request.user, sitting=sitting)
    seat = Member.objects.select_related("user").filter(pk=member, council=sitting.council_id)
    found = seat.first()
    if found is None:
        raise Http404
    try:
        until, code = actions.give_pass(sitting=sitting, member=found, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect("councils:passes", sitting.pk)
    link = request.build_absolute_uri(reverse("accounts:enter_code", args=[code]))
    qr = qr_code(link)
    context = {
        "sitting": sitting,
        "council": sitting.council,
        "member": found,
        "until": until,
        "code": f"{code[:5]}-{code[5:]}",
        "link": link,
        "qr_path": _path(qr),
        "qr_size": qr.size,
        "enter": request.build_absolute_uri(reverse("accounts:enter")),
    }
    return render(request, "councils/pass.html", context)


def _path(code: QrCode) -> str:
    """The dark modules as one SVG path, a unit square each."""
    return "".join(
        f"M{n % code.size} {n // code.size}h1v1h-1z"
        for n, module in enumerate(code.modules)
        if module == 0
    )
