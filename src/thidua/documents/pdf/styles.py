"""What a run and a paragraph look like after styles: the run, its style, the paragraph's, defaults.

Sizes are points, distances points too; `None` in a chain means that the next one answers.
"""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

TWIPS = 20.0
DEFAULT_SIZE = 10.0


class Styles:
    """The styles of one DOCX; every question is answered through the chain of `basedOn`."""

    def __init__(self, root: Any) -> None:
        self._by_id = {style.get(qn("w:styleId")): style for style in root.findall(qn("w:style"))}
        self._default = next(
            (
                style
                for style in self._by_id.values()
                if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) == "1"
            ),
            None,
        )
        defaults = root.find(qn("w:docDefaults"))
        self._run_default = _inner(defaults, "w:rPrDefault", "w:rPr")
        self._paragraph_default = _inner(defaults, "w:pPrDefault", "w:pPr")

    def run(self, paragraph: Any, run: Any) -> dict[str, Any]:
        """Size, bold, italic, underline, capitals of one run."""
        own = run.find(qn("w:rPr"))
        chain = [own, *self._of(own, "w:rStyle", "w:rPr"), *self._paragraph_styles(paragraph)]
        chain.append(self._run_default)
        size = _first(chain, "w:sz")
        return {
            "size": float(size) / 2 if size else DEFAULT_SIZE,
            "bold": _switch(chain, "w:b"),
            "italic": _switch(chain, "w:i"),
            "underline": _first(chain, "w:u") not in {None, "none"},
            "caps": _switch(chain, "w:caps"),
        }

    def mark(self, paragraph: Any) -> float:
        """The size of an empty paragraph: that of its mark."""
        own = _inner(paragraph, "w:pPr", "w:rPr")
        size = _first([own, *self._paragraph_styles(paragraph), self._run_default], "w:sz")
        return float(size) / 2 if size else DEFAULT_SIZE

    def paragraph(self, paragraph: Any) -> dict[str, Any]:
        """Alignment, distances, indents and line height of one paragraph."""
        own = paragraph.find(qn("w:pPr"))
        chain = [own, *self._of(own, "w:pStyle", "w:pPr", default=True), self._paragraph_default]
        rule = _first(chain, "w:spacing", "lineRule") or "auto"
        line = float(_first(chain, "w:spacing", "line") or 240)
        indent = {
            side: float(_first(chain, "w:ind", side) or _first(chain, "w:ind", other) or 0) / TWIPS
            for side, other in (("left", "start"), ("right", "end"))
        }
        first = float(_first(chain, "w:ind", "firstLine") or 0) / TWIPS
        hanging = float(_first(chain, "w:ind", "hanging") or 0) / TWIPS
        return {
            "align": {"both": "justify", "center": "center", "right": "right", "end": "right"}.get(
                _first(chain, "w:jc") or "", "left"
            ),
            "before": float(_first(chain, "w:spacing", "before") or 0) / TWIPS,
            "after": float(_first(chain, "w:spacing", "after") or 0) / TWIPS,
            "multiple": line / 240 if rule == "auto" else 0,
            "exact": line / TWIPS if rule != "auto" else 0,
            "left": indent["left"],
            "right": indent["right"],
            "first": first - hanging,
            "keep": _switch(chain, "w:keepNext"),
            "page": _switch(chain, "w:pageBreakBefore"),
            "borders": _borders(chain),
        }

    def _paragraph_styles(self, paragraph: Any) -> list[Any]:
        return self._of(paragraph.find(qn("w:pPr")), "w:pStyle", "w:rPr", default=True)

    def _of(self, own: Any, tag: str, part: str, *, default: bool = False) -> list[Any]:
        named = own.find(qn(tag)) if own is not None else None
        style = self._by_id.get(named.get(qn("w:val"))) if named is not None else None
        if style is None and default:
            style = self._default
        found: list[Any] = []
        while style is not None and len(found) < 20:
            found.append(style.find(qn(part)))
            base = style.find(qn("w:basedOn"))
            style = self._by_id.get(base.get(qn("w:val"))) if base is not None else None
        return found


def _inner(element: Any, *tags: str) -> Any:
    for tag in tags:
        if element is None:
            return None
        element = element.find(qn(tag))
    return element


def _first(chain: list[Any], tag: str, attribute: str = "val") -> str | None:
    for properties in chain:
        found = properties.find(qn(tag)) if properties is not None else None
        value = found.get(qn(f"w:{attribute}")) if found is not None else None
        if value is not None:
            return str(value)
    return None


def _switch(chain: list[Any], tag: str) -> bool:
    for properties in chain:
        found = properties.find(qn(tag)) if properties is not None else None
        if found is not None:
            return found.get(qn("w:val")) not in {"0", "false", "off"}
    return False


def _borders(chain: list[Any]) -> list[str]:
    for properties in chain:
        found = properties.find(qn("w:pBdr")) if properties is not None else None
        if found is not None:
            return [
                side
                for side in ("top", "left", "bottom", "right")
                if (edge := found.find(qn(f"w:{side}"))) is not None
                and edge.get(qn("w:val")) not in {"nil", "none"}
            ]
    return []
