"""The paper of a decision as DOCX and PDF: its form, its values, the template version it keeps."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from thidua.decisions.models import AmendedLine, Decision, DecisionAward
from thidua.decisions.queries.amended import (
    as_issued,
    changes_in_words,
    lines_of,
    money,
    scope_words,
)
from thidua.decisions.queries.papers import authority, decision_paper, letterhead, signature
from thidua.decisions.queries.rewards import rewards_of
from thidua.documents.papers import DecisionPaper
from thidua.documents.pdf import pdf_of
from thidua.documents.queries import press_of, version_in_use
from thidua.documents.values import decision_values, ended, head_values, signature_values
from thidua.documents.words import join_words, paper_date
from thidua.kit.dates import dong, grouped, short_date

FORMS = {
    Decision.Kind.AWARD: "quyet-dinh",
    Decision.Kind.CORRECTION: "quyet-dinh-dinh-chinh",
    Decision.Kind.CANCELLATION: "quyet-dinh-huy-bo",
}
ANNEX = "danh-sach"


def annex_rows(decision: Decision) -> list[DecisionAward]:
    """Every line of the annex as printed, in its order (two queries)."""
    rows = decision.awards.select_related("nominee__person__unit", "nominee__collective")
    return as_issued(rows.order_by("order", "pk"))


def paper_of(decision: Decision) -> DecisionPaper:
    rows = annex_rows(decision)
    return decision_paper(decision, rows, rewards_of(decision, rows))


def form_of(decision: Decision) -> str:
    return FORMS[Decision.Kind(decision.kind)]


def values_of(decision: Decision) -> dict[str, Any]:
    """What the form of this decision is filled with."""
    if decision.kind == Decision.Kind.AWARD:
        return decision_values(paper_of(decision))
    lines = lines_of(decision)
    if decision.kind == Decision.Kind.CORRECTION:
        return correction_values(decision, lines)
    return cancellation_values(decision, lines)


def docx_of(decision: Decision, *, version: int | None = None) -> bytes:
    """The DOCX: an issued decision by the template version it was issued with."""
    form = form_of(decision)
    if version is None and decision.state == Decision.State.ISSUED:
        version = decision.template_version
    return press_of(decision.department, form, version).fill(values_of(decision))


def annex_of(decision: Decision) -> bytes:
    """The annex alone, by the template in use (it is sent around, never signed)."""
    return press_of(decision.department, ANNEX).fill(decision_values(paper_of(decision)))


def pdf_with(decision: Decision, values: dict[str, Any], version: int) -> bytes:
    return pdf_of(press_of(decision.department, form_of(decision), version).fill(values))


def current_version(decision: Decision) -> int:
    return version_in_use(decision.department, form_of(decision))


def digest_of(values: dict[str, Any]) -> str:
    """Tells whether a paper would still say the same."""
    return hashlib.sha256(
        json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()


def _common(decision: Decision) -> dict[str, Any]:
    head = letterhead(decision)
    return {
        **head_values(head, draft=not head.issued),
        "trich_yeu": decision.title,
        "tham_quyen": authority(decision.department),
        "can_cu": ended(decision.grounds),
        "thi_hanh": decision.executors or "Thủ trưởng các đơn vị liên quan",
        **signature_values(signature(decision), decision.recipients),
    }


def named(decision: Decision) -> str:
    """Quyết định số 07/QĐ-SNV ngày … của Giám đốc …: how another paper calls it."""
    return (
        f"Quyết định số {decision.full_number} {paper_date(decision.decided_on)} "
        f"của {authority(decision.department)}"
    )


def correction_values(decision: Decision, lines: Sequence[AmendedLine]) -> dict[str, Any]:
    """Values of `quyet-dinh-dinh-chinh`."""
    rows = [(line.award.award_name, *change) for line in lines for change in changes_in_words(line)]
    return {
        **_common(decision),
        "quyet_dinh": named(_earlier(decision)),
        "tong_so": f"{len(lines)} trường hợp",
        "dong": [
            {
                "stt": str(place),
                "hinh_thuc": award,
                "muc": what,
                "da_ghi": before,
                "sua_thanh": after,
            }
            for place, (award, what, before, after) in enumerate(rows, start=1)
        ],
    }


def cancellation_values(decision: Decision, lines: Sequence[AmendedLine]) -> dict[str, Any]:
    """Values of `quyet-dinh-huy-bo`."""
    earlier = _earlier(decision)
    left = earlier.awards.filter(standing=DecisionAward.Standing.VALID).exclude(
        pk__in=[line.award_id for line in lines]
    )
    whole = not left.exists() and earlier.awards.count() == len(lines)
    return {
        **_common(decision),
        "pham_vi": scope_words(lines, whole=whole).format(earlier=named(earlier)),
        "ly_do": _why(decision),
        "thu_hoi": _recovery(decision, lines),
        "dong": [_cancelled(place, line) for place, line in enumerate(lines, start=1)],
        "tong_tien": grouped(sum(line.amount_due for line in lines)),
    }


def _cancelled(place: int, line: AmendedLine) -> dict[str, str]:
    row = line.award
    return {
        "stt": str(place),
        "ho_ten": f"{row.honorific} {row.recipient_name}".strip(),
        "chuc_vu": join_words([row.office, row.unit_name]),
        "hinh_thuc": row.award_name,
        "hien_vat": line.objects_due,
        "tien": money(line.amount_due),
    }


def _why(decision: Decision) -> str:
    """The ground of the law, the conclusion behind it, and what the body adds."""
    said = decision.amendment
    words = said.ground_text[:1].lower() + said.ground_text[1:]
    if said.ground_citation:
        words += f" ({said.ground_citation})"
    if said.conclusion_number:
        by = f" của {said.conclusion_by}" if said.conclusion_by else ""
        words += f", theo {said.conclusion_number} {paper_date(said.conclusion_on)}{by}"
    if said.reason:
        words += f"; {said.reason.rstrip('.')}"
    return words


def _recovery(decision: Decision, lines: Sequence[AmendedLine]) -> str:
    objects = any(line.objects_due for line in lines)
    total = sum(line.amount_due for line in lines)
    if not objects and not total:
        return "Không có hiện vật, tiền thưởng phải thu hồi."
    parts = [
        word
        for word, given in (
            ("hiện vật", objects),
            (f"{dong(total)} tiền thưởng đã nhận", total),
        )
        if given
    ]
    due = decision.amendment.return_by
    until = f"; nộp lại chậm nhất ngày {short_date(due)}" if due else ""
    return f"Thu hồi {' và '.join(parts)} (theo danh sách){until}."


def _earlier(decision: Decision) -> Decision:
    if decision.amends is None:
        raise ValueError("an amendment names the decision it amends")
    return decision.amends
