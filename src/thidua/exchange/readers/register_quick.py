"""The plain lines of a long register, read by what earlier lines with the same cells said.

A line is plain where it has a number, a name and an award and nothing hides behind a cell. What
the first line of a decision says of award, year and decision holds for the others of it.
"""

from __future__ import annotations

from typing import TypeAlias

from thidua.exchange.readers.cells import read_gender
from thidua.exchange.readers.dates import NOTHING
from thidua.exchange.readers.records import Place
from thidua.exchange.readers.register_cells import CellReader
from thidua.exchange.readers.register_records import RegisterRow
from thidua.exchange.readers.tables import Table
from thidua.exchange.readers.text import clean, words
from thidua.exchange.readers.workbook import SheetData, Value

Cells: TypeAlias = list[Value]
HEADS = frozenset({"ho va ten", "ho ten", "ten ca nhan tap the"})
# What the award part of a line is made of.
_SHARED = ("award", "decision", "decided_on", "year", "note", "authority")
_NOWHERE = -1


class QuickLines:
    """Recognises plain lines of one sheet and reads those whose award part was read before."""

    def __init__(
        self, sheet: SheetData, table: Table, cells: CellReader, rows: list[RegisterRow]
    ) -> None:
        at = table.columns.get
        self.sheet, self.cells, self.rows = sheet, cells, rows
        self.number, self.award = at("number", _NOWHERE), at("award", _NOWHERE)
        self.name, self.address = table.columns["name"], at("address", _NOWHERE)
        self.born, self.identity = at("born", _NOWHERE), at("identity", _NOWHERE)
        self.unit = at("unit", _NOWHERE)
        self.shared = [table.columns[code] for code in _SHARED if code in table.columns]
        self.width = 1 + max(table.columns.values())
        self.possible = self.number >= 0 and self.award >= 0 and cells.plain
        self._plain: dict[str, bool] = {}
        self._known: dict[tuple[Value, ...], RegisterRow] = {}

    def is_listed(self, line: Cells) -> bool:
        """True for a line that can only be somebody's award: no heading, header or total."""
        if len(line) < self.width:
            return False
        name, award = line[self.name], line[self.award]
        if (
            type(name) is not str
            or type(award) is not str
            or not award
            or type(line[self.number]) is not float
            or ":" in award
        ):
            return False
        plain = self._plain.get(name)
        if plain is None:
            plain = self._plain[name] = (
                ":" not in name and bool(said := words(clean(name))) and said not in HEADS
            )
        return plain

    def learn(self, line: Cells, *, clear: bool) -> None:
        """The last row was read from this line; `clear` where nothing of it was doubted."""
        if clear and self.rows:
            self._known[self._key(line)] = self.rows[-1]

    def repeat(self, row: int, line: Cells, letter: str) -> bool:
        """Read the line by an earlier one; False where it has to be read on its own."""
        first = self._known.get(self._key(line))
        if first is None:
            return False
        cells = self.cells
        memory = cells.memory
        born = NOTHING
        if self.born >= 0 and (value := line[self.born]) != "":
            known = memory.born.get(value)
            if known is None or (known.doubt and not known.either):
                return False
            born = known
        number = ""
        if self.identity >= 0 and (digits := line[self.identity]) != "":
            if type(digits) is not str or len(digits) != 12 or not digits.isdigit():
                return False
            number = digits
        name = line[self.name]
        found = memory.names.get(name)  # type: ignore[arg-type]
        if found is None:
            found = cells.named(clean(name))
            memory.names[name] = found  # type: ignore[index]
        full_name, gender = found
        position = unit = ""
        if self.unit >= 0 and (said := line[self.unit]) != "":
            if type(said) is not str:
                return False
            placed = memory.units.get(said)
            if placed is None:
                placed = memory.units[said] = cells.placed(clean(said))
            position, unit = placed
        if self.address >= 0 and (address := line[self.address]) != "":
            if address in memory.genders:
                called = memory.genders[address]
            else:
                called = memory.genders[address] = read_gender(address)
            gender = called or gender
        self.rows.append(
            RegisterRow(
                Place(self.sheet.name, row + 1, letter),
                full_name,
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
                born,
                gender,
                number,
                unit,
                position,
                first.note,
                first.sheet_year,
                first.year_given,
                first.revoked,
                first.doubtful,
                first.received,
            )
        )
        return True

    def _key(self, line: Cells) -> tuple[Value, ...]:
        return tuple([line[column] for column in self.shared])
