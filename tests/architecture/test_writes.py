"""Nobody writes into the tables of another app: only its own actions do.

The check reads the syntax trees. It follows a model, an annotated argument or a local variable
through foreign keys and related managers to the model that the last call would write.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.db.models import Model

if TYPE_CHECKING:
    from tests.architecture.conftest import Source

WRITES = {
    "save",
    "create",
    "acreate",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
# Set-changing calls are writes only on a related manager, never on a Python set.
RELATED_WRITES = {"add", "remove", "set", "clear"}
SAME_MODEL = {
    "objects", "_default_manager", "all", "filter", "exclude", "order_by", "select_related",
    "prefetch_related", "select_for_update", "get", "first", "last", "earliest", "latest",
    "annotate", "only", "defer", "distinct", "using", "iterator", "none",
}  # fmt: skip

Found = list[tuple[int, str]]


def step_to(model: type[Model], attribute: str) -> type[Model] | None:
    """The model behind `attribute` of `model`: itself, a foreign key, or a related manager."""
    if attribute in SAME_MODEL:
        return model
    for field in model._meta.get_fields():
        reach = field.get_accessor_name() if hasattr(field, "get_accessor_name") else field.name
        if attribute == reach and field.related_model:
            return field.related_model
    return None


class Writes(ast.NodeVisitor):
    """Collects the writes of one file whose target is not a model of the file's own app."""

    def __init__(self, app: str) -> None:
        self.app = app
        self.known: dict[str, type[Model]] = {}
        self.found: Found = []

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        parts = (node.module or "").split(".")
        if len(parts) >= 3 and parts[0] == "thidua" and parts[2] == "models":
            for alias in node.names:
                try:
                    model = apps.get_model(parts[1], alias.name)
                except LookupError:
                    continue
                self.known[alias.asname or alias.name] = model

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        before = dict(self.known)
        for argument in [*node.args.args, *node.args.kwonlyargs, *node.args.posonlyargs]:
            for name in ast.walk(argument.annotation) if argument.annotation else ():
                if isinstance(name, ast.Name) and name.id in before:
                    self.known[argument.arg] = before[name.id]
        self.generic_visit(node)
        self.known = before

    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        if isinstance(node.targets[0], ast.Name):
            self.remember(node.targets[0], node.value)

    def visit_For(self, node: ast.For) -> None:
        self.remember(node.target, node.iter)
        self.generic_visit(node)

    def remember(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            model = self.model_of(value)
            if model is not None:
                self.known[target.id] = model
            else:
                self.known.pop(target.id, None)

    def model_of(self, node: ast.expr) -> type[Model] | None:
        if isinstance(node, ast.Name):
            return self.known.get(node.id)
        if isinstance(node, ast.Call):
            return self.model_of(node.func)
        if isinstance(node, ast.Attribute):
            model = self.model_of(node.value)
            return step_to(model, node.attr) if model else None
        return None

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        if not isinstance(node.func, ast.Attribute):
            return
        verb, target = node.func.attr, self.model_of(node.func.value)
        related = isinstance(node.func.value, ast.Attribute) and verb in RELATED_WRITES
        if target is None or not (verb in WRITES or related):
            return
        if target._meta.app_label != self.app and not target._meta.proxy:
            self.found.append((node.lineno, f"{target.__name__}.{verb}"))


def writes(app: str, text: str) -> Found:
    visitor = Writes(app)
    visitor.visit(ast.parse(text))
    return visitor.found


def test_no_app_writes_into_the_tables_of_another(sources: list[Source]) -> None:
    found = {s.name: hits for s in sources if (hits := writes(s.app, s.text))}
    assert found == {}, "call the actions of the app that owns the table"


HEAD = """
from thidua.people.models import Person, Rating
from thidua.organisations.models import Body
"""


@pytest.mark.parametrize(
    ("code", "hit"),
    [
        ("Person.objects.create(full_name='x')", "Person.create"),
        ("Person.objects.filter(pk=1).update(full_name='x')", "Person.update"),
        ("Person.objects.all().order_by('pk').delete()", "Person.delete"),
        ("Rating.objects.bulk_create([])", "Rating.bulk_create"),
        ("def f(person: Person) -> None:\n    person.save()", "Person.save"),
        ("def f(*, person: Person | None) -> None:\n    person.unit.save()", "Body.save"),
        ("def f(person: Person) -> None:\n    person.ratings.create(year=2020)", "Rating.create"),
        ("one = Person.objects.get(pk=1)\none.save()", "Person.save"),
        ("for one in Person.objects.filter(pk=1):\n    one.delete()", "Person.delete"),
        ("one = Person(full_name='x')\none.save()", "Person.save"),
    ],
)
def test_a_write_across_apps_is_noticed(code: str, hit: str) -> None:
    assert [what for _, what in writes("dossiers", HEAD + code)] == [hit]


@pytest.mark.parametrize(
    "code",
    [
        "Person.objects.filter(pk=1).first()",
        "one = Person.objects.get(pk=1)\none = something()\none.save()",
        "names = {p.full_name for p in Person.objects.all()}\nnames.add('x')",
        "def f(person: Person) -> None:\n    person.full_name.strip()",
    ],
)
def test_reading_is_not_writing(code: str) -> None:
    assert writes("dossiers", HEAD + code) == []


def test_an_app_writes_its_own_tables() -> None:
    assert writes("people", HEAD + "Person.objects.create(full_name='x')") == []
