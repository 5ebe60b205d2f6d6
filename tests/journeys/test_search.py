"""Finding by / from any page, without a mouse, and without script."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

PASSWORD = "mat-khau-thu-nghiem"


@pytest.fixture(autouse=True)
def served(transactional_db: None, live_server: object) -> None:
    """Every story here runs on a live server; the rows are committed for its threads."""


def sign_in(page: Page) -> None:
    page.goto("/dang-nhap/")
    page.locator("input[name=username]").fill("chuyenvien")
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_person_is_opened_by_keys_alone(world: SimpleNamespace, page: Page) -> None:
    sign_in(page)
    page.goto("/don-vi/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Tìm trong toàn hệ thống")
    expect(box).to_be_focused()
    page.keyboard.type("chau min")
    option = page.get_by_role("option", name="Nguyễn Thị Minh Châu")
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(option.get_attribute("id")))
    page.keyboard.press("Escape")
    expect(option).to_be_hidden()
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"/can-bo/{world.people[0].pk}/")


def test_enter_without_a_choice_leads_to_the_page_of_results(
    world: SimpleNamespace, page: Page
) -> None:
    sign_in(page)
    page.keyboard.press("/")
    page.keyboard.type("luu tru")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/tim/?q=luu+tru")
    expect(page.get_by_role("main").get_by_role("link", name="Trung tâm Lưu trữ")).to_be_visible()


def test_a_slash_typed_into_a_field_stays_there(world: SimpleNamespace, page: Page) -> None:
    sign_in(page)
    page.goto("/tim/")
    field = page.get_by_role("main").get_by_role("searchbox")
    field.click()
    page.keyboard.type("1482/QĐ")
    expect(field).to_have_value("1482/QĐ")
