"""The list of clusters, and one cluster with everything of a year."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed
from thidua.kit.exports import exported
from thidua.kit.lists import empty_last, page_of, sorting
from thidua.kit.uploads import attachment
from thidua.organisations.models import Cluster, ClusterMember
from thidua.organisations.permissions import (
    may_keep_clusters,
    may_lead_cluster,
    may_record_votes,
    may_run_programme,
)
from thidua.organisations.queries import clusters as reading
from thidua.organisations.scopes import scope_of
from thidua.organisations.views.clusters.base import found

HEADS = ("Tên", "Loại", "Cơ quan thành lập", "Quyết định", "Ngày quyết định", "Năm",
         "Số thành viên", "Trưởng", "Phó", "Kết thúc")  # fmt: skip
MEMBER_HEADS = ("Thứ tự", "Đơn vị", "Nhiệm vụ", "Cách chọn", "Nhận nhiệm vụ", "Vào từ", "Ra hết")


@require_safe
def clusters(request: HttpRequest) -> HttpResponse:
    """Clusters and blocks of a year: filters, sorting, paging."""
    _check_place(request)
    listed = reading.cluster_listing(request.user, request.GET)
    order, fields = sorting(request, reading.CLUSTER_SORTS, "ten")
    page = page_of(request, listed.rows.order_by(*empty_last(fields)))
    mine = scope_of(request.user).department
    context = {
        "found": listed,
        "page": page,
        "sorting": order,
        "kinds": Cluster.Kind.choices,
        "anyone": listed.filtered or page.paginator.count,
        "may_keep": may_keep_clusters(request.user, keeper=mine),
    }
    return render(request, "organisations/clusters.html", context)


@require_safe
def export_clusters(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a file."""
    _check_place(request)
    listed = reading.cluster_listing(request.user, request.GET)
    _, fields = sorting(request, reading.CLUSTER_SORTS, "ten")
    rows = (
        (
            one.name, one.get_kind_display(), one.set_up_by.name, one.decision_number,
            one.decision_date, listed.year, one.member_count, one.head_name, one.deputy_name,
            one.last_year,
        )
        for one in listed.rows.order_by(*empty_last(fields)).iterator(chunk_size=500)
    )  # fmt: skip
    return exported(request, name="cum-khoi", title="Cụm, khối thi đua", heads=HEADS, rows=rows)


@require_safe
def cluster(request: HttpRequest, pk: int) -> HttpResponse:
    """One cluster in one year, with what the user may do in it."""
    one = found(request, pk)
    year = asked_year(request, one)
    held = reading.year_of(one, year)
    places = list(held.members.select_related("body")) if held else []
    standing = [place for place in places if place.to_date is None]
    user = request.user
    handover = getattr(held, "handover", None) if held else None
    context: dict[str, Any] = {
        "cluster": one,
        "year": year,
        "held": held,
        "places": places,
        "standing": standing,
        "lead": next((p for p in standing if p.is_head), None),
        "gone": [p for p in standing if p.body.closed_on and p.body.closed_on.year <= year],
        "turns": reading.heads_through_time(one),
        "next_body": reading.next_in_turn(one, year) if standing else None,
        "rules": list(one.regulations.all()),
        "activities": list(held.activities.select_related("responsible")) if held else [],
        "elections": _elections(held),
        "handover": handover,
        "sides": _sides(user, handover),
        "panels": reading.panels_for(user, one, year),
        "may_keep": may_keep_clusters(user, keeper=one.keeper),
        "may_lead": may_lead_cluster(user, one, year),
        "may_run": may_run_programme(user, one, year),
        "may_vote": may_record_votes(user, one, year),
        "open": held is not None and not held.is_closed,
        "today": timezone.localdate(),
        "events": _history(one),
        "may_carry": not standing and any(t.year < year and t.members for t in
                                          reading.heads_through_time(one)),
    }  # fmt: skip
    return render(request, "organisations/cluster.html", context)


@require_safe
def export_members(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The members of a year as a file."""
    one = found(request, pk)
    year = asked_year(request, one)
    held = reading.year_of(one, year)
    places = held.members.select_related("body") if held else ClusterMember.objects.none()
    titles = {"truong": one.head_title, "pho": one.deputy_title}
    rows = (
        (
            number, place.body.name, titles.get(place.duty, "Thành viên"),
            place.get_way_display() if place.way else "", place.duty_from, place.from_date,
            place.to_date,
        )
        for number, place in enumerate(places, start=1)
    )  # fmt: skip
    return exported(
        request, name=f"thanh-vien-{year}", title=f"Thành viên {year}", heads=MEMBER_HEADS,
        rows=rows,
    )  # fmt: skip


@require_safe
def rules_file(request: HttpRequest, pk: int, rules: int) -> FileResponse:
    """The file of working rules as it was sent in."""
    one = found(request, pk)
    kept = get_object_or_404(one.regulations.exclude(file=""), pk=rules)
    return attachment(kept.file, kept.file_name)


def asked_year(request: HttpRequest, one: Cluster) -> int:
    """`?nam=`, else this year, inside the life of the cluster."""
    text = request.GET.get("nam", "") or request.POST.get("nam", "")
    this = timezone.localdate().year
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this
    last = one.last_year or this + 1
    return max(one.first_year, min(year, last))


def _check_place(request: HttpRequest) -> None:
    if not scope_of(request.user).roles:
        raise NotAllowed("Tài khoản chưa có vai trò ở cơ quan nào. Đề nghị quản trị giao vai trò.")


def _elections(held: Any) -> list[tuple[Any, list[Any], bool]]:
    """Each vote with those who share the first place without a winner; whether it is the last."""
    if held is None:
        return []
    votes = list(held.elections.prefetch_related("candidates__body").select_related("winner"))
    last = {one.office: one.turn for one in votes}
    made = []
    for one in votes:
        every = list(one.candidates.all())
        first = max((c.votes for c in every), default=0)
        tied = [c for c in every if c.votes == first]
        split = tied if one.winner_id is None and len(tied) > 1 else []
        made.append((one, split, last[one.office] == one.turn))
    return made


def _sides(user: Any, handover: Any) -> list[tuple[str, str, Any, Any, Any, bool]]:
    """Both sides: key, label, body, when and by whom confirmed, whether the user may confirm."""
    if handover is None:
        return []
    return [
        ("giao", "Bên giao", handover.giver, handover.given_at, handover.given_by,
         handover.given_at is None and reading.acts_for(user, handover.giver)),
        ("nhan", "Bên nhận", handover.receiver, handover.received_at, handover.received_by,
         handover.received_at is None and reading.acts_for(user, handover.receiver)),
    ]  # fmt: skip


def _history(one: Cluster) -> Any:
    return AuditRow.objects.filter(
        subject_type="organisations.cluster", subject_id=str(one.pk)
    ).order_by("-sequence")[:12]
