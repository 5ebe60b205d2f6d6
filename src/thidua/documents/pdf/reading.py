"""The constructions of Word that administrative papers use, as plain values for the page setter."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from thidua.documents.pdf.styles import TWIPS, Styles

Plain = dict[str, Any]
EMU_PER_POINT = 12700.0
_SIDES = ("top", "left", "bottom", "right")


def read(content: bytes) -> tuple[Plain, dict[str, bytes]]:
    """Sections of blocks of one DOCX, and the pictures they show by file name."""
    document = Document(BytesIO(content))
    reader = _Reader(document)
    properties = document.core_properties
    plain = {
        "title": properties.title or "",
        "author": properties.author or "",
        "sections": reader.sections(),
    }
    return plain, reader.pictures


class _Reader:
    def __init__(self, document: Any) -> None:
        self.document, self.styles = document, Styles(document.styles.element)
        self.pictures: dict[str, bytes] = {}

    def sections(self) -> list[Plain]:
        found: list[Plain] = []
        blocks: list[Plain] = []
        body = self.document.element.body
        for element in body.iterchildren():
            if element.tag == qn("w:sectPr"):
                found.append(self._section(element, blocks))
                blocks = []
                continue
            ends = element.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
            block = self._block(element)
            # The empty paragraph that only carries the end of a section would be a line of its own.
            if block is not None and not (ends is not None and not block.get("runs")):
                blocks.append(block)
            if ends is not None:
                found.append(self._section(ends, blocks))
                blocks = []
        return found

    def _section(self, properties: Any, blocks: list[Plain]) -> Plain:
        size, margin = properties.find(qn("w:pgSz")), properties.find(qn("w:pgMar"))
        start = properties.find(qn("w:pgNumType"))
        restart = start.get(qn("w:start")) if start is not None else None
        return {
            "width": _points(size, "w", 11906),
            "height": _points(size, "h", 16838),
            "margin": {side: _points(margin, side, 1134) for side in _SIDES},
            "header": _points(margin, "header", 567),
            "start": int(restart) if restart else 0,
            "skip_first": properties.find(qn("w:titlePg")) is not None,
            "number": self._number(properties),
            "blocks": blocks,
        }

    def _number(self, properties: Any) -> Plain:
        """Whether pages are numbered in the header, how large, and where; inherits by default."""
        kept = getattr(self, "_kept", {"shown": False, "size": 14.0, "align": "center"})
        for reference in properties.findall(qn("w:headerReference")):
            if reference.get(qn("w:type")) != "default":
                continue
            part = self.document.part.related_parts[reference.get(qn("r:id"))]
            for paragraph in part.element.iter(qn("w:p")):
                text = "".join(node.text or "" for node in paragraph.iter(qn("w:instrText")))
                simple = [n.get(qn("w:instr")) or "" for n in paragraph.iter(qn("w:fldSimple"))]
                if "PAGE" in text or any("PAGE" in one for one in simple):
                    run = next(paragraph.iter(qn("w:r")), None)
                    size = self.styles.run(paragraph, run)["size"] if run is not None else 14.0
                    kept = {
                        "shown": True,
                        "size": size,
                        "align": self.styles.paragraph(paragraph)["align"],
                    }
        self._kept = kept
        return kept

    def _block(self, element: Any) -> Plain | None:
        if element.tag == qn("w:p"):
            return self._paragraph(element)
        if element.tag == qn("w:tbl"):
            return self._table(element)
        return None

    def _paragraph(self, element: Any) -> Plain:
        runs = list(self._runs(element))
        return {
            "kind": "p",
            **self.styles.paragraph(element),
            "runs": runs,
            "mark": self.styles.mark(element),
        }

    def _runs(self, paragraph: Any) -> Iterator[Plain]:
        for run in paragraph.iter(qn("w:r")):
            look = self.styles.run(paragraph, run)
            text = ""
            for node in run.iterchildren():
                if node.tag == qn("w:t"):
                    text += node.text or ""
                elif node.tag in {qn("w:br"), qn("w:cr")}:
                    text += "\f" if node.get(qn("w:type")) == "page" else "\n"
                elif node.tag == qn("w:tab"):
                    text += "\t"
                elif node.tag == qn("w:noBreakHyphen"):
                    text += "\u2011"
                elif node.tag == qn("w:drawing"):
                    yield from self._picture(node)
            if text:
                shown = text.upper() if look.pop("caps") else text
                yield {**look, "text": shown}

    def _picture(self, drawing: Any) -> Iterator[Plain]:
        for blip in drawing.iter(qn("a:blip")):
            part = self.document.part.related_parts.get(blip.get(qn("r:embed")))
            extent = next(drawing.iter(qn("wp:extent")), None)
            if part is None or extent is None:
                continue
            ending = str(part.partname).rpartition(".")[2].lower()
            name = f"picture-{len(self.pictures) + 1}.{ending}"
            self.pictures[name] = part.blob
            yield {"picture": name, "width": int(extent.get("cx")) / EMU_PER_POINT}

    def _table(self, element: Any) -> Plain:
        grid = element.find(qn("w:tblGrid"))
        widths = [_points(column, "w", 0) for column in grid.findall(qn("w:gridCol"))]
        rows, heads = [], 0
        for row in element.findall(qn("w:tr")):
            properties = row.find(qn("w:trPr"))
            if properties is not None and properties.find(qn("w:tblHeader")) is not None:
                heads += 1
            rows.append([self._cell(cell) for cell in row.findall(qn("w:tc"))])
        return {
            "kind": "t",
            "widths": widths,
            "heads": heads,
            "rows": rows,
            "border": self._bordered(element),
        }

    def _bordered(self, table: Any) -> bool:
        properties = table.find(qn("w:tblPr"))
        own = properties.find(qn("w:tblBorders")) if properties is not None else None
        named = properties.find(qn("w:tblStyle")) if properties is not None else None
        if own is None and named is not None:
            style = self.styles._by_id.get(named.get(qn("w:val")))
            own = next(style.iter(qn("w:tblBorders")), None) if style is not None else None
        inner = own.find(qn("w:top")) if own is not None else None
        return inner is not None and inner.get(qn("w:val")) not in {"nil", "none"}

    def _cell(self, cell: Any) -> Plain:
        properties = cell.find(qn("w:tcPr"))
        span = properties.find(qn("w:gridSpan")) if properties is not None else None
        upright = properties.find(qn("w:vAlign")) if properties is not None else None
        blocks = [block for child in cell.iterchildren() if (block := self._block(child))]
        return {
            "span": int(span.get(qn("w:val"))) if span is not None else 1,
            "middle": upright is not None and upright.get(qn("w:val")) == "center",
            "blocks": blocks,
        }


def _points(element: Any, name: str, default: float) -> float:
    value = element.get(qn(f"w:{name}")) if element is not None else None
    return float(value if value is not None else default) / TWIPS
