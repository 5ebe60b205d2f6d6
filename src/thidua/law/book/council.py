"""Reading votes of councils: shares per award, and what holds for every sitting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from thidua.law.book import around as a
from thidua.law.book.model import Instrument, Threshold
from thidua.law.book.reader import Reader
from thidua.law.errors import Say

Keyed = tuple[str, Any]
BASES = ("all_members", "present")
_VOTE_KEYS = (
    "awards",
    "at_least",
    "more_than",
    "slot",
    "base",
    "secret",
    "quorum",
    "council",
    "council_en",
    "written",
    "citation",
    "confidence",
    "note",
)


def sentence(reader: Reader) -> a.Stated:
    """One cited sentence in both languages."""
    reader.only("key", "statement", "statement_en", "citation", "confidence", "note")
    return a.Stated(
        reader.text("key"),
        reader.text("statement"),
        reader.text("statement_en"),
        reader.citation(),
        reader.confidence(),
        reader.text("note", ""),
    )


def stated(reader: Reader, key: str) -> tuple[a.Stated, ...]:
    """A list of cited sentences; absent is empty."""
    return tuple(sentence(item) for item in reader.maps(key)) if reader.has(key) else ()


def read_votes(reader: Reader, instrument: Instrument) -> Iterator[Keyed]:
    if reader.has("council"):
        yield "council-rules", _council(reader.map("council"), instrument)
    for top, prefix in (("votes", "vote"), ("central", "vote-central")):
        for item in reader.maps(top) if reader.has(top) else ():
            for entry in _votes(item, instrument):
                yield f"{prefix}:{entry.award}", entry


def _votes(item: Reader, instrument: Instrument) -> Iterator[a.VoteEntry]:
    item.only(*_VOTE_KEYS)
    named = [key for key in ("at_least", "more_than", "slot") if item.has(key)]
    if len(named) != 1:
        raise item.fail(
            None,
            Say(
                "tỷ lệ phiếu phải có đúng một trong at_least, more_than, slot.",
                "a share of votes has exactly one of at_least, more_than, slot.",
            ),
            found=", ".join(named) or None,
            todo=Say(
                "ghi tỷ lệ của văn bản (UNKNOWN khi chưa đọc), hoặc ô mà văn bản giao",
                "write the share (UNKNOWN where unread), or the slot it leaves to the body",
            ),
        )
    share = named[0] if named[0] != "slot" else None
    number = item.share(share) if share else None
    threshold = Threshold(number, share == "more_than") if number is not None else None
    for code in item.awards():
        yield a.VoteEntry(
            award=code,
            instrument=instrument,
            threshold=threshold,
            slot=item.text("slot") if item.has("slot") else None,
            base=item.word("base", BASES),
            secret=item.flag("secret", False) if item.has("secret") else None,
            quorum=item.share("quorum") if item.has("quorum") else None,
            citation=item.citation(),
            confidence=item.confidence(),
            council=item.text("council", ""),
            council_en=item.text("council_en", ""),
            written=item.flag("written", False) if item.has("written") else None,
            note=item.text("note", ""),
        )


def _council(reader: Reader, instrument: Instrument) -> a.CouncilRules:
    reader.only("quorum", "written", "rules", "citation", "confidence")
    return a.CouncilRules(
        instrument,
        reader.share("quorum") if reader.has("quorum") else None,
        reader.flag("written", False) if reader.has("written") else None,
        reader.citation(),
        reader.confidence(),
        stated(reader, "rules"),
    )
