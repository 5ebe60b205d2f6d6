"""One step of a sitting from a page: carried out or refused in words, then back to the sitting."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from thidua.councils.models import Sitting
from thidua.kit.errors import WrongState


def carry_out(
    request: HttpRequest,
    sitting: Sitting,
    done: str,
    act: Callable[..., object],
    *,
    back: str = "councils:sitting",
    **facts: object,
) -> HttpResponse:
    """Call `act(sitting=…, by=…, **facts)`; say `done` or the refusal on the page `back`."""
    try:
        act(sitting=sitting, by=request.user, **facts)
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(back, sitting.pk)
