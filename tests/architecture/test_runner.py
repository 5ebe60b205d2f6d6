"""The runner of everything tells the truth: no test, a skip or a failure is never a success."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def runner(root: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("runner", root / "tests/run_everything.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "runner", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "workers", lambda: "0")
    return module


def sample(folder: Path, text: str) -> list[str]:
    path = folder / "test_sample.py"
    path.write_text(text, encoding="utf-8")
    plain = [
        "-c",
        os.devnull,
        "--rootdir",
        str(folder),
        "-p",
        "no:django",
        "-p",
        "no:cacheprovider",
    ]
    return [*plain, str(path)]


def run(runner: ModuleType, folder: Path, text: str, capsys: pytest.CaptureFixture[str]) -> str:
    outcome = runner.Outcome()
    runner.run_pytest(outcome, "sample", sample(folder, text), os.environ)
    code = runner.report(outcome)
    return f"{code} {capsys.readouterr().out.splitlines()[-1]}"


GOOD = "def test_one():\n    assert True\n"
BAD = "def test_two():\n    assert False\n"
SKIP = "import pytest\n@pytest.mark.skip(reason='no')\ndef test_three():\n    pass\n"


@pytest.mark.parametrize(
    ("text", "allow", "said"),
    [
        (GOOD, False, "0 Tests: 1 passed, 0 failed"),
        (GOOD + BAD, True, "1 Tests: 1 passed, 1 failed"),
        (GOOD + SKIP, True, "0 Tests: 1 passed, 0 failed, 1 skipped"),
        (GOOD + SKIP, False, "1 Tests: 1 passed, 0 failed, 1 skipped"),
        (SKIP, True, "1 Tests: 0 passed, 0 failed, 1 skipped"),
        ("", True, "1 Tests: 0 passed, 0 failed"),
        ("import nothing_of_this_name\n", True, "1 Tests: 0 passed, 1 failed"),
    ],
)
def test_the_closing_line_and_the_exit_code_agree(
    text: str,
    allow: bool,
    said: str,
    runner: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(runner, "ALLOW_SKIP", allow)
    assert run(runner, tmp_path, text, capsys) == said


def test_a_missing_program_is_a_loud_skip_and_a_failure_where_none_is_allowed(
    runner: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("THIDUA_TEST_POSTGRES_URL", raising=False)
    monkeypatch.setattr(runner, "postgres_programs", lambda: None)
    monkeypatch.setattr(runner, "install", lambda _package: False)
    outcome = runner.Outcome(counts={"passed": 1})
    with runner.postgres(outcome) as url:
        assert url is None
    monkeypatch.setattr(runner, "ALLOW_SKIP", False)
    assert runner.report(outcome) == 1
    said = capsys.readouterr().out
    assert "sudo apt-get install postgresql" in said
    assert "THIDUA_ALLOW_SKIP=0 allows no skip" in said


def test_a_step_that_fails_does_not_stop_the_next(
    runner: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = runner.Outcome()
    runner.step(outcome, "first", [sys.executable, "-c", "raise SystemExit(3)"], os.environ)
    runner.step(outcome, "second", [sys.executable, "-c", "print('went on')"], os.environ)
    assert outcome.failed == ["first"]
    assert "went on" in capsys.readouterr().out
    assert runner.report(outcome) == 1
