"""Signing in is slowed down against guessing; accounts and roles stay within the department."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from thidua.accounts import actions
from thidua.accounts.models import RoleAssignment, SignInFailure, User
from thidua.accounts.queries import accounts_for, holders_of, matching
from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed, WrongState
from thidua.people.models import Person

PASSWORD = "mat-khau-thu-nghiem"
OTHERS = ["officer", "head", "member", "secretary", "director", "stranger", "nobody"]


def refusal(username: str, password: str = "sai", address: str = "10.0.0.1") -> str:
    with pytest.raises(WrongState) as caught:
        actions.check_credentials(username=username, password=password, address=address)
    return str(caught.value)


def test_the_right_password_opens_and_is_logged(world: SimpleNamespace) -> None:
    user = actions.check_credentials(username=" ChuyenVien ", password=PASSWORD, address="10.0.0.1")
    assert user == world.users.officer
    row = AuditRow.objects.get(action="accounts.sign_in")
    assert (row.actor, row.body) == (user, world.department)


def test_unknown_wrong_and_closed_read_the_same(world: SimpleNamespace) -> None:
    world.users.member.is_active = False
    world.users.member.save()
    sentences = {
        refusal("khong-co-ai"),
        refusal("chuyenvien"),
        refusal("uyvien", PASSWORD),
    }
    assert len(sentences) == 1
    assert "đúng" in sentences.pop()


def test_the_sixth_try_waits_even_with_the_right_password(world: SimpleNamespace) -> None:
    said = [refusal("chuyenvien") for _ in range(5)]
    assert len(set(said)) == 1
    for name in ("chuyenvien", "CHUYENVIEN"):
        assert refusal(name, PASSWORD).startswith("Đã nhập sai 5 lần. Thử lại sau 5 phút")
    other = actions.check_credentials(username="chuyenvien", password=PASSWORD, address="10.0.0.2")
    assert other == world.users.officer


def test_an_unknown_name_waits_just_as_long(world: SimpleNamespace) -> None:
    for _ in range(5):
        refusal("khong-co-ai")
    assert refusal("khong-co-ai").startswith("Đã nhập sai 5 lần.")


def test_waiting_ends_and_success_wipes_the_count(world: SimpleNamespace) -> None:
    for _ in range(5):
        refusal("chuyenvien")
    SignInFailure.objects.update(at=timezone.now() - dt.timedelta(minutes=5, seconds=1))
    for _ in range(4):
        refusal("chuyenvien")
    actions.check_credentials(username="chuyenvien", password=PASSWORD, address="10.0.0.1")
    assert not SignInFailure.objects.filter(username="chuyenvien").exists()
    assert "Đã nhập sai" not in refusal("chuyenvien")


def test_one_address_cannot_spray_many_names(world: SimpleNamespace) -> None:
    now = timezone.now()
    SignInFailure.objects.bulk_create(
        SignInFailure(username=f"u{n}", address="10.0.0.9", at=now) for n in range(50)
    )
    assert "Thử lại sau" in refusal("chuyenvien", PASSWORD, "10.0.0.9")


def test_a_new_account_signs_in_with_the_shown_password(world: SimpleNamespace) -> None:
    user, password = actions.create_account(
        department=world.department,
        username="Lu.LM",
        full_name="Lầu  Mí Lử",
        person=world.people[4],
        roles=[("officer", world.department)],
        by=world.users.administrator,
    )
    assert (user.username, user.full_name, user.must_change_password) == (
        "lu.lm",
        "Lầu Mí Lử",
        True,
    )
    assert actions.check_credentials(username="lu.lm", password=password, address="a") == user
    assert user.scope.roles == {"officer"}
    assert not AuditRow.objects.filter(text__contains=password).exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"username": "CHUYENVIEN"}, "username"),
        ({"username": "ab"}, "username"),
        ({"username": "có dấu"}, "username"),
        ({"full_name": " "}, "full_name"),
        ({"person": 3}, "person"),
        ({"person": -1}, "person"),
    ],
)
def test_refused_accounts_leave_nothing(
    world: SimpleNamespace, more: dict[str, Any], field: str
) -> None:
    if "person" in more:
        pick = more["person"]
        more = {"person": world.people[pick] if pick >= 0 else world.foreign_person}
    before = User.objects.count()
    fields = {"username": "moi", "full_name": "Người Mới", **more}
    with pytest.raises(WrongState) as caught:
        actions.create_account(department=world.department, by=world.users.administrator, **fields)
    assert caught.value.field == field
    assert User.objects.count() == before


@pytest.mark.parametrize("who", OTHERS)
def test_only_the_administrator_manages_accounts(world: SimpleNamespace, who: str) -> None:
    by = getattr(world.users, who)
    held = RoleAssignment.objects.get(user=world.users.officer)
    attempts = [
        lambda: actions.create_account(
            department=world.department, username="moi", full_name="Mới", by=by
        ),
        lambda: actions.give_role(
            user=world.users.nobody, role="officer", body=world.department, by=by
        ),
        lambda: actions.end_role(assignment=held, by=by),
        lambda: actions.set_active(user=world.users.officer, active=False, by=by),
        lambda: actions.reset_password(user=world.users.officer, by=by),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    world.users.officer.refresh_from_db()
    assert world.users.officer.check_password(PASSWORD)
    assert list(accounts_for(by)) == []


def test_the_administrator_does_not_reach_another_department(world: SimpleNamespace) -> None:
    by = world.users.administrator
    for attempt in (
        lambda: actions.reset_password(user=world.users.stranger, by=by),
        lambda: actions.set_active(user=world.users.stranger, active=False, by=by),
        lambda: actions.give_role(
            user=world.users.officer, role="officer", body=world.foreign, by=by
        ),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert world.users.stranger not in accounts_for(by)
    assert {u.username for u in accounts_for(by)} == {
        "chuyenvien",
        "truongphong",
        "uyvien",
        "thuky",
        "giamdoc",
        "quantri",
    }


def test_roles_fit_their_place_and_are_held_once(world: SimpleNamespace) -> None:
    by, user = world.users.administrator, world.users.secretary
    with pytest.raises(WrongState, match="được giao tại một phòng"):
        actions.give_role(user=user, role="head_of_unit", body=world.department, by=by)
    with pytest.raises(WrongState, match="được giao tại Sở Nội vụ"):
        actions.give_role(user=user, role="director", body=world.units[0], by=by)
    first = actions.give_role(user=user, role="head_of_unit", body=world.units[0], by=by)
    again = actions.give_role(user=user, role="head_of_unit", body=world.units[0], by=by)
    assert (again.pk, user.scope.unit_ids) == (first.pk, {world.units[0].pk})


def test_an_ended_role_is_gone_at_once_and_can_be_given_again(world: SimpleNamespace) -> None:
    by, user = world.users.administrator, world.users.officer
    held = RoleAssignment.objects.get(user=user)
    actions.end_role(assignment=held, by=by)
    fresh = User.objects.get(pk=user.pk)
    assert fresh.scope.department is None
    with pytest.raises(WrongState):
        actions.end_role(assignment=held, by=by)
    fresh.home = world.department
    fresh.save()
    actions.give_role(user=fresh, role="officer", body=world.department, by=by)
    assert User.objects.get(pk=user.pk).scope.roles == {"officer"}


def test_the_last_administrator_stays(world: SimpleNamespace) -> None:
    by = world.users.administrator
    held = RoleAssignment.objects.get(user=by)
    with pytest.raises(WrongState, match="quản trị cuối cùng"):
        actions.end_role(assignment=held, by=by)
    with pytest.raises(WrongState, match="Không tự khóa"):
        actions.set_active(user=by, active=False, by=by)
    second, _ = actions.create_account(
        department=world.department,
        username="quantri2",
        full_name="Hai",
        roles=[("administrator", world.department)],
        by=by,
    )
    actions.end_role(assignment=held, by=second)
    assert [u.username for u in holders_of("administrator", body=world.department)] == ["quantri2"]


def test_a_closed_account_has_no_scope_and_opens_again(world: SimpleNamespace) -> None:
    by, user = world.users.administrator, world.users.officer
    actions.set_active(user=user, active=False, by=by)
    assert User.objects.get(pk=user.pk).scope.department is None
    assert refusal("chuyenvien", PASSWORD)
    actions.set_active(user=user, active=True, by=by)
    assert actions.check_credentials(username="chuyenvien", password=PASSWORD, address="b") == user


def test_a_reset_password_replaces_the_old_one(world: SimpleNamespace) -> None:
    user = world.users.officer
    shown = actions.reset_password(user=user, by=world.users.administrator)
    assert refusal("chuyenvien", PASSWORD)
    fresh = actions.check_credentials(username="chuyenvien", password=shown, address="c")
    assert fresh.must_change_password
    actions.change_password(user=fresh, old=shown, new="một câu dễ nhớ")
    assert not User.objects.get(pk=user.pk).must_change_password


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("sai", "một câu dễ nhớ", "old"),
        (PASSWORD, PASSWORD, "new"),
        (PASSWORD, "ngắn", "new"),
        (PASSWORD, "chuyenvien1", "new"),
        (PASSWORD, "password123", "new"),
    ],
)
def test_weak_or_wrong_passwords_are_refused(
    world: SimpleNamespace, old: str, new: str, field: str
) -> None:
    user = world.users.officer
    with pytest.raises(WrongState) as caught:
        actions.change_password(user=user, old=old, new=new)
    assert caught.value.field == field
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_accounts_are_found_without_marks(world: SimpleNamespace) -> None:
    found = matching(User.objects.order_by("pk"), "ha tran")
    assert [u.username for u in found] == ["chuyenvien"]


def test_a_role_that_begins_later_or_ended_gives_nothing(world: SimpleNamespace) -> None:
    today = timezone.localdate()
    user = world.users.nobody
    for dates in (
        {"from_date": today + dt.timedelta(days=1)},
        {"to_date": today - dt.timedelta(days=1)},
    ):
        RoleAssignment.objects.create(user=user, body=world.department, role="officer", **dates)
    assert User.objects.get(pk=user.pk).scope.department is None
    assert user not in holders_of("officer", body=world.department)
    assert Person.objects.exists()
