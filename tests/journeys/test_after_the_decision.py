"""A decision is signed with a key file, its rewards paid from the fund; later a part of it is
cancelled and things come back.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from tests.apps.decisions.keys import PASSPHRASE, key_file
from tests.apps.decisions.passed import awaiting, nominee

from thidua.documents.signatures import signatures_of


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def sign(page: Page, key: Path) -> None:
    page.locator("input[name=key]").set_input_files(key)
    page.locator("input[name=passphrase]").fill(PASSPHRASE)
    if page.locator("form input[name=seen]").count():
        page.locator("main form input[name=seen]").first.check()
    press(page, "Ký số và ban hành")


def test_signing_then_cancelling(
    transactional_db: None,
    world: SimpleNamespace,
    live_server: Any,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    watch: Any,
    tmp_path: Path,
) -> None:
    watch.expect_status(422)  # the wrong passphrase
    key = tmp_path / "chung-thu.p12"
    key.write_bytes(key_file("Ngô Đức Vinh"))
    waiting = awaiting(world, [nominee(world.people[0], "ldtt"), nominee(world.people[1], "ldtt")])
    director, officer, public = new_page(), new_page(), new_page()
    sign_in(director, "giamdoc")
    sign_in(officer, "chuyenvien")

    # 1. the director looks at the checks, signs with a wrong passphrase, then with the right one
    director.goto(f"/quyet-dinh/{waiting.pk}/kiem-tra/")
    expect(director.get_by_role("heading", name="Kiểm tra trước khi ký")).to_be_visible()
    director.get_by_role("link", name="Ký số", exact=True).click()
    director.locator("input[name=key]").set_input_files(key)
    director.locator("input[name=passphrase]").fill("sai")
    press(director, "Ký số và ban hành")
    expect(director.locator("main")).to_contain_text("Sai mật khẩu")
    assert director.locator("input[name=passphrase]").input_value() == ""
    sign(director, key)
    expect(director.locator("main")).to_contain_text("01/QĐ-SNV")
    expect(director.locator("main")).to_contain_text("Nguyên vẹn")
    with director.expect_download() as given:
        director.get_by_role("link", name="Tải bản đã ký").click()
    content = given.value.path().read_bytes()
    assert [one.intact for one in signatures_of(content)] == [True]
    assert "01/QĐ-SNV" in PdfReader(io.BytesIO(content)).pages[0].extract_text()

    # 2. the certificate holds, for anyone
    row = waiting.awards.get(recipient_name="Trần Đức Anh")
    code = row.certificate.printed_code
    public.goto(f"/xac-minh/{code}/")
    expect(public.locator("main")).to_contain_text("còn hiệu lực")

    # 3. the officer opens the fund, which takes the decision in, and pays one reward
    today = timezone.localdate().strftime("%d/%m/%Y")
    officer.goto("/tien-thuong/")
    officer.get_by_role("link", name="Quỹ", exact=True).click()
    press(officer, "Mở quỹ")
    expect(officer.locator("main")).to_contain_text("Tiền thưởng theo Quyết định số 01/QĐ-SNV")
    officer.get_by_role("link", name="Ghi nguồn", exact=True).click()
    officer.get_by_label("Số tiền (đồng)").fill("5.000.000")
    officer.get_by_label("Số văn bản, chứng từ", exact=True).fill("12/QĐ-STC")
    press(officer, "Ghi nguồn")
    expect(officer.locator("main")).to_contain_text("Ngân sách nhà nước")
    fund = officer.url
    officer.goto(f"/tien-thuong/{waiting.pk}/")
    officer.get_by_label("Chọn Trần Đức Anh").check()
    officer.get_by_label("Chứng từ chi").fill("Phiếu chi số 15/PC")
    press(officer, "Ghi nhận đã chi")
    expect(officer.locator("main")).to_contain_text("Phiếu chi số 15/PC")

    # 4. the officer drafts the cancellation of one line, by keyboard where a mouse is not needed
    officer.goto(f"/quyet-dinh/{waiting.pk}/huy-bo/")
    officer.get_by_label("Kê khai gian dối thành tích").focus()
    officer.keyboard.press("Space")
    officer.get_by_label("Số kết luận, quyết định hoặc bản án").fill("Kết luận số 12/KL-TTr")
    officer.get_by_label("Ngày kết luận").fill(timezone.localdate().strftime("%d/%m/%Y"))
    officer.get_by_label("Trần Đức Anh").check()
    press(officer, "Lập dự thảo hủy bỏ")
    expect(officer.locator("main")).to_contain_text("Trường hợp bị hủy bỏ")
    draft = officer.url
    press(officer, "Trình ký")
    officer.locator("dialog[open]").get_by_role("button", name="Trình ký").click()
    expect(officer.locator("main")).to_contain_text("Chờ ký")

    # 5. signed, it reaches the register, the certificate and the page of what is owed
    director.goto(draft)
    director.get_by_role("link", name="Ký số", exact=True).click()
    sign(director, key)
    expect(director.locator("main")).to_contain_text("02/QĐ-SNV")
    public.goto(f"/xac-minh/{code}/")
    expect(public.locator("main")).to_contain_text("không còn hiệu lực")
    officer.goto(f"/quyet-dinh/{waiting.pk}/")
    expect(officer.locator("main")).to_contain_text("Đã hủy bỏ 1/2")

    # 6. object and money come back, the money into the fund
    officer.goto("/quyet-dinh/thu-hoi/")
    officer.get_by_role("link", name="Trần Đức Anh").click()
    officer.get_by_label("Ngày nộp lại hiện vật").fill(today)
    officer.get_by_label("Ngày nộp tiền").fill(today)
    press(officer, "Ghi nhận nộp lại")
    expect(officer.locator("main")).to_contain_text("Đã nộp đủ")
    officer.goto(fund)
    expect(officer.locator("main")).to_contain_text("Trần Đức Anh nộp lại tiền thưởng")
