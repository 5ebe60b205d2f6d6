"""A proposal that rests on an expected title falls when the council does not pass that title."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from thidua.decisions import actions
from thidua.decisions.queries.expectations import lost_grounds
from thidua.dossiers.models import Nominee
from thidua.eligibility.models import Assessment
from thidua.kit.errors import WrongState
from thidua.people.models import Person

from .passed import nominee

ON = dt.date(2026, 11, 20)
EXPECTED = "Dự kiến: đủ điều kiện CSTĐ cơ sở năm 2026 trong cùng đợt xét"


def higher(person: Person, *facts: str) -> Nominee:
    """A passed Bằng khen whose tree stands on `facts`."""
    made = nominee(person, "bk-cap-tinh")
    tree = {"facts": [], "children": [{"facts": list(facts), "children": []}]}
    Assessment.objects.filter(pk=made.assessment_id).update(tree=tree)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize(
    ("fact", "title", "state", "falls"),
    [
        (EXPECTED, "cstd-co-so", "failed", True),
        (EXPECTED, "cstd-co-so", "passed", False),
        (EXPECTED, "ldtt", "failed", False),
        ("CSTĐ cơ sở năm 2025, QĐ 31/QĐ-SNV", "cstd-co-so", "failed", False),
    ],
)
def test_only_a_lost_expected_title_takes_the_ground(
    fact: str, title: str, state: str, falls: bool, world: SimpleNamespace
) -> None:
    up = higher(world.people[0], fact)
    nominee(world.people[0], title, state=state)
    nominee(world.people[1], "cstd-co-so", state="failed")  # somebody else's vote
    assert bool(lost_grounds([up], on=ON)) is falls


def test_it_is_not_submitted_upward_and_nothing_changes(world: SimpleNamespace) -> None:
    up = higher(world.people[0], EXPECTED)
    other = higher(world.people[2])
    nominee(world.people[0], "cstd-co-so", state="failed")
    with pytest.raises(WrongState, match="CSTĐ cơ sở dự kiến, nhưng Hội đồng không thông qua"):
        actions.forward_nominees(nominees=[other, up], by=world.users.officer)
    assert set(
        Nominee.objects.filter(pk__in=[up.pk, other.pk]).values_list("state", flat=True)
    ) == {"passed"}
    assert actions.forward_nominees(nominees=[other], by=world.users.officer) == 1
