"""Official texts that a legal officer loaded or confirmed: files of their own beside the rulebook.

A folder `texts/` of a further rulebook folder holds files that speak in the place of entries nobody
had read. Each says who checked it, when, and against which text. Two kinds:

- an ordinary rulebook file (awards, bonuses, votes ...) with a head `official:`; its entries take
  the place of the same entries of the instrument named, from the day that instrument is in force;
- `thidua-confirmed/1`, which lists awards whose former text the instrument left unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from thidua.law.book import model as m
from thidua.law.book.heads import apart
from thidua.law.book.reader import Reader, Source
from thidua.law.book.rulebook import Rulebook
from thidua.law.book.unread import unread
from thidua.law.errors import RulebookError, Say
from thidua.law.yamlio import read_yaml

FOLDER = "texts"
CONFIRMED = "thidua-confirmed/1"
_HEAD = ("instrument", "checked_by", "checked_on", "against", "note")

Read = Callable[[Reader, m.Instrument], Iterator[tuple[str, Any]]]


def text_files(roots: Sequence[Path]) -> list[Path]:
    """Files of official texts in these folders, by folder and name."""
    return [path for root in roots for path in sorted((root / FOLDER).glob("*.yaml"))]


def read_texts(
    paths: Sequence[Path],
    shorts: dict[str, str],
    book: Rulebook,
    kinds: Mapping[str, Read],
    top_keys: Mapping[str, tuple[str, ...]],
    collecting: Callable[[], AbstractContextManager[None]],
) -> None:
    """Put the entries of each file in the place of unread ones; refuses all that is not unread."""
    for path in paths:
        with collecting():
            _read(path, shorts, book, kinds, top_keys)


def _read(
    path: Path,
    shorts: dict[str, str],
    book: Rulebook,
    kinds: Mapping[str, Read],
    top_keys: Mapping[str, tuple[str, ...]],
) -> None:
    data = read_yaml(path, RulebookError)
    first = Reader.over(Source(path, "", shorts), data)
    head, official = _official(first, book)
    away = apart(head, list(book.instruments.values()))
    reader = Reader.over(Source(path, head.key, shorts, away), data)
    allowed = (*kinds, CONFIRMED)
    given = reader.word("format", allowed)
    if given == CONFIRMED:
        reader.only("format", "official", "unchanged")
        for key, entry in _unchanged(reader, head, book):
            book.settle(key, entry, official, reader)
        return
    reader.only("format", "official", *top_keys[given])
    for key, entry in kinds[given](reader, head):
        _loaded(key, entry, reader)
        book.settle(key, entry, official, reader)


def _official(reader: Reader, book: Rulebook) -> tuple[m.Instrument, m.Official]:
    block = reader.map("official")
    block.only(*_HEAD)
    key = block.text("instrument")
    head = book.instruments.get(key)
    if head is None or head.scope is not None:
        raise block.fail(
            "instrument",
            Say("không có văn bản quốc gia này.", "there is no such national instrument."),
            found=key,
            todo=Say(
                "ghi mã thư mục của văn bản trong rulebook/national",
                "write the key of the instrument's folder in rulebook/national",
            ),
        )
    day = block.due_day("checked_on")
    if head.signed is not None and day < head.signed:
        raise block.fail(
            "checked_on",
            Say("ngày đối chiếu trước ngày ký văn bản.", "checked before the text was signed."),
            expected=Say(f"từ ngày {head.signed:%d/%m/%Y}", f"from {head.signed}"),
            found=day,
        )
    official = m.Official(
        instrument=head,
        by=block.text("checked_by"),
        on=day,
        against=block.text("against"),
        path=reader.source.path,
        note=block.text("note", ""),
    )
    return head, official


def _unchanged(
    reader: Reader, head: m.Instrument, book: Rulebook
) -> Iterator[tuple[str, m.AwardEntry]]:
    for code in [reader.award_code(str(item), "unchanged") for item in reader.list("unchanged")]:
        own = next(
            (s.entry for s in book.speakers(f"award:{code}") if s.instrument.key == head.key), None
        )
        if own is not None and own.loaded and unread(own):
            # The former text in its place would undo what was read of this one.
            raise reader.fail(
                "unchanged",
                Say(
                    "văn bản này đã được nạp một phần, không giữ nguyên văn bản trước được.",
                    "this text is loaded in part: the former one cannot stand unchanged.",
                ),
                found=code,
                todo=Say(
                    "nạp cả mục, thêm phần vừa đọc",
                    "load the whole entry with the part just read",
                ),
            )
        before = _before(book, code, head.in_force) or book.award(code, head.in_force)
        if before is None or not before.loaded:
            raise reader.fail(
                "unchanged",
                Say(
                    "không có văn bản trước đó để giữ nguyên.",
                    "there is no former text to keep unchanged.",
                ),
                found=code,
                todo=Say("nạp cả mục theo văn bản", "load the whole entry from the text"),
            )
        yield f"award:{code}", replace(before, instrument=head)


def _before(book: Rulebook, code: str, day: date) -> m.AwardEntry | None:
    """The last text of an award that was loaded for files received before `day`."""
    for spoken in reversed(book.speakers(f"award:{code}")):
        entry: m.AwardEntry | None = spoken.entry
        if spoken.instrument.in_force < day and entry is not None and entry.loaded:
            return entry
    return None


def _loaded(key: str, entry: Any, reader: Reader) -> None:
    if isinstance(entry, m.AwardEntry) and not entry.loaded:
        raise reader.fail(
            None,
            Say(
                f"mục {key} trong tệp này vẫn là text_not_loaded.",
                f"{key} is still text_not_loaded in this file.",
            ),
            todo=Say(
                "ghi status: loaded cùng các đường xét đã đọc, hoặc bỏ mục này",
                "write status: loaded with the routes that were read, or drop the entry",
            ),
        )
