"""Bars before and after as SVG: in a page without script, and as a picture in a paper."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import typst
from django.utils.html import escape

from thidua.kit.dates import grouped

# Label, before, after.
Bar = tuple[str, int, int]
_WIDTH, _LABEL, _ROW, _THICK = 720, 230, 46, 15
_CLASSES = ("s2", "s1")
_INK = "#222222"


def bars_svg(title: str, bars: Sequence[Bar], *, colours: tuple[str, str] | None = None) -> str:
    """Two bars for each line, before and after the change; the numbers stand beside them.

    Without `colours` the classes of a page colour it (components.css), light and dark.
    """
    most = max((value for _, *values in bars for value in values), default=0) or 1
    room = _WIDTH - _LABEL - 90
    height = 12 + _ROW * len(bars)
    dark = f' fill="{_INK}" font-family="Tinos, serif" font-size="14"' if colours else ""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {_WIDTH} {height}" '
        f'role="img" aria-label="{escape(title)}"{dark}><title>{escape(title)}</title>'
    ]
    for number, (label, before, after) in enumerate(bars):
        top = 6 + number * _ROW
        parts.append(
            f'<text x="{_LABEL - 12}" y="{top + 22}" text-anchor="end">'
            f"{escape(_short(label))}</text>"
        )
        for place, value in enumerate((before, after)):
            y = top + 2 + place * (_THICK + 2)
            length = max(1, round(value / most * room)) if value else 0
            look = f'fill="{colours[place]}"' if colours else f'class="{_CLASSES[place]}"'
            parts.append(
                f'<rect x="{_LABEL}" y="{y}" width="{length}" height="{_THICK}" rx="2" {look}/>'
                f'<text x="{_LABEL + length + 8}" y="{y + 12}">{grouped(value)}</text>'
            )
    return "".join([*parts, "</svg>"])


def bars_png(title: str, bars: Sequence[Bar]) -> bytes:
    """The same as a picture for a paper, dark on white."""
    svg = bars_svg(title, bars, colours=("#c9a0a5", "#7a1620"))
    with tempfile.TemporaryDirectory(prefix="thidua-bieu-do-") as folder:
        root = Path(folder)
        (root / "chart.svg").write_text(svg, "utf-8")
        (root / "chart.typ").write_text(
            "#set page(width: auto, height: auto, margin: 2pt)\n"
            '#image("chart.svg", width: 480pt)\n',
            "utf-8",
        )
        compiler: Any = typst.compile
        made: bytes = compiler(
            str(root / "chart.typ"), root=str(root), font_paths=_fonts(), format="png", ppi=180
        )
    return made


def _short(label: str) -> str:
    return label if len(label) <= 30 else label[:29].rstrip() + "…"


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    with as_file(files("thidua.documents").joinpath("fonts")) as folder:
        return typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder)]
        )
