"""Who may write a year's targets, approve, assign and lock them, and report results."""

from __future__ import annotations

from typing import Any

from thidua.kit.errors import NotAllowed, WrongState
from thidua.organisations.models import Body
from thidua.organisations.scopes import Role, check_role, has_role, scope_of
from thidua.targets.models import Programme, Target, TargetSet
from thidua.targets.states import BY_NAME


def _heads(by: Any, body: int | None) -> bool:
    scope = scope_of(by)
    return scope.has(Role.HEAD_OF_UNIT) and body in scope.unit_ids


def may_plan_for(by: Any, *, body: Body) -> bool:
    return has_role(by, Role.OFFICER, department=body.department) or _heads(by, body.pk)


def check_may_plan_for(by: Any, *, body: Body) -> None:
    """The officer of the department, or the head of the unit for the own unit."""
    if not may_plan_for(by, body=body):
        raise NotAllowed(
            "Chỉ Chuyên viên thi đua, khen thưởng của cơ quan hoặc người đứng đầu đơn vị mới "
            "được lập chỉ tiêu."
        )


def check_open(of: TargetSet) -> None:
    """Raise where the year is locked: nothing in it changes until it is unlocked."""
    if of.locked:
        raise WrongState(
            f"Chỉ tiêu năm {of.year} của {of.body.name} đã khóa sổ, không ghi thêm được. Đề nghị "
            "Giám đốc mở khóa, ghi rõ lý do."
        )


def check_may_change_target(by: Any, of: TargetSet, *, reason: str) -> None:
    """A draft is written by those who plan; what was assigned is adjusted by the director."""
    if of.state == TargetSet.State.APPROVED:
        check_role(by, Role.DIRECTOR, department=of.department, to_do="điều chỉnh chỉ tiêu đã giao")
        check_open(of)
        if not reason:
            raise WrongState("Ghi lý do điều chỉnh chỉ tiêu đã giao.", field="reason")
        return
    check_may_plan_for(by, body=of.body)
    if of.state != TargetSet.State.DRAFT:
        raise WrongState("Chỉ tiêu đang trình duyệt. Đề nghị trả lại rồi mới sửa.")


def may_change_target(by: Any, of: TargetSet) -> bool:
    if of.state == TargetSet.State.APPROVED:
        return not of.locked and has_role(by, Role.DIRECTOR, department=of.department)
    return of.state == TargetSet.State.DRAFT and may_plan_for(by, body=of.body)


def may_step(by: Any, of: TargetSet, name: str) -> bool:
    step = BY_NAME[name]
    if of.state not in step.sources or of.locked != (name == "unlock"):
        return False
    mine = step.head and _heads(by, of.body_id)
    return mine or has_role(by, *step.roles, department=of.department)


def check_may_step(by: Any, of: TargetSet, name: str) -> None:
    """Raise unless the step is open to `by` in the set's present state."""
    step = BY_NAME[name]
    if not (step.head and _heads(by, of.body_id)):
        check_role(by, *step.roles, department=of.department, to_do=step.to_do)
    if name == "unlock":
        if not of.locked:
            raise WrongState("Chỉ tiêu này không bị khóa sổ.")
    else:
        check_open(of)
    if of.state not in step.sources:
        raise WrongState(
            f"Bộ chỉ tiêu đang ở bước “{of.get_state_display()}” nên không {step.to_do} được."
        )


def check_may_assign(by: Any, target: Target) -> None:
    """The officer of the department, or the head of a unit to what lies below it."""
    of = target.set
    if not _heads(by, of.body_id):
        check_role(by, Role.OFFICER, department=of.department, to_do="giao chỉ tiêu cho đơn vị")
    check_open(of)
    if not binds(target):
        raise WrongState("Bộ chỉ tiêu chưa được duyệt, chưa giao cho đơn vị được.")


def may_assign(by: Any, target: Target) -> bool:
    of = target.set
    who = _heads(by, of.body_id) or has_role(by, Role.OFFICER, department=of.department)
    return who and not of.locked and binds(target)


def binds(target: Target) -> bool:
    """Approved with its set, or assigned from above."""
    return target.parent_id is not None or target.set.state == TargetSet.State.APPROVED


def answers_for(by: Any, target: Target) -> bool:
    """Whether the user reports this target: officer, head of the unit, or its owner."""
    person = getattr(by, "person_id", None)
    return (
        has_role(by, Role.OFFICER, department=target.set.department)
        or _heads(by, target.set.body_id)
        or _heads(by, target.owner_unit_id)
        or (person is not None and person == target.owner_person_id)
    )


def may_report(by: Any, target: Target) -> bool:
    open_ = binds(target) and not target.set.locked and not target.gathered
    return (
        open_
        and answers_for(by, target)
        and not any(one.set.locked for one in gathered_above(target))
    )


def gathered_above(target: Target) -> list[Target]:
    """Targets above whose number is made of this one, nearest first (one query a level)."""
    found: list[Target] = []
    above = target.parent
    while above is not None and above.gathered:
        found.append(above)
        above = above.parent
    return found


def check_may_report(by: Any, target: Target) -> None:
    """Raise with what stands in the way: who, a locked year, a draft, a number made of others.

    The year is locked also where a body above, whose number this one makes, has locked its own.
    """
    if not answers_for(by, target):
        raise NotAllowed(
            "Chỉ người, đơn vị phụ trách chỉ tiêu hoặc Chuyên viên thi đua, khen thưởng mới được "
            "báo cáo kết quả."
        )
    for one in (target, *gathered_above(target)):
        check_open(one.set)
    if not binds(target):
        raise WrongState("Bộ chỉ tiêu chưa được duyệt, chưa báo cáo kết quả được.")
    if target.gathered:
        raise WrongState(
            "Kết quả chỉ tiêu này tổng hợp từ các đơn vị được giao, không ghi trực tiếp."
        )


def may_receive(by: Any, of: TargetSet) -> bool:
    if of.body_id == of.department_id:
        return has_role(by, Role.OFFICER, department=of.department)
    return _heads(by, of.body_id)


def check_may_receive(by: Any, of: TargetSet) -> None:
    if not may_receive(by, of):
        raise NotAllowed("Chỉ đơn vị được giao chỉ tiêu mới xác nhận đã nhận.")


def may_keep_programme(by: Any, programme: Programme) -> bool:
    return may_plan_for(by, body=programme.body)


def check_may_keep_programme(by: Any, programme: Programme) -> None:
    """Those who plan for its body; nothing changes any more once it is done or stopped."""
    check_may_plan_for(by, body=programme.body)
    if programme.state != Programme.State.RUNNING:
        raise WrongState(
            f"{programme.get_kind_display()} này {programme.get_state_display().lower()}, "
            "không sửa được nữa."
        )
