"""The ballot on a member's own phone: choose, look again, put in. Works without script.

Choices and the receipt travel only in the body of a POST; they are in no address, session,
message or log.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from thidua.councils import actions
from thidua.councils.models import BallotBox, HasVoted, Member, Motion, Sitting
from thidua.councils.permissions import check_may_vote
from thidua.councils.queries import progress_of, seat_of
from thidua.councils.queries.seats import attendance_of
from thidua.councils.queries.tally import cautions_before, not_voting
from thidua.councils.recount import code_of
from thidua.councils.views import sheet
from thidua.councils.views.sitting import find
from thidua.kit.errors import NotAllowed, WrongState


@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the sheet. POST `buoc=xem-lai`: the review; `sua`: back; `bo-phieu`: into the box.

    A sheet sent twice (lost answer, pressed again) ends on the same page as the first.
    """
    if request.method == "POST" and request.POST.get("buoc") == "bo-phieu":
        return _put_in(request, pk)
    sitting = find(request, pk)
    box = sitting.box
    seat = seat_of(request.user, sitting.council)
    if sitting.by_hands:
        return _closed(request, sitting, actions.NO_SHEETS)
    if box is not None and seat is not None and _has_voted(box, seat):
        return redirect("councils:ballot_done", sitting.pk)
    try:
        row = check_may_vote(user=request.user, sitting=sitting)
    except NotAllowed as refusal:
        return _closed(request, sitting, str(refusal), status=403)
    if box is None:
        return _closed(request, sitting, "Thư ký chưa mở hòm phiếu. Trang này tự dùng được khi mở.")
    if box.state != BallotBox.State.OPEN:
        return _closed(request, sitting, "Hòm phiếu đã đóng.")
    motions = _motions(sitting, box)
    seat, aside = row.member, not_voting(box, row)
    answers = sheet.read(request, box, aside)
    reviewing = request.method == "POST" and request.POST.get("buoc") != "sua"
    problem = sheet.misread(motions, answers) if reviewing else ""
    asked = len(motions) - len(aside)
    context = {
        "sitting": sitting,
        "council": sitting.council,
        "box": box,
        "seat": seat,
        "address": _address(seat),
        "lines": sheet.lines(motions, answers, aside),
        "with_files": set(sitting.papers.values_list("motion_id", flat=True)),
        "asked": asked,
        "answered": len(answers),
        "unanswered": asked - len(answers),
        "receipt": request.POST.get("phieu", "") or actions.new_receipt(),
        "problem": problem,
        "cautions": cautions_before(len(progress_of(sitting, motions).entitled)),
        "noise": sheet.any_noise(),
    }
    if reviewing and not problem:
        return render(request, "councils/ballot_review.html", context)
    return render(request, "councils/ballot.html", context, status=422 if problem else 200)


@never_cache
@require_safe
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet is in the box; says neither what nor when."""
    sitting = find(request, pk)
    box = sitting.box
    seat = seat_of(request.user, sitting.council)
    if seat is None or box is None or not _has_voted(box, seat):
        return redirect("councils:ballot", sitting.pk)
    context = {"sitting": sitting, "council": sitting.council, "address": _address(seat)}
    return render(request, "councils/ballot_done.html", context)


@never_cache
@require_safe
def closing(request: HttpRequest, pk: int) -> HttpResponse:
    """The fragment that says when the box will close, for members who are still choosing."""
    sitting = find(request, pk)
    context = {"sitting": sitting, "box": sitting.box}
    return render(request, "councils/_closing.html", context)


@sensitive_variables()
def _put_in(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt is shown on the page that answers, and nowhere else: it is kept nowhere.

    All members send at the same moment, so nothing is asked that the action does not need; whoever
    may not even see the sitting is told that there is none.
    """
    few = Sitting.objects.only("title", "voting", "council__name", "council__body__name")
    sitting = get_object_or_404(
        few.select_related("council__body").prefetch_related("boxes"), pk=pk
    )
    box, receipt = sitting.box, request.POST.get("phieu", "")
    row = attendance_of(request.user, sitting)
    aside = not_voting(box, row) if box and row else frozenset()
    again = False
    try:
        actions.cast(
            sitting=sitting,
            choices=sheet.read(request, box, aside) if box else {},
            by=request.user,
            receipt=receipt,
            row=row,
        )
    except NotAllowed as refusal:
        return _closed(request, find(request, pk), str(refusal), status=403)
    except WrongState as refusal:
        again = str(refusal) == actions.SENT_AGAIN
        if not again and row and box and _has_voted(box, row.member) and not _is_open(box):
            return redirect("councils:ballot_done", sitting.pk)
        if not again:
            return _closed(request, sitting, str(refusal), status=409)
    assert box is not None and row is not None  # noqa: S101, PT018 - the action saw to it
    context = {
        "sitting": sitting,
        "council": sitting.council,
        "box": box,
        "address": _address(row.member),
        "again": again,
        "receipt": "-".join(receipt[n : n + 4] for n in range(0, len(receipt), 4)),
        "codes": [
            (asked["title"], code_of(receipt, box.fingerprint, asked["number"]))
            for asked in box.asked
            if asked["id"] not in aside
        ],
    }
    return render(request, "councils/ballot_done.html", context)


def _motions(sitting: Sitting, box: BallotBox) -> list[Motion]:
    return list(sitting.motions.filter(pk__in=box.motion_ids))


def _has_voted(box: BallotBox, seat: Member) -> bool:
    return HasVoted.objects.filter(box=box, member=seat).exists()


def _is_open(box: BallotBox) -> bool:
    return BallotBox.objects.filter(pk=box.pk, state=BallotBox.State.OPEN).exists()


def _address(seat: Member) -> str:
    """Ông, bà, or both where the sex is not recorded."""
    honorific = getattr(seat.person, "honorific", "") if seat.person_id else ""
    return honorific.lower() or "ông/bà"


def _closed(
    request: HttpRequest, sitting: Sitting, sentence: str, status: int = 200
) -> HttpResponse:
    context = {"sitting": sitting, "council": sitting.council, "sentence": sentence}
    return render(request, "councils/ballot_closed.html", context, status=status)
