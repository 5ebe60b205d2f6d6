"""Schemas of money, votes, papers, procedures, powers, what comes after, and swap days."""

from __future__ import annotations

from thidua.law.book.after import AFTER_LEVELS, HOLDERS
from thidua.law.book.council import BASES
from thidua.law.book.files import RECIPIENTS
from thidua.law.book.money import SEVERAL_CASES
from thidua.law.book.routes import LEVELS, SECTORS
from thidua.law.schemas.parts import (
    AWARD,
    CITED,
    DAY,
    DAY_OF_YEAR,
    DAYS,
    FLAG,
    NUMBER,
    SAID,
    STATED,
    TEXT,
    WHOLE,
    Schema,
    document,
    many,
    mapping,
    shape,
    words,
)
from thidua.law.values import UNKNOWN

ACTOR: dict[str, Schema] = {"actor": TEXT, "actor_en": TEXT, "action": TEXT, "action_en": TEXT}
AWARDS: dict[str, Schema] = {"awards": many(AWARD, least=1)}
PAPER: Schema = shape(
    {"code": TEXT, "name": TEXT, "name_en": TEXT, "copies": DAYS, **CITED},
    {"form": TEXT, "conditional": FLAG, "note": TEXT},
)
PAPERS = many(PAPER)


def _one_of(made: Schema, *keys: str) -> Schema:
    return {**made, "oneOf": [{"required": [key]} for key in keys]}


LENGTH = _one_of(
    shape(CITED, {"working": DAYS, "calendar": DAYS, "slot": TEXT, "after": TEXT, "note": TEXT}),
    "working",
    "calendar",
    "slot",
)


def bonuses() -> Schema:
    """`thidua-bonuses/1`: multiples, rounding, several awards at once, payers, the fund."""
    rate = shape(CITED, {"multiple": NUMBER, "at_most": FLAG, "none": FLAG, "note": TEXT})
    rates = mapping(rate, RECIPIENTS)
    rules = shape(
        {
            "rounding": shape({"up_to": WHOLE, **CITED}, {"note": TEXT}),
            "several": many(
                shape(
                    {"case": words(SEVERAL_CASES), "paid": words(("all", "highest", UNKNOWN))}
                    | CITED,
                    {"note": TEXT},
                ),
            ),
        }
    )
    fund = shape({"key": TEXT, **SAID, **CITED}, {"share": NUMBER, "amount": WHOLE, "note": TEXT})
    payer = shape({"id": TEXT, "text": TEXT, "text_en": TEXT, **CITED})
    row = shape(AWARDS, {"rates": rates, "by_authority": mapping(rates), "payer": TEXT})
    return document(
        "thidua-bonuses/1",
        "Tiền thưởng",
        {"bonuses": many(row)},
        {"rules": rules, "fund": many(fund), "payers": many(payer)},
    )


def base_salary() -> Schema:
    """`thidua-base-salary/1`: base salary by day, before 01/07/2013 the general minimum wage."""
    base = words(("luong_co_so", "luong_toi_thieu_chung"))
    row = shape({"from": DAY, "amount": WHOLE, "base": base, **CITED}, {"note": TEXT})
    return document("thidua-base-salary/1", "Mức lương cơ sở", {"rows": many(row)})


def votes() -> Schema:
    """`thidua-votes/1`: shares per award, the Central Council's vote, rules of every sitting."""
    row = shape(
        {**AWARDS, "base": words(BASES), **CITED},
        {
            "at_least": NUMBER,
            "more_than": NUMBER,
            "slot": TEXT,
            "secret": FLAG,
            "quorum": NUMBER,
            "council": TEXT,
            "council_en": TEXT,
            "written": FLAG,
            "note": TEXT,
        },
    )
    council = shape(CITED, {"quorum": NUMBER, "written": FLAG, "rules": many(STATED)})
    return document(
        "thidua-votes/1",
        "Bỏ phiếu của hội đồng",
        {},
        {"council": council, "votes": many(row), "central": many(row)},
    )


def documents() -> Schema:
    """`thidua-documents/1`: papers of a dossier, with sets and forms."""
    row = shape({**AWARDS, "papers": PAPERS})
    return document("thidua-documents/1", "Hồ sơ", {"documents": many(row)})


def procedures() -> Schema:
    """`thidua-procedures/1`: routes, simplified procedure, consultation, publication."""
    step = shape(
        {"id": TEXT, **ACTOR, "level": words(LEVELS), **CITED},
        {"takes": LENGTH, "needs": many(TEXT), "makes": many(TEXT), "note": TEXT},
    )
    due = shape(
        {"to": TEXT, "to_en": TEXT, **CITED},
        {
            "day": DAY_OF_YEAR,
            "slot": TEXT,
            "years_after": WHOLE,
            "sector": words(SECTORS),
            "note": TEXT,
        },
    )
    route = shape(
        {**AWARDS, **SAID, **CITED, "steps": many(step, least=1)},
        {"submit_by": many(due), "rules": many(STATED)},
    )
    simplified = shape({"grounds": many(STATED), **CITED}, {"papers": PAPERS, "note": TEXT})
    consultation = shape(
        {**AWARDS, "asked": many(STATED), "answer": LENGTH, **CITED},
        {"contents": many(STATED), "silence": STATED, "note": TEXT},
    )
    notice = shape(
        {"by": TEXT, "by_en": TEXT, "where": TEXT, "where_en": TEXT, "working": DAYS, **CITED},
        {"before": TEXT, "before_en": TEXT, "note": TEXT},
    )
    return document(
        "thidua-procedures/1",
        "Quy trình",
        {},
        {
            "procedures": many(route),
            "simplified": simplified,
            "consultation": many(consultation),
            "publication": many(shape({**AWARDS, "notices": many(notice, least=1)})),
            "principles": many(STATED),
        },
    )


def powers() -> Schema:
    """`thidua-powers/1`: who decides and who proposes."""
    holder = shape(
        {"who": words(HOLDERS), "text": TEXT, "text_en": TEXT, "level": words(LEVELS), **CITED},
        {"note": TEXT},
    )
    row = shape({**AWARDS, "decide": many(holder, least=1)}, {"propose": many(holder)})
    return document("thidua-powers/1", "Thẩm quyền", {"powers": many(row)})


def afterwards() -> Schema:
    """`thidua-afterwards/1`: cancellation and re-issue."""
    step = shape(
        {**ACTOR, **CITED}, {"working": DAYS, "calendar": DAYS, "slot": TEXT, "note": TEXT}
    )
    entry = shape(
        {"level": words(AFTER_LEVELS), **CITED},
        {
            "left_to_body": FLAG,
            "grounds": many(STATED),
            "papers": PAPERS,
            "steps": many(step),
            "effects": many(STATED),
            "note": TEXT,
        },
    )
    return document(
        "thidua-afterwards/1",
        "Hủy bỏ, cấp đổi, cấp lại",
        {},
        {"cancellation": many(entry), "reissue": many(entry)},
    )


def calendar() -> Schema:
    """`thidua-calendar/1`: yearly swap days."""
    day = shape({"day": DAY, "name": TEXT, **CITED}, {"works": FLAG})
    year = shape({"year": WHOLE, "days": many(day)})
    return document("thidua-calendar/1", "Ngày nghỉ hoán đổi", {"years": many(year)})
