"""The compiled rules on PostgreSQL give the same verdicts and bits as with NumPy.

Asked where the tests run on PostgreSQL; on SQLite there is nothing to ask.
"""

from __future__ import annotations

import os
from datetime import date

import pytest
from tests.law.screen.engines import loaded, postgresql, same
from tests.law.screen.histories import RECEIVED

URL = os.environ.get("THIDUA_DATABASE_URL", "")

if URL.startswith("postgres"):

    @pytest.mark.parametrize("received", RECEIVED[1::3], ids=str)
    @pytest.mark.django_db
    def test_postgresql_gives_the_same_bits(received: date) -> None:
        """The connection of the test database: the one that the address names may not exist."""
        from django.db import connection

        settings = connection.settings_dict
        found, result, codes = loaded(received, received.year - 1)
        with postgresql(settings, found) as ask:
            for code in codes:
                same(result, ask, code)
