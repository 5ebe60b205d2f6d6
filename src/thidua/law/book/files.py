"""Reading the files of one instrument: awards, common conditions, money, votes, papers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from thidua.law.book import model as m
from thidua.law.book.conditions import read_condition, read_conditions, read_route
from thidua.law.book.reader import Reader
from thidua.law.errors import Say
from thidua.law.facts import words as w
from thidua.law.values import UNKNOWN

Keyed = tuple[str, Any]

_AWARD_KEYS = (
    "award",
    "status",
    "citation",
    "confidence",
    "recipients",
    "authority",
    "cycle",
    "posthumous",
    "conditions",
    "routes",
    "notes",
    "note",
)
RECIPIENTS = tuple(w.SUBJECT_KINDS)


def read_awards(reader: Reader, instrument: m.Instrument) -> Iterator[Keyed]:
    for item in reader.maps("awards"):
        entry = _award(item, instrument)
        yield f"award:{entry.code}", entry


def _award(reader: Reader, instrument: m.Instrument) -> m.AwardEntry:
    reader.only(*_AWARD_KEYS)
    code = reader.award("award")
    status = reader.word("status", ("loaded", "text_not_loaded"))
    base: dict[str, Any] = {
        "code": code,
        "instrument": instrument,
        "loaded": status == "loaded",
        "citation": reader.citation(),
        "confidence": reader.confidence(),
        "note": reader.text("note", ""),
    }
    if status == "text_not_loaded":
        if reader.has("routes"):
            raise reader.fail(
                "routes",
                Say(
                    "mục text_not_loaded không được có đường xét.",
                    "an entry text_not_loaded has no routes.",
                ),
                todo=Say(
                    "bỏ routes, hoặc ghi status: loaded khi đã đọc văn bản",
                    "drop routes, or set status: loaded once the text is read",
                ),
            )
        return m.AwardEntry(**base)
    recipients = reader.words("recipients", RECIPIENTS)
    authority = reader.map("authority")
    authority.only("text", "citation", "confidence")
    died = reader.map("posthumous")
    died.only("allowed", "citation", "confidence")
    allowed = died.need("allowed")
    routes = tuple(read_route(item, recipients) for item in reader.maps("routes"))
    _no_double(reader, [route.id for route in routes])
    return m.AwardEntry(
        **base,
        recipients=recipients,
        authority=authority.text("text"),
        authority_citation=authority.citation(),
        cycle=reader.word("cycle", ("annual", "adhoc", "on_reaching_condition")),
        posthumous=None if allowed == UNKNOWN else died.flag("allowed", False),
        posthumous_citation=died.citation(),
        posthumous_confidence=died.confidence(),
        conditions=read_conditions(reader, "conditions") if reader.has("conditions") else (),
        routes=routes,
        notes=reader.words("notes", None) if reader.has("notes") else (),
    )


def _no_double(reader: Reader, ids: list[str]) -> None:
    for name in ids:
        if ids.count(name) > 1:
            raise reader.fail(
                "routes", Say("hai đường xét trùng mã.", "two routes share an id."), found=name
            )


def read_common(reader: Reader, instrument: m.Instrument) -> Iterator[Keyed]:
    for item in reader.maps("common"):
        item.only("key", "kinds", "condition")
        key = item.text("key")
        condition = read_condition(item.map("condition"))
        yield (
            f"common:{key}",
            m.CommonEntry(key, instrument, condition, item.words("kinds", RECIPIENTS)),
        )


def read_bonuses(reader: Reader, instrument: m.Instrument) -> Iterator[Keyed]:
    if reader.has("rules"):
        yield "money-rules", _money_rules(reader.map("rules"), instrument)
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


def read_votes(reader: Reader, instrument: m.Instrument) -> Iterator[Keyed]:
    for item in reader.maps("votes"):
        item.only(
            "awards",
            "at_least",
            "more_than",
            "slot",
            "base",
            "secret",
            "quorum",
            "citation",
            "confidence",
            "note",
        )
        share = next((key for key in ("at_least", "more_than") if item.has(key)), None)
        number = item.fraction(share) if share else None
        threshold = m.Threshold(number, share == "more_than") if number is not None else None
        for code in item.list("awards"):
            award = item.award_code(str(code), "awards")
            entry = m.VoteEntry(
                award,
                instrument,
                threshold,
                item.text("slot") if item.has("slot") else None,
                item.word("base", ("all_members", "present")),
                item.flag("secret", False) if item.has("secret") else None,
                item.fraction("quorum") if item.has("quorum") else None,
                item.citation(),
                item.confidence(),
                item.text("note", ""),
            )
            yield f"vote:{award}", entry


def read_documents(reader: Reader, instrument: m.Instrument) -> Iterator[Keyed]:
    for item in reader.maps("documents"):
        item.only("awards", "papers")
        papers = tuple(_paper(paper) for paper in item.maps("papers"))
        for code in item.list("awards"):
            award = item.award_code(str(code), "awards")
            yield f"documents:{award}", m.DocumentsEntry(award, instrument, papers)


def _paper(reader: Reader) -> m.DocumentRule:
    reader.only(
        "code", "name", "name_en", "copies", "citation", "confidence", "note", "conditional"
    )
    return m.DocumentRule(
        reader.text("code"),
        reader.text("name"),
        reader.whole("copies"),
        reader.citation(),
        reader.confidence(),
        reader.text("name_en"),
        reader.text("note", ""),
        reader.flag("conditional", False),
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
