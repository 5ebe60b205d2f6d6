"""The public JSON of a screening, `thidua-screening/1`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from thidua.exchange.histories import unit_ref
from thidua.exchange.readers.dates import DateRead
from thidua.exchange.readers.text import hidden_numbers
from thidua.exchange.screening import Screening
from thidua.law import Verdict


def screening_to_dict(screening: Screening) -> dict[str, Any]:
    """Plain values only; rows are 1-based as Excel shows them."""
    return {
        "format": "thidua-screening/1",
        "year": screening.year,
        "received_on": screening.received_on.isoformat(),
        "people": [
            {
                "sheet": person.sheet,
                "rows": list(person.rows),
                "name": person.name,
                "born": _born(person.born),
                "identity_number": person.identity_number or None,
                "unit": person.unit,
                **_verdicts(screening.verdicts[person.key]),
            }
            for person in screening.staff.people
        ],
        "units": [
            {
                "sheet": unit.sheet,
                "rows": list(unit.rows),
                "name": unit.name,
                "born": None,
                "identity_number": None,
                "unit": unit.name,
                **_verdicts(screening.verdicts[unit_ref(unit.key)]),
            }
            for unit in screening.staff.units
        ],
        "problems": [
            {**problem.to_dict(), "read": hidden_numbers(problem.read)}
            for problem in screening.problems
        ],
        "claims": [check.to_dict() for many in screening.checks.values() for check in many],
    }


def _born(read: DateRead) -> str | None:
    """A full day, else the year alone; None where not even the year is certain."""
    if read.value:
        return read.value.isoformat()
    return str(read.year) if read.year and not (read.doubt and not read.either) else None


def _verdicts(verdicts: Mapping[str, Verdict]) -> dict[str, dict[str, Any]]:
    return {
        "verdicts": {code: verdict.value for code, verdict in verdicts.items()},
        "reasons": {code: verdict.short_reasons() for code, verdict in verdicts.items()},
    }
