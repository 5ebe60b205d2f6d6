"""The steps of a set: each a POST that takes one action and goes back to the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from thidua.kit.errors import NotAllowed, Refusal, WrongState
from thidua.targets import actions
from thidua.targets.forms.targets import ApproveForm, ReasonForm
from thidua.targets.models import TargetSet
from thidua.targets.permissions import check_may_step
from thidua.targets.views.found import found_set


def _take(
    request: HttpRequest, pk: int, act: Callable[[TargetSet], Any], said: str
) -> HttpResponse:
    of = found_set(request, pk)
    try:
        act(of)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("targets:set", pk)


def reason_of(request: HttpRequest) -> str:
    form = ReasonForm(request.POST)
    return form.cleaned_data["reason"] if form.is_valid() else ""


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    return _take(
        request, pk, lambda of: actions.submit_set(of=of, by=request.user),
        "Đã trình duyệt chỉ tiêu.",
    )  # fmt: skip


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _take(
        request, pk,
        lambda of: actions.return_set(of=of, reason=reason_of(request), by=request.user),
        "Đã trả lại để bổ sung.",
    )  # fmt: skip


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    form = ApproveForm(request.POST)

    def act(of: TargetSet) -> None:
        check_may_step(request.user, of, "approve")
        if not form.is_valid():
            raise WrongState("Ghi ngày giao theo dạng dd/mm/yyyy, ví dụ 05/01/2026.")
        actions.approve_set(of=of, by=request.user, **form.cleaned_data)

    return _take(request, pk, act, "Đã giao chỉ tiêu.")


@require_POST
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    return _take(
        request, pk, lambda of: actions.lock_set(of=of, by=request.user),
        "Đã khóa sổ chỉ tiêu. Không ai ghi thêm được cho đến khi mở khóa.",
    )  # fmt: skip


@require_POST
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    return _take(
        request, pk,
        lambda of: actions.unlock_set(of=of, reason=reason_of(request), by=request.user),
        "Đã mở khóa sổ. Lý do ghi trong nhật ký.",
    )  # fmt: skip


@require_POST
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    return _take(
        request, pk, lambda of: actions.receive_targets(of=of, by=request.user),
        "Đã xác nhận nhận chỉ tiêu.",
    )  # fmt: skip


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a draft begun by mistake."""
    of = found_set(request, pk)
    try:
        actions.remove_set(of=of, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect("targets:set", pk)
    messages.success(request, f"Đã xóa dự thảo chỉ tiêu năm {of.year} của {of.body.name}.")
    return redirect("targets:index")


@require_POST
def carry_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin next year's draft and go to its page."""
    of = found_set(request, pk)
    try:
        after, count = actions.carry_over(of=of, by=request.user)
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect("targets:set", pk)
    messages.success(
        request,
        f"Đã chuyển {count} chỉ tiêu sang dự thảo năm {after.year}. Sửa kế hoạch rồi trình duyệt."
        if count
        else f"Dự thảo năm {after.year} đã có đủ các chỉ tiêu này.",
    )
    return redirect("targets:set", after.pk)
