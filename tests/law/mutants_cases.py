"""The cases of `tests/cases`, one test for each file: what the mutants are tested against.

pytest needs longer to find a thousand tests by name than to run them, and mutmut names all that
reach a mutated function for every single mutant.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

PLACE = Path(__file__).parents[1] / "cases" / "test_cases.py"


def cases() -> ModuleType:
    spec = importlib.util.spec_from_file_location("thidua_cases", PLACE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


CASES = cases()


@pytest.mark.parametrize("name", sorted({case.file for case in CASES.CASES}))
def test_every_case_of_a_file(name: str) -> None:
    rb = CASES.law.load_rulebook()
    for case in CASES.CASES:
        if case.file == name and case.ask.get("question", "assess") == "assess":
            CASES.assess(case, rb)
