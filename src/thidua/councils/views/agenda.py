"""Order of the day, order of motions, papers, and members who step aside."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.councils import actions
from thidua.councils.forms import PaperForm, ProgrammeForm, RecusalForm
from thidua.councils.models import Motion, Recusal, Sitting
from thidua.councils.permissions import check_may_manage, check_may_recuse, may_manage
from thidua.councils.queries import current_members, seat_of
from thidua.councils.queries.minutes_lines import award_label
from thidua.councils.queries.work_rules import rules_of
from thidua.councils.states import AGENDA_OPEN
from thidua.councils.views.sitting import find
from thidua.kit.errors import NotAllowed, WrongState
from thidua.kit.lists import key_of
from thidua.kit.text import name_order
from thidua.kit.uploads import attachment
from thidua.law import load_rulebook


@require_http_methods(["GET", "HEAD", "POST"])
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    sitting = find(request, pk)
    check_may_manage(user=request.user, department=sitting.council.body.department)
    form = ProgrammeForm(request.POST or None, initial={"programme": sitting.programme})
    if form.is_valid():
        try:
            actions.set_programme(
                sitting=sitting, programme=form.cleaned_data["programme"], by=request.user
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã lưu chương trình")
            return redirect("councils:sitting", sitting.pk)
    context = {
        "form": form,
        "title": "Chương trình",
        "council": sitting.council,
        "sitting": sitting,
    }
    return render(request, "councils/form.html", context, status=422 if form.errors else 200)


@require_POST
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Move one motion up or down, or sort all by award and name."""
    sitting = find(request, pk)
    motions = list(sitting.motions.all())
    keys = [motion.pk for motion in motions]
    moved = key_of(request.POST.get("de-nghi", ""))
    step = {"len": -1, "xuong": 1}.get(request.POST.get("huong", ""), 0)
    if request.POST.get("xep") == "ten":
        keys = [motion.pk for motion in _by_award_and_name(sitting, motions)]
    elif moved in keys and step:
        at = keys.index(moved)
        to = at + step
        if 0 <= to < len(keys):
            keys[at], keys[to] = keys[to], keys[at]
    try:
        actions.order_motions(sitting=sitting, order=keys, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã xếp thứ tự")
    return redirect(f"{reverse('councils:sitting', args=[sitting.pk])}#h-dn")


def _by_award_and_name(sitting: Sitting, motions: list[Motion]) -> list[Motion]:
    """Awards in the order of the law, inside each people and bodies by given name."""
    known = load_rulebook().awards(sitting.received_on)
    rank = {info.code: place for place, info in enumerate(known)}

    def key(motion: Motion) -> tuple[int, str, str]:
        place = rank.get(motion.award_code, len(rank))
        return place, motion.award_code, name_order(motion.title)

    return sorted(motions, key=key)


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers of the sitting: everyone who is called reads, those who prepare add."""
    sitting = find(request, pk)
    manages = may_manage(user=request.user, department=sitting.council.body.department)
    sent = request.method == "POST"
    if sent:
        check_may_manage(user=request.user, department=sitting.council.body.department)
    form = PaperForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        motions=sitting.motions.all(),
    )
    if sent and form.is_valid():
        data = form.cleaned_data
        try:
            actions.add_paper(
                sitting=sitting,
                title=data["title"],
                motion=data["motion"],
                upload=data["file"],
                url=data["url"],
                by=request.user,
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã thêm tài liệu")
            return redirect("councils:files", sitting.pk)
    context = {
        "sitting": sitting,
        "council": sitting.council,
        "papers": list(sitting.papers.select_related("motion")),
        "form": form,
        "manages": manages,
        "may_add": manages and sitting.state != Sitting.State.CONCLUDED,
        "may_remove": manages and sitting.state in AGENDA_OPEN,
    }
    return render(request, "councils/files.html", context, status=422 if form.errors else 200)


@require_safe
def file(request: HttpRequest, pk: int, paper: int) -> HttpResponseBase:
    """One file as an attachment."""
    found = find(request, pk).papers.filter(pk=paper).exclude(file="").first()
    if found is None:
        raise Http404
    return attachment(found.file, found.file_name)


@require_POST
def remove_file(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    sitting = find(request, pk)
    found = sitting.papers.select_related("sitting__council__body").filter(pk=paper).first()
    if found is None:
        raise Http404
    try:
        actions.remove_paper(paper=found, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã gỡ tài liệu")
    return redirect("councils:files", sitting.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def recusals(request: HttpRequest, pk: int) -> HttpResponse:
    """Who takes no part in which vote; a member notes only the own seat."""
    sitting = find(request, pk)
    manages = may_manage(user=request.user, department=sitting.council.body.department)
    seat = seat_of(request.user, sitting.council)
    members = current_members(sitting.council)
    if not manages:
        if seat is None:
            raise NotAllowed("Chỉ thư ký, chuyên viên, hoặc thành viên Hội đồng mới mở trang này.")
        check_may_recuse(user=request.user, sitting=sitting, member=seat)
        members = members.filter(pk=seat.pk)
    motions = list(sitting.motions.all())
    for motion in motions:
        motion.award_name = award_label(motion)  # type: ignore[attr-defined]  # for the page only
    form = RecusalForm(
        request.POST or None,
        members=members,
        motions=sitting.motions.all(),
        initial={"member": seat.pk if seat and not manages else None},
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.recuse(
                sitting=sitting,
                motions=list(data["motions"]),
                member=data["member"],
                ground=data["ground"],
                note=data["note"],
                by=request.user,
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã ghi không tham gia biểu quyết")
            return redirect("councils:recusals", sitting.pk)
    rules = rules_of(sitting.council, sitting.received_on)
    context = {
        "sitting": sitting,
        "council": sitting.council,
        "motions": motions,
        "form": form,
        "chosen": set(request.POST.getlist("motions")),
        "rows": list(
            Recusal.objects.filter(motion__sitting=sitting).select_related("motion", "member")
        ),
        "manages": manages,
        "seat": seat,
        "open": sitting.state in AGENDA_OPEN,
        "lines": [
            line
            for line in rules.lines
            if line.statement.startswith(("Không tham gia", "Người không"))
        ],
        "base_notes": list(dict.fromkeys(m.base_note for m in motions if m.base_note)),
    }
    return render(request, "councils/recusals.html", context, status=422 if form.errors else 200)


@require_POST
def unrecuse(request: HttpRequest, pk: int, recusal: int) -> HttpResponse:
    sitting = find(request, pk)
    found = (
        Recusal.objects.filter(motion__sitting=sitting, pk=recusal)
        .select_related("motion__sitting__council__body", "member")
        .first()
    )
    if found is None:
        raise Http404
    try:
        actions.take_back_recusal(recusal=found, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{found.member.full_name} biểu quyết lại đề nghị này")
    return redirect("councils:recusals", sitting.pk)
