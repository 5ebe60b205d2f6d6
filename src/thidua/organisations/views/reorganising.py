"""What happens to a unit: chosen, written down, shown before it is done, done, taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from thidua.kit.errors import Refusal, WrongState
from thidua.organisations import actions, forms, queries
from thidua.organisations.models import Body, BodyEvent
from thidua.organisations.permissions import check_may_reorganise
from thidua.organisations.views.keeping import kept_unit


@dataclass(frozen=True)
class Act:
    """One thing that may happen to a unit: its words, its form and its action."""

    title: str
    about: str
    icon: str
    form: type[forms.EventForm]
    do: Callable[[Body, Any, Any], BodyEvent]
    danger: bool = False


def _shared(form: Any) -> dict[str, Any]:
    return {"effective_on": form.cleaned_data["effective_on"], "basis": form.basis()}


def _rename(unit: Body, form: Any, by: Any) -> BodyEvent:
    return actions.rename_body(body=unit, name=form.cleaned_data["name"], by=by, **_shared(form))


def _absorb(unit: Body, form: Any, by: Any) -> BodyEvent:
    others = list(form.cleaned_data["bodies"])
    into = form.cleaned_data["into"]
    return actions.absorb_bodies(bodies=[unit, *others], into=into, by=by, **_shared(form))


def _join(unit: Body, form: Any, by: Any) -> BodyEvent:
    return actions.join_bodies(
        bodies=[unit, *form.cleaned_data["bodies"]],
        formed=form.formed(),
        parent=unit.parent,
        by=by,
        **_shared(form),
    )


def _divide(unit: Body, form: Any, by: Any) -> BodyEvent:
    return actions.divide_body(
        body=unit,
        formed=form.formed(),
        people_to=form.cleaned_data["people_to"],
        units_to=form.units_to(),
        by=by,
        **_shared(form),
    )


def _separate(unit: Body, form: Any, by: Any) -> BodyEvent:
    return actions.separate_bodies(body=unit, formed=form.formed(), by=by, **_shared(form))


def _function(unit: Body, form: Any, by: Any) -> BodyEvent:
    data = form.cleaned_data
    return actions.move_function(
        giver=unit, receiver=data["receiver"], function=data["function"], by=by, **_shared(form)
    )


def _move(unit: Body, form: Any, by: Any) -> BodyEvent:
    return actions.move_body(body=unit, parent=form.cleaned_data["parent"], by=by, **_shared(form))


def _kind(unit: Body, form: Any, by: Any) -> BodyEvent:
    data = form.cleaned_data
    return actions.change_kind(
        body=unit, kind=data["kind"], level=data["level"], by=by, **_shared(form)
    )


def _close(unit: Body, form: Any, by: Any) -> BodyEvent:
    return actions.close_body(
        body=unit, people_to=form.cleaned_data["people_to"], by=by, **_shared(form)
    )


ACTS = {
    "doi-ten": Act(
        "Đổi tên",
        "Đơn vị vẫn là một, lịch sử đi theo. Tên cũ được giữ để nhận ra trong sổ và giấy tờ cũ.",
        "text",
        forms.RenameForm,
        _rename,
    ),
    "sap-nhap": Act(
        "Sáp nhập vào đơn vị khác",
        "Đơn vị này kết thúc; đơn vị tiếp nhận vẫn hoạt động, nhận chức năng và người.",
        "link",
        forms.AbsorbForm,
        _absorb,
        danger=True,
    ),
    "hop-nhat": Act(
        "Hợp nhất thành đơn vị mới",
        "Hai hoặc nhiều đơn vị kết thúc; một đơn vị mới được thành lập.",
        "users",
        forms.JoinForm,
        _join,
        danger=True,
    ),
    "chia": Act(
        "Chia thành nhiều đơn vị",
        "Đơn vị này kết thúc; từ hai đơn vị mới được thành lập.",
        "panel",
        forms.DivideForm,
        _divide,
        danger=True,
    ),
    "tach": Act(
        "Tách ra đơn vị mới",
        "Đơn vị này vẫn hoạt động; một hay nhiều đơn vị mới được lập từ một phần của nó.",
        "plus",
        forms.SeparateForm,
        _separate,
    ),
    "chuyen-chuc-nang": Act(
        "Chuyển chức năng, nhiệm vụ",
        "Một phần việc sang đơn vị khác; cả hai vẫn hoạt động.",
        "send",
        forms.FunctionForm,
        _function,
    ),
    "chuyen-co-quan": Act(
        "Chuyển cơ quan quản lý",
        "Đơn vị, cùng những đơn vị trực thuộc, về dưới một cơ quan khác.",
        "building",
        forms.MoveForm,
        _move,
    ),
    "doi-loai": Act(
        "Đổi loại hình, cấp",
        "Ví dụ chi cục thành phòng. Loại và cấp cũ được giữ theo ngày.",
        "folder",
        forms.KindForm,
        _kind,
    ),
    "ket-thuc": Act(
        "Giải thể, kết thúc hoạt động",
        "Đơn vị không còn; sổ khen thưởng và các năm trước vẫn giữ tên.",
        "lock",
        forms.CloseForm,
        _close,
        danger=True,
    ),
}


@require_safe
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """What may happen to a unit, each in one sentence."""
    unit = kept_unit(request, pk)
    check_may_reorganise(request.user, bodies=[unit])
    return render(request, "organisations/choose.html", {"unit": unit, "acts": ACTS})


@require_http_methods(["GET", "HEAD", "POST"])
def reorganise(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Write it down, see what it will change, confirm."""
    if act not in ACTS:
        raise Http404
    unit = kept_unit(request, pk)
    check_may_reorganise(request.user, bodies=[unit])
    chosen = ACTS[act]
    units = queries.units_of(unit.department)
    initial = {"kind": unit.kind, "level": unit.level}
    posted = request.POST if request.method == "POST" else None
    form = chosen.form(posted, unit=unit, units=units, initial=initial)
    told: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid() and "sua" not in request.POST:
        try:
            if "xac-nhan" in request.POST:
                event = chosen.do(unit, form, request.user)
                messages.success(request, f"Đã ghi: {event.get_kind_display().lower()}.")
                return redirect("organisations:history", unit.pk)
            told = actions.rehearse(lambda: chosen.do(unit, form, request.user))
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
    context = {
        "unit": get_object_or_404(Body, pk=pk),
        "form": form,
        "title": chosen.title,
        "about": chosen.about,
        "button": "Xem trước thay đổi",
        "danger": chosen.danger,
        "told": told,
        "sent": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in {"csrfmiddlewaretoken", "sua", "xac-nhan"}
            for value in values
        ],
        "back": "organisations:choose",
    }
    page = "organisations/confirm.html" if told else "organisations/form.html"
    return render(request, page, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def correct_name(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend a slip of writing in the name."""
    unit = kept_unit(request, pk)
    form = forms.CorrectNameForm(request.POST or None, initial={"name": unit.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_name(body=unit, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã sửa tên.")
            return redirect("organisations:detail", unit.pk)
    context = {"unit": unit, "form": form, "title": "Sửa tên viết sai", "button": "Lưu"}
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take an event back."""
    event = get_object_or_404(
        BodyEvent.objects.filter(parts__body__in=queries.openable_by(request.user)).distinct(),
        pk=pk,
    )
    parts = [part for part in event.parts.select_related("body") if part.body is not None]
    bodies = [part.body for part in parts if part.body is not None]
    check_may_reorganise(request.user, bodies=bodies)
    refusal = ""
    if request.method == "POST":
        stays = [p.body for p in parts if p.role != "thanh_lap" and p.body is not None]
        try:
            actions.undo_event(event=event, by=request.user)
        except Refusal as said:
            refusal = str(said)
        else:
            messages.success(request, "Đã hoàn tác. Mọi đơn vị trở lại như trước.")
            return redirect("organisations:history", (stays or bodies)[0].pk)
    context = {"event": event, "parts": parts, "refusal": refusal, "unit": bodies[0]}
    status = 409 if refusal else 200
    return render(request, "organisations/undo.html", context, status=status)
