"""The books of a department that ended: closed to its successor until a person has decided that
its history counts, then read and continued there; units below units count as the unit's own.
"""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from thidua.accounts.models import RoleAssignment, User
from thidua.decisions.queries.lists import visible_to as decisions_of
from thidua.dossiers.models import Dossier
from thidua.dossiers.queries.lists import visible_to as dossiers_of
from thidua.eligibility.models import Round
from thidua.eligibility.queries.rounds import rounds_visible_to
from thidua.kit.errors import NotAllowed
from thidua.organisations import actions
from thidua.organisations.models import Body, HistoryRecognition
from thidua.organisations.queries import pks_below
from thidua.organisations.scopes import scope_of
from thidua.register.actions import record_award, revoke_entry
from thidua.register.models import RegisterEntry
from thidua.register.queries import visible_to

DAY = dt.date(2026, 3, 1)
BASIS = actions.Basis("12/2026/QĐ-UBND", "UBND tỉnh Lam Giang", dt.date(2026, 2, 20))


def again(user: User) -> User:
    """The account as the next request loads it."""
    return User.objects.get(pk=user.pk)


def recognise(world: SimpleNamespace, **more: Any) -> HistoryRecognition:
    said: dict[str, Any] = {
        "body": world.department, "predecessor": world.foreign, "up_to": dt.date(2026, 2, 28),
        "decided_by": "Giám đốc Sở Nội vụ", "decided_on": dt.date(2026, 3, 2),
        "document_number": "77/SNV-TĐKT", "basis": "Công văn 5/BNV", "by": world.users.officer,
    }  # fmt: skip
    return actions.recognise_history(**said | more)


@pytest.fixture
def ended(world: SimpleNamespace) -> SimpleNamespace:
    """The foreign department, with a line in its book, went into the department."""
    world.entry = record_award(
        department=world.foreign, recipient_name="Vũ Ngọc Ánh", award_name="Lao động tiên tiến",
        award_code="ldtt", year=2024, source="book", person=world.foreign_person, by=None,
    )  # fmt: skip
    world.round = Round.objects.create(
        department=world.foreign, year=2025, name="Đợt 2025", received_on=dt.date(2025, 12, 1),
        state="closed",
    )  # fmt: skip
    actions.absorb_bodies(
        bodies=[world.foreign], into=world.department, effective_on=DAY, basis=BASIS, by=None
    )
    return world


def test_the_successor_reads_nothing_before_a_person_decides(ended: SimpleNamespace) -> None:
    for role in ("officer", "secretary", "director", "head"):
        user = again(getattr(ended.users, role))
        assert scope_of(user).inherited == frozenset()
        assert ended.entry not in visible_to(user)
        assert ended.round not in rounds_visible_to(user)
    with pytest.raises(NotAllowed):
        revoke_entry(entry=ended.entry, reason="Sai", by=again(ended.users.officer), **PAPER)


PAPER: dict[str, Any] = {
    "day": dt.date(2026, 3, 5),
    "document_number": "9/QĐ-SNV",
    "document_on": dt.date(2026, 3, 4),
    "authority": "Giám đốc Sở Nội vụ",
}


def test_after_the_decision_it_reads_and_continues_the_old_books(ended: SimpleNamespace) -> None:
    recognise(ended)
    for role in ("officer", "secretary", "director"):
        user = again(getattr(ended.users, role))
        assert scope_of(user).inherited == {ended.foreign.pk}
        assert ended.entry in visible_to(user)
        assert ended.round in rounds_visible_to(user)
    client = Client()
    client.force_login(again(ended.users.officer))
    page = client.get(f"/so-khen-thuong/{ended.entry.pk}/")
    assert page.status_code == 200
    assert "Vũ Ngọc Ánh" in page.content.decode()
    assert client.get(f"/dot-xet/{ended.round.pk}/").status_code == 200
    revoke_entry(entry=ended.entry, reason="Sai", by=again(ended.users.officer), **PAPER)
    ended.entry.refresh_from_db()
    assert ended.entry.state == RegisterEntry.State.REVOKED


def test_heads_and_members_gain_nothing_by_it(ended: SimpleNamespace) -> None:
    recognise(ended)
    for role in ("head", "member", "administrator", "nobody"):
        user = again(getattr(ended.users, role))
        assert scope_of(user).inherited == frozenset()
        assert ended.entry not in visible_to(user)


def test_the_decision_withdrawn_closes_the_books_again(ended: SimpleNamespace) -> None:
    made = recognise(ended)
    actions.withdraw_recognition(recognition=made, reason="Nhầm", by=ended.users.officer)
    user = again(ended.users.officer)
    assert ended.entry not in visible_to(user)
    assert ended.round not in rounds_visible_to(user)


def test_a_predecessor_that_lives_on_keeps_its_books(ended: SimpleNamespace) -> None:
    recognise(ended)
    Body.objects.filter(pk=ended.foreign.pk).update(closed_on=None)
    assert scope_of(again(ended.users.officer)).inherited == frozenset()


def test_a_chain_of_decisions_reaches_the_first_and_a_circle_ends(ended: SimpleNamespace) -> None:
    older = Body.objects.create(
        name="Sở Lao động", folded_name="so lao dong", short_name="SLĐ", code="so-lao-dong",
        kind="so", parent=ended.province, closed_on=dt.date(2020, 1, 1),
    )  # fmt: skip
    recognise(ended)
    for body, before in ((ended.foreign, older), (older, ended.foreign)):
        HistoryRecognition.objects.create(
            body=body, predecessor=before, up_to=dt.date(2019, 12, 31), decided_by="Giám đốc",
            decided_on=dt.date(2020, 2, 1), document_number="1", basis="x",
        )  # fmt: skip
    user = again(ended.users.officer)
    assert scope_of(user).inherited == {ended.foreign.pk, older.pk}


def test_dossiers_and_decisions_ask_the_same_scope(ended: SimpleNamespace) -> None:
    recognise(ended)
    user = again(ended.users.officer)
    for rows in (dossiers_of(user), decisions_of(user)):
        said = str(rows.query)
        assert f"{ended.foreign.pk}" in said
        assert " IN (" in said
    assert not Dossier.objects.exists()


def test_who_heads_a_unit_heads_the_units_in_it(world: SimpleNamespace) -> None:
    below = world.units[1]
    made = []
    for depth in (1, 2):
        below = Body.objects.create(
            name=f"Tổ {depth}", folded_name=f"to {depth}", short_name=f"Tổ {depth}",
            code=f"to-{depth}", kind="phong", parent=below,
        )  # fmt: skip
        made.append(below.pk)
    person = world.people[0]
    person.unit = below
    person.save(update_fields=["unit"])
    head = again(world.users.head)
    assert scope_of(head).unit_ids == {world.units[1].pk, *made}
    assert pks_below([world.units[1].pk]) == set(made)
    client = Client()
    client.force_login(head)
    assert client.get(f"/can-bo/{person.pk}/").status_code == 200
    assert client.get(f"/can-bo/{world.people[1].pk}/").status_code == 404


def test_accounts_of_deep_units_are_the_departments_own(world: SimpleNamespace) -> None:
    deep = Body.objects.create(
        name="Tổ 1", folded_name="to 1", short_name="Tổ 1", code="to-1", kind="phong",
        parent=world.units[2],
    )  # fmt: skip
    user = User.objects.create(username="toruong", full_name="Người Tổ Một")
    RoleAssignment.objects.create(user=user, body=deep, role="head_of_unit")
    from thidua.accounts.queries import accounts_for

    assert user in accounts_for(world.users.administrator)
    assert user not in accounts_for(world.users.officer)
