"""Reading clusters: who is in one, who heads it, whose turn it is, who may lead it."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from thidua.kit.errors import NotAllowed, WrongState
from thidua.organisations.models import Cluster, ClusterMember, ClusterYear
from thidua.organisations.permissions import (
    check_may_lead_cluster,
    may_lead_cluster,
    may_run_programme,
)
from thidua.organisations.queries import clusters as reading


def make(world: SimpleNamespace, name: str = "Khối các phòng", **more: Any) -> Cluster:
    return Cluster.objects.create(
        kind="khoi", name=name, folded_name=name.lower(), keeper=world.department,
        set_up_by=world.department, decision_number="5/QĐ-SNV",
        decision_date=dt.date(2024, 1, 5), first_year=2024, **more,
    )  # fmt: skip


def fill(cluster: Cluster, year: int, bodies: list[Any], head: int | None = None) -> ClusterYear:
    made = ClusterYear.objects.create(cluster=cluster, year=year)
    for place, body in enumerate(bodies, start=1):
        ClusterMember.objects.create(
            cluster_year=made, body=body, year=year, set_up_by=cluster.set_up_by, place=place,
            duty="truong" if place - 1 == head else "thanh_vien",
        )  # fmt: skip
    return made


def test_members_head_and_clusters_by_year(world: SimpleNamespace) -> None:
    cluster = make(world)
    fill(cluster, 2025, world.units[:2], head=0)
    fill(cluster, 2026, world.units, head=1)
    assert [one.body for one in reading.members(cluster, 2025)] == world.units[:2]
    assert reading.head(cluster, 2025) == world.units[0]
    assert reading.head(cluster, 2026) == world.units[1]
    assert reading.head(cluster, 2024) is None
    assert list(reading.clusters_of(world.units[2], 2026)) == [cluster]
    assert list(reading.clusters_of(world.units[2], 2025)) == []


def test_who_left_during_the_year_is_no_member(world: SimpleNamespace) -> None:
    cluster = make(world)
    year = fill(cluster, 2026, world.units, head=0)
    year.members.filter(body=world.units[0]).update(to_date=dt.date(2026, 5, 31))
    assert reading.head(cluster, 2026) is None
    assert len(reading.members(cluster, 2026)) == 2
    other = make(world, "Khối khác")
    fill(other, 2026, [world.units[0]])
    assert list(reading.clusters_of(world.units[0], 2026)) == [other]


def test_the_database_keeps_a_body_in_one_cluster_of_a_setter(world: SimpleNamespace) -> None:
    fill(make(world), 2026, world.units)
    with pytest.raises(IntegrityError), transaction.atomic():
        fill(make(world, "Khối khác"), 2026, world.units[:1])


def test_the_turn_goes_round(world: SimpleNamespace) -> None:
    cluster = make(world)
    fill(cluster, 2024, world.units, head=1)
    assert reading.next_in_turn(cluster, 2024) == world.units[0]
    fill(cluster, 2025, world.units, head=2)
    fill(cluster, 2026, world.units)
    assert reading.next_in_turn(cluster, 2026) == world.units[0]
    cluster.years.get(year=2026).members.filter(body=world.units[0]).update(duty="truong")
    fill(cluster, 2027, world.units)
    # All have served once: the one that served longest ago comes next.
    assert reading.next_in_turn(cluster, 2027) == world.units[1]
    assert reading.next_in_turn(cluster, 2030) is None


def test_only_the_head_of_the_year_leads(world: SimpleNamespace) -> None:
    cluster, users = make(world), world.users
    fill(cluster, 2025, world.units, head=0)
    fill(cluster, 2026, world.units, head=1)
    assert may_lead_cluster(users.head, cluster, 2026)
    assert not may_lead_cluster(users.head, cluster, 2025)
    for user in (users.officer, users.stranger, users.nobody, users.member):
        assert not may_lead_cluster(user, cluster, 2026)
        with pytest.raises(NotAllowed, match="Khối trưởng năm 2026"):
            check_may_lead_cluster(user, cluster, 2026)
    with pytest.raises(WrongState, match="chưa có Khối trưởng"):
        check_may_lead_cluster(users.head, cluster, 2027)
    assert may_run_programme(users.officer, cluster, 2025)
    assert not may_run_programme(users.stranger, cluster, 2026)


def test_a_stranger_reads_no_cluster(world: SimpleNamespace) -> None:
    cluster, users = make(world), world.users
    fill(cluster, 2026, world.units)
    assert list(reading.clusters_for(users.head)) == [cluster]
    assert list(reading.clusters_for(users.officer)) == [cluster]
    for user in (users.stranger, users.nobody, users.member, users.administrator):
        assert not reading.clusters_for(user).exists()
    fill(cluster, 2027, [world.foreign])
    assert list(reading.clusters_for(users.stranger)) == [cluster]
