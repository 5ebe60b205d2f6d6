"""Certificates of a decision as one PDF or one file each, by the form of each award.

Pages are written one after another (`drawing/pdf.py`): memory does not grow with the batch.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import typst

from thidua.documents.certificate_layout import Layout, shipped_layout
from thidua.documents.certificate_pages import background_of, certificate_page
from thidua.documents.certificate_paper import CertificatePaper
from thidua.documents.drawing.marks import Background, Page
from thidua.documents.drawing.pdf import pdf_pages
from thidua.documents.words import clean

PAGE_PIXELS_PER_INCH = 144.0


class CertificateError(Exception):
    """The batch cannot be printed; the message says why."""


@dataclass(frozen=True, slots=True)
class PrintForm:
    """A form ready to print: its layout and the background that goes on paper (None: a blank)."""

    layout: Layout
    background: Background | None = None


def shipped_form(*, ornament: bool = True) -> PrintForm:
    """The form of the program; without the ornament for sheets that carry a pattern already."""
    layout = shipped_layout()
    shown = layout if ornament else replace(layout, ornament=False)
    return PrintForm(shown, background_of(shown))


Chooser = Callable[[CertificatePaper], PrintForm]


def certificate_pages(
    papers: Iterable[CertificatePaper],
    form: PrintForm | Chooser,
    *,
    shift: tuple[float, float] = (0.0, 0.0),
) -> Iterator[Page]:
    """A page each, in the order given."""
    for paper in papers:
        chosen = form if isinstance(form, PrintForm) else form(paper)
        yield certificate_page(paper, chosen.layout, background=chosen.background, shift=shift)


def certificates_stream(
    papers: Iterable[CertificatePaper],
    form: PrintForm | Chooser | None = None,
    *,
    shift: tuple[float, float] = (0.0, 0.0),
) -> Iterator[bytes]:
    """The PDF in pieces. Raises `CertificateError` at once for an empty batch."""
    running = iter(papers)
    first = next(running, None)
    if first is None:
        raise CertificateError(
            "Chưa có ai trong danh sách để in bằng. Thêm người vào danh sách của quyết định trước."
        )
    pages = certificate_pages(chain([first], running), form or shipped_form(), shift=shift)
    title = clean(f"{first.award_name}, Quyết định số {first.decision_number}")
    return pdf_pages(pages, title=title, author=clean(first.authority_line))


def certificates_pdf(papers: Iterable[CertificatePaper], *, ornament: bool = True) -> bytes:
    """All certificates by the form of the program, whole in memory: for few."""
    return b"".join(certificates_stream(papers, shipped_form(ornament=ornament)))


def certificate_png(paper: CertificatePaper, form: PrintForm | None = None) -> bytes:
    """Draw one certificate as a picture: the page of its PDF, looked at from outside."""
    content = b"".join(certificates_stream([paper], form))
    layout = (form or shipped_form()).layout
    compiler: Any = typst.compile
    page = (
        f"#set page(width: {layout.width}mm, height: {layout.height}mm, margin: 0mm)\n"
        f'#image("page.pdf", width: {layout.width}mm)'
    )
    with tempfile.TemporaryDirectory(prefix="thidua-bang-") as folder:
        (Path(folder) / "page.pdf").write_bytes(content)
        (Path(folder) / "page.typ").write_text(page, "utf-8")
        made: bytes = compiler(
            f"{folder}/page.typ", root=folder, format="png", ppi=PAGE_PIXELS_PER_INCH
        )
    return made
