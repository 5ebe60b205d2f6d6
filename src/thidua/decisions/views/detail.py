"""One decision: text, list, certificates, rewards, history; each tab has an address."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.decisions import actions
from thidua.decisions.forms import DecisionForm, MeritForm
from thidua.decisions.models import DecisionAward
from thidua.decisions.permissions import check_may_edit, check_may_read_papers, may_edit
from thidua.decisions.queries import lists, papers
from thidua.decisions.queries.checks import grouped
from thidua.decisions.views.frame import found, frame
from thidua.kit.errors import Refusal
from thidua.kit.lists import page_of


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
    context = frame(request, decision, "noi-dung", awards)
    context["form"] = form
    context["paper"] = papers.decision_paper(decision, awards, context["rewards"])
    status = 422 if form is not None and form.errors else 200
    return render(request, "decisions/tab_text.html", context, status=status)


@require_safe
def awards(request: HttpRequest, pk: int) -> HttpResponse:
    decision = found(request, pk)
    rows = list(lists.awards_visible_to(request.user, decision))
    context = frame(request, decision, "danh-sach", rows)
    context["page"] = page_of(request, rows)
    return render(request, "decisions/tab_awards.html", context)


@require_safe
def certificates(request: HttpRequest, pk: int) -> HttpResponse:
    decision = found(request, pk)
    rows = list(lists.awards_visible_to(request.user, decision))
    context = frame(request, decision, "chung-nhan", rows)
    context["page"] = page_of(request, rows)
    return render(request, "decisions/tab_certificates.html", context)


@require_safe
def money(request: HttpRequest, pk: int) -> HttpResponse:
    decision = found(request, pk)
    rows = list(lists.awards_visible_to(request.user, decision))
    context = frame(request, decision, "tien-thuong", rows)
    given = context["rewards"].values()
    context["citations"] = list(dict.fromkeys(c for reward in given for c in reward.citations))
    context["page"] = page_of(request, rows)
    return render(request, "decisions/tab_money.html", context)


@require_safe
def checks(request: HttpRequest, pk: int) -> HttpResponse:
    """What the program knows beside the signature: findings and the fairness mirror."""
    decision = found(request, pk)
    check_may_read_papers(request.user, decision)
    rows = list(lists.awards_visible_to(request.user, decision))
    context = frame(request, decision, "kiem-tra", rows)
    context["groups"] = grouped(context["findings"])
    return render(request, "decisions/tab_checks.html", context)


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    decision = found(request, pk)
    rows = list(lists.awards_visible_to(request.user, decision))
    context = frame(request, decision, "lich-su", rows)
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
