"""The list on which rewards of one decision are handed over and signed for, as DOCX."""

from __future__ import annotations

from thidua.documents.building import shipped_press
from thidua.documents.papers import PaymentPaper
from thidua.documents.press import Press
from thidua.documents.values import payment_values


def payment_list_docx(paper: PaymentPaper, press: Press | None = None) -> bytes:
    """Lay out the payment list; the total equals the sum of its lines by construction."""
    return (press or shipped_press("danh-sach-chi")).fill(payment_values(paper))
