"""Words as glyphs: shaped once with HarfBuzz, kept as the piece of a PDF that shows them.

Only fonts of this program are used. What a family has no letter for (ƀ, ɓ: names of minorities) is
set as a whole in the family that has it.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any, NamedTuple

import uharfbuzz as hb

SANS, SERIF = "Be Vietnam Pro", "Tinos"
FAMILIES = {SANS: "Be Vietnam Pro (không chân)", SERIF: "Tinos (kiểu Times)"}
WEIGHTS = {"400": "Thường", "500": "Vừa", "600": "Nửa đậm", "700": "Đậm"}
UNITS = 1000
_SANS_STYLES = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
_APOSTROPHES = str.maketrans({"ʼ": "’", "ꞌ": "’", "Ꞌ": "’"})
_FEATURES = {"kern": True, "mark": True, "mkmk": True, "ccmp": True, "liga": False}
# Words met in the last batches; bounded, so that memory stays flat however long a batch is.
_WORDS_KEPT = 4096


class FontMissingError(Exception):
    """A font of this program is not there; the message says what to reinstall."""


class Face(NamedTuple):
    """One style of one family; a tuple, because it is asked for with every word."""

    family: str
    weight: int
    italic: bool

    @property
    def other(self) -> Face:
        """The same style in the other family."""
        return Face(SERIF if self.family == SANS else SANS, self.weight, self.italic)


@dataclass(frozen=True, slots=True)
class Word:
    """A shaped piece of text; lengths are thousandths of the font size.

    `shown` goes between the brackets of the PDF operator TJ; `\\0n\\0` inside asks for a rise of n.
    """

    text: str
    width: float
    shown: str
    glyphs: tuple[tuple[int, float, float], ...]
    letters: tuple[tuple[int, str], ...]
    rises: bool
    complete: bool


def readable(text: str) -> str:
    """Composed, with the letters that are but another code for an apostrophe made one."""
    return unicodedata.normalize("NFC", text).translate(_APOSTROPHES)


def face_for(text: str, face: Face) -> Face:
    """The face itself, or the other family where only that one has every letter of the text."""
    if all(word(face, one).complete for one in text.split()):
        return face
    other = face.other
    return other if all(word(other, one).complete for one in text.split()) else face


def has_every_letter(text: str, face: Face) -> bool:
    return all(word(face, one).complete for one in text.split())


@lru_cache(maxsize=_WORDS_KEPT)
def word(face: Face, text: str) -> Word:
    """Shape one word (or one blank); pieces are joined by the caller."""
    loaded = font_of(face)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(loaded, buffer, _FEATURES)
    scale = UNITS / loaded.face.upem
    infos, places = buffer.glyph_infos, buffer.glyph_positions
    pieces: list[str] = []
    run: list[str] = []
    glyphs: list[tuple[int, float, float]] = []
    letters: list[tuple[int, str]] = []
    pen, rises = 0.0, False
    starts = sorted({info.cluster for info in infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    seen: dict[int, int] = {}
    many = Counter(info.cluster for info in infos)

    def said(cluster: int) -> str:
        """The letter of this glyph; a letter set as base and mark is two letters for a reader."""
        whole = text[cluster : ends[cluster]]
        place = seen[cluster] = seen.get(cluster, -1) + 1
        if many[cluster] == 1:
            return whole
        parts = unicodedata.normalize("NFD", whole)
        if len(parts) > many[cluster]:  # the base keeps the marks that the font has with it
            kept = len(parts) - many[cluster] + 1
            parts = unicodedata.normalize("NFC", parts[:kept]) + parts[kept:]
        return parts[place] if len(parts) == many[cluster] else (whole if place == 0 else "")

    def close() -> None:
        if run:
            pieces.append(f"<{''.join(run)}>")
            run.clear()

    for info, place in zip(infos, places, strict=True):
        glyph = info.codepoint
        across, up = place.x_offset * scale, place.y_offset * scale
        glyphs.append((glyph, pen + across, up))
        letters.append((glyph, said(info.cluster)))
        if across or up:
            close()
            rises = rises or bool(up)
            before = f"{-across:g}" if across else ""
            lift, drop = (f"\0{up:g}\0", "\0000\0") if up else ("", "")
            pieces.append(f"{before}{lift}<{glyph:04X}>{drop}")
        else:
            run.append(f"{glyph:04X}")
        advance = place.x_advance * scale
        back = nominal(face, glyph) - advance + across
        if abs(back) >= 0.5:
            close()
            pieces.append(f"{back:g}")
        pen += advance
    close()
    complete = all(info.codepoint for info in infos)
    return Word(text, pen, "".join(pieces), tuple(glyphs), tuple(letters), rises, complete)


@lru_cache(maxsize=4096)
def nominal(face: Face, glyph: int) -> float:
    """The width that the font itself gives a glyph."""
    loaded = font_of(face)
    wide: float = loaded.get_glyph_h_advance(glyph) * UNITS / loaded.face.upem
    return wide


@lru_cache(maxsize=16)
def font_of(face: Face) -> Any:
    """The font, loaded once; raises `FontMissingError`."""
    if face.family == SANS:
        style = _SANS_STYLES.get(face.weight, "Regular")
        name = ("Italic" if style == "Regular" else f"{style}Italic") if face.italic else style
        source = files("fontpkg_be_vietnam_pro").joinpath("files", f"BeVietnamPro-{name}.ttf")
    else:
        bold = face.weight >= 600
        name = {(0, 0): "Regular", (1, 0): "Bold", (0, 1): "Italic", (1, 1): "BoldItalic"}[
            (int(bold), int(face.italic))
        ]
        source = files("thidua.documents").joinpath("fonts", f"Tinos-{name}.ttf")
    with as_file(source) as path:
        if not path.exists():
            raise FontMissingError(f"Không tìm thấy phông chữ {face.family}. Cài lại chương trình.")
        return hb.Font(hb.Face(hb.Blob(path.read_bytes())))


def cut(face: Face, glyphs: set[int]) -> bytes:
    """The font with these glyphs only, under their own numbers."""
    asked = hb.SubsetInput()
    asked.sets(hb.SubsetInputSets.GLYPH_INDEX).update(glyphs | {0})
    asked.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(
        int.from_bytes(tag.encode(), "big") for tag in ("GSUB", "GPOS", "GDEF", "kern")
    )
    asked.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    return bytes(hb.subset(font_of(face).face, asked).blob.data)
