"""Pages of rounds and answers: forms, the explanation, findings, the exported list."""

from __future__ import annotations

import datetime as dt
import io
from types import SimpleNamespace

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from tests.apps.eligibility.asking import answer

from thidua.eligibility.actions import close_round, open_round, record_finding, screen_round
from thidua.eligibility.models import Finding, Round
from thidua.people.actions import record_rating
from thidua.register.models import RegisterEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(history: SimpleNamespace, client: Client) -> Client:
    client.force_login(history.users.officer)
    return client


def post_round(client: Client, **more: str):
    sent = {"year": "2026", "name": "Tổng kết năm 2026", "received_on": "15/09/2026", **more}
    return client.post(reverse("eligibility:index"), sent)


def test_a_round_is_opened_from_the_list_and_screened(
    history: SimpleNamespace, officer: Client
) -> None:
    response = post_round(officer)
    made = Round.objects.get()
    assert response.url == reverse("eligibility:grid", args=[made.pk])
    assert made.received_on == dt.date(2026, 9, 15)
    response = officer.post(reverse("eligibility:screen", args=[made.pk]), follow=True)
    assert "Đã quét 7 người, 4 tập thể: 62 kết quả thay đổi." in response.content.decode()
    response = officer.post(reverse("eligibility:screen", args=[made.pk]), follow=True)
    assert "không kết quả thay đổi" in response.content.decode()
    listed = officer.get(reverse("eligibility:index")).context["page"].object_list
    assert [(r.people_asked, r.units_asked) for r in listed] == [(7, 4)]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"received_on": "31/02/2026"}, "Ghi ngày theo dạng dd/mm/yyyy"),
        ({"received_on": "15/09/2019"}, "trước năm xét 2026"),
        ({"year": "hai nghìn"}, "Ghi năm bằng bốn chữ số"),
        ({"year": "3026", "received_on": "15/09/3026"}, "Năm xét phải từ 2004"),
        ({"name": ""}, "Ghi tên đợt xét, ví dụ: Tổng kết năm 2026."),
    ],
)
def test_a_wrong_round_comes_back_with_its_sentence(
    officer: Client, sent: dict[str, str], says: str
) -> None:
    response = post_round(officer, **sent)
    assert response.status_code == 400
    assert says in response.content.decode()
    assert not Round.objects.exists()


def test_the_form_says_what_the_day_selects(officer: Client) -> None:
    page = officer.get(reverse("eligibility:index")).content.decode()
    assert "Luật 06/2026/QH16 (chưa nạp nội dung" in page
    assert "NĐ 152/2025/NĐ-CP" in page


def test_who_may_not_open_sees_no_form(history: SimpleNamespace, client: Client) -> None:
    client.force_login(history.users.director)
    assert client.get(reverse("eligibility:index")).context["form"] is None
    assert post_round(client).status_code == 403
    client.force_login(history.users.member)
    assert client.get(reverse("eligibility:index")).status_code == 403
    assert not Round.objects.exists()


def test_an_answer_is_explained_with_articles_and_evidence(
    screened: SimpleNamespace, officer: Client
) -> None:
    found = answer(screened.round, screened.people[0], "cstd-cap-tinh")
    page = officer.get(reverse("eligibility:explain", args=[found.pk])).content.decode()
    assert "Đủ điều kiện" in page
    assert "Điều 22 khoản 1 điểm a Luật 06/2022/QH15" in page
    assert "đã đọc nguồn" in page
    entry = RegisterEntry.objects.get(person=screened.people[0], year=2024)
    link = reverse("register:detail", args=[entry.pk])
    assert f'QĐ <a href="{link}">24/QĐ-SNV</a> ngày 18/12/2024' in page
    assert "Dự kiến: đủ điều kiện CSTĐ cơ sở năm 2026" in page
    assert "Cần xác nhận trước khi trình" in page


def test_the_drawer_is_the_same_without_the_shell(
    screened: SimpleNamespace, officer: Client
) -> None:
    found = answer(screened.round, screened.people[1], "cstd-co-so")
    response = officer.get(
        reverse("eligibility:explain", args=[found.pk]), headers={"HX-Request": "true"}
    )
    page = response.content.decode()
    assert page.lstrip().startswith("<header")
    assert "<nav" not in page
    assert "Còn thiếu 1 điều kiện." in page
    assert "cần từ hoàn thành xuất sắc nhiệm vụ" in page


def test_an_old_answer_is_shown_as_it_was_given(screened: SimpleNamespace, officer: Client) -> None:
    old = answer(screened.round, screened.people[1], "cstd-co-so")
    record_rating(person=screened.people[1], year=2026, grade="hoan_thanh_xuat_sac", by=None)
    screen_round(round=screened.round, by=None)
    new = answer(screened.round, screened.people[1], "cstd-co-so")
    page = officer.get(reverse("eligibility:explain", args=[old.pk])).content.decode()
    assert "Câu trả lời cũ" in page
    assert "Chưa đủ điều kiện" in page
    assert reverse("eligibility:explain", args=[new.pk]) in page
    assert "Ghi kết luận của hội đồng" not in page
    page = officer.get(reverse("eligibility:explain", args=[new.pk])).content.decode()
    assert "Các lần trả lời trước" in page
    assert reverse("eligibility:explain", args=[old.pk]) in page


def test_a_provisional_answer_shows_both_trees(screened: SimpleNamespace, officer: Client) -> None:
    later = open_round(
        department=screened.department,
        year=2026,
        name="Đợt bổ sung",
        received_on=dt.date(2026, 10, 15),
        by=None,
    )
    screen_round(round=later, by=None)
    found = answer(later, screened.people[0], "cstd-co-so")
    page = officer.get(reverse("eligibility:explain", args=[found.pk])).content.decode()
    assert "Đủ điều kiện (tạm tính)" in page
    assert "Tạm tính theo văn bản gần nhất đã biết" in page
    assert "Luật 06/2026/QH16" in page


@pytest.mark.parametrize(
    ("who", "number", "status"),
    [
        ("head", 2, 200),
        ("head", 0, 404),
        ("member", 2, 200),
        ("member", 0, 404),
        ("stranger", 0, 404),
        ("administrator", 0, 404),
        ("nobody", 0, 404),
        ("director", 0, 200),
    ],
)
def test_an_answer_is_seen_by_those_it_concerns(
    screened: SimpleNamespace, client: Client, who: str, number: int, status: int
) -> None:
    """The council member is Đặng Thùy Dương (people[2]) and sees the own answer only."""
    client.force_login(getattr(screened.users, who))
    found = answer(screened.round, screened.people[number], "ldtt")
    response = client.get(reverse("eligibility:explain", args=[found.pk]))
    assert response.status_code == status
    assert ("Ghi kết luận của hội đồng" in response.content.decode()) is False


def finding_form(**more: str) -> dict[str, str]:
    return {
        "holds": "0",
        "decided_by": "Hội đồng TĐKT Sở",
        "decided_on": "20/11/2026",
        "evidence": "Biên bản số 5",
        **more,
    }


def test_a_finding_is_recorded_in_the_drawer_and_withdrawn(
    screened: SimpleNamespace, officer: Client
) -> None:
    found = answer(screened.round, screened.people[1], "ldtt")
    slug = found.to_confirm[0]["slug"]
    back = reverse("eligibility:grid", args=[screened.round.pk]) + "?q=anh"
    response = officer.post(
        reverse("eligibility:record_finding", args=[found.pk]),
        finding_form(about=slug, tiep=back),
    )
    assert response.url == back
    finding = Finding.objects.get()
    assert (finding.person, finding.holds, finding.evidence) == (
        screened.people[1],
        False,
        "Biên bản số 5",
    )
    now = answer(screened.round, screened.people[1], "ldtt")
    assert now.verdict == "not_eligible"
    response = officer.post(
        reverse("eligibility:withdraw_finding", args=[finding.pk]), {"danh-hieu": "ldtt"}
    )
    restored = answer(screened.round, screened.people[1], "ldtt")
    assert response.url == reverse("eligibility:explain", args=[restored.pk])
    assert restored.verdict == "eligible"
    page = officer.get(response.url).content.decode()
    assert "Đã rút" in page


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"evidence": ""}, "Ghi căn cứ, minh chứng của kết luận"),
        ({"decided_on": "20/11/2999"}, "ở tương lai"),
        ({"decided_on": "hôm qua"}, "Ghi ngày theo dạng dd/mm/yyyy"),
        ({"holds": ""}, "Chọn Đạt hoặc Không đạt."),
        ({"about": "khong-co"}, "Điều kiện này không còn chờ kết luận."),
    ],
)
def test_a_wrong_finding_comes_back_with_its_sentence(
    screened: SimpleNamespace, officer: Client, sent: dict[str, str], says: str
) -> None:
    found = answer(screened.round, screened.people[1], "ldtt")
    form = finding_form(about=found.to_confirm[0]["slug"]) | sent
    response = officer.post(reverse("eligibility:record_finding", args=[found.pk]), form)
    assert response.status_code == 400
    assert says in response.content.decode()
    assert not Finding.objects.exists()


def test_a_foreign_address_is_no_way_back(screened: SimpleNamespace, officer: Client) -> None:
    found = answer(screened.round, screened.people[1], "ldtt")
    response = officer.post(
        reverse("eligibility:assess", args=[found.pk]), {"tiep": "https://example.org/"}
    )
    assert response.url == reverse("eligibility:explain", args=[found.pk])


def test_only_the_officer_posts(screened: SimpleNamespace, client: Client) -> None:
    found = answer(screened.round, screened.people[2], "ldtt")
    form = finding_form(about=found.to_confirm[0]["slug"])
    finding = record_finding(
        round=screened.round,
        person=screened.people[2],
        by=screened.users.officer,
        about=form["about"],
        statement="Tự lực, tự cường",
        holds=True,
        evidence="Biên bản",
        decided_by="Hội đồng",
        decided_on=dt.date(2026, 11, 20),
    )
    now = answer(screened.round, screened.people[2], "ldtt")
    client.force_login(screened.users.head)
    for name, pk in (("record_finding", now.pk), ("assess", now.pk)):
        response = client.post(reverse(f"eligibility:{name}", args=[pk]), form)
        assert response.status_code == 403
    for who, status in (("head", 403), ("stranger", 404)):
        client.force_login(getattr(screened.users, who))
        address = reverse("eligibility:withdraw_finding", args=[finding.pk])
        assert client.post(address, {}).status_code == status
    assert client.get(reverse("eligibility:screen", args=[screened.round.pk])).status_code == 405
    assert Finding.objects.filter(withdrawn_at=None).count() == 1


def test_several_people_get_a_finding_from_the_grid(
    screened: SimpleNamespace, officer: Client
) -> None:
    address = reverse("eligibility:several", args=[screened.round.pk])
    chosen = [str(p.pk) for p in (*screened.people[1:3], screened.foreign_person)]
    response = officer.post(address, {"nguoi": chosen, "danh-hieu": "ldtt"})
    assert [p.full_name for p in response.context["people"]] == ["Trần Đức Anh", "Đặng Thùy Dương"]
    slug = answer(screened.round, screened.people[1], "ldtt").to_confirm[0]["slug"]
    assert slug in response.context["form"].conditions
    response = officer.post(
        address, {"nguoi": chosen, "danh-hieu": "ldtt", "luu": "1", **finding_form(about=slug)}
    )
    assert response.url == reverse("eligibility:grid", args=[screened.round.pk])
    assert Finding.objects.count() == 2
    assert answer(screened.round, screened.people[2], "ldtt").verdict == "not_eligible"
    response = officer.post(address, {"danh-hieu": "ldtt"}, follow=True)
    assert "Chọn ít nhất một người trong bảng" in response.content.decode()


def test_a_closed_round_offers_no_change(screened: SimpleNamespace, officer: Client) -> None:
    close_round(round=screened.round, by=None)
    found = answer(screened.round, screened.people[1], "ldtt")
    page = officer.get(reverse("eligibility:explain", args=[found.pk])).content.decode()
    assert "mở lại đợt xét để ghi kết luận" in page
    page = officer.get(reverse("eligibility:grid", args=[screened.round.pk])).content.decode()
    assert "Mở lại đợt xét" in page
    assert "Quét lại" not in page
    response = officer.post(reverse("eligibility:reopen", args=[screened.round.pk]), follow=True)
    assert "Quét lại" in response.content.decode()


def sheets(content: bytes) -> dict[str, list[tuple]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_exported_list_holds_verdicts_and_reasons(
    screened: SimpleNamespace, officer: Client
) -> None:
    address = reverse("eligibility:export", args=[screened.round.pk])
    read = sheets(officer.get(address).content)
    assert read["Kết quả"][3][:6] == (
        "STT",
        "Họ và tên",
        "Chức vụ",
        "Đơn vị",
        "Lao động tiên tiến",
        "Chiến sĩ thi đua cơ sở",
    )
    assert read["Kết quả"][4][:6] == (
        1,
        "Trần Đức Anh",
        "Chuyên viên",
        "Văn phòng Sở",
        "Đủ",
        "Thiếu 1",
    )
    assert len(read["Kết quả"]) == 4 + 7
    assert (
        "Trần Đức Anh",
        "CSTĐ cơ sở",
        "Chưa đủ điều kiện",
        "Xếp loại năm 2026: hoàn thành tốt nhiệm vụ (cần từ hoàn thành xuất sắc nhiệm vụ)",
    ) in read["Lý do"]
    read = sheets(officer.get(address + "?q=chau").content)
    assert [row[1] for row in read["Kết quả"][4:]] == ["Nguyễn Thị Minh Châu"]
    read = sheets(officer.get(address + "?loai=tap-the").content)
    assert len(read["Kết quả"]) == 4 + 4


def test_a_name_that_looks_like_a_formula_stays_a_name(
    screened: SimpleNamespace, officer: Client
) -> None:
    from thidua.people.models import Person

    Person.objects.filter(pk=screened.people[1].pk).update(full_name="=1+1")
    read = sheets(officer.get(reverse("eligibility:export", args=[screened.round.pk])).content)
    assert read["Kết quả"][4][1] == "=1+1"
    book = openpyxl.load_workbook(
        io.BytesIO(officer.get(reverse("eligibility:export", args=[screened.round.pk])).content)
    )
    assert book["Kết quả"]["B5"].data_type == "s"


def test_the_head_exports_the_own_unit(screened: SimpleNamespace, client: Client) -> None:
    client.force_login(screened.users.head)
    read = sheets(client.get(reverse("eligibility:export", args=[screened.round.pk])).content)
    assert [row[1] for row in read["Kết quả"][4:]] == ["Lê Quốc Bảo", "Đặng Thùy Dương"]
    assert {row[0] for row in read["Lý do"][1:]} == {"Lê Quốc Bảo", "Đặng Thùy Dương"}
