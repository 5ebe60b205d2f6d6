"""What only the whole rulebook shows: standards in a circle, repeals of nothing, slots of nobody.

Asked when a rulebook is checked, and of every folder added to the program's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from thidua.law.book import model as m
from thidua.law.book.around import AfterEntry, ConsultationEntry, ProcedureEntry, VoteEntry
from thidua.law.book.reader import refuse
from thidua.law.book.rulebook import Rulebook
from thidua.law.errors import RulebookError, Say
from thidua.law.index import TITLE


def faults(book: Rulebook) -> Iterator[RulebookError]:
    """One error for each fault of the whole, in the file of the instrument that makes it."""
    yield from _repeals(book)
    yield from circles(book)
    yield from _slots(book)


def _repeals(book: Rulebook) -> Iterator[RulebookError]:
    for head in book.instruments.values():
        for number, key in enumerate(head.repeals):
            said = [s for s in book.speakers(key) if s.entry is not None]
            if not any(s.instrument.in_force < head.in_force for s in said):
                yield refuse(
                    head.path,
                    ("repeals", number),
                    Say(
                        "chưa có văn bản nào trước đó quy định mục này để bãi bỏ.",
                        "no earlier instrument states this entry, so it cannot be repealed.",
                    ),
                    found=key,
                    expected=Say("mục như award:giay-khen", "a key like award:giay-khen"),
                    todo=Say("sửa hoặc bỏ dòng này", "correct or drop the line"),
                )


# -- standards that rest on one another ----------------------------------------------------------
def circles(book: Rulebook) -> Iterator[RulebookError]:
    """Awards whose standard is that of an award whose standard is theirs: no answer would end."""
    told: set[frozenset[str]] = set()
    days = sorted({head.in_force for head in book.instruments.values()})
    for day in days:
        rests = dict(_rests(book, day))
        for circle in _loops({code: names for code, (_, names) in rests.items()}):
            if frozenset(circle) in told:
                continue
            told.add(frozenset(circle))
            newest = max((rests[code][0] for code in circle), key=lambda e: e.instrument.in_force)
            way = " → ".join((*circle, circle[0]))
            yield refuse(
                newest.instrument.path,
                (),
                Say(
                    "tiêu chuẩn của các khen thưởng này dựa vòng quanh lẫn nhau.",
                    "the standards of these awards rest on one another in a circle.",
                ),
                found=Say(way, way),
                todo=Say(
                    f"nêu tiêu chuẩn của {newest.code} mà không dựa vào các khen thưởng còn lại",
                    f"state the standard of {newest.code} without resting on the others",
                ),
            )


def _rests(book: Rulebook, day: date) -> Iterator[tuple[str, tuple[m.AwardEntry, set[str]]]]:
    for key in book.all_keys("award:"):
        entry: m.AwardEntry | None = book.entry(key, day)
        if entry is not None:
            names = {name for c in _conditions(entry) for name in _standards(book, c)}
            yield entry.code, (entry, names)


def _standards(book: Rulebook, condition: m.Condition) -> Iterator[str]:
    """The awards that are judged themselves when the condition is: see `Case.judge_award`."""
    params = condition.params
    if condition.predicate in ("meets_standard_of", "held_in_a_row", "held_adjoining"):
        yield params["award"]
        yield from params.get("or_standard_of", ())
    for code, _ in params.get("with") or ():
        if book.info(code).kind == TITLE:
            yield code


def _loops(rests: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    done: set[str] = set()

    def walk(code: str, way: list[str]) -> Iterator[list[str]]:
        if code in way:
            yield way[way.index(code) :]
        elif code not in done:
            for other in sorted(rests.get(code, ())):
                yield from walk(other, [*way, code])
            done.add(code)

    for code in rests:
        yield from walk(code, [])


# -- slots that are named and nowhere declared -----------------------------------------------------
def _slots(book: Rulebook) -> Iterator[RulebookError]:
    declared = {key.removeprefix("slot:") for key in book.all_keys("slot:")}
    told: set[tuple[str, str]] = set()
    for key in book.all_keys():
        for spoken in book.speakers(key):
            for name in _named(spoken.entry):
                place = (spoken.instrument.key, name)
                if name.partition(".")[0] in declared or place in told:
                    continue
                told.add(place)
                yield refuse(
                    spoken.instrument.path,
                    (),
                    Say(
                        f"mục {key} của văn bản này dùng một ô (slot) chưa khai báo.",
                        f"{key} of this instrument names a slot that nobody declares.",
                    ),
                    found=name,
                    todo=Say(
                        "khai báo ô trong slots.yaml của văn bản giao nội dung đó, hoặc sửa tên",
                        "declare it in the slots.yaml of the text that leaves it, or correct it",
                    ),
                )


def _named(entry: Any) -> list[str]:
    """The slots that an entry leaves the answer to."""
    names: list[str | None] = []
    if isinstance(entry, m.AwardEntry | m.CommonEntry):
        for condition in _conditions(entry):
            names += [condition.params.get("slot"), condition.params.get("leave_slot")]
    elif isinstance(entry, VoteEntry):
        names = [entry.slot]
    elif isinstance(entry, ProcedureEntry):
        names = [step.length.slot for step in entry.steps if step.length]
        names += [item.slot for item in entry.submissions]
    elif isinstance(entry, ConsultationEntry):
        names = [entry.days.slot]
    elif isinstance(entry, AfterEntry):
        names = [step.slot for step in entry.steps]
    return [name for name in names if name]


def _conditions(entry: m.AwardEntry | m.CommonEntry) -> Iterator[m.Condition]:
    if isinstance(entry, m.CommonEntry):
        waiting = [entry.condition]
    else:
        waiting = [*entry.conditions, *(c for route in entry.routes for c in route.conditions)]
    while waiting:
        condition = waiting.pop()
        waiting += condition.children
        yield condition
