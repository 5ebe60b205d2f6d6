"""The same page as SVG for the screen: letters are outlines, the same on every machine."""

from __future__ import annotations

from functools import lru_cache
from html import escape

import uharfbuzz as hb

from thidua.documents.drawing import fonts
from thidua.documents.drawing.fonts import Face
from thidua.documents.drawing.marks import POINTS, LineMark, Page, QrMark, TextMark
from thidua.documents.drawing.pdf import QUIET
from thidua.documents.qr import QrCode


def svg_parts(page: Page) -> str:
    """What lies on the page as SVG elements in millimetres, without the outer element."""
    parts: list[str] = []
    for mark in page.marks:
        if isinstance(mark, TextMark):
            parts.append(_words(mark))
        elif isinstance(mark, QrMark):
            parts.append(_qr(mark))
        else:
            parts.append(_line(mark))
    return "".join(parts)


def _words(mark: TextMark) -> str:
    scale = mark.size / fonts.UNITS / POINTS
    blank = fonts.word(mark.face, " ").width
    pen, drawn = 0.0, []
    for one in mark.line.words:
        for glyph, across, up in one.glyphs:
            outline = outline_of(mark.face, glyph)
            if outline:
                drawn.append(
                    f'<path transform="translate({pen + across:.0f} {up:.0f})" d="{outline}"/>'
                )
        pen += one.width + blank
    said = escape(" ".join(one.text for one in mark.line.words), quote=True)
    return (
        f'<g aria-label="{said}" fill="{mark.colour}" '
        f'transform="translate({mark.x:.3f} {mark.y:.3f}) scale({scale:.6f} {-scale:.6f})">'
        f"{''.join(drawn)}</g>"
    )


@lru_cache(maxsize=2048)
def outline_of(face: Face, glyph: int) -> str:
    """The outline in thousandths of the size."""
    loaded = fonts.font_of(face)
    unit = fonts.UNITS / loaded.face.upem
    pen: list[str] = []

    def put(letter: str, *points: float) -> None:
        pen.append(letter + " ".join(f"{value * unit:.0f}" for value in points))

    drawing = hb.DrawFuncs()
    drawing.set_move_to_func(lambda x, y, _: put("M", x, y))
    drawing.set_line_to_func(lambda x, y, _: put("L", x, y))
    drawing.set_quadratic_to_func(lambda a, b, x, y, _: put("Q", a, b, x, y))
    drawing.set_cubic_to_func(lambda a, b, c, d, x, y, _: put("C", a, b, c, d, x, y))
    drawing.set_close_path_func(lambda _: pen.append("Z"))
    loaded.draw_glyph(glyph, drawing)
    return "".join(pen)


def _qr(mark: QrMark) -> str:
    module = mark.side / (mark.code.size + 2 * QUIET)
    return (
        f'<g transform="translate({mark.x:.3f} {mark.y:.3f}) scale({module:.5f})">'
        f'<rect width="{mark.code.size + 2 * QUIET}" height="{mark.code.size + 2 * QUIET}" '
        f'fill="#ffffff"/><path transform="translate({QUIET} {QUIET})" fill="none" '
        f'stroke="{mark.colour}" d="{strokes(mark.code)}"/></g>'
    )


def strokes(code: QrCode) -> str:
    """The dark modules as one path of horizontal strokes."""
    found = []
    for y in range(code.size):
        row = code.modules[y * code.size : (y + 1) * code.size]
        x = 0
        while x < code.size:
            start = x
            while x < code.size and row[x] == 0:
                x += 1
            if x > start:
                found.append(f"M{start} {y}.5h{x - start}")
            x += 1
    return "".join(found)


def _line(mark: LineMark) -> str:
    dash = ' stroke-dasharray="1 0.7"' if mark.dashed else ""
    return (
        f'<line x1="{mark.x:.3f}" y1="{mark.y:.3f}" x2="{mark.to_x:.3f}" y2="{mark.to_y:.3f}" '
        f'stroke="{mark.colour}" stroke-width="{mark.width:g}"{dash}/>'
    )
