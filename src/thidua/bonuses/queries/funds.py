"""Funds and their ledgers, scoped to the department of the asker: balances, lines, proofs."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from thidua.accounts.queries import scope_of
from thidua.audit import chain
from thidua.bonuses.models import Fund, FundEntry
from thidua.bonuses.queries.limits import ORGANISING, Limit, day_for, organising_limit
from thidua.kit.text import fold
from thidua.organisations.models import Body

S, I = FundEntry.Sort, FundEntry.Item  # noqa: E741 - short names of two closed lists
_CARRIED = (I.CARRIED_IN, I.RECOVERED)


@dataclass(frozen=True, slots=True)
class Balance:
    """Where a fund stands, in đồng."""

    income: int = 0
    carried: int = 0
    allocated: int = 0
    committed: int = 0
    spent: int = 0
    organising: int = 0
    closed_out: int = 0

    @property
    def total(self) -> int:
        """Everything that came in."""
        return self.income + self.carried

    @property
    def cash(self) -> int:
        """What lies in the fund: come in, less spent, less carried out."""
        return self.total - self.spent - self.closed_out

    @property
    def free(self) -> int:
        """What is not bound by a decision yet; negative when more was promised than there is."""
        return self.cash - self.committed

    @property
    def unallocated(self) -> int:
        return self.total - self.allocated


NOTHING = Balance()


def visible_to(user: Any) -> QuerySet[Fund]:
    """Funds of the department, for those who work on the whole of it."""
    scope = scope_of(user)
    if scope.department is None or not scope.whole_department:
        return Fund.objects.none()
    return Fund.objects.filter(department=scope.department).select_related("department")


def balances(funds: Iterable[Fund]) -> dict[int, Balance]:
    """Where each fund stands (one query)."""
    keys = [fund.pk for fund in funds]
    rows = (
        FundEntry.objects.filter(fund__in=keys)
        .order_by()
        .values_list("fund", "sort", "item")
        .annotate(total=Sum("amount"))
    )
    sums: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for fund, sort, item, total in rows:
        into = sums[fund]
        if sort == S.INCOME:
            into["carried" if item in _CARRIED else "income"] += total
        elif sort == S.ALLOCATION:
            into["allocated"] += total
        elif sort == S.COMMITMENT:
            into["committed"] += total
        elif sort == S.SPENDING:
            into["spent"] += total
            into["organising"] += total if item in ORGANISING else 0
        else:
            into["closed_out"] += total
    return {key: Balance(**sums[key]) if key in sums else NOTHING for key in keys}


def balance(fund: Fund) -> Balance:
    return balances([fund])[fund.pk]


def limit_of(fund: Fund, at: Balance, *, on: dt.date | None = None) -> Limit:
    """The share for organising work by the law of a day (today, inside the year of the fund)."""
    return organising_limit(
        income=at.income,
        carried=at.carried,
        used=at.organising,
        on=on or day_for(fund, timezone.localdate()),
        kind=fund.kind,
    )


def open_from(department: Body, year: int) -> Fund | None:
    """The commendation fund that a decision of this year is booked in: the first open one."""
    return (
        Fund.objects.filter(
            department=department,
            kind=Fund.Kind.COMMENDATION,
            year__gte=year,
            closed_on=None,
        )
        .order_by("year")
        .first()
    )


@dataclass(frozen=True, slots=True)
class Share:
    """One purpose of the fund, for one unit or for all: given, bound, spent."""

    item: str
    label: str
    unit: str
    allocated: int
    committed: int
    spent: int

    @property
    def left(self) -> int:
        return self.allocated - self.committed - self.spent

    @property
    def over(self) -> bool:
        return bool(self.allocated) and self.left < 0


def shares(fund: Fund) -> list[Share]:
    """Allocations beside what was bound and spent, by purpose and unit (one query)."""
    rows = (
        FundEntry.objects.filter(fund=fund, sort__in=[S.ALLOCATION, S.COMMITMENT, S.SPENDING])
        .order_by()
        .values_list("item", "unit__name", "unit", "sort")
        .annotate(total=Sum("amount"))
    )
    found: dict[tuple[str, int | None, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for item, name, unit, sort, total in rows:
        found[item, unit, name or ""][sort] += total
    order = {item: place for place, item in enumerate(FundEntry.Item.values)}
    keys = sorted(found, key=lambda key: (order[key[0]], key[2], key[1] or 0))
    return [
        Share(
            item,
            FundEntry.Item(item).label,
            name,
            found[item, unit, name][S.ALLOCATION],
            found[item, unit, name][S.COMMITMENT],
            found[item, unit, name][S.SPENDING],
        )
        for item, unit, name in keys
        if any(found[item, unit, name].values())
    ]


def entries_of(fund: Fund) -> QuerySet[FundEntry]:
    """The lines of a ledger, ready to show (one query)."""
    return FundEntry.objects.filter(fund=fund).select_related(
        "unit", "decision", "made_by", "reverses", "reversed_by"
    )


def matching(
    entries: QuerySet[FundEntry], *, sort: str = "", item: str = "", text: str = ""
) -> QuerySet[FundEntry]:
    """Narrow by kind of line, by purpose, by the words of the text without diacritics."""
    if sort in S.values:
        entries = entries.filter(sort=sort)
    if item in I.values:
        entries = entries.filter(item=item)
    words = fold(text).split()
    if not words:
        return entries
    # One year of one body: folding here keeps both databases alike.
    found = [
        key
        for key, *said in entries.values_list("pk", "text", "document_number", "unit__name")
        if all(word in fold(" ".join(part or "" for part in said)) for word in words)
    ]
    return entries.filter(pk__in=found)


def of_decision(fund: Fund, decision_id: int) -> int:
    """What is still bound in a fund for one decision."""
    found = FundEntry.objects.filter(fund=fund, decision=decision_id, sort=S.COMMITMENT)
    return found.aggregate(total=Sum("amount"))["total"] or 0


def outstanding(fund: Fund) -> list[tuple[int, int]]:
    """(decision, đồng) still bound in a fund, the earliest decision first (one query)."""
    rows = (
        FundEntry.objects.filter(fund=fund, sort=S.COMMITMENT)
        .order_by()
        .values_list("decision")
        .annotate(total=Sum("amount"))
        .filter(~Q(total=0))
        .order_by("decision")
    )
    return [(key, total) for key, total in rows if key is not None]


def why_not_reversed(entry: FundEntry) -> str:
    """Why this line is not reversed by hand; empty when it can be (`entries_of` gives the line)."""
    if entry.decision_id is not None:
        return "Dòng này theo quyết định khen thưởng; sửa ở danh sách chi của quyết định."
    if entry.reverses_id is not None:
        return "Dòng này là dòng ghi đảo. Ghi lại bằng một dòng mới."
    if hasattr(entry, "reversed_by"):
        return f"Dòng {entry.sequence} đã được ghi đảo."
    if entry.sort == S.CLOSING or entry.item == I.CARRIED_IN:
        return "Dòng kết chuyển của khóa sổ không ghi đảo được."
    return ""


_COVERED = (
    "fund_id", "sequence", "sort", "item", "amount", "unit_id", "decision_id", "text",
    "document_number", "file_digest", "reverses_id", "made_by_id",
)  # fmt: skip


def content_of(entry: FundEntry) -> dict[str, Any]:
    """What the hash of a line covers: all of it."""
    covered: dict[str, Any] = {name: getattr(entry, name) for name in _COVERED}
    covered["day"] = entry.day.isoformat()
    covered["document_on"] = entry.document_on.isoformat() if entry.document_on else ""
    covered["made_at"] = entry.made_at.astimezone(dt.UTC).isoformat()
    return covered


def chain_name(fund_id: int) -> str:
    return f"fund:{fund_id}"


def proof(fund: Fund) -> chain.ChainCheck:
    """Whether no line of the ledger was changed, taken out or put in (reads all of it)."""
    rows = FundEntry.objects.filter(fund=fund).order_by("sequence").iterator(chunk_size=1000)
    return chain.check(
        chain_name(fund.pk),
        (
            (chain.Link(row.sequence, row.previous_hash, row.row_hash), content_of(row))
            for row in rows
        ),
    )
