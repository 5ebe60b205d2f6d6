"""Loading bodies and what happened to them from two tables: the catalogue, or a file of one's own.

`bodies.csv` names bodies; those with `formed_by` come to be by that event. `events.csv` holds one
event a line, oldest first. Every line carries its citation and confidence; what is unknown is left
empty. Loading twice changes nothing.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.kit.errors import NotAllowed, WrongState
from thidua.organisations.actions.closing import close_body
from thidua.organisations.actions.dividing import divide_body, separate_bodies
from thidua.organisations.actions.joining import absorb_bodies, join_bodies
from thidua.organisations.actions.moving import move_body, move_function
from thidua.organisations.actions.renaming import rename_body
from thidua.organisations.actions.reorganising import Basis, Formed
from thidua.organisations.actions.units import create_body
from thidua.organisations.levels import REFERENCE
from thidua.organisations.models import Body, BodyEvent

Line = dict[str, str]
Kind = BodyEvent.Kind
BODIES = ("code", "name", "kind", "level", "parent", "formed_by", "citation", "confidence")
EVENTS = (
    "key", "kind", "effective_on", "before", "after", "name", "function", "document_number",
    "document_issuer", "document_date", "citation", "confidence",
)  # fmt: skip


@dataclass
class Loaded:
    """What loading did: new bodies and events, those there already, those whose day is to come."""

    bodies: int = 0
    events: int = 0
    same: int = 0
    waiting: list[str] = field(default_factory=list)


@transaction.atomic
def load_catalogue(*, folder: Path = REFERENCE, by: Any) -> Loaded:
    """Bring in what is missing of the two tables in `folder`, all or nothing.

    Only the program itself may (`by=None`): it speaks of bodies of many departments. An event whose
    day has not come waits for a later loading. Refuses with file and line what cannot be read.
    """
    if by is not None:
        raise NotAllowed(
            "Danh mục cơ quan do quản trị máy chủ nạp bằng lệnh “thidua organisations load”."
        )
    shared = folder == REFERENCE
    bodies, events = _read(folder, "bodies.csv", BODIES), _read(folder, "events.csv", EVENTS)
    forming: dict[str, list[Line]] = {}
    result = Loaded()
    for number, line in enumerate(bodies, start=2):
        if line["formed_by"]:
            forming.setdefault(line["formed_by"], []).append(line)
            continue
        _at("bodies.csv", number, lambda line=line: _add_body(line, result, shared=shared))  # type: ignore[misc]  # a lambda with a default has no type of its own
    for number, line in enumerate(events, start=2):
        formed = forming.get(line["key"], [])
        _at(
            "events.csv",
            number,
            lambda line=line, formed=formed: _add_event(line, formed, result, shared=shared),  # type: ignore[misc]  # a lambda with a default has no type of its own
        )
    return result


def _read(folder: Path, name: str, columns: tuple[str, ...]) -> list[Line]:
    try:
        with (folder / name).open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            lines = [{k: (v or "").strip() for k, v in row.items() if k} for row in reader]
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise WrongState(
            f"Không đọc được {folder / name} ({error}). Cần tệp CSV, mã UTF-8."
        ) from error
    if missing:
        raise WrongState(f"{name} thiếu cột {', '.join(missing)}. Thêm cột rồi nạp lại.")
    return lines


def _at(name: str, number: int, act: Callable[[], None]) -> None:
    try:
        act()
    except WrongState as refusal:
        raise WrongState(f"{name} dòng {number}: {refusal}") from refusal


def _add_body(line: Line, result: Loaded, *, shared: bool) -> None:
    known = Body.objects.filter(code=line["code"]).first()
    if known is not None:
        if known.in_catalogue != shared:
            raise WrongState(f"Mã “{line['code']}” đang dùng cho {known.name}. Chọn mã khác.")
        result.same += 1
        return
    _check_words(line)
    create_body(
        parent=_body(line["parent"]) if line["parent"] else None,
        name=line["name"],
        kind=line["kind"],
        level=line["level"],
        code=line["code"],
        in_catalogue=shared,
        by=None,
    )
    result.bodies += 1


def _check_words(line: Line) -> None:
    if not line["citation"] or line["confidence"] not in {"V", "V2", "K"}:
        raise WrongState("Ghi căn cứ (citation) và độ tin cậy (confidence: V, V2 hoặc K).")
    if line.get("level", "tinh") not in Body.Level.values:
        raise WrongState(f"Cấp “{line['level']}” không có trong danh mục.")


def _add_event(line: Line, forming: list[Line], result: Loaded, *, shared: bool) -> None:
    if BodyEvent.objects.filter(catalogue_key=line["key"], undone_at=None).exists():
        result.same += 1 + len(forming)
        return
    day = _day(line["effective_on"])
    if day is None or not line["key"]:
        raise WrongState("Ghi mã việc (key) và ngày có hiệu lực (effective_on, yyyy-mm-dd).")
    _check_words(line)
    if day > timezone.localdate():
        result.waiting.append(line["key"])
        return
    for one in forming:
        _check_words(one)
    formed = [
        Formed(one["name"], one["kind"], code=one["code"], level=one["level"], in_catalogue=shared)
        for one in forming
    ]
    basis = Basis(
        line["document_number"],
        line["document_issuer"],
        _day(line["document_date"]),
        line["citation"][:300],
        line["confidence"],
        line["key"],
    )
    before = [_body(code) for code in line["before"].split()]
    made = {one["code"] for one in forming}
    after = [_body(code) for code in line["after"].split() if code not in made]
    parent = _body(forming[0]["parent"]) if forming and forming[0]["parent"] else None
    _do(line, before, after, formed, parent, {"effective_on": day, "basis": basis, "by": None})
    result.events += 1
    result.bodies += len(formed)


def _do(
    line: Line,
    before: list[Body],
    after: list[Body],
    formed: list[Formed],
    parent: Body | None,
    shared: dict[str, Any],
) -> None:
    kind = line["kind"]
    if not before:
        raise WrongState("Ghi ít nhất một cơ quan ở cột before.")
    if kind == Kind.RENAME:
        rename_body(body=before[0], name=line["name"], **shared)
    elif kind == Kind.ABSORB and len(after) == 1:
        absorb_bodies(bodies=before, into=after[0], **shared)
    elif kind in {Kind.JOIN, Kind.REORGANISE} and len(formed) == 1:
        join_bodies(bodies=before, formed=formed[0], parent=parent, **shared)
    elif kind == Kind.DIVIDE:
        divide_body(body=before[0], formed=formed, **shared)
    elif kind == Kind.SEPARATE:
        separate_bodies(body=before[0], formed=formed, **shared)
    elif kind == Kind.FUNCTION and len(after) == 1:
        move_function(giver=before[0], receiver=after[0], function=line["function"], **shared)
    elif kind == Kind.MOVE and len(after) == 1:
        move_body(body=before[0], parent=after[0], **shared)
    elif kind == Kind.CLOSE:
        close_body(body=before[0], people_to=after[0] if after else None, **shared)
    else:
        raise WrongState(
            f"Việc “{kind}” không có, hoặc cột before, after, formed_by không hợp với việc đó. "
            f"Các việc: {', '.join(sorted(set(Kind.values) - {Kind.KIND}))}."
        )


def _body(code: str) -> Body:
    try:
        return Body.objects.select_related("parent").get(code=code)
    except Body.DoesNotExist:
        raise WrongState(f"Không có cơ quan mang mã “{code}”. Thêm vào bodies.csv.") from None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise WrongState(f"Ngày “{text}” không đọc được. Ghi dạng yyyy-mm-dd.") from None
