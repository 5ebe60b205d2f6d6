"""Reading an upload for confirmation: nothing reaches people or the register from here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.exchange.actions.batches import content_of, keep, open_batch, receive
from thidua.exchange.models import ImportBatch, ImportRow
from thidua.exchange.permissions import check_may_import
from thidua.exchange.readers.records import ColumnGuess, StaffList
from thidua.exchange.readers.register import read_register
from thidua.exchange.readers.register_records import Register
from thidua.exchange.readers.staff import read_staff
from thidua.exchange.readers.template import is_template, read_template
from thidua.exchange.readers.workbook import UnreadableFile, open_workbook
from thidua.exchange.readers.years import stated_year
from thidua.exchange.register_plan import plan_register
from thidua.exchange.register_plan import rows_for as register_rows
from thidua.exchange.staff_plan import plan_staff
from thidua.exchange.staff_plan import rows_for as staff_rows
from thidua.kit.errors import WrongState
from thidua.organisations.models import Body

Kind = ImportBatch.Kind


@transaction.atomic
def preview_staff_list(
    *, body: Body, file: File[bytes], by: Any, year: int | None = None
) -> ImportBatch:
    """Read a staff list or the filled template and show what it would change.

    The very same file again gives the batch of before. Refuses everybody but the officer, a file
    that was imported already, and a file that cannot be read; then nothing is stored.
    """
    check_may_import(by, department=body)
    earlier, content, name, digest = receive(department=body, kind=Kind.STAFF, file=file)
    if earlier is not None:
        return earlier
    staff = read_list(content, name=name, year=year)
    batch = keep(
        department=body, kind=Kind.STAFF, name=name, content=content, digest=digest,
        year=staff.year, by=by,
    )  # fmt: skip
    _show_staff(batch, staff)
    _log(batch, by)
    return batch


@transaction.atomic
def preview_register(*, body: Body, file: File[bytes], by: Any) -> ImportBatch:
    """Read a legacy register and show to whom each row would go; refusals as for a staff list."""
    check_may_import(by, department=body)
    earlier, content, name, digest = receive(department=body, kind=Kind.REGISTER, file=file)
    if earlier is not None:
        return earlier
    register = read_book(content, name=name)
    batch = keep(
        department=body, kind=Kind.REGISTER, name=name, content=content, digest=digest,
        year=None, by=by,
    )  # fmt: skip
    plan = plan_register(register, body)
    batch.columns = _columns(register.columns)
    batch.summary = {
        "counts": plan.counts(),
        "years": list(register.years),
        "complete": list(register.complete or ()),
        "legacy_sheets": list(register.legacy_sheets),
    }
    ImportRow.objects.bulk_create(register_rows(batch, plan), batch_size=500)
    batch.save()
    _log(batch, by)
    return batch


@transaction.atomic
def correct_columns(
    *, batch: ImportBatch, mapping: Mapping[str, str], by: Any, year: int | None = None
) -> ImportBatch:
    """Read the file again with the columns (field code -> letter) and the year the officer says.

    The answers given to rows before are lost, because the rows are new. Refuses a confirmed batch,
    a register, and a mapping without the needed columns; then the batch stays as it was.
    """
    locked = open_batch(batch)
    check_may_import(by, department=locked.department)
    if locked.kind != Kind.STAFF:
        raise WrongState("Chỉ chỉnh cột cho danh sách cán bộ.")
    chosen = {field: letter.upper() for field, letter in mapping.items() if letter}
    letters = [letter for letter in chosen.values() if letter != "-"]
    twice = [letter for letter in letters if letters.count(letter) > 1]
    if twice:
        raise WrongState(f"Cột {twice[0]} được chọn cho hai nội dung. Mỗi cột chỉ chọn một lần.")
    staff = read_list(
        content_of(locked), name=locked.file_name, year=year or locked.year, mapping=chosen
    )
    locked.rows.all().delete()
    locked.mapping, locked.year = chosen, staff.year
    _show_staff(locked, staff)
    return locked


def read_list(
    content: bytes,
    *,
    name: str,
    year: int | None = None,
    mapping: Mapping[str, str] | None = None,
) -> StaffList:
    """The staff list in `content`; an unreadable file is refused at the field `file`."""
    today = timezone.localdate()
    try:
        book = open_workbook(content, name=name)
        asked = year or stated_year(book) or today.year
        reader = read_template if is_template(book) else read_staff
        return reader(book, year=asked, as_of=today, mapping=mapping)
    except UnreadableFile as error:
        raise WrongState(error.sentence, field="file") from error
    except ValueError as error:
        raise WrongState(f"“{error}” không phải là tên cột của Excel (A, B, C…).") from error


def read_book(content: bytes, *, name: str) -> Register:
    """The register in `content`; an unreadable file is refused at the field `file`."""
    try:
        return read_register(open_workbook(content, name=name), as_of=timezone.localdate())
    except UnreadableFile as error:
        raise WrongState(error.sentence, field="file") from error


def _show_staff(batch: ImportBatch, staff: StaffList) -> None:
    plan = plan_staff(staff, batch.department)
    batch.columns = _columns(staff.columns)
    batch.summary = {
        "kind": staff.kind,
        "counts": plan.counts(),
        "person_rows": staff.person_rows,
        "new_units": plan.new_units,
    }
    ImportRow.objects.bulk_create(staff_rows(batch, plan), batch_size=500)
    batch.save()


def _columns(columns: Mapping[str, tuple[ColumnGuess, ...]]) -> list[dict[str, Any]]:
    return [
        {
            "sheet": sheet,
            "column": guess.column,
            "field": guess.field,
            "header": guess.header,
            "reason": guess.reason,
            "certain": guess.certain,
        }
        for sheet, guesses in columns.items()
        for guess in guesses
    ]


def _log(batch: ImportBatch, by: Any) -> None:
    record(
        by=by,
        action="exchange.preview",
        text=f"Đọc tệp “{batch.file_name}” để xem trước ({batch.get_kind_display().lower()})",
        subject=batch,
        body=batch.department,
        detail={"sha256": batch.sha256, "size": batch.size},
    )
