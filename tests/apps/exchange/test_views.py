"""Pages of imports: what the officer sees and does; strangers see nothing."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.apps.exchange.samples import DOCX, HEAD, MESSY, REGISTER, person, staff_list, workbook

from thidua.exchange.models import ImportBatch
from thidua.exchange.readers.template import read_template
from thidua.exchange.readers.workbook import open_workbook
from thidua.people.models import Person
from thidua.register.models import RegisterEntry

pytestmark = pytest.mark.django_db

INDEX = "/nhap-du-lieu/"


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def officer(world: SimpleNamespace) -> Client:
    client = Client()
    client.force_login(world.users.officer)
    return client


def send(client: Client, path: Path, kind: str = "staff") -> Any:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post(INDEX, {"kind": kind, "file": file})


def send_one(client: Client, tmp_path: Path, **changes: object) -> ImportBatch:
    send(client, staff_list(tmp_path / "ds.xlsx", person(**changes)))
    return ImportBatch.objects.latest("pk")


def html(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_way_from_file_to_people(officer: Client, tmp_path: Path) -> None:
    empty = html(officer.get(INDEX))
    assert "Chưa nhập tệp nào" in empty
    answer = send(officer, staff_list(tmp_path / "ds.xlsx", person(born="1985")))
    batch = ImportBatch.objects.get()
    assert answer.headers["Location"] == f"{INDEX}{batch.pk}/"
    page = html(officer.get(answer.headers["Location"]))
    assert "Đã đọc tệp “ds.xlsx”. Chưa có gì được lưu." in page
    assert "Ô D2: chỉ có năm sinh" in page
    assert not Person.objects.filter(full_name="Nguyễn Thị Mẫu").exists()
    summary = html(officer.get(f"{INDEX}{batch.pk}/xac-nhan/"))
    assert "Người thêm mới" in summary
    assert "Phòng Hành chính" in summary
    assert "Còn 1 dòng chưa quyết định" in html(officer.post(f"{INDEX}{batch.pk}/xac-nhan/"))
    decide(officer, batch, "keep")
    done = officer.post(f"{INDEX}{batch.pk}/xac-nhan/", follow=True)
    assert "Đã nhập tệp “ds.xlsx”." in html(done)
    assert "người thêm mới" in html(done)
    assert Person.objects.filter(full_name="Nguyễn Thị Mẫu").count() == 1


def decide(client: Client, batch: ImportBatch, choice: str) -> None:
    """Every row still open gets this answer."""
    client.post(f"{INDEX}{batch.pk}/quyet-dinh/", {"nhom": "", "cach": choice})


def test_the_same_file_twice_says_so_and_changes_nothing(officer: Client, tmp_path: Path) -> None:
    batch = send_one(officer, tmp_path)
    again = send(officer, tmp_path / "ds.xlsx")
    assert again.headers["Location"] == f"{INDEX}{batch.pk}/"
    assert "đang chờ xác nhận" in html(officer.get(again.headers["Location"]))
    decide(officer, batch, "keep")
    officer.post(f"{INDEX}{batch.pk}/xac-nhan/")
    people = Person.objects.count()
    third = send(officer, tmp_path / "ds.xlsx")
    assert third.status_code == 400
    assert "không có gì thay đổi" in html(third)
    assert (ImportBatch.objects.count(), Person.objects.count()) == (1, people)


@pytest.mark.parametrize(
    ("path", "said"),
    [(DOCX, "là văn bản Word, không phải bảng tính Excel"), (None, "Chọn một tệp")],
)
def test_bad_upload_is_a_sentence_at_the_field(
    officer: Client, path: Path | None, said: str
) -> None:
    answer = send(officer, path) if path else officer.post(INDEX, {"kind": "staff"})
    assert answer.status_code == 400
    assert said in html(answer)
    assert 'class="error-summary"' in html(answer)
    assert ImportBatch.objects.count() == 0


def test_rows_are_filtered_searched_and_paged(officer: Client) -> None:
    send(officer, MESSY)
    batch = ImportBatch.objects.get()
    url = f"{INDEX}{batch.pk}/"
    whole = html(officer.get(url))
    assert "1–25 trong 240 dòng" in whole
    doubtful = batch.rows.filter(standing="doubtful").count()
    assert f"1–25 trong {doubtful} dòng" in html(officer.get(url + "?loc=nghi-van"))
    found = html(officer.get(url + "?q=ngo+duc+vinh"))
    assert "1–1 trong 1 dòng" in found
    assert "Không có dòng nào khớp" in html(officer.get(url + "?q=khong+co+ai"))
    assert "1–25 trong 240 dòng" in html(officer.get(url + "?loc=la&trang=x"))
    assert "Nghi vấn chung của tệp" in whole


def test_list_of_rows_costs_few_queries(
    officer: Client, django_assert_max_num_queries: Any
) -> None:
    send(officer, MESSY)
    batch = ImportBatch.objects.get()
    with django_assert_max_num_queries(15):
        officer.get(f"{INDEX}{batch.pk}/?loc=nghi-van")


def test_problems_as_a_workbook(officer: Client) -> None:
    send(officer, MESSY)
    answer = officer.get(f"{INDEX}{ImportBatch.objects.get().pk}/nghi-van/")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert sheet.max_row == 252
    assert [cell.value for cell in sheet[1]][:3] == ["Trang tính", "Dòng", "Cột"]


def test_columns_are_shown_and_corrected(officer: Client, tmp_path: Path) -> None:
    heads = [("Cột lạ" if head == "Xếp loại" else head) for head in HEAD]
    send(officer, workbook(tmp_path / "ds.xlsx", ("DS", [heads, person()])))
    batch = ImportBatch.objects.get()
    url = f"{INDEX}{batch.pk}/cot/"
    page = html(officer.get(url))
    assert "không nhận ra, không dùng" in page
    data = {f"cot-{c['column']}": c["field"] for c in batch.columns} | {"year": "2026"}
    assert officer.post(url, data | {"cot-H": "rating"}).status_code == 302
    batch.refresh_from_db()
    assert batch.mapping["rating"] == "H"
    assert batch.rows.get().data["rating"] == "2026: Hoàn thành tốt nhiệm vụ"
    assert officer.post(url, data | {"cot-L": ""}).status_code == 302
    batch.refresh_from_db()
    assert batch.mapping["notes"] == "-"
    for wrong, said in (
        (data | {"cot-C": ""}, "Chọn cột chứa “Họ và tên”"),
        (data | {"cot-H": "notes"}, "được chọn cho hai cột"),
        (data | {"year": "hai nghìn"}, "Ghi năm bằng bốn chữ số"),
        (data | {"year": "99999"}, "Năm xét phải từ 2000 đến"),
    ):
        answer = officer.post(url, wrong)
        assert (answer.status_code, said in html(answer)) == (400, True)


def test_namesake_is_chosen_on_the_page(officer: Client, tmp_path: Path) -> None:
    first = send_one(officer, tmp_path, identity="")
    decide(officer, first, "keep")
    officer.post(f"{INDEX}{first.pk}/xac-nhan/")
    known = Person.objects.get(full_name="Nguyễn Thị Mẫu")
    batch = send_one(officer, tmp_path, identity="", born="1985", post="Lái xe, Phòng Khác")
    url = f"{INDEX}{batch.pk}/"
    page = html(officer.get(url))
    assert "1 dòng cần quyết định" in page
    assert f'<option value="{known.pk}"' in page
    assert "disabled" in html(officer.get(f"{url}xac-nhan/"))
    blocked = officer.post(f"{url}xac-nhan/")
    assert (blocked.status_code, "Còn 1 dòng chưa quyết định" in html(blocked)) == (400, True)
    row = batch.rows.get()
    choose = reverse("exchange:choose", args=[batch.pk, row.pk])
    assert "Chọn người đã có hoặc người mới" in html(
        officer.post(choose, {"nguoi": ""}, follow=True)
    )
    answer = officer.post(choose, {"nguoi": str(known.pk), "tro-lai": "loc=can-xac-nhan"})
    assert answer.headers["Location"] == f"{url}?loc=can-xac-nhan"
    stray = officer.post(choose, {"nguoi": "new", "tro-lai": "//evil.example"})
    assert stray.headers["Location"] == url
    officer.post(choose, {"nguoi": str(known.pk)})
    assert officer.post(f"{url}xac-nhan/").status_code == 302
    assert Person.objects.filter(full_name="Nguyễn Thị Mẫu").count() == 1


def test_discarded_import_says_so(officer: Client, tmp_path: Path) -> None:
    batch = send_one(officer, tmp_path)
    officer.post(f"{INDEX}{batch.pk}/bo/")
    assert "Đã bỏ tệp này" in html(officer.get(f"{INDEX}{batch.pk}/"))
    assert officer.get(f"{INDEX}{batch.pk}/xac-nhan/").status_code == 302
    assert officer.get(f"{INDEX}{batch.pk}/bo/").status_code == 405


def test_register_pages(officer: Client, tmp_path: Path) -> None:
    send(officer, REGISTER, "register")
    batch = ImportBatch.objects.get()
    page = html(officer.get(f"{INDEX}{batch.pk}/"))
    total = f"{batch.rows.count():,}".replace(",", ".")
    assert f"1–25 trong {total} dòng" in page
    summary = html(officer.get(f"{INDEX}{batch.pk}/xac-nhan/"))
    assert "Các năm 2019–2025 có danh sách đầy đủ" in summary
    assert "Năm 2011, Năm 2012 gõ bằng bảng mã cũ" in summary
    assert "Năm 2017" in html(officer.get(f"{INDEX}{batch.pk}/cot/"))
    assert RegisterEntry.objects.count() == 0


def test_template_can_be_filled_and_read_back(officer: Client, tmp_path: Path) -> None:
    answer = officer.get(f"{INDEX}tep-mau/")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["CanBo", "LichSu", "SangKien", "KyLuat_Nghi", "TapThe"]
    heads = {cell.value: cell.column for cell in book["CanBo"][1]}
    for title, value in (
        ("Mã cán bộ", "CB9"),
        ("Họ và tên", "Nguyễn Thị Mẫu"),
        ("Đơn vị", "Phòng A"),
    ):
        book["CanBo"].cell(2, heads[title], value)
    path = tmp_path / "dien.xlsx"
    book.save(path)
    staff = read_template(open_workbook(path), year=2026, as_of=dt.date(2026, 9, 16))
    assert [(one.code, one.name, one.unit) for one in staff.people] == [
        ("CB9", "Nguyễn Thị Mẫu", "Phòng A")
    ]


@pytest.mark.parametrize(
    "who", ["head", "member", "secretary", "director", "administrator", "nobody", None]
)
def test_others_of_the_department_may_not_open_anything(
    world: SimpleNamespace, officer: Client, tmp_path: Path, who: str | None
) -> None:
    batch = send_one(officer, tmp_path)
    client = Client()
    if who:
        client.force_login(getattr(world.users, who))
    row = batch.rows.get()
    addresses = [
        INDEX, f"{INDEX}tep-mau/", f"{INDEX}{batch.pk}/", f"{INDEX}{batch.pk}/cot/",
        f"{INDEX}{batch.pk}/xac-nhan/", f"{INDEX}{batch.pk}/nghi-van/",
    ]  # fmt: skip
    posts = [
        f"{INDEX}{batch.pk}/xac-nhan/",
        f"{INDEX}{batch.pk}/bo/",
        f"{INDEX}{batch.pk}/dong/{row.pk}/",
    ]
    answers = [client.get(url) for url in addresses] + [client.post(url) for url in posts]
    assert {answer.status_code for answer in answers} == ({403} if who else {302})
    assert not any("Nguyễn Thị Mẫu" in html(answer) for answer in answers)
    batch.refresh_from_db()
    assert batch.state == "preview"


def test_the_officer_of_another_department_finds_nothing(
    world: SimpleNamespace, officer: Client, tmp_path: Path
) -> None:
    batch = send_one(officer, tmp_path)
    stranger = Client()
    stranger.force_login(world.users.stranger)
    assert "ds.xlsx" not in html(stranger.get(INDEX))
    for url in ("", "cot/", "xac-nhan/", "nghi-van/"):
        assert stranger.get(f"{INDEX}{batch.pk}/{url}").status_code == 404
    assert stranger.post(f"{INDEX}{batch.pk}/bo/").status_code == 404
    batch.refresh_from_db()
    assert batch.state == "preview"
