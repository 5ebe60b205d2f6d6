"""The decision as Word opens it: page, fonts, order of components, sums of the annex."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.shared import Mm
from pypdf import PdfReader
from tests.apps.documents.papers_for_tests import HEAD, LONG_NAME, decision

from thidua.documents.decision import count_words, decision_docx
from thidua.documents.papers import Awardee, AwardGroup
from thidua.documents.tables import repeats_head


def opened(**changes: object):
    return Document(BytesIO(decision_docx(decision(**changes))))


def texts(document) -> list[str]:
    return [p.text for p in document.paragraphs if p.text.strip()]


def cells(document, table: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[table].rows]


def test_every_section_is_a4_with_the_margins_of_the_decree() -> None:
    sections = opened().sections
    assert len(sections) == 2
    for section in sections:
        found = [
            round(value / Mm(1))
            for value in (
                section.page_width,
                section.page_height,
                section.top_margin,
                section.bottom_margin,
                section.left_margin,
                section.right_margin,
            )
        ]
        assert found == [210, 297, 20, 20, 30, 15]
        assert section.different_first_page_header_footer is True
    assert "PAGE" in sections[0].header._element.xml
    assert 'w:start="1"' in sections[1]._sectPr.xml


def test_all_text_is_times_new_roman() -> None:
    with ZipFile(BytesIO(decision_docx(decision()))) as package:
        body = package.read("word/document.xml").decode()
        styles = package.read("word/styles.xml").decode()
    document = opened()
    fonts = {run.font.name for p in document.paragraphs for run in p.runs}
    assert fonts == {"Times New Roman"}
    assert "Calibri" not in body
    normal = styles.split('w:styleId="Normal"')[1].split("</w:style>")[0]
    assert normal.count("Times New Roman") == 4
    assert "Theme" not in normal


def test_components_stand_in_the_order_of_the_model_form() -> None:
    document = opened()
    left, right = cells(document, 0)[0]
    assert left.split("\n")[:2] == ["UBND TỈNH LAM GIANG", "SỞ NỘI VỤ"]
    assert left.split("\n")[-1] == "Số: 07/QĐ-SNV"
    assert right.split("\n")[:2] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    assert right.split("\n")[-1] == "Lam Giang, ngày 05 tháng 02 năm 2026"
    assert texts(document) == [
        "QUYẾT ĐỊNH",
        "Về việc tặng danh hiệu thi đua năm 2026",
        "GIÁM ĐỐC SỞ NỘI VỤ",
        "Căn cứ Luật Thi đua, khen thưởng;",
        "Căn cứ Nghị định số 152/2025/NĐ-CP;",
        "Xét đề nghị của Hội đồng Thi đua - Khen thưởng.",
        "QUYẾT ĐỊNH:",
        "Điều 1. Tặng danh hiệu thi đua, hình thức khen thưởng cho 1 tập thể, 3 cá nhân đã có "
        "thành tích trong công tác năm 2026 (có danh sách kèm theo), gồm:",
        "1. Danh hiệu “Chiến sĩ thi đua cơ sở”: 2 cá nhân;",
        "2. Danh hiệu “Lao động tiên tiến”: 2 cá nhân;",
        "3. Giấy khen: 1 tập thể.",
        "Điều 2. Tiền thưởng kèm theo danh hiệu, hình thức khen thưởng thực hiện theo quy định "
        "hiện hành. Tổng số tiền thưởng là 7.340.000 đồng (Bằng chữ: Bảy triệu ba trăm bốn mươi "
        "nghìn đồng).",
        "Điều 3. Quyết định này có hiệu lực kể từ ngày ký.",
        "Điều 4. Thủ trưởng các đơn vị liên quan và các tập thể, cá nhân có tên tại Điều 1 chịu "
        "trách nhiệm thi hành Quyết định này./.",
        "DANH SÁCH",
        "Tập thể, cá nhân được khen thưởng năm 2026",
        "(Kèm theo Quyết định số 07/QĐ-SNV ngày 05 tháng 02 năm 2026 của Giám đốc Sở Nội vụ)",
        "Bằng chữ: Bảy triệu ba trăm bốn mươi nghìn đồng.",
        "Danh sách này có 1 tập thể, 3 cá nhân./.",
    ]
    recipients, signature = cells(document, 1)[0]
    assert recipients == "Nơi nhận:\n- Như Điều 4;\n- Lưu: VT, TĐKT."
    assert [line for line in signature.split("\n") if line] == [
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Nguyễn Thị Hồng Nhung",
    ]


def test_grounds_are_italic_and_article_numbers_bold() -> None:
    document = opened()
    ground = next(p for p in document.paragraphs if p.text.startswith("Căn cứ Luật"))
    assert [run.font.italic for run in ground.runs] == [True]
    article = next(p for p in document.paragraphs if p.text.startswith("Điều 2."))
    assert next((run.text, run.font.bold) for run in article.runs) == ("Điều 2. ", True)
    assert article.runs[1].font.bold is False


def test_the_annex_repeats_its_head_and_its_total_is_the_sum_of_its_rows() -> None:
    document = opened()
    annex = document.tables[2]
    assert repeats_head(annex)
    rows = cells(document, 2)
    assert rows[0] == [
        "Stt",
        "Họ và tên, tên tập thể",
        "Chức vụ, đơn vị",
        "Danh hiệu, hình thức",
        "Tiền thưởng (đồng)",
    ]
    numbered = [row for row in rows if row[0].isdecimal()]
    assert [row[0] for row in numbered] == ["1", "2", "3", "4", "5"]
    amounts = [int(row[4].replace(".", "")) for row in numbered if row[4][:1].isdigit()]
    assert sum(amounts) == 7_340_000
    assert rows[-1][0] == "Tổng cộng"
    assert rows[-1][4] == "7.340.000"
    assert numbered[2][4] == "Chi mức cao nhất"


def test_namesakes_in_one_office_are_two_people() -> None:
    pair = (
        Awardee("Vàng A Sử", office="Văn thư", key="1"),
        Awardee("Vàng A Sử", office="Văn thư", key="2"),
    )
    paper = decision(groups=(AwardGroup("Giấy khen", pair),))
    assert count_words(paper) == "2 cá nhân"


def test_a_paper_without_a_number_is_a_draft_and_says_so() -> None:
    draft = opened(head=replace(HEAD, number="", signed_on=None, year=2026))
    left, right = cells(draft, 0)[0]
    assert left.split("\n")[-1] == "DỰ THẢO"
    assert "Số:        /QĐ-SNV" in left
    assert right.endswith("ngày       tháng       năm 2026")
    assert "DỰ THẢO" not in cells(opened(), 0)[0][0]


def test_a_provisional_verdict_is_seen_on_the_decision_and_on_its_annex() -> None:
    notice = "Xét theo văn bản gần nhất đã có toàn văn."
    found = [t for t in texts(opened(provisional=(notice,))) if t.startswith("TẠM TÍNH")]
    assert found == [f"TẠM TÍNH. {notice}"] * 2
    assert [t for t in texts(opened()) if "TẠM TÍNH" in t] == []


def test_a_list_without_rewards_never_prints_nought() -> None:
    group = AwardGroup("Giấy khen", (Awardee("Vàng A Sử"),))
    document = opened(groups=(group,))
    article = next(t for t in texts(document) if t.startswith("Điều 2."))
    assert "Tổng số tiền" not in article
    assert cells(document, 2)[1][4] == ""


def test_control_characters_in_a_name_do_not_spoil_the_file() -> None:
    group = AwardGroup("Giấy khen", (Awardee("Vàng\x0b A\x00 Sử"),))
    assert cells(opened(groups=(group,)), 2)[1][1] == "Vàng A Sử"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="apt-get install libreoffice-writer")
def test_an_office_program_opens_it_and_repeats_the_head_on_every_page(tmp_path: Path) -> None:
    people = tuple(Awardee(f"{LONG_NAME} {i}", amount=760_000) for i in range(60))
    paper = decision(groups=(AwardGroup("Lao động tiên tiến", people, "danh hiệu"),))
    source = tmp_path / "quyet-dinh.docx"
    source.write_bytes(decision_docx(paper))
    subprocess.run(
        [
            shutil.which("soffice") or "soffice",
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    pages = [page.extract_text() for page in PdfReader(tmp_path / "quyet-dinh.pdf").pages]
    assert pages[0].count("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") == 1
    assert "KT. GIÁM ĐỐC" in pages[0]
    assert len(pages) > 2
    annex = pages[1:]
    assert [("Họ và tên, tên" in page) for page in annex] == [True] * len(annex)
    assert sum(page.count(LONG_NAME.split()[-1]) for page in annex) == 60
    assert annex[1].strip().startswith("2")
