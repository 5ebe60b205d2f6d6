"""Reading money: multiples, rounding, several awards at once, payers, the fund, base salary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from thidua.law.book import model as m
from thidua.law.book.around import FundRule
from thidua.law.book.reader import Reader
from thidua.law.errors import Say
from thidua.law.facts import words as w
from thidua.law.values import UNKNOWN

Keyed = tuple[str, Any]
RECIPIENTS = tuple(w.SUBJECT_KINDS)


def read_bonuses(reader: Reader, instrument: m.Instrument) -> Iterator[Keyed]:
    if reader.has("rules"):
        yield "money-rules", _money_rules(reader.map("rules"), instrument)
    for item in reader.maps("fund") if reader.has("fund") else ():
        yield f"fund:{item.text('key')}", _fund(item, instrument)
    payers = (
        {item.text("id"): item for item in reader.maps("payers")} if reader.has("payers") else {}
    )
    for item in reader.maps("bonuses"):
        item.only("awards", "rates", "by_authority", "payer")
        payer = payers.get(item.text("payer", ""))
        rates = _rates(item.map("rates")) if item.has("rates") else {}
        authorities = item.map("by_authority") if item.has("by_authority") else None
        by_authority = (
            {name: _rates(authorities.map(name)) for name in authorities.data}
            if authorities
            else {}
        )
        for code in item.list("awards"):
            award = item.award_code(str(code), "awards")
            yield (
                f"bonus:{award}",
                m.BonusEntry(
                    award,
                    instrument,
                    rates,
                    by_authority,
                    payer.text("text") if payer else "",
                    payer.text("text_en") if payer else "",
                    payer.citation() if payer else None,
                    payer.confidence() if payer else UNKNOWN,
                ),
            )


def _rates(reader: Reader) -> dict[str, m.Rate]:
    rates = {}
    for key in reader.data:
        if key not in RECIPIENTS:
            raise reader.fail(
                str(key),
                Say("không có loại đối tượng này.", "there is no such recipient."),
                expected=Say(
                    f"một trong: {', '.join(RECIPIENTS)}", f"one of: {', '.join(RECIPIENTS)}"
                ),
            )
        item = reader.map(str(key))
        item.only("multiple", "citation", "confidence", "at_most", "none", "note")
        none = item.flag("none", False)
        rates[str(key)] = m.Rate(
            multiple=None if none else item.fraction("multiple"),
            citation=item.citation(),
            confidence=item.confidence(),
            at_most=item.flag("at_most", False),
            none=none,
            note=item.text("note", ""),
        )
    return rates


def _fund(reader: Reader, instrument: m.Instrument) -> FundRule:
    reader.only(
        "key", "statement", "statement_en", "share", "amount", "citation", "confidence", "note"
    )
    return FundRule(
        reader.text("key"),
        instrument,
        reader.text("statement"),
        reader.text("statement_en"),
        reader.fraction("share") if reader.has("share") else None,
        reader.whole("amount") if reader.has("amount") else None,
        reader.citation(),
        reader.confidence(),
        reader.text("note", ""),
    )


SEVERAL_CASES = (
    "titles_same_period",
    "titles_different_periods",
    "forms_same",
    "forms_different",
    "title_and_form",
)


def _money_rules(reader: Reader, instrument: m.Instrument) -> m.MoneyRules:
    reader.only("rounding", "several")
    rounding = reader.map("rounding")
    rounding.only("up_to", "citation", "confidence", "note")
    several = {}
    for item in reader.maps("several"):
        item.only("case", "paid", "citation", "confidence", "note")
        case = item.word("case", SEVERAL_CASES)
        several[case] = (
            item.word("paid", ("all", "highest", UNKNOWN)),
            item.citation(),
            item.confidence(),
        )
    return m.MoneyRules(
        instrument, rounding.whole("up_to"), rounding.citation(), rounding.confidence(), several
    )


def read_salary(reader: Reader, _: m.Instrument) -> Iterator[Keyed]:
    rows = []
    for item in reader.maps("rows"):
        item.only("from", "amount", "base", "citation", "confidence", "note")
        start = item.due_day("from")
        base = item.word("base", ("luong_co_so", "luong_toi_thieu_chung"))
        rows.append(
            m.SalaryRow(start, item.whole("amount"), base, item.citation(), item.confidence())
        )
    if [row.start for row in rows] != sorted({row.start for row in rows}):
        raise reader.fail(
            "rows",
            Say(
                "các mốc lương phải tăng dần, không trùng ngày.",
                "the days must rise and not repeat.",
            ),
        )
    yield "base-salary", tuple(rows)
