"""Cross-scores inside a cluster, the ranking with its reasons, the flag."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from tests.apps.scoring import scored
from tests.apps.scoring.scored import D, checked, line

from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed, WrongState
from thidua.organisations.models import ClusterMember, ClusterYear
from thidua.scoring import actions
from thidua.scoring.actions import ScoreChanged
from thidua.scoring.models import PeerScore, Ranking, Sheet
from thidua.scoring.queries.clusters import board_of, crossing_of, sees_peers, to_cross
from thidua.scoring.queries.flags import flag_rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def ring(world: SimpleNamespace) -> SimpleNamespace:
    """A cluster of three units with a head each; their sheets checked: 100, 98, 99."""
    return make_ring(world)


def make_ring(world: SimpleNamespace, **head: object) -> SimpleNamespace:
    world.officer = world.users.officer
    world.heads = scored.heads(world.units)
    world.cluster = scored.cluster_of(world.department, world.units)
    world.table = scored.issued(world.department, world.officer, **head)
    world.sheets = actions.open_sheets(table=world.table, units=world.units, by=world.officer)
    for sheet, best in zip(world.sheets, ("40", "38", "39"), strict=True):
        checked(sheet, world.officer, c1_1=best)
    world.first, world.second, world.third = world.sheets
    return world


def score(ring: SimpleNamespace, sheet: Sheet, peer: int, number: str, points: str) -> PeerScore:
    made = actions.save_peer_score(
        sheet=sheet, peer=ring.units[peer], criterion=line(sheet, number).criterion, version=0,
        points=D(points), note="Theo báo cáo của đơn vị", by=ring.heads[peer],
    )  # fmt: skip
    assert made is not None
    return made


def hand_in(ring: SimpleNamespace, sheet: Sheet, *peers: int) -> None:
    for peer in peers:
        actions.submit_review(sheet=sheet, peer=ring.units[peer], by=ring.heads[peer])


def cross_all(ring: SimpleNamespace) -> None:
    """Everybody agrees with the check; the deputy draws the head's own sheet."""
    for index, sheet in enumerate(ring.sheets):
        hand_in(ring, sheet, *(i for i in range(3) if i != index))
        actions.close_cross(sheet=sheet, by=ring.heads[1 if index == 0 else 0])


def test_the_mean_of_peers_counts_and_the_rest_stands_as_checked(ring: SimpleNamespace) -> None:
    score(ring, ring.second, 0, "1.1", "35")
    score(ring, ring.second, 2, "1.1", "38")
    hand_in(ring, ring.second, 0, 2)
    actions.close_cross(sheet=ring.second, by=ring.heads[0])
    found = line(ring.second, "1.1")
    assert (found.cross_points, found.cross_reason) == (
        D("36.5"), "Trung bình cộng điểm các đơn vị chấm: 2 đơn vị",
    )  # fmt: skip
    assert line(ring.second, "2.1").cross_points == D(30)
    ring.second.refresh_from_db()
    assert (ring.second.state, ring.second.total) == ("da_cham_cheo", D("96.5"))


def test_the_median_and_the_decision_of_the_head(world: SimpleNamespace) -> None:
    ring = make_ring(world, peer_method="cum_truong")
    score(ring, ring.second, 2, "1.1", "35")
    one = line(ring.second, "1.1")
    with pytest.raises(NotAllowed, match="Cụm trưởng năm 2026"):
        actions.save_cross(
            line=one, version=one.version, points=D(36), reason="x", by=ring.heads[2]
        )
    with pytest.raises(WrongState, match="ghi lý do quyết định"):
        actions.save_cross(line=one, version=one.version, points=D(36), reason="", by=ring.heads[0])
    actions.save_cross(
        line=one, version=one.version, points=D(36), reason="Đối chiếu hồ sơ", by=ring.heads[0]
    )
    hand_in(ring, ring.second, 0, 2)
    actions.close_cross(sheet=ring.second, by=ring.heads[0])
    ring.second.refresh_from_db()
    assert ring.second.total == D(96)
    assert crossing_of(ring.second).drawn[one.criterion_id] is None


def test_who_scores_whom(ring: SimpleNamespace) -> None:
    row = line(ring.second, "1.1").criterion
    with pytest.raises(WrongState, match="chỉ đơn vị khác trong cụm"):
        actions.save_peer_score(
            sheet=ring.second, peer=ring.units[1], criterion=row, version=0, points=D(1),
            note="x", by=ring.heads[1],
        )  # fmt: skip
    for user in (ring.heads[2], ring.users.stranger, ring.officer):
        with pytest.raises(NotAllowed, match="mới được chấm chéo"):
            actions.save_peer_score(
                sheet=ring.second, peer=ring.units[0], criterion=row, version=0, points=D(1),
                note="x", by=user,
            )  # fmt: skip
    assert set(to_cross(ring.heads[1])) == {ring.first, ring.third}
    assert not to_cross(ring.users.stranger).exists()


def test_a_peer_gives_a_reason_stays_below_the_maximum_and_hands_in_once(
    ring: SimpleNamespace,
) -> None:
    row = line(ring.second, "1.1").criterion

    def give(points: str, note: str, version: int = 0) -> object:
        return actions.save_peer_score(
            sheet=ring.second, peer=ring.units[0], criterion=row, version=version,
            points=D(points), note=note, by=ring.heads[0],
        )  # fmt: skip

    with pytest.raises(WrongState, match=r"Dòng 1\.1 lệch 8 điểm"):
        give("30", "")
    with pytest.raises(WrongState, match="có điểm tối đa 40"):
        give("41", "x")
    give("30", "Thiếu hai chỉ tiêu")
    with pytest.raises(ScoreChanged, match="vừa lưu dòng"):
        give("31", "x", version=0)
    give("31", "Thiếu một chỉ tiêu", version=1)
    hand_in(ring, ring.second, 0)
    with pytest.raises(WrongState, match="đã nộp"):
        give("32", "x", version=2)
    with pytest.raises(WrongState, match="đã nộp"):
        hand_in(ring, ring.second, 0)
    assert PeerScore.objects.filter(agreed=True).count() == 5


def test_the_head_does_not_draw_the_own_sheet(ring: SimpleNamespace) -> None:
    hand_in(ring, ring.first, 1, 2)
    with pytest.raises(NotAllowed, match="Cụm trưởng không chốt điểm của chính đơn vị mình"):
        actions.close_cross(sheet=ring.first, by=ring.heads[0])
    actions.close_cross(sheet=ring.first, by=ring.heads[1])


def test_missing_peers_hold_up_unless_the_head_says_why(ring: SimpleNamespace) -> None:
    with pytest.raises(WrongState, match="Còn 2 đơn vị chưa nộp"):
        actions.close_cross(sheet=ring.second, by=ring.heads[0])
    with pytest.raises(WrongState, match="Chưa đơn vị nào nộp"):
        actions.close_cross(sheet=ring.second, by=ring.heads[0], reason="Hết hạn")
    hand_in(ring, ring.second, 0)
    actions.close_cross(sheet=ring.second, by=ring.heads[0], reason="Hết hạn")
    log = AuditRow.objects.get(action="scoring.close_cross")
    assert (log.detail["without"], log.detail["reason"]) == ([ring.units[2].name], "Hết hạn")


def test_a_cluster_without_a_head_says_so(ring: SimpleNamespace) -> None:
    ClusterMember.objects.filter(duty="truong").update(duty="thanh_vien", way="")
    hand_in(ring, ring.second, 0, 2)
    with pytest.raises(WrongState, match="chưa có Cụm trưởng"):
        actions.close_cross(sheet=ring.second, by=ring.heads[0])
    with pytest.raises(WrongState, match="chưa có Cụm trưởng"):
        actions.conclude_ranking(cluster=ring.cluster, year=2026, paper="BB 1", by=ring.heads[0])


def test_who_sees_what_each_peer_gave(ring: SimpleNamespace) -> None:
    sheet = Sheet.objects.select_related("table__department", "cluster").get(pk=ring.second.pk)
    seen = [
        sees_peers(user, sheet)
        for user in (ring.officer, ring.users.director, ring.heads[0], ring.heads[1], ring.heads[2],
                     ring.users.stranger)
    ]  # fmt: skip
    assert seen == [True, True, True, False, False, False]
    sheet.table.peers_open = True
    assert sees_peers(ring.heads[1], sheet)
    assert not sees_peers(ring.heads[2], sheet)


def test_the_ranking_is_concluded_by_the_head_with_reasons_and_the_flag(
    ring: SimpleNamespace,
) -> None:
    with pytest.raises(WrongState, match="Chưa chốt điểm chấm chéo của"):
        actions.conclude_ranking(cluster=ring.cluster, year=2026, paper="BB 1", by=ring.heads[0])
    cross_all(ring)
    for user in (ring.heads[1], ring.officer, ring.users.stranger):
        with pytest.raises(NotAllowed):
            actions.conclude_ranking(cluster=ring.cluster, year=2026, paper="BB 1", by=user)
    with pytest.raises(WrongState, match="không đứng thứ nhất"):
        actions.conclude_ranking(
            cluster=ring.cluster, year=2026, paper="BB 1", flag=ring.units[2], by=ring.heads[0]
        )
    with pytest.raises(WrongState, match="biên bản họp"):
        actions.conclude_ranking(cluster=ring.cluster, year=2026, paper="", by=ring.heads[0])
    made = actions.conclude_ranking(
        cluster=ring.cluster, year=2026, paper="BB 1", flag=ring.units[0], by=ring.heads[0]
    )
    told = list(made.places.values_list("rank", "sheet__unit__name", "total", "sentence"))
    assert told == [
        (1, "Văn phòng Sở", D(100), "Hạng 1 với 100 điểm."),
        (2, "Trung tâm Lưu trữ lịch sử", D(99),
         "99 điểm, sau Văn phòng Sở 1 điểm, chủ yếu ở các dòng 1.1 (−1)."),
        (3, "Phòng Công chức, viên chức", D(98),
         "98 điểm, sau Trung tâm Lưu trữ lịch sử 1 điểm, chủ yếu ở các dòng 1.1 (−1)."),
    ]  # fmt: skip
    with pytest.raises(WrongState, match="đã kết luận"):
        actions.conclude_ranking(cluster=ring.cluster, year=2026, paper="BB 2", by=ring.heads[0])


def test_a_year_closed_by_the_hand_over_refuses(ring: SimpleNamespace) -> None:
    cross_all(ring)
    ClusterYear.objects.filter(cluster=ring.cluster).update(closed_on=dt.date(2026, 12, 30))
    with pytest.raises(WrongState, match="đã khóa khi bàn giao"):
        actions.conclude_ranking(cluster=ring.cluster, year=2026, paper="BB 1", by=ring.heads[0])
    assert not Ranking.objects.exists()


def test_points_behind_a_ranking_stand_until_it_is_withdrawn(ring: SimpleNamespace) -> None:
    cross_all(ring)
    made = actions.conclude_ranking(cluster=ring.cluster, year=2026, paper="BB 1", by=ring.heads[0])
    one = line(ring.second, "1.1")
    with pytest.raises(WrongState, match="Rút kết luận xếp hạng trước"):
        actions.save_final(
            line=one, version=one.version, points=D(40), reason="x", by=ring.users.director
        )
    with pytest.raises(WrongState, match="Rút kết luận xếp hạng trước"):
        actions.reopen_check(sheet=ring.second, reason="x", by=ring.officer)
    actions.settle_sheet(sheet=ring.second, paper="BB 2", by=ring.users.director)
    with pytest.raises(WrongState, match="lý do rút"):
        actions.withdraw_ranking(ranking=made, reason="", by=ring.heads[0])
    actions.withdraw_ranking(ranking=made, reason="Sai số liệu", by=ring.heads[0])
    assert board_of(ring.cluster, 2026).ranking is None
    assert Ranking.objects.get().places.count() == 3


def test_a_shared_first_place_asks_why_one_is_proposed(ring: SimpleNamespace) -> None:
    one = line(ring.third, "1.1")
    score(ring, ring.third, 0, "1.1", "40")
    score(ring, ring.third, 1, "1.1", "40")
    assert one.check_points == D(39)
    cross_all(ring)
    board = board_of(ring.cluster, 2026)
    assert [one.rank for one in board.places] == [1, 1, 3]
    assert {sheet.unit_id for sheet in board.first} == {ring.units[0].pk, ring.units[2].pk}
    with pytest.raises(WrongState, match="2 đơn vị cùng hạng nhất"):
        actions.conclude_ranking(
            cluster=ring.cluster, year=2026, paper="BB", flag=ring.units[2], by=ring.heads[0]
        )
    made = actions.conclude_ranking(
        cluster=ring.cluster, year=2026, paper="BB", flag=ring.units[2],
        flag_reason="Tỷ lệ nữ 80%", by=ring.heads[0],
    )  # fmt: skip
    assert made.flag == ring.units[2]


def test_what_the_law_says_of_the_flag_is_cited_or_said_to_be_unknown() -> None:
    rules = {one.code: one for one in flag_rules(dt.date(2026, 1, 15))}
    cabinet = rules["co-chinh-phu"]
    assert cabinet.known
    assert "20 %" in cabinet.sentence
    assert cabinet.citation == "Điều 7 khoản 1 NĐ 152/2025/NĐ-CP"
    province = rules["co-cap-tinh"]
    assert not province.known
    assert "Cần văn bản chính thức" in province.sentence
    later = {one.code: one for one in flag_rules(dt.date(2026, 11, 1))}
    assert later["co-chinh-phu"].awaited
