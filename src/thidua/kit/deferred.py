"""Pages of long lists: the keys of one page are found by an index, then only its rows are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet


class DeferredRows:
    """A list for a paginator: `rows` in `order`, of which a slice costs its keys and its rows.

    The first field of `order` may be empty in some rows when `nullable`: those come last whichever
    way the list runs, on both databases alike, and the index still serves. `total` when the caller
    has counted already.
    """

    def __init__(
        self,
        rows: QuerySet[Any],
        order: Sequence[str],
        *,
        nullable: bool = False,
        total: int | None = None,
    ) -> None:
        self._rows = rows
        self._order = list(order)
        self._first = order[0].lstrip("-") if nullable else ""
        self._total = total

    def count(self) -> int:
        if self._total is None:
            self._total = self._rows.order_by().count()
        return self._total

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, wanted: slice) -> list[Any]:
        start, stop = wanted.start or 0, self.count() if wanted.stop is None else wanted.stop
        keys = self._keys(start, stop)
        found = self._rows.order_by().in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def _keys(self, start: int, stop: int) -> list[Any]:
        bare = self._rows.select_related(None).prefetch_related(None)
        if not self._first:
            return list(bare.order_by(*self._order).values_list("pk", flat=True)[start:stop])
        filled = bare.exclude(**{self._first: None})
        keys = list(filled.order_by(*self._order).values_list("pk", flat=True)[start:stop])
        if len(keys) < stop - start:
            there = filled.order_by().count()
            empty = bare.filter(**{self._first: None}).order_by(*self._order[1:])
            first = max(start - there, 0)
            keys += empty.values_list("pk", flat=True)[first : first + stop - start - len(keys)]
        return keys
