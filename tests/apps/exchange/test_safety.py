"""Files made to harm: each is refused with a sentence, or read with a note, and nothing is run."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
import xlsxwriter
from tests.apps.exchange.samples import DOCX, MESSY, workbook

from thidua.exchange.readers.archives import MAX_CELLS, extent_of
from thidua.exchange.readers.offers import read_offers
from thidua.exchange.readers.workbook import UnreadableFile, open_workbook


def sheet_xml(cells: str, more: str = "") -> bytes:
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{name}">'
        f"<sheetData>{cells}</sheetData>{more}</worksheet>"
    ).encode()


def raw(sheet: bytes, **parts: bytes) -> bytes:
    """A workbook of one sheet, its XML as given; `parts` are added, `__` in a name is `/`."""
    base = io.BytesIO()
    with xlsxwriter.Workbook(base) as book:
        book.add_worksheet("S").write(0, 0, 1)
    out = io.BytesIO()
    with zipfile.ZipFile(base) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for info in source.infolist():
            if info.filename != "xl/worksheets/sheet1.xml":
                copy.writestr(info.filename, source.read(info))
        for name, content in parts.items():
            copy.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
        copy.writestr("xl/worksheets/sheet1.xml", sheet)
    return out.getvalue()


def text_cell(at: str, text: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


ONE = f'<row r="1">{text_cell("A1", "x")}</row>'


def refused(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as error:
        open_workbook(content, name="a.xlsx")
    assert "a.xlsx" in error.value.sentence
    return error.value.sentence


@pytest.mark.parametrize(
    "cells",
    [
        f'<row r="1">{text_cell("XFD1048576", "x")}</row>',
        "<row r='1'><c t='inlineStr' r='XFD1048576'><is><t>x</t></is></c></row>",
        f'<row r="1048576">{text_cell("XFD1", "x")}{text_cell("A1048576", "x")}</row>',
        f'<row r="1">{text_cell("A1", "x")}</row><row r="2">{text_cell("AAA999999", "x")}</row>',
    ],
)
def test_a_cell_far_away_is_found_however_it_is_written(cells: str) -> None:
    assert "ô nằm rất xa bảng" in refused(raw(sheet_xml(cells)))


def test_what_the_parts_really_span_is_never_underestimated() -> None:
    """The bound holds for the ordinary way of writing and for unusual ones."""
    assert extent_of(sheet_xml(ONE)).cells <= MAX_CELLS
    unplaced = "<row>" + "<c><v>1</v></c>" * 40 + "</row>"
    assert extent_of(sheet_xml(unplaced)).columns >= 40
    prefixed = b"<x:row r='300000'><x:c r='ZZ300000'><x:v>1</x:v></x:c></x:row>"
    assert extent_of(prefixed).rows >= 300_000
    assert extent_of(prefixed).columns == 702


def test_a_million_rows_of_nothing_are_nothing() -> None:
    rows = "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(2, 400_000))
    book = open_workbook(raw(sheet_xml(ONE + rows)), name="a.xlsx")
    assert [len(sheet.rows) for sheet in book.sheets] == [1]


def test_one_merged_range_over_the_whole_sheet_costs_nothing() -> None:
    merged = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    book = open_workbook(raw(sheet_xml(ONE, merged)), name="a.xlsx")
    assert book.sheets[0].text(0, 0) == "x"


def test_a_part_that_swells_beyond_measure_is_not_unpacked() -> None:
    bomb = raw(sheet_xml(ONE), xl__media__zero_xml=b"\0" * (40 * 1024 * 1024))
    assert len(bomb) < 100_000
    assert "nén bất thường" in refused(bomb)


def test_a_part_that_lies_about_its_length_is_refused() -> None:
    content = bytearray(raw(sheet_xml(ONE + "<!-- " + "a" * 5000 + " -->")))
    at = content.rindex(b"xl/worksheets/sheet1.xml") - 46
    content[at + 24 : at + 28] = (100).to_bytes(4, "little")
    assert "bị hỏng hoặc thiếu" in refused(bytes(content))


def test_entities_are_refused() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + sheet_xml(ONE)
    assert "khai báo lạ" in refused(raw(laughs))


def test_links_and_macros_are_left_alone_and_said() -> None:
    book = open_workbook(
        raw(
            sheet_xml(ONE),
            xl__externalLinks__externalLink1_xml=b"<externalLink/>",
            xl__vbaProject=b"x",
        ),
        name="a.xlsx",
    )
    assert any("liên kết" in note and "không mở" in note for note in book.notes)
    with zipfile.ZipFile(io.BytesIO(raw(sheet_xml(ONE)))) as source:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as copy:
            for info in source.infolist():
                copy.writestr(info, source.read(info))
            copy.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
    notes = open_workbook(out.getvalue(), name="a.xlsm").notes
    assert any("macro" in note and "không chạy" in note for note in notes)


def test_a_text_that_begins_with_equals_stays_a_text() -> None:
    cell = text_cell("A1", "=HYPERLINK(&quot;http://x&quot;)")
    book = open_workbook(raw(sheet_xml(f'<row r="1">{cell}</row>')), name="a.xlsx")
    assert book.sheets[0].text(0, 0) == '=HYPERLINK("http://x")'
    assert book.sheets[0].formulas == frozenset()
    assert any("“=”" in note for note in book.notes)


def test_formulas_are_said_for_the_file(tmp_path: Path) -> None:
    book = open_workbook(workbook(tmp_path / "a.xlsx", ("S", [("a", "=1+1")])))
    assert any("công thức" in note for note in book.notes)
    assert open_workbook(MESSY).notes == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "trống"),
        (b"%PDF-1.7", "không phải là văn bản Word"),
        (DOCX.read_bytes()[:5000], "bị cắt cụt hoặc hỏng"),
        (MESSY.read_bytes(), "không phải là văn bản Word"),
    ],
)
def test_files_that_are_no_proposal(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        read_offers(content, name="a.docx")


def test_a_word_file_that_swells_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO(DOCX.read_bytes())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/zero.bin", b"\0" * (40 * 1024 * 1024))
    with pytest.raises(UnreadableFile, match="nén bất thường"):
        read_offers(out.getvalue(), name="a.docx")


def test_a_word_file_without_a_table_says_what_is_missing() -> None:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Kính gửi Hội đồng")
    document.save(out)
    with pytest.raises(UnreadableFile, match="không có bảng đề nghị nào"):
        read_offers(out.getvalue(), name="a.docx")
