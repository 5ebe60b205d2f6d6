"""Movements: the list, the plan and its page, the answers from below."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from thidua.audit.models import AuditRow
from thidua.documents.pdf import pdf_of
from thidua.documents.plan import plan_docx
from thidua.documents.queries import press_of
from thidua.documents.report import report_docx
from thidua.kit.errors import NotAllowed, WrongState
from thidua.kit.exports import exported
from thidua.kit.lists import empty_last, key_of, page_of, sorting
from thidua.kit.text import fold
from thidua.movements import actions
from thidua.movements.forms.movements import (
    LaunchForm,
    PlanForm,
    ReasonForm,
    target_lines,
)
from thidua.movements.models import Movement
from thidua.movements.numbers import decimal_of, number_text
from thidua.movements.permissions import (
    check_may_change_plan,
    check_may_plan,
    may_guide,
    may_plan,
    may_step,
)
from thidua.movements.queries.effect import met, reached_text
from thidua.movements.queries.movements import (
    OPEN,
    SORTS,
    WHOLE,
    answers_of,
    asked_to_answer,
    clusters_of_head,
    listing,
    months_unreviewed,
    movements_for,
    unanswered_for,
)
from thidua.movements.queries.paper import plan_paper, report_paper
from thidua.movements.queries.plan import points_of
from thidua.movements.states import BY_NAME, TONES
from thidua.organisations.scopes import Role, scope_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HEADS = ("Phong trào", "Cơ quan phát động", "Hình thức", "Phạm vi", "Từ ngày", "Đến ngày",
         "Ngày phát động", "Trạng thái", "Hưởng ứng phong trào")  # fmt: skip
ANSWER_HEADS = ("Cơ quan", "Tình trạng", "Phong trào của cơ quan", "Ngày phát động", "Lý do")
EMPTY_LINES = 3


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Own movements and those from above: filters, sorting, paging; what waits to be answered."""
    found = listing(request.user, request.GET)
    order, fields = sorting(request, SORTS, "-tu")
    page = page_of(request, found.rows.order_by(*empty_last(fields)))
    scope = scope_of(request.user)
    mine = scope.department
    waiting = unanswered_for(mine) if mine and scope.has(Role.OFFICER) else Movement.objects.none()
    context = {
        "found": found,
        "page": page,
        "sorting": order,
        "states": Movement.State.choices,
        "tones": TONES,
        "mine": mine,
        "waiting": waiting,
        "may_plan": may_plan(request.user, department=mine),
        "anyone": found.filtered or page.paginator.count,
    }
    return render(request, "movements/movements.html", context)


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a file."""
    found = listing(request.user, request.GET)
    _, fields = sorting(request, SORTS, "-tu")
    rows = (
        (
            one.name,
            one.department.name,
            one.get_kind_display(),
            one.get_reach_display(),
            one.starts,
            one.ends,
            one.launched_on,
            one.get_state_display(),
            one.parent.name if one.parent else "",
        )
        for one in found.rows.order_by(*empty_last(fields)).iterator(chunk_size=2000)
    )
    return exported(request, name="phong-trao", title="Phong trào", heads=HEADS, rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a plan."""
    department = scope_of(request.user).department
    if department is None:
        raise NotAllowed("Tài khoản chưa được giao việc ở cơ quan nào.")
    check_may_plan(request.user, department=department)

    def keep(plan: dict[str, Any], targets: list[actions.TargetRow]) -> Movement:
        return actions.draft_movement(
            department=department, plan=plan, targets=targets, by=request.user
        )

    clusters = clusters_of_head(department)
    initial = {}
    if request.GET.get("cum"):
        initial = {"cluster": key_of(request.GET["cum"]), "reach": Movement.Reach.CLUSTER}
    form = PlanForm(request.POST or None, clusters=clusters, initial=initial)
    return _plan_page(request, form, [], keep, movement=None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the plan of a draft."""
    movement = found_movement(request, pk)
    check_may_change_plan(request.user, movement)
    initial = {name: getattr(movement, name) for name in PlanForm.base_fields}
    lines = [
        {
            "text": one.text,
            "unit": one.unit,
            "plan": number_text(one.plan),
            "less": "1" if one.less_is_better else "",
            "responsible": one.responsible,
        }
        for one in movement.targets.all()
    ]

    def keep(plan: dict[str, Any], targets: list[actions.TargetRow]) -> Movement:
        return actions.save_plan(movement=movement, plan=plan, targets=targets, by=request.user)

    clusters = clusters_of_head(movement.department)
    form = PlanForm(request.POST or None, clusters=clusters, initial=initial)
    return _plan_page(request, form, lines, keep, movement=movement)


def _plan_page(
    request: HttpRequest, form: PlanForm, lines: list[dict[str, str]], keep: Any, *, movement: Any
) -> HttpResponse:
    more = "them-dong" in request.POST
    if request.method == "POST":
        lines = target_lines(request.POST)
        if not more and form.is_valid():
            try:
                kept = keep(form.cleaned_data, _targets(lines))
            except WrongState as refusal:
                form.blame(str(refusal), refusal.field)
            else:
                messages.success(request, "Đã lưu kế hoạch phong trào.")
                return redirect("movements:movement", kept.pk)
    empty = {"text": "", "unit": "", "plan": "", "less": "", "responsible": ""}
    context = {
        "form": form,
        "movement": movement,
        "lines": [*lines, *[empty] * (EMPTY_LINES + 5 * more)],
        "title": "Sửa kế hoạch phong trào" if movement else "Lập kế hoạch phong trào",
    }
    status = 422 if form.errors and not more else 200
    return render(request, "movements/plan.html", context, status=status)


def _targets(lines: list[dict[str, str]]) -> list[actions.TargetRow]:
    rows = []
    for number, line in enumerate(lines, start=1):
        try:
            plan = decimal_of(line["plan"])
        except ValueError:
            raise WrongState(
                f"Mức phấn đấu của chỉ tiêu thứ {number} phải là một số, ví dụ 95,5.",
                field="targets",
            ) from None
        rows.append(
            actions.TargetRow(
                line["text"], line["unit"], plan, line["less"] == "1", line["responsible"]
            )
        )
    return rows


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One movement: plan, checklist, targets with their last results, answers, reviews."""
    movement = found_movement(request, pk)
    scope = scope_of(request.user)
    own = scope.department == movement.department
    inside = own and scope.has(*WHOLE)
    reviews = list(movement.reviews.prefetch_related("targets__target"))
    last = {result.target_id: result for review in reviews for result in review.targets.all()}
    targets = [(one, one.level, _reached(last.get(one.pk))) for one in movement.targets.all()]
    answers = answers_of(movement) if own and movement.state in OPEN else []
    asked = not own and scope.department is not None and asked_to_answer(movement, scope.department)
    planned = movement.state in (Movement.State.DRAFT, Movement.State.SUBMITTED)
    points = points_of(movement) if inside and planned else []
    context = {
        "movement": movement,
        "own": own,
        "inside": inside,
        "tone": TONES[Movement.State(movement.state)],
        "points": points,
        "missing": [point.label for point in points if point.blocks],
        "targets": targets,
        "launched_already": movement.state in OPEN,
        "guidance": movement.guidance.all() if movement.state in OPEN else (),
        "may_guide": may_guide(request.user, movement),
        "unreviewed": months_unreviewed(movement, reviews) if own else 0,
        "reviews": reviews,
        "answers": answers,
        "launched": sum(1 for one in answers if one.launched),
        "declined": sum(1 for one in answers if one.decline and not one.movement),
        "steps": {name: may_step(request.user, movement, name) for name in BY_NAME},
        "reason_form": ReasonForm(),
        "launch_form": LaunchForm(),
        "asked": asked,
        "mine": _own_answer(movement, scope.department) if asked else None,
        "decline": movement.declines.filter(department=scope.department).first() if asked else None,
        "may_answer": asked and scope.has(Role.OFFICER) and movement.state == "phat_dong",
        "events": _history(movement) if inside else [],
    }
    return render(request, "movements/movement.html", context)


def _reached(result: Any) -> tuple[str, bool | None]:
    """What was reached, in words, and whether that meets the plan (None: not measured)."""
    return (reached_text(result), met(result)) if result else ("", None)


def _own_answer(movement: Movement, department: Any) -> Movement | None:
    return movement.answers.filter(department=department).exclude(state="dung").first()


def _history(movement: Movement) -> Any:
    return AuditRow.objects.filter(
        subject_type="movements.movement", subject_id=str(movement.pk)
    ).order_by("-sequence")[:50]


@require_safe
def export_answers(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Who answered, as a file."""
    movement = found_movement(request, pk)
    if scope_of(request.user).department != movement.department:
        raise NotAllowed("Danh sách hưởng ứng dành cho cơ quan phát động.")
    rows = (
        (
            one.body.name,
            one.state,
            one.movement.name if one.movement else "",
            one.movement.launched_on if one.movement else None,
            one.decline.reason if one.decline else "",
        )
        for one in answers_of(movement)
    )
    return exported(
        request, name="huong-ung-phong-trao", title="Hưởng ứng", heads=ANSWER_HEADS, rows=rows
    )


@require_safe
def plan_docx_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The launch plan as DOCX; a draft carries its mark."""
    movement = found_movement(request, pk)
    return _file(movement, _plan(movement), "docx", DOCX)


@require_safe
def plan_pdf_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as PDF."""
    movement = found_movement(request, pk)
    return _file(movement, pdf_of(_plan(movement)), "pdf", "application/pdf")


@require_safe
def report_file(request: HttpRequest, pk: int, review: int) -> HttpResponse:
    """The report of a review as DOCX, a draft to be finished in Word."""
    movement = found_movement(request, pk)
    if scope_of(request.user).department != movement.department:
        raise NotAllowed("Dự thảo báo cáo dành cho cơ quan phát động.")
    held = get_object_or_404(movement.reviews.select_related("movement__department"), pk=review)
    content = report_docx(report_paper(held), press_of(movement.department, "bao-cao"))
    return _file(movement, content, "docx", DOCX, "bao-cao")


def _plan(movement: Movement) -> bytes:
    return plan_docx(plan_paper(movement), press_of(movement.department, "ke-hoach"))


def _file(
    movement: Movement, content: bytes, ending: str, kind: str, stem: str = "ke-hoach"
) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    name = f"{stem}-{slugify(fold(movement.name))[:60]}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def found_movement(request: HttpRequest, pk: int) -> Movement:
    rows = movements_for(request.user).select_related(
        "department__parent", "parent__department", "cluster"
    )
    return get_object_or_404(rows, pk=pk)
