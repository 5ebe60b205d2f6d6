"""Handing a target down to units and bodies below, and their taking note of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.movements.numbers import number_text
from thidua.organisations.models import Body
from thidua.targets.actions.planning import HANDED, LARGEST, begin_set, held
from thidua.targets.models import Target, TargetSet
from thidua.targets.permissions import check_may_assign, check_may_receive, check_open
from thidua.targets.queries.seen import direct_units


@dataclass(frozen=True, slots=True)
class Part:
    """What a unit or body below is to reach."""

    body: Body
    plan: Decimal


@transaction.atomic
def assign_target(*, target: Target, parts: Sequence[Part], by: Any) -> list[Target]:
    """Give each body its part; given again with another plan, the plan changes.

    The parts bind at once and wait on the desk below to be taken note of. Refuses a body that does
    not stand directly below, a negative plan, a locked year of the body below.
    """
    of = held(target.set)
    target = Target.objects.select_related("set__body", "set__department").get(pk=target.pk)
    check_may_assign(by, target)
    below = set(direct_units(of.body).values_list("pk", flat=True))
    made = []
    for part in parts:
        if part.body.pk not in below:
            raise WrongState(f"{part.body.name} không trực thuộc {of.body.name}.")
        if not part.plan.is_finite() or not 0 <= part.plan < LARGEST:
            raise WrongState(f"Kiểm tra lại mức giao cho {part.body.name}.")
        made.append(_give(target, of, part, by=by))
    return made


def _give(target: Target, of: TargetSet, part: Part, *, by: Any) -> Target:
    known = target.shares.filter(set__body=part.body).select_related("set__body").first()
    if known is not None and known.plan == part.plan:
        return known
    below = TargetSet.objects.filter(body=part.body, year=of.year).first()
    days = of.report_days
    below = below or begin_set(body=part.body, year=of.year, by=by, report_days=days)
    below = held(below)
    check_open(below)
    before = number_text(known.plan) if known else ""
    if known is None:
        known = Target(set=below, parent=target, code=_free_code(below, target.code))
        known.place = below.targets.count() + 1
        for name in HANDED:
            setattr(known, name, getattr(target, name))
    known.plan = part.plan
    known.received_at = None
    known.save()
    record(
        by=by,
        action="targets.assign",
        text=f"Giao chỉ tiêu {target.code} cho {part.body.name}: {known.level}",
        subject=known,
        body=of.department,
        detail={"before": before, "after": number_text(part.plan)},
    )
    return known


def _free_code(of: TargetSet, code: str) -> str:
    taken = set(of.targets.values_list("code", flat=True))
    number, found = 1, code
    while found in taken:
        number += 1
        found = f"{code[:16]}.{number}"
    return found


@transaction.atomic
def withdraw_share(*, share: Target, by: Any) -> None:
    """Take back what was handed down. Refuses where the body below has reported results."""
    share = Target.objects.select_related("parent__set__body", "set__body").get(pk=share.pk)
    if share.parent is None:
        raise WrongState("Chỉ tiêu này không do cấp trên giao.")
    check_may_assign(by, share.parent)
    check_open(held(share.set))
    if share.results.exists():
        raise WrongState(f"{share.set.body.name} đã báo cáo kết quả nên không thu hồi được.")
    if share.shares.exists():
        raise WrongState(f"{share.set.body.name} đã giao tiếp chỉ tiêu này cho cấp dưới.")
    record(
        by=by,
        action="targets.withdraw_share",
        text=f"Thu hồi chỉ tiêu {share.code} đã giao cho {share.set.body.name}",
        subject=share,
        body=share.parent.set.department,
        detail={"before": number_text(share.plan)},
    )
    share.delete()


@transaction.atomic
def receive_targets(*, of: TargetSet, by: Any) -> int:
    """The body below takes note of all that was assigned to it; returns how many were new."""
    of = held(of)
    check_may_receive(by, of)
    count = of.targets.filter(parent__isnull=False, received_at=None).update(
        received_at=timezone.now()
    )
    if count:
        record(
            by=by,
            action="targets.receive",
            text=f"{of.body.name} nhận {count} chỉ tiêu được giao năm {of.year}",
            subject=of,
            body=of.department,
        )
    return count
