"""Units kept by hand: added, corrected; the facts of a year set exactly."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed, WrongState
from thidua.organisations import actions, queries
from thidua.organisations.models import Body, BodyName, CollectiveYear

OTHERS = ["head", "member", "secretary", "director", "administrator", "stranger", "nobody"]
TODAY = dt.date.today()
TOMORROW = TODAY + dt.timedelta(days=1)


def refused(act: Any) -> str | None:
    with pytest.raises(WrongState) as caught:
        act()
    return caught.value.field


@pytest.mark.parametrize("who", OTHERS)
def test_only_the_officer_of_the_department_keeps_units(world: SimpleNamespace, who: str) -> None:
    unit, by = world.units[1], getattr(world.users, who)
    actions.set_collective_year(body=unit, year=2025, rating="hoan_thanh", by=None)
    entry = CollectiveYear.objects.get()
    acts = [
        lambda: actions.create_body(parent=world.department, name="Mới", kind="phong", by=by),
        lambda: actions.edit_body(body=unit, order=9, by=by),
        lambda: actions.correct_name(body=unit, name="Mới", by=by),
        lambda: actions.reopen_body(body=unit, by=by),
        lambda: actions.set_collective_year(body=unit, year=2024, rating="hoan_thanh", by=by),
        lambda: actions.remove_collective_year(entry=entry, by=by),
    ]
    for act in acts:
        with pytest.raises(NotAllowed, match="Chuyên viên thi đua"):
            act()
    unit.refresh_from_db()
    assert (unit.name, unit.order, unit.closed_on) == ("Phòng Công chức, viên chức", 2, None)
    assert list(CollectiveYear.objects.values_list("year", flat=True)) == [2025]


def test_a_slip_of_writing_keeps_no_former_name(world: SimpleNamespace) -> None:
    unit = world.units[1]
    by = world.users.officer
    actions.correct_name(body=unit, name="Phòng Công chức viên chức", by=by)
    assert (unit.name, BodyName.objects.count()) == ("Phòng Công chức viên chức", 0)
    for name in ("", "Phòng Công chức viên chức", "van phong so"):
        with pytest.raises(WrongState) as caught:
            actions.correct_name(body=unit, name=name, by=by)
        assert caught.value.field == "name"


def test_a_closing_noted_without_an_event_is_taken_back(world: SimpleNamespace) -> None:
    unit, by = world.units[1], world.users.officer
    Body.objects.filter(pk=unit.pk).update(closed_on=dt.date(2026, 6, 30))
    unit.refresh_from_db()
    assert unit not in queries.units_of(world.department)
    namesake = actions.create_body(parent=world.department, name=unit.name, kind="phong", by=by)
    with pytest.raises(WrongState, match="đơn vị khác mang tên"):
        actions.reopen_body(body=unit, by=by)
    actions.correct_name(body=namesake, name="Tên khác", by=by)
    assert actions.reopen_body(body=unit, by=by).closed_on is None
    assert refused(lambda: actions.reopen_body(body=unit, by=by)) is None


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "so"}, "kind"),
        ({"kind": "x"}, "kind"),
        ({"founded_on": TOMORROW}, "founded_on"),
    ],
)
def test_corrections_that_cannot_be(
    world: SimpleNamespace, fields: dict[str, Any], field: str
) -> None:
    by = world.users.officer
    assert refused(lambda: actions.edit_body(body=world.units[0], by=by, **fields)) == field


def test_corrections_keep_the_former_values(world: SimpleNamespace) -> None:
    unit, by = world.units[0], world.users.officer
    assert actions.edit_body(body=unit, by=by, order=7, short_name=" VP ", kind="van_phong")
    assert not actions.edit_body(body=unit, by=by, order=7, short_name="VP")
    row = AuditRow.objects.get(action="organisations.edit_body")
    assert row.detail == {
        "before": {"order": "1", "short_name": "Văn phòng Sở"},
        "after": {"order": "7", "short_name": "VP"},
    }
    with pytest.raises(WrongState, match="khi cài đặt"):
        actions.edit_body(body=world.department, by=by, order=1)


def test_the_facts_of_a_year_are_set_exactly_and_can_become_unknown(world: SimpleNamespace) -> None:
    unit, by = world.units[1], world.users.officer
    full = {"rating": "hoan_thanh_tot", "members": 5, "members_completing": 4,
            "worst_discipline": "khong", "source": "TB 2"}  # fmt: skip
    assert actions.set_collective_year(body=unit, year=2025, by=by, **full)
    assert not actions.set_collective_year(body=unit, year=2025, by=by, **full)
    assert actions.set_collective_year(body=unit, year=2025, by=by, rating="hoan_thanh")
    kept = CollectiveYear.objects.get()
    assert (kept.rating, kept.members, kept.members_completing, kept.worst_discipline) == (
        "hoan_thanh", None, None, "",
    )  # fmt: skip
    row = AuditRow.objects.filter(action="organisations.set_collective_year").latest("sequence")
    assert row.detail["before"] == full
    actions.remove_collective_year(entry=kept, by=by)
    assert not CollectiveYear.objects.exists()
    row = AuditRow.objects.get(action="organisations.remove_collective_year")
    assert row.detail["before"]["rating"] == "hoan_thanh"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"year": TODAY.year + 1}, "year"),
        ({"members": 3, "members_completing": 4}, "members_completing"),
        ({"members_completing": 4}, "members"),
    ],
)
def test_figures_that_cannot_be(world: SimpleNamespace, wrong: dict[str, Any], field: str) -> None:
    given = {"body": world.units[1], "year": 2025, "by": world.users.officer, **wrong}
    assert refused(lambda: actions.set_collective_year(**given)) == field


# --- Pages -----------------------------------------------------------------------------------


@pytest.fixture
def officer(client: Client, world: SimpleNamespace) -> Client:
    client.force_login(world.users.officer)
    return client


def test_a_unit_is_added_corrected_and_opened_again_on_its_pages(
    officer: Client, world: SimpleNamespace
) -> None:
    twice = officer.post("/don-vi/them/", {"name": "Văn phòng Sở", "kind": "van_phong"})
    assert (twice.status_code, "Đã có đơn vị" in twice.content.decode()) == (422, True)
    answer = officer.post(
        "/don-vi/them/",
        {"name": "Phòng Mới", "kind": "phong", "order": "8", "founded_on": "1/1/2025"},
    )
    unit = Body.objects.get(name="Phòng Mới")
    place = f"/don-vi/{unit.pk}/"
    assert (answer["Location"], unit.parent, unit.order) == (place, world.department, 8)
    sent = {"kind": "ban", "order": "", "short_name": "PM", "founded_on": "1/1/2025"}
    assert officer.post(f"{place}sua/", sent)["Location"] == place
    officer.post(f"{place}sua-ten/", {"name": "Phòng Mới hơn"})
    assert "Phòng Mới hơn" in officer.get(place).content.decode()
    Body.objects.filter(pk=unit.pk).update(closed_on=dt.date(2026, 6, 30))
    unit.refresh_from_db()
    assert (unit.kind, unit.order, unit.closed_on) == ("ban", 0, dt.date(2026, 6, 30))
    assert f"{place}mo-lai/" in officer.get(place).content.decode()
    officer.post(f"{place}mo-lai/")
    unit.refresh_from_db()
    assert unit.closed_on is None


def test_the_year_is_added_once_corrected_and_removed(
    officer: Client, world: SimpleNamespace
) -> None:
    place = f"/don-vi/{world.units[1].pk}/"
    sent = {"year": "2025", "rating": "hoan_thanh_tot", "members": "3", "members_completing": "3"}
    assert officer.post(f"{place}nam/", sent)["Location"] == f"{place}#h-nam"
    again = officer.post(f"{place}nam/", sent)
    assert (again.status_code, "Sửa dòng đó" in again.content.decode()) == (422, True)
    shown = officer.get(f"{place}nam/2025/")
    assert shown.context["form"]["members"].value() == 3
    assert "Để trống thì tính từ danh sách người" in shown.content.decode()
    officer.post(f"{place}nam/2025/", {"rating": "hoan_thanh", "worst_discipline": "canh_cao"})
    kept = CollectiveYear.objects.get()
    assert (kept.rating, kept.members, kept.worst_discipline) == ("hoan_thanh", None, "canh_cao")
    page = officer.get(place).content.decode()
    assert "Kỷ luật nặng nhất: cảnh cáo" in page
    assert "2025" in officer.get(f"{place}nam/2025/xoa/").content.decode()
    officer.post(f"{place}nam/2025/xoa/")
    assert not CollectiveYear.objects.exists()
    assert officer.get(f"{place}nam/2025/").status_code == 404


def test_the_department_itself_has_years_but_no_other_change(
    officer: Client, world: SimpleNamespace
) -> None:
    place = f"/don-vi/{world.department.pk}/"
    page = officer.get(place).content.decode()
    assert f"{place}nam/" in page
    assert f"{place}sua/" not in page
    officer.post(f"{place}nam/", {"year": "2025", "rating": "hoan_thanh_tot"})
    assert CollectiveYear.objects.get().body == world.department
    answer = officer.post(f"{place}sua-ten/", {"name": "Sở Mới"})
    assert (answer.status_code, "khi cài đặt" in answer.content.decode()) == (422, True)
    assert officer.get(f"{place}sap-xep/").status_code == 403


@pytest.mark.parametrize(
    ("who", "own", "department"),
    [("secretary", 403, 403), ("director", 403, 403), ("head", 403, 404), ("member", 404, 404),
     ("administrator", 404, 404), ("stranger", 404, 404), ("nobody", 404, 404)],
)  # fmt: skip
def test_others_reach_no_form(
    client: Client, world: SimpleNamespace, who: str, own: int, department: int
) -> None:
    client.force_login(getattr(world.users, who))
    for rest in ("sua/", "sua-ten/", "sap-xep/doi-ten/", "nam/"):
        assert client.get(f"/don-vi/{world.units[1].pk}/{rest}").status_code == own, rest
        assert client.post(f"/don-vi/{world.units[1].pk}/{rest}", {"year": 2025}).status_code == own
        assert client.get(f"/don-vi/{world.department.pk}/{rest}").status_code == department
    assert client.get("/don-vi/them/").status_code == (200 if who == "stranger" else 403)
    assert "/sua/" not in client.get(f"/don-vi/{world.units[1].pk}/").content.decode()
