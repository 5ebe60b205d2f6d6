"""From what was typed to the records, the best first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from thidua.kit.names import reading
from thidua.kit.names.ranking import INSIDE, Question, questions
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
    `left_out`: a column and the value of rows that are on the shelf and never shown.
    """

    rows: QuerySet[Any]
    owner: int | None
    sifted: bool = False
    left_out: tuple[str, str] | None = None

    @property
    def index(self) -> NameIndex:
        return self.rows.model.name_index  # type: ignore[no-any-return]


def find(source: Source, typed: str, *, limit: int) -> list[int]:
    """Primary keys of at most `limit` records, the best first; by ranking.py, marks before none."""
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


def _answers(source: Source, question: Question, limit: int, *, again: bool) -> Iterator[list[int]]:
    if source.owner is None:
        yield _row_by_row(source, question)
        return
    shelf = Shelf(source.index.kind, source.owner)
    waiting: list[str] = []
    first = True
    for batch in ranked(shelf.marked if question.marked else shelf.plain, question, step=limit):
        waiting += batch
        # The first batch alone is often enough; later ones are gathered, to ask once.
        if waiting and (first or len(waiting) >= limit):
            yield from _bearers(source, question, waiting, limit, again=again)
            waiting = []
        first = False
    if waiting:
        yield from _bearers(source, question, waiting, limit, again=again)


def _bearers(
    source: Source, question: Question, names: list[str], limit: int, *, again: bool
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
            # Where rows may be out of sight or found before, so many rows are not so many hits.
            total = None if source.sifted or again else limit
            found = [[key for key, _ in rows] for rows in _of(source, part, limit, total)]
        keys = [key for one in found for key in one]
        if source.sifted:
            seen = set(source.rows.filter(pk__in=keys).values_list("pk", flat=True))
            keys = [key for key in keys if key in seen]
        yield keys


def _of(
    source: Source, texts: list[str], limit: int, total: int | None = None
) -> list[list[tuple[int, str]]]:
    index, meta = source.index, source.rows.model._meta

    def column(name: str) -> str:
        return str(meta.get_field(name).column)

    columns = {
        "key": column(meta.pk.name),
        "folded": column(index.folded),
        "written": column(index.written),
        "newest": column(index.newest),
    }
    if index.owner:
        columns["owner"] = column(index.owner)
    return reading.bearers(
        table=meta.db_table,
        columns=columns,
        owner=source.owner if index.owner else None,
        left_out=source.left_out,
        texts=texts,
        limit=limit,
        total=total,
    )


def _of_marked(source: Source, names: list[str]) -> list[list[tuple[int, str]]]:
    """Records behind marked names: found by the folded name, whose marks may differ."""
    folded = [fold(name) for name in names]
    found = _of(source, folded, TRIED)
    cut = [place for place, rows in enumerate(found) if len(rows) == TRIED]
    for place in cut:
        found[place] = _of(source, [folded[place]], 1_000_000)[0]
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
