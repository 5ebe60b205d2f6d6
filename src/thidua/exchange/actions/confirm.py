"""Confirming a batch: the file is read again and written through the actions of each app."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.exchange import queries
from thidua.exchange.actions.batches import content_of, open_batch
from thidua.exchange.actions.preview import read_book, read_list
from thidua.exchange.actions.write_register import write_register
from thidua.exchange.actions.write_staff import write_staff
from thidua.exchange.models import ImportBatch, ImportRow
from thidua.exchange.permissions import check_may_import
from thidua.exchange.register_plan import plan_register
from thidua.exchange.staff_plan import plan_staff
from thidua.kit.errors import WrongState


@transaction.atomic
def confirm_import(*, batch: ImportBatch, by: Any) -> ImportBatch:
    """Bring everything of the batch in, in one transaction, or nothing.

    The file is compared again with what is recorded by now, so that what changed since the preview
    is respected and a second time changes nothing. Refuses everybody but the officer, a batch that
    is done or put aside, and a list on which somebody is still to be chosen.
    """
    locked = open_batch(batch)
    check_may_import(by, department=locked.department)
    content = content_of(locked)
    if locked.kind == ImportBatch.Kind.STAFF:
        result = _staff(locked, content, by)
    else:
        register = read_book(content, name=locked.file_name)
        result = write_register(plan_register(register, locked.department), by=by)
    locked.summary = {**locked.summary, "result": result}
    locked.state = ImportBatch.State.CONFIRMED
    locked.confirmed_by, locked.confirmed_at = by, timezone.now()
    locked.save()
    record(
        by=by,
        action="exchange.confirm_import",
        text=f"Nhập tệp “{locked.file_name}” ({locked.get_kind_display().lower()})",
        subject=locked,
        body=locked.department,
        detail=result,
    )
    return locked


def _staff(batch: ImportBatch, content: bytes, by: Any) -> dict[str, int]:
    if waiting := queries.undecided(batch):
        raise WrongState(
            f"Còn {waiting} dòng chưa chọn là người đã có hay người mới. Mở bộ lọc “Cần xác nhận” "
            "để chọn rồi nhập."
        )
    staff = read_list(content, name=batch.file_name, year=batch.year, mapping=batch.mapping)
    asked = ImportRow.objects.filter(batch=batch).exclude(choice=ImportRow.Choice.OPEN)
    choices = {row.data["key"]: (row.choice, row.person_id) for row in asked}
    plan = plan_staff(staff, batch.department, choices)
    late = [one.read.name for one in plan.people if one.asked]
    if late:
        raise WrongState(
            f"Dữ liệu đã thay đổi từ lúc xem trước: {late[0]} nay trùng với người đã có. Bỏ lần "
            "nhập này và chọn lại tệp."
        )
    return write_staff(plan, batch.department, by=by)
