"""What cannot be read is refused with a sentence; what can be read keeps its place on the sheet."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.apps.exchange.samples import CLEAN, DOCX, HEAD, MESSY, person, staff_list, workbook

from thidua.exchange.readers import workbook as books
from thidua.exchange.readers.workbook import (
    OLE_MAGIC,
    UnreadableFile,
    column_index,
    column_letter,
    open_workbook,
)


def refused(source: Path | bytes) -> str:
    with pytest.raises(UnreadableFile) as error:
        open_workbook(source, name="a.xlsx")
    assert error.value.sentence == str(error.value)
    return error.value.sentence


def test_missing_file_and_folder_are_named(tmp_path: Path) -> None:
    assert "Không tìm thấy tệp" in refused(tmp_path / "khong-co.xlsx")
    assert "thư mục" in refused(tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "trống (0 byte)"),
        (b"%PDF-1.7 hello", "không phải là tệp Excel"),
        (OLE_MAGIC + b"\0" * 600, "đời cũ (.xls, .doc)"),
        (OLE_MAGIC + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (b"PK\x03\x04 cut", "bị cắt cụt hoặc hỏng"),
    ],
)
def test_wrong_content_is_refused(content: bytes, said: str) -> None:
    assert said in refused(content)


def test_word_document_is_recognised() -> None:
    assert "văn bản Word" in refused(DOCX)


def test_every_truncation_of_a_real_file_is_refused() -> None:
    whole = MESSY.read_bytes()
    for share in (0.1, 0.5, 0.9, 0.99):
        assert "bị cắt cụt hoặc hỏng" in refused(whole[: int(len(whole) * share)])


def test_damaged_sheet_inside_a_sound_archive_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "hong.xlsx"
    with zipfile.ZipFile(MESSY) as source, zipfile.ZipFile(target, "w") as copy:
        for info in source.infolist():
            data = source.read(info)
            copy.writestr(info, data[:500] if info.filename.startswith("xl/worksheets/") else data)
    assert "bị hỏng hoặc thiếu" in refused(target)


def test_too_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    target = tmp_path / "lon.xlsx"
    with target.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    assert "lớn hơn 20 MB" in refused(target)
    assert "lớn hơn 20 MB" in refused(b"PK" + b"\0" * books.MAX_BYTES)


def test_archive_that_swells_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "bom.xlsx"
    with (
        zipfile.ZipFile(MESSY) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for info in source.infolist():
            copy.writestr(info.filename, source.read(info))
        copy.writestr("xl/media/bom.bin", b"\0" * (books.MAX_UNPACKED_BYTES + 1))
    assert target.stat().st_size < books.MAX_BYTES
    assert "khi giải nén lớn hơn 200 MB" in refused(target)


def test_empty_workbook_is_refused(tmp_path: Path) -> None:
    assert "không có ô nào" in refused(workbook(tmp_path / "trong.xlsx", ("S", [])))


def test_formulas_are_found_by_cell(tmp_path: Path) -> None:
    row = person(rating='="Hoàn thành tốt nhiệm vụ"', number="=1+0")
    book = open_workbook(staff_list(tmp_path / "a.xlsx", row))
    assert book.sheets[0].formulas == {(1, 0), (1, HEAD.index("Xếp loại"))}


def test_macros_change_nothing(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsm"
    with zipfile.ZipFile(MESSY) as source, zipfile.ZipFile(target, "w") as copy:
        for info in source.infolist():
            copy.writestr(info, source.read(info))
        copy.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
    assert open_workbook(target).sheets[0].rows == open_workbook(MESSY).sheets[0].rows


def test_rows_are_counted_from_the_first_row_of_the_sheet(tmp_path: Path) -> None:
    book = open_workbook(workbook(tmp_path / "a.xlsx", ("S", [(), (), ("", "x")])))
    assert book.sheets[0].text(2, 1) == "x"
    assert book.sheets[0].text(99, 0) == ""


def test_columns_have_the_letters_of_excel() -> None:
    assert [column_letter(index) for index in (0, 25, 26, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
    ]
    assert [column_index(letters) for letters in ("A", "z", "AA", "AAA")] == [0, 25, 26, 702]
    with pytest.raises(ValueError):
        column_index("A1")


def test_all_sheets_of_the_template_are_read() -> None:
    sizes = {sheet.name: len(sheet.rows) for sheet in open_workbook(CLEAN).sheets}
    assert sizes == {
        "CanBo": 241,
        "LichSu": 6438,
        "SangKien": 575,
        "KyLuat_Nghi": 36,
        "TapThe": 265,
    }
