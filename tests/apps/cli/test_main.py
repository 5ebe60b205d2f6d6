"""The list of commands, and demo's answers to what is in its way."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from thidua.cli.main import COMMANDS, main

THIDUA = Path(sys.executable).parent / "thidua"


def test_without_a_command_the_list_is_shown_as_wrong_usage(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert all(f"    {name} " in said.err for name in COMMANDS)


def test_help_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "thidua LỆNH" in capsys.readouterr().out


def test_an_unknown_command_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["khen-thuong"]) == 2
    assert "không có lệnh “khen-thuong”" in capsys.readouterr().err


def test_the_law_is_asked_without_django() -> None:
    code = (
        "import sys\nfrom thidua.cli.main import main\n"
        "assert main(['law', 'awards']) == 0\n"
        "assert 'django' not in sys.modules, 'django was loaded'\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "cstd-co-so" in done.stdout


@pytest.fixture
def demo_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THIDUA_VAR_DIR", str(tmp_path))
    return tmp_path


def test_demo_names_a_free_port_when_its_own_is_taken(
    demo_place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        assert main(["demo", "--port", str(taken)]) == 1
    said = capsys.readouterr().err
    assert f"Cổng {taken} đang có chương trình khác dùng" in said
    assert "--port" in said
    assert "Error: Port" in said
    assert not (demo_place / "practice/thidua.sqlite3").exists()


@pytest.mark.parametrize("port", ["0", "65536", "99999"])
def test_demo_refuses_a_number_that_is_no_port(
    port: str, demo_place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--port", port]) == 1
    assert "từ 1 đến 65535" in capsys.readouterr().err


def test_demo_refuses_a_port_in_words(
    demo_place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("THIDUA_PORT", "tám nghìn")
    assert main(["demo"]) == 1
    assert "Cổng “tám nghìn” không dùng được" in capsys.readouterr().err


def test_demo_does_not_guess_a_database(
    demo_place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("THIDUA_DATABASE_URL", raising=False)
    assert main(["demo", "--no-serve", "--use-database-url"]) == 1
    assert "Chưa đặt THIDUA_DATABASE_URL" in capsys.readouterr().err
