"""A movement goes through two levels to its final review; a worker registers on a phone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

PHONE = {"width": 390, "height": 844}
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def served(transactional_db: None, live_server: object) -> None:
    """The story runs on a live server; the rows are committed for its threads."""


@pytest.fixture
def province(world: SimpleNamespace) -> None:
    """The province above gets its officer and its chairperson."""
    from thidua.accounts.models import Role, RoleAssignment, User

    for name, role in (("tinh-cv", Role.OFFICER), ("tinh-ld", Role.DIRECTOR)):
        made = User.objects.create(
            username=name, full_name=name, home=world.province,
            password=world.users.officer.password,
        )  # fmt: skip
        RoleAssignment.objects.create(user=made, role=role, body=world.province)


def press(page: Page, name: str) -> None:
    place = page.locator("dialog[open]") if page.locator("dialog[open]").count() else page
    place.get_by_role("button", name=name, exact=True).first.click()


def write_plan(page: Page, name: str, reach: str) -> None:
    days = {"starts": TODAY - dt.timedelta(days=30), "ends": TODAY + dt.timedelta(days=200)}
    words = {
        "name": name, "objectives": "Không còn hồ sơ quá hạn", "content": "Trả kết quả đúng hẹn",
        "criteria": "Đúng hạn từ 98%", "participants": "Toàn thể công chức",
        "measures": "Văn phòng tổng hợp hằng tháng",
    }  # fmt: skip
    for field, text in words.items():
        page.locator(f"[name={field}]").fill(text)
    for field, day in days.items():
        page.locator(f"[name={field}]").fill(f"{day:%d/%m/%Y}")
    page.locator("[name=kind]").select_option("chuyen_de")
    page.locator("[name=reach]").select_option(reach)


def launch(officer: Page, director: Page, address: str) -> None:
    press(officer, "Trình duyệt")
    director.goto(address)
    press(director, "Duyệt kế hoạch")
    press(director, "Phát động")
    director.locator("dialog[open] [name=launched_on]").fill(f"{TODAY:%d/%m/%Y}")
    press(director, "Phát động")
    expect(director.locator("main")).to_contain_text("Đang thực hiện")


def test_from_the_launch_above_to_the_final_review_below(
    world: SimpleNamespace,
    province: None,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
) -> None:
    pages = {}
    for who in ("tinh-cv", "tinh-ld", "chuyenvien", "giamdoc"):
        pages[who] = new_page()
        sign_in(pages[who], who)

    # 1. the province plans, approves and launches
    above = pages["tinh-cv"]
    above.goto("/phong-trao/moi/")
    write_plan(above, "Phục vụ người dân đúng hẹn", "bo_nganh_tinh")
    above.locator("[name=t-ten]").first.fill("Hồ sơ đúng hạn")
    press(above, "Lưu kế hoạch")
    expect(above.get_by_role("heading", name="Phục vụ người dân đúng hẹn")).to_be_visible()
    launch(above, pages["tinh-ld"], above.url)

    # 2. the department finds it on the desk and answers with its own
    below = pages["chuyenvien"]
    below.goto("/")
    below.get_by_role("link", name="Hưởng ứng phong trào Phục vụ người dân đúng hẹn").click()
    press(below, "Hưởng ứng")
    expect(below.locator("main")).to_contain_text("Hưởng ứng Phục vụ người dân đúng hẹn")
    own = below.url
    launch(below, pages["giamdoc"], own)
    above.reload()
    expect(above.locator("main")).to_contain_text("1 trên 2 cơ quan cấp dưới đã phát động")

    # 3. the final review below; the effect is on a page
    below.goto(own)
    below.get_by_role("link", name="Sơ kết, tổng kết").click()
    below.locator("[name=kind]").select_option("tong_ket")
    below.locator("[name=held_on]").fill(f"{TODAY:%d/%m/%Y}")
    for field in ("results", "effect", "limits", "causes", "lessons"):
        below.locator(f"[name={field}]").fill(f"Nội dung {field}")
    below.get_by_label("Kết quả: Hồ sơ đúng hạn").fill("98,5")
    press(below, "Lưu")
    expect(below.locator("main")).to_contain_text("Đã tổng kết")
    below.get_by_role("link", name="Hiệu quả").click()
    expect(below.get_by_role("heading", name="Hiệu quả phong trào")).to_be_visible()
    expect(below.locator("main")).to_contain_text("Nội dung effect")


def test_a_worker_registers_on_a_phone_and_it_goes_up(
    world: SimpleNamespace, new_page: Callable[..., Page], sign_in: Callable[..., None], watch: Any
) -> None:
    watch.expect_status(422)  # the result without a number
    officer, head = new_page(), new_page()
    phone = new_page(viewport=PHONE)
    sign_in(officer, "chuyenvien")
    officer.goto("/dang-ky/")
    officer.get_by_role("link", name="Mở đợt đăng ký").click()
    officer.locator("[name=opens_on]").fill(f"{TODAY:%d/%m/%Y}")
    officer.locator("[name=due_on]").fill(f"{TODAY + dt.timedelta(days=9):%d/%m/%Y}")
    officer.locator("[name=pledges]").fill("Đúng giờ\nTiết kiệm điện")
    press(officer, "Lưu đợt đăng ký")
    expect(officer.locator("main")).to_contain_text("Đang nhận đăng ký")
    board = officer.url

    sign_in(phone, "uyvien")
    phone.goto("/")
    phone.get_by_role("link", name="Đăng ký", exact=True).last.click()
    phone.get_by_label("Lao động tiên tiến").check()
    phone.get_by_label("Chiến sĩ thi đua cơ sở").check()
    phone.get_by_label("Tên việc 1").fill("Ghép chuyến xe cùng tuyến")
    phone.get_by_label("Kết quả dự kiến").fill("nhiều")
    phone.get_by_label("Đúng giờ").check()
    press(phone, "Gửi đăng ký")
    expect(phone.get_by_role("alert")).to_contain_text("kết quả dự kiến bằng số")
    expect(phone.get_by_label("Tên việc 1")).to_have_value("Ghép chuyến xe cùng tuyến")
    phone.get_by_label("Kết quả dự kiến").fill("giảm 10% số km")
    press(phone, "Gửi đăng ký")
    expect(phone.locator("main")).to_contain_text("Đã gửi, chờ đơn vị")
    wide = phone.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide

    sign_in(head, "truongphong")
    head.goto("/")
    head.get_by_role("link", name="Xác nhận 1 phiếu đăng ký của đơn vị").click()
    head.get_by_role("link", name="Phòng Công chức, viên chức").click()
    press(head, "Xác nhận phiếu đã chọn")
    expect(head.locator("main")).to_contain_text("Đơn vị đã xác nhận")

    officer.goto(board)
    officer.get_by_role("link", name="Phòng Công chức, viên chức").click()
    press(officer, "Duyệt phiếu đã chọn")
    expect(officer.get_by_text("Đã duyệt 1 phiếu.")).to_be_visible()
    phone.reload()
    expect(phone.locator("main")).to_contain_text("Phiếu đã được duyệt")
