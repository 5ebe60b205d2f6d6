"""The number book: no number lost, none twice, each accounted for, whoever presses when."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.apps.decisions.passed import awaiting, issued, nominee, round_of
from tests.apps.decisions.test_concurrency import at_once

from thidua.decisions import actions
from thidua.decisions.actions.numbering import settle_number, take_next
from thidua.decisions.models import Decision, DecisionNumber, NumberBook
from thidua.decisions.queries.lists import next_number
from thidua.decisions.queries.numbers import stretches
from thidua.kit.errors import NotAllowed, WrongState

S = DecisionNumber.State


def sound(year: int) -> None:
    """What must hold of a book at any moment."""
    for book in NumberBook.objects.filter(year=year):
        slots = list(book.numbers.order_by("number"))
        numbers = [slot.number for slot in slots]
        if book.first is None:
            assert (numbers, book.last) == ([], None)
            continue
        assert numbers == list(range(book.first, (book.last or 0) + 1))
        assert slots[0].state != S.FREE
        assert slots[-1].state != S.FREE
        for slot in slots:
            held = slot.decision
            assert (held is not None) == (slot.state in {S.RESERVED, S.USED})
            if held is not None:
                assert (held.number, held.year) == (slot.number, book.year)
        assert sum(one.count for one in stretches(book)) == len(numbers)
    numbered = Decision.objects.filter(number__isnull=False, year=year)
    assert DecisionNumber.objects.filter(decision__in=numbered).count() == numbered.count()


def drafts(world: SimpleNamespace, count: int) -> list[Decision]:
    return [
        Decision.objects.create(
            department=world.department, round=round_of(world.department), title=f"Dự thảo {i}",
            symbol="QĐ-SNV",
        )
        for i in range(count)
    ]  # fmt: skip


STEP = st.tuples(
    st.sampled_from(["take", "next", "give back", "elsewhere"]),
    st.integers(0, 4),
    st.integers(1, 12),
    st.booleans(),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STEP, max_size=25))
def test_whatever_is_done_the_book_stays_whole(world: SimpleNamespace, steps: list[tuple]) -> None:
    mark = transaction.savepoint()
    decisions = drafts(world, 5)
    fields: set[str | None] = set()
    year = _today().year
    for verb, place, number, skip in steps:
        decision = Decision.objects.get(pk=decisions[place].pk)
        try:
            with transaction.atomic():
                if verb == "take":
                    decision.number = number
                    settle_number(decision, by=None, skipped_elsewhere=skip)
                    decision.save()
                elif verb == "next":
                    take_next(decision, by=None)
                    decision.save()
                elif verb == "give back":
                    decision.number = None
                    settle_number(decision, by=None)
                    decision.save()
                else:
                    actions.note_elsewhere(
                        department=world.department, year=year, first=number,
                        last=number + place, by=world.users.officer,
                    )  # fmt: skip
        except WrongState as refusal:
            fields.add(refusal.field)
        sound(year)
    assert fields <= {"number", "first"}
    transaction.savepoint_rollback(mark)


def test_a_number_given_back_is_the_next_one(world: SimpleNamespace) -> None:
    first, second, third = drafts(world, 3)
    for decision in (first, second, third):
        take_next(decision, by=None)
        decision.save()
    assert [d.number for d in (first, second, third)] == [1, 2, 3]
    second.number = None
    settle_number(second, by=None)
    second.save()
    assert next_number(world.department, first.year) == 2
    fourth = drafts(world, 1)[0]
    take_next(fourth, by=None)
    assert fourth.number == 2


def test_numbers_are_not_skipped_in_silence(world: SimpleNamespace) -> None:
    issued(world, number=7, nominees=[nominee(world.people[0], "ldtt")])
    waiting = awaiting(world, [nominee(world.people[1], "ldtt")])
    with pytest.raises(WrongState) as refusal:
        actions.issue_decision(
            decision=waiting, number=12, decided_on=_today(), by=world.users.director
        )
    assert str(refusal.value) == (
        "Số 12 bỏ trống số 08 đến 11. Dùng số 08, hoặc đánh dấu rằng các số bỏ qua văn thư đã cấp "
        "cho văn bản khác."
    )
    done = actions.issue_decision(
        decision=waiting, number=12, decided_on=_today(), skipped_elsewhere=True,
        by=world.users.director,
    )  # fmt: skip
    sound(done.year)
    assert [(s.first, s.last, s.state) for s in stretches(NumberBook.objects.get())] == [
        (12, 12, S.USED), (8, 11, S.ELSEWHERE), (7, 7, S.USED),
    ]  # fmt: skip


def test_a_draft_keeps_its_number_and_gives_it_back(world: SimpleNamespace) -> None:
    draft = actions.draft_decision(
        nominees=[nominee(world.people[0], "ldtt")], by=world.users.officer
    )
    draft = actions.edit_decision(decision=draft, number=5, by=world.users.officer)
    slot = DecisionNumber.objects.get()
    assert (slot.number, slot.state, slot.decision) == (5, S.RESERVED, draft)
    other = awaiting(world, [nominee(world.people[1], "ldtt")])
    done = actions.issue_decision(decision=other, decided_on=_today(), by=world.users.director)
    assert done.number == 6
    actions.discard_decision(decision=draft, by=world.users.officer)
    sound(done.year)
    assert list(DecisionNumber.objects.values_list("number", "state")) == [(6, S.USED)]


def test_numbers_of_the_clerk_are_noted_by_officer_or_director_only(world: SimpleNamespace) -> None:
    for name in ("head", "member", "secretary", "administrator", "stranger", "nobody"):
        with pytest.raises(NotAllowed):
            actions.note_elsewhere(
                department=world.department, year=2026, first=1, last=5,
                by=getattr(world.users, name),
            )  # fmt: skip
    assert (
        actions.note_elsewhere(
            department=world.department, year=2026, first=1, last=5, by=world.users.officer
        )
        == 5
    )
    assert next_number(world.department, 2026) == 6
    officer = Client()
    officer.force_login(world.users.officer)
    page = officer.get("/quyet-dinh/so/").content.decode()
    assert "1 đến 5" in page
    answer = officer.post("/quyet-dinh/so/", {"year": 2026, "first": 9, "last": 10})
    assert answer.status_code == 422
    assert "ghi nối liền với các số đó" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_officers_issue_at_once_and_both_get_a_number(
    transactional_db: None, world: SimpleNamespace
) -> None:
    waiting = [awaiting(world, [nominee(person, "ldtt")]) for person in world.people[:4]]
    today = _today()

    def issue(decision: Decision):
        return lambda: actions.issue_decision(
            decision=decision, decided_on=today, by=world.users.director
        )

    assert at_once(*[issue(decision) for decision in waiting]) == [None] * 4
    numbers = sorted(Decision.objects.values_list("number", flat=True))
    assert numbers == [1, 2, 3, 4]
    assert set(Decision.objects.values_list("state", flat=True)) == {Decision.State.ISSUED}
    sound(today.year)


def _today() -> dt.date:
    return timezone.localdate()
