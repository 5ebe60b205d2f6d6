"""JSON Schemas: in step with the readers, with the checked-in copies, and with every file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from thidua.cli.law import FORMATS
from thidua.cli.main import main
from thidua.law.book.load import read_rulebook
from thidua.law.book.reader import Reader
from thidua.law.parsed import RULEBOOK
from thidua.law.schemas import SCHEMAS, file_of

FILES = sorted(RULEBOOK.rglob("*.yaml"))
VALID = {name: jsonschema.Draft202012Validator(make()) for name, make in SCHEMAS.items()}


def plain(value: Any) -> Any:
    """The document as an editor sees it: days are text."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def read(path: Path) -> Any:
    return plain(yaml.safe_load(path.read_text(encoding="utf-8")))


def kind(document: Any) -> str:
    return str(document["format"]).removeprefix("thidua-").removesuffix("/1")


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_copy_is_up_to_date(name: str) -> None:
    """Otherwise: .venv/bin/python -m thidua.law.schemas"""
    made = json.loads(json.dumps(SCHEMAS[name]()))
    jsonschema.Draft202012Validator.check_schema(made)
    assert json.loads(file_of(name).read_text(encoding="utf-8")) == made


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(RULEBOOK)) for path in FILES])
def test_every_shipped_file_is_valid(path: Path) -> None:
    document = read(path)
    errors = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in VALID[kind(document)].iter_errors(document)
    ]
    assert errors == []


def objects(schema: Any, root: Any) -> list[Any]:
    """The closed mappings a schema may mean."""
    if "$ref" in schema:
        return objects(root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root)
    found = [schema] if schema.get("type") == "object" else []
    for part in schema.get("anyOf", ()):
        found += objects(part, root)
    return found


def below(schema: Any, key: Any, root: Any) -> list[Any]:
    """What may stand under a key (or in a list) of a schema."""
    if "$ref" in schema:
        return below(root["$defs"][schema["$ref"].rsplit("/", 1)[1]], key, root)
    found = []
    if isinstance(key, int) and "items" in schema:
        found.append(schema["items"])
    if key in schema.get("properties", {}):
        found.append(schema["properties"][key])
    elif isinstance(schema.get("additionalProperties"), dict):
        found.append(schema["additionalProperties"])
    for part in schema.get("anyOf", ()):
        found += below(part, key, root)
    return found


def test_schemas_allow_exactly_the_keys_that_the_readers_allow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: set[tuple[str, tuple[Any, ...], frozenset[str]]] = set()
    original = Reader.only

    def watched(self: Reader, *allowed: str) -> None:
        place = tuple(0 if isinstance(part, int) else part for part in self.place)
        asked.add((str(self.source.path), place, frozenset(allowed)))
        original(self, *allowed)

    monkeypatch.setattr(Reader, "only", watched)
    problems: list[Any] = []
    read_rulebook((RULEBOOK,), problems)
    assert problems == []
    assert len(asked) > 500
    kinds = {str(path): kind(read(path)) for path in FILES}
    for path, place, allowed in asked:
        root = VALID[kinds[path]].schema
        found = [root]
        for key in place:
            found = [inner for schema in found for inner in below(schema, key, root)]
        closed = [item for schema in found for item in objects(schema, root)]
        keys = [set(item.get("properties", {})) for item in closed]
        wanted = set(allowed) | ({"official", "cites"} & set().union(*keys) if not place else set())
        assert wanted in keys, (path, place, sorted(allowed))


def test_the_command_knows_every_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert tuple(SCHEMAS) == FORMATS
    assert main(["law", "schema", "votes"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(SCHEMAS["votes"]()))


BROKEN = [
    ("votes", {"votes": [{"awards": ["cstd-co-so"], "base": "everybody"}]}),
    ("powers", {"powers": [{"awards": ["khong-co"], "decide": []}]}),
    ("base-salary", {"rows": [{"from": "2026-7-1", "amount": -1}]}),
    ("instrument", {"key": "x"}),
    ("calendar", {"years": [{"year": 2027, "days": [{"day": "2027-02-08", "is": True}]}]}),
]


@pytest.mark.parametrize(("name", "body"), BROKEN)
def test_an_editor_flags_a_broken_file(name: str, body: dict[str, Any]) -> None:
    document = {"format": f"thidua-{name}/1", **body}
    assert list(VALID[name].iter_errors(document)) != []


def test_files_name_their_schema_for_editors() -> None:
    """The first line of each file leads to the schema of its format, by a path that exists."""
    named = 0
    for path in FILES:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        if not first.startswith("# yaml-language-server: $schema="):
            continue
        named += 1
        target = (path.parent / first.split("=", 1)[1]).resolve()
        assert target == file_of(kind(read(path))), path
    assert named >= 30
