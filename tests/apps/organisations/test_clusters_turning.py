"""How heads change: votes with ties and majorities, the hand-over confirmed by both sides."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.apps.organisations.clustered import filled

from thidua.kit.errors import NotAllowed, WrongState
from thidua.organisations.actions import clusters as actions
from thidua.organisations.actions.clusters.electing import winner_of
from thidua.organisations.models import Body
from thidua.organisations.queries import clusters as reading


def vote(world: SimpleNamespace, cluster: Any, *counts: int, **more: Any) -> Any:
    votes = [(body, n) for body, n in zip(world.units, counts, strict=False) if n]
    given = {
        "office": "truong", "held_on": dt.date(2025, 12, 20), "voters": sum(counts),
        "by": world.users.officer, **more,
    }  # fmt: skip
    return actions.record_election(cluster=cluster, year=2026, votes=votes, **given)


def test_the_winner_of_a_vote_takes_the_duty(world: SimpleNamespace) -> None:
    cluster = filled(world, head=None)
    made = vote(world, cluster, 1, 2)
    assert made.winner == world.units[1]
    assert reading.head(cluster, 2026) == world.units[1]
    place = reading.members(cluster, 2026).get(duty="truong")
    assert place.way == "bau"
    with pytest.raises(WrongState, match="Đã bầu Khối trưởng"):
        vote(world, cluster, 3)
    actions.take_back_election(election=made, reason="Ghi nhầm", by=world.users.officer)
    assert reading.head(cluster, 2026) is None


def test_a_tie_has_no_winner_until_it_is_settled(world: SimpleNamespace) -> None:
    cluster, officer = filled(world, head=None), world.users.officer
    tied = vote(world, cluster, 1, 1, spoilt=1, voters=3)
    assert tied.winner is None
    assert reading.head(cluster, 2026) is None
    with pytest.raises(WrongState, match="một trong các đơn vị bằng phiếu"):
        actions.settle_tie(election=tied, winner=world.units[2], settled_by="x", by=officer)
    with pytest.raises(WrongState, match="cách quyết định"):
        actions.settle_tie(election=tied, winner=world.units[0], settled_by=" ", by=officer)
    actions.settle_tie(election=tied, winner=world.units[0], settled_by="Bốc thăm", by=officer)
    assert reading.head(cluster, 2026) == world.units[0]


def test_a_tie_is_voted_on_again(world: SimpleNamespace) -> None:
    cluster = filled(world, head=None)
    tied = vote(world, cluster, 1, 1)
    second = vote(world, cluster, 2, 1)
    assert (second.turn, second.winner) == (2, world.units[0])
    with pytest.raises(WrongState, match="bầu lại"):
        actions.settle_tie(
            election=tied, winner=world.units[1], settled_by="x", by=world.users.officer
        )
    with pytest.raises(WrongState, match="Hủy lần bầu sau trước"):
        actions.take_back_election(election=tied, reason="x", by=world.users.officer)


def test_a_majority_is_more_than_half_of_all_votes(world: SimpleNamespace) -> None:
    cluster = filled(world, head=None)
    half = vote(world, cluster, 1, spoilt=1, voters=2, needs_majority=True)
    assert half.winner is None
    assert vote(world, cluster, 2, 1, needs_majority=True).winner == world.units[0]


@pytest.mark.parametrize(
    ("counts", "more", "sentence"),
    [
        ((2, 1), {"voters": 4}, "từ 1 đến 3"),
        ((2,), {"voters": 3}, "không khớp"),
        ((2, 1), {"voters": 2}, "không khớp"),
        ((), {"voters": 3}, "ít nhất một đơn vị"),
        ((1,), {"office": "uy_vien"}, "trưởng hoặc phó"),
        ((1,), {"held_on": dt.date(2024, 1, 1)}, "Ngày bầu"),
    ],
)
def test_a_count_that_cannot_be_is_refused(
    world: SimpleNamespace, counts: tuple[int, ...], more: dict[str, Any], sentence: str
) -> None:
    cluster = filled(world, head=None)
    with pytest.raises(WrongState, match=sentence):
        vote(world, cluster, *counts, **more)
    assert not cluster.years.get(year=2026).elections.exists()


def test_who_may_record_a_vote(world: SimpleNamespace) -> None:
    cluster, users = filled(world, year=2025), world.users
    actions.carry_over(cluster=cluster, year=2026, by=users.officer)
    for user in (users.stranger, users.member, users.nobody):
        with pytest.raises(NotAllowed):
            vote(world, cluster, 2, 1, by=user)
    # The head of the year before holds the vote at its summing-up.
    assert vote(world, cluster, 2, 1, by=users.head).winner == world.units[0]


@given(st.lists(st.integers(0, 12), min_size=1, max_size=8), st.booleans())
def test_a_winner_stands_alone_at_the_top(counts: list[int], needs_majority: bool) -> None:
    votes = [(Body(pk=n + 1, name=str(n)), count) for n, count in enumerate(counts)]
    winner = winner_of(votes, voters=sum(counts), needs_majority=needs_majority)
    top = max(counts)
    alone = counts.count(top) == 1 and top > 0
    expected = alone and (not needs_majority or top * 2 > sum(counts))
    assert (winner is not None) == expected
    if winner is not None:
        assert counts[winner.pk - 1] == top


WORDS = {
    "held_on": dt.date(2025, 12, 25), "place": "Hội trường Sở", "giver_person": "Nguyễn Văn A",
    "giver_post": "Trưởng phòng", "receiver_person": "Lê Thị B", "receiver_post": "Giám đốc",
    "papers": "Quy chế, 01 bản\n\n  Sổ theo dõi  ", "unfinished": "",
}  # fmt: skip


def two_years(world: SimpleNamespace) -> Any:
    """Headed by the unit of `users.head` in 2025, by another in 2026."""
    cluster, officer = filled(world, year=2025), world.users.officer
    actions.carry_over(cluster=cluster, year=2026, by=officer)
    actions.give_duty(
        cluster=cluster, year=2026, body=world.units[2], duty="truong", way="luan_phien",
        by=officer,
    )  # fmt: skip
    return cluster


def hand(world: SimpleNamespace, cluster: Any, **change: Any) -> Any:
    words = actions.HandoverWords(**{**WORDS, **change})
    return actions.save_handover(cluster=cluster, year=2025, words=words, by=world.users.head)


def test_both_sides_confirm_and_the_year_is_closed(world: SimpleNamespace) -> None:
    cluster = two_years(world)
    made = hand(world, cluster)
    assert made.papers == "Quy chế, 01 bản\nSổ theo dõi"
    with pytest.raises(NotAllowed, match="Trung tâm Lưu trữ"):
        actions.confirm_handover(
            handover=made, side="nhan", digest=made.digest, by=world.users.head
        )
    assert not actions.confirm_handover(
        handover=made, side="giao", digest=made.digest, by=world.users.head
    )
    with pytest.raises(WrongState, match="Bên giao đã xác nhận"):
        actions.confirm_handover(
            handover=made, side="giao", digest=made.digest, by=world.users.head
        )
    assert actions.confirm_handover(handover=made, side="nhan", digest=made.digest, by=None)
    assert cluster.years.get(year=2025).is_closed
    with pytest.raises(WrongState, match="đã khóa"):
        hand(world, cluster, place="Nơi khác")


def test_a_change_takes_confirmations_back_and_old_text_is_not_confirmed(
    world: SimpleNamespace,
) -> None:
    cluster = two_years(world)
    first = hand(world, cluster)
    actions.confirm_handover(handover=first, side="giao", digest=first.digest, by=world.users.head)
    changed = hand(world, cluster, unfinished="Gửi báo cáo")
    assert changed.given_at is None
    with pytest.raises(WrongState, match="vừa được sửa"):
        actions.confirm_handover(handover=first, side="nhan", digest=first.digest, by=None)
    again = hand(world, cluster, unfinished="Gửi báo cáo")
    assert again.digest == changed.digest


def test_no_hand_over_without_a_next_head_or_to_oneself(world: SimpleNamespace) -> None:
    cluster, officer = filled(world, year=2025), world.users.officer
    with pytest.raises(WrongState, match="chưa có Khối trưởng năm 2026"):
        hand(world, cluster)
    actions.carry_over(cluster=cluster, year=2026, by=officer)
    actions.give_duty(
        cluster=cluster, year=2026, body=world.units[1], duty="truong", way="luan_phien",
        by=officer,
    )  # fmt: skip
    with pytest.raises(WrongState, match="không có bàn giao"):
        hand(world, cluster)
    with pytest.raises(WrongState, match="chưa có Khối trưởng"):
        actions.save_handover(
            cluster=cluster, year=2024, words=actions.HandoverWords(**WORDS), by=world.users.head
        )


@pytest.mark.parametrize(
    "change", [{"place": " "}, {"papers": "\n \n"}, {"giver_post": ""},
               {"held_on": dt.date(2024, 12, 31)}]
)  # fmt: skip
def test_an_empty_part_is_refused(world: SimpleNamespace, change: dict[str, Any]) -> None:
    cluster = two_years(world)
    with pytest.raises(WrongState):
        hand(world, cluster, **change)
