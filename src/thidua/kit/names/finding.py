"""From what was typed to the records, the best first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from thidua.kit.names.asking import wanted
from thidua.kit.names.opening import Opening, opened
from thidua.kit.names.ranking import INSIDE, Question, questions
from thidua.kit.names.reading import Bearers, borne
from thidua.kit.names.shelves import Shelf, with_marks
from thidua.kit.names.walking import ranked
from thidua.kit.text import fold

if TYPE_CHECKING:
    from thidua.kit.names.named import NameIndex

# Records of one name tried for their marks before all of them are read.
TRIED = 200
# A part of a shelf is searched row by row, and no further than this.
MOST_ROWS = 5_000


@dataclass(frozen=True)
class Source:
    """What is searched: `rows` are those that the asker may see.

    `owner` names the owner of a shelf of which the asker may see every record: then the names are
    searched, and the work does not grow with the records. `None` stands for an asker who sees a
    part: then that part is searched row by row, which is why it should be small, and no name out
    of sight takes a place among the answers. `sifted`: few names, some of them out of sight.
    `left_out`: a column and the value of rows that are on the shelf and never shown. `further`:
    other owners of whose shelves the asker sees every record too.
    """

    rows: QuerySet[Any]
    owner: int | None
    sifted: bool = False
    left_out: tuple[str, str] | None = None
    further: tuple[int, ...] = ()

    @property
    def index(self) -> NameIndex:
        return self.rows.model.name_index  # type: ignore[no-any-return]  # every Named model has one


def find(source: Source, typed: str, *, limit: int) -> list[int]:
    """Primary keys of at most `limit` records, the best first; by ranking.py, marks before none."""
    if source.further and source.owner is not None:
        return _of_several(source, typed, limit)
    hits: dict[int, None] = {}
    for number, question in enumerate(questions(typed)):
        for keys in _answers(source, question, limit, again=number > 0):
            hits.update(dict.fromkeys(keys))
            if len(hits) >= limit:
                return list(hits)[:limit]
    return list(hits)


def found(source: Source, keys: list[int]) -> list[Any]:
    """The records behind primary keys, in their order; those out of sight are left out."""
    rows = source.rows.in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


def _of_several(source: Source, typed: str, limit: int) -> list[int]:
    """The best of several shelves: those of each, set in one order; of one name the own first."""
    keys: list[int] = []
    for owner in (source.owner, *source.further):
        keys += find(replace(source, owner=owner, further=()), typed, limit=limit)
    index = source.index
    rows = source.rows.model._base_manager.filter(pk__in=keys)
    names = {pk: name for pk, *name in rows.values_list("pk", index.folded, index.written)}
    asked = questions(typed)

    def place(key: int) -> tuple[int, int, str]:
        folded, written = names[key]
        for number, question in enumerate(asked):
            text = with_marks(written) if question.marked else folded
            rank = question.rank(text)
            if rank is not None:
                return number, rank, text
        return len(asked), INSIDE, folded

    return sorted((key for key in dict.fromkeys(keys) if key in names), key=place)[:limit]


def _answers(source: Source, question: Question, limit: int, *, again: bool) -> Iterator[list[int]]:
    if source.owner is None:
        yield _row_by_row(source, question)
        return
    shelf = Shelf(source.index.kind, source.owner)
    number = shelf.marked if question.marked else shelf.plain
    # Where rows may be out of sight or found before, so many rows are not so many hits.
    total = None if source.sifted or again else limit
    opening = opened(
        number,
        question.phrase,
        wanted(number, question),
        None if question.marked else _bearers_of(source, limit, total),
        step=limit,
    )
    waiting: list[str] = []
    first = True
    for batch in ranked(number, question, step=limit, opening=opening):
        waiting += batch
        # The first batch alone is often enough; later ones are gathered, to ask once.
        if waiting and (first or len(waiting) >= limit):
            yield from _bearers(source, question, waiting, limit, total, opening)
            waiting = []
        first = False
    if waiting:
        yield from _bearers(source, question, waiting, limit, total, opening)


def _bearers(
    source: Source,
    question: Question,
    names: list[str],
    limit: int,
    total: int | None,
    opening: Opening | None,
) -> Iterator[list[int]]:
    """Keys of the records of these names, name by name."""
    for start in range(0, len(names), limit):
        part = names[start : start + limit]
        if question.marked:
            found = [
                [key for key, written in rows if with_marks(written) == name]
                for name, rows in zip(part, _of_marked(source, part), strict=True)
            ]
        else:
            read = _read_before(part, limit, opening)
            rest = [name for name in part if name not in read]
            if rest:
                asked = borne(_bearers_of(source, limit, total), rest)
                read |= dict(zip(rest, asked, strict=True))
            found = [[key for key, _ in read[name]] for name in part]
        keys = [key for one in found for key in one]
        if source.sifted:
            seen = set(source.rows.filter(pk__in=keys).values_list("pk", flat=True))
            keys = [key for key in keys if key in seen]
        yield keys


def _read_before(
    names: list[str], limit: int, opening: Opening | None
) -> dict[str, list[tuple[int, str]]]:
    """Records of those of the names that came with the opening and need not be asked for."""
    if opening is None:
        return {}
    read = {name: opening.rows[name] for name in names if name in opening.rows}
    for name, rows in opening.part.items():
        # Not all of its records; but with those of the names before it there are enough.
        if name in names and len(rows) + sum(map(len, read.values())) >= limit:
            read[name] = rows
    return read


def _bearers_of(source: Source, limit: int, total: int | None = None) -> Bearers:
    model: Any = source.rows.model
    owner = source.owner if source.index.owner else None
    return Bearers(model._meta.db_table, _columns_of(model), owner, source.left_out, limit, total)


@cache
def _columns_of(model: Any) -> dict[str, str]:
    index: NameIndex = model.name_index
    named = {"key": "pk", "folded": index.folded, "written": index.written, "newest": index.newest}
    if index.owner:
        named["owner"] = index.owner
    meta: Any = model._meta
    return {
        what: str((meta.pk if name == "pk" else meta.get_field(name)).column)
        for what, name in named.items()
    }


def _of_marked(source: Source, names: list[str]) -> list[list[tuple[int, str]]]:
    """Records behind marked names: found by the folded name, whose marks may differ."""
    folded = [fold(name) for name in names]
    found = borne(_bearers_of(source, TRIED), folded)
    cut = [place for place, rows in enumerate(found) if len(rows) == TRIED]
    for place in cut:
        found[place] = borne(_bearers_of(source, 1_000_000), [folded[place]])[0]
    return found


def _row_by_row(source: Source, question: Question) -> list[int]:
    index, rows = source.index, source.rows
    for word in question.words:
        rows = rows.filter(**{f"{index.folded}__contains": fold(word)})
    found: list[tuple[int, str, Any, int]] = []
    listed = rows.order_by("pk").values_list("pk", index.folded, index.written, index.newest)
    for key, folded, written, newest in listed[:MOST_ROWS]:
        text = with_marks(written) if question.marked else folded
        rank = question.rank(text)
        if rank is not None and rank <= INSIDE:
            found.append((rank, text, newest, key))
    found.sort(key=lambda hit: hit[2], reverse=True)
    found.sort(key=lambda hit: hit[:2])
    return [key for *_, key in found]
