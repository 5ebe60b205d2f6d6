"""Registrations of titles: once per recipient, year and award; only awards of the rulebook."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from thidua.kit.errors import NotAllowed, WrongState
from thidua.movements import actions, queries
from thidua.movements.models import Registration


def test_a_registration_is_kept_once_under_its_canonical_code(world: SimpleNamespace) -> None:
    args = {"department": world.department, "by": world.users.officer, "year": 2026}
    assert actions.register_for(person=world.people[0], award_code="cstd-co-so", **args) is True
    assert actions.register_for(person=world.people[0], award_code="cstd-co-so", **args) is False
    assert actions.register_for(collective=world.units[0], award_code="tt-ldxs", **args) is True
    kept = queries.registrations_of(world.department, 2026)
    assert sorted(r.award_code for r in kept) == ["cstd-co-so", "tt-ldxs"]
    assert not queries.registrations_of(world.foreign, 2026).exists()


def test_wrong_lines_store_nothing(world: SimpleNamespace) -> None:
    good = {"year": 2026, "award_code": "ldtt", "person": world.people[0]}
    for wrong in (
        {"year": 2999},
        {"person": None},
        {"collective": world.units[0]},
        {"person": world.foreign_person},
    ):
        with pytest.raises(WrongState):
            actions.register_many(
                department=world.department, rows=[good, {**good, **wrong}], by=None
            )
    assert not Registration.objects.exists()


def test_an_unknown_award_is_refused(world: SimpleNamespace) -> None:
    with pytest.raises(WrongState, match="khong-co"):
        actions.register_for(
            department=world.department,
            year=2026,
            award_code="khong-co",
            person=world.people[0],
            by=None,
        )
    assert not Registration.objects.exists()


@pytest.mark.parametrize("who", ["head", "member", "director", "administrator", "stranger"])
def test_only_the_own_officer(world: SimpleNamespace, who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.register_for(
            department=world.department,
            year=2026,
            award_code="ldtt",
            person=world.people[0],
            by=getattr(world.users, who),
        )
