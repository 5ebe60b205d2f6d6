"""What the views of scoring share: finding a sheet or a line in sight, the log of a thing."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest

from thidua.audit.models import AuditRow
from thidua.scoring.models import Sheet, SheetLine
from thidua.scoring.queries.clusters import to_cross
from thidua.scoring.queries.sheets import sheets_for

_JOINED = ("table__department", "unit", "grade", "cluster__keeper", "table__replaced_by")
SHOWN_EVENTS = 12


def found_sheet(request: HttpRequest, pk: int) -> Sheet:
    """A sheet of the own units, or of the tables of the own department."""
    found = sheets_for(request.user).select_related(*_JOINED).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def seen_line(request: HttpRequest, pk: int) -> SheetLine:
    """A line of such a sheet, or of one that the user cross-scores."""
    rows = SheetLine.objects.select_related(
        "criterion", "changed_by", *(f"sheet__{name}" for name in _JOINED)
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    own = sheets_for(request.user).filter(pk=found.sheet_id).exists()
    if not own and not to_cross(request.user).filter(pk=found.sheet_id).exists():
        raise Http404
    return found


def events_of(subject: Model, user: Any) -> list[AuditRow]:
    """The latest log rows of a thing, newest first, with their persons."""
    if not getattr(user, "is_authenticated", False):
        return []
    return list(
        AuditRow.objects.filter(
            subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
        ).order_by("-sequence")[:SHOWN_EVENTS]
    )


def seen_cluster_sheet(request: HttpRequest, pk: int) -> Sheet:
    """A sheet in sight, or one of a cluster in which the user's bodies take part."""
    found = Sheet.objects.select_related(*_JOINED).filter(pk=pk).first()
    if found is None:
        raise Http404
    own = sheets_for(request.user).filter(pk=pk).exists()
    if own or to_cross(request.user).filter(pk=pk).exists():
        return found
    raise Http404
