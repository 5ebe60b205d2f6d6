"""A small department with history, a round, and the round screened."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest


@pytest.fixture
def history(world: SimpleNamespace) -> SimpleNamespace:
    """The books of 2015 to 2025 are loaded; ratings of 2015 to 2026; Châu is excellent since 2022.

    Châu (people[0]) holds CSTĐ cơ sở 2024 and 2025 and has an initiative of the province in 2025.
    """
    from thidua.initiatives.actions import record_initiative
    from thidua.people.actions import record_ratings
    from thidua.register.actions import record_award, record_years_loaded

    department, chau = world.department, world.people[0]
    record_years_loaded(department=department, years=range(2010, 2026), by=None)
    record_ratings(
        department=department,
        rows=[
            {"person": person, "year": year, "grade": "hoan_thanh_tot"}
            for person in world.people
            for year in range(2010, 2019)
        ]
        + [
            {"person": chau, "year": year, "grade": "hoan_thanh_xuat_sac"}
            for year in range(2022, 2027)
        ],
        by=None,
    )
    for year in (2024, 2025):
        record_award(
            department=department,
            by=None,
            person=chau,
            recipient_name=chau.full_name,
            award_name="Chiến sĩ thi đua cơ sở",
            award_code="cstd-co-so",
            year=year,
            decision_number=f"{year - 2000}/QĐ-SNV",
            decided_on=dt.date(year, 12, 18),
            source="book",
            source_ref=f"so:{year}",
        )
    record_initiative(
        person=chau,
        year=2025,
        kind="sang_kien",
        name="Tra cứu hồ sơ bằng mã vạch",
        state="recognised",
        level="bo_nganh_tinh",
        decision_number="3106/QĐ-UBND",
        recognised_on=dt.date(2025, 11, 12),
        by=None,
    )
    return world


@pytest.fixture
def opened(history: SimpleNamespace) -> SimpleNamespace:
    """The same with a round open, files received on 15/09/2026."""
    from thidua.eligibility.actions import open_round

    history.round = open_round(
        department=history.department,
        year=2026,
        name="Tổng kết năm 2026",
        received_on=dt.date(2026, 9, 15),
        by=history.users.officer,
    )
    return history


@pytest.fixture
def screened(opened: SimpleNamespace) -> SimpleNamespace:
    """The same, screened once."""
    from thidua.eligibility.actions import screen_round

    opened.done = screen_round(round=opened.round, by=opened.users.officer)
    return opened
