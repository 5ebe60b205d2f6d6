"""JSON Schemas of every format: facts, verdict, together, and each kind of rulebook file.

The copies in `law/schema` are what editors read (`# yaml-language-server: $schema=...`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from thidua.law.facts.schema import facts_schema, verdict_schema
from thidua.law.schemas import around, awards, heads, ratings
from thidua.law.schemas.together import together_schema

Schema = dict[str, Any]

# What people ask by name, and the formats of a rulebook file that the schema describes.
SCHEMAS: dict[str, Callable[[], Schema]] = {
    "facts": facts_schema,
    "verdict": verdict_schema,
    "together": together_schema,
    "instrument": heads.instrument,
    "regimes": heads.regimes,
    "awards-index": heads.awards_index,
    "awards": awards.awards,
    "common": awards.common,
    "slots": awards.slots,
    "local-slots": awards.local_slots,
    "confirmed": heads.confirmed,
    "bonuses": around.bonuses,
    "base-salary": around.base_salary,
    "votes": around.votes,
    "documents": around.documents,
    "procedures": around.procedures,
    "powers": around.powers,
    "afterwards": around.afterwards,
    "calendar": around.calendar,
    "rating-caps": ratings.rating_caps,
}
FOLDER = Path(__file__).resolve().parent.parent / "schema"
_OWN = ("facts", "verdict", "together")


def file_of(name: str) -> Path:
    """Where the checked-in copy of a schema lies."""
    if name in _OWN:
        return FOLDER / f"thidua-{name}-1.schema.json"
    return FOLDER / "rulebook" / f"{name}.schema.json"
