"""Correcting and cancelling an issued decision, and what has to come back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.queries import scope_of
from thidua.decisions import actions
from thidua.decisions.forms import CancellationForm, ReturnedForm
from thidua.decisions.models import AmendedLine, Decision, DecisionAward
from thidua.decisions.permissions import (
    check_may_amend,
    check_may_read_papers,
    check_may_recover,
    may_edit,
    reads_everything,
)
from thidua.decisions.queries import amended, lists
from thidua.decisions.views.frame import found, frame
from thidua.kit.errors import NotAllowed, Refusal, WrongState
from thidua.kit.exports import exported
from thidua.kit.lists import keys_of, page_of

MOST_AT_ONCE = 40


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose lines (`?dong=`), then write what is right; POST opens the draft."""
    decision = found(request, pk)
    check_may_amend(request.user, decision)
    asked = request.POST if request.method == "POST" else request.GET
    chosen = keys_of(asked.getlist("dong"))[:MOST_AT_ONCE]
    rows = list(lists.awards_visible_to(request.user, decision))
    picked = [row for row in rows if row.pk in chosen]
    error = ""
    if request.method == "POST" and request.POST.get("buoc") == "lap":
        try:
            made = actions.draft_correction(
                decision=decision,
                changes={row.pk: _right(request.POST, row) for row in picked},
                by=request.user,
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            error = str(refusal)
        else:
            messages.success(request, "Đã lập dự thảo đính chính")
            return redirect("decisions:amended", made.pk)
    context = {
        "decision": decision,
        "rows": rows,
        "picked": [(row, _fields(request, row)) for row in picked],
        "error": error,
        "most": MOST_AT_ONCE,
    }
    return render(request, "decisions/correct.html", context, status=422 if error else 200)


def _right(sent: Mapping[str, str], row: DecisionAward) -> dict[str, str]:
    return {
        name: sent[f"{name}-{row.pk}"] for name in amended.CORRECTABLE if f"{name}-{row.pk}" in sent
    }


def _fields(request: HttpRequest, row: DecisionAward) -> list[tuple[str, str, str, str]]:
    """(name in the form, label, as printed, what was typed) of each correctable field."""
    return [
        (f"{name}-{row.pk}", label, getattr(row, name),
         request.POST.get(f"{name}-{row.pk}", getattr(row, name)))
        for name, label in amended.CORRECTABLE.items()
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose ground and lines; POST opens the draft of the cancelling decision."""
    decision = found(request, pk)
    check_may_amend(request.user, decision)
    rows = list(lists.awards_visible_to(request.user, decision))
    if not rows:
        raise WrongState("Quyết định này không có dòng nào để hủy bỏ.")
    today = timezone.localdate()
    law = amended.law_of_cancellation(rows[0], on=today)
    grounds = [
        (item.key, f"{item.statement} ({item.citation.text})")
        for item in (law.entry.grounds if law.entry else ())
    ]
    sent = request.POST if request.method == "POST" else None
    form = CancellationForm(sent, grounds=grounds)
    chosen = keys_of(request.POST.getlist("dong"))
    if sent is not None and form.is_valid():
        try:
            made = actions.draft_cancellation(
                decision=decision, awards=chosen, by=request.user, **form.cleaned_data
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.blame(str(refusal), getattr(refusal, "field", None))
        else:
            messages.success(request, "Đã lập dự thảo hủy bỏ")
            return redirect("decisions:amended", made.pk)
    starts = [today, today, today]
    context = {
        "decision": decision,
        "rows": rows,
        "given": amended.handed_over(rows),
        "chosen": set(chosen),
        "form": form,
        "law": law,
        "deadlines": amended.deadlines(law, starts),
        "today": today,
    }
    return render(request, "decisions/cancel.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def lines(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines of a correction or cancellation; POST changes what is asked back."""
    decision = found(request, pk)
    check_may_read_papers(request.user, decision)
    if decision.kind == Decision.Kind.AWARD:
        return redirect("decisions:awards", pk)
    rows = amended.lines_of(decision)
    if request.method == "POST":
        try:
            actions.edit_cancellation(
                decision=decision, lines=_asked_back(request, rows), by=request.user
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Đã lưu hiện vật, tiền thưởng phải thu hồi")
        return redirect("decisions:amended", pk)
    context = frame(request, decision, "dong", [])
    context |= {
        "lines": [(row, amended.changes_in_words(row)) for row in rows],
        "may_edit": may_edit(request.user, decision),
        "total_due": sum(row.amount_due for row in rows),
    }
    return render(request, "decisions/tab_amended.html", context)


def _asked_back(request: HttpRequest, rows: list[AmendedLine]) -> dict[int, tuple[str, int]]:
    found_: dict[int, tuple[str, int]] = {}
    for row in rows:
        money = request.POST.get(f"tien-{row.pk}", "0").replace(".", "").replace(" ", "") or "0"
        if not (money.isascii() and money.isdigit() and len(money) <= 12):
            raise WrongState(
                f"Ghi số tiền của {row.award.recipient_name} bằng chữ số, ví dụ 759000."
            )
        found_[row.pk] = (request.POST.get(f"hien-vat-{row.pk}", ""), int(money))
    return found_


@require_POST
def drop(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    decision = found(request, pk)
    row = get_object_or_404(AmendedLine, decision=decision, pk=line)
    try:
        actions.drop_line(line=row, by=request.user)
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã bỏ dòng khỏi dự thảo")
    return redirect("decisions:amended", pk)


RECOVERY_HEADS = (
    "Người, tập thể", "Danh hiệu, hình thức", "Quyết định hủy bỏ", "Hạn nộp lại", "Hiện vật",
    "Nộp hiện vật ngày", "Tiền phải nộp (đồng)", "Đã nộp (đồng)", "Tình trạng",
)  # fmt: skip


@require_safe
def export_recoveries(request: HttpRequest) -> StreamingHttpResponse:
    """What is to come back, as filtered, as a file."""
    _, shown = _owed(request)
    rows = (
        (
            line.award.recipient_name,
            line.award.award_name,
            line.decision.full_number,
            line.decision.amendment.return_by,
            line.objects_due,
            line.objects_back_on,
            line.amount_due,
            line.amount_back,
            "chưa nộp đủ" if line.outstanding else "đã nộp đủ",
        )
        for line in shown
    )
    return exported(request, name="thu-hoi", title="Thu hồi", heads=RECOVERY_HEADS, rows=rows)


def _owed(request: HttpRequest) -> tuple[list[AmendedLine], list[AmendedLine]]:
    """Every line that is or was owed, and those that the address asks for."""
    department = scope_of(request.user).department
    if department is None or not reads_everything(request.user):
        raise NotAllowed("Trang thu hồi dành cho người làm công tác thi đua, khen thưởng.")
    rows = list(amended.recoveries(department))
    state = request.GET.get("tinh-trang", "")
    shown = [
        row
        for row in rows
        if state == ""
        or (state == "con" and row.outstanding)
        or (state == "qua-han" and amended.overdue(row))
        or (state == "xong" and not row.outstanding)
    ]
    return rows, shown


@require_safe
def recoveries(request: HttpRequest) -> HttpResponse:
    """Objects and money that are to come back, the earliest deadline first."""
    rows, shown = _owed(request)
    state = request.GET.get("tinh-trang", "")
    context = {
        "page": page_of(request, shown),
        "state": state,
        "total": len(rows),
        "open": sum(row.outstanding for row in rows),
        "late": {row.pk for row in rows if amended.overdue(row)},
    }
    return render(request, "decisions/recoveries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def returned(request: HttpRequest, line: int) -> HttpResponse:
    """Note that an object or money came back."""
    department = scope_of(request.user).department
    check_may_recover(request.user, department)
    rows = AmendedLine.objects.filter(decision__department=department).select_related(
        "award__decision", "decision__amendment"
    )
    row = get_object_or_404(rows, pk=line)
    sent: Any = request.POST if request.method == "POST" else None
    form = ReturnedForm(sent, initial={"amount": row.amount_due - row.amount_back or None})
    if sent is not None and form.is_valid():
        try:
            actions.record_returned(line=row, by=request.user, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.blame(str(refusal), getattr(refusal, "field", None))
        else:
            messages.success(request, f"Đã ghi nhận {row.award.recipient_name} nộp lại")
            return redirect("decisions:recoveries")
    context = {"line": row, "form": form}
    return render(request, "decisions/returned.html", context, status=422 if form.errors else 200)
