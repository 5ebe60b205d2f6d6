"""The steps of a decision: each a POST that takes one action and goes back to the page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from thidua.decisions import actions
from thidua.decisions.forms import IssueForm, ReasonForm
from thidua.decisions.permissions import check_may_take
from thidua.decisions.queries import checks, lists
from thidua.decisions.views.frame import found
from thidua.kit.errors import NotAllowed, Refusal


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    decision = found(request, pk)
    try:
        actions.send_to_sign(decision=decision, by=request.user)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã trình ký")
    return redirect("decisions:detail", pk)


@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    decision = found(request, pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        actions.return_draft(decision=decision, reason=reason, by=request.user)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã trả lại dự thảo")
    return redirect("decisions:detail", pk)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    decision = found(request, pk)
    actions.discard_decision(decision=decision, by=request.user)
    messages.success(request, "Đã bỏ dự thảo; các trường hợp trở lại danh sách chờ quyết định")
    return redirect("decisions:index")


@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue with the number and day of the dialog; a refusal leaves everything as it was."""
    decision = found(request, pk)
    form = IssueForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
        return redirect("decisions:detail", pk)
    check_may_take(request.user, decision, "issue")
    given = dict(form.cleaned_data)
    rows = list(lists.awards_visible_to(request.user, decision))
    noted = checks.sentences(checks.checks(decision, rows))
    if noted and not given.pop("seen"):
        messages.error(
            request, f"Mở thẻ Kiểm tra, xem {len(noted)} điểm cần lưu ý rồi đánh dấu đã xem."
        )
        return redirect("decisions:checks", pk)
    given.pop("seen", None)
    try:
        issued = actions.issue_decision(decision=decision, by=request.user, noted=noted, **given)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã ban hành Quyết định số {issued.full_number}")
    return redirect("decisions:detail", pk)
