"""The compiled rules on Spark (local mode) give the same verdicts and bits as with NumPy."""

from __future__ import annotations

import shutil
from datetime import date
from importlib.util import find_spec

import pytest
from tests.law.screen.engines import loaded, same, spark

MISSING = "asks Spark: uv sync --extra spark, and Java: sudo apt-get install default-jre-headless"
# With what Spark must do: words, rows below subjects, rows below rows, windows over rows.
AWARDS = ("cstd-co-so", "bk-thu-tuong")


@pytest.mark.skipif(not (find_spec("pyspark") and shutil.which("java")), reason=MISSING)
@pytest.mark.filterwarnings("default")
def test_spark_gives_the_same_bits() -> None:
    found, result, _ = loaded(date(2026, 9, 15), 2025, 3000)
    with spark(found) as ask:
        for code in AWARDS:
            same(result, ask, code)
