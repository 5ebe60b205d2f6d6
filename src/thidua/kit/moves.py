"""Rows that follow one object to another, each change written down so that all can go back.

An app whose rows point to the object subscribes to the event that carries `Moves` and calls
`follow` for its own tables; the same receiver serves the way there and the way back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Q

CHUNK = 500


@dataclass(frozen=True)
class Change:
    """What stood in one field of one row before, and what stands there after."""

    model: str
    row: int
    field: str
    before: Any
    after: Any


@dataclass
class Moves:
    """All rows of `old` going over to `new`; with `noted`, the noted ones going back to `old`.

    `done` grows while rows go there. `kept` counts noted rows that stayed because somebody has
    changed or removed them since.
    """

    old: Any
    new: Any
    by: Any
    noted: Sequence[Change] | None = None
    done: list[Change] = field(default_factory=list)
    kept: int = 0

    @property
    def back(self) -> bool:
        return self.noted is not None

    def follow(
        self,
        model: type[models.Model],
        name: str,
        *,
        same: Sequence[str] = (),
        among: Q | None = None,
    ) -> None:
        """Point the rows of `model` from one to the other; `name` is the foreign key.

        Of rows that agree in all columns of `same` the new owner keeps its own, and the other stays
        where it was: both say the same thing, and a constraint allows one. Three queries.
        """
        if self.noted is not None:
            self._back(model, name)
            return
        rows = model._default_manager.filter(among or Q())
        mine = {name: self.old.pk}
        keys = [(pk, tuple(key)) for pk, *key in rows.filter(**mine).values_list("pk", *same)]
        if same and keys:
            theirs = set(rows.filter(**{name: self.new.pk}).values_list(*same))
            keys = [(pk, key) for pk, key in keys if key not in theirs]
        moved = sorted(pk for pk, _ in keys)
        self._point(model, name, moved, self.new.pk)
        label = model._meta.label_lower
        self.done += [Change(label, pk, name, self.old.pk, self.new.pk) for pk in moved]

    def put(self, row: models.Model, name: str, value: Any) -> None:
        """Give one field of one row another value on the way there; the caller saves the row."""
        before = getattr(row, name)
        setattr(row, name, value)
        assert row.pk is not None  # noqa: S101 - a stored row
        self.done.append(Change(row._meta.label_lower, row.pk, name, before, value))

    def returned(self, model: type[models.Model], names: Iterable[str]) -> list[models.Model]:
        """On the way back: rows of `model` with their former values of `names`, not yet saved.

        A value that somebody changed after the merge stays.
        """
        wanted = set(names)
        label = model._meta.label_lower
        asked = [c for c in self.noted or () if c.model == label and c.field in wanted]
        rows = model._base_manager.in_bulk([c.row for c in asked])
        touched: dict[int, models.Model] = {}
        for change in reversed(asked):
            row = rows.get(change.row)
            if row is None or getattr(row, change.field) != change.after:
                self.kept += 1
                continue
            setattr(row, change.field, change.before)
            touched[change.row] = row
        return list(touched.values())

    def _back(self, model: type[models.Model], name: str) -> None:
        label = model._meta.label_lower
        asked = [c.row for c in self.noted or () if c.model == label and c.field == name]
        for start in range(0, len(asked), CHUNK):
            part = model._base_manager.filter(pk__in=asked[start : start + CHUNK])
            part = part.filter(**{name: self.new.pk})
            self.kept += len(asked[start : start + CHUNK]) - part.update(**{name: self.old.pk})

    @staticmethod
    def _point(model: type[models.Model], name: str, rows: list[int], to: int) -> None:
        for start in range(0, len(rows), CHUNK):
            model._base_manager.filter(pk__in=rows[start : start + CHUNK]).update(**{name: to})
