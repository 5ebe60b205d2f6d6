"""Certificates as pages: values of a paper in the boxes of a layout; rulers of a test print."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from thidua.documents.certificate_fields import QR, value_of
from thidua.documents.certificate_layout import Field, Layout
from thidua.documents.certificate_paper import CertificatePaper
from thidua.documents.drawing.fitting import ASCENT, LEADING, Fitted, fit
from thidua.documents.drawing.fonts import Face, face_for, has_every_letter, readable
from thidua.documents.drawing.marks import (
    POINTS,
    Background,
    LineMark,
    Mark,
    Page,
    QrMark,
    TextMark,
)
from thidua.documents.qr import qr_code

_GUIDE = "#1f6feb"


def certificate_page(
    paper: CertificatePaper,
    layout: Layout,
    *,
    background: Background | None = None,
    shift: tuple[float, float] = (0.0, 0.0),
) -> Page:
    """One certificate; `notes` of the page say what had to be set smaller than the form asks."""
    marks: list[Mark] = []
    notes: list[str] = []
    for field in layout.fields:
        marks.extend(_marks(field, paper, notes))
    return Page(layout.width, layout.height, tuple(marks), background, shift, tuple(notes))


def _marks(field: Field, paper: CertificatePaper, notes: list[str]) -> Iterable[Mark]:
    if field.source == QR:
        return (_qr(field, paper.check_url),) if paper.check_url else ()
    text = value_of(field.source, paper, fixed=field.text, upper=field.upper)
    marks, said = _text(field, text)
    notes.extend(said)
    return marks


def _qr(field: Field, url: str) -> QrMark:
    side = min(field.width, field.height)
    x, y = field.x + (field.width - side) / 2, field.y + (field.height - side) / 2
    return QrMark(x, y, side, qr_code(url))


@lru_cache(maxsize=512)
def _text(field: Field, given: str) -> tuple[tuple[TextMark, ...], tuple[str, ...]]:
    """Most texts of a batch are the same on every page: they are fitted once."""
    text = readable(given)
    if not text.strip():
        return (), ()
    face = face_for(text, Face(field.family, field.weight, field.italic))
    fitted = fit(
        text,
        face,
        width=field.width * POINTS,
        height=field.height * POINTS,
        size=field.size,
        smallest=field.smallest,
        lines=max(field.lines, text.count("\n") + 1),
    )
    notes: list[str] = []
    _note(field, text, face, fitted, notes)
    return tuple(_placed(field, face, fitted)), tuple(notes)


def _note(field: Field, text: str, face: Face, fitted: Fitted, notes: list[str]) -> None:
    shown = text.replace("\n", " ")
    if fitted.spills:
        notes.append(f"{field.label}: “{shown}” dài quá ô, chữ tràn ra ngoài. Nới ô trong mẫu.")
    elif fitted.tight:
        size = f"{fitted.size:g}".replace(".", ",")
        notes.append(f"{field.label}: “{shown}” phải thu xuống cỡ {size}, dưới cỡ nhỏ nhất.")
    if not has_every_letter(text, face):
        notes.append(f"{field.label}: “{shown}” có chữ mà phông của chương trình không có.")
    elif face.family != field.family:
        notes.append(f"{field.label}: “{shown}” in bằng phông {face.family} để đủ chữ.")


def _placed(field: Field, face: Face, fitted: Fitted) -> Iterator[TextMark]:
    tall = fitted.height / POINTS
    free = field.height - tall
    top = field.y + {"top": 0.0, "middle": free / 2, "bottom": free}[field.upright]
    for place, line in enumerate(fitted.lines):
        wide = line.width * fitted.size / 1000 / POINTS
        spare = field.width - wide
        x = field.x + {"left": 0.0, "center": spare / 2, "right": spare}[field.align]
        y = top + fitted.size * (ASCENT + LEADING * place) / POINTS
        yield TextMark(face, fitted.size, x, y, line, field.colour)


def trial_page(
    paper: CertificatePaper,
    layout: Layout,
    *,
    background: Background | None = None,
    shift: tuple[float, float] = (0.0, 0.0),
) -> Page:
    """A test print: the sample, every box dotted, a ruler along two edges, crop marks.

    The ruler moves with the correction of the printer: laid on the blank, its nought must lie on
    the corner of the sheet.
    """
    page = certificate_page(paper, layout, background=background, shift=shift)
    marks: list[Mark] = [*page.marks]
    for field in layout.fields:
        right, low = field.x + field.width, field.y + field.height
        corners = ((field.x, field.y), (right, field.y), (right, low), (field.x, low))
        for (x, y), (to_x, to_y) in zip(corners, corners[1:] + corners[:1], strict=True):
            marks.append(LineMark(x, y, to_x, to_y, 0.15, _GUIDE, dashed=True))
    marks.extend(_ruler(layout))
    marks.extend(_crop(layout))
    return Page(layout.width, layout.height, tuple(marks), background, shift, page.notes)


def _ruler(layout: Layout) -> Iterator[Mark]:
    face = Face("Be Vietnam Pro", 400, False)

    def number(value: int, x: float, y: float) -> Iterator[Mark]:
        fitted = fit(str(value), face, width=40, height=12, size=6, smallest=6, lines=1)
        for line in fitted.lines:
            yield TextMark(face, 6, x, y, line, "#000000")

    for millimetre in range(int(layout.width) + 1):
        tick = 5.0 if millimetre % 10 == 0 else 3.5 if millimetre % 5 == 0 else 2.0
        yield LineMark(millimetre, 0, millimetre, tick, 0.1)
        if millimetre % 20 == 0 and millimetre:
            yield from number(millimetre, millimetre + 0.4, 6.5)
    for millimetre in range(int(layout.height) + 1):
        tick = 5.0 if millimetre % 10 == 0 else 3.5 if millimetre % 5 == 0 else 2.0
        yield LineMark(0, millimetre, tick, millimetre, 0.1)
        if millimetre % 20 == 0 and millimetre:
            yield from number(millimetre, 5.4, millimetre + 0.8)


def _crop(layout: Layout) -> Iterator[Mark]:
    """Corners 10 mm inside the sheet, where every printer can print; lines of 8 mm."""
    inset, length = 10.0, 8.0
    for x, across in ((inset, 1), (layout.width - inset, -1)):
        for y, down in ((inset, 1), (layout.height - inset, -1)):
            yield LineMark(x, y, x + across * length, y, 0.25)
            yield LineMark(x, y, x, y + down * length, 0.25)


@lru_cache(maxsize=4)
def ornament(width: float, height: float) -> Background:
    """Drum and frame of the program for a sheet of this size, drawn once."""
    compiler: Any = typst.compile
    folder_of = files("thidua.documents").joinpath("sheets")
    with tempfile.TemporaryDirectory(prefix="thidua-bang-") as folder:
        root = Path(folder)
        for name in ("ornament.typ", "drum.svg"):
            (root / name).write_bytes(folder_of.joinpath(name).read_bytes())
        made: bytes = compiler(
            str(root / "ornament.typ"),
            root=folder,
            pdf_tags=False,
            sys_inputs={"width": f"{width:g}", "height": f"{height:g}"},
        )
    return Background("pdf", made, hashlib.sha256(made).hexdigest())


def background_of(layout: Layout) -> Background | None:
    """The drawing of the program, where the form asks for it."""
    return ornament(layout.width, layout.height) if layout.ornament else None
