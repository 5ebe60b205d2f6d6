"""Writing the plan of a movement: its words, its days, its targets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import fold, squeeze
from thidua.movements.models import Movement, MovementTarget
from thidua.movements.permissions import check_may_change_plan, check_may_plan
from thidua.organisations.models import Body
from thidua.organisations.queries.clusters import head

PLAN = (
    "name", "theme", "kind", "reach", "cluster", "starts", "ends", "objectives", "content",
    "criteria", "participants", "stages", "measures", "propaganda", "legal_basis", "rewards",
    "reward_quota", "budget",
)  # fmt: skip
MOST_TARGETS = 60


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target: words, and a number with its unit of measure where it can be measured."""

    text: str
    unit: str = ""
    plan: Decimal | None = None
    less_is_better: bool = False
    responsible: str = ""


@transaction.atomic
def draft_movement(
    *,
    department: Body,
    plan: Mapping[str, Any],
    by: Any,
    targets: Sequence[TargetRow] = (),
    parent: Movement | None = None,
) -> Movement:
    """Begin the plan of a movement; `parent` only through `answer_movement`.

    Refuses a plan without a name, one whose end lies before its start, a target without words, one
    of a cluster that another body heads.
    """
    check_may_plan(by, department=department)
    movement = Movement(department=department, parent=parent)
    _fill(movement, plan)
    check_cluster(movement)
    movement.save()
    _put_targets(movement, targets)
    record(
        by=by,
        action="movements.draft",
        text=f"Lập dự thảo kế hoạch phong trào “{movement.name}”",
        subject=movement,
        body=department,
    )
    return movement


@transaction.atomic
def save_plan(
    *, movement: Movement, plan: Mapping[str, Any], targets: Sequence[TargetRow], by: Any
) -> Movement:
    """Write the plan of a draft anew, targets included; the audit row names what changed."""
    movement = Movement.objects.select_for_update().select_related("department").get(pk=movement.pk)
    check_may_change_plan(by, movement)
    before = {name: getattr(movement, name) for name in PLAN}
    _fill(movement, plan)
    check_cluster(movement)
    movement.save()
    _put_targets(movement, targets)
    changed = sorted(name for name in PLAN if getattr(movement, name) != before[name])
    record(
        by=by,
        action="movements.save_plan",
        text=f"Sửa kế hoạch phong trào “{movement.name}”",
        subject=movement,
        body=movement.department,
        detail={"changed": changed, "targets": len(targets)},
    )
    return movement


def check_cluster(movement: Movement) -> None:
    """A movement of a cluster is its head's, in the year it begins; others have no cluster."""
    if movement.reach != Movement.Reach.CLUSTER:
        movement.cluster = None
        return
    if movement.cluster is None:
        raise WrongState("Chọn cụm, khối mà phong trào phát động tới.", field="cluster")
    if movement.starts is None:
        raise WrongState("Ghi ngày bắt đầu để biết cụm, khối của năm nào.", field="starts")
    cluster, year = movement.cluster, movement.starts.year
    leading = head(cluster, year)
    if leading is None:
        raise WrongState(
            f"{cluster.name} năm {year} chưa có {cluster.head_title} nên chưa phát động phong trào "
            f"được. Giao {cluster.head_title} trước.",
            field="cluster",
        )
    if leading.department != movement.department:
        raise WrongState(
            f"{cluster.name} năm {year} do {leading.name} làm {cluster.head_title}; phong trào của "
            f"{cluster.noun} do đơn vị đó lập.",
            field="cluster",
        )


def _fill(movement: Movement, plan: Mapping[str, Any]) -> None:
    for name in PLAN:
        if name in plan:
            setattr(movement, name, _tidy(plan[name]))
    movement.name = squeeze(movement.name)
    if not movement.name:
        raise WrongState("Ghi tên phong trào.", field="name")
    if movement.kind not in Movement.Kind.values:
        raise WrongState("Chọn hình thức phong trào.", field="kind")
    if movement.reach not in Movement.Reach.values:
        raise WrongState("Chọn phạm vi phong trào.", field="reach")
    if movement.starts and movement.ends and movement.ends < movement.starts:
        raise WrongState("Ngày kết thúc phải từ ngày bắt đầu trở đi.", field="ends")
    for day, field in ((movement.starts, "starts"), (movement.ends, "ends")):
        if day and not dt.date(1948, 6, 11) <= day <= dt.date(2100, 12, 31):
            raise WrongState("Kiểm tra lại năm của ngày này.", field=field)
    movement.folded_name = fold(f"{movement.name} {movement.theme}")[:300]


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        return "\n".join(line.rstrip() for line in value.strip().splitlines())
    return value


def _put_targets(movement: Movement, rows: Sequence[TargetRow]) -> None:
    """Targets stand in the order given; a draft has no results yet, so they are written anew."""
    if len(rows) > MOST_TARGETS:
        raise WrongState(f"Một phong trào có không quá {MOST_TARGETS} chỉ tiêu.")
    for number, row in enumerate(rows, start=1):
        if not squeeze(row.text):
            raise WrongState(f"Chỉ tiêu thứ {number} chưa có nội dung.", field="targets")
        if row.plan is not None and (not row.plan.is_finite() or abs(row.plan) >= 10**13):
            raise WrongState(f"Mức phấn đấu của chỉ tiêu thứ {number} quá lớn.", field="targets")
    movement.targets.all().delete()
    MovementTarget.objects.bulk_create(
        [
            MovementTarget(
                movement=movement,
                place=place,
                text=squeeze(row.text)[:300],
                unit=squeeze(row.unit)[:40],
                plan=row.plan,
                less_is_better=row.less_is_better,
                responsible=squeeze(row.responsible)[:200],
            )
            for place, row in enumerate(rows, start=1)
        ]
    )
