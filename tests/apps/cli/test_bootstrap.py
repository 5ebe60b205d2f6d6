"""`thidua.sh` on machines that lack something: one sentence that says what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TOOLS = ("cat", "cksum", "dirname", "env", "grep", "id", "mkdir", "rm", "sed", "sh")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A copy of the script with the files it reads, in a folder with a blank in its name."""
    place = tmp_path / "một bản sao"
    place.mkdir()
    for name in ("thidua.sh", "uv.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, place / name)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found
        (tools / name).symlink_to(found)
    return place


def start(place: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [place / "thidua.sh", *words],
        cwd=place.parent,
        capture_output=True,
        text=True,
        env={"PATH": str(place.parent / "bin"), "HOME": str(place.parent), **env},
    )


def program(place: Path, name: str, text: str) -> Path:
    path = place.parent / "bin" / name
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


def test_without_python_it_says_what_to_install(bare: Path) -> None:
    done = start(bare, "demo")
    assert done.returncode == 1
    assert "Lỗi: Không tìm thấy Python." in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr
    assert "Error: No Python found." in done.stderr


def test_a_python_that_is_too_old_is_named(bare: Path) -> None:
    program(bare, "python3", '#!/bin/sh\ncase "$2" in *"3, 11"*) exit 1 ;; *) echo 3.9 ;; esac\n')
    done = start(bare, "demo")
    assert done.returncode == 1
    assert "bản 3.9, cần từ 3.11 trở lên" in done.stderr
    assert "Python 3.9 is too old" in done.stderr
    assert not (bare / ".venv").exists()


def test_without_a_network_it_names_the_index_and_the_log(bare: Path) -> None:
    # A Python that can make environments, but whose pip reaches nothing.
    program(
        bare,
        "python3",
        "#!/bin/sh\n"
        'case "$*" in\n'
        f'  *"-m venv"*) mkdir -p "{bare}/.venv/bin"; cat "$0" >"{bare}/.venv/bin/python";\n'
        f'    {shutil.which("chmod")} 755 "{bare}/.venv/bin/python" ;;\n'
        '  *"pip install"*) echo "ERROR: Could not find a version"; exit 1 ;;\n'
        "esac\n",
    )
    done = start(bare, "demo")
    assert done.returncode == 1
    assert "Không tải được các gói từ kho gói Python" in done.stderr
    assert "PIP_INDEX_URL" in done.stderr
    assert f"{bare}/var/setup.log" in done.stderr


def test_a_folder_without_permission_to_write_is_named(bare: Path) -> None:
    bare.chmod(0o555)
    bare.parent.chmod(0o755)
    run: list[str] = []
    if os.geteuid() == 0:  # root may write everywhere: ask as somebody else
        setpriv = shutil.which("setpriv")
        assert setpriv
        run = [setpriv, "--reuid=65534", "--regid=65534", "--clear-groups"]
        for folder in [bare, *bare.parents]:
            if folder.stat().st_uid == 0 and not folder.stat().st_mode & 0o001:
                folder.chmod(folder.stat().st_mode | 0o001)
    done = subprocess.run(
        [*run, bare / "thidua.sh", "demo"],
        capture_output=True,
        text=True,
        env={"PATH": str(bare.parent / "bin"), "HOME": "/"},
    )
    bare.chmod(0o755)
    assert done.returncode == 1
    assert f"Không có quyền ghi vào {bare}" in done.stderr
    assert "No permission to write" in done.stderr


def test_an_environment_that_fits_the_lock_file_is_used_as_it_is(bare: Path) -> None:
    (bare / ".venv/bin").mkdir(parents=True)
    script = bare / ".venv/bin/thidua"
    script.write_text('#!/bin/sh\necho "ran: $*; var: $THIDUA_VAR_DIR"\n', encoding="utf-8")
    script.chmod(0o755)
    both = b"".join((bare / name).read_bytes() for name in ("uv.lock", "pyproject.toml"))
    counted = subprocess.run(["cksum"], input=both, capture_output=True, check=True)  # noqa: S607
    sums = counted.stdout.decode().strip()
    real = bare.resolve()
    (bare / ".venv/thidua-stamp").write_text(f"demo {sums} {real}\n", encoding="utf-8")
    done = start(bare, "law", "awards", "--on", "2026-09-15")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"ran: law awards --on 2026-09-15; var: {real}/var\n"
    # Another lock file: the environment is no longer the right one.
    (bare / "uv.lock").write_text("version = 2\n", encoding="utf-8")
    assert "Không tìm thấy Python" in start(bare, "law", "awards").stderr


def test_without_a_command_it_shows_how_it_is_used(bare: Path) -> None:
    done = start(bare)
    assert done.returncode == 2
    assert "./thidua.sh demo --reset" in done.stdout
