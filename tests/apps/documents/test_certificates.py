"""Certificates as a reader and a phone see them: pages, text, embedded fonts, QR decoded back."""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO

import pytest
import zxingcpp
from pypdf import PdfReader
from tests.apps.documents.papers_for_tests import LONG_NAME, certificate

from thidua.documents.certificates import CertificateError, certificate_png, certificates_pdf

COLLECTIVE = "Chi cục Văn thư - Lưu trữ lịch sử và Trung tâm Dịch vụ việc làm tỉnh Lam Giang " * 2


def read(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def words(text: str) -> str:
    return " ".join(text.split())


def test_one_landscape_page_each_in_the_given_order() -> None:
    names = [LONG_NAME, "Lò Văn Ỏm", "Nguyễn Thị Ễnh", COLLECTIVE.strip()]
    reader = read(certificates_pdf([certificate(name) for name in names]))
    assert len(reader.pages) == len(names)
    for page, name in zip(reader.pages, names, strict=True):
        assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [297, 210]
        assert name in words(page.extract_text())


def test_what_the_profession_asks_for_is_printed_with_its_marks() -> None:
    reader = read(
        certificates_pdf([certificate(office="Chuyên viên, Văn phòng Sở", register_number="317")])
    )
    text = words(reader.pages[0].extract_text())
    for line in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "GIÁM ĐỐC SỞ NỘI VỤ",
        "TẶNG",
        "GIẤY KHEN",
        f"Bà {LONG_NAME}",
        "Chuyên viên, Văn phòng Sở",
        "Đã hoàn thành xuất sắc nhiệm vụ năm 2026",
        "Quyết định số 07/QĐ-SNV",
        "Vào sổ số 317",
        "7K4M-Q2XD-9ABC",
        "Lam Giang, ngày 05 tháng 9 năm 2026",
        "Ngô Đức Vinh",
    ):
        assert line in text


def test_titles_are_given_as_titles_and_provisional_ones_say_so() -> None:
    title = certificate(award_name="Lao động tiên tiến", is_title=True, provisional=True)
    text = words(read(certificates_pdf([title])).pages[0].extract_text())
    assert "TẶNG DANH HIỆU LAO ĐỘNG TIÊN TIẾN" in text
    assert "Kết quả xét tạm tính" in text


def test_only_be_vietnam_pro_is_used_and_all_of_it_is_embedded() -> None:
    reader = read(certificates_pdf([certificate()]))
    fonts = reader.pages[0]["/Resources"]["/Font"]
    names = set()
    for reference in fonts.values():
        font = reference.get_object()["/DescendantFonts"][0].get_object()
        names.add(font["/BaseFont"].split("+")[1].split("-")[0])
        assert font["/FontDescriptor"].get_object()["/FontFile2"].get_object().get_data()
    assert names == {"BeVietnamPro"}


def test_the_qr_code_is_read_back_from_the_drawn_page() -> None:
    url = "https://thidua.vi-du.vn/xac-minh/7K4MQ2XD9ABC/?c=" + "a-Z_9" * 70
    found = zxingcpp.read_barcodes(_gray(certificate_png(certificate(url=url))))
    assert [barcode.text for barcode in found] == [url]


def test_every_page_of_a_batch_has_its_own_code() -> None:
    # Codes of different sizes lie in one file: a wrong offset would mix them up.
    urls = [f"https://vi-du.vn/xac-minh/M{i}/" + "x" * 40 * i for i in range(4)]
    reader = read(certificates_pdf([certificate(url=url) for url in urls]))
    found = []
    for page in reader.pages:
        drawn = page.get_contents().get_data()
        size, bits = re.search(rb"BI /W (\d+) .*? ID ([0-9a-f]+)>", drawn).groups()
        side = int(size)
        row = (side + 7) // 8
        packed = bytes.fromhex(bits.decode())
        modules = bytes(
            255 if packed[y * row + x // 8] >> (7 - x % 8) & 1 else 0
            for y in range(side)
            for x in range(side)
        )
        square = memoryview(modules).cast("B", [side, side])
        found += [barcode.text for barcode in zxingcpp.read_barcodes(_enlarged(square))]
    assert found == urls


def test_preprinted_sheets_get_the_text_without_the_ornament() -> None:
    plain = certificates_pdf([certificate()], ornament=False)
    assert len(plain) < len(certificates_pdf([certificate()]))
    assert LONG_NAME in words(read(plain).pages[0].extract_text())


def test_typst_markup_in_a_name_is_printed_not_run() -> None:
    name = "A #panic() *b* $x$ [y] \\ @z"
    assert name in words(read(certificates_pdf([certificate(name)])).pages[0].extract_text())


def test_an_empty_list_is_refused_with_a_sentence() -> None:
    with pytest.raises(CertificateError, match="Chưa có ai trong danh sách"):
        certificates_pdf([])


def _enlarged(modules: memoryview, scale: int = 4, margin: int = 4) -> memoryview:
    """Draw every module larger, with the quiet zone that the page leaves around the code."""
    size = modules.shape[0]
    side = (size + 2 * margin) * scale
    blank = b"\xff" * side * margin * scale
    edge = b"\xff" * margin * scale
    drawn = bytearray(blank)
    for row in modules.tolist():
        drawn += (edge + b"".join(bytes([value]) * scale for value in row) + edge) * scale
    return memoryview(bytes(drawn + blank)).cast("B", [side, side])


def _gray(png: bytes) -> memoryview:
    """Decode an 8-bit PNG (RGB or RGBA) with the standard library alone."""
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert depth == 8
    channels = {2: 3, 6: 4, 0: 1}[colour]
    data, place = b"", 8
    while place < len(png):
        (size,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            data += png[place + 8 : place + 8 + size]
        place += size + 12
    raw, stride = zlib.decompress(data), width * channels
    previous, gray = bytearray(stride), bytearray()
    for y in range(height):
        kind = raw[y * (stride + 1)]
        line = bytearray(raw[y * (stride + 1) + 1 : (y + 1) * (stride + 1)])
        _unfilter(kind, line, previous, channels)
        gray += line[::channels]
        previous = line
    return memoryview(bytes(gray)).cast("B", [height, width])


def _unfilter(kind: int, line: bytearray, above: bytearray, step: int) -> None:
    for i in range(len(line)):
        left = line[i - step] if i >= step else 0
        corner = above[i - step] if i >= step else 0
        if kind == 1:
            line[i] = (line[i] + left) & 255
        elif kind == 2:
            line[i] = (line[i] + above[i]) & 255
        elif kind == 3:
            line[i] = (line[i] + (left + above[i]) // 2) & 255
        elif kind == 4:
            estimate = left + above[i] - corner
            best = min((left, above[i], corner), key=lambda v: abs(estimate - v))
            line[i] = (line[i] + best) & 255
