"""The board of 36 targets, the roll-up of 200 units, lists and what strangers see of them."""

from __future__ import annotations

import io
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.targets.conftest import LAST

from thidua.organisations.models import Body
from thidua.targets import actions
from thidua.targets.models import Target, TargetResult, TargetSet
from thidua.targets.queries.boards import board, roll_up
from thidua.targets.queries.charts import chart_of, slices_of
from thidua.targets.queries.series import standings
from thidua.targets.queries.waiting import late_bodies

MOST = 15


def fill(of: TargetSet, count: int, *, parents: list[Target] | None = None) -> list[Target]:
    """Many targets with four results each, written at once: only reading is measured here."""
    Target.objects.bulk_create(
        Target(
            set=of, code=f"T{n:02}", place=n, text=f"Chỉ tiêu thứ {n}", folded=f"chi tieu thu {n}",
            unit="việc", plan=100, heading=f"Nhóm {n % 4}", parent=parents[n] if parents else None,
            kind="phap_lenh" if n < 5 else "phan_dau",
        )
        for n in range(count)
    )  # fmt: skip
    made = list(of.targets.order_by("place"))
    TargetResult.objects.bulk_create(
        TargetResult(target=one, period=period, value=20 + n, reported_at=timezone.now())
        for n, one in enumerate(made)
        for period in (1, 2, 3, 4)
    )
    return made


def a_set(body: Body, department: Body) -> TargetSet:
    return TargetSet.objects.create(
        department=department, body=body, year=LAST, state="da_giao",
        approved_on=f"{LAST}-01-05",
    )  # fmt: skip


@pytest.fixture
def full(world: SimpleNamespace) -> TargetSet:
    of = a_set(world.department, world.department)
    fill(of, 36)
    return of


def test_the_board_of_36_takes_at_most_15_queries(
    full: TargetSet, officer_browser: Client, django_assert_max_num_queries: Any
) -> None:
    officer_browser.get(f"/chi-tieu/{full.pk}/")
    with django_assert_max_num_queries(MOST):
        page = officer_browser.get(f"/chi-tieu/{full.pk}/").content.decode()
    assert page.count("Chỉ tiêu thứ") == 36
    assert "5 pháp lệnh" in page


def test_the_roll_up_of_200_units_takes_at_most_15_queries(
    world: SimpleNamespace,
    full: TargetSet,
    officer_browser: Client,
    django_assert_max_num_queries: Any,
) -> None:
    for target in full.targets.all()[:3]:
        TargetResult.objects.filter(target=target).delete()
    full.targets.filter(place__lt=3).update(gathering="cong")
    parents = list(full.targets.order_by("place"))
    for number in range(197):
        unit = Body.objects.create(
            parent=world.department, name=f"Đơn vị {number:03}", code=f"dv-{number}", kind="phong",
            folded_name=f"don vi {number:03}", order=10 + number,
        )  # fmt: skip
        fill(a_set(unit, world.department), 4, parents=parents)
    officer_browser.get(f"/chi-tieu/{full.pk}/don-vi/")
    with django_assert_max_num_queries(MOST):
        page = officer_browser.get(f"/chi-tieu/{full.pk}/don-vi/").content.decode()
    assert page.count("Đơn vị ") >= 197
    with django_assert_max_num_queries(MOST):
        officer_browser.get(f"/chi-tieu/{full.pk}/")
    first = full.targets.get(place=0)
    with django_assert_max_num_queries(MOST):
        page = officer_browser.get(f"/chi-tieu/chi-tiet/{first.pk}/").content.decode()
    # 197 units, 20 in each of four periods.
    assert standings([first])[0].measured.value == 197 * 80
    assert "197 trên 197 đơn vị đã báo cáo" in page


def test_the_list_of_sets_does_not_grow_in_queries(
    world: SimpleNamespace, officer_browser: Client, django_assert_max_num_queries: Any
) -> None:
    for unit in world.units:
        fill(a_set(unit, world.department), 6)
    officer_browser.get("/chi-tieu/")
    with django_assert_max_num_queries(MOST):
        page = officer_browser.get("/chi-tieu/").content.decode()
    assert all(unit.name in page for unit in world.units)


def test_filters_and_orders_of_the_board(full: TargetSet) -> None:
    assert len(board(full, {"loai": "phap_lenh"}).rows) == 5
    assert len(board(full, {"q": "THU 35"}).rows) == 1
    assert len(board(full, {"trang-thai": "vuot"}).rows) == 30  # 26 a quarter and more
    assert len(board(full, {"trang-thai": "gì đó", "loai": "khác"}).rows) == 36
    percents = [one.measured.percent for one in board(full, {}, order="-phan-tram").rows]
    assert percents == sorted(percents, reverse=True)
    shown = board(full, {"q": "không có"})
    assert (shown.rows, shown.filtered, shown.achievement.assigned) == ([], True, 36)
    assert [heading for heading, _ in board(full, {}).groups] == [f"Nhóm {n}" for n in range(4)]


def test_a_row_says_how_far_it_is_reported(full: TargetSet, officer_browser: Client) -> None:
    one = full.targets.get(place=3)
    one.results.filter(period__gte=3).delete()
    row = next(row for row in board(full, {}).rows if row.target == one)
    assert (row.at, row.lacking) == ("Quý II", 2)
    page = officer_browser.get(f"/chi-tieu/{full.pk}/?q=thu+3").content.decode()
    assert "Quý II, thiếu 2 kỳ" in page


def test_the_bar_is_as_wide_as_its_parts(full: TargetSet) -> None:
    slices = slices_of(board(full, {}).achievement)
    assert sum(one.width for one in slices) == 480
    assert sum(one.count for one in slices) == 36
    ends = [one.x + one.width for one in slices]
    assert [one.x for one in slices] == [0, *ends[:-1]]


@pytest.mark.parametrize("values", [[], [0, 0], [-5, 10], [10**9], [1, 2, 3, 4]])
def test_bars_stay_inside_the_drawing(make: SimpleNamespace, values: list[int]) -> None:
    one = make.target(make.set(), cumulative=False)
    make.report(one, *values)
    chart = chart_of(standings([one])[0])
    for bar in chart.bars:
        assert 0 <= bar.y <= bar.y + bar.height <= chart.floor + 2
        assert 0 <= bar.x <= bar.x + bar.width <= chart.width
    assert 0 <= chart.plan_y <= chart.floor


def test_who_sees_which_sets(world: SimpleNamespace, full: TargetSet) -> None:
    own, other = (a_set(unit, world.department) for unit in (world.units[1], world.units[0]))
    foreign = a_set(world.foreign, world.foreign)
    users = world.users

    def seen(user: Any) -> set[int]:
        client = Client()
        client.force_login(user)
        return {
            one.pk
            for one in (full, own, other, foreign)
            if client.get(f"/chi-tieu/{one.pk}/").status_code == 200
        }

    assert seen(users.officer) == seen(users.director) == {full.pk, own.pk, other.pk}
    assert seen(users.head) == {full.pk, own.pk}
    assert seen(users.stranger) == {foreign.pk}
    assert seen(users.member) == seen(users.nobody) == set()
    full.state = "du_thao"
    full.save()
    assert seen(users.head) == {own.pk}


def test_the_head_sees_no_other_unit_in_the_roll_up(
    world: SimpleNamespace, full: TargetSet
) -> None:
    one = full.targets.get(place=0)
    for unit in world.units:
        fill(a_set(unit, world.department), 1, parents=[one])
    assert [line.body for line in roll_up(world.users.head, full)] == [world.units[1]]
    assert len(roll_up(world.users.officer, full)) == 3
    client = Client()
    client.force_login(world.users.head)
    page = client.get(f"/chi-tieu/chi-tiet/{one.pk}/").content.decode()
    assert world.units[1].name in page
    assert world.units[2].name not in page


def test_the_body_above_sees_what_it_handed_down_and_no_more(
    world: SimpleNamespace, make: SimpleNamespace
) -> None:
    from thidua.accounts.models import Role, RoleAssignment, User

    officer = User.objects.create(username="tinh", full_name="Tỉnh", home=world.province)
    RoleAssignment.objects.create(user=officer, role=Role.OFFICER, body=world.province)
    of = a_set(world.province, world.province)
    above = fill(of, 1)[0]
    part = actions.Part(world.department, Decimal(7))
    share = actions.assign_target(target=above, parts=[part], by=officer)[0]
    assert share.set.department == world.department
    own = make.target(share.set, "B1")
    client = Client()
    client.force_login(officer)
    assert client.get(f"/chi-tieu/chi-tiet/{share.pk}/").status_code == 200
    assert client.get(f"/chi-tieu/chi-tiet/{own.pk}/").status_code == 404
    assert client.get(f"/chi-tieu/{share.set_id}/").status_code == 404
    page = client.get(f"/chi-tieu/{of.pk}/don-vi/").content.decode()
    assert world.department.name in page
    # The department answers for it; nobody of the department above reports in its place.
    make.report(share, 1, 1, 1, 1)
    assert share.results.count() == 4


def test_who_has_not_reported_is_counted(world: SimpleNamespace, full: TargetSet) -> None:
    parents = list(full.targets.order_by("place")[:2])
    below = a_set(world.units[0], world.department)
    late = fill(below, 2, parents=parents)[1]
    late.results.filter(period=4).delete()
    assert late_bodies(full) == {world.units[0].pk: 1}


def test_the_board_as_a_file(full: TargetSet, officer_browser: Client) -> None:
    answer: Any = officer_browser.get(f"/chi-tieu/{full.pk}/xuat/?loai=phap_lenh")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == 6
    assert rows[1][:3] == ("T00", "Nhóm 0", "Chỉ tiêu thứ 0")
