"""The list of sets, the board of one, and what the bodies below came to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from thidua.kit.errors import NotAllowed, WrongState
from thidua.kit.exports import exported
from thidua.kit.lists import empty_last, page_of, sorting
from thidua.targets import actions
from thidua.targets.forms.targets import ApproveForm, ReasonForm, SetForm
from thidua.targets.measures import Status
from thidua.targets.models import Target, TargetSet
from thidua.targets.permissions import (
    check_may_plan_for,
    check_open,
    may_change_target,
    may_plan_for,
    may_receive,
    may_step,
)
from thidua.targets.queries.achievement import achievements_of_sets
from thidua.targets.queries.boards import SORTS, board, listing, roll_up
from thidua.targets.queries.charts import slices_of
from thidua.targets.queries.seen import bodies_to_plan_for
from thidua.targets.queries.waiting import late_bodies, to_receive
from thidua.targets.states import BY_NAME, TONES
from thidua.targets.views.found import found_set, history_of

SET_SORTS = {
    "nam": ("year", "-body__order"),
    "don-vi": ("body__folded_name", "-year"),
    "trang-thai": ("state", "-year", "body__order"),
}
HEADS = ("Năm", "Cơ quan, đơn vị", "Trạng thái", "Số chỉ tiêu", "Vượt", "Đạt", "Trước hạn",
         "Đúng tiến độ", "Chậm", "Không đạt", "Chưa đủ báo cáo", "Tỷ lệ đạt, %")  # fmt: skip
BOARD_HEADS = ("Mã", "Nhóm", "Chỉ tiêu", "Loại", "Đơn vị tính", "Kế hoạch", "Thực hiện", "Đến kỳ",
               "% kế hoạch", "So kỳ trước", "So cùng kỳ năm trước", "Năm trước", "Trạng thái",
               "Phụ trách")  # fmt: skip
UNIT_HEADS = ("Đơn vị", *HEADS[3:], "Chưa báo cáo kỳ vừa qua")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Sets in sight with what they came to; what was just assigned waits above."""
    found = listing(request.user, request.GET)
    order, fields = sorting(request, SET_SORTS, "-nam")
    page = page_of(request, found.rows.order_by(*empty_last(fields)))
    done = achievements_of_sets(list(page))
    context = {
        "found": found,
        "page": page,
        "sorting": order,
        "lines": [(one, done[one.pk]) for one in page],
        "states": TargetSet.State.choices,
        "tones": TONES,
        "waiting": to_receive(request.user),
        "may_plan": bool(bodies_to_plan_for(request.user)),
        "anyone": found.filtered or page.paginator.count,
    }
    return render(request, "targets/index.html", context)


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a file."""
    found = listing(request.user, request.GET)
    _, fields = sorting(request, SET_SORTS, "-nam")
    sets = list(found.rows.order_by(*empty_last(fields))[:2000])
    done = achievements_of_sets(sets)
    rows = (
        (one.year, one.body.name, one.get_state_display(), *_counts(done[one.pk])) for one in sets
    )
    return exported(request, name="chi-tieu", title="Chỉ tiêu", heads=HEADS, rows=rows)


def _counts(found: Any) -> tuple[Any, ...]:
    return (
        found.assigned, found.exceeded, found.met, found.ahead, found.on_track, found.behind,
        found.missed, found.unreported, found.percent,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin the targets of a year."""
    bodies = bodies_to_plan_for(request.user)
    if not bodies:
        raise NotAllowed(
            "Chỉ Chuyên viên thi đua, khen thưởng hoặc người đứng đầu đơn vị mới được lập chỉ tiêu."
        )
    form = SetForm(request.POST or None, bodies=bodies)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_set(by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã lập bộ chỉ tiêu. Thêm từng chỉ tiêu hoặc nhập từ Excel.")
            return redirect("targets:set", made.pk)
    status = 422 if form.errors else 200
    return render(request, "targets/new_set.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The name of the programme of work and the days for reports."""
    of = found_set(request, pk)
    check_may_plan_for(request.user, body=of.body)
    check_open(of)
    initial = {"title": of.title, "report_days": of.report_days}
    form = SetForm(request.POST or None, bodies=(), initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.save_set(of=of, by=request.user, **form.cleaned_data)
        messages.success(request, "Đã lưu.")
        return redirect("targets:set", pk)
    context = {"form": form, "of": of}
    return render(request, "targets/new_set.html", context, status=422 if form.errors else 200)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The board: every target with plan, result, percent, changes and status."""
    of = found_set(request, pk)
    order, _ = sorting(request, SORTS, "thu-tu")
    shown = board(of, request.GET, order=request.GET.get("sap-xep", "thu-tu"))
    grouped = order.key == "thu-tu"
    fresh = [one for one in shown.rows if one.target.parent_id and not one.target.received_at]
    context = {
        "of": of,
        "board": shown,
        "groups": shown.groups if grouped else [("", shown.rows)],
        "sorting": order,
        "found": shown.achievement,
        "slices": slices_of(shown.achievement),
        "kinds": Target.Kind.choices,
        "statuses": list(Status),
        "tone": TONES[TargetSet.State(of.state)],
        "steps": {name: may_step(request.user, of, name) for name in BY_NAME},
        "may_change": may_change_target(request.user, of),
        "may_plan": may_plan_for(request.user, body=of.body),
        "fresh": len(fresh) if may_receive(request.user, of) else 0,
        "reason_form": ReasonForm(),
        "approve_form": ApproveForm(),
        "events": history_of(request, of, of.department),
        "tab": "bang",
    }
    return render(request, "targets/set.html", context)


@require_safe
def export_board(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The board as shown, as a file."""
    of = found_set(request, pk)
    shown = board(of, request.GET, order=request.GET.get("sap-xep", "thu-tu"))
    rows = (_board_row(one) for one in shown.rows)
    return exported(
        request, name=f"chi-tieu-{of.year}", title="Chỉ tiêu", heads=BOARD_HEADS, rows=rows
    )


def _board_row(one: Any) -> tuple[Any, ...]:
    target, measured = one.target, one.measured
    return (
        target.code,
        target.heading,
        target.text,
        target.get_kind_display(),
        target.unit,
        target.plan.normalize() if target.plan else target.plan,
        measured.value,
        one.at,
        measured.percent,
        measured.from_last_period,
        measured.from_last_year,
        measured.last_year,
        measured.status.label,
        str(target.owner_unit or target.owner_person or ""),
    )


@require_safe
def units(request: HttpRequest, pk: int) -> HttpResponse:
    """What the bodies below came to, and who has not reported."""
    of = found_set(request, pk)
    lines = roll_up(request.user, of)
    late = late_bodies(of)
    context = {
        "of": of,
        "lines": [(line, late.get(line.body.pk, 0)) for line in lines],
        "late": sum(1 for line in lines if late.get(line.body.pk)),
        "tone": TONES[TargetSet.State(of.state)],
        "tones": TONES,
        "tab": "don-vi",
    }
    return render(request, "targets/units.html", context)


@require_safe
def export_units(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The same as a file."""
    of = found_set(request, pk)
    late = late_bodies(of)
    rows = (
        (line.body.name, *_counts(line.achievement), late.get(line.body.pk, 0))
        for line in roll_up(request.user, of)
    )
    return exported(
        request, name=f"chi-tieu-don-vi-{of.year}", title="Đơn vị", heads=UNIT_HEADS, rows=rows
    )
