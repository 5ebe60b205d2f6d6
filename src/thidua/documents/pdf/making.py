"""Set the pages of a DOCX as PDF with typst: fonts of this program only, all of them embedded."""

from __future__ import annotations

import json
import tempfile
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import typst

from thidua.documents.pdf.reading import read

FONT = "Tinos"


class FontMissingError(Exception):
    """The text font of papers is not in the package; the message says what to reinstall."""


def pdf_of(content: bytes) -> bytes:
    """The pages of this DOCX as PDF; the same DOCX gives the same pages on every machine.

    Draws paragraphs, tables, inline pictures and page numbers. What it does not draw
    (`refused.py`) never comes so far: a template that holds any of it is refused when it is loaded.
    """
    plain, pictures = read(content)
    with tempfile.TemporaryDirectory(prefix="thidua-van-ban-") as folder:
        root = Path(folder)
        (root / "paper.json").write_text(json.dumps(plain, ensure_ascii=False), "utf-8")
        for name, picture in pictures.items():
            (root / name).write_bytes(picture)
        sheet = files("thidua.documents.pdf").joinpath("paper.typ").read_bytes()
        (root / "paper.typ").write_bytes(sheet)
        compiler: Any = typst.compile
        made: bytes = compiler(str(root / "paper.typ"), root=str(root), font_paths=_fonts())
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Tinos alone: no font of the machine or built into typst can slip in."""
    with as_file(files("thidua.documents").joinpath("fonts")) as folder:
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
        )
    if FONT not in fonts.families():
        raise FontMissingError(f"Không tìm thấy phông chữ {FONT}. Cài lại chương trình.")
    return fonts
