"""From the layout of a form definition to its shipped DOCX template, with placeholders in it.

The building blocks are those of NĐ 30/2020/NĐ-CP, Điều 8 and Phụ lục I; officers download the
result, change it in Word and load it as the template of their own body.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from docx.document import Document as DocxDocument

from thidua.documents.blocks import LEFT_MM, MOTTO, MOTTO_MM, NATION, RIGHT_MM
from thidua.documents.layout import (
    BODY_SIZE,
    TEXT_WIDTH_MM,
    Span,
    annex_section,
    body,
    boxed,
    new_document,
    paragraph,
    rule,
    spacer,
    to_bytes,
)
from thidua.documents.press import Press
from thidua.documents.sheet import Sheet, SheetError, sheet
from thidua.documents.tables import Column, layout_table, loop_grid

Block = dict[str, Any]
_MARKED = re.compile(r"\*\*(.+?)\*\*|_(.+?)_(?=$|[\s.,;])", re.DOTALL)
_LANDSCAPE_MM = 252.0


@lru_cache(maxsize=32)
def shipped(code: str) -> bytes:
    """The template that this program ships for a form, as DOCX."""
    return build(sheet(code))


@lru_cache(maxsize=32)
def shipped_press(code: str) -> Press:
    return Press(shipped(code))


def build(form: Sheet) -> bytes:
    """Lay out the template of a form; a block nobody knows is a `SheetError`."""
    document = new_document(title=form.name, author="")
    writer = _Writer(document, form)
    for block in form.layout:
        writer.put(block)
    return to_bytes(document)


class _Writer:
    """Puts blocks of a layout into a document, one after the other."""

    def __init__(self, document: DocxDocument, form: Sheet) -> None:
        self.document, self.form = document, form
        self.width = float(TEXT_WIDTH_MM)

    def put(self, block: Any) -> None:
        known: dict[str, Callable[[Block], None]] = {
            "letterhead": self._letterhead, "title": self._title, "notice": self._notice,
            "heading": self._heading, "text": self._text, "line": self._text, "each": self._each,
            "loop": self._loop, "table": self._table, "rule": self._rule, "space": self._space,
            "section": self._section, "closing": self._closing, "signatures": self._signatures,
        }  # fmt: skip
        kind = block if isinstance(block, str) else next((k for k in known if k in block), "")
        # `each: x, text: …` is an `each`: loops go before what they repeat.
        if isinstance(block, dict):
            kind = next((k for k in ("each", "loop", "table") if k in block), kind)
        if kind not in known:
            raise SheetError(f"{self.form.code}: không biết khối {block!r}.")
        inside: Block = block if isinstance(block, dict) else {}
        when = inside.get("when")
        if when:
            paragraph(self.document, f"{{%p if {when} %}}")
        known[kind](inside)
        if when:
            paragraph(self.document, "{%p endif %}")

    def _letterhead(self, _: Block) -> None:
        left, right = layout_table(self.document, (LEFT_MM, RIGHT_MM))
        self._maybe(left, "co_quan_chu_quan", "{{ co_quan_chu_quan|hoa }}", size=13)
        paragraph(left, "{{ co_quan|hoa }}", align="center", marks="b", size=13)
        rule(left, width_mm=LEFT_MM - 4, length_mm=26)
        paragraph(left, "Số: {{ so }}/{{ ky_hieu }}", align="center", size=13, before=4)
        paragraph(left, "{%p if du_thao %}")
        boxed(left, "{{ du_thao }}", size=13, left_mm=14, right_mm=14, before=6, after=0)
        paragraph(left, "{%p endif %}")
        paragraph(right, NATION, align="center", marks="b", size=13)
        paragraph(right, MOTTO, align="center", marks="b", size=BODY_SIZE)
        rule(right, width_mm=RIGHT_MM - 4, length_mm=MOTTO_MM)
        paragraph(
            right, "{{ dia_danh }}, {{ ngay }}", align="center", marks="i", size=BODY_SIZE, before=4
        )

    def _maybe(self, cell: Any, name: str, text: str, *, size: float) -> None:
        paragraph(cell, f"{{%p if {name} %}}")
        paragraph(cell, text, align="center", size=size)
        paragraph(cell, "{%p endif %}")

    def _title(self, block: Block) -> None:
        subject = block.get("subject", "{{ trich_yeu }}")
        paragraph(
            self.document, block["title"], align="center", marks="b", before=14, keep_next=True
        )
        paragraph(self.document, subject, align="center", marks="b", keep_next=True)
        rule(self.document, width_mm=self.width, length_mm=60)

    def _notice(self, _: Block) -> None:
        paragraph(self.document, "{%p for x in tam_tinh %}")
        spans: list[Span] = [("TẠM TÍNH. ", "b"), ("{{ x }}", "")]
        boxed(
            self.document, spans, marks="", align="justify", before=8, after=4, left_mm=2,
            right_mm=2,
        )  # fmt: skip
        paragraph(self.document, "{%p endfor %}")

    def _heading(self, block: Block) -> None:
        paragraph(
            self.document, block["heading"], align="center", marks=block.get("marks", "b"),
            before=block.get("before", 0), after=block.get("after", 0), keep_next=True,
        )  # fmt: skip

    def _text(self, block: Block) -> None:
        if "text" in block:
            body(
                self.document, spans_of(block["text"]), marks=block.get("marks", ""),
                keep_next=bool(block.get("keep")),
            )  # fmt: skip
            return
        paragraph(
            self.document, spans_of(block["line"]), align=block.get("align", "left"),
            marks=block.get("marks", ""), before=block.get("before", 0),
            after=block.get("after", 0), left_mm=block.get("left", 0),
            keep_next=bool(block.get("keep")),
        )  # fmt: skip

    def _each(self, block: Block) -> None:
        paragraph(self.document, f"{{%p for {block['as']} in {block['each']} %}}")
        self._text(block)
        paragraph(self.document, "{%p endfor %}")

    def _loop(self, block: Block) -> None:
        paragraph(self.document, f"{{%p for {block['as']} in {block['loop']} %}}")
        for inner in block["blocks"]:
            self.put(inner)
        paragraph(self.document, "{%p endfor %}")

    def _table(self, block: Block) -> None:
        columns = [
            Column(one["title"], one["width"], one.get("align", "left")) for one in block["columns"]
        ]
        loop_grid(
            self.document,
            columns,
            [one["text"] for one in block["columns"]],
            each=(block["as"], block["table"]),
            heads=[tuple(head) for head in block.get("heads", ())],
            total=(block["total"]["over"], block["total"]["cells"]) if "total" in block else None,
        )

    def _rule(self, block: Block) -> None:
        rule(self.document, width_mm=self.width, length_mm=block["rule"])

    def _space(self, block: Block) -> None:
        spacer(self.document, block["space"])

    def _section(self, block: Block) -> None:
        wide = block["section"] == "landscape"
        annex_section(self.document, landscape=wide)
        self.width = _LANDSCAPE_MM if wide else float(TEXT_WIDTH_MM)

    def _closing(self, _: Block) -> None:
        spacer(self.document, 8)
        left, right = layout_table(self.document, (80, 85))
        paragraph(left, "{%p if noi_nhan %}")
        paragraph(left, "Nơi nhận:", marks="bi", size=12, before=2)
        paragraph(left, "{%p for x in noi_nhan %}")
        paragraph(left, "- {{ x }}", size=11)
        paragraph(left, "{%p endfor %}")
        paragraph(left, "{%p endif %}")
        paragraph(right, "{%p for x in quyen_ky %}")
        paragraph(right, "{{ x|hoa }}", align="center", marks="b", size=BODY_SIZE)
        paragraph(right, "{%p endfor %}")
        # Room for the seal and the signature.
        spacer(right, 62)
        paragraph(right, "{{ nguoi_ky }}", align="center", marks="b", size=BODY_SIZE)

    def _signatures(self, block: Block) -> None:
        places = block["signatures"]
        spacer(self.document, 8)
        cells = layout_table(self.document, [one["width"] for one in places])
        for cell, one in zip(cells, places, strict=True):
            paragraph(cell, one["post"], align="center", marks="b", size=13)
            if one.get("note"):
                paragraph(cell, one["note"], align="center", marks="i", size=12)
            spacer(cell, 56)
            paragraph(cell, one["name"], align="center", marks="b", size=13)


def spans_of(text: str) -> list[Span]:
    """`**bold**` and `_italic_` inside a line of a layout."""
    return list(_spans(text))


def _spans(text: str) -> Iterable[Span]:
    start = 0
    for found in _MARKED.finditer(text):
        if found.start() > start:
            yield text[start : found.start()], ""
        if found.group(1) is not None:
            yield found.group(1), "b"
        else:
            yield found.group(2), "i"
        start = found.end()
    if start < len(text):
        yield text[start:], ""
