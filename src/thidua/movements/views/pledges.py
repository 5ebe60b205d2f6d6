"""Pledges: the list, one with its versions and signatures, writing it, its paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from thidua.audit.models import AuditRow
from thidua.documents.pdf import pdf_of
from thidua.documents.pledge import handover_docx, pledge_docx
from thidua.documents.queries import press_of
from thidua.kit.errors import NotAllowed, WrongState
from thidua.kit.exports import exported
from thidua.kit.lists import empty_last, key_of, page_of, sorting
from thidua.kit.text import fold
from thidua.movements import actions
from thidua.movements.actions import SideRow, TargetRow
from thidua.movements.forms.movements import target_lines
from thidua.movements.forms.pledges import ChooseForm, PledgeForm, WhyForm, WitnessForm
from thidua.movements.models import Pledge, PledgeSide, PledgeVersion
from thidua.movements.numbers import decimal_of, number_text
from thidua.movements.permissions import (
    check_may_step_pledge,
    may_sign_pledge,
    may_step_pledge,
    may_write_pledge,
)
from thidua.movements.queries.handover_paper import handover_paper
from thidua.movements.queries.pledge_paper import pledge_paper, said_of
from thidua.movements.queries.pledges import (
    PLEDGE_SORTS,
    bodies_to_sign,
    latest_frozen,
    pledge_listing,
    pledges_for,
    waiting_to_sign,
    writing,
)
from thidua.movements.states import PLEDGE_BY_NAME, PLEDGE_TONES
from thidua.organisations.models import Body, Cluster, ClusterHandover
from thidua.organisations.queries.clusters import clusters_for, clusters_led_by
from thidua.organisations.scopes import Role, scope_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HEADS = ("Giao ước", "Của", "Năm", "Trạng thái", "Số bên ký", "Đã ký", "Không ký")
EMPTY_LINES = 3
both = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Pledges in sight: filters, sorting, paging; those that wait for a signature first."""
    _check_place(request)
    found = pledge_listing(request.user, request.GET)
    order, fields = sorting(request, PLEDGE_SORTS, "-nam")
    page = page_of(request, found.rows.order_by(*empty_last(fields)))
    context = {
        "found": found,
        "page": page,
        "sorting": order,
        "states": Pledge.State.choices,
        "tones": PLEDGE_TONES,
        "waiting": list(waiting_to_sign(request.user)[:20]),
        "anyone": found.filtered or page.paginator.count,
        "may_write": bool(_offered(request.user)),
    }
    return render(request, "movements/pledges.html", context)


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a file."""
    _check_place(request)
    found = pledge_listing(request.user, request.GET)
    _, fields = sorting(request, PLEDGE_SORTS, "-nam")
    rows = (
        (one.title, one.whose, one.year, one.get_state_display(), one.sides or 0,
         one.signed or 0, one.refused or 0)
        for one in found.rows.order_by(*empty_last(fields)).iterator(chunk_size=500)
    )  # fmt: skip
    return exported(request, name="giao-uoc", title="Giao ước thi đua", heads=HEADS, rows=rows)


def _check_place(request: HttpRequest) -> None:
    if not scope_of(request.user).roles:
        raise NotAllowed("Tài khoản chưa được giao việc ở cơ quan nào.")


def _offered(user: Any) -> list[tuple[str, str]]:
    """What the user may write a pledge for: clusters led this year or next, the own body."""
    year = timezone.localdate().year
    led = Cluster.objects.filter(
        pk__in=[
            *clusters_led_by(user, year).values_list("pk", flat=True),
            *clusters_led_by(user, year + 1).values_list("pk", flat=True),
        ]
    )
    found = [(f"cum-{one.pk}", one.name) for one in led]
    scope = scope_of(user)
    if scope.department is not None and scope.has(Role.OFFICER, Role.DIRECTOR):
        found.append(("co-quan", f"{scope.department.name} và các đơn vị"))
    return found


@both
def new(request: HttpRequest) -> HttpResponse:
    """Choose whose and which year, then write."""
    offered = _offered(request.user)
    if not offered:
        raise NotAllowed(
            "Giao ước do trưởng cụm, khối thi đua hoặc Chuyên viên thi đua, khen thưởng lập."
        )
    initial = {
        "whose": request.GET.get("cua", offered[0][0]),
        "year": request.GET.get("nam", timezone.localdate().year),
    }
    form = ChooseForm(request.POST or None, offered=offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        kind, _, key = form.cleaned_data["whose"].partition("-")
        year = form.cleaned_data["year"]
        cluster = Cluster.objects.filter(pk=key_of(key)).first() if kind == "cum" else None
        body = None if cluster else scope_of(request.user).department
        whose = cluster.name if cluster else str(body)
        try:
            made = actions.draft_pledge(
                cluster=cluster, body=body, year=year, content="", by=request.user,
                title=f"Giao ước thi đua {whose} năm {year}",
                sides=[SideRow(one, *_usual(one)) for one in bodies_to_sign(cluster, body, year)],
            )  # fmt: skip
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            return redirect("movements:edit_pledge", made.pk)
    context = {"form": form}
    return render(request, "movements/pledge_new.html", context, status=422 if form.errors else 200)


def _usual(body: Body) -> tuple[str, str]:
    """Signer and post to begin with: whoever heads the body in the program, else to be filled."""
    role = "director" if body.department == body else "head_of_unit"
    holders: Any = body
    held = holders.role_holders.filter(role=role, to_date=None).select_related("user").first()
    post = "Thủ trưởng cơ quan" if role == "director" else "Thủ trưởng đơn vị"
    return (held.user.full_name if held else ""), post


@both
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the version that is not sent out yet."""
    pledge = found_pledge(request, pk)
    check_may_step_pledge(request.user, pledge, "send_pledge")
    version = writing(pledge)
    assert version is not None  # noqa: S101 - a draft has a version in writing
    bodies = bodies_to_sign(pledge.cluster, pledge.body, pledge.year)
    chosen = {side.body_id: (side.signer, side.post) for side in version.sides.all()}
    form = PledgeForm(
        request.POST or None, bodies=bodies, chosen=chosen,
        initial={"title": pledge.title, "content": version.content, "seen": pledge.revision},
    )  # fmt: skip
    lines = [
        {
            "text": one.text,
            "unit": one.unit,
            "plan": number_text(one.plan),
            "less": "1" if one.less_is_better else "",
            "responsible": one.responsible,
        }
        for one in version.targets.all()
    ]
    more = "them-dong" in request.POST
    if request.method == "POST":
        lines = target_lines(request.POST)
        if not more and form.is_valid():
            try:
                actions.save_pledge(
                    pledge=pledge, title=form.cleaned_data["title"],
                    content=form.cleaned_data["content"], targets=_targets(lines),
                    sides=[SideRow(*one) for one in form.chosen()],
                    seen=form.cleaned_data["seen"], by=request.user,
                )  # fmt: skip
            except WrongState as refusal:
                form.blame(str(refusal), refusal.field)
            else:
                messages.success(request, "Đã lưu giao ước.")
                return redirect("movements:pledge", pledge.pk)
    empty = {"text": "", "unit": "", "plan": "", "less": "", "responsible": ""}
    context = {
        "form": form,
        "pledge": pledge,
        "version": version,
        "lines": [*lines, *[empty] * (EMPTY_LINES + 5 * more)],
    }
    status = 422 if form.errors and not more else 200
    return render(request, "movements/pledge_edit.html", context, status=status)


def _targets(lines: list[dict[str, str]]) -> list[TargetRow]:
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
            TargetRow(line["text"], line["unit"], plan, line["less"] == "1", line["responsible"])
        )
    return rows


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One version (`?lan=`, else the newest one may see) with its sides, targets, witnesses."""
    pledge = found_pledge(request, pk)
    writes = may_write_pledge(request.user, pledge)
    version = shown_version(request, pledge, writes=writes)
    newest = latest_frozen(pledge)
    current = version == newest and pledge.state == Pledge.State.SIGNING
    sides = list(version.sides.select_related("body", "version"))
    signed = sum(1 for one in sides if one.answer == PledgeSide.Answer.SIGNED)
    versions = pledge.versions.all() if writes else pledge.versions.exclude(digest="")
    context = {
        "pledge": pledge,
        "version": version,
        "newest": newest,
        "versions": list(versions),
        "sides": [
            (one, said_of(one), current and one.answer != PledgeSide.Answer.SIGNED
             and may_sign_pledge(request.user, one))
            for one in sides
        ],
        "signed": signed,
        "refused": sum(1 for one in sides if one.answer == PledgeSide.Answer.REFUSED),
        "targets": list(version.targets.all()),
        "witnesses": list(version.witnesses.all()),
        "tone": PLEDGE_TONES[Pledge.State(pledge.state)],
        "writes": writes,
        "current": current,
        "steps": {name: may_step_pledge(request.user, pledge, name) for name in PLEDGE_BY_NAME},
        "why": WhyForm(),
        "witness_form": WitnessForm(),
        "events": _history(pledge) if writes else [],
    }  # fmt: skip
    return render(request, "movements/pledge.html", context)


def shown_version(request: HttpRequest, pledge: Pledge, *, writes: bool) -> PledgeVersion:
    """The version asked for by `?lan=`, else the newest; drafts for whoever writes them only."""
    versions = pledge.versions.all() if writes else pledge.versions.exclude(digest="")
    wanted = versions.filter(number=key_of(request.GET.get("lan", ""))).first()
    return wanted or get_object_or_404(versions.order_by("-number")[:1])


def _history(pledge: Pledge) -> Any:
    return AuditRow.objects.filter(
        subject_type="movements.pledge", subject_id=str(pledge.pk)
    ).order_by("-sequence")[:30]


def found_pledge(request: HttpRequest, pk: int) -> Pledge:
    rows = pledges_for(request.user).select_related(
        "cluster__keeper", "cluster__set_up_by", "body__parent"
    )
    return get_object_or_404(rows, pk=pk)


@require_safe
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    """A version as DOCX."""
    pledge, content = _paper(request, pk)
    return _file(content, f"giao-uoc-{slugify(fold(pledge.title))[:60]}.docx", DOCX)


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as PDF."""
    pledge, content = _paper(request, pk)
    name = f"giao-uoc-{slugify(fold(pledge.title))[:60]}.pdf"
    return _file(pdf_of(content), name, "application/pdf")


def _paper(request: HttpRequest, pk: int) -> tuple[Pledge, bytes]:
    pledge = found_pledge(request, pk)
    version = shown_version(request, pledge, writes=may_write_pledge(request.user, pledge))
    return pledge, pledge_docx(pledge_paper(version), press_of(pledge.keeper, "giao-uoc"))


@require_safe
def handover_docx_file(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The minutes of a cluster's hand-over as DOCX."""
    return _file(_handover(request, pk, year), f"bien-ban-ban-giao-{year}.docx", DOCX)


@require_safe
def handover_pdf_file(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The same as PDF."""
    content = pdf_of(_handover(request, pk, year))
    return _file(content, f"bien-ban-ban-giao-{year}.pdf", "application/pdf")


def _handover(request: HttpRequest, pk: int, year: int) -> bytes:
    cluster = get_object_or_404(clusters_for(request.user).select_related("keeper"), pk=pk)
    rows = ClusterHandover.objects.select_related(
        "cluster_year__cluster__keeper", "cluster_year__cluster__set_up_by", "giver", "receiver",
        "given_by", "received_by",
    )  # fmt: skip
    minutes = get_object_or_404(rows, cluster_year__cluster=cluster, cluster_year__year=year)
    return handover_docx(handover_paper(minutes), press_of(cluster.keeper, "bien-ban-ban-giao"))


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
