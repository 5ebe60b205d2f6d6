"""Answers across the border of 01/10/2026, and texts loaded after the screening."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from thidua.eligibility.actions import open_round, screen_round
from thidua.eligibility.models import Assessment, Round
from thidua.eligibility.queries.transition import later_texts
from thidua.people.models import Rating

pytestmark = pytest.mark.django_db


def screened(world: SimpleNamespace, received_on: dt.date) -> Round:
    round_ = open_round(
        department=world.department,
        year=2026,
        name="Tổng kết năm 2026",
        received_on=received_on,
        by=world.users.officer,
    )
    screen_round(round=round_, by=world.users.officer)
    return round_


def answer(round_: Round, person: Any, award: str = "ldtt") -> Assessment:
    return Assessment.objects.get(round=round_, person=person, award_code=award, is_current=True)


@pytest.mark.parametrize(
    ("received", "decided", "asked"),
    [
        (dt.date(2026, 9, 30), dt.date(2026, 9, 30), 0),
        (dt.date(2026, 9, 30), dt.date(2026, 10, 1), 1),
        (dt.date(2026, 10, 1), dt.date(2026, 10, 2), 0),
    ],
)
def test_a_later_text_stands_beside_only_across_its_border(
    world: SimpleNamespace, received: dt.date, decided: dt.date, asked: int
) -> None:
    found = answer(screened(world, received), world.people[0])
    assert len(later_texts(found, decided_on=decided)) == asked


def test_who_fails_by_the_former_text_is_not_refused_by_an_unread_one(
    world: SimpleNamespace,
) -> None:
    Rating.objects.filter(person=world.people[0], year=2026).update(grade="hoan_thanh")
    round_ = screened(world, dt.date(2026, 9, 15))
    [failing] = later_texts(answer(round_, world.people[0]), decided_on=dt.date(2026, 11, 20))
    assert (failing.verdict, failing.open, failing.applies) == ("needs_official_text", True, False)
    [fine] = later_texts(answer(round_, world.people[1]), decided_on=dt.date(2026, 11, 20))
    assert (fine.open, fine.applies) == (False, False)


def test_the_page_shows_both_texts(
    client: Client, world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    Rating.objects.filter(person=world.people[0], year=2026).update(grade="hoan_thanh")
    found = answer(screened(world, dt.date(2026, 9, 15)), world.people[0])
    monkeypatch.setattr(timezone, "localdate", lambda: dt.date(2026, 11, 20))
    client.force_login(world.users.officer)
    page = client.get(f"/dot-xet/ket-qua/{found.pk}/").content.decode()
    assert "Theo văn bản có hiệu lực sau ngày nhận hồ sơ" in page
    assert "có thể có lợi hơn" in page
    assert "/quy-dinh/ldtt/?ngay=2026-09-15" in page


def test_a_text_loaded_after_the_screening_asks_for_another(
    client: Client, world: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THIDUA_VAR_DIR", str(tmp_path))
    round_ = screened(world, dt.date(2026, 10, 15))
    client.force_login(world.users.officer)
    page = f"/dot-xet/{round_.pk}/"
    assert "Văn bản được nạp sau lần quét" not in client.get(page).content.decode()
    texts = tmp_path / "quy-tac" / "texts"
    texts.mkdir(parents=True)
    (texts / "mot.yaml").write_text(
        "format: thidua-confirmed/1\n"
        "official: {instrument: luat-06-2026-qh16, checked_by: A, checked_on: 2026-10-20,"
        " against: Công báo thử}\nunchanged: [ldtt]\n",
        encoding="utf-8",
    )
    assert "Văn bản được nạp sau lần quét" in client.get(page).content.decode()
    screen_round(round=round_, by=world.users.officer)
    assert answer(round_, world.people[0]).verdict == "eligible"
    assert "Văn bản được nạp sau lần quét" not in client.get(page).content.decode()
