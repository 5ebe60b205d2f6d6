"""Pages of scoring: who sees what, saving a line with and without a script, few queries, files."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.apps.scoring import scored
from tests.apps.scoring.scored import D, fill, line

from thidua.kit.sheets import workbook
from thidua.organisations.models import Body
from thidua.scoring import actions, workbooks
from thidua.scoring.actions import CriterionRow
from thidua.scoring.arithmetic import Kind
from thidua.scoring.models import ScoreTable, Sheet

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_the_list_is_scoped_searched_and_filtered(scoring: SimpleNamespace) -> None:
    officer, head = browser(scoring.officer), browser(scoring.users.head)
    every = page(officer, "/cham-diem/")
    for unit in scoring.units:
        assert unit.name in every
    mine = page(head, "/cham-diem/")
    assert "Phòng Công chức, viên chức" in mine
    assert "Trung tâm Lưu trữ" not in mine
    assert "Chưa có phiếu chấm nào" in page(browser(scoring.users.stranger), "/cham-diem/")
    found = page(officer, "/cham-diem/?q=luu+tru")
    assert "lịch sử" in found.split("<tbody>")[1]
    assert "Văn phòng Sở" not in found.split("<tbody>")[1]
    assert "Không có phiếu nào khớp" in page(officer, "/cham-diem/?trang-thai=da_chot")


@pytest.mark.parametrize("who", ["stranger", "nobody", "member", "administrator"])
def test_others_find_no_sheet_line_or_proof(scoring: SimpleNamespace, who: str) -> None:
    client = browser(getattr(scoring.users, who))
    one = line(scoring.sheets[1], "1.1")
    proof = actions.add_proof(line=one, reference="x", by=scoring.officer)
    for url in (
        f"/cham-diem/phieu/{scoring.sheets[1].pk}/",
        f"/cham-diem/phieu/{scoring.sheets[1].pk}/xuat/",
        f"/cham-diem/dong/{one.pk}/",
        f"/cham-diem/minh-chung/{proof.pk}/",
    ):
        assert client.get(url).status_code == 404
    for url in (
        f"/cham-diem/dong/{one.pk}/luu/",
        f"/cham-diem/phieu/{scoring.sheets[1].pk}/nop/",
        f"/cham-diem/minh-chung/{proof.pk}/bo/",
    ):
        assert client.post(url, {"version": 0, "value": "1"}).status_code == 404
    assert line(scoring.sheets[1], "1.1").self_points is None


def test_a_line_is_saved_by_htmx_and_the_sums_come_along(scoring: SimpleNamespace) -> None:
    client, one = browser(scoring.users.head), line(scoring.sheets[1], "1.2")
    answer = client.post(
        f"/cham-diem/dong/{one.pk}/luu/", {"version": "0", "value": "18,5", "words": "Đủ"}, **HTMX
    )
    text = answer.content.decode()
    assert "Đã lưu" in text
    assert f'id="v-{one.pk}" value="1" hx-swap-oob="true"' in text
    assert f'id="b-self-{one.criterion.parent_id}" hx-swap-oob="true">18,5<' in text
    assert "<b>18,5</b>" in text
    assert line(scoring.sheets[1], "1.2").self_points == D("18.5")


def test_a_conflict_shows_what_stands_and_keeps_it(scoring: SimpleNamespace) -> None:
    one = line(scoring.sheets[1], "1.2")
    actions.save_self(line=one, version=0, value=D(18), note="", by=scoring.officer)
    client = browser(scoring.users.head)
    sent = {"version": "0", "value": "11", "words": ""}
    text = client.post(f"/cham-diem/dong/{one.pk}/luu/", sent, **HTMX).content.decode()
    assert "Trần Thu Hà vừa lưu dòng 1.2" in text
    assert "Điểm đang lưu: 18" in text
    assert f'id="v-{one.pk}" value="1"' in text
    assert line(scoring.sheets[1], "1.2").self_points == D(18)
    plain = client.post(f"/cham-diem/dong/{one.pk}/luu/", sent)
    assert plain.status_code == 422
    assert "vừa lưu dòng 1.2" in plain.content.decode()


def test_without_a_script_a_refused_line_keeps_what_was_typed(scoring: SimpleNamespace) -> None:
    client, one = browser(scoring.users.head), line(scoring.sheets[1], "1.2")
    answer = client.post(
        f"/cham-diem/dong/{one.pk}/luu/", {"version": "0", "value": "25", "words": "Xem phụ lục"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Dòng 1.2 “Chất lượng tham mưu” có điểm tối đa 20. Điểm ghi vào là 25." in text
    assert 'value="25"' in text
    assert 'value="Xem phụ lục"' in text
    ok = client.post(f"/cham-diem/dong/{one.pk}/luu/", {"version": "0", "value": "20"})
    assert ok["Location"] == f"/cham-diem/phieu/{scoring.sheets[1].pk}/#d-{one.pk}"


@pytest.mark.parametrize("value", ["abc", "1e3", "1,234", "NaN", "9" * 21])
def test_what_is_no_number_is_said_and_not_stored(scoring: SimpleNamespace, value: str) -> None:
    client, one = browser(scoring.users.head), line(scoring.sheets[1], "1.2")
    sent = {"version": "0", "value": value}
    answer = client.post(f"/cham-diem/dong/{one.pk}/luu/", sent, **HTMX)
    assert 'role="alert"' in answer.content.decode()
    assert line(scoring.sheets[1], "1.2").version == 0


def test_the_sheet_goes_its_way_by_the_buttons(scoring: SimpleNamespace) -> None:
    sheet, head = scoring.sheets[1], browser(scoring.users.head)
    officer, secretary = browser(scoring.officer), browser(scoring.users.secretary)
    url = f"/cham-diem/phieu/{sheet.pk}/"
    text = head.post(f"{url}nop/", follow=True).content.decode()
    assert "Chưa nộp được. Dòng 1.1 chưa chấm." in text
    fill(sheet, scoring.users.head, c1_1="36")
    assert "Đã nộp phiếu." in head.post(f"{url}nop/", follow=True).content.decode()
    assert "Chốt điểm thẩm định" not in page(head, url)
    officer.post(f"{url}tra-lai/", {"words": "Giải trình dòng 1.1"})
    assert "Giải trình dòng 1.1" in page(head, url)
    head.post(f"{url}nop/", {"words": "Đã bổ sung"})
    officer.post(f"{url}dong-y/")
    said = officer.post(f"{url}chot-tham-dinh/", follow=True).content.decode()
    assert "Đã chốt điểm thẩm định." in said
    one = line(sheet, "1.1")
    head.post(f"/cham-diem/dong/{one.pk}/de-nghi/", {"reason": "Có văn bản mới"})
    asked = one.appeals.get()
    answered = officer.post(
        f"/cham-diem/de-nghi/{asked.pk}/tra-loi/", {"points": "38", "answer": "Chấp nhận"},
        follow=True,
    )  # fmt: skip
    assert "Điều chỉnh điểm" in answered.content.decode()
    secretary.post(f"{url}chot/", {"words": "Biên bản 03/BB-HĐ"})
    sheet.refresh_from_db()
    assert (sheet.state, sheet.total) == ("da_chot", D(98))
    director = browser(scoring.users.director)
    director.post("/cham-diem/khoa-nam/", {"year": "2026", "reason": "Đã tổng kết"})
    assert "Năm đã khóa" in page(officer, url)


def big_table(world: SimpleNamespace, lines: int = 60) -> ScoreTable:
    rows = [CriterionRow(f"{n}", f"Mục {n}", Kind.GROUP) for n in range(1, 7)]
    rows += [
        CriterionRow(
            f"{n % 6 + 1}.{n // 6 + 1}", f"Tiêu chí {n}", maximum=D(10), parent=str(n % 6 + 1)
        )
        for n in range(lines)
    ]
    return scored.issued(
        world.department, world.users.officer, rows, total=D(10 * lines),
        tie_rules=[{"by": "muc", "number": "1"}],
    )  # fmt: skip


def ring_of_twelve(world: SimpleNamespace) -> SimpleNamespace:
    units = scored.more_units(world.department, 12)
    cluster = scored.cluster_of(world.department, units)
    table = big_table(world)
    sheets = actions.open_sheets(table=table, units=units, by=world.users.officer)
    for index, sheet in enumerate(sheets):
        sheet.lines.update(self_points=D(9), check_points=D(9) - D(index) / 10, version=1)
        Sheet.objects.filter(pk=sheet.pk).update(state="da_cham_cheo")
    return SimpleNamespace(units=units, cluster=cluster, sheets=sheets, table=table)


def test_a_sheet_of_sixty_lines_and_the_ranking_of_twelve_ask_little(
    world: SimpleNamespace, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ring = ring_of_twelve(world)
    client = browser(world.users.director)
    page(client, "/cham-diem/")
    with django_assert_max_num_queries(15):
        text = page(client, f"/cham-diem/xep-hang/{ring.cluster.pk}/2026/")
    assert text.count("sau Phòng số") == 11
    for user, state in (
        (world.users.director, "da_cham_cheo"),
        (world.users.officer, "cho_tham_dinh"),
    ):
        Sheet.objects.filter(pk=ring.sheets[3].pk).update(state=state)
        client = browser(user)
        with django_assert_max_num_queries(15):
            text = page(client, f"/cham-diem/phieu/{ring.sheets[3].pk}/")
        assert text.count('class="score-no digits"') == 60


def test_the_list_of_two_hundred_sheets_asks_little(
    world: SimpleNamespace, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    units = scored.more_units(world.department, 200)
    table = scored.issued(world.department, world.users.officer)
    Sheet.objects.bulk_create([Sheet(table=table, unit=unit) for unit in units])
    client = browser(world.users.officer)
    for place in ("/cham-diem/?co=100", "/cham-diem/?sap-xep=-diem&trang=2", "/cham-diem/bang/"):
        with django_assert_max_num_queries(15):
            page(client, place)


def test_a_table_goes_to_excel_and_back_unchanged(scoring: SimpleNamespace) -> None:
    officer = browser(scoring.officer)
    answer = officer.get(f"/cham-diem/bang/{scoring.table.pk}/xuat/")
    content = b"".join(answer.streaming_content)
    copy = actions.copy_table(table=scoring.table, year=2027, by=scoring.officer)
    actions.set_criteria(table=copy, rows=[CriterionRow("1", "Tạm")], by=scoring.officer)
    file = SimpleUploadedFile("bang.xlsx", content)
    done = officer.post(f"/cham-diem/bang/{copy.pk}/nhap/", {"file": file}, follow=True)
    assert "Đã nhập 9 dòng tiêu chí." in done.content.decode()
    rows = [
        "number", "text", "kind", "maximum", "unit", "per", "evidence", "cap", "parent__number",
    ]  # fmt: skip
    assert list(copy.criteria.values_list(*rows)) == list(scoring.table.criteria.values_list(*rows))


def filled(rows: list[list[Any]], heads: tuple[str, ...]) -> SimpleUploadedFile:
    padded = [row + [""] * (len(heads) - len(row)) for row in rows]
    return SimpleUploadedFile("tep.xlsx", workbook("Trang", heads, padded))


def test_bad_rows_of_a_table_are_named_and_nothing_changes(scoring: SimpleNamespace) -> None:
    copy = actions.copy_table(table=scoring.table, year=2027, by=scoring.officer)
    before = list(copy.criteria.values_list("number", "maximum"))
    file = filled(
        [
            ["1", "", "Tiêu chí", "Chấm theo đánh giá", "mười"],
            ["2", "", "", "Chấm theo đánh giá", 5],
            ["3", "", "Tiêu chí", "Đoán", 5],
            ["1", "", "Trùng", "Chấm theo đánh giá", 5],
            ["4", "", "Tốt", "Chấm theo đánh giá", 5],
        ],
        workbooks.TABLE_HEADS,
    )
    answer = browser(scoring.officer).post(f"/cham-diem/bang/{copy.pk}/nhap/", {"file": file})
    text = answer.content.decode()
    assert answer.status_code == 422
    for said in (
        "Dòng 2 (1): ô “Điểm tối đa” ghi “mười”", "Dòng 3 (2): chưa ghi nội dung",
        "Dòng 4 (3): cách chấm “Đoán”",
    ):  # fmt: skip
        assert said in text
    assert list(copy.criteria.values_list("number", "maximum")) == before


@pytest.mark.parametrize("content", [b"", b"khong phai zip", b"PK\x03\x04 hong"])
def test_a_broken_file_is_said_and_changes_nothing(
    scoring: SimpleNamespace, content: bytes
) -> None:
    sheet = scoring.sheets[1]
    client = browser(scoring.users.head)
    answer = client.post(
        f"/cham-diem/phieu/{sheet.pk}/nhap/", {"file": SimpleUploadedFile("tep.xlsx", content)}
    )
    assert answer.status_code in {302, 409, 422}
    assert not sheet.lines.exclude(version=0).exists()


def test_a_filled_sheet_comes_back_whole_or_not_at_all(scoring: SimpleNamespace) -> None:
    sheet, client = scoring.sheets[1], browser(scoring.users.head)
    answer = client.get(f"/cham-diem/phieu/{sheet.pk}/xuat/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    page_ = book.active
    assert page_ is not None
    rows = {str(row[0].value): row for row in page_.iter_rows(min_row=2)}
    rows["1.1"][4].value, rows["1.1"][6].value = 39.5, "Báo cáo 12/BC"
    rows["1.2"][4].value, rows["1.3"][4].value = "19,25", 2
    rows["2.1"][4].value = 31
    bad = io.BytesIO()
    book.save(bad)
    refused = client.post(
        f"/cham-diem/phieu/{sheet.pk}/nhap/",
        {"file": SimpleUploadedFile("phieu.xlsx", bad.getvalue())},
    )
    assert refused.status_code == 422
    assert "(2.1): Dòng 2.1 “Tổ chức phong trào” có điểm tối đa 30" in refused.content.decode()
    assert not sheet.lines.exclude(version=0).exists()
    assert not line(sheet, "1.1").proofs.exists()
    rows["2.1"][4].value = 30
    good = io.BytesIO()
    book.save(good)
    done = client.post(
        f"/cham-diem/phieu/{sheet.pk}/nhap/",
        {"file": SimpleUploadedFile("phieu.xlsx", good.getvalue())}, follow=True,
    )  # fmt: skip
    assert "Đã nhập 4 dòng từ tệp." in done.content.decode()
    sheet.refresh_from_db()
    assert sheet.total == D("39.5") + D("19.25") + D(8) + D(30)
    assert line(sheet, "1.1").proofs.get().reference == "Báo cáo 12/BC"


def test_lists_leave_as_files(scoring: SimpleNamespace) -> None:
    client = browser(scoring.officer)
    for url, words in (
        ("/cham-diem/xuat/?dang=csv", "Văn phòng Sở"),
        ("/cham-diem/bang/xuat/?dang=csv", "Bảng chấm điểm các đơn vị"),
    ):
        assert words in b"".join(client.get(url).streaming_content).decode()


def test_a_table_is_written_page_by_page(world: SimpleNamespace) -> None:
    client = browser(world.users.officer)
    made = client.post("/cham-diem/bang/mau/", {"bang": "100-diem-thoi-han", "nam": "2026"})
    table = ScoreTable.objects.get()
    assert made["Location"] == f"/cham-diem/bang/{table.pk}/"
    url = made["Location"]
    assert "Ban hành" in page(client, url)
    one = table.criteria.get(number="1.5")
    sent = {
        "number": "1.5",
        "text": "Chất lượng",
        "kind": "cham_tay",
        "maximum": "6",
        "parent": "I",
    }
    client.post(f"{url}tieu-chi/{one.pk}/", sent)
    text = page(client, url)
    assert "Dòng I: các dòng con cộng lại 59, không bằng 60 của mục (còn thiếu 1 điểm)." in text
    assert 'data-open="ban-hanh"' not in text
    added = sent | {"number": "1.7", "maximum": "1", "steps": "từ 95: 1\ntừ 90: 0,5"}
    client.post(f"{url}tieu-chi/", added)
    assert table.criteria.get(number="1.7").steps == [
        {"at_least": "95.0000", "points": "1.0000"}, {"at_least": "90.0000", "points": "0.5000"},
    ]  # fmt: skip
    wrong = client.post(f"{url}tieu-chi/", added | {"number": "1.8", "steps": "khá: 1"})
    assert "Không hiểu bậc “khá: 1”" in wrong.content.decode()
    head = {"name": "Bảng mới", "year": "2026", "units": "phong", "total": "100",
            "reason_from": "1", "peer_method": "trung_vi", "ties": "mục I\nít bị trừ"}  # fmt: skip
    client.post(f"{url}sua/", head)
    table.refresh_from_db()
    assert table.tie_rules == [{"by": "muc", "number": "I"}, {"by": "diem_tru"}]
    text = client.post(f"{url}sua/", head | {"ties": "may rủi"}).content.decode()
    assert "Không hiểu “may rủi”" in text
    issued = client.post(f"{url}ban-hanh/", {"number": "5/QĐ", "issued_on": "15/01/2026"})
    assert issued.status_code == 302
    opened = client.post(f"{url}mo-phieu/", {"don-vi": [str(one.pk) for one in world.units]})
    assert opened["Location"] == f"/cham-diem/?bang={table.pk}"
    assert Sheet.objects.count() == 2  # the centre is no division


def test_units_of_other_departments_cannot_be_opened(scoring: SimpleNamespace) -> None:
    client = browser(scoring.officer)
    foreign = Body.objects.get(code="phong-qln")
    client.post(f"/cham-diem/bang/{scoring.table.pk}/mo-phieu/", {"don-vi": [str(foreign.pk)]})
    assert not Sheet.objects.filter(unit=foreign).exists()


def test_cross_scores_and_the_conclusion_on_their_pages(world: SimpleNamespace) -> None:
    from tests.apps.scoring.test_clusters import make_ring

    ring = make_ring(world)
    first, second, third = (browser(user) for user in ring.heads)
    listed = page(second, "/cham-diem/cheo/")
    assert "Văn phòng Sở" in listed
    url = f"/cham-diem/cheo/{ring.first.pk}/{ring.units[1].pk}/"
    row = line(ring.first, "1.1").criterion
    text = second.post(
        f"{url}{row.pk}/", {"version": "0", "value": "30", "words": ""}, **HTMX
    ).content.decode()
    assert "Dòng 1.1 lệch 10 điểm so với thẩm định: ghi lý do." in text
    sent = {"version": "0", "value": "38", "words": "Thiếu"}
    saved = second.post(f"{url}{row.pk}/", sent, **HTMX)
    assert "Đã lưu" in saved.content.decode()
    assert third.get(url).status_code == 404
    assert second.get(f"/cham-diem/cheo/{ring.second.pk}/{ring.units[1].pk}/").status_code == 404
    seats = {0: first, 1: second, 2: third}
    for index, sheet in enumerate(ring.sheets):
        for peer in {0, 1, 2} - {index}:
            seats[peer].post(f"/cham-diem/cheo/{sheet.pk}/{ring.units[peer].pk}/nop/")
        drawer = second if index == 0 else first
        drawer.post(f"/cham-diem/phieu/{sheet.pk}/chot-cham-cheo/")
    board = f"/cham-diem/xep-hang/{ring.cluster.pk}/2026/"
    assert "Kết luận xếp hạng" in page(first, board)
    assert 'data-open="ket-luan"' not in page(second, board)
    assert browser(world.users.stranger).get(board).status_code == 404
    wrong = first.post(f"{board}ket-luan/", {"paper": ""})
    assert "Ghi biên bản họp cụm, khối." in wrong.content.decode()
    first.post(
        f"{board}ket-luan/",
        {"paper": "BB 2", "flag": str(ring.units[0].pk), "flag_reason": "Tỷ lệ nữ 75%"},
    )
    text = page(third, board)
    assert "Đã kết luận" in text
    assert "Điều 7 khoản 1 NĐ 152/2025/NĐ-CP" in text
    assert "Cần văn bản chính thức" in text


def test_a_new_version_shows_before_and_after_and_then_scores_anew(
    scoring: SimpleNamespace,
) -> None:
    sheet, client = scoring.sheets[1], browser(scoring.officer)
    scored.checked(sheet, scoring.officer, c1_3="2")
    url = f"/cham-diem/phieu/{sheet.pk}/"
    assert "lần ban hành 2" not in page(client, url)
    new = actions.new_version(table=scoring.table, by=scoring.officer)
    row = new.criteria.get(number="1.3")
    sent = {"number": "1.3", "text": row.text, "kind": "thoi_han", "maximum": "10", "per": "3",
            "parent": "I", "unit": "ngày"}  # fmt: skip
    client.post(f"/cham-diem/bang/{new.pk}/tieu-chi/{row.pk}/", sent)
    issued = {"number": "6/QĐ", "issued_on": "01/06/2026"}
    client.post(f"/cham-diem/bang/{new.pk}/ban-hanh/", issued)
    assert "Bảng chấm điểm đã có lần ban hành 2" in page(client, url)
    shown = page(client, f"{url}cham-lai/")
    assert "98 điểm thành 94 điểm" in shown
    assert browser(scoring.users.head).get(f"{url}cham-lai/").status_code == 403
    client.post(f"{url}cham-lai/")
    assert "Lần 1 sang lần 2: 98 thành 94 điểm" in page(client, url)


def test_checked_points_come_back_from_a_file(scoring: SimpleNamespace) -> None:
    sheet, client = scoring.sheets[1], browser(scoring.officer)
    scored.submitted(sheet, scoring.users.head)
    heads = workbooks.SHEET_HEADS
    cells = [[""] * len(heads) for _ in range(2)]
    for row, (number, points) in zip(cells, (("1.1", 38), ("1.2", 19)), strict=True):
        row[0], row[heads.index("Thẩm định")] = number, points
        row[heads.index("Lý do thẩm định")] = "Theo hồ sơ"
    done = client.post(
        f"/cham-diem/phieu/{sheet.pk}/nhap/", {"file": filled(cells, heads)}, follow=True
    )
    assert "Đã nhập 2 dòng từ tệp." in done.content.decode()
    assert line(sheet, "1.1").check_points == D(38)
    assert line(sheet, "1.1").self_points == D(40)
