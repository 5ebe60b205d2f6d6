"""One page of a PDF of this program as a drawing inside another: the ornament of a certificate."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
)


def form_objects(content: bytes, first: int) -> tuple[list[tuple[int, bytes]], int]:
    """The objects of the first page, numbered from `first`, and the number of the drawing.

    The drawing fills the unit square, as a picture does.
    """
    page = PdfReader(BytesIO(content)).pages[0]
    copier = _Copier(first)
    number = copier.take()
    box = [float(side) for side in page.mediabox]
    wide, high = box[2] - box[0], box[3] - box[1]
    resources = copier.written(page.get("/Resources", DictionaryObject()))
    drawn = page.get_contents()
    body = drawn.get_data() if drawn is not None else b""
    head = (
        f"<</Type/XObject/Subtype/Form/BBox[{box[0]:g} {box[1]:g} {box[2]:g} {box[3]:g}]"
        f"/Matrix[{1 / wide:.8f} 0 0 {1 / high:.8f} 0 0]/Resources "
    ).encode()
    head += resources + b"/Length %d>>stream\n" % len(body)
    copier.objects[number] = head + body + b"\nendstream"
    return sorted(copier.objects.items()), number


class _Copier:
    """Writes objects of another file out again under new numbers, each once."""

    def __init__(self, first: int) -> None:
        self.next = first
        self.objects: dict[int, bytes] = {}
        self.numbers: dict[tuple[int, int], int] = {}

    def take(self) -> int:
        self.next += 1
        return self.next - 1

    def written(self, value: Any) -> bytes:
        if isinstance(value, IndirectObject):
            key = (value.idnum, value.generation)
            if key not in self.numbers:
                self.numbers[key] = number = self.take()
                self.objects[number] = self.written(value.get_object())
            return b"%d 0 R" % self.numbers[key]
        if isinstance(value, StreamObject):
            raw = value._data
            entries = {name: one for name, one in value.items() if name != "/Length"}
            return self._entries(entries, b"/Length %d" % len(raw)) + (
                b"stream\n" + raw + b"\nendstream"
            )
        if isinstance(value, DictionaryObject):
            return self._entries({name: one for name, one in value.items() if name != "/Parent"})
        if isinstance(value, ArrayObject):
            return b"[" + b" ".join(self.written(one) for one in value) + b"]"
        out = BytesIO()
        value.write_to_stream(out)
        return out.getvalue()

    def _entries(self, entries: dict[Any, Any], more: bytes = b"") -> bytes:
        parts = []
        for name, one in entries.items():
            out = BytesIO()
            NameObject(name).write_to_stream(out)
            parts.append(out.getvalue() + b" " + self.written(one))
        return b"<<" + b"".join(parts) + more + b">>"
