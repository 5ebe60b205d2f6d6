"""Two records found to be one person become one, and are parted again without loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit import events
from thidua.kit.errors import WrongState
from thidua.kit.moves import Change, Moves
from thidua.kit.text import squeeze
from thidua.people.actions.following import follow_person, part_records, settle_fields
from thidua.people.actions.marks import mark_changed
from thidua.people.models import DistinctPair, MergeChange, Person, PersonMerge
from thidua.people.permissions import check_may_merge_people
from thidua.people.queries.merging import differences

SURVIVOR, ABSORBED = "survivor", "absorbed"


@transaction.atomic
def merge_people(
    *,
    survivor: Person,
    absorbed: Person,
    choices: Mapping[str, str],
    reason: str,
    likeness: list[str] | None = None,
    by: Any,
) -> PersonMerge:
    """`survivor` stands for both from now on; everything that pointed to `absorbed` follows.

    `choices` says for every difference (`queries.differences`) whose value holds: "survivor" or
    "absorbed". Refuses a merge without reason, with a difference undecided, across departments,
    with itself, with a record merged already, and whatever an app that keeps rows refuses.
    """
    check_may_merge_people(by, department=survivor.department)
    reason = _said(reason, "Ghi lý do gộp hồ sơ.")
    kept, gone = _locked(survivor, absorbed)
    if kept.department_id != gone.department_id:
        raise WrongState("Hai người thuộc hai cơ quan khác nhau, không gộp được.")
    open_ones = [d for d in differences(kept, gone) if d.asked and choices.get(d.key) not in _SIDES]
    if open_ones:
        raise WrongState(
            f"Chọn thông tin giữ lại ở mục “{open_ones[0].label}”.", field=open_ones[0].key
        )
    moves = Moves(gone, kept, by)
    settle_fields(moves, {d.key: choices.get(d.key, d.default) for d in differences(kept, gone)})
    follow_person(moves=moves)
    events.person_moved.send(moves=moves)
    merge = PersonMerge.objects.create(
        department=kept.department,
        survivor=kept,
        absorbed=gone,
        reason=reason,
        likeness=likeness or [],
        merged_by=by,
    )
    MergeChange.objects.bulk_create(
        [
            MergeChange(
                merge=merge, model=c.model, row=c.row, field=c.field,
                before=c.before, after=c.after,
            )
            for c in moves.done
        ],
        batch_size=500,
    )  # fmt: skip
    DistinctPair.objects.filter(_pair(kept.pk, gone.pk)).delete()
    mark_changed(person_ids=[kept.pk])
    record(
        by=by,
        action="people.merge_people",
        text=f"Gộp hồ sơ {gone.full_name} ({gone.code}) vào {kept.full_name} ({kept.code})",
        subject=kept,
        body=kept.department,
        detail={
            "merge": merge.pk,
            "absorbed": gone.pk,
            "rows": len(moves.done),
            "choices": dict(choices),
            "reason": reason,
        },
    )
    return merge


@transaction.atomic
def undo_merge(*, merge: PersonMerge, reason: str, by: Any) -> PersonMerge:
    """Part two records again: each has what it had before, row by row and field by field.

    What was recorded or changed after the merge stays with the survivor. Refuses a merge undone
    already, and one on which a later merge stands (that one is undone first).
    """
    check_may_merge_people(by, department=merge.department)
    reason = _said(reason, "Ghi lý do tách hồ sơ.")
    row = PersonMerge.objects.select_for_update().get(pk=merge.pk)
    if row.undone_at is not None:
        raise WrongState("Hồ sơ này đã được tách.")
    both = (row.survivor_id, row.absorbed_id)
    later = PersonMerge.objects.filter(Q(survivor__in=both) | Q(absorbed__in=both))
    last = later.filter(undone_at=None, pk__gt=row.pk).order_by("-pk").first()
    if last is not None:
        raise WrongState(
            f"Sau đó đã gộp {last.absorbed.full_name} ({last.absorbed.code}) vào "
            f"{last.survivor.full_name} ({last.survivor.code}). Tách lần gộp đó trước."
        )
    people = Person.everyone.select_for_update().in_bulk(both)
    kept, gone = people[row.survivor_id], people[row.absorbed_id]
    noted = [Change(c.model, c.row, c.field, c.before, c.after) for c in row.changes.order_by("pk")]
    moves = Moves(gone, kept, by, noted=noted)
    part_records(moves)
    follow_person(moves=moves)
    events.person_moved.send(moves=moves)
    row.undone_by, row.undone_at, row.undo_reason = by, timezone.now(), reason
    row.save(update_fields=["undone_by", "undone_at", "undo_reason"])
    mark_changed(person_ids=[kept.pk, gone.pk])
    record(
        by=by,
        action="people.undo_merge",
        text=f"Tách hồ sơ {gone.full_name} ({gone.code}) khỏi {kept.full_name} ({kept.code})",
        subject=kept,
        body=kept.department,
        detail={"merge": row.pk, "absorbed": gone.pk, "stayed": moves.kept, "reason": reason},
    )
    return row


@transaction.atomic
def tell_apart(*, one: Person, other: Person, reason: str, by: Any) -> DistinctPair:
    """The two are different persons: the pair is no longer shown as alike."""
    check_may_merge_people(by, department=one.department)
    reason = _said(reason, "Ghi lý do, ví dụ: khác năm sinh, khác quê quán.")
    one, other = _locked(one, other)
    if one.department_id != other.department_id:
        raise WrongState("Hai người thuộc hai cơ quan khác nhau.")
    first, second = sorted((one.pk, other.pk))
    pair, made = DistinctPair.objects.get_or_create(
        first_id=first, second_id=second, defaults={"reason": reason, "decided_by": by}
    )
    if made:
        record(
            by=by,
            action="people.tell_apart",
            text=f"{one.full_name} ({one.code}) và {other.full_name} ({other.code}) là hai người",
            subject=one,
            body=one.department,
            detail={"other": other.pk, "reason": reason},
        )
    return pair


@transaction.atomic
def take_back_apart(*, pair: DistinctPair, by: Any) -> None:
    """The pair is compared again."""
    check_may_merge_people(by, department=pair.first.department)
    record(
        by=by,
        action="people.take_back_apart",
        text=f"So sánh lại {pair.first.full_name} và {pair.second.full_name}",
        subject=pair.first,
        body=pair.first.department,
        detail={"other": pair.second_id, "reason": pair.reason},
    )
    pair.delete()


_SIDES = (SURVIVOR, ABSORBED)


def _said(reason: str, sentence: str) -> str:
    text = squeeze(reason)
    if not text:
        raise WrongState(sentence, field="reason")
    if len(text) > 500:
        raise WrongState("Lý do dài quá 500 ký tự. Ghi gọn lại.", field="reason")
    return text


def _locked(one: Person, other: Person) -> tuple[Person, Person]:
    """Both rows, locked in one order so that two officers cannot wait for each other."""
    if one.pk == other.pk:
        raise WrongState("Chọn hai hồ sơ khác nhau.")
    rows = Person.everyone.select_for_update().order_by("pk").in_bulk([one.pk, other.pk])
    for row in rows.values():
        if row.merged_into_id is not None:
            raise WrongState(
                f"Hồ sơ {row.full_name} ({row.code}) đã được gộp vào hồ sơ khác. Tải lại trang."
            )
    return rows[one.pk], rows[other.pk]


def _pair(one: int, other: int) -> Q:
    first, second = sorted((one, other))
    return Q(first=first, second=second)
