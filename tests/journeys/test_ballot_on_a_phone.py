"""A member of seventy votes on a phone with the code from the secretary, by keyboard alone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from .office import PASSWORD, open_office

PHONE = {"width": 390, "height": 844}
NOMINEES = 9
SMALL = """() => [...document.querySelectorAll("body *")].filter((e) => {
  const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
  const box = e.getBoundingClientRect();
  const hidden = box.width < 2 || box.height < 2 || e.closest(".visually-hidden, script");
  if (!own || hidden) return false;
  return parseFloat(getComputedStyle(e).fontSize) < 18;
}).map((e) => e.outerHTML.slice(0, 80))"""
NAMELESS = """() => [...document.querySelectorAll("input:not([type=hidden]), button, a, select")]
  .filter((e) => !e.closest("[aria-hidden=true]") && e.getAttribute("aria-hidden") !== "true")
  .filter((e) => !(e.labels?.length || e.textContent.trim() || e.getAttribute("aria-label")))
  .map((e) => e.outerHTML.slice(0, 80))"""


@pytest.fixture(autouse=True)
def served(transactional_db: None, live_server: object) -> None:
    """The story runs on a live server; the rows are committed for its threads."""


@pytest.fixture
def running(served: None) -> SimpleNamespace:
    """An open box with nine nominees; everybody is there."""
    from thidua.accounts.models import User
    from thidua.councils import actions
    from thidua.councils.queries import current_members

    office = open_office()
    secretary = User.objects.get(username="thuky")
    sitting = actions.create_sitting(
        council=office.council,
        title="Họp xét khen thưởng năm 2026",
        held_on=dt.date(2026, 9, 25),
        received_on=dt.date(2026, 9, 15),
        place="Phòng họp số 2",
        by=secretary,
    )
    papers = [{"title": "Tóm tắt thành tích", "text": "Ba sáng kiến được áp dụng"}]
    motions = [
        actions.NewMotion(
            f"Người Thứ {n}", "Đề nghị tặng danh hiệu", f"thu:{n}", "cstd-co-so", papers=papers
        )
        for n in range(1, NOMINEES + 1)
    ]
    actions.add_motions(sitting=sitting, motions=motions, by=secretary)
    actions.convene(sitting=sitting, by=secretary)
    marks = {m.pk: ("co_mat", "") for m in current_members(office.council)}
    actions.set_attendance(sitting=sitting, marks=marks, by=secretary)
    actions.open_ballot(sitting=sitting, by=secretary)
    return SimpleNamespace(sitting=sitting, base=f"/hoi-dong/phien-hop/{sitting.pk}/")


def readable(page: Page) -> None:
    """Text of 18 px and more, every control named, nothing wider than the phone."""
    assert page.evaluate(SMALL) == []
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.locator("h1").count() == 1


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the focus is on what a screen reader would call `wanted`."""
    for _ in range(200):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "() => (document.activeElement.labels?.[0] ?? document.activeElement).innerText.trim()"
        )
        if re.search(wanted, name):
            return
    raise AssertionError(f"Tab does not reach “{wanted}”")


def a_code(page: Page, base: str, name: str) -> str:
    page.goto(base + "ma-vao/")
    page.get_by_role("button", name=f"Cấp mã cho {name}").click()
    return page.locator(".receipt code").inner_text()


def test_code_sheet_review_and_receipt_by_keyboard(
    running: SimpleNamespace, new_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    from thidua.councils import ballot_box
    from thidua.councils.models import HasVoted

    secretary, phone = new_page(), new_page(viewport=PHONE)
    sign_in(secretary, "thuky", PASSWORD)
    code = a_code(secretary, running.base, "Nguyễn Văn Sơn")

    phone.goto("/vao/")
    readable(phone)
    tab_to(phone, "Mã thư ký đưa")
    phone.keyboard.type(code.lower())
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Nguyễn Văn Sơn")
    readable(phone)
    targets = phone.locator(".ballot-choices label").evaluate_all(
        "all => all.map((e) => e.getBoundingClientRect()).map((b) => [b.width, b.height])"
    )
    assert len(targets) == NOMINEES * 3
    assert all(width >= 48 and height >= 64 for width, height in targets)
    groups = phone.get_by_role("group")
    assert groups.count() == NOMINEES
    expect(groups.nth(0)).to_have_accessible_name(re.compile("Đề nghị 1: Người Thứ 1, .*thi đua"))

    # What there is to read opens beside the sheet, also with a code; the way leads back.
    with phone.expect_popup() as opened:
        phone.get_by_role("link", name="Đọc hồ sơ").first.click()
    papers = opened.value
    expect(papers.get_by_role("heading", level=1)).to_contain_text("Người Thứ 1")
    expect(papers.locator("main")).to_contain_text("Ba sáng kiến được áp dụng")
    readable(papers)
    expect(papers.get_by_role("link", name="Về phiếu bầu")).to_be_visible()
    papers.close()

    presses = 0
    for number in range(NOMINEES):
        phone.keyboard.press("Tab")
        while not phone.evaluate("document.activeElement.type === 'radio'"):
            phone.keyboard.press("Tab")
        phone.keyboard.press("Space")
        if number == 4:
            phone.keyboard.press("ArrowRight")
        presses += 1
    expect(phone.locator(".vote-bar [role=status]")).to_contain_text(
        f"Đã chọn {NOMINEES}/{NOMINEES}"
    )
    assert presses == NOMINEES
    tab_to(phone, "^Xem lại và bỏ phiếu$")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="Xem lại lựa chọn")).to_be_visible()
    readable(phone)
    assert phone.get_by_text("Không đồng ý", exact=True).count() == 1
    tab_to(phone, "^Bỏ phiếu$")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="Đã bỏ phiếu")).to_be_visible()
    readable(phone)
    assert re.fullmatch(r"(\w{4}-){3}\w{4}", phone.locator(".receipt code").inner_text())
    assert HasVoted.objects.get().member.full_name == "Nguyễn Văn Sơn"
    stored = [answer.rstrip() for *_, answer in ballot_box._open(running.sitting.box)]
    assert sorted(stored) == ["dong_y"] * (NOMINEES - 1) + ["khong_dong_y"]

    phone.goto("/")
    expect(phone.get_by_role("heading", name="Đã bỏ phiếu")).to_be_visible()


def test_a_lost_answer_is_sent_again_and_counted_once(
    running: SimpleNamespace,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    watch: Any,
) -> None:
    from thidua.councils.models import HasVoted

    phone = new_page(viewport=PHONE)
    sign_in(phone, "uyvien1", PASSWORD)
    phone.goto(running.base + "bo-phieu/")
    phone.get_by_role("button", name="Tất cả đồng ý, rồi xem lại").click()
    lost: list[str] = []

    def lose_the_answer(route: Route) -> None:
        """The sheet arrives; the answer does not."""
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        route.fetch()
        lost.append(route.request.url)
        route.abort("connectionreset")

    phone.route("**/bo-phieu/", lose_the_answer)
    with phone.expect_event("requestfailed"):
        phone.get_by_role("button", name="Bỏ phiếu", exact=True).click()
    phone.wait_for_url("chrome-error://**")  # else the error page interrupts the way back
    assert len(lost) == 1
    assert HasVoted.objects.count() == 1
    # What the browser shows for a broken connection is its own; the member goes back and presses.
    watch.faults.clear()
    phone.goto(running.base + "bo-phieu/")
    expect(phone.get_by_role("heading", name="Đã bỏ phiếu")).to_be_visible()
    expect(phone.get_by_text("Mỗi thành viên có một phiếu")).to_be_visible()
    assert HasVoted.objects.count() == 1


def test_members_still_choosing_are_told_before_the_box_closes(
    running: SimpleNamespace, new_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    from thidua.accounts.models import User
    from thidua.councils import actions

    secretary, phone = new_page(), new_page(viewport=PHONE)
    sign_in(secretary, "thuky", PASSWORD)
    sign_in(phone, "uyvien2", PASSWORD)
    phone.goto(running.base + "bo-phieu/")
    expect(phone.get_by_text("Không giới hạn thời gian")).to_be_visible()
    for username in ("giamdoc", "phogiamdoc", "thuky", "uyvien1"):
        actions.cast(sitting=running.sitting, choices={}, by=User.objects.get(username=username))
    secretary.goto(running.base + "dong-phieu/")
    expect(secretary.get_by_text("Còn 1 người chưa bỏ phiếu").first).to_be_visible()
    secretary.get_by_label("Đóng phiếu sau").select_option("5")
    secretary.get_by_role("button", name="Báo giờ đóng phiếu").click()
    # The banner of the open sheet asks by itself; what was chosen stays chosen.
    phone.locator(".ballot-choices label").first.click()
    expect(phone.get_by_text("Thư ký báo sẽ đóng hòm phiếu lúc")).to_be_visible()
    expect(phone.locator(".ballot-choices input").first).to_be_checked()
    readable(phone)
