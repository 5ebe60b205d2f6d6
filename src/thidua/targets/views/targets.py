"""One target: its page, writing it, handing it down."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.kit.errors import NotAllowed, Refusal, WrongState
from thidua.movements.models import MovementTarget
from thidua.movements.numbers import number_text
from thidua.organisations.queries import branch
from thidua.targets import actions
from thidua.targets.forms.targets import AssignForm, ReasonForm, TargetForm
from thidua.targets.measures import change_percent
from thidua.targets.models import Target, TargetSet
from thidua.targets.periods import begun
from thidua.targets.permissions import (
    check_may_assign,
    check_may_change_target,
    may_assign,
    may_change_target,
    may_report,
)
from thidua.targets.queries import standings
from thidua.targets.queries.boards import shares
from thidua.targets.queries.charts import chart_of
from thidua.targets.queries.seen import direct_units, sets_for
from thidua.targets.views.found import found_set, found_target, history_of
from thidua.targets.views.steps import reason_of


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan, results by period with their evidence, chart, and what was handed down."""
    target = found_target(request, pk)
    standing = standings([target])[0]
    measured = standing.measured
    parts = shares(request.user, target)
    of = target.set
    context = {
        "target": target,
        "of": of,
        "m": measured,
        "year_change": change_percent(
            measured.from_last_year,
            measured.value - measured.from_last_year
            if measured.value is not None and measured.from_last_year is not None
            else None,
        ),
        "at": standing.at,
        "chart": chart_of(standing),
        "results": standing.series.results,
        "begun": begun(target.rhythm, of.year, timezone.localdate()),
        "shares": parts,
        "short_of": target.plan - parts.planned,
        "sees_set": sets_for(request.user).filter(pk=of.pk).exists(),
        "may_change": may_change_target(request.user, of),
        "may_report": may_report(request.user, target),
        "may_assign": may_assign(request.user, target),
        "reason_form": ReasonForm(),
        "events": history_of(request, target, of.department),
    }
    return render(request, "targets/target.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a target to a set."""
    of = found_set(request, pk)
    check_may_change_target(request.user, of, reason="mới")
    return _page(request, of, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a target; after approval with a reason."""
    target = found_target(request, pk)
    check_may_change_target(request.user, target.set, reason="sửa")
    return _page(request, target.set, target)


def _page(request: HttpRequest, of: TargetSet, target: Target | None) -> HttpResponse:
    adjusts = of.state == TargetSet.State.APPROVED
    initial: dict[str, Any] = {}
    if target is not None:
        initial = {
            name: getattr(target, name)
            for name in TargetForm.base_fields
            if name not in ("owner_person", "reason")
        }
        initial["less_is_better"] = "1" if target.less_is_better else ""
        initial["cumulative"] = "1" if target.cumulative else ""
        initial["owner_person"] = target.owner_person.code if target.owner_person else ""
    form = TargetForm(
        request.POST or None, initial=initial or None, of=of, adjusts=adjusts,
        units=branch(of.body_id).filter(closed_on=None).order_by("order", "pk"),
        promises=MovementTarget.objects.filter(movement__department=of.department)
        .select_related("movement").order_by("-movement", "place"),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        reason = given.pop("reason", "")
        try:
            kept = actions.save_target(
                of=of, target=target, values=given, reason=reason, by=request.user
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, f"Đã lưu chỉ tiêu {kept.code}.")
            if "them-nua" in request.POST:
                return redirect("targets:new_target", of.pk)
            return redirect("targets:target", kept.pk)
    context = {"form": form, "of": of, "target": target, "adjusts": adjusts}
    return render(request, "targets/edit.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a target out of its set."""
    target = found_target(request, pk)
    try:
        actions.remove_target(target=target, reason=reason_of(request), by=request.user)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("targets:target", pk)
    messages.success(request, f"Đã xóa chỉ tiêu {target.code}.")
    return redirect("targets:set", target.set_id)


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give each body below its part."""
    target = found_target(request, pk)
    check_may_assign(request.user, target)
    given = {one.set.body_id: one for one in target.shares.select_related("set")}
    bodies = [(body, given.get(body.pk)) for body in direct_units(target.set.body)]
    form = AssignForm(request.POST or None, bodies=bodies)
    if request.method == "POST" and form.is_valid():
        parts = [
            actions.Part(body, form.cleaned_data[name])
            for body, _, name in form.lines
            if form.cleaned_data[name] is not None
        ]
        try:
            actions.assign_target(target=target, parts=parts, by=request.user)
        except WrongState as refusal:
            form.blame(str(refusal))
        else:
            messages.success(request, f"Đã giao chỉ tiêu {target.code} cho {len(parts)} đơn vị.")
            return redirect("targets:target", pk)
    context = {"form": form, "target": target, "of": target.set}
    return render(request, "targets/assign.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a part back from the body below."""
    share = found_target(request, pk)
    above = share.parent_id or pk
    try:
        actions.withdraw_share(share=share, by=request.user)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã thu hồi mức giao {number_text(share.plan)} {share.unit}.")
    return redirect("targets:target", above)
