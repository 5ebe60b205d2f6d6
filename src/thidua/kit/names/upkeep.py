"""Checking the shelves against the records, and building them anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction

from thidua.kit.names import writing
from thidua.kit.names.named import Named, NameIndex

CHUNK = 20_000


@dataclass(frozen=True)
class Drift:
    """How the shelves of one kind differ from the records."""

    kind: int
    names: int
    missing: set[tuple[int, str]]
    stale: set[tuple[int, str]]
    lost: set[tuple[int, str]]

    @property
    def clean(self) -> bool:
        return not (self.missing or self.stale or self.lost)


def named_models() -> list[type[Named]]:
    """Every model that bears names, by the number of its kind."""
    found = [model for model in apps.get_models() if issubclass(model, Named)]
    return sorted(found, key=lambda model: model.name_index.kind)


def check(model: type[Named]) -> Drift:
    """Read all records and shelves of a kind: names missing, borne by nobody, or not led to."""
    index: NameIndex = model.name_index
    borne: set[tuple[int, str]] = set()
    for part in _parts(model, index):
        borne.update(part)
    kept = writing.kept(index.kind)
    return Drift(
        index.kind, len(kept), borne - kept, kept - borne, writing.without_postings(index.kind)
    )


@transaction.atomic
def rebuild(model: type[Named]) -> int:
    """Empty the shelves of a kind and fill them from the records; returns the names noted."""
    writing.clear([model.name_index.kind])
    return fill(model, model.name_index)


def fill(model: type[models.Model], index: NameIndex) -> int:
    """Note the names of all records; for migrations too, whose models know no index."""
    return sum(writing.note(part) for part in _parts(model, index))


def _parts(model: type[models.Model], index: NameIndex) -> Iterator[list[tuple[int, str]]]:
    rows: Any = model._base_manager.order_by().values_list(*index.columns).distinct()
    part: list[tuple[int, str]] = []
    for values in rows.iterator(chunk_size=CHUNK):
        part += index.texts(values)
        if len(part) >= CHUNK:
            yield part
            part = []
    yield part
