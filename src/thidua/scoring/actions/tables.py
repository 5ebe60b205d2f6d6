"""Writing a draft table: its head, its criteria one by one or all at once, its grades."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import fold, squeeze
from thidua.organisations.models import Body
from thidua.scoring.arithmetic import KINDS, METHODS, Kind, Step
from thidua.scoring.models import Criterion, GradeBand, ScoreTable
from thidua.scoring.permissions import (
    check_may_change_table,
    check_may_write_tables,
    check_year_open,
)

HEAD = (
    "name", "year", "units", "total", "reason_from", "peer_method", "peers_open", "due_on",
    "tie_rules",
)  # fmt: skip
MOST_LINES = 300
LARGEST = Decimal(10**6)
_LEVELS = 8


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One line of a table as a form or a file gives it; `parent` is the number of its branch."""

    number: str
    text: str
    kind: str = Kind.MANUAL
    maximum: Decimal | None = None
    unit: str = ""
    per: Decimal | None = None
    steps: tuple[Step, ...] = ()
    due_on: dt.date | None = None
    source: str = ""
    evidence: bool = False
    floor: Decimal | None = None
    cap: Decimal | None = None
    parent: str = ""


@dataclass(frozen=True, slots=True)
class BandRow:
    """One grade; `rating` is the collective's rating for the law where the grade is one."""

    name: str
    at_least: Decimal | None
    below: Decimal | None
    section_percent: Decimal | None = None
    rating: str = ""


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
    checked = _checked_row(row)
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
    _fill_row(made, checked, parent)
    made.save()
    _renumber_places(table)
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
        _renumber_places(table)
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


def write_bands(table: ScoreTable, bands: Sequence[BandRow]) -> None:
    names = [squeeze(one.name) for one in bands]
    for name in names:
        if not name:
            raise WrongState("Ghi tên xếp loại.")
        if names.count(name) > 1:
            raise WrongState(f"Xếp loại “{name}” có hai lần.")
    for one in bands:
        if one.at_least is not None and one.below is not None and one.below <= one.at_least:
            raise WrongState(f"Xếp loại “{one.name}”: mức “đến dưới” phải lớn hơn mức “từ”.")
        for value in (one.at_least, one.below, one.section_percent):
            if value is not None and (not value.is_finite() or abs(value) >= LARGEST):
                raise WrongState(f"Xếp loại “{one.name}”: kiểm tra lại số điểm.")
    table.bands.all().delete()
    GradeBand.objects.bulk_create(
        [
            GradeBand(
                table=table, name=squeeze(one.name)[:80], rating=one.rating,
                at_least=one.at_least, below=one.below, section_percent=one.section_percent,
            )
            for one in bands
        ]
    )  # fmt: skip


def write_criteria(table: ScoreTable, rows: Sequence[CriterionRow]) -> None:
    """All lines anew, parents before children as they come; for drafts without sheets only."""
    if len(rows) > MOST_LINES:
        raise WrongState(f"Một bảng có không quá {MOST_LINES} dòng.")
    checked = [_checked_row(row) for row in rows]
    by_number: dict[str, Criterion] = {}
    for row in checked:
        if row.number in by_number:
            raise WrongState(f"Số {row.number} có hai lần.", field="number")
        by_number[row.number] = Criterion(table=table, place=len(by_number) + 1)
    parents = {row.number: row.parent for row in checked}
    for row in checked:
        if row.parent and row.parent not in by_number:
            raise WrongState(f"Dòng {row.number}: bảng không có mục {row.parent}.")
        above, steps = row.parent, 0
        while above:
            above, steps = parents[above], steps + 1
            if steps > _LEVELS:
                raise WrongState(
                    f"Dòng {row.number} nằm quá {_LEVELS} cấp, hoặc mục nằm trong chính nó."
                )
    table.criteria.all().delete()
    waiting = list(checked)
    while waiting:  # one bulk insert a level
        ready = [row for row in waiting if not row.parent or by_number[row.parent].pk]
        for row in ready:
            _fill_row(by_number[row.number], row, by_number.get(row.parent))
        Criterion.objects.bulk_create([by_number[row.number] for row in ready])
        waiting = [row for row in waiting if row not in ready]
    _renumber_places(table)


def row_of(criterion: Criterion, parents: Mapping[int, str]) -> CriterionRow:
    """A stored line as a row, for copies and forms."""
    return CriterionRow(
        number=criterion.number, text=criterion.text, kind=criterion.kind,
        maximum=criterion.maximum, unit=criterion.unit, per=criterion.per,
        steps=tuple(Step(Decimal(s["at_least"]), Decimal(s["points"])) for s in criterion.steps),
        due_on=criterion.due_on, source=criterion.source, evidence=criterion.evidence,
        floor=criterion.floor, cap=criterion.cap,
        parent=parents.get(criterion.parent_id or 0, ""),
    )  # fmt: skip


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


def _checked_row(row: CriterionRow) -> CriterionRow:
    number, text = squeeze(row.number), squeeze(row.text)
    if not number or len(number) > 20:
        raise WrongState("Ghi số của tiêu chí, không quá 20 ký tự, ví dụ I, 1.2.", field="number")
    if not text:
        raise WrongState(f"Dòng {number} chưa có nội dung.", field="text")
    if row.kind not in KINDS:
        raise WrongState(f"Dòng {number}: chọn cách chấm.", field="kind")
    for name in ("maximum", "per", "floor", "cap"):
        value = getattr(row, name)
        if value is not None and (not value.is_finite() or abs(value) >= LARGEST):
            raise WrongState(f"Dòng {number}: kiểm tra lại số điểm.", field=name)
    if row.maximum is not None and row.maximum <= 0:
        raise WrongState(f"Dòng {number}: điểm tối đa phải lớn hơn 0.", field="maximum")
    return CriterionRow(
        number, text[:500], row.kind, row.maximum, squeeze(row.unit)[:40], row.per, row.steps,
        row.due_on, squeeze(row.source)[:80], row.evidence, row.floor, row.cap,
        squeeze(row.parent),
    )  # fmt: skip


def _fill_row(made: Criterion, row: CriterionRow, parent: Criterion | None) -> None:
    for name in ("number", "text", "kind", "maximum", "unit", "per", "due_on", "source",
                 "evidence", "floor", "cap"):  # fmt: skip
        setattr(made, name, getattr(row, name))
    made.steps = [{"at_least": str(s.at_least), "points": str(s.points)} for s in row.steps]
    made.parent = parent


def _refuse_circle(
    kept: Criterion | None, parent: Criterion, rows: Mapping[int, Criterion]
) -> None:
    if kept is not None and _under(parent, kept.pk, rows):
        raise WrongState("Mục không thể nằm trong chính nó hoặc mục con của nó.", field="parent")
    depth, above = 1, parent.parent_id
    while above:
        depth, above = depth + 1, rows[above].parent_id
    if depth >= _LEVELS:
        raise WrongState(f"Bảng có không quá {_LEVELS} cấp.", field="parent")


def _under(one: Criterion, branch: int, rows: Mapping[int, Criterion]) -> bool:
    at: int | None = one.pk
    while at:
        if at == branch:
            return True
        at = rows[at].parent_id
    return False


def _renumber_places(table: ScoreTable) -> None:
    """Places in reading order: each branch before what is under it, siblings as they stand."""
    rows = list(table.criteria.order_by("place", "pk"))
    under: dict[int | None, list[Criterion]] = {}
    for row in rows:
        under.setdefault(row.parent_id, []).append(row)
    ordered: list[Criterion] = []

    def walk(parent: int | None) -> None:
        for row in under.get(parent, ()):
            ordered.append(row)
            walk(row.pk)

    walk(None)
    moved = []
    for place, row in enumerate(ordered, start=1):
        if row.place != place:
            row.place = place
            moved.append(row)
    Criterion.objects.bulk_update(moved, ["place"])


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
