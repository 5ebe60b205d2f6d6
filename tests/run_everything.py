"""Runs every check and every test: what `./thidua.sh test` and continuous integration call.

The law engine first, with every branch covered; then the Django tests on SQLite and on PostgreSQL,
and the stories in a real browser. What the machine lacks is installed when that is possible (root
on Debian or Ubuntu), otherwise skipped loudly with the command that would install it; with
THIDUA_ALLOW_SKIP=0 a skip is a failure.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import invalidate_caches
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
ALLOW_SKIP = os.environ.get("THIDUA_ALLOW_SKIP", "1") != "0"
STEP_LIMIT = 40 * 60  # seconds: a step that hangs must not hold the machine
COUNTS = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)")
# Tests that need no database: they run once, with coverage.
WITHOUT_DATABASE = ("tests/law", "tests/cases")
COVERAGE = ("--cov=thidua.law", "--cov-branch", "--cov-report=term-missing:skip-covered")


@dataclass
class Outcome:
    """What became of the steps so far."""

    failed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def skip(self, what: str, remedy: str) -> None:
        self.skipped.append(f"{what}: {remedy}")
        banner(f"SKIPPED  {what}\n         {remedy}")


def banner(text: str) -> None:
    print(f"\n{'=' * 78}\n{text}\n{'=' * 78}", flush=True)


def stream(command: list[str], env: Mapping[str, str]) -> tuple[int, list[str]]:
    """Run `command`, showing its output as it comes; return its exit code and last lines."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    assert process.stdout is not None
    tail: list[str] = []
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(process.pid, signal.SIGKILL))
    signal.alarm(STEP_LIMIT)
    try:
        for line in process.stdout:
            print(line, end="", flush=True)
            tail = [*tail[-40:], line.rstrip()]
        return process.wait(), tail
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    finally:
        signal.alarm(0)
        process.stdout.close()


def step(outcome: Outcome, name: str, command: list[str], env: Mapping[str, str]) -> list[str]:
    banner(name)
    started = time.monotonic()
    code, tail = stream(command, env)
    took = time.monotonic() - started
    word = "ok" if code == 0 else f"FAILED (exit code {code})"
    outcome.lines.append(f"{word:24} {took:6.0f} s  {name}")
    if code != 0:
        outcome.failed.append(name)
    return tail


def run_pytest(outcome: Outcome, name: str, arguments: list[str], env: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-rsfE", "--durations=20"]
    command += ["-n", workers(), "--dist", "worksteal", *arguments]
    tail = step(outcome, name, command, env)
    closing = next((line for line in reversed(tail) if COUNTS.search(line)), "")
    found = {word: int(number) for number, word in COUNTS.findall(closing)}
    if not found.get("passed") and name not in outcome.failed:
        outcome.failed.append(f"{name}: no test ran")
    for word, number in found.items():
        key = {"error": "failed", "errors": "failed"}.get(word, word)
        outcome.counts[key] = outcome.counts.get(key, 0) + number
    if found.get("skipped"):
        outcome.skipped.append(f"{name}: {found['skipped']} tests, see their reasons above")


def workers() -> str:
    """One more than there are cores: tests wait for programs, for the disk, for the database."""
    return str(max(2, min(8, (os.cpu_count() or 2) + 1)))


def install(package: str) -> bool:
    """Install a system package as root on Debian or Ubuntu; False when that cannot be done."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    banner(f"Installing the system package {package}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "--no-install-recommends", package]
    for attempt in (command, ["apt-get", "update"], command):
        code, _ = stream(attempt, env)
        if code == 0 and attempt is command:
            return True
    return False


def find_chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    given = os.environ.get("THIDUA_CHROMIUM")
    return given or next((path for name in names if (path := shutil.which(name))), None)


def driver_runs() -> bool:
    """Whether the program that drives the browser starts: on a bare Debian it lacks libatomic."""
    from playwright._impl._driver import compute_driver_executable

    try:
        done = subprocess.run([compute_driver_executable()[0], "--version"], capture_output=True)
    except OSError:
        return False
    return done.returncode == 0


def browser(outcome: Outcome) -> str | None:
    """The path of a Chromium that can be driven, installed when that is possible."""
    found = find_chromium() or (find_chromium() if install("chromium") else None)
    if not found:
        outcome.skip(
            "browser stories",
            "no Chromium found; run: sudo apt-get install chromium "
            "(or set THIDUA_CHROMIUM=/path/to/chromium)",
        )
        return None
    if not (driver_runs() or (install("libatomic1") and driver_runs())):
        outcome.skip(
            "browser stories",
            "the driver of the browser does not start; run: sudo apt-get install libatomic1",
        )
        return None
    return found


def postgres_programs() -> Path | None:
    beside = shutil.which("initdb")
    if beside:
        return Path(beside).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = sorted(versions, key=lambda p: float(p.parent.parent.name))
    return found[-1].parent if found else None


@contextmanager
def postgres(outcome: Outcome) -> Iterator[str | None]:
    """The address of a PostgreSQL server: the given one, or a throw-away cluster of our own."""
    given = os.environ.get("THIDUA_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    programs = postgres_programs()
    if programs is None and install("postgresql"):
        programs = postgres_programs()
    if programs is None:
        outcome.skip(
            "tests on PostgreSQL",
            "no server program found; run: sudo apt-get install postgresql "
            "(or set THIDUA_TEST_POSTGRES_URL=postgresql://user:password@host:5432/name)",
        )
        yield None
        return
    # The server refuses to run as root: the account that its package made runs it.
    account = {"user": "postgres", "group": "postgres", "extra_groups": []}
    who = account if os.geteuid() == 0 else {}
    place = Path(tempfile.mkdtemp(prefix="thidua-pg-"))
    place.chmod(0o755)
    data = place / "data"
    data.mkdir()
    if who:
        for folder in (place, data):
            shutil.chown(folder, "postgres", "postgres")
    settings = (
        f"-c listen_addresses= -c unix_socket_directories={place} -c fsync=off "
        "-c synchronous_commit=off -c full_page_writes=off -c max_connections=100"
    )
    initdb = [str(programs / "initdb"), "-D", str(data), "-U", "thidua", "-A", "trust"]
    initdb += ["-E", "UTF8", "--no-locale", "--no-sync"]
    control = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
    log = str(place / "log")
    for command in (initdb, [*control, "-l", log, "-o", settings, "start"]):
        done = subprocess.run(command, cwd=place, capture_output=True, text=True, **who)
        if done.returncode:
            outcome.failed.append("starting a throw-away PostgreSQL")
            print(done.stdout, done.stderr, sep="\n", flush=True)
            yield None
            return
    try:
        yield f"postgresql://thidua@{str(place).replace('/', '%2F')}/thidua_{os.getpid()}"
    finally:
        stop = [*control, "-m", "immediate", "stop"]
        subprocess.run(stop, cwd=place, capture_output=True, **who)
        shutil.rmtree(place, ignore_errors=True)


def spark(outcome: Outcome) -> bool:
    """Whether Spark can be asked: the extra and a Java, installed when that is possible."""
    if not find_spec("pyspark") and (uv := shutil.which("uv")):
        stream([uv, "sync", "--locked", "--inexact", "--extra", "spark"], os.environ)
        invalidate_caches()
    if not find_spec("pyspark"):
        outcome.skip("screening on Spark", "no pyspark; run: uv sync --extra spark")
        return False
    if not (shutil.which("java") or install("default-jre-headless")):
        remedy = "no Java found; run: sudo apt-get install default-jre-headless"
        outcome.skip("screening on Spark", remedy)
        return False
    return True


def checks(outcome: Outcome, env: Mapping[str, str]) -> None:
    tool = {name: str(BIN / name) for name in ("ruff", "mypy", "lint-imports", "django-admin")}
    step(outcome, "ruff: faults", [tool["ruff"], "check", "."], env)
    step(outcome, "ruff: layout", [tool["ruff"], "format", "--check", "."], env)
    step(outcome, "mypy: types", [tool["mypy"]], env)
    step(outcome, "import-linter: the street and the rooms", [tool["lint-imports"]], env)
    migrations = [tool["django-admin"], "makemigrations", "--check", "--dry-run"]
    step(outcome, "migrations: none missing", migrations, env)
    law = [str(BIN / "thidua"), "law"]
    step(outcome, "rulebook: loads without a fault", [*law, "check"], env)
    step(outcome, "docs/law: is up to date", [*law, "consolidate", "--check"], env)


def main() -> int:
    # A run that is told to stop takes its server and its folders with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    outcome = Outcome()
    place = Path(tempfile.mkdtemp(prefix="thidua-test-"))
    env = {k: v for k, v in os.environ.items() if not k.startswith(("THIDUA_", "DJANGO_"))}
    env |= {
        "DJANGO_SETTINGS_MODULE": "thidua.config.settings",
        "THIDUA_VAR_DIR": str(place / "var"),
        "THIDUA_ALLOW_SKIP": "1" if ALLOW_SKIP else "0",
        "THIDUA_DATABASE_URL": f"sqlite:///{place / 'var' / 'thidua.sqlite3'}",
        "COVERAGE_FILE": str(place / "coverage" / "data"),
    }
    try:
        checks(outcome, env)
        once = [f"--ignore={folder}" for folder in WITHOUT_DATABASE]
        rest = "--ignore=tests/journeys"
        once.append("--ignore=tests/engines/test_spark.py")
        if not shutil.which("soffice"):
            install("libreoffice-writer")  # else the tests that open papers skip, and say so
        if not shutil.which("softhsm2-util"):
            install("softhsm2")  # else the tests that sign with a token skip, and say so
        (place / "coverage").mkdir()
        law = [*WITHOUT_DATABASE, *COVERAGE]
        run_pytest(outcome, "the law engine, with the branches that its tests reach", law, env)
        run_pytest(outcome, "tests on SQLite", ["tests", rest, *once], env)
        if spark(outcome):
            run_pytest(outcome, "screening on Spark", ["tests/engines/test_spark.py"], env)
        chromium = browser(outcome)
        if chromium:
            env["THIDUA_CHROMIUM"] = chromium
            run_pytest(outcome, "browser stories on SQLite", ["tests/journeys"], env)
        with postgres(outcome) as url:
            if url:
                on_postgres = {**env, "THIDUA_DATABASE_URL": url}
                # What starts the program or walks every address is the same on both.
                once += ["--ignore=tests/apps/cli", "--ignore=tests/apps/test_every_address.py"]
                once.append("--ignore=tests/apps/exchange/test_killed.py")  # on a file of its own
                asking = ["tests", rest, *once, "--only-database"]
                run_pytest(outcome, "tests on PostgreSQL", asking, on_postgres)
                if chromium:
                    name = "the story of the year on PostgreSQL"
                    run_pytest(outcome, name, ["tests/journeys/test_the_year.py"], on_postgres)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return report(outcome)


def report(outcome: Outcome) -> int:
    if outcome.skipped and not ALLOW_SKIP:
        outcome.failed.append("something was skipped, and THIDUA_ALLOW_SKIP=0 allows no skip")
    banner("SUMMARY")
    print("\n".join(outcome.lines))
    for line in outcome.skipped:
        print(f"SKIPPED  {line}")
    for line in outcome.failed:
        print(f"FAILED   {line}")
    counts = outcome.counts
    skipped = f", {counts['skipped']} skipped" if counts.get("skipped") else ""
    print(f"\nTests: {counts.get('passed', 0)} passed, {counts.get('failed', 0)} failed{skipped}")
    return 1 if outcome.failed else 0


if __name__ == "__main__":
    sys.exit(main())
