"""Reading the files of one instrument: awards, common conditions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from thidua.law.book import model as m
from thidua.law.book.conditions import read_condition, read_conditions, read_route
from thidua.law.book.reader import Reader
from thidua.law.errors import Say
from thidua.law.facts import words as w
from thidua.law.index import CYCLES, LEVELS
from thidua.law.values import UNKNOWN

Keyed = tuple[str, Any]

_AWARD_KEYS = (
    "award",
    "status",
    "citation",
    "confidence",
    "recipients",
    "authority",
    "cycle",
    "posthumous",
    "conditions",
    "routes",
    "notes",
    "note",
    "quota",
)
COUNTING_BASES = ("period", "decision")
RECIPIENTS = tuple(w.SUBJECT_KINDS)


def read_awards(reader: Reader, instrument: m.Instrument) -> Iterator[Keyed]:
    for item in reader.maps("awards"):
        entry = _award(item, instrument)
        yield f"award:{entry.code}", entry


def _award(reader: Reader, instrument: m.Instrument) -> m.AwardEntry:
    reader.only(*_AWARD_KEYS)
    code = reader.award("award")
    status = reader.word("status", ("loaded", "text_not_loaded"))
    base: dict[str, Any] = {
        "code": code,
        "instrument": instrument,
        "loaded": status == "loaded",
        "citation": reader.citation(),
        "confidence": reader.confidence(),
        "note": reader.text("note", ""),
    }
    if status == "text_not_loaded":
        if reader.has("routes"):
            raise reader.fail(
                "routes",
                Say(
                    "mục text_not_loaded không được có đường xét.",
                    "an entry text_not_loaded has no routes.",
                ),
                todo=Say(
                    "bỏ routes, hoặc ghi status: loaded khi đã đọc văn bản",
                    "drop routes, or set status: loaded once the text is read",
                ),
            )
        return m.AwardEntry(**base)
    recipients = reader.words("recipients", RECIPIENTS)
    authority = reader.map("authority")
    authority.only("text", "citation", "confidence")
    died = reader.map("posthumous")
    died.only("allowed", "citation", "confidence")
    allowed = died.need("allowed")
    routes = tuple(read_route(item, recipients) for item in reader.maps("routes"))
    _no_double(reader, [route.id for route in routes])
    return m.AwardEntry(
        **base,
        recipients=recipients,
        authority=authority.text("text"),
        authority_citation=authority.citation(),
        cycle=reader.word("cycle", tuple(CYCLES)),
        posthumous=None if allowed == UNKNOWN else died.flag("allowed", False),
        posthumous_citation=died.citation(),
        posthumous_confidence=died.confidence(),
        conditions=read_conditions(reader, "conditions") if reader.has("conditions") else (),
        routes=routes,
        notes=reader.words("notes", None) if reader.has("notes") else (),
        quotas=tuple(map(_quota, reader.maps("quota"))) if reader.has("quota") else (),
    )


def _quota(reader: Reader) -> m.Quota:
    reader.only("share", "of", "scope", "statement", "statement_en", "citation", "confidence")
    share = reader.share("share")
    if share is None:
        raise reader.fail(
            "share",
            Say("hạn mức chưa ai đọc thì không nạp.", "a limit that nobody read does not load."),
            found=reader.data["share"],
            todo=Say("bỏ mục quota này cho đến khi đọc được", "drop this quota until it is read"),
        )
    return m.Quota(
        share,
        reader.award("of"),
        reader.word("scope", ("unit", "ministry_province")),
        reader.text("statement"),
        reader.text("statement_en"),
        reader.citation(),
        reader.confidence(),
    )


def _no_double(reader: Reader, ids: list[str]) -> None:
    for name in ids:
        if ids.count(name) > 1:
            raise reader.fail(
                "routes",
                Say("hai đường xét trùng mã.", "two routes share an id."),
                found=name,
                todo=Say("đặt mã khác cho một trong hai", "give one of them another id"),
            )


def read_common(reader: Reader, instrument: m.Instrument) -> Iterator[Keyed]:
    for item in reader.maps("common"):
        if item.has("counting"):
            yield "counting", _counting(item, instrument)
            continue
        item.only("key", "kinds", "levels", "groups", "condition")
        key = item.text("key")
        yield (
            f"common:{key}",
            m.CommonEntry(
                key,
                instrument,
                read_condition(item.map("condition")),
                item.words("kinds", RECIPIENTS),
                item.words("levels", LEVELS) if item.has("levels") else None,
                item.words("groups", tuple(w.GROUPS)) if item.has("groups") else None,
            ),
        )


def _counting(reader: Reader, instrument: m.Instrument) -> m.Counting:
    reader.only("counting", "statement", "statement_en", "citation", "confidence")
    basis = reader.word("counting", (*COUNTING_BASES, UNKNOWN))
    return m.Counting(
        instrument,
        None if basis == UNKNOWN else basis,
        reader.text("statement"),
        reader.text("statement_en"),
        reader.citation(),
        reader.confidence(),
    )
