"""`thidua demo` as a person meets it: cut off, loaded, served, stopped, started again, renewed."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from thidua.cli.practice.accounts import COUNCIL, PASSWORD, SIGN_INS
from thidua.cli.practice.clusters import SISTERS

THIDUA = Path(sys.executable).parent / "thidua"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def demo(var: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("THIDUA_", "DJANGO_"))}
    process = subprocess.Popen(
        [THIDUA, "demo", *words],
        env={**env, "THIDUA_VAR_DIR": str(var), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def read_until(process: subprocess.Popen[str], wanted: str) -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if wanted in line:
            return said
    raise AssertionError(f"“{wanted}” was never said:\n{said}")


def count(database: Path, question: str) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute(question).fetchone()[0])


def test_the_practice_department_from_a_cut_off_start_to_its_renewal(tmp_path: Path) -> None:
    database = tmp_path / "practice/thidua.sqlite3"
    port = free_port()

    with demo(tmp_path, "--port", str(port)) as process:
        read_until(process, "Nhập danh sách cán bộ")
        os.killpg(process.pid, signal.SIGKILL)
    assert database.exists()

    with demo(tmp_path, "--no-serve") as process:
        said, _ = process.communicate(timeout=300)
        assert process.returncode == 0, said
    assert "Xóa dữ liệu thực hành cũ (vì lần trước chưa nạp xong)" in said
    assert "Đã nạp xong đơn vị thực hành" in said
    check_what_was_loaded(database)

    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE people_person SET note = 'đã sửa' WHERE code = 'CB0001'")
        connection.commit()
    with demo(tmp_path, "--port", str(port)) as process:
        said = read_until(process, "Stop with Ctrl-C.")
        assert "Nhập danh sách cán bộ" not in said  # kept, not loaded anew
        for sign_in in SIGN_INS:
            assert re.search(rf"^ +{sign_in.username} +\S", said, re.MULTILINE), said
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/dang-nhap/") as answer:
            assert "Đăng nhập" in answer.read().decode()
        with demo(tmp_path, "--reset", "--port", str(free_port())) as second:
            refusal, _ = second.communicate(timeout=60)
            assert second.returncode == 1
            assert f"đang chạy ở http://127.0.0.1:{port}" in refusal
        os.killpg(process.pid, signal.SIGINT)
        rest, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        assert rest.strip() == ""
    kept = "SELECT count(*) FROM people_person WHERE note = 'đã sửa'"
    assert count(database, kept) == 1

    with demo(tmp_path, "--reset", "--no-serve") as process:
        read_until(process, "Xóa dữ liệu thực hành cũ (theo yêu cầu)")
        read_until(process, "Lập cơ quan và 21 đơn vị")
    assert count(database, kept) == 0


def check_what_was_loaded(database: Path) -> None:
    def rows(question: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(database)) as connection:
            return connection.execute(question).fetchall()

    assert count(database, "SELECT count(*) FROM people_person") == 240
    own = "SELECT count(*) FROM organisations_body WHERE NOT in_catalogue AND "
    # one of them joined the other in 2025; five more are of the same block of the province
    assert count(database, f"{own} kind = 'so'") == 2 + len(SISTERS)
    assert count(database, f"{own} kind = 'so' AND closed_on IS NULL") == 1 + len(SISTERS)
    assert count(database, "SELECT count(*) FROM organisations_cluster") == 4
    assert rows("SELECT state, count(*) FROM movements_pledge GROUP BY 1 ORDER BY 1") == [
        ("cho_ky", 3),
        ("da_ky", 1),
    ]
    targets = (
        "SELECT s.year, s.state, count(*) FROM targets_target t "
        "JOIN targets_targetset s ON s.id = t.set_id JOIN organisations_body b ON b.id = s.body_id "
        "WHERE b.kind = 'so' GROUP BY 1, 2 ORDER BY 1"
    )
    assert rows(targets) == [(2025, "da_giao", 36), (2026, "da_giao", 36), (2027, "du_thao", 36)]
    # 21 units and the leaders of the department, whichever of the two brought them
    assert count(database, f"{own} kind NOT IN ('so', 'ubnd_tinh')") == 22
    years = "SELECT count(DISTINCT year) FROM people_rating WHERE year BETWEEN 2011 AND 2025"
    assert count(database, years) == 15
    assert count(database, "SELECT count(*) FROM register_registerentry") > 1500
    council = rows('SELECT full_name, duty FROM councils_member ORDER BY "order"')
    assert council == [(seat.full_name, seat.duty) for seat in COUNCIL]
    assert len(council) == 9
    assert rows("SELECT year, received_on FROM eligibility_round") == [(2026, "2026-09-15")]
    current = "SELECT count(DISTINCT person_id) FROM eligibility_assessment WHERE is_current"
    assert count(database, current) == 240
    awards = "SELECT count(DISTINCT award_code) FROM eligibility_assessment WHERE is_current"
    assert count(database, awards) == 8
    hashes = dict(rows("SELECT username, password FROM accounts_user"))
    named = {sign_in.username for sign_in in SIGN_INS}
    # Beside those of the table, the heads of the units that score one another.
    assert named <= set(hashes)
    assert all(str(one).startswith("donvi") for one in set(hashes) - named)
    assert PBKDF2PasswordHasher().verify(PASSWORD, str(hashes["chuyenvien"]))
    roles = "SELECT count(DISTINCT role) FROM accounts_roleassignment WHERE to_date IS NULL"
    assert count(database, roles) == len({role for sign_in in SIGN_INS for role in sign_in.roles})
    # Nothing was written behind the back of the log.
    assert count(database, "SELECT count(*) FROM audit_auditrow") > 30
