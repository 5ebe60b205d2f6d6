"""Bringing many rows into one table at once: add the new, change the different, leave the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import islice
from operator import itemgetter
from typing import Any

from django.db import connection, models

CHUNK = 500
POURED = 2_000


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


def pour(model: type[models.Model], names: Sequence[str], lines: Iterable[tuple[Any, ...]]) -> None:
    """Write lines of values as the database keeps them into the columns of `names`.

    COPY on PostgreSQL, one prepared statement on SQLite: several times as fast as statements made
    of model instances. Constraints, defaults of the database and triggers hold as ever; the caller
    holds the transaction and has made the values. Refusals of the database are those of Django.
    """
    quote = connection.ops.quote_name
    columns = [quote(str(model._meta.get_field(name).column)) for name in names]  # type: ignore[union-attr]  # a field of a table, no relation of another
    into = f"{quote(model._meta.db_table)} ({', '.join(columns)})"
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for line in lines:
                    copy.write_row(line)
            return
        marks = ", ".join(["%s"] * len(columns))
        rest = iter(lines)
        while part := list(islice(rest, POURED)):
            cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", part)


def pour_records(model: type[models.Model], records: Iterable[models.Model]) -> None:
    """Write new records that need no key back: what `bulk_create` writes, by `pour`."""
    fields = [one for one in model._meta.concrete_fields if not one.primary_key]
    pour(model, [one.attname for one in fields], _lines(fields, records))


def _lines(
    fields: Sequence[models.Field[Any, Any]], records: Iterable[models.Model]
) -> Iterator[tuple[Any, ...]]:
    values = itemgetter(*(one.attname for one in fields))
    made = [(place, to) for place, one in enumerate(fields) if (to := _kept_as(one)) is not None]
    for record in records:
        line = list(values(record.__dict__))
        for place, to in made:
            line[place] = to(line[place])
        yield tuple(line)


def _kept_as(one: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """How a value of this field is written where the database does not take it as it is."""
    if isinstance(one, models.JSONField):
        return partial(_json, one.encoder)
    if isinstance(one, models.DateField):
        return lru_cache(maxsize=10_000)(lambda value: one.get_db_prep_save(value, connection))
    if isinstance(one, models.CharField | models.FileField):
        # Members of choices and files are more than the text that is kept of them.
        return lambda value: value if type(value) is str else _text(value)
    if isinstance(one, models.IntegerField | models.BooleanField | models.ForeignKey):
        return None
    return lambda value: one.get_db_prep_save(value, connection)


def _json(encoder: Any, value: Any) -> str | None:
    if value is None:
        return None
    return "[]" if value == [] else json.dumps(value, cls=encoder)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _column(model: type[models.Model], name: str) -> str:
    """The attribute that holds the plain value: `person_id` for `person`."""
    return str(model._meta.get_field(name).attname)  # type: ignore[union-attr]  # a field of a table, no relation of another


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value
