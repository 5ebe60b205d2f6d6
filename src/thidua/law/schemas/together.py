"""Schema of `thidua-together/1`: several awards decided at once."""

from __future__ import annotations

from thidua.law.book.files import RECIPIENTS
from thidua.law.schemas.parts import AWARD, DAY, TEXT, Schema, document, many, shape, words


def together_schema() -> Schema:
    """What `thidua law bonus --together` reads."""
    row = shape(
        {"code": AWARD},
        {
            "recipient": words(RECIPIENTS),
            "period": shape({"from": DAY, "to": DAY}),
            "achievement": TEXT,
            "authority": TEXT,
        },
    )
    made = document(
        "thidua-together/1",
        "Nhiều khen thưởng quyết định cùng lúc",
        {"decided_on": DAY, "awards": many(row, least=1)},
        {"recipient": words(RECIPIENTS)},
        official=False,
    )
    made["properties"].pop("cites")
    return made
