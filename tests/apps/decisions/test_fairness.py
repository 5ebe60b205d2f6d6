"""The fairness mirror: shares of people, once each, and what is not recorded counted apart."""

from __future__ import annotations

from types import SimpleNamespace

from tests.apps.decisions.passed import nominee

from thidua.decisions import actions
from thidua.decisions.queries.fairness import Share, mirror
from thidua.people.models import Person


def test_each_person_counts_once_and_units_do_not_count(world: SimpleNamespace) -> None:
    chau, anh, *_ = world.people
    Person.objects.filter(pk=anh.pk).update(gender="")
    decision = actions.draft_decision(
        nominees=[
            nominee(chau, "ldtt"),
            nominee(chau, "cstd-co-so"),
            nominee(anh, "ldtt"),
            nominee(world.units[0], "tt-ldtt"),
        ],
        by=world.users.officer,
    )
    seen = mirror(decision)
    assert (seen.people, seen.staff) == (2, 7)
    direct, women, small = seen.lines
    assert (direct.listed, direct.staff) == (Share(2, 2, 0), Share(5, 7, 0))
    assert (women.listed, women.staff) == (Share(1, 1, 1), Share(3, 6, 1))
    assert small.listed == Share(2, 2, 0)


def test_people_who_left_are_not_the_staff(world: SimpleNamespace) -> None:
    Person.objects.filter(pk=world.people[6].pk).update(status=Person.Status.RETIRED)
    decision = actions.draft_decision(
        nominees=[nominee(world.people[0], "ldtt")], by=world.users.officer
    )
    assert mirror(decision).staff == 6


def test_a_share_of_nothing_known_is_empty_not_nought() -> None:
    assert Share(0, 0, 5).percent == ""
    assert Share(0, 4, 0).percent == "0"
    assert Share(2, 3, 0).percent == "66,7"
    assert Share(4, 4, 0).percent == "100"
