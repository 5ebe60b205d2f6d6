"""The grid: who sees whom, what the filters leave, counts, quota, and the number of queries."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.eligibility.actions import open_round, screen_round
from thidua.eligibility.models import Assessment
from thidua.eligibility.queries.quotas import quota
from thidua.people.actions import record_rating, record_ratings, save_people

pytestmark = pytest.mark.django_db


def names(response) -> list[str]:
    return [str(row.subject) for row in response.context["rows"]]


@pytest.fixture
def officer(screened: SimpleNamespace, client: Client) -> Client:
    client.force_login(screened.users.officer)
    return client


def grid(world: SimpleNamespace, **query: str) -> str:
    address = reverse("eligibility:grid", args=[world.round.pk])
    return address + "?" + "&".join(f"{k.replace('_', '-')}={v}" for k, v in query.items())


def test_people_stand_in_vietnamese_order_with_a_cell_per_award(
    screened: SimpleNamespace, officer: Client
) -> None:
    response = officer.get(grid(screened))
    assert names(response) == [
        "Trần Đức Anh",
        "Lê Quốc Bảo",
        "Nguyễn Thị Minh Châu",
        "Đặng Thùy Dương",
        "Phạm Thị Hoà",
        "Lầu Mí Lử",
        "Ngô Đức Vinh",
    ]
    chau = response.context["rows"][2]
    assert [(c.code, cell.text) for c, cell in chau.cells] == [
        ("ldtt", "Đủ"),
        ("cstd-co-so", "Đủ"),
        ("cstd-cap-tinh", "Đủ"),
        ("giay-khen", "Đủ"),
        ("bk-cap-tinh", "Đủ"),
        ("bk-thu-tuong", "Thiếu 1"),
    ]
    assert response.context["eligible"]["ldtt"] == 7
    assert "Toàn cơ quan, 7 người" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "chau"}, ["Nguyễn Thị Minh Châu"]),
        ({"q": "duc"}, ["Trần Đức Anh", "Ngô Đức Vinh"]),
        ({"q": "DANG thuy"}, ["Đặng Thùy Dương"]),
        ({"q": "xyz"}, []),
        ({"danh_hieu": "cstd-co-so", "kq": "du"}, ["Nguyễn Thị Minh Châu"]),
        ({"danh_hieu": "ldtt", "kq": "chua-du"}, []),
        ({"truc_tiep": "1", "q": "vinh"}, []),
        ({"kq": "khong-co", "q": "chau"}, ["Nguyễn Thị Minh Châu"]),
        ({"danh_hieu": "khong-co", "q": "chau", "don_vi": "abc"}, ["Nguyễn Thị Minh Châu"]),
    ],
)
def test_filters_leave_whom_they_say(
    screened: SimpleNamespace, officer: Client, query: dict[str, str], found: list[str]
) -> None:
    assert names(officer.get(grid(screened, **query))) == found


def test_the_unit_filter_and_the_order_by_unit(screened: SimpleNamespace, officer: Client) -> None:
    response = officer.get(grid(screened, don_vi=str(screened.units[1].pk)))
    assert names(response) == ["Lê Quốc Bảo", "Đặng Thùy Dương"]
    response = officer.get(grid(screened, sap_xep="don-vi"))
    assert names(response)[:3] == ["Trần Đức Anh", "Nguyễn Thị Minh Châu", "Ngô Đức Vinh"]
    response = officer.get(grid(screened, sap_xep="-ten"))
    assert names(response)[0] == "Ngô Đức Vinh"


def test_chips_count_the_chosen_award_without_the_chosen_verdict(
    screened: SimpleNamespace, officer: Client
) -> None:
    response = officer.get(grid(screened, danh_hieu="cstd-co-so", kq="du"))
    assert [(c["word"], c["count"]) for c in response.context["chips"]] == [
        ("du", 1),
        ("chua-du", 6),
    ]


def test_an_empty_result_says_so_and_offers_the_way_back(
    screened: SimpleNamespace, officer: Client
) -> None:
    page = officer.get(grid(screened, q="khong co ai")).content.decode()
    assert "Không có người nào khớp bộ lọc" in page
    assert 'href="?"' in page


def test_a_round_not_yet_screened_shows_what_the_screener_says(
    opened: SimpleNamespace, client: Client
) -> None:
    """Everybody at once, nothing kept; the screening then says the same of each."""
    client.force_login(opened.users.officer)
    response = client.get(grid(opened))
    page = response.content.decode()
    assert "Xem nhanh, chưa lưu" in page
    assert response.context["quotas"] == []
    assert not Assessment.objects.filter(round=opened.round).exists()
    seen = verdicts_shown(response)
    assert {verdict for verdict, _ in seen.values()} == {"eligible", "not_eligible"}
    assert {cell.pk for row in response.context["rows"] for _, cell in row.cells} == {None}
    before = response.context["eligible"]
    screen_round(round=opened.round, by=opened.users.officer)
    response = client.get(grid(opened))
    assert "Xem nhanh" not in response.content.decode()
    assert verdicts_shown(response) == seen
    assert {code: n for code, n in before.items() if n} == {
        code: n for code, n in response.context["eligible"].items() if n
    }


def verdicts_shown(response) -> dict[tuple[int, str], tuple[str, str]]:
    return {
        (row.subject.pk, column.code): (cell.verdict, cell.provisional)
        for row in response.context["rows"]
        for column, cell in row.cells
    }


def test_collectives_of_a_round_not_yet_screened_wait_for_it(
    opened: SimpleNamespace, client: Client
) -> None:
    client.force_login(opened.users.officer)
    response = client.get(reverse("eligibility:units", args=[opened.round.pk]))
    assert {cell.text for row in response.context["rows"] for _, cell in row.cells} == {"Chưa quét"}


def test_the_head_of_a_unit_counts_the_own_people_in_the_preview(
    opened: SimpleNamespace, client: Client
) -> None:
    client.force_login(opened.users.officer)
    whole = client.get(grid(opened)).context["eligible"]
    client.force_login(opened.users.head)
    mine = client.get(grid(opened)).context
    shown = [cell for row in mine["rows"] for column, cell in row.cells if column.code == "ldtt"]
    assert sum(cell.verdict == "eligible" for cell in shown) == mine["eligible"]["ldtt"]
    assert mine["eligible"]["ldtt"] <= whole["ldtt"]


def test_a_department_without_people_is_sent_to_the_import(
    world: SimpleNamespace, client: Client
) -> None:
    from thidua.people.models import Person

    empty = open_round(
        department=world.department,
        year=2026,
        name="Trống",
        received_on=dt.date(2026, 9, 15),
        by=None,
    )
    Person.objects.filter(department=world.department).update(
        status="nghi_huu", left_on=dt.date(2020, 1, 1)
    )
    client.force_login(world.users.officer)
    page = client.get(reverse("eligibility:grid", args=[empty.pk])).content.decode()
    assert "Chưa có người nào để xét" in page
    assert reverse("exchange:index") in page


def test_the_head_sees_the_own_unit_only(screened: SimpleNamespace, client: Client) -> None:
    client.force_login(screened.users.head)
    response = client.get(grid(screened))
    page = response.content.decode()
    assert names(response) == ["Lê Quốc Bảo", "Đặng Thùy Dương"]
    assert response.context["eligible"]["ldtt"] == 2
    assert "Quét lại" not in page
    assert "Ghi kết luận" not in page
    assert "Lập hồ sơ" in page
    assert "Nguyễn Thị Minh Châu" not in page
    units = client.get(reverse("eligibility:units", args=[screened.round.pk]))
    assert names(units) == ["Phòng Công chức, viên chức"]


@pytest.mark.parametrize("who", ["director", "secretary"])
def test_who_oversees_reads_everything_and_changes_nothing(
    screened: SimpleNamespace, client: Client, who: str
) -> None:
    client.force_login(getattr(screened.users, who))
    response = client.get(grid(screened))
    page = response.content.decode()
    assert len(names(response)) == 7
    assert "Quét lại" not in page
    assert 'type="checkbox" name="nguoi"' not in page
    assert client.post(reverse("eligibility:screen", args=[screened.round.pk])).status_code == 403


@pytest.mark.parametrize("who", ["stranger", "member", "administrator", "nobody"])
@pytest.mark.parametrize("name", ["grid", "units", "export"])
def test_others_find_no_such_round(
    screened: SimpleNamespace, client: Client, who: str, name: str
) -> None:
    client.force_login(getattr(screened.users, who))
    response = client.get(reverse(f"eligibility:{name}", args=[screened.round.pk]))
    assert response.status_code == 404
    assert "Minh Châu" not in response.content.decode()


def test_collectives_have_columns_of_their_own(screened: SimpleNamespace, officer: Client) -> None:
    response = officer.get(reverse("eligibility:units", args=[screened.round.pk]))
    assert [c.code for c in response.context["columns"]] == [
        "tt-ldtt",
        "tt-ldxs",
        "giay-khen",
        "bk-cap-tinh",
        "bk-thu-tuong",
    ]
    assert names(response) == [
        "Sở Nội vụ",
        "Văn phòng Sở",
        "Phòng Công chức, viên chức",
        "Trung tâm Lưu trữ lịch sử",
    ]


def test_the_quota_of_the_regulation_is_measured(screened: SimpleNamespace) -> None:
    """20 % of seven holders is one place; two are eligible then."""
    found = quota(screened.round, "cstd-co-so")
    assert found is not None
    assert (found.percent, found.base, found.limit, found.used, found.over) == (20, 7, 1, 1, 0)
    assert found.citation is not None
    assert "Điều 7 khoản 2" in found.citation.text
    record_rating(person=screened.people[1], year=2026, grade="hoan_thanh_xuat_sac", by=None)
    screen_round(round=screened.round, by=None)
    again = quota(screened.round, "cstd-co-so")
    assert again is not None
    assert (again.used, again.over, again.left) == (2, 1, 0)
    assert quota(screened.round, "ldtt") is None


def test_a_department_without_a_regulation_has_no_quota(screened: SimpleNamespace) -> None:
    screened.round.department.rulebook_scope = ""
    assert quota(screened.round, "cstd-co-so") is None


def test_the_page_warns_when_the_quota_is_passed(
    screened: SimpleNamespace, officer: Client
) -> None:
    record_rating(person=screened.people[1], year=2026, grade="hoan_thanh_xuat_sac", by=None)
    screen_round(round=screened.round, by=None)
    assert "Vượt 1 người" in officer.get(grid(screened)).content.decode()


def test_three_hundred_people_take_at_most_twelve_queries(
    opened: SimpleNamespace, client: Client
) -> None:
    made = save_people(
        department=opened.department,
        rows=[
            {"code": f"N{n:04}", "full_name": f"Nguyễn Văn Số {n}", "unit": opened.units[n % 3]}
            for n in range(300)
        ],
        by=None,
    )
    record_ratings(
        department=opened.department,
        rows=[{"person": p, "year": 2026, "grade": "hoan_thanh_tot"} for p, _ in made],
        by=None,
    )
    screen_round(round=opened.round, by=None)
    assert Assessment.objects.filter(person__isnull=False).count() == 307 * 6
    client.force_login(opened.users.officer)
    for query in ({"co": "300"}, {"co": "300", "q": "nguyen", "kq": "chua-du"}):
        with CaptureQueriesContext(connection) as counted:
            response = client.get(grid(opened, **query))
        assert len(names(response)) == 300
        assert len(counted) <= 12, [q["sql"][:90] for q in counted]


def test_an_unknown_page_size_is_the_usual_one(screened: SimpleNamespace, officer: Client) -> None:
    for size in ("7", "-1", "abc", "99999999999"):
        assert officer.get(grid(screened, co=size)).context["page"].paginator.per_page == 50


def test_from_october_the_page_says_that_the_text_is_awaited(
    screened: SimpleNamespace, officer: Client
) -> None:
    later = open_round(
        department=screened.department,
        year=2026,
        name="Đợt bổ sung",
        received_on=dt.date(2026, 10, 15),
        by=None,
    )
    screen_round(round=later, by=None)
    response = officer.get(reverse("eligibility:grid", args=[later.pk]))
    page = response.content.decode()
    assert "Chờ văn bản: LĐTT, CSTĐ cơ sở" in page
    assert "tạm tính: thiếu 1" in page
    chau = response.context["rows"][2]
    assert {cell.text for _, cell in chau.cells} == {"Chờ văn bản"}
    assert [cell.provisional_text for _, cell in chau.cells][:2] == ["đủ", "đủ"]
