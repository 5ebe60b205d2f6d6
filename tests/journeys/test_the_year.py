"""The whole year of an office: from the staff list as it is kept to a certificate anyone can check.

The list is the messy one, the register the legacy book; every step is done by the person whose
step it is, in a browser session of their own, and the papers that come out are opened and read.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader, PdfWriter

from .office import MEMBERS, PASSWORD, open_office

DATA = Path(__file__).parents[1] / "data"
STAFF_LIST = DATA / "danh-sach-can-bo-2026.xlsx"
REGISTER = DATA / "so-khen-thuong-2011-2025.xlsx"
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
CHOSEN = 4  # people proposed for the title


@pytest.fixture(autouse=True)
def served(transactional_db: None, live_server: object) -> None:
    """The story runs on a live server; the rows are committed for its threads."""


@pytest.fixture
def office(served: None) -> SimpleNamespace:
    return open_office()


class Story:
    """People of the office, each in a browser session of their own."""

    def __init__(self, new_page: Callable[..., Page], sign_in: Callable[..., None]) -> None:
        self._new_page, self._sign_in = new_page, sign_in
        self._pages: dict[str, Page] = {}

    def page_of(self, username: str, **options: object) -> Page:
        if username not in self._pages:
            page = self._pages[username] = self._new_page(**options)
            self._sign_in(page, username, PASSWORD)
        return self._pages[username]


def press(page: Page, name: str) -> None:
    """Press the one visible button or link of that name in the page's main part."""
    page.locator("main, dialog[open]").get_by_role("button", name=name).or_(
        page.locator("main, dialog[open]").get_by_role("link", name=name)
    ).first.click()


def download(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        press(page, name)
    return Path(waiting.value.path()).read_bytes()


def a_paper(title: str) -> dict[str, object]:
    """A small real PDF to attach."""
    writer, buffer = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(buffer)
    return {"name": f"{title}.pdf", "mimeType": "application/pdf", "buffer": buffer.getvalue()}


def bring_in(page: Page, kind: str, file: Path, button: str) -> None:
    """Choose a file, look at what was read, confirm."""
    page.goto("/nhap-du-lieu/")
    form = page.locator("form", has=page.locator(f"input[name=kind][value={kind}]"))
    form.locator("input[type=file]").set_input_files(file)
    form.get_by_role("button", name=re.compile("^Đọc")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(file.name)
    batch = re.sub(r"(/nhap-du-lieu/\d+/).*", r"\1", page.url)
    page.goto(f"{batch}quyet-dinh/")
    rest = page.get_by_role("button", name="Áp dụng cho mọi dòng còn lại")
    if rest.count():
        rest.click()
    page.goto(f"{batch}xac-nhan/")
    press(page, button)
    expect(page.locator("main")).to_contain_text("Đã nhập lúc", timeout=60_000)


def complete(page: Page, dossier: str) -> None:
    """Confirm what only people know and attach every paper the law asks for."""
    page.goto(f"{dossier}dieu-kien/")
    page.locator("[name=confirmed_by]").fill("Cuộc họp bình xét ngày 05/9/2026, biên bản 05/BB")
    page.locator("[name=confirmed_on]").fill("05/09/2026")
    page.locator("button[name=tat-ca]").click()
    page.goto(f"{dossier}tai-lieu/")
    open_rows = page.locator("ul.files > li").filter(has_text="Chưa có")
    while left := open_rows.count():
        row = open_rows.first
        row.locator("input[type=file]").set_input_files(a_paper("giay-to"))
        row.get_by_role("button", name="Tải lên").click()
        expect(open_rows).to_have_count(left - 1)
    page.goto(dossier)


def convene(page: Page, dossier: str) -> str:
    """The secretary's part up to the open ballot; returns the address of the sitting."""
    page.goto("/hoi-dong/")
    page.get_by_role("link", name=re.compile("Hội đồng Thi đua - Khen thưởng Sở")).first.click()
    press(page, "Lập phiên họp")
    for field, value in (
        ("title", "Xét danh hiệu thi đua năm 2026"),
        ("held_on", "18/11/2026"),
        ("starts_at", "14:00"),
        ("place", "Phòng họp số 2"),
        ("received_on", "15/09/2026"),
    ):
        page.locator(f"[name={field}]").fill(value)
    press(page, "Lưu")
    sitting = page.url
    page.goto(dossier)
    press(page, "Trình hội đồng")
    press(page, "Trình hội đồng")
    page.goto(sitting)
    press(page, "Mời họp")
    press(page, "Mở bỏ phiếu")
    expect(page.get_by_role("alert")).to_contain_text("Chưa mở bỏ phiếu được")
    page.goto(sitting)
    press(page, "Ghi tất cả có mặt")
    press(page, "Mở bỏ phiếu")
    press(page, "Mở bỏ phiếu")
    expect(page.locator("main")).to_contain_text("Đang bỏ phiếu kín")
    return sitting


def vote(page: Page, sitting: str, full_name: str, *, against: str | None) -> None:
    """A member agrees with all, or disagrees with one, reviews and puts the ballot in."""
    page.goto(f"{sitting}bo-phieu/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(full_name)
    for card in page.locator("fieldset.ballot-card").all():
        choice = "Không đồng ý" if against and against in card.inner_text() else "Đồng ý"
        card.locator("label", has_text=re.compile(f"^\\s*{choice}")).click()
    press(page, "Xem lại và bỏ phiếu")
    press(page, "Bỏ phiếu")
    expect(page.locator("main")).to_contain_text("Đã bỏ phiếu")


def text_of(document: docx.document.Document) -> str:
    """All words of a DOCX: paragraphs, tables, headers."""
    parts = [p.text for p in document.paragraphs]
    for table in document.tables:
        parts += [cell.text for row in table.rows for cell in row.cells]
    for section in document.sections:
        parts += [p.text for p in section.header.paragraphs]
    return unicodedata.normalize("NFC", "\n".join(parts))


def fonts_embedded(page: object) -> bool:
    """True when every font of the PDF page carries its font file."""
    fonts = page["/Resources"]["/Font"].values()
    for reference in fonts:
        font = reference.get_object()
        inner = font.get("/DescendantFonts", [reference])[0].get_object()
        descriptor = inner["/FontDescriptor"].get_object()
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor):
            return False
    return len(fonts) > 0


def test_from_the_staff_list_to_a_certificate(
    office: SimpleNamespace,
    new_page: Callable[..., Page],
    sign_in: Callable[..., None],
    watch: SimpleNamespace,
) -> None:
    watch.expect_status(400, 404, 409, 422)  # what the story is refused on purpose
    story = Story(new_page, sign_in)
    officer = story.page_of("chuyenvien")

    # 1. the desk of an office without people says what comes first
    officer.goto("/")
    expect(officer.locator("main")).to_contain_text("danh sách cán bộ")

    # 2. the list and the book come in; the same list a second time changes nothing
    bring_in(officer, "staff", STAFF_LIST, "Nhập danh sách")
    bring_in(officer, "register", REGISTER, "Nhập sổ khen thưởng")
    officer.goto("/nhap-du-lieu/")
    staff_form = officer.locator("form", has=officer.locator("input[name=kind][value=staff]"))
    staff_form.locator("input[type=file]").set_input_files(STAFF_LIST)
    staff_form.get_by_role("button", name="Đọc danh sách").click()
    expect(officer.locator("body")).to_contain_text(re.compile("đã (được )?nhập", re.I))

    # 3. everybody is there and found without diacritics
    officer.goto("/can-bo/?q=to+thi+thom")
    expect(officer.locator("main")).to_contain_text("Tô Thị Thơm")
    officer.goto("/can-bo/")
    expect(officer.locator(".pagination")).to_contain_text("trong 240 người")

    # 4. the round: dossiers received on 15/9/2026, everybody screened
    officer.goto("/dot-xet/")
    officer.locator("input[name=name]").fill("Xét thi đua, khen thưởng năm 2026")
    officer.locator("input[name=year]").fill("2026")
    officer.locator("input[name=received_on]").fill("15/09/2026")
    press(officer, "Mở đợt xét")
    officer.locator("main").get_by_role("button", name=re.compile("^Quét")).click()
    expect(officer.locator("main")).to_contain_text(re.compile("Quét lúc"), timeout=60_000)
    officer.goto(re.sub(r"(/dot-xet/\d+/).*", r"\1", officer.url) + "?danh-hieu=cstd-co-so&kq=du")
    rows = officer.locator(".matrix tbody tr")
    names = [rows.nth(i).locator(".who a").first.inner_text().strip() for i in range(CHOSEN)]
    rows.first.locator("a.verdict[data-state=met]").first.click()
    drawer = officer.locator("dialog[open]")
    expect(drawer).to_contain_text("Luật 06/2022/QH15")
    expect(drawer).to_contain_text("Lao động tiên tiến")
    officer.keyboard.press("Escape")

    # 5. the proposal: whatever still prevents it is listed, then it goes
    for i in range(CHOSEN):
        rows.nth(i).locator("input[type=checkbox]").check()
    officer.locator(".bulk-bar").get_by_role("button", name="Lập hồ sơ").click()
    press(officer, "Lập hồ sơ")
    expect(officer.get_by_role("heading", level=1)).to_contain_text("Chiến sĩ thi đua cơ sở")
    dossier = officer.url
    press(officer, "Trình hồ sơ")
    expect(officer.get_by_role("alert")).to_contain_text("Biên bản bình xét thi đua")
    complete(officer, dossier)
    press(officer, "Trình hồ sơ")
    press(officer, "Trình hồ sơ")
    expect(officer.locator("main .badge").first).to_have_text("Đang thẩm định")

    # ... it is returned once with a reason, and sent again
    secretary = story.page_of("thuky")
    secretary.goto(dossier)
    press(secretary, "Trả lại bổ sung")
    secretary.locator("[name=reason]").fill("Ghi số liệu thay cho nhận xét chung.")
    press(secretary, "Trả lại bổ sung")
    officer.goto(dossier)
    expect(officer.locator("main")).to_contain_text("Ghi số liệu thay cho nhận xét chung.")
    press(officer, "Trình hồ sơ")
    press(officer, "Trình hồ sơ")
    secretary.goto(dossier)
    press(secretary, "Thẩm định xong")
    press(secretary, "Thẩm định xong")
    expect(secretary.locator("main .badge").first).to_have_text("Chờ họp")

    # 6. the council: one sitting, a secret ballot on each member's own device
    sitting = convene(secretary, dossier)
    for number, (username, full_name, *_) in enumerate(MEMBERS):
        member = story.page_of(username, viewport=PHONE if number > 2 else WIDE)
        disagrees = number == len(MEMBERS) - 1
        vote(member, sitting, full_name, against=names[0] if disagrees else None)
    again = story.page_of("uyvien1")
    again.goto(f"{sitting}bo-phieu/")
    expect(again.locator("main")).to_contain_text("Đã bỏ phiếu")
    secretary.goto(sitting)
    expect(secretary.locator("main")).not_to_contain_text("Không đồng ý")
    press(secretary, "Đóng phiếu")
    press(secretary, "Đóng phiếu")
    expect(secretary.locator("main")).to_contain_text("4/5")
    officer.goto(dossier)
    expect(officer.locator("main .badge").first).to_have_text("Đang lấy ý kiến")
    chair = story.page_of("giamdoc")
    chair.goto(sitting)
    press(chair, "Công bố kết quả")
    press(chair, "Công bố kết quả")
    secretary.goto(sitting)
    press(secretary, "Kết luận phiên họp")
    press(secretary, "Kết luận phiên họp")
    secretary.goto(f"{sitting}bien-ban/bien_ban_hop/")
    minutes = docx.Document(io.BytesIO(download(secretary, "Tải dự thảo DOCX")))
    assert "DỰ THẢO" in text_of(minutes)
    press(secretary, "Trình ký")
    press(secretary, "Trình ký")
    for signer in (secretary, chair):
        signer.goto(f"{sitting}bien-ban/bien_ban_hop/ky/")
        press(signer, "Ký biên bản")
    secretary.goto(f"{sitting}bien-ban/bien_ban_hop/")
    minutes = docx.Document(io.BytesIO(download(secretary, "Tải DOCX")))
    assert "DỰ THẢO" not in text_of(minutes)
    for name in names:
        assert name in text_of(minutes)

    # 7. the decision: drafted, numbered and signed; the papers are opened
    officer.goto("/quyet-dinh/lap/")
    press(officer, "Lập dự thảo")
    decision = officer.url
    for field, value in (
        ("number", "415"),
        ("decided_on", "20/11/2026"),
        ("signatory_post", "Giám đốc"),
        ("signatory_name", "Ngô Đức Vinh"),
        ("fund", "Quỹ thi đua, khen thưởng của Sở"),
        ("executors", "Chánh Văn phòng Sở và các ông, bà có tên tại Điều 1"),
    ):
        officer.locator(f"[name={field}]").first.fill(value)
    press(officer, "Lưu nháp")
    press(officer, "Trình ký")
    officer.locator("dialog[open]").get_by_role("button", name="Trình ký").click()
    expect(officer.locator("main .badge").first).to_have_text("Chờ ký")
    director = story.page_of("giamdoc")
    director.goto(decision)
    press(director, "Ban hành")
    seen = director.locator("dialog[open] [name=seen]")
    if seen.count():  # the checks found something to look at
        seen.check()
    director.locator("dialog[open]").get_by_role("button", name="Ban hành").click()
    expect(director.locator("main")).to_contain_text("415/QĐ-SNV")

    paper = docx.Document(io.BytesIO(download(director, "Tải quyết định")))
    words = text_of(paper)
    for expected in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 415/QĐ-SNV",
        "ngày 20 tháng 11 năm 2026",
        "Chiến sĩ thi đua cơ sở",
        "2.530.000",
        "10.120.000",
        *names,
    ):
        assert expected in words, expected

    director.goto(f"{decision}chung-nhan/")
    director.locator("main").get_by_role("link", name="In bằng").first.click()
    expect(director.locator("h1")).to_contain_text("In bằng theo")
    pdf = PdfReader(io.BytesIO(download(director, "Một tệp PDF")))
    assert len(pdf.pages) == CHOSEN
    for page, name in zip(pdf.pages, names, strict=True):
        text = unicodedata.normalize("NFC", page.extract_text())
        assert name.upper() in text or name in text
        assert "415/QĐ-SNV" in text
        assert fonts_embedded(page)

    #    ... and the register and the person's page know of it
    officer.goto("/so-khen-thuong/?q=415")
    expect(officer.locator("main")).to_contain_text(names[0])
    officer.goto(f"/can-bo/?q={names[0]}")
    officer.locator("main tbody a").first.click()
    expect(officer.locator("main")).to_contain_text("415/QĐ-SNV")

    # 8. anyone can check the certificate, without signing in
    director.goto(f"{decision}chung-nhan/")
    code = director.locator("a[href^='/xac-minh/']").first.get_attribute("href")
    stranger = new_page(viewport=PHONE)
    stranger.goto(code or "")
    expect(stranger.locator("main")).to_contain_text("là thật")
    expect(stranger.locator("main")).to_contain_text(names[0])
    expect(stranger.locator("main")).not_to_contain_text("097")
    stranger.goto("/xac-minh/khong-co-ma-nay/")
    expect(stranger.locator("main")).to_contain_text("Không tìm thấy")
