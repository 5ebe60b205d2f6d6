"""Who may keep units, reorganise them, decide what history counts; who keeps and leads clusters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from thidua.kit.errors import NotAllowed, WrongState
from thidua.organisations.models import NOT_UNITS, Body, Cluster, ClusterMember
from thidua.organisations.queries.clusters import acting_keys, acts_for, head, members
from thidua.organisations.scopes import Role, check_keeper, check_role, has_role


def check_may_keep_bodies(by: Any, *, department: Body) -> None:
    """The officer of the department, or the program itself (`by=None`)."""
    check_keeper(by, department=department, to_do="cập nhật danh sách đơn vị")


def may_keep_bodies(by: Any, *, department: Body) -> bool:
    return has_role(by, Role.OFFICER, department=department)


def check_may_reorganise(by: Any, *, bodies: Iterable[Body]) -> None:
    """The officer, for units of the own department; bodies themselves only the program."""
    if by is None:
        return
    for body in bodies:
        department = body.department
        check_keeper(by, department=department, to_do="ghi việc sắp xếp đơn vị")
        if body.kind in NOT_UNITS:
            raise NotAllowed(
                f"{body.name} là cơ quan, không phải đơn vị trực thuộc. Việc sắp xếp cơ quan do "
                "quản trị máy chủ nạp bằng lệnh “thidua organisations load”."
            )


def may_reorganise(by: Any, *, body: Body) -> bool:
    return body.kind not in NOT_UNITS and may_keep_bodies(by, department=body.department)


def check_may_recognise(by: Any, *, body: Body) -> None:
    """The officer or the director of the department; the decision names who took it."""
    if by is not None:
        check_role(
            by,
            Role.OFFICER,
            Role.DIRECTOR,
            department=body.department,
            to_do="ghi quyết định tính lịch sử của đơn vị tiền thân",
        )


def may_recognise(by: Any, *, body: Body) -> bool:
    return has_role(by, Role.OFFICER, Role.DIRECTOR, department=body.department)


def check_may_keep_clusters(by: Any, *, keeper: Body) -> None:
    """The officer of the body that keeps the list of clusters, or the program itself."""
    check_keeper(by, department=keeper, to_do="lập, cập nhật cụm, khối thi đua")


def may_keep_clusters(by: Any, *, keeper: Body | None) -> bool:
    return has_role(by, Role.OFFICER, department=keeper)


def check_may_lead_cluster(by: Any, cluster: Cluster, year: int) -> Body:
    """Users of the body that heads the cluster in that year; returns that body.

    Raises `WrongState` while the cluster has no head, `NotAllowed` for everyone else.
    """
    leading = head(cluster, year)
    if leading is None:
        raise WrongState(
            f"{cluster.name} năm {year} chưa có {cluster.head_title}. "
            f"Ghi {cluster.head_title} ở trang của {cluster.noun} rồi làm tiếp."
        )
    if by is not None and not acts_for(by, leading):
        raise NotAllowed(
            f"Việc này của {cluster.head_title} năm {year} ({leading.name}). "
            f"Đề nghị đơn vị đó thực hiện."
        )
    return leading


def may_lead_cluster(by: Any, cluster: Cluster, year: int) -> bool:
    """The same question without a refusal."""
    return acts_for(by, head(cluster, year))


def check_may_run_programme(by: Any, cluster: Cluster, year: int) -> None:
    """Head and deputy of the year, and the officer who keeps the cluster's list."""
    if by is not None and not may_run_programme(by, cluster, year):
        raise NotAllowed(
            f"Chỉ {cluster.head_title}, {cluster.deputy_title} năm {year} hoặc cơ quan lập "
            f"{cluster.noun} mới được ghi chương trình, kết quả hoạt động, kết quả bầu."
        )


def may_run_programme(by: Any, cluster: Cluster, year: int) -> bool:
    leaders = members(cluster, year).exclude(duty=ClusterMember.Duty.MEMBER)
    keys = acting_keys(by)
    return may_keep_clusters(by, keeper=cluster.keeper) or any(
        one.body_id in keys for one in leaders
    )


def may_record_votes(by: Any, cluster: Cluster, year: int) -> bool:
    """The leaders of that year or of the year before, at whose summing-up the vote is held."""
    return any(may_run_programme(by, cluster, when) for when in (year, year - 1))


def check_may_record_votes(by: Any, cluster: Cluster, year: int) -> None:
    if by is not None and not may_record_votes(by, cluster, year):
        raise NotAllowed(
            f"Kết quả bầu do {cluster.head_title}, {cluster.deputy_title} năm {year - 1}, {year} "
            f"hoặc cơ quan lập {cluster.noun} ghi."
        )


def check_may_write_rules(by: Any, cluster: Cluster, year: int) -> None:
    """The officer who keeps the cluster, or its head of this year."""
    if by is None or may_keep_clusters(by, keeper=cluster.keeper):
        return
    if not may_lead_cluster(by, cluster, year):
        raise NotAllowed(
            f"Quy chế do cơ quan lập {cluster.noun} hoặc {cluster.head_title} năm {year} ghi."
        )
