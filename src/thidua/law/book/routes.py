"""Reading procedures: routes through levels, papers, consultation, publication of nominees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from thidua.law.book import around as a
from thidua.law.book.council import sentence, stated
from thidua.law.book.model import Instrument
from thidua.law.book.reader import Reader
from thidua.law.errors import Say
from thidua.law.values import UNKNOWN

Keyed = tuple[str, Any]
LEVELS = ("co_so", "xa", "huyen", "tinh", "trung_uong", "thu_tuong", "chu_tich_nuoc")
DAY_KINDS = ("working", "calendar")
SECTORS = ("chung", "giao_duc")


def read_procedures(reader: Reader, instrument: Instrument) -> Iterator[Keyed]:
    for item in reader.maps("procedures") if reader.has("procedures") else ():
        for entry in _procedures(item, instrument):
            yield f"procedure:{entry.award}", entry
    if reader.has("simplified"):
        yield "simplified", _simplified(reader.map("simplified"), instrument)
    for item in reader.maps("consultation") if reader.has("consultation") else ():
        for asked in _consultations(item, instrument):
            yield f"consultation:{asked.award}", asked
    for item in reader.maps("publication") if reader.has("publication") else ():
        item.only("awards", "notices")
        notices = tuple(_notice(notice) for notice in item.maps("notices"))
        for code in item.awards():
            yield f"publication:{code}", a.PublicationEntry(code, instrument, notices)
    for rule in stated(reader, "principles"):
        yield f"principle:{rule.key}", rule


def _procedures(item: Reader, instrument: Instrument) -> Iterator[a.ProcedureEntry]:
    item.only(
        "awards",
        "statement",
        "statement_en",
        "steps",
        "submit_by",
        "rules",
        "citation",
        "confidence",
    )
    steps = tuple(_step(step) for step in item.maps("steps"))
    _in_order(item, steps)
    base: dict[str, Any] = {
        "instrument": instrument,
        "statement": item.text("statement"),
        "statement_en": item.text("statement_en"),
        "steps": steps,
        "submissions": tuple(_submission(row) for row in item.maps("submit_by"))
        if item.has("submit_by")
        else (),
        "rules": stated(item, "rules"),
        "citation": item.citation(),
        "confidence": item.confidence(),
    }
    for code in item.awards():
        yield a.ProcedureEntry(award=code, **base)


def _in_order(item: Reader, steps: tuple[a.Step, ...]) -> None:
    """Ids are unique, and a step counts only from one that stands before it."""
    seen: list[str] = []
    for step in steps:
        after = step.length.after if step.length else ""
        if step.id in seen:
            raise item.fail(
                "steps",
                Say("hai bước trùng mã.", "two steps share an id."),
                found=step.id,
                todo=Say("đặt mã khác cho một trong hai", "give one of them another id"),
            )
        if after.startswith("step:") and after.removeprefix("step:") not in seen:
            raise item.fail(
                "steps",
                Say(
                    f"bước {step.id} tính từ một bước không đứng trước nó.",
                    f"step {step.id} counts from a step that does not stand before it.",
                ),
                found=after,
                todo=Say(
                    "ghi mã của một bước đứng trước, hoặc xếp lại các bước",
                    "name a step that stands before, or put the steps in order",
                ),
            )
        seen.append(step.id)


def _step(reader: Reader) -> a.Step:
    reader.only(
        "id",
        "actor",
        "actor_en",
        "action",
        "action_en",
        "level",
        "takes",
        "needs",
        "makes",
        "citation",
        "confidence",
        "note",
    )
    return a.Step(
        id=reader.text("id"),
        actor=reader.text("actor"),
        actor_en=reader.text("actor_en"),
        action=reader.text("action"),
        action_en=reader.text("action_en"),
        level=reader.word("level", LEVELS),
        citation=reader.citation(),
        confidence=reader.confidence(),
        length=length(reader.map("takes")) if reader.has("takes") else None,
        needs=reader.words("needs", None) if reader.has("needs") else (),
        makes=reader.words("makes", None) if reader.has("makes") else (),
        note=reader.text("note", ""),
    )


def length(reader: Reader) -> a.Length:
    """How long a step takes and from what it counts."""
    reader.only(*DAY_KINDS, "slot", "after", "citation", "confidence", "note")
    days, kind, slot = days_of(reader)
    return a.Length(
        days,
        kind,
        reader.text("after", "received"),
        slot,
        reader.citation(),
        reader.confidence(),
        reader.text("note", ""),
    )


def days_of(reader: Reader) -> tuple[int | None, str, str | None]:
    """Days, their kind, slot: `working` or `calendar` names days, `slot` leaves them to the body.

    UNKNOWN days are None.
    """
    named = [key for key in (*DAY_KINDS, "slot") if reader.has(key)]
    if len(named) != 1:
        raise reader.fail(
            None,
            Say(
                "thời hạn phải có đúng một trong working, calendar, slot.",
                "a length has exactly one of working, calendar, slot.",
            ),
            found=", ".join(named) or None,
            todo=Say(
                "ghi số ngày của văn bản (UNKNOWN khi chưa đọc), hoặc ô mà văn bản giao",
                "write the days (UNKNOWN where unread), or the slot it leaves to the body",
            ),
        )
    kind = named[0]
    if kind == "slot":
        return None, "working", reader.text("slot")
    return (None if reader.data[kind] == UNKNOWN else reader.count(kind)), kind, None


def _submission(reader: Reader) -> a.Submission:
    reader.only(
        "to", "to_en", "day", "slot", "years_after", "sector", "citation", "confidence", "note"
    )
    day = reader.text("day", "") or None
    if day is not None and reader.has("slot"):
        raise reader.fail(
            "slot",
            Say("chỉ ghi day hoặc slot.", "write day or slot, not both."),
            found=reader.data["slot"],
            todo=Say("bỏ một trong hai dòng", "drop one of the two lines"),
        )
    if day not in (None, UNKNOWN):
        try:
            date.fromisoformat(f"2024-{day}")
        except ValueError:
            raise reader.fail(
                "day",
                Say("phải là ngày trong năm.", "must be a day of the year."),
                expected=Say("THÁNG-NGÀY, ví dụ 06-30", "MONTH-DAY, e.g. 06-30"),
                found=day,
            ) from None
    return a.Submission(
        to=reader.text("to"),
        to_en=reader.text("to_en"),
        day=day,
        slot=reader.text("slot") if reader.has("slot") else None,
        years_after=reader.whole("years_after", 0),
        sector=reader.word("sector", SECTORS, "chung"),
        citation=reader.citation(),
        confidence=reader.confidence(),
        note=reader.text("note", ""),
    )


def _simplified(reader: Reader, instrument: Instrument) -> a.SimplifiedEntry:
    reader.only("grounds", "papers", "citation", "confidence", "note")
    return a.SimplifiedEntry(
        instrument,
        stated(reader, "grounds"),
        _papers(reader) if reader.has("papers") else None,
        reader.citation(),
        reader.confidence(),
        reader.text("note", ""),
    )


def _consultations(item: Reader, instrument: Instrument) -> Iterator[a.ConsultationEntry]:
    item.only("awards", "asked", "contents", "answer", "silence", "citation", "confidence", "note")
    base: dict[str, Any] = {
        "instrument": instrument,
        "asked": stated(item, "asked"),
        "contents": stated(item, "contents"),
        "days": length(item.map("answer")),
        "silence": sentence(item.map("silence")) if item.has("silence") else None,
        "citation": item.citation(),
        "confidence": item.confidence(),
        "note": item.text("note", ""),
    }
    for code in item.awards():
        yield a.ConsultationEntry(award=code, **base)


def _notice(reader: Reader) -> a.Notice:
    reader.only(
        "by",
        "by_en",
        "where",
        "where_en",
        "working",
        "before",
        "before_en",
        "citation",
        "confidence",
        "note",
    )
    read = reader.need("working") != UNKNOWN
    return a.Notice(
        by=reader.text("by"),
        by_en=reader.text("by_en"),
        where=reader.text("where"),
        where_en=reader.text("where_en"),
        days=reader.count("working") if read else None,
        before=reader.text("before", ""),
        before_en=reader.text("before_en", ""),
        citation=reader.citation(),
        confidence=reader.confidence(),
        note=reader.text("note", ""),
    )


def read_documents(reader: Reader, instrument: Instrument) -> Iterator[Keyed]:
    for item in reader.maps("documents"):
        item.only("awards", "papers")
        papers = _papers(item)
        for code in item.awards():
            yield f"documents:{code}", a.DocumentsEntry(code, instrument, papers)


def _papers(reader: Reader) -> tuple[a.DocumentRule, ...]:
    """The papers of a dossier, each once."""
    found: list[a.DocumentRule] = []
    for item in reader.maps("papers"):
        made = paper(item)
        if any(made.code == other.code for other in found):
            raise item.fail(
                "code",
                Say("giấy tờ này bị lặp trong hồ sơ.", "this paper stands twice in the dossier."),
                found=made.code,
                todo=Say("bỏ một trong hai, sửa số bản", "drop one, correct the copies"),
            )
        found.append(made)
    return tuple(found)


def paper(reader: Reader) -> a.DocumentRule:
    reader.only(
        "code",
        "name",
        "name_en",
        "copies",
        "form",
        "citation",
        "confidence",
        "note",
        "conditional",
    )
    read = reader.need("copies") != UNKNOWN
    return a.DocumentRule(
        reader.text("code"),
        reader.text("name"),
        reader.count("copies") if read else None,
        reader.citation(),
        reader.confidence(),
        reader.text("name_en"),
        reader.text("note", ""),
        reader.flag("conditional", False),
        reader.text("form", ""),
    )
