"""What differs between the engines that run the compiled rules."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Dialect:
    """Pieces of SQL over 64-bit integers; years before the first share bit 0, later ones bit 62."""

    name: str
    kept: str
    one: str
    shift: str
    back: str
    count: str
    division: str
    types: dict[str, str] = field(
        default_factory=lambda: {"i": "bigint", "b": "boolean", "t": "text"}
    )

    def place(self, year: str, first: int) -> str:
        return f"LEAST(GREATEST(({year}) - {first - 1}, 0), 62)"

    def bit(self, year: str, first: int) -> str:
        return self.shift.format(one=self.one, by=self.place(year, first))

    def before(self, year: str, first: int) -> str:
        return f"({self.bit(year, first)} - 1)"

    def union(self, test: str, value: str) -> str:
        return f"BIT_OR(CASE WHEN {test} THEN {value} END)"

    def ones(self, word: str) -> str:
        return self.count.format(word=word)

    def divided(self, number: str, by: int) -> str:
        return self.division.format(number=number, by=by)

    def right(self, word: str, by: int) -> str:
        return self.back.format(word=word, by=by)

    def text(self, value: str) -> str:
        return "'" + value.replace("'", "''") + "'"


POSTGRESQL = Dialect(
    "postgresql",
    kept="MATERIALIZED",
    one="1::bigint",
    shift="({one} << ({by})::int)",
    back="(({word}) >> {by})",
    count="BIT_COUNT(({word})::bit(64))",
    division="(({number}) / {by})",
)
SPARK = Dialect(
    "spark",
    kept="",
    one="CAST(1 AS BIGINT)",
    shift="SHIFTLEFT({one}, CAST({by} AS INT))",
    back="SHIFTRIGHT({word}, {by})",
    count="CAST(BIT_COUNT({word}) AS BIGINT)",
    division="(({number}) DIV {by})",
    types={"i": "BIGINT", "b": "BOOLEAN", "t": "STRING"},
)
