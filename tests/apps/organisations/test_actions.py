"""Units: adding, former names, facts of a year; refused input leaves nothing behind."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed, WrongState
from thidua.organisations import actions, queries
from thidua.organisations.models import Body, BodyName, CollectiveYear

OTHERS = ["head", "member", "secretary", "director", "administrator", "stranger", "nobody"]


def test_a_new_unit_gets_a_code_without_marks_and_an_audit_row(world: SimpleNamespace) -> None:
    made = actions.create_body(
        parent=world.department,
        name="  Phòng  Đào tạo, bồi dưỡng ",
        kind="phong",
        by=world.users.officer,
    )
    assert (made.name, made.code, made.department) == (
        "Phòng Đào tạo, bồi dưỡng",
        "phong-dao-tao-boi-duong",
        world.department,
    )
    row = AuditRow.objects.get(action="organisations.create_body")
    assert (row.actor, row.body) == (world.users.officer, world.department)


def test_the_same_code_base_is_numbered_on(world: SimpleNamespace) -> None:
    one = actions.create_body(parent=world.department, name="Phòng Nội vụ", kind="phong", by=None)
    two = actions.create_body(parent=world.foreign, name="Phòng Nội vụ", kind="phong", by=None)
    assert (one.code, two.code) == ("phong-noi-vu", "phong-noi-vu-2")


@pytest.mark.parametrize(
    ("name", "kind", "sentence"),
    [
        (" ", "phong", "Ghi tên đơn vị."),
        ("van phong so", "phong", "Đã có đơn vị “van phong so”. Mở đơn vị đó để cập nhật."),
        ("Phòng Mới", "to", "Loại đơn vị “to” không có trong danh mục."),
    ],
)
def test_refusals_tell_what_to_do(
    world: SimpleNamespace, name: str, kind: str, sentence: str
) -> None:
    before = Body.objects.count()
    with pytest.raises(WrongState) as refusal:
        actions.create_body(parent=world.department, name=name, kind=kind, by=world.users.officer)
    assert str(refusal.value) == sentence
    assert Body.objects.count() == before
    assert not AuditRow.objects.exists()


@pytest.mark.parametrize("who", OTHERS)
def test_only_the_own_officer_keeps_units(world: SimpleNamespace, who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.create_body(
            parent=world.department, name="Phòng Lạ", kind="phong", by=getattr(world.users, who)
        )
    assert not Body.objects.filter(name="Phòng Lạ").exists()


def test_a_user_cannot_add_a_department(world: SimpleNamespace) -> None:
    with pytest.raises(WrongState):
        actions.create_body(parent=world.province, name="Sở Mới", kind="so", by=world.users.officer)


def test_units_are_found_by_former_names_without_marks(world: SimpleNamespace) -> None:
    unit = world.units[1]
    former = {"body": unit, "name": "Phòng Cán bộ, công chức", "by": world.users.officer}
    assert actions.add_name(**former) is True
    assert actions.add_name(**former) is False
    assert actions.add_name(**former, valid_to=dt.date(2025, 2, 28)) is True
    assert BodyName.objects.get().valid_to == dt.date(2025, 2, 28)
    assert queries.find_unit(world.department, "PHONG can bo, CONG CHUC") == unit
    assert queries.find_unit(world.foreign, "Phòng Cán bộ, công chức") is None


def test_a_former_name_shared_by_two_units_finds_nothing(world: SimpleNamespace) -> None:
    for unit in world.units[:2]:
        actions.add_name(body=unit, name="Phòng Tổng hợp", by=None)
    assert queries.find_unit(world.department, "Phòng Tổng hợp") is None


def test_the_present_name_of_another_unit_is_refused(world: SimpleNamespace) -> None:
    with pytest.raises(WrongState):
        actions.add_name(body=world.units[0], name="Trung tâm lưu trữ LỊCH SỬ", by=None)
    assert not BodyName.objects.exists()


def test_year_facts_twice_change_nothing_and_unknown_keeps_known(world: SimpleNamespace) -> None:
    facts = {"body": world.units[0], "year": 2025, "rating": "hoan_thanh_tot", "by": None}
    assert actions.record_collective_year(**facts, members=12, members_completing=12) is True
    assert actions.record_collective_year(**facts, members=12, members_completing=12) is False
    assert actions.record_collective_year(**facts) is False
    kept = CollectiveYear.objects.get()
    assert (kept.members, kept.members_completing) == (12, 12)
    assert AuditRow.objects.filter(action="organisations.record_collective_years").count() == 1


def test_more_completing_than_members_is_refused(world: SimpleNamespace) -> None:
    with pytest.raises(WrongState, match=r"\(13\) không thể nhiều hơn số người \(12\)"):
        actions.record_collective_year(
            body=world.units[0], year=2025, rating="", members=12, members_completing=13, by=None
        )
    with pytest.raises(WrongState, match="Năm 2999"):
        actions.record_collective_year(body=world.units[0], year=2999, rating="", by=None)
    assert not CollectiveYear.objects.exists()


def test_each_role_sees_its_units(world: SimpleNamespace) -> None:
    seen = {who: list(queries.visible_to(user)) for who, user in vars(world.users).items()}
    assert seen["officer"] == seen["secretary"] == seen["director"] == world.units
    assert seen["head"] == [world.units[1]]
    assert seen["member"] == seen["administrator"] == seen["nobody"] == []
    assert seen["stranger"] == [world.foreign_unit]
