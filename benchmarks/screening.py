"""Goal: a country of civil servants judged in a second; ten times OpenFisca, twice Polars.

In one process, in turns, on the same made-up record: the six rules of 15/09/2026 for 2026 as the
rulebook has them, beside the same rules written for OpenFisca (yearly variables), Polars and
DuckDB. Everybody must give the same six verdicts and the same failing conditions; only then are
times compared.

- rules only, the record at hand in each engine's own shape: at least 10 times OpenFisca, by the
  compiled function (`screen(..., compiled=True)`); NumPy alone stands beside it
- all awards of the rulebook: under 1 s
- end to end from Parquet (7 million titles and more for a million people) to verdicts with failing
  conditions: at least 2 times the better of Polars and DuckDB, under 1 GiB
- with --scaling: time and memory from 10,000 to 2,000,000 people, each size in its own process

Run: uv run --with openfisca-core --with polars --with duckdb --with pyarrow --with numba \
        python -m benchmarks.screening [--people 1000000] [--rounds 5] [--scaling]
The peers are not dependencies of the project (OpenFisca-core is AGPL). Times are of the processor
(one core); the wall clock stands beside.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.screening_world import GRADES, KINDS, LEVELS, TITLES, YEAR, world

from thidua.law import load_rulebook
from thidua.law.screen import Result, YearWords, compile_rules, screen
from thidua.law.screen.parquet import read_tables

RECEIVED = date(2026, 9, 15)
SIZES = (10_000, 100_000, 500_000, 1_000_000, 2_000_000)
COMPILED: dict[str, Any] = {"bits": True, "compiled": True}
EMPTY = ("disciplines", "pending", "leave", "study", "posts", "registrations", "findings")


# One core for everybody; set before the peers are imported.
THREADS = ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def main() -> int:
    for name in THREADS:
        os.environ.setdefault(name, "1")
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scaling", action="store_true")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if args.scaling:
            return scaling(folder, args.rounds)
        if args.alone:
            return alone(args.people, args.rounds, Path(os.environ["SCREENING_FOLDER"]))
        write(args.people, Path(folder))
        return compared(args.people, args.rounds, Path(folder))


# -- the record --------------------------------------------------------------------------------
def write(people: int, folder: Path) -> dict[str, int]:
    """The made-up record as Parquet, words dictionary-encoded, as a register would be exported."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = world(people)
    awards, made = tables["awards"], tables["initiatives"]

    def words(numbers: Any, names: tuple[str, ...]) -> Any:
        return pa.DictionaryArray.from_arrays(pa.array(numbers, pa.int8()), list(names))

    size = len(awards["code"])
    awards["code"] = words(awards["code"], TITLES)
    awards["merit"] = words(np.zeros(size, np.int8), ("cong_trang",))
    tables["ratings"]["grade"] = words(tables["ratings"]["grade"], GRADES)
    made["level"], made["kind"] = words(made["level"], LEVELS), words(made["kind"], KINDS)
    tables["subjects"] = {
        "subject": np.arange(people, dtype=np.int32),
        "recruited_on": np.full(people, np.datetime64("2008-01-01", "D")),
        "employment": words(np.zeros(people, np.int8), ("cong_chuc",)),
    }
    for name, columns in tables.items():
        pq.write_table(pa.table(columns), folder / f"{name}.parquet")
    return {name: len(columns["subject"]) for name, columns in tables.items()}


def read(folder: Path) -> dict[str, Any]:
    """Tables whose columns are read when asked for; lists that stand empty are known to be so."""
    found: dict[str, Any] = {name: {"subject": np.zeros(0, np.int32)} for name in EMPTY}
    return {**found, **read_tables(folder)}


# -- the engines -------------------------------------------------------------------------------
def ours(folder: Path, program: Any) -> Result:
    return screen(program, YearWords.from_tables(read(folder)), YEAR, bits=True)


def answers(result: Result) -> tuple[list[Any], Any]:
    """Six verdicts and the failing conditions in the order of the peers."""
    from benchmarks.screening_peers import FAILING

    failing = np.zeros(result.words.size, np.int32)
    for place, (code, predicate) in enumerate(FAILING):
        bit = bit_of(result, code, predicate)
        failing |= ((result.failing(code).astype(np.int64) >> bit & 1) << place).astype(np.int32)
    return [result.verdict(code) for code in TITLES], failing


def bit_of(result: Result, code: str, predicate: str) -> int:
    """The bit of the condition of a civil servant's route that uses the predicate."""
    entry = load_rulebook().award(code, RECEIVED)
    if entry is None:
        raise SystemExit(f"no text of {code} on {RECEIVED}")
    whom = [r for r in entry.routes if "individual" in r.who.kinds and r.who.groups is None]
    wanted = {(None, item.id) for item in entry.conditions if item.predicate == predicate}
    wanted |= {(r.id, c.id) for r in whom for c in r.conditions if c.predicate == predicate}
    bits = [item.bit for item in result.conditions(code) if (item.route, item.id) in wanted]
    return bits[0]


def polars_run(folder: Path) -> tuple[list[Any], Any]:
    from benchmarks.screening_tables import polars_query

    frame = polars_query(str(folder)).collect()
    return [frame[f"r{n}"].to_numpy() for n in range(1, 7)], frame["failing"].to_numpy()


def duckdb_run(folder: Path) -> tuple[list[Any], Any]:
    import duckdb
    from benchmarks.screening_tables import duckdb_query

    with duckdb.connect(config={"threads": 1}) as connection:
        found = connection.execute(duckdb_query(str(folder))).fetchnumpy()
    return [np.asarray(found[f"r{n}"]) for n in range(1, 7)], np.asarray(found["failing"])


def compared(people: int, rounds: int, folder: Path) -> int:
    """Everything in turns in this process."""
    from benchmarks import screening_peers as peers

    rulebook = load_rulebook()
    six, every = (compile_rules(rulebook, codes, on=RECEIVED) for codes in (TITLES, None))
    words = YearWords.from_tables(read(folder))
    inputs = peers.openfisca_inputs(world(people), people)
    simulation = peers.openfisca_run(peers.openfisca_system(), inputs, people)
    wanted = answers(screen(six, words, YEAR, bits=True))
    clock = time.process_time()
    once = screen(six, words, YEAR, **COMPILED)
    compiling = time.process_time() - clock
    agree("compiled", wanted, answers(once))
    for name, found in (
        ("OpenFisca", simulation()),
        ("Polars", polars_run(folder)),
        ("DuckDB", duckdb_run(folder)),
    ):
        agree(name, wanted, found)
    print(f"{people:,} people; all four engines agree on six verdicts and twelve conditions")

    def openfisca() -> tuple[Callable[[], Any], ...]:
        return (peers.openfisca_run(peers.openfisca_system(), inputs, people),)

    times: dict[str, list[tuple[float, float]]] = {}
    for _ in range(rounds):
        taken(times, "six rules, NumPy", lambda: screen(six, words, YEAR, bits=True))
        taken(times, "six rules, compiled", lambda: screen(six, words, YEAR, **COMPILED))
        (run,) = openfisca()
        taken(times, "six rules, OpenFisca", run)
        taken(times, "all awards, ours", lambda: screen(every, words, YEAR))
        taken(times, "end to end, ours", lambda: ours(folder, six))
        taken(times, "end to end, Polars", lambda: polars_run(folder))
        taken(times, "end to end, DuckDB", lambda: duckdb_run(folder))
    best = {name: min(one[0] for one in found) for name, found in times.items()}
    for name, found in times.items():
        wall = min(one[1] for one in found)
        rules = f", {best[name] / people / 6e-9:.1f} ns per person and rule" * name.startswith(
            "six"
        )
        print(f"  {name}: {best[name]:.3f} s of one core ({wall:.3f} s by the clock){rules}")
    peak = memory(people, folder)
    ratio = best["six rules, OpenFisca"] / best["six rules, compiled"]
    plain = best["six rules, OpenFisca"] / best["six rules, NumPy"]
    print(f"  compiling once: {compiling:.1f} s; NumPy alone {plain:.1f} times OpenFisca")
    peer = min(best["end to end, Polars"], best["end to end, DuckDB"])
    total = best["end to end, ours"]
    goals = [
        (f"rules only, compiled: {ratio:.1f} times OpenFisca (goal 10)", ratio >= 10),
        (f"all awards: {best['all awards, ours']:.2f} s (goal 1)", best["all awards, ours"] < 1),
        (f"end to end: {peer / total:.1f} times the better peer (goal 2)", peer / total >= 2),
        (f"memory end to end: {peak:.0f} MiB (goal 1024)", peak < 1024),
    ]
    for text, met in goals:
        print(("met     " if met else "NOT MET ") + text)
    return 0 if all(met for _, met in goals) else 1


def agree(name: str, wanted: tuple[list[Any], Any], found: tuple[list[Any], Any]) -> None:
    """Stops where a peer says otherwise: times of different answers are not compared."""
    pairs = [*zip(wanted[0], found[0], strict=True), (wanted[1], found[1])]
    for number, (mine, theirs) in enumerate(pairs, 1):
        at = np.nonzero(mine != theirs)[0]
        if len(at):
            shown = f"{mine[at[:5]].tolist()} and {theirs[at[:5]].tolist()} of {at[:5].tolist()}"
            raise SystemExit(f"{name}, rule {number}: {len(at)} differ, such as {shown}")


def taken(times: dict[str, list[tuple[float, float]]], name: str, run: Callable[[], Any]) -> None:
    core, clock = time.process_time(), time.perf_counter()
    run()
    times.setdefault(name, []).append((time.process_time() - core, time.perf_counter() - clock))


# -- memory and growth -------------------------------------------------------------------------
def memory(people: int, folder: Path) -> float:
    return child(people, 1, folder)["peak"]


def child(people: int, rounds: int, folder: Path) -> dict[str, float]:
    """End to end alone in a fresh process: its times and the most memory it ever held."""
    command = [sys.executable, "-m", "benchmarks.screening", "--alone"]
    command += ["--people", str(people), "--rounds", str(rounds)]
    environment = {**os.environ, "SCREENING_FOLDER": str(folder)}
    done = subprocess.run(command, check=True, env=environment, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def alone(people: int, rounds: int, folder: Path) -> int:
    program = compile_rules(load_rulebook(), TITLES, on=RECEIVED)
    every = compile_rules(load_rulebook(), on=RECEIVED)
    best = {"end to end": 9e9, "six rules": 9e9, "all awards": 9e9}
    for _ in range(rounds):
        times: dict[str, list[tuple[float, float]]] = {}
        taken(times, "end to end", lambda: ours(folder, program))
        peak = most_held()
        words = YearWords.from_tables(read(folder))
        taken(times, "six rules", partial(screen, program, words, YEAR, bits=True))
        taken(times, "all awards", partial(screen, every, words, YEAR))
        best = {name: min(best[name], found[0][0]) for name, found in times.items()}
    print(json.dumps({**best, "peak": peak, "people": people}))
    return 0


def most_held() -> float:
    """MiB at most so far; `ru_maxrss` would count the parent too, from before the child began."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise SystemExit("memory is measured on Linux only")


def scaling(folder: str, rounds: int) -> int:
    found = []
    for people in SIZES:
        write(people, Path(folder))
        found.append(child(people, rounds, Path(folder)))
        line = ", ".join(f"{name} {found[-1][name]:.3f} s" for name in list(found[-1])[:3])
        print(f"{people:>9,} people: {line}, peak {found[-1]['peak']:.0f} MiB")
    middle, last = found[-2], found[-1]
    growth = last["end to end"] / middle["end to end"]
    more = last["peak"] / middle["peak"]
    met = growth < 2.6 and more < 2.6
    print(
        f"{'met     ' if met else 'NOT MET '}twice the people: {growth:.2f} times the time, "
        f"{more:.2f} times the memory (goal: linear)"
    )
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main())
