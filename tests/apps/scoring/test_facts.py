"""What scoring tells the law: places that were concluded, grades that were settled."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from tests.apps.scoring.test_clusters import cross_all, make_ring

from thidua.eligibility.queries.records import facts_for
from thidua.organisations.models import CollectiveYear
from thidua.scoring import actions
from thidua.scoring.queries.facts import grades_of, places_of

pytestmark = pytest.mark.django_db


def test_a_concluded_place_is_a_fact_until_it_is_withdrawn(world: SimpleNamespace) -> None:
    ring = make_ring(world)
    units = [one.pk for one in ring.units]
    cross_all(ring)
    assert places_of(units, 2026) == {}
    made = actions.conclude_ranking(
        cluster=ring.cluster, year=2026, paper="BB 1", flag=ring.units[0], by=ring.heads[0]
    )
    first = places_of(units, 2026)[ring.units[0].pk]
    assert (first.rank, first.of, first.level, first.flag) == (1, 3, "co_so", True)
    assert first.source == "Cụm thi đua số 1 năm 2026, BB 1: hạng 1, 100 điểm"
    assert places_of(units, 2025) == {}
    subject = next(
        one
        for one in facts_for(ring.department, year=2026, people=[]).units
        if one.facts.subject.name == "Văn phòng Sở"
    )
    group = subject.facts.collective
    assert group is not None
    assert group.rank_in_cluster is not None
    assert (group.rank_in_cluster.rank, group.rank_in_cluster.level) == (1, "co_so")
    actions.withdraw_ranking(ranking=made, reason="Sai số liệu", by=ring.heads[0])
    assert places_of(units, 2026) == {}


def test_a_cluster_of_the_province_counts_as_one_of_the_province(world: SimpleNamespace) -> None:
    ring = make_ring(world)
    ring.cluster.set_up_by = world.province
    ring.cluster.save()
    cross_all(ring)
    actions.conclude_ranking(cluster=ring.cluster, year=2026, paper="BB 1", by=ring.heads[0])
    assert places_of([ring.units[0].pk], 2026)[ring.units[0].pk].level == "bo_nganh_tinh"


def test_a_settled_grade_is_the_rating_only_where_none_is_recorded(
    world: SimpleNamespace,
) -> None:
    ring = make_ring(world)
    unit = ring.units[1]
    assert grades_of([unit.pk], 2026) == {}
    actions.settle_sheet(sheet=ring.second, paper="BB 9", by=world.users.director)
    grade = grades_of([unit.pk], 2026)[unit.pk]
    assert (grade.rating, grade.name) == ("hoan_thanh_xuat_sac", "Xuất sắc")
    assert "BB 9: 98 điểm, Xuất sắc" in grade.source

    def ratings() -> list[str]:
        found = facts_for(world.department, year=2026, people=[], units=[unit]).units
        return [one.grade for one in found[0].facts.ratings or () if one.year == 2026]

    assert ratings() == ["hoan_thanh_xuat_sac"]
    CollectiveYear.objects.create(body=unit, year=2026, rating="hoan_thanh_tot")
    assert ratings() == ["hoan_thanh_tot"]
