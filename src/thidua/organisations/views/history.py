"""A body through time: the drawing, the events, the names, the history of its predecessors."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from thidua.kit.errors import WrongState
from thidua.organisations import actions, forms, queries
from thidua.organisations.models import Body, HistoryRecognition
from thidua.organisations.permissions import (
    check_may_recognise,
    may_recognise,
    may_reorganise,
)


def told_of(
    request: HttpRequest,
    body: Body,
    *,
    opens: bool,
    succession: queries.Succession,
    sight: Collection[int] | None = None,
) -> dict[str, Any]:
    """What both the page of a unit and its history page show of time."""
    if sight is None and queries.family_of(body.pk, succession) != {body.pk}:
        forest = queries.Forest.read()
        sight = queries.sight_of(request.user, forest=forest, succession=succession)
    picture = queries.picture_of(
        body, today=timezone.localdate(), succession=succession, sight=sight or {body.pk}
    )
    return {
        "picture": picture,
        "evidence": queries.evidence_for(body, succession) if opens else [],
        "opens": opens,
        "undoable": _undoable(request, picture, body),
        "may_recognise": may_recognise(request.user, body=body),
    }


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """A body of the own house, of its past or of the catalogue."""
    forest, succession = queries.Forest.read(), queries.Succession.read()
    sight = queries.sight_of(request.user, forest=forest, succession=succession)
    body = get_object_or_404(Body.objects.filter(pk__in=sight & {pk}).select_related("parent"))
    opens = queries.openable_by(request.user).filter(pk=body.pk).exists()
    context = {
        "unit": body,
        "names": body.names.order_by("valid_to", "name"),
        "may_reorganise": may_reorganise(request.user, body=body) and body.closed_on is None,
        "placements": _placements(body, forest),
        **told_of(request, body, opens=opens, succession=succession, sight=sight),
    }
    return render(request, "organisations/history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def recognise(request: HttpRequest, pk: int, predecessor: int) -> HttpResponse:
    """Write down the decision that awards of a predecessor count."""
    body = get_object_or_404(queries.openable_by(request.user), pk=pk)
    check_may_recognise(request.user, body=body)
    before = queries.Succession.read().predecessors(body.pk)
    former = get_object_or_404(Body.objects.filter(pk__in=list(before)), pk=predecessor)
    found = queries.evidence_for(body, queries.Succession.read())
    one = next(item for item in found if item.predecessor == former)
    form = forms.RecogniseForm(request.POST or None, initial={"up_to": one.last_day})
    if request.method == "POST" and form.is_valid():
        try:
            actions.recognise_history(
                body=body, predecessor=former, by=request.user, **form.cleaned_data
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, f"Đã ghi: tính khen thưởng của {former.name}.")
            return redirect("organisations:history", body.pk)
    context = {
        "unit": body,
        "form": form,
        "title": f"Tính khen thưởng của {former.name}",
        "about": f"Khen thưởng của {former.name} quyết định đến hết ngày ghi dưới đây được tính "
        f"cho {body.name} khi xét điều kiện. Chỉ ghi khi đã có quyết định của người có thẩm quyền.",
        "button": "Ghi quyết định",
        "back": "organisations:history",
    }
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """A decision about history no longer stands."""
    one = get_object_or_404(
        HistoryRecognition.objects.filter(body__in=queries.openable_by(request.user)), pk=pk
    )
    check_may_recognise(request.user, body=one.body)
    form = forms.WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_recognition(
                recognition=one, reason=form.cleaned_data["reason"], by=request.user
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã rút quyết định. Lịch sử đó chỉ còn là tư liệu.")
            return redirect("organisations:history", one.body_id)
    context = {
        "unit": one.body,
        "form": form,
        "title": "Rút quyết định tính lịch sử",
        "about": f"Khen thưởng của {one.predecessor.name} sẽ không còn được tính cho "
        f"{one.body.name}. Quyết định {one.document_number} vẫn được giữ trong nhật ký.",
        "button": "Rút quyết định",
        "danger": True,
        "back": "organisations:history",
    }
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)


def _placements(body: Body, forest: queries.Forest) -> list[dict[str, Any]]:
    """Where the body stood, latest first, with names instead of keys."""
    rows = [
        {
            "parent": forest.lives[stand.parent].name if stand.parent is not None else "",
            "kind": Body.Kind(stand.kind).label,
            "level": str(Body.Level(stand.level).label).lower(),
            "since": stand.since or body.founded_on,
            "until": stand.until,
        }
        for stand in forest.lives[body.pk].stands
    ]
    return rows[::-1]


def _undoable(request: HttpRequest, picture: queries.Picture, body: Body) -> int | None:
    """The event of the body noted last, when the user may take it back."""
    own = [e for e in picture.events if any(p.body_id == body.pk for p in e.parts.all())]
    if not own:
        return None
    last = max(own, key=lambda event: event.pk)
    parts = [part.body for part in last.parts.select_related("body") if part.body is not None]
    return last.pk if all(may_reorganise(request.user, body=part) for part in parts) else None
