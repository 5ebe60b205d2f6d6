"""Issuing a table (frozen from then on), its next version, its copy for another year, locks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.organisations.models import Body
from thidua.scoring.actions.tables import HEAD, draft_table, fill_head, locked_draft
from thidua.scoring.actions.writing import (
    BandRow,
    CriterionRow,
    row_of,
    write_bands,
    write_criteria,
)
from thidua.scoring.models import ScoreTable, YearLock
from thidua.scoring.permissions import (
    check_may_issue,
    check_may_lock,
    check_may_write_tables,
    check_year_open,
)
from thidua.scoring.queries.tables import problems_of
from thidua.scoring.samples import sample

State = ScoreTable.State


@transaction.atomic
def issue_table(*, table: ScoreTable, number: str, issued_on: dt.date, by: Any) -> ScoreTable:
    """Freeze the table and put it to use; the version before is marked as replaced.

    Refuses, naming each point, a table whose sums, rules or grades do not fit: nothing is rescaled.
    """
    check_may_issue(by, department=table.department)
    kept = ScoreTable.objects.select_for_update(of=("self",)).select_related(
        "department", "replaces"
    )
    table = kept.get(pk=table.pk)
    check_year_open(table.department, table.year)
    if table.state != State.DRAFT:
        raise WrongState("Bảng đã ban hành.")
    if problems := problems_of(table, table.criteria.all(), table.bands.all()):
        shown = " ".join(one.sentence for one in problems[:5])
        more = f" Còn {len(problems) - 5} điểm nữa." if len(problems) > 5 else ""
        raise WrongState(f"Chưa ban hành được. {shown}{more}")
    if issued_on > timezone.localdate():
        raise WrongState("Ngày ban hành không thể ở tương lai.", field="issued_on")
    number = squeeze(number)[:60]
    if not number:
        raise WrongState("Ghi số văn bản ban hành bảng.", field="number")
    if table.replaces is not None:
        ScoreTable.objects.filter(pk=table.replaces.pk).update(state=State.REPLACED)
    rivals = ScoreTable.objects.filter(
        department=table.department, year=table.year, units=table.units,
        folded_name=table.folded_name, state=State.ISSUED,
    )  # fmt: skip
    if rivals.exists():
        raise WrongState(
            "Đã có bảng cùng tên, cùng năm, cùng loại đơn vị đang áp dụng. Lập lần ban hành mới "
            "từ bảng đó.",
            field="number",
        )
    table.state, table.number, table.issued_on = State.ISSUED, number, issued_on
    table.save()
    record(
        by=by,
        action="scoring.issue_table",
        text=f"Ban hành bảng chấm điểm “{table.name}” năm {table.year}, lần {table.version}",
        subject=table,
        body=table.department,
        detail={"number": number, "replaces": table.replaces_id},
    )
    return table


@transaction.atomic
def new_version(*, table: ScoreTable, by: Any) -> ScoreTable:
    """A draft of the next version, the same in everything; issuing it replaces this one."""
    check_may_write_tables(by, department=table.department)
    if table.state != State.ISSUED:
        raise WrongState("Chỉ lập lần ban hành mới từ bảng đang áp dụng.")
    check_year_open(table.department, table.year)
    if ScoreTable.objects.filter(replaces=table).exists():
        raise WrongState("Đã có dự thảo của lần ban hành mới. Sửa tiếp dự thảo đó.")
    return _copied(table, year=table.year, by=by, replaces=table)


@transaction.atomic
def copy_table(*, table: ScoreTable, year: int, by: Any) -> ScoreTable:
    """The same table as a draft for another year; deadlines move by as many years."""
    check_may_write_tables(by, department=table.department)
    if year == table.year:
        raise WrongState("Chọn năm khác. Trong cùng năm thì lập lần ban hành mới.", field="year")
    return _copied(table, year=year, by=by, replaces=None)


@transaction.atomic
def use_sample(*, department: Body, code: str, year: int, by: Any) -> ScoreTable:
    """A draft from one of the tables that come with the program, deadlines in `year`."""
    chosen = sample(code, year)
    if chosen is None:
        raise WrongState("Không có bảng mẫu này. Chọn lại trong danh sách.")
    table = draft_table(department=department, head=chosen.head, by=by)
    table = locked_draft(table, by=by, revision=None)
    write_criteria(table, [CriterionRow(**row) for row in chosen.criteria])
    write_bands(table, [BandRow(**band) for band in chosen.bands])
    return table


@transaction.atomic
def lock_year(*, department: Body, year: int, reason: str, by: Any) -> YearLock:
    """Close a year: sheets, tables and rankings of it refuse every change from now on."""
    check_may_lock(by, department=department)
    reason = squeeze(reason)[:300]
    if not reason:
        raise WrongState("Ghi căn cứ khóa năm chấm điểm.", field="reason")
    lock, made = YearLock.objects.get_or_create(
        department=department, year=year, defaults={"reason": reason, "locked_by": by}
    )
    if not made:
        raise WrongState(f"Năm {year} đã khóa.")
    record(
        by=by, action="scoring.lock_year", text=f"Khóa năm chấm điểm {year}", subject=lock,
        body=department, detail={"reason": reason},
    )  # fmt: skip
    return lock


@transaction.atomic
def unlock_year(*, lock: YearLock, reason: str, by: Any) -> None:
    """Open a locked year again, with a reason; the log keeps both."""
    check_may_lock(by, department=lock.department)
    reason = squeeze(reason)[:300]
    if not reason:
        raise WrongState("Ghi lý do mở khóa.", field="reason")
    record(
        by=by, action="scoring.unlock_year", text=f"Mở khóa năm chấm điểm {lock.year}",
        subject=lock, body=lock.department, detail={"reason": reason, "locked_for": lock.reason},
    )  # fmt: skip
    lock.delete()


def _copied(table: ScoreTable, *, year: int, by: Any, replaces: ScoreTable | None) -> ScoreTable:
    department = table.department
    check_may_write_tables(by, department=department)
    check_year_open(department, year)
    moved = year - table.year
    head = {name: getattr(table, name) for name in HEAD} | {"year": year}
    head["due_on"] = shifted(table.due_on, moved)
    new = ScoreTable(
        department=department,
        replaces=replaces,
        version=table.version + 1 if replaces else 1,
    )
    fill_head(new, head)
    new.save()
    rows = list(table.criteria.order_by("place", "pk"))
    numbers = {row.pk: row.number for row in rows}
    copied = [row_of(row, numbers) for row in rows]
    write_criteria(
        new,
        [
            CriterionRow(
                **{
                    name: getattr(row, name)
                    for name in CriterionRow.__dataclass_fields__
                    if name != "due_on"
                },
                due_on=shifted(row.due_on, moved),
            )
            for row in copied
        ],
    )
    write_bands(
        new,
        [
            BandRow(one.name, one.at_least, one.below, one.section_percent, one.rating)
            for one in table.bands.all()
        ],
    )
    record(
        by=by,
        action="scoring.copy_table",
        text=f"Lập dự thảo bảng “{new.name}” năm {year} từ bảng năm {table.year}",
        subject=new,
        body=department,
        detail={"from": table.pk},
    )
    return new


def shifted(day: dt.date | None, years: int) -> dt.date | None:
    """The same day some years on; 29 February becomes the last day of that month."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
