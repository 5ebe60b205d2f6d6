"""Schemas of award entries, common conditions and slots, with predicates from the vocabulary."""

from __future__ import annotations

from thidua.law.book.conditions import OPENINGS
from thidua.law.book.files import COUNTING_BASES, RECIPIENTS
from thidua.law.book.slots import TYPES
from thidua.law.facts import words as w
from thidua.law.index import CYCLES, LEVELS
from thidua.law.schemas.parts import (
    AWARD,
    CITED,
    DAY,
    FLAG,
    NUMBER,
    SAID,
    TEXT,
    WHOLE,
    Schema,
    document,
    many,
    shape,
    words,
)
from thidua.law.values import UNKNOWN
from thidua.law.vocabulary import PREDICATES, Param

CONDITION: Schema = {"$ref": "#/$defs/condition"}
_KINDS = words(w.INITIATIVE_KINDS)
_SIMPLE: dict[str, Schema] = {
    "award": AWARD,
    "awards": many(AWARD),
    "grade": words(w.GRADES),
    "level": words(w.LEVELS),
    "measure": words(w.MEASURES),
    "kinds": many(_KINDS),
    "kind_groups": many(many(_KINDS)),
    "counted": many(shape({"award": AWARD, "times": WHOLE})),
    "forces": many(words(w.FORCES)),
    "merits": many(words(w.MERITS)),
    "initiatives": shape({"level": words(w.LEVELS), "times": WHOLE, "kinds": many(_KINDS)}),
    "offices": many(
        shape(
            {"levels": many(words(w.POSITIONS)), "at_least": WHOLE},
            {"below": WHOLE, "terms": WHOLE},
        )
    ),
    "int": WHOLE,
    "percent": {"type": "integer", "minimum": 0, "maximum": 100},
    "bool": FLAG,
    "slot": TEXT,
    "slug": TEXT,
    "text": TEXT,
}


def _param(param: Param) -> Schema:
    made = words(param.words) if param.type == "word" else _SIMPLE[param.type]
    return {"anyOf": [made, {"const": UNKNOWN}]} if param.unknown else made


def _predicates() -> Schema:
    found = {}
    for name, params in PREDICATES.items():
        body = shape(
            {key: _param(param) for key, param in params.items() if param.required},
            {key: _param(param) for key, param in params.items() if not param.required},
        )
        found[name] = body if body["required"] else {"anyOf": [body, {"type": "null"}]}
    return {
        "type": "object",
        "properties": found,
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
    }


def _condition() -> Schema:
    made = shape(
        {"id": TEXT, **SAID, **CITED},
        {
            "basis": TEXT,
            "note": TEXT,
            "confirm": FLAG,
            "is": {"$ref": "#/$defs/predicate"},
            "all": many(CONDITION, least=1),
            "any": many(CONDITION, least=1),
        },
    )
    return {**made, "oneOf": [{"required": [key]} for key in ("is", "all", "any")]}


def _defs() -> dict[str, Schema]:
    return {"condition": _condition(), "predicate": _predicates()}


def awards() -> Schema:
    """`thidua-awards/1`: one award with all its routes, as one instrument states it."""
    who = shape(
        {"kinds": many(words(RECIPIENTS), least=1)},
        {
            "groups": many(words(w.GROUPS)),
            "employments": many(words(w.EMPLOYMENTS)),
            "forces": many(words(w.FORCES)),
            "employment_may_be_unknown": FLAG,
        },
    )
    route = shape(
        {
            "id": TEXT,
            **SAID,
            "opening": words(OPENINGS),
            "for": who,
            **CITED,
            "conditions": many(CONDITION),
        },
        {"claims": many(TEXT), "note": TEXT},
    )
    quota = shape(
        {
            "share": NUMBER,
            "of": AWARD,
            "scope": words(("unit", "ministry_province")),
            **SAID,
            **CITED,
        }
    )
    loaded = {
        "recipients": many(words(RECIPIENTS), least=1),
        "authority": shape({"text": TEXT, **CITED}),
        "cycle": words(CYCLES),
        "posthumous": shape({"allowed": {"enum": [True, False, UNKNOWN]}, **CITED}),
        "routes": many(route),
    }
    entry = shape(
        {"award": AWARD, "status": words(("loaded", "text_not_loaded")), **CITED},
        {
            **loaded,
            "conditions": many(CONDITION),
            "notes": many(TEXT),
            "note": TEXT,
            "quota": many(quota),
        },
    )
    entry["if"] = {"properties": {"status": {"const": "loaded"}}}
    entry["then"] = {"required": list(loaded)}
    entry["else"] = {"not": {"required": ["routes"]}}
    return document(
        "thidua-awards/1", "Tiêu chuẩn khen thưởng", {"awards": many(entry)}, defs=_defs()
    )


def common() -> Schema:
    """`thidua-common/1`: conditions before every award, and how the next one is counted."""
    condition = shape(
        {"key": TEXT, "kinds": many(words(RECIPIENTS), least=1), "condition": CONDITION},
        {"levels": many(words(LEVELS)), "groups": many(words(w.GROUPS))},
    )
    counting = shape({"counting": words((*COUNTING_BASES, UNKNOWN)), **SAID, **CITED})
    rows = many({"anyOf": [condition, counting]})
    return document("thidua-common/1", "Điều kiện chung", {"common": rows}, defs=_defs())


def slots() -> Schema:
    """`thidua-slots/1`: what the law leaves to a body, with type and legal limits."""
    row = shape(
        {"name": TEXT, "type": words(TYPES), **SAID, **CITED},
        {
            "unit": TEXT,
            "minimum": NUMBER,
            "maximum": NUMBER,
            "words": many(TEXT),
            "awards": many(AWARD),
            "default": {},
            "note": TEXT,
        },
    )
    return document("thidua-slots/1", "Nội dung giao cơ quan quyết định", {"slots": many(row)})


def local_slots() -> Schema:
    """`thidua-local-slots/1`: a body's own choices, inside what national texts leave to it."""
    share = shape({}, {"at_least": NUMBER, "more_than": NUMBER})
    value: Schema = {
        "anyOf": [
            {"type": ["integer", "number", "boolean", "string"]},
            {**share, "minProperties": 1, "maxProperties": 1},
            many({"anyOf": [{"type": "string"}, DAY]}),
            many(CONDITION),
        ]
    }
    row = shape({"name": TEXT, "value": value, **CITED}, {"note": TEXT})
    made = document(
        "thidua-local-slots/1",
        "Lựa chọn của cơ quan",
        {"slots": many(row)},
        defs=_defs(),
        official=False,
    )
    made["properties"].pop("cites")
    return made
