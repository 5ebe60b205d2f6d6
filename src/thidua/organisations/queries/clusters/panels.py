"""Cards that apps above hang on the page of a cluster: its pledges, movements, ranking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from thidua.organisations.models import Cluster


@dataclass(frozen=True)
class PanelLine:
    """One line of a card: words with a link, what is said below them, a badge with its tone."""

    text: str
    url: str = ""
    detail: str = ""
    badge: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Panel:
    """A card: `empty` is the sentence shown without lines; `actions` are links (address, words)."""

    title: str
    lines: list[PanelLine] = field(default_factory=list)
    empty: str = ""
    actions: list[tuple[str, str]] = field(default_factory=list)
    note: str = ""


PanelMaker = Callable[[Any, Cluster, int], Panel | None]
_makers: list[PanelMaker] = []


def show_on_clusters(maker: PanelMaker) -> PanelMaker:
    """Hang a card on every cluster's page: `maker(user, cluster, year)`; None leaves it out."""
    if maker not in _makers:
        _makers.append(maker)
    return maker


def panels_for(user: Any, cluster: Cluster, year: int) -> list[Panel]:
    found = (maker(user, cluster, year) for maker in _makers)
    return [panel for panel in found if panel is not None]
