"""A model whose records bear names: every way of writing it keeps the shelves as well."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.db import models, transaction

from thidua.kit.names import writing
from thidua.kit.names.shelves import Shelf, texts_of
from thidua.kit.rows import pour_records
from thidua.kit.text import fold

CHUNK = 500
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class NameIndex:
    """Which columns of a model hold the name, and who owns the shelf.

    `kind`: the number of the kind of record, fixed for ever. `folded` is `kit.text.fold` of
    `written` (or its beginning). `owner`: the column of the owner, empty for one shelf of all.
    `newest`: of records with one name the greatest comes first.
    """

    kind: int
    written: str
    folded: str
    owner: str = ""
    newest: str = "id"

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.written, self.folded, *([self.owner] if self.owner else []))

    def texts(self, values: tuple[Any, ...]) -> list[tuple[int, str]]:
        """What the values of `columns` put on the shelves."""
        written, folded, *owner = values
        return texts_of(Shelf(self.kind, owner[0] if owner else 0), written, folded)

    def texts_of(self, records: Iterable[Any]) -> list[tuple[int, str]]:
        names = dict.fromkeys(tuple(getattr(r, c) for c in self.columns) for r in records)
        return [text for values in names for text in self.texts(values)]


class NamedQuerySet(models.QuerySet[M]):
    """Writes of many records at once, with their names."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        records = list(objs)
        with transaction.atomic(using=self.db, savepoint=False):
            made = super().bulk_create(records, *args, **kwargs)
            writing.note(_index(self.model).texts_of(records))
        return made

    def bulk_update(
        self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        records, names = tuple(objs), list(fields)
        index = _index(self.model)
        if not _touched(index, names):
            return super().bulk_update(records, names, batch_size=batch_size)
        with transaction.atomic(using=self.db, savepoint=False):
            before = _texts(self.model, [r.pk for r in records])
            done = super().bulk_update(records, names, batch_size=batch_size)
            after = _texts(self.model, [r.pk for r in records])
            writing.note(after)
            drop_unborne(self.model, before - after)
        return done

    bulk_update.alters_data = True  # type: ignore[attr-defined]  # Django reads it from the function

    def update(self, **kwargs: Any) -> int:
        if not _touched(_index(self.model), kwargs):
            return super().update(**kwargs)
        with transaction.atomic(using=self.db, savepoint=False):
            keys = list(self.values_list("pk", flat=True))
            before = _texts(self.model, keys)
            done = super().update(**kwargs)
            after = _texts(self.model, keys)
            writing.note(after)
            drop_unborne(self.model, before - after)
        return done

    update.alters_data = True  # type: ignore[attr-defined]  # Django reads it from the function

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=self.db, savepoint=False):
            before = _texts(self.model, list(self.values_list("pk", flat=True)))
            done = super().delete()
            drop_unborne(self.model, before)
        return done

    delete.alters_data = True  # type: ignore[attr-defined]  # Django reads it from the function
    delete.queryset_only = True  # type: ignore[attr-defined]  # Django reads it from the function


class NamedManager(models.Manager[M]):
    """Base of every manager of a model with names: what it gives out keeps them."""

    def get_queryset(self) -> models.QuerySet[M]:
        return NamedQuerySet(self.model, using=self._db)


class Named(models.Model):
    """Inherit this and set `name_index`; `save`, `delete` and the bulk writes do the rest."""

    name_index: ClassVar[NameIndex]

    if not TYPE_CHECKING:  # the checker gives every model a manager of its own rows by itself
        objects = NamedManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        index, asked = self.name_index, kwargs.get("update_fields")
        if asked is not None and not _touched(index, asked):
            super().save(*args, **kwargs)
            return
        with transaction.atomic(savepoint=False):
            known = not self._state.adding and self.pk is not None
            before = _texts(type(self), [self.pk]) if known else set()
            super().save(*args, **kwargs)
            after = set(index.texts_of([self]))
            if after != before:
                writing.note(after - before)
                drop_unborne(type(self), before - after)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic(savepoint=False):
            before = _texts(type(self), [self.pk])
            done = super().delete(*args, **kwargs)
            drop_unborne(type(self), before)
        return done


def pour(model: type[models.Model], records: Sequence[Any]) -> None:
    """New records with their names in the quickest way there is, without keys; see `kit.rows`."""
    with transaction.atomic(savepoint=False):
        pour_records(model, records)
        writing.note(_index(model).texts_of(records))


def drop_unborne(model: type[models.Model], texts: Collection[tuple[int, str]]) -> None:
    """Take those names off their shelves that no record of the model bears any more.

    A name that somebody else is noting at this moment stays: at worst nobody bears it, and then it
    leads to no record.
    """
    if not texts:
        return
    index, texts = _index(model), writing.free_to_drop(texts)
    names = sorted({text for _, text in texts})
    borne: set[tuple[int, str]] = set()
    for start in range(0, len(names), CHUNK):
        part = {fold(name) for name in names[start : start + CHUNK]} | set(
            names[start : start + CHUNK]
        )
        rows = model._base_manager.filter(**{f"{index.folded}__in": part})
        for values in rows.values_list(*index.columns).distinct():
            borne.update(index.texts(values))
    writing.drop(set(texts) - borne)


def _touched(index: NameIndex, fields: Iterable[str]) -> bool:
    named = set(fields)
    owner = index.owner.removesuffix("_id")
    return bool(named & {index.written, index.folded, index.owner, owner} - {""})


def _texts(model: type[models.Model], keys: Sequence[Any]) -> set[tuple[int, str]]:
    index = _index(model)
    found: set[tuple[int, str]] = set()
    for start in range(0, len(keys), CHUNK):
        part = model._base_manager.filter(pk__in=keys[start : start + CHUNK])
        for values in part.values_list(*index.columns):
            found.update(index.texts(values))
    return found


def _index(model: type[models.Model]) -> NameIndex:
    return model.name_index  # type: ignore[attr-defined,no-any-return]  # every Named model has one
