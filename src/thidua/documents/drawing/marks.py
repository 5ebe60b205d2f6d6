"""What lies on a page. Lengths are millimetres from the upper left corner, sizes points."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from thidua.documents.drawing.fitting import Line
from thidua.documents.drawing.fonts import Face
from thidua.documents.qr import QrCode

POINTS = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Background:
    """A picture (JPEG) or a drawing (PDF of one page) that fills the page; stored once a file."""

    kind: Literal["jpeg", "pdf"]
    content: bytes
    digest: str
    pixels: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class TextMark:
    """One line of text: where it begins on its base line."""

    face: Face
    size: float
    x: float
    y: float
    line: Line
    colour: str


@dataclass(frozen=True, slots=True)
class QrMark:
    """A QR code on a white ground with its quiet zone inside the square."""

    x: float
    y: float
    side: float
    code: QrCode
    colour: str = "#000000"


@dataclass(frozen=True, slots=True)
class LineMark:
    """A thin straight line: rulers, crop marks, frames of a test print."""

    x: float
    y: float
    to_x: float
    to_y: float
    width: float = 0.2
    colour: str = "#000000"
    dashed: bool = False


Mark = TextMark | QrMark | LineMark


@dataclass(frozen=True, slots=True)
class Page:
    """One page; marks are moved by `shift` (the correction of a printer), the background is not."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    background: Background | None = None
    shift: tuple[float, float] = (0.0, 0.0)
    # Sentences about texts that had to be set smaller than asked, for the person who prints.
    notes: tuple[str, ...] = field(default=())
