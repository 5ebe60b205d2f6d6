"""Pages and API of persons: scope, privacy, search, export, few queries."""

from __future__ import annotations

import datetime as dt
import io
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.test import Client

from thidua.audit.models import AuditRow
from thidua.initiatives.actions import record_initiative
from thidua.movements.actions import register_for
from thidua.people import actions
from thidua.register.actions import record_award, record_claim, record_years_loaded

NUMBER = "097185000123"
SECRET = "khiếu nại về tài sản"


@pytest.fixture
def told(world: SimpleNamespace) -> SimpleNamespace:
    """Minh Châu has a number, awards, a claim, a discipline and a matter under review."""
    person, by = world.people[0], world.users.officer
    actions.save_person(
        department=world.department,
        by=by,
        person=person,
        full_name=person.full_name,
        identity_number=NUMBER,
    )
    actions.record_discipline(
        person=person, measure="canh_cao", from_date=dt.date(2024, 5, 1), by=by
    )
    actions.record_pending(
        person=person, kind="khieu_nai", from_date=dt.date(2026, 1, 2), note=SECRET, by=by
    )
    for year, code, name in (
        (2023, "cstd-co-so", "Chiến sĩ thi đua cơ sở"),
        (2024, "cstd-co-so", "Chiến sĩ thi đua cơ sở"),
        (2024, "bk-cap-tinh", "Bằng khen của Chủ tịch UBND tỉnh"),
    ):
        record_award(
            department=world.department,
            by=by,
            person=person,
            recipient_name=person.full_name,
            award_code=code,
            award_name=name,
            year=year,
            decision_number=f"{year}/QĐ-SNV",
            source="book",
        )
    record_years_loaded(department=world.department, years=[2022], source="sổ", by=by)
    record_claim(
        department=world.department,
        by=by,
        person=person,
        award_code="bk-thu-tuong",
        award_name="Bằng khen của Thủ tướng Chính phủ",
        year=2022,
    )
    record_initiative(
        person=person, year=2026, kind="sang_kien", name="Hồ sơ một lần", state="waiting", by=by
    )
    register_for(department=world.department, person=person, year=2026, award_code="ldtt", by=by)
    return world


def get(client: Client, user: Any, address: str) -> Any:
    client.force_login(user)
    return client.get(address)


def test_the_list_is_sorted_by_given_name_with_counts(
    client: Client, told: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    client.force_login(told.users.officer)
    with django_assert_max_num_queries(9):
        page = client.get("/can-bo/").content.decode()
    names = [p.full_name for p in told.people]
    order = sorted(names, key=page.index)
    assert order == [
        "Trần Đức Anh",
        "Lê Quốc Bảo",
        "Nguyễn Thị Minh Châu",
        "Đặng Thùy Dương",
        "Phạm Thị Hoà",
        "Lầu Mí Lử",
        "Ngô Đức Vinh",
    ]
    assert "1–7 trong 7 người" in page
    assert '<span class="digits">3</span>' in page
    assert NUMBER not in page


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("q=chau+nguyen", 1),
        ("q=ĐỨC", 2),
        ("nhom=head_of_division", 1),
        ("nhom=lạ", 7),
        ("tinh-trang=dang_lam_viec", 7),
        ("q=duc&nhom=head_of_department", 1),
    ],
)
def test_search_and_filters(
    client: Client, world: SimpleNamespace, query: str, number: int
) -> None:
    page = get(client, world.users.officer, f"/can-bo/?{query}").content.decode()
    assert f"trong {number} người" in page


def test_hits_are_marked_and_dangerous_text_is_escaped(
    client: Client, world: SimpleNamespace
) -> None:
    page = get(client, world.users.officer, "/can-bo/?q=duc").content.decode()
    assert "Trần <mark>Đức</mark> Anh" in page
    person = world.people[0]
    person.full_name = "<b>Đức</b> Lộ"
    person.folded_name = "<b>duc</b> lo"
    person.save()
    page = get(client, world.users.officer, "/can-bo/?q=lo").content.decode()
    assert "&lt;b&gt;Đức&lt;/b&gt; <mark>Lộ</mark>" in page
    assert "<b>Đức" not in page


def test_the_unit_filter_knows_only_visible_units(client: Client, world: SimpleNamespace) -> None:
    own = get(client, world.users.officer, f"/can-bo/?don-vi={world.units[1].pk}")
    assert "trong 2 người" in own.content.decode()
    foreign = get(client, world.users.officer, f"/can-bo/?don-vi={world.foreign_unit.pk}")
    assert "trong 7 người" in foreign.content.decode()
    assert "Phòng Quản lý nhà" not in foreign.content.decode()


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("ten", "Trần Đức Anh"),
        ("-ten", "Ngô Đức Vinh"),
        ("-khen-thuong", "Nguyễn Thị Minh Châu"),
        ("-don-vi", "Lầu Mí Lử"),
        ("xyz", "Trần Đức Anh"),
    ],
)
def test_sorting(client: Client, told: SimpleNamespace, sort: str, first: str) -> None:
    page = get(client, told.users.officer, f"/can-bo/?sap-xep={sort}").content.decode()
    assert min((p.full_name for p in told.people), key=page.index) == first


def test_everybody_sees_the_own_part_only(client: Client, told: SimpleNamespace) -> None:
    shown = {}
    for who, user in vars(told.users).items():
        page = get(client, user, "/can-bo/").content.decode().split('id="noi-dung"')[1]
        shown[who] = {p.code for p in [*told.people, told.foreign_person] if p.full_name in page}
    everyone = {p.code for p in told.people}
    assert shown["officer"] == shown["secretary"] == shown["director"] == everyone
    assert shown["head"] == {"CB0003", "CB0004"}
    assert shown["member"] == {"CB0003"}
    assert shown["administrator"] == shown["nobody"] == set()
    assert shown["stranger"] == {"XD0001"}


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200),
        ("secretary", 200),
        ("director", 200),
        ("head", 404),
        ("member", 404),
        ("administrator", 404),
        ("nobody", 404),
        ("stranger", 404),
    ],
)
def test_the_record_opens_within_the_scope_only(
    client: Client, told: SimpleNamespace, who: str, status: int
) -> None:
    pk = told.people[0].pk
    answer = get(client, getattr(told.users, who), f"/can-bo/{pk}/")
    page = answer.content.decode()
    assert answer.status_code == status
    assert ("Nguyễn Thị Minh Châu" in page) == (status == 200)
    api = client.get(f"/api/v1/people/{pk}")
    assert api.status_code == status
    assert ("CB0001" in api.content.decode()) == (status == 200)
    posted = client.post(f"/can-bo/{pk}/so-dinh-danh/")
    assert posted.status_code == (200 if who == "officer" else 404 if status == 404 else 403)
    assert (NUMBER in posted.content.decode()) == (who == "officer")


@pytest.mark.parametrize(
    ("who", "private"), [("officer", True), ("director", True), ("secretary", False)]
)
def test_private_facts_are_for_those_who_must_know(
    client: Client, told: SimpleNamespace, who: str, private: bool
) -> None:
    pk = told.people[0].pk
    page = get(client, getattr(told.users, who), f"/can-bo/{pk}/").content.decode()
    for fact in (SECRET, "Cảnh cáo", "12/03/1985"):
        assert (fact in page) == private
    answer = client.get(f"/api/v1/people/{pk}").json()
    assert (answer["private"] is not None) == private
    if private:
        assert answer["private"]["born_on"] == "1985-03-12"
        assert [d["what"] for d in answer["private"]["disciplines"]] == ["canh_cao"]


def test_the_head_sees_private_facts_of_the_own_unit(
    client: Client, world: SimpleNamespace
) -> None:
    person = world.people[2]
    actions.record_discipline(
        person=person, measure="canh_cao", from_date=dt.date(2024, 5, 1), by=None
    )
    for user in (world.users.head, world.users.member):  # the member is the person
        page = get(client, user, f"/can-bo/{person.pk}/").content.decode()
        assert "Cảnh cáo" in page


def test_the_record_shows_years_awards_and_doubts(
    client: Client, told: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    client.force_login(told.users.officer)
    with django_assert_max_num_queries(17):
        page = client.get(f"/can-bo/{told.people[0].pk}/").content.decode()
    assert "1 bằng khen, 2 danh hiệu thi đua" in page
    assert 'title="CSTĐ cơ sở, 2 lần"' in page
    assert "1 chờ công nhận" in page
    assert "đăng ký LĐTT" in page
    assert "Không có trong sổ" in page
    assert NUMBER not in page


def test_the_number_is_shown_once_and_the_look_is_logged(
    client: Client, told: SimpleNamespace
) -> None:
    client.force_login(told.users.officer)
    pk = told.people[0].pk
    answer = client.post(f"/can-bo/{pk}/so-dinh-danh/")
    assert NUMBER in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert AuditRow.objects.filter(action="people.reveal_identity").count() == 1
    assert NUMBER not in client.get(f"/can-bo/{pk}/").content.decode()
    assert client.get(f"/can-bo/{pk}/so-dinh-danh/").status_code == 405


def sheet(answer: Any) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return list(book.active.iter_rows(values_only=True))


def test_the_export_is_the_filtered_list_without_private_columns(
    client: Client, told: SimpleNamespace
) -> None:
    told.people[0].position = "=1+1"
    told.people[0].save()
    rows = sheet(get(client, told.users.officer, "/can-bo/xuat-bang-tinh/?q=chau"))
    assert rows[0][:3] == ("Mã cán bộ", "Họ và tên", "Giới tính")
    assert rows[1:] == [
        (
            "CB0001",
            "Nguyễn Thị Minh Châu",
            "Nữ",
            "=1+1",
            "Văn phòng Sở",
            "Người trực tiếp công tác",
            "Công chức",
            "Đang làm việc",
            3,
        )
    ]
    again = get(client, told.users.officer, "/can-bo/xuat-bang-tinh/?q=chau")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(again.streaming_content)))
    assert book.active["D2"].data_type == "s"
    assert len(sheet(get(client, told.users.head, "/can-bo/xuat-bang-tinh/"))) == 3
    assert len(sheet(get(client, told.users.nobody, "/can-bo/xuat-bang-tinh/"))) == 1


def test_an_empty_list_says_what_to_do(client: Client, world: SimpleNamespace) -> None:
    from thidua.people.models import Person

    Person.objects.filter(department=world.foreign).exclude(account=None).update(unit=None)
    world.users.stranger.person = None
    world.users.stranger.save()
    Person.objects.filter(department=world.foreign).delete()
    page = get(client, world.users.stranger, "/can-bo/").content.decode()
    assert "Chưa có cán bộ nào" in page
    assert "Nhập danh sách" in page
    none = get(client, world.users.officer, "/can-bo/?q=khongcoai").content.decode()
    assert "Không có ai khớp" in none


def test_many_people_are_paged(
    client: Client, world: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    rows = [{"full_name": f"Nguyễn Văn {n:03d}"} for n in range(120)]
    actions.save_people(department=world.department, rows=rows, by=None)
    client.force_login(world.users.officer)
    with django_assert_max_num_queries(9):
        page = client.get("/can-bo/?trang=3").content.decode()
    assert "101–127 trong 127 người" in page
    assert "101–127" in client.get("/can-bo/?trang=99").content.decode()
    assert "1–25" in client.get("/can-bo/?co=25&trang=xyz").content.decode()
    answer = client.get("/api/v1/people/?size=1000&page=2").json()
    assert (answer["total"], answer["size"], len(answer["items"])) == (127, 100, 27)


def test_the_api_list_has_the_scope_of_the_page(client: Client, told: SimpleNamespace) -> None:
    client.force_login(told.users.head)
    answer = client.get("/api/v1/people/").json()
    assert [p["code"] for p in answer["items"]] == ["CB0004", "CB0003"]
    client.force_login(told.users.nobody)
    assert client.get("/api/v1/people/").json()["items"] == []
    client.logout()
    assert client.get("/api/v1/people/").status_code in {302, 401}
