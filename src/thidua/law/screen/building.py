"""From long tables to year words, each table read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from thidua.law.errors import QuestionError, Say
from thidua.law.facts import words as w
from thidua.law.index import award_index
from thidua.law.screen.from_facts import LISTS, OF_SERVICE, SEVERAL
from thidua.law.screen.rows import Rows
from thidua.law.screen.tables import Array, Table
from thidua.law.screen.uniting import Cells, places, united

Columns = dict[str, "Array | int"]
AllRows = dict[str, Rows]

# Titles that most people hold, of which no rule asks more than the year.
PLAIN = ("ldtt", "chien-si-tien-tien", "cstd-co-so", "tt-ldtt", "don-vi-tien-tien")
# A number that is not recorded, where 0 is a number.
NONE = -(2**31)
_EARLIEST, _SPAN = 1970, 60
# A word for everybody is kept where one in so many subjects has the fact; else rows alone.
_DENSE = 8
_KINDS = list(w.INITIATIVE_KINDS)
CLOSED = {
    "kind": w.SUBJECT_KINDS,
    "group": w.GROUPS,
    "force": w.FORCES,
    "gender": w.GENDERS,
    "employment": w.EMPLOYMENTS,
    "rank_level": w.CLUSTER_LEVELS,
    "worst_discipline": ("khong", *w.MEASURES),
}
_USUAL = {"kind": "individual", "force": "civil"}
_NUMBERS = {
    "members": NONE,
    "members_completing": NONE,
    "completing_undecided": 0,
    "rank": NONE,
}
_DAYS = ("died", "recruited_on", "enlisted_on", "discharged_on", "founded_on")


def build(
    tables: Mapping[str, Table], first: int | None, plain: Sequence[str]
) -> tuple[int, int, Columns, AllRows, frozenset[str]]:
    """What a `YearWords` holds."""
    people = tables["subjects"]
    start = _first(tables) if first is None else first
    columns: Columns = {}
    rows: AllRows = {}
    people_columns(columns, people, tables)
    kept = frozenset((*PLAIN, *plain))
    builders: dict[str, Callable[[Table], None]] = {
        "awards": lambda table: _awards(columns, rows, table, people.size, start, kept),
        "ratings": lambda table: _ratings(columns, table, people.size, start),
        "initiatives": lambda table: _initiatives(columns, rows, table, people.size, start),
        "disciplines": lambda table: _disciplines(columns, rows, table, people.size, start),
        "registrations": lambda table: _registrations(columns, table, people.size, start),
        "members_with": lambda table: _members(columns, table, people.size),
        "awards_complete": lambda table: _own_spans(columns, table, people.size),
    }
    for name, make in builders.items():
        if name in tables and tables[name].size:
            make(tables[name])
    for name in ("pending", "leave", "study", "posts", "findings"):
        if name in tables and tables[name].size:
            rows[name] = _small(name, tables[name], people.size)
    columns = {name: _single(value) for name, value in columns.items()}
    return people.size, start, columns, rows, kept


def _first(tables: Mapping[str, Table]) -> int:
    """So that the last year recorded has room after it."""
    last = _EARLIEST
    for name in ("awards", "ratings", "initiatives"):
        if name in tables and tables[name].size:
            last = max(last, int(tables[name].numbers("year").max()))
    return max(_EARLIEST, last + 3 - _SPAN)


def _single(value: Array | int) -> Array | int:
    """One number where all are the same: rules then need not look at it."""
    if not isinstance(value, np.ndarray) or not len(value):
        return value if not isinstance(value, np.ndarray) else 0
    head = value[0]
    return int(head) if value[-1] == head and bool((value == head).all()) else value


def people_columns(columns: Columns, people: Table, tables: Mapping[str, Table]) -> None:
    for name, words in CLOSED.items():
        columns[name] = people.coded(name, words, _USUAL.get(name))
    for name, default in _NUMBERS.items():
        columns[name] = people.numbers(name, default)
    for name in _DAYS:
        columns[name] = people.days(name) if name in people else 0
    for name in ("died", "discharged_on"):
        columns[f"after:{name}"] = people.days(name, later=1) if name in people else 0
    for name in (*LISTS, *OF_SERVICE):
        listed = people.flags(f"{name}_listed", default=name in tables)
        columns[f"listed:{name}"] = listed
        columns[f"from:{name}"] = people.numbers(f"{name}_from")
        columns[f"to:{name}"] = people.numbers(f"{name}_to")


def _awards(
    columns: Columns, rows: AllRows, table: Table, size: int, first: int, plain: frozenset[str]
) -> None:
    index = list(award_index())
    subject, code = table.subjects(size), table.coded("code", index)
    year = table.numbers("year", dtype=None)
    counts = np.bincount(code, minlength=len(index) + 1)
    if counts[0]:
        raise QuestionError(
            Say("bảng awards: có dòng không ghi mã.", "table awards: a row has no code."),
            found=str(int(counts[0])),
        )
    present = [int(number) for number in np.nonzero(counts)[0] if number]
    dense = [n for n in present if counts[n] * _DENSE >= size or index[n - 1] in plain]
    if dense:
        lut = np.full(len(index) + 1, len(dense), np.int64)
        lut[dense] = np.arange(len(dense))
        words, _ = united(size, first, Cells(code, lut, len(dense), subject, year))
        for number, word in zip(dense, words, strict=True):
            columns[f"held:{index[number - 1]}"] = word
    detailed = [number for number in present if index[number - 1] not in plain]
    if detailed:
        _details(rows, table, index, detailed, (subject, code, year))


def _details(
    rows: AllRows,
    table: Table,
    index: list[str],
    detailed: list[int],
    read: tuple[Array, Array, Array],
) -> None:
    """Rows of each award by subject, year and the order given, with what rules ask of them."""
    subject, code, year = read
    wanted = np.zeros(len(index) + 1, bool)
    wanted[detailed] = True
    at = np.nonzero(wanted[code])[0]
    merit = table.coded("merit", w.MERITS, at=at)
    decided, start = table.days("decided_on", at=at), table.days("period_from", at=at)
    after = table.days("period_to", later=1, at=at)
    decision = ranked(table, at)
    subject, code, year = subject[at], code[at], year[at].astype(np.int32)
    order = np.lexsort((year, subject, code))
    kept = {
        "year": year[order],
        "merit": merit[order],
        "decided": decided[order],
        "start": start[order],
        "after": after[order],
    }
    subject, code, decision = subject[order], code[order], decision[order]
    kept["once"] = _heads(code, subject, kept["year"])
    alone = bool(kept["once"].all())
    kept["telling"] = kept["once"] if alone else _telling(code, subject, kept, decision)
    borders = np.searchsorted(code, [*detailed, len(index) + 1])
    for place, number in enumerate(detailed):
        low, high = borders[place], borders[place + 1]
        part = {name: array[low:high].copy() for name, array in kept.items()}
        rows[f"awards:{index[number - 1]}"] = Rows(subject[low:high].copy(), part)


def ranked(table: Table, at: Array) -> Array:
    """Decisions as numbers in the order of their texts, "" for none."""
    if "decision" not in table:
        return np.zeros(len(at), np.int32)
    texts = table.texts("decision")
    chosen = [texts[number] or "" for number in at]
    place = {text: number for number, text in enumerate(sorted(set(chosen)))}
    return np.array([place[text] for text in chosen], np.int32)


def _heads(code: Array, subject: Array, year: Array) -> Array:
    """The first row of each award, subject and year."""
    head = np.ones(len(code), bool)
    head[1:] = (code[1:] != code[:-1]) | (subject[1:] != subject[:-1]) | (year[1:] != year[:-1])
    return head


def _telling(code: Array, subject: Array, kept: Mapping[str, Array], decision: Array) -> Array:
    """Of several records of one year the one that tells most: as `adjoining` chooses it."""
    last = np.int32(2**31 - 1)
    end = np.where(kept["after"] > 0, kept["after"], last)
    day = np.where(kept["decided"] > 0, kept["decided"], last)
    order = np.lexsort((decision, day, end, kept["after"] == 0, kept["year"], subject, code))
    chosen = np.zeros(len(code), bool)
    chosen[order[_heads(code[order], subject[order], kept["year"][order])]] = True
    return chosen


def _ratings(columns: Columns, table: Table, size: int, first: int) -> None:
    subject, grade = table.subjects(size), table.coded("grade", w.GRADES)
    year = table.numbers("year", dtype=None)
    if year.min() < first or year.max() > first + _SPAN:
        raise QuestionError(
            Say(
                "bảng ratings: có năm ngoài các năm xếp được.",
                "table ratings: a year is outside the words.",
            ),
            found=f"{year.min()} - {year.max()}",
            expected=Say(f"{first} đến {first + _SPAN}", f"{first} to {first + _SPAN}"),
        )
    grades = len(w.GRADES)
    cells = Cells(grade, np.array([grades, *range(grades)]), grades, subject, year)
    words, once = united(size, first, cells)
    known = np.bitwise_count(np.bitwise_or.reduce(words)).sum(dtype=np.int64)
    if not once or int(known) != int((grade > 0).sum()):
        # The same year twice: the last one told counts.
        keys = subject.astype(np.int64) * 4096 + year
        _, last = np.unique(keys[::-1], return_index=True)
        words, _ = united(size, first, cells.at(len(keys) - 1 - last))
    # Each word says "so rated or better".
    for number in range(grades - 1, 0, -1):
        words[number - 1] |= words[number]
    for name, word in zip(w.GRADES, words, strict=True):
        columns[f"graded:{name}"] = word


def _initiatives(columns: Columns, rows: AllRows, table: Table, size: int, first: int) -> None:
    subject = table.subjects(size)
    year = table.numbers("year", dtype=np.int32)
    level, kind = table.coded("level", w.LEVELS), table.coded("kind", w.INITIATIVE_KINDS)
    day = table.days("recognised_on")
    sure = recognised(table, day)
    cells = Cells((kind - np.uint8(1)) * np.uint8(2) + sure, np.zeros(0), 0, subject, year)
    for number, name in enumerate(w.LEVELS, 1):
        at = slice(None) if number == 1 else np.nonzero(level >= number)[0]
        _level(columns, name, cells.at(at), size, first)
    # Put in order when a rule first asks for single initiatives: most ask for years.
    rows["initiatives"] = Rows(
        subject,
        {"year": year, "level": level, "kind": kind, "sure": sure, "day": day},
        ordered=False,
    )
    used = table.coded("used_award", (*award_index(), SEVERAL))
    at = np.nonzero((used > 0) & sure)[0]
    if len(at):
        facts = {"year": year, "level": level, "kind": kind, "used": used}
        chosen = {name: array[at] for name, array in facts.items()}
        chosen["used_year"] = table.numbers("used_year")[at]
        rows["used"] = Rows.sorted(subject[at], chosen)


def recognised(table: Table, day: Array) -> Array:
    """Which initiatives were recognised: a day, a decision, or a column that says so."""
    sure = day > 0
    if "recognised" in table:
        sure = sure | table.flags("recognised", default=False)
    if "recognised" not in table and "decision" in table:
        sure = sure | np.array([bool(text) for text in table.texts("decision")])
    return sure


def _level(columns: Columns, level: str, cells: Cells, size: int, first: int) -> None:
    """Words of initiatives of a level or above, by kind, one for each time within a year."""
    present = np.unique(cells.cell).tolist()
    lut = np.zeros(len(_KINDS) * 2, np.int64)
    lut[present] = np.arange(len(present))
    cells = replace(cells, lut=lut, groups=len(present))
    if not present:
        return
    words, once = united(size, first, cells)
    planes = (
        [words]
        if once
        else [united(size, first, cells.at(at))[0] for at in _planes(cells, first, size)]
    )
    for plane, found in enumerate(planes, 1):
        for number, word in zip(present, found, strict=True):
            what = "recognised" if number % 2 else "waiting"
            columns[f"{what}:{level}:{_KINDS[number // 2]}:{plane}"] = word


def _planes(cells: Cells, first: int, size: int) -> list[Array]:
    """Rows once, twice, ... of one subject, kind and year: which rows stand in each word."""
    keys = (cells.cell.astype(np.int64) * size + cells.subject) * 64 + places(cells.year, first)
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    head = np.nonzero(np.append(True, ordered[1:] != ordered[:-1]))[0]
    nth = np.arange(len(keys)) - np.repeat(head, np.diff(np.append(head, len(keys))))
    return [order[nth == number] for number in range(int(nth.max()) + 1)]


def _disciplines(columns: Columns, rows: AllRows, table: Table, size: int, first: int) -> None:
    subject = table.subjects(size)
    start, end, after = table.days("from"), table.days("to"), table.days("to", later=1)
    found = Rows.sorted(
        subject, {"measure": table.coded("measure", w.MEASURES), "start": start, "until": end}
    )
    rows["disciplines"] = found
    # The years whose results do not count: from the measure to the first full year after it.
    free = np.where(after > 0, after // 10000 + (after % 10000 != 101), 10**4)
    bars = _below(free, first) & ~_below(start // 10000, first)
    word = np.zeros(size, np.int64)
    np.bitwise_or.at(word, subject, bars)
    last = np.zeros(size, np.int32)
    np.maximum.at(last, subject, after)
    columns["barred"], columns["served"] = word, last


def _below(years: Array, first: int) -> Array:
    below: Array = (np.int64(1) << places(years, first).astype(np.int64)) - 1
    # From the last bit on there is no border: an open end covers it too.
    return np.where(years > first + _SPAN + 1, np.int64(2**63 - 1), below)


def _registrations(columns: Columns, table: Table, size: int, first: int) -> None:
    subject = table.subjects(size)
    one = np.zeros(table.size, np.int8)
    cells = Cells(one, np.zeros(1, np.int64), 1, subject, table.numbers("year"))
    columns["registered"] = united(size, first, cells)[0][0]


def _members(columns: Columns, table: Table, size: int) -> None:
    subject = table.subjects(size)
    have, undecided = table.numbers("have", NONE), table.numbers("undecided")
    codes = table.texts("award")
    for code in sorted({code for code in codes if code}):
        mine = np.array([other == code for other in codes])
        for name, values, default in (("with", have, NONE), ("undecided", undecided, 0)):
            column = np.full(size, default, np.int32)
            column[subject[mine]] = values[mine]
            columns[f"{name}:{code}"] = column


def _own_spans(columns: Columns, table: Table, size: int) -> None:
    """Ranges of one award stand for that of all awards."""
    subject, codes = table.subjects(size), table.texts("award")
    for code in sorted({code for code in codes if code}):
        mine = np.array([other == code for other in codes])
        for name in ("from", "to"):
            general = columns[f"{name}:awards"]
            column = np.array(np.broadcast_to(general, size))
            column[subject[mine]] = table.numbers(name)[mine]
            columns[f"{name}:awards:{code}"] = column


_TEXTS = {
    "pending": (),
    "leave": ("kind",),
    "study": ("result",),
    "posts": ("level",),
    "findings": ("about", "award"),
}


def _small(name: str, table: Table, size: int) -> Rows:
    """Facts of a few, with their texts as numbers into lists."""
    columns: dict[str, Array] = {}
    words: dict[str, list[str | None]] = {}
    for column in _TEXTS[name]:
        texts: list[Any] = table.texts(column)
        place = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        words[column] = list(place)
        columns[column] = np.array([place[text] for text in texts], np.int32)
    if name == "findings":
        columns["holds"] = table.flags("holds", default=True)
        columns["year"] = table.numbers("year")
        columns["day"] = table.days("decided_on")
    else:
        columns["start"], columns["until"] = table.days("from"), table.days("to")
    return Rows.sorted(table.subjects(size), columns, words)
