"""Who may write tables, score, check, decide, appeal; and that the year is still open."""

from __future__ import annotations

from typing import Any

from thidua.kit.errors import NotAllowed, WrongState
from thidua.organisations.models import Body
from thidua.organisations.permissions import check_may_lead_cluster
from thidua.organisations.queries.clusters import acts_for, deputies, head
from thidua.organisations.scopes import Role, check_role, has_role
from thidua.scoring.models import ScoreTable, Sheet
from thidua.scoring.queries.tables import is_locked
from thidua.scoring.states import BY_NAME, UNIT

S = Sheet.State
SELF_OPEN = (S.SELF, S.RETURNED)


def check_may_write_tables(by: Any, *, department: Body | None) -> None:
    """The officer of the department writes its tables; `by=None` is the program itself."""
    if by is not None:
        check_role(by, Role.OFFICER, department=department, to_do="lập bảng chấm điểm")


def may_write_tables(by: Any, *, department: Body | None) -> bool:
    return has_role(by, Role.OFFICER, department=department)


def check_may_change_table(by: Any, table: ScoreTable) -> None:
    """Only a draft is written: an issued table is frozen, its next version is made instead."""
    check_may_write_tables(by, department=table.department)
    check_year_open(table.department, table.year)
    if table.state != ScoreTable.State.DRAFT:
        raise WrongState("Bảng đã ban hành nên không sửa được. Lập lần ban hành mới rồi sửa ở đó.")


def check_may_issue(by: Any, *, department: Body) -> None:
    """The director or the officer, once the council has agreed on the table."""
    if by is not None:
        check_role(
            by, Role.DIRECTOR, Role.OFFICER, department=department, to_do="ban hành bảng chấm điểm"
        )


def may_issue(by: Any, *, department: Body) -> bool:
    return has_role(by, Role.DIRECTOR, Role.OFFICER, department=department)


def check_may_lock(by: Any, *, department: Body | None) -> None:
    if by is not None:
        check_role(
            by, Role.DIRECTOR, Role.SECRETARY, department=department, to_do="khóa năm chấm điểm"
        )


def may_lock(by: Any, *, department: Body | None) -> bool:
    return has_role(by, Role.DIRECTOR, Role.SECRETARY, department=department)


def check_year_open(department: Body, year: int) -> None:
    """A locked year refuses every change."""
    if is_locked(department, year):
        raise WrongState(
            f"Năm chấm điểm {year} đã khóa. Giám đốc hoặc Thư ký Hội đồng mở khóa thì mới sửa được."
        )


def scores_itself(by: Any, sheet: Sheet) -> bool:
    """Who fills in the self-score: for the unit, or the officer who types it in for the unit."""
    return acts_for(by, sheet.unit) or has_role(by, Role.OFFICER, department=sheet.table.department)


def check_may_score(by: Any, sheet: Sheet) -> None:
    if not scores_itself(by, sheet):
        raise NotAllowed(f"Chỉ Trưởng đơn vị {sheet.unit.name} mới được tự chấm phiếu này.")
    check_year_open(sheet.table.department, sheet.table.year)
    if sheet.state not in SELF_OPEN:
        raise WrongState(
            f"Phiếu đang ở bước “{sheet.get_state_display()}” nên không sửa điểm tự chấm được. "
            "Đề nghị chuyên viên trả lại phiếu nếu cần sửa."
        )


def may_score(by: Any, sheet: Sheet) -> bool:
    return sheet.state in SELF_OPEN and scores_itself(by, sheet)


def check_may_check(by: Any, sheet: Sheet) -> None:
    check_role(by, Role.OFFICER, department=sheet.table.department, to_do="thẩm định phiếu chấm")
    check_year_open(sheet.table.department, sheet.table.year)
    if sheet.state != S.SUBMITTED:
        raise WrongState(
            f"Phiếu đang ở bước “{sheet.get_state_display()}”; chỉ thẩm định phiếu đã nộp."
        )


def may_check(by: Any, sheet: Sheet) -> bool:
    return sheet.state == S.SUBMITTED and has_role(
        by, Role.OFFICER, department=sheet.table.department
    )


def check_may_decide(by: Any, sheet: Sheet) -> None:
    """The secretary writes what the council decided; the director may as its chair."""
    check_role(
        by,
        Role.SECRETARY,
        Role.DIRECTOR,
        department=sheet.table.department,
        to_do="ghi điểm của Hội đồng",
    )
    check_year_open(sheet.table.department, sheet.table.year)
    if sheet.state not in {S.CHECKED, S.CROSSED}:
        raise WrongState(
            f"Phiếu đang ở bước “{sheet.get_state_display()}”; Hội đồng cho điểm sau khi thẩm định."
        )


def may_decide(by: Any, sheet: Sheet) -> bool:
    return sheet.state in {S.CHECKED, S.CROSSED} and has_role(
        by, Role.SECRETARY, Role.DIRECTOR, department=sheet.table.department
    )


def check_may_appeal(by: Any, sheet: Sheet) -> None:
    if not acts_for(by, sheet.unit):
        raise NotAllowed(f"Chỉ Trưởng đơn vị {sheet.unit.name} mới được đề nghị xem xét lại.")
    check_year_open(sheet.table.department, sheet.table.year)
    if sheet.state not in {S.CHECKED, S.CROSSED}:
        raise WrongState("Chỉ đề nghị xem xét lại sau thẩm định và trước khi Hội đồng chốt điểm.")


def may_appeal(by: Any, sheet: Sheet) -> bool:
    return sheet.state in {S.CHECKED, S.CROSSED} and acts_for(by, sheet.unit)


def check_may_answer(by: Any, sheet: Sheet) -> None:
    check_role(
        by,
        Role.OFFICER,
        Role.SECRETARY,
        department=sheet.table.department,
        to_do="trả lời đề nghị xem xét lại",
    )
    check_year_open(sheet.table.department, sheet.table.year)
    if sheet.state not in {S.CHECKED, S.CROSSED}:
        raise WrongState("Phiếu không còn ở bước xem xét lại; mở lại điểm đã chốt trước.")


def may_answer(by: Any, sheet: Sheet) -> bool:
    return sheet.state in {S.CHECKED, S.CROSSED} and has_role(
        by, Role.OFFICER, Role.SECRETARY, department=sheet.table.department
    )


def check_may_step(by: Any, sheet: Sheet, name: str) -> None:
    """Raise unless the transition `name` is open to `by` in the sheet's present state."""
    step = BY_NAME[name]
    if UNIT in step.roles:
        if not scores_itself(by, sheet):
            raise NotAllowed(f"Chỉ Trưởng đơn vị {sheet.unit.name} mới được {step.to_do}.")
    else:
        check_role(by, *step.roles, department=sheet.table.department, to_do=step.to_do)
    check_year_open(sheet.table.department, sheet.table.year)
    if sheet.state not in step.sources:
        raise WrongState(
            f"Phiếu đang ở bước “{sheet.get_state_display()}” nên không {step.to_do} được."
        )


def may_step(by: Any, sheet: Sheet, name: str) -> bool:
    step = BY_NAME[name]
    if sheet.state not in step.sources:
        return False
    if UNIT in step.roles:
        return scores_itself(by, sheet)
    return has_role(by, *step.roles, department=sheet.table.department)


def check_may_draw(by: Any, sheet: Sheet) -> None:
    """The head of the cluster; for the head's own sheet a deputy, or who keeps the list."""
    cluster, year = sheet.cluster, sheet.table.year
    if cluster is None:
        raise WrongState(f"{sheet.unit.name} không ở trong cụm, khối nào nên không chấm chéo.")
    check_year_open(sheet.table.department, year)
    if has_role(by, Role.OFFICER, department=cluster.keeper) and _is_heads_own(sheet):
        return
    if _is_heads_own(sheet):
        if any(acts_for(by, body) for body in deputies(cluster, year)):
            return
        raise NotAllowed(
            f"{cluster.head_title} không chốt điểm của chính đơn vị mình. {cluster.deputy_title} "
            f"hoặc cơ quan lập {cluster.noun} thực hiện."
        )
    check_may_lead_cluster(by, cluster, year)


def may_draw(by: Any, sheet: Sheet) -> bool:
    """The same question without a refusal, while the sheet waits for it."""
    if sheet.state != Sheet.State.CHECKED or sheet.cluster is None:
        return False
    try:
        check_may_draw(by, sheet)
    except (NotAllowed, WrongState):
        return False
    return True


def _is_heads_own(sheet: Sheet) -> bool:
    if sheet.cluster is None:
        return False
    leading = head(sheet.cluster, sheet.table.year)
    return leading is not None and leading.pk == sheet.unit_id
