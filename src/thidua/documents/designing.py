"""What the page of the designer sends and shows: rows of inputs, the preview with its boxes."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from thidua.documents.certificate_fields import FIXED, SOURCES
from thidua.documents.certificate_layout import (
    MOST_FIELDS,
    Field,
    Layout,
    LayoutFaultError,
    layout_from,
    shipped_layout,
)
from thidua.documents.certificate_pages import certificate_page
from thidua.documents.certificate_paper import CertificatePaper
from thidua.documents.drawing.svg import svg_parts

_SWITCHES = ("italic", "upper")
_NAMES = tuple(one.name for one in fields(Field))


@dataclass(frozen=True, slots=True)
class Row:
    """One field as inputs; values are texts as they stand in the page."""

    place: int
    label: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Preview:
    """What the screen shows: the drawing, the boxes over it, faults and remarks."""

    width: str
    height: str
    drawing: str
    boxes: tuple[Mapping[str, str], ...]
    faults: tuple[str, ...]
    notes: tuple[str, ...]
    ornament: bool


def sent_layout(data: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the page as `layout_from` reads them; fields marked to go are left out."""
    count = _count(data.get("fields", "0"))
    rows = []
    for place in range(count):
        if f"f{place}-source" not in data or f"f{place}-drop" in data:
            continue
        row: dict[str, Any] = {
            name: data.get(f"f{place}-{name}", "") for name in _NAMES if name not in _SWITCHES
        }
        for name in _SWITCHES:
            row[name] = data.get(f"f{place}-{name}") == "on"
        rows.append(row)
    added = data.get("add", "")
    if added in SOURCES and len(rows) < MOST_FIELDS:
        rows.append(new_field(added))
    return {
        "width": data.get("width", ""),
        "height": data.get("height", ""),
        "ornament": data.get("ornament") == "on",
        "fields": rows,
    }


def new_field(source: str) -> dict[str, Any]:
    """A field as it comes: where the form of the program has it, else in the upper left."""
    for one in shipped_layout().fields:
        if one.source == source != FIXED:
            return one.as_dict()
    text = "Chữ cố định" if source == FIXED else ""
    return Field(source, 20, 20, 80, 8, text=text).as_dict()


def rows_of(raw: Mapping[str, Any]) -> list[Row]:
    """The inputs of every field, filled with what was sent or is kept."""
    rows = []
    for place, one in enumerate(raw.get("fields") or []):
        values = {
            name: f"{one[name]:g}" if isinstance(one[name], float) else one[name]
            for name in _NAMES
            if name in one
        }
        source = str(one.get("source", ""))
        label = SOURCES[source].label if source in SOURCES else source
        if source == FIXED and one.get("text"):
            label = f"Chữ “{str(one['text'])[:24]}”"
        rows.append(Row(place, label, values))
    return rows


def preview(raw: Mapping[str, Any], paper: CertificatePaper) -> Preview:
    """Draw what can be drawn; faults are told, a field with a fault is left out of the drawing."""
    faults: list[str] = []
    try:
        layout: Layout | None = layout_from(raw)
    except LayoutFaultError as fault:
        faults = fault.faults
        layout = _sound_part(raw)
    if layout is None:
        return Preview("297", "210", "", (), tuple(faults), (), ornament=False)
    page = certificate_page(paper, layout)
    boxes = tuple(
        {
            "place": str(place),
            "label": one.label,
            "x": f"{one.x:g}",
            "y": f"{one.y:g}",
            "width": f"{one.width:g}",
            "height": f"{one.height:g}",
        }
        for place, one in enumerate(layout.fields)
    )
    return Preview(
        f"{layout.width:g}", f"{layout.height:g}", svg_parts(page), boxes if not faults else (),
        tuple(faults), page.notes, layout.ornament,
    )  # fmt: skip


def _sound_part(raw: Mapping[str, Any]) -> Layout | None:
    """The sheet with those fields that have no fault of their own."""
    sound = []
    for one in raw.get("fields") or []:
        name = Field("ho_ten", 0, 0, 20, 8).as_dict()
        try:
            layout_from({**raw, "fields": [one, name] if one.get("source") != "ho_ten" else [one]})
        except LayoutFaultError:
            continue
        sound.append(one)
    if not any(one.get("source") == "ho_ten" for one in sound):
        return None
    try:
        return layout_from({**raw, "fields": sound})
    except LayoutFaultError:
        return None


def _count(text: Any) -> int:
    return min(int(text), MOST_FIELDS + 1) if str(text).isascii() and str(text).isdigit() else 0


@lru_cache(maxsize=4)
def ornament_svg(width: float, height: float) -> bytes:
    """Drum and frame for the screen."""
    sheets = files("thidua.documents").joinpath("sheets")
    compiler: Any = typst.compile
    with tempfile.TemporaryDirectory(prefix="thidua-bang-") as folder:
        for name in ("ornament.typ", "drum.svg"):
            (Path(folder) / name).write_bytes(sheets.joinpath(name).read_bytes())
        made: bytes = compiler(
            f"{folder}/ornament.typ",
            root=folder,
            format="svg",
            sys_inputs={"width": f"{width:g}", "height": f"{height:g}"},
        )
    return made
