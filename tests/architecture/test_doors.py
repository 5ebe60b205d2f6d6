"""Behind every address stands the sign-in, but for those that are public on purpose."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters

pytestmark = pytest.mark.django_db

# `accounts:enter`: a member comes in with a one-time code of the secretary.
PUBLIC = ("accounts:sign_in", "accounts:sign_out", "accounts:enter", "portal:")
SAMPLES = {"int": "1", "str": "x", "slug": "x", "uuid": "00000000-0000-4000-8000-000000000000"}


def addresses(
    patterns: list[URLPattern | URLResolver], before: str = "", space: str = ""
) -> Iterator[tuple[str, str]]:
    """(name, an example of its address) for every view of the project."""
    kinds = {type(converter): kind for kind, converter in get_converters().items()}
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(part for part in (space, pattern.namespace or "") if part)
            yield from addresses(pattern.url_patterns, route, inner)
            continue
        for name, converter in pattern.pattern.converters.items():
            kind = kinds.get(type(converter), "str")
            for shape in (f"<{kind}:{name}>", f"<{name}>"):
                route = route.replace(shape, SAMPLES.get(kind, "x"))
        yield f"{space}:{pattern.name}", "/" + route


def test_every_address_but_the_public_ones_asks_to_sign_in(client: Client) -> None:
    found = list(addresses(get_resolver().url_patterns))
    assert len(found) > 15
    open_doors = []
    for name, address in found:
        if name.startswith(PUBLIC):
            continue
        answer = client.get(address)
        sent_away = answer.status_code == 302 and answer["Location"].startswith("/dang-nhap/")
        if not sent_away and answer.status_code not in {401, 403, 405}:
            open_doors.append((name, address, answer.status_code))
    assert open_doors == []


def test_writing_to_any_address_asks_to_sign_in(client: Client) -> None:
    for name, address in addresses(get_resolver().url_patterns):
        if name.startswith(PUBLIC):
            continue
        answer = client.post(address)
        sent_away = answer.status_code == 302 and answer["Location"].startswith("/dang-nhap/")
        assert sent_away or answer.status_code in {401, 403, 405}, (name, answer.status_code)
