"""The compiled rules on other engines: tables in, one statement for each award, columns out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, LiteralString, cast

import numpy as np
from tests.law.screen.histories import RB, histories

from thidua.law import Facts
from thidua.law.screen import Program, Result, YearWords, compile_rules, screen, tables_of
from thidua.law.screen.dialects import POSTGRESQL, SPARK, Dialect
from thidua.law.screen.singly import asked_columns
from thidua.law.screen.sql import Source, SqlPlan
from thidua.law.screen.sql_tables import long_tables

Answer = dict[int, tuple[int, int, int]]


class Loaded:
    """A population as long tables, with the columns that must be worked out beforehand."""

    def __init__(self, program: Program, year: int, facts: Sequence[Facts], first: int) -> None:
        tables = tables_of(facts)
        self.words = YearWords.from_tables(tables, first=first)
        self.plan = program.plan(year, first)
        self.tables = long_tables(tables)
        asked = asked_columns(self.plan, self.words)
        self.asked = {name: number for number, name in enumerate(asked)}
        self.tables["asked"] = {"subject": np.arange(self.words.size)} | {
            f"asked_{number}": asked[name] for name, number in self.asked.items()
        }
        found = self.tables["findings"]
        self.findings = frozenset(
            zip(found["about"].tolist(), found["award"].tolist(), strict=True)
        )

    def sql(self, dialect: Dialect) -> SqlPlan:
        """Made anew for each award: one statement reads only what its award needs."""
        source = Source(self.findings, self.asked)
        return SqlPlan(self.plan, source, dialect, self.words.first)


def kind_of(array: Any) -> str:
    return {"b": "b", "O": "t"}.get(array.dtype.kind, "i")


@contextmanager
def postgresql(settings: dict[str, Any], loaded: Loaded) -> Iterator[Any]:
    """The tables in temporary tables of one connection; asks for one award at a time.

    `settings` are those of a Django connection."""
    import psycopg

    place = {
        "dbname": settings["NAME"],
        "user": settings["USER"] or None,
        "password": settings["PASSWORD"] or None,
        "host": settings["HOST"] or None,
        "port": settings["PORT"] or None,
    }
    with psycopg.connect(**place) as connection, connection.cursor() as cursor:
        for name, columns in loaded.tables.items():
            kinds = [f"{column} {POSTGRESQL.types[kind_of(a)]}" for column, a in columns.items()]
            create = f"CREATE TEMP TABLE {name} ({', '.join(kinds)})"
            cursor.execute(cast(LiteralString, create))
            with cursor.copy(cast(LiteralString, f"COPY {name} FROM STDIN")) as copy:
                for row in zip(*(array.tolist() for array in columns.values()), strict=True):
                    copy.write_row(row)
            cursor.execute(cast(LiteralString, f"ANALYZE {name}"))

        def ask(code: str) -> Answer:
            cursor.execute(cast(LiteralString, loaded.sql(POSTGRESQL).statement(code)))
            return {row[0]: (row[1], row[2], row[3]) for row in cursor.fetchall()}

        yield ask
        connection.rollback()


@contextmanager
def spark(loaded: Loaded) -> Iterator[Any]:
    """The tables as views of a local Spark session."""
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[1]")
        .appName("thidua-screen")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "1")
        .config("spark.default.parallelism", "1")
        .config("spark.driver.memory", "1g")
        .config("spark.sql.ansi.enabled", "false")
        .getOrCreate()
    )
    try:
        for name, columns in loaded.tables.items():
            schema = ", ".join(
                f"{column} {SPARK.types[kind_of(a)]}" for column, a in columns.items()
            )
            rows = list(zip(*(array.tolist() for array in columns.values()), strict=True))
            session.createDataFrame(rows, schema).createOrReplaceTempView(name)

        def ask(code: str) -> Answer:
            *parts, (_, last) = loaded.sql(SPARK).parts(code)
            for name, text in parts:
                # Written out at once: nested plans would be worked out again and again.
                session.sql(text).localCheckpoint().createOrReplaceTempView(name)
            found = session.sql(last).collect()
            return {row[0]: (row[1], row[2], row[3]) for row in found}

        yield ask
    finally:
        session.stop()


SCOPE = "so-noi-vu-lam-giang"


def loaded(received: date, year: int, size: int = 9000) -> tuple[Loaded, Result, tuple[str, ...]]:
    program = compile_rules(RB, on=received, scope=SCOPE)
    facts = list(histories(np.random.default_rng(received.toordinal()).bytes(size)))
    found = Loaded(program, year, facts, first=1970)
    return found, screen(program, found.words, year, bits=True), program.awards


def same(result: Result, ask: Callable[[str], Answer], code: str) -> None:
    arrays = (result.verdict(code), result.failing(code), result.open(code))
    rows = zip(*(array.tolist() for array in arrays), strict=True)
    assert ask(code) == dict(enumerate(rows)), code
