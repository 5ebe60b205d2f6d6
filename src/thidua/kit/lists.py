"""Paging and sorting of lists by link: what the address says is checked against what is allowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F
from django.db.models.expressions import OrderBy
from django.http import HttpRequest

PAGE_SIZES = (25, 50, 100)


@dataclass(frozen=True)
class Sorting:
    """One sortable column: `key` in the address, `fields` in the database."""

    key: str
    descending: bool

    def link(self, key: str) -> str:
        """The value of `sap-xep` that a click on column `key` asks for."""
        return f"-{key}" if key == self.key and not self.descending else key

    def aria(self, key: str) -> str:
        if key != self.key:
            return "none"
        return "descending" if self.descending else "ascending"


def sorting(
    request: HttpRequest, allowed: Mapping[str, tuple[str, ...]], default: str
) -> tuple[Sorting, list[str]]:
    """Read `?sap-xep=[-]key`; unknown keys fall back to `default`. Returns fields for order_by."""
    asked = request.GET.get("sap-xep", default)
    descending = asked.startswith("-")
    key = asked.lstrip("-")
    if key not in allowed:
        descending, key = default.startswith("-"), default.lstrip("-")
    fields = [_flip(f) if descending else f for f in allowed[key]]
    return Sorting(key, descending), [*fields, "pk"]


def key_of(text: str) -> int:
    """A primary key as an address or a form sends it; 0, which nothing has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0


def keys_of(texts: Iterable[str]) -> list[int]:
    """The primary keys among what a form sends, in its order."""
    return [key for key in map(key_of, texts) if key]


def _flip(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def empty_last(fields: list[str]) -> list[OrderBy]:
    """The same on both databases: rows without a value come last, whichever way the list runs."""
    return [
        F(name[1:]).desc(nulls_last=True) if name[0] == "-" else F(name).asc(nulls_last=True)
        for name in fields
    ]


def page_of(request: HttpRequest, items: Any, size: int = PAGE_SIZES[1]) -> Page[Any]:
    """The page asked for by `?trang=`; numbers out of range give the nearest page."""
    try:
        wanted = int(request.GET.get("co", size))
    except ValueError:
        wanted = size
    per_page = wanted if wanted in PAGE_SIZES else size
    return Paginator(items, per_page).get_page(request.GET.get("trang"))
