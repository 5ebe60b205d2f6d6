"""The sitting page, its attendance and minutes, and the papers of a motion."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.councils import actions
from thidua.councils.forms import MinutesForm, SittingForm
from thidua.councils.models import Attendance, BallotBox, Council, Motion, Sitting
from thidua.councils.permissions import check_may_manage, may_manage
from thidua.councils.queries import (
    attending,
    current_members,
    may_still_vote,
    progress_of,
    seat_of,
    sitting_for,
    still_prevents_opening,
    tallies,
    visible_councils,
)
from thidua.councils.queries.minutes import award_label, minutes_paper
from thidua.councils.queries.progress import threshold_text
from thidua.councils.states import AGENDA_OPEN, TEXT_OPEN, words_of
from thidua.documents.minutes import minutes_docx
from thidua.kit.dates import short_date
from thidua.kit.errors import WrongState

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def find(request: HttpRequest, pk: int) -> Sitting:
    """The sitting, or 404 for everyone who may not see it."""
    sitting = sitting_for(request.user, pk)
    if sitting is None:
        raise Http404
    return sitting


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "councils/sitting.html", page_context(request, find(request, pk)))


def page_context(
    request: HttpRequest, sitting: Sitting, minutes_form: MinutesForm | None = None
) -> dict[str, Any]:
    """Everything the sitting page shows; the number of queries does not grow with the agenda."""
    motions = list(sitting.motions.all())
    for motion in motions:
        motion.award_name = award_label(motion)  # type: ignore[attr-defined]
        motion.threshold_label = threshold_text(motion)  # type: ignore[attr-defined]
    progress = progress_of(sitting, motions)
    box = getattr(sitting, "box", None)
    closed = box is not None and box.state == BallotBox.State.CLOSED
    manages = may_manage(user=request.user, department=sitting.council.body)
    seat = seat_of(request.user, sitting.council)
    rows = {row.member_id: row for row in attending(sitting)}
    before = sitting.state in AGENDA_OPEN
    members = (
        list(current_members(sitting.council)) if before else [r.member for r in rows.values()]
    )
    counted = tallies(sitting, motions, progress.present)
    return {
        "sitting": sitting,
        "council": sitting.council,
        "words": words_of(sitting),
        "motions": motions,
        "progress": progress,
        "box": box,
        "closed": closed,
        "tallies": counted,
        "passed": sum(1 for t in counted if t.motion.result == Motion.Result.PASSED),
        "any_unanimous": any(t.unanimous for t in counted),
        "thresholds": sorted({t.threshold_percent for t in counted if t.threshold}),
        "citations": _citations(motions),
        "seats": [(member, rows.get(member.pk)) for member in members],
        "statuses": Attendance.Status.choices,
        "manages": manages,
        "seat": seat,
        "may_vote_now": bool(seat and may_still_vote(sitting, seat)),
        "has_voted": bool(seat and seat.pk in progress.voted_ids),
        "may_edit": manages and before,
        "may_mark": manages and not closed and sitting.state != Sitting.State.CONCLUDED,
        "may_write": manages and sitting.state in TEXT_OPEN,
        "lacking": still_prevents_opening(sitting) if manages and before else [],
        "minutes_form": minutes_form
        or MinutesForm(
            initial={"discussion": sitting.discussion, "conclusion": sitting.conclusion}
        ),
    }


def _citations(motions: list[Motion]) -> list[tuple[str, str, str]]:
    """Award, threshold and its ground, once each, in the order of the agenda."""
    seen = {
        (award_label(m), m.threshold, m.threshold_citation): m.threshold_confidence for m in motions
    }
    return [
        (name, citation, confidence) for (name, _, citation), confidence in seen.items() if citation
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    council = visible_councils(request.user).filter(pk=pk).first()
    if council is None:
        raise Http404
    check_may_manage(user=request.user, department=council.body)
    form = SittingForm(request.POST or None, members=current_members(council))
    if form.is_valid():
        try:
            sitting = actions.create_sitting(council=council, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã lập phiên họp")
            return redirect("councils:sitting", sitting.pk)
    return _form(request, council, form, "Lập phiên họp")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    sitting = find(request, pk)
    check_may_manage(user=request.user, department=sitting.council.body)
    names = ("title", "held_on", "starts_at", "place", "received_on", "presided_by", "secretary")
    form = SittingForm(
        request.POST or None,
        members=current_members(sitting.council),
        initial={name: getattr(sitting, name) for name in names},
    )
    if form.is_valid():
        try:
            actions.edit_sitting(sitting=sitting, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã lưu phiên họp")
            return redirect("councils:sitting", sitting.pk)
    return _form(request, sitting.council, form, "Sửa phiên họp", sitting)


def _form(
    request: HttpRequest,
    council: Council,
    form: SittingForm,
    title: str,
    sitting: Sitting | None = None,
) -> HttpResponse:
    context = {"form": form, "title": title, "council": council, "sitting": sitting}
    return render(request, "councils/form.html", context)


@require_POST
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    sitting = find(request, pk)
    check_may_manage(user=request.user, department=sitting.council.body)
    everyone = request.POST.get("tat-ca") == "co_mat"
    marks: dict[int, tuple[str, str]] = {}
    for member in current_members(sitting.council):
        status = request.POST.get(f"tv{member.pk}", "")
        if everyone:
            status = Attendance.Status.PRESENT
        if status:
            marks[member.pk] = (status, request.POST.get(f"ly-do{member.pk}", ""))
    try:
        actions.set_attendance(sitting=sitting, marks=marks, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã điểm danh")
    return redirect("councils:sitting", sitting.pk)


@require_POST
def write_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    sitting = find(request, pk)
    form = MinutesForm(request.POST)
    if form.is_valid():
        actions.write_minutes(sitting=sitting, by=request.user, **form.cleaned_data)
        messages.success(request, "Đã lưu nội dung biên bản")
        return redirect("councils:sitting", sitting.pk)
    context = page_context(request, sitting, form)
    return render(request, "councils/sitting.html", context, status=422)


@require_safe
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as DOCX; DỰ THẢO until the sitting is concluded."""
    sitting = find(request, pk)
    response = HttpResponse(minutes_docx(minutes_paper(sitting)), content_type=DOCX)
    draft = "" if sitting.state == Sitting.State.CONCLUDED else "Dự thảo "
    day = short_date(sitting.held_on).replace("/", "-")
    name = quote(f"{draft}Biên bản họp Hội đồng {day}.docx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


@require_safe
def papers(request: HttpRequest, pk: int, motion: int) -> HttpResponse:
    sitting = find(request, pk)
    found = sitting.motions.filter(pk=motion).first()
    if found is None:
        raise Http404
    found.award_name = award_label(found)  # type: ignore[attr-defined]
    context = {"sitting": sitting, "council": sitting.council, "motion": found}
    return render(request, "councils/papers.html", context)
