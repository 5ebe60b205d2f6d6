"""Targets and results as workbooks: there and back, bad rows named, twice the same."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.apps.targets.conftest import LAST

from thidua.audit.models import AuditRow
from thidua.kit.errors import WrongState
from thidua.kit.workbooks import rows_of
from thidua.targets import actions
from thidua.targets.actions.reading import BAD, CHANGED, NEW, SAME

HEADS = list(actions.TARGET_HEADS)
SHORT = ["Mã", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch", "Chiều", "Hạn hoàn thành"]


def book(rows: list[list[Any]], name: str = "tep.xlsx") -> SimpleUploadedFile:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def states(lines: Any) -> list[str]:
    return [line.state for line in lines]


def test_good_rows_are_kept_and_bad_ones_named(
    world: SimpleNamespace, make: SimpleNamespace
) -> None:
    of = make.set(approved=False)
    rows: list[list[Any]] = [
        SHORT,
        ["A1", "Hồ sơ đúng hạn", "%", 98.5, "", f"30/6/{LAST}"],
        ["", "", "", "", "", ""],
        ["A2", "Hồ sơ trễ", "hồ sơ", "1.200", "càng thấp càng tốt", ""],
        ["A2", "Trùng mã", "hồ sơ", 1, "", ""],
        ["A3", "Không có số", "hồ sơ", "nhiều", "", ""],
        ["A4", "", "hồ sơ", 5, "", ""],
        ["A5", "Chiều lạ", "hồ sơ", 5, "ngang", ""],
        ["A6", "Hạn lạ", "hồ sơ", 5, "", "31/02/2025"],
        ["A7", "Hạn năm khác", "hồ sơ", 5, "", f"01/01/{LAST + 1}"],
    ]
    lines = actions.preview_targets(of=of, rows=rows, by=world.users.officer)
    assert states(lines) == [NEW, NEW, BAD, BAD, BAD, BAD, BAD, BAD]
    assert [line.number for line in lines] == [2, 4, 5, 6, 7, 8, 9, 10]
    assert "hai dòng" in lines[2].problem
    assert "nhiều" in lines[3].problem
    assert all(line.problem.endswith(".") for line in lines if line.state == BAD)
    assert not of.targets.exists()
    assert actions.import_targets(of=of, rows=rows, by=world.users.officer) == 2
    kept = {one.code: one for one in of.targets.all()}
    assert (kept["A1"].plan, kept["A2"].plan, kept["A2"].less_is_better) == (
        Decimal("98.5"), 1200, True,
    )  # fmt: skip
    before = AuditRow.objects.count()
    assert actions.import_targets(of=of, rows=rows, by=world.users.officer) == 0
    assert AuditRow.objects.count() == before


def test_what_goes_out_comes_back_the_same(
    world: SimpleNamespace, make: SimpleNamespace, officer_browser: Client
) -> None:
    of = make.set(approved=False)
    make.target(
        of, "A1", plan=Decimal("1234.5"), less_is_better=True, kind="phap_lenh", rhythm="thang",
        cumulative=False, evidence_required=True, weight=Decimal("2.5"), heading="=1+1",
        owner_unit=world.units[0], last_year=Decimal(7),
    )  # fmt: skip
    make.target(of, "A2", text="-Tên có dấu trừ")
    answer: Any = officer_browser.get(f"/chi-tieu/{of.pk}/tep-chi-tieu/")
    sent = SimpleUploadedFile("x.xlsx", b"".join(answer.streaming_content))
    lines = actions.preview_targets(of=of, rows=rows_of(sent), by=world.users.officer)
    assert states(lines) == [SAME, SAME]


def test_results_there_and_back(
    world: SimpleNamespace, make: SimpleNamespace, officer_browser: Client
) -> None:
    of = make.set()
    one = make.target(of, "A1", evidence_required=True)
    make.target(of, "A2", gathering="cong")
    make.report(one, 5, reference="12/BC")
    answer: Any = officer_browser.get(f"/chi-tieu/{of.pk}/tep-ket-qua/")
    rows = rows_of(SimpleUploadedFile("x.xlsx", b"".join(answer.streaming_content)))
    assert len(rows) == 1 + 8  # the gathered one is not asked for
    by = world.users.officer
    assert states(actions.preview_results(of=of, rows=rows, by=by)) == [SAME]
    heads = ["Mã", "Kỳ", "Kết quả", "Minh chứng"]
    rows = [
        heads,
        ["A1", "Quý I", 6, ""],
        ["A1", "quy ii", "7,5", "13/BC"],
        ["A1", 3, 8, ""],
        ["A1", "Tháng 1", 8, "x"],
        ["A2", "Quý I", 1, ""],
        ["A9", "Quý I", 1, ""],
        ["A1", "Quý II", 9, "x"],
        ["NEN", "Quý I", -1, ""],
        ["NEN", "Quý II", "", ""],
    ]
    lines = actions.preview_results(of=of, rows=rows, by=by)
    assert states(lines) == [CHANGED, NEW, BAD, BAD, BAD, BAD, BAD, BAD]
    assert "phải có minh chứng" in lines[2].problem
    assert "hai dòng" in lines[6].problem
    assert actions.import_results(of=of, rows=rows, by=by) == 2
    assert [(r.period, r.value) for r in one.results.all()] == [(1, 6), (2, Decimal("7.5"))]
    assert one.results.get(period=1).reference == "12/BC"
    assert actions.import_results(of=of, rows=rows, by=by) == 0


def test_a_file_without_the_columns_is_refused(
    world: SimpleNamespace, make: SimpleNamespace
) -> None:
    of = make.set(approved=False)
    for rows in ([], [["Mã"]], [["Tên", "Số"], ["a", "b"]]):
        with pytest.raises(WrongState, match="thiếu cột"):
            actions.preview_targets(of=of, rows=rows, by=world.users.officer)


def test_an_approved_set_takes_no_new_targets_from_a_file(
    world: SimpleNamespace, make: SimpleNamespace
) -> None:
    of = make.set()
    with pytest.raises(WrongState, match="dự thảo"):
        actions.import_targets(of=of, rows=[SHORT], by=world.users.officer)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (61 * 1024 * 1024))
    return out.getvalue()


def far() -> bytes:
    made = openpyxl.Workbook()
    made.active["A1"] = "Mã"
    made.active["A1048576"] = "xa"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"", "tệp rỗng"),
        ("a.xlsx", b"PK\x03\x04 hong", "nội dung không phải XLSX"),
        ("a.pdf", b"%PDF-1.7", "không phải bảng tính"),
        ("a.exe", b"MZ", "không phải PDF"),
        ("a.xlsx", bomb(), "giải nén ra quá lớn"),
        ("a.xlsx", far(), "hơn 2000 dòng"),
    ],
    ids=["empty", "broken", "pdf", "exe", "bomb", "far"],
)
def test_files_that_are_no_table(name: str, content: bytes, words: str) -> None:
    with pytest.raises(WrongState, match=words):
        rows_of(SimpleUploadedFile(name, content))


def test_an_empty_and_a_wide_sheet() -> None:
    with pytest.raises(WrongState, match="không có ô nào"):
        rows_of(book([[""]]))
    with pytest.raises(WrongState, match="hơn 80 cột"):
        rows_of(book([["x"] * 81]))
    assert rows_of(book([["a", 1], ["", ""], ["b", 2.5]])) == [["a", 1.0], ["", ""], ["b", 2.5]]


def test_the_page_shows_first_and_keeps_what_it_showed(
    world: SimpleNamespace, make: SimpleNamespace, officer_browser: Client
) -> None:
    of = make.set(approved=False)
    url = f"/chi-tieu/{of.pk}/nhap/"
    page = officer_browser.post(url, {"file": book([SHORT, ["A1", "Một", "việc", 3, "", ""]])})
    shown = page.content.decode()
    assert "Nhập 1 dòng" in shown
    assert not of.targets.exists()
    rows = page.context["rows"]
    # Somebody else's preview, or a changed one, is not kept.
    broken = officer_browser.post(url, {"rows": rows[:-3] + "abc"}, follow=True)
    assert "Bản xem trước đã cũ" in broken.content.decode()
    officer_browser.post(url, {"rows": rows})
    assert of.targets.get().code == "A1"
    again = officer_browser.post(url, {"rows": rows}, follow=True)
    assert "Không có gì mới" in again.content.decode()
    answer = officer_browser.post(url, {"file": SimpleUploadedFile("x.xlsx", b"abc")})
    assert answer.status_code == 422
    assert "nội dung không phải XLSX" in answer.content.decode()
