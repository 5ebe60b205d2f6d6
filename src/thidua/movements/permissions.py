"""Who may register titles, plan a movement, approve or answer it; write and sign a pledge."""

from __future__ import annotations

from typing import Any

from thidua.kit.errors import NotAllowed, WrongState
from thidua.movements.models import (
    Movement,
    Pledge,
    PledgeSide,
    RegistrationCall,
    RegistrationSheet,
)
from thidua.movements.states import BY_NAME, PLEDGE_BY_NAME, SHEET_STEPS
from thidua.organisations.models import Body, Cluster
from thidua.organisations.permissions import check_may_lead_cluster, may_lead_cluster
from thidua.organisations.queries.clusters import signs_for
from thidua.organisations.scopes import Role, check_keeper, check_role, has_role, scope_of
from thidua.people.models import Person


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


def check_may_guide(by: Any, movement: Movement) -> None:
    """The officer or the director of the body that launched it, while it runs."""
    check_role(
        by, Role.OFFICER, Role.DIRECTOR, department=movement.department,
        to_do="hướng dẫn thực hiện phong trào",
    )  # fmt: skip
    if movement.state != Movement.State.LAUNCHED:
        raise WrongState("Chỉ hướng dẫn phong trào đang thực hiện.")


def may_guide(by: Any, movement: Movement) -> bool:
    return movement.state == Movement.State.LAUNCHED and has_role(
        by, Role.OFFICER, Role.DIRECTOR, department=movement.department
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


def check_may_call(by: Any, *, department: Body) -> None:
    """The officer opens and closes the year's call to register, approves, reminds."""
    check_role(by, Role.OFFICER, department=department, to_do="quản lý đợt đăng ký thi đua")


def may_call(by: Any, *, department: Body | None) -> bool:
    return has_role(by, Role.OFFICER, department=department)


def check_may_decide_sheets(by: Any, call: RegistrationCall) -> None:
    """Heads of units and the officer decide on sheets; which ones, each step asks again."""
    check_role(
        by, Role.OFFICER, Role.HEAD_OF_UNIT, department=call.department,
        to_do="xác nhận, duyệt phiếu đăng ký",
    )  # fmt: skip


def leads(by: Any, unit: Body | None) -> bool:
    """Whether `by` heads that unit."""
    scope = scope_of(by)
    return unit is not None and scope.has(Role.HEAD_OF_UNIT) and unit.pk in scope.unit_ids


def check_may_write_sheet(
    by: Any, call: RegistrationCall, *, person: Person | None, collective: Body | None
) -> None:
    """The person itself, the head of the unit, the officer; within the days of the call.

    The officer may write after the last day too, as long as the year is not locked.
    """
    subject = person or collective
    home = person.department if person else collective and collective.department
    officer = may_call(by, department=call.department)
    unit = person.unit if person else collective
    own = person is not None and person.pk == getattr(by, "person_id", None)
    if home != call.department or not (own or officer or leads(by, unit)):
        raise NotAllowed(f"Phiếu của {subject} do người đó, trưởng đơn vị hoặc chuyên viên ghi.")
    if call.state != RegistrationCall.State.OPEN:
        raise WrongState(
            f"Đăng ký thi đua năm {call.year} đã khóa. Liên hệ chuyên viên nếu cần sửa."
        )
    if officer or call.takes_sheets():
        return
    if call.days_left < 0:
        raise WrongState(
            f"Đã hết hạn đăng ký ngày {call.due_on:%d/%m/%Y}. Đề nghị chuyên viên ghi thay."
        )
    raise WrongState(f"Nhận đăng ký từ ngày {call.opens_on:%d/%m/%Y}.")


def may_write_sheet(
    by: Any, call: RegistrationCall, *, person: Person | None, collective: Body | None
) -> bool:
    try:
        check_may_write_sheet(by, call, person=person, collective=collective)
    except (NotAllowed, WrongState):
        return False
    return True


def check_may_take_sheet_step(by: Any, sheet: RegistrationSheet, name: str) -> None:
    """Raise unless `by` may confirm, approve or give back this sheet in its present state."""
    call, step = sheet.call, SHEET_STEPS[name]
    officer = may_call(by, department=call.department)
    unit = sheet.person.unit if sheet.person else sheet.collective
    head = leads(by, unit) and name != "approve" and sheet.state == RegistrationSheet.State.SENT
    if not (officer or head):
        who = "Chuyên viên" if name == "approve" else "Trưởng đơn vị hoặc chuyên viên"
        raise NotAllowed(f"{who} mới được {step.to_do}.")
    if call.state != RegistrationCall.State.OPEN:
        raise WrongState(f"Đăng ký thi đua năm {call.year} đã khóa. Mở khóa trước.")
    if sheet.state not in step.sources:
        raise WrongState(
            f"Phiếu của {sheet.person or sheet.collective} đang ở bước "
            f"“{sheet.get_state_display()}” nên không {step.to_do} được."
        )


def may_take_sheet_step(by: Any, sheet: RegistrationSheet, name: str) -> bool:
    try:
        check_may_take_sheet_step(by, sheet, name)
    except (NotAllowed, WrongState):
        return False
    return True


def check_may_write_pledge(
    by: Any, *, cluster: Cluster | None, body: Body | None, year: int
) -> None:
    """The head of the cluster in that year; for a body with its units, its officer or director."""
    if cluster is not None:
        check_may_lead_cluster(by, cluster, year)
    elif by is not None:
        check_role(
            by, Role.OFFICER, Role.DIRECTOR, department=body, to_do="lập giao ước thi đua của mình"
        )


def may_write_pledge(by: Any, pledge: Pledge) -> bool:
    if pledge.cluster is not None:
        return may_lead_cluster(by, pledge.cluster, pledge.year)
    return has_role(by, Role.OFFICER, Role.DIRECTOR, department=pledge.body)


def check_may_step_pledge(by: Any, pledge: Pledge, name: str) -> None:
    """Raise unless the writer's step `name` is open to `by` in the present state."""
    check_may_write_pledge(by, cluster=pledge.cluster, body=pledge.body, year=pledge.year)
    check_pledge_state(pledge, name)


def check_pledge_state(pledge: Pledge, name: str) -> None:
    step = PLEDGE_BY_NAME[name]
    if pledge.state not in step.sources:
        raise WrongState(
            f"Giao ước đang ở trạng thái “{pledge.get_state_display()}” nên không {step.to_do} "
            "được. Tải lại trang để xem."
        )


def may_step_pledge(by: Any, pledge: Pledge, name: str) -> bool:
    return pledge.state in PLEDGE_BY_NAME[name].sources and may_write_pledge(by, pledge)


def check_may_sign_pledge(by: Any, side: PledgeSide) -> None:
    """The director of the body, or the head of the unit, that signs."""
    if by is not None and not signs_for(by, side.body):
        raise NotAllowed(
            f"Chỉ người đứng đầu {side.body.name} mới ký hoặc trả lời giao ước của bên này."
        )


def may_sign_pledge(by: Any, side: PledgeSide) -> bool:
    return signs_for(by, side.body)
