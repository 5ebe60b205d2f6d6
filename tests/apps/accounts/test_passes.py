"""One-time codes: used once, for a while, for a few pages, and never guessed."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from thidua.accounts import actions
from thidua.accounts.models import SignInFailure, SignInPass
from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed, WrongState

HOUR = dt.timedelta(hours=1)
PAGES = ["/thu/bo-phieu/", "/thu/tai-lieu/"]


@pytest.fixture
def issued(world: SimpleNamespace) -> tuple[SignInPass, str]:
    return issue(world)


def issue(world: SimpleNamespace, **more: Any) -> tuple[SignInPass, str]:
    given = {
        "user": world.users.member,
        "purpose": "bỏ phiếu",
        "addresses": PAGES,
        "valid_for": HOUR,
        "body": world.department,
        "by": world.users.secretary,
        **more,
    }
    return actions.issue_pass(**given)


def test_a_code_is_used_once(world: SimpleNamespace, issued: Any) -> None:
    made, code = issued
    assert code not in str(SignInPass.objects.values().get())
    typed = f" {code[:5].lower()}-{code[5:].lower()} "
    used = actions.use_pass(code=typed, address="10.0.0.1")
    assert used.user == world.users.member
    with pytest.raises(WrongState, match="đã dùng"):
        actions.use_pass(code=code, address="10.0.0.1")
    row = AuditRow.objects.get(action="accounts.sign_in_by_pass")
    assert row.actor == world.users.member
    assert world.users.secretary.full_name in row.text
    assert code not in row.text + str(row.detail)
    assert AuditRow.objects.get(action="accounts.issue_pass").actor == world.users.secretary
    made.refresh_from_db()
    assert made.used_at is not None


@pytest.mark.parametrize("reason", ["expired", "replaced", "closed"])
def test_a_code_that_is_over_lets_nobody_in(
    world: SimpleNamespace, issued: Any, reason: str
) -> None:
    made, code = issued
    if reason == "expired":
        SignInPass.objects.update(expires_at=timezone.now())
    elif reason == "replaced":
        issue(world)
    else:
        world.users.member.is_active = False
        world.users.member.save()
    with pytest.raises(WrongState, match="Đề nghị thư ký cấp mã mới"):
        actions.use_pass(code=code, address="10.0.0.1")
    made.refresh_from_db()
    assert made.used_at is None


def test_a_code_for_another_purpose_stays(world: SimpleNamespace, issued: Any) -> None:
    issue(world, purpose="phiên khác")
    assert actions.use_pass(code=issued[1], address="10.0.0.1").purpose == "bỏ phiếu"


def test_guessing_is_slowed_down(world: SimpleNamespace, issued: Any) -> None:
    for _ in range(20):
        with pytest.raises(WrongState, match="Mã chưa đúng"):
            actions.use_pass(code="AAAAA-AAAAA", address="10.0.0.9")
    with pytest.raises(WrongState, match="Chờ 5 phút"):
        actions.use_pass(code=issued[1], address="10.0.0.9")
    actions.use_pass(code=issued[1], address="10.0.0.8")
    SignInFailure.objects.update(at=timezone.now() - dt.timedelta(minutes=6))
    with pytest.raises(WrongState, match="Mã chưa đúng"):
        actions.use_pass(code="BBBBB-BBBBB", address="10.0.0.9")


def test_only_secretary_and_officer_of_the_body_give_codes(world: SimpleNamespace) -> None:
    users = world.users
    for by in (users.member, users.director, users.stranger, users.nobody):
        with pytest.raises(NotAllowed):
            issue(world, by=by)
    issue(world, by=users.officer)
    for wrong in (dt.timedelta(0), dt.timedelta(days=32), -HOUR):
        with pytest.raises(WrongState, match="31 ngày"):
            issue(world, valid_for=wrong)
    users.member.is_active = False
    users.member.save()
    with pytest.raises(WrongState, match="đã khóa"):
        issue(world)


def test_opening_the_link_uses_nothing_up_and_the_button_does(
    world: SimpleNamespace, issued: Any
) -> None:
    _, code = issued
    client = Client()
    for _ in range(3):
        shown = client.get(f"/vao/{code}/")
        assert shown.status_code == 200
        assert f'value="{code}"' in shown.content.decode()
        assert "no-store" in shown["Cache-Control"]
    assert "_auth_user_id" not in client.session
    went = client.post("/vao/", {"ma": code})
    assert went["Location"] == PAGES[0]
    assert client.session["_auth_user_id"] == str(world.users.member.pk)
    again = Client().post("/vao/", {"ma": code})
    assert again.status_code == 422
    assert "đã dùng" in again.content.decode()


def test_the_session_opens_the_pages_of_the_code_and_no_other(
    world: SimpleNamespace,
) -> None:
    _, code = issue(world, addresses=["/hoi-dong/", "/mat-khau/"], user=world.users.director)
    client = Client()
    client.post("/vao/", {"ma": code})
    assert client.get("/hoi-dong/").status_code == 200
    for path in ("/", "/tai-khoan/", "/ho-so/", "/dang-nhap/", "/quyet-dinh/"):
        away = client.get(path)
        assert (away.status_code, away["Location"]) == (302, "/hoi-dong/"), path
    assert client.get("/api/v1/councils/").status_code == 403
    # Reading is for all addresses of the code, sending for the first alone.
    assert client.get("/mat-khau/").status_code == 200
    assert client.post("/mat-khau/", {"old": "x"}).status_code == 403
    assert client.post("/ho-so/lap/", {}).status_code == 403
    assert client.post("/dang-xuat/").status_code == 302
    assert client.get("/hoi-dong/").status_code == 302


def test_the_code_drops_whoever_was_signed_in_on_the_device(
    world: SimpleNamespace, issued: Any
) -> None:
    client = Client()
    client.force_login(world.users.secretary)
    client.post("/vao/", {"ma": issued[1]})
    assert client.session["_auth_user_id"] == str(world.users.member.pk)
    assert client.session["only"] == PAGES


def test_a_password_that_must_be_changed_does_not_stand_in_the_way(world: SimpleNamespace) -> None:
    member = world.users.member
    member.must_change_password = True
    member.save()
    _, code = issue(world, addresses=["/hoi-dong/"])
    client = Client()
    client.post("/vao/", {"ma": code})
    assert client.get("/hoi-dong/").status_code == 200
