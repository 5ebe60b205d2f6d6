"""Lines and grades of a table as forms and files give them, and how they are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.scoring.arithmetic import KINDS, Kind, Step
from thidua.scoring.models import Criterion, GradeBand, ScoreTable

MOST_LINES = 300
LARGEST = Decimal(10**6)
LEVELS = 8


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
    checked = [checked_row(row) for row in rows]
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
            if steps > LEVELS:
                raise WrongState(
                    f"Dòng {row.number} nằm quá {LEVELS} cấp, hoặc mục nằm trong chính nó."
                )
    table.criteria.all().delete()
    waiting = list(checked)
    while waiting:  # one bulk insert a level
        ready = [row for row in waiting if not row.parent or by_number[row.parent].pk]
        for row in ready:
            fill_row(by_number[row.number], row, by_number.get(row.parent))
        Criterion.objects.bulk_create([by_number[row.number] for row in ready])
        waiting = [row for row in waiting if row not in ready]
    renumber_places(table)


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


def checked_row(row: CriterionRow) -> CriterionRow:
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


def fill_row(made: Criterion, row: CriterionRow, parent: Criterion | None) -> None:
    for name in ("number", "text", "kind", "maximum", "unit", "per", "due_on", "source",
                 "evidence", "floor", "cap"):  # fmt: skip
        setattr(made, name, getattr(row, name))
    made.steps = [{"at_least": str(s.at_least), "points": str(s.points)} for s in row.steps]
    made.parent = parent


def renumber_places(table: ScoreTable) -> None:
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
