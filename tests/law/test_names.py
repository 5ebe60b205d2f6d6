"""The names of the engine: each is the function or class it says, whatever was imported before."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from types import ModuleType

import pytest

from thidua import law


def test_no_part_of_the_engine_hides_a_name_of_the_engine() -> None:
    """A part imported later would stand in the place of a function with the same name."""
    for found in pkgutil.walk_packages(law.__path__, "thidua.law."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    modules = [name for name in law.__all__ if isinstance(getattr(law, name), ModuleType)]
    assert modules == []


@pytest.mark.parametrize("first", ["thidua.law.api", "thidua.law.plan", "thidua.law.bonus"])
def test_a_part_may_be_imported_first(first: str) -> None:
    code = f"import {first}; from thidua.law import evaluate, bonus; assert callable(evaluate)"
    done = subprocess.run([sys.executable, "-c", code + "; assert callable(bonus)"], timeout=120)
    assert done.returncode == 0


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="khong_co"):
        law.khong_co  # noqa: B018
