"""One page per step of a dossier: what is missing, why it goes back, which sitting it goes to."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from thidua.councils.models import Sitting
from thidua.councils.queries import visible_sittings
from thidua.councils.states import AGENDA_OPEN
from thidua.dossiers import actions
from thidua.dossiers.forms import ReasonForm, ReturnForm, SittingChoiceForm
from thidua.dossiers.models import Dossier
from thidua.dossiers.permissions import check_may_step
from thidua.dossiers.queries import Missing, missing_for_submission
from thidua.dossiers.views.shared import find, version_of
from thidua.kit.errors import WrongState


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """ "Trình" always opens and lists what is missing; POST submits when nothing is."""
    dossier = find(request, pk)
    check_may_step(request.user, "submit", dossier)
    if request.method == "POST":
        try:
            actions.submit(dossier=dossier, by=request.user, version=version_of(request))
        except actions.NotReady as refusal:
            return _submit_page(request, dossier, refusal.lacking, status=422)
        except WrongState as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Đã trình hồ sơ")
        return redirect("dossiers:detail", dossier.pk)
    return _submit_page(request, dossier, missing_for_submission(dossier))


def _submit_page(
    request: HttpRequest, dossier: Dossier, lacking: list[Missing], status: int = 200
) -> HttpResponse:
    tabs = {"nguoi": "detail", "tai-lieu": "documents", "dieu-kien": "conditions"}
    context = {
        "dossier": dossier,
        "lacking": [(item.sentence, f"dossiers:{tabs[item.tab]}") for item in lacking],
        "count": dossier.nominees.exclude(state="withdrawn").count(),
    }
    return render(request, "dossiers/submit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def return_(request: HttpRequest, pk: int) -> HttpResponse:
    dossier = find(request, pk)
    check_may_step(request.user, "return", dossier)
    form = ReturnForm(request.POST or None)
    if form.is_valid():
        try:
            actions.return_dossier(
                dossier=dossier, by=request.user, version=version_of(request), **form.cleaned_data
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã trả lại bổ sung")
            return redirect("dossiers:detail", dossier.pk)
    context = {
        "dossier": dossier,
        "form": form,
        "title": "Trả lại hồ sơ để bổ sung",
        "lead": f"Hồ sơ về {dossier.unit.name}.",
        "button": "Trả lại bổ sung",
    }
    return render(request, "dossiers/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    dossier = find(request, pk)
    check_may_step(request.user, "accept", dossier)
    if request.method == "POST":
        try:
            actions.accept(dossier=dossier, by=request.user, version=version_of(request))
        except WrongState as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Đã thẩm định xong")
        return redirect("dossiers:detail", dossier.pk)
    context = {
        "dossier": dossier,
        "title": "Thẩm định xong",
        "lead": "Hồ sơ đủ điều kiện và giấy tờ, chờ trình Hội đồng.",
        "button": "Thẩm định xong",
        "notes": [item.sentence for item in missing_for_submission(dossier)],
    }
    return render(request, "dossiers/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def put(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a sitting whose ballot is not open yet."""
    dossier = find(request, pk)
    check_may_step(request.user, "put", dossier)
    sittings = (
        visible_sittings(request.user)
        .filter(council__body=dossier.department, state__in=AGENDA_OPEN)
        .order_by("held_on", "pk")
    )
    chosen = Sitting.objects.filter(pk__in=sittings.values("pk")).order_by("held_on", "pk")
    form = SittingChoiceForm(request.POST or None, sittings=chosen)
    if form.is_valid():
        try:
            actions.put_to_council(
                dossiers=[dossier],
                sitting=form.cleaned_data["sitting"],
                by=request.user,
                version=version_of(request),
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã trình hội đồng")
            return redirect("dossiers:detail", dossier.pk)
    context = {
        "dossier": dossier,
        "form": form,
        "sittings": list(sittings),
        "count": dossier.nominees.filter(state="proposed").count(),
    }
    return render(request, "dossiers/put.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    dossier = find(request, pk)
    check_may_step(request.user, "take_back", dossier)
    if request.method == "POST":
        try:
            actions.take_back(dossier=dossier, by=request.user, version=version_of(request))
        except WrongState as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Đã rút khỏi phiên họp")
        return redirect("dossiers:detail", dossier.pk)
    context = {
        "dossier": dossier,
        "title": "Rút hồ sơ khỏi phiên họp",
        "lead": "Các đề nghị của hồ sơ ra khỏi chương trình; hồ sơ trở lại “Chờ họp”.",
        "button": "Rút khỏi phiên họp",
    }
    return render(request, "dossiers/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    dossier = find(request, pk)
    check_may_step(request.user, "cancel", dossier)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.cancel(
                dossier=dossier, by=request.user, version=version_of(request), **form.cleaned_data
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã hủy hồ sơ")
            return redirect("dossiers:detail", dossier.pk)
    context = {
        "dossier": dossier,
        "form": form,
        "title": "Hủy hồ sơ",
        "lead": "Hồ sơ đã hủy không mở lại được; những người trong hồ sơ có thể được đề nghị lại.",
        "button": "Hủy hồ sơ",
        "danger": True,
    }
    return render(request, "dossiers/form.html", context, status=422 if form.errors else 200)
