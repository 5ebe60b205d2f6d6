"""Which unit a row of a collective is about: by its name of today or of the time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from thidua.exchange.readers.records import UnitRead
from thidua.exchange.readers.register_records import RegisterRow
from thidua.exchange.readers.units import unit_key


def match_units(rows: Sequence[RegisterRow], units: Sequence[UnitRead]) -> Mapping[int, str]:
    """Collective rows by index -> unit key; only a name of today or of the time given in the list
    counts.
    """
    names: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        names[unit_key(unit.name)].add(unit.key)
    then: dict[tuple[str, int], set[str]] = defaultdict(set)
    always: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        for year, name in unit.former_names:
            then[(unit_key(name), year)].add(unit.key)
            always[unit_key(name)].add(unit.key)
    matched: dict[int, str] = {}
    for index, row in enumerate(rows):
        if not row.collective:
            continue
        key = unit_key(row.name)
        found = (
            (then.get((key, row.year)) if row.year else None) or names.get(key) or always.get(key)
        )
        if found and len(found) == 1:
            matched[index] = next(iter(found))
    return matched
