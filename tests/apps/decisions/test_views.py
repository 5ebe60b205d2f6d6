"""Pages and downloads of decisions: who sees what, what the papers hold, how many queries."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document
from pypdf import PdfReader
from tests.apps.decisions.passed import awaiting, council_vote, issued, nominee, usual

from thidua.audit.models import AuditRow
from thidua.decisions import actions
from thidua.decisions.models import Decision
from thidua.kit.dates import short_date
from thidua.people.models import Person

PAGES = ("", "danh-sach/", "chung-nhan/", "tien-thuong/", "lich-su/")
FILES = ("quyet-dinh.docx", "danh-sach-kem-theo.docx", "bang.pdf")


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def crowd(world: SimpleNamespace, count: int) -> list[Person]:
    base = world.people[0]
    return Person.objects.bulk_create(
        Person(
            department=world.department,
            unit=world.units[i % 3],
            code=f"D{i:04}",
            full_name=f"Người Thứ {i}",
            folded_name=f"nguoi thu {i}",
            sort_key=f"{i:04}",
            gender=base.gender,
            position="Chuyên viên",
            group=base.group,
        )
        for i in range(count)
    )


@pytest.mark.parametrize("role", ["officer", "secretary", "director"])
def test_those_of_the_whole_department_open_every_page(world: SimpleNamespace, role: str) -> None:
    decision = issued(world)
    client = signed_in(getattr(world.users, role))
    assert "07/QĐ-SNV" in page(client, "/quyet-dinh/")
    for part in PAGES:
        assert decision.title in page(client, f"/quyet-dinh/{decision.pk}/{part}")


@pytest.mark.parametrize("role", ["stranger", "member", "administrator", "nobody"])
def test_strangers_find_nothing(world: SimpleNamespace, role: str) -> None:
    decision = issued(world)
    client = signed_in(getattr(world.users, role))
    for part in (*PAGES, *FILES):
        response = client.get(f"/quyet-dinh/{decision.pk}/{part}")
        assert response.status_code == 404, part
        assert "Minh Châu" not in response.content.decode()
    listing = client.get("/quyet-dinh/").content.decode()
    assert decision.title not in listing


def test_without_signing_in_every_address_leads_to_the_sign_in(world: SimpleNamespace) -> None:
    decision = issued(world)
    for part in ("", *(f"{decision.pk}/{p}" for p in (*PAGES, *FILES))):
        response = Client().get(f"/quyet-dinh/{part}")
        assert (response.status_code, response["Location"].split("?")[0]) == (302, "/dang-nhap/")


def test_a_head_of_unit_sees_the_own_unit_in_issued_decisions_only(world: SimpleNamespace) -> None:
    client = signed_in(world.users.head)
    waiting = awaiting(world, [nominee(world.people[3], "ldtt")])
    assert client.get(f"/quyet-dinh/{waiting.pk}/").status_code == 404
    decision = issued(world)
    text = page(client, f"/quyet-dinh/{decision.pk}/danh-sach/")
    assert "Đặng Thùy Dương" in text
    assert "Trần Đức Anh" not in text
    assert "Cơ cấu người được khen" not in text
    assert client.get(f"/quyet-dinh/{decision.pk}/quyet-dinh.docx").status_code == 403
    own = decision.awards.get(award_code="giay-khen").certificate
    other = decision.awards.get(award_code="cstd-co-so").certificate
    assert client.get(f"/quyet-dinh/{decision.pk}/bang-{own.pk}.pdf").status_code == 200
    assert client.get(f"/quyet-dinh/{decision.pk}/bang-{other.pk}.pdf").status_code == 404


def test_a_head_of_an_unnamed_unit_does_not_see_the_decision(world: SimpleNamespace) -> None:
    decision = issued(world, nominees=[nominee(world.people[4], "ldtt")])
    client = signed_in(world.users.head)
    assert client.get(f"/quyet-dinh/{decision.pk}/").status_code == 404
    assert decision.title not in page(client, "/quyet-dinh/")


def test_the_whole_way_by_pages(world: SimpleNamespace) -> None:
    nominees = usual(world)
    officer, director = signed_in(world.users.officer), signed_in(world.users.director)
    assert "Nguyễn Thị Minh Châu" in page(officer, "/quyet-dinh/lap/")
    officer.post("/quyet-dinh/lap/", {"nominee": [n.pk for n in nominees]})
    decision = Decision.objects.get()
    here = f"/quyet-dinh/{decision.pk}/"
    assert officer.post(f"{here}trinh-ky/").status_code == 302
    assert officer.post(f"{here}ban-hanh/", issue_data(7)).status_code == 403
    text = page(officer, here)
    assert "Chỉ Giám đốc Sở của đơn vị mới được ban hành quyết định." in text
    assert 'data-open="ban-hanh"' not in text
    assert 'data-open="ban-hanh"' in page(director, here)
    unseen = director.post(f"{here}ban-hanh/", issue_data(7), follow=True).content.decode()
    assert "xem 1 điểm cần lưu ý rồi đánh dấu đã xem" in unseen
    assert "chỉ tiêu 0 (20% của 2)" in unseen
    decision.refresh_from_db()
    assert decision.number is None
    seen = {**issue_data(7), "seen": "on"}
    assert director.post(f"{here}ban-hanh/", seen).status_code == 302
    decision.refresh_from_db()
    assert decision.full_number == "07/QĐ-SNV"
    noted = AuditRow.objects.get(action="decisions.issue").detail["noted"]
    assert [line.partition(":")[0] for line in noted] == ["Chỉ tiêu"]
    assert "Đã ban hành Quyết định số 07/QĐ-SNV" in page(director, here)


def test_a_step_that_is_not_open_says_why(world: SimpleNamespace) -> None:
    draft = actions.draft_decision(nominees=usual(world), by=world.users.officer)
    sentence = "Chỉ Chuyên viên thi đua, khen thưởng của đơn vị mới được trình ký quyết định."
    for role, shown in (("director", True), ("secretary", True), ("officer", False)):
        text = page(signed_in(getattr(world.users, role)), f"/quyet-dinh/{draft.pk}/")
        assert (sentence in text) is shown, role
        assert ('data-open="trinh-ky"' in text) is not shown, role


def issue_data(number: int) -> dict[str, Any]:
    return {"number": number, "decided_on": short_date(timezone.localdate())}


def test_a_second_use_of_a_number_is_a_sentence_on_the_page(world: SimpleNamespace) -> None:
    issued(world, nominees=[nominee(world.people[1], "ldtt")])
    waiting = awaiting(world, [nominee(world.people[0], "ldtt")])
    client = signed_in(world.users.director)
    response = client.post(f"/quyet-dinh/{waiting.pk}/ban-hanh/", issue_data(7), follow=True)
    assert "Số 07/QĐ-SNV đã dùng trong năm" in response.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == Decision.State.AWAITING


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", " ", "Ghi trích yếu của quyết định."),
        ("number", "bảy", "Ghi số quyết định bằng chữ số, ví dụ 125."),
        ("number", "0", "Số quyết định là số nguyên từ 1."),
        ("decided_on", "31/02/2026", "Ghi ngày theo dạng dd/mm/yyyy, ví dụ 27/11/2026."),
        ("decided_on", "01/01/2999", "chưa tới"),
        ("period_to", "01/01/2020", "Ngày kết thúc thành tích phải sau ngày bắt đầu."),
    ],
)
def test_wrong_input_is_shown_at_its_field_and_nothing_is_stored(
    world: SimpleNamespace, field: str, value: str, sentence: str
) -> None:
    decision = actions.draft_decision(nominees=usual(world), by=world.users.officer)
    data = {
        "title": "Về việc khác",
        "period_from": "01/01/2026",
        "period_to": "31/12/2026",
        field: value,
    }
    response = signed_in(world.users.officer).post(f"/quyet-dinh/{decision.pk}/", data)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    before = decision.title
    decision.refresh_from_db()
    assert (decision.title, decision.number) == (before, None)


def test_lists_are_searched_without_diacritics(world: SimpleNamespace) -> None:
    issued(world)
    client = signed_in(world.users.officer)
    for words, hits in (("lao dong hinh thuc", 0), ("hinh thuc", 1), ("07/qd-snv", 1)):
        shown = page(client, f"/quyet-dinh/?q={words}").count('data-label="Trích yếu"')
        assert shown == hits, words
    assert page(client, "/quyet-dinh/?q=thuy duong").count('data-label="Trích yếu"') == 1
    assert "Không có quyết định nào khớp" in page(client, "/quyet-dinh/?tinh-trang=draft")


def test_the_downloads_hold_the_same_people_and_sums(world: SimpleNamespace) -> None:
    decision = issued(world)
    client = signed_in(world.users.officer)
    here = f"/quyet-dinh/{decision.pk}/"
    response = client.get(f"{here}quyet-dinh.docx")
    assert response["Content-Disposition"] == 'attachment; filename="quyet-dinh-7-qd-snv.docx"'
    document = Document(BytesIO(response.content))
    rows = [[c.text for c in row.cells] for row in document.tables[2].rows]
    assert rows[-1][4] == "6.080.000"
    assert [r[1] for r in rows if r[0].isdecimal()] == [
        "Văn phòng Sở",
        "Bà Nguyễn Thị Minh Châu",
        "Ông Trần Đức Anh",
        "Bà Nguyễn Thị Minh Châu",
        "Bà Đặng Thùy Dương",
    ]
    annex = Document(BytesIO(client.get(f"{here}danh-sach-kem-theo.docx").content))
    assert annex.tables[0].rows[-1].cells[4].text == "6.080.000"
    pdf = PdfReader(BytesIO(client.get(f"{here}bang.pdf").getvalue()))
    assert len(pdf.pages) == 5
    assert "Trần Đức Anh" in " ".join(pdf.pages[2].extract_text().split())


def test_a_draft_is_marked_and_has_no_certificates(world: SimpleNamespace) -> None:
    decision = actions.draft_decision(nominees=usual(world), by=world.users.officer)
    client = signed_in(world.users.officer)
    document = Document(BytesIO(client.get(f"/quyet-dinh/{decision.pk}/quyet-dinh.docx").content))
    assert "DỰ THẢO" in document.tables[0].rows[0].cells[0].text
    response = client.get(f"/quyet-dinh/{decision.pk}/bang.pdf")
    assert response.status_code == 409
    assert "Bằng chỉ có sau khi quyết định được ban hành." in response.content.decode()


def test_a_provisional_verdict_is_said_on_page_paper_and_certificate(
    world: SimpleNamespace,
) -> None:
    one = nominee(world.people[0], "ldtt", provisional="eligible")
    decision = issued(world, nominees=[one])
    client = signed_in(world.users.officer)
    here = f"/quyet-dinh/{decision.pk}/"
    assert "Tạm tính: 1 trường hợp" in page(client, here)
    document = Document(BytesIO(client.get(f"{here}quyet-dinh.docx").content))
    assert sum(p.text.startswith("TẠM TÍNH") for p in document.paragraphs) == 2
    pdf = PdfReader(BytesIO(client.get(f"{here}bang.pdf").getvalue()))
    assert "Kết quả xét tạm tính" in pdf.pages[0].extract_text()


def test_the_submission_upward_carries_the_votes(world: SimpleNamespace) -> None:
    issued(world, nominees=[nominee(world.people[1], "ldtt")])
    up = [nominee(p, "bk-cap-tinh") for p in world.people[:2]]
    council_vote(up, agree=8, members=9)
    client = signed_in(world.users.officer)
    assert "Trần Đức Anh" in page(client, "/quyet-dinh/trinh-cap-tren/")
    content = client.get("/quyet-dinh/trinh-cap-tren/bk-cap-tinh.docx").content
    document = Document(BytesIO(content))
    rows = [[c.text for c in row.cells] for row in document.tables[2].rows][1:]
    article = "Điều 23 Luật 06/2022/QH15"
    assert [(r[1], r[4], r[5], r[6]) for r in rows] == [
        ("Ông Trần Đức Anh", article, "Lao động tiên tiến 2026", "8/9 (88,89%)"),
        ("Bà Nguyễn Thị Minh Châu", article, "", "8/9 (88,89%)"),
    ]
    text = "\n".join(p.text for p in document.paragraphs)
    assert "Kính gửi: Chủ tịch Ủy ban nhân dân tỉnh Lam Giang." in text
    assert "đã họp ngày 10 tháng 9 năm 2026 và bỏ phiếu từng trường hợp" in text
    client.post("/quyet-dinh/trinh-cap-tren/", {"nominee": [n.pk for n in up]})
    assert "Đã trình, chờ cấp trên" in page(client, "/quyet-dinh/trinh-cap-tren/")


def test_nominees_of_another_department_cannot_be_slipped_in(world: SimpleNamespace) -> None:
    theirs = nominee(world.foreign_person, "ldtt")
    client = signed_in(world.users.officer)
    response = client.post("/quyet-dinh/lap/", {"nominee": [theirs.pk]}, follow=True)
    assert "Chọn ít nhất một người" in response.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize("part", PAGES)
def test_pages_take_the_same_queries_for_five_and_for_forty(
    world: SimpleNamespace, part: str, django_assert_max_num_queries: Any
) -> None:
    many = [nominee(p, "ldtt") for p in crowd(world, 40)]
    council_vote(many)
    decision = issued(world, nominees=many)
    client = signed_in(world.users.officer)
    page(client, f"/quyet-dinh/{decision.pk}/{part}")
    with django_assert_max_num_queries(16):
        page(client, f"/quyet-dinh/{decision.pk}/{part}")


def test_the_list_takes_few_queries(
    world: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    for i, person in enumerate(crowd(world, 12)):
        actions.draft_decision(
            nominees=[nominee(person, "ldtt")], title=f"Quyết định {i}", by=world.users.officer
        )
    client = signed_in(world.users.officer)
    page(client, "/quyet-dinh/")
    with django_assert_max_num_queries(14):
        assert page(client, "/quyet-dinh/").count('data-label="Trích yếu"') == 12
