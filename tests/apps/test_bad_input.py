"""Bad files of every kind: a sentence that says what to do, and not one row or file changed.

Each case goes through the page; the census counts every table before and after.
"""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.apps.exchange.samples import (
    DOCX,
    HEAD,
    MESSY,
    person,
    staff_list,
    workbook,
)

from thidua.exchange.actions import preview_register, preview_staff_list
from thidua.exchange.models import ImportBatch
from thidua.exchange.readers.staff import read_staff
from thidua.exchange.readers.workbook import OLE_MAGIC, open_workbook
from thidua.kit.errors import WrongState
from thidua.people.actions import save_person
from thidua.people.models import IdentityNumber, Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

INDEX = "/nhap-du-lieu/"
SECTOR = 512


@pytest.fixture
def officer(officer_browser: Client) -> Client:
    return officer_browser


def html(answer: Any) -> str:
    return str(answer.content.decode()).replace("&quot;", '"').replace("&#x27;", "'")


def send(client: Client, content: bytes, kind: str = "staff", name: str = "ds.xlsx") -> Any:
    return client.post(INDEX, {"kind": kind, "file": SimpleUploadedFile(name, content)})


def cells(*written: tuple[int, int, str]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("DS")
        for row, column, text in written:
            sheet.write_string(row, column, text)
    return out.getvalue()


def under_password() -> bytes:
    """A compound file as Excel writes one for a workbook with a password: its directory names
    the streams EncryptionInfo and EncryptedPackage."""

    def entry(name: str, kind: int) -> bytes:
        told = name.encode("utf-16-le") + b"\0\0"
        return told.ljust(64, b"\0") + struct.pack("<HBB", len(told), kind, 1) + b"\0" * 60

    header = OLE_MAGIC + b"\0" * 16 + struct.pack("<HHH", 0x3E, 3, 0xFFFE)
    names = (("Root Entry", 5), ("EncryptionInfo", 2), ("EncryptedPackage", 2), ("", 0))
    directory = b"".join(entry(*one) for one in names)
    return header.ljust(SECTOR, b"\0") + directory.ljust(4 * SECTOR, b"\0")


def with_lying_sizes() -> bytes:
    """An archive whose shared texts unpack to far more than it says."""
    out = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(cells((0, 0, "a"))))
    with source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for info in source.infolist():
            swollen = info.filename == "xl/sharedStrings.xml"
            content = source.read(info)
            if swollen:
                content = content.replace(b"<t>a</t>", b"<t>" + b"a" * 30_000_000 + b"</t>")
            copy.writestr(info.filename, content)
            size = len(content)
            if swollen:
                real = size
    return out.getvalue().replace(struct.pack("<L", real), struct.pack("<L", 900))


def expanding_entities() -> bytes:
    """Shared texts that name an outer file and grow by entities: neither may be followed."""
    out = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(cells((0, 0, "a"))))
    evil = (
        b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY f SYSTEM "file:///etc/passwd">'
        b'<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1" '
        b'uniqueCount="1"><si><t>&f;&b;</t></si></sst>'
    )
    with source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for info in source.infolist():
            swap = info.filename == "xl/sharedStrings.xml"
            copy.writestr(info.filename, evil if swap else source.read(info))
    return out.getvalue()


def far_cell(row: int, column: int) -> bytes:
    return cells((0, 0, "Họ và tên"), (row, column, "x"))


WRONG_FILES = {
    "text": (b"ho ten\ndon vi\n", "không phải là tệp Excel (.xlsx)"),
    "pdf": (b"%PDF-1.7\n", "không phải là tệp Excel (.xlsx)"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "không phải là tệp Excel (.xlsx)"),
    "word": (DOCX.read_bytes(), "là văn bản Word, không phải bảng tính Excel"),
    "old excel": (OLE_MAGIC + b"\0" * 4096, "là tệp Office đời cũ (.xls, .doc)"),
    "password": (under_password(), "đang được bảo vệ bằng mật khẩu: hãy mở bằng Excel, bỏ mật"),
    "empty": (b"", "trống (0 byte): hãy chọn tệp khác"),
    "truncated": (MESSY.read_bytes()[:-2000], "bị cắt cụt hoặc hỏng"),
    "half": (MESSY.read_bytes()[:9000], "bị cắt cụt hoặc hỏng"),
    "other archive": (b"PK\x05\x06" + b"\0" * 18, "không phải là bảng tính .xlsx"),
    "no cell": (cells(), "không có ô nào có dữ liệu"),
    "no header": (cells((0, 0, "Sở Nội vụ"), (1, 0, "abc")), "Không thấy dòng tiêu đề của bảng"),
    "far cell": (far_cell(1_048_575, 16_383), "có ô nằm rất xa bảng (dòng 1048576, cột XFD)"),
    "wide and long": (far_cell(50_000, 200), "có ô nằm rất xa bảng (dòng 50001, cột GS)"),
    "lying sizes": (with_lying_sizes(), "nội dung bên trong bị hỏng hoặc thiếu"),
    "entities": (expanding_entities(), "có khai báo lạ ở phần"),
}


@pytest.mark.parametrize("kind", ["staff", "register"])
@pytest.mark.parametrize("case", WRONG_FILES)
def test_a_file_that_cannot_be_read(
    world: SimpleNamespace,
    officer: Client,
    unchanged: Callable[[], bool],
    case: str,
    kind: str,
) -> None:
    content, said = WRONG_FILES[case]
    assert unchanged()
    answer = send(officer, content, kind)
    page = html(answer)
    assert answer.status_code == 400
    if not (case == "no header" and kind == "register"):
        assert said in page
    assert 'class="error-summary"' in page
    assert "Traceback" not in page
    assert "root:" not in page
    preview = preview_staff_list if kind == "staff" else preview_register
    with pytest.raises(WrongState) as refusal:
        preview(
            body=world.department,
            file=SimpleUploadedFile("ds.xlsx", content),
            by=world.users.officer,
        )
    assert refusal.value.field == "file"
    assert str(refusal.value).endswith(".")
    assert unchanged()


def test_fifty_megabytes_are_refused_without_being_unpacked(
    officer: Client, unchanged: Callable[[], bool]
) -> None:
    assert unchanged()
    answer = send(officer, MESSY.read_bytes().ljust(50 * 1024 * 1024, b"\0"))
    assert answer.status_code == 400
    assert "lớn hơn 20 MB. Bỏ hình ảnh và trang tính không cần thiết rồi chọn lại." in html(answer)
    assert unchanged()


def test_spans_merged_to_the_end_of_the_sheet_take_no_time(tmp_path: Path) -> None:
    path, wide = tmp_path / "ds.xlsx", tmp_path / "wide.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("DS")
        sheet.merge_range(0, 0, 0, 1, "Danh sách cán bộ")
        for column, text in enumerate(HEAD):
            sheet.write_string(1, column, text)
        for column, value in enumerate(person()):
            sheet.write_string(2, column, str(value))
        sheet.merge_range(4, 0, 4, 1, "")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(wide, "w") as copy:
        for info in source.infolist():
            content = source.read(info).replace(b'"A1:B1"', b'"A1:XFD1"')
            copy.writestr(info.filename, content.replace(b'"A5:B5"', b'"A5:XFD1048576"'))
    read = read_staff(open_workbook(wide), year=2026, as_of=dt.date(2026, 11, 20))
    assert [one.name for one in read.people] == ["Nguyễn Thị Mẫu"]


def test_cells_that_are_only_formatted_are_no_far_cells(tmp_path: Path) -> None:
    path = tmp_path / "ds.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("DS")
        sheet.write_string(0, 0, "a")
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    assert open_workbook(path).sheets[0].rows == [["a"]]


def test_a_missing_column_is_named(
    tmp_path: Path, officer: Client, unchanged: Callable[[], bool]
) -> None:
    assert unchanged()
    place = HEAD.index("Họ và tên")
    rows = [[c for n, c in enumerate(row) if n != place] for row in (HEAD, person())]
    answer = send(officer, workbook(tmp_path / "a.xlsx", ("DS", rows)).read_bytes())
    assert answer.status_code == 400
    assert "thiếu cột “Họ và tên”: hãy thêm cột hoặc chỉ rõ cột nào" in html(answer)
    assert unchanged()


def doubts_of(client: Client, tmp_path: Path, *rows: Any) -> tuple[ImportBatch, str]:
    """The preview of a small list, and its page; nothing of it is among people yet."""
    before = Person.objects.count()
    answer = send(client, staff_list(tmp_path / "ds.xlsx", *rows).read_bytes())
    assert answer.status_code == 302
    batch = ImportBatch.objects.latest("pk")
    assert Person.objects.count() == before
    return batch, html(client.get(answer.headers["Location"]))


def decide(client: Client, batch: ImportBatch) -> None:
    """Every doubtful row comes in as read: what is doubtful stays out."""
    client.post(f"{INDEX}{batch.pk}/quyet-dinh/", {"nhom": "", "cach": "keep"})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rating": '="Hoàn thành tốt nhiệm vụ"'}, "ô có công thức"),
        ({"identity": '="097185000001"'}, "ô có công thức"),
        ({"born": dt.date(2085, 5, 20)}, "Ô D2:"),
        ({"recruited": dt.date(2085, 5, 20)}, "Ô G2:"),
        ({"achievements": "Danh hiệu Cán bộ vũ trụ năm 2024"}, "Ô J2:"),
        ({"registrations": "Danh hiệu Cán bộ vũ trụ"}, "Ô K2:"),
    ],
)
def test_a_doubtful_cell_is_said_and_never_used(
    officer: Client, tmp_path: Path, change: dict[str, object], said: str
) -> None:
    batch, page = doubts_of(officer, tmp_path, person(**change))
    assert said in page
    assert batch.rows.get().problem_count >= 1
    decide(officer, batch)
    assert officer.post(f"{INDEX}{batch.pk}/xac-nhan/").status_code == 302
    one = Person.objects.get(full_name="Nguyễn Thị Mẫu")
    today = timezone.localdate()
    assert one.born_on is None or one.born_on <= today
    assert one.recruited_on is None or one.recruited_on <= today
    if "rating" in change:
        assert not one.ratings.exists()
    if "identity" in change:
        assert not IdentityNumber.objects.filter(person=one).exists()
    if "registrations" in change:
        assert not one.registrations.exists()
    assert not one.awards.exists()
    unknown = [claim for claim in one.claims.all() if claim.award_code]
    assert unknown == []


def test_two_people_with_one_identity_number_both_go_without(
    officer: Client, tmp_path: Path
) -> None:
    batch, page = doubts_of(
        officer, tmp_path, person(), person(name="Trần Thị Khác", born="20/05/1985")
    )
    assert page.count("không dùng cho ai") == 2
    assert "097185000001" not in page
    assert "•••••••••001" in page
    assert "097185000001" not in str(list(batch.rows.values()))
    decide(officer, batch)
    officer.post(f"{INDEX}{batch.pk}/xac-nhan/")
    assert Person.objects.filter(full_name__in=["Nguyễn Thị Mẫu", "Trần Thị Khác"]).count() == 2
    assert IdentityNumber.objects.count() == 0


def test_a_number_of_somebody_else_is_not_taken_over(
    world: SimpleNamespace, officer: Client, tmp_path: Path, unchanged: Callable[[], bool]
) -> None:
    owner, other = world.people[:2]
    save = {"department": world.department, "by": world.users.officer}
    save_person(**save, person=owner, full_name=owner.full_name, identity_number="097185000001")
    assert unchanged()
    with pytest.raises(WrongState, match="ố định danh") as refusal:
        save_person(**save, person=other, full_name=other.full_name, identity_number="097185000001")
    assert "097185000001" not in str(refusal.value)
    assert unchanged()
    batch, page = doubts_of(officer, tmp_path, person())
    assert "097185000001" not in page
    assert batch.rows.get().effect == ImportBatch.rows.rel.related_model.Effect.ASKED
    blocked = officer.post(f"{INDEX}{batch.pk}/xac-nhan/")
    assert (blocked.status_code, "Còn 1 dòng chưa quyết định" in html(blocked)) == (400, True)
    assert IdentityNumber.objects.get().person == owner


def test_keys_that_are_no_numbers_are_nobody(
    world: SimpleNamespace, officer: Client, tmp_path: Path, unchanged: Callable[[], bool]
) -> None:
    batch, _ = doubts_of(officer, tmp_path, person())
    row = batch.rows.get()
    assert unchanged()
    for odd in ("²", "٣", "9" * 30, "-1", "1e3", ""):
        for url, name in (
            (f"{INDEX}{batch.pk}/dong/{row.pk}/", "nguoi"),
            ("/quyet-dinh/lap/", "nominee"),
            ("/ho-so/lap/", "dot"),
        ):
            answer = officer.post(url, {name: odd})
            assert answer.status_code in {302, 404}, (url, odd)
        assert officer.get(f"/ho-so/?don-vi={odd}&trang={odd}&co={odd}").status_code == 200
    assert unchanged()
