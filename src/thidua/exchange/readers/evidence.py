"""What the cells of a column are, whatever its heading says: the second witness when columns are
guessed, and the only one where a heading is missing or strange.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from thidua.exchange.readers.award_names import award_name
from thidua.exchange.readers.cells import read_gender, read_grade
from thidua.exchange.readers.legacy import is_syllable
from thidua.exchange.readers.records import ColumnGuess
from thidua.exchange.readers.text import clean, words
from thidua.exchange.readers.workbook import SheetData, Value, column_index

SAMPLE = 240
SURE = 0.8
# Fewer filled cells than this prove nothing.
FEWEST = 4

_DATE = re.compile(r"^\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{2,4}$|^\d{4}-\d{2}-\d{2}$")
_MONTH = re.compile(r"^(0?[1-9]|1[0-2])\s*[/.\-]\s*\d{4}$")
_DECISION = re.compile(r"^(qd|quyet dinh|so|\s|:)*\d+\s*/[^\s]*", re.IGNORECASE)


def _is_date(value: Value) -> bool:
    if isinstance(value, dt.date):
        return True
    text = clean(value)
    return bool(_DATE.match(text) or _MONTH.match(text))


def _is_identity(value: Value) -> bool:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    digits = re.sub(r"[\s.\-']", "", str(value))
    return digits.isdigit() and len(digits) in (11, 12)


def _is_year(value: Value) -> bool:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return bool(re.fullmatch(r"(19[4-9]|20)\d{1,2}(\s*[-–]\s*(19|20)\d{2})?", clean(value)))


def _is_name(value: Value) -> bool:
    text = clean(value)
    parts = text.split(" ")
    return (
        2 <= len(parts) <= 6
        and not re.search(r"\d", text)
        and all(part[:1].isupper() and is_syllable(part) for part in parts)
    )


# Field of a list to what its cells must be, and how that is said.
KINDS: dict[str, tuple[Callable[[Value], bool], str]] = {
    **dict.fromkeys(
        ("born", "recruited", "joined", "decided_on"),
        (lambda value: _is_date(value) or _is_year(value), "ngày"),
    ),
    "identity": (_is_identity, "dãy 12 chữ số"),
    **dict.fromkeys(
        ("address", "gender"), (lambda value: read_gender(value) is not None, "ông/bà, nam/nữ")
    ),
    "award": (lambda value: award_name(clean(value)) is not None, "tên danh hiệu, hình thức"),
    "decision": (
        lambda value: bool(_DECISION.match(words(clean(value)) and clean(value))),
        "số quyết định",
    ),
    "rating": (lambda value: read_grade(value) is not None, "mức xếp loại"),
    "year": (_is_year, "năm"),
    "name": (_is_name, "họ và tên"),
}
# What a column without a known heading may be found to be, the most telling first.
_FOUND = ("identity", "award", "rating", "decision", "name", "address", "gender")


def sample(sheet: SheetData, first_row: int, column: int) -> list[Value]:
    """Filled cells of a column, spread over the sheet."""
    rows = sheet.rows[first_row:]
    step = max(1, len(rows) // SAMPLE)
    return [
        row[column] for row in rows[::step] if column < len(row) and row[column] not in ("", None)
    ]


def weigh(
    sheet: SheetData, first_row: int, guesses: Sequence[ColumnGuess], wanted: Sequence[str]
) -> list[ColumnGuess]:
    """Each guess with what its cells say for or against; a column nobody named may find its field.

    Cells never overrule a heading: they make it certain or doubtful, and an officer decides. Only
    a field that no heading named is taken from cells alone, and is marked to be confirmed.
    """
    named = {guess.field for guess in guesses if guess.field}
    weighed = []
    for guess in guesses:
        cells = sample(sheet, first_row, column_index(guess.column))
        shown = tuple(_short(value) for value in cells[:3])
        guess = replace(guess, samples=shown)
        if guess.field and guess.field in KINDS and len(cells) >= FEWEST:
            test, called = KINDS[guess.field]
            hits = sum(1 for value in cells if test(value))
            said = f"{hits}/{len(cells)} ô là {called}"
            if hits >= SURE * len(cells):
                guess = replace(guess, reason=f"{guess.reason}; {said}")
            elif hits * 2 < len(cells):
                guess = replace(guess, reason=f"{guess.reason}, nhưng chỉ {said}", certain=False)
        elif not guess.field and len(cells) >= FEWEST:
            for code in _FOUND:
                if code in named or code not in wanted:
                    continue
                test, called = KINDS[code]
                hits = sum(1 for value in cells if test(value))
                if hits >= SURE * len(cells):
                    named.add(code)
                    reason = f"vì {hits}/{len(cells)} ô là {called}"
                    guess = replace(guess, field=code, reason=reason, certain=False)
                    break
        weighed.append(guess)
    return weighed


def _short(value: Value) -> str:
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = clean(value)
    # A sample is kept with the batch: it must not tell an identity number.
    text = "•" * 9 + text[-3:] if _is_identity(value) else text
    return text if len(text) <= 40 else text[:39] + "…"
