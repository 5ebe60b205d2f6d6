"""The stock of a body: lists, movements, what a decision or a print needs more than there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone

from thidua.ceremonies.models import StockItem, StockMove
from thidua.decisions.models import Decision, DecisionAward
from thidua.decisions.queries.checks import Finding
from thidua.documents.queries.certificates import KINDS, awards_on, label_of
from thidua.kit.text import fold
from thidua.organisations.models import Body

EVERY = "*"


@dataclass(frozen=True, slots=True)
class Need:
    """How much of one item something takes, and what is there."""

    item: StockItem
    needed: int

    @property
    def lacking(self) -> int:
        return max(self.needed - self.item.balance, 0)

    @property
    def sentence(self) -> str:
        item = self.item
        return (
            f"{item.name}: cần {self.needed} {item.unit}, tồn {item.balance}, thiếu "
            f"{self.lacking}. Nhập thêm trước."
        )


def items_of(body: Body) -> QuerySet[StockItem]:
    return StockItem.objects.filter(body=body)


def matching(rows: QuerySet[StockItem], *, kind: str, text: str) -> QuerySet[StockItem]:
    """Narrow by kind, by `thieu` (below the level to warn at), by words without diacritics."""
    if kind == "thieu":
        rows = rows.filter(balance__lt=F("low_at"))
    elif kind in StockItem.Kind.values:
        rows = rows.filter(kind=kind)
    for word in fold(text).split():
        rows = rows.filter(folded_name__contains=word)
    return rows


def moves_of(item: StockItem) -> QuerySet[StockMove]:
    """Movements, the newest first (one query)."""
    return item.moves.select_related("by", "decision", "undone_by").order_by("-pk")


def target_label(target: str) -> str:
    if not target:
        return "Không đi kèm"
    if target == EVERY:
        return "Mọi hình thức"
    try:
        return label_of(target)
    except KeyError:
        return target


def target_choices() -> list[tuple[str, str]]:
    names = awards_on(timezone.localdate())
    return [
        ("", "Không đi kèm"),
        (EVERY, "Mọi hình thức"),
        *KINDS.items(),
        *((code, info.name) for code, info in names.items()),
    ]


def needs(body: Body, counts: dict[str, int], *, kinds: Sequence[str] = ()) -> list[Need]:
    """What so many of each award code take, items with a target only (one query)."""
    rows = items_of(body).exclude(target="")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    names = awards_on(timezone.localdate())
    found = []
    for item in rows:
        covered = sum(
            count
            for code, count in counts.items()
            if item.target in {EVERY, code, names[code].kind if code in names else EVERY}
        )
        if covered and item.per_award:
            found.append(Need(item, covered * item.per_award))
    return found


def still_needed(decision: Decision) -> list[Need]:
    """What a decision takes less what was issued for it already (three queries)."""
    rows = decision.awards.exclude(standing=DecisionAward.Standing.CANCELLED)
    counts = Counter(rows.order_by().values_list("award_code", flat=True))
    given = _issued_for(decision)
    open_ = [
        Need(one.item, max(one.needed - given.get(one.item.pk, 0), 0))
        for one in needs(decision.department, counts)
    ]
    return [one for one in open_ if one.needed]


def _issued_for(decision: Decision) -> dict[int, int]:
    moves = StockMove.objects.filter(decision=decision)
    out = Q(kind=StockMove.Kind.ISSUE)
    back = Q(kind=StockMove.Kind.RETURNED)
    rows = moves.values_list("item").annotate(
        out=Sum("quantity", filter=out, default=0), back=Sum("quantity", filter=back, default=0)
    )
    return {item: gone - returned for item, gone, returned in rows}


def findings(decision: Decision, awards: Sequence[DecisionAward]) -> Iterable[Finding]:
    """What the stock lacks for a decision, beside its signature (one query)."""
    if decision.kind != Decision.Kind.AWARD or decision.state == Decision.State.ISSUED:
        return
    counts = Counter(row.award_code for row in awards)
    for need in needs(decision.department, counts):
        if need.lacking:
            link = reverse("ceremonies:item", args=[need.item.pk])
            yield Finding("look", "Hiện vật", need.sentence, link)


def print_note(body: Body, counts: dict[str, int]) -> Iterable[str]:
    """What the stock lacks for printing: blanks only."""
    for need in needs(body, counts, kinds=[StockItem.Kind.BLANK]):
        if need.lacking:
            yield need.sentence
