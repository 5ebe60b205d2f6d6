"""A round before its first screening: verdicts of everybody at once, as columns, kept nowhere.

The screener says how it stands; what is kept, with reasons and facts, comes with the screening.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from thidua.accounts.queries import Scope
from thidua.eligibility.columns import Array, FactColumns
from thidua.eligibility.models import Round
from thidua.eligibility.queries.awards import Column
from thidua.eligibility.queries.grid import NOT_ASKED, Cell, Row
from thidua.eligibility.queries.screened import NEEDS_TEXT, Screened, screened
from thidua.law.screen import VERDICT_OF
from thidua.people.models import Person


class Preview:
    """Verdicts of the people of a round; findings recorded in it are not looked at."""

    def __init__(self, columns: FactColumns, round_: Round, awards: Iterable[Column]) -> None:
        self.found: Screened = screened(
            columns,
            year=round_.year,
            received_on=round_.received_on,
            awards=[award.code for award in awards],
        )
        keys = self.found.columns["people"]["pk"].tolist()
        self._place = {pk: place for place, pk in enumerate(keys)}

    def rows(self, people: Sequence[Person], awards: Sequence[Column]) -> list[Row]:
        """The rows of one page; no query."""
        return [
            Row(one, [(award, self._cell(one.pk, award.code)) for award in awards])
            for one in people
        ]

    def _cell(self, pk: int, code: str) -> Cell:
        place = self._place.get(pk)
        if place is None:
            return NOT_ASKED
        shown, weighed = (int(by[code][place]) for by in (self.found.shown, self.found.weighed))
        return Cell(None, VERDICT_OF[shown], VERDICT_OF[weighed] if shown == NEEDS_TEXT else "")

    def eligible(self, scope: Scope) -> dict[str, int]:
        """How many of those whom the user may see are eligible, by award."""
        units = self.found.columns["people"]["unit"]
        mine: Array = (
            np.ones(len(units), bool)
            if scope.whole_department
            else np.isin(units, sorted(scope.unit_ids))
        )
        return {code: int((self.found.eligible(code) & mine).sum()) for code in self.found.awards}
