"""A DOCX template prepared once and filled many times: only its changing parts are made anew.

docxtpl joins the placeholders that Word tears apart; the parts are compiled once in a sandbox and
every other part of the package is copied as it was packed. Filling has no effect on the template.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from thidua.documents.words import clean

CHANGING = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_EMPTY_CELL = re.compile(r"(<w:tc>|<w:tc [^>]*>|</w:tcPr>|<w:tcPr/>|</w:tbl>)\s*</w:tc>")
_LOCAL, _CENTRAL, _END = 0x04034B50, 0x02014B50, 0x06054B50
_DOS_DAY = (1 << 5) | 1  # 01/01/1980: the same values always give the same bytes


class PressError(Exception):
    """The template cannot be filled; the message is a sentence."""


def upper(text: object) -> str:
    """`{{ field|hoa }}`: in capitals."""
    return str(text).upper()


def _shown(value: object) -> Markup:
    """Text as XML: marked characters escaped, line breaks kept, control characters dropped."""
    if value is None:
        return Markup("")
    return escape(clean(str(value))).replace("\n", _BREAK)


def environment() -> ImmutableSandboxedEnvironment:
    """The closed little language of templates: names, for, if, one filter; nothing to call."""
    made = ImmutableSandboxedEnvironment(
        autoescape=False,
        undefined=StrictUndefined,
        finalize=lambda value: value if isinstance(value, Markup) else _shown(value),
        cache_size=0,
    )
    made.globals.clear()
    made.filters = {"hoa": upper}
    made.tests = {}
    return made


_ENVIRONMENT = environment()


@dataclass(frozen=True, slots=True)
class _Part:
    """One entry of the package: its name, and either packed bytes or a compiled template."""

    name: bytes
    packed: bytes = b""
    crc: int = 0
    size: int = 0
    render: Callable[[Mapping[str, Any]], str] | None = None


class Press:
    """A template made ready. Thread-safe: filling reads it only."""

    def __init__(self, content: bytes) -> None:
        """Raises `PressError` when the file is no DOCX or its placeholders cannot be read."""
        try:
            self._parts = tuple(_parts(content))
        except (BadZipFile, KeyError, ValueError, zlib.error) as error:
            raise PressError(f"Không đọc được mẫu: {error}.") from error

    def fill(self, values: Mapping[str, Any]) -> bytes:
        """The DOCX with these values; a name the template asks for and nobody gave is refused."""
        packed: list[tuple[bytes, bytes, int, int]] = []
        for part in self._parts:
            if part.render is None:
                packed.append((part.name, part.packed, part.crc, part.size))
                continue
            try:
                text = part.render(values)
            except Exception as error:
                raise PressError(f"Không điền được mẫu: {error}.") from error
            content = _EMPTY_CELL.sub(r"\1<w:p/></w:tc>", text).encode()
            packed.append((part.name, _deflate(content), zlib.crc32(content), len(content)))
        return _zipped(packed)


def _parts(content: bytes) -> list[_Part]:
    patch = DocxTemplate(BytesIO(content)).patch_xml
    parts = []
    with ZipFile(BytesIO(content)) as package:
        for info in package.infolist():
            raw = package.read(info)
            name = info.filename.encode()
            if CHANGING.fullmatch(info.filename) and (b"{{" in raw or b"{%" in raw or _torn(raw)):
                compiled = _ENVIRONMENT.from_string(_tidy(patch(raw.decode("utf-8"))))
                parts.append(_Part(name, render=_renderer(compiled)))
            else:
                parts.append(_Part(name, _deflate(raw), zlib.crc32(raw), len(raw)))
    return parts


def _torn(raw: bytes) -> bool:
    """Whether Word tore a placeholder apart so that its braces stand in different runs."""
    return bool(re.search(rb"\{(<[^>]*>)+[{%]", raw))


def _tidy(xml: str) -> str:
    # Lines that belong to no paragraph would be text outside runs: jinja leaves them as they are.
    return xml.replace("\r\n", "\n")


def _renderer(template: Template) -> Callable[[Mapping[str, Any]], str]:
    def render(values: Mapping[str, Any]) -> str:
        return template.render(values)

    return render


def _deflate(raw: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(raw) + packer.flush()


def _zipped(entries: list[tuple[bytes, bytes, int, int]]) -> bytes:
    """A ZIP package of entries that are packed already (zipfile would pack each one again)."""
    body, directory = BytesIO(), BytesIO()
    for name, packed, crc, size in entries:
        start = body.tell()
        shared = struct.pack(
            "<HHHHHIIIHH", 20, 0x800, ZIP_DEFLATED, 0, _DOS_DAY, crc, len(packed), size,
            len(name), 0,
        )  # fmt: skip
        body.write(struct.pack("<I", _LOCAL) + shared + name + packed)
        directory.write(
            struct.pack("<IH", _CENTRAL, 20)
            + shared
            + struct.pack("<HHHII", 0, 0, 0, 0, start)
            + name
        )
    start, listed = body.tell(), directory.getvalue()
    count = len(entries)
    end = struct.pack("<IHHHHIIH", _END, 0, 0, count, count, len(listed), start, 0)
    return body.getvalue() + listed + end
