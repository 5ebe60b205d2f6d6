"""A unit scores itself, the officer checks, the cluster crosses, its head ranks."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.apps.scoring import scored

from thidua.scoring import actions


@pytest.fixture(autouse=True)
def served(transactional_db: None, live_server: object) -> None:
    """Every story here runs on a live server; the rows are committed for its threads."""


def year_begun(world: SimpleNamespace) -> None:
    """A cluster headed by the unit of `truongphong`; the two other sheets are checked already."""
    world.officer = world.users.officer
    own, *others = world.units[1], world.units[0], world.units[2]
    world.heads = scored.heads(others)
    world.cluster = scored.cluster_of(world.department, [own, *others])
    world.table = scored.issued(world.department, world.officer)
    world.mine, *world.peers = actions.open_sheets(
        table=world.table, units=[own, *others], by=world.officer
    )
    for sheet, best in zip(world.peers, ("37", "36"), strict=True):
        scored.checked(sheet, world.officer, c1_1=best)


def test_from_the_self_score_to_the_ranking(
    world: SimpleNamespace, page: Page, watch: Any, sign_in: Any, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    year_begun(world)
    unit = world.units[1].name

    # The head of the unit scores on the desk's word; every line is saved when it is left.
    sign_in(page, "truongphong")
    page.get_by_role("link", name="Tự chấm").first.click()
    score = page.get_by_label("Điểm tự chấm dòng 1.2, tối đa 20")
    score.fill("25")
    score.press("Tab")
    expect(page.get_by_text("có điểm tối đa 20. Điểm ghi vào là 25.")).to_be_visible()
    for label, value in (
        ("Điểm tự chấm dòng 1.2, tối đa 20", "20"),
        ("Điểm tự chấm dòng 1.1, tối đa 40", "39,5"),
        ("số ngày chậm, dòng 1.3", "1"),
        ("Điểm tự chấm dòng 2.1, tối đa 30", "30"),
    ):
        box = page.get_by_label(label, exact=True)
        box.fill(value)
        box.press("Tab")
        row = page.locator("tr", has=box)
        expect(row.get_by_text("Đã lưu")).to_be_visible()
    expect(page.locator("#tong").get_by_text("98,5", exact=True)).to_be_visible()
    page.get_by_role("link", name="Hoàn thành chỉ tiêu").click()
    page.get_by_label("Số văn bản, nơi tra cứu").fill("Báo cáo số 45/BC-PCCVC")
    page.get_by_role("button", name="Thêm minh chứng").click()
    expect(page.get_by_text("Đã thêm minh chứng.")).to_be_visible()
    page.get_by_role("link", name=unit).first.click()
    page.get_by_role("button", name="Nộp phiếu").click()
    page.get_by_role("dialog").get_by_role("button", name="Nộp phiếu").click()
    expect(page.get_by_text("Đã nộp phiếu.")).to_be_visible()

    # The officer lowers one line with a reason and agrees with the rest.
    page.context.clear_cookies()
    sign_in(page, "chuyenvien")
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + "/cham-diem/")
    page.get_by_role("link", name=unit).click()
    box = page.get_by_label("Điểm thẩm định dòng 1.1, tối đa 40")
    box.fill("39")
    page.get_by_label("Lý do thẩm định dòng 1.1").fill("Chỉ tiêu số 4 đạt 98%")
    page.get_by_label("Lý do thẩm định dòng 1.1").press("Tab")
    expect(page.locator("tr", has=box).get_by_text("Đã lưu")).to_be_visible()
    page.get_by_role("button", name="Thống nhất dòng còn lại").click()
    page.get_by_role("button", name="Chốt điểm thẩm định").click()
    expect(page.get_by_text("Đã chốt điểm thẩm định.")).to_be_visible()

    # The peers cross; the deputy draws the sheet of the head's own unit.
    first, second = world.peers
    for sheet, peer in ((world.mine, 0), (world.mine, 1), (first, 1), (second, 0)):
        actions.submit_review(
            sheet=sheet, peer=world.units[0 if peer == 0 else 2], by=world.heads[peer]
        )
    actions.close_cross(sheet=world.mine, by=world.heads[0])

    # The head of the cluster crosses the two others, draws them together and ranks.
    page.context.clear_cookies()
    sign_in(page, "truongphong")
    page.get_by_role("link", name="Chấm điểm thi đua").click()
    for name in ("Văn phòng Sở", "Trung tâm Lưu trữ lịch sử"):
        page.get_by_role("link", name="Chấm chéo", exact=True).click()
        page.get_by_role("link", name=f"Chấm phiếu của {name}").click()
        page.get_by_role("button", name="Nộp điểm chấm chéo").click()
        expect(page.get_by_text(f"Đã nộp điểm chấm chéo phiếu của {name}.")).to_be_visible()
        page.get_by_role("link", name="Phiếu chấm", exact=True).click()
        page.get_by_role("link", name=name).click()
        page.get_by_role("button", name="Chốt điểm chấm chéo").click()
        page.get_by_role("dialog").get_by_role("button", name="Chốt điểm chấm chéo").click()
        expect(page.get_by_text("Đã chốt điểm chấm chéo.")).to_be_visible()
        page.get_by_role("link", name="Chấm điểm thi đua").first.click()
    page.get_by_role("link", name="Xếp hạng", exact=True).click()
    page.get_by_role("link", name="Cụm thi đua số 1, năm 2026").click()
    expect(page.get_by_text(f"97 điểm, sau {unit} 1 điểm")).to_be_visible()
    page.get_by_role("button", name="Kết luận xếp hạng").click()
    page.get_by_label("Biên bản họp cụm, khối").fill("02/BB-CTĐ")
    page.get_by_label("Đề nghị tặng Cờ thi đua").select_option(label=unit)
    page.get_by_role("dialog").get_by_role("button", name="Kết luận").click()
    expect(page.get_by_text("Đã kết luận xếp hạng.")).to_be_visible()
    expect(page.get_by_text("Đề nghị Cờ thi đua")).to_be_visible()
