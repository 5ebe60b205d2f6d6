"""Head and deputy of a cluster's year, by rotation or appointment."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.kit.errors import WrongState
from thidua.organisations.actions.clusters.keeping import locked, note
from thidua.organisations.actions.clusters.members import duty_title, kept_year
from thidua.organisations.models import Body, Cluster, ClusterMember
from thidua.organisations.permissions import check_may_keep_clusters

Duty, Way = ClusterMember.Duty, ClusterMember.Way


@transaction.atomic
def give_duty(
    *,
    cluster: Cluster,
    year: int,
    body: Body,
    duty: str,
    way: str,
    by: Any,
    since: dt.date | None = None,
) -> ClusterMember:
    """Make a member head or deputy; a head before it becomes a member again.

    Refuses a body that is no member that year, a day outside the year, and a vote: that is
    recorded by `record_election`.
    """
    check_may_keep_clusters(by, keeper=cluster.keeper)
    cluster = locked(cluster)
    if duty not in (Duty.HEAD, Duty.DEPUTY):
        raise WrongState("Chọn nhiệm vụ trưởng hoặc phó.", field="duty")
    if way not in (Way.ROTATION, Way.APPOINTMENT):
        raise WrongState("Chọn luân phiên hoặc chỉ định; nếu bầu thì ghi kết quả bầu.", field="way")
    return put_duty(cluster, year, body, duty=duty, way=way, since=since, by=by)


def put_duty(
    cluster: Cluster,
    year: int,
    body: Body,
    *,
    duty: str,
    way: str,
    since: dt.date | None,
    by: Any,
) -> ClusterMember:
    """The same without asking who may: the cluster is locked by the caller."""
    held = kept_year(cluster, year)
    member = held.members.filter(body=body, to_date=None).select_related("body").first()
    if member is None:
        raise WrongState(f"{body.name} không phải thành viên {cluster.name} năm {year}.",
                         field="body")  # fmt: skip
    if since is not None and since.year not in (year - 1, year):
        raise WrongState(f"Ngày nhận nhiệm vụ phải trong năm {year} hoặc cuối năm trước.",
                         field="since")  # fmt: skip
    if since is not None and since > timezone.localdate() and since.year > year:
        raise WrongState("Kiểm tra lại ngày nhận nhiệm vụ.", field="since")
    before = ""
    if duty == Duty.HEAD:
        former = held.members.filter(duty=Duty.HEAD).select_related("body").exclude(pk=member.pk)
        for one in former:
            before = one.body.name
            one.duty, one.way, one.duty_from = Duty.MEMBER, "", None
            one.save(update_fields=["duty", "way", "duty_from"])
    member.duty, member.way, member.duty_from = duty, way, since
    member.save(update_fields=["duty", "way", "duty_from"])
    note(
        cluster, "give_cluster_duty",
        f"{member.body.name} làm {duty_title(cluster, duty)} {cluster.name} năm {year}", by=by,
        year=year, way=way, **({"before": before} if before else {}),
    )  # fmt: skip
    return member


@transaction.atomic
def drop_duty(*, member: ClusterMember, by: Any) -> None:
    """A head or deputy becomes a member again; the cluster then shows that the place is vacant."""
    cluster = locked(member.cluster_year.cluster)
    check_may_keep_clusters(by, keeper=cluster.keeper)
    held = kept_year(cluster, member.year)
    member = held.members.select_related("body").get(pk=member.pk)
    if member.duty == Duty.MEMBER:
        raise WrongState(f"{member.body.name} không giữ nhiệm vụ nào.")
    title = duty_title(cluster, member.duty)
    member.duty, member.way, member.duty_from = Duty.MEMBER, "", None
    member.save(update_fields=["duty", "way", "duty_from"])
    note(cluster, "drop_cluster_duty",
         f"{member.body.name} thôi làm {title} {cluster.name} năm {member.year}", by=by,
         year=member.year)  # fmt: skip
