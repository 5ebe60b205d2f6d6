"""A report (báo cáo) as DOCX in the official layout: headings with their paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from thidua.documents.building import shipped_press
from thidua.documents.papers import Letterhead, Signature
from thidua.documents.press import Press
from thidua.documents.values import Values, head_values, signature_values


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """A report; `parts` are headings, each with its paragraphs. Without a number it is a draft."""

    head: Letterhead
    subject: str
    parts: Sequence[tuple[str, Sequence[str]]]
    recipients: tuple[str, ...] = ()
    signature: Signature = field(default_factory=Signature)


def report_values(paper: ReportPaper) -> Values:
    """Values of `bao-cao`: headings in Roman numerals, a part without paragraphs is left out."""
    rows: list[dict[str, str]] = []
    filled = [(title, lines) for title, lines in paper.parts if lines]
    for place, (title, lines) in enumerate(filled, start=1):
        rows.append({"de_muc": f"{_roman(place)}. {title.upper()}", "doan": ""})
        rows += [{"de_muc": "", "doan": line} for line in lines]
    return {
        **head_values(paper.head, draft=not paper.head.issued),
        "trich_yeu": paper.subject,
        "phan": rows,
        **signature_values(paper.signature, paper.recipients),
    }


def report_docx(paper: ReportPaper, press: Press | None = None) -> bytes:
    """Lay out the report, with the body's own template where it has one."""
    return (press or shipped_press("bao-cao")).fill(report_values(paper))


def _roman(number: int) -> str:
    text = ""
    for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        times, number = divmod(number, value)
        text += sign * times
    return text
