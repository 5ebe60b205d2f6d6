"""Money with awards: base salary on the day of the decision times the multiple, rounded up.

Articles: NĐ 152/2025 Điều 47, 49-55 and the decrees before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from thidua.law.book.model import BonusEntry, MoneyRules, Rate, SalaryRow
from thidua.law.book.rulebook import Rulebook
from thidua.law.errors import QuestionError, Say
from thidua.law.facts.words import SUBJECT_KINDS
from thidua.law.values import ELIGIBLE, NEEDS_TEXT, UNKNOWN, Citation

if TYPE_CHECKING:
    from thidua.law.book.around import FundRule

RECIPIENTS = tuple(SUBJECT_KINDS)


@dataclass(frozen=True, slots=True)
class Bonus:
    """The reward of one award; `amount` None: the multiple was not read; 0: none is set."""

    award: str
    recipient: str
    authority: str | None
    multiple: Fraction | None
    base_salary: int | None
    base_salary_from: date | None
    amount: int | None
    at_most: bool
    rounding: str
    payer: str
    verdict: str
    confidence: str
    citations: tuple[Citation, ...]
    payer_en: str = ""
    note: str = ""

    def to_dict(self, lang: str = "vi") -> dict[str, Any]:
        return {
            "award": self.award,
            "recipient": self.recipient,
            "authority": self.authority,
            "multiple": float(self.multiple) if self.multiple is not None else None,
            "base_salary": self.base_salary,
            "base_salary_from": self.base_salary_from.isoformat()
            if self.base_salary_from
            else None,
            "amount": self.amount,
            "at_most": self.at_most,
            "rounding": _ROUNDING[lang] if self.rounding else "",
            "payer": self.payer_en if lang == "en" else self.payer,
            "verdict": self.verdict,
            "confidence": self.confidence,
            "note": self.note,
            "citations": [item.to_dict() for item in self.citations],
        }


_ROUNDING = {
    "vi": "Làm tròn lên hàng chục nghìn đồng",
    "en": "Rounded up to the next ten thousand đồng",
}


def bonus(
    rb: Rulebook, *, award: str, recipient: str, decided_on: date, authority: str | None = None
) -> Bonus:
    """The reward in whole đồng. `authority` where one name covers several (giấy khen).

    Raises QuestionError for a recipient or authority that the award does not have.
    """
    code = rb.resolve_code(award)
    if authority is None:
        # A code that names its authority ("gk-ubnd-xa") needs no second word.
        authority = dict(rb.info(code).authorities).get(award)
    if recipient not in RECIPIENTS:
        raise _unknown("recipient", recipient, RECIPIENTS)
    entry: BonusEntry | None = rb.entry(f"bonus:{code}", decided_on)
    salary = base_salary(rb, decided_on)
    if entry is None or salary is None:
        return _unread(code, recipient, authority, salary)
    rate = _rate(rb, entry, recipient, authority)
    if rate is None:
        return _unread(code, recipient, authority, salary, UNSTATED)
    rules: MoneyRules = rb.entry("money-rules", decided_on)
    citations = [rate.citation, rules.rounding_citation, salary.citation]
    if entry.payer_citation is not None and entry.payer_confidence != UNKNOWN:
        citations.append(entry.payer_citation)
    amount = 0 if rate.none else None
    if rate.multiple is not None:
        amount = round_up(rate.multiple * salary.amount, rules.round_up_to)
    return Bonus(
        award=code,
        recipient=recipient,
        authority=authority,
        multiple=rate.multiple,
        base_salary=salary.amount,
        base_salary_from=salary.start,
        amount=amount,
        at_most=rate.at_most,
        rounding=_ROUNDING["vi"],
        payer=entry.payer,
        verdict=NEEDS_TEXT if amount is None else ELIGIBLE,
        confidence=rate.confidence,
        citations=tuple(citations),
        payer_en=entry.payer_en,
        note=rate.note,
    )


def base_salary(rb: Rulebook, day: date) -> SalaryRow | None:
    """The base salary (before 01/07/2013 the general minimum wage) in force that day."""
    rows: tuple[SalaryRow, ...] = rb.entry("base-salary", day) or ()
    return next((row for row in reversed(rows) if row.start <= day), None)


def round_up(amount: Fraction, unit: int) -> int:
    """Up to the next multiple of `unit`; an exact multiple stays."""
    return -(-amount // unit) * unit


def fund_rules(rb: Rulebook, *, on: date) -> list[FundRule]:
    """Ceilings of the fund in force on a day: shares of spending, fees of council sessions."""
    entries = (rb.entry(key, on) for key in rb.all_keys("fund:"))
    return [entry for entry in entries if entry is not None]


def _rate(rb: Rulebook, entry: BonusEntry, recipient: str, authority: str | None) -> Rate | None:
    """The rate; None where the award may go to such a recipient and the decree names no rate."""
    rates = entry.rates
    if entry.by_authority:
        rates = _of_authority(entry, authority)
    elif authority is not None:
        raise QuestionError(
            Say(
                "khen thưởng này chỉ có một cấp quyết định, không ghi authority.",
                "this award has one authority only.",
            ),
            found=authority,
            todo=Say("bỏ --authority", "drop --authority"),
        )
    if recipient not in rates and recipient in rb.info(entry.award).recipients:
        return None
    if recipient not in rates:
        name = rb.award_name(entry.award)
        raise QuestionError(
            Say(
                f"{name} không có mức thưởng cho đối tượng này.",
                f"{name} has no rate for this recipient.",
            ),
            found=recipient,
            expected=Say(f"một trong: {', '.join(rates)}", f"one of: {', '.join(rates)}"),
        )
    found: Rate = rates[recipient]
    return found


def _of_authority(entry: BonusEntry, authority: str | None) -> Any:
    names = tuple(entry.by_authority)
    if authority is not None:
        if authority not in names:
            raise QuestionError(
                Say(
                    "cấp này không có trong danh mục hoặc không tặng vào ngày quyết định đó.",
                    "no such authority, or it gave none on the day of that decision.",
                ),
                place="authority",
                found=authority,
                expected=Say(f"một trong: {', '.join(names)}", f"one of: {', '.join(names)}"),
            )
        return entry.by_authority[authority]
    multiples = {
        tuple((k, r.multiple) for k, r in rates.items()) for rates in entry.by_authority.values()
    }
    if len(multiples) > 1:
        raise QuestionError(
            Say("mức thưởng khác nhau theo cấp quyết định.", "the rate depends on the authority."),
            expected=Say(
                f"authority là một trong: {', '.join(names)}",
                f"authority one of: {', '.join(names)}",
            ),
            todo=Say("ghi thêm --authority", "add --authority"),
        )
    return entry.by_authority[names[0]]


UNREAD = "Bộ quy tắc chưa có mức thưởng cho ngày quyết định này"
UNSTATED = "Văn bản đã đọc không nêu mức riêng cho đối tượng này"


def _unread(
    code: str,
    recipient: str,
    authority: str | None,
    salary: SalaryRow | None,
    note: str = UNREAD,
) -> Bonus:
    return Bonus(
        code,
        recipient,
        authority,
        None,
        salary.amount if salary else None,
        salary.start if salary else None,
        None,
        False,
        "",
        "",
        NEEDS_TEXT,
        "UNKNOWN",
        (salary.citation,) if salary else (),
        note=note,
    )


def _unknown(what: str, found: str, allowed: Sequence[str]) -> QuestionError:
    listed = ", ".join(allowed)
    return QuestionError(
        Say(f"{what} không có trong danh mục.", f"{what} is not in the closed list."),
        found=found,
        expected=Say(f"một trong: {listed}", f"one of: {listed}"),
    )
