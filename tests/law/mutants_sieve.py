"""A plugin of pytest that asks every mutant in a child of one process that has collected once.

The tests are collected and run once, unmutated; then a child without a mutant must pass them all
again, and each mutant gets a child of that process, which runs the tests that reach it, those that
killed its neighbours first, until one fails. What the unmutated run has left in memory can only let
a mutant live, never kill it.

THIDUA_MUTANTS names a file of JSON: the mutants in their order, how many at a time, and where the
exit codes go (0 survived, 1 killed, 33 no test reaches it, 35 the child broke, 36 it ran too long).
"""

from __future__ import annotations

import gc
import json
import os
import resource
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

SURVIVED, KILLED, NO_TESTS, BROKEN, TIMEOUT = 0, 1, 33, 35, 36
SECONDS = 60  # of processor time: a mutant that runs longer never ends


def function_of(mutant: str) -> str:
    return mutant.partition("__mutmut_")[0]


def failing(items: Sequence[pytest.Item]) -> str | None:
    """The first of these tests that fails, asked in this order."""
    for item in items:
        reports = runtestprotocol(item, log=False, nextitem=None)
        if any(report.failed for report in reports):
            return item.nodeid
    return None


def child(name: str, items: Sequence[pytest.Item], told: Path) -> int:
    """The process that asks one mutant; it tells which test failed."""
    pid = os.fork()
    if pid:
        return pid
    code = BROKEN
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        os.environ["MUTANT_UNDER_TEST"] = name
        failed = failing(items)
        told.joinpath(str(os.getpid())).write_text(failed or "", encoding="utf-8")
        code = KILLED if failed else SURVIVED
    finally:
        os._exit(code)


def unmutated(items: Mapping[str, pytest.Item]) -> dict[str, float]:
    """Runs all, so that what is loaded once is loaded; the seconds that each took."""
    took = {}
    for nodeid, item in items.items():
        began = time.perf_counter()
        assert failing([item]) is None, f"fails without a mutant: {nodeid}"
        took[nodeid] = time.perf_counter() - began
    return took


class Sieve:
    """The mutants in turn; tests that killed another mutant of the function come first."""

    def __init__(self, items: Mapping[str, pytest.Item], asked: Mapping[str, Any]) -> None:
        self.items, self.asked = items, asked
        self.results = Path(asked["results"])
        self.told = self.results.with_suffix(".told")
        self.told.mkdir(exist_ok=True)
        stats = json.loads(Path("mutmut-stats.json").read_text(encoding="utf-8"))
        self.reached: dict[str, list[str]] = stats["tests_by_mangled_function_name"]
        self.took = unmutated(items)
        self.kills: Counter[tuple[str, str]] = Counter()
        self.running: dict[int, str] = {}
        self.found: dict[str, int] = {}

    def tests_of(self, name: str) -> list[pytest.Item]:
        function = function_of(name)
        module = function.rpartition(".")[0]

        def rank(nodeid: str) -> tuple[int, int, float]:
            return (
                -self.kills[function, nodeid],
                -self.kills[module, nodeid],
                self.took[nodeid],
            )

        mine = [nodeid for nodeid in self.reached.get(function, ()) if nodeid in self.items]
        return [self.items[nodeid] for nodeid in sorted(mine, key=rank)]

    def control(self) -> None:
        """A child without a mutant passes: else nothing that a child says is believed."""
        gc.freeze()  # else each child copies all memory when it collects
        pid = child("thidua.law.evaluator.none", list(self.items.values()), self.told)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == SURVIVED, "control fails"

    def wait(self) -> None:
        pid, status = os.wait()
        code, name = os.waitstatus_to_exitcode(status), self.running.pop(pid)
        self.found[name] = TIMEOUT if code < 0 else code
        told = self.told / str(pid)
        if code == KILLED and told.exists():
            killer, function = told.read_text(encoding="utf-8"), function_of(name)
            self.kills[function, killer] += 1
            self.kills[function.rpartition(".")[0], killer] += 1
        told.unlink(missing_ok=True)

    def run(self) -> None:
        ends = time.monotonic() + self.asked.get("seconds", float("inf"))
        for number, name in enumerate(self.asked["mutants"]):
            if time.monotonic() > ends:
                break
            mine = self.tests_of(name)
            if not mine:
                self.found[name] = NO_TESTS
                continue
            if len(self.running) >= self.asked["workers"]:
                self.wait()
            self.running[child(name, mine, self.told)] = name
            if number % 50 == 49:
                self.results.write_text(json.dumps(self.found), encoding="utf-8")
        while self.running:
            self.wait()
        self.results.write_text(json.dumps(self.found), encoding="utf-8")


def pytest_runtestloop(session: pytest.Session) -> bool:
    asked = json.loads(Path(os.environ["THIDUA_MUTANTS"]).read_text(encoding="utf-8"))
    os.environ["MUTANT_UNDER_TEST"] = ""
    sieve = Sieve({item.nodeid: item for item in session.items}, asked)
    sieve.control()
    sieve.run()
    return True
