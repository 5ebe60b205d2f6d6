"""Habits of the house that a linter cannot see: docstrings, events, loose ends, foreign keys."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.architecture.conftest import Source

LOOSE_END = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]) + r")\b")


def test_every_app_says_what_it_is_for(sources: list[Source]) -> None:
    starts = [s for s in sources if s.path.name == "__init__.py"]
    first = {s.app: s for s in starts if s.path.parent.name == s.app}
    silent = [app for app, s in first.items() if len(ast.get_docstring(s.tree) or "") < 20]
    assert silent == []
    assert {s.app for s in sources if s.app} - set(first) == set()


def test_every_module_says_what_it_holds(sources: list[Source]) -> None:
    assert [s.name for s in sources if s.text.strip() and not ast.get_docstring(s.tree)] == []


def test_an_app_begins_with_nothing_but_its_docstring(sources: list[Source]) -> None:
    """The public names of `law` are its door; every other app is entered by its rooms."""
    starts = [s for s in sources if s.path.name == "__init__.py" and s.path.parent.name == s.app]
    busy = [s.name for s in starts if s.app != "law" and len(s.tree.body) > 1]
    assert busy == []


def test_no_app_takes_the_forms_of_another(sources: list[Source]) -> None:
    found = [
        (s.name, line)
        for s in sources
        for module, _, line in s.imports()
        if (m := re.fullmatch(r"thidua\.(\w+)\.forms(\..*)?", module)) and m.group(1) != s.app
    ]
    assert found == []


def test_no_business_runs_on_model_signals(sources: list[Source]) -> None:
    found = [
        (s.name, line)
        for s in sources
        for module, name, line in s.imports()
        if module.startswith("django.db.models.signals")
        or (module, name) == ("django.dispatch", "receiver")
    ]
    assert found == []


def test_there_are_at_most_ten_events(root: Path) -> None:
    tree = ast.parse((root / "src/thidua/kit/events.py").read_text(encoding="utf-8"))
    events = [
        node.targets[0].id
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Call)
    ]
    assert 1 <= len(events) <= 10


def test_keys_to_other_apps_are_strings(sources: list[Source]) -> None:
    keys = {"ForeignKey", "OneToOneField", "ManyToManyField"}
    found = [
        (source.name, node.lineno)
        for source in sources
        if re.fullmatch(r"src/thidua/\w+/models(\.py|/\w+\.py)", source.name)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in keys
        and node.args
        and isinstance(node.args[0], ast.Name)
        and node.args[0].id in _taken_from_other_apps(source)
    ]
    assert found == []


def _taken_from_other_apps(source: Source) -> set[str]:
    return {
        name
        for module, name, _ in source.imports()
        if module.startswith("thidua.") and not module.startswith(f"thidua.{source.app}.")
    }


def test_actions_take_no_request(sources: list[Source]) -> None:
    found = [
        (s.name, node.name)
        for s in sources
        if "/actions" in s.name
        for node in ast.walk(s.tree)
        if isinstance(node, ast.FunctionDef)
        and "request" in {a.arg for a in [*node.args.args, *node.args.kwonlyargs]}
    ]
    assert found == []


def test_public_actions_are_keyword_only_and_know_who_acts(sources: list[Source]) -> None:
    found = []
    for source in sources:
        if not re.fullmatch(r"src/thidua/\w+/actions(\.py|/[a-z]\w*\.py)", source.name):
            continue
        for node in source.tree.body:
            decorators = getattr(node, "decorator_list", ())
            writes = any(ast.unparse(d).startswith("transaction.atomic") for d in decorators)
            if isinstance(node, ast.FunctionDef) and writes and not node.name.startswith("_"):
                named = {a.arg for a in node.args.kwonlyargs}
                if node.args.args or node.args.posonlyargs or not named & {"by", "user"}:
                    found.append((source.name, node.name))
    assert found == []


def test_no_loose_ends(root: Path, all_sources: list[Source], templates: dict[str, str]) -> None:
    texts = {s.name: s.text for s in all_sources} | templates
    for folder, suffix in (("docs", "*.md"), ("src/thidua/rulebook", "*.yaml")):
        for path in (root / folder).rglob(suffix):
            texts[path.relative_to(root).as_posix()] = path.read_text(encoding="utf-8")
    assert [name for name, text in texts.items() if LOOSE_END.search(text)] == []
