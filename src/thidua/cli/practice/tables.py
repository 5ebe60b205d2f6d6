"""The tables of a new practice database, made from the models at once.

The migrations lead to the same tables (`tests/apps/cli/test_practice_tables.py` compares them) but
make each of them step by step, which takes most of the time until the program can be tried. Only
the practice department takes this way; every other database is made and brought up to date by
`migrate`.
"""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings

# Apps whose migrations lay their tables out by hand.
BY_HAND = {"names"}


def make_tables() -> None:
    """Make or bring up to date the tables of the database in use."""
    if not connection.introspection.table_names():
        nothing = {one.label: None for one in apps.get_app_configs() if one.label not in BY_HAND}
        with override_settings(MIGRATION_MODULES=nothing):
            call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
        # What the migrations would have done is done: they are noted as applied.
        call_command("migrate", fake=True, verbosity=0, interactive=False)
        return
    call_command("migrate", verbosity=0, interactive=False)
