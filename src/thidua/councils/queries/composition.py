"""Whether the members of a council look as the texts say: hints for a person, never a refusal.

Sources: NĐ 98/2023/NĐ-CP Điều 49 (to 30/06/2025, for provinces), NĐ 152/2025/NĐ-CP Điều 6 khoản 2,
which leaves councils to ministries and provinces; their own texts fill the slots.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from thidua.councils.models import Council, Member
from thidua.kit.dates import short_date
from thidua.kit.text import fold
from thidua.law import load_rulebook

_D = Member.Duty
_LAST_DAY = dt.date(2025, 6, 30)
_VICES = (_D.VICE, _D.STANDING_VICE)


@dataclass(frozen=True)
class Hint:
    """`state`: met, unmet, judge (a person must look); `citation` may say that a text lapsed."""

    state: str
    text: str
    citation: str = ""
    confidence: str = ""


def composition_hints(council: Council, members: Sequence[Member]) -> list[Hint]:
    """What to look at before the next sitting; no query."""
    hints = [_duty(members, _D.CHAIR, "Chủ tịch Hội đồng")]
    hints.append(_duty(members, _D.SECRETARY, "thư ký"))
    if not any(m.duty in _VICES for m in members):
        hints.append(
            Hint("judge", "Chưa có Phó Chủ tịch: khi Chủ tịch vắng không có người chủ trì thay.")
        )
    without = [m.full_name for m in members if m.user is None]
    if without:
        hints.append(
            Hint("judge", f"Chưa có tài khoản: {', '.join(without)}. Người này bỏ phiếu giấy.")
        )
    if council.term_to and council.term_to < timezone.localdate():
        hints.append(
            Hint(
                "unmet",
                f"Nhiệm kỳ đã hết ngày {short_date(council.term_to)}. Ghi quyết định kiện toàn.",
            )
        )
    if council.kind == Council.Kind.EMULATION and council.body.kind == "ubnd_tinh":
        hints += _province(members)
    elif council.kind == Council.Kind.EMULATION:
        hints.append(_own_rules())
    return hints


def _duty(members: Sequence[Member], duty: str, word: str) -> Hint:
    holder = next((m for m in members if m.duty == duty), None)
    if holder is None:
        return Hint("unmet", f"Chưa có {word}.")
    return Hint("met", f"{word[:1].upper()}{word[1:]}: {holder.full_name}.")


def _province(members: Sequence[Member]) -> list[Hint]:
    """The three lines that the decree before NĐ 152/2025 had on provincial councils."""
    rb = load_rulebook()
    rules = rb.entry("council-rules", _LAST_DAY)
    stated = {rule.key: rule for rule in rules.rules} if rules else {}
    limit = rb.declaration("so_pho_chu_tich_cap_tinh", _LAST_DAY)
    hints: list[Hint] = []
    vices = sum(1 for m in members if m.duty in _VICES)
    checks = (
        ("tinh-chu-tich", _D.CHAIR, ("chu tich", "uy ban", "ubnd")),
        ("tinh-thuong-truc", _D.STANDING_VICE, ("giam doc", "noi vu")),
    )
    for key, duty, words in checks:
        rule = stated.get(key)
        holder = next((m for m in members if m.duty == duty), None)
        if rule is None or holder is None:
            continue
        office = fold(holder.office)
        fits = words[0] in office and any(word in office for word in words[1:])
        said = holder.office or "chưa ghi chức vụ"
        text = f"{rule.statement}. Đang ghi: {holder.full_name}, {said}."
        hints.append(
            Hint("met" if fits else "judge", text, _lapsed(rule.citation.text), rule.confidence)
        )
    if limit is not None and limit.maximum is not None:
        text = f"Phó Chủ tịch: {vices}, không quá {int(limit.maximum)} người."
        state = "met" if vices <= limit.maximum else "judge"
        hints.append(Hint(state, text, _lapsed(limit.citation.text), limit.confidence))
    hints.append(_own_rules())
    return hints


def _own_rules() -> Hint:
    declared = load_rulebook().declaration("lay_y_kien_thay_hop", timezone.localdate())
    return Hint(
        "judge",
        "Thành phần Hội đồng do cơ quan quy định; văn bản đã nạp không nêu danh sách. "
        "Đối chiếu với quyết định thành lập.",
        declared.citation.text if declared else "",
        declared.confidence if declared else "",
    )


def _lapsed(citation: str) -> str:
    return f"{citation} (áp dụng đến 30/06/2025)"
