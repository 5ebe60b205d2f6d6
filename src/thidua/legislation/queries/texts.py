"""Official texts of the own folder: which files there are, and a draft to begin from."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from thidua.law import LawError, Rulebook
from thidua.law.book.load import own_folder
from thidua.law.book.texts import FOLDER, text_files
from thidua.law.index import award_aliases
from thidua.law.yamlio import read_yaml

CONFIRMED = "thidua-confirmed/1"


@dataclass(frozen=True)
class OwnText:
    """One file: what it speaks of, who checked it and when, against which publication."""

    name: str
    instrument: str
    awards: list[str]
    unchanged: bool
    checked_by: str
    checked_on: dt.date | None
    against: str
    note: str


def own_texts() -> list[OwnText]:
    """The files of the own folder, the newest first; a file nobody can read is left to `check`."""
    found = []
    for path in text_files([own_folder()]):
        try:
            found.append(_text(path, read_yaml(path)))
        except (LawError, AttributeError, KeyError, TypeError):
            continue
    return sorted(found, key=lambda text: (text.checked_on or dt.date.min, text.name), reverse=True)


def _text(path: Path, data: dict[str, Any]) -> OwnText:
    head = data["official"]
    unchanged = data["format"] == CONFIRMED
    codes = data["unchanged"] if unchanged else [a["award"] for a in data.get("awards", ())]
    return OwnText(
        name=path.name,
        instrument=str(head["instrument"]),
        awards=[award_aliases().get(str(code), str(code)) for code in codes],
        unchanged=unchanged,
        checked_by=str(head["checked_by"]),
        checked_on=head["checked_on"],
        against=str(head["against"]),
        note=str(head.get("note", "")),
    )


def texts_changed_at() -> dt.datetime | None:
    """When an official text was last loaded or withdrawn here: answers given before may be stale.

    The folder's own time tells both, since a file only ever comes or goes by one rename.
    """
    folder = own_folder() / FOLDER
    if not folder.is_dir():
        return None
    return dt.datetime.fromtimestamp(folder.stat().st_mtime, tz=dt.UTC)


def draft_of(rb: Rulebook, code: str, on: dt.date) -> str:
    """The last known entry as YAML to restate; its citations name the text that they stand in."""
    known = rb.award(code, on)
    if known is None or not known.loaded:
        known = rb.last_loaded(code, on)
    if known is None:
        return ""
    home = next(
        spoken.instrument for spoken in rb.speakers(f"award:{code}") if spoken.entry is known
    )
    item = _raw(home.path.parent, code)
    if item is None:
        return ""
    _name_citations(item, home.key)
    text: str = yaml.safe_dump(
        item, allow_unicode=True, sort_keys=False, width=100, default_flow_style=False
    )
    return text


def _raw(folder: Path, code: str) -> dict[str, Any] | None:
    for path in sorted(folder.rglob("*.yaml")):
        data = read_yaml(path)
        for item in data.get("awards", ()) if isinstance(data, dict) else ():
            if isinstance(item, dict) and award_aliases().get(str(item.get("award"))) == code:
                # A plain copy: shared parts of the file are written out where they stand.
                plain: dict[str, Any] = json.loads(json.dumps(item, default=str))
                return plain
    return None


def _name_citations(value: Any, instrument: str) -> None:
    if isinstance(value, list):
        for item in value:
            _name_citations(item, instrument)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == "citation":
                value[key] = _cited(inner, instrument)
            else:
                _name_citations(inner, instrument)


def _cited(value: Any, instrument: str) -> Any:
    if isinstance(value, list):
        return [_cited(item, instrument) for item in value]
    return {"instrument": instrument, "at": value} if isinstance(value, str) else value
