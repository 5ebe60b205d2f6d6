"""The schema of `rating-caps.yaml`: how many may be rated at the highest level."""

from __future__ import annotations

from thidua.law.facts.words import EMPLOYMENTS, GRADES
from thidua.law.schemas.parts import (
    CONFIDENCE,
    DAY,
    NUMBER,
    TEXT,
    Schema,
    document,
    many,
    shape,
    words,
)


def rating_caps() -> Schema:
    """`thidua-rating-caps/1`: one row for each text and kind of employment."""
    row = shape(
        {
            "employment": many(words(EMPLOYMENTS), least=1),
            "from": DAY,
            "base": words(GRADES),
            "within": many(words(("body", "similar_duties")), least=1),
            "citation": TEXT,
            "confidence": CONFIDENCE,
        },
        {"share": NUMBER, "unread": many(TEXT)},
    )
    return document(
        "thidua-rating-caps/1",
        "Tỷ lệ xếp loại hoàn thành xuất sắc nhiệm vụ",
        {"caps": many(row, least=1)},
        official=False,
    )
