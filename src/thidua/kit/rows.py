"""Bringing many rows into one table at once: add the new, change the different, leave the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

CHUNK = 500


@dataclass
class Merged:
    """What `merge` did; `changed` counts new and altered rows."""

    added: list[Any] = field(default_factory=list)
    altered: list[Any] = field(default_factory=list)
    same: int = 0

    @property
    def changed(self) -> int:
        return len(self.added) + len(self.altered)


def merge(
    model: type[models.Model],
    rows: Iterable[dict[str, Any]],
    *,
    key: Sequence[str],
    within: models.Q,
) -> Merged:
    """Write `rows` (dicts of field values) into `model`, found again by `key` among `within`.

    The last of two rows with one key wins. Three queries whatever the number of rows (more only
    above 500); the caller holds the transaction and has checked the values.
    """
    manager = model._default_manager
    present = {tuple(getattr(o, _column(model, k)) for k in key): o for o in manager.filter(within)}
    result = Merged()
    new: dict[tuple[Any, ...], Any] = {}
    altered: dict[tuple[Any, ...], Any] = {}
    columns: set[str] = set()
    for row in rows:
        place = tuple(_plain(row[k]) for k in key)
        known = present.get(place)
        if known is None:
            known = new[place] = present[place] = model(**row)
            continue
        differing = {n for n, v in row.items() if getattr(known, _column(model, n)) != _plain(v)}
        for name in differing:
            setattr(known, name, row[name])
        if place in new:
            continue
        if differing:
            altered[place] = known
            columns |= differing
        else:
            result.same += 1
    result.added = manager.bulk_create(list(new.values()), batch_size=CHUNK)
    result.altered = list(altered.values())
    if columns:
        manager.bulk_update(result.altered, sorted(columns), batch_size=CHUNK)
    return result


def _column(model: type[models.Model], name: str) -> str:
    """The attribute that holds the plain value: `person_id` for `person`."""
    return str(model._meta.get_field(name).attname)  # type: ignore[union-attr]


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value
