"""Signing in is tested often here: a fast hasher keeps it short."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def fast_hasher(settings: object) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
