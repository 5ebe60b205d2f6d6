"""Councils and their members."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.accounts.models import User
from thidua.accounts.queries import scope_of
from thidua.councils import actions
from thidua.councils.forms import CouncilForm, EndMemberForm, MemberForm
from thidua.councils.models import Council, Member
from thidua.councils.permissions import check_may_manage, may_manage
from thidua.councils.queries import current_members, sittings_of, visible_councils
from thidua.councils.queries.seats import sitting_list, voting_accounts
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
    councils = list(visible_councils(request.user))
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
        initial={"name": f"Hội đồng Thi đua - Khen thưởng {department.name}"},
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            council = actions.create_council(
                body=department, by=request.user, **{**data, "kind": data["kind"] or "tdkt"}
            )
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
    check_may_manage(user=request.user, department=council.body)
    form = CouncilForm(
        request.POST or None,
        initial={
            "name": council.name,
            "established_by": council.established_by,
            "established_on": council.established_on,
        },
    )
    del form.fields["kind"]
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
    check_may_manage(user=request.user, department=council.body)
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
    check_may_manage(user=request.user, department=council.body)
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
        sitting.words = words_of(sitting)  # type: ignore[attr-defined]
    manages = may_manage(user=request.user, department=council.body)
    accounts = voting_accounts(council) if manages else User.objects.none()
    context = {
        "council": council,
        "members": list(current_members(council)),
        "past": list(council.members.exclude(to_date=None).order_by("-to_date", "pk")[:50]),
        "sittings": sittings,
        "may_manage": manages,
        "form": form or MemberForm(accounts=accounts),
    }
    return render(request, "councils/council.html", context, status=status)
