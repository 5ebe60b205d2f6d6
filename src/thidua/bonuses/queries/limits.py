"""What the law says of a fund: the share for organising work, and who pays a reward.

NĐ 152/2025/NĐ-CP Điều 46 to 48. Where a text was not read the answer says so and nothing is
limited: a gap is never filled from memory.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from fractions import Fraction

from thidua.bonuses.models import Fund, FundEntry
from thidua.law import LawError, fund_rules, load_rulebook
from thidua.law.values import UNKNOWN

I = FundEntry.Item  # noqa: E741 - items are read in lists
ORGANISING = (I.LAUNCH, I.PROPAGANDA, I.REVIEW, I.INSPECTION, I.COUNCIL, I.STUDY)
REWARDING = (I.REWARD, I.OBJECTS)
_KEY = "to-chuc"
_CIRCULAR = re.compile(r"\((Thông tư [^)]*)\) NĐ \d+/\d{4}/NĐ-CP")
# Kept with the fund it speaks of: no instrument of the rulebook loads this decree's text.
SALARY_BONUS_CITATION = "Nghị định 73/2024/NĐ-CP Điều 4 khoản 4"
# What the texts that were read leave open about the limit, told wherever the limit is shown.
OPEN_QUESTION = (
    "Văn bản đã nạp ghi tỷ lệ trên tổng quỹ, chưa thấy nói rõ số dư năm trước và tiền thu hồi có "
    "nằm trong tổng quỹ hay không: hệ thống nhắc từ mức tính trên nguồn trong năm và chặn ở mức "
    "tính trên mọi nguồn. Chi học tập, trao đổi kinh nghiệm được tính vào phần tổ chức."
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One figure of the law about the fund, as it is shown: words, figure, where from."""

    key: str
    statement: str
    share: Fraction | None
    amount: int | None
    citation: str
    confidence: str
    note: str

    @property
    def figure(self) -> str:
        """20%, 1.000.000 đ, or that the text was not read."""
        if self.share is not None:
            return f"{float(self.share * 100):g}%".replace(".", ",")
        if self.amount is not None:
            return f"{self.amount:,} đ".replace(",", ".")
        return "chờ văn bản"


@dataclass(frozen=True, slots=True)
class Limit:
    """The share for organising work and what stands against it, in đồng.

    `strict` is counted on what came in during the year, `wide` also on money carried over and
    recovered: beyond `strict` people are warned, beyond `wide` the law says no. Both None: the
    text of the day was not read.
    """

    used: int
    share: Fraction | None
    strict: int | None
    wide: int | None
    citation: str

    @property
    def read(self) -> bool:
        return self.wide is not None

    @property
    def over(self) -> bool:
        return self.wide is not None and self.used > self.wide

    @property
    def near(self) -> bool:
        return self.strict is not None and self.strict < self.used and not self.over

    @property
    def left(self) -> int:
        return max(0, (self.wide or 0) - self.used)


def rules_on(day: dt.date) -> list[Rule]:
    """Every figure about the fund in force on a day, in the order of the decree."""
    found = fund_rules(load_rulebook(), on=day)
    return [
        Rule(
            one.key,
            one.statement,
            one.share,
            one.amount,
            _named(one.citation.text),
            one.confidence,
            one.note,
        )
        for one in found
    ]


def _named(citation: str) -> str:
    """A circular named in parentheses is no article of the decree that is written behind it."""
    return _CIRCULAR.sub(r"\1", citation)


def organising_limit(
    *, income: int, carried: int, used: int, on: dt.date, kind: str = Fund.Kind.COMMENDATION
) -> Limit:
    """The limit on a day for a fund with this `income` of the year and this money `carried` in."""
    rule = next((one for one in rules_on(on) if one.key == _KEY), None)
    if kind != Fund.Kind.COMMENDATION or rule is None or rule.share is None:
        return Limit(used, None, None, None, "")
    return Limit(
        used,
        rule.share,
        max(0, int(rule.share * income // 1)),
        max(0, int(rule.share * (income + carried) // 1)),
        rule.citation,
    )


def day_for(fund: Fund, today: dt.date) -> dt.date:
    """The day whose law is shown for a fund: today, but inside its year."""
    return min(max(today, dt.date(fund.year, 1, 1)), dt.date(fund.year, 12, 31))


def payer_rule(award_code: str, *, decided_on: dt.date) -> tuple[str, str]:
    """Who pays by the decree of the day, and where it says so; two empty texts if unread."""
    rb = load_rulebook()
    try:
        entry = rb.entry(f"bonus:{rb.resolve_code(award_code)}", decided_on)
    except LawError:
        return "", ""
    if entry is None or entry.payer_citation is None or entry.payer_confidence == UNKNOWN:
        return "", ""
    return entry.payer, entry.payer_citation.text
