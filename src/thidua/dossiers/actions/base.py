"""Holding a dossier while it changes, and writing its steps and log lines."""

from __future__ import annotations

from typing import Any

from thidua.audit.actions import record
from thidua.dossiers.models import Dossier, Step
from thidua.dossiers.states import BY_VERB
from thidua.kit.errors import WrongState

CHANGED = "Hồ sơ vừa được người khác thay đổi. Tải lại trang để xem bản mới nhất rồi thực hiện lại."


def take(dossier: Dossier, version: int | None) -> Dossier:
    """The dossier as stored now, held until the transaction ends; refuses an outdated `version`."""
    fresh = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if version is not None and fresh.version != version:
        raise WrongState(CHANGED)
    return fresh


def keep(dossier: Dossier, *fields: str) -> Dossier:
    """Store `fields` and count the version up."""
    dossier.version += 1
    dossier.save(update_fields=[*fields, "version"])
    return dossier


def step(
    dossier: Dossier,
    verb: str,
    *,
    by: Any,
    reason: str = "",
    text: str = "",
    fields: tuple[str, ...] = (),
) -> Dossier:
    """Move along the table: state, version, one Step and one log row."""
    move = BY_VERB[verb]
    came_from, dossier.state = dossier.state, move.target
    keep(dossier, "state", *fields)
    said = text or move.log
    Step.objects.create(
        dossier=dossier,
        from_state=came_from,
        to_state=move.target,
        by=by,
        text=said[:300],
        reason=reason[:500],
    )
    log(
        dossier, verb, f"{said}: {dossier.code}", by=by, detail={"reason": reason} if reason else {}
    )
    return dossier


def log(dossier: Dossier, verb: str, text: str, *, by: Any, detail: dict[str, Any]) -> None:
    """One row of the log about this dossier."""
    record(
        by=by,
        action=f"dossiers.{verb}",
        text=text,
        subject=dossier,
        body=dossier.department,
        detail=detail,
    )
