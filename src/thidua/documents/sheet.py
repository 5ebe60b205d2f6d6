"""Form definitions: which fields a paper has, where each comes from, how the paper is laid out.

A new official form is one YAML file in `sheets/`: fields with label, source and sample, and a
layout of blocks from which the shipped DOCX template is built (NĐ 30/2020/NĐ-CP, Phụ lục I).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

FORMAT = "thidua-form/1"


class SheetError(Exception):
    """A form definition is wrong; the message names the file and the place."""


@dataclass(frozen=True, slots=True)
class Field:
    """One placeholder: text, a list of texts (`several`), or rows with `columns` of their own."""

    name: str
    label: str
    source: str
    sample: Any
    required: bool = False
    several: bool = False
    columns: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One official form as this program lays it out."""

    code: str
    name: str
    citation: str
    fields: tuple[Field, ...]
    layout: tuple[Any, ...]
    head: str = ""
    # The official form was not read: a body should compare it with its own.
    unread: bool = False

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)

    @property
    def sample(self) -> dict[str, Any]:
        """Values that show every field, for a preview."""
        return {field.name: field.sample for field in self.fields}


# Beside the forms: what they share, and the certificates, which are laid out in millimetres.
_OTHERS = {"chung.yaml", "bang.yaml"}


@lru_cache(maxsize=1)
def sheets() -> Mapping[str, Sheet]:
    """Every form by its code, in the order of the file names."""
    folder = files("thidua.documents").joinpath("sheets")
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".yaml"))
    shared = _shared(yaml.safe_load(folder.joinpath("chung.yaml").read_text("utf-8")))
    found = [
        read(yaml.safe_load(folder.joinpath(name).read_text("utf-8")), name, shared)
        for name in names
        if name not in _OTHERS
    ]
    return {sheet.code: sheet for sheet in found}


def sheet(code: str) -> Sheet:
    """The form with this code; KeyError for an unknown one."""
    return sheets()[code]


def read(raw: Any, name: str, shared: Mapping[str, Field]) -> Sheet:
    """Check one definition and turn it into a `Sheet`; raises `SheetError` with the place."""
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise SheetError(f"{name}: dòng “format: {FORMAT}” là bắt buộc.")
    for key in ("code", "name", "citation", "fields", "layout"):
        if not raw.get(key):
            raise SheetError(f"{name}: thiếu mục “{key}”.")
    unknown = set(raw) - {
        "format", "code", "name", "citation", "fields", "layout", "head", "unread",
    }  # fmt: skip
    if unknown:
        raise SheetError(f"{name}: không có mục “{min(unknown)}”.")
    fields = tuple(
        shared[item] if isinstance(item, str) and item in shared else _field(item, name)
        for item in raw["fields"]
    )
    twice = {f.name for f in fields if sum(g.name == f.name for g in fields) > 1}
    if twice:
        raise SheetError(f"{name}: trường “{min(twice)}” khai hai lần.")
    return Sheet(
        code=raw["code"],
        name=raw["name"],
        citation=raw["citation"],
        fields=fields,
        layout=tuple(raw["layout"]),
        head=raw.get("head", ""),
        unread=bool(raw.get("unread")),
    )


def _shared(raw: Any) -> dict[str, Field]:
    """Fields that most papers have: letterhead, grounds, recipients, signature."""
    return {item["name"]: _field(item, "chung.yaml") for item in raw["fields"]}


def _field(raw: Any, name: str) -> Field:
    if not isinstance(raw, dict):
        raise SheetError(f"{name}: trường “{raw}” không có trong chung.yaml và chưa khai ở đây.")
    known = {"name", "label", "source", "sample", "required", "several", "columns"}
    if wrong := set(raw) - known:
        raise SheetError(f"{name}: trường “{raw.get('name')}” có mục lạ “{min(wrong)}”.")
    for key in ("name", "label", "source"):
        if not raw.get(key):
            raise SheetError(f"{name}: trường “{raw.get('name')}” thiếu “{key}”.")
    columns = tuple(
        _field({"source": raw["source"], **one}, name) for one in raw.get("columns", ())
    )
    several = bool(raw.get("several") or columns)
    return Field(
        raw["name"],
        raw["label"],
        raw["source"],
        raw.get("sample", [] if several else ""),
        bool(raw.get("required")),
        several,
        columns,
    )
