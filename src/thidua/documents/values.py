"""From papers to the values of their forms: every text as printed, in the names of the form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from thidua.documents.papers import (
    Awardee,
    AwardGroup,
    DecisionPaper,
    Kind,
    Letterhead,
    NomineeLine,
    PaymentPaper,
    Signature,
    SubmissionPaper,
)
from thidua.documents.words import amount_in_words, join_words, paper_date, paper_number
from thidua.kit.dates import grouped

DRAFT_MARK = "DỰ THẢO"
NO_NUMBER = "       "
KINDS: tuple[tuple[Kind, str, str], ...] = (
    ("collective", "Tập thể", "tập thể"),
    ("individual", "Cá nhân", "cá nhân"),
)
Values = dict[str, Any]


def head_values(head: Letterhead, *, draft: bool) -> Values:
    return {
        "co_quan_chu_quan": head.parent,
        "co_quan": head.body,
        "so": paper_number(head.number) if head.number else NO_NUMBER,
        "ky_hieu": head.symbol,
        "dia_danh": head.place,
        "ngay": paper_date(head.signed_on, year=head.year),
        "du_thao": DRAFT_MARK if draft else "",
    }


def signature_values(signature: Signature, recipients: Sequence[str]) -> Values:
    return {
        "noi_nhan": ended(recipients),
        "quyen_ky": list(signature.powers),
        "nguoi_ky": signature.name,
    }


def ended(lines: Iterable[str]) -> list[str]:
    """One item a line, each ending with ";" and the last with "."."""
    kept = [line.strip().rstrip(";.").rstrip() for line in lines]
    return [line + ("." if place == len(kept) - 1 else ";") for place, line in enumerate(kept)]


def decision_values(paper: DecisionPaper) -> Values:
    """Values of `quyet-dinh`, and of `danh-sach` alone."""
    head = paper.head
    return {
        **head_values(head, draft=not head.issued),
        "trich_yeu": paper.subject,
        "tam_tinh": [" ".join(paper.provisional)] if paper.provisional else [],
        "tham_quyen": paper.authority,
        "can_cu": ended([*paper.grounds, *paper.proposals]),
        "khen_thuong": _awarded(paper),
        "nhom": _groups(paper),
        "tien_thuong": bonus_text(paper),
        "thi_hanh": paper.executors or "Thủ trưởng các đơn vị liên quan",
        **signature_values(paper.signature, paper.recipients),
        "thoi_gian": paper.period,
        "dong": _rows(paper),
        "tong_tien": grouped(paper.total),
        "tong_tien_chu": amount_in_words(paper.total) if paper.total else "Không có tiền thưởng",
        "tong_so": count_words(paper),
    }


def submission_values(paper: SubmissionPaper) -> Values:
    """Values of `to-trinh`."""
    several = len(paper.addressee) > 1
    asked = (
        paper.request
        or f"{paper.head.body} kính trình {'; '.join(paper.addressee)} xem xét, quyết định./."
    )
    return {
        **head_values(paper.head, draft=not paper.head.issued),
        "trich_yeu": _upper_first(paper.subject),
        "tam_tinh": [" ".join(paper.provisional)] if paper.provisional else [],
        "kinh_gui": "" if several else "".join(paper.addressee),
        "kinh_gui_cac": ended(paper.addressee) if several else [],
        "can_cu": ended(paper.grounds),
        "doan": list(paper.paragraphs),
        "so_de_nghi": _nominee_counts(paper.nominees),
        "ket": asked,
        **signature_values(paper.signature, paper.recipients),
        "dong": [
            {
                "stt": str(place),
                "ho_ten": line.name,
                "chuc_vu": line.office,
                "de_nghi": line.award_name,
                "tieu_chuan": line.standard,
                "da_khen": "\n".join(part for part in (line.held, line.note) if part),
                "phieu": line.votes,
            }
            for place, line in enumerate(paper.nominees, start=1)
        ],
    }


def payment_values(paper: PaymentPaper) -> Values:
    """Values of `danh-sach-chi`."""
    return {
        **head_values(paper.head, draft=False),
        "quyet_dinh": paper.decision,
        "nguon_chi": paper.fund,
        "dong": [
            {
                "stt": str(place),
                "ho_ten": line.name,
                "don_vi": line.office,
                "hinh_thuc": line.award_name,
                "tien": grouped(line.amount),
                "ghi_chu": line.note,
            }
            for place, line in enumerate(paper.lines, start=1)
        ],
        "tong_tien": grouped(paper.total),
        "tong_tien_chu": amount_in_words(paper.total) if paper.total else "Không đồng",
        "nguoi_lap": paper.preparer,
        "ke_toan": paper.accountant,
        "chuc_vu_ky": paper.signature.powers[-1],
        "nguoi_ky": paper.signature.name,
    }


def letter_values(paper: DecisionPaper, group: AwardGroup, awardee: Awardee, merit: str) -> Values:
    """Values of `thong-bao`: one awardee told of one award."""
    head = paper.head
    number = paper_number(head.number) if head.number else NO_NUMBER
    money = ""
    if awardee.amount:
        words = amount_in_words(awardee.amount)
        money = f"Tiền thưởng kèm theo: {grouped(awardee.amount)} đồng (Bằng chữ: {words})."
    return {
        **head_values(head, draft=not head.issued),
        "so": NO_NUMBER,
        "ky_hieu": head.symbol.replace("QĐ-", "TB-", 1),
        "trich_yeu": "Về việc khen thưởng theo quyết định",
        "kinh_gui": f"{awardee.honorific} {awardee.name}".strip(),
        "chuc_vu": awardee.office,
        "quyet_dinh": f"Quyết định số {number}/{head.symbol} {paper_date(head.signed_on)}",
        "tham_quyen": paper.authority,
        "hinh_thuc": group.full_name,
        "thanh_tich": merit.rstrip(". "),
        "tien": money,
        **signature_values(paper.signature, ["Như trên", "Lưu: VT, TĐKT"]),
    }


def count_words(paper: DecisionPaper) -> str:
    """Count who is awarded: "2 tập thể, 35 cá nhân"; a person named for two awards counts once."""
    parts = []
    for kind, _, word in KINDS:
        names = {a.key or (a.name, a.office) for a in paper.awardees if a.kind == kind}
        if names:
            parts.append(f"{len(names)} {word}")
    return join_words(parts)


def bonus_text(paper: DecisionPaper) -> str:
    """The sentence of the article on rewards; without a sum it names the basis only."""
    basis = f" theo {paper.bonus_basis}" if paper.bonus_basis else " theo quy định hiện hành"
    source = f", chi từ {paper.fund}" if paper.fund else ""
    if not paper.total:
        return f"Tiền thưởng kèm theo danh hiệu, hình thức khen thưởng thực hiện{basis}{source}."
    return (
        f"Tiền thưởng kèm theo danh hiệu, hình thức khen thưởng thực hiện{basis}. "
        "Tổng số tiền thưởng là "
        f"{grouped(paper.total)} đồng (Bằng chữ: {amount_in_words(paper.total)}){source}."
    )


def _awarded(paper: DecisionPaper) -> str:
    merit = f"đã có thành tích trong công tác {paper.period}"
    if len(paper.groups) == 1:
        group = paper.groups[0]
        return f"Tặng {group.full_name} cho {_group_count(group)} {merit} (có danh sách kèm theo)."
    return (
        f"Tặng danh hiệu thi đua, hình thức khen thưởng cho {count_words(paper)} {merit} "
        "(có danh sách kèm theo), gồm:"
    )


def _groups(paper: DecisionPaper) -> list[Values]:
    if len(paper.groups) == 1:
        return []
    return [
        {
            "so": str(place),
            "ten": _upper_first(group.full_name),
            "so_luong": _group_count(group),
            "dau": "." if place == len(paper.groups) else ";",
        }
        for place, group in enumerate(paper.groups, start=1)
    ]


def _rows(paper: DecisionPaper) -> list[Values]:
    rows: list[Values] = []
    serial = 0
    for place, group in enumerate(paper.groups):
        if len(paper.groups) > 1:
            rows.append(
                _row(
                    nhom=f"{numeral(place + 1)}. {_upper_first(group.full_name)}: "
                    f"{_group_count(group)}"
                )
            )
        both = all(group.count(kind) for kind, _, _ in KINDS)
        for kind, heading, _ in KINDS:
            members = [a for a in group.awardees if a.kind == kind]
            if members and both:
                rows.append(_row(muc=heading))
            for awardee in members:
                serial += 1
                rows.append(_awardee_row(serial, awardee, group.award_name))
    return rows


def _awardee_row(serial: int, awardee: Awardee, award_name: str) -> Values:
    amount = "" if awardee.amount is None else grouped(awardee.amount)
    if awardee.note:
        amount = f"{amount}\n{awardee.note}".strip()
    return _row(
        stt=str(serial),
        ho_ten=f"{awardee.honorific} {awardee.name}".strip(),
        chuc_vu=awardee.office,
        hinh_thuc=award_name,
        tien=amount,
    )


def _row(**given: str) -> Values:
    names = ("nhom", "muc", "stt", "ho_ten", "chuc_vu", "hinh_thuc", "tien")
    return {name: given.get(name, "") for name in names}


def _nominee_counts(nominees: Sequence[NomineeLine]) -> list[str]:
    lines = []
    for award in dict.fromkeys(line.award_name for line in nominees):
        named = [line for line in nominees if line.award_name == award]
        counts = join_words(
            f"{n} {word}" for kind, _, word in KINDS if (n := sum(x.kind == kind for x in named))
        )
        lines.append(f"- {award}: {counts}")
    return ended(lines)


def _group_count(group: AwardGroup) -> str:
    return join_words(f"{group.count(kind)} {word}" for kind, _, word in KINDS if group.count(kind))


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def numeral(value: int) -> str:
    """Number groups I, II, III… the way lists in papers do."""
    text = ""
    for size, mark in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while value >= size:
            text, value = text + mark, value - size
    return text
