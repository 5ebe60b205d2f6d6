"""Applications for new certificates, scoped to the department."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from thidua.decisions.models import Reissue
from thidua.kit.text import fold
from thidua.organisations.models import Body


def of_department(department: Body) -> QuerySet[Reissue]:
    """Open ones first, the nearest deadline first (one query)."""
    rows = Reissue.objects.filter(award__decision__department=department)
    return rows.select_related("award__decision", "certificate", "settled_by").order_by(
        "state", "due_on", "-applied_on", "-pk"
    )


def matching(rows: QuerySet[Reissue], *, state: str, text: str) -> QuerySet[Reissue]:
    """Narrow by state and by the words of a name, without diacritics."""
    if state in Reissue.State.values:
        rows = rows.filter(state=state)
    words = fold(text).split()
    if not words:
        return rows
    found = [
        pk
        for pk, name in rows.values_list("pk", "award__recipient_name")
        if all(word in fold(name) for word in words)
    ]
    return rows.filter(pk__in=found)


def late(row: Reissue) -> bool:
    return bool(
        row.state == Reissue.State.ASKED and row.due_on and row.due_on < timezone.localdate()
    )
