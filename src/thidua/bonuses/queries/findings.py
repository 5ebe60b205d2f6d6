"""What payments and fund say beside the signature of a decision.

The fund warns and never stops: no text that was read forbids deciding an award whose reward the
fund cannot pay yet (NĐ 152/2025/NĐ-CP Điều 46 to 48 set shares, not a condition of the decision).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from thidua.bonuses.models import Payment
from thidua.bonuses.queries import funds
from thidua.decisions.models import AmendedLine, Decision, DecisionAward
from thidua.decisions.queries.awardable import TITLE_KIND, award_info
from thidua.decisions.queries.checks import Finding
from thidua.decisions.queries.rewards import rewards_of, total
from thidua.kit.dates import dong

SUBJECT = "Quỹ khen thưởng"


def findings(decision: Decision, awards: Sequence[DecisionAward]) -> Iterator[Finding]:
    """A source of `decisions.queries.checks`; nothing once the decision is issued."""
    if decision.state == Decision.State.ISSUED:
        return
    if decision.kind == Decision.Kind.AWARD:
        yield from _fund(decision, awards)
        yield from _same_day(decision, awards)
    elif decision.kind == Decision.Kind.CANCELLATION:
        yield from _asked_back(decision)


def _fund(decision: Decision, awards: Sequence[DecisionAward]) -> Iterator[Finding]:
    asked = total(rewards_of(decision, awards).values())
    if not asked:
        return
    year = (decision.decided_on or timezone.localdate()).year
    fund = funds.open_from(decision.department, year)
    if fund is None:
        yield Finding(
            "note",
            SUBJECT,
            f"Chưa mở quỹ thi đua, khen thưởng năm {year} nên chưa đối chiếu được {dong(asked)} "
            "tiền thưởng với số dư.",
            reverse("bonuses:funds"),
        )
        return
    at = funds.balance(fund)
    link = reverse("bonuses:fund", args=[fund.pk])
    others = (
        Decision.objects.filter(
            department=decision.department_id,
            kind=Decision.Kind.AWARD,
            state=Decision.State.AWAITING,
        )
        .exclude(pk=decision.pk)
        .count()
    )
    more = f" Còn {others} quyết định khác đang chờ ký, chưa trừ vào số dư." if others else ""
    if asked > at.free:
        yield Finding(
            "look",
            SUBJECT,
            f"Tiền thưởng {dong(asked)} vượt số chưa cam kết {dong(at.free)} của quỹ năm "
            f"{fund.year}: thiếu {dong(asked - at.free)}. Bổ sung nguồn trước khi chi.{more}",
            link,
        )
    else:
        yield Finding(
            "note",
            SUBJECT,
            f"Quỹ năm {fund.year} chưa cam kết {dong(at.free)}, sau quyết định này còn "
            f"{dong(at.free - asked)}.{more}",
            link,
        )


def _same_day(decision: Decision, awards: Sequence[DecisionAward]) -> Iterator[Finding]:
    """Titles of one period decided the same day in another decision: the highest reward only."""
    day = decision.decided_on or timezone.localdate()
    titles = [row for row in awards if award_info(row.award_code, on=day).kind == TITLE_KIND]
    people = {row.nominee.person_id: row for row in titles if row.nominee.person_id}
    bodies = {row.nominee.collective_id: row for row in titles if row.nominee.collective_id}
    held = (
        Payment.objects.filter(
            Q(award__nominee__person__in=people) | Q(award__nominee__collective__in=bodies),
            award__decision__department=decision.department_id,
            award__decision__round=decision.round_id,
            award__decision__decided_on=day,
            dropped_by=None,
        )
        .exclude(award__decision=decision.pk)
        .select_related("award__nominee", "award__decision")
    )
    for payment in held:
        other = payment.award
        if award_info(other.award_code, on=day).kind != TITLE_KIND:
            continue
        row = people.get(other.nominee.person_id or 0) or bodies[other.nominee.collective_id or 0]
        yield Finding(
            "look",
            "Tiền thưởng",
            f"{row.recipient_name}: cùng ngày đã có tiền thưởng {other.award_name} theo "
            f"{other.decision.full_number} ({dong(payment.amount)}). Danh hiệu cùng thời gian "
            "chỉ chi mức cao nhất, xem lại hai khoản.",
            reverse("bonuses:decision", args=[other.decision_id]),
        )


def _asked_back(decision: Decision) -> Iterator[Finding]:
    lines = list(AmendedLine.objects.filter(decision=decision).select_related("award"))
    paid = {
        payment.award_id: payment.paid_on is not None
        for payment in Payment.objects.filter(award__in=[line.award_id for line in lines])
    }
    for line in lines:
        if line.award_id not in paid:
            continue
        name = line.award.recipient_name
        if line.amount_due and not paid[line.award_id]:
            yield Finding(
                "stop",
                "Thu hồi",
                f"{name}: tiền thưởng chưa chi mà dự thảo ghi thu hồi {dong(line.amount_due)}. "
                "Sửa số thu hồi thành 0; khoản chưa chi tự loại khi ban hành.",
                reverse("decisions:amended", args=[decision.pk]),
            )
        elif paid[line.award_id] and not line.amount_due:
            yield Finding(
                "look",
                "Thu hồi",
                f"{name}: tiền thưởng đã chi mà dự thảo không ghi thu hồi.",
                reverse("decisions:amended", args=[decision.pk]),
            )
