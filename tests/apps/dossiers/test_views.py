"""Pages of dossiers: from the grid's selection to the council, read by each role."""

from __future__ import annotations

import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document

from thidua.dossiers import actions
from thidua.dossiers.models import Confirmation, Dossier, Nominee

PDF = b"%PDF-1.7\nnoi dung"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


def selection(ground: SimpleNamespace, people: list[Any], award: str = "ldtt") -> dict[str, Any]:
    return {"dot": ground.round.pk, "danh-hieu": award, "nguoi": [p.pk for p in people]}


TABS = ("", "tai-lieu/", "dieu-kien/", "lich-su/", "to-trinh/")
STEPS = ("trinh/", "tra-lai/", "tham-dinh/", "trinh-hoi-dong/", "rut-khoi-phien/", "huy/", "sua/")


@pytest.mark.parametrize("role", ["stranger", "nobody", "administrator", "member"])
def test_outsiders_find_nothing(role: str, ground: SimpleNamespace, submitted: Any) -> None:
    client = signed_in(getattr(ground.users, role))
    for rest in (*TABS, *STEPS):
        assert client.get(f"/ho-so/{submitted.pk}/{rest}").status_code == 404, rest
    document = submitted.documents.first()
    assert client.get(f"/ho-so/tai-lieu/{document.pk}/").status_code == 404
    assert client.post(f"/ho-so/tai-lieu/{document.pk}/tai-len/").status_code == 404
    nominee = submitted.nominees.first()
    assert client.get(f"/ho-so/de-nghi/{nominee.pk}/rut/").status_code == 404
    assert client.post(f"/ho-so/{submitted.pk}/xac-nhan/").status_code == 404
    listed = text(client.get("/ho-so/"))
    assert submitted.code not in listed
    assert "Chưa có hồ sơ nào" in listed
    created = client.post("/ho-so/lap/", selection(ground, ground.people[4:5]))
    assert created.status_code == 404


def test_a_head_sees_the_own_units_dossiers_only(
    ground: SimpleNamespace, submitted: Any, draft: Callable[..., Any]
) -> None:
    own = draft(people=ground.people[2:4], unit=ground.world.units[1], by=ground.users.head)
    client = signed_in(ground.users.head)
    listed = text(client.get("/ho-so/"))
    assert own.code in listed
    assert submitted.code not in listed
    assert client.get(f"/ho-so/{submitted.pk}/").status_code == 404
    assert client.get(f"/ho-so/{own.pk}/").status_code == 200


def test_from_the_grid_to_a_draft(ground: SimpleNamespace, draft: Callable[..., Any]) -> None:
    """Two can go in; one is proposed already; the page says so and leaves only that one out."""
    taken = draft(people=ground.people[2:3])
    client = signed_in(ground.users.officer)
    shown = client.post("/ho-so/lap/", selection(ground, ground.people[:3]))
    page = text(shown)
    assert "Không đưa vào hồ sơ được" in page
    assert f"Đã được đề nghị trong hồ sơ {taken.code}" in page
    assert page.count('name="nguoi"') == 2
    assert Dossier.objects.count() == 1
    made = client.post(
        "/ho-so/lap/",
        {**selection(ground, ground.people[:2]), "xac-nhan": "1", "title": "Đề nghị LĐTT"},
    )
    dossier = Dossier.objects.get(title="Đề nghị LĐTT")
    assert made["Location"] == f"/ho-so/{dossier.pk}/"
    assert dossier.nominees.count() == 2
    more = {**selection(ground, ground.people[3:4]), "xac-nhan": "1", "vao-ho-so": dossier.pk}
    client.post("/ho-so/lap/", more)
    assert dossier.nominees.count() == 3
    assert Dossier.objects.count() == 2


def test_the_law_says_no_with_its_reason(ground: SimpleNamespace) -> None:
    client = signed_in(ground.users.officer)
    page = text(client.post("/ho-so/lap/", selection(ground, ground.people[:1], "cstd-cap-tinh")))
    assert "thiếu năm 2024" in page
    assert "Chưa có ai để đưa vào hồ sơ" in page
    forced = {
        **selection(ground, ground.people[:1], "cstd-cap-tinh"),
        "xac-nhan": "1",
        "title": "Ép",
    }
    client.post("/ho-so/lap/", forced)
    assert Dossier.objects.count() == 0


def test_a_draft_without_title_an_unknown_award_and_a_foreign_round(
    ground: SimpleNamespace,
) -> None:
    client = signed_in(ground.users.officer)
    sent = {**selection(ground, ground.people[:1]), "xac-nhan": "1", "title": " "}
    refused = client.post("/ho-so/lap/", sent)
    assert refused.status_code == 422
    assert "Ghi tên hồ sơ." in text(refused)
    unknown = client.post("/ho-so/lap/", selection(ground, ground.people[:1], "khong-co"))
    assert "Chưa có ai để đưa vào hồ sơ" in text(unknown)
    assert client.post("/ho-so/lap/", {"dot": "x"}).status_code == 404
    assert Dossier.objects.count() == 0


def test_a_head_makes_a_dossier_of_the_own_unit(ground: SimpleNamespace) -> None:
    client = signed_in(ground.users.head)
    page = text(client.post("/ho-so/lap/", selection(ground, ground.people[:4])))
    assert "2 mục đã chọn không thuộc phạm vi của anh/chị" in page
    assert [p.full_name for p in ground.people[:2] if p.full_name in page] == []
    client.post(
        "/ho-so/lap/",
        {**selection(ground, ground.people[2:4]), "xac-nhan": "1", "title": "Phòng đề nghị"},
    )
    assert Dossier.objects.get().unit == ground.world.units[1]


def test_submit_opens_and_lists_what_is_missing_with_links(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    dossier = draft()
    client = signed_in(ground.users.officer)
    overview = text(client.get(f"/ho-so/{dossier.pk}/"))
    assert "Chưa trình được: còn 5 việc" in overview
    assert f'href="/ho-so/{dossier.pk}/trinh/"' in overview
    page = text(client.get(f"/ho-so/{dossier.pk}/trinh/"))
    assert "Cần xử lý 5 việc trước khi trình" in page
    assert page.count(f'href="/ho-so/{dossier.pk}/dieu-kien/"') == 2
    assert page.count(f'href="/ho-so/{dossier.pk}/tai-lieu/"') == 3
    refused = client.post(f"/ho-so/{dossier.pk}/trinh/", {"phien-ban": dossier.version})
    assert refused.status_code == 422
    assert "còn 1 điều kiện chưa xác nhận" in text(refused)
    assert Dossier.objects.get().state == "draft"


def test_complete_and_submit_by_forms(ground: SimpleNamespace, draft: Callable[..., Any]) -> None:
    dossier = draft()
    client = signed_in(ground.users.officer)
    base = f"/ho-so/{dossier.pk}/"
    assert "Tự lực, tự cường" in text(client.get(base + "dieu-kien/"))
    bad = client.post(base + "xac-nhan/", {"confirmed_by": "", "confirmed_on": "1/13/2026"})
    assert bad.status_code == 422
    assert "Ghi người hoặc cuộc họp đã xác nhận." in text(bad)
    today = timezone.localdate().strftime("%d/%m/%Y")
    none = client.post(base + "xac-nhan/", {"confirmed_by": "A", "confirmed_on": today})
    assert "Chọn ít nhất một điều kiện" in text(none)
    nominee = dossier.nominees.first()
    slug = nominee.assessment.to_confirm[0]["slug"]
    one = {"confirmed_by": "A", "confirmed_on": today, "dieu-kien": [f"{nominee.pk}:{slug}", "x"]}
    client.post(base + "xac-nhan/", one)
    assert Confirmation.objects.count() == 1
    client.post(f"/ho-so/xac-nhan/{Confirmation.objects.get().pk}/bo/")
    assert Confirmation.objects.count() == 0
    client.post(base + "xac-nhan/", {"confirmed_by": "A", "confirmed_on": today, "tat-ca": "1"})
    assert Confirmation.objects.count() == 2
    for document in dossier.documents.all():
        path = f"/ho-so/tai-lieu/{document.pk}/tai-len/"
        client.post(path, {"tep": SimpleUploadedFile("Tờ trình.pdf", PDF)})
    assert dossier.documents.exclude(file="").count() == 3
    dossier.refresh_from_db()
    client.post(base + "trinh/", {"phien-ban": dossier.version})
    assert Dossier.objects.get().state == "submitted"
    assert "Đang thẩm định" in text(client.get(base))


def test_an_upload_says_what_is_wrong(ground: SimpleNamespace, draft: Callable[..., Any]) -> None:
    document = draft().documents.first()
    client = signed_in(ground.users.officer)
    path = f"/ho-so/tai-lieu/{document.pk}/tai-len/"
    shown = text(client.post(path, {"tep": SimpleUploadedFile("a.pdf", b"MZ")}, follow=True))
    assert "nội dung không phải PDF" in shown
    assert "Chọn tệp để tải lên." in text(client.post(path, follow=True))


def test_a_file_is_sent_as_attachment_never_shown(ground: SimpleNamespace, submitted: Any) -> None:
    document = submitted.documents.first()
    response = signed_in(ground.users.secretary).get(f"/ho-so/tai-lieu/{document.pk}/")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content).startswith(b"%PDF-")


def test_a_member_reads_documents_only_of_dossiers_put_to_the_own_council(
    ground: SimpleNamespace, accepted: Any, council: SimpleNamespace
) -> None:
    from thidua.councils.actions import convene

    client = signed_in(ground.users.member)
    path = f"/ho-so/tai-lieu/{accepted.documents.first().pk}/"
    assert client.get(path).status_code == 404
    actions.put_to_council(dossiers=[accepted], sitting=council.sitting, by=ground.users.officer)
    assert client.get(path).status_code == 404
    convene(sitting=council.sitting, by=ground.users.secretary)
    sent = client.get(path)
    assert b"".join(sent.streaming_content).startswith(b"%PDF-")
    assert client.get(f"/ho-so/{accepted.pk}/").status_code == 404
    assert signed_in(ground.users.stranger).get(path).status_code == 404


def test_return_and_accept_by_forms(ground: SimpleNamespace, submitted: Any) -> None:
    client = signed_in(ground.users.secretary)
    base = f"/ho-so/{submitted.pk}/"
    assert client.post(base + "tra-lai/", {"reason": ""}).status_code == 422
    client.post(
        base + "tra-lai/",
        {"reason": "Ghi số liệu thay cho nhận xét chung.", "phien-ban": submitted.version},
    )
    officer = signed_in(ground.users.officer)
    shown = text(officer.get(base))
    assert "“Ghi số liệu thay cho nhận xét chung.”" in shown
    assert "Trả lại bổ sung" in shown
    stale = client.post(base + "tham-dinh/", {"phien-ban": submitted.version})
    assert stale.status_code == 409
    assert Dossier.objects.get().state == "returned"


def test_an_outdated_page_is_told_so(ground: SimpleNamespace, submitted: Any) -> None:
    client = signed_in(ground.users.secretary)
    base = f"/ho-so/{submitted.pk}/"
    shown = client.post(base + "tham-dinh/", {"phien-ban": submitted.version - 1}, follow=True)
    assert "vừa được người khác thay đổi" in text(shown)
    assert Dossier.objects.get().state == "submitted"
    client.post(base + "tham-dinh/", {"phien-ban": submitted.version})
    assert Dossier.objects.get().state == "accepted"


def test_a_step_that_is_not_open_says_why(ground: SimpleNamespace, submitted: Any) -> None:
    client = signed_in(ground.users.officer)
    shown = text(client.get(f"/ho-so/{submitted.pk}/"))
    assert "chỉ thư ký Hội đồng hoặc Giám đốc mới thẩm định xong được" in shown
    assert client.post(f"/ho-so/{submitted.pk}/tham-dinh/").status_code == 403
    assert client.get(f"/ho-so/{submitted.pk}/huy/").status_code == 409


def test_put_to_a_sitting_by_form(
    ground: SimpleNamespace, accepted: Any, council: SimpleNamespace
) -> None:
    client = signed_in(ground.users.officer)
    path = f"/ho-so/{accepted.pk}/trinh-hoi-dong/"
    assert council.sitting.title in text(client.get(path))
    assert client.post(path, {"sitting": "999999"}).status_code == 422
    client.post(path, {"sitting": council.sitting.pk, "phien-ban": accepted.version})
    assert council.sitting.motions.count() == 2
    shown = text(client.get(f"/ho-so/{accepted.pk}/"))
    assert f'href="/hoi-dong/phien-hop/{council.sitting.pk}/"' in shown
    client.post(f"/ho-so/{accepted.pk}/rut-khoi-phien/")
    assert council.sitting.motions.count() == 0


def test_without_a_sitting_the_page_says_what_to_do(ground: SimpleNamespace, accepted: Any) -> None:
    shown = text(signed_in(ground.users.officer).get(f"/ho-so/{accepted.pk}/trinh-hoi-dong/"))
    assert "Chưa có phiên họp nào nhận hồ sơ" in shown


def test_list_filters_searches_without_marks_and_exports(
    ground: SimpleNamespace, submitted: Any, draft: Callable[..., Any]
) -> None:
    other = draft(people=ground.people[4:5], award="giay-khen")
    Dossier.objects.filter(pk=other.pk).update(folded_title="khac", title="=1+1")
    client = signed_in(ground.users.officer)

    def codes(query: str) -> set[str]:
        page = text(client.get(f"/ho-so/?{query}"))
        return {d.code for d in Dossier.objects.all() if d.code in page}

    assert codes("") == {submitted.code, other.code}
    assert codes("q=tran duc anh") == {submitted.code}
    assert codes("q=lau mi") == {other.code}
    assert codes("q=de nghi khen") == {submitted.code}
    assert codes(f"q={other.code}") == {other.code}
    assert codes("tinh-trang=submitted") == {submitted.code}
    assert codes("hinh-thuc=giay-khen") == {other.code}
    assert codes("don-vi=999999") == set()
    assert codes("sap-xep=-la-lung&trang=abc&tinh-trang=x") == {submitted.code, other.code}
    assert "Không có hồ sơ nào khớp bộ lọc" in text(client.get("/ho-so/?q=khongco"))
    response = client.get("/ho-so/xuat/?hinh-thuc=giay-khen")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(rows) == 2
    assert rows[1][0] == other.code
    assert sheet.cell(2, 2).data_type == "s"
    assert rows[1][1] == "=1+1"
    assert rows[1][5:] == [
        "Lầu Mí Lử",
        "Chuyên viên, Trung tâm Lưu trữ lịch sử",
        "Giấy khen",
        "Đủ điều kiện",
        "Được đề nghị",
    ]


def test_submission_paper_names_everybody_and_the_ground(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    dossier = draft(people=ground.people[2:4], unit=ground.world.units[1], by=ground.users.head)
    response = signed_in(ground.users.head).get(f"/ho-so/{dossier.pk}/to-trinh/")
    document = Document(io.BytesIO(response.content))
    words = "\n".join(p.text for p in document.paragraphs)
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    assert "Kính gửi: Hội đồng Thi đua - Khen thưởng Sở Nội vụ." in words
    assert "Luật Thi đua, khen thưởng" in words
    assert "- Lao động tiên tiến: 2 cá nhân." in words
    assert "Bà Đặng Thùy Dương" in cells
    assert "Ông Lê Quốc Bảo" in cells
    assert any("PHÒNG CÔNG CHỨC, VIÊN CHỨC" in cell for cell in cells)
    assert any("DỰ THẢO" in cell for cell in cells)


@pytest.mark.parametrize("rest", TABS[:4])
def test_pages_need_the_same_queries_for_any_number_of_nominees(
    rest: str, ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    client = signed_in(ground.users.officer)
    counts = []
    for dossier in (draft(people=ground.people[:1]), draft(people=ground.people[1:])):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/ho-so/{dossier.pk}/{rest}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 16


def test_the_list_needs_the_same_queries_for_any_number_of_dossiers(
    ground: SimpleNamespace, draft: Callable[..., Any]
) -> None:
    client = signed_in(ground.users.officer)
    counts = []
    for people in (ground.people[:2], ground.people[2:7]):
        for person in people:
            draft(people=[person])
        with CaptureQueriesContext(connection) as queries:
            client.get("/ho-so/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_no_page_carries_an_inline_style_or_script(ground: SimpleNamespace, submitted: Any) -> None:
    client = signed_in(ground.users.secretary)
    for rest in (*TABS[:4], "tra-lai/", "tham-dinh/"):
        page = text(client.get(f"/ho-so/{submitted.pk}/{rest}"))
        assert " style=" not in page
        assert " onclick=" not in page
        assert "<script>" not in page


def test_withdraw_and_summary_by_forms(ground: SimpleNamespace, draft: Callable[..., Any]) -> None:
    dossier = draft()
    nominee = dossier.nominees.first()
    client = signed_in(ground.users.officer)
    client.post(f"/ho-so/de-nghi/{nominee.pk}/tom-tat/", {"summary": "Số hóa 12.400 hồ sơ."})
    assert "Số hóa 12.400 hồ sơ." in text(client.get(f"/ho-so/{dossier.pk}/"))
    assert client.post(f"/ho-so/de-nghi/{nominee.pk}/rut/", {"reason": ""}).status_code == 422
    client.post(f"/ho-so/de-nghi/{nominee.pk}/rut/", {"reason": "Chuyển công tác"})
    assert Nominee.objects.get(pk=nominee.pk).state == "withdrawn"
    assert "Chuyển công tác" in text(client.get(f"/ho-so/{dossier.pk}/"))
    client.post(f"/ho-so/{dossier.pk}/sua/", {"title": "Tên mới", "note": "Đoạn thêm."})
    assert Dossier.objects.get().title == "Tên mới"
