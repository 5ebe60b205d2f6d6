"""The grid says whose facts changed after the screening, and stops saying so."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from thidua.eligibility.actions import assess_one, close_round, screen_round
from thidua.initiatives.actions import record_initiative
from thidua.movements.actions import register_for
from thidua.organisations.actions import set_collective_year
from thidua.people.actions import edit_person, record_rating

pytestmark = pytest.mark.django_db


def said(client: Client, world: SimpleNamespace, who: str = "officer", tab: str = "grid") -> int:
    client.force_login(getattr(world.users, who))
    response = client.get(reverse(f"eligibility:{tab}", args=[world.round.pk]))
    number = response.context["stale"]
    noun = "người" if tab == "grid" else "tập thể"
    sentence = f"Dữ liệu của {number} {noun} đã đổi sau lần quét"
    assert (sentence in response.content.decode()) == bool(number)
    return int(number)


def test_nothing_is_said_after_a_screening_or_before_the_first(
    screened: SimpleNamespace, client: Client
) -> None:
    assert said(client, screened) == 0
    assert said(client, screened, tab="units") == 0
    screened.round.screened_at = None
    screened.round.save()
    record_rating(person=screened.people[0], year=2019, grade="hoan_thanh", by=None)
    assert said(client, screened) == 0


def test_each_kind_of_fact_counts_the_person_once_until_the_next_screening(
    screened: SimpleNamespace, client: Client
) -> None:
    first, second = screened.people[0], screened.people[2]
    record_rating(person=first, year=2019, grade="hoan_thanh_tot", by=None)
    assert said(client, screened) == 0  # the same rating again is no change
    record_rating(person=first, year=2019, grade="hoan_thanh", by=None)
    edit_person(person=first, by=None, full_name=first.full_name, fields={"ethnicity": "Tày"})
    assert said(client, screened) == 1
    record_initiative(
        person=second, year=2026, kind="sang_kien", name="Mới", state="waiting", by=None
    )
    register_for(
        department=screened.department, person=second, year=2026, award_code="cstd-co-so", by=None
    )
    assert said(client, screened) == 2
    assert said(client, screened, "head") == 1  # the head sees the second person's unit alone
    screen_round(round=screened.round, by=screened.users.officer)
    assert said(client, screened) == 0


def test_a_new_answer_for_one_takes_that_one_from_the_count(
    screened: SimpleNamespace, client: Client
) -> None:
    for person in screened.people[:2]:
        record_rating(person=person, year=2026, grade="khong_hoan_thanh", by=None)
    assert said(client, screened) == 2
    assess_one(round=screened.round, person=screened.people[0], by=screened.users.officer)
    assert said(client, screened) == 1


def test_collectives_count_their_members_and_their_own_facts(
    screened: SimpleNamespace, client: Client
) -> None:
    set_collective_year(body=screened.units[2], year=2026, rating="hoan_thanh", by=None)
    assert said(client, screened, tab="units") == 1
    assert said(client, screened) == 0
    record_rating(person=screened.people[0], year=2026, grade="hoan_thanh", by=None)
    assert said(client, screened, tab="units") == 3  # with the unit of that person and the body


def test_a_closed_round_keeps_silent(screened: SimpleNamespace, client: Client) -> None:
    record_rating(person=screened.people[0], year=2026, grade="hoan_thanh", by=None)
    close_round(round=screened.round, by=screened.users.officer)
    client.force_login(screened.users.officer)
    page = client.get(reverse("eligibility:grid", args=[screened.round.pk])).content.decode()
    assert "đã đổi sau lần quét" not in page


def test_the_way_to_the_missing_facts_leads_to_their_part_of_the_page(
    screened: SimpleNamespace, client: Client
) -> None:
    from thidua.eligibility.models import Assessment

    person = screened.people[0]
    person.ratings.filter(year=2026).delete()
    screen_round(round=screened.round, by=screened.users.officer)
    answer = Assessment.objects.get(person=person, award_code="ldtt", is_current=True)
    assert answer.verdict == "needs_facts"
    client.force_login(screened.users.officer)
    page = client.get(reverse("eligibility:explain", args=[answer.pk])).content.decode()
    assert f'href="/can-bo/{person.pk}/#ho-so-hang-nam"' in page
    record = client.get(f"/can-bo/{person.pk}/").content.decode()
    assert 'id="ho-so-hang-nam"' in record
