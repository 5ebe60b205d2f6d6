"""Members of a cluster by year: listed, carried over, joined late, left; the year closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.organisations.actions.clusters.keeping import check_year, locked, note
from thidua.organisations.models import Body, Cluster, ClusterMember, ClusterYear
from thidua.organisations.permissions import check_may_keep_clusters
from thidua.organisations.queries.clusters import bodies_for

LEAST, MOST = 2, 200


def kept_year(cluster: Cluster, year: int) -> ClusterYear:
    """The year, to be written to. Refuses one without members and one that is closed."""
    found = cluster.years.filter(year=year).first()
    if found is None:
        raise WrongState(
            f"{cluster.name} chưa có thành viên năm {year}. Lập danh sách thành viên trước."
        )
    check_open(found)
    return found


def check_open(year: ClusterYear) -> None:
    if year.is_closed:
        raise WrongState(
            f"Năm {year.year} của {year.cluster.name} đã khóa ngày {year.closed_on:%d/%m/%Y}. "
            "Cơ quan lập danh sách mở khóa rồi mới sửa được."
        )


@transaction.atomic
def set_members(
    *, cluster: Cluster, year: int, bodies: Sequence[Body], by: Any, seen: int | None = None
) -> ClusterYear:
    """The members of a year, in order: new ones are added, those no longer named taken out.

    Refuses a body named twice, one in another cluster of the same setter that year, one that
    ended before the year or does not stand below the setter, fewer than two, a closed year, a
    year outside the cluster's life. Taking out is for corrections: whoever left during the year
    is noted by `leave_cluster`. A head or deputy cannot be taken out.
    """
    check_may_keep_clusters(by, keeper=cluster.keeper)
    cluster = locked(cluster, seen)
    _check_life(cluster, year)
    _check_list(cluster, year, bodies)
    held, _ = ClusterYear.objects.get_or_create(cluster=cluster, year=year)
    check_open(held)
    standing = {one.body_id: one for one in held.members.select_related("body")}
    wanted = {body.pk: place for place, body in enumerate(bodies, start=1)}
    gone = [one for pk, one in standing.items() if pk not in wanted and one.to_date is None]
    for one in gone:
        if one.duty != ClusterMember.Duty.MEMBER:
            raise WrongState(
                f"{one.body.name} đang là {duty_title(cluster, one.duty)}. Chọn đơn vị khác giữ "
                "nhiệm vụ đó trước khi đưa ra khỏi danh sách.",
                field="bodies",
            )
    for pk in wanted:
        if pk in standing and standing[pk].to_date is not None:
            raise WrongState(
                f"{standing[pk].body.name} đã ra khỏi {cluster.noun} ngày "
                f"{standing[pk].to_date:%d/%m/%Y}.",
                field="bodies",
            )
    _check_elsewhere(cluster, year, bodies)
    ClusterMember.objects.filter(pk__in=[one.pk for one in gone]).delete()
    for body in bodies:
        if body.pk in standing:
            if standing[body.pk].place != wanted[body.pk]:
                standing[body.pk].place = wanted[body.pk]
                standing[body.pk].save(update_fields=["place"])
        else:
            _add(held, cluster, body, place=wanted[body.pk])
    added = [body.name for body in bodies if body.pk not in standing]
    note(
        cluster, "set_cluster_members",
        f"Lập danh sách {len(bodies)} thành viên {cluster.name} năm {year}", by=by,
        year=year, added=added, removed=[one.body.name for one in gone],
    )  # fmt: skip
    return held


@transaction.atomic
def carry_over(*, cluster: Cluster, year: int, by: Any) -> tuple[ClusterYear, list[str]]:
    """Last year's members go on into `year`; returns it and who does not, each with why.

    Nobody keeps a duty: head and deputy are chosen anew. Refuses a year that has members.
    """
    check_may_keep_clusters(by, keeper=cluster.keeper)
    cluster = locked(cluster)
    if cluster.years.filter(year=year, members__isnull=False).exists():
        raise WrongState(f"{cluster.name} đã có thành viên năm {year}.")
    last = cluster.years.filter(year__lt=year).order_by("-year").first()
    if last is None:
        raise WrongState(
            f"{cluster.name} chưa có năm nào trước {year} để chuyển sang. Lập danh sách thành viên."
        )
    taken = {
        one.body_id: one.cluster_year.cluster.name
        for one in ClusterMember.objects.filter(
            set_up_by=cluster.set_up_by, year=year, to_date=None
        ).select_related("cluster_year__cluster")
    }
    going: list[Body] = []
    left: list[str] = []
    offered = bodies_for(cluster, year)
    for one in last.members.filter(to_date=None).select_related("body"):
        if one.body_id in taken:
            left.append(f"{one.body.name} (đã ở {taken[one.body_id]})")
        elif not offered.filter(pk=one.body_id).exists():
            left.append(f"{one.body.name} (đã kết thúc hoạt động hoặc chuyển cơ quan)")
        else:
            going.append(one.body)
    return set_members(cluster=cluster, year=year, bodies=going, by=by), left


@transaction.atomic
def join_cluster(
    *, cluster: Cluster, year: int, body: Body, from_date: dt.date, by: Any
) -> ClusterMember:
    """A body comes in during the year, at the end of the list."""
    check_may_keep_clusters(by, keeper=cluster.keeper)
    cluster = locked(cluster)
    held = kept_year(cluster, year)
    if from_date.year != year:
        raise WrongState(f"Ngày vào phải trong năm {year}.", field="from_date")
    if held.members.filter(body=body).exists():
        raise WrongState(f"{body.name} đã có trong danh sách năm {year}.", field="body")
    _check_offered(cluster, year, [body])
    _check_elsewhere(cluster, year, [body])
    last = held.members.order_by("-place").first()
    made = _add(held, cluster, body, place=(last.place if last else 0) + 1, from_date=from_date)
    note(cluster, "join_cluster", f"{body.name} vào {cluster.name} từ {from_date:%d/%m/%Y}",
         by=by, year=year)  # fmt: skip
    return made


@transaction.atomic
def leave_cluster(*, member: ClusterMember, to_date: dt.date, reason: str, by: Any) -> None:
    """A body goes during the year; its duty falls vacant. Refuses a day before it came."""
    cluster = locked(member.cluster_year.cluster)
    check_may_keep_clusters(by, keeper=cluster.keeper)
    held = kept_year(cluster, member.year)
    member = held.members.select_related("body").get(pk=member.pk)
    reason = squeeze(reason)[:300]
    if member.to_date is not None:
        raise WrongState(f"{member.body.name} đã ra ngày {member.to_date:%d/%m/%Y}.")
    if to_date.year != member.year or (member.from_date and to_date < member.from_date):
        since = f"{member.from_date:%d/%m/%Y}" if member.from_date else f"01/01/{member.year}"
        raise WrongState(f"Ngày ra phải từ {since} đến 31/12/{member.year}.", field="to_date")
    if not reason:
        raise WrongState("Ghi lý do ra khỏi danh sách.", field="reason")
    duty = member.duty
    member.to_date, member.leaving_reason = to_date, reason
    member.duty, member.way = ClusterMember.Duty.MEMBER, ""
    member.save()
    note(cluster, "leave_cluster", f"{member.body.name} ra khỏi {cluster.name}", by=by,
         year=member.year, reason=reason, duty=duty)  # fmt: skip


@transaction.atomic
def close_year(*, cluster: Cluster, year: int, by: Any) -> ClusterYear:
    """Lock a year that has no hand-over to wait for: nothing in it changes any more."""
    check_may_keep_clusters(by, keeper=cluster.keeper)
    cluster = locked(cluster)
    held = kept_year(cluster, year)
    held.closed_on = timezone.localdate()
    held.save(update_fields=["closed_on"])
    note(cluster, "close_cluster_year", f"Khóa năm {year} của {cluster.name}", by=by, year=year)
    return held


@transaction.atomic
def reopen_year(*, cluster: Cluster, year: int, reason: str, by: Any) -> ClusterYear:
    """Unlock a year, with the reason; a confirmed hand-over must be confirmed again."""
    check_may_keep_clusters(by, keeper=cluster.keeper)
    cluster = locked(cluster)
    reason = squeeze(reason)[:300]
    held = cluster.years.filter(year=year).first()
    if held is None or not held.is_closed:
        raise WrongState(f"Năm {year} của {cluster.name} không bị khóa.")
    if not reason:
        raise WrongState("Ghi lý do mở khóa.", field="reason")
    held.closed_on = None
    held.save(update_fields=["closed_on"])
    handover = getattr(held, "handover", None)
    if handover is not None:
        handover.given_at = handover.received_at = None
        handover.given_by = handover.received_by = None
        handover.save()
    note(cluster, "reopen_cluster_year", f"Mở khóa năm {year} của {cluster.name}", by=by,
         year=year, reason=reason)  # fmt: skip
    return held


def duty_title(cluster: Cluster, duty: str) -> str:
    return cluster.head_title if duty == ClusterMember.Duty.HEAD else cluster.deputy_title


def _add(
    held: ClusterYear, cluster: Cluster, body: Body, *, place: int, from_date: dt.date | None = None
) -> ClusterMember:
    return ClusterMember.objects.create(
        cluster_year=held,
        body=body,
        year=held.year,
        set_up_by=cluster.set_up_by,
        place=place,
        from_date=from_date,
    )


def _check_life(cluster: Cluster, year: int) -> None:
    check_year(year)
    if year < cluster.first_year or (cluster.last_year and year > cluster.last_year):
        until = f" đến hết năm {cluster.last_year}" if cluster.last_year else ""
        raise WrongState(
            f"{cluster.name} hoạt động từ năm {cluster.first_year}{until}; không lập danh sách "
            f"năm {year}."
        )


def _check_list(cluster: Cluster, year: int, bodies: Sequence[Body]) -> None:
    keys = [body.pk for body in bodies]
    twice = next((body for body in bodies if keys.count(body.pk) > 1), None)
    if twice is not None:
        raise WrongState(
            f"{twice.name} được ghi hai lần. Mỗi đơn vị chỉ ghi một lần.", field="bodies"
        )
    if not LEAST <= len(bodies) <= MOST:
        raise WrongState(
            f"{cluster.get_kind_display()} có từ {LEAST} đến {MOST} thành viên. Chọn lại danh "
            "sách.",
            field="bodies",
        )
    _check_offered(cluster, year, bodies)


def _check_offered(cluster: Cluster, year: int, bodies: Sequence[Body]) -> None:
    keys = [body.pk for body in bodies]
    offered = set(bodies_for(cluster, year).filter(pk__in=keys).values_list("pk", flat=True))
    outside = next((body for body in bodies if body.pk not in offered), None)
    if outside is not None:
        raise WrongState(
            f"{outside.name} không thuộc {cluster.set_up_by.name} hoặc đã kết thúc hoạt động "
            f"trước năm {year}. Bỏ khỏi danh sách.",
            field="bodies",
        )


def _check_elsewhere(cluster: Cluster, year: int, bodies: Sequence[Body]) -> None:
    # All clusters of the setter wait here for one another: a body comes into one of them only.
    Body.objects.select_for_update(of=("self",)).get(pk=cluster.set_up_by_id)
    elsewhere = (
        ClusterMember.objects.filter(
            set_up_by=cluster.set_up_by, year=year, to_date=None, body__in=bodies
        )
        .exclude(cluster_year__cluster=cluster)
        .select_related("body", "cluster_year__cluster")
        .first()
    )
    if elsewhere is not None:
        raise WrongState(
            f"{elsewhere.body.name} năm {year} đã là thành viên {elsewhere.cluster_year.cluster}. "
            f"Mỗi đơn vị chỉ ở một cụm, khối do {cluster.set_up_by.name} thành lập.",
            field="bodies",
        )
