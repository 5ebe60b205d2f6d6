"""Corrections and cancellations: their lines, what was printed before, what has to come back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from thidua.decisions.models import AmendedLine, Decision, DecisionAward
from thidua.kit.dates import grouped
from thidua.law import load_rulebook
from thidua.law.afterwards import After, cancellation, reissue
from thidua.law.calendar import add_working_days, swaps_of
from thidua.organisations.models import Body

# What a later decision may correct in a line, and its name in the paper.
CORRECTABLE = {
    "recipient_name": "Họ và tên, tên tập thể",
    "honorific": "Danh xưng",
    "office": "Chức vụ",
    "unit_name": "Đơn vị",
    "merit": "Thành tích ghi trên bằng",
}
ISSUED = Decision.State.ISSUED


def lines_of(decision: Decision) -> list[AmendedLine]:
    """The lines that a correcting or cancelling decision changes (one query)."""
    rows = decision.amended_lines.select_related(
        "award__nominee", "award__register_entry", "award__decision"
    )
    return list(rows.order_by("award__order", "pk"))


def as_issued(awards: Iterable[DecisionAward]) -> list[DecisionAward]:
    """The lines as they were printed, whatever was corrected since (one query)."""
    rows = list(awards)
    printed: dict[int, dict[str, str]] = {}
    later = AmendedLine.objects.filter(
        award__in=[row.pk for row in rows], decision__state=ISSUED
    ).exclude(changes={})
    for line in later.order_by("-decision__issued_at", "-pk"):
        before = {name: pair[0] for name, pair in line.changes.items()}
        printed.setdefault(line.award_id, {}).update(before)
    return [_with(row, printed[row.pk]) if row.pk in printed else row for row in rows]


def _with(row: DecisionAward, values: dict[str, str]) -> DecisionAward:
    made = copy(row)
    for name, value in values.items():
        setattr(made, name, value)
    return made


def amendments_of(decision: Decision) -> QuerySet[Decision]:
    """Decisions that correct or cancel this one, the newest first (one query)."""
    return decision.amendments.exclude(state=Decision.State.DISCARDED).order_by("-created_at")


def open_amendment(award: DecisionAward) -> Decision | None:
    """A correcting or cancelling decision on the way that names this line already."""
    line = (
        award.amended_by.filter(decision__state__in=[Decision.State.DRAFT, Decision.State.AWAITING])
        .select_related("decision")
        .first()
    )
    return line.decision if line else None


def standing_words(decision: Decision, awards: Sequence[DecisionAward]) -> str:
    """What became of an issued decision: empty, cancelled in part, cancelled wholly."""
    gone = sum(1 for row in awards if row.standing == DecisionAward.Standing.CANCELLED)
    if not gone or decision.state != ISSUED:
        return ""
    return "Đã hủy bỏ toàn bộ" if gone == len(awards) else f"Đã hủy bỏ {gone}/{len(awards)}"


def law_of_cancellation(award: DecisionAward, *, on: dt.date) -> After:
    """Grounds, steps and effects by the law of the day, with the slots of the body."""
    scope = award.decision.department.rulebook_scope or None
    return cancellation(load_rulebook(), award=award.award_code, on=on, scope=scope)


def law_of_reissue(award: DecisionAward, *, on: dt.date) -> After:
    scope = award.decision.department.rulebook_scope or None
    return reissue(load_rulebook(), award=award.award_code, on=on, scope=scope)


HandedOver = Callable[[Collection[int]], set[int]]
_PAYMASTERS: list[HandedOver] = []


def ask_paymaster(source: HandedOver) -> HandedOver:
    """An upper app that keeps payments says which lines were paid; called in its `apps.py`."""
    if source not in _PAYMASTERS:
        _PAYMASTERS.append(source)
    return source


def handed_over(lines: Iterable[DecisionAward]) -> dict[int, int]:
    """Line -> đồng that its awardee was given: what a cancellation can ask back."""
    promised = {row.pk: row.amount or 0 for row in lines if row.paid and row.amount}
    for source in _PAYMASTERS:
        paid = source(promised)
        promised = {key: amount for key, amount in promised.items() if key in paid}
    return promised


def named_in_draft(lines: Collection[int]) -> AmendedLine | None:
    """The first of these lines that a cancellation on the way names (one query)."""
    return (
        AmendedLine.objects.filter(
            award__in=lines,
            decision__kind=Decision.Kind.CANCELLATION,
            decision__state__in=[Decision.State.DRAFT, Decision.State.AWAITING],
        )
        .select_related("award", "decision")
        .order_by("pk")
        .first()
    )


@dataclass(frozen=True, slots=True)
class Deadline:
    """One step of the law with its last day; `due` None says in `words` why there is none."""

    actor: str
    action: str
    due: dt.date | None
    words: str
    citation: str


def deadlines(after: After, starts: Sequence[dt.date | None]) -> list[Deadline]:
    """The steps of a procedure, each counted from its own start where both are known."""
    found = []
    for place, item in enumerate(after.steps):
        start = starts[place] if place < len(starts) else None
        due = due_day(start, item.days, item.step.kind)
        if item.days is None and item.step.slot:
            words = "Cơ quan chưa quy định số ngày; ghi hạn trong quyết định."
        elif item.days is None:
            words = "Văn bản không ghi số ngày, hoặc chưa nạp toàn văn."
        else:
            kind = "ngày làm việc" if item.step.kind != "calendar" else "ngày"
            words = f"{item.days} {kind}"
        text = item.step.citation.text
        found.append(Deadline(item.step.actor, item.step.action, due, words, text))
    return found


def due_day(start: dt.date | None, days: int | None, kind: str | None) -> dt.date | None:
    """The last day of a term; slots without a kind are counted in working days."""
    if start is None or days is None:
        return None
    if kind == "calendar":
        return start + dt.timedelta(days=days)
    return add_working_days(start, days, swaps_of(load_rulebook(), on=start))


def recoveries(department: Body) -> QuerySet[AmendedLine]:
    """Lines of issued cancellations whose object or money is to come back (one query)."""
    due = AmendedLine.objects.filter(
        decision__department=department,
        decision__state=ISSUED,
        decision__kind=Decision.Kind.CANCELLATION,
    ).filter(Q(amount_due__gt=0) | ~Q(objects_due=""))
    return due.select_related("award__decision", "decision__amendment").order_by(
        "decision__amendment__return_by", "pk"
    )


def overdue(line: AmendedLine) -> bool:
    """Whether something is outstanding after its day."""
    due = line.decision.amendment.return_by
    return bool(line.outstanding and due is not None and due < timezone.localdate())


def scope_words(lines: Sequence[AmendedLine], *, whole: bool) -> str:
    """How much of the earlier decision is cancelled, as article 1 says it."""
    people = sum(1 for line in lines if not line.award.is_collective)
    units = len(lines) - people
    parts = [f"{n} {word}" for n, word in ((units, "tập thể"), (people, "cá nhân")) if n]
    how_much = "toàn bộ" if whole else "một phần"
    return f"Hủy bỏ {how_much} {{earlier}} đối với {', '.join(parts)} (có danh sách kèm theo)."


def changes_in_words(line: AmendedLine) -> list[tuple[str, str, str]]:
    """(what, as printed, as corrected) of one line, in the order of the paper."""
    return [
        (CORRECTABLE[name], *line.changes[name]) for name in CORRECTABLE if name in line.changes
    ]


def money(value: int) -> str:
    return grouped(value) if value else ""
