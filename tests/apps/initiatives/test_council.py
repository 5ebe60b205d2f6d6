"""Initiatives before their council: scored in secret, the mean against the body's pass mark."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from thidua.councils import actions as councils
from thidua.councils.models import Motion, Sitting
from thidua.councils.queries.minutes import paper_of
from thidua.initiatives import actions
from thidua.initiatives.models import Initiative
from thidua.initiatives.queries import waiting_for_council
from thidua.kit.errors import NotAllowed, WrongState

pytestmark = pytest.mark.django_db

SHEET = [("Tính mới", 30), ("Hiệu quả", 40), ("Khả năng áp dụng", 30)]


@pytest.fixture
def ground(world: SimpleNamespace) -> SimpleNamespace:
    """An initiative council of three, a sitting, and three initiatives, one of two authors."""
    users = [world.users.director, world.users.secretary, world.users.member]
    council = councils.create_council(
        body=world.department,
        name="Hội đồng sáng kiến Sở Nội vụ",
        kind="sang_kien",
        established_by="9/QĐ-SNV",
        established_on=dt.date(2026, 1, 5),
        by=world.users.officer,
    )
    for user, duty in zip(users, ("chu_tich", "thu_ky", "uy_vien"), strict=True):
        councils.add_member(
            council=council, full_name="", duty=duty, user=user, by=world.users.officer
        )
    councils.set_criteria(council=council, criteria=SHEET, by=world.users.officer)
    council.refresh_from_db()
    sitting = councils.create_sitting(
        council=council,
        title="Xét sáng kiến năm 2026",
        held_on=dt.date(2026, 9, 20),
        received_on=dt.date(2026, 9, 1),
        by=world.users.secretary,
    )
    made = [
        actions.add_initiative(
            person=person,
            year=2026,
            kind="sang_kien",
            name=name,
            state="waiting",
            level="",
            decision_number="",
            recognised_on=None,
            by=world.users.officer,
        )
        for person, name in (
            (world.people[0], "Số hóa hồ sơ người có công"),
            (world.people[1], "SỐ HÓA HỒ SƠ NGƯỜI CÓ CÔNG"),
            (world.people[4], "Tra cứu bằng mã QR"),
        )
    ]
    return SimpleNamespace(
        world=world, council=council, sitting=sitting, users=users, initiatives=made
    )


def put(ground: SimpleNamespace, *numbers: int) -> list[Motion]:
    chosen = [ground.initiatives[n] for n in numbers]
    return actions.put_to_council(
        initiatives=chosen, sitting=ground.sitting, by=ground.world.users.officer
    )


def hold(ground: SimpleNamespace, sheets: list[dict[int, str]]) -> None:
    sitting, secretary = ground.sitting, ground.world.users.secretary
    councils.convene(sitting=sitting, by=secretary)
    marks = {m.pk: ("co_mat", "") for m in ground.council.members.all()}
    councils.set_attendance(sitting=sitting, marks=marks, by=secretary)
    councils.open_ballot(sitting=sitting, by=secretary)
    for user, sheet in zip(ground.users, sheets, strict=True):
        councils.cast(sitting=Sitting.objects.get(), choices=sheet, by=user)
    councils.close_ballot(sitting=Sitting.objects.get(), by=secretary)


def test_co_authors_are_one_motion_with_the_sheet_of_the_council(ground: SimpleNamespace) -> None:
    assert [s.authors.count(",") + 1 for s in waiting_for_council(ground.world.department)] == [
        2,
        1,
    ]
    [motion] = put(ground, 1)
    assert motion.options == "cham_diem"
    assert motion.criteria == [{"title": t, "max": m} for t, m in SHEET]
    assert "Nguyễn Thị Minh Châu" in motion.subtitle
    assert "Trần Đức Anh" in motion.subtitle
    assert motion.reference == f"initiatives.initiative:{ground.initiatives[0].pk}"
    assert (motion.threshold, motion.threshold_source) == ("3/5", "slot")


@pytest.mark.parametrize(
    ("total", "result"), [((60, 60, 60), "passed"), ((60, 60, 59), "failed"), ((0, 0, 0), "failed")]
)
def test_the_mean_at_the_border_of_the_pass_mark(
    ground: SimpleNamespace, total: tuple[int, int, int], result: str
) -> None:
    """60 of 100 passes where the body asks for at least 60 %, a third of a point less does not."""
    [motion] = put(ground, 0)
    hold(ground, [{motion.pk: f"diem:{min(n, 30)}/{max(0, n - 30)}/0"} for n in total])
    motion.refresh_from_db()
    assert (motion.points, motion.point_sheets, motion.result) == (sum(total), 3, result)
    one = ground.initiatives[1]
    one.refresh_from_db()
    assert one.council_result == ""
    councils.release_results(sitting=Sitting.objects.get(), by=ground.users[0])
    for row in ground.initiatives[:2]:
        row.refresh_from_db()
        assert row.council_result == result
        assert row.state == "waiting"  # the head recognises, not the council
    ground.initiatives[2].refresh_from_db()
    assert ground.initiatives[2].council_said == ""


def test_the_minutes_print_means_instead_of_votes(ground: SimpleNamespace) -> None:
    [motion] = put(ground, 2)
    hold(
        ground,
        [{motion.pk: "diem:20/30/25"}, {motion.pk: "diem:21/30/25"}, {motion.pk: "diem:20/30/24"}],
    )
    [line] = paper_of(Sitting.objects.get()).results
    assert (line.score, line.passed, line.yes) == ("75/100", True, 3)


@pytest.mark.parametrize(
    "answer",
    [
        "diem:31/0/0",
        "diem:1/1",
        "diem:-1/0/0",
        "diem:1/1/1/1",
        "dong_y",
        "diem:a/b/c",
        "diem:01/0/0",
    ],
)
def test_a_sheet_outside_its_criteria_is_refused_whole(
    ground: SimpleNamespace, answer: str
) -> None:
    [motion] = put(ground, 0)
    with pytest.raises(WrongState, match="không khớp"):
        hold(ground, [{motion.pk: answer}] * 3)


def test_an_author_on_the_council_takes_no_part(ground: SimpleNamespace) -> None:
    seat = ground.council.members.get(user=ground.users[0])
    own = actions.add_initiative(
        person=seat.person, year=2026, kind="sang_kien", name="Của Chủ tịch", state="waiting",
        level="", decision_number="", recognised_on=None, by=ground.world.users.officer,
    )  # fmt: skip
    [motion] = actions.put_to_council(
        initiatives=[own], sitting=ground.sitting, by=ground.world.users.secretary
    )
    row = motion.recusals.get()
    assert (row.member, row.ground) == (seat, "tac_gia")


def test_what_cannot_be_put_is_refused_and_nothing_is_stored(
    ground: SimpleNamespace, world: SimpleNamespace
) -> None:
    put(ground, 0)
    with pytest.raises(WrongState, match="đã có trong một phiên họp"):
        put(ground, 2, 1)
    assert Motion.objects.count() == 1
    Initiative.objects.filter(pk=ground.initiatives[2].pk).update(state="recognised", level="co_so")
    with pytest.raises(WrongState, match="đã được công nhận"):
        put(ground, 2)
    with pytest.raises(WrongState, match="Chọn ít nhất một"):
        put(ground)
    for user in (world.users.stranger, world.users.head, world.users.member):
        with pytest.raises(NotAllowed):
            actions.put_to_council(
                initiatives=[ground.initiatives[2]], sitting=ground.sitting, by=user
            )
    councils.set_criteria(council=ground.council, criteria=[], by=world.users.officer)
    ground.sitting.refresh_from_db()
    Initiative.objects.update(state="waiting")
    with pytest.raises(WrongState, match="chưa có phiếu chấm điểm"):
        actions.put_to_council(
            initiatives=[ground.initiatives[2]],
            sitting=Sitting.objects.get(),
            by=world.users.officer,
        )


def test_an_initiative_of_another_department_is_never_put(
    ground: SimpleNamespace, world: SimpleNamespace
) -> None:
    foreign = Initiative.objects.create(
        person=world.foreign_person,
        year=2026,
        kind="sang_kien",
        name="Của Sở khác",
        state="waiting",
    )
    assert (
        actions.put_to_council(
            initiatives=[foreign, ground.initiatives[2]],
            sitting=ground.sitting,
            by=world.users.officer,
        )[0].title
        == "Tra cứu bằng mã QR"
    )
    assert Motion.objects.count() == 1


def test_the_page_lists_what_waits_and_puts_it(
    ground: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    client = Client()
    client.force_login(ground.world.users.secretary)
    address = f"/sang-kien/dua-ra-hoi-dong/{ground.sitting.pk}/"
    with django_assert_max_num_queries(30):
        page = client.get(address, {"q": "so hoa"}).content.decode()
    assert "số hóa hồ sơ người có công" in page.lower()
    assert "Tra cứu bằng mã QR" not in page
    answer = client.post(address, {"sang-kien": [ground.initiatives[0].pk]})
    assert answer.status_code == 302
    assert ground.sitting.motions.count() == 1
    assert "Đã vào phiên" in client.get(address).content.decode()
    stranger = Client()
    stranger.force_login(ground.world.users.stranger)
    assert stranger.get(address).status_code == 404
