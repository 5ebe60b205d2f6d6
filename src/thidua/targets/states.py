"""States and transitions of a year's set as a table."""

from __future__ import annotations

from dataclasses import dataclass

from thidua.organisations.scopes import Role
from thidua.targets.models import TargetSet

S = TargetSet.State


@dataclass(frozen=True, slots=True)
class Transition:
    """One step: from where, to where, who takes it, whether it needs a reason, and the log.

    `head` lets the head of the unit take it for the own unit.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    head: bool
    to_do: str
    reason: bool
    log: str


TRANSITIONS = (
    Transition(
        "submit", (S.DRAFT,), S.SUBMITTED, (Role.OFFICER,), True, "trình duyệt chỉ tiêu",
        False, "Trình duyệt chỉ tiêu năm {year} của {body}",
    ),
    Transition(
        "send_back", (S.SUBMITTED,), S.DRAFT, (Role.OFFICER, Role.DIRECTOR), False,
        "trả lại chỉ tiêu để bổ sung", True, "Trả lại chỉ tiêu năm {year} của {body}",
    ),
    Transition(
        "approve", (S.SUBMITTED,), S.APPROVED, (Role.DIRECTOR,), False, "duyệt, giao chỉ tiêu",
        False, "Giao chỉ tiêu năm {year} của {body}",
    ),
    Transition(
        "lock", (S.APPROVED,), S.APPROVED, (Role.OFFICER, Role.DIRECTOR), False,
        "khóa sổ chỉ tiêu", False, "Khóa sổ chỉ tiêu năm {year} của {body}",
    ),
    Transition(
        "unlock", (S.APPROVED,), S.APPROVED, (Role.DIRECTOR,), False, "mở khóa sổ chỉ tiêu",
        True, "Mở khóa sổ chỉ tiêu năm {year} của {body}",
    ),
)  # fmt: skip
BY_NAME = {transition.name: transition for transition in TRANSITIONS}
TONES = {S.DRAFT: "", S.SUBMITTED: "judge", S.APPROVED: "ok"}
