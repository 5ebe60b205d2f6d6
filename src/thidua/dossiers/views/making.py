"""Drafting from the selection of the screening grid, and changing a draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from thidua.accounts.models import Role
from thidua.accounts.queries import scope_of
from thidua.dossiers import actions
from thidua.dossiers.forms import ReasonForm, SummaryForm, TitleForm
from thidua.dossiers.models import Dossier, Nominee
from thidua.dossiers.permissions import check_may_edit, check_may_propose
from thidua.dossiers.queries import visible_to
from thidua.dossiers.queries.selection import Choice, choices_of
from thidua.dossiers.states import EDITABLE
from thidua.dossiers.views.shared import find, version_of
from thidua.eligibility.models import Round
from thidua.eligibility.queries import rounds_visible_to
from thidua.eligibility.queries.awards import column
from thidua.kit.errors import LawSaysNo, NotAllowed, WrongState
from thidua.kit.lists import key_of, keys_of
from thidua.organisations.models import Body


def _numbers(request: HttpRequest, name: str) -> list[int]:
    return keys_of(request.POST.getlist(name))


def _unit(request: HttpRequest, round_: Round) -> Body:
    """The proposing unit: the department for the officer, else the unit the user heads."""
    scope = scope_of(request.user)
    if scope.has(Role.OFFICER):
        return round_.department
    unit = Body.objects.filter(pk__in=scope.unit_ids).order_by("order", "pk").first()
    return unit or round_.department


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """From the grid (POST `dot`, `danh-hieu`, `nguoi`, `tap-the`): show, then make the draft.

    Who cannot be proposed is listed with the reason and left out; nothing is dropped in silence.
    """
    if request.method != "POST":
        messages.info(request, "Chọn người hoặc tập thể ở bảng xét điều kiện rồi bấm “Lập hồ sơ”.")
        return redirect("eligibility:index")
    sent = request.POST.get("dot", "")
    round_ = rounds_visible_to(request.user).filter(pk=key_of(sent)).first()
    if round_ is None:
        raise Http404
    unit = _unit(request, round_)
    check_may_propose(request.user, department=round_.department, unit=unit)
    people, collectives = _numbers(request, "nguoi"), _numbers(request, "tap-the")
    choices = choices_of(
        round_,
        unit=unit,
        award_code=request.POST.get("danh-hieu", ""),
        people=people,
        collectives=collectives,
        by=request.user,
    )
    unseen = len({*people}) + len({*collectives}) - len(choices) if choices else 0
    if unseen:
        messages.warning(
            request, f"{unseen} mục đã chọn không thuộc phạm vi của anh/chị nên không đưa vào."
        )
    good = [choice for choice in choices if not choice.why_not]
    drafts = visible_to(request.user).filter(round=round_, unit=unit, state__in=EDITABLE)
    confirmed = bool(request.POST.get("xac-nhan"))
    form = TitleForm(
        request.POST if confirmed else None, initial={"title": _title(round_, choices)}
    )
    target = request.POST.get("vao-ho-so", "")
    if target:
        form.fields["title"].required = False
    if confirmed and good and form.is_valid():
        selection = [(choice.subject, choice.award_code) for choice in good]
        try:
            if target:
                dossier = find(request, key_of(target))
                actions.add_nominees(dossier=dossier, selection=selection, by=request.user)
            else:
                dossier = actions.create_dossier(
                    round=round_,
                    unit=unit,
                    selection=selection,
                    by=request.user,
                    **form.cleaned_data,
                )
        except (WrongState, LawSaysNo, NotAllowed) as refusal:
            form.blame(str(refusal), getattr(refusal, "field", None))
        else:
            messages.success(request, "Đã thêm vào hồ sơ" if target else "Đã lập hồ sơ")
            return redirect("dossiers:detail", dossier.pk)
    context = {
        "form": form,
        "round": round_,
        "unit": unit,
        "award": choices[0].award if choices else None,
        "good": good,
        "bad": [choice for choice in choices if choice.why_not],
        "drafts": list(drafts.order_by("-created_at")[:20]),
        "target": target,
    }
    status = 422 if form.errors else 200
    return render(request, "dossiers/create.html", context, status=status)


def _title(round_: Round, choices: list[Choice]) -> str:
    if not choices:
        return ""
    name = column(choices[0].award_code, round_.received_on).name
    return f"Đề nghị tặng {name} năm {round_.year}"[:200]


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    dossier = find(request, pk)
    check_may_edit(request.user, dossier)
    form = TitleForm(request.POST or None, initial={"title": dossier.title, "note": dossier.note})
    if form.is_valid():
        try:
            actions.edit_dossier(
                dossier=dossier, by=request.user, version=version_of(request), **form.cleaned_data
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã lưu hồ sơ")
            return redirect("dossiers:detail", dossier.pk)
    return _form(request, dossier, form, "Sửa tên và nội dung tờ trình", "Lưu")


def _nominee(request: HttpRequest, pk: int) -> Nominee:
    """A nominee of a dossier that the user sees."""
    rows = Nominee.objects.select_related("person", "collective", "dossier")
    return get_object_or_404(rows.filter(dossier__in=visible_to(request.user).values("pk")), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    nominee = _nominee(request, pk)
    dossier = find(request, nominee.dossier_id)
    check_may_edit(request.user, dossier)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.withdraw_nominee(
                nominee=nominee, by=request.user, version=version_of(request), **form.cleaned_data
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, f"Đã rút đề nghị {nominee.name}")
            return redirect("dossiers:detail", dossier.pk)
    return _form(request, dossier, form, f"Rút đề nghị {nominee.name}", "Rút đề nghị")


@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    nominee = _nominee(request, pk)
    dossier = find(request, nominee.dossier_id)
    check_may_edit(request.user, dossier)
    form = SummaryForm(request.POST or None, initial={"summary": nominee.summary})
    if form.is_valid():
        try:
            actions.edit_summary(
                nominee=nominee, by=request.user, version=version_of(request), **form.cleaned_data
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã lưu tóm tắt thành tích")
            return redirect("dossiers:detail", dossier.pk)
    return _form(request, dossier, form, f"Tóm tắt thành tích của {nominee.name}", "Lưu")


def _form(
    request: HttpRequest, dossier: Dossier, form: Any, title: str, button: str
) -> HttpResponse:
    context = {"dossier": dossier, "form": form, "title": title, "button": button}
    status = 422 if form.errors else 200
    return render(request, "dossiers/form.html", context, status=status)
