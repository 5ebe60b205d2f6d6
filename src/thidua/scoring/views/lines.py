"""One line of a sheet: its stages, proofs, appeals, what peers gave."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from thidua.audit.models import AuditRow
from thidua.kit.errors import WrongState
from thidua.movements.numbers import number_text
from thidua.scoring import actions
from thidua.scoring.forms.sheets import AnswerForm, AppealForm, ProofForm
from thidua.scoring.models import Appeal, Evidence, SheetLine
from thidua.scoring.permissions import (
    check_may_answer,
    check_may_appeal,
    check_may_score,
    may_answer,
    may_appeal,
    may_score,
)
from thidua.scoring.queries.clusters import crossing_of, sees_peers
from thidua.scoring.queries.sheets import STAGE_WORDS, STAGES, sheets_for
from thidua.scoring.queries.tables import is_locked
from thidua.scoring.views.common import seen_line


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one line."""
    return _page(request, seen_line(request, pk))


@require_POST
def add_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """A file or a reference more."""
    line = seen_line(request, pk)
    check_may_score(request.user, line.sheet)
    form = ProofForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.add_proof(line=line, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã thêm minh chứng.")
            return redirect("scoring:line", pk=line.pk)
    return _page(request, line, proof_form=form, status=422)


@require_POST
def remove_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one out while the unit scores."""
    proof = get_object_or_404(Evidence.objects.select_related("line__criterion"), pk=pk)
    line = seen_line(request, proof.line_id)
    proof.line = line
    actions.remove_proof(proof=proof, by=request.user)
    messages.success(request, "Đã bỏ minh chứng.")
    return redirect("scoring:line", pk=line.pk)


@require_POST
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the line to be looked at again."""
    line = seen_line(request, pk)
    check_may_appeal(request.user, line.sheet)
    form = AppealForm(request.POST)
    if form.is_valid():
        try:
            actions.appeal(line=line, reason=form.cleaned_data["reason"], by=request.user)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã gửi đề nghị xem xét lại.")
            return redirect("scoring:line", pk=line.pk)
    return _page(request, line, appeal_form=form, status=422)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an appeal."""
    asked = get_object_or_404(Appeal.objects.select_related("line__sheet"), pk=pk)
    line = seen_line(request, asked.line_id)
    check_may_answer(request.user, line.sheet)
    form = AnswerForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.answer_appeal(
                appeal=asked, answer=given["answer"], points=given["points"], by=request.user
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã trả lời đề nghị xem xét lại.")
            return redirect("scoring:line", pk=line.pk)
    return _page(request, line, answer_form=form, status=422)


def _page(
    request: HttpRequest,
    line: SheetLine,
    *,
    proof_form: ProofForm | None = None,
    appeal_form: AppealForm | None = None,
    answer_form: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user, sheet = request.user, line.sheet
    locked = is_locked(sheet.table.department, sheet.table.year)
    own = sheets_for(user).filter(pk=sheet.pk).exists()
    opens = sees_peers(user, sheet)
    given = crossing_of(sheet).given.get(line.criterion_id, []) if opens else []
    stages = [
        (
            STAGE_WORDS[stage],
            number_text(getattr(line, f"{stage}_points")),
            line.self_note if stage == "self" else getattr(line, f"{stage}_reason"),
        )
        for stage in STAGES
        if own or stage in {"self", "check"}
    ]
    found = {
        "line": line,
        "sheet": sheet,
        "stages": stages,
        "measure": number_text(line.measure),
        "maximum": number_text(line.criterion.maximum),
        "per": number_text(line.criterion.per),
        "proofs": list(line.proofs.select_related("added_by")),
        "may_score": not locked and may_score(user, sheet),
        "may_appeal": not locked and may_appeal(user, sheet),
        "may_answer": not locked and may_answer(user, sheet),
        "appeals": list(line.appeals.select_related("made_by", "answered_by")) if own else [],
        "given": [(one.review.peer.name, number_text(one.points), one) for one in given],
        "proof_form": proof_form or ProofForm(),
        "appeal_form": appeal_form or AppealForm(),
        "answer_form": answer_form or AnswerForm(),
        "own": own,
        "back": reverse("scoring:sheet", args=[sheet.pk]) if own else reverse("scoring:to_cross"),
        "events": _events(line) if own else [],
    }
    return render(request, "scoring/line.html", found, status=status)


def _events(line: SheetLine) -> list[AuditRow]:
    rows = AuditRow.objects.filter(
        subject_type="scoring.sheet", subject_id=str(line.sheet_id),
        detail__line=line.criterion.number,
    )  # fmt: skip
    return list(rows.order_by("-sequence")[:20])
