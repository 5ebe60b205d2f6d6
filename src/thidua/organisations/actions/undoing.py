"""Taking back the last event of bodies, when nothing rests on it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.events import bodies_restored
from thidua.kit.text import fold
from thidua.organisations.actions.reorganising import check_sound, lock
from thidua.organisations.models import (
    Body,
    BodyEvent,
    BodyName,
    EventPart,
    HistoryRecognition,
    Placement,
)
from thidua.organisations.permissions import check_may_reorganise
from thidua.organisations.queries import Forest, Succession

Role = EventPart.Role


@transaction.atomic
def undo_event(*, event: BodyEvent, by: Any) -> BodyEvent:
    """Everything is as it was before the event; the event stays on record as taken back.

    People who followed go back. Refuses when a later event touches one of the bodies, when a
    decision about history rests on it, or when something was recorded for a body that it formed.
    """
    parts = [part for part in event.parts.select_related("body", "people_to") if part.body]
    placed = list(event.placements.exclude(valid_from=None).select_related("body"))
    bodies = {part.body.pk: part.body for part in parts if part.body is not None}
    bodies |= {placement.body_id: placement.body for placement in placed}
    check_may_reorganise(by, bodies=bodies.values())
    lock(list(bodies.values()))
    event.refresh_from_db()
    if event.undone_at is not None:
        raise WrongState("Việc này đã được hoàn tác.")
    passing = {part.body_id for part in parts if part.role in (Role.GAVE, Role.RECEIVED)}
    _check_last(event, set(bodies) - passing)
    _check_recognitions(parts)
    faults = set(Forest.read().faults())
    went = [(p.body, p.people_to) for p in parts if p.role == Role.ENDED and p.people_to]
    ended = [part.body for part in parts if part.role == Role.ENDED and part.body]
    for body in ended:
        body.closed_on = None
    _check_parents(ended)
    for placement in placed:
        _put_back(bodies[placement.body_id], placement)
    for name in list(event.names.select_related("body")):
        _name_back(bodies[name.body_id], name)
    if went:
        # The former units are open again before the people come.
        formed = [part.body for part in parts if part.role == Role.FORMED and part.body]
        _reopen(ended, but=formed)
        bodies_restored.send(replaced=went, day=event.effective_on, by=by)
    for part in parts:
        if part.role == Role.FORMED and part.body is not None:
            _remove(part.body, event)
    _reopen(ended, but=[])
    check_sound(faults)
    event.undone_at, event.undone_by = timezone.now(), by
    event.save(update_fields=["undone_at", "undone_by"])
    alive = [pk for pk in bodies if Body.objects.filter(pk=pk).exists()]
    Body.objects.filter(pk__in=alive).update(changed_at=timezone.now())
    names = ", ".join(part.name for part in parts)
    record(
        by=by,
        action="organisations.undo_event",
        text=f"Hoàn tác việc {event.get_kind_display().lower()}: {names}",
        subject=event,
        body=Body.objects.get(pk=alive[0]).department if alive else None,
        detail={"kind": event.kind, "effective_on": str(event.effective_on)},
    )
    return event


def _check_last(event: BodyEvent, touched: set[int]) -> None:
    """What was noted before this event cannot rest on it, whatever its day."""
    later = (
        BodyEvent.objects.filter(undone_at=None, pk__gt=event.pk)
        .filter(Q(parts__body__in=touched) | Q(placements__body__in=touched))
        .order_by("pk")
        .last()
    )
    if later is not None:
        raise WrongState(f"Sau đó còn việc “{later}” của các đơn vị này. Hoàn tác việc đó trước.")


def _check_recognitions(parts: list[EventPart]) -> None:
    links = Succession.read()
    before: set[int] = set()
    after: set[int] = set()
    for part in parts:
        if part.body_id is None:
            continue
        if part.role in (Role.ENDED, Role.GAVE):
            before |= {part.body_id, *links.predecessors(part.body_id)}
        elif part.role in (Role.FORMED, Role.RECEIVED):
            after |= {part.body_id, *links.successors(part.body_id)}
    standing = HistoryRecognition.objects.filter(
        withdrawn_at=None, body__in=after, predecessor__in=before
    ).select_related("body", "predecessor")
    if (one := standing.first()) is not None:
        raise WrongState(
            f"Đã có quyết định tính lịch sử của {one.predecessor.name} cho {one.body.name}. Rút "
            "quyết định đó trước."
        )


def _check_parents(ended: list[Body]) -> None:
    for body in ended:
        if body.parent is not None and body.parent.closed_on is not None:
            raise WrongState(
                f"{body.parent.name} nay đã kết thúc hoạt động, nên {body.name} không mở lại được."
            )


def _put_back(body: Body, placement: Placement) -> None:
    """Take the placement of the event away; the one before it holds again."""
    placement.delete()
    ordered = body.placements.order_by("valid_from")
    last = ordered.exclude(valid_from=None).last() or ordered.first()
    if last is None:
        return
    body.parent, body.kind, body.level = last.parent, last.kind, last.level
    _check_name(body)
    body.save(update_fields=["parent", "kind", "level"])


def _name_back(body: Body, name: BodyName) -> None:
    body.name, body.folded_name = name.name, fold(name.name)
    name.delete()
    _check_name(body)
    body.save(update_fields=["name", "folded_name"])


def _check_name(body: Body) -> None:
    others = Body.objects.filter(
        parent=body.parent, closed_on=None, folded_name=body.folded_name
    ).exclude(pk=body.pk)
    if body.parent is not None and others.exists():
        raise WrongState(
            f"Đã có đơn vị khác mang tên “{body.name}”. Đổi tên đơn vị đó trước khi hoàn tác."
        )


def _reopen(ended: list[Body], *, but: list[Body]) -> None:
    """Open what the event ended; while `but` still stand, bodies of their names wait."""
    taken = {(body.parent_id, body.folded_name) for body in but}
    for body in ended:
        if (body.parent_id, body.folded_name) not in taken:
            _check_name(body)
            body.save(update_fields=["closed_on"])


def _remove(body: Body, event: BodyEvent) -> None:
    """Delete a body that the event formed, if nothing else speaks of it."""
    own = (Placement, EventPart)
    if body.placements.exclude(event=event).exists() or (
        body.event_parts.exclude(event=event).filter(event__undone_at=None).exists()
    ):
        raise WrongState(f"{body.name} đã có thay đổi sau khi thành lập. Hoàn tác việc đó trước.")
    # Decisions that were withdrawn decide nothing; the log keeps them.
    about = Q(body=body) | Q(predecessor=body)
    HistoryRecognition.objects.filter(about, withdrawn_at__isnull=False).delete()
    for relation in Body._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        model: Any = relation.related_model
        field: Any = getattr(relation, "field", None)
        if model in own or field is None:
            continue
        if model._base_manager.filter(**{field.name: body}).exists():
            what = str(model._meta.verbose_name)
            raise WrongState(
                f"Đã có dữ liệu ghi cho {body.name} ({what}). Chuyển hoặc xóa dữ liệu đó trước khi "
                "hoàn tác."
            )
    body.placements.all().delete()
    body.delete()
