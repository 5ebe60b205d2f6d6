"""Targets beside an answer: evidence for people who conclude, and nothing to the law."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.urls import reverse

from thidua.eligibility.models import Assessment, FactsSnapshot
from thidua.targets import actions


def reported(screened: SimpleNamespace, body: Any, **more: Any) -> Any:
    """One target of the round's year, met in its first quarter."""
    users, year = screened.users, screened.round.year
    of = actions.open_set(body=body, year=year, by=users.officer)
    values = {"code": "A1", "text": "Hồ sơ xong", "unit": "hồ sơ", "plan": Decimal(5)} | more
    one = actions.save_target(of=of, values=values, by=users.officer)
    actions.submit_set(of=of, by=users.officer)
    of = actions.approve_set(of=of, by=users.director, approved_on=dt.date(year, 1, 5))
    actions.report_result(
        target=one, period=1, value=Decimal(6), reference="35/BC-VP", by=users.officer
    )
    return one


def test_what_a_collective_reached_stands_beside_with_its_source(
    screened: SimpleNamespace, client: Client
) -> None:
    found = Assessment.objects.filter(collective__isnull=False, is_current=True).first()
    assert found is not None
    address = reverse("eligibility:explain", args=[found.pk])
    client.force_login(screened.users.officer)
    assert "Minh chứng: chỉ tiêu" not in client.get(address).content.decode()
    before = FactsSnapshot.objects.get(pk=found.snapshot_id).facts
    reported(screened, found.collective)
    page = client.get(address).content.decode()
    assert "Minh chứng: chỉ tiêu" in page
    assert "1/1 đạt" in page
    assert "35/BC-VP" in page
    # The facts of the law do not know of it: the answer stays the one that was given.
    found.refresh_from_db()
    assert found.is_current
    assert FactsSnapshot.objects.get(pk=found.snapshot_id).facts == before


def test_a_person_sees_the_own_targets_beside_the_own_answer(
    screened: SimpleNamespace, client: Client
) -> None:
    person = screened.people[2]
    reported(screened, screened.department, owner_person=person)
    found = Assessment.objects.filter(person=person, is_current=True).first()
    assert found is not None
    client.force_login(screened.users.officer)
    page = client.get(reverse("eligibility:explain", args=[found.pk])).content.decode()
    assert "Chỉ tiêu giao cho cá nhân: 1/1 đạt" in page
    other = Assessment.objects.filter(person=screened.people[0], is_current=True).first()
    page = client.get(reverse("eligibility:explain", args=[other.pk])).content.decode()
    assert "Chỉ tiêu giao cho cá nhân" not in page
