"""The stock: never below nought, nothing erased, lacking things said before they are needed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.apps.decisions.passed import awaiting, issued
from tests.apps.decisions.test_concurrency import at_once

from thidua.ceremonies import actions
from thidua.ceremonies.models import StockItem, StockMove
from thidua.ceremonies.queries.stock import needs, still_needed
from thidua.decisions.queries.certificates import print_notes
from thidua.decisions.queries.checks import checks
from thidua.kit.errors import NotAllowed, WrongState

OUT = {StockMove.Kind.ISSUE, StockMove.Kind.SPOILED}


def item_of(world: SimpleNamespace, **more: Any) -> StockItem:
    values = {"kind": "blank", "name": "Phôi giấy khen", "target": "giay_khen", **more}
    return actions.save_item(body=world.department, by=world.users.officer, **values)


def moved(world: SimpleNamespace, item: StockItem, kind: str, quantity: int) -> StockMove:
    return actions.move_stock(
        item=item, kind=kind, quantity=quantity, on=timezone.localdate(), reason="thử",
        by=world.users.officer,
    )  # fmt: skip


@given(
    steps=st.lists(
        st.tuples(st.sampled_from([*StockMove.Kind.values]), st.integers(1, 30)), max_size=12
    )
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_balance_is_what_the_movements_leave(
    world: SimpleNamespace, steps: list[tuple[str, int]]
) -> None:
    item = item_of(world, name=f"Phôi {StockItem.objects.count()}")
    balance = 0
    for kind, quantity in steps:
        change = -quantity if kind in OUT else quantity
        if balance + change < 0:
            with pytest.raises(WrongState, match=f"chỉ còn {balance}"):
                moved(world, item, kind, quantity)
        else:
            balance += change
            assert moved(world, item, kind, quantity).balance_after == balance
    item.refresh_from_db()
    assert item.balance == balance == sum(move.signed for move in item.moves.all())


@pytest.mark.django_db(transaction=True)
def test_two_take_the_last_blanks(transactional_db: None, world: SimpleNamespace) -> None:
    item = item_of(world)
    moved(world, item, "receipt", 5)
    raised = at_once(
        lambda: moved(world, StockItem.objects.get(pk=item.pk), "issue", 5),
        lambda: moved(world, StockItem.objects.get(pk=item.pk), "issue", 5),
    )
    sentences = [str(error) for error in raised if error is not None]
    assert len(sentences) == 1
    assert "chỉ còn 0" in sentences[0]
    item.refresh_from_db()
    assert item.balance == 0
    assert item.moves.filter(kind="issue").count() == 1


def test_a_movement_is_undone_once_by_its_opposite(world: SimpleNamespace) -> None:
    officer = world.users.officer
    item = item_of(world)
    receipt = moved(world, item, "receipt", 7)
    moved(world, item, "issue", 3)
    with pytest.raises(WrongState, match="chỉ còn 4"):
        actions.undo_move(move=receipt, reason="nhầm", by=officer)
    issue = item.moves.get(kind="issue")
    back = actions.undo_move(move=issue, reason="ghi nhầm", by=officer)
    assert (back.kind, back.signed, back.balance_after) == ("returned", 3, 7)
    for again in (issue, back):
        with pytest.raises(WrongState, match="đã được ghi đảo"):
            actions.undo_move(move=again, reason="nữa", by=officer)
    assert item.moves.count() == 3


def test_a_decision_is_warned_of_what_lacks_and_takes_all_or_nothing(
    world: SimpleNamespace,
) -> None:
    officer = world.users.officer
    blank = item_of(world, name="Phôi chung", target="*")
    frame = item_of(world, kind="frame", name="Khung", target="giay-khen", per_award=2)
    item_of(world, kind="box", name="Hộp không đi kèm", target="")
    moved(world, blank, "receipt", 4)
    draft = awaiting(world)
    said = [one for one in checks(draft, list(draft.awards.all())) if one.subject == "Hiện vật"]
    assert sorted(one.sentence for one in said) == [
        "Khung: cần 2 cái, tồn 0, thiếu 2. Nhập thêm trước.",
        "Phôi chung: cần 5 cái, tồn 4, thiếu 1. Nhập thêm trước.",
    ]
    assert {one.level for one in said} == {"look"}
    assert print_notes(world.department, {"ldtt": 5}) == [
        "Phôi chung: cần 5 cái, tồn 4, thiếu 1. Nhập thêm trước."
    ]
    with pytest.raises(WrongState, match="chưa ban hành"):
        actions.issue_for_decision(decision=draft, by=officer)
    from thidua.decisions.actions import issue_decision

    decision = issue_decision(
        decision=draft, number=7, decided_on=timezone.localdate(), by=world.users.director
    )
    moved(world, blank, "receipt", 1)
    with pytest.raises(WrongState, match="Khung: cần 2"):
        actions.issue_for_decision(decision=decision, by=officer)
    blank.refresh_from_db()
    assert blank.balance == 5
    moved(world, frame, "receipt", 2)
    assert len(actions.issue_for_decision(decision=decision, by=officer)) == 2
    assert still_needed(decision) == []
    with pytest.raises(WrongState, match="Không còn gì"):
        actions.issue_for_decision(decision=decision, by=officer)
    back = StockMove.objects.get(item=frame, kind="issue")
    actions.undo_move(move=back, reason="khung nứt", by=officer)
    assert [(one.item, one.needed) for one in still_needed(decision)] == [(frame, 2)]


def test_needs_follow_award_kind_and_every_award(world: SimpleNamespace) -> None:
    kind = item_of(world, name="Chứng nhận", target="danh_hieu_thi_dua")
    found = needs(world.department, {"ldtt": 3, "cstd-co-so": 2, "giay-khen": 9, "la": 1})
    assert [(one.item, one.needed) for one in found] == [(kind, 5)]


def test_strangers_and_readers_move_nothing(world: SimpleNamespace) -> None:
    item = item_of(world)
    for user in (world.users.director, world.users.stranger, world.users.head, world.users.nobody):
        with pytest.raises(NotAllowed):
            actions.move_stock(
                item=item, kind="receipt", quantity=1, on=timezone.localdate(), by=user
            )
        with pytest.raises(NotAllowed):
            actions.save_item(body=world.department, kind="box", name="Hộp", by=user)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"quantity": 0}, "Số lượng từ 1"),
        ({"kind": "spoiled", "reason": ""}, "lý do hỏng"),
        ({"kind": "mất"}, "Chọn nhập, xuất"),
        ({"on": timezone.localdate() + timezone.timedelta(days=1)}, "chưa tới"),
    ],
)
def test_a_wrong_movement_is_a_sentence(
    world: SimpleNamespace, change: dict[str, Any], said: str
) -> None:
    values = {"kind": "receipt", "quantity": 1, "on": timezone.localdate(), "reason": "x", **change}
    with pytest.raises(WrongState, match=said):
        actions.move_stock(item=item_of(world), by=world.users.officer, **values)


def test_the_pages_of_the_stock(world: SimpleNamespace, django_assert_max_num_queries: Any) -> None:
    client = Client()
    client.force_login(world.users.officer)
    assert "Chưa có hiện vật nào" in client.get("/le-trao/hien-vat/").content.decode()
    sent = {"kind": "frame", "name": "Khung kính", "unit": "cái", "low_at": "5", "per_award": "1"}
    address = client.post("/le-trao/hien-vat/them/", sent)["Location"]
    again = client.post("/le-trao/hien-vat/them/", sent)
    assert (again.status_code, "Đã có “Khung kính”" in again.content.decode()) == (422, True)
    move = {"kind": "issue", "quantity": "3", "on": "01/09/2026", "reason": ""}
    refused = client.post(address, move)
    assert (refused.status_code, "chỉ còn 0" in refused.content.decode()) == (422, True)
    client.post(address, {**move, "kind": "receipt"})
    text = client.get("/le-trao/hien-vat/?loai=thieu&q=khung kinh").content.decode()
    assert "Dưới 5" in text
    for n in range(60):
        item_of(world, name=f"Phôi {n}", target="")
    with django_assert_max_num_queries(12):
        client.get("/le-trao/hien-vat/")
    exported = b"".join(client.get("/le-trao/hien-vat/xuat/?dang=csv")).decode()
    assert exported.count("\r\n") == 62


def test_an_issued_decision_is_not_warned_of_again(world: SimpleNamespace) -> None:
    item_of(world, name="Phôi chung", target="*")
    decision = issued(world)
    found = checks(decision, list(decision.awards.all()))
    assert [one for one in found if one.subject == "Hiện vật"] == []
