"""The pledge of a block: its head writes and sends it, two sides sign, it is witnessed, printed."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from tests.apps.organisations.clustered import block

PHONE = {"width": 390, "height": 844}
PASSWORD = "mat-khau-thu-nghiem"


@pytest.fixture(autouse=True)
def served(transactional_db: None, live_server: object) -> None:
    """Every story here runs on a live server; the rows are committed for its threads."""


def second_head(world: SimpleNamespace) -> None:
    """The head of the office of the department has an account too."""
    from thidua.accounts.models import Role, RoleAssignment, User

    user = User.objects.create(username="chanhvanphong", full_name="Nguyễn Văn Sơn")
    user.set_password(PASSWORD)
    user.save()
    RoleAssignment.objects.create(user=user, body=world.units[0], role=Role.HEAD_OF_UNIT)


def test_the_head_of_a_block_has_its_pledge_signed(
    world: SimpleNamespace,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    watch: SimpleNamespace,
) -> None:
    from thidua.organisations.actions import clusters

    watch.expect_status(404)
    second_head(world)
    made = block(world)
    clusters.set_members(cluster=made, year=2026, bodies=world.units[:2], by=world.users.officer)

    officer = new_page()
    sign_in(officer, "chuyenvien")
    officer.goto(f"/don-vi/cum-khoi/{made.pk}/?nam=2026")
    expect(officer.get_by_text("Năm 2026 chưa có Khối trưởng")).to_be_visible()
    officer.get_by_role("link", name="Giao trưởng, phó").click()
    officer.get_by_label("Đơn vị").select_option(label="Phòng Công chức, viên chức")
    officer.get_by_role("button", name="Giao nhiệm vụ").click()
    expect(officer.get_by_text("Đã giao nhiệm vụ.")).to_be_visible()

    head = new_page()
    sign_in(head, "truongphong")
    head.goto(f"/don-vi/cum-khoi/{made.pk}/?nam=2026")
    head.get_by_role("link", name="Lập giao ước").click()
    head.get_by_role("button", name="Lập dự thảo").click()
    head.get_by_label("Nội dung giao ước").fill("Giải quyết hồ sơ đúng hạn")
    head.get_by_label("Chỉ tiêu 1", exact=True).fill("Hồ sơ đúng hạn")
    head.get_by_label("Mức phấn đấu của chỉ tiêu 1").fill("98,5")
    head.get_by_label("Đơn vị tính của chỉ tiêu 1").fill("%")
    expect(head.get_by_label("Người ký của Văn phòng Sở", exact=True)).to_have_value(
        "Nguyễn Văn Sơn"
    )
    head.get_by_role("button", name="Lưu giao ước").click()
    head.get_by_role("button", name="Gửi các bên ký").click()
    head.get_by_role("button", name="Gửi ký", exact=True).click()
    expect(head.get_by_text("Đã gửi các bên ký.")).to_be_visible()
    pledge = head.url

    other = new_page(viewport=PHONE)
    sign_in(other, "chanhvanphong")
    other.get_by_role("link", name="Đọc và ký").first.click()
    expect(other.get_by_text("98,5 %")).to_be_visible()
    assert other.evaluate("document.documentElement.scrollWidth") <= 390
    other.get_by_role("button", name="Ký cho Văn phòng Sở").click()
    other.get_by_role("button", name="Ký giao ước", exact=True).click()
    expect(other.get_by_text("1/2 bên đã ký")).to_be_visible()

    head.goto(pledge)
    head.get_by_role("button", name="Ký cho Phòng Công chức, viên chức").click()
    head.get_by_role("button", name="Ký giao ước", exact=True).click()
    expect(head.get_by_text("Các bên đã ký", exact=True)).to_be_visible()
    head.get_by_role("button", name="Ghi", exact=True).click()
    for label, words in (
        ("Người chứng kiến", "Ngô Đức Vinh"), ("Chức vụ", "Giám đốc Sở"),
        ("Hội nghị", "Hội nghị ký giao ước"), ("Địa điểm", "Hội trường"), ("Ngày", "15/01/2026"),
    ):  # fmt: skip
        head.get_by_role("dialog").get_by_label(label, exact=True).fill(words)
    head.get_by_role("dialog").get_by_role("button", name="Ghi", exact=True).click()
    expect(head.get_by_text("Ngô Đức Vinh, Giám đốc Sở", exact=True)).to_be_visible()
    with head.expect_download() as paper:
        head.get_by_role("link", name="PDF").click()
    content = Path(paper.value.path()).read_bytes()
    printed = " ".join(
        " ".join(one.extract_text() for one in PdfReader(io.BytesIO(content)).pages).split()
    )
    for words in ("Nguyễn Văn Sơn ký trong chương trình", "98,5 %", "Ngô Đức Vinh"):
        assert words in printed
    assert "DỰ THẢO" not in printed

    stranger = new_page()
    sign_in(stranger, "nguoila")
    answer = stranger.goto(pledge)
    assert answer is not None
    assert answer.status == 404
