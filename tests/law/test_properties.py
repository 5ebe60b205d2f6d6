"""Properties over random histories: the unknown is never eligible, leaves decide the root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.law import AwardHeld, Facts, evaluate_all, facts_from_dict, facts_to_dict, load_rulebook
from thidua.law.answer import check_tree
from thidua.law.book.model import Condition
from thidua.law.facts import (
    Collective,
    Discipline,
    Finding,
    Initiative,
    Leave,
    Pending,
    Period,
    Post,
    Rank,
    Rating,
    Service,
    Subject,
)
from thidua.law.facts import words as w
from thidua.law.values import ELIGIBLE, NEEDS_FACTS, NOT_APPLICABLE, UNKNOWN

RB = load_rulebook()
YEARS = st.integers(2018, 2026)
DAYS = st.dates(date(2017, 1, 1), date(2026, 12, 31))
CODES = st.sampled_from(
    [
        "ldtt",
        "cstd-co-so",
        "cstd-cap-tinh",
        "cstd-toan-quoc",
        "bk-cap-tinh",
        "bk-thu-tuong",
        "hc-lao-dong-hang-ba",
        "hc-lao-dong-hang-nhi",
    ]
)
RECEIVED = st.sampled_from(
    [
        date(2012, 12, 1),
        date(2014, 7, 1),
        date(2016, 12, 1),
        date(2018, 12, 1),
        date(2023, 12, 31),
        date(2024, 6, 1),
        date(2025, 7, 1),
        date(2026, 9, 15),
        date(2026, 10, 1),
    ]
)
SLUGS = [
    "thanh_tich_xuat_sac_tieu_bieu",
    "guong_mau_chap_hanh",
    "dong_gop_kinh_te_xa_hoi",
    "qua_trinh_cong_hien",
    "phuc_vu_dia_ban_co_he_so",
    "thanh_tich_linh_vuc_huan_chuong_doc_lap",
]
OFFICES = st.sampled_from([None, "vu_truong", "giam_doc_so", "pho_giam_doc_so", "thuong_tuong"])
SCOPES = st.sampled_from([None, "so-noi-vu-lam-giang"])


def words(source: dict[str, str]) -> st.SearchStrategy[str]:
    return st.sampled_from(list(source))


@st.composite
def spans(draw: st.DrawFn) -> tuple[date, date]:
    one, other = draw(DAYS), draw(DAYS)
    return min(one, other), max(one, other)


PERIODS = spans().map(lambda span: Period(*span))
RATINGS = st.lists(
    st.builds(Rating, YEARS, words(w.GRADES)), unique_by=lambda item: item.year, max_size=9
).map(tuple)
INITIATIVES = st.lists(
    st.builds(
        Initiative,
        YEARS,
        words(w.LEVELS),
        words(w.INITIATIVE_KINDS),
        st.none() | DAYS,
        st.none() | st.just("1/QĐ"),
    ),
    max_size=4,
).map(tuple)
AWARDS = st.lists(
    st.builds(
        AwardHeld,
        CODES,
        YEARS,
        st.just("1/QĐ"),
        st.none() | DAYS,
        st.none(),
        st.none() | PERIODS,
        st.none() | words(w.MERITS),
    ),
    max_size=8,
).map(tuple)
DISCIPLINES = st.lists(
    st.builds(lambda m, s: Discipline(m, *s), words(w.MEASURES), spans()), max_size=2
).map(tuple)
PENDING = st.lists(st.builds(Pending, words(w.PENDING_KINDS)), max_size=1).map(tuple)
LEAVE = st.lists(
    st.builds(lambda k, s: Leave(k, *s), words(w.LEAVE_KINDS), spans()), max_size=2
).map(tuple)
FINDINGS = st.lists(
    st.builds(
        Finding,
        st.sampled_from(SLUGS),
        st.booleans(),
    ),
    max_size=2,
).map(tuple)
POSTS = st.lists(
    st.builds(lambda level, s: Post(level or "Chức vụ", s[0], level, s[1]), OFFICES, spans()),
    max_size=3,
).map(tuple)
LISTS: dict[str, Any] = {
    "ratings": RATINGS,
    "initiatives": INITIATIVES,
    "awards": AWARDS,
    "disciplines": DISCIPLINES,
    "pending": PENDING,
}


@st.composite
def people(draw: st.DrawFn) -> Facts:
    subject = Subject(
        "individual",
        gender=draw(st.none() | words(w.GENDERS)),
        group=draw(st.none() | words(w.GROUPS)),
        force=draw(words(w.FORCES)),
    )
    service = Service(
        draw(DAYS),
        draw(words(w.EMPLOYMENTS)),
        posts=draw(st.none() | POSTS),
        leave=draw(LEAVE),
        enlisted_on=draw(st.none() | st.dates(date(1985, 1, 1), date(2020, 1, 1))),
    )
    lists = {name: draw(strategy) for name, strategy in LISTS.items()}
    return Facts(subject, service, findings=draw(FINDINGS), **lists)


@st.composite
def units(draw: st.DrawFn) -> Facts:
    members = draw(st.integers(0, 30))
    some = st.integers(0, members)
    group = Collective(
        members,
        draw(some),
        {"ldtt": draw(some), "cstd-co-so": draw(some)},
        draw(st.sampled_from(["khong", *w.MEASURES])),
        draw(st.none() | st.builds(Rank, st.integers(1, 3), level=words(w.CLUSTER_LEVELS))),
    )
    lists = {name: draw(LISTS[name]) for name in ("ratings", "awards", "pending")}
    return Facts(Subject("collective"), collective=group, **lists)


SUBJECTS = people() | units()


def predicates(condition: Condition) -> set[str]:
    """The words of the vocabulary that a condition uses."""
    found = {condition.predicate}
    return found.union(*(predicates(child) for child in condition.children))


ACCUMULATING = {
    spoken.entry.code
    for key in RB.all_keys("award:")
    for spoken in RB.speakers(key)
    if spoken.entry is not None
    for route in spoken.entry.routes
    for condition in route.conditions
    if "held_then_period" in predicates(condition)
}


def answers(facts: Facts, received_on: date, scope: str | None) -> dict[str, Any]:
    return evaluate_all(RB, facts, year=2026, received_on=received_on, scope=scope)


@given(SUBJECTS, RECEIVED, SCOPES)
@settings(max_examples=120, deadline=None)
def test_leaves_decide_the_root(facts: Facts, received_on: date, scope: str | None) -> None:
    for verdict in answers(facts, received_on, scope).values():
        assert check_tree(verdict.reasons)
        assert verdict.value == verdict.reasons.value
        if verdict.value == ELIGIBLE:
            assert verdict.short_reasons() == []
            assert verdict.missing == ()
        else:
            assert verdict.short_reasons() != []


@given(people(), RECEIVED, SCOPES, st.sampled_from(list(LISTS)))
@settings(max_examples=120, deadline=None)
def test_forgetting_a_list_never_makes_anyone_eligible(
    facts: Facts, received_on: date, scope: str | None, name: str
) -> None:
    """What is unknown may only turn a yes or a no into a question, never into a yes."""
    known = answers(facts, received_on, scope)
    unknown = answers(replace(facts, **{name: None}), received_on, scope)
    for code, verdict in unknown.items():
        if verdict.value == ELIGIBLE:
            assert known[code].value == ELIGIBLE, (code, name)


@given(people(), SCOPES)
@settings(max_examples=60, deadline=None)
def test_knowing_nothing_is_never_eligible(facts: Facts, scope: str | None) -> None:
    empty = Facts(facts.subject)
    for verdict in answers(empty, date(2026, 9, 15), scope).values():
        assert verdict.value in (NEEDS_FACTS, NOT_APPLICABLE, "not_eligible", "needs_official_text")


@given(SUBJECTS, RECEIVED, SCOPES)
@settings(max_examples=120, deadline=None)
def test_unread_text_is_never_eligible(facts: Facts, received_on: date, scope: str | None) -> None:
    for verdict in answers(facts, received_on, scope).values():
        for node in verdict.reasons.walk():
            assert not (node.confidence == UNKNOWN and node.value == ELIGIBLE)


@given(SUBJECTS, RECEIVED, st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_the_order_of_lists_changes_nothing(facts: Facts, received_on: date, random: Any) -> None:
    mixed: dict[str, Any] = {}
    for name in LISTS:
        items = list(getattr(facts, name) or ())
        random.shuffle(items)
        mixed[name] = tuple(items) if getattr(facts, name) is not None else None
    one = answers(facts, received_on, "so-noi-vu-lam-giang")
    other = answers(replace(facts, **mixed), received_on, "so-noi-vu-lam-giang")
    assert {k: v.value for k, v in one.items()} == {k: v.value for k, v in other.items()}
    assert {k: v.route for k, v in one.items()} == {k: v.route for k, v in other.items()}


@given(SUBJECTS)
@settings(max_examples=80, deadline=None)
def test_written_facts_read_back_equal(facts: Facts) -> None:
    assert facts_from_dict(facts_to_dict(facts)) == facts


@given(people(), RECEIVED, AWARDS)
@settings(max_examples=80, deadline=None)
def test_a_claim_is_not_a_fact(
    facts: Facts, received_on: date, claims: tuple[AwardHeld, ...]
) -> None:
    """With claims an answer is what it is without them, or it asks for the facts."""
    question: dict[str, Any] = {"year": 2026, "received_on": received_on, "scope": None}
    without = evaluate_all(RB, facts, **question)
    claimed = evaluate_all(RB, facts, claims=claims, **question)
    for code, verdict in claimed.items():
        assert verdict.value in (without[code].value, NEEDS_FACTS)
        assert check_tree(verdict.reasons)


@given(st.integers(0, 400), st.integers(0, 400))
@settings(max_examples=200, deadline=None)
def test_seventy_percent_is_exact(members: int, holders: int) -> None:
    facts = Facts(
        Subject("collective"),
        ratings=(Rating(2026, "hoan_thanh_tot"),),
        pending=(),
        awards=(),
        collective=Collective(members, members, {"ldtt": min(members, holders)}, "khong"),
    )
    value = answers(facts, date(2026, 9, 15), None)["tt-ldtt"].value
    enough = members > 0 and 10 * min(members, holders) >= 7 * members
    assert value == (ELIGIBLE if enough else "not_eligible")


@given(
    people(),
    RECEIVED,
    SCOPES,
    st.sampled_from(["awards", "ratings", "initiatives"]),
    st.integers(2018, 2026),
)
@settings(max_examples=200, deadline=None)
def test_a_record_that_begins_later_never_turns_the_answer(
    facts: Facts, received_on: date, scope: str | None, name: str, first: int
) -> None:
    """A yes or a no given on part of the record is the answer of the whole record."""
    whole = answers(facts, received_on, scope)
    items = tuple(item for item in getattr(facts, name) if item.year >= first)
    part: dict[str, Any] = {name: items, "complete": {name: (first, 2026)}}
    settled = (ELIGIBLE, "not_eligible")
    for code, verdict in answers(replace(facts, **part), received_on, scope).items():
        # Titles from before the register are not supposed (held_then_period).
        if code not in ACCUMULATING and verdict.value in settled and whole[code].value in settled:
            assert verdict.value == whole[code].value, (code, name, first)


@given(people(), RECEIVED)
@settings(max_examples=150, deadline=None)
def test_an_award_of_unrecorded_merit_never_turns_the_answer(
    facts: Facts, received_on: date
) -> None:
    whole = answers(facts, received_on, None)
    bare = tuple(replace(award, merit=None) for award in facts.awards or ())
    settled = (ELIGIBLE, "not_eligible")
    for code, verdict in answers(replace(facts, awards=bare), received_on, None).items():
        if verdict.value in settled and whole[code].value in settled:
            assert verdict.value == whole[code].value, code


def _without_one_level(facts: Facts) -> Facts:
    assert facts.service is not None
    first, *rest = facts.service.posts or ()
    posts = (replace(first, level=None), *rest)
    return replace(facts, service=replace(facts.service, posts=posts))


def _without_posts(facts: Facts) -> Facts:
    assert facts.service is not None
    return replace(facts, service=replace(facts.service, posts=None))


def _without_sex(facts: Facts) -> Facts:
    return replace(facts, subject=replace(facts.subject, gender=None))


def _without_enlistment(facts: Facts) -> Facts:
    assert facts.service is not None
    return replace(facts, service=replace(facts.service, enlisted_on=None))


@given(
    people(),
    POSTS.filter(len),
    st.sampled_from([_without_one_level, _without_posts, _without_sex, _without_enlistment]),
)
@settings(max_examples=200, deadline=None)
def test_forgetting_offices_never_turns_the_answer(
    facts: Facts, posts: tuple[Post, ...], forget: Callable[[Facts], Facts]
) -> None:
    """With devotion claimed: less of the record may only turn a yes or a no into a question."""
    claim = Finding("qua_trinh_cong_hien", True)
    service = replace(facts.service or Service(), posts=posts)
    facts = replace(facts, service=service, findings=(claim,), awards=(), pending=())
    day = date(2026, 9, 15)
    whole = answers(facts, day, None)
    settled = (ELIGIBLE, "not_eligible")
    for code, verdict in answers(forget(facts), day, None).items():
        if verdict.value in settled and whole[code].value in settled:
            assert verdict.value == whole[code].value, code
