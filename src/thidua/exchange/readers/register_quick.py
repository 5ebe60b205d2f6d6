"""The plain lines of a long register, read by what earlier lines with the same cells said.

A line is plain where it has a number, a name and an award and nothing hides behind a cell. What
the first line of a decision says of award, year and decision holds for the others of it. The sheet
is gone through column by column, so that a plain line costs a few look-ups and no calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import repeat
from typing import Any

from thidua.exchange.readers.records import Place
from thidua.exchange.readers.register_memory import CellMemory
from thidua.exchange.readers.register_records import RegisterRow
from thidua.exchange.readers.tables import Table
from thidua.exchange.readers.workbook import SheetData, Value

# What the award part of a line is made of.
_SHARED = ("award", "decision", "decided_on", "year", "note", "authority")
_WHO = ("number", "name", "born", "identity", "unit", "address")


class QuickLines:
    """Recognises plain lines of one sheet and reads those whose award part was read before."""

    def __init__(
        self, sheet: SheetData, table: Table, memory: CellMemory, rows: list[RegisterRow]
    ) -> None:
        self.sheet, self.table, self.memory, self.rows = sheet, table, memory, rows
        self.possible = "number" in table.columns and "award" in table.columns

    def read(
        self,
        letter: str,
        *,
        counted: dict[str, int],
        line: Callable[[int, bool], bool],
        stopped: Callable[[], bool],
    ) -> None:
        """Read every line below the header; those read by an earlier one are `counted`.

        `line` reads one that has to be read on its own: its place on the sheet, and whether it can
        only be somebody's award (no heading, header or total); it answers whether nothing of it
        was doubted. While `stopped`, every line is read on its own.
        """
        names, births = self.memory.listed_names, self.memory.listed_births
        numbers, units = self.memory.listed_numbers, self.memory.listed_units
        genders, rows, sheet = self.memory.genders, self.rows, self.sheet.name
        known: dict[Any, RegisterRow] = {}
        first_of = known.get
        alone = stopped()
        for at, (key, number, name, born, digits, said, address) in enumerate(
            self._lines(), self.table.first_row
        ):
            listed = not alone and type(number) is float
            if listed and (first := first_of(key)) is not None:
                called, birth = names[name], births[born]
                placed, identity = units[said], numbers[digits]
                if not (called is None or birth is None or placed is None or identity is None):
                    rows.append(
                        RegisterRow(
                            Place(sheet, at + 1, letter),
                            called[0],
                            first.collective,
                            first.code,
                            first.label,
                            first.text,
                            first.year,
                            first.period,
                            first.decision,
                            first.decided_on,
                            first.authority,
                            first.merit,
                            first.theme,
                            birth,
                            genders[address] or called[1],
                            identity,
                            placed[1],
                            placed[0],
                            first.note,
                            first.sheet_year,
                            first.year_given,
                            first.revoked,
                            first.doubtful,
                            first.received,
                        )
                    )
                    counted["people"] += 1
                    continue
            listed = listed and _names_award(key[0]) and names[name] is not None
            if line(at, listed) and listed:
                known[key] = rows[-1]
            alone = stopped()

    def _lines(self) -> Iterator[tuple[Any, ...]]:
        """Per line what its award is told by, then number, name, birth, identity, unit, address."""
        rows = self.sheet.rows[self.table.first_row :]
        widths = set(map(len, rows))
        # Sheets come as rectangles; text tables end each line where its last cell ends.
        columns: list[Any] = list(zip(*rows, strict=True)) if len(widths) == 1 else []

        def column(code: str) -> Iterable[Value]:
            at = self.table.columns.get(code)
            if at is None:
                return repeat("")
            if columns:
                return columns[at] if at < len(columns) else repeat("")
            return [row[at] if at < len(row) else "" for row in rows]

        shared = [column(code) for code in _SHARED if code in self.table.columns]
        who = [column(code) for code in _WHO]
        return zip(zip(*shared, strict=False), *who, strict=False)


def _names_award(value: Value) -> bool:
    return type(value) is str and value != "" and ":" not in value
