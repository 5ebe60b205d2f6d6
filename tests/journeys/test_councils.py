"""A council from the decision that sets it up to minutes that its chair and secretary signed.

The initiative council: three members, a score sheet, one initiative, one of them on a phone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from types import SimpleNamespace

import docx
import pytest
from playwright.sync_api import Page, expect

PHONE = {"width": 390, "height": 844}
NAME = "Số hóa hồ sơ người có công"


@pytest.fixture(autouse=True)
def served(transactional_db: None, live_server: object) -> None:
    """The story runs on a live server; the rows are committed for its threads."""


def press(page: Page, name: str) -> None:
    """Press the one visible button or link of that name in the page's main part."""
    found = page.locator("main").get_by_role("button", name=name, exact=True)
    found.or_(page.locator("main").get_by_role("link", name=name, exact=True)).first.click()


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"main [name={name}]").fill(value)


def test_from_the_establishment_to_signed_minutes(
    served: None,
    world: SimpleNamespace,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    watch: SimpleNamespace,
) -> None:
    from thidua.initiatives.actions import add_initiative

    add_initiative(
        person=world.people[1],
        year=2026,
        kind="sang_kien",
        name=NAME,
        state="waiting",
        level="",
        decision_number="",
        recognised_on=None,
        by=world.users.officer,
    )
    watch.expect_status(422)
    secretary, chair = new_page(), new_page()
    member = new_page(viewport=PHONE)
    people = (
        (chair, world.users.director, "chu_tich"),
        (secretary, world.users.secretary, "thu_ky"),
        (member, world.users.member, "uy_vien"),
    )
    for page, user, _ in people:
        sign_in(page, user.username)

    # 1. set up by a decision; a sitting before there is a chair is refused with what to do
    secretary.goto("/hoi-dong/lap/")
    secretary.locator("[name=kind]").select_option("sang_kien")
    fill(
        secretary,
        name="Hội đồng sáng kiến Sở Nội vụ",
        established_by="13/QĐ-SNV",
        established_on="20/01/2026",
        authority="Giám đốc Sở Nội vụ",
        term="2026–2030",
    )
    press(secretary, "Lưu")
    council = secretary.url
    press(secretary, "Lập phiên họp")
    fill(secretary, title="Xét sáng kiến năm 2026", held_on="20/09/2026", received_on="01/09/2026")
    press(secretary, "Lưu")
    expect(secretary.get_by_role("alert")).to_contain_text("chưa có Chủ tịch")
    secretary.goto(council)
    for _, user, duty in people:
        form = secretary.locator("form", has=secretary.locator("[name=duty]"))
        form.locator("[name=user]").select_option(label=user.full_name)
        form.locator("[name=duty]").select_option(duty)
        press(secretary, "Thêm thành viên")
        expect(secretary.locator("main table").first).to_contain_text(user.full_name)
    press(secretary, "Sửa phiếu chấm")
    fill(secretary, criteria="Tính mới: 30\nHiệu quả: 70")
    press(secretary, "Lưu")

    # 2. the sitting: an initiative, a paper, the call
    press(secretary, "Lập phiên họp")
    fill(secretary, title="Xét sáng kiến năm 2026", held_on="20/09/2026", received_on="01/09/2026")
    press(secretary, "Lưu")
    sitting = secretary.url
    press(secretary, "Đưa sáng kiến vào phiên")
    secretary.get_by_role("checkbox", name=NAME).check()
    press(secretary, "Đưa vào phiên họp")
    press(secretary, "Thêm, gỡ tài liệu")
    fill(secretary, title="Báo cáo sáng kiến", url="https://sonoivu.example/bao-cao")
    press(secretary, "Thêm tài liệu")
    expect(secretary.locator("main")).to_contain_text("Báo cáo sáng kiến")
    secretary.goto(sitting)
    with secretary.expect_download() as waiting:
        press(secretary, "Tải giấy mời")
    assert "Giấy mời" in waiting.value.suggested_filename
    press(secretary, "Mời họp")

    # 3. a member answers and reads before the sitting
    member.goto(sitting)
    member.get_by_role("radio", name="Sẽ dự").check()
    press(member, "Trả lời")
    expect(member.locator("main")).to_contain_text("Đã trả lời: sẽ dự")
    expect(member.locator("main")).to_contain_text("Báo cáo sáng kiến")

    # 4. present, opened, scored, counted
    secretary.goto(sitting)
    press(secretary, "Ghi tất cả có mặt")
    press(secretary, "Mở bỏ phiếu")
    press(secretary, "Mở bỏ phiếu")
    for (page, _, _), points in zip(
        people, (("25", "50"), ("20", "40"), ("21", "45")), strict=True
    ):
        page.goto(f"{sitting}bo-phieu/")
        for box, given in zip(page.locator("main input[type=text]").all(), points, strict=True):
            box.fill(given)
        page.locator("main").get_by_role("button", name="Xem lại và bỏ phiếu").last.click()
        press(page, "Bỏ phiếu")
        expect(page.locator("main")).to_contain_text("Đã bỏ phiếu")
    secretary.goto(sitting)
    press(secretary, "Đóng phiếu")
    press(secretary, "Đóng phiếu")
    expect(secretary.locator("main")).to_contain_text("Đang chờ công bố")

    # 5. the chair makes the result known, the secretary ends the sitting and writes
    chair.goto(sitting)
    press(chair, "Công bố kết quả")
    press(chair, "Công bố kết quả")
    secretary.goto(sitting)
    press(secretary, "Kết luận phiên họp")
    press(secretary, "Kết luận phiên họp")
    secretary.locator("main").get_by_role("link", name="Biên bản họp", exact=True).click()
    fill(secretary, dien_bien="Hội đồng nghe tác giả trình bày.", ket_luan="Đề nghị công nhận.")
    press(secretary, "Lưu nội dung")
    expect(secretary.locator("main")).to_contain_text("Lần 1")
    press(secretary, "Trình ký")
    fill(secretary, number="01")
    press(secretary, "Trình ký")

    # 6. signed by both, frozen, and on paper what was said and scored
    for page in (secretary, chair):
        page.goto(f"{sitting}bien-ban/bien_ban_hop/")
        press(page, "Ký biên bản")
        expect(page.locator("main")).to_contain_text("Đề nghị công nhận.")
        press(page, "Ký biên bản")
    expect(chair.locator("main .badge").first).to_contain_text("Đã ký")
    with chair.expect_download() as waiting:
        press(chair, "Tải DOCX")
    paper = docx.Document(io.BytesIO(waiting.value.path().read_bytes()))
    words = "\n".join(
        [p.text for p in paper.paragraphs]
        + [c.text for t in paper.tables for r in t.rows for c in r.cells]
    )
    assert "Số: 01/BB-HĐSK" in words
    assert "67/100" in words
    assert words.count("Đã ký bằng tài khoản") == 2
    assert "DỰ THẢO" not in words
    secretary.goto(f"{sitting}bien-ban/bien_ban_hop/")
    expect(secretary.locator("main textarea")).to_have_count(0)

    # 7. the head recognises: the initiative waits with what the council said beside it
    secretary.goto(f"/can-bo/{world.people[1].pk}/")
    expect(secretary.locator("main")).to_contain_text(re.compile(NAME))
