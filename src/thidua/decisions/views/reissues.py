"""New certificates for damaged or lost ones: applications, the director's answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.queries import scope_of
from thidua.decisions import actions
from thidua.decisions.forms import AnswerForm, ReissueForm
from thidua.decisions.models import DecisionAward, Reissue
from thidua.decisions.permissions import (
    check_may_apply,
    check_may_settle_reissue,
    may_settle_reissue,
    reads_everything,
)
from thidua.decisions.queries import amended, reissues
from thidua.decisions.views.frame import found
from thidua.kit.errors import NotAllowed, Refusal
from thidua.kit.exports import exported
from thidua.kit.lists import page_of
from thidua.organisations.models import Body

HEADS = (
    "Người, tập thể", "Danh hiệu, hình thức", "Quyết định", "Hình thức", "Lý do", "Người đề nghị",
    "Ngày nhận đơn", "Hạn", "Tình trạng", "Ngày giải quyết",
)  # fmt: skip


@require_safe
def export_reissues(request: HttpRequest) -> StreamingHttpResponse:
    """The applications as filtered, as a file."""
    rows = (
        (
            one.award.recipient_name,
            one.award.award_name,
            one.award.decision.full_number,
            one.get_kind_display(),
            one.reason,
            one.applicant,
            one.applied_on,
            one.due_on,
            one.get_state_display(),
            one.settled_on,
        )
        for one in _filtered(request)[1].iterator(chunk_size=500)
    )
    return exported(request, name="cap-lai-bang", title="Cấp lại bằng", heads=HEADS, rows=rows)


def _filtered(request: HttpRequest) -> tuple[Body, QuerySet[Reissue]]:
    department = scope_of(request.user).department
    if department is None or not reads_everything(request.user):
        raise NotAllowed("Trang cấp lại bằng dành cho người làm công tác thi đua, khen thưởng.")
    state, text = request.GET.get("tinh-trang", ""), request.GET.get("q", "")
    return department, reissues.matching(reissues.of_department(department), state=state, text=text)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    department, rows = _filtered(request)
    state, text = request.GET.get("tinh-trang", ""), request.GET.get("q", "")
    page = page_of(request, rows)
    context = {
        "page": page,
        "state": state,
        "text": text,
        "total": reissues.of_department(department).count(),
        "states": Reissue.State.choices,
        "late": {row.pk for row in page if reissues.late(row)},
        "may_settle": may_settle_reissue(request.user, department),
        "answer_form": AnswerForm(),
    }
    return render(request, "decisions/reissues.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, pk: int, award: int) -> HttpResponse:
    """Take in an application for one line of an issued decision."""
    decision = found(request, pk)
    check_may_apply(request.user, decision.department)
    row = get_object_or_404(
        DecisionAward.objects.select_related("decision__department"), decision=decision, pk=award
    )
    sent: Any = request.POST if request.method == "POST" else None
    today = timezone.localdate()
    form = ReissueForm(sent, initial={"applicant": row.recipient_name, "applied_on": today})
    if sent is not None and form.is_valid():
        try:
            actions.apply_for_reissue(award=row, by=request.user, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.blame(str(refusal), getattr(refusal, "field", None))
        else:
            messages.success(request, f"Đã nhận đơn của {row.recipient_name}")
            return redirect("decisions:reissues")
    law = amended.law_of_reissue(row, on=today)
    context = {
        "decision": decision,
        "row": row,
        "form": form,
        "law": law,
        "deadlines": amended.deadlines(law, [today]),
    }
    return render(request, "decisions/reissue.html", context, status=422 if form.errors else 200)


@require_POST
def give(request: HttpRequest, reissue: int) -> HttpResponse:
    row = _open(request, reissue)
    return _settled(
        request,
        f"Đã cấp bằng mới cho {row.award.recipient_name}",
        lambda: actions.give_reissue(reissue=row, by=request.user),
    )


@require_POST
def refuse(request: HttpRequest, reissue: int) -> HttpResponse:
    row = _open(request, reissue)
    answer = request.POST.get("answer", "")
    return _settled(
        request,
        "Đã ghi trả lời không cấp",
        lambda: actions.refuse_reissue(reissue=row, answer=answer, by=request.user),
    )


def _open(request: HttpRequest, pk: int) -> Reissue:
    department = scope_of(request.user).department
    check_may_settle_reissue(request.user, department)
    rows = Reissue.objects.filter(award__decision__department=department)
    return get_object_or_404(rows.select_related("award"), pk=pk)


def _settled(request: HttpRequest, done: str, act: Any) -> HttpResponse:
    try:
        act()
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("decisions:reissues")
