"""The ballot on a member's own phone: choose, look again, put in. Works without script.

Choices travel only in the body of a POST; they are in no address, session, message or log.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from thidua.councils import actions
from thidua.councils.models import Ballot, HasVoted, Member, Motion, Sitting
from thidua.councils.permissions import check_may_vote
from thidua.councils.queries import seat_of
from thidua.councils.queries.minutes import award_label
from thidua.councils.views.sitting import find
from thidua.kit.errors import NotAllowed, WrongState

LABELS = dict(Ballot.Choice.choices)


@never_cache
@sensitive_post_parameters()
@sensitive_variables("choices", "lines")
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the sheet. POST `buoc=xem-lai`: the review; `sua`: back; `bo-phieu`: into the box.

    A sheet sent twice (lost answer, pressed again) ends on the same page as the first.
    """
    sitting = find(request, pk)
    seat = seat_of(request.user, sitting.council)
    if seat is not None and _has_voted(sitting, seat):
        return redirect("councils:ballot_done", sitting.pk)
    try:
        seat = check_may_vote(user=request.user, sitting=sitting)
    except NotAllowed as refusal:
        return _closed(request, sitting, str(refusal), status=403)
    box = getattr(sitting, "box", None)
    if box is None:
        return _closed(request, sitting, "Thư ký chưa mở hòm phiếu. Trang này tự dùng được khi mở.")
    if box.state != "open":
        return _closed(request, sitting, "Hòm phiếu đã đóng.")
    motions = list(sitting.motions.all())
    choices = _choices(request, motions)
    step = request.POST.get("buoc", "")
    if step == "bo-phieu":
        try:
            actions.cast(sitting=sitting, choices=choices, by=request.user)
        except WrongState as refusal:
            if not _has_voted(sitting, seat):
                return _closed(request, sitting, str(refusal), status=409)
        return redirect("councils:ballot_done", sitting.pk)
    lines = [_line(motion, choices.get(motion.pk, "")) for motion in motions]
    context = {
        "sitting": sitting,
        "council": sitting.council,
        "seat": seat,
        "address": _address(seat),
        "lines": lines,
        "answered": len(choices),
        "unanswered": len(motions) - len(choices),
    }
    reviewing = request.method == "POST" and step != "sua"
    template = "councils/ballot_review.html" if reviewing else "councils/ballot.html"
    return render(request, template, context)


@never_cache
@require_safe
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet is in the box; says neither what nor when."""
    sitting = find(request, pk)
    seat = seat_of(request.user, sitting.council)
    if seat is None or not _has_voted(sitting, seat):
        return redirect("councils:ballot", sitting.pk)
    context = {"sitting": sitting, "council": sitting.council, "address": _address(seat)}
    return render(request, "councils/ballot_done.html", context)


def _has_voted(sitting: Sitting, seat: Member) -> bool:
    return HasVoted.objects.filter(box__sitting=sitting, member=seat).exists()


@sensitive_variables("choices", "everything")
def _choices(request: HttpRequest, motions: list[Motion]) -> dict[int, str]:
    """Answers of the sheet; "Tất cả đồng ý" fills every motion and still goes to the review."""
    if request.method != "POST":
        return {}
    everything = request.POST.get("tat-ca", "")
    choices: dict[int, str] = {}
    for motion in motions:
        chosen = everything or request.POST.get(f"m{motion.pk}", "")
        if chosen in LABELS:
            choices[motion.pk] = chosen
    return choices


@sensitive_variables("chosen")
def _line(motion: Motion, chosen: str) -> dict[str, Any]:
    return {
        "motion": motion,
        "award_name": award_label(motion),
        "chosen": chosen,
        "chosen_label": LABELS.get(chosen, ""),
        "options": Ballot.Choice.choices,
    }


def _address(seat: Member) -> str:
    """Ông, bà, or both where the sex is not recorded."""
    honorific = getattr(seat.person, "honorific", "") if seat.person_id else ""
    return honorific.lower() or "ông/bà"


def _closed(
    request: HttpRequest, sitting: Sitting, sentence: str, status: int = 200
) -> HttpResponse:
    context = {"sitting": sitting, "council": sitting.council, "sentence": sentence}
    return render(request, "councils/ballot_closed.html", context, status=status)
