"""The first steps of a search in one statement, where a journey to the database costs most.

On PostgreSQL a statement spends longer on its way than at work. All that can be asked before the
first answer is known is asked at once: names that begin with what was typed and their newest
records, words begun, how common pairs of words are, names under the first keys. SQLite, which
works inside the process, is asked step by step and only for what is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from thidua.kit.names.reading import (
    LAST,
    LOOK_UP,
    UNDER,
    Bearers,
    looked_up_values,
    under_values,
)
from thidua.kit.names.sending import on_postgresql, rows_of


@dataclass(frozen=True)
class Wanted:
    """What a walk will ask first, known from the question alone."""

    beginnings: Sequence[str] = ()
    parts: Sequence[str] = ()
    weighed: Sequence[str] = ()
    counted: int = 0
    read: Sequence[str] = ()
    held: Sequence[str] = ()


@dataclass
class Opening:
    """What the statement told.

    `names` begin with the phrase, in order; there may be `more` beyond the last. `rows` holds the
    newest records (primary key, name as written) of each of them that was read to its end, and
    `part` of the last when the reading stopped at the number of records asked for.
    """

    names: list[str] = field(default_factory=list)
    more: bool = False
    rows: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    part: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    weights: dict[str, int] = field(default_factory=dict)
    under: dict[str, list[str]] = field(default_factory=dict)


def opened(
    shelf: int, phrase: str, wanted: Wanted, bearers: Bearers | None, *, step: int
) -> Opening | None:
    """All of it in one statement; None where it is better asked step by step."""
    if not on_postgresql():
        return None
    starting = (
        "SELECT DISTINCT text FROM names_name"
        " WHERE shelf = %s AND text >= %s AND text < %s ORDER BY text LIMIT %s"
    )
    values: list[object] = [shelf, phrase, phrase + LAST, step]
    if bearers is None:
        starting = f"SELECT text, NULL::bigint AS pk, NULL AS written FROM ({starting}) AS n"
    else:
        # In the order of the records' column, whose index is of no use in any other.
        records = bearers.statement('n.text COLLATE "default"')
        starting = (
            f"SELECT n.text, r.pk, r.written FROM ({starting}) AS n"
            f" LEFT JOIN LATERAL ({records}) AS r ON true LIMIT %s"
        )
        values += [*bearers.values, bearers.total]
    statement = f"SELECT 1, 0, pk, text, written FROM ({starting}) AS starting"
    if wanted.weighed:
        statement += (
            f" UNION ALL SELECT 2, number, 0, word, NULL FROM ({LOOK_UP}) AS w(word, number)"
        )
        values += looked_up_values(
            shelf, wanted.beginnings, wanted.parts, wanted.weighed, wanted.counted
        )
    if wanted.read:
        statement += f" UNION ALL SELECT 3, place, 0, text, NULL FROM ({UNDER}) AS names"
        values += under_values(shelf, [(key, "") for key in wanted.read], wanted.held, step)
    rows = rows_of(statement, values)
    opening = Opening(under={key: [] for key in wanted.read})
    borne: dict[str, list[tuple[int, str]]] = {}
    words: set[str] = set()
    told = 0
    for kind, number, key, text, written in rows:
        if kind == 1:
            told += 1
            of_name = borne.setdefault(text, [])
            if key is not None:
                of_name.append((key, written))
        elif kind == 2:
            if number < 0:
                words.add(text)
            else:
                opening.weights[text] = number
        else:
            opening.under[wanted.read[number - 1]].append(text)
    opening.words = sorted(words)
    for texts in opening.under.values():
        texts.sort()
    opening.names = sorted(borne)
    cut = bearers is not None and told == bearers.total
    opening.more = cut or len(borne) == step
    if bearers is not None:
        if cut:
            opening.part = {opening.names[-1]: borne.pop(opening.names[-1])}
        opening.rows = borne
    return opening
