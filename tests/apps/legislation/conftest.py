"""A legal officer of the department, and an own folder that no other test shares."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from thidua.accounts.models import RoleAssignment, User
from thidua.organisations.scopes import Role


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that official texts go to; empty at the start of each test."""
    monkeypatch.setenv("THIDUA_VAR_DIR", str(tmp_path))
    return tmp_path / "quy-tac"


@pytest.fixture
def lawyer(world: SimpleNamespace) -> Any:
    user = User.objects.create(username="phapche", full_name="Đỗ Thị Luật")
    RoleAssignment.objects.create(user=user, body=world.department, role=Role.LEGAL_OFFICER)
    return user
