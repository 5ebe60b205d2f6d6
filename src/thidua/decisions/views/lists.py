"""The list of decisions, the page that opens a draft, and the one for submissions upward."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from thidua.accounts.queries import scope_of
from thidua.decisions import actions, states
from thidua.decisions.models import Decision
from thidua.decisions.permissions import (
    check_may_draft,
    check_may_forward,
    may_draft,
    reads_everything,
)
from thidua.decisions.queries import awardable, lists
from thidua.decisions.queries.expectations import lost_grounds
from thidua.dossiers.models import Nominee
from thidua.kit.errors import NotAllowed, Refusal
from thidua.kit.exports import exported
from thidua.kit.lists import keys_of, page_of, sorting
from thidua.organisations.models import Body

SORTS = {
    "ngay": ("sort_day",),
    "so": ("sort_year", "sort_number"),
    "trich-yeu": ("title",),
}


HEADS = (
    "Số quyết định",
    "Ngày ký",
    "Trích yếu",
    "Đợt xét",
    "Cá nhân",
    "Tập thể",
    "Tiền thưởng (đồng)",
    "Tình trạng",
)


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The decisions as filtered, as a file."""
    scope = scope_of(request.user)
    if scope.department is None or not (scope.whole_department or scope.unit_ids):
        raise NotAllowed("Trang quyết định dành cho người làm công tác thi đua, khen thưởng.")
    state, text = request.GET.get("tinh-trang", ""), request.GET.get("q", "")
    found = lists.matching(lists.visible_to(request.user), state=state, text=text)
    _, fields = sorting(request, SORTS, "-ngay")
    # With the columns that `listed` adds.
    ordered: Any = lists.listed(found).order_by(*fields)
    rows = (
        (
            one.full_number,
            one.decided_on,
            one.title,
            one.round.name,
            one.people,
            one.collectives,
            one.total,
            states.WORDS[Decision.State(one.state)].officer,
        )
        for one in ordered.iterator(chunk_size=500)
    )
    return exported(request, name="quyet-dinh", title="Quyết định", heads=HEADS, rows=rows)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Decisions of the department; a head of unit sees those that name their unit."""
    scope = scope_of(request.user)
    department = scope.department
    if department is None or not (scope.whole_department or scope.unit_ids):
        raise NotAllowed("Trang quyết định dành cho người làm công tác thi đua, khen thưởng.")
    seen = lists.visible_to(request.user)
    state, text = request.GET.get("tinh-trang", ""), request.GET.get("q", "")
    order, fields = sorting(request, SORTS, "-ngay")
    rows = lists.listed(lists.matching(seen, state=state, text=text)).order_by(*fields)
    counts = lists.counts_by_state(seen)
    whole = reads_everything(request.user)
    today = timezone.localdate()
    return render(
        request,
        "decisions/index.html",
        {
            "page": page_of(request, rows),
            "sorting": order,
            "state": state,
            "text": text,
            "total": sum(counts.values()),
            "chips": [
                (value, states.WORDS[value].officer, counts[value])
                for value in Decision.State.values
                if counts.get(value)
            ],
            "words": states.WORDS,
            "department": department,
            "may_draft": may_draft(request.user, department),
            "whole": whole,
            "waiting": awardable.waiting_counts(department, on=today) if whole else None,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose from the nominees that the council passed and open a draft."""
    department = scope_of(request.user).department
    check_may_draft(request.user, department)
    if department is None:
        raise NotAllowed("Tài khoản chưa gắn với cơ quan nào.")
    if request.method == "POST":
        nominees = _chosen(request, department)
        try:
            decision = actions.draft_decision(
                nominees=nominees, title=request.POST.get("title", ""), by=request.user
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("decisions:new")
        messages.success(request, f"Đã lập dự thảo cho {len(nominees)} trường hợp")
        return redirect("decisions:detail", decision.pk)
    groups = awardable.waiting(department, on=timezone.localdate(), here=True)
    return render(
        request,
        "decisions/new.html",
        {"groups": groups, "count": sum(len(group.nominees) for group in groups)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def upward(request: HttpRequest) -> HttpResponse:
    """Nominees for awards of a higher level: the submission paper, then the note that it went."""
    department = scope_of(request.user).department
    if department is None or not reads_everything(request.user):
        raise NotAllowed("Trang trình cấp trên dành cho người làm công tác thi đua, khen thưởng.")
    if request.method == "POST":
        check_may_forward(request.user, department)
        try:
            count = actions.forward_nominees(nominees=_chosen(request, department), by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Đã ghi nhận trình cấp trên {count} trường hợp")
        return redirect("decisions:upward")
    groups = awardable.waiting(department, on=timezone.localdate(), here=False)
    return render(
        request,
        "decisions/upward.html",
        {
            "groups": groups,
            "lost": lost_grounds((n for g in groups for n in g.nominees), on=timezone.localdate()),
            "forwarded": awardable.forwarded(department),
            "names": awardable.short_names(on=timezone.localdate()),
            "may_forward": may_draft(request.user, department),
        },
    )


def _chosen(request: HttpRequest, department: Body) -> list[Nominee]:
    keys = keys_of(request.POST.getlist("nominee"))
    return list(awardable.passed_nominees(department).filter(pk__in=keys))
