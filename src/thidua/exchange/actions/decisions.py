"""What an officer decides of doubtful rows: one by one, or all that are alike."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from thidua.audit.actions import record
from thidua.exchange import queries
from thidua.exchange.actions.batches import open_batch
from thidua.exchange.models import ImportBatch, ImportRow
from thidua.exchange.permissions import check_may_import
from thidua.kit.errors import WrongState
from thidua.people.models import Person

Choice, Effect, Standing = ImportRow.Choice, ImportRow.Effect, ImportRow.Standing


@transaction.atomic
def choose_person(
    *, row: ImportRow, choice: str, person: Person | None = None, by: Any
) -> ImportRow:
    """Say who a row is: one of the people named on it, somebody new, or that it stays out.

    Refuses a row that is not asked, and a person who is not among its candidates.
    """
    batch = open_batch(row.batch)
    check_may_import(by, department=batch.department)
    if row.effect != Effect.ASKED:
        raise WrongState(f"Dòng của {row.label} không cần chọn người.")
    if choice == Choice.PERSON:
        allowed = {candidate["pk"] for candidate in row.data.get("candidates", [])}
        if person is None or person.pk not in allowed:
            raise WrongState("Chọn một người trong các người được gợi ý.", field="person")
    elif choice in queries.allowed_choices(batch, row.effect) and choice:
        person = None
    else:
        raise WrongState("Chọn người đã có hoặc người mới.", field="choice")
    row.choice = choice
    if batch.kind == ImportBatch.Kind.STAFF or person is not None:
        row.person = person
    row.save(update_fields=["choice", "person"])
    return row


@transaction.atomic
def decide_alike(*, batch: ImportBatch, alike: str, choice: str, by: Any) -> int:
    """One answer for every doubtful row with the same reason (`alike` as the rows bear it; "" for
    all that are still open); returns how many rows.

    Refuses an answer that these rows cannot have: who a person is, is told row by row.
    """
    locked = open_batch(batch)
    check_may_import(by, department=locked.department)
    rows = ImportRow.objects.filter(batch=locked, standing=Standing.DOUBTFUL)
    rows = rows.filter(alike=alike) if alike else rows.filter(choice=Choice.OPEN)
    effects = set(rows.values_list("effect", flat=True).distinct().order_by())
    fitting = {e for e in effects if choice in queries.allowed_choices(locked, e)}
    if choice == Choice.PERSON or (effects and (not fitting or (alike and fitting != effects))):
        raise WrongState("Những dòng này cần chọn từng người; không quyết định chung như vậy được.")
    rows = rows.filter(effect__in=fitting)
    decided = rows.update(choice=choice)
    if not decided:
        return 0
    shown = Choice(choice).label
    record(
        by=by,
        action="exchange.decide_alike",
        text=f"Quyết định “{shown}” cho {decided} dòng của tệp “{locked.file_name}”",
        subject=locked,
        body=locked.department,
        detail={"reason": alike, "choice": choice, "rows": decided},
    )
    return decided


@transaction.atomic
def decide_row(*, row: ImportRow, choice: str, by: Any) -> ImportRow:
    """One answer for one doubtful row."""
    batch = open_batch(row.batch)
    check_may_import(by, department=batch.department)
    if row.standing != Standing.DOUBTFUL:
        raise WrongState(f"Dòng của {row.label} không có điều cần quyết định.")
    if choice not in queries.allowed_choices(batch, row.effect) or choice == Choice.PERSON:
        raise WrongState("Chọn một cách xử lý cho dòng này.", field="choice")
    row.choice = choice
    row.save(update_fields=["choice"])
    return row
