"""Mutation testing of the predicates and the evaluator, with mutmut: `just law-mutants [SAMPLE]`.

Works in a copy of the tree, so that nothing mutated can be committed. mutmut changes the code in
one place at a time and notes which tests reach which function; `mutants_sieve` asks each mutant,
because mutmut's own runner lets pytest collect anew for each of them, which takes many times as
long as the tests, and counts a worker that finds no test as a kill.

With a number, so many mutants are drawn by a fixed seed; without, all are asked. Prints the counts
and every survivor.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MUTATED = ("src/thidua/law/evaluator.py", "src/thidua/law/predicates/*")
UNESCAPED = "disable_test_id_escaping_and_forfeit_all_rights_to_community_support=true"
TESTS = (
    "tests/law/test_sentences.py",
    "tests/law/test_whole_answers.py",
    "tests/law/test_corners.py",
    "tests/law/test_doubts.py",
    "tests/law/test_rare_answers.py",
    "tests/law/test_small_differences.py",
    "tests/law/test_answers.py",
    "tests/law/test_local_words.py",
    "tests/law/test_words_before_2024.py",
    "tests/law/test_round.py",
    "tests/law/test_transitions.py",
    "tests/law/test_who.py",
    "tests/law/mutants_cases.py",
)
COPIED = ("src", "tests", "docs", "benchmarks", "pyproject.toml", "justfile", "CONTRIBUTING.md")
SEED = 20261122
# No assertion is rewritten and no traceback made: what differs is not looked at here.
OPTIONS = ("-q", "-s", "-n0", "-p", "no:cacheprovider", "-p", "no:randomly", "-o", UNESCAPED)
QUICK = ("--tb=no", "--assert=plain", "-p", "mutants_sieve")
WORDS = {0: "survived", 1: "killed", 33: "no tests", 35: "suspicious", 36: "timeout"}


def copied(folder: Path) -> None:
    """The tree as it is, with the settings of mutmut."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            leave = shutil.ignore_patterns("__pycache__", "var", "node_modules")
            shutil.copytree(source, folder / name, ignore=leave)
        else:
            shutil.copy(source, folder / name)
    settings = {
        "source_paths": ["src"],
        "only_mutate": list(MUTATED),
        "also_copy": [name for name in COPIED if name not in ("tests", "pyproject.toml")],
        "pytest_add_cli_args": ["-n0", "-p", "no:cacheprovider", "-o", UNESCAPED],
        "pytest_add_cli_args_test_selection": list(TESTS),
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as out:
        out.write("\n[tool.mutmut]\n" + "\n".join(lines) + "\n")


def made(folder: Path) -> list[str]:
    """Lets mutmut make the mutants and see what each test reaches; it tests none (no such name)."""
    command = [sys.executable, "-m", "mutmut", "run", "none.such"]
    subprocess.run(command, cwd=folder, check=False, capture_output=True)
    found: list[str] = []
    for path in (folder / "mutants" / "src" / "thidua" / "law").rglob("*.meta"):
        found += json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    if not found or not (folder / "mutants" / "mutmut-stats.json").exists():
        raise SystemExit("mutmut made no mutants, or a test fails without any.")
    return sorted(found)


def asked(folder: Path, names: list[str]) -> dict[str, int]:
    """The exit code of every mutant; raises SystemExit where the control child does not pass."""
    question, results = folder / "asked.json", folder / "results.json"
    workers = os.cpu_count() or 2
    question.write_text(
        json.dumps({"mutants": names, "workers": workers, "results": str(results)}),
        encoding="utf-8",
    )
    here = folder / "mutants"
    env = {
        **os.environ,
        "THIDUA_MUTANTS": str(question),
        "PYTHONPATH": os.pathsep.join((str(here / "src"), str(here / "tests" / "law"))),
    }
    command = [sys.executable, "-m", "pytest", *OPTIONS, *QUICK, *TESTS]
    done = subprocess.run(command, cwd=here, env=env, check=False)
    if not results.exists():
        raise SystemExit(f"The sieve failed (exit code {done.returncode}).")
    found: dict[str, int] = json.loads(results.read_text(encoding="utf-8"))
    return found


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="thidua-mutants-") as place:
        folder = Path(place)
        copied(folder)
        every = made(folder)
        names = list(every)
        random.Random(SEED).shuffle(names)  # noqa: S311 - a sample, not a secret
        names = names[: int(arguments[0])] if arguments else names
        found = asked(folder, names)
    count = Counter(WORDS.get(code, str(code)) for code in found.values())
    print(f"{len(found)} of {len(every)} mutants, seed {SEED}: {dict(count)}")
    for name in sorted(name for name, code in found.items() if code != 1):
        print(f"{WORDS.get(found[name], found[name])}  {name}")
    return 1 if count.get("suspicious") or len(found) < len(names) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
