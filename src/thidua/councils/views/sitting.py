"""The sitting page, its form, its attendance, and the papers of a motion."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.councils import actions
from thidua.councils.forms import SittingForm
from thidua.councils.models import (
    Attendance,
    Council,
    Member,
    Sitting,
)
from thidua.councils.permissions import (
    check_may_manage,
)
from thidua.councils.queries import (
    current_members,
    sitting_for,
    visible_councils,
)
from thidua.councils.queries.minutes_lines import award_label
from thidua.councils.views.acting import carry_out
from thidua.councils.views.sitting_page import page_context
from thidua.kit.errors import WrongState


def find(request: HttpRequest, pk: int) -> Sitting:
    """The sitting, or 404 for everyone who may not see it."""
    sitting = sitting_for(request.user, pk)
    if sitting is None:
        raise Http404
    return sitting


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "councils/sitting.html", page_context(request, find(request, pk)))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    council = visible_councils(request.user).filter(pk=pk).first()
    if council is None:
        raise Http404
    check_may_manage(user=request.user, department=council.body.department)
    members = current_members(council)
    tellers = members.filter(duty=Member.Duty.SCRUTINEER)
    form = SittingForm(
        request.POST or None, members=members, initial={"scrutineers": [m.pk for m in tellers]}
    )
    if form.is_valid():
        try:
            sitting = actions.create_sitting(council=council, by=request.user, **form.facts())
        except WrongState as refusal:
            form.blame(str(refusal), _shown(refusal.field))
        else:
            messages.success(request, "Đã lập phiên họp")
            return redirect("councils:sitting", sitting.pk)
    return _form(request, council, form, "Lập phiên họp")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    sitting = find(request, pk)
    check_may_manage(user=request.user, department=sitting.council.body.department)
    names = ("title", "kind", "voting", "held_on", "starts_at", "place", "received_on")
    known = {name: getattr(sitting, name) for name in names}
    known |= {
        "presided_by": sitting.presided_by_id,
        "secretary": sitting.secretary_id,
        "scrutineers": [member.pk for member in sitting.scrutineers.all()],
        "answer_by_day": timezone.localdate(sitting.answer_by) if sitting.answer_by else None,
    }
    members = current_members(sitting.council)
    form = SittingForm(request.POST or None, members=members, initial=known)
    if form.is_valid():
        try:
            actions.edit_sitting(sitting=sitting, by=request.user, **form.facts())
        except WrongState as refusal:
            form.blame(str(refusal), _shown(refusal.field))
        else:
            messages.success(request, "Đã lưu phiên họp")
            return redirect("councils:sitting", sitting.pk)
    return _form(request, sitting.council, form, "Sửa phiên họp", sitting)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then delete a draft that holds nothing."""
    sitting = find(request, pk)
    check_may_manage(user=request.user, department=sitting.council.body.department)
    if request.method == "POST":
        council = sitting.council
        try:
            actions.remove_sitting(sitting=sitting, by=request.user)
        except WrongState as refusal:
            messages.error(request, str(refusal))
            return redirect("councils:sitting", pk)
        messages.success(request, "Đã xóa phiên họp")
        return redirect("councils:council", council.pk)
    context = {
        "title": "Xóa phiên họp đang chuẩn bị",
        "council": sitting.council,
        "sitting": sitting,
        "lead": f"“{sitting.title}” chưa mời ai và chưa có đề nghị. Xóa rồi không lấy lại được.",
        "verb": "Xóa phiên họp",
    }
    return render(request, "councils/form.html", context)


def _shown(field: str | None) -> str | None:
    return "answer_by_day" if field == "answer_by" else field


def _form(
    request: HttpRequest,
    council: Council,
    form: SittingForm,
    title: str,
    sitting: Sitting | None = None,
) -> HttpResponse:
    context = {"form": form, "title": title, "council": council, "sitting": sitting}
    return render(request, "councils/form.html", context, status=422 if form.errors else 200)


@require_POST
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    sitting = find(request, pk)
    check_may_manage(user=request.user, department=sitting.council.body.department)
    everyone = request.POST.get("tat-ca") == "co_mat"
    marks: dict[int, tuple[str, str]] = {}
    for member in current_members(sitting.council):
        status = request.POST.get(f"tv{member.pk}", "")
        if everyone:
            status = Attendance.Status.PRESENT
        if status:
            marks[member.pk] = (status, request.POST.get(f"ly-do{member.pk}", ""))
    return carry_out(request, sitting, "Đã điểm danh", actions.set_attendance, marks=marks)


@require_safe
def papers(request: HttpRequest, pk: int, motion: int) -> HttpResponse:
    sitting = find(request, pk)
    found = sitting.motions.filter(pk=motion).first()
    if found is None:
        raise Http404
    found.award_name = award_label(found)  # type: ignore[attr-defined]  # for the page only
    context = {
        "sitting": sitting,
        "council": sitting.council,
        "motion": found,
        "files": list(found.files.all()),
    }
    return render(request, "councils/papers.html", context)
