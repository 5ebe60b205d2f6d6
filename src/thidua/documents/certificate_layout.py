"""The form of a certificate: a sheet in millimetres, fields in boxes, a background or a blank.

What comes from the page or a file is checked here, every fault a sentence that names its field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from thidua.documents.certificate_fields import FIXED, QR, SOURCES
from thidua.documents.drawing.fonts import FAMILIES, WEIGHTS

SIDE_LIMITS = (90.0, 600.0)
SIZE_LIMITS = (5.0, 120.0)
MOST_FIELDS = 40
MOST_LINES = 6
# Below this a phone does not read a code of this length on paper.
SMALLEST_QR = 20.0
ALIGN = {"left": "Trái", "center": "Giữa", "right": "Phải"}
UPRIGHT = {"top": "Trên", "middle": "Giữa", "bottom": "Dưới"}
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Field:
    """One box: what it shows, where, how large. Lengths are millimetres, sizes points."""

    source: str
    x: float
    y: float
    width: float
    height: float
    size: float = 14.0
    smallest: float = 9.0
    lines: int = 1
    align: str = "center"
    upright: str = "middle"
    family: str = "Be Vietnam Pro"
    weight: int = 400
    italic: bool = False
    upper: bool = False
    colour: str = "#2b1a12"
    text: str = ""

    @property
    def label(self) -> str:
        if self.source == FIXED:
            return f"Chữ “{self.text[:30]}”"
        return SOURCES[self.source].label

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Layout:
    """Sheet and fields; `ornament` is the drawing that comes with the program."""

    width: float
    height: float
    fields: tuple[Field, ...]
    ornament: bool = False

    def as_dict(self) -> dict[str, Any]:
        return {
            "width": self.width,
            "height": self.height,
            "ornament": self.ornament,
            "fields": [field.as_dict() for field in self.fields],
        }


class LayoutFaultError(Exception):
    """The form cannot be taken; `faults` says which field and what to do."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


@lru_cache(maxsize=1)
def shipped_layout() -> Layout:
    """The form of the program: A4 landscape with drum and frame."""
    text = files("thidua.documents").joinpath("certificate.yaml").read_text("utf-8")
    return layout_from(yaml.safe_load(text))


def layout_from(raw: Mapping[str, Any]) -> Layout:
    """Check values as they come from a form or a file; raises `LayoutFaultError`."""
    faults: list[str] = []
    width = _number(raw.get("width"), "Chiều rộng tờ", SIDE_LIMITS, faults)
    height = _number(raw.get("height"), "Chiều cao tờ", SIDE_LIMITS, faults)
    given = raw.get("fields") or []
    if not isinstance(given, list) or not given:
        faults.append("Mẫu chưa có trường nào. Thêm ít nhất họ tên người được khen.")
        raise LayoutFaultError(faults)
    if len(given) > MOST_FIELDS:
        faults.append(f"Mẫu có {len(given)} trường, nhiều nhất {MOST_FIELDS}.")
        raise LayoutFaultError(faults)
    fields = [_field(one, place, faults) for place, one in enumerate(given, start=1)]
    kept = [one for one in fields if one is not None]
    if not faults:
        _inside(kept, width, height, faults)
        _needed(kept, faults)
    if faults:
        raise LayoutFaultError(faults)
    return Layout(width, height, tuple(kept), ornament=raw.get("ornament") is True)


def _field(raw: Any, place: int, faults: list[str]) -> Field | None:
    source = str(raw.get("source", "")) if isinstance(raw, Mapping) else ""
    if source not in SOURCES:
        faults.append(f"Trường {place}: không có nội dung “{source}”. Chọn trong danh sách.")
        return None
    name = f"Trường {place} ({SOURCES[source].label})"
    before = len(faults)

    def number(key: str, label: str, limits: tuple[float, float]) -> float:
        fallback = Field.__dataclass_fields__[key].default
        value = raw.get(key, fallback)
        return _number(value, f"{name}, {label}", limits, faults)

    x = number("x", "cách trái", (0.0, SIDE_LIMITS[1]))
    y = number("y", "cách trên", (0.0, SIDE_LIMITS[1]))
    width = number("width", "rộng", (2.0, SIDE_LIMITS[1]))
    height = number("height", "cao", (2.0, SIDE_LIMITS[1]))
    size = number("size", "cỡ chữ", SIZE_LIMITS)
    smallest = number("smallest", "cỡ nhỏ nhất", SIZE_LIMITS)
    lines = number("lines", "số dòng", (1, MOST_LINES))
    chosen = {
        "align": (str(raw.get("align", "center")), ALIGN, "căn ngang"),
        "upright": (str(raw.get("upright", "middle")), UPRIGHT, "căn dọc"),
        "family": (str(raw.get("family", "Be Vietnam Pro")), FAMILIES, "phông chữ"),
        "weight": (str(raw.get("weight", 400)), WEIGHTS, "độ đậm"),
    }
    for value, allowed, label in chosen.values():
        if value not in allowed:
            faults.append(f"{name}, {label}: “{value}” không có. Chọn trong danh sách.")
    colour = str(raw.get("colour", "#2b1a12"))
    if not _COLOUR.fullmatch(colour):
        faults.append(f"{name}, màu chữ: ghi dạng #981b23.")
    text = str(raw.get("text", "")).replace("\x00", "")
    if len(text) > 200:
        faults.append(f"{name}: chữ cố định dài quá 200 ký tự.")
    if source == FIXED and not text.strip():
        faults.append(f"{name}: ghi chữ cần in, hoặc bỏ trường này.")
    if len(faults) > before:
        return None
    if smallest > size:
        smallest = size
    return Field(
        source, x, y, width, height, size, smallest, int(lines), chosen["align"][0],
        chosen["upright"][0], chosen["family"][0], int(chosen["weight"][0]),
        raw.get("italic") is True, raw.get("upper") is True, colour.lower(), text,
    )  # fmt: skip


def _number(value: Any, label: str, limits: tuple[float, float], faults: list[str]) -> float:
    low, high = limits
    try:
        number = float(str(value).strip().replace(",", "."))
    except (TypeError, ValueError):
        faults.append(f"{label}: ghi một số từ {low:g} đến {high:g}.")
        return low
    if not low <= number <= high:
        faults.append(f"{label}: {_said(number)} không nằm trong khoảng {low:g} đến {high:g}.")
        return low
    return round(number, 2)


def _said(number: float) -> str:
    return f"{number:g}".replace(".", ",")


def _inside(fields: Iterable[Field], width: float, height: float, faults: list[str]) -> None:
    for place, one in enumerate(fields, start=1):
        over_right, over_down = one.x + one.width - width, one.y + one.height - height
        if max(over_right, over_down) > 0.01:
            over = _said(round(max(over_right, over_down), 2))
            faults.append(
                f"Trường {place} ({one.label}) ra ngoài tờ {over} mm. Dời vào hoặc thu hẹp."
            )
        if one.source == QR and min(one.width, one.height) < SMALLEST_QR:
            faults.append(
                f"Trường {place} (mã QR) nhỏ hơn {SMALLEST_QR:g} mm: điện thoại khó đọc. Phóng to."
            )


def _needed(fields: Iterable[Field], faults: list[str]) -> None:
    sources = [one.source for one in fields]
    if "ho_ten" not in sources:
        faults.append("Mẫu thiếu trường họ tên, tên tập thể. Thêm trường này.")
    if sources.count(QR) > 1:
        faults.append("Mẫu có hai mã QR. Giữ một.")


def moved(layout: Layout, place: int, **changes: Any) -> Layout:
    """The layout with one field changed."""
    fields = list(layout.fields)
    fields[place] = replace(fields[place], **changes)
    return replace(layout, fields=tuple(fields))
