"""What the law says of flags for leaders of clusters, read from the rulebook with its source."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from thidua.law import load_rulebook

CABINET, PROVINCE = "co-chinh-phu", "co-cap-tinh"
_CONFIDENCE = {
    "V": "đã đọc nguồn",
    "V2": "nguồn thứ cấp",
    "K": "chưa đối chiếu",
}


@dataclass(frozen=True, slots=True)
class FlagRule:
    """What limits one flag; `known` is False where no text that was read sets a share."""

    award: str
    code: str
    sentence: str
    citation: str
    confidence: str
    known: bool
    # The text of that day is not loaded: the last known one is shown as provisional.
    awaited: bool


def preferences(on: dt.date) -> list[str]:
    """What the text says of choosing between equals, from the notes of the rulebook."""
    text = load_rulebook().last_loaded(CABINET, on)
    return [note for note in text.notes if "tỷ lệ nữ" in note] if text else []


def flag_rules(on: dt.date) -> list[FlagRule]:
    """For the flags of the province or ministry and of the Government, as the text of a day says.

    Nothing is guessed: where no share is written, the sentence says that an official text is due.
    """
    rb = load_rulebook()
    found = []
    for code in (PROVINCE, CABINET):
        now = rb.award(code, on)
        if now is None:
            continue
        text = now if now.loaded else rb.last_loaded(code, on)
        name = rb.award_name(code, on)
        awaited = not now.loaded
        if text is not None and text.quotas:
            found += [
                FlagRule(
                    name, code, f"{one.statement}.", one.citation.text,
                    _CONFIDENCE.get(one.confidence, "chưa đối chiếu"), True, awaited,
                )
                for one in text.quotas
            ]  # fmt: skip
            continue
        found.append(
            FlagRule(
                name, code,
                "Văn bản đã đọc không nêu tỷ lệ; số cờ của mỗi cụm, khối do bộ, ban, ngành, tỉnh "
                "quy định. Cần văn bản chính thức của nơi tặng cờ.",
                (text or now).citation.text, "", False, awaited,
            )
        )  # fmt: skip
    return found
