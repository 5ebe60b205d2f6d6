"""Pages as a PDF, written one after another: what is kept in memory does not grow with the pages.

Fonts are cut to the glyphs used and embedded at the end; a background is stored once.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

import numpy as np

from thidua.documents.drawing import fonts
from thidua.documents.drawing.fonts import Face
from thidua.documents.drawing.imported import form_objects
from thidua.documents.drawing.marks import (
    POINTS,
    Background,
    LineMark,
    Page,
    QrMark,
    TextMark,
)
from thidua.documents.qr import QrCode

_RISE = re.compile("\0(-?[\\d.]+)\0")
_CATALOG, _PAGES, _RESOURCES, _INFO = 1, 2, 3, 4
_KEPT = 256
QUIET = 4  # modules of light around a QR code (ISO/IEC 18004)


def pdf_pages(pages: Iterable[Page], *, title: str, author: str) -> Iterator[bytes]:
    """The file in pieces. Needs at least one page to be a PDF that viewers open."""
    return _Writer(title, author).write(pages)


class _Writer:
    def __init__(self, title: str, author: str) -> None:
        self.title, self.author = title, author
        self.offset = 0
        self.next = _INFO + 1
        self.places: dict[int, int] = {}
        self.kids: list[int] = []
        self.faces: dict[Face, str] = {}
        self.used: dict[Face, dict[int, str]] = {}
        # The mark is kept with its text: its number cannot pass to another meanwhile.
        self.kept: dict[int, tuple[TextMark, tuple[float, float, float], str]] = {}
        self.backgrounds: dict[str, tuple[str, int]] = {}

    def write(self, pages: Iterable[Page]) -> Iterator[bytes]:
        yield self._raw(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        for page in pages:
            yield from self._page(page)
        yield from self._fonts()
        names = " ".join(f"/{name} {number} 0 R" for name, number in self.backgrounds.values())
        shown = " ".join(f"/{name} {self.places_of[name]} 0 R" for name in self.faces.values())
        body = f"<</Font<<{shown}>>/XObject<<{names}>>/ProcSet[/PDF/Text/ImageB/ImageC]>>"
        yield self._object(_RESOURCES, body.encode())
        kids = " ".join(f"{kid} 0 R" for kid in self.kids)
        yield self._object(_PAGES, f"<</Type/Pages/Count {len(self.kids)}/Kids[{kids}]>>".encode())
        yield self._object(
            _CATALOG,
            f"<</Type/Catalog/Pages {_PAGES} 0 R/Lang(vi)"
            "/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None>>>>".encode(),
        )
        info = f"<</Title {_text(self.title)}/Author {_text(self.author)}/Producer(Thi Dua)>>"
        yield self._object(_INFO, info.encode())
        yield from self._end()

    def _page(self, page: Page) -> Iterator[bytes]:
        drawn: list[str] = []
        if page.background is not None:
            if page.background.digest not in self.backgrounds:
                yield from self._background(page.background)
            name = self.backgrounds[page.background.digest][0]
            wide, high = page.width * POINTS, page.height * POINTS
            drawn.append(f"q {wide:.3f} 0 0 {high:.3f} 0 0 cm /{name} Do Q")
        right, down = page.shift
        for mark in page.marks:
            if isinstance(mark, TextMark):
                drawn.append(self._text(mark, page.height, right, down))
            elif isinstance(mark, QrMark):
                drawn.append(_qr(mark, page.height, right, down))
            else:
                drawn.append(_line(mark, page.height, right, down))
        content = zlib.compress("\n".join(drawn).encode("ascii"), 2)
        inside, number = self._take(), self._take()
        head = f"<</Length {len(content)}/Filter/FlateDecode>>stream\n".encode()
        yield self._object(inside, head + content + b"\nendstream")
        box = f"[0 0 {page.width * POINTS:.3f} {page.height * POINTS:.3f}]"
        self.kids.append(number)
        yield self._object(
            number,
            f"<</Type/Page/Parent {_PAGES} 0 R/Resources {_RESOURCES} 0 R/MediaBox{box}"
            f"/Contents {inside} 0 R>>".encode(),
        )

    def _text(self, mark: TextMark, height: float, right: float, down: float) -> str:
        """Lines that stand on many pages come as the same object and are written once."""
        kept = self.kept.get(id(mark))
        if kept is not None and kept[1] == (height, right, down):
            return kept[2]
        if len(self.kept) >= _KEPT:
            self.kept.clear()
        drawn = self._words(mark, height, right, down)
        self.kept[id(mark)] = (mark, (height, right, down), drawn)
        return drawn

    def _words(self, mark: TextMark, height: float, right: float, down: float) -> str:
        name = self.faces.get(mark.face)
        if name is None:
            name = self.faces[mark.face] = f"F{len(self.faces)}"
            self.used[mark.face] = {}
        letters = self.used[mark.face]
        shown: list[str] = []
        blank = fonts.word(mark.face, " ")
        for place, one in enumerate(mark.line.words):
            if place:
                shown.append(blank.shown)
            shown.append(one.shown)
            for glyph, text in one.letters:
                if text or glyph not in letters:
                    letters[glyph] = text or letters.get(glyph, "")
        if len(mark.line.words) > 1:
            letters[blank.letters[0][0]] = " "
        body = "".join(shown)
        if "\0" in body:
            size = mark.size / fonts.UNITS
            body = _RISE.sub(lambda m: f"]TJ {float(m[1]) * size:.3f} Ts[", body)
        x, y = (mark.x + right) * POINTS, (height - mark.y - down) * POINTS
        return (
            f"BT /{name} {mark.size:g} Tf {_colour(mark.colour)} rg "
            f"1 0 0 1 {x:.3f} {y:.3f} Tm [{body}]TJ ET"
        )

    def _background(self, background: Background) -> Iterator[bytes]:
        name = f"B{len(self.backgrounds)}"
        if background.kind == "jpeg":
            number = self._take()
            wide, high = background.pixels
            head = (
                f"<</Type/XObject/Subtype/Image/Width {wide}/Height {high}/ColorSpace/DeviceRGB"
                f"/BitsPerComponent 8/Filter/DCTDecode/Length {len(background.content)}>>stream\n"
            )
            yield self._object(number, head.encode() + background.content + b"\nendstream")
        else:
            objects, number = form_objects(background.content, self.next)
            for taken, body in objects:
                yield self._object(taken, body)
            self.next += len(objects)
        self.backgrounds[background.digest] = (name, number)

    def _fonts(self) -> Iterator[bytes]:
        self.places_of: dict[str, int] = {}
        for face, name in self.faces.items():
            letters = self.used[face]
            loaded = fonts.font_of(face)
            extents = loaded.get_font_extents("ltr")
            scale = fonts.UNITS / loaded.face.upem
            base = f"{_tag(name)}+{face.family.replace(' ', '')}-{face.weight}"
            base += "Italic" if face.italic else ""
            file, described, inner, mapped, outer = (self._take() for _ in range(5))
            program = fonts.cut(face, set(letters))
            yield self._stream(file, program, f"/Length1 {len(program)}")
            up, below = extents.ascender * scale, extents.descender * scale
            yield self._object(
                described,
                f"<</Type/FontDescriptor/FontName/{base}/Flags 4/FontBBox[-600 {below:g} 1800 "
                f"{up:g}]/ItalicAngle {-12 if face.italic else 0}/Ascent {up:g}/Descent {below:g}"
                f"/CapHeight 700/StemV {face.weight // 5}/FontFile2 {file} 0 R>>".encode(),
            )
            widths = " ".join(f"{g}[{fonts.nominal(face, g):g}]" for g in sorted(letters))
            yield self._object(
                inner,
                f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{base}/CIDSystemInfo<</Registry"
                f"(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor {described} 0 R"
                f"/DW 1000/W[{widths}]/CIDToGIDMap/Identity>>".encode(),
            )
            yield self._stream(mapped, _unicode_map(letters))
            yield self._object(
                outer,
                f"<</Type/Font/Subtype/Type0/BaseFont/{base}/Encoding/Identity-H"
                f"/DescendantFonts[{inner} 0 R]/ToUnicode {mapped} 0 R>>".encode(),
            )
            self.places_of[name] = outer

    def _end(self) -> Iterator[bytes]:
        start = self.offset
        lines = [f"xref\n0 {self.next}\n0000000000 65535 f \n"]
        lines += [f"{self.places[number]:010d} 00000 n \n" for number in range(1, self.next)]
        lines.append(
            f"trailer\n<</Size {self.next}/Root {_CATALOG} 0 R/Info {_INFO} 0 R>>\n"
            f"startxref\n{start}\n%%EOF\n"
        )
        yield self._raw("".join(lines).encode())

    def _take(self) -> int:
        self.next += 1
        return self.next - 1

    def _stream(self, number: int, content: bytes, more: str = "") -> bytes:
        packed = zlib.compress(content, 6)
        head = f"<</Length {len(packed)}/Filter/FlateDecode{more}>>stream\n".encode()
        return self._object(number, head + packed + b"\nendstream")

    def _object(self, number: int, body: bytes) -> bytes:
        self.places[number] = self.offset
        return self._raw(b"%d 0 obj\n" % number + body + b"\nendobj\n")

    def _raw(self, content: bytes) -> bytes:
        self.offset += len(content)
        return content


def _qr(mark: QrMark, height: float, right: float, down: float) -> str:
    side = mark.side * POINTS
    x, y = (mark.x + right) * POINTS, (height - mark.y - down - mark.side) * POINTS
    module = side / (mark.code.size + 2 * QUIET)
    inner, edge = module * mark.code.size, module * QUIET
    size = mark.code.size
    return (
        f"q 1 1 1 rg {x:.3f} {y:.3f} {side:.3f} {side:.3f} re f {_colour(mark.colour)} rg "
        f"{inner:.3f} 0 0 {inner:.3f} {x + edge:.3f} {y + edge:.3f} cm "
        f"BI /W {size} /H {size} /IM true /F /AHx ID {_bits(mark.code)}> EI Q"
    )


def _bits(code: QrCode) -> str:
    """Rows of bits, dark 0: an image mask paints where a bit is 0."""
    modules = np.frombuffer(code.modules, np.uint8).reshape(code.size, code.size)
    return np.packbits(modules > 127, axis=1).tobytes().hex()


def _line(mark: LineMark, height: float, right: float, down: float) -> str:
    points = [
        (mark.x + right) * POINTS,
        (height - mark.y - down) * POINTS,
        (mark.to_x + right) * POINTS,
        (height - mark.to_y - down) * POINTS,
    ]
    dash = "[3 2] 0 d" if mark.dashed else "[] 0 d"
    return (
        f"{_colour(mark.colour)} RG {mark.width * POINTS:.3f} w {dash} "
        "{:.3f} {:.3f} m {:.3f} {:.3f} l S".format(*points)
    )


@lru_cache(maxsize=64)
def _colour(code: str) -> str:
    return " ".join(f"{int(code[at : at + 2], 16) / 255:.3f}" for at in (1, 3, 5))


def _text(value: str) -> str:
    return f"<FEFF{value.encode('utf-16-be').hex().upper()}>"


def _tag(name: str) -> str:
    """Six capitals before the name of a font that was cut."""
    return "THIDU" + chr(ord("A") + int(name[1:]) % 26)


def _unicode_map(letters: dict[int, str]) -> bytes:
    named = [(glyph, text) for glyph, text in sorted(letters.items()) if text]
    lines = [
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def",
        "/CMapName/Adobe-Identity-UCS def/CMapType 2 def",
        "1 begincodespacerange <0000><FFFF> endcodespacerange",
    ]
    for start in range(0, len(named), 100):
        part = named[start : start + 100]
        lines.append(f"{len(part)} beginbfchar")
        lines += [f"<{g:04X}><{text.encode('utf-16-be').hex().upper()}>" for g, text in part]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict/CMap defineresource pop end end")
    return "\n".join(lines).encode("ascii")
