"""Confirming a batch: the file is read again and written through the actions of each app."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.exchange import progress, queries, vault
from thidua.exchange.actions.batches import open_batch, work_key
from thidua.exchange.actions.loading import read_book, read_list, read_proposal
from thidua.exchange.actions.write_offers import write_offers
from thidua.exchange.actions.write_register import write_register
from thidua.exchange.actions.write_staff import write_staff
from thidua.exchange.models import ImportBatch, ImportRow
from thidua.exchange.offer_plan import plan_offers
from thidua.exchange.permissions import check_may_import
from thidua.exchange.progress import SILENT, Work
from thidua.exchange.readers.quiet import without_collector
from thidua.exchange.register_plan import Decision, plan_register
from thidua.exchange.staff_drafts import lines_of
from thidua.exchange.staff_plan import plan_staff
from thidua.kit.errors import WrongState

Kind, Choice = ImportBatch.Kind, ImportRow.Choice


@transaction.atomic
def confirm_import(*, batch: ImportBatch, by: Any, work: Work = SILENT) -> ImportBatch:
    """Bring everything of the batch in, in one transaction, or nothing.

    The file is compared again with what is recorded by now, so that what changed since the preview
    is respected and a second time changes nothing; then it is deleted, its digest stays. Refuses
    everybody but the officer, a batch that is done or put aside, and one with doubtful rows nobody
    has decided.
    """
    locked = open_batch(batch)
    check_may_import(by, department=locked.department)
    if locked.state == ImportBatch.State.READING:
        raise WrongState("Tệp chưa đọc xong. Chờ đọc xong, xem các dòng rồi nhập.")
    if waiting := queries.undecided(locked):
        raise WrongState(
            f"Còn {waiting} dòng chưa quyết định. Mở bộ lọc “Cần quyết định”, chọn cho từng dòng "
            "hoặc cho mọi dòng giống nhau rồi nhập."
        )
    work.tell("Mở và đọc lại tệp", 0, 2)
    content = vault.content_of(locked)
    write = {Kind.STAFF: _staff, Kind.REGISTER: _register, Kind.PROPOSAL: _offers}
    result, lines, made = write[Kind(locked.kind)](locked, content, by, work)
    locked.summary = {**locked.summary, "result": result, "lines": lines}
    locked.made = made
    locked.state = ImportBatch.State.CONFIRMED
    locked.confirmed_by, locked.confirmed_at = by, timezone.now()
    vault_path = locked.file.name
    locked.file = ""
    locked.save()
    record(
        by=by,
        action="exchange.confirm_import",
        text=f"Nhập tệp “{locked.file_name}” ({locked.get_kind_display().lower()})",
        subject=locked,
        body=locked.department,
        detail={**result, "lines": lines},
    )
    # Only when all of it is stored: a batch that fails keeps its file.
    transaction.on_commit(lambda: _clear(locked, vault_path))
    return locked


Written = tuple[dict[str, int], dict[str, int], dict[str, Any]]


def _clear(batch: ImportBatch, path: str | None) -> None:
    if path:
        ImportBatch._meta.get_field("file").storage.delete(path)
    progress.forget(work_key(batch))


def _decisions(batch: ImportBatch) -> dict[str, Decision]:
    decided = ImportRow.objects.filter(batch=batch).exclude(choice=Choice.OPEN)
    rows = decided.values_list("data", "choice", "person_id").iterator(chunk_size=2000)
    return {data["key"]: Decision(choice, person) for data, choice, person in rows}


def _staff(batch: ImportBatch, content: bytes, by: Any, work: Work) -> Written:
    staff = read_list(content, name=batch.file_name, year=batch.year, mapping=batch.mapping)
    decisions = _decisions(batch)
    choices = {key: (one.choice, one.person) for key, one in decisions.items()}
    plan = plan_staff(staff, batch.department, choices)
    left = {key for key, one in decisions.items() if one.choice == Choice.REFUSE}
    lines = lines_of(plan, left)
    plan.people = [one for one in plan.people if one.read.key not in left]
    late = [one.read for one in plan.people if one.asked]
    if late:
        raise WrongState(
            f"Dữ liệu đã thay đổi từ lúc xem trước: {late[0].name} (trang “{late[0].sheet}”, dòng "
            f"{late[0].rows[0]}) nay trùng với người đã có. Bỏ lần nhập này và chọn lại tệp."
        )
    work.tell("Ghi danh sách cán bộ", 1, 2)
    result, made = write_staff(plan, batch.department, by=by)
    return result, lines, made


def _register(batch: ImportBatch, content: bytes, by: Any, work: Work) -> Written:
    with without_collector():
        register = read_book(
            content,
            name=batch.file_name,
            mapping=batch.mapping,
            meanings=batch.meanings,
            work=work,
        )
        plan = plan_register(register, batch.department, _decisions(batch), work)
        result, made = write_register(plan, by=by, work=work)
    return result, plan.lines(), made


def _offers(batch: ImportBatch, content: bytes, by: Any, work: Work) -> Written:
    offers = read_proposal(content, name=batch.file_name, meanings=batch.meanings)
    plan = plan_offers(offers, batch.department, _decisions(batch))
    work.tell("Lập hồ sơ dự thảo", 1, 2)
    result, made = write_offers(plan, by=by)
    return result, plan.lines(), made
