"""Councils and their members."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.models import User
from thidua.accounts.queries import scope_of
from thidua.councils import actions
from thidua.councils.forms import CouncilForm, CriteriaForm, EndMemberForm, MemberForm
from thidua.councils.models import Council, Member
from thidua.councils.permissions import check_may_manage, may_manage
from thidua.councils.queries import current_members, sittings_of, visible_councils
from thidua.councils.queries.composition import composition_hints
from thidua.councils.queries.seats import (
    bodies_with_councils,
    council_list,
    sitting_list,
    voting_accounts,
)
from thidua.councils.queries.work_rules import award_lines, rules_of
from thidua.councils.states import words_of
from thidua.kit.errors import WrongState
from thidua.kit.lists import page_of, sorting

_SORTS = {
    "ngay": ("held_on",),
    "noi-dung": ("title",),
    "de-nghi": ("motions_count", "held_on"),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    councils = list(council_list(request.user))
    text, state = request.GET.get("q", ""), request.GET.get("tinh-trang", "")
    order, fields = sorting(request, _SORTS, "-ngay")
    sittings = sitting_list(request.user, text=text, state=state).order_by(*fields)
    page = page_of(request, sittings)
    for sitting in page.object_list:
        sitting.words = words_of(sitting)
    department = scope_of(request.user).department
    context = {
        "councils": councils,
        "page": page,
        "sorting": order,
        "q": text,
        "state": state,
        "states": (
            ("", "Mọi tình trạng"),
            ("draft", "Đang chuẩn bị"),
            ("convened", "Đã mời họp"),
            ("open", "Đang họp"),
            ("concluded", "Đã kết luận"),
        ),
        "may_manage": may_manage(user=request.user, department=department),
    }
    return render(request, "councils/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    department = scope_of(request.user).department
    check_may_manage(user=request.user, department=department)
    assert department is not None  # noqa: S101  # the check above refuses without one
    form = CouncilForm(
        request.POST or None,
        bodies=bodies_with_councils(department),
        initial={"name": f"Hội đồng Thi đua - Khen thưởng {department.name}"},
    )
    if form.is_valid():
        data = dict(form.cleaned_data)
        body, kind = data.pop("body") or department, data.pop("kind") or Council.Kind.EMULATION
        try:
            council = actions.create_council(body=body, kind=kind, by=request.user, **data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã lập Hội đồng")
            return redirect("councils:council", council.pk)
    return render(request, "councils/form.html", {"form": form, "title": "Lập Hội đồng"})


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _detail(request, _council(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    council = _council(request, pk)
    check_may_manage(user=request.user, department=council.body.department)
    form = CouncilForm(request.POST or None)
    form.initial = {name: getattr(council, name) for name in form.fields}
    if form.is_valid():
        try:
            actions.edit_council(council=council, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã lưu thông tin Hội đồng")
            return redirect("councils:council", council.pk)
    context = {"form": form, "title": "Sửa thông tin Hội đồng", "council": council}
    return render(request, "councils/form.html", context)


@require_POST
def add_member(request: HttpRequest, pk: int) -> HttpResponse:
    council = _council(request, pk)
    check_may_manage(user=request.user, department=council.body.department)
    form = MemberForm(request.POST, accounts=voting_accounts(council))
    if form.is_valid():
        try:
            member = actions.add_member(council=council, by=request.user, **form.cleaned_data)
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, f"Đã thêm {member.full_name} vào Hội đồng")
            return redirect("councils:council", council.pk)
    return _detail(request, council, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def end_member(request: HttpRequest, pk: int) -> HttpResponse:
    member = Member.objects.select_related("council__body").filter(pk=pk).first()
    if member is None:
        raise Http404
    council = _council(request, member.council_id)
    check_may_manage(user=request.user, department=council.body.department)
    form = EndMemberForm(request.POST or None)
    if form.is_valid():
        try:
            actions.end_member(member=member, by=request.user, on=form.cleaned_data["to_date"])
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, f"{member.full_name} đã thôi tham gia Hội đồng")
            return redirect("councils:council", council.pk)
    context = {
        "form": form,
        "title": f"Kết thúc nhiệm vụ của {member.full_name}",
        "council": council,
        "lead": "Phiên họp đã diễn ra vẫn giữ tên thành viên này.",
    }
    return render(request, "councils/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def criteria(request: HttpRequest, pk: int) -> HttpResponse:
    """The score sheet of a council that scores."""
    council = _council(request, pk)
    check_may_manage(user=request.user, department=council.body.department)
    known = "\n".join(f"{line['title']}: {line['max']}" for line in council.criteria)
    form = CriteriaForm(request.POST or None, initial={"criteria": known})
    if form.is_valid():
        try:
            actions.set_criteria(
                council=council, criteria=form.cleaned_data["criteria"], by=request.user
            )
        except WrongState as refusal:
            form.blame(str(refusal), refusal.field)
        else:
            messages.success(request, "Đã lưu phiếu chấm điểm")
            return redirect("councils:council", council.pk)
    context = {
        "form": form,
        "title": "Phiếu chấm điểm của Hội đồng",
        "council": council,
        "lead": "Phiên họp lập sau khi lưu dùng phiếu này; phiên đã có giữ phiếu cũ.",
    }
    return render(request, "councils/form.html", context, status=422 if form.errors else 200)


def _council(request: HttpRequest, pk: int) -> Council:
    council = visible_councils(request.user).filter(pk=pk).first()
    if council is None:
        raise Http404
    return council


def _detail(
    request: HttpRequest, council: Council, form: MemberForm | None = None, status: int = 200
) -> HttpResponse:
    sittings = list(sittings_of(council, request.user)[:20])
    for sitting in sittings:
        sitting.words = words_of(sitting)  # type: ignore[attr-defined]  # for the page only
    manages = may_manage(user=request.user, department=council.body.department)
    members = list(current_members(council))
    accounts = voting_accounts(council) if manages else User.objects.none()
    context = {
        "council": council,
        "members": members,
        "past": list(
            council.members.exclude(to_date=None)
            .select_related("released_by")
            .order_by("-to_date", "pk")[:50]
        ),
        "decisions": list(council.decisions.all()[:20]),
        "rules": rules_of(council).lines,
        "award_lines": award_lines(council) if council.kind != Council.Kind.INITIATIVE else [],
        "hints": composition_hints(council, members),
        "scores": council.kind == Council.Kind.INITIATIVE,
        "top": sum(int(line["max"]) for line in council.criteria),
        "standing": council.ended_on is None,
        "sittings": sittings,
        "may_manage": manages,
        "form": form or MemberForm(accounts=accounts),
    }
    return render(request, "councils/council.html", context, status=status)
