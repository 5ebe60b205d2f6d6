"""Building blocks of the schemas: what the reader accepts, one function per kind of value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from thidua.law.index import award_index
from thidua.law.values import CONFIDENCES, UNKNOWN

Schema = dict[str, Any]
DRAFT = "https://json-schema.org/draft/2020-12/schema"
TEXT: Schema = {"type": ["string", "integer"]}
FLAG: Schema = {"type": "boolean"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
MAYBE_DAY: Schema = {"anyOf": [DAY, {"type": "null"}]}
DAY_OF_YEAR: Schema = {"type": "string", "pattern": r"^(\d{2}-\d{2}|UNKNOWN)$"}
NUMBER: Schema = {
    "anyOf": [
        {"type": "number"},
        {"type": "string", "pattern": r"^\d+(\.\d+)?( ?/ ?\d+)?$"},
        {"const": UNKNOWN},
    ]
}
DAYS: Schema = {"anyOf": [WHOLE, {"const": UNKNOWN}]}
CITATION: Schema = {"$ref": "#/$defs/citation"}
AWARD: Schema = {"$ref": "#/$defs/award"}
CONFIDENCE: Schema = {"enum": list(CONFIDENCES)}
CITED: dict[str, Schema] = {"citation": CITATION, "confidence": CONFIDENCE}
SAID: dict[str, Schema] = {"statement": TEXT, "statement_en": TEXT}


def words(allowed: Iterable[str]) -> Schema:
    return {"enum": list(allowed)}


def many(item: Schema, *, least: int = 0) -> Schema:
    return {"type": "array", "items": item, **({"minItems": least} if least else {})}


def shape(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """A closed mapping: keys that must stand, and keys that may."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def mapping(value: Schema, keys: Iterable[str] | None = None) -> Schema:
    """An open mapping of one kind of value; `keys` are the words it may use."""
    made: Schema = {"type": "object", "additionalProperties": value}
    if keys is not None:
        made["propertyNames"] = {"enum": list(keys)}
    return made


STATED: Schema = shape({"key": TEXT, **SAID, **CITED}, {"note": TEXT})


def definitions() -> dict[str, Schema]:
    place: Schema = {
        "anyOf": [{"type": "string", "minLength": 1}, shape({"at": TEXT}, {"instrument": TEXT})]
    }
    codes = [(info.code, *info.aliases) for info in award_index().values()]
    return {
        "citation": {"anyOf": [place, many(place, least=1)]},
        "award": {"enum": sorted({code for row in codes for code in row})},
    }


def document(
    format_: str,
    title: str,
    required: Mapping[str, Schema],
    optional: Mapping[str, Schema] | None = None,
    *,
    defs: Mapping[str, Schema] | None = None,
    official: bool = True,
) -> Schema:
    """A whole file; `official`: it may also stand among the texts a legal officer loaded."""
    extra: dict[str, Schema] = {"cites": TEXT}
    if official:
        extra["official"] = shape(
            {"instrument": TEXT, "checked_by": TEXT, "checked_on": DAY, "against": TEXT},
            {"note": TEXT},
        )
    body = shape({"format": {"const": format_}, **required}, {**extra, **(optional or {})})
    return {
        "$schema": DRAFT,
        "$id": format_,
        "title": title,
        **body,
        "$defs": {**definitions(), **(defs or {})},
    }
