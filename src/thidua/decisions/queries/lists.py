"""Lists of decisions and awardees, scoped by what the asker may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate

from thidua.accounts.models import Role
from thidua.accounts.queries import scope_of
from thidua.audit.models import AuditRow
from thidua.decisions.models import Certificate, Decision, DecisionAward, DecisionNumber
from thidua.kit.text import fold

ISSUED = Decision.State.ISSUED


def visible_to(user: Any) -> QuerySet[Decision]:
    """Decisions that `user` may open.

    The whole department's for officer, secretary, director; issued ones that name their own unit
    or its people for a head of unit; none for anyone else.
    """
    scope = scope_of(user)
    if scope.department is None:
        return Decision.objects.none()
    here = Decision.objects.filter(scope.of_department())
    if scope.whole_department:
        return here
    if scope.has(Role.HEAD_OF_UNIT):
        named = DecisionAward.objects.filter(of_units(scope.unit_ids)).values("decision")
        return here.filter(state=ISSUED, pk__in=named)
    return Decision.objects.none()


def of_units(unit_ids: Any) -> Q:
    return Q(nominee__person__unit__in=unit_ids) | Q(nominee__collective__in=unit_ids)


def awards_visible_to(user: Any, decision: Decision) -> QuerySet[DecisionAward]:
    """The lines of the annex that `user` may see, in the order of the annex (two queries)."""
    rows = decision.awards.select_related(
        "nominee__person__unit", "nominee__collective", "register_entry"
    ).prefetch_related("certificates")
    scope = scope_of(user)
    if scope.whole_department:
        return rows
    return rows.filter(of_units(scope.unit_ids))


def listed(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Add what the list shows: head counts and the sum of frozen rewards, in the same query."""
    return decisions.select_related("round", "created_by", "department").annotate(
        people=Count("awards", filter=Q(awards__is_collective=False)),
        collectives=Count("awards", filter=Q(awards__is_collective=True)),
        total=Sum("awards__amount", filter=Q(awards__paid=True)),
        # Drafts have no day and number yet; both databases must put them in the same place.
        sort_day=Coalesce("decided_on", TruncDate("created_at")),
        sort_year=Coalesce("year", 0),
        sort_number=Coalesce("number", 0),
    )


def matching(decisions: QuerySet[Decision], *, state: str, text: str) -> QuerySet[Decision]:
    """Narrow by state and by words of the title, number or an awardee, without diacritics."""
    if state in Decision.State.values:
        decisions = decisions.filter(state=state)
    words = fold(text).split()
    if not words:
        return decisions
    # Titles are few (some tens a year): folding them here keeps both databases alike.
    found = [
        pk
        for pk, title, number, symbol in decisions.values_list("pk", "title", "number", "symbol")
        if all(
            word in fold(f"{title} {number or ''}/{symbol} {number or 0:02d}/{symbol}")
            for word in words
        )
    ]
    by_name = Q()
    for word in words:
        by_name &= Q(awards__nominee__person__folded_name__contains=word) | Q(
            awards__nominee__collective__folded_name__contains=word
        )
    named = decisions.filter(by_name).values_list("pk", flat=True)
    return decisions.filter(pk__in={*found, *named})


def _searched(title: str, number: int | None, symbol: str) -> str:
    return fold(f"{title} {number}/{symbol} {number:02d}/{symbol}" if number else title)


def counts_by_state(decisions: QuerySet[Decision]) -> dict[str, int]:
    rows = decisions.order_by().values_list("state").annotate(n=Count("pk"))
    return dict(rows)


def next_number(department: Any, year: int) -> int:
    """The number the book gives next: the lowest one given back, else the one after its last."""
    slots = DecisionNumber.objects.filter(book__department=department, book__year=year)
    free = slots.filter(state=DecisionNumber.State.FREE).order_by("number").first()
    if free is not None:
        return free.number
    last = slots.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def history(decision: Decision) -> QuerySet[AuditRow]:
    return AuditRow.objects.filter(
        subject_type="decisions.decision", subject_id=str(decision.pk)
    ).order_by("-sequence")


def certificates_of(decision: Decision) -> QuerySet[Certificate]:
    """Certificates that hold, in the order of the annex, ready to print (one query)."""
    held = Certificate.objects.filter(award__decision=decision, state=Certificate.State.VALID)
    rows = held.select_related("award__decision__department__parent", "award__decision__round")
    return rows.order_by("award__order", "pk")


def certificate_by_code(code: str) -> Certificate | None:
    """The certificate with this code, with what a public check shows (one query)."""
    return (
        Certificate.objects.filter(token=code)
        .select_related("award__decision__department__parent", "award__register_entry")
        .first()
    )


def corrected(certificate: Certificate) -> bool:
    """Whether a certificate gave way to a corrected one, not to one asked for (one query)."""
    new = Certificate.objects.filter(replaces=certificate).select_related("reissue").first()
    return new is not None and not hasattr(new, "reissue")


def certificates_by_number(number: str, name: str) -> list[Certificate]:
    """Certificates of one decision number and exactly this name; both are needed, so that nobody
    can list the people of a decision."""
    digits, _, symbol = number.strip().partition("/")
    wanted, folded_symbol = fold(name), fold(symbol).replace(" ", "")
    if not digits.isdecimal() or not wanted or len(digits) > 6:
        return []
    given = Certificate.objects.exclude(state=Certificate.State.REPLACED)
    rows = given.filter(
        award__decision__number=int(digits), award__decision__state=ISSUED
    ).select_related("award__decision__department__parent", "award__register_entry")
    return [
        row
        for row in rows
        if fold(row.award.recipient_name) == wanted
        and (not folded_symbol or fold(row.award.decision.symbol).replace(" ", "") == folded_symbol)
    ]


def what_is_missing(decision: Decision) -> list[str]:
    """What a paper still lacks before it may be signed; also shown on the page."""
    missing: list[str] = []
    award = decision.kind == Decision.Kind.AWARD
    if not (decision.awards if award else decision.amended_lines).exists():
        missing.append("danh sách khen thưởng" if award else "danh sách đính chính, hủy bỏ")
    if not decision.grounds:
        missing.append("căn cứ")
    if award and not (decision.period_from and decision.period_to):
        missing.append("thời gian thành tích")
    if not (decision.signatory_post and decision.signatory_name):
        missing.append("chức vụ và họ tên người ký")
    if decision.kind == Decision.Kind.CANCELLATION:
        said = decision.amendment
        if not (said.conclusion_number and said.conclusion_on):
            missing.append("số, ngày kết luận hoặc bản án làm căn cứ")
        owed = decision.amended_lines.exclude(amount_due=0, objects_due="")
        if said.return_by is None and owed.exists():
            missing.append("hạn nộp lại hiện vật, tiền thưởng")
    return missing
