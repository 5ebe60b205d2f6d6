"""An import that is killed while it stores leaves nothing half-stored and can be done again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests import databases
from tests.apps.exchange.office import book, line

SET_UP = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "thidua.config.settings"
import django
django.setup()
from django.core.files.base import File
from thidua.exchange import actions, progress
from thidua.exchange.actions import work_key
from thidua.exchange.models import ImportBatch
from thidua.register.models import RegisterEntry
"""

PREPARE = """
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
from thidua.cli.practice.loader import make_department
with open(sys.argv[1], "rb") as handle:
    actions.preview(body=make_department(), kind="register", file=File(handle, name="so.xlsx"),
                    by=None)
"""

STORE = """
batch = ImportBatch.objects.get()
with progress.working(work_key(batch)) as work:
    if sys.argv[1] == "slowly":
        import thidua.exchange.actions.write_register as writing
        def wait(**_more):
            print("written", RegisterEntry.objects.count(), flush=True)
            time.sleep(600)
        writing.recheck_claims = wait
    done = actions.confirm_import(batch=batch, by=None, work=work)
print(done.state, RegisterEntry.objects.count())
"""

LOOK = """
batch = ImportBatch.objects.get()
told = progress.last_told(work_key(batch))
print(batch.state, RegisterEntry.objects.count(), progress.is_at_work(work_key(batch)),
      told is not None, bool(batch.file))
"""


def command(step: str, *args: str) -> list[str]:
    return [sys.executable, "-W", "ignore", "-c", SET_UP + step, *args]


def test_killed_in_the_middle_of_storing(tmp_path: Path) -> None:
    path = book(tmp_path / "so.xlsx", *(line(n, f"Trần Văn Người {n}") for n in range(1, 301)))
    home = {
        **os.environ,
        "THIDUA_VAR_DIR": str(tmp_path / "var"),
        "THIDUA_DATABASE_URL": f"sqlite:///{tmp_path}/a.sqlite3",
    }

    def run(step: str, *args: str) -> str:
        done = subprocess.run(
            command(step, *args), env=home, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    databases.copy_file(tmp_path / "a.sqlite3")  # else the migrations make it, in a minute
    run(PREPARE, str(path))
    storing = subprocess.Popen(
        command(STORE, "slowly"), env=home, stdout=subprocess.PIPE, text=True
    )
    assert storing.stdout is not None
    # Every line is in the open transaction when the process dies.
    assert storing.stdout.readline().strip() == "written 300"
    assert run(LOOK) == "preview 0 True True True"
    storing.send_signal(signal.SIGKILL)
    storing.wait()
    storing.stdout.close()
    assert run(LOOK) == "preview 0 False True True"
    assert run(STORE, "again") == "confirmed 300"
    assert run(LOOK) == "confirmed 300 False False False"
