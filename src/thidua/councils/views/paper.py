"""Paper sheets: taken in by the secretary, read twice by two scrutineers."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from thidua.councils import actions
from thidua.councils.models import BallotBox, Choice, Member, Motion
from thidua.councils.permissions import check_may_read_paper, check_may_run_ballot, may_run_ballot
from thidua.councils.queries import progress_of
from thidua.councils.queries.minutes_lines import award_label
from thidua.councils.queries.paper import NOT_VOTING, differences, read_by
from thidua.councils.queries.recusals import recused
from thidua.councils.views.sitting import find
from thidua.kit.errors import WrongState

# Equal for all: what a sheet on paper may show.
OPTIONS = (
    Choice.AGREE,
    Choice.DISAGREE,
    Choice.NO_OPINION,
    Choice.BLANK,
    Choice.INVALID,
)
FEW = 3


@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Who handed in paper, who has read it, and the form of one reading.

    The form never shows what the other scrutineer entered, only in which places the two differ.
    """
    sitting = find(request, pk)
    check_may_read_paper(user=request.user, sitting=sitting)
    box = sitting.box
    if sitting.by_hands:
        messages.info(request, actions.NO_SHEETS)
        return redirect("councils:sitting", sitting.pk)
    if box is None or box.state != BallotBox.State.OPEN:
        messages.info(request, "Phiếu giấy chỉ nhập khi hòm phiếu đang mở.")
        return redirect("councils:sitting", sitting.pk)
    progress = progress_of(sitting)
    sheets = range(1, len(progress.paper_ids) + 1)
    motions = list(sitting.motions.filter(pk__in=box.motion_ids))
    problem, given = "", _given(request, box, sheets)
    if request.method == "POST":
        try:
            actions.read_paper(sitting=sitting, sheets=given, by=request.user)
        except WrongState as refusal:
            problem = str(refusal)
        else:
            messages.success(request, "Đã lưu phiếu giấy vừa nhập")
            return redirect("councils:paper", sitting.pk)
    apart = differences(box) if progress.paper_ids else None
    aside = recused(sitting)
    context = {
        "sitting": sitting,
        "council": sitting.council,
        "box": box,
        "progress": progress,
        "on_paper": [m for m in progress.entitled if m.pk in progress.paper_ids],
        "waiting": progress.waiting,
        "few": 0 < len(progress.paper_ids) < FEW,
        "manages": may_run_ballot(user=request.user, sitting=sitting),
        "readers": read_by(box),
        "apart": apart,
        "problem": problem,
        "titles": {m["number"]: m["title"] for m in box.asked},
        "sheets": [
            (number, [_row(box, motion, number, given, aside) for motion in motions])
            for number in sheets
        ],
    }
    return render(request, "councils/paper.html", context, status=422 if problem else 200)


@require_POST
def take(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Note a paper sheet of a member, or take the note back (`bo=1`)."""
    sitting = find(request, pk)
    check_may_run_ballot(user=request.user, sitting=sitting)
    seat = Member.objects.filter(pk=member, council=sitting.council_id).first()
    if seat is None:
        raise Http404
    act = actions.give_paper_back if request.POST.get("bo") == "1" else actions.take_paper
    try:
        act(sitting=sitting, member=seat, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    return redirect("councils:paper", sitting.pk)


@sensitive_variables()
def _given(request: HttpRequest, box: BallotBox, sheets: range) -> list[dict[int, str]]:
    if request.method != "POST":
        return [{} for _ in sheets]
    return [
        {
            asked["number"]: _answer(request.POST.get(f"t{sheet}m{asked['number']}", "").strip())
            for asked in box.asked
        }
        for sheet in sheets
    ]


def _answer(written: str) -> str:
    """Points are typed as they stand on the sheet: `8/7/10`."""
    return f"diem:{written}" if re.fullmatch(r"[0-9]+(/[0-9]+)*", written) else written


@sensitive_variables()
def _row(
    box: BallotBox,
    motion: Motion,
    sheet: int,
    given: list[dict[int, str]],
    aside: dict[int, frozenset[int]],
) -> dict[str, object]:
    number = box.motion_ids.index(motion.pk) + 1
    options = [(choice.value, str(choice.label)) for choice in OPTIONS]
    scored = motion.options == Motion.Options.SCORE
    if scored:
        options = [(Choice.BLANK.value, "Để trống"), (Choice.INVALID.value, "Không hợp lệ")]
    if aside.get(motion.pk):
        options.append((NOT_VOTING, "Không tham gia biểu quyết"))
    chosen = given[sheet - 1].get(number, "")
    return {
        "field": f"t{sheet}m{number}",
        "motion": motion,
        "award_name": award_label(motion),
        "scored": scored,
        "options": options,
        "chosen": chosen,
        "shown": chosen.removeprefix("diem:"),
    }
