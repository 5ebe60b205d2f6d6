"""The steps of a movement: each a POST that takes one action and goes back to the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from thidua.kit.errors import NotAllowed, Refusal, WrongState
from thidua.movements import actions
from thidua.movements.forms.movements import LaunchForm, ReasonForm, ReviewForm
from thidua.movements.models import Movement, MovementReview
from thidua.movements.permissions import check_may_step
from thidua.movements.views.movements import found_movement


def _take(request: HttpRequest, pk: int, act: Callable[[Movement], Any], said: str) -> HttpResponse:
    movement = found_movement(request, pk)
    try:
        made = act(movement)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("movements:movement", pk)
    messages.success(request, said)
    return redirect("movements:movement", made.pk if isinstance(made, Movement) else pk)


def _reason(request: HttpRequest) -> str:
    form = ReasonForm(request.POST)
    return form.cleaned_data["reason"] if form.is_valid() else ""


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    return _take(
        request, pk, lambda one: actions.submit_plan(movement=one, by=request.user),
        "Đã trình duyệt kế hoạch.",
    )  # fmt: skip


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    return _take(
        request, pk, lambda one: actions.approve_plan(movement=one, by=request.user),
        "Đã duyệt kế hoạch.",
    )  # fmt: skip


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _take(
        request, pk,
        lambda one: actions.return_plan(movement=one, reason=_reason(request), by=request.user),
        "Đã trả lại kế hoạch.",
    )  # fmt: skip


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    return _take(
        request, pk,
        lambda one: actions.stop_movement(movement=one, reason=_reason(request), by=request.user),
        "Đã dừng phong trào.",
    )  # fmt: skip


@require_POST
def launch(request: HttpRequest, pk: int) -> HttpResponse:
    form = LaunchForm(request.POST)

    def act(movement: Movement) -> Movement:
        check_may_step(request.user, movement, "launch")
        if not form.is_valid():
            raise WrongState("Ghi ngày phát động theo dạng dd/mm/yyyy, ví dụ 27/11/2026.")
        return actions.launch_movement(movement=movement, by=request.user, **form.cleaned_data)

    return _take(request, pk, act, "Đã phát động phong trào.")


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the own movement in answer and go to its page."""
    return _take(
        request, pk, lambda one: actions.answer_movement(movement=one, by=request.user),
        "Đã lập dự thảo hưởng ứng từ kế hoạch của cấp trên. Sửa cho hợp với đơn vị rồi trình duyệt.",  # noqa: E501 - one sentence of the page
    )  # fmt: skip


@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    return _take(
        request, pk,
        lambda one: actions.decline_movement(
            movement=one, reason=_reason(request), by=request.user
        ),
        "Đã ghi lý do không phát động hưởng ứng.",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an interim or the final review; the final one ends the movement."""
    movement = found_movement(request, pk)
    check_may_step(request.user, movement, "end")
    form = ReviewForm(request.POST or None, targets=movement.targets.all())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        results = [
            actions.ResultRow(target.pk, given[value], given[note])
            for target, value, note in form.lines
        ]
        try:
            kept = actions.record_review(
                movement=movement,
                kind=given["kind"],
                held_on=given["held_on"],
                words=given,
                results=results,
                by=request.user,
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            final = kept.kind == MovementReview.Kind.FINAL
            messages.success(request, "Đã tổng kết phong trào." if final else "Đã ghi sơ kết.")
            return redirect("movements:movement", pk)
    status = 422 if form.errors else 200
    context = {"movement": movement, "form": form}
    return render(request, "movements/review.html", context, status=status)
