"""A submission (tờ trình) with its list, as DOCX (NĐ 98/2023/NĐ-CP, Phụ lục I, mẫu 01)."""

from __future__ import annotations

from thidua.documents.building import shipped_press
from thidua.documents.papers import SubmissionPaper
from thidua.documents.press import Press
from thidua.documents.values import submission_values


def submission_docx(paper: SubmissionPaper, press: Press | None = None) -> bytes:
    """Lay out the submission; its list is landscape, for it quotes standards and awards held."""
    return (press or shipped_press("to-trinh")).fill(submission_values(paper))
