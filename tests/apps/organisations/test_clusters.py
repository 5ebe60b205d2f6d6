"""Keeping clusters: decisions, members, duties, years; what is refused with which sentence."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from tests.apps.organisations.clustered import block, filled

from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed, Refusal, WrongState
from thidua.organisations.actions import clusters as actions
from thidua.organisations.models import Body, ClusterMember
from thidua.organisations.queries import clusters as reading


def names(cluster: Any, year: int) -> list[str]:
    return [one.body.name for one in reading.members(cluster, year)]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": "  "}, "Ghi tên"),
        ({"kind": "nhom"}, "Chọn cụm hoặc khối"),
        ({"decision_number": ""}, "số quyết định"),
        ({"decision_date": dt.date(2126, 1, 1)}, "tương lai"),
        ({"first_year": 1989}, "Năm phải từ 1990"),
        ({"first_year": 2100}, "Năm phải từ 1990"),
    ],
)
def test_a_cluster_without_its_decision_is_refused(
    world: SimpleNamespace, change: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(WrongState, match=sentence):
        block(world, **{"name": "Khối A", **change})


def test_the_setter_stands_above_and_names_are_once(world: SimpleNamespace) -> None:
    block(world, set_up_by=world.province)
    with pytest.raises(WrongState, match="cấp trên"):
        block(world, "Khối B", set_up_by=world.foreign)
    block(world)
    with pytest.raises(WrongState, match="Đã có"):
        block(world, "KHỐI CÁC PHÒNG")


def test_only_the_officer_of_the_keeper_keeps(world: SimpleNamespace) -> None:
    cluster = filled(world)
    users = world.users
    for user in (users.stranger, users.head, users.director, users.nobody, users.administrator):
        with pytest.raises(NotAllowed):
            actions.set_members(cluster=cluster, year=2026, bodies=world.units[:2], by=user)
        with pytest.raises(NotAllowed):
            actions.give_duty(
                cluster=cluster, year=2026, body=world.units[0], duty="truong", way="luan_phien",
                by=user,
            )  # fmt: skip
    assert len(names(cluster, 2026)) == 3


def test_members_in_order_added_and_taken_out(world: SimpleNamespace) -> None:
    cluster, officer = block(world), world.users.officer
    actions.set_members(cluster=cluster, year=2026, bodies=world.units[:2], by=officer)
    turned = [world.units[2], world.units[0]]
    actions.set_members(cluster=cluster, year=2026, bodies=turned, by=officer)
    assert names(cluster, 2026) == [one.name for one in turned]
    row = AuditRow.objects.filter(action="organisations.set_cluster_members").latest("sequence")
    assert row.detail["added"] == [world.units[2].name]
    assert row.detail["removed"] == [world.units[1].name]


def test_a_list_that_cannot_be_is_refused_with_a_sentence(world: SimpleNamespace) -> None:
    cluster, officer, units = block(world), world.users.officer, world.units

    def refused(sentence: str, bodies: list[Any], year: int = 2026) -> None:
        with pytest.raises(WrongState, match=sentence):
            actions.set_members(cluster=cluster, year=year, bodies=bodies, by=officer)

    refused("hai lần", [units[0], units[1], units[0]])
    refused("từ 2 đến", [units[0]])
    refused("từ 2 đến", [])
    refused("không thuộc", [units[0], world.foreign_unit])
    refused("hoạt động từ năm 2024", units, year=2023)
    refused("Năm phải từ", units, year=2099)
    Body.objects.filter(pk=units[2].pk).update(closed_on=dt.date(2025, 6, 30))
    refused("kết thúc hoạt động", units)
    actions.set_members(cluster=cluster, year=2025, bodies=units, by=officer)
    other = block(world, "Khối khác")
    with pytest.raises(WrongState, match="năm 2025 đã là thành viên Khối các phòng"):
        actions.set_members(cluster=other, year=2025, bodies=units[:2], by=officer)
    assert not other.years.exists()


def test_a_list_seen_before_anothers_change_is_refused(world: SimpleNamespace) -> None:
    cluster = filled(world)
    seen = cluster.revision
    actions.set_members(cluster=cluster, year=2026, bodies=world.units[:2], by=world.users.officer)
    with pytest.raises(WrongState, match="người khác thay đổi"):
        actions.set_members(
            cluster=cluster, year=2026, bodies=world.units, by=world.users.officer, seen=seen
        )


def test_a_cluster_of_the_province_takes_departments_only(world: SimpleNamespace) -> None:
    cluster = block(world, "Khối các sở", set_up_by=world.province)
    officer = world.users.officer
    actions.set_members(
        cluster=cluster, year=2026, bodies=[world.department, world.foreign], by=officer
    )
    with pytest.raises(WrongState, match="không thuộc"):
        actions.set_members(
            cluster=cluster, year=2026, bodies=[world.department, world.units[0]], by=officer
        )
    actions.set_members(cluster=block(world), year=2026, bodies=world.units, by=officer)


def test_the_head_changes_and_leaves_no_second_one(world: SimpleNamespace) -> None:
    cluster, officer = filled(world, head=0), world.users.officer
    actions.give_duty(
        cluster=cluster, year=2026, body=world.units[2], duty="truong", way="chi_dinh", by=officer
    )
    heads = ClusterMember.objects.filter(cluster_year__cluster=cluster, duty="truong")
    assert [one.body for one in heads] == [world.units[2]]
    assert reading.head(cluster, 2026) == world.units[2]
    with pytest.raises(WrongState, match="đang là Khối trưởng"):
        actions.set_members(cluster=cluster, year=2026, bodies=world.units[:2], by=officer)
    with pytest.raises(WrongState, match="không phải thành viên"):
        actions.give_duty(
            cluster=cluster, year=2026, body=world.foreign, duty="pho", way="chi_dinh", by=officer
        )
    with pytest.raises(WrongState, match="kết quả bầu"):
        actions.give_duty(
            cluster=cluster, year=2026, body=world.units[0], duty="pho", way="bau", by=officer
        )
    with pytest.raises(WrongState, match="chưa có thành viên năm 2025"):
        actions.give_duty(
            cluster=cluster, year=2025, body=world.units[0], duty="pho", way="chi_dinh", by=officer
        )


def test_members_go_over_into_the_next_year_without_duties(world: SimpleNamespace) -> None:
    cluster, officer = filled(world, year=2025), world.users.officer
    Body.objects.filter(pk=world.units[0].pk).update(closed_on=dt.date(2025, 12, 31))
    _, left = actions.carry_over(cluster=cluster, year=2026, by=officer)
    assert names(cluster, 2026) == [world.units[1].name, world.units[2].name]
    assert len(left) == 1
    assert "kết thúc" in left[0]
    assert reading.head(cluster, 2026) is None
    with pytest.raises(WrongState, match="đã có thành viên năm 2026"):
        actions.carry_over(cluster=cluster, year=2026, by=officer)
    with pytest.raises(WrongState, match="chưa có năm nào trước"):
        actions.carry_over(cluster=block(world, "Khối mới"), year=2026, by=officer)


def test_joining_and_leaving_within_the_year(world: SimpleNamespace) -> None:
    cluster, officer = block(world), world.users.officer
    actions.set_members(cluster=cluster, year=2026, bodies=world.units[:2], by=officer)
    late = actions.join_cluster(
        cluster=cluster, year=2026, body=world.units[2], from_date=dt.date(2026, 3, 1), by=officer
    )
    with pytest.raises(WrongState, match="đã có trong danh sách"):
        actions.join_cluster(
            cluster=cluster, year=2026, body=world.units[2], from_date=dt.date(2026, 4, 1),
            by=officer,
        )  # fmt: skip
    for day in (dt.date(2026, 2, 28), dt.date(2027, 1, 1)):
        with pytest.raises(WrongState, match="Ngày ra phải từ 01/03/2026"):
            actions.leave_cluster(member=late, to_date=day, reason="x", by=officer)
    with pytest.raises(WrongState, match="lý do"):
        actions.leave_cluster(member=late, to_date=dt.date(2026, 3, 1), reason=" ", by=officer)
    actions.leave_cluster(member=late, to_date=dt.date(2026, 6, 30), reason="Sáp nhập", by=officer)
    assert len(names(cluster, 2026)) == 2
    other = block(world, "Khối khác")
    actions.set_members(
        cluster=other, year=2025, bodies=[world.units[2], world.units[0]], by=officer
    )
    with pytest.raises(WrongState, match="đã ra"):
        actions.leave_cluster(member=late, to_date=dt.date(2026, 7, 1), reason="x", by=officer)


def test_a_period_that_ends_before_it_begins_is_refused_and_ending_is_undone(
    world: SimpleNamespace,
) -> None:
    cluster, officer = filled(world), world.users.officer
    with pytest.raises(WrongState, match="không thể ở trước năm đó"):
        actions.end_cluster(cluster=cluster, last_year=2023, reason="hợp nhất", by=officer)
    with pytest.raises(WrongState, match="đã có thành viên năm 2026"):
        actions.end_cluster(cluster=cluster, last_year=2025, reason="hợp nhất", by=officer)
    with pytest.raises(WrongState, match="lý do"):
        actions.end_cluster(cluster=cluster, last_year=2026, reason="", by=officer)
    ended = actions.end_cluster(cluster=cluster, last_year=2026, reason="9/QĐ", by=officer)
    with pytest.raises(WrongState, match="đến hết năm 2026"):
        actions.carry_over(cluster=ended, year=2027, by=officer)
    again = block(world)
    with pytest.raises(WrongState, match="mang tên này"):
        actions.reopen_cluster(cluster=ended, by=officer)
    actions.save_cluster(
        keeper=world.department, cluster=again, kind="khoi", name="Khối hai",
        set_up_by=world.department, decision_number="1", decision_date=dt.date(2025, 1, 1),
        first_year=2025, by=officer,
    )  # fmt: skip
    assert actions.reopen_cluster(cluster=ended, by=officer).last_year is None


def test_a_locked_year_takes_nothing_until_it_is_opened(world: SimpleNamespace) -> None:
    cluster, officer = filled(world), world.users.officer
    done = actions.save_activity(
        cluster=cluster, year=2026, planned_on=dt.date(2026, 1, 20), text="Ký giao ước", by=officer
    )
    member = reading.members(cluster, 2026).first()
    assert member is not None
    actions.close_year(cluster=cluster, year=2026, by=officer)
    tries: list[Any] = [
        lambda: actions.set_members(cluster=cluster, year=2026, bodies=world.units[:2], by=officer),
        lambda: actions.give_duty(
            cluster=cluster, year=2026, body=world.units[0], duty="truong", way="chi_dinh",
            by=officer,
        ),
        lambda: actions.mark_done(
            activity=done, done_on=dt.date(2026, 1, 20), result="Xong", by=officer
        ),
        lambda: actions.leave_cluster(
            member=member, to_date=dt.date(2026, 5, 1), reason="x", by=officer
        ),
    ]  # fmt: skip
    for attempt in tries:
        with pytest.raises(WrongState, match="đã khóa"):
            attempt()
    with pytest.raises(WrongState, match="lý do mở khóa"):
        actions.reopen_year(cluster=cluster, year=2026, reason="", by=officer)
    actions.reopen_year(cluster=cluster, year=2026, reason="Ghi sót", by=officer)
    tries[2]()
    with pytest.raises(WrongState, match="không bị khóa"):
        actions.reopen_year(cluster=cluster, year=2026, reason="x", by=officer)


def test_the_programme_is_the_leaders_work(world: SimpleNamespace) -> None:
    cluster, users = filled(world), world.users
    day = dt.date(2026, 3, 1)
    made = actions.save_activity(
        cluster=cluster, year=2026, planned_on=day, text="Hội nghị", by=users.head,
        responsible=world.units[0],
    )  # fmt: skip
    for user in (users.stranger, users.member, users.nobody):
        with pytest.raises(NotAllowed):
            actions.save_activity(cluster=cluster, year=2026, planned_on=day, text="Khác", by=user)
    bad: list[tuple[str, dict[str, Any]]] = [
        ("nội dung", {"text": " "}), ("trong năm 2026", {"planned_on": dt.date(2027, 1, 1)}),
        ("không phải thành viên", {"responsible": world.foreign}),
    ]  # fmt: skip
    for sentence, change in bad:
        with pytest.raises(WrongState, match=sentence):
            actions.save_activity(
                cluster=cluster, year=2026, by=users.head,
                **{"planned_on": day, "text": "Hội nghị", **change},
            )  # fmt: skip
    with pytest.raises(WrongState, match="kết quả"):
        actions.mark_done(activity=made, done_on=day, result="", by=users.head)
    with pytest.raises(WrongState, match="tương lai"):
        actions.mark_done(activity=made, done_on=dt.date(2126, 1, 1), result="x", by=users.head)
    actions.mark_done(activity=made, done_on=day, result="12 đơn vị dự", by=users.head)
    with pytest.raises(WrongState, match="không xóa"):
        actions.remove_activity(activity=made, by=users.head)
    actions.mark_done(activity=made, done_on=None, result="", by=users.head)
    actions.remove_activity(activity=made, by=users.head)


def test_rules_are_a_text_or_a_file_of_a_known_kind(world: SimpleNamespace, media: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    cluster, officer, day = filled(world), world.users.officer, dt.date(2026, 1, 2)
    with pytest.raises(WrongState, match="nội dung quy chế hoặc chọn tệp"):
        actions.add_regulation(cluster=cluster, number="1/QC", issued_on=day, by=officer)
    broken = SimpleUploadedFile("quy-che.pdf", b"not a pdf")
    with pytest.raises(Refusal, match="không phải PDF"):
        actions.add_regulation(
            cluster=cluster, number="1/QC", issued_on=day, upload=broken, by=officer
        )
    with pytest.raises(NotAllowed):
        actions.add_regulation(
            cluster=cluster, number="1/QC", issued_on=day, text="x", by=world.users.stranger
        )
    good = SimpleUploadedFile("quy-che.pdf", b"%PDF-1.7\n")
    first = actions.add_regulation(
        cluster=cluster, number="1/QC", issued_on=day, upload=good, by=officer
    )
    assert len(first.file_digest) == 64
    later = actions.add_regulation(
        cluster=cluster, number="2/QC", issued_on=dt.date(2026, 2, 2), text="Điều 1.", by=officer
    )
    assert reading.current_rules(cluster) == later
    with pytest.raises(WrongState, match="đã có"):
        actions.add_regulation(cluster=cluster, number="2/QC", issued_on=day, text="x", by=officer)


def test_the_page_of_a_unit_tells_where_it_competes(world: SimpleNamespace) -> None:
    from django.test import Client

    filled(world)
    client = Client()
    client.force_login(world.users.head)
    text = client.get(f"/don-vi/{world.units[1].pk}/").content.decode()
    assert "Khối các phòng" in text
    assert "Khối trưởng" in text
