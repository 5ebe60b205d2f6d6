"""The desk: what waits for each role, what to do first, few queries, nothing of others."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from thidua.accounts.models import User
from thidua.councils.models import Attendance, BallotBox, Council, Member, Motion, Sitting
from thidua.decisions.models import Decision
from thidua.desk.queries import Task, board_for
from thidua.dossiers.models import Dossier, Nominee
from thidua.eligibility.models import Assessment, FactsSnapshot, Round
from thidua.exchange.models import ImportBatch
from thidua.movements.models import Registration
from thidua.people.models import Person
from thidua.register.actions import record_award

ROLES = ["officer", "head", "member", "secretary", "director", "administrator", "nobody"]


@pytest.fixture
def running(world: SimpleNamespace) -> SimpleNamespace:
    """A round with dossiers in several states, a sitting with an open box, a decision to sign."""
    here, unit = world.department, world.units[1]
    today = timezone.localdate()
    world.round = Round.objects.create(
        department=here, year=2026, name="Xét cuối năm 2026", received_on=dt.date(2026, 9, 1)
    )
    Registration.objects.create(
        department=here, person=world.people[0], year=2026, award_code="ldtt"
    )

    def dossier(number: int, state: str, at: Any, **more: Any) -> Dossier:
        made = Dossier.objects.create(
            department=here,
            unit=at,
            round=world.round,
            number=number,
            code=f"HS-2026-{number:04d}",
            title=f"Đề nghị số {number}",
            state=state,
            **more,
        )
        person = world.people[2]
        snapshot = FactsSnapshot.objects.create(
            round=world.round, person=person, facts={}, digest="x"
        )
        answer = Assessment.objects.create(
            round=world.round,
            person=person,
            snapshot=snapshot,
            award_code="ldtt",
            verdict="eligible",
            tree={},
            is_current=False,
        )
        Nominee.objects.create(
            dossier=made,
            person=person,
            award_code="ldtt",
            assessment=answer,
            state="passed" if state == "voted" else "proposed",
        )
        return made

    world.dossiers = [
        dossier(1, "submitted", unit),
        dossier(
            2,
            "returned",
            unit,
            return_reason="Ghi số liệu",
            return_by_date=today - dt.timedelta(days=2),
        ),
        dossier(3, "draft", unit),
        dossier(4, "accepted", world.units[0]),
        dossier(5, "voted", world.units[0]),
    ]
    council = Council.objects.create(body=here, name="Hội đồng TĐKT Sở", kind="tdkt")
    seat = Member.objects.create(
        council=council, user=world.users.member, full_name="Đặng Thùy Dương", duty="uy_vien"
    )
    world.sitting = Sitting.objects.create(
        council=council, title="Phiên cuối năm", held_on=today, received_on=today, state="open"
    )
    Motion.objects.create(
        sitting=world.sitting, order=1, title="A", question="B", reference="nominee:1"
    )
    Attendance.objects.create(sitting=world.sitting, member=seat, status="co_mat")
    BallotBox.objects.create(sitting=world.sitting, members_total=1, fingerprint="f")
    Decision.objects.create(
        department=here, round=world.round, title="Tặng danh hiệu năm 2026", state="awaiting"
    )
    ImportBatch.objects.create(
        department=here, kind="staff", file_name="danh-sach.xlsx", file="x", size=1, sha256="x"
    )
    record_award(
        department=here,
        by=None,
        recipient_name="Ai đó",
        award_name="LĐTT",
        source="book",
        match="asked",
    )
    return world


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def verbs(user: User) -> list[tuple[str, str]]:
    board = board_for(fresh(user))
    return [(group, task.verb) for group, tasks in board.groups for task in tasks]


def test_each_role_gets_its_own_work(running: SimpleNamespace) -> None:
    users, waiting = running.users, "Đang chờ xử lý"
    assert verbs(users.head) == [
        ("Quá hạn", "Bổ sung"),
        (waiting, "Trình hồ sơ"),
    ]
    assert verbs(users.member) == [("Bảy ngày tới", "Bỏ phiếu")]
    assert verbs(users.secretary) == [
        ("Bảy ngày tới", "Theo dõi"),
        (waiting, "Trình hội đồng"),
    ]
    assert verbs(users.director) == [(waiting, "Xem và ký")]
    assert verbs(users.officer) == [
        ("Bảy ngày tới", "Theo dõi"),
        (waiting, "Thẩm định"),
        (waiting, "Trình hội đồng"),
        (waiting, "Xem lại"),
        (waiting, "Xác nhận"),
        (waiting, "Quét điều kiện"),
        (waiting, "Lập quyết định"),
    ]
    assert verbs(users.administrator) == verbs(users.nobody) == verbs(users.stranger) == []


def test_a_screened_round_without_dossiers_asks_for_the_first(world: SimpleNamespace) -> None:
    round_ = Round.objects.create(
        department=world.department,
        year=2026,
        name="Xét cuối năm 2026",
        received_on=dt.date(2026, 9, 1),
    )
    assert verbs(world.users.officer) == [("Đang chờ xử lý", "Quét điều kiện")]
    assert verbs(world.users.head) == []
    Round.objects.update(screened_at=timezone.now())
    for who in ("officer", "head"):
        assert verbs(getattr(world.users, who)) == [("Đang chờ xử lý", "Lập hồ sơ")]
    assert verbs(world.users.director) == []
    Round.objects.filter(pk=round_.pk).update(state="closed")
    assert verbs(world.users.officer) == []


def test_the_pipeline_counts_dossiers_and_nominees(running: SimpleNamespace) -> None:
    board = board_for(fresh(running.users.officer))
    assert [(s.label, s.number) for s in board.stages] == [
        ("Đăng ký thi đua", 1),
        ("Đang lập", 1),
        ("Trả lại bổ sung", 1),
        ("Thẩm định", 1),
        ("Họp hội đồng", 1),
        ("Trình ký", 1),
        ("Đã quyết định", 0),
    ]
    mine = board_for(fresh(running.users.head))
    assert [s.number for s in mine.stages] == [0, 1, 1, 1, 0, 0, 0]
    assert board_for(fresh(running.users.member)).stages == []


@pytest.mark.parametrize("who", ROLES)
def test_the_page_takes_at_most_twenty_one_queries_and_every_link_opens(
    client: Client, running: SimpleNamespace, who: str, django_assert_max_num_queries: Any
) -> None:
    client.force_login(getattr(running.users, who))
    client.get("/")
    with django_assert_max_num_queries(21):
        page = client.get("/").content.decode()
    main = page.split('id="noi-dung"')[1]
    for address in set(re.findall(r'href="(/[^"]*)"', main)):
        # The batch of this test has no file; icons are served as they are.
        if not address.startswith(("/nhap-du-lieu/", "/static/")):
            assert client.get(address).status_code == 200, address


def test_nothing_of_the_department_reaches_a_stranger(
    client: Client, running: SimpleNamespace
) -> None:
    for user in (running.users.stranger, running.users.nobody, running.users.administrator):
        client.force_login(user)
        page = client.get("/").content.decode()
        for secret in ("Xét cuối năm 2026", "Đề nghị số", "Phiên cuối năm", "danh-sach.xlsx"):
            assert secret not in page


def test_the_first_steps_of_an_empty_department(client: Client, world: SimpleNamespace) -> None:
    client.force_login(world.users.officer)
    page = client.get("/").content.decode()
    assert "Mở đợt xét của năm" in page
    assert "Đã có 7 người." in page
    Person.objects.update(unit=None)
    User.objects.update(person=None)
    Person.objects.all().delete()
    page = client.get("/").content.decode()
    assert "Bắt đầu từ danh sách cán bộ" in page
    assert "Không có việc nào đang chờ anh/chị" in page


def test_someone_without_a_role_is_told_what_to_do(client: Client, world: SimpleNamespace) -> None:
    client.force_login(world.users.nobody)
    page = client.get("/").content.decode()
    assert "Tài khoản chưa có vai trò ở cơ quan nào." in page
    assert "Đề nghị quản trị hệ thống giao vai trò." in page


def test_the_shell_counts_what_waits(client: Client, running: SimpleNamespace) -> None:
    for who, counts in (
        ("officer", {"Hồ sơ khen thưởng": "1"}),
        ("head", {"Hồ sơ khen thưởng": "1"}),
        ("director", {"Quyết định": "1"}),
        ("member", {"Hội đồng và bỏ phiếu": "1"}),
        ("administrator", {}),
    ):
        client.force_login(getattr(running.users, who))
        page = client.get("/mat-khau/").content.decode()
        found = re.findall(r'nav-label">([^<]+)</span><span class="count">(\d+)<', page)
        assert dict(found) == counts


@pytest.mark.parametrize(
    ("days", "tone", "left"),
    [
        (-1, "danger", "Quá 1 ngày"),
        (0, "warn", "Hôm nay"),
        (4, "warn", "Còn 4 ngày"),
        (5, "", "Còn 5 ngày"),
        (None, "", ""),
    ],
)
def test_deadlines_say_days_first(days: int | None, tone: str, left: str) -> None:
    due = None if days is None else timezone.localdate() + dt.timedelta(days=days)
    task = Task("a", "b", "/", "c", due)
    assert (task.tone, task.left) == (tone, left)


def test_an_unknown_address_is_a_page_in_words(client: Client, world: SimpleNamespace) -> None:
    client.force_login(world.users.officer)
    answer = client.get("/khong-co/")
    assert answer.status_code == 404
    assert "Không có trang này" in answer.content.decode()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.users.officer)
    stale = strict.post("/dang-xuat/")
    assert stale.status_code == 403
    assert "Trang đã để quá lâu" in stale.content.decode()
