"""The doorstep: signing in by keyboard alone, what each role finds, what a stranger does not."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

PASSWORD = "mat-khau-thu-nghiem"


@pytest.fixture(autouse=True)
def served(transactional_db: None, live_server: object) -> None:
    """Every story here runs on a live server; the rows are committed for its threads."""


def test_signing_in_needs_no_mouse(world: SimpleNamespace, page: Page) -> None:
    page.goto("/ho-so/")
    expect(page).to_have_url("/dang-nhap/?next=/ho-so/")
    page.locator("input[name=username]").focus()
    page.keyboard.type("chuyenvien")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url("/ho-so/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_wrong_password_is_said_once_and_the_field_keeps_the_name(
    world: SimpleNamespace, page: Page, watch: SimpleNamespace
) -> None:
    watch.expect_status(422)
    page.goto("/dang-nhap/")
    page.locator("input[name=username]").fill("chuyenvien")
    page.locator("input[name=password]").fill("sai-mat-khau")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("chưa đúng")
    expect(page.locator("input[name=username]")).to_have_value("chuyenvien")
    expect(page.locator("input[name=password]")).to_have_value("")


@pytest.mark.parametrize(
    ("who", "opens", "refused"),
    [
        ("chuyenvien", ["/", "/can-bo/", "/don-vi/", "/dot-xet/", "/ho-so/", "/nhap-du-lieu/"], []),
        ("truongphong", ["/", "/can-bo/", "/ho-so/"], ["/nhap-du-lieu/"]),
        ("uyvien", ["/", "/hoi-dong/"], ["/nhap-du-lieu/", "/nhat-ky/"]),
        ("thuky", ["/", "/hoi-dong/", "/ho-so/"], []),
        ("giamdoc", ["/", "/quyet-dinh/", "/dot-xet/"], ["/nhap-du-lieu/"]),
        ("quantri", ["/", "/nhat-ky/"], ["/nhap-du-lieu/"]),
    ],
)
def test_each_role_finds_its_pages(
    who: str,
    opens: list[str],
    refused: list[str],
    world: SimpleNamespace,
    page: Page,
    watch: SimpleNamespace,
    sign_in: Callable[..., None],
) -> None:
    watch.expect_status(403)
    sign_in(page, who)
    for address in opens:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    for address in refused:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 403, address


def test_no_page_is_wider_than_a_phone(
    world: SimpleNamespace,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    sign_in(page, "chuyenvien")
    too_wide = []
    for address in ("/", "/can-bo/", "/don-vi/", "/so-khen-thuong/", "/dot-xet/", "/ho-so/"):
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 390:
            too_wide.append((address, width))
    assert too_wide == []


def test_a_stranger_sees_nothing_of_the_department(
    world: SimpleNamespace, page: Page, sign_in: Callable[..., None]
) -> None:
    names = [person.full_name for person in world.people]
    sign_in(page, "nguoila")
    for address in ("/can-bo/", "/don-vi/", "/so-khen-thuong/", "/ho-so/", "/hoi-dong/"):
        page.goto(address)
        text = page.locator("body").inner_text()
        assert [name for name in names if name in text] == [], address
    page.goto("/can-bo/")
    expect(page.locator("body")).to_contain_text("Vũ Ngọc Ánh")
