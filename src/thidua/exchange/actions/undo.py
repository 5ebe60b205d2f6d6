"""Taking an import back as a whole, while nothing rests on what it brought."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.dossiers.actions import cancel
from thidua.dossiers.models import Dossier
from thidua.exchange.actions.staff_undo import undo_staff
from thidua.exchange.models import ImportBatch
from thidua.exchange.permissions import check_may_import
from thidua.exchange.queries.resting import entries_of, resting_on
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.register.actions import forget_years, remove_claims, withdraw_entries

Kind, State = ImportBatch.Kind, ImportBatch.State


@transaction.atomic
def undo_import(*, batch: ImportBatch, reason: str, by: Any) -> ImportBatch:
    """Take back everything a confirmed batch brought in; the batch and its rows stay to be read.

    Lines of the register stay in the chain and are marked as withdrawn. Refuses everybody but the
    officer, a batch that was not confirmed, an empty reason, and a batch on which something rests
    by now, naming it.
    """
    locked = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    check_may_import(by, department=locked.department)
    if locked.state != State.CONFIRMED:
        raise WrongState("Chỉ gỡ được lần nhập đã xác nhận.")
    reason = squeeze(reason)
    if not reason:
        raise WrongState("Ghi lý do gỡ lần nhập này.", field="reason")
    if resting := resting_on(locked):
        raise WrongState("Chưa gỡ được lần nhập này: " + "; ".join(_few(resting)) + ".")
    if locked.kind == Kind.REGISTER:
        taken = _register(locked, reason, by)
    elif locked.kind == Kind.PROPOSAL:
        taken = _dossier(locked, reason, by)
    else:
        taken = undo_staff(locked, reason, by)
    locked.state = State.UNDONE
    locked.undone_by, locked.undone_at, locked.undone_reason = by, timezone.now(), reason[:300]
    locked.summary = {**locked.summary, "undone": taken}
    locked.save()
    record(
        by=by,
        action="exchange.undo_import",
        text=f"Gỡ lần nhập tệp “{locked.file_name}”: {reason}",
        subject=locked,
        body=locked.department,
        detail=taken,
    )
    return locked


def _few(sentences: Iterable[str], most: int = 5) -> list[str]:
    listed = list(sentences)
    more = [f"và {len(listed) - most} điều khác"] if len(listed) > most else []
    return [*listed[:most], *more]


def _register(batch: ImportBatch, reason: str, by: Any) -> dict[str, int]:
    keys = list(entries_of(batch).values_list("pk", flat=True))
    if years := batch.made.get("years", []):
        forget_years(department=batch.department, years=years, by=by)
    taken = withdraw_entries(department=batch.department, entries=keys, reason=reason, by=by)
    return {"entries": taken}


def _dossier(batch: ImportBatch, reason: str, by: Any) -> dict[str, int]:
    claims = batch.made.get("claims", [])
    gone = remove_claims(department=batch.department, claims=claims, by=by) if claims else 0
    dossier = Dossier.objects.filter(pk=batch.made.get("dossier")).first()
    if dossier is None:
        return {"dossiers": 0, "claims": gone}
    cancel(dossier=dossier, reason=reason, by=by)
    return {"dossiers": 1, "claims": gone}
