"""Pledges: frozen versions, signatures on a fingerprint, refusals, witnesses, who sees what."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.apps.organisations.clustered import filled

from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed, WrongState
from thidua.movements import actions
from thidua.movements.actions import SideRow, TargetRow
from thidua.movements.actions.pledging import digest_of_text, frozen_text
from thidua.movements.models import Pledge, PledgeSide, PledgeVersion
from thidua.movements.queries.pledges import latest_frozen, pledges_for, waiting_to_sign
from thidua.movements.states import PLEDGE_BY_NAME, PLEDGE_STEPS
from thidua.organisations.actions import clusters

S = Pledge.State
TARGET = TargetRow("Hồ sơ đúng hạn", "%", Decimal(98))


def drafted(world: SimpleNamespace, **more: Any) -> Pledge:
    """The pledge of a block headed by the unit of `users.head`, with all three units."""
    cluster = more.pop("cluster", None) or filled(world)
    given = {
        "year": 2026, "title": "Giao ước 2026", "content": "Hoàn thành nhiệm vụ",
        "targets": [TARGET], "by": world.users.head,
        "sides": [SideRow(unit, f"Người {unit.pk}", "Trưởng phòng") for unit in world.units],
        **more,
    }  # fmt: skip
    return actions.draft_pledge(cluster=cluster, **given)


def sent(world: SimpleNamespace, **more: Any) -> Pledge:
    pledge = drafted(world, **more)
    actions.send_pledge(pledge=pledge, by=world.users.head)
    pledge.refresh_from_db()
    return pledge


def sides(pledge: Pledge) -> list[PledgeSide]:
    version = latest_frozen(pledge)
    assert version is not None
    return list(version.sides.select_related("version__pledge", "body"))


def own_side(world: SimpleNamespace, pledge: Pledge) -> PledgeSide:
    return next(one for one in sides(pledge) if one.body == world.units[1])


def sign(world: SimpleNamespace, side: PledgeSide, by: Any) -> None:
    actions.sign_pledge(side=side, digest=side.version.digest, by=by)


def test_every_side_signs_and_the_pledge_is_complete(world: SimpleNamespace) -> None:
    pledge = sent(world)
    assert pledge.state == S.SIGNING
    sign(world, own_side(world, pledge), world.users.head)
    pledge.refresh_from_db()
    assert pledge.state == S.SIGNING
    for side in sides(pledge):
        if side.body != world.units[1]:
            sign(world, side, None)
    pledge.refresh_from_db()
    assert pledge.state == S.SIGNED
    signed = own_side(world, pledge)
    assert (signed.answered_by, signed.answered_name) == (world.users.head, "Lê Quốc Bảo")
    assert signed.digest == signed.version.digest == digest_of_text(signed.version.frozen)
    row = AuditRow.objects.filter(action="movements.sign_pledge").earliest("sequence")
    assert row.detail["digest"] == signed.digest
    assert AuditRow.objects.filter(action="movements.complete_pledge").count() == 1


def test_what_is_frozen_holds_everything_that_is_signed(world: SimpleNamespace) -> None:
    version = latest_frozen(sent(world))
    assert version is not None
    words = json.loads(version.frozen)
    assert words["content"] == "Hoàn thành nhiệm vụ"
    assert words["targets"] == [["Hồ sơ đúng hạn", "98 %", ""]]
    assert [one[0] for one in words["sides"]] == [unit.name for unit in world.units]
    before = version.digest
    changes: list[Any] = [
        lambda: version.targets.update(plan=Decimal(97)),
        lambda: version.sides.filter(body=world.units[0]).update(signer="Người khác"),
    ]
    for change in changes:
        change()
        assert digest_of_text(frozen_text(version)) != before


def test_only_the_head_of_a_side_signs_for_it(world: SimpleNamespace) -> None:
    pledge = sent(world)
    mine = own_side(world, pledge)
    users = world.users
    for user in (users.officer, users.director, users.stranger, users.member, users.nobody):
        with pytest.raises(NotAllowed):
            sign(world, mine, user)
        with pytest.raises(NotAllowed):
            actions.refuse_pledge(side=mine, reason="x", by=user)
    other = next(one for one in sides(pledge) if one.body == world.units[0])
    with pytest.raises(NotAllowed, match="Văn phòng Sở"):
        sign(world, other, users.head)


def test_a_side_signs_the_text_it_read_and_once(world: SimpleNamespace) -> None:
    pledge = sent(world)
    mine = own_side(world, pledge)
    with pytest.raises(WrongState, match="Đọc lần mới"):
        actions.sign_pledge(side=mine, digest="0" * 64, by=world.users.head)
    sign(world, mine, world.users.head)
    with pytest.raises(WrongState, match="đã ký"):
        sign(world, mine, world.users.head)
    with pytest.raises(WrongState, match="đã ký"):
        actions.refuse_pledge(side=mine, reason="Đổi ý", by=world.users.head)


def test_a_change_makes_a_version_that_all_sign_anew(world: SimpleNamespace) -> None:
    pledge, head = sent(world), world.users.head
    old = own_side(world, pledge)
    sign(world, old, head)
    with pytest.raises(WrongState, match="lý do sửa"):
        actions.revise_pledge(pledge=pledge, reason=" ", by=head)
    actions.revise_pledge(pledge=pledge, reason="Nâng chỉ tiêu", by=head)
    with pytest.raises(WrongState, match="Dự thảo"):
        sign(world, old, head)
    actions.save_pledge(
        pledge=pledge, title=pledge.title, content="Nội dung mới", targets=[],
        sides=[SideRow(unit, "A", "B") for unit in world.units], by=head,
    )  # fmt: skip
    actions.send_pledge(pledge=pledge, by=head)
    with pytest.raises(WrongState, match="lần mới"):
        actions.sign_pledge(side=old, digest=old.version.digest, by=head)
    assert all(one.answer == "" for one in sides(pledge))
    first = PledgeVersion.objects.get(pledge=pledge, number=1)
    assert first.content == "Hoàn thành nhiệm vụ"
    assert first.sides.get(body=world.units[1]).answer == "da_ky"
    assert digest_of_text(first.frozen) == first.digest


def test_a_revision_thrown_away_leaves_the_signatures(world: SimpleNamespace) -> None:
    pledge, head = sent(world), world.users.head
    for side in sides(pledge):
        sign(world, side, None)
    actions.revise_pledge(pledge=pledge, reason="Sửa", by=head)
    assert actions.discard_revision(pledge=pledge, by=head).state == S.SIGNED
    actions.revise_pledge(pledge=pledge, reason="Sửa", by=head)
    actions.withdraw_pledge(pledge=pledge, reason="Không làm nữa", by=head)
    with pytest.raises(WrongState, match="Đã thu hồi"):
        actions.discard_revision(pledge=pledge, by=head)
    fresh = drafted(world, cluster=pledge.cluster, title="Khác")
    with pytest.raises(WrongState, match="lần soạn đầu"):
        actions.discard_revision(pledge=fresh, by=head)


def test_a_refusal_says_why_and_may_turn_into_a_signature(world: SimpleNamespace) -> None:
    pledge, head = sent(world), world.users.head
    mine = own_side(world, pledge)
    with pytest.raises(WrongState, match="lý do"):
        actions.refuse_pledge(side=mine, reason="  ", by=head)
    actions.refuse_pledge(side=mine, reason="Chỉ tiêu quá cao", by=head)
    assert not waiting_to_sign(head).exists()
    for side in sides(pledge):
        if side != mine:
            sign(world, side, None)
    pledge.refresh_from_db()
    assert pledge.state == S.SIGNING
    sign(world, mine, head)
    pledge.refresh_from_db()
    assert pledge.state == S.SIGNED
    assert own_side(world, pledge).note == ""


def test_a_signature_on_paper_is_noted_by_the_head_with_its_place(world: SimpleNamespace) -> None:
    pledge, users = sent(world), world.users
    other = sides(pledge)[0]
    with pytest.raises(NotAllowed):
        actions.record_paper_signature(side=other, said="Tủ 3", by=users.officer)
    with pytest.raises(WrongState, match="Ghi nơi lưu"):
        actions.record_paper_signature(side=other, said=" ", by=users.head)
    done = actions.record_paper_signature(side=other, said="Tủ 3", by=users.head)
    assert (done.how, done.note, done.digest) == ("ban_giay", "Tủ 3", other.version.digest)


def test_what_cannot_be_sent_or_drafted(world: SimpleNamespace) -> None:
    pledge, head = drafted(world), world.users.head
    cluster = pledge.cluster

    def save(**change: Any) -> None:
        given = {
            "title": "Giao ước 2026", "content": "Nội dung", "targets": [],
            "sides": [SideRow(unit, "A", "B") for unit in world.units], **change,
        }  # fmt: skip
        actions.save_pledge(pledge=pledge, by=head, **given)

    bad: list[tuple[str, dict[str, Any]]] = [
        ("tên giao ước", {"title": " "}),
        ("hai lần", {"sides": [SideRow(world.units[0], "A", "B")] * 2}),
        ("không thuộc", {"sides": [SideRow(world.foreign, "A", "B")]}),
        ("đơn vị tính", {"targets": [TargetRow("Hồ sơ", "", Decimal(1))]}),
        ("chưa có nội dung", {"targets": [TargetRow(" ")]}),
        ("dài quá", {"content": "x" * 20_001}),
    ]
    for sentence, change in bad:
        with pytest.raises(WrongState, match=sentence):
            save(**change)
    for sentence, change in (
        ("nội dung giao ước", {"content": ""}),
        ("hai bên", {"sides": [SideRow(world.units[0], "A", "B")]}),
        ("người ký và chức vụ", {"sides": [SideRow(u, "", "B") for u in world.units]}),
    ):
        save(**change)
        with pytest.raises(WrongState, match=sentence):
            actions.send_pledge(pledge=pledge, by=head)
    save()
    with pytest.raises(WrongState, match="người khác thay đổi"):
        actions.send_pledge(pledge=pledge, by=head, seen=pledge.revision)
    with pytest.raises(WrongState, match="đã có giao ước"):
        drafted(world, cluster=cluster)
    with pytest.raises(WrongState, match="chưa có Khối trưởng"):
        drafted(world, cluster=cluster, year=2025)
    with pytest.raises(NotAllowed, match="Khối trưởng năm 2026"):
        drafted(world, cluster=cluster, title="Khác", by=world.users.officer)
    member = cluster.years.get(year=2026).members.get(body=world.units[0])
    clusters.leave_cluster(
        member=member, to_date=dt.date(2026, 2, 1), reason="Sáp nhập", by=world.users.officer
    )
    with pytest.raises(WrongState, match="không còn trong"):
        actions.send_pledge(pledge=pledge, by=head)
    clusters.close_year(cluster=cluster, year=2026, by=world.users.officer)
    with pytest.raises(WrongState, match="đã khóa"):
        actions.send_pledge(pledge=pledge, by=head)


def test_the_pledge_of_a_body_with_its_units(world: SimpleNamespace) -> None:
    users = world.users
    bodies = [world.department, *world.units]
    pledge = actions.draft_pledge(
        body=world.department, year=2026, title="Giao ước Sở", content="Nội dung",
        sides=[SideRow(one, "A", "B") for one in bodies], by=users.officer,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        actions.draft_pledge(
            body=world.department, year=2026, title="Khác", content="x", by=users.stranger
        )
    assert not pledges_for(users.head).exists()
    actions.send_pledge(pledge=pledge, by=users.officer)
    assert list(pledges_for(users.head)) == [pledge]
    assert [one.body for one in waiting_to_sign(users.director)] == [world.department]
    assert [one.body for one in waiting_to_sign(users.head)] == [world.units[1]]
    with pytest.raises(WrongState, match="Chọn cụm"):
        actions.draft_pledge(year=2026, title="x", content="x", by=users.officer)


def test_a_stranger_sees_nothing_and_a_draft_is_its_writers(world: SimpleNamespace) -> None:
    pledge, users = drafted(world), world.users
    assert list(pledges_for(users.head)) == [pledge]
    assert not pledges_for(users.officer).exists()
    actions.send_pledge(pledge=pledge, by=users.head)
    assert list(pledges_for(users.officer)) == [pledge]
    for user in (users.stranger, users.nobody, users.member, users.administrator):
        assert not pledges_for(user).exists()
        assert not waiting_to_sign(user).exists()


def test_witnesses_are_of_the_conference(world: SimpleNamespace) -> None:
    pledge, head = drafted(world), world.users.head
    words = {
        "name": "Ngô Đức Vinh", "post": "Giám đốc Sở", "occasion": "Hội nghị ký giao ước",
        "place": "Hội trường", "held_on": dt.date(2026, 1, 15),
    }  # fmt: skip
    with pytest.raises(WrongState, match="Dự thảo"):
        actions.record_witness(pledge=pledge, by=head, **words)
    actions.send_pledge(pledge=pledge, by=head)
    for change in ({"name": ""}, {"occasion": " "}, {"held_on": dt.date(2126, 1, 1)},
                   {"held_on": dt.date(2024, 1, 1)}):  # fmt: skip
        with pytest.raises(WrongState):
            actions.record_witness(pledge=pledge, by=head, **{**words, **change})
    with pytest.raises(NotAllowed):
        actions.record_witness(pledge=pledge, by=world.users.officer, **words)
    made = actions.record_witness(pledge=pledge, by=head, **words)
    with pytest.raises(WrongState, match="Đã ghi"):
        actions.record_witness(pledge=pledge, by=head, **words)
    actions.remove_witness(witness=made, by=head)
    assert not made.__class__.objects.exists()


def test_the_database_keeps_answers_whole(world: SimpleNamespace) -> None:
    side = sides(sent(world))[0]
    for change in ({"answer": "da_ky"}, {"answer": "khong_ky"}, {"digest": "x" * 64}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PledgeSide.objects.filter(pk=side.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        PledgeVersion.objects.filter(pk=side.version_id).update(digest="")


def test_the_table_of_steps_reaches_every_state() -> None:
    reached = {S.DRAFT}
    for _ in PLEDGE_STEPS:
        reached |= {one.target for one in PLEDGE_STEPS if reached & set(one.sources)}
    assert reached == set(S)
    assert len(PLEDGE_BY_NAME) == len(PLEDGE_STEPS)
    assert not any(S.WITHDRAWN in one.sources for one in PLEDGE_STEPS)
