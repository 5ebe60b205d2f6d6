"""The ranking on the page of a cluster: provisional with what lacks, then as it was concluded."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.apps.scoring import scored
from tests.apps.scoring.test_clusters import hand_in, make_ring

from thidua.scoring import actions
from thidua.scoring.models import Sheet
from thidua.scoring.queries.panels import ranking_panel

pytestmark = pytest.mark.django_db


def shown(user: Any, ring: SimpleNamespace) -> str:
    client = Client()
    client.force_login(user)
    address = reverse("organisations:cluster", args=[ring.cluster.pk]) + "?nam=2026"
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_ranking_before_and_after_it_is_concluded(world: SimpleNamespace) -> None:
    ring = make_ring(world)
    assert "Chưa xếp hạng: có 3 phiếu" in shown(ring.heads[1], ring)
    hand_in(ring, ring.second, 0, 2)
    actions.close_cross(sheet=ring.second, by=ring.heads[0])
    text = shown(ring.heads[1], ring)
    assert "1. Phòng Công chức, viên chức" in text
    waiting = "Văn phòng Sở, Trung tâm Lưu trữ lịch sử"
    assert f"Tạm tính: chưa chốt điểm chấm chéo của {waiting}." in text
    for sheet, closer, others in ((ring.first, 1, (1, 2)), (ring.third, 0, (0, 1))):
        hand_in(ring, sheet, *others)
        actions.close_cross(sheet=sheet, by=ring.heads[closer])
    assert "Tạm tính, chưa kết luận." in shown(ring.heads[1], ring)
    actions.conclude_ranking(
        cluster=ring.cluster, year=2026, paper="BB 1", flag=ring.units[0], by=ring.heads[0]
    )
    text = shown(ring.officer, ring)
    assert "99 điểm, sau Văn phòng Sở 1 điểm, chủ yếu ở các dòng 1.1 (−1)." in text
    assert "BB 1. Đề nghị Cờ thi đua: Văn phòng Sở." in text
    assert reverse("scoring:board", args=[ring.cluster.pk, 2026]) in text
    assert "Tạm tính" not in text


def test_a_cluster_without_sheets_says_so(world: SimpleNamespace) -> None:
    cluster = scored.cluster_of(world.department, world.units)
    panel = ranking_panel(world.users.officer, cluster, 2026)
    assert panel is not None
    assert (panel.lines, panel.actions) == ([], [])
    assert panel.empty == "Chưa có phiếu chấm điểm năm 2026."


def test_nobody_outside_sees_the_ranking(world: SimpleNamespace) -> None:
    ring = make_ring(world)
    for user in (world.users.stranger, world.users.nobody, world.users.member):
        assert ranking_panel(user, ring.cluster, 2026) is None


def test_twelve_units_cost_no_more_queries_than_three(
    world: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    units = [*world.units, *scored.more_units(world.department, 9)]
    cluster = scored.cluster_of(world.department, units)
    table = scored.issued(world.department, world.users.officer)
    sheets = actions.open_sheets(table=table, units=units, by=world.users.officer)
    for sheet in sheets:
        scored.checked(sheet, world.users.officer)
    Sheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).update(state=Sheet.State.CROSSED)
    with django_assert_max_num_queries(11):
        panel = ranking_panel(world.users.officer, cluster, 2026)
    assert panel is not None
    assert len(panel.lines) == 12
