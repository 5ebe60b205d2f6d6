"""One answer explained: in a drawer over the grid, and as a page of its own; findings about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from thidua.eligibility import actions
from thidua.eligibility.forms import FindingForm
from thidua.eligibility.models import Assessment, Finding, Round
from thidua.eligibility.permissions import may_run_round, may_see_round
from thidua.eligibility.queries.explain import explanation
from thidua.eligibility.queries.milestones import texts_of
from thidua.eligibility.queries.reached import reached_beside
from thidua.eligibility.queries.rounds import (
    assessments_visible_to,
    current_assessments,
    rounds_visible_to,
)
from thidua.eligibility.queries.scored import scored_beside
from thidua.kit.errors import NotAllowed, WrongState


@require_safe
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """`/dot-xet/ket-qua/<pk>/`; an answer since replaced is shown as it was given."""
    return _show(request, _visible(request, pk))


@require_POST
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Store a finding about the subject of an answer and show what the law says now."""
    assessment = _visible(request, pk)
    shown = explanation(assessment)
    form = FindingForm(request.POST, conditions={j.slug: j.statement for j in shown.judgeable})
    if not may_run_round(request.user, round=assessment.round):
        raise NotAllowed("Chỉ chuyên viên thi đua, khen thưởng của đơn vị mới được ghi kết luận.")
    if form.is_valid():
        try:
            actions.record_finding(
                round=assessment.round,
                person=assessment.person,
                collective=assessment.collective,
                by=request.user,
                **form.conclusion(),
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, f"Đã ghi kết luận cho {shown.subject}.")
            return _back(request, assessment)
    return _show(request, assessment, form=form, status=400)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the law again about one subject, after data were completed."""
    assessment = _visible(request, pk)
    actions.assess_one(
        round=assessment.round,
        person=assessment.person,
        collective=assessment.collective,
        by=request.user,
    )
    messages.success(request, f"Đã xét lại {assessment.person or assessment.collective}.")
    return _back(request, assessment)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a finding; `danh-hieu` names the answer to return to."""
    finding = get_object_or_404(
        Finding.objects.filter(round__in=rounds_visible_to(request.user)).select_related(
            "round__department", "person", "collective"
        ),
        pk=pk,
    )
    actions.withdraw_finding(finding=finding, by=request.user)
    messages.success(request, f"Đã rút kết luận về {finding.person or finding.collective}.")
    answers = current_assessments(
        finding.round,
        person=finding.person,
        collective=finding.collective,
        award_code=request.POST.get("danh-hieu", ""),
    )
    answer = answers.first()
    if answer is None:
        return redirect("eligibility:grid", finding.round_id)
    return _back(request, answer)


def _visible(request: HttpRequest, pk: int) -> Assessment:
    return get_object_or_404(
        assessments_visible_to(request.user).select_related(
            "round__department", "person__unit", "collective", "snapshot"
        ),
        pk=pk,
    )


def _back(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """To the page the drawer was opened on, else to the answer that stands now."""
    wanted = request.POST.get("tiep", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}
    ):
        return redirect(wanted)
    current = current_assessments(
        assessment.round,
        person=assessment.person,
        collective=assessment.collective,
        award_code=assessment.award_code,
    ).first()
    return redirect("eligibility:explain", (current or assessment).pk)


def _show(
    request: HttpRequest,
    assessment: Assessment,
    *,
    form: FindingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = explanation(assessment)
    may_run = may_run_round(request.user, round=assessment.round)
    open_now = assessment.round.state == Round.State.OPEN
    current: Assessment | None = assessment
    if not assessment.is_current:
        current = current_assessments(
            assessment.round,
            person=assessment.person,
            collective=assessment.collective,
            award_code=assessment.award_code,
        ).first()
    may_find = may_run and open_now and assessment.is_current
    if form is None and may_find and shown.judgeable:
        form = FindingForm(conditions={j.slug: j.statement for j in shown.judgeable})
    context: dict[str, Any] = {
        "shown": shown,
        "assessment": assessment,
        "current": current,
        "round": assessment.round,
        "texts": texts_of(assessment.instruments),
        "form": form,
        "reached": reached_beside(assessment),
        "scored": scored_beside(assessment),
        "may_run": may_run,
        "may_find": may_find,
        "may_see_round": may_see_round(request.user, round=assessment.round),
        "back": reverse(
            "eligibility:units" if assessment.collective_id else "eligibility:grid",
            args=[assessment.round_id],
        ),
    }
    in_drawer = getattr(request, "htmx", False) and status == 200
    if in_drawer:
        context["back_to"] = request.htmx.current_url_abs_path or ""  # type: ignore[attr-defined]  # set by the middleware
    template = "eligibility/_drawer.html" if in_drawer else "eligibility/explain.html"
    return render(request, template, context, status=status)
