"""Reading an upload into the staging area: nothing reaches people or the register from here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.base import File
from django.db import transaction

from thidua.audit.actions import record
from thidua.exchange import vault
from thidua.exchange.actions.batches import open_batch, received
from thidua.exchange.actions.loading import open_book, read_book, read_list, read_proposal
from thidua.exchange.actions.remembering import recall, remember
from thidua.exchange.actions.staging import store_rows
from thidua.exchange.drafts import RowDraft
from thidua.exchange.models import ImportBatch
from thidua.exchange.offer_plan import offer_drafts, plan_offers
from thidua.exchange.permissions import check_may_import
from thidua.exchange.progress import SILENT, Work
from thidua.exchange.readers.quiet import without_collector
from thidua.exchange.readers.records import ColumnGuess
from thidua.exchange.register_drafts import register_drafts
from thidua.exchange.register_plan import plan_register
from thidua.exchange.staff_drafts import lines_of, staff_drafts
from thidua.exchange.staff_plan import plan_staff
from thidua.kit.errors import WrongState
from thidua.organisations.models import Body

Kind, State = ImportBatch.Kind, ImportBatch.State


def preview_staff_list(
    *, body: Body, file: File[bytes], by: Any, year: int | None = None, sender: str = ""
) -> ImportBatch:
    """Read a staff list or the filled template and show what it would change.

    The very same file again gives the batch of before. Refuses everybody but the officer, a file
    that was imported already, and a file that cannot be read; then nothing is stored.
    """
    return preview(body=body, kind=Kind.STAFF, file=file, by=by, year=year, sender=sender)


def preview_register(*, body: Body, file: File[bytes], by: Any, sender: str = "") -> ImportBatch:
    """Read a legacy register and show to whom each row would go; refusals as for a staff list."""
    return preview(body=body, kind=Kind.REGISTER, file=file, by=by, sender=sender)


@transaction.atomic
def preview(
    *,
    body: Body,
    kind: str,
    file: File[bytes],
    by: Any,
    year: int | None = None,
    sender: str = "",
) -> ImportBatch:
    """Any kind of file, read at once."""
    check_may_import(by, department=body)
    batch, content, known = received(
        department=body, kind=kind, file=file, sender=sender, year=year
    )
    if known and batch.state != State.READING:
        return batch
    if not known:
        batch.uploaded_by = by
    return _read(batch, content, by, SILENT)


@transaction.atomic
def receive_file(
    *,
    body: Body,
    kind: str,
    file: File[bytes],
    by: Any,
    year: int | None = None,
    sender: str = "",
) -> ImportBatch:
    """Keep a large file to be read by `read_batch`, in a process of its own time."""
    check_may_import(by, department=body)
    batch, content, known = received(
        department=body, kind=kind, file=file, sender=sender, year=year
    )
    if not known:
        batch.uploaded_by, batch.state = by, State.READING
        vault.put(batch, content)
        batch.save()
    return batch


def read_batch(*, batch: ImportBatch, by: Any, work: Work = SILENT) -> ImportBatch:
    """Read a file that was kept. Killed on the way, nothing of it is stored and it can be read
    again; a file that cannot be read is put aside with the reason.
    """
    check_may_import(by, department=batch.department)
    try:
        with transaction.atomic():
            locked = open_batch(batch)
            if locked.state != State.READING:
                return locked
            return _read(locked, vault.content_of(locked), by, work)
    except WrongState as refusal:
        with transaction.atomic():
            locked = open_batch(batch)
            vault.drop(locked)
            locked.state, locked.summary = State.DISCARDED, {"failure": str(refusal)}
            locked.save()
        raise


@transaction.atomic
def correct_columns(
    *,
    batch: ImportBatch,
    mapping: Mapping[str, str],
    by: Any,
    year: int | None = None,
    sheet: str = "",
) -> ImportBatch:
    """Read the file again with the columns (field code -> letter) and the year the officer says.

    For a register the columns are those of `sheet`. Remembered for the sender. The answers given
    to rows before are lost, because the rows are new. Refuses a confirmed batch, and a mapping
    without the needed columns; then the batch stays as it was.
    """
    locked = open_batch(batch)
    check_may_import(by, department=locked.department)
    chosen = {field: letter.upper() for field, letter in mapping.items() if letter}
    letters = [letter for letter in chosen.values() if letter != "-"]
    twice = [letter for letter in letters if letters.count(letter) > 1]
    if twice:
        raise WrongState(f"Cột {twice[0]} được chọn cho hai nội dung. Mỗi cột chỉ chọn một lần.")
    if locked.kind == Kind.STAFF:
        locked.mapping, locked.year = chosen, year or locked.year
    elif locked.kind == Kind.REGISTER:
        if sheet not in {column["sheet"] for column in locked.columns}:
            raise WrongState("Chọn trang tính có trong tệp.", field="sheet")
        locked.mapping = {**locked.mapping, sheet: chosen}
    else:
        raise WrongState("Bảng trong văn bản đề nghị không chỉnh cột được: sửa ngay trong văn bản.")
    again = _read(locked, vault.content_of(locked), by, SILENT)
    remember(again, sheet=sheet, by=by)
    return again


@transaction.atomic
def explain_award(*, batch: ImportBatch, text: str, code: str, by: Any) -> ImportBatch:
    """Say which award a text of the file means; every row with it is read again with that.

    `text` as the row shows it. Remembered for the sender. Refuses an unknown code.
    """
    from thidua.exchange.readers.award_names import named_by_code
    from thidua.exchange.readers.text import words

    locked = open_batch(batch)
    check_may_import(by, department=locked.department)
    if not words(text):
        raise WrongState("Dòng này không ghi danh hiệu nào để giải thích.", field="text")
    if named_by_code(code) is None:
        raise WrongState("Chọn một danh hiệu, hình thức khen thưởng trong danh mục.", field="code")
    locked.meanings = {**locked.meanings, words(text): code}
    again = _read(locked, vault.content_of(locked), by, SILENT)
    remember(again, by=by)
    return again


def _read(batch: ImportBatch, content: bytes, by: Any, work: Work) -> ImportBatch:
    """Read, compare and stage, inside the caller's transaction."""
    fresh = batch.pk is None or batch.state == State.READING
    drafts = _staged(batch, content, work)
    if batch.pk is None:
        vault.put(batch, content)
    else:
        batch.rows.all().delete()
    batch.state = State.PREVIEW
    batch.save()
    store_rows(batch, drafts, work)
    if fresh:
        record(
            by=by,
            action="exchange.preview",
            text=f"Đọc tệp “{batch.file_name}” để xem trước ({batch.get_kind_display().lower()})",
            subject=batch,
            body=batch.department,
            detail={"sha256": batch.sha256, "size": batch.size},
        )
    return batch


def _staged(batch: ImportBatch, content: bytes, work: Work) -> list[RowDraft]:
    """Fill the batch with what the file says; the rows for the staging area."""
    work.tell("Mở và kiểm tra tệp", 0, 2)
    summary: dict[str, Any] = {}
    if batch.kind == Kind.PROPOSAL:
        offers = plan_offers(
            read_proposal(content, name=batch.file_name, meanings=batch.meanings), batch.department
        )
        summary |= {"counts": offers.counts(), "lines": offers.lines(), "notes": offers.notes()}
        drafts = offer_drafts(offers, summary)
        batch.year, batch.summary = offers.year, summary
        return drafts
    book = open_book(content, name=batch.file_name)
    summary["notes"] = list(book.notes)
    if batch.kind == Kind.STAFF:
        staff = read_list(book, name=batch.file_name, year=batch.year, mapping=batch.mapping)
        batch.columns = _columns(staff.columns)
        if not batch.mapping and recall(batch, summary):
            staff = read_list(book, name=batch.file_name, year=batch.year, mapping=batch.mapping)
            batch.columns = _columns(staff.columns)
        plan = plan_staff(staff, batch.department)
        batch.year = staff.year
        summary |= {
            "kind": staff.kind,
            "counts": plan.counts(),
            "person_rows": staff.person_rows,
            "new_units": plan.new_units,
            "lines": lines_of(plan, set()),
        }
        drafts = staff_drafts(plan, summary)
    else:
        with without_collector():
            drafts = _register(batch, book, summary, work)
    batch.summary = summary
    return drafts


def _register(batch: ImportBatch, book: Any, summary: dict[str, Any], work: Work) -> list[RowDraft]:
    def read() -> Any:
        return read_book(
            book,
            name=batch.file_name,
            mapping=batch.mapping,
            meanings=batch.meanings,
            work=work,
        )

    register = read()
    batch.columns = _columns(register.columns)
    if not batch.mapping and not batch.meanings and recall(batch, summary):
        register = read()
        batch.columns = _columns(register.columns)
    plan = plan_register(register, batch.department, work=work)
    summary |= {
        "counts": plan.counts(),
        "lines": plan.lines(),
        "years": list(register.years),
        "complete": list(register.complete or ()),
        "legacy_sheets": list(register.legacy_sheets),
    }
    return register_drafts(plan, summary)


def _columns(columns: Mapping[str, tuple[ColumnGuess, ...]]) -> list[dict[str, Any]]:
    return [
        {
            "sheet": sheet,
            "column": guess.column,
            "field": guess.field,
            "header": guess.header,
            "reason": guess.reason,
            "certain": guess.certain,
            "samples": list(guess.samples),
        }
        for sheet, guesses in columns.items()
        for guess in guesses
    ]
