"""Giving guidance on a running movement, and taking it out again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from thidua.kit.errors import WrongState
from thidua.movements import actions
from thidua.movements.forms.movements import GuidanceForm
from thidua.movements.permissions import check_may_guide
from thidua.movements.views.movements import found_movement


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a guidance."""
    movement = found_movement(request, pk)
    check_may_guide(request.user, movement)
    form = GuidanceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_guidance(movement=movement, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã ghi hướng dẫn; cơ quan hưởng ứng đọc được.")
            return redirect("movements:movement", pk)
    status = 422 if form.errors else 200
    context = {"movement": movement, "form": form}
    return render(request, "movements/guidance.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int, guidance: int) -> HttpResponse:
    """Ask, then take one out."""
    movement = found_movement(request, pk)
    check_may_guide(request.user, movement)
    one = get_object_or_404(movement.guidance.select_related("movement"), pk=guidance)
    if request.method == "POST":
        actions.withdraw_guidance(guidance=one, by=request.user)
        messages.success(request, "Đã rút hướng dẫn.")
        return redirect("movements:movement", pk)
    return render(request, "movements/guidance_out.html", {"movement": movement, "one": one})
