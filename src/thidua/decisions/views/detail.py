"""One decision: text, list, certificates, rewards, history; each tab has an address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.decisions import actions, states
from thidua.decisions.forms import DecisionForm, IssueForm, MeritForm, ReasonForm
from thidua.decisions.models import Decision, DecisionAward
from thidua.decisions.permissions import (
    check_may_edit,
    may_edit,
    may_read_papers,
    may_take,
    why_not,
)
from thidua.decisions.queries import fairness, lists, papers, rewards
from thidua.kit.errors import Refusal
from thidua.kit.lists import page_of


def found(request: HttpRequest, pk: int) -> Decision:
    """The decision, or 404 for whoever may not see it."""
    seen = lists.visible_to(request.user).select_related(
        "department__parent", "round", "created_by", "issued_by"
    )
    return get_object_or_404(seen, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of the decision; POST saves the draft."""
    decision = found(request, pk)
    editable = may_edit(request.user, decision)
    form = DecisionForm.of(decision, request.POST or None) if editable else None
    if request.method == "POST":
        if form is None:
            actions.edit_decision(decision=decision, by=request.user)  # raises the reason
        elif form.is_valid():
            try:
                actions.edit_decision(decision=decision, by=request.user, **form.cleaned_data)
            except Refusal as refusal:
                form.blame(str(refusal), getattr(refusal, "field", None))
            else:
                messages.success(request, "Đã lưu dự thảo")
                return redirect("decisions:detail", decision.pk)
    awards = list(lists.awards_visible_to(request.user, decision))
    context = _frame(request, decision, "noi-dung", awards)
    context["form"] = form
    context["paper"] = papers.decision_paper(decision, awards, context["rewards"])
    status = 422 if form is not None and form.errors else 200
    return render(request, "decisions/tab_text.html", context, status=status)


@require_safe
def awards(request: HttpRequest, pk: int) -> HttpResponse:
    decision = found(request, pk)
    rows = list(lists.awards_visible_to(request.user, decision))
    context = _frame(request, decision, "danh-sach", rows)
    context["page"] = page_of(request, rows)
    return render(request, "decisions/tab_awards.html", context)


@require_safe
def certificates(request: HttpRequest, pk: int) -> HttpResponse:
    decision = found(request, pk)
    rows = list(lists.awards_visible_to(request.user, decision))
    context = _frame(request, decision, "chung-nhan", rows)
    context["page"] = page_of(request, rows)
    return render(request, "decisions/tab_certificates.html", context)


@require_safe
def money(request: HttpRequest, pk: int) -> HttpResponse:
    decision = found(request, pk)
    rows = list(lists.awards_visible_to(request.user, decision))
    context = _frame(request, decision, "tien-thuong", rows)
    given = context["rewards"].values()
    context["citations"] = list(dict.fromkeys(c for reward in given for c in reward.citations))
    context["page"] = page_of(request, rows)
    return render(request, "decisions/tab_money.html", context)


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    decision = found(request, pk)
    rows = list(lists.awards_visible_to(request.user, decision))
    context = _frame(request, decision, "lich-su", rows)
    context["events"] = lists.history(decision) if context["may_read"] else []
    return render(request, "decisions/tab_history.html", context)


@require_POST
def take_out(request: HttpRequest, pk: int, award: int) -> HttpResponse:
    """Take one line out of the draft."""
    decision = found(request, pk)
    row = get_object_or_404(DecisionAward, decision=decision, pk=award)
    actions.remove_award(award=row, by=request.user)
    messages.success(request, f"Đã rút {row.recipient_name} khỏi danh sách")
    return redirect("decisions:awards", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def merit(request: HttpRequest, pk: int, award: int) -> HttpResponse:
    """The words of merit on one certificate."""
    decision = found(request, pk)
    row = get_object_or_404(DecisionAward, decision=decision, pk=award)
    check_may_edit(request.user, decision)
    form = MeritForm(request.POST or None, initial={"merit": row.merit})
    if request.method == "POST" and form.is_valid():
        actions.set_merit(award=row, merit=form.cleaned_data["merit"], by=request.user)
        messages.success(request, f"Đã lưu thành tích của {row.recipient_name}")
        return redirect("decisions:awards", pk)
    context = {"decision": decision, "row": row, "form": form}
    return render(request, "decisions/merit.html", context, status=422 if form.errors else 200)


def _frame(
    request: HttpRequest, decision: Decision, tab: str, rows: list[DecisionAward]
) -> dict[str, Any]:
    """What every tab shows around its own part."""
    user = request.user
    today = timezone.localdate()
    given = rewards.rewards_of(decision, rows)
    words = states.WORDS[Decision.State(decision.state)]
    may_read = may_read_papers(user, decision)
    suggested = decision.number or lists.next_number(decision.department, today.year)
    return {
        "decision": decision,
        "tab": tab,
        "rows": rows,
        "people": sum(1 for row in rows if not row.is_collective),
        "collectives": sum(1 for row in rows if row.is_collective),
        "rewards": given,
        "total": rewards.total(given.values()),
        "unpriced": sum(1 for reward in given.values() if reward.amount is None),
        "words": words,
        "steps": _steps(decision),
        "may_read": may_read,
        "may_edit": may_edit(user, decision),
        "may_issue": may_take(user, decision, "issue"),
        "may_send": may_take(user, decision, "send_to_sign"),
        "may_return": may_take(user, decision, "return_draft"),
        "may_discard": may_take(user, decision, "discard"),
        "why_not": _why_not(user, decision) if may_read else "",
        "missing": lists.what_is_missing(decision) if may_read else [],
        "mirror": fairness.mirror(decision) if may_read and rows else None,
        "provisional": [row for row in rows if row.provisional],
        "period": papers.period_text(decision.period_from, decision.period_to),
        "issue_form": IssueForm(
            initial={"number": suggested, "decided_on": decision.decided_on or today}
        ),
        "return_form": ReasonForm(),
    }


def _why_not(user: Any, decision: Decision) -> str:
    """Why the next step is not open to this user; empty when it is, or when none is left."""
    following = {Decision.State.DRAFT: "send_to_sign", Decision.State.AWAITING: "issue"}
    step = following.get(Decision.State(decision.state))
    return why_not(user, decision, step) if step else ""


def _steps(decision: Decision) -> list[dict[str, Any]]:
    """The way of a decision as a tracker: done, here, still to come."""
    order = [Decision.State.DRAFT, Decision.State.AWAITING, Decision.State.ISSUED]
    if decision.state == Decision.State.DISCARDED:
        return []
    here = order.index(Decision.State(decision.state))
    finished = decision.state == Decision.State.ISSUED
    labels = ("Lập dự thảo", "Trình ký", "Ban hành")
    notes = (
        (decision.created_by, decision.created_at),
        (decision.signatory_post, None),
        (decision.issued_by, decision.issued_at),
    )
    steps = []
    for place, (label, (who, when)) in enumerate(zip(labels, notes, strict=True)):
        done = place < here or finished
        steps.append(
            {
                "number": place + 1,
                "label": label,
                "done": done,
                "current": place == here and not finished,
                "who": who if done or place == here or place == 1 else "",
                "when": when if done or place == 0 else None,
            }
        )
    return steps
