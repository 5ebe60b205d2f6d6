"""The effect of a movement on one page, and as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thidua.kit.errors import NotAllowed
from thidua.kit.exports import exported
from thidua.movements.models import Movement
from thidua.movements.queries.effect import effect_of, final_review
from thidua.movements.queries.movements import WHOLE
from thidua.movements.views.movements import found_movement
from thidua.organisations.scopes import scope_of

HEADS = ("Chỉ tiêu", "Mức phấn đấu", "Đạt được", "Đánh giá")


@require_safe
def effect(request: HttpRequest, pk: int) -> HttpResponse:
    """Registered, achieved, awards, targets met; for those who work on the whole body."""
    movement = _own(request, pk)
    context = {
        "movement": movement, "effect": effect_of(movement), "review": final_review(movement),
    }  # fmt: skip
    return render(request, "movements/effect.html", context)


@require_safe
def export(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The targets with what was reached, as a file."""
    words = {True: "Đạt", False: "Chưa đạt", None: "Không đo bằng số"}
    found = effect_of(_own(request, pk))
    rows = ((one.text, one.level, one.reached, words[one.met]) for one in found.targets)
    return exported(
        request, name="hieu-qua-phong-trao", title="Hiệu quả phong trào", heads=HEADS, rows=rows
    )


def _own(request: HttpRequest, pk: int) -> Movement:
    movement = found_movement(request, pk)
    scope = scope_of(request.user)
    if scope.department != movement.department or not scope.has(*WHOLE):
        raise NotAllowed("Trang hiệu quả dành cho chuyên viên, lãnh đạo cơ quan phát động.")
    return movement
