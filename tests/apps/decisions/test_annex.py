"""A decision for 180: layout element by element as NĐ 30/2020 says, and sums that all agree."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.utils import timezone
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from pypdf import PdfReader
from tests.apps.decisions.passed import awaiting, nominee

from thidua.bonuses.models import Payment
from thidua.bonuses.queries import payment_paper, payments_of
from thidua.decisions import actions
from thidua.decisions.models import Decision
from thidua.decisions.queries.letters import letters_of
from thidua.decisions.queries.printing import docx_of
from thidua.documents.payments import payment_list_docx
from thidua.documents.pdf import pdf_of
from thidua.documents.tables import repeats_head
from thidua.kit.text import fold, name_order
from thidua.people.models import Person
from thidua.register.models import RegisterEntry

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Lò", "Vàng", "Giàng", "Hà")
GIVEN = ("Ánh", "Bảo", "Châu", "Dung", "Đạt", "Giang", "Hải", "Lan", "Oanh", "Ước", "Ỷ", "Yến")
CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def people(world: SimpleNamespace, count: int) -> list[Person]:
    names = [f"{FAMILY[i % len(FAMILY)]} Thị {GIVEN[(i * 7) % len(GIVEN)]}" for i in range(count)]
    Person.objects.bulk_create(
        Person(
            department=world.department, unit=world.units[i % 3], code=f"M{i:04d}",
            full_name=name, folded_name=fold(name), sort_key=name_order(name),
            position="Chuyên viên", group="direct_worker", employment="cong_chuc",
        )
        for i, name in enumerate(names)
    )  # fmt: skip
    return list(Person.objects.filter(code__startswith="M").order_by("pk"))


@pytest.fixture
def large(world: SimpleNamespace) -> Decision:
    """177 lines for people in two awards, three collectives: 180 in all."""
    crowd = people(world, 150)
    nominees = [nominee(one, "ldtt") for one in crowd]
    nominees += [nominee(one, "cstd-co-so") for one in crowd[:27]]
    nominees += [nominee(unit, "tt-ldtt") for unit in world.units]
    decision = awaiting(world, nominees)
    return actions.issue_decision(
        decision=decision, number=125, decided_on=dt.date(2026, 10, 5), by=world.users.director
    )


def runs_of(paragraph) -> list[tuple[float, bool, bool]]:
    return [
        (run.font.size.pt, bool(run.bold), bool(run.italic)) for run in paragraph.runs if run.text
    ]


def test_every_element_is_laid_out_as_the_decree_says(large: Decision) -> None:
    document = Document(BytesIO(docx_of(large)))
    for section in document.sections:
        assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)
        for side, low, high in (
            (section.top_margin, 20, 25), (section.bottom_margin, 20, 25),
            (section.left_margin, 30, 35), (section.right_margin, 15, 20),
        ):  # fmt: skip
            assert low <= round(side / Mm(1)) <= high
        assert section.different_first_page_header_footer
    number = document.sections[0].header.paragraphs[0]
    assert number.alignment == CENTER
    assert runs_of(number) == [] or 13 <= runs_of(number)[0][0] <= 14
    every = list(document.paragraphs)
    every += [p for t in document.tables for r in t.rows for c in r.cells for p in c.paragraphs]
    assert {run.font.name for p in every for run in p.runs} == {"Times New Roman"}

    left, right = document.tables[0].rows[0].cells
    shown = [p for p in left.paragraphs if p.text.strip()]
    assert [p.text for p in shown] == ["UBND TỈNH LAM GIANG", "SỞ NỘI VỤ", "Số: 125/QĐ-SNV"]
    assert [runs_of(p)[0] for p in shown] == [
        (13.0, False, False), (13.0, True, False), (13.0, False, False),
    ]  # fmt: skip
    shown = [p for p in right.paragraphs if p.text.strip()]
    assert [(p.text, runs_of(p)[0]) for p in shown] == [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (13.0, True, False)),
        ("Độc lập - Tự do - Hạnh phúc", (14.0, True, False)),
        ("Lam Giang, ngày 05 tháng 10 năm 2026", (14.0, False, True)),
    ]
    assert {p.alignment for p in shown} == {CENTER}

    body = [p for p in document.paragraphs if p.text.strip()]
    kinds = [p.text for p in body]
    assert kinds[0] == "QUYẾT ĐỊNH"
    assert kinds[2] == "GIÁM ĐỐC SỞ NỘI VỤ TỈNH LAM GIANG"
    assert [runs_of(body[i]) for i in range(3)] == [[(14.0, True, False)]] * 3
    heading = kinds.index("QUYẾT ĐỊNH:")
    grounds = body[3:heading]
    assert len(grounds) >= 3
    assert all(p.text.endswith(";") for p in grounds[:-1])
    assert grounds[-1].text.endswith(".")
    for p in grounds:
        assert runs_of(p) == [(14.0, False, True)]
        assert p.alignment == JUSTIFY
        assert round(p.paragraph_format.first_line_indent / Mm(1), 1) == 12.7
    articles = [p for p in body if p.text.startswith("Điều ")]
    assert [p.text.split(".")[0] for p in articles] == ["Điều 1", "Điều 2", "Điều 3", "Điều 4"]
    for p in articles:
        assert runs_of(p)[0] == (14.0, True, False)
        assert runs_of(p)[1][1:] == (False, False)
        assert p.alignment == JUSTIFY
        assert p.paragraph_format.space_before >= Pt(6)
        assert 1.0 <= p.paragraph_format.line_spacing <= 1.5

    to_whom, signature = document.tables[1].rows[0].cells
    assert [(p.text, runs_of(p)[0]) for p in to_whom.paragraphs] == [
        ("Nơi nhận:", (12.0, True, True)),
        ("- Như Điều 4;", (11.0, False, False)),
        ("- Lãnh đạo cơ quan;", (11.0, False, False)),
        ("- Lưu: VT, TĐKT.", (11.0, False, False)),
    ]
    signed = [(p.text, runs_of(p)[0]) for p in signature.paragraphs if p.text.strip()]
    assert signed == [("GIÁM ĐỐC", (14.0, True, False)), ("Ngô Đức Vinh", (14.0, True, False))]

    annex = document.tables[2]
    assert repeats_head(annex)
    caption = kinds.index("DANH SÁCH")
    assert kinds[caption + 2] == (
        "(Kèm theo Quyết định số 125/QĐ-SNV ngày 05 tháng 10 năm 2026 của Giám đốc Sở Nội vụ "
        "tỉnh Lam Giang)"
    )
    assert runs_of(body[caption + 2]) == [(14.0, False, True)]


def test_the_annex_is_sorted_and_its_sums_are_those_of_register_and_payments(
    large: Decision, world: SimpleNamespace
) -> None:
    document = Document(BytesIO(docx_of(large)))
    rows = [[cell.text for cell in row.cells] for row in document.tables[2].rows][1:]
    heads = [row[0] for row in rows if row[0] == row[4] and row[0] != "Tổng cộng"]
    assert [head.split(":")[0] for head in heads] == [
        "I. Danh hiệu “Tập thể lao động tiên tiến”",
        "II. Danh hiệu “Chiến sĩ thi đua cơ sở”",
        "III. Danh hiệu “Lao động tiên tiến”",
    ]
    lines = [row for row in rows if row[0].isdecimal()]
    assert [row[0] for row in lines] == [str(n) for n in range(1, 181)]
    for award in ("Chiến sĩ thi đua cơ sở", "Lao động tiên tiến"):
        names = [
            row[1].removeprefix("Ông ").removeprefix("Bà ") for row in lines if row[3] == award
        ]
        assert names == sorted(names, key=name_order)
    amounts = [int(row[4].replace(".", "")) for row in lines if row[4][:1].isdigit()]
    total = sum(amounts)
    assert rows[-1][0] == "Tổng cộng"
    assert int(rows[-1][4].replace(".", "")) == total
    entries = RegisterEntry.objects.filter(department=world.department, source="decision")
    assert entries.count() == 180
    assert sorted(entries.values_list("recipient_name", "award_name")) == sorted(
        large.awards.values_list("recipient_name", "award_name")
    )
    payments = list(payments_of(large))
    assert (
        sum(one.amount for one in payments)
        == total
        == sum(Payment.objects.values_list("amount", flat=True))
    )
    paid = Document(BytesIO(payment_list_docx(payment_paper(large, payments))))
    listed = [row.cells[4].text for row in paid.tables[1].rows]
    assert int(listed[-1].replace(".", "")) == total
    assert sum(int(text.replace(".", "")) for text in listed[1:-1]) == total
    assert all(isinstance(one.amount, int) for one in payments)


def test_the_pdf_has_every_line_and_repeats_the_head(large: Decision) -> None:
    pages = [p.extract_text() for p in PdfReader(BytesIO(pdf_of(docx_of(large)))).pages]
    assert len(pages) > 5
    text = " ".join(pages)
    assert text.count("Lao động tiên tiến") >= 150
    first = next(n for n, page in enumerate(pages) if page.strip().startswith("DANH SÁCH"))
    assert first in {1, 2}
    assert all("Họ và tên" in page for page in pages[first:])
    assert [page.split()[0] for page in pages[first + 1 :]] == [
        str(n) for n in range(2, len(pages) - first + 1)
    ]


def test_every_awardee_has_a_letter(large: Decision) -> None:
    names = [name for name, _ in letters_of(large)]
    assert len(names) == len(set(names)) == 180
    _, first = next(iter(letters_of(large)))
    texts = [p.text for p in Document(BytesIO(first)).paragraphs]
    assert any("Quyết định số 125/QĐ-SNV ngày 05 tháng 10 năm 2026" in text for text in texts)


def test_issuing_for_180_takes_a_fixed_number_of_queries(
    world: SimpleNamespace, django_assert_max_num_queries: object
) -> None:
    decision = awaiting(world, [nominee(one, "ldtt") for one in people(world, 60)])
    with django_assert_max_num_queries(120):
        actions.issue_decision(
            decision=decision, decided_on=timezone.localdate(), by=world.users.director
        )
