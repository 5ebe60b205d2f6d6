"""The tables that the practice department gets at once are those that the migrations make."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests import databases

MAKE = """
import django, json
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
{how}
executor = MigrationExecutor(connection)
print(json.dumps(len(executor.migration_plan(executor.loader.graph.leaf_nodes()))))
"""
AT_ONCE = "from thidua.cli.practice.tables import make_tables; make_tables()"
STEP_BY_STEP = (
    "from django.core.management import call_command; call_command('migrate', verbosity=0)"
)


def made(path: Path, how: str) -> dict[str, list[str]]:
    """Each table with the parts of its definition, and each index, of a database so made."""
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "thidua.config.settings",
        "THIDUA_VAR_DIR": str(path.parent / "var"),
        "THIDUA_DATABASE_URL": f"sqlite:///{path}",
    }
    script = [sys.executable, "-W", "ignore", "-c", MAKE.format(how=how)]
    done = subprocess.run(script, env=env, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == 0  # no migration waits
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name: parts(sql) for name, sql in rows if not name.startswith("sqlite_")}


def parts(sql: str) -> list[str]:
    """The parts between the commas of the outer brackets, sorted: columns have no order here."""
    inner = sql[sql.index("(") + 1 : sql.rindex(")")]
    found, depth, start = [], 0, 0
    for place, letter in enumerate(inner):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            found.append(inner[start:place])
            start = place + 1
    found.append(inner[start:])
    return sorted(re.sub(r"\s+", " ", one).strip() for one in found)


def test_both_ways_lead_to_the_same_tables(tmp_path: Path) -> None:
    stepwise = tmp_path / "stepwise.sqlite3"
    databases.copy_file(stepwise)  # what the migrations built for the other tests, if anything
    slow = made(stepwise, STEP_BY_STEP)
    quick = made(tmp_path / "at-once.sqlite3", AT_ONCE)
    assert sorted(slow) == sorted(quick)
    assert len(slow) > 100
    differing = {name: (slow[name], quick[name]) for name in slow if slow[name] != quick[name]}
    assert differing == {}


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "twice.sqlite3"
    assert made(path, AT_ONCE) == made(path, AT_ONCE)
