"""What nobody knows is never a yes: over random records, all awards, every day from 2004 to 2027.

A text that becomes unread, a choice that a body takes back and a fact that nobody recorded may turn
a yes or a no into a question. None of them may turn anything into a yes.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from thidua.law import (
    Facts,
    FactsError,
    Rulebook,
    Verdict,
    evaluate,
    evaluate_all,
    facts_from_dict,
    facts_to_dict,
    load_rulebook,
)
from thidua.law.answer import check_tree, relevant
from thidua.law.api import spoken_awards
from thidua.law.book.model import AwardEntry, Condition
from thidua.law.facts import words as w
from thidua.law.facts.model import NO_YEAR
from thidua.law.values import ELIGIBLE, UNKNOWN, VERDICTS

RB = load_rulebook()
SCOPE = "so-noi-vu-lam-giang"
ALL = spoken_awards(RB)
BORDERS = sorted({head.in_force for head in RB.instruments.values()})
DAYS = st.dates(date(2004, 7, 1), date(2027, 12, 31)) | st.sampled_from(
    [day + timedelta(days=more) for day in BORDERS for more in (-1, 0) if day > date(2004, 7, 1)]
)
SCOPES = st.sampled_from([None, SCOPE])
HELD = ["ldtt", "cstd-co-so", "cstd-cap-tinh", "cstd-toan-quoc", "bk-cap-tinh", "bk-thu-tuong",
        "hc-lao-dong-hang-ba", "hc-lao-dong-hang-nhi", "tt-ldxs", "co-cap-tinh", "co-chinh-phu",
        "don-vi-quyet-thang", "nha-giao-uu-tu"]  # fmt: skip
SLUGS = sorted(
    {
        slug
        for code in ALL
        for spoken in RB.speakers(f"award:{code}")
        if spoken.entry is not None
        for route in spoken.entry.routes
        for slug in route.claims
    }
)


def leaves(condition: Condition) -> Iterator[Condition]:
    if not condition.children:
        yield condition
    for child in condition.children:
        yield from leaves(child)


def conditions(entry: AwardEntry) -> list[Condition]:
    every = (*entry.conditions, *(c for route in entry.routes for c in route.conditions))
    return [leaf for condition in every for leaf in leaves(condition)]


@dataclass(frozen=True)
class Record:
    """A history, the day and year asked about, the body; `award`: the one that it is made for."""

    facts: Facts
    on: date
    year: int
    scope: str | None
    award: str


@st.composite
def at_random(draw: st.DrawFn) -> Record:
    """A day, and a mostly good history of the years before it."""
    on = draw(DAYS)
    year = on.year
    some = st.integers(0, 9).map(lambda back: year - back)
    grade = st.sampled_from(["hoan_thanh_xuat_sac", "hoan_thanh_xuat_sac", "hoan_thanh_tot"])
    graded = grade | st.sampled_from(list(w.GRADES))
    kind = draw(st.sampled_from(["individual", "individual", "collective", "enterprise"]))
    long = draw(st.integers(1, 26))
    data: dict[str, Any] = {
        "subject": {"kind": kind},
        "ratings": [{"year": year - back, "grade": draw(graded)} for back in range(long)],
        "pending": [],
        "awards": [
            {
                "code": code,
                "year": held,
                "decided_on": f"{held}-12-20",
                "merit": draw(st.sampled_from(["cong_trang", "cong_trang", "chuyen_de"])),
            }
            for code, held in sorted(
                draw(st.sets(st.tuples(st.sampled_from(HELD), some), max_size=9))
                | {("cstd-co-so", year - n) for n in range(draw(st.integers(0, 4)))}
            )
        ],
        "findings": [
            {"about": slug, "holds": True, "by": "Hội đồng", "decided_on": on}
            for slug in draw(st.lists(st.sampled_from(SLUGS), max_size=3, unique=True))
        ],
    }
    if kind == "individual":
        data["subject"] |= {
            "group": draw(st.sampled_from(list(w.GROUPS))),
            "force": draw(st.sampled_from(list(w.FORCES))),
            "gender": draw(st.sampled_from(list(w.GENDERS))),
        }
        posts = [{"title": "A", "level": draw(st.sampled_from(list(w.POSITIONS))),
                  "from": f"{year - draw(st.integers(1, 20))}-01-01"}]  # fmt: skip
        data["service"] = {
            "recruited_on": f"{year - draw(st.integers(0, 25))}-02-01",
            "enlisted_on": f"{year - draw(st.integers(0, 26))}-02-01",
            "employment": draw(st.sampled_from(list(w.EMPLOYMENTS))),
            "leave": [],
            "posts": posts,
        }
        data["registrations"] = [{"year": year, "award": "ldtt"}]
        data["disciplines"] = draw(
            st.sampled_from(
                [[], [], [{"measure": "khien_trach", "from": f"{year - 2}-01-01",
                           "to": f"{year - 1}-01-01"}]]
            )
        )  # fmt: skip
        data["initiatives"] = [
            {"year": held, "level": draw(st.sampled_from(list(w.LEVELS))), "decision": "1/QĐ"}
            for held in draw(st.lists(some, max_size=5))
        ]
    else:
        members = draw(st.integers(1, 20))
        data["collective"] = {
            "members": members,
            "members_completing": members,
            "members_with": {code: draw(st.integers(0, members)) for code in
                             ("ldtt", "cstd-co-so", "chien-si-tien-tien")},
            "worst_discipline": None,
            "founded_on": f"{year - draw(st.integers(1, 40))}-01-01",
            "rank_in_cluster": {"rank": 1, "level": draw(st.sampled_from(list(w.CLUSTER_LEVELS)))},
        }  # fmt: skip
    return Record(facts_from_dict(data), on, year, draw(SCOPES), draw(st.sampled_from(ALL)))


@st.composite
def near_a_yes(draw: st.DrawFn) -> Record:
    """A record that a case of `tests/cases` holds to be enough, with up to two things amiss."""
    award = draw(st.sampled_from(sorted(ENOUGH)))
    record, data = draw(st.sampled_from(ENOUGH[award]))
    data, on = copy.deepcopy(data), record.on
    for _ in range(draw(st.integers(0, 2))):
        amiss(draw, data, record.year)
    if draw(st.integers(0, 4)) == 0:
        on = draw(DAYS)
    try:
        facts = facts_from_dict(data)
    except FactsError:  # what is amiss now cannot be written down at all
        assume(False)
    return replace(record, facts=facts, on=on, year=record.year + on.year - record.on.year)


def amiss(draw: st.DrawFn, data: dict[str, Any], year: int) -> None:
    """One thing less, or one thing that stands in the way."""
    item = next(
        (items[draw(st.integers(0, len(items) - 1))] for name in
         [draw(st.sampled_from(["ratings", "awards", "initiatives", "findings"]))]
         if (items := data.get(name))), None)  # fmt: skip
    what = draw(st.sampled_from(["gone", "worse", "moved", "discipline", "pending", "same year"]))
    day = f"{year}-02-01"
    if what == "discipline":
        data["disciplines"] = [{"measure": "khien_trach", "from": day, "to": f"{year + 1}-02-01"}]
    elif what == "pending":
        data["pending"] = [{"kind": "khieu_nai", "from": day}]
    elif what == "same year":
        more = {
            "code": "hc-lao-dong-hang-ba",
            "year": year,
            "decided_on": day,
            "merit": "cong_trang",
        }
        data["awards"] = [*(data.get("awards") or []), more]
    elif item is not None and what == "gone":
        for name in ("ratings", "awards", "initiatives", "findings"):
            data[name] = [one for one in data.get(name) or [] if one is not item]
    elif item is not None and what == "worse":
        item |= {key: bad for key, bad in WORSE.items() if key in item}
    elif item is not None and "year" in item:
        item["year"] = (item["year"] or year) - 1


WORSE = {"grade": "khong_hoan_thanh", "level": "co_so", "holds": False, "merit": "chuyen_de"}


def enough() -> dict[str, list[tuple[Record, dict[str, Any]]]]:
    """The records of `tests/cases` that are enough, by award."""
    found: dict[str, list[tuple[Record, dict[str, Any]]]] = {}
    for path in sorted((Path(__file__).parents[1] / "cases").glob("*.yaml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in document["cases"]:
            ask = {**document.get("ask", {}), **case["ask"]}
            asked_about = ask.get("question", "assess")
            if asked_about != "assess" or case["expect"]["verdict"] != "eligible":
                continue
            if "claims" in ask:
                continue
            base = document.get("bases", {}).get(case.get("base"), {})
            facts = facts_from_dict({**base, **case.get("facts", {})})
            code = RB.resolve_code(ask["award"])
            record = Record(facts, ask["received_on"], ask["year"], ask.get("scope"), code)
            found.setdefault(code, []).append((record, facts_to_dict(facts)))
    return found


ENOUGH = enough()
RECORDS = at_random() | near_a_yes() | near_a_yes()


def asked(rb: Rulebook, record: Record) -> dict[str, Verdict]:
    return evaluate_all(
        rb,
        record.facts,
        year=record.year,
        received_on=record.on,
        scope=record.scope,
        awards=ALL,
    )


def yes(verdict: Verdict) -> bool:
    """A yes by the text of the day, or by the last known one."""
    shown = verdict.provisional or verdict
    return ELIGIBLE in (verdict.value, shown.value)


def no_new_yes(before: dict[str, Verdict], after: dict[str, Verdict]) -> None:
    for code, verdict in after.items():
        assert yes(before[code]) or not yes(verdict), code


@given(RECORDS)
@settings(max_examples=60, deadline=None)
def test_leaves_decide_the_root_of_every_award(record: Record) -> None:
    found = asked(RB, record)
    assert list(found) == ALL
    for verdict in found.values():
        assert verdict.value in VERDICTS
        assert verdict.value == verdict.reasons.value
        assert check_tree(verdict.reasons)
        if verdict.value == ELIGIBLE:
            assert verdict.missing == ()
            assert {node.value for node in relevant(verdict.reasons)} == {ELIGIBLE}
        assert all(
            node.value != ELIGIBLE for node in verdict.reasons.walk() if node.confidence == UNKNOWN
        )


# -- the records can reach a yes, else the properties of this file would say nothing ---------------
def unreachable(condition: Condition) -> bool:
    """Whether no record meets it, because nobody read it. (What a body has not set is judged by a
    person; a finding settles it.)"""
    if condition.kind == "any":
        return all(unreachable(child) for child in condition.children)
    if condition.children:
        return any(unreachable(child) for child in condition.children)
    if condition.confidence == UNKNOWN or None in condition.params.values():
        return True
    return condition.predicate == "unknown"


def closed(code: str) -> bool:
    """Whether on every day since 2004 each route to the award has something that nobody read."""
    for on in sorted({*BORDERS, date(2004, 7, 1)}):
        entry = RB.award(code, on)
        if entry is None or not entry.loaded:
            continue
        for route in entry.routes:
            if not any(unreachable(item) for item in (*entry.conditions, *route.conditions)):
                return False
    return True


# Awards of which no text read so far lets anyone be proposed; why stands in the rulebook.
CLOSED = {
    "ba-me-viet-nam-anh-hung",  # the ordinance on the title is unread
    "bk-quan-khu-dhqg", "co-thi-dua-quan-khu-dhqg",  # rules of ministries and national universities
    "co-thi-dua-cap-huyen",  # of the district level, before 2022: unread
    "hc-chien-cong-hang-nhi", "hc-chien-cong-hang-ba",  # how great a feat each class asks: unread
    "nghe-nhan-nhan-dan", "nghe-nhan-uu-tu", "nghe-si-nhan-dan", "nghe-si-uu-tu",
    "nha-giao-nhan-dan", "nha-giao-uu-tu", "thay-thuoc-nhan-dan", "thay-thuoc-uu-tu",
    # People's and eminent teachers, physicians, artists, artisans: years are set by unread decrees
}  # fmt: skip


def test_every_award_has_a_record_that_is_enough_or_a_text_that_nobody_read() -> None:
    assert {code for code in ALL if closed(code)} == CLOSED
    assert set(ENOUGH) == set(ALL) - CLOSED
    assert len(ENOUGH) == 50


@pytest.mark.parametrize("award", sorted(ENOUGH))
def test_a_record_that_is_enough_is_enough(award: str) -> None:
    for record, _ in ENOUGH[award]:
        assert asked(RB, record)[award].value == ELIGIBLE


def test_the_records_drawn_reach_a_yes_and_miss_it_by_little() -> None:
    """Most awards are met by some record drawn here, and are missed by some made for them."""
    met: set[str] = set()
    missed: set[str] = set()

    @given(RECORDS)
    @settings(max_examples=1000, deadline=None, derandomize=True, database=None)
    def look(record: Record) -> None:
        found = evaluate(
            RB,
            record.facts,
            award=record.award,
            year=record.year,
            received_on=record.on,
            scope=record.scope,
        )
        (met if found.value == ELIGIBLE else missed).add(record.award)

    look()
    assert len(met) >= 42, sorted(set(ENOUGH) - met)
    assert len(missed & set(ENOUGH)) >= 42, sorted(set(ENOUGH) - missed)


# -- what is lost makes no new yes -----------------------------------------------------------------
def with_unread(on: date, code: str, number: int) -> Rulebook:
    """A copy of the rulebook in which one condition of one award was read by nobody."""
    known = RB.award(code, on)
    if known is None or not known.loaded:
        known = RB.last_loaded(code, on)
    if known is None:
        return RB
    every = conditions(known)
    lost = every[number % len(every)] if every else None

    def changed(condition: Condition) -> Condition:
        if condition is lost:
            return replace(
                condition,
                predicate="unknown",
                params={"text": "chưa đọc"},
                confidence=UNKNOWN,
                confirm=False,
            )
        return replace(condition, children=tuple(map(changed, condition.children)))

    entry = replace(
        known,
        conditions=tuple(map(changed, known.conditions)),
        routes=tuple(
            replace(route, conditions=tuple(map(changed, route.conditions)))
            for route in known.routes
        ),
    )
    book: Any = copy.copy(RB)

    def instead(method: Callable[[str, date], AwardEntry | None]) -> Any:
        def get(asked_for: str, day: date) -> AwardEntry | None:
            found = method(asked_for, day)
            return entry if found is known else found

        return get

    book.award, book.last_loaded = instead(RB.award), instead(RB.last_loaded)
    return book


@given(RECORDS, st.integers(0, 30))
@settings(max_examples=150, deadline=None)
def test_a_condition_that_nobody_read_makes_no_new_yes(record: Record, number: int) -> None:
    book = with_unread(record.on, record.award, number)
    no_new_yes(asked(RB, record), asked(book, record))


OWN_SLOTS = sorted({fill.name for fill in RB.fills() if fill.scope == SCOPE})


@given(RECORDS, st.sampled_from(OWN_SLOTS))
@settings(max_examples=100, deadline=None)
def test_a_slot_that_a_body_unsets_makes_no_new_yes(record: Record, name: str) -> None:
    """Save where the text itself gives a value to fall back on: that one was read."""
    record = replace(record, scope=SCOPE)
    declared = RB.declaration(name.partition(".")[0], record.on)
    if declared is None or declared.default is not None:
        return
    book: Any = copy.copy(RB)
    filled = RB.filled
    book.filled = lambda scope, asked_for, day: (
        None if asked_for == name else filled(scope, asked_for, day)
    )
    no_new_yes(asked(RB, record), asked(book, record))


def paths(data: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Places of single facts in a record that may be left out: keys, at any depth."""
    if isinstance(data, dict):
        for key, value in data.items():
            if (*place, key) not in (("subject",), ("subject", "kind")):
                yield (*place, key)
            yield from paths(value, (*place, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from paths(value, (*place, number))


# Without them an item is no item of the list any more: the file is refused.
NEEDED = {"code", "year", "level", "kind", "about", "holds", "measure", "from", "grade", "award"}
# A finding is what opens a route: who made it, and when, decides nothing by itself.
LEFT = {"findings", "complete", "format"}


def without(facts: Facts, number: int) -> Facts:
    """The record with one fact of it not recorded."""
    data = facts_to_dict(facts)
    # No text names a record of discipline of a body as such: it is weighed where there is one.
    kept = () if facts.subject.kind == "individual" else (("disciplines",),)
    places = [
        place for place in paths(data) if place[0] not in LEFT and tuple(place) not in kept and
        not (place[-1] in NEEDED and any(isinstance(part, int) for part in place))
        and place[-1] not in ("to", "title")
    ]  # fmt: skip
    place = places[number % len(places)]
    data = copy.deepcopy(data)
    inner = data
    for part in place[:-1]:
        inner = inner[part]
    del inner[place[-1]]
    try:
        return facts_from_dict(data)
    except FactsError:  # a rank without its number is refused, it is no question
        return facts


@given(RECORDS, st.integers(0, 10_000))
@settings(max_examples=250, deadline=None)
def test_a_fact_that_nobody_recorded_makes_no_new_yes(record: Record, number: int) -> None:
    less = replace(record, facts=without(record.facts, number))
    no_new_yes(asked(RB, record), asked(RB, less))


@given(RECORDS, st.sampled_from(["awards", "ratings", "initiatives", "disciplines"]))
@settings(max_examples=80, deadline=None)
def test_a_list_of_no_year_makes_no_new_yes(record: Record, name: str) -> None:
    """A list that covers no year at all says nothing of what it lacks."""
    facts = record.facts
    blind = replace(facts, **{name: ()}, complete={**facts.complete, name: NO_YEAR})
    no_new_yes(asked(RB, record), asked(RB, replace(record, facts=blind)))
