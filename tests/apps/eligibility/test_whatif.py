"""What-if: its counts are those of the interpreter, counted plainly; it changes nothing."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.cli.practice.province.facts import fact_columns
from thidua.cli.practice.province.history import make_province
from thidua.eligibility.columns import PLACES, FactColumns
from thidua.eligibility.histories import subjects_of
from thidua.eligibility.spans import considered
from thidua.eligibility.whatif.change import read_change, said
from thidua.eligibility.whatif.findings import Findings, Tally, what_if
from thidua.eligibility.whatif.rules import ChangedRulebook
from thidua.law import LawError, evaluate_all, load_rulebook
from thidua.law.book.rulebook import Rulebook

ON = dt.date(2025, 12, 1)
YEARS = (2023, 2024, 2025)
HEAD = "format: thidua-change/1\nname: Thử\n"
QUOTA = """
format: thidua-change/1
name: Nâng tỷ lệ CSTĐ cơ sở lên 20%
slots:
  - {name: ty_le_cstd_co_so_toi_da, value: 20}
"""


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="module")
def columns() -> FactColumns:
    return fact_columns(make_province(240, seed=31))


def verdicts(
    columns: FactColumns, rulebook: Rulebook, year: int, awards: Sequence[str]
) -> list[dict[str, str]]:
    """One by one, by the interpreter, on the record as it stood."""
    found = []
    for subject in subjects_of(columns.until(year), year):
        answers = evaluate_all(
            rulebook,
            subject.facts,
            year=year,
            received_on=ON,
            scope=columns.books[0].scope,
            claims=subject.claims,
            awards=awards,
        )
        found.append(
            {
                code: (v.provisional.value if v.provisional else v.value)
                for code, v in answers.items()
            }
        )
    return found


def brute_force(
    columns: FactColumns, rulebook: Rulebook, percent: int, year: int
) -> tuple[set[int], set[int]]:
    """Who may get CSTĐ cơ sở, and who gets it within the quota; counted with plain Python."""
    here = columns.only(considered(columns, year))
    answers = verdicts(here, rulebook, year, ["ldtt", "cstd-co-so"])
    body = here["people"]["book"].tolist()
    ldtt = Counter(body[n] for n, a in enumerate(answers) if a["ldtt"] == "eligible")
    fit = [n for n, a in enumerate(answers) if a["cstd-co-so"] == "eligible"]

    def rows(name: str) -> dict[int, list[dict[str, Any]]]:
        table = {column: values.tolist() for column, values in here[name].items()}
        found: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for place, person in enumerate(table["person"]):
            found[person].append({column: values[place] for column, values in table.items()})
        return found

    awards, ratings, initiatives = rows("awards"), rows("ratings"), rows("initiatives")
    code = PLACES["code"]["cstd-co-so"]

    def order(n: int) -> tuple[int, ...]:
        held = [one["year"] for one in awards[n] if one["code"] == code]
        return (
            -(year in held),
            -max((r["grade"] for r in ratings[n] if r["year"] == year), default=0),
            -max((i["level"] for i in initiatives[n] if i["year"] == year), default=0),
            -sum(y < year for y in held),
            int(here["people"]["pk"][n]),
        )

    given: set[int] = set()
    for one in set(body):
        places = ldtt[one] * percent // 100
        mine = sorted((n for n in fit if body[n] == one), key=order)
        given |= {int(here["people"]["pk"][n]) for n in mine[:places]}
    return {int(here["people"]["pk"][n]) for n in fit}, given


def line(found: Findings, award: str, year: int) -> Any:
    return next(one for one in found.lines if (one.award, one.year) == (award, year))


def test_a_quota_raised_gives_what_the_interpreter_counts(
    columns: FactColumns, rulebook: Rulebook
) -> None:
    change = read_change(QUOTA, rulebook, on=ON)
    found = what_if(columns, rulebook, change, years=YEARS, on=ON)
    gained = 0
    for year in YEARS:
        fit, before = brute_force(columns, rulebook, 15, year)
        _, after = brute_force(columns, ChangedRulebook(rulebook, change), 20, year)
        mine = line(found, "cstd-co-so", year)
        assert (mine.fit_before, mine.fit_after) == (len(fit), len(fit))
        assert mine.tally == Tally(
            len(before), len(after), len(after - before), len(before - after)
        )
        assert set(mine.gaining) == after - before
        assert mine.losing == ()
        gained += len(after - before)
        others = [one for one in found.lines if one.year == year and one.award != "cstd-co-so"]
        assert all(one.tally.gain == one.tally.lose == 0 for one in others)
    assert gained > 5
    assert found.moved == ["cstd-co-so"]
    total = found.totals()["cstd-co-so"]
    groups = dict(found.groups("cstd-co-so"))
    assert total.gain == gained
    for pair in (("Nữ", "Nam"),):
        assert sum(groups[name].gain for name in pair) == total.gain
    people = ("Người trực tiếp công tác", "Lãnh đạo phòng, đơn vị", "Lãnh đạo cơ quan")
    assert sum(groups[name].after for name in people) == total.after
    bodies = found.bodies("cstd-co-so")
    assert sum(tally.gain for tally in bodies.values()) == total.gain
    assert sum(tally.before for tally in bodies.values()) == total.before


@pytest.mark.parametrize(
    ("text", "award", "direction"),
    [
        (
            "conditions: [{award: cstd-cap-tinh, condition: CHAIN, set: {times: 2}}]",
            "cstd-cap-tinh",
            1,
        ),
        (
            "conditions: [{award: ldtt, condition: xep-loai-tot,"
            " set: {at_least: hoan_thanh_xuat_sac}}]",
            "ldtt",
            -1,
        ),
        (
            "conditions: [{award: bk-cap-tinh, condition: hai-sang-kien, drop: true}]",
            "bk-cap-tinh",
            1,
        ),
        ("slots: [{name: so_thang_cong_tac_toi_thieu, value: 12}]", "ldtt", -1),
    ],
)
def test_other_changes_give_the_verdicts_of_the_interpreter(
    columns: FactColumns, rulebook: Rulebook, text: str, award: str, direction: int
) -> None:
    entry = rulebook.award("cstd-cap-tinh", ON)
    assert entry is not None
    chain = next(
        c.id for c in (*entry.conditions, *entry.routes[0].conditions) if "times" in c.params
    )
    whole = f"format: thidua-change/1\nname: Thử\n{text.replace('CHAIN', chain)}\n"
    change = read_change(whole, rulebook, on=ON)
    other = ChangedRulebook(rulebook, change)
    found = what_if(columns, rulebook, change, years=[2025], on=ON, awards=[award])
    here = columns.only(considered(columns, 2025))
    keys = here["people"]["pk"]
    expected = []
    for rules in (rulebook, other):
        answers = verdicts(here, rules, 2025, [award])
        expected.append({int(keys[n]) for n, a in enumerate(answers) if a[award] == "eligible"})
    mine = line(found, award, 2025)
    assert (mine.fit_before, mine.fit_after) == tuple(map(len, expected))
    assert set(mine.gaining) == expected[1] - expected[0]
    assert set(mine.losing) == expected[0] - expected[1]
    assert (mine.fit_after - mine.fit_before) * direction > 0


def test_the_rulebook_stays_as_it_was(columns: FactColumns, rulebook: Rulebook) -> None:
    change = read_change(
        QUOTA.replace(
            "slots:", "bonuses: [{award: ldtt, recipient: individual, multiple: 2}]\nslots:"
        ),
        rulebook,
        on=ON,
    )
    before = rulebook.entry("bonus:ldtt", ON)
    filled = rulebook.filled("ubnd-tinh-lam-giang", "ty_le_cstd_co_so_toi_da", ON)
    other = ChangedRulebook(rulebook, change)
    assert other.entry("bonus:ldtt", ON).rates["individual"].multiple == 2
    assert other.entry("bonus:ldtt", ON) is other.entry("bonus:ldtt", ON)
    fill = other.filled("ubnd-tinh-lam-giang", "ty_le_cstd_co_so_toi_da", ON)
    assert fill is not None
    assert fill.value == 20
    assert rulebook.entry("bonus:ldtt", ON) is before
    assert rulebook.filled("ubnd-tinh-lam-giang", "ty_le_cstd_co_so_toi_da", ON) is filled
    assert filled is not None
    assert filled.value == 15


def test_money_at_each_base_salary(columns: FactColumns, rulebook: Rulebook) -> None:
    text = (
        "format: thidua-change/1\nname: Tăng tiền\n"
        "bonuses: [{award: cstd-co-so, recipient: individual, multiple: 2}]\n"
    )
    change = read_change(text, rulebook, on=ON)
    found = what_if(columns, rulebook, change, years=[2024, 2025], on=ON)
    total = found.totals()["cstd-co-so"]
    assert total.before == total.after > 0
    costs = {cost.salary: cost for cost in found.costs if cost.award == "cstd-co-so"}
    assert {1_800_000, 2_340_000} <= set(costs)
    assert costs[2_340_000].before == total.before * 2_340_000
    assert costs[2_340_000].after == total.after * 4_680_000
    assert all(c.before == c.after for c in found.costs if c.award == "ldtt")


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 100), st.integers(0, 100))
def test_more_places_never_take_an_award_away(low: int, more: int) -> None:
    rules = load_rulebook()
    columns = fact_columns(make_province(120, seed=2))
    high = min(100, low + more)

    def given_at(percent: int) -> Any:
        text = QUOTA.replace("value: 20", f"value: {percent}")
        change = read_change(text, rules, on=ON)
        return what_if(columns, rules, change, years=[2025], on=ON, awards=["cstd-co-so"])

    few, many = given_at(low).lines[0], given_at(high).lines[0]
    assert few.tally.after <= many.tally.after
    assert few.places_after is not None
    assert few.tally.after <= min(few.fit_after, few.places_after)


def test_nobody_waits_for_places_where_there_is_no_quota(
    columns: FactColumns, rulebook: Rulebook
) -> None:
    text = (
        "format: thidua-change/1\nname: Bỏ\nquotas: [{award: cstd-co-so, of: ldtt, percent: none}]"
    )
    change = read_change(text, rulebook, on=ON)
    mine = what_if(columns, rulebook, change, years=[2025], on=ON, awards=["cstd-co-so"]).lines[0]
    assert mine.places_after is None
    assert mine.tally.after == mine.fit_after > mine.tally.before


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "phải là các cặp khóa"),
        ("name: x", "không phải tệp thay đổi"),
        ("format: thidua-change/1\nname: x", "không thay đổi gì"),
        ("format: thidua-change/1\nname: x\nslot: []", "slot"),
        (
            "format: thidua-change/1\nname: x\nslots: [{name: khong-co, value: 1}]",
            "không có ô",
        ),
        (
            HEAD + "slots: [{name: ty_le_cstd_co_so_toi_da, value: 120}]",
            "120",
        ),
        (
            "format: thidua-change/1\nname: x\n"
            "conditions: [{award: ldtt, condition: khong-co, drop: true}]",
            "xep-loai-tot",
        ),
        (
            "format: thidua-change/1\nname: x\n"
            "conditions: [{award: ldtt, condition: xep-loai-tot, set: {at_least: gioi}}]",
            "hoan_thanh_tot",
        ),
        (
            "format: thidua-change/1\nname: x\n"
            "conditions: [{award: ldtt, condition: xep-loai-tot}]",
            "đúng một trong hai",
        ),
        (
            "format: thidua-change/1\nname: x\nquotas: [{award: ldtt, of: ldtt, percent: 5}]",
            "khen thưởng khác",
        ),
        (
            "format: thidua-change/1\nname: x\nbonuses: [{award: ldtt, multiple: -1}]",
            "0 đến 1000",
        ),
        ("format: [", "thay-doi.yaml"),
        ("x: " + "a" * 100_001, "quá 100.000"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_with_its_place(
    rulebook: Rulebook, text: str, sentence: str
) -> None:
    with pytest.raises(LawError) as refusal:
        read_change(text, rulebook, on=ON)
    assert sentence in str(refusal.value)


def test_the_change_in_words(rulebook: Rulebook) -> None:
    change = read_change(QUOTA, rulebook, on=ON)
    [(what, _, after)] = said(change, rulebook)
    assert "Tỷ lệ tối đa" in what
    assert after == "20"
