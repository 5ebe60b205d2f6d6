"""Programmes, schemes, projects and plans with their milestones."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Min, Q
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.kit.errors import NotAllowed, Refusal, WrongState
from thidua.kit.exports import exported
from thidua.kit.fields import DayField
from thidua.kit.lists import empty_last, key_of, page_of, sorting
from thidua.kit.text import fold
from thidua.kit.uploads import attachment
from thidua.organisations.models import Body
from thidua.targets import actions
from thidua.targets.forms.programmes import DoneForm, ProgrammeForm, step_lines
from thidua.targets.forms.targets import ReasonForm
from thidua.targets.models import Milestone, Programme, Target
from thidua.targets.permissions import check_may_keep_programme, may_keep_programme
from thidua.targets.queries.seen import bodies_to_plan_for, programmes_for
from thidua.targets.views.found import history_of
from thidua.targets.views.steps import reason_of

SORTS = {
    "ten": ("folded",),
    "den": ("ends",),
    "don-vi": ("body__folded_name", "ends"),
    "trang-thai": ("state", "ends"),
}
TONES = {"dang_thuc_hien": "info", "hoan_thanh": "ok", "dung": "warn"}
HEADS = ("Loại", "Tên", "Cơ quan, đơn vị", "Văn bản phê duyệt", "Từ ngày", "Đến ngày",
         "Trạng thái", "Số mốc", "Đã xong", "Quá hạn")  # fmt: skip
EMPTY_LINES = 3


def _listed(request: HttpRequest) -> tuple[Any, dict[str, str]]:
    today = timezone.localdate()
    waiting = Q(milestones__done_on=None)
    rows = (
        programmes_for(request.user)
        .select_related("body")
        .annotate(
            steps=Count("milestones"),
            finished=Count("milestones", filter=~waiting),
            late=Count("milestones", filter=waiting & Q(milestones__due_on__lt=today)),
            next_due=Min("milestones__due_on", filter=waiting),
        )
    )
    text = request.GET.get("q", "").strip()
    kind, state = request.GET.get("loai", ""), request.GET.get("trang-thai", "")
    for word in fold(text).split():
        rows = rows.filter(folded__contains=word)
    if kind in Programme.Kind.values:
        rows = rows.filter(kind=kind)
    if state in Programme.State.values:
        rows = rows.filter(state=state)
    elif state == "qua-han":
        rows = rows.filter(state=Programme.State.RUNNING, late__gt=0)
    return rows, {"text": text, "kind": kind, "state": state}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Programmes in sight: filters, sorting, paging, how many milestones are late."""
    rows, asked = _listed(request)
    order, fields = sorting(request, SORTS, "den")
    page = page_of(request, rows.order_by(*empty_last(fields)))
    context = {
        "page": page,
        "asked": asked,
        "filtered": any(asked.values()),
        "anyone": any(asked.values()) or page.paginator.count,
        "sorting": order,
        "kinds": Programme.Kind.choices,
        "states": Programme.State.choices,
        "tones": TONES,
        "may_plan": bool(bodies_to_plan_for(request.user)),
    }
    return render(request, "targets/programmes.html", context)


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a file."""
    rows, _ = _listed(request)
    _, fields = sorting(request, SORTS, "den")
    lines = (
        (
            one.get_kind_display(), one.name, one.body.name, one.number, one.starts, one.ends,
            one.get_state_display(), one.steps, one.finished,
            one.late if one.state == Programme.State.RUNNING else 0,
        )
        for one in rows.order_by(*empty_last(fields)).iterator(chunk_size=2000)
    )  # fmt: skip
    return exported(
        request, name="chuong-trinh", title="Chương trình, đề án", heads=HEADS, rows=lines
    )


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One programme with its milestones."""
    one = _found(request, pk)
    today = timezone.localdate()
    steps = [(step, step.days_late(today)) for step in one.milestones.all()]
    context = {
        "programme": one,
        "tone": TONES[one.state],
        "steps": steps,
        "finished": sum(step.done_on is not None for step, _ in steps),
        "late": sum(step.done_on is None and days > 0 for step, days in steps),
        "today": today,
        "may_keep": one.state == "dang_thuc_hien" and may_keep_programme(request.user, one),
        "done_form": DoneForm(),
        "reason_form": ReasonForm(),
        "events": history_of(request, one, one.department),
    }
    return render(request, "targets/programme.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a programme."""
    return _page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a running programme."""
    one = _found(request, pk)
    check_may_keep_programme(request.user, one)
    return _page(request, one)


def _page(request: HttpRequest, one: Programme | None) -> HttpResponse:
    bodies = [one.body] if one else bodies_to_plan_for(request.user)
    if not bodies:
        raise NotAllowed(
            "Chỉ Chuyên viên thi đua, khen thưởng hoặc người đứng đầu đơn vị mới được lập "
            "chương trình, đề án, dự án."
        )
    names = ("body", "kind", "name", "number", "starts", "ends", "target")
    initial = {name: getattr(one, name) for name in names} if one else None
    form = ProgrammeForm(
        request.POST or None, initial=initial,
        bodies=Body.objects.filter(pk__in=[body.pk for body in bodies]).order_by("order", "pk"),
        targets=Target.objects.filter(set__body__in=bodies).select_related("set")
        .order_by("-set__year", "set__body", "place"),
    )  # fmt: skip
    lines = [
        {"key": str(step.pk), "text": step.text, "due": f"{step.due_on:%d/%m/%Y}"}
        for step in (one.milestones.all() if one else ())
    ]
    more = "them-dong" in request.POST
    if request.method == "POST":
        lines = step_lines(request.POST)
        if not more and form.is_valid():
            given = dict(form.cleaned_data)
            try:
                kept = actions.save_programme(
                    body=given.pop("body"), values=given, steps=_steps(lines), programme=one,
                    by=request.user,
                )  # fmt: skip
            except WrongState as refusal:
                form.blame(str(refusal), refusal.field)
            else:
                messages.success(request, "Đã lưu.")
                return redirect("targets:programme", kept.pk)
    empty = {"key": "", "text": "", "due": ""}
    context = {
        "form": form,
        "programme": one,
        "lines": [*lines, *[empty] * (EMPTY_LINES + 5 * more)],
    }
    status = 422 if form.errors and not more else 200
    return render(request, "targets/edit_programme.html", context, status=status)


def _steps(lines: list[dict[str, str]]) -> list[actions.Step]:
    steps = []
    for number, line in enumerate(lines, start=1):
        day = DayField(required=False)
        try:
            due = day.clean(line["due"])
        except Exception:  # noqa: BLE001 - whatever is no day gets the same sentence
            due = None
        if due is None:
            raise WrongState(
                f"Hạn của mốc thứ {number} ghi theo dạng dd/mm/yyyy, ví dụ 30/6/2026.",
                field="steps",
            )
        steps.append(actions.Step(line["text"], due, key_of(line["key"]) or None))
    return steps


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Finish or stop a programme."""
    one = _found(request, pk)
    state = request.POST.get("state", "")
    return _take(
        request, one,
        lambda: actions.end_programme(
            programme=one, state=state, reason=reason_of(request), by=request.user
        ),
        "Đã ghi.",
    )  # fmt: skip


@require_POST
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """A milestone is done."""
    step = _step(request, pk)
    form = DoneForm(request.POST, request.FILES)

    def act() -> None:
        check_may_keep_programme(request.user, step.programme)
        if not form.is_valid():
            raise WrongState("Ghi ngày xong theo dạng dd/mm/yyyy, ví dụ 30/6/2026.")
        given = form.cleaned_data
        actions.finish_milestone(
            milestone=step, done_on=given["done_on"], reference=given["reference"],
            upload=given["file"], by=request.user,
        )  # fmt: skip

    return _take(request, step.programme, act, "Đã ghi mốc xong.")


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """A milestone was noted as done by mistake."""
    step = _step(request, pk)
    return _take(
        request, step.programme,
        lambda: actions.reopen_milestone(
            milestone=step, reason=reason_of(request), by=request.user
        ),
        "Đã mở lại mốc.",
    )  # fmt: skip


@require_safe
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """The file of a milestone, as an attachment."""
    step = _step(request, pk)
    if not step.file:
        raise WrongState("Mốc này không có tệp minh chứng.")
    return attachment(step.file, step.file_name)


def _take(request: HttpRequest, one: Programme, act: Any, said: str) -> HttpResponse:
    try:
        act()
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("targets:programme", one.pk)


def _found(request: HttpRequest, pk: int) -> Programme:
    rows = programmes_for(request.user).select_related("body", "department", "target__set__body")
    return get_object_or_404(rows, pk=pk)


def _step(request: HttpRequest, pk: int) -> Milestone:
    rows = Milestone.objects.select_related("programme__body", "programme__department")
    return get_object_or_404(rows, pk=pk, programme__in=programmes_for(request.user))
