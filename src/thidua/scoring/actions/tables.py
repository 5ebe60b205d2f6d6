"""Writing a draft table: its head, its criteria one by one or all at once, its grades."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import fold, squeeze
from thidua.organisations.models import Body
from thidua.scoring.actions.writing import (
    LARGEST,
    LEVELS,
    MOST_LINES,
    BandRow,
    CriterionRow,
    checked_row,
    fill_row,
    renumber_places,
    write_bands,
    write_criteria,
)
from thidua.scoring.arithmetic import KINDS, METHODS, Kind
from thidua.scoring.models import Criterion, ScoreTable
from thidua.scoring.permissions import (
    check_may_change_table,
    check_may_write_tables,
    check_year_open,
)

HEAD = (
    "name", "year", "units", "total", "reason_from", "peer_method", "peers_open", "due_on",
    "tie_rules",
)  # fmt: skip


@transaction.atomic
def draft_table(*, department: Body, head: Mapping[str, Any], by: Any) -> ScoreTable:
    """Begin a table. Refuses one without a name, a total of 0, a year out of reach or locked."""
    check_may_write_tables(by, department=department)
    table = ScoreTable(department=department)
    fill_head(table, head)
    check_year_open(department, table.year)
    table.save()
    record(
        by=by,
        action="scoring.draft_table",
        text=f"Lập dự thảo bảng chấm điểm “{table.name}” năm {table.year}",
        subject=table,
        body=department,
    )
    return table


@transaction.atomic
def save_table(
    *, table: ScoreTable, head: Mapping[str, Any], by: Any, revision: int | None = None
) -> ScoreTable:
    """Write the head of a draft; the audit row names what changed."""
    table = locked_draft(table, by=by, revision=revision)
    before = {name: getattr(table, name) for name in HEAD}
    fill_head(table, head)
    check_year_open(table.department, table.year)
    _bump(table)
    changed = sorted(name for name in HEAD if getattr(table, name) != before[name])
    if changed:
        _log(table, "save_table", "Sửa bảng chấm điểm", by=by, detail={"changed": changed})
    return table


@transaction.atomic
def set_criteria(
    *, table: ScoreTable, rows: Sequence[CriterionRow], by: Any, revision: int | None = None
) -> ScoreTable:
    """Write all criteria of a draft anew. Refuses unknown kinds, double numbers, lost branches."""
    table = locked_draft(table, by=by, revision=revision)
    write_criteria(table, rows)
    _bump(table)
    _log(
        table, "set_criteria", f"Ghi {len(rows)} tiêu chí vào bảng", by=by,
        detail={"lines": len(rows)},
    )  # fmt: skip
    return table


@transaction.atomic
def put_criterion(
    *,
    table: ScoreTable,
    row: CriterionRow,
    by: Any,
    criterion: Criterion | None = None,
    revision: int | None = None,
) -> Criterion:
    """Add a line at the end of its branch, or write one anew; a branch cannot go under itself."""
    table = locked_draft(table, by=by, revision=revision)
    rows = list(table.criteria.order_by("place", "pk"))
    kept = next((one for one in rows if criterion is not None and one.pk == criterion.pk), None)
    if criterion is not None and kept is None:
        raise WrongState("Tiêu chí này không còn trong bảng. Tải lại trang.")
    if kept is None and len(rows) >= MOST_LINES:
        raise WrongState(f"Một bảng có không quá {MOST_LINES} dòng.")
    checked = checked_row(row)
    if any(one.number == checked.number and one is not kept for one in rows):
        raise WrongState(f"Bảng đã có dòng số {checked.number}.", field="number")
    parent = next((one for one in rows if one.number == checked.parent), None)
    if checked.parent and parent is None:
        raise WrongState(f"Bảng không có mục {checked.parent}.", field="parent")
    if parent is not None:
        _refuse_circle(kept, parent, {one.pk: one for one in rows})
        if parent.kind != Kind.GROUP:
            raise WrongState(
                f"Dòng {parent.number} là dòng được chấm. Đổi cách chấm của dòng đó thành "
                f"“{KINDS[Kind.GROUP]}” rồi thêm dòng con.",
                field="parent",
            )
    if kept is not None and checked.kind != Kind.GROUP and kept.children.exists():
        raise WrongState("Mục còn dòng con nên phải giữ cách chấm “Mục, phần”.", field="kind")
    made = kept or Criterion(table=table, place=(rows[-1].place + 1) if rows else 1)
    fill_row(made, checked, parent)
    made.save()
    renumber_places(table)
    _bump(table)
    verb = "Sửa" if kept else "Thêm"
    _log(table, "put_criterion", f"{verb} tiêu chí {made.number} trong bảng", by=by)
    return made


@transaction.atomic
def remove_criterion(*, criterion: Criterion, by: Any, revision: int | None = None) -> ScoreTable:
    """Take out a line, and with a branch everything below it; the audit row lists them."""
    table = locked_draft(criterion.table, by=by, revision=revision)
    rows = {one.pk: one for one in table.criteria.all()}
    gone = [one for one in rows.values() if _under(one, criterion.pk, rows)]
    _log(
        table, "remove_criterion", f"Xóa tiêu chí {criterion.number} khỏi bảng", by=by,
        detail={"before": [f"{one.number}. {one.text}" for one in gone]},
    )  # fmt: skip
    criterion.delete()
    _bump(table)
    return table


@transaction.atomic
def move_criterion(*, criterion: Criterion, up: bool, by: Any) -> ScoreTable:
    """One place up or down among the lines of the same branch; the first and last stay."""
    table = locked_draft(criterion.table, by=by, revision=None)
    siblings = list(table.criteria.filter(parent=criterion.parent_id).order_by("place", "pk"))
    index = next(i for i, one in enumerate(siblings) if one.pk == criterion.pk)
    other = index - 1 if up else index + 1
    if 0 <= other < len(siblings):
        first, second = siblings[index], siblings[other]
        first.place, second.place = second.place, first.place
        Criterion.objects.bulk_update([first, second], ["place"])
        renumber_places(table)
        _bump(table)
        _log(table, "move_criterion", f"Đổi thứ tự tiêu chí {criterion.number} trong bảng", by=by)
    return table


@transaction.atomic
def save_bands(
    *, table: ScoreTable, bands: Sequence[BandRow], by: Any, revision: int | None = None
) -> ScoreTable:
    """Write the grades of a draft anew; gaps and overlaps are said when it is to be issued."""
    table = locked_draft(table, by=by, revision=revision)
    write_bands(table, bands)
    _bump(table)
    _log(table, "save_bands", "Sửa các mức xếp loại của bảng", by=by, detail={"bands": len(bands)})
    return table


def locked_draft(table: ScoreTable, *, by: Any, revision: int | None) -> ScoreTable:
    """The draft as it is now, held; refuses when somebody changed it since `revision`."""
    found = ScoreTable.objects.select_for_update(of=("self",)).select_related("department")
    kept = found.get(pk=table.pk)
    check_may_change_table(by, kept)
    if revision is not None and kept.revision != revision:
        raise WrongState(
            "Bảng vừa được người khác sửa. Tải lại trang để xem bản mới rồi sửa tiếp; lần này "
            "không ghi gì."
        )
    return kept


def fill_head(table: ScoreTable, head: Mapping[str, Any]) -> None:
    for name in HEAD:
        if name in head:
            setattr(table, name, head[name])
    table.name = squeeze(table.name)[:200]
    if not table.name:
        raise WrongState("Ghi tên bảng chấm điểm.", field="name")
    latest = timezone.localdate().year + 1
    if not 2000 <= table.year <= latest:
        raise WrongState(f"Năm của bảng phải từ 2000 đến {latest}.", field="year")
    if table.units not in ScoreTable.Units.values:
        raise WrongState("Chọn loại đơn vị áp dụng.", field="units")
    if table.peer_method not in METHODS:
        raise WrongState("Chọn cách lấy điểm chấm chéo.", field="peer_method")
    for name, words in (("total", "Tổng điểm"), ("reason_from", "Mức lệch phải ghi lý do")):
        value = Decimal(getattr(table, name))
        if not value.is_finite() or not 0 < value < LARGEST:
            raise WrongState(f"{words} phải lớn hơn 0.", field=name)
    table.folded_name = fold(table.name)[:200]


def _refuse_circle(
    kept: Criterion | None, parent: Criterion, rows: Mapping[int, Criterion]
) -> None:
    if kept is not None and _under(parent, kept.pk, rows):
        raise WrongState("Mục không thể nằm trong chính nó hoặc mục con của nó.", field="parent")
    depth, above = 1, parent.parent_id
    while above:
        depth, above = depth + 1, rows[above].parent_id
    if depth >= LEVELS:
        raise WrongState(f"Bảng có không quá {LEVELS} cấp.", field="parent")


def _under(one: Criterion, branch: int, rows: Mapping[int, Criterion]) -> bool:
    at: int | None = one.pk
    while at:
        if at == branch:
            return True
        at = rows[at].parent_id
    return False


def _bump(table: ScoreTable) -> None:
    table.revision += 1
    table.save()


def _log(
    table: ScoreTable, action: str, text: str, *, by: Any, detail: dict[str, Any] | None = None
) -> None:
    record(
        by=by,
        action=f"scoring.{action}",
        text=f"{text} “{table.name}” năm {table.year}",
        subject=table,
        body=table.department,
        detail=detail or {},
    )
