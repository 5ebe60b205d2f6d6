"""Writing entries into the book (hash chain), years the book covers, and revocations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NotRequired, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.rows import CHUNK
from thidua.kit.text import fold, name_order, squeeze
from thidua.organisations.models import Body
from thidua.people.models import Person
from thidua.register.actions.chaining import STEP, Told, append_entries, silent
from thidua.register.models import RegisterEntry
from thidua.register.permissions import check_may_record
from thidua.register.queries import HASHED

Match = RegisterEntry.Match


class AwardRow(TypedDict):
    """One award for `record_awards`."""

    recipient_name: str
    award_name: str
    source: str
    person: NotRequired[Person | None]
    collective: NotRequired[Body | None]
    is_collective: NotRequired[bool]
    unit_name: NotRequired[str]
    award_code: NotRequired[str]
    year: NotRequired[int | None]
    period_from: NotRequired[int | None]
    period_to: NotRequired[int | None]
    decision_number: NotRequired[str]
    decided_on: NotRequired[dt.date | None]
    authority: NotRequired[str]
    merit: NotRequired[str]
    recipient_group: NotRequired[str]
    note: NotRequired[str]
    evidence: NotRequired[str]
    evidence_name: NotRequired[str]
    evidence_digest: NotRequired[str]
    source_ref: NotRequired[str]
    match: NotRequired[str]
    match_reasons: NotRequired[list[str]]
    candidates: NotRequired[list[int]]
    doubt: NotRequired[str]
    state: NotRequired[str]


@dataclass
class Recorded:
    """Entries in the order of the lines given; `differing` were there with other content."""

    entries: list[RegisterEntry] = field(default_factory=list)
    added: int = 0
    differing: list[RegisterEntry] = field(default_factory=list)


@transaction.atomic
def record_awards(
    *, department: Body, rows: Sequence[AwardRow], by: Any, told: Told = silent
) -> Recorded:
    """Add many entries to the chain in one go, with one audit row.

    A line whose `source_ref` is already in the book is not added again; if it now says something
    else, the entry is listed in `differing` and stays as written. Refuses a date in the future and
    a recipient of another department; then nothing is stored. `told` hears how far the work is.
    """
    check_may_record(by, department=department)
    known = _known(department, [r for row in rows if (r := row.get("source_ref"))])
    result = Recorded()
    fresh: list[RegisterEntry] = []
    now = timezone.now()
    for at, row in enumerate(rows):
        if at % STEP == 0:
            told("Kiểm tra các dòng sổ", at, len(rows))
        entry = _entry(department, row, now, by)
        earlier = known.get(entry.source_ref) if entry.source_ref else None
        if earlier is None:
            fresh.append(entry)
            result.entries.append(entry)
            if entry.source_ref:
                known[entry.source_ref] = entry
            continue
        result.entries.append(earlier)
        if _differs(earlier, entry):
            result.differing.append(earlier)
    end = append_entries(department, fresh, told)
    result.added = len(fresh)
    if fresh:
        one = fresh[0] if len(fresh) == 1 else None
        record(
            by=by,
            action="register.record_awards",
            text=f"Vào sổ: {one}" if one else f"Vào sổ khen thưởng {len(fresh)} dòng",
            subject=one or department,
            body=department,
            detail={"from": fresh[0].sequence, "to": fresh[-1].sequence, **end},
        )
    return result


def record_award(*, department: Body, by: Any, **row: Unpack[AwardRow]) -> RegisterEntry:
    """One entry; the same `source_ref` gives the entry of before.

    Refuses the same `source_ref` with another content: rows of the book never change.
    """
    with transaction.atomic():
        result = record_awards(department=department, rows=[row], by=by)
        if result.differing:
            entry = result.differing[0]
            raise WrongState(
                f"Dòng nguồn này đã vào sổ số {entry.sequence} với nội dung khác "
                f"({entry.award_name}, {entry.year or 'không rõ năm'}). "
                "Sổ không sửa được; nếu dòng cũ sai, hãy ghi hủy bỏ rồi nhập dòng mới."
            )
    return result.entries[0]


def _entry(department: Body, row: AwardRow, now: dt.datetime, by: Any) -> RegisterEntry:
    """An unsaved entry of one line, checked."""
    name = _squeezed(row["recipient_name"])
    award = _squeezed(row["award_name"])
    if not name or not award:
        raise WrongState("Mỗi dòng sổ cần tên người, tập thể và tên danh hiệu, hình thức.")
    today = timezone.localdate(now)
    decided, year = row.get("decided_on"), row.get("year")
    if decided is not None and decided > today:
        raise WrongState(
            f"{name}: ngày quyết định {decided:%d/%m/%Y} chưa tới. Kiểm tra lại ngày.",
            field="decided_on",
        )
    if year is not None and not 1945 <= year <= today.year:
        raise WrongState(
            f"{name}: năm thành tích {year} phải từ 1945 đến {today.year}.", field="year"
        )
    person, collective = row.get("person"), row.get("collective")
    if person is not None and person.department_id != department.pk:
        raise WrongState(f"{person.full_name} không thuộc {department.name}.")
    if collective is not None and collective.department != department:
        raise WrongState(f"{collective.name} không thuộc {department.name}.")
    is_collective = row.get("is_collective", collective is not None)
    number = _squeezed(row.get("decision_number", ""))[:60]
    default_match = Match.MATCHED if person or collective else Match.UNMATCHED
    group = row.get("recipient_group", "")
    if group and group not in Person.Group.values:
        raise WrongState(f"{name}: nhóm đối tượng “{group}” không có trong danh mục.")
    return RegisterEntry(
        department=department,
        person=person,
        collective=collective,
        recipient_name=name[:200],
        recipient_folded=_folded(name)[:200],
        recipient_sort=_sort_key(name, is_collective),
        is_collective=is_collective,
        recipient_group=group,
        unit_name=_squeezed(row.get("unit_name", ""))[:200],
        award_code=row.get("award_code", ""),
        award_name=award[:200],
        year=year,
        period_from=row.get("period_from"),
        period_to=row.get("period_to"),
        decision_number=number,
        decision_folded=_folded(number),
        decided_on=decided,
        authority=_squeezed(row.get("authority", ""))[:200],
        merit=row.get("merit") or RegisterEntry.Merit.MERIT,
        note=_squeezed(row.get("note", ""))[:300],
        source=row["source"],
        source_ref=row.get("source_ref", "")[:200],
        evidence=row.get("evidence", ""),
        evidence_name=row.get("evidence_name", "")[:200],
        evidence_digest=row.get("evidence_digest", ""),
        match=row.get("match") or default_match,
        match_reasons=row.get("match_reasons", []),
        candidates=row.get("candidates", []),
        doubt=_squeezed(row.get("doubt", ""))[:300],
        state=row.get("state") or RegisterEntry.State.VALID,
        recorded_at=now,
        recorded_by=by,
    )


def _known(department: Body, references: Sequence[str]) -> dict[str, RegisterEntry]:
    """Entries that stand for these places of files; a line that was withdrawn stands for none."""
    known: dict[str, RegisterEntry] = {}
    standing = RegisterEntry.objects.filter(department=department).exclude(
        state=RegisterEntry.State.WITHDRAWN
    )
    for start in range(0, len(references), CHUNK):
        for entry in standing.filter(source_ref__in=references[start : start + CHUNK]):
            known[entry.source_ref] = entry
    return known


# Lines of one book repeat names, units, titles and decisions.
_squeezed = lru_cache(maxsize=50_000)(squeeze)
_folded = lru_cache(maxsize=50_000)(fold)


@lru_cache(maxsize=50_000)
def _sort_key(name: str, is_collective: bool) -> str:
    return (fold(name) if is_collective else name_order(name))[:600]


def _differs(earlier: RegisterEntry, now: RegisterEntry) -> bool:
    return any(getattr(earlier, name) != getattr(now, name) for name in HASHED)
