"""A unit reports a quarter with evidence; the department sees the board and the roll-up."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

YEAR = timezone.localdate().year - 1


@pytest.fixture(autouse=True)
def served(transactional_db: None, live_server: object) -> None:
    """Every story here runs on a live server; the rows are committed for its threads."""


def year_begun(world: SimpleNamespace) -> None:
    """Last year's set of the department with one target that demands evidence."""
    from thidua.targets import actions

    officer, director = world.users.officer, world.users.director
    of = actions.open_set(body=world.department, year=YEAR, by=officer)
    values = {
        "code": "CC01", "text": "Hồ sơ số hóa", "unit": "hồ sơ", "plan": Decimal(40),
        "gathering": "cong", "evidence_required": True,
    }  # fmt: skip
    actions.save_target(of=of, values=values, by=officer)
    actions.submit_set(of=of, by=officer)
    actions.approve_set(of=of, by=director)


def test_a_unit_reports_and_the_department_sees_it(
    world: SimpleNamespace, page: Page, watch: Any, sign_in: Any, tmp_path: Path, settings: Any
) -> None:
    watch.expect_status(422)  # the report without evidence
    settings.MEDIA_ROOT = tmp_path / "media"
    year_begun(world)
    unit = world.units[1].name
    proof = tmp_path / "bao-cao.pdf"
    proof.write_bytes(b"%PDF-1.7\nBao cao quy I")

    # The officer hands the target down.
    page.context.clear_cookies()
    sign_in(page, "chuyenvien")
    page.get_by_role("link", name="Chỉ tiêu", exact=True).click()
    page.get_by_role("link", name="Sở Nội vụ", exact=True).click()
    page.get_by_role("link", name="Hồ sơ số hóa").click()
    page.get_by_role("link", name="Giao cho đơn vị").click()
    page.get_by_label(f"Mức giao cho {unit}").fill("40")
    page.get_by_role("button", name="Giao chỉ tiêu").click()
    expect(page.get_by_text("Đã giao chỉ tiêu CC01 cho 1 đơn vị.")).to_be_visible()

    # It waits on the desk of the unit's head, who takes note and reports on a phone.
    page.set_viewport_size({"width": 390, "height": 844})
    page.context.clear_cookies()
    sign_in(page, "truongphong")
    page.get_by_role("link", name=f"Nhận 1 chỉ tiêu được giao năm {YEAR}").click()
    page.get_by_role("button", name="Xác nhận đã nhận").click()
    expect(page.get_by_text("Đã xác nhận nhận chỉ tiêu.")).to_be_visible()
    page.get_by_role("link", name="Hồ sơ số hóa").click()
    page.get_by_role("link", name="Báo cáo Quý I", exact=True).click()
    page.get_by_role("textbox", name="Kết quả").fill("12")
    page.get_by_role("button", name="Lưu kết quả").click()
    expect(page.get_by_role("alert")).to_contain_text("phải có minh chứng")
    expect(page.get_by_role("textbox", name="Kết quả")).to_have_value("12")  # nothing typed is lost
    page.get_by_label("Tệp minh chứng").set_input_files(proof)
    page.get_by_role("button", name="Lưu kết quả").click()
    expect(page.get_by_text("Đã ghi kết quả.")).to_be_visible()
    expect(page.get_by_role("link", name="bao-cao.pdf")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide

    # The department sees it on the board, gathered, and in the roll-up.
    page.set_viewport_size({"width": 1440, "height": 900})
    page.context.clear_cookies()
    sign_in(page, "giamdoc")
    page.get_by_role("link", name="Chỉ tiêu", exact=True).click()
    page.get_by_role("link", name="Sở Nội vụ", exact=True).click()
    row = page.get_by_role("row", name="Hồ sơ số hóa")
    expect(row).to_contain_text("12")
    expect(row).to_contain_text("30")
    page.get_by_role("link", name="Các đơn vị", exact=True).click()
    expect(page.get_by_role("row", name=unit)).to_contain_text("1")
    expect(page.get_by_text("1 đơn vị chưa báo cáo đủ các kỳ đã qua")).to_be_visible()
