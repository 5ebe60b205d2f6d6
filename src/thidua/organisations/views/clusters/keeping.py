"""Keeping clusters: the cluster itself, its members by year, duties, working rules."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from thidua.kit.errors import NotAllowed, Refusal
from thidua.organisations.actions import clusters as actions
from thidua.organisations.forms.clusters import (
    ClusterForm,
    DutyForm,
    EndForm,
    JoinForm,
    LeaveForm,
    ReasonForm,
    RulesForm,
)
from thidua.organisations.models import Body, Cluster, ClusterMember
from thidua.organisations.permissions import check_may_keep_clusters, check_may_write_rules
from thidua.organisations.queries import clusters as reading
from thidua.organisations.scopes import scope_of
from thidua.organisations.views.clusters.base import answer, back_to, found, step
from thidua.organisations.views.clusters.pages import asked_year

both = require_http_methods(["GET", "HEAD", "POST"])


@both
def add_cluster(request: HttpRequest) -> HttpResponse:
    """Enter a cluster or block by its decision."""
    keeper = scope_of(request.user).department
    if keeper is None:
        raise NotAllowed("Tài khoản chưa có vai trò ở cơ quan nào. Đề nghị quản trị giao vai trò.")
    check_may_keep_clusters(request.user, keeper=keeper)
    initial = {"set_up_by": keeper.pk, "first_year": timezone.localdate().year}
    return _save(request, keeper, None, initial)


@both
def edit_cluster(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what the decision says."""
    one = kept(request, pk)
    initial = {name: getattr(one, name) for name in ("kind", "name", "set_up_by",
               "decision_number", "decision_date", "first_year")}  # fmt: skip
    return _save(request, one.keeper, one, {**initial, "seen": one.revision})


def _save(
    request: HttpRequest, keeper: Body, one: Cluster | None, initial: dict[str, Any]
) -> HttpResponse:
    setters = Body.objects.filter(Q(pk=keeper.pk) | Q(pk__in=reading.above_of(keeper)))
    form = ClusterForm(request.POST or None, setters=setters, initial=initial)

    def act(data: dict[str, Any]) -> Cluster:
        return actions.save_cluster(keeper=keeper, cluster=one, by=request.user, **data)

    return answer(
        request, form, act, cluster=one, address=lambda made: back_to(made),
        title="Sửa cụm, khối thi đua" if one else "Lập cụm, khối thi đua",
        button="Lưu", done="Đã lưu.",
    )  # fmt: skip


@both
def end_cluster(request: HttpRequest, pk: int) -> HttpResponse:
    """The last year of a cluster; what it did stays."""
    one = kept(request, pk)
    form = EndForm(request.POST or None, initial={"last_year": timezone.localdate().year})
    return answer(
        request, form, lambda data: actions.end_cluster(cluster=one, by=request.user, **data),
        cluster=one, title=f"Kết thúc {one.name}", button="Ghi kết thúc", danger=True,
        about="Thành viên và kết quả các năm vẫn giữ. Mở lại được.", done="Đã ghi kết thúc.",
        address=back_to(one),
    )  # fmt: skip


@require_POST
def reopen_cluster(request: HttpRequest, pk: int) -> HttpResponse:
    one = kept(request, pk)
    return step(
        request, back_to(one), lambda: actions.reopen_cluster(cluster=one, by=request.user),
        "Đã mở lại.",
    )  # fmt: skip


@both
def members(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The members of a year: a place in the order for each body that is in."""
    one = kept(request, pk)
    offered = list(reading.bodies_for(one, year))
    places = {place.body_id: place.place for place in reading.members(one, year)}
    error, status, seen = "", 200, one.revision
    if request.method == "POST":
        written = {body.pk: request.POST.get(f"thu-tu-{body.pk}", "").strip() for body in offered}
        try:
            seen = int(request.POST.get("seen", "") or one.revision)
        except ValueError:
            seen = one.revision
        numbers = {pk: _place(text) for pk, text in written.items() if text}
        wrong = next((body.name for body in offered if numbers.get(body.pk, 1) is None), "")
        if wrong:
            error = f"Thứ tự của {wrong} phải là số nguyên từ 1 đến 999."
        else:
            chosen = sorted(
                (body for body in offered if body.pk in numbers),
                key=lambda body: (numbers[body.pk] or 0, body.folded_name),
            )
            try:
                actions.set_members(
                    cluster=one, year=year, bodies=chosen, seen=seen, by=request.user
                )
            except NotAllowed:
                raise
            except Refusal as refusal:
                error = str(refusal)
            else:
                messages.success(request, f"Đã lưu {len(chosen)} thành viên năm {year}.")
                return redirect(back_to(one, year))
        status = 422
        rows = [(body, written[body.pk]) for body in offered]
    else:
        rows = [(body, str(places.get(body.pk, ""))) for body in offered]
    context = {"cluster": one, "year": year, "rows": rows, "error": error, "seen": seen}
    return render(request, "organisations/cluster_members.html", context, status=status)


@require_POST
def carry_over(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Last year's members into this one."""
    one = kept(request, pk)

    def said(made: Any) -> str:
        left = made[1]
        more = f" Không chuyển: {'; '.join(left)}." if left else ""
        return f"Đã chuyển thành viên sang năm {year}.{more}"

    return step(
        request, back_to(one, year),
        lambda: actions.carry_over(cluster=one, year=year, by=request.user), said,
    )  # fmt: skip


@both
def join(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """A body comes in during the year."""
    one = kept(request, pk)
    inside = reading.members(one, year).values("body")
    form = JoinForm(
        request.POST or None, bodies=reading.bodies_for(one, year).exclude(pk__in=inside)
    )
    return answer(
        request, form,
        lambda data: actions.join_cluster(cluster=one, year=year, by=request.user, **data),
        cluster=one, title=f"Thêm thành viên trong năm {year}", button="Thêm",
        done="Đã thêm thành viên.", address=back_to(one, year),
    )  # fmt: skip


@both
def leave(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """A member goes during the year."""
    one = kept(request, pk)
    member = _member(one, place)
    return answer(
        request, LeaveForm(request.POST or None),
        lambda data: actions.leave_cluster(member=member, by=request.user, **data),
        cluster=one, title=f"{member.body.name} ra khỏi {one.noun}", button="Ghi", danger=True,
        about="Kết quả đến ngày ra vẫn giữ. Ghi nhầm danh sách thì sửa ở “Sửa danh sách”.",
        done="Đã ghi.", address=back_to(one, member.year),
    )  # fmt: skip


@both
def duty(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """Who becomes head or deputy by rotation or appointment."""
    one = kept(request, pk)
    bodies = Body.objects.filter(pk__in=reading.members(one, year).values("body"))
    turn = reading.next_in_turn(one, year) if reading.head(one, year) is None else None
    form = DutyForm(
        request.POST or None, cluster=one, bodies=bodies,
        initial={"body": turn.pk} if turn else {},
    )  # fmt: skip
    about = f"Theo thứ tự luân phiên, đến lượt {turn.name}." if turn else ""
    return answer(
        request, form,
        lambda data: actions.give_duty(cluster=one, year=year, by=request.user, **data),
        cluster=one, title=f"Giao {one.head_title.lower()}, {one.deputy_title.lower()} năm {year}",
        about=about, button="Giao nhiệm vụ", done="Đã giao nhiệm vụ.", address=back_to(one, year),
    )  # fmt: skip


@require_POST
def drop_duty(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    one = kept(request, pk)
    member = _member(one, place)
    return step(
        request, back_to(one, member.year),
        lambda: actions.drop_duty(member=member, by=request.user), "Đã thôi giao nhiệm vụ.",
    )  # fmt: skip


@require_POST
def close_year(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    one = kept(request, pk)
    return step(
        request, back_to(one, year),
        lambda: actions.close_year(cluster=one, year=year, by=request.user),
        f"Đã khóa năm {year}.",
    )  # fmt: skip


@both
def reopen_year(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    one = kept(request, pk)
    return answer(
        request, ReasonForm(request.POST or None),
        lambda data: actions.reopen_year(cluster=one, year=year, by=request.user, **data),
        cluster=one, title=f"Mở khóa năm {year}", button="Mở khóa",
        about="Biên bản bàn giao đã xác nhận phải xác nhận lại.", done=f"Đã mở khóa năm {year}.",
        address=back_to(one, year),
    )  # fmt: skip


@both
def add_rules(request: HttpRequest, pk: int) -> HttpResponse:
    """Working rules as text or file."""
    one = found(request, pk)
    check_may_write_rules(request.user, one, timezone.localdate().year)
    form = RulesForm(request.POST or None, request.FILES or None)
    return answer(
        request, form,
        lambda data: actions.add_regulation(cluster=one, by=request.user, **data),
        cluster=one, title="Ghi quy chế hoạt động", button="Lưu quy chế", done="Đã lưu quy chế.",
        address=back_to(one, asked_year(request, one)),
    )  # fmt: skip


@require_POST
def remove_rules(request: HttpRequest, pk: int, rules: int) -> HttpResponse:
    one = found(request, pk)
    kept_rules = get_object_or_404(one.regulations.select_related("cluster__keeper"), pk=rules)
    return step(
        request, back_to(one),
        lambda: actions.remove_regulation(regulation=kept_rules, by=request.user),
        "Đã xóa quy chế ghi nhầm.",
    )  # fmt: skip


def kept(request: HttpRequest, pk: int) -> Cluster:
    """A cluster that the user keeps; 404 outside the sight, refused inside it without the role."""
    one = found(request, pk)
    check_may_keep_clusters(request.user, keeper=one.keeper)
    return one


def _member(one: Cluster, place: int) -> ClusterMember:
    rows = ClusterMember.objects.select_related("body", "cluster_year__cluster__keeper")
    return get_object_or_404(rows, pk=place, cluster_year__cluster=one)


def _place(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:4]) <= 999 else None
