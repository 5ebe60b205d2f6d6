"""Who may keep the ledger of initiatives."""

from __future__ import annotations

from typing import Any

from thidua.organisations.models import Body
from thidua.organisations.scopes import Role, check_keeper, check_role


def check_may_keep_initiatives(by: Any, *, department: Body) -> None:
    """The officer of the department, or the program itself (`by=None`)."""
    check_keeper(by, department=department, to_do="cập nhật sáng kiến, đề tài")


def check_may_put_initiatives(by: Any, *, department: Body) -> None:
    """The officer, or the secretary of the council."""
    check_role(
        by,
        Role.OFFICER,
        Role.SECRETARY,
        department=department,
        to_do="đưa sáng kiến ra Hội đồng",
    )
