"""Rows of a workbook read as targets or results: new, changed, the same, bad with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from thidua.kit.errors import WrongState
from thidua.kit.fields import DAY_FORMATS
from thidua.kit.text import fold, squeeze
from thidua.movements.numbers import decimal_of, number_text
from thidua.organisations.queries import unit_finder
from thidua.targets.actions.planning import FIELDS, checked
from thidua.targets.actions.reporting import check_result
from thidua.targets.models import Target, TargetSet
from thidua.targets.periods import name, short_name
from thidua.targets.permissions import binds

TARGET_HEADS = (
    "Mã", "Nhóm", "Chỉ tiêu", "Loại", "Đơn vị tính", "Kế hoạch", "Chiều", "Kỳ báo cáo",
    "Cách tính", "Tổng hợp", "Phải có minh chứng", "Trọng số", "Hạn hoàn thành",
    "Đơn vị phụ trách", "Thực hiện năm trước",
)  # fmt: skip
RESULT_HEADS = ("Mã", "Chỉ tiêu", "Kỳ", "Kết quả", "Giải trình", "Minh chứng")
UP, DOWN = "Càng cao càng tốt", "Càng thấp càng tốt"
SUM, STATE = "Cộng dồn", "Tại thời điểm"
YES, NO = "Có", "Không"
NEW, CHANGED, SAME, BAD = "moi", "sua", "nhu-cu", "loi"


@dataclass
class Line:
    """One row of the file: its number there, what was read, and what would become of it."""

    number: int
    state: str
    code: str
    text: str
    problem: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    target: Target | None = None


def read_targets(of: TargetSet, rows: Sequence[Sequence[Any]]) -> list[Line]:
    """Rows below the heads; nothing is written."""
    places = _heads(rows, TARGET_HEADS, needed=("Mã", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch"))
    known = {one.code: one for one in of.targets.select_related("owner_unit")}
    find = unit_finder(of.department)
    seen: set[str] = set()
    lines = []
    for number, cells in _filled(rows):
        said = {head: _text(cells, place) for head, place in places.items()}
        code = said["Mã"].upper()[:20]
        line = Line(number, BAD, code, said["Chỉ tiêu"], target=known.get(code))
        try:
            if code in seen:
                raise WrongState(f"Mã {code} có hai dòng trong tệp.")
            given = _target_values(said, cells, places, find)
            values = checked(of, given, target=line.target)
        except WrongState as refusal:
            line.problem = str(refusal)
        else:
            line.values = given
            old = line.target
            changed = old is None or any(getattr(old, one) != values[one] for one in FIELDS)
            line.state = NEW if old is None else CHANGED if changed else SAME
        seen.add(code)
        lines.append(line)
    return lines


def read_results(of: TargetSet, rows: Sequence[Sequence[Any]]) -> list[Line]:
    """Rows below the heads; a row without a result is passed over."""
    places = _heads(rows, RESULT_HEADS, needed=("Mã", "Kỳ", "Kết quả"))
    known = {
        one.code: one for one in of.targets.select_related("set__body").prefetch_related("results")
    }
    seen: set[tuple[str, int]] = set()
    lines = []
    for number, cells in _filled(rows):
        said = {head: _text(cells, place) for head, place in places.items()}
        if not said["Kết quả"]:
            continue
        code = said["Mã"].upper()
        target = known.get(code)
        line = Line(number, BAD, code, target.text if target else said.get("Chỉ tiêu", ""))
        line.target = target
        try:
            _read_result(line, target, said, of)
            place = (code, line.values["period"])
            if place in seen:
                raise WrongState("Kỳ này của chỉ tiêu có hai dòng trong tệp.")
            seen.add(place)
        except WrongState as refusal:
            line.state, line.problem = BAD, str(refusal)
        lines.append(line)
    return lines


def _read_result(line: Line, target: Target | None, said: dict[str, str], of: TargetSet) -> None:
    if target is None:
        raise WrongState(f"Không có chỉ tiêu mã {line.code or '(trống)'} trong bộ này.")
    if target.gathered:
        raise WrongState("Chỉ tiêu này tổng hợp từ các đơn vị được giao, không ghi trực tiếp.")
    if not binds(target):
        raise WrongState("Bộ chỉ tiêu chưa được duyệt, chưa báo cáo kết quả được.")
    period = _period(target, said["Kỳ"], of.year)
    value = _number(said["Kết quả"], "Kết quả").quantize(Decimal("0.0001"))
    check_result(target, period, value)
    note, reference = said.get("Giải trình", "")[:500], said.get("Minh chứng", "")[:300]
    old = next((one for one in target.results.all() if one.period == period), None)
    # An empty cell leaves what was written before.
    note = note or (old.note if old else "")
    reference = reference or (old.reference if old else "")
    if target.evidence_required and not (reference or (old and old.file)):
        raise WrongState("Chỉ tiêu này phải có minh chứng: ghi số văn bản ở cột Minh chứng.")
    line.values = {"period": period, "value": value, "note": note, "reference": reference}
    line.text = f"{target.text} · {name(target.rhythm, of.year, period)}"
    same = old is not None and (old.value, old.note, old.reference) == (value, note, reference)
    line.state = SAME if same else CHANGED if old else NEW


def _target_values(
    said: dict[str, str], cells: Sequence[Any], places: dict[str, int], find: Callable[[str], Any]
) -> dict[str, Any]:
    """Values of one row; columns that the file has not are left as they are."""
    given: dict[str, Any] = {
        "code": said["Mã"], "text": said["Chỉ tiêu"], "unit": said["Đơn vị tính"],
        "plan": _number(said["Kế hoạch"], "Kế hoạch"),
    }  # fmt: skip
    choose: dict[str, tuple[str, dict[str, Any]]] = {
        "Loại": ("kind", {label: value for value, label in Target.Kind.choices}),
        "Chiều": ("less_is_better", {UP: False, DOWN: True}),
        "Kỳ báo cáo": ("rhythm", {label: value for value, label in Target.Rhythm.choices}),
        "Cách tính": ("cumulative", {SUM: True, STATE: False}),
        "Tổng hợp": ("gathering", {label: value for value, label in Target.Gathering.choices}),
        "Phải có minh chứng": ("evidence_required", {YES: True, NO: False}),
    }
    for head, (field_, options) in choose.items():
        if said.get(head):
            folded = {fold(str(label)): value for label, value in options.items()}
            if fold(said[head]) not in folded:
                raise WrongState(f"{head}: ghi {' hoặc '.join(f'“{one}”' for one in options)}.")
            given[field_] = folded[fold(said[head])]
    if "Nhóm" in said:
        given["heading"] = said["Nhóm"]
    if said.get("Trọng số"):
        given["weight"] = _number(said["Trọng số"], "Trọng số").quantize(Decimal("0.01"))
    if "Thực hiện năm trước" in said:
        text = said["Thực hiện năm trước"]
        given["last_year"] = _number(text, "Thực hiện năm trước") if text else None
    if "Hạn hoàn thành" in said:
        given["due_on"] = _day(cells[places["Hạn hoàn thành"]], said["Hạn hoàn thành"])
    if "Đơn vị phụ trách" in said:
        given["owner_unit"] = None
        if said["Đơn vị phụ trách"]:
            unit = find(said["Đơn vị phụ trách"])
            if unit is None:
                raise WrongState(f"Không tìm thấy đơn vị “{said['Đơn vị phụ trách']}”.")
            given["owner_unit"] = unit
            given["owner_person"] = None
    return given


def _heads(
    rows: Sequence[Sequence[Any]], heads: Sequence[str], *, needed: Sequence[str]
) -> dict[str, int]:
    first = [fold(str(cell)) for cell in rows[0]] if rows else []
    places = {head: first.index(fold(head)) for head in heads if fold(head) in first}
    lacking = [head for head in needed if head not in places]
    if lacking:
        raise WrongState(
            f"Dòng đầu của tệp thiếu cột: {', '.join(lacking)}. Xuất tệp mẫu từ trang này.",
            field="file",
        )
    return places


def _filled(rows: Sequence[Sequence[Any]]) -> list[tuple[int, Sequence[Any]]]:
    return [
        (number, cells)
        for number, cells in enumerate(rows[1:], start=2)
        if any(str(cell).strip() for cell in cells)
    ]


def _text(cells: Sequence[Any], place: int) -> str:
    value = cells[place] if place < len(cells) else ""
    if isinstance(value, float):
        return number_text(Decimal(repr(value)).quantize(Decimal("0.0001")))
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return squeeze(str(value))


def _number(text: str, label: str) -> Decimal:
    try:
        found = decimal_of(text)
    except ValueError:
        found = None
    if found is None:
        raise WrongState(f"{label}: “{text}” không phải một số, ví dụ 95,5.")
    return found


def _day(value: Any, text: str) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if not text:
        return None
    for pattern in DAY_FORMATS:
        try:
            return dt.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise WrongState(f"Hạn hoàn thành: “{text}” không phải ngày dạng dd/mm/yyyy.")


def _period(target: Target, text: str, year: int) -> int:
    names = {}
    for one in range(1, target.periods + 1):
        names[fold(short_name(target.rhythm, one))] = one
        names[fold(name(target.rhythm, year, one))] = one
        names[str(one)] = one
    found = names.get(fold(text))
    if found is None:
        raise WrongState(
            f"Kỳ “{text}” không có: chỉ tiêu này báo cáo {target.get_rhythm_display().lower()}."
        )
    return found
