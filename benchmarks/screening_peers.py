"""The six rules of 15/09/2026 for 2026, written anew for OpenFisca, Polars and DuckDB.

Each gives, per person, six verdicts (1 eligible, 2 needs_decision, 3 needs_facts, 5 not_eligible)
and the failing conditions as bits (order: FAILING). They know only what the made-up record holds:
it is whole, nobody is disciplined, decisions name no achievement period.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from benchmarks.screening_world import FIRST, YEAR

E, D, F, N = 1, 2, 3, 5
# Award, route and condition behind each failing bit, as the rulebook names them.
FAILING = (
    ("ldtt", "rating"),
    ("cstd-co-so", "meets_standard_of"),
    ("cstd-co-so", "rating"),
    ("cstd-co-so", "initiative"),
    ("cstd-cap-tinh", "held_in_a_row"),
    ("cstd-cap-tinh", "initiative"),
    ("cstd-toan-quoc", "held_adjoining"),
    ("cstd-toan-quoc", "initiative"),
    ("bk-cap-tinh", "held_in_a_row"),
    ("bk-cap-tinh", "ratings_in_a_row"),
    ("bk-cap-tinh", "initiatives_in_run"),
    ("bk-thu-tuong", "held_then_period"),
)


# -- OpenFisca: yearly variables ---------------------------------------------------------------
def openfisca_system() -> Any:
    """A tax-benefit system whose variables are the record and the six rules."""
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    person_entity = build_entity("person", "persons", "", is_person=True)
    system = TaxBenefitSystem([person_entity])

    def add(name: str, kind: Any, formula: Any = None) -> None:
        body = {"value_type": kind, "entity": person_entity, "definition_period": DateUnit.YEAR}
        if formula is not None:
            body["formula"] = formula
        system.add_variable(type(name, (Variable,), {**body, "label": name}))

    for name in ("ldtt", "cs", "ct", "tq", "bk", "tt"):
        add(name, bool)
    for name in ("grade", "made", "made_sk", "made_high", "made_top"):
        add(name, int)

    def back(person: Any, name: str, period: Any, years: int) -> Any:
        return person(name, period.offset(-years))

    def span() -> int:
        return YEAR - FIRST + 1

    def last(person: Any, name: str, period: Any) -> Any:
        """The latest year of an award, 0 if none."""
        found = 0
        for years in reversed(range(span())):
            found = np.where(back(person, name, period, years), YEAR - years, found)
        return found

    def r1(person: Any, period: Any, _: Any) -> Any:
        return np.where(person("grade", period) >= 2, E, N)

    def r2_standard(person: Any, period: Any, _: Any) -> Any:
        return person("ldtt", period) | (person("r1", period) == E)

    def r2(person: Any, period: Any, _: Any) -> Any:
        way = (person("grade", period) == 3) | (person("made", period) > 0)
        return np.where(person("r2_standard", period) & way, E, N)

    def row_after(name: str, years: int) -> Any:
        def formula(person: Any, period: Any, _: Any) -> Any:
            held = person("r2", period) == E
            for one in range(1, years):
                held = held & back(person, "cs", period, one)
            return held & (last(person, name, period) < YEAR - years + 1)

        return formula

    def within(name: str, years: int) -> Any:
        def formula(person: Any, period: Any, _: Any) -> Any:
            inside: Any = False
            earlier: Any = False
            for one in range(span()):
                if one < years:
                    inside = inside | (back(person, name, period, one) > 0)
                else:
                    earlier = earlier | (back(person, name, period, one) > 0)
            return np.where(inside, E, np.where(earlier, D, N))

        return formula

    def r3(person: Any, period: Any, _: Any) -> Any:
        row = np.where(person("r3_row", period), E, N)
        return np.maximum(row, person("r3_made", period))

    def r4_chain(person: Any, period: Any, _: Any) -> Any:
        first = second = np.zeros(person.count, int)
        for one in range(1, span()):
            held = back(person, "ct", period, one)
            second = np.where(held & (first > 0) & (second == 0), YEAR - one, second)
            first = np.where(held & (first == 0), YEAR - one, first)
        spent = last(person, "tq", period)
        known = np.full(person.count, N)
        gap = first - second
        good = (first > spent) & (second > 0)
        known = np.where(good & (gap < 3), F, known)
        row = good & (gap == 3) & (second > spent)
        known = np.where(row, np.where(first + 1 >= YEAR, E, D), known)
        longer = np.where(
            first >= YEAR - 2, F, np.where((first == YEAR - 3) & (first > spent), E, N)
        )
        answer = person("r3", period)
        asked = np.where(longer == E, answer, F)
        asked = np.where(answer == E, longer, np.where(answer == N, known, asked))
        return np.where((known == E) | (longer == N), known, asked)

    def r4(person: Any, period: Any, _: Any) -> Any:
        return np.maximum(person("r4_chain", period), person("r4_made", period))

    def r5_two(person: Any, period: Any, _: Any) -> Any:
        now = person("grade", period) == 3
        before = back(person, "grade", period, 1) == 3
        return now & before & (last(person, "bk", period) < YEAR - 1)

    def r5_made(person: Any, period: Any, _: Any) -> Any:
        spent = last(person, "bk", period)
        run: Any = True
        one_kind = other = np.zeros(person.count, int)
        for one in range(span()):
            run = run & (back(person, "grade", period, one) == 3) & (spent < YEAR - one)
            one_kind = one_kind + run * back(person, "made_sk", period, one)
            made = back(person, "made", period, one) - back(person, "made_sk", period, one)
            other = other + run * made
        enough = (one_kind >= 2) | (other >= 2)
        return np.where(enough, E, np.where(one_kind + other >= 2, D, N))

    def r5(person: Any, period: Any, _: Any) -> Any:
        ways = np.where(person("r5_two", period), person("r5_made", period), N)
        row = person("r5_row", period)
        return np.where(row | (ways == E), E, np.where(ways == D, D, N))

    def r6(person: Any, period: Any, _: Any) -> Any:
        spent = last(person, "tt", period)
        good: Any = True
        titles = (person("r2", period) == E).astype(int)
        found: Any = False
        started: Any = False
        begin = {YEAR - one: back(person, "bk", period, one) for one in range(span())}
        for start in range(FIRST, YEAR - 4):
            started = started | begin[start]
            here = ((start > spent) & begin[start]) | ((start == spent) & started)
            good, have = True, titles
            for year in range(start + 1, YEAR + 1):
                good = good & (back(person, "grade", period, YEAR - year) >= 2)
                have = have + back(person, "cs", period, YEAR - year)
            found = found | (here & good & (have >= 3))
        return np.where(found, E, N)

    def failing(person: Any, period: Any, _: Any) -> Any:
        parts = (
            person("r1", period) == N,
            ~person("r2_standard", period),
            person("grade", period) != 3,
            person("made", period) == 0,
            ~person("r3_row", period),
            person("r3_made", period) == N,
            person("r4_chain", period) == N,
            person("r4_made", period) == N,
            ~person("r5_row", period),
            ~person("r5_two", period),
            person("r5_made", period) == N,
            person("r6", period) == N,
        )
        found = np.zeros(person.count, int)
        for place, part in enumerate(parts):
            found = found | (part.astype(int) << place)
        return found

    add("r1", int, r1)
    add("r2_standard", bool, r2_standard)
    add("r2", int, r2)
    add("r3_row", bool, row_after("ct", 3))
    add("r3_made", int, within("made_high", 3))
    add("r3", int, r3)
    add("r4_chain", int, r4_chain)
    add("r4_made", int, within("made_top", 6))
    add("r4", int, r4)
    add("r5_row", bool, row_after("bk", 2))
    add("r5_two", bool, r5_two)
    add("r5_made", int, r5_made)
    add("r5", int, r5)
    add("r6", int, r6)
    add("failing", int, failing)
    return system


def openfisca_inputs(tables: dict[str, dict[str, Any]], people: int) -> dict[tuple[str, int], Any]:
    """The record as OpenFisca wants it, one array for each variable and year; not measured."""
    awards, ratings, made = tables["awards"], tables["ratings"], tables["initiatives"]
    found: dict[tuple[str, int], Any] = {}
    for year in range(FIRST, YEAR + 1):
        now = awards["year"] == year
        for code, name in enumerate(("ldtt", "cs", "ct", "tq", "bk", "tt")):
            held = np.zeros(people, bool)
            held[awards["subject"][now & (awards["code"] == code)]] = True
            found[name, year] = held
        grade = np.zeros(people, np.int32)
        now = ratings["year"] == year
        grade[ratings["subject"][now]] = ratings["grade"][now]
        found["grade", year] = grade
        now = made["year"] == year
        for name, which in (
            ("made", now),
            ("made_sk", now & (made["kind"] == 0)),
            ("made_high", now & (made["level"] >= 1)),
            ("made_top", now & (made["level"] >= 2)),
        ):
            count = np.bincount(made["subject"][which], minlength=people)
            found[name, year] = count.astype(np.int32)
    return found


def openfisca_run(system: Any, inputs: dict[tuple[str, int], Any], people: int) -> Any:
    """A simulation with the inputs put in; returns the function that works out the six rules."""
    from openfisca_core.simulations import SimulationBuilder

    simulation = SimulationBuilder().build_default_simulation(system, people)
    for (name, year), values in inputs.items():
        simulation.set_input(name, str(year), values)

    def run() -> tuple[list[Any], Any]:
        rules = [simulation.calculate(f"r{n}", str(YEAR)) for n in range(1, 7)]
        return rules, simulation.calculate("failing", str(YEAR))

    return run


# -- words, for the engines that read long tables ----------------------------------------------
