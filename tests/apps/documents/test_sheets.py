"""Forms as data: every shipped form builds, fills, passes its own check and is drawn as PDF."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from docx.shared import Mm
from pypdf import PdfReader

from thidua.documents.building import build, shipped, shipped_press
from thidua.documents.checking import check
from thidua.documents.pdf import pdf_of
from thidua.documents.press import Press, PressError
from thidua.documents.sheet import SheetError, read, sheets

CODES = sorted(sheets())


def words(text: str) -> list[str]:
    return "".join(ch if ch.isalnum() else " " for ch in text).split()


def said(content: bytes) -> list[str]:
    """Every word of a DOCX, tables where they stand."""
    body = Document(BytesIO(content)).element.body
    found: list[str] = []
    for paragraph in body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"):
        found += words(
            "".join(node.text or "" for node in paragraph.iter() if node.tag.endswith("}t"))
        )
    return found


@pytest.mark.parametrize("code", CODES)
def test_the_shipped_template_of_a_form_passes_its_own_check(code: str) -> None:
    report = check(shipped(code), sheets()[code])
    assert (report.faults, report.notes) == ([], [])
    assert report.used == {field.name for field in sheets()[code].fields}


@pytest.mark.parametrize("code", CODES)
def test_a_form_filled_with_its_samples_shows_each_of_them(code: str) -> None:
    form = sheets()[code]
    filled = shipped_press(code).fill(form.sample)
    text = " ".join(said(filled))
    for field in form.fields:
        values = field.sample if isinstance(field.sample, list) else [field.sample]
        for value in values:
            cells = value.values() if isinstance(value, dict) else [value]
            for cell in cells:
                shown = " ".join(words(cell))
                assert shown.casefold() in text.casefold(), (field.name, shown)
    assert "{{" not in text
    assert "{%" not in text


@pytest.mark.parametrize("code", CODES)
def test_the_page_is_the_one_of_the_decree(code: str) -> None:
    for section in Document(BytesIO(shipped(code))).sections:
        sides = sorted((round(section.page_width / Mm(1)), round(section.page_height / Mm(1))))
        assert sides == [210, 297]
        margins = [
            round(value / Mm(1))
            for value in (
                section.top_margin,
                section.bottom_margin,
                section.left_margin,
                section.right_margin,
            )
        ]
        assert margins == [20, 20, 30, 15]


@pytest.mark.parametrize("code", CODES)
def test_the_pdf_says_what_the_docx_says_in_embedded_fonts(code: str) -> None:
    filled = shipped_press(code).fill(sheets()[code].sample)
    reader = PdfReader(BytesIO(pdf_of(filled)))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert sorted(words(text)) == sorted(said(filled))
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            real = font.get_object()["/DescendantFonts"][0].get_object()
            assert "Tinos" in real["/BaseFont"]
            assert "/FontFile2" in real["/FontDescriptor"].get_object()


def test_pages_after_the_first_carry_their_number_and_the_annex_starts_anew() -> None:
    form = sheets()["quyet-dinh"]
    row = form.sample["dong"][1]
    many = {**form.sample, "dong": [{**row, "stt": str(i)} for i in range(1, 120)]}
    pages = PdfReader(BytesIO(pdf_of(shipped_press("quyet-dinh").fill(many)))).pages
    texts = [page.extract_text().strip() for page in pages]
    assert len(texts) > 3
    assert texts[0].startswith("UBND")
    assert texts[1].startswith("DANH SÁCH")
    assert [text.split()[0] for text in texts[2:]] == [str(n) for n in range(2, len(texts))]
    assert all("Họ và tên" in text for text in texts[1:])


def test_filling_twice_gives_the_same_bytes_and_leaves_the_press_alone() -> None:
    press, sample = shipped_press("thong-bao"), sheets()["thong-bao"].sample
    first = press.fill(sample)
    press.fill({**sample, "kinh_gui": "Người khác"})
    assert press.fill(sample) == first


def test_a_missing_value_is_refused_and_marked_characters_stay_text() -> None:
    press, sample = shipped_press("thong-bao"), sheets()["thong-bao"].sample
    with pytest.raises(PressError, match="kinh_gui"):
        press.fill({k: v for k, v in sample.items() if k != "kinh_gui"})
    filled = press.fill({**sample, "kinh_gui": "A & <b>B</b>\x00 {{ so }}"})
    texts = [p.text for p in Document(BytesIO(filled)).paragraphs]
    assert "Kính gửi: A & <b>B</b> {{ so }}" in texts


def test_a_file_that_is_no_docx_makes_no_press() -> None:
    with pytest.raises(PressError, match="Không đọc được mẫu"):
        Press(b"PK\x03\x04 nothing")


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ({"format": "x"}, "t.yaml: dòng “format: thidua-form/1” là bắt buộc."),
        (
            {"format": "thidua-form/1", "code": "a", "name": "A", "citation": "C", "fields": []},
            "t.yaml: thiếu mục “fields”.",
        ),
        (
            {
                "format": "thidua-form/1", "code": "a", "name": "A", "citation": "C",
                "fields": ["la"], "layout": ["closing"],
            },
            "t.yaml: trường “la” không có trong chung.yaml và chưa khai ở đây.",
        ),
        (
            {
                "format": "thidua-form/1", "code": "a", "name": "A", "citation": "C",
                "fields": [{"name": "x", "label": "X"}], "layout": ["closing"],
            },
            "t.yaml: trường “x” thiếu “source”.",
        ),
    ],
)  # fmt: skip
def test_a_wrong_form_is_refused_with_its_place(raw: dict[str, object], sentence: str) -> None:
    with pytest.raises(SheetError) as refusal:
        read(raw, "t.yaml", {})
    assert str(refusal.value) == sentence


def test_a_block_nobody_knows_is_refused() -> None:
    raw = {
        "format": "thidua-form/1", "code": "a", "name": "A", "citation": "C",
        "fields": [{"name": "x", "label": "X", "source": "s"}], "layout": [{"picture": "x"}],
    }  # fmt: skip
    with pytest.raises(SheetError, match="không biết khối"):
        build(read(raw, "t.yaml", {}))
