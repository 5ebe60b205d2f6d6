"""What happens to bodies: renamed, joined, divided, moved, ended; refused with what to do first."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from tests.apps.organisations.shared import BASIS, DAY, FIRST, SECOND, snapshot, unit

from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed, WrongState
from thidua.organisations import actions, queries
from thidua.organisations.models import Body, BodyEvent, BodyName, EventPart, Placement

TODAY = dt.date.today()
OTHERS = ["head", "member", "secretary", "director", "administrator", "stranger", "nobody"]


def parts(event: BodyEvent) -> list[tuple[str, str]]:
    return [(part.name, part.role) for part in event.parts.all()]


def names_on(day: dt.date) -> set[str]:
    return {node.name for node in queries.tree_on(day)}


def refused(act: Any, match: str) -> str | None:
    before = snapshot()
    with pytest.raises(WrongState, match=match) as caught:
        act()
    assert snapshot() == before
    return caught.value.field


@pytest.fixture
def pair(world: SimpleNamespace) -> list[Body]:
    return [unit(world, "Phòng Việc làm"), unit(world, "Phòng Lao động")]


# --- Names -----------------------------------------------------------------------------------


def test_a_new_name_keeps_the_former_ones_with_their_days(world: SimpleNamespace) -> None:
    one, by = world.units[1], world.users.officer
    shared = {"body": one, "basis": BASIS, "by": by}
    actions.rename_body(name="Phòng  Tổ chức cán bộ", effective_on=FIRST, **shared)
    actions.rename_body(name="Phòng Nội vụ", effective_on=SECOND, **shared)
    event = actions.rename_body(
        name="Phòng Công chức, viên chức", effective_on=dt.date(2026, 1, 1), **shared
    )
    one.refresh_from_db()
    assert one.name == "Phòng Công chức, viên chức"
    kept = BodyName.objects.filter(body=one).order_by("valid_to")
    assert list(kept.values_list("name", "valid_from", "valid_to")) == [
        ("Phòng Công chức, viên chức", None, FIRST - DAY),
        ("Phòng Tổ chức cán bộ", FIRST, SECOND - DAY),
        ("Phòng Nội vụ", SECOND, dt.date(2025, 12, 31)),
    ]
    for day, name in (
        (dt.date(1990, 1, 1), "Phòng Công chức, viên chức"),
        (FIRST - DAY, "Phòng Công chức, viên chức"),
        (FIRST, "Phòng Tổ chức cán bộ"),
        (SECOND - DAY, "Phòng Tổ chức cán bộ"),
        (SECOND, "Phòng Nội vụ"),
        (TODAY, "Phòng Công chức, viên chức"),
    ):
        assert queries.name_on(one, day) == name, day
    assert queries.find_unit(world.department, "phong to chuc can bo") == one
    assert parts(event) == [("Phòng Nội vụ", "thay_doi")]
    row = AuditRow.objects.filter(action="organisations.reorganise").latest("sequence")
    assert (row.actor, row.body, row.detail["basis"]) == (
        by, world.department, "15/2025/QĐ-UBND UBND tỉnh Lam Giang",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "day", "match", "field"),
    [
        ("  ", FIRST, "Ghi tên mới", "name"),
        ("Phòng Công chức, viên chức", FIRST, "đang là tên", "name"),
        ("van phong so", FIRST, "đã có đơn vị mang tên", "name"),
        ("Phòng Mới", TODAY + DAY, "chưa tới", "effective_on"),
        ("Phòng Mới", dt.date(2010, 1, 1), "01/01/2010", "effective_on"),
        ("Phòng Mới", dt.date(2009, 12, 31), "thành lập ngày 01/01/2010", "effective_on"),
    ],
)
def test_names_and_days_that_cannot_be(
    world: SimpleNamespace, name: str, day: dt.date, match: str, field: str
) -> None:
    one = world.units[1]
    Body.objects.filter(pk=one.pk).update(founded_on=dt.date(2010, 1, 1))
    act = lambda: actions.rename_body(  # noqa: E731 - one act, asked for in several ways
        body=one, name=name, effective_on=day, basis=BASIS, by=world.users.officer
    )
    assert refused(act, match) == field
    assert not BodyEvent.objects.exists()


@pytest.mark.parametrize(
    ("basis", "field"),
    [
        (actions.Basis(" ", "UBND", FIRST), "document_number"),
        (actions.Basis("1/QĐ", " ", FIRST), "document_issuer"),
        (actions.Basis("1/QĐ", "UBND", None), "document_date"),
        (actions.Basis("1/QĐ", "UBND", TODAY + DAY), "document_date"),
    ],
)
def test_every_event_rests_on_a_document(
    world: SimpleNamespace, basis: actions.Basis, field: str
) -> None:
    act = lambda: actions.rename_body(  # noqa: E731 - one act, asked for in several ways
        body=world.units[0], name="Tên mới", effective_on=FIRST, basis=basis, by=world.users.officer
    )
    assert refused(act, "Ghi|chưa tới") == field


@pytest.mark.parametrize("who", OTHERS)
def test_only_the_own_officer_reorganises(world: SimpleNamespace, who: str) -> None:
    by, (one, other) = getattr(world.users, who), world.units[:2]
    shared = {"effective_on": FIRST, "basis": BASIS, "by": by}
    formed = [actions.Formed("Một", "phong"), actions.Formed("Hai", "phong")]
    event = actions.move_function(
        giver=one, receiver=other, function="Việc", **{**shared, "by": None}
    )
    before = snapshot()
    for act in (
        lambda: actions.rename_body(body=one, name="Mới", **shared),
        lambda: actions.absorb_bodies(bodies=[one], into=other, **shared),
        lambda: actions.join_bodies(
            bodies=[one, other], formed=formed[0], parent=one.parent, **shared
        ),
        lambda: actions.divide_body(body=one, formed=formed, **shared),
        lambda: actions.separate_bodies(body=one, formed=formed, **shared),
        lambda: actions.move_function(giver=one, receiver=other, function="Việc", **shared),
        lambda: actions.move_body(body=one, parent=other, **shared),
        lambda: actions.change_kind(body=one, kind="ban", **shared),
        lambda: actions.close_body(body=one, **shared),
        lambda: actions.undo_event(event=event, by=by),
    ):
        with pytest.raises(NotAllowed, match="Chuyên viên"):
            act()
    assert snapshot() == before
    assert BodyEvent.objects.count() == 1


def test_a_foreign_unit_and_a_department_are_not_the_officers(world: SimpleNamespace) -> None:
    shared = {"effective_on": FIRST, "basis": BASIS, "by": world.users.officer}
    with pytest.raises(NotAllowed):
        actions.absorb_bodies(bodies=[world.units[0]], into=world.foreign_unit, **shared)
    with pytest.raises(NotAllowed, match="thidua organisations load"):
        actions.rename_body(body=world.department, name="Sở Mới", **shared)
    with pytest.raises(WrongState, match="không thuộc Sở Nội vụ"):
        actions.move_body(body=world.units[0], parent=world.foreign, **shared)


# --- Joining and dividing ----------------------------------------------------------------------


def test_absorbing_ends_the_one_and_leaves_the_other(
    world: SimpleNamespace, pair: list[Body]
) -> None:
    one, other = pair
    below = unit(world, "Tổ Tư vấn", parent=one)
    event = actions.absorb_bodies(
        bodies=[one], into=other, effective_on=FIRST, basis=BASIS, by=world.users.officer
    )
    for body in (one, other, below):
        body.refresh_from_db()
    assert (one.closed_on, other.closed_on, below.parent) == (FIRST - DAY, None, other)
    assert parts(event) == [("Phòng Việc làm", "cham_dut"), ("Phòng Lao động", "tiep_nhan")]
    assert queries.parent_on(below, FIRST - DAY) == one
    assert queries.parent_on(below, FIRST) == other
    assert "Phòng Việc làm" in names_on(FIRST - DAY)
    assert "Phòng Việc làm" not in names_on(FIRST)
    links = queries.Succession.read()
    assert set(links.predecessors(other.pk)) == {one.pk}
    assert set(links.successors(one.pk)) == {other.pk}


def test_joining_forms_a_new_body_that_may_bear_an_old_name(
    world: SimpleNamespace, pair: list[Body]
) -> None:
    event = actions.join_bodies(
        bodies=pair,
        formed=actions.Formed("Phòng Lao động", "phong"),
        parent=world.department,
        effective_on=SECOND,
        basis=BASIS,
        by=world.users.officer,
    )
    made = event.parts.get(role="thanh_lap").body
    assert made is not None
    assert (made.name, made.founded_on, made.parent) == ("Phòng Lao động", SECOND, world.department)
    assert event.kind == "hop_nhat"
    on_the_day = [n for n in queries.tree_on(SECOND) if n.name == "Phòng Lao động"]
    assert [n.body.pk for n in on_the_day] == [made.pk]
    day_before = [n.body.pk for n in queries.tree_on(SECOND - DAY) if n.name == "Phòng Lao động"]
    assert day_before == [pair[1].pk]
    assert queries.Forest.read().faults() == []


def test_dividing_sends_units_and_people_where_it_is_said(world: SimpleNamespace) -> None:
    one = unit(world, "Phòng Lao động và Người có công")
    teams = [unit(world, f"Tổ {n}", parent=one) for n in range(3)]
    formed = [actions.Formed("Phòng Lao động", "phong"), actions.Formed("Phòng Công", "phong")]
    event = actions.divide_body(
        body=one,
        formed=formed,
        people_to=1,
        units_to={teams[0].pk: 0},
        effective_on=FIRST,
        basis=BASIS,
        by=world.users.officer,
    )
    labour, merit = [p.body for p in event.parts.filter(role="thanh_lap")]
    for team in teams:
        team.refresh_from_db()
    assert [team.parent for team in teams] == [labour, merit, merit]
    assert event.parts.get(role="cham_dut").people_to == merit


def test_separating_leaves_the_body_as_it_is(world: SimpleNamespace) -> None:
    one = unit(world, "Phòng Tổng hợp")
    actions.separate_bodies(
        body=one,
        formed=[actions.Formed("Phòng Pháp chế", "phong")],
        effective_on=FIRST,
        basis=BASIS,
        by=world.users.officer,
    )
    one.refresh_from_db()
    made = Body.objects.get(name="Phòng Pháp chế")
    assert (one.closed_on, made.founded_on) == (None, FIRST)
    link = queries.Succession.read().before[made.pk][0]
    assert (link.from_, link.ended) == (one.pk, False)


def test_joins_and_divisions_that_cannot_be(world: SimpleNamespace, pair: list[Body]) -> None:
    one, other = pair
    shared = {"effective_on": FIRST, "basis": BASIS, "by": world.users.officer}
    formed = actions.Formed("Mới", "phong")
    assert refused(lambda: actions.absorb_bodies(bodies=[], into=one, **shared), "Chọn") == "bodies"
    assert (
        refused(lambda: actions.absorb_bodies(bodies=[one], into=one, **shared), "chính nó")
        == "into"
    )
    join = lambda bodies, what=formed: actions.join_bodies(  # noqa: E731 - one act, asked for in several ways
        bodies=bodies, formed=what, parent=world.department, **shared
    )
    refused(lambda: join([one, one]), "từ hai đơn vị")
    below = unit(world, "Tổ", parent=other)
    refused(lambda: join([one, below]), "cùng một cơ quan")
    refused(lambda: join(pair, actions.Formed(" ", "phong")), "Ghi tên")
    refused(lambda: join(pair, actions.Formed("Văn phòng SỞ", "phong")), "đã có đơn vị mang tên")
    refused(lambda: join(pair, actions.Formed("Mới", "x")), "không có trong danh mục")
    divide = lambda names: actions.divide_body(  # noqa: E731 - one act, asked for in several ways
        body=one, formed=[actions.Formed(name, "phong") for name in names], **shared
    )
    refused(lambda: divide(["Một"]), "từ hai đơn vị")
    refused(lambda: divide(["Một", "MỘT "]), "cùng một tên")


def test_an_ended_body_takes_part_in_nothing_more(world: SimpleNamespace, pair: list[Body]) -> None:
    one, other = pair
    shared = {"basis": BASIS, "by": world.users.officer}
    actions.absorb_bodies(bodies=[one], into=other, effective_on=FIRST, **shared)
    for act in (
        lambda: actions.rename_body(body=one, name="Mới", effective_on=SECOND, **shared),
        lambda: actions.absorb_bodies(bodies=[other], into=one, effective_on=SECOND, **shared),
        lambda: actions.move_body(body=other, parent=one, effective_on=SECOND, **shared),
        lambda: actions.close_body(body=one, effective_on=SECOND, **shared),
    ):
        refused(act, "đã kết thúc hoạt động ngày 28/02/2025")
    with pytest.raises(WrongState, match="đã kết thúc"):
        actions.create_body(parent=one, name="Tổ mới", kind="phong", by=None)


# --- Moving ------------------------------------------------------------------------------------


def test_a_move_keeps_the_former_place(world: SimpleNamespace, pair: list[Body]) -> None:
    one, other = pair
    actions.move_body(
        body=one, parent=other, effective_on=FIRST, basis=BASIS, by=world.users.officer
    )
    assert queries.parent_on(one, FIRST - DAY) == world.department
    assert queries.parent_on(one, FIRST) == other
    assert queries.ancestors_on(one, FIRST) == [other, world.department, world.province]
    one.refresh_from_db()
    assert (one.parent, one.department) == (other, world.department)
    assert one in queries.units_of(world.department)
    assert one in queries.visible_to(world.users.officer)


def test_no_circle_on_any_day_even_when_noted_later_for_an_earlier_day(
    world: SimpleNamespace, pair: list[Body]
) -> None:
    one, other = pair
    shared = {"basis": BASIS, "by": world.users.officer}
    actions.move_body(body=one, parent=other, effective_on=SECOND, **shared)
    # On 01/03 nothing is wrong yet; from 01/07 the two would stand under each other.
    act = lambda: actions.move_body(body=other, parent=one, effective_on=FIRST, **shared)  # noqa: E731 - one act, asked for in several ways
    assert refused(act, "Từ 01/07/2025, .* nằm dưới chính đơn vị trực thuộc") == "parent"
    deep = unit(world, "Tổ", parent=one)
    refused(
        lambda: actions.move_body(body=other, parent=deep, effective_on=SECOND, **shared),
        "nằm dưới chính",
    )


def test_a_department_holds_three_levels_of_units(world: SimpleNamespace) -> None:
    chain = [unit(world, "Chi cục")]
    for name in ("Phòng của chi cục", "Tổ của phòng"):
        chain.append(unit(world, name, parent=chain[-1]))
    assert set(chain) <= set(queries.units_of(world.department))
    other = unit(world, "Đội")
    act = lambda: actions.move_body(  # noqa: E731 - one act, asked for in several ways
        body=other, parent=chain[-1], effective_on=FIRST, basis=BASIS, by=world.users.officer
    )
    refused(act, "quá 3 cấp")


def test_kind_and_level_have_their_days(world: SimpleNamespace, pair: list[Body]) -> None:
    one, shared = pair[0], {"basis": BASIS, "by": world.users.officer}
    actions.change_kind(body=one, kind="chi_cuc", effective_on=FIRST, **shared)
    forest = queries.Forest.read()
    assert [forest.on(one.pk, day).kind for day in (FIRST - DAY, FIRST)] == ["phong", "chi_cuc"]
    refused(
        lambda: actions.change_kind(body=one, kind="chi_cuc", effective_on=SECOND, **shared),
        "đang như vậy",
    )
    refused(
        lambda: actions.change_kind(body=one, kind="so", effective_on=SECOND, **shared),
        "không có trong danh mục",
    )
    to_district = {"body": one, "kind": "chi_cuc", "level": "huyen"}
    refused(
        lambda: actions.change_kind(effective_on=SECOND, **to_district, **shared),
        "không còn từ 01/07/2025",
    )
    actions.change_kind(effective_on=dt.date(2025, 6, 30), **to_district, **shared)
    assert queries.Forest.read().on(one.pk, SECOND - DAY).level == "huyen"


def test_tasks_pass_from_one_body_to_another(world: SimpleNamespace, pair: list[Body]) -> None:
    shared = {"effective_on": FIRST, "basis": BASIS, "by": world.users.officer}
    event = actions.move_function(
        giver=pair[0], receiver=pair[1], function=" Bảo hiểm  thất nghiệp ", **shared
    )
    assert event.function == "Bảo hiểm thất nghiệp"
    assert parts(event) == [("Phòng Việc làm", "chuyen_giao"), ("Phòng Lao động", "tiep_nhan")]
    assert Placement.objects.filter(event=event).count() == 0
    refused(
        lambda: actions.move_function(giver=pair[0], receiver=pair[1], function=" ", **shared),
        "Ghi chức năng",
    )
    refused(
        lambda: actions.move_function(giver=pair[0], receiver=pair[0], function="x", **shared),
        "khác đơn vị",
    )


# --- The end -----------------------------------------------------------------------------------


def test_what_must_be_decided_before_a_unit_ends(world: SimpleNamespace) -> None:
    shared = {"effective_on": FIRST, "basis": BASIS, "by": world.users.officer}
    field = refused(
        lambda: actions.close_body(body=world.units[1], **shared), "còn 2 người đang làm việc"
    )
    assert field == "people_to"
    one = unit(world, "Phòng Trống")
    below = unit(world, "Tổ Trống", parent=one)
    refused(lambda: actions.close_body(body=one, **shared), r"còn 1 đơn vị trực thuộc \(Tổ Trống\)")
    actions.close_body(body=below, **shared)
    late = actions.Basis("9/QĐ", "UBND", SECOND)
    actions.close_body(body=one, effective_on=SECOND, basis=late, by=world.users.officer)
    one.refresh_from_db()
    assert one.closed_on == SECOND - DAY
    assert one not in queries.units_of(world.department)
    assert one in queries.units_of(world.department, with_closed=True)
    assert queries.Forest.read().faults() == []


def test_open_dossiers_hold_a_unit(world: SimpleNamespace) -> None:
    from thidua.dossiers.models import Dossier
    from thidua.eligibility.models import Round

    one = unit(world, "Phòng Có hồ sơ")
    round_ = Round.objects.create(
        department=world.department, year=2026, name="Đợt", received_on=dt.date(2026, 9, 15)
    )
    Dossier.objects.create(
        department=world.department, unit=one, round=round_, title="Hồ sơ", number=1
    )
    act = lambda: actions.close_body(  # noqa: E731 - one act, asked for in several ways
        body=one, effective_on=FIRST, basis=BASIS, by=world.users.officer
    )
    refused(act, "còn 1 hồ sơ đề nghị đang xử lý")
    Dossier.objects.update(state="decided")
    assert act().kind == "giai_the"


def test_the_rehearsal_tells_what_the_act_does_and_keeps_nothing(
    world: SimpleNamespace, pair: list[Body]
) -> None:
    before, rows = snapshot(), AuditRow.objects.count()
    act = lambda: actions.absorb_bodies(  # noqa: E731 - one act, asked for in several ways
        bodies=[pair[0]], into=pair[1], effective_on=FIRST, basis=BASIS, by=world.users.officer
    )
    told = actions.rehearse(act)
    assert (snapshot(), AuditRow.objects.count()) == (before, rows)
    assert not BodyEvent.objects.exists()
    assert "Phòng Việc làm kết thúc hoạt động, ngày cuối 28/02/2025." in told
    for body in pair:
        body.refresh_from_db()
    assert act().told == told


def test_a_unit_cannot_be_older_than_what_it_stands_under(world: SimpleNamespace) -> None:
    one = unit(world, "Chi cục", founded_on=FIRST)
    with pytest.raises(WrongState, match="không thể có trước"):
        unit(world, "Phòng cũ", parent=one, founded_on=FIRST - DAY)
    young = unit(world, "Phòng mới", parent=one, founded_on=FIRST)
    by = world.users.officer
    with pytest.raises(WrongState, match="không thể có trước ngày đó"):
        actions.edit_body(body=young, founded_on=FIRST - DAY, by=by)
    with pytest.raises(WrongState, match="Phòng mới trực thuộc"):
        actions.edit_body(body=one, founded_on=SECOND, by=by)
    actions.change_kind(body=young, kind="ban", effective_on=SECOND, basis=BASIS, by=by)
    with pytest.raises(WrongState, match="đã có việc sắp xếp từ 01/07/2025"):
        actions.edit_body(body=young, founded_on=SECOND + DAY, by=by)
    assert EventPart.objects.count() == 1


def test_a_unit_below_a_unit_is_still_considered(world: SimpleNamespace, pair: list[Body]) -> None:
    from thidua.dossiers.queries.selection import belongs
    from thidua.eligibility.queries.records import units_considered

    one, other = pair
    shared = {"effective_on": FIRST, "basis": BASIS, "by": world.users.officer}
    actions.move_body(body=one, parent=other, **shared)
    considered = units_considered(world.department, year=2026)
    assert set(pair) <= set(considered)
    assert world.foreign_unit not in considered
    one.refresh_from_db()
    assert belongs(world.department, world.department, one)
    assert not belongs(world.department, world.department, world.foreign_unit)
