"""Fixtures of the tests of scoring."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from tests.apps.scoring import scored


@pytest.fixture
def scoring(world: SimpleNamespace) -> SimpleNamespace:
    return scored.ground(world)
