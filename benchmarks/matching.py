"""Goal: register rows matched to people with precision >= 0.995 and recall >= 0.97, nobody asked.

Two grounds. (1) A staff list and a register: whose row it is, is told by what people declare (the
sheet LichSu of the template): a row belongs to the one person who declares the same award of the
same year by the same decision under a name that is not quite another. Rows that nobody declares
say nothing, and are counted apart. (2) Departments that are made up (`matching_world.py`), where it
is known of every row. Two rows in five there have no birth, one person in twenty moves every year,
namesakes are many: much is to be asked, so only the precision is a goal. The harder ones have more
namesakes, fewer births and more slips than any list should have; they show what the answers are
worth when little is known. Beside each stands what the best threshold could reach that knew the
answers: where that is little, namesakes without a birth at one unit cannot be told apart.

Run: python benchmarks/matching.py [template.xlsx register.xlsx] [--seeds N] [--baseline FILE]
FILE is another matching.py with the same `Matcher`, to compare side by side.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import re
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

sys.path.insert(0, str(Path(__file__).parent))
import matching_world as worlds

from thidua.exchange import matching
from thidua.exchange.readers.register import read_register
from thidua.exchange.readers.workbook import open_workbook
from thidua.exchange.screening import read_list
from thidua.kit.text import fold

PRACTICE = Path(__file__).parents[1] / "src" / "thidua" / "cli" / "practice"
PRECISION, RECALL = 0.995, 0.97
HARDER = worlds.Habits(
    people=900, leavers=0.6, namesakes=0.12, capitals=0.3, bare_sheets=0.3, short_family=0.08,
    slips=0.02, wrong_marks=0.02, wrong_birth=0.01, no_birth_sheets=0.55, list_without_birth=0.1,
    list_year_only=0.3, moves=0.1, told_names=0.3, wrong_sex=0.02,
)  # fmt: skip


class Tally:
    """Right and wrong answers; precision and recall at the proposing threshold."""

    def __init__(self) -> None:
        self.right = self.wrong = self.asked = self.mine = self.silent = 0
        self.ranked: list[tuple[float, bool]] = []

    def add(self, result: matching.MatchResult, truth: str | None) -> None:
        self.mine += truth is not None
        if result.chance:
            self.ranked.append((result.chance, result.candidates[0] == truth))
        if result.status == "matched":
            self.right += result.key == truth
            self.wrong += result.key != truth
        elif result.status == "asked":
            self.asked += 1
        else:
            self.silent += truth is not None

    def say(self, least: float, title: str) -> bool:
        proposed = self.right + self.wrong
        precision = self.right / proposed if proposed else 1.0
        recall = self.right / self.mine if self.mine else 1.0
        met = precision >= PRECISION and recall >= least
        most = self._most() / self.mine if self.mine else 1.0
        print(
            f"{title}: {proposed} proposed, {self.wrong} wrong: precision {precision:.4f} "
            f"(goal {PRECISION}), recall {recall:.4f} of {self.mine} (goal {least}); "
            f"{self.asked} asked, {self.silent} left out; the likeliest that may be proposed is "
            f"right in {sum(right for _, right in self.ranked)}, any threshold at that precision "
            f"reaches {most:.4f} at most: {'met' if met else 'MISSED'}"
        )
        return met

    def _most(self) -> int:
        """Right answers among as many of the likeliest rows as keep the precision: who sets the
        threshold with the answers at hand gets no more.
        """
        most = right = 0
        for count, (_, is_right) in enumerate(sorted(self.ranked, key=lambda one: -one[0]), 1):
            right += is_right
            if right >= PRECISION * count:
                most = right
        return most


def declared(people: Any, rows: Any) -> tuple[dict[int, str | None], int]:
    """Row number to its one declarer; None in the dictionary where several declare it alike.

    The second value counts rows that nobody declares: of these nothing can be told.
    """
    shelf: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for person in people:
        for claim in person.claims:
            if claim.decision and claim.code:
                shelf[claim.code, claim.year, _number(claim.decision)].append(person)
    told: dict[int, str | None] = {}
    silent = 0
    for index, row in enumerate(rows):
        if row.collective or not (row.code and row.decision):
            continue
        near = {
            person.key: person
            for person in shelf.get((row.code, row.year, _number(row.decision)), ())
            if _may_be(row.name, person.name)
        }
        if len(near) == 1:
            told[index] = next(iter(near))
        elif near:
            told[index] = None
        else:
            silent += 1
    return told, silent


def _number(decision: str) -> str:
    found = re.match(r"\d+", decision.strip())
    return found[0].lstrip("0") if found else decision


def _may_be(written: str, name: str) -> bool:
    """Not quite another name: alike without marks, or the same but for a short family name."""
    one, two = fold(written).replace(".", ""), fold(name)
    if one.split()[-1:] != two.split()[-1:] and fuzz.ratio(one, two) < 85:
        return False
    return fuzz.ratio(one, two) >= 80 or one.split()[1:] == two.split()[1:]


def on_files(template: Path, register: Path, module: Any) -> bool:
    as_of = dt.date(2026, 9, 15)
    people = read_list(template, year=2026, as_of=as_of)
    rows = read_register(open_workbook(register), as_of=as_of).rows
    told, silent = declared(people.people, rows)
    start = time.perf_counter()
    results = module.Matcher(people.people, people.units).match(rows)
    spent = time.perf_counter() - start
    tally, unknown = Tally(), 0
    for index, result in enumerate(results):
        key = told.get(index)
        if key is not None:
            tally.add(result, key)
            if result.status == "matched" and result.key != key:
                print("  wrong:", rows[index].place, rows[index].name, result)
        elif result.status == "matched" and not rows[index].collective:
            unknown += 1
    met = tally.say(RECALL, f"{register.name} ({spent:.2f} s)")
    print(
        f"  not told by any declaration: {silent} rows (people who left, or awards they do not "
        f"declare), {unknown} of the proposals"
    )
    return met


def on_world(
    seed: int, habits: worlds.Habits, title: str, module: Any, recall: float = RECALL
) -> bool:
    world = worlds.make(seed, habits)
    start = time.perf_counter()
    results = module.Matcher(world.people, world.units).match(world.rows)
    spent = time.perf_counter() - start
    tally = Tally()
    for result, truth in zip(results, world.truth, strict=True):
        tally.add(result, truth)
    return tally.say(recall, f"{title}, seed {seed}, {len(world.rows)} rows ({spent:.2f} s)")


def _module(path: Path | None) -> Any:
    if path is None:
        return matching
    spec = importlib.util.spec_from_file_location("baseline", path)
    assert spec is not None and spec.loader is not None  # noqa: S101, PT018 - a file that is there
    module = importlib.util.module_from_spec(spec)
    sys.modules["baseline"] = module
    spec.loader.exec_module(module)
    return module


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--baseline", type=Path)
    asked = parser.parse_args()
    template, register = asked.files or (
        PRACTICE / "danh-sach-can-bo-2026-mau.xlsx",
        PRACTICE / "so-khen-thuong-2011-2025.xlsx",
    )
    met = on_files(template, register, matching)
    for seed in range(101, 101 + asked.seeds):
        met &= on_world(seed, worlds.Habits(), "made up", matching, recall=0.0)
    for seed in range(201, 201 + asked.seeds):
        on_world(seed, HARDER, "harder", matching)
    if asked.baseline:
        other = _module(asked.baseline)
        print(f"beside it {asked.baseline.name}:")
        on_files(template, register, other)
        for seed in range(101, 101 + asked.seeds):
            on_world(seed, worlds.Habits(), "made up", other)
        for seed in range(201, 201 + asked.seeds):
            on_world(seed, HARDER, "harder", other)
    print(f"goal: {'met' if met else 'MISSED'}")
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main())
