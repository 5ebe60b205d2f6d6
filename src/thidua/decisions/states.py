"""States and transitions of a decision as a table; three words for every state."""

from __future__ import annotations

from dataclasses import dataclass

from thidua.accounts.models import Role
from thidua.decisions.models import Decision

S = Decision.State


@dataclass(frozen=True, slots=True)
class Transition:
    """One step: who takes it, what it needs, the ground for it, and what the log says."""

    name: str
    source: str
    target: str
    roles: tuple[str, ...]
    to_do: str
    needs: str
    citation: str
    log: str


@dataclass(frozen=True, slots=True)
class Words:
    """What the officer, the proposing unit and an onlooker read; the tone and icon of the badge."""

    officer: str
    proposer: str
    onlooker: str
    tone: str
    icon: str


TRANSITIONS = (
    Transition(
        name="send_to_sign",
        source=S.DRAFT,
        target=S.AWAITING,
        roles=(Role.OFFICER,),
        to_do="trình ký quyết định",
        needs="có người trong danh sách, căn cứ, thời gian thành tích, người ký",
        citation="NĐ 30/2020/NĐ-CP Điều 8",
        log="Trình ký dự thảo quyết định “{title}”",
    ),
    Transition(
        name="return_draft",
        source=S.AWAITING,
        target=S.DRAFT,
        roles=(Role.OFFICER, Role.DIRECTOR),
        to_do="trả lại dự thảo quyết định",
        needs="lý do",
        citation="",
        log="Trả lại dự thảo quyết định “{title}”",
    ),
    Transition(
        name="issue",
        source=S.AWAITING,
        target=S.ISSUED,
        roles=(Role.DIRECTOR,),
        to_do="ban hành quyết định",
        needs="số chưa dùng trong năm, ngày ký không ở tương lai",
        citation="Luật 06/2022/QH15; NĐ 30/2020/NĐ-CP Điều 8",
        log="Ban hành Quyết định số {number}",
    ),
    Transition(
        name="discard",
        source=S.DRAFT,
        target=S.DISCARDED,
        roles=(Role.OFFICER,),
        to_do="bỏ dự thảo quyết định",
        needs="",
        citation="",
        log="Bỏ dự thảo quyết định “{title}”",
    ),
)
BY_NAME = {transition.name: transition for transition in TRANSITIONS}

WORDS: dict[str, Words] = {
    S.DRAFT: Words("Dự thảo", "Chờ ký", "Chưa công bố", "", "pen"),
    S.AWAITING: Words("Chờ ký", "Chờ ký", "Chưa công bố", "warn", "clock"),
    S.ISSUED: Words("Đã ban hành", "Đã quyết định", "Đã công bố", "ok", "check"),
    S.DISCARDED: Words("Đã bỏ dự thảo", "Chờ ký", "Chưa công bố", "", "x"),
}


def allowed(name: str, state: str) -> bool:
    """Whether the named step may be taken from this state."""
    return BY_NAME[name].source == state
