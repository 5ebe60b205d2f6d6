"""JSON Schema of the facts format and of the verdict, generated from the shapes."""

from __future__ import annotations

from typing import Any

from thidua.law.facts import words as w
from thidua.law.facts.spec import FACTS, FORMAT, Field, Shape
from thidua.law.values import CONFIDENCES, VERDICTS

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def facts_schema() -> dict[str, Any]:
    """`thidua-facts/1`: what a facts file may hold."""
    body = _shape(FACTS)
    body["properties"] = {"format": {"const": FORMAT}, **body["properties"]}
    return {"$schema": _DRAFT, "$id": FORMAT, "title": "Dữ kiện của một đối tượng", **body}


def verdict_schema() -> dict[str, Any]:
    """`thidua-verdict/1`: what `thidua law assess --json` prints for one award."""
    text = {"type": "string"}
    maybe = {"type": ["string", "null"]}
    citation = {
        "type": ["object", "null"],
        "properties": {
            "instrument": text,
            "article": maybe,
            "clause": maybe,
            "point": maybe,
            "text": text,
        },
        "required": ["instrument", "article", "clause", "point", "text"],
        "additionalProperties": False,
    }
    node = {
        "type": "object",
        "properties": {
            "id": text,
            "kind": {"enum": ["all", "any", "leaf"]},
            "statement": text,
            "value": {"enum": list(VERDICTS)},
            "citation": {"$ref": "#/$defs/citation"},
            "confidence": {"enum": [*CONFIDENCES, None]},
            "facts": {"type": "array", "items": text},
            "missing": {"type": "array", "items": text},
            "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
        },
        "required": [
            "id",
            "kind",
            "statement",
            "value",
            "citation",
            "confidence",
            "facts",
            "missing",
            "children",
        ],
        "additionalProperties": False,
    }
    judged = {
        "type": "object",
        "properties": {"slug": text, "statement": text, "citation": {"$ref": "#/$defs/citation"}},
        "required": ["slug", "statement", "citation"],
        "additionalProperties": False,
    }
    keys = {
        "format": {"const": "thidua-verdict/1"},
        "award": text,
        "year": {"type": "integer"},
        "verdict": {"enum": list(VERDICTS)},
        "route": maybe,
        "to_confirm": {"type": "array", "items": {"$ref": "#/$defs/judged"}},
        "to_decide": {"type": "array", "items": {"$ref": "#/$defs/judged"}},
        "instruments": {"type": "array", "items": text},
        "reasons": {"$ref": "#/$defs/node"},
        "alternatives": {"type": "array", "items": {"$ref": "#/$defs/node"}},
        "missing": {"type": "array", "items": text},
        "provisional": {"anyOf": [{"$ref": "#"}, {"type": "null"}]},
    }
    return {
        "$schema": _DRAFT,
        "$id": "thidua-verdict/1",
        "title": "Kết luận cho một danh hiệu hoặc hình thức khen thưởng",
        "type": "object",
        "properties": keys,
        "required": list(keys),
        "additionalProperties": False,
        "$defs": {"citation": citation, "node": node, "judged": judged},
    }


def _shape(shape: Shape) -> dict[str, Any]:
    required = [key for key, field in shape.fields.items() if field.required]
    made: dict[str, Any] = {
        "type": "object",
        "properties": {key: _field(field) for key, field in shape.fields.items()},
        "additionalProperties": False,
    }
    if required:
        made["required"] = required
    return made


def _field(field: Field) -> dict[str, Any]:
    made = _one(field)
    if field.bare:
        made = {"anyOf": [made, {"enum": list(field.of.fields[field.bare].words)}]}
    if field.many:
        return {"type": "array", "items": made}
    if field.nullable:
        return {"anyOf": [made, {"type": "null"}]}
    return made


def _one(field: Field) -> dict[str, Any]:
    if field.words is not None:
        return {"enum": list(field.words)}
    years = {"type": "integer", "minimum": 1945, "maximum": 2100}
    span = {"type": "array", "items": years, "minItems": 2, "maxItems": 2}
    simple: dict[str, dict[str, Any]] = {
        "str": {"type": "string"},
        "award": {"type": "string"},
        "bool": {"type": "boolean"},
        "date": {"type": "string", "format": "date"},
        "year": years,
        "int": {"type": "integer", "minimum": 0},
        "counts": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
        "ranges": {
            "type": "object",
            "properties": {
                **dict.fromkeys(w.COMPLETE_KEYS, span),
                "awards_except": {
                    "type": "object",
                    "additionalProperties": {"anyOf": [span, {"type": "null"}]},
                },
            },
            "additionalProperties": False,
        },
    }
    return _shape(field.of) if field.type == "object" else simple[field.type]
