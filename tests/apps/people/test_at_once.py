"""Two officers at one pair of records: merged once, told apart or merged, parted once."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from tests.apps.people.rows_for_tests import everything
from tests.apps.people.test_merging import merged, own_everything, twins
from tests.apps.test_at_once import at_once, sentences

from thidua.accounts.models import RoleAssignment, User
from thidua.audit.models import AuditRow
from thidua.audit.queries import verify
from thidua.people import actions, queries
from thidua.people.models import DistinctPair, Person, PersonMerge

pytestmark = pytest.mark.django_db(transaction=True)


def second_officer(world: SimpleNamespace) -> User:
    user = User.objects.create(username="chuyenvien2", full_name="Đỗ Thị Hai")
    RoleAssignment.objects.create(user=user, body=world.department, role="officer")
    return user


def merge_as(user: User, kept: Person, gone: Person) -> Any:
    """As a page does it: both records read anew, every difference decided for the survivor."""
    one, other = Person.everyone.get(pk=kept.pk), Person.everyone.get(pk=gone.pk)
    return actions.merge_people(
        survivor=one,
        absorbed=other,
        choices={d.key: "survivor" for d in queries.differences(one, other)},
        reason="Cùng một người",
        by=user,
    )


def test_one_pair_is_merged_once_whoever_stays(world: SimpleNamespace) -> None:
    kept, gone = twins(world)
    own_everything(world, kept, gone)
    first, second = world.users.officer, second_officer(world)
    before = everything()
    came = at_once(lambda: merge_as(first, kept, gone), lambda: merge_as(second, gone, kept))
    assert len(sentences(came)) == 1
    made = PersonMerge.objects.get()
    assert {made.survivor_id, made.absorbed_id} == {kept.pk, gone.pk}
    assert Person.objects.filter(pk__in=[kept.pk, gone.pk]).get().pk == made.survivor_id
    assert AuditRow.objects.filter(action="people.merge_people").count() == 1
    assert verify().broken_at is None
    actions.undo_merge(merge=made, reason="Thử lại", by=first)
    assert everything() == before


def test_a_pair_is_merged_or_told_apart_and_what_holds_is_clear(world: SimpleNamespace) -> None:
    kept, gone = twins(world)
    first, second = world.users.officer, second_officer(world)

    def tell_apart() -> Any:
        one, other = Person.everyone.get(pk=kept.pk), Person.everyone.get(pk=gone.pk)
        return actions.tell_apart(one=one, other=other, reason="Hai người", by=second)

    came = at_once(lambda: merge_as(first, kept, gone), tell_apart)
    merges, pairs = PersonMerge.objects.count(), DistinctPair.objects.count()
    # Either the merge came last and took the pair off its list, or the pair was merged already.
    assert merges == 1
    assert pairs == 0 or not sentences(came)
    assert Person.objects.filter(pk__in=[kept.pk, gone.pk]).count() == 1
    assert verify().broken_at is None


def test_a_merge_is_undone_once(world: SimpleNamespace) -> None:
    kept, gone = twins(world)
    made = merged(world, kept, gone)
    first, second = world.users.officer, second_officer(world)

    def undo(user: User) -> Any:
        row = PersonMerge.objects.get(pk=made.pk)
        return actions.undo_merge(merge=row, reason="Nhầm", by=user)

    came = at_once(lambda: undo(first), lambda: undo(second))
    assert len(sentences(came)) == 1
    assert "đã được tách" in sentences(came)[0]
    assert Person.objects.filter(pk__in=[kept.pk, gone.pk]).count() == 2
    assert AuditRow.objects.filter(action="people.undo_merge").count() == 1
