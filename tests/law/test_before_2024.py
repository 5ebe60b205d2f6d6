"""The texts before 2024: nothing unread or unverified concludes by itself, whatever the history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.law import AwardHeld, Facts, evaluate, evaluate_all, facts_from_dict, load_rulebook
from thidua.law.answer import check_tree
from thidua.law.book.model import AwardEntry, Condition
from thidua.law.facts import (
    Collective,
    Initiative,
    Leave,
    Period,
    Rating,
    Registration,
    Service,
    Study,
    Subject,
)
from thidua.law.facts import words as w
from thidua.law.values import ELIGIBLE, NEEDS_DECISION, NOT_ELIGIBLE, UNKNOWN

RB = load_rulebook()
OLD = {
    "luat-15-2003-qh11", "luat-39-2013-qh13", "nd-65-2014", "nd-91-2017", "tt-12-2019-tt-bnv",
}  # fmt: skip
AWARDS_2003 = {
    "ldtt", "cstd-co-so", "cstd-cap-tinh", "cstd-toan-quoc", "tt-ldtt", "tt-ldxs", "co-cap-tinh",
    "co-chinh-phu", "co-thi-dua-cap-huyen", "giay-khen", "bk-cap-tinh", "bk-thu-tuong",
    "hc-lao-dong-hang-ba", "hc-lao-dong-hang-nhi", "hc-lao-dong-hang-nhat", "hc-doc-lap-hang-ba",
    "hc-doc-lap-hang-nhi", "hc-doc-lap-hang-nhat", "hc-ho-chi-minh", "hc-sao-vang",
    "anh-hung-lao-dong", "hc-quan-cong-hang-nhat",
}  # fmt: skip
FIRST, LAST = date(2004, 7, 1), date(2023, 12, 31)
BORDERS = [date(2014, 6, 1), date(2014, 8, 20), date(2017, 10, 1), date(2020, 1, 1)]
RECEIVED = st.dates(date(2010, 1, 1), LAST) | st.sampled_from(
    [day - timedelta(days=back) for day in BORDERS for back in (0, 1)]
)
YEARS = st.integers(2005, 2023)
DAYS = st.dates(date(2004, 1, 1), date(2023, 12, 31))


def words(source: dict[str, str]) -> st.SearchStrategy[str]:
    return st.sampled_from(list(source))


SPANS = st.tuples(DAYS, DAYS).map(lambda two: (min(two), max(two)))
LISTS: dict[str, Any] = {
    "ratings": st.lists(
        st.builds(Rating, YEARS, words(w.GRADES)), unique_by=lambda item: item.year, max_size=12
    ).map(tuple),
    "initiatives": st.lists(
        st.builds(
            Initiative, YEARS, words(w.LEVELS), st.just("sang_kien"), st.none() | DAYS, st.just("1")
        ),
        max_size=6,
    ).map(tuple),
    "awards": st.lists(
        st.builds(
            AwardHeld,
            st.sampled_from(sorted(AWARDS_2003)),
            YEARS,
            st.just("1/QĐ"),
            st.none() | DAYS,
            st.none(),
            st.none() | SPANS.map(lambda span: Period(*span)),
            st.none() | words(w.MERITS),
        ),
        max_size=10,
    ).map(tuple),
    "registrations": st.lists(st.builds(Registration, YEARS, st.just("ldtt")), max_size=6).map(
        tuple
    ),
    "disciplines": st.just(()),
    "pending": st.just(()),
}


@st.composite
def people(draw: st.DrawFn) -> Facts:
    leave = draw(st.lists(st.builds(lambda k, s: Leave(k, *s), words(w.LEAVE_KINDS), SPANS)))
    study = draw(st.lists(SPANS.map(lambda span: Study(*span)), max_size=1))
    service = Service(draw(DAYS), "cong_chuc", leave=tuple(leave), study=tuple(study))
    lists = {name: draw(strategy) for name, strategy in LISTS.items()}
    return Facts(Subject("individual"), service, **lists)


@st.composite
def units(draw: st.DrawFn) -> Facts:
    members = draw(st.integers(0, 30))
    group = Collective(
        members,
        draw(st.integers(0, members)),
        {"ldtt": draw(st.integers(0, members)), "cstd-co-so": draw(st.integers(0, members))},
        draw(st.sampled_from(["khong", *w.MEASURES])),
        founded_on=draw(st.none() | DAYS),
    )
    lists = {name: draw(LISTS[name]) for name in ("ratings", "awards", "pending")}
    return Facts(Subject("collective"), collective=group, **lists)


SUBJECTS = people() | units()


def leaves(conditions: tuple[Condition, ...]) -> Iterator[Condition]:
    for item in conditions:
        if item.children:
            yield from leaves(item.children)
        else:
            yield item


def entries() -> Iterator[AwardEntry]:
    for key in RB.all_keys("award:"):
        for spoken in RB.speakers(key):
            if spoken.entry is not None and spoken.instrument.key in OLD:
                yield spoken.entry


def test_all_twenty_two_awards_are_spoken_of_on_every_day() -> None:
    for day in (*BORDERS, LAST):
        assert {info.code for info in RB.awards(day)} == AWARDS_2003
    before = {info.code for info in RB.awards(FIRST)}
    assert before == AWARDS_2003 - {"co-thi-dua-cap-huyen"}
    assert RB.awards(FIRST - timedelta(days=1)) == []


def test_what_is_only_known_at_second_hand_is_for_people_to_conclude() -> None:
    """A machine check of unverified wording (K, V2) carries `confirm`."""
    for entry in entries():
        conditions = (*entry.conditions, *(c for r in entry.routes for c in r.conditions))
        for item in leaves(conditions):
            if item.confidence in ("K", "V2") and item.predicate != "judged":
                assert item.confirm, (entry.instrument.key, entry.code, item.id)


@given(SUBJECTS, RECEIVED)
@settings(max_examples=150, deadline=None)
def test_unread_and_unverified_text_concludes_nothing(facts: Facts, received_on: date) -> None:
    unverified = {
        (entry.code, item.id)
        for entry in entries()
        for item in leaves((*entry.conditions, *(c for r in entry.routes for c in r.conditions)))
        if item.confirm and entry is RB.award(entry.code, received_on)
    }
    year = received_on.year - 1
    for code, verdict in evaluate_all(RB, facts, year=year, received_on=received_on).items():
        assert check_tree(verdict.reasons)
        if verdict.value == ELIGIBLE:
            assert verdict.missing == ()
        for node in verdict.reasons.walk():
            assert not (node.confidence == UNKNOWN and node.value == ELIGIBLE)
            if (code, node.id) in unverified:
                assert node.value not in (ELIGIBLE, NOT_ELIGIBLE), (code, node.id)


@given(people(), RECEIVED, st.sampled_from([*LISTS, "service"]))
@settings(max_examples=150, deadline=None)
def test_forgetting_never_makes_anyone_eligible(facts: Facts, received_on: date, name: str) -> None:
    question: dict[str, Any] = {"year": received_on.year - 1, "received_on": received_on}
    known = evaluate_all(RB, facts, **question)
    for code, verdict in evaluate_all(RB, replace(facts, **{name: None}), **question).items():
        if verdict.value == ELIGIBLE:
            assert known[code].value == ELIGIBLE, (code, name)


@given(st.integers(0, 300), st.integers(0, 300), RECEIVED)
@settings(max_examples=150, deadline=None)
def test_more_than_half_is_exact(members: int, holders: int, received_on: date) -> None:
    held = min(members, holders)
    year = received_on.year - 1
    facts = Facts(
        Subject("collective"),
        ratings=(Rating(year, "hoan_thanh_tot"),),
        pending=(),
        awards=(),
        collective=Collective(members, members, {"ldtt": held}, "khong"),
    )
    found = evaluate(RB, facts, award="tt-ldtt", year=year, received_on=received_on)
    assert found.value == (ELIGIBLE if 2 * held > members else NOT_ELIGIBLE)


BASE: dict[str, Any] = {
    "subject": {"kind": "individual"},
    "service": {"recruited_on": "2005-01-01", "employment": "cong_chuc", "leave": [], "study": []},
    "ratings": [{"year": 2016, "grade": "hoan_thanh_tot"}],
    "disciplines": [],
    "pending": [],
}


@pytest.mark.parametrize(
    ("leave", "days"),
    [
        # Tết 2016: 6 to 14 February; the working days of January and February without it.
        ([("om", "2016-02-06", "2016-02-14")], 0),
        ([("om", "2016-02-05", "2016-02-15")], 2),
        # 2 September, a Friday; 3 and 4 are a weekend.
        ([("khong_luong", "2016-09-01", "2016-09-05")], 2),
        # Ends and beginnings outside the year are cut off; 1 January 2016 is a holiday.
        ([("om", "2015-12-01", "2016-01-04")], 1),
        ([("om", "2016-12-30", "2017-03-01")], 1),
        # Maternity leave and studies are not counted, also where other leave lies inside.
        ([("thai_san", "2016-03-01", "2016-08-31"), ("om", "2016-04-01", "2016-09-01")], 1),
        ([("hoc_tap", "2016-03-01", "2016-08-31")], 0),
    ],
)
def test_working_days_away(leave: list[tuple[str, str, str]], days: int) -> None:
    service = {
        **BASE["service"],
        "leave": [{"kind": kind, "from": start, "to": end} for kind, start, end in leave],
    }
    facts = facts_from_dict({**BASE, "service": service})
    found = evaluate(RB, facts, award="ldtt", year=2016, received_on=date(2016, 12, 31))
    (node,) = [node for node in found.reasons.walk() if node.id == "nghi-duoi-40-ngay"]
    assert node.facts == (f"Nghỉ {days} ngày làm việc trong năm 2016",)


@pytest.mark.parametrize(
    ("received_on", "value"),
    [
        # Under NĐ 65 by the decision of 10 May 2015, from 2020 by the period to 2014.
        (date(2017, 9, 30), NOT_ELIGIBLE),
        (date(2017, 10, 1), "needs_facts"),
        (date(2019, 12, 31), "needs_facts"),
        (date(2020, 1, 1), ELIGIBLE),
    ],
)
def test_from_where_the_next_award_counts(received_on: date, value: str) -> None:
    facts = facts_from_dict(
        {
            **BASE,
            "ratings": [{"year": year, "grade": "hoan_thanh_xuat_sac"} for year in (2015, 2016)],
            "initiatives": [
                {"year": year, "level": "co_so", "decision": "1/QĐ"} for year in (2015, 2016)
            ],
            "awards": [
                {
                    "code": "bk-cap-tinh",
                    "year": 2014,
                    "decided_on": "2015-05-10",
                    "period": {"from": "2013-01-01", "to": "2014-12-31"},
                    "merit": "cong_trang",
                }
            ],
        }
    )
    found = evaluate(RB, facts, award="bk-cap-tinh", year=2016, received_on=received_on)
    assert found.value == value


def test_the_two_days_of_counting_that_disagree_wait_for_the_text() -> None:
    """Five years from the period have passed, from the decision they have not."""
    facts = facts_from_dict(
        {
            **BASE,
            "ratings": [
                {"year": year, "grade": "hoan_thanh_xuat_sac"} for year in range(2013, 2018)
            ],
            "initiatives": [
                {"year": year, "level": "co_so", "decision": "1/QĐ"} for year in range(2013, 2018)
            ],
            "awards": [
                {
                    "code": "bk-cap-tinh",
                    "year": 2012,
                    "decided_on": "2013-11-10",
                    "period": {"from": "2011-01-01", "to": "2012-12-31"},
                    "merit": "cong_trang",
                }
            ],
        }
    )
    found = evaluate(RB, facts, award="bk-thu-tuong", year=2017, received_on=date(2018, 3, 1))
    assert found.value == "needs_official_text"
    assert "chưa đọc được" in found.short_reasons()[0]


def test_a_finding_settles_a_wording_that_was_not_compared() -> None:
    asked = {
        **BASE,
        "awards": [{"code": "cstd-co-so", "year": year} for year in (2011, 2012)],
    }
    question: dict[str, Any] = {
        "award": "bk-cap-tinh", "year": 2012, "received_on": date(2013, 3, 1),
    }  # fmt: skip
    assert evaluate(RB, facts_from_dict(asked), **question).value == NEEDS_DECISION
    for holds, value in ((True, ELIGIBLE), (False, NOT_ELIGIBLE)):
        finding = {"about": "bk-cap-tinh.hai-lan-lien-tuc", "holds": holds, "by": "Sở Nội vụ"}
        facts = facts_from_dict({**asked, "findings": [finding]})
        assert evaluate(RB, facts, **question).value == value
