"""What tests of several apps share: files in a folder of the test, a census of what is stored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

# What signing in and looking around may write.
PASSING = {"sessions.session", "accounts.signinfailure"}


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def officer_browser(world: SimpleNamespace) -> Client:
    client = Client()
    client.force_login(world.users.officer)
    return client


@pytest.fixture
def unchanged(media: Path) -> Callable[[], bool]:
    """Call it later: whether every table and every stored file is as it was at first."""

    def state() -> tuple[dict[str, int], list[str]]:
        counts = {
            model._meta.label_lower: model._default_manager.count()
            for model in apps.get_models()
            if model._meta.label_lower not in PASSING
        }
        return counts, sorted(str(path) for path in media.rglob("*") if path.is_file())

    before: list[Any] = []

    def ask() -> bool:
        if not before:
            before.append(state())
        return bool(before[0] == state())

    return ask
