"""A decision on awards with its annex, as DOCX (NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.2)."""

from __future__ import annotations

from thidua.documents.building import shipped_press
from thidua.documents.papers import DecisionPaper
from thidua.documents.press import Press
from thidua.documents.values import count_words, decision_values

__all__ = ["annex_docx", "count_words", "decision_docx"]


def decision_docx(paper: DecisionPaper, press: Press | None = None) -> bytes:
    """Lay out the decision and its annex; without number or date it is marked DỰ THẢO.

    `press` is the template of the body; without one the shipped template is filled.
    """
    return (press or shipped_press("quyet-dinh")).fill(decision_values(paper))


def annex_docx(paper: DecisionPaper, press: Press | None = None) -> bytes:
    """Lay out the annex alone, for sending to units without the decision."""
    return (press or shipped_press("danh-sach")).fill(decision_values(paper))
