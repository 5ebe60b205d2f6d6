"""How an entry may change after it was written: matching, standing, recovery, re-issue.

Serves Luật 06/2022/QH15 Điều 93 (hủy bỏ, thu hồi) and Điều 12 (hiện vật); what was written itself
never changes. Each change is an event of the hash chain.
"""

from __future__ import annotations

from dataclasses import dataclass

from thidua.register.models import RegisterEntry, RegisterEvent

Kind = RegisterEvent.Kind
Match = RegisterEntry.Match
Recovery = RegisterEntry.Recovery
State = RegisterEntry.State


@dataclass(frozen=True)
class Transition:
    """One permitted change: what it is called in the log and which roles may do it."""

    name: str
    source: str
    target: str
    roles: tuple[str, ...]
    log_text: str
    event: str


_OFFICER = ("officer",)
MATCHING = (
    Transition(
        "confirm", Match.ASKED, Match.MATCHED, _OFFICER, "Khớp dòng sổ với", Kind.MATCHED
    ),
    Transition(
        "confirm", Match.UNMATCHED, Match.MATCHED, _OFFICER, "Khớp dòng sổ với", Kind.MATCHED
    ),
    Transition(
        "reject", Match.ASKED, Match.UNMATCHED, _OFFICER, "Không có người khớp dòng sổ",
        Kind.UNMATCHED,
    ),
    Transition("undo", Match.MATCHED, Match.ASKED, _OFFICER, "Gỡ khớp người", Kind.RELEASED),
)  # fmt: skip
STANDING = (
    Transition(
        "revoke", State.VALID, State.REVOKED, _OFFICER, "Ghi việc hủy bỏ, thu hồi", Kind.REVOKED
    ),
    Transition(
        "restore", State.REVOKED, State.VALID, _OFFICER, "Ghi khôi phục hiệu lực", Kind.RESTORED
    ),
    Transition(
        "withdraw", State.VALID, State.WITHDRAWN, _OFFICER, "Rút dòng vào sổ nhầm", Kind.WITHDRAWN
    ),
    Transition(
        "withdraw", State.REVOKED, State.WITHDRAWN, _OFFICER, "Rút dòng vào sổ nhầm",
        Kind.WITHDRAWN,
    ),
)  # fmt: skip
# Only while the award is revoked; the object and the money come back together or are noted so.
RECOVERY = (
    Transition(
        "ask", "", Recovery.ASKED, _OFFICER, "Yêu cầu nộp lại hiện vật, tiền thưởng",
        Kind.RECOVERY_ASKED,
    ),
    Transition(
        "return", Recovery.ASKED, Recovery.RETURNED, _OFFICER,
        "Ghi đã nộp lại hiện vật, tiền thưởng", Kind.RECOVERED,
    ),
)  # fmt: skip
# Only while the award stands; may happen more than once and changes no state.
REISSUE = (
    Transition("exchange", State.VALID, State.VALID, _OFFICER, "Ghi cấp đổi", Kind.EXCHANGED),
    Transition("reissue", State.VALID, State.VALID, _OFFICER, "Ghi cấp lại", Kind.REISSUED),
)


def transition(table: tuple[Transition, ...], name: str, source: str) -> Transition | None:
    """The change `name` out of `source`, or None when it is not permitted from there."""
    return next((t for t in table if t.name == name and t.source == source), None)
