"""The compiled rules as text: every award of every regime, for PostgreSQL and for Spark.

What engines answer is asked in tests/engines.
"""

from __future__ import annotations

from datetime import date

import pytest
from tests.law.screen.engines import loaded
from tests.law.screen.histories import RECEIVED

from thidua.law.screen.dialects import POSTGRESQL, SPARK


def test_a_statement_reads_only_the_tables_its_award_needs() -> None:
    """Also without any engine: no table of initiatives for a title that asks for none."""
    found, _, _ = loaded(date(2026, 9, 15), 2026, 500)
    text = found.sql(POSTGRESQL).statement("ldtt")
    assert "w_ratings" in text
    assert "BIT_OR(CASE WHEN grade >= 3 AND nth = 1" in text
    assert "initiatives" not in text
    assert "awards_complete" not in text
    assert text.count("(") == text.count(")")


@pytest.mark.parametrize("received", RECEIVED, ids=str)
def test_every_award_of_every_regime_has_a_statement(received: date) -> None:
    found, result, codes = loaded(received, received.year, 400)
    for code in codes:
        text = found.sql(POSTGRESQL).statement(code)
        assert text.startswith("WITH ")
        assert text.count("(") == text.count(")")
        assert "None" not in text
    assert set(codes) == set(result.verdicts)


def test_the_two_dialects_differ_in_their_shifts_and_counts() -> None:
    found, _, _ = loaded(date(2026, 9, 15), 2026, 400)
    postgresql, spark = (
        found.sql(dialect).statement("bk-cap-tinh") for dialect in (POSTGRESQL, SPARK)
    )
    assert "1::bigint <<" in postgresql
    assert "::bit(64)" in postgresql
    assert "SHIFTLEFT(CAST(1 AS BIGINT)" in spark
    assert "::" not in spark
