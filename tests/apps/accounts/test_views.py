"""Pages of accounts: sign-in, own password, administration, navigation per role."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from thidua.accounts.models import RoleAssignment, User

PASSWORD = "mat-khau-thu-nghiem"
OTHERS = ["officer", "head", "member", "secretary", "director", "stranger", "nobody"]


def enter(client: Client, username: str, password: str = PASSWORD, **more: str) -> Any:
    data = {"username": username, "password": password, **more}
    return client.post(reverse("accounts:sign_in"), data)


def test_every_page_asks_to_sign_in_and_comes_back(client: Client, world: SimpleNamespace) -> None:
    answer = client.get("/can-bo/")
    assert (answer.status_code, answer["Location"]) == (302, "/dang-nhap/?next=/can-bo/")
    page = client.get(answer["Location"])
    assert 'name="next" value="/can-bo/"' in page.content.decode()
    assert enter(client, "chuyenvien", next="/can-bo/")["Location"] == "/can-bo/"
    assert client.get("/dang-nhap/?next=/so-khen-thuong/")["Location"] == "/so-khen-thuong/"


@pytest.mark.parametrize("wanted", ["https://la.vn/", "//la.vn", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(
    client: Client, world: SimpleNamespace, wanted: str
) -> None:
    assert enter(client, "chuyenvien", next=wanted)["Location"] == "/"


def test_a_wrong_password_is_a_sentence_and_keeps_the_name(
    client: Client, world: SimpleNamespace
) -> None:
    answer = enter(client, "chuyenvien", "sai")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in page
    assert 'value="chuyenvien"' in page
    assert "sai" not in re.findall(r'type="password"[^>]*', page)[0]
    empty = enter(client, "", "").content.decode()
    assert "Ghi tên đăng nhập." in empty
    assert "Ghi mật khẩu." in empty


def test_signing_out_needs_a_post(client: Client, world: SimpleNamespace) -> None:
    client.force_login(world.users.officer)
    assert client.get("/dang-xuat/").status_code == 405
    assert client.post("/dang-xuat/")["Location"] == "/dang-nhap/"
    assert client.get("/").status_code == 302


def test_a_given_password_must_be_replaced_first(client: Client, world: SimpleNamespace) -> None:
    user = world.users.officer
    user.must_change_password = True
    user.save()
    client.force_login(user)
    assert client.get("/can-bo/")["Location"] == "/mat-khau/"
    assert client.get("/mat-khau/").status_code == 200
    new = {"old": PASSWORD, "new": "một câu dễ nhớ", "again": "một câu dễ nhớ"}
    different = client.post("/mat-khau/", {**new, "again": "khác"})
    assert "Hai lần ghi mật khẩu mới chưa giống nhau." in different.content.decode()
    assert client.post("/mat-khau/", new)["Location"] == "/"
    assert client.get("/can-bo/").status_code == 200


def test_changing_the_password_ends_other_sessions(world: SimpleNamespace) -> None:
    here, there = Client(), Client()
    here.force_login(world.users.officer)
    there.force_login(world.users.officer)
    new = {"old": PASSWORD, "new": "một câu dễ nhớ", "again": "một câu dễ nhớ"}
    here.post("/mat-khau/", new)
    assert here.get("/can-bo/").status_code == 200
    assert there.get("/can-bo/")["Location"] == "/dang-nhap/?next=/can-bo/"


@pytest.mark.parametrize("who", OTHERS)
def test_others_do_not_see_accounts(client: Client, world: SimpleNamespace, who: str) -> None:
    client.force_login(getattr(world.users, who))
    officer = world.users.officer
    held = RoleAssignment.objects.get(user=officer)
    pages = [
        client.get("/tai-khoan/"),
        client.get("/tai-khoan/them/"),
        client.get(f"/tai-khoan/{world.users.administrator.pk}/"),
        client.post(f"/tai-khoan/{officer.pk}/cap-lai-mat-khau/"),
        client.post(f"/tai-khoan/{officer.pk}/khoa/", {"mo": "0"}),
        client.post(f"/vai-tro/{held.pk}/ket-thuc/"),
    ]
    for page in pages:
        assert page.status_code == 403
        assert "Phan Văn Ẩn" not in page.content.decode()
    officer.refresh_from_db()
    assert officer.is_active
    assert officer.check_password(PASSWORD)


def test_the_account_of_another_department_does_not_exist(
    client: Client, world: SimpleNamespace
) -> None:
    client.force_login(world.users.administrator)
    pk = world.users.stranger.pk
    for page in (
        client.get(f"/tai-khoan/{pk}/"),
        client.post(f"/tai-khoan/{pk}/cap-lai-mat-khau/"),
        client.post(f"/vai-tro/{RoleAssignment.objects.get(user=pk).pk}/ket-thuc/"),
    ):
        assert page.status_code == 404
        assert "Vũ Ngọc Ánh" not in page.content.decode()
    assert "Vũ Ngọc Ánh" not in client.get("/tai-khoan/").content.decode()


def test_the_list_is_searched_and_filtered(
    client: Client, world: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    client.force_login(world.users.administrator)
    with django_assert_max_num_queries(9):
        page = client.get("/tai-khoan/").content.decode()
    assert "1–6 trong 6 tài khoản" in page
    for query, number in (
        ("q=tran+thu", 1),
        ("q=QUANTRI", 1),
        ("vai-tro=director", 1),
        ("vai-tro=xyz", 6),
        ("trang-thai=mo", 6),
    ):
        assert f"trong {number} tài khoản" in client.get(f"/tai-khoan/?{query}").content.decode()
    empty = client.get("/tai-khoan/?trang-thai=khoa").content.decode()
    assert "Không có tài khoản nào khớp" in empty


def test_a_new_account_shows_its_password_once(client: Client, world: SimpleNamespace) -> None:
    client.force_login(world.users.administrator)
    answer = client.post(
        "/tai-khoan/them/",
        {
            "full_name": "Lầu Mí Lử",
            "username": "lu.lm",
            "person_code": "cb0005",
            "role": "head_of_unit",
            "body": world.units[2].pk,
        },
    )
    page = answer.content.decode()
    shown = re.search(r"<code>([a-z2-9-]{19})</code>", page)
    assert shown is not None
    assert "no-store" in answer["Cache-Control"]
    user = User.objects.get(username="lu.lm")
    assert (user.person, user.home) == (world.people[4], world.department)
    assert user.check_password(shown.group(1))
    assert shown.group(1) not in client.get(f"/tai-khoan/{user.pk}/").content.decode()


def test_wrong_input_is_told_at_its_field(client: Client, world: SimpleNamespace) -> None:
    client.force_login(world.users.administrator)
    base = {"full_name": "Mới", "username": "moi"}
    for wrong, sentence in (
        ({"username": "chuyenvien"}, "Tên đăng nhập “chuyenvien” đã có người dùng."),
        ({"person_code": "XD0001"}, "Không có cán bộ mang mã “XD0001” trong cơ quan."),
        ({"person_code": "CB0004"}, "Lê Quốc Bảo đã có tài khoản."),
        ({"role": "head_of_unit"}, "được giao tại một phòng, đơn vị."),
        ({"role": "vua"}, "Chọn vai trò khác."),
        ({"role": "officer", "body": world.foreign_unit.pk}, "Chọn nơi khác."),
    ):
        answer = client.post("/tai-khoan/them/", {**base, **wrong})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert not User.objects.filter(username="moi").exists()


def test_roles_are_given_and_ended_on_the_page(client: Client, world: SimpleNamespace) -> None:
    client.force_login(world.users.administrator)
    officer = world.users.officer
    address = f"/tai-khoan/{officer.pk}/"
    wrong = client.post(f"{address}vai-tro/", {"role": "director", "body": world.units[0].pk})
    assert "được giao tại Sở Nội vụ." in wrong.content.decode()
    given = client.post(
        f"{address}vai-tro/", {"role": "secretary", "body": world.department.pk}, follow=True
    )
    assert "Đã giao vai trò." in given.content.decode()
    held = RoleAssignment.objects.get(user=officer, role="officer")
    ended = client.post(f"/vai-tro/{held.pk}/ket-thuc/", follow=True).content.decode()
    assert "Đã kết thúc vai trò." in ended
    assert User.objects.get(pk=officer.pk).scope.roles == {"secretary"}
    client.post(f"{address}khoa/", {"mo": "0"})
    assert not User.objects.get(pk=officer.pk).is_active
    client.post(f"{address}khoa/", {"mo": "1"})
    assert User.objects.get(pk=officer.pk).is_active


@pytest.mark.parametrize(
    ("who", "links"),
    [
        (
            "administrator",
            [
                "Bàn làm việc",
                "Phong trào thi đua",
                "Quy định",
                "Tài khoản",
                "Khóa ký bằng",
                "Nhật ký",
            ],
        ),
        (
            "member",
            [
                "Bàn làm việc",
                "Hồ sơ của tôi",
                "Đăng ký của tôi",
                "Thông báo",
                "Phong trào thi đua",
                "Hội đồng và bỏ phiếu",
                "Quy định",
            ],
        ),
        ("nobody", ["Bàn làm việc"]),
        (
            "head",
            [
                "Bàn làm việc",
                "Hồ sơ của tôi",
                "Đăng ký của tôi",
                "Thông báo",
                "Phong trào thi đua",
                "Đăng ký thi đua",
                "Giao ước thi đua",
                "Chỉ tiêu",
                "Cụm, khối thi đua",
                "Chấm điểm thi đua",
                "Xét điều kiện",
                "Hồ sơ khen thưởng",
                "Quyết định",
                "Cán bộ",
                "Đơn vị",
                "Sáng kiến",
                "Sổ khen thưởng",
                "Quy định",
            ],
        ),
    ],
)
def test_the_shell_offers_only_what_the_role_may_open(
    client: Client, world: SimpleNamespace, who: str, links: list[str]
) -> None:
    client.force_login(getattr(world.users, who))
    page = client.get("/mat-khau/").content.decode()
    assert re.findall(r'<span class="nav-label">([^<]+)</span>', page)[:-1] == links
    for address in re.findall(r'<li><a href="([^"]+)" title=', page):
        assert client.get(address).status_code == 200
