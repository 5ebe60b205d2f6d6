"""The batch itself: the file received once, the officer's choices, putting it aside."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction

from thidua.audit.actions import record
from thidua.exchange.models import ImportBatch, ImportRow
from thidua.exchange.permissions import check_may_import
from thidua.exchange.readers.workbook import MAX_BYTES
from thidua.kit.errors import WrongState
from thidua.organisations.models import Body
from thidua.people.models import Person

State = ImportBatch.State


def receive(
    *, department: Body, kind: str, file: File[bytes]
) -> tuple[ImportBatch | None, bytes, str, str]:
    """Read the upload: the open batch of the very same file if there is one, content, name, hash.

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
        .exclude(state=State.DISCARDED)
        .order_by("-pk")
        .first()
    )
    if earlier is not None and earlier.state == State.CONFIRMED:
        raise WrongState(
            f"Tệp này đã được nhập ngày {earlier.confirmed_at:%d/%m/%Y} (“{earlier.file_name}”): "
            "không có gì thay đổi. Chỉ nhập lại khi tệp có nội dung mới.",
            field="file",
        )
    return earlier, content, name, digest


def keep(
    *,
    department: Body,
    kind: str,
    name: str,
    content: bytes,
    digest: str,
    year: int | None,
    by: Any,
) -> ImportBatch:
    """A new batch in preview, with its file."""
    batch = ImportBatch(
        department=department,
        kind=kind,
        year=year,
        file_name=name,
        size=len(content),
        sha256=digest,
        uploaded_by=by,
    )
    batch.file.save(f"{digest[:16]}.xlsx", ContentFile(content), save=False)
    batch.save()
    return batch


def content_of(batch: ImportBatch) -> bytes:
    """The stored file; a sentence where it is gone."""
    try:
        with batch.file.open("rb") as file:
            return bytes(file.read())
    except (OSError, ValueError):
        raise WrongState(
            f"Không còn tệp “{batch.file_name}” trong kho lưu. Bỏ lần nhập này và chọn lại tệp."
        ) from None


def open_batch(batch: ImportBatch) -> ImportBatch:
    """The batch, locked, still waiting for confirmation."""
    locked = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if locked.state == State.CONFIRMED:
        raise WrongState("Tệp này đã được nhập xong. Chọn tệp khác để nhập tiếp.")
    if locked.state == State.DISCARDED:
        raise WrongState("Lần nhập này đã bỏ. Chọn lại tệp để nhập.")
    return locked


@transaction.atomic
def choose_person(
    *, row: ImportRow, choice: str, person: Person | None = None, by: Any
) -> ImportRow:
    """Say who a row is: one of the people named on it, or somebody new.

    Refuses a row that is not asked, and a person who is not among its candidates.
    """
    batch = open_batch(row.batch)
    check_may_import(by, department=batch.department)
    if row.effect != ImportRow.Effect.ASKED:
        raise WrongState(f"Dòng của {row.label} không cần chọn người.")
    if choice == ImportRow.Choice.PERSON:
        allowed = {candidate["pk"] for candidate in row.data.get("candidates", [])}
        if person is None or person.pk not in allowed:
            raise WrongState("Chọn một người trong các người được gợi ý.", field="person")
    elif choice == ImportRow.Choice.NEW:
        person = None
    else:
        raise WrongState("Chọn người đã có hoặc người mới.", field="choice")
    row.choice, row.person = choice, person
    row.save(update_fields=["choice", "person"])
    return row


@transaction.atomic
def discard_import(*, batch: ImportBatch, by: Any) -> ImportBatch:
    """Put a preview aside: its rows and its file are deleted, the line of the history stays.

    Refuses a batch that was confirmed: what it brought in is corrected where it now stands.
    """
    locked = open_batch(batch)
    check_may_import(by, department=locked.department)
    locked.rows.all().delete()
    locked.file.delete(save=False)
    locked.state = State.DISCARDED
    locked.summary = {}
    locked.save()
    record(
        by=by,
        action="exchange.discard_import",
        text=f"Bỏ tệp chờ nhập “{locked.file_name}”",
        subject=locked,
        body=locked.department,
    )
    return locked
