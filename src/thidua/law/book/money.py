"""Reading money: multiples, rounding, several awards at once, payers, the fund, base salary."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from thidua.law.book import model as m
from thidua.law.book.after import HOLDERS
from thidua.law.book.around import FundRule
from thidua.law.book.reader import Reader
from thidua.law.errors import Say
from thidua.law.facts import words as w
from thidua.law.values import UNKNOWN

Keyed = tuple[str, Any]
RECIPIENTS = tuple(w.SUBJECT_KINDS)
GIVERS = HOLDERS[:4]


def read_bonuses(reader: Reader, instrument: m.Instrument) -> Iterator[Keyed]:
    if reader.has("rules"):
        yield "money-rules", _money_rules(reader.map("rules"), instrument)
    for item in reader.maps("fund") if reader.has("fund") else ():
        yield f"fund:{item.text('key')}", _fund(item, instrument)
    payers = _payers(reader)
    for item in reader.maps("bonuses"):
        item.only("awards", "rates", "by_authority", "payer")
        if not item.has("rates") and not item.has("by_authority"):
            raise item.fail(
                None,
                Say("mục này không nêu mức thưởng nào.", "this row states no rate."),
                todo=Say("thêm rates hoặc by_authority", "add rates or by_authority"),
            )
        payer = payers[item.word("payer", tuple(payers))] if item.has("payer") else None
        rates = _rates(item.map("rates")) if item.has("rates") else {}
        authorities = item.map("by_authority") if item.has("by_authority") else None
        by_authority = (
            {_giver(authorities, name): _rates(authorities.map(name)) for name in authorities.data}
            if authorities
            else {}
        )
        for award in item.awards():
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
        if none == item.has("multiple"):
            raise item.fail(
                "none" if none else None,
                Say(
                    "ghi multiple, hoặc none: true khi văn bản không đặt tiền thưởng.",
                    "write multiple, or none: true where the text sets no money.",
                ),
                todo=Say("giữ đúng một trong hai", "keep exactly one of the two"),
            )
        rates[str(key)] = m.Rate(
            multiple=None if none else _multiple(item),
            citation=item.citation(),
            confidence=item.confidence(),
            at_most=item.flag("at_most", False),
            none=none,
            note=item.text("note", ""),
        )
    return rates


def _payers(reader: Reader) -> dict[str, Reader]:
    """Who pays, by the id that the rows name."""
    found: dict[str, Reader] = {}
    for item in reader.maps("payers") if reader.has("payers") else ():
        item.only("id", "text", "text_en", "citation", "confidence")
        name = item.text("id")
        if name in found:
            raise item.fail(
                "id",
                Say("hai nơi chi trùng mã.", "two payers share an id."),
                found=name,
                todo=Say("đặt mã khác cho một trong hai", "give one of them another id"),
            )
        found[name] = item
    return found


def _giver(reader: Reader, name: object) -> str:
    if name not in GIVERS:
        listed = ", ".join(GIVERS)
        raise reader.fail(
            str(name),
            Say("không có cấp khen thưởng này.", "there is no such authority."),
            expected=Say(f"một trong: {listed}", f"one of: {listed}"),
        )
    return str(name)


def _multiple(reader: Reader) -> Fraction | None:
    multiple = reader.fraction("multiple")
    if multiple is not None and multiple <= 0:
        raise reader.fail(
            "multiple",
            Say("hệ số phải lớn hơn 0.", "the multiple must be above 0."),
            found=reader.data["multiple"],
            todo=Say(
                "ghi hệ số của văn bản, hoặc none: true khi văn bản không đặt tiền thưởng",
                "write the multiple of the text, or none: true where it sets no money",
            ),
        )
    return multiple


def _fund(reader: Reader, instrument: m.Instrument) -> FundRule:
    reader.only(
        "key", "statement", "statement_en", "share", "amount", "citation", "confidence", "note"
    )
    return FundRule(
        reader.text("key"),
        instrument,
        reader.text("statement"),
        reader.text("statement_en"),
        reader.share("share") if reader.has("share") else None,
        reader.count("amount") if reader.has("amount") else None,
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
        if case in several:
            raise item.fail(
                "case",
                Say("trường hợp này bị lặp.", "this case stands twice."),
                found=case,
                todo=Say("bỏ một trong hai", "drop one of the two"),
            )
        several[case] = (
            item.word("paid", ("all", "highest", UNKNOWN)),
            item.citation(),
            item.confidence(),
        )
    return m.MoneyRules(
        instrument, rounding.count("up_to"), rounding.citation(), rounding.confidence(), several
    )


def read_salary(reader: Reader, _: m.Instrument) -> Iterator[Keyed]:
    rows = []
    for item in reader.maps("rows"):
        item.only("from", "amount", "base", "citation", "confidence", "note")
        start = item.due_day("from")
        base = item.word("base", ("luong_co_so", "luong_toi_thieu_chung"))
        rows.append(
            m.SalaryRow(start, item.count("amount"), base, item.citation(), item.confidence())
        )
    if [row.start for row in rows] != sorted({row.start for row in rows}):
        raise reader.fail(
            "rows",
            Say(
                "các mốc lương phải tăng dần, không trùng ngày.",
                "the days must rise and not repeat.",
            ),
            todo=Say("xếp các mốc theo ngày, mỗi ngày một mức", "order the rows by day, one a day"),
        )
    yield "base-salary", tuple(rows)
