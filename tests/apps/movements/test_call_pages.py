"""Pages of a call to register: a worker on a phone, a head, the officer, and strangers."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from thidua.movements import actions
from thidua.movements.models import Registration, RegistrationCall, RegistrationSheet

TODAY = timezone.localdate()
S = RegistrationSheet.State


@pytest.fixture
def call(world: SimpleNamespace) -> RegistrationCall:
    return actions.open_call(
        department=world.department, year=TODAY.year, opens_on=TODAY,
        due_on=TODAY + dt.timedelta(days=5), pledges="Đúng giờ\nTiết kiệm", by=world.users.officer,
    )  # fmt: skip


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_worker_registers_and_finds_it_again(
    world: SimpleNamespace, call: RegistrationCall
) -> None:
    browser = signed_in(world.users.member)
    home = text(browser.get("/"))
    assert f"Đăng ký thi đua năm {TODAY.year}" in home
    page = browser.get(reverse("movements:my_sheet"), follow=True)
    address = page.request["PATH_INFO"]
    assert "Đúng giờ" in text(page)
    sent = {"danh-hieu": ["ldtt", "cstd-co-so"], "viec": ["Ghép chuyến xe"], "ket-qua": ["nhiều"],
            "gu": ["1"], "gu-khac": "Không hút thuốc", "gui": "1"}  # fmt: skip
    refused = browser.post(address, sent)
    assert refused.status_code == 422
    assert "ghi kết quả dự kiến bằng số" in text(refused)
    assert 'value="Ghép chuyến xe"' in text(refused)
    assert not RegistrationSheet.objects.exists()
    kept = browser.post(address, sent | {"ket-qua": ["giảm 10% km"]}, follow=True)
    assert "Đã gửi đăng ký." in text(kept)
    sheet = RegistrationSheet.objects.get()
    assert (sheet.person, sheet.state) == (world.users.member.person, S.SENT)
    assert sheet.pledge_lines == ["Tiết kiệm", "Không hút thuốc"]
    assert f"Đăng ký thi đua năm {TODAY.year}" not in text(browser.get("/"))


def test_one_more_line_keeps_what_was_written(
    world: SimpleNamespace, call: RegistrationCall
) -> None:
    browser = signed_in(world.users.member)
    address = reverse("movements:sheet_of_person", args=[call.pk, world.users.member.person.pk])
    page = browser.post(address, {"danh-hieu": ["ldtt"], "viec": ["A"], "them-viec": "1"})
    assert text(page).count('name="viec"') == 2
    assert not RegistrationSheet.objects.exists()


def test_the_head_confirms_and_the_officer_approves(
    world: SimpleNamespace, call: RegistrationCall
) -> None:
    member, head, officer = world.users.member, world.users.head, world.users.officer
    sheet = actions.save_sheet(
        call=call, person=member.person, titles=["ldtt"], by=member, send=True
    )
    browser = signed_in(head)
    assert "Xác nhận 1 phiếu đăng ký" in text(browser.get("/"))
    board = text(browser.get(reverse("movements:call", args=[call.pk])))
    assert "Phòng Công chức" in board
    assert "Trung tâm Lưu trữ" not in board
    unit = [call.pk, world.units[1].pk]
    chosen = {"phieu": [sheet.pk], "viec": "xac-nhan"}
    browser.post(reverse("movements:sheets_together", args=unit), chosen)
    sheet.refresh_from_db()
    assert sheet.state == S.CONFIRMED
    other = signed_in(officer)
    assert "Duyệt 1 phiếu" in text(other.get("/"))
    chosen["viec"] = "duyet"
    page = other.post(reverse("movements:sheets_together", args=unit), chosen, follow=True)
    assert "Đã duyệt 1 phiếu." in text(page)
    assert Registration.objects.get().person == member.person
    # Nothing chosen: a sentence, not an error.
    page = other.post(reverse("movements:sheets_together", args=unit), {}, follow=True)
    assert "Chọn ít nhất một phiếu" in text(page)


def test_a_reminded_head_finds_it_on_the_desk(
    world: SimpleNamespace, call: RegistrationCall
) -> None:
    officer = signed_in(world.users.officer)
    address = reverse("movements:remind", args=[call.pk])
    page = officer.post(address, {"don-vi": [world.units[1].pk]}, follow=True)
    assert "Đã nhắc 1 đơn vị" in text(page)
    assert "Đã nhắc" in text(officer.get(reverse("movements:call", args=[call.pk])))
    desk = text(signed_in(world.users.head).get("/"))
    assert "Đơn vị còn 2 người chưa gửi phiếu" in desk


def test_the_grid_begins_with_last_year(world: SimpleNamespace, call: RegistrationCall) -> None:
    person = world.people[0]
    actions.register_for(
        department=world.department, person=person, year=TODAY.year - 1, award_code="ldtt", by=None
    )
    officer = signed_in(world.users.officer)
    address = reverse("movements:unit_grid", args=[call.pk, world.units[0].pk])
    page = text(officer.get(address))
    assert f'value="{person.pk}:ldtt" checked' in page
    assert "1 người được điền sẵn" in page
    cells = {"nguoi": [person.pk], "chon": [f"{person.pk}:ldtt", f"{person.pk}:cstd-co-so", "x"]}
    saved = officer.post(address, cells, follow=True)
    assert "Đã ghi đăng ký của 1 người." in text(saved)
    held = Registration.objects.filter(person=person, year=TODAY.year)
    assert {one.award_code for one in held} == {"ldtt", "cstd-co-so"}


def test_what_has_no_column_is_not_taken_over_from_last_year(
    world: SimpleNamespace, call: RegistrationCall
) -> None:
    person = world.people[0]
    for code in ("ldtt", "bk-thu-tuong"):
        actions.register_for(
            department=world.department, person=person, year=TODAY.year - 1, award_code=code,
            by=None,
        )  # fmt: skip
    officer = signed_in(world.users.officer)
    address = reverse("movements:unit_grid", args=[call.pk, world.units[0].pk])
    page = text(officer.get(address))
    assert f'value="{person.pk}:ldtt" checked' in page
    assert f"{person.pk}:bk-thu-tuong" not in page


def test_lists_ask_the_same_number_of_questions_however_long(
    world: SimpleNamespace, call: RegistrationCall, django_assert_max_num_queries: Any
) -> None:
    officer = signed_in(world.users.officer)
    for person in world.people:
        actions.register_unit(
            call=call, unit=person.unit, titles={person.pk: ["ldtt"]}, by=world.users.officer
        )
    with django_assert_max_num_queries(14):
        officer.get(reverse("movements:call", args=[call.pk]))
    with django_assert_max_num_queries(14):
        officer.get(reverse("movements:unit_sheets", args=[call.pk, world.units[0].pk]))
    with django_assert_max_num_queries(12):
        officer.get(reverse("movements:outcome"))


def test_a_year_is_opened_and_locked_by_hand(world: SimpleNamespace) -> None:
    officer = signed_in(world.users.officer)
    wrong = officer.post(
        reverse("movements:new_call"),
        {"year": TODAY.year, "opens_on": "10/03/2026", "due_on": "01/03/2026"},
    )
    assert wrong.status_code == 422
    assert "ở trước ngày bắt đầu" in text(wrong)
    officer.post(
        reverse("movements:new_call"),
        {"year": TODAY.year, "opens_on": "01/01/2026", "due_on": "31/03/2026"},
    )
    call = RegistrationCall.objects.get()
    lock = reverse("movements:lock_call", args=[call.pk])
    assert "Khóa đăng ký năm" in text(officer.get(lock))
    officer.post(lock, {"viec": "khoa"})
    call.refresh_from_db()
    assert call.state == RegistrationCall.State.CLOSED
    officer.post(lock, {"viec": "mo"})
    call.refresh_from_db()
    assert call.state == RegistrationCall.State.OPEN


def test_someone_without_a_record_is_told_what_to_do(world: SimpleNamespace) -> None:
    page = text(signed_in(world.users.nobody).get(reverse("movements:my_sheet")))
    assert "Tài khoản chưa gắn với hồ sơ" in page
