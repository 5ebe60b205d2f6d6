"""Slots: what the law leaves to a body is declared nationally and filled by local documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from thidua.law.book import model as m
from thidua.law.book.conditions import read_conditions
from thidua.law.book.reader import Reader, exact, refuse
from thidua.law.errors import Say

TYPES = (
    "integer",
    "share",
    "percent",
    "boolean",
    "word",
    "words",
    "conditions",
    "day_of_year",
    "dates",
)


def read_declarations(reader: Reader, instrument: m.Instrument) -> Iterator[tuple[str, Any]]:
    for item in reader.maps("slots"):
        item.only(
            "name",
            "type",
            "statement",
            "statement_en",
            "unit",
            "minimum",
            "maximum",
            "words",
            "awards",
            "default",
            "citation",
            "confidence",
            "note",
        )
        slot = m.SlotDeclaration(
            name=item.text("name"),
            instrument=instrument,
            type=item.word("type", TYPES),
            statement=item.text("statement"),
            statement_en=item.text("statement_en"),
            citation=item.citation(),
            confidence=item.confidence(),
            unit=item.text("unit", ""),
            minimum=item.fraction("minimum") if item.has("minimum") else None,
            maximum=item.fraction("maximum") if item.has("maximum") else None,
            words=item.words("words", None) if item.has("words") else (),
            awards=item.awards() if item.has("awards") else (),
            default=item.data.get("default"),
        )
        _sound(item, slot)
        if item.has("default"):
            slot_value(item, "default", slot)
        yield f"slot:{slot.name}", slot


def _sound(reader: Reader, slot: m.SlotDeclaration) -> None:
    """Limits that leave room, and words where the type asks for them."""
    low, high = slot.minimum, slot.maximum
    if low is not None and high is not None and low > high:
        raise reader.fail(
            "minimum",
            Say("giới hạn dưới lớn hơn giới hạn trên.", "the minimum is above the maximum."),
            expected=Say(f"không quá {high}", f"not more than {high}"),
            found=str(low),
        )
    if (slot.type in ("word", "words")) != bool(slot.words):
        raise reader.fail(
            "type",
            Say(
                "ô kiểu word, words phải nêu danh mục words; kiểu khác thì không.",
                "a slot of type word or words lists its words; another type does not.",
            ),
            found=slot.type,
            todo=Say("thêm hoặc bỏ dòng words", "add or drop the line words"),
        )


def read_fill(
    reader: Reader, instrument: m.Instrument, slot: m.SlotDeclaration | None
) -> m.SlotFill:
    """One filled slot; `slot` is the national declaration, None when nobody declared it."""
    reader.only("name", "value", "citation", "confidence", "note")
    name = reader.text("name")
    base, _, award = name.partition(".")
    if slot is None:
        raise reader.fail(
            "name",
            Say(
                "văn bản quốc gia không giao nội dung này cho cơ quan quyết định.",
                "no national text leaves this to a body.",
            ),
            todo=Say(
                "chỉ điền các ô (slot) đã khai báo trong rulebook/national",
                "fill only slots declared in rulebook/national",
            ),
            found=name,
        )
    if slot.awards and award not in slot.awards:
        listed = ", ".join(f"{base}.{code}" for code in slot.awards)
        raise reader.fail(
            "name",
            Say("ô này phải ghi cho từng danh hiệu.", "this slot is set for each award."),
            expected=Say(f"một trong: {listed}", f"one of: {listed}"),
            found=name,
        )
    if award and not slot.awards:
        raise reader.fail(
            "name",
            Say("ô này không chia theo danh hiệu.", "this slot is not set for each award."),
            expected=Say(base, base),
            found=name,
        )
    citation, confidence = reader.citation(), reader.confidence()
    value = slot_value(reader, "value", slot)
    return m.SlotFill(
        name,
        instrument.scope or "",
        instrument,
        value,
        citation,
        confidence,
        reader.text("note", ""),
    )


def slot_value(reader: Reader, key: str, slot: m.SlotDeclaration) -> Any:
    """The value in its type and inside the legal limits."""
    if slot.type == "conditions":
        # A body may say that it sets no condition of its own, or chooses none of the words.
        return read_conditions(reader, key) if reader.list(key, empty=True) else ()
    if slot.type == "words":
        return reader.words(key, slot.words, empty=True)
    if slot.type == "word":
        return reader.word(key, slot.words)
    if slot.type == "share":
        return _share(reader, key, slot)
    value = reader.need(key)
    if slot.type == "boolean":
        return reader.flag(key, False)
    if slot.type == "day_of_year":
        return _day_of_year(reader, key, value)
    if slot.type == "dates":
        return _dates(reader, key)
    try:
        number = exact(value)
    except ValueError:
        number = None
    if number is None or (slot.type == "integer" and number.denominator != 1):
        wanted = "số nguyên" if slot.type == "integer" else "số"
        raise reader.fail(
            key,
            Say(f"giá trị phải là {wanted}.", "the value must be a number of the slot's type."),
            found=value,
            todo=Say(f"ghi {wanted}, không kèm đơn vị", "write the number without its unit"),
        )
    _limits(reader, key, slot, number)
    return int(number) if slot.type == "integer" else number


def _share(reader: Reader, key: str, slot: m.SlotDeclaration) -> m.Threshold:
    inner = reader.map(key)
    inner.only("at_least", "more_than")
    if len(inner.data) != 1:
        raise reader.fail(
            key,
            Say("ghi at_least hoặc more_than.", "write at_least or more_than."),
            expected=Say("ví dụ {at_least: 0.7}", "e.g. {at_least: 0.7}"),
            found=dict(inner.data),
        )
    word = str(next(iter(inner.data)))
    share = inner.share(word)
    if share is None:
        raise reader.fail(
            key,
            Say("tỷ lệ phải là một số.", "the share must be a number."),
            found=inner.data[word],
            todo=Say("ghi số đã quyết định, hoặc bỏ ô này", "write the figure, or drop the slot"),
        )
    _limits(reader, key, slot, share)
    return m.Threshold(share, word == "more_than")


def _limits(reader: Reader, key: str, slot: m.SlotDeclaration, number: Any) -> None:
    low, high = slot.minimum, slot.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise reader.fail(
            key,
            Say(
                "giá trị ngoài giới hạn mà luật để cho cơ quan.",
                "the value is outside the limits the law leaves.",
            ),
            expected=Say(
                f"từ {low} đến {high} {slot.unit}".strip(),
                f"from {low} to {high} {slot.unit}".strip(),
            ),
            found=str(number),
        )


def _day_of_year(reader: Reader, key: str, value: object) -> str:
    try:
        date.fromisoformat(f"2024-{value}")
    except ValueError:
        raise reader.fail(
            key,
            Say("phải là ngày trong năm.", "must be a day of the year."),
            expected=Say("THÁNG-NGÀY, ví dụ 09-15", "MONTH-DAY, e.g. 09-15"),
            found=value,
        ) from None
    return str(value)


def _dates(reader: Reader, key: str) -> tuple[date, ...]:
    days = reader.list(key, empty=True)
    for number, day in enumerate(days):
        if not isinstance(day, date) or isinstance(day, datetime):
            raise refuse(
                reader.source.path,
                (*reader.place, key, number),
                Say("phải là một ngày.", "must be a date."),
                expected=Say(
                    "ngày dạng NĂM-THÁNG-NGÀY, ví dụ 2027-02-08", "a date, e.g. 2027-02-08"
                ),
                found=day,
            )
    return tuple(days)
