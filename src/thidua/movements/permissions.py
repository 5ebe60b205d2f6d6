"""Who may register titles, plan a movement, approve it, answer one from above."""

from __future__ import annotations

from typing import Any

from thidua.kit.errors import NotAllowed, WrongState
from thidua.movements.models import Movement
from thidua.movements.states import BY_NAME
from thidua.organisations.models import Body
from thidua.organisations.scopes import Role, check_keeper, check_role, has_role, scope_of


def check_may_register_titles(by: Any, *, department: Body) -> None:
    """The officer of the department, or the program itself (`by=None`)."""
    check_keeper(by, department=department, to_do="ghi đăng ký thi đua")


def check_may_plan(by: Any, *, department: Body) -> None:
    """The officer of the department writes its plans."""
    check_role(by, Role.OFFICER, department=department, to_do="lập kế hoạch phong trào thi đua")


def may_plan(by: Any, *, department: Body | None) -> bool:
    return has_role(by, Role.OFFICER, department=department)


def check_may_change_plan(by: Any, movement: Movement) -> None:
    """Only a draft is written: what was approved is first sent back, with a reason."""
    check_may_plan(by, department=movement.department)
    if movement.state != Movement.State.DRAFT:
        raise WrongState(
            "Chỉ sửa được kế hoạch còn là dự thảo. Trả lại kế hoạch để bổ sung rồi sửa."
        )


def check_may_step(by: Any, movement: Movement, name: str) -> None:
    """Raise unless the transition `name` is open to `by` in the movement's present state."""
    step = BY_NAME[name]
    check_role(by, *step.roles, department=movement.department, to_do=step.to_do)
    if movement.state not in step.sources:
        raise WrongState(
            f"Phong trào đang ở bước “{movement.get_state_display()}” nên không {step.to_do} được."
        )


def may_step(by: Any, movement: Movement, name: str) -> bool:
    step = BY_NAME[name]
    return movement.state in step.sources and has_role(
        by, *step.roles, department=movement.department
    )


def check_may_answer(by: Any, movement: Movement) -> Body:
    """The officer of a body below, while the movement runs; returns that body."""
    from thidua.movements.queries.movements import asked_to_answer

    scope = scope_of(by)
    mine = scope.department
    if mine is None or not scope.has(Role.OFFICER):
        raise NotAllowed("Chỉ Chuyên viên thi đua, khen thưởng của đơn vị mới được hưởng ứng.")
    if not asked_to_answer(movement, mine):
        raise NotAllowed(f"Phong trào này không giao cho {mine.name} hưởng ứng.")
    if movement.state != Movement.State.LAUNCHED:
        raise WrongState("Chỉ hưởng ứng phong trào đang thực hiện.")
    return mine
