"""Schemas of the head of an instrument, the index of awards, the regimes, confirmed texts."""

from __future__ import annotations

from thidua.law.book.files import RECIPIENTS
from thidua.law.book.heads import KINDS as INSTRUMENT_KINDS
from thidua.law.book.heads import STATES
from thidua.law.index import KINDS, LEVELS
from thidua.law.schemas.parts import (
    AWARD,
    CITATION,
    CITED,
    CONFIDENCE,
    DAY,
    FLAG,
    MAYBE_DAY,
    SAID,
    TEXT,
    WHOLE,
    Schema,
    document,
    many,
    mapping,
    shape,
    words,
)


def instrument() -> Schema:
    """`thidua-instrument/1`: the head of a legal document as issued."""
    return document(
        "thidua-instrument/1",
        "Văn bản: số, ngày, trạng thái",
        {
            "key": TEXT,
            "number": TEXT,
            "title": TEXT,
            "short": TEXT,
            "kind": words(INSTRUMENT_KINDS),
            "issuer": TEXT,
            "in_force": DAY,
            "state": words(STATES),
            "confidence": CONFIDENCE,
        },
        {
            "signed": MAYBE_DAY,
            "lapsed": MAYBE_DAY,
            "amends": many(TEXT),
            "replaces": many(TEXT),
            "repeals": many(TEXT),
            "ground": TEXT,
            "source": TEXT,
            "encoded_by": TEXT,
            "checked_by": TEXT,
            "within": TEXT,
            "note": TEXT,
        },
        official=False,
    )


def regimes() -> Schema:
    """`thidua-regimes/1`: which date decides what, and rules of passage."""
    row = shape({"key": TEXT, **SAID, **CITED}, {"from": DAY, "more_favourable": FLAG})
    return document(
        "thidua-regimes/1",
        "Ngày quyết định và quy định chuyển tiếp",
        {"transitions": many(row), "decides": many(row)},
        official=False,
    )


def awards_index() -> Schema:
    """`thidua-awards-index/1`: identities of awards under all laws."""
    row = shape(
        {
            "code": TEXT,
            "names": many(shape({"name": TEXT}, {"from": DAY}), least=1),
            "short": TEXT,
            "kind": words(KINDS),
            "recipients": many(words(RECIPIENTS), least=1),
            "level": words(LEVELS),
            "rank": WHOLE,
            "citation": CITATION,
            "confidence": CONFIDENCE,
        },
        {
            "name_en": TEXT,
            "aliases": many(TEXT),
            "authorities": mapping(TEXT),
            "usual": FLAG,
            "note": TEXT,
        },
    )
    return document(
        "thidua-awards-index/1", "Danh mục khen thưởng", {"awards": many(row)}, official=False
    )


def confirmed() -> Schema:
    """`thidua-confirmed/1`: awards whose former text a legal officer found unchanged."""
    made = document(
        "thidua-confirmed/1", "Mục giữ nguyên văn bản trước", {"unchanged": many(AWARD)}
    )
    made["required"].append("official")
    return made
