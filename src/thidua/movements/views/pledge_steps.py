"""The steps of a pledge: each a POST that takes one action and goes back to the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from thidua.kit.errors import NotAllowed, Refusal, WrongState
from thidua.movements import actions
from thidua.movements.forms.pledges import WitnessForm
from thidua.movements.models import Pledge, PledgeSide, PledgeWitness
from thidua.movements.views.pledges import found_pledge


def _take(
    request: HttpRequest, pk: int, act: Callable[[Pledge], Any], said: str, *, edit: bool = False
) -> HttpResponse:
    pledge = found_pledge(request, pk)
    try:
        act(pledge)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("movements:pledge", pk)
    messages.success(request, said)
    return redirect("movements:edit_pledge" if edit else "movements:pledge", pk)


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()


def _side(pledge: Pledge, side: int) -> PledgeSide:
    rows = PledgeSide.objects.select_related("version__pledge", "body")
    return get_object_or_404(rows, version__pledge=pledge, pk=side)


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    return _take(
        request, pk, lambda one: actions.send_pledge(pledge=one, by=request.user),
        "Đã gửi các bên ký.",
    )  # fmt: skip


@require_POST
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version to be written; the sides sign it anew."""
    return _take(
        request, pk,
        lambda one: actions.revise_pledge(pledge=one, reason=_reason(request), by=request.user),
        "Đã mở lần sửa mới. Các bên sẽ ký lại.", edit=True,
    )  # fmt: skip


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    return _take(
        request, pk, lambda one: actions.discard_revision(pledge=one, by=request.user),
        "Đã bỏ lần sửa; lần trước vẫn như cũ.",
    )  # fmt: skip


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _take(
        request, pk,
        lambda one: actions.withdraw_pledge(pledge=one, reason=_reason(request), by=request.user),
        "Đã thu hồi giao ước.",
    )  # fmt: skip


@require_POST
def sign(request: HttpRequest, pk: int, side: int) -> HttpResponse:
    """Sign the text whose fingerprint stands in the form."""
    digest = request.POST.get("digest", "")
    return _take(
        request, pk,
        lambda one: actions.sign_pledge(side=_side(one, side), digest=digest, by=request.user),
        "Đã ký giao ước.",
    )  # fmt: skip


@require_POST
def refuse(request: HttpRequest, pk: int, side: int) -> HttpResponse:
    return _take(
        request, pk,
        lambda one: actions.refuse_pledge(
            side=_side(one, side), reason=_reason(request), by=request.user
        ),
        "Đã ghi lý do không ký.",
    )  # fmt: skip


@require_POST
def on_paper(request: HttpRequest, pk: int, side: int) -> HttpResponse:
    return _take(
        request, pk,
        lambda one: actions.record_paper_signature(
            side=_side(one, side), said=_reason(request), by=request.user
        ),
        "Đã ghi nhận bản ký giấy.",
    )  # fmt: skip


@require_POST
def witness(request: HttpRequest, pk: int) -> HttpResponse:
    """Who witnessed the signing."""
    form = WitnessForm(request.POST)

    def act(pledge: Pledge) -> Any:
        if not form.is_valid():
            raise WrongState(str(next(iter(form.errors.values()))[0]))
        return actions.record_witness(pledge=pledge, by=request.user, **form.cleaned_data)

    return _take(request, pk, act, "Đã ghi người chứng kiến.")


@require_POST
def remove_witness(request: HttpRequest, pk: int, witness: int) -> HttpResponse:
    def act(pledge: Pledge) -> None:
        rows = PledgeWitness.objects.select_related("version__pledge")
        one = get_object_or_404(rows, version__pledge=pledge, pk=witness)
        actions.remove_witness(witness=one, by=request.user)

    return _take(request, pk, act, "Đã xóa người chứng kiến ghi nhầm.")
