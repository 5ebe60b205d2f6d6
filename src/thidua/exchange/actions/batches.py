"""The batch itself: the file received once, put aside, and found again when it is open."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import Any

from django.core.files.base import File
from django.db import transaction

from thidua.audit.actions import record
from thidua.exchange import progress, vault
from thidua.exchange.models import ImportBatch
from thidua.exchange.permissions import check_may_import
from thidua.exchange.readers.workbook import MAX_BYTES
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.organisations.models import Body

State = ImportBatch.State
GONE = (State.DISCARDED, State.UNDONE)


def received(
    *, department: Body, kind: str, file: File[bytes], sender: str = "", year: int | None = None
) -> tuple[ImportBatch, bytes, bool]:
    """Read the upload: a batch not saved yet, or the open one of the very same file; the content;
    whether it was there.

    Refuses a file that is too large, and one that has been imported already.
    """
    name = PurePath(str(file.name or "tep.xlsx")).name[-200:]
    if file.size and file.size > MAX_BYTES:
        raise WrongState(
            f"Tệp “{name}” lớn hơn {MAX_BYTES // 1024 // 1024} MB. Bỏ hình ảnh và trang tính không "
            "cần thiết rồi chọn lại.",
            field="file",
        )
    file.seek(0)
    content = file.read()
    digest = hashlib.sha256(content).hexdigest()
    # One after another, so that a file sent twice at once is still found the second time.
    Body.objects.select_for_update(no_key=True).get(pk=department.pk)
    earlier = (
        ImportBatch.objects.filter(department=department, kind=kind, sha256=digest)
        .exclude(state__in=GONE)
        .order_by("-pk")
        .first()
    )
    if earlier is not None:
        if earlier.state == State.CONFIRMED:
            raise WrongState(
                f"Tệp này đã được nhập ngày {earlier.confirmed_at:%d/%m/%Y} "
                f"(“{earlier.file_name}”): không có gì thay đổi. Chỉ nhập lại khi tệp có nội dung "
                "mới.",
                field="file",
            )
        return earlier, content, True
    batch = ImportBatch(
        department=department,
        kind=kind,
        year=year,
        sender=squeeze(sender)[:120],
        file_name=name,
        size=len(content),
        sha256=digest,
    )
    return batch, content, False


def work_key(batch: ImportBatch) -> str:
    """Under which name work at this batch is told and locked."""
    return f"lan-nhap-{batch.pk}"


def open_batch(batch: ImportBatch) -> ImportBatch:
    """The batch, locked, still waiting for confirmation."""
    locked = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if locked.state == State.CONFIRMED:
        raise WrongState("Tệp này đã được nhập xong. Chọn tệp khác để nhập tiếp.")
    if locked.state == State.DISCARDED:
        raise WrongState("Lần nhập này đã bỏ. Chọn lại tệp để nhập.")
    if locked.state == State.UNDONE:
        raise WrongState("Lần nhập này đã được gỡ. Chọn lại tệp để nhập.")
    return locked


@transaction.atomic
def discard_import(*, batch: ImportBatch, by: Any) -> ImportBatch:
    """Put a preview aside: its rows and its file are deleted, the line of the history stays.

    Refuses a batch that was confirmed: that is undone, not put aside.
    """
    locked = open_batch(batch)
    check_may_import(by, department=locked.department)
    locked.rows.all().delete()
    vault.drop(locked)
    locked.state = State.DISCARDED
    locked.summary = {}
    locked.save()
    progress.forget(work_key(locked))
    record(
        by=by,
        action="exchange.discard_import",
        text=f"Bỏ tệp chờ nhập “{locked.file_name}”",
        subject=locked,
        body=locked.department,
    )
    return locked
