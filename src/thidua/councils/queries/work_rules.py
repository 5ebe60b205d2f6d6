"""The rules of work of a council: slots of the rulebook with the citation of each value.

What no loaded text says stays unset, and the sentence beside it says what the program does then.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils import timezone

from thidua.councils.models import Council, Recusal
from thidua.councils.queries.rules import Share, percent_text, scope_key
from thidua.law import SlotValue, load_rulebook, slot

_GROUNDS = dict(Recusal.Ground.choices)
_RECEIPTS = {"an": "chỉ danh sách mã biên nhận", "mo": "mã biên nhận kèm lựa chọn"}
_REVOTE = {
    "khong": "không bỏ phiếu lại trong phiên",
    "hoa": "bỏ phiếu lại khi số phiếu bằng nhau",
    "khong_dat": "bỏ phiếu lại đề nghị không đạt",
}
_BASE = {
    "khong_tru": "không trừ: tỷ lệ tính trên tổng số thành viên",
    "tru": "trừ khỏi tổng số khi cơ quan đặt tỷ lệ",
}


@dataclass(frozen=True)
class RuleLine:
    """One rule as the council page shows it; `citation` empty means that no text sets it."""

    statement: str
    value: str
    citation: str
    confidence: str

    @property
    def known(self) -> bool:
        return bool(self.citation)


@dataclass(frozen=True)
class WorkRules:
    """What the rules of work say on a day; None where no loaded text says anything."""

    quorum: Share | None
    secret: bool | None
    secret_citation: str
    written: bool | None
    circulation: bool | None
    circulation_citation: str
    recusal_grounds: tuple[str, ...]
    recusal_citation: str
    recusal_base: str | None
    recusal_base_citation: str
    pass_mark: Share | None
    pass_mark_citation: str
    pass_mark_confidence: str
    receipts: str
    revote: str
    paper: bool
    lines: tuple[RuleLine, ...]


def rules_of(council: Council, on: dt.date | None = None) -> WorkRules:
    """The rules of `council` on a day (today when not given); no query beyond the body."""
    rb, scope, day = load_rulebook(), scope_key(council), on or timezone.localdate()

    def ask(name: str) -> SlotValue:
        return slot(rb, name, scope=scope, on=day)

    quorum, secret = ask("so_du_hop_toi_thieu"), ask("bo_phieu_kin")
    written, circulation = ask("y_kien_bang_van_ban"), ask("lay_y_kien_thay_hop")
    grounds, base = ask("truong_hop_khong_bieu_quyet"), ask("mau_so_khi_khong_bieu_quyet")
    mark = ask("diem_dat_sang_kien")
    receipts, revote, paper = ask("cong_khai_ma_phieu"), ask("bo_phieu_lai"), ask("phieu_giay")
    lines = [
        _line("Tỷ lệ thành viên phải có mặt", quorum, _share, "chưa quy định: lấy mức quá nửa"),
        _line("Bỏ phiếu kín", secret, _yes, "chưa quy định: bỏ phiếu kín"),
        _line(
            "Thành viên vắng gửi ý kiến bằng văn bản",
            written,
            _yes,
            "chưa quy định: vẫn nhận; khi ý kiến đó làm đổi kết quả thì chờ văn bản chính thức",
        ),
        _line("Lấy ý kiến bằng văn bản thay họp", circulation, _yes, "chưa quy định: không dùng"),
        _line(
            "Không tham gia biểu quyết",
            grounds,
            lambda v: "; ".join(_GROUNDS[w].lower() for w in v) or "không có trường hợp nào",
            "chưa quy định: ghi theo đề nghị của thành viên và người chủ trì",
        ),
        _line(
            "Người không biểu quyết khi tính tỷ lệ",
            base,
            lambda v: _BASE[v],
            "chưa có văn bản: không trừ, cần đối chiếu văn bản chính thức",
        ),
        _line("Mở danh sách mã phiếu", receipts, lambda v: _RECEIPTS[v], "chưa quy định: chỉ mã"),
        _line("Bỏ phiếu lại", revote, lambda v: _REVOTE[v], "chưa quy định: không bỏ phiếu lại"),
        _line("Phiếu giấy do Ban kiểm phiếu nhập", paper, _yes, "chưa quy định: được dùng"),
    ]
    if council.kind == Council.Kind.INITIATIVE:
        lines.append(
            _line("Điểm đạt, tỷ lệ trên điểm tối đa", mark, _share, "chưa quy định: chưa kết luận")
        )
    return WorkRules(
        quorum=_as_share(quorum),
        secret=secret.value,
        secret_citation=_cited(secret),
        written=written.value,
        circulation=circulation.value,
        circulation_citation=_cited(circulation),
        recusal_grounds=tuple(grounds.value or ()),
        recusal_citation=_cited(grounds),
        recusal_base=base.value,
        recusal_base_citation=_cited(base),
        pass_mark=_as_share(mark),
        pass_mark_citation=_cited(mark),
        pass_mark_confidence=mark.confidence or "",
        receipts=receipts.value or "an",
        revote=revote.value or "khong",
        paper=paper.value is not False,
        lines=tuple(lines),
    )


def award_lines(council: Council, on: dt.date | None = None) -> list[RuleLine]:
    """The threshold of every award that the body itself set, highest share first."""
    rb, scope, day = load_rulebook(), scope_key(council), on or timezone.localdate()
    declared = rb.declaration("nguong_phieu", day)
    found: list[tuple[Fraction, RuleLine]] = []
    for code in declared.awards if declared else ():
        value = slot(rb, f"nguong_phieu.{code}", scope=scope, on=day)
        if value.value is not None:
            line = RuleLine(
                rb.award_name(code), _share(value.value), _cited(value), value.confidence or ""
            )
            found.append((value.value.share, line))
    return [line for _, line in sorted(found, key=lambda pair: (-pair[0], pair[1].statement))]


def _line(statement: str, value: SlotValue, words: Any, unset: str) -> RuleLine:
    if value.value is None:
        return RuleLine(statement, unset, "", "")
    return RuleLine(statement, words(value.value), _cited(value), value.confidence or "")


def _share(value: Any) -> str:
    """`ít nhất 2/3`, `trên 50%`: the words of the regulation."""
    least = "trên" if value.strict else "ít nhất"
    share = value.share
    tidy = (share * 1000).denominator == 1
    return f"{least} {percent_text(share) if tidy else share}"


def _yes(value: bool) -> str:
    return "có" if value else "không"


def _as_share(value: SlotValue) -> Share | None:
    return None if value.value is None else Share(value.value.share, value.value.strict)


def _cited(value: SlotValue) -> str:
    return value.citation.text[:300] if value.value is not None and value.citation else ""
