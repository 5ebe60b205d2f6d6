"""Who may keep the ledger of initiatives."""

from __future__ import annotations

from typing import Any

from thidua.organisations.models import Body
from thidua.organisations.scopes import check_keeper


def check_may_keep_initiatives(by: Any, *, department: Body) -> None:
    """The officer of the department, or the program itself (`by=None`)."""
    check_keeper(by, department=department, to_do="cập nhật sáng kiến, đề tài")
