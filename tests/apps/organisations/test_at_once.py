"""Two officers reorganise at the same moment: one after the other, and never a circle."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from tests.apps.organisations.shared import BASIS, FIRST, unit
from tests.apps.test_at_once import at_once, sentences

from thidua.audit.queries import verify
from thidua.organisations import actions, queries
from thidua.organisations.models import Body, BodyEvent, HistoryRecognition

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(*bodies: Body) -> list[Body]:
    return [Body.objects.get(pk=body.pk) for body in bodies]


def test_two_moves_that_would_make_a_circle_together(world: SimpleNamespace) -> None:
    one, other = unit(world, "Phòng A"), unit(world, "Phòng B")

    def under(body: Body, parent: Body) -> object:
        child, above = fresh(body, parent)
        return actions.move_body(
            body=child, parent=above, effective_on=FIRST, basis=BASIS, by=world.users.officer
        )

    came = at_once(lambda: under(one, other), lambda: under(other, one))
    assert len(sentences(came)) == 1
    assert queries.Forest.read().faults() == []
    assert BodyEvent.objects.count() == 1
    assert verify().broken_at is None


def test_one_unit_is_ended_once(world: SimpleNamespace) -> None:
    one, into, parent = unit(world, "Phòng A"), unit(world, "Phòng B"), unit(world, "Phòng C")

    def absorb() -> object:
        body, target = fresh(one, into)
        return actions.absorb_bodies(
            bodies=[body], into=target, effective_on=FIRST, basis=BASIS, by=world.users.officer
        )

    def move() -> object:
        body, target = fresh(into, parent)
        return actions.move_body(
            body=body, parent=target, effective_on=FIRST, basis=BASIS, by=world.users.officer
        )

    came = at_once(absorb, absorb, move)
    assert len(sentences(came)) == 1
    assert "đã kết thúc hoạt động" in sentences(came)[0]
    assert BodyEvent.objects.filter(kind="sap_nhap").count() == 1
    assert queries.Forest.read().faults() == []


def test_one_event_is_undone_once_and_one_decision_stands(world: SimpleNamespace) -> None:
    one, into = unit(world, "Phòng A"), unit(world, "Phòng B")
    event = actions.move_function(
        giver=one, receiver=into, function="Việc", effective_on=FIRST, basis=BASIS, by=None
    )

    def recognise() -> object:
        return actions.recognise_history(
            body=into, predecessor=one, up_to=dt.date(2025, 2, 28), decided_by="Giám đốc",
            decided_on=dt.date(2025, 4, 1), document_number="8/TB", basis="Hướng dẫn",
            by=world.users.officer,
        )  # fmt: skip

    assert len(sentences(at_once(recognise, recognise))) == 1
    standing = HistoryRecognition.objects.get(withdrawn_at=None)

    def withdraw() -> object:
        return actions.withdraw_recognition(recognition=standing, reason="Ghi nhầm", by=None)

    assert len(sentences(at_once(withdraw, withdraw))) == 1

    def undo() -> object:
        return actions.undo_event(event=BodyEvent.objects.get(pk=event.pk), by=None)

    assert len(sentences(at_once(undo, undo))) == 1
    assert queries.Succession.read().before == {}
