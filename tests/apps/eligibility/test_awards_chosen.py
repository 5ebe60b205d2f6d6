"""Which awards a round considers: the usual ones, or those the officer chose."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.test import Client

from thidua.audit.models import AuditRow
from thidua.eligibility.actions import choose_awards, close_round, open_round, screen_round
from thidua.eligibility.models import Assessment, Round
from thidua.eligibility.queries.awards import columns
from thidua.kit.errors import NotAllowed, WrongState
from thidua.law import load_rulebook
from thidua.law.api import usual_awards

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(world: SimpleNamespace) -> Round:
    return open_round(
        department=world.department,
        year=2026,
        name="Tổng kết năm 2026",
        received_on=dt.date(2026, 9, 15),
        by=world.users.officer,
    )


def answered(round_: Round) -> set[str]:
    answers = Assessment.objects.filter(round=round_, is_current=True)
    return set(answers.values_list("award_code", flat=True))


def test_without_a_choice_the_usual_awards_are_considered(
    world: SimpleNamespace, round_: Round
) -> None:
    shown = {c.code for c in (*columns(round_), *columns(round_, collective=True))}
    assert shown == set(usual_awards(load_rulebook()))
    screen_round(round=round_, by=world.users.officer)
    assert answered(round_) <= shown
    assert "ldtt" in answered(round_)


def test_a_choice_adds_and_retires_answers_at_the_next_screening(
    world: SimpleNamespace, round_: Round
) -> None:
    screen_round(round=round_, by=world.users.officer)
    before = Assessment.objects.count()
    choose_awards(round=round_, awards=["cstd-co-so", "ldtt"], by=world.users.officer)
    round_.refresh_from_db()
    assert round_.awards == ["ldtt", "cstd-co-so"]  # the order of the rulebook
    screen_round(round=round_, by=world.users.officer)
    assert answered(round_) == {"ldtt", "cstd-co-so"}
    assert Assessment.objects.count() == before  # retired answers stay in the history
    assert "LĐTT" in AuditRow.objects.get(action="eligibility.choose_awards").text


def test_titles_that_units_count_are_computed_even_when_not_chosen(
    world: SimpleNamespace, round_: Round
) -> None:
    screen_round(round=round_, by=world.users.officer)
    unit = Assessment.objects.filter(round=round_, is_current=True, award_code="tt-ldxs")
    whole = {row.collective_id: row.tree for row in unit}
    choose_awards(round=round_, awards=["tt-ldxs"], by=world.users.officer)
    round_.refresh_from_db()
    screen_round(round=round_, by=world.users.officer)
    assert answered(round_) == {"tt-ldxs"}
    again = Assessment.objects.filter(round=round_, is_current=True, award_code="tt-ldxs")
    assert {row.collective_id: row.tree for row in again} == whole


def test_choosing_exactly_the_usual_awards_is_no_choice(
    world: SimpleNamespace, round_: Round
) -> None:
    usual = usual_awards(load_rulebook())
    choose_awards(round=round_, awards=usual, by=world.users.officer)
    round_.refresh_from_db()
    assert round_.awards == []


def test_an_unknown_award_is_refused_and_changes_nothing(
    world: SimpleNamespace, round_: Round
) -> None:
    with pytest.raises(WrongState, match="không có khen thưởng mã khong-co"):
        choose_awards(round=round_, awards=["ldtt", "khong-co"], by=world.users.officer)
    round_.refresh_from_db()
    assert round_.awards == []


@pytest.mark.parametrize("who", ["head", "secretary", "stranger"])
def test_only_the_officer_chooses(world: SimpleNamespace, round_: Round, who: str) -> None:
    with pytest.raises(NotAllowed):
        choose_awards(round=round_, awards=["ldtt"], by=getattr(world.users, who))


def test_a_closed_round_keeps_its_choice(world: SimpleNamespace, round_: Round) -> None:
    close_round(round=round_, by=world.users.officer)
    with pytest.raises(WrongState, match="Mở lại đợt xét"):
        choose_awards(round=round_, awards=["ldtt"], by=world.users.officer)


def test_the_page_chooses_and_goes_back_to_the_usual_ones(
    client: Client, world: SimpleNamespace, round_: Round
) -> None:
    client.force_login(world.users.officer)
    address = f"/dot-xet/{round_.pk}/khen-thuong/"
    page = client.get(address).content.decode()
    assert page.count("checked") == len(usual_awards(load_rulebook()))
    assert client.post(address, {}).status_code == 400
    client.post(address, {"ma": ["ldtt"]})
    round_.refresh_from_db()
    assert round_.awards == ["ldtt"]
    client.post(address, {"ma": ["ldtt"], "thuong-xet": "1"})
    round_.refresh_from_db()
    assert round_.awards == []
