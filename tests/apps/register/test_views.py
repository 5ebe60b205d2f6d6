"""Pages and API of the book: scope, search, keeping by the officer, the check of the chain."""

from __future__ import annotations

import datetime as dt
import io
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.test import Client

from thidua.register import actions
from thidua.register.models import RegisterEntry

PERSON_LINE = "Nguyễn Thị Minh Châu"


@pytest.fixture
def told(world: SimpleNamespace) -> SimpleNamespace:
    """Five lines: two of Minh Châu, one of the head's unit, one asked, one of a collective."""
    base: dict[str, Any] = {"source": "book", "authority": "Giám đốc Sở Nội vụ"}
    people = world.people
    rows = [
        {
            **base,
            "person": people[0],
            "recipient_name": people[0].full_name,
            "award_code": "cstd-co-so",
            "award_name": "Chiến sĩ thi đua cơ sở",
            "year": 2023,
            "decision_number": "1482/QĐ-SNV",
            "decided_on": dt.date(2023, 12, 18),
        },
        {
            **base,
            "person": people[0],
            "recipient_name": people[0].full_name,
            "award_code": "bk-cap-tinh",
            "award_name": "Bằng khen của Chủ tịch UBND tỉnh",
            "year": 2025,
            "decision_number": "77/QĐ-UBND",
            "decided_on": dt.date(2025, 6, 1),
        },
        {
            **base,
            "person": people[2],
            "recipient_name": people[2].full_name,
            "award_code": "ldtt",
            "award_name": "Lao động tiên tiến",
            "year": 2024,
        },
        {
            **base,
            "recipient_name": "Trần Đức Ánh",
            "unit_name": "Phòng Kế hoạch",
            "award_code": "ldtt",
            "award_name": "Lao động tiên tiến",
            "year": 2020,
            "match": "asked",
            "match_reasons": ["Đơn vị trong sổ khác đơn vị hiện nay"],
        },
        {
            **base,
            "collective": world.units[0],
            "recipient_name": "Văn phòng Sở",
            "award_code": "tt-ldtt",
            "award_name": "Tập thể lao động tiên tiến",
            "year": 2024,
        },
    ]
    world.entries = actions.record_awards(department=world.department, rows=rows, by=None).entries
    return world


def get(client: Client, user: Any, address: str) -> Any:
    client.force_login(user)
    return client.get(address)


def main(answer: Any) -> str:
    return str(answer.content.decode().split('id="noi-dung"')[1])


def test_the_book_newest_decision_first_lines_without_a_day_last(
    client: Client, told: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    client.force_login(told.users.officer)
    with django_assert_max_num_queries(12):
        page = main(client.get("/so-khen-thuong/"))
    assert "5 lượt khen thưởng" in page
    numbers = [page.index(f'/so-khen-thuong/{told.entries[n].pk}/"') for n in (1, 0, 4, 3, 2)]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=minh+chau", [1, 2]),
        ("q=1482", [1]),
        ("q=bang+khen+2025", [2]),
        ("q=qd-ubnd", [2]),
        ("khen=ldtt", [3, 4]),
        ("khop=asked", [4]),
        ("dt=tap-the", [5]),
        ("tu=2024&den=2024", [3, 5]),
        ("nguon=paper", []),
        ("tinh-trang=valid&q=duong", [3]),
        ("khen=la&tu=abcd", [1, 2, 3, 4, 5]),
    ],
)
def test_search_and_filters(
    client: Client, told: SimpleNamespace, query: str, found: list[int]
) -> None:
    answer = get(client, told.users.officer, f"/so-khen-thuong/xuat-bang-tinh/?{query}")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sorted(row[0] for row in sheet.iter_rows(min_row=2, values_only=True)) == found


def test_only_one_person_when_asked_and_only_a_visible_one(
    client: Client, told: SimpleNamespace
) -> None:
    page = main(get(client, told.users.officer, f"/so-khen-thuong/?nguoi={told.people[0].pk}"))
    assert "2 lượt khen thưởng khớp điều kiện" in page
    foreign = get(client, told.users.officer, f"/so-khen-thuong/?nguoi={told.foreign_person.pk}")
    assert "Vũ Ngọc Ánh" not in main(foreign)
    assert "5 lượt" in main(foreign)


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("officer", {1, 2, 3, 4, 5}),
        ("secretary", {1, 2, 3, 4, 5}),
        ("director", {1, 2, 3, 4, 5}),
        ("head", {3}),
        ("member", {3}),
        ("administrator", set()),
        ("nobody", set()),
        ("stranger", set()),
    ],
)
def test_lines_open_within_the_scope_only(
    client: Client, told: SimpleNamespace, who: str, seen: set[int]
) -> None:
    user = getattr(told.users, who)
    page = main(get(client, user, "/so-khen-thuong/"))
    assert (PERSON_LINE in page) == (1 in seen)
    for entry in told.entries:
        for address in (f"/so-khen-thuong/{entry.pk}/", f"/api/v1/register/{entry.pk}"):
            answer = client.get(address)
            assert answer.status_code == (200 if entry.sequence in seen else 404)
            if entry.sequence not in seen:
                assert entry.entry_hash not in answer.content.decode()
    listed = client.get("/api/v1/register/").json()
    assert {item["sequence"] for item in listed["items"]} == seen


def test_the_api_gives_no_person_for_a_doubtful_line(client: Client, told: SimpleNamespace) -> None:
    entry = told.entries[3]
    entry.person = told.people[1]
    entry.save()
    client.force_login(told.users.officer)
    assert client.get(f"/api/v1/register/{entry.pk}").json()["person"] is None


def test_checking_the_book_names_the_first_touched_line(
    client: Client, told: SimpleNamespace
) -> None:
    client.force_login(told.users.officer)
    whole = main(client.post("/so-khen-thuong/kiem-tra/bat-dau/", follow=True))
    assert "Sổ nguyên vẹn: đã đọc 5 dòng" in whole
    assert client.get("/api/v1/register/chain").json()["whole"] is True
    RegisterEntry.objects.filter(sequence__in=[2, 4]).update(award_name="Huân chương")
    broken = main(client.post("/so-khen-thuong/kiem-tra/bat-dau/", follow=True))
    assert "dòng đầu tiên không khớp là số 2: nội dung đã bị sửa sau khi ghi" in broken
    assert f'href="/so-khen-thuong/{told.entries[1].pk}/">Mở dòng số 2' in broken
    assert client.get("/api/v1/register/chain").json()["broken_at"] == 2


@pytest.mark.parametrize("who", ["head", "member", "administrator", "nobody"])
def test_only_those_who_see_the_whole_book_check_it(
    client: Client, told: SimpleNamespace, who: str
) -> None:
    client.force_login(getattr(told.users, who))
    assert client.post("/so-khen-thuong/kiem-tra/bat-dau/").status_code == 403
    for page in ("", "tien-do/", "dau-chot/"):
        assert client.get(f"/so-khen-thuong/kiem-tra/{page}").status_code == 403
    assert client.get("/api/v1/register/chain").status_code == 403


@pytest.mark.parametrize(
    "who", ["head", "member", "secretary", "director", "administrator", "nobody", "stranger"]
)
def test_only_the_officer_keeps_the_book(client: Client, told: SimpleNamespace, who: str) -> None:
    client.force_login(getattr(told.users, who))
    asked, first = told.entries[3], told.entries[0]
    for answer in (
        client.post(f"/so-khen-thuong/{asked.pk}/xac-nhan/", {"nguoi": told.people[1].pk}),
        client.post(f"/so-khen-thuong/{asked.pk}/khong-khop/"),
        client.post(f"/so-khen-thuong/{first.pk}/huy-bo/", {"reason": "Sai"}),
        client.post(f"/so-khen-thuong/{first.pk}/go-khop/"),
        client.get("/so-khen-thuong/ghi-quyet-dinh-giay/") if who != "stranger" else None,
        client.get("/so-khen-thuong/cho-xac-nhan/") if who != "stranger" else None,
    ):
        if answer is not None:
            assert answer.status_code in {403, 404, 409}
            assert "Trần Đức Ánh" not in answer.content.decode()
    states = set(RegisterEntry.objects.values_list("sequence", "match", "state"))
    assert (4, "asked", "valid") in states
    assert (1, "matched", "valid") in states


def test_the_queue_of_a_stranger_is_empty(client: Client, told: SimpleNamespace) -> None:
    page = main(get(client, told.users.stranger, "/so-khen-thuong/cho-xac-nhan/"))
    assert "Không còn dòng nào chờ xác nhận" in page


def test_the_officer_confirms_by_choice_or_code(
    client: Client, told: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    client.force_login(told.users.officer)
    with django_assert_max_num_queries(10):
        queue = main(client.get("/so-khen-thuong/cho-xac-nhan/"))
    assert "Trần Đức Anh" in queue
    assert "Đơn vị trong sổ khác đơn vị hiện nay" in queue
    entry = told.entries[3]
    address = f"/so-khen-thuong/{entry.pk}/xac-nhan/"
    nothing = client.post(address, follow=True).content.decode()
    assert "Chọn một người hoặc một tập thể." in nothing
    unknown = client.post(address, {"ma": "XD0001"}, follow=True).content.decode()
    assert "Không có cán bộ mang mã “XD0001”" in unknown
    foreign = client.post(address, {"nguoi": told.foreign_person.pk}, follow=True)
    assert "Chọn một người hoặc một tập thể." in foreign.content.decode()
    done = client.post(address, {"ma": "cb0002", "ve": "/so-khen-thuong/cho-xac-nhan/"})
    assert done["Location"] == "/so-khen-thuong/cho-xac-nhan/"
    entry.refresh_from_db()
    assert (entry.person, entry.match) == (told.people[1], "matched")
    away = client.post(f"/so-khen-thuong/{entry.pk}/go-khop/", {"ve": "https://la.vn/"})
    assert away["Location"] == f"/so-khen-thuong/{entry.pk}/"
    client.post(f"/so-khen-thuong/{entry.pk}/khong-khop/")
    entry.refresh_from_db()
    assert (entry.person, entry.match) == (None, "unmatched")


def test_a_revocation_needs_its_reason(client: Client, told: SimpleNamespace) -> None:
    client.force_login(told.users.officer)
    address = f"/so-khen-thuong/{told.entries[0].pk}/huy-bo/"
    empty = client.post(address, {"reason": " "})
    assert empty.status_code == 422
    assert "Ghi lý do và số quyết định, nếu có." in empty.content.decode()
    done = client.post(address, {"reason": "QĐ 9/QĐ-SNV"}, follow=True).content.decode()
    assert "Đã hủy bỏ, thu hồi: QĐ 9/QĐ-SNV" in done
    again = client.post(address, {"reason": "lần nữa"}).content.decode()
    assert "đã được ghi hủy bỏ, thu hồi trước đó" in again


PAPER = {
    "person_code": "CB0005",
    "award_code": "giay-khen",
    "year": "2024",
    "decision_number": "5/QĐ-SNV",
    "decided_on": "12/06/2024",
    "authority": "Giám đốc Sở Nội vụ",
    "merit": "dot_xuat",
}


def test_a_paper_decision_is_entered_by_hand(client: Client, told: SimpleNamespace) -> None:
    client.force_login(told.users.officer)
    address = "/so-khen-thuong/ghi-quyet-dinh-giay/"
    page = client.post(address, PAPER, follow=True).content.decode()
    assert "Đã ghi vào sổ số 6." in page
    entry = RegisterEntry.objects.get(sequence=6)
    assert (entry.person, entry.source, entry.decided_on) == (
        told.people[4],
        "paper",
        dt.date(2024, 6, 12),
    )
    twice = client.post(address, PAPER)
    assert twice.status_code == 422
    assert "ở số 6 (5/QĐ-SNV)" in twice.content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"person_code": ""}, "Ghi mã cán bộ hoặc chọn một tập thể."),
        ({"person_code": "XD0001"}, "Không có cán bộ mang mã “XD0001” trong cơ quan."),
        ({"award_code": "huan-chuong-la"}, "Chọn lại."),
        ({"year": "hai nghìn"}, "Ghi năm bằng 4 chữ số."),
        ({"year": "2025"}, "Năm thành tích không thể sau năm ký quyết định."),
        ({"decided_on": "31/02/2024"}, "Ghi ngày theo dạng dd/mm/yyyy"),
        ({"decided_on": "12/06/2999"}, "chưa tới. Kiểm tra lại ngày."),
        ({"decision_number": " "}, "Ghi số quyết định."),
        ({"authority": ""}, "Ghi người, cơ quan quyết định."),
    ],
)
def test_wrong_paper_input_is_told_and_kept(
    client: Client, told: SimpleNamespace, wrong: dict[str, str], sentence: str
) -> None:
    client.force_login(told.users.officer)
    answer = client.post("/so-khen-thuong/ghi-quyet-dinh-giay/", {**PAPER, **wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="5/QĐ-SNV"' in page or "decision_number" in wrong
    assert RegisterEntry.objects.count() == 5


def test_a_collective_is_entered_too(client: Client, told: SimpleNamespace) -> None:
    client.force_login(told.users.officer)
    both = {**PAPER, "award_code": "tt-ldtt", "collective": told.units[2].pk}
    wrong = client.post("/so-khen-thuong/ghi-quyet-dinh-giay/", both)
    assert "Ghi mã cán bộ hoặc chọn một tập thể." in wrong.content.decode()
    client.post("/so-khen-thuong/ghi-quyet-dinh-giay/", {**both, "person_code": ""})
    assert RegisterEntry.objects.get(sequence=6).collective == told.units[2]


def test_claims_that_the_book_does_not_confirm(
    client: Client, told: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    for person, year in ((told.people[0], 2023), (told.people[0], 2019), (told.people[2], 2018)):
        actions.record_claim(
            department=told.department,
            by=None,
            person=person,
            award_code="cstd-co-so",
            award_name="CSTĐ cơ sở",
            year=year,
        )
    client.force_login(told.users.officer)
    with django_assert_max_num_queries(8):
        flagged = main(client.get("/so-khen-thuong/ke-khai/"))
    assert "Chưa có sổ đầy đủ" not in flagged
    assert "Còn 2 kê khai chờ người xác nhận" in flagged
    page = main(client.get("/so-khen-thuong/ke-khai/?ket-qua=moi"))
    assert "1–2 trong 2 kê khai" in page
    assert "Chưa có sổ đầy đủ của năm 2019" in page
    assert "trong 1 kê khai" in main(client.get("/so-khen-thuong/ke-khai/?q=duong&ket-qua=moi"))
    assert "Không có kê khai nào khớp" in main(
        client.get("/so-khen-thuong/ke-khai/?ket-qua=contradicted")
    )
    for who, names in (
        ("head", {"Đặng Thùy Dương"}),
        ("stranger", set()),
        ("nobody", set()),
        ("administrator", set()),
    ):
        shown = main(get(client, getattr(told.users, who), "/so-khen-thuong/ke-khai/?ket-qua=moi"))
        assert {n for n in (PERSON_LINE, "Đặng Thùy Dương") if n in shown} == names


def test_an_empty_book_says_what_to_do(client: Client, world: SimpleNamespace) -> None:
    page = main(get(client, world.users.director, "/so-khen-thuong/"))
    assert "Sổ chưa có dòng nào" in page
    assert "Nhập sổ cũ" not in page
