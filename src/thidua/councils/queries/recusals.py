"""Who takes no part in the vote on which motion, and what that does to the base of the share.

No text that is loaded speaks of members who step aside: a share that a decree sets on all members
stays on all members. Where the body itself sets the share, its rules of work may take them out
(slot `mau_so_khi_khong_bieu_quyet`); unset, nobody is taken out and the minutes say so.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from thidua.councils.models import Motion, Recusal, Sitting

if TYPE_CHECKING:
    from thidua.councils.queries.work_rules import WorkRules

UNREAD = (
    "Văn bản đã nạp không nói về thành viên không tham gia biểu quyết: không trừ khỏi tổng số; "
    "cần đối chiếu văn bản chính thức."
)


def recused(sitting: Sitting) -> dict[int, frozenset[int]]:
    """Motion -> members who take no part; motions without any are left out (one query)."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Recusal.objects.filter(motion__sitting=sitting).values_list("motion_id", "member_id")
    for motion, member in rows:
        found[motion].add(member)
    return {motion: frozenset(members) for motion, members in found.items()}


def base_members(motion: Motion, members_total: int) -> int:
    """Members on whom a share of all members is counted: all, less those the rule takes out."""
    return members_total - motion.recused


def base_rule(motion: Motion, rules: WorkRules, stepped_aside: int) -> tuple[int, str]:
    """How many the rule takes out of the base, and the sentence that the minutes print."""
    if not stepped_aside:
        return 0, ""
    if motion.options == Motion.Options.SCORE:
        return 0, "Điểm trung bình tính trên số phiếu chấm; người không biểu quyết không chấm."
    if motion.threshold and motion.threshold_source != "slot":
        return 0, (
            f"Tỷ lệ tính trên tổng số thành viên theo {motion.threshold_citation}: không trừ "
            f"{stepped_aside} người không tham gia biểu quyết."
        )
    if rules.recusal_base is None:
        return 0, UNREAD
    if rules.recusal_base == "tru":
        return stepped_aside, (
            f"Đã trừ {stepped_aside} người không tham gia biểu quyết khỏi tổng số, theo "
            f"{rules.recusal_base_citation}."
        )
    return 0, (
        f"Không trừ {stepped_aside} người không tham gia biểu quyết khỏi tổng số, theo "
        f"{rules.recusal_base_citation}."
    )
