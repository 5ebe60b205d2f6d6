"""Parts of an answer: leaves for routes and unread text, and what a tree of reasons amounts to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from thidua.law.book.model import AwardEntry, Route
from thidua.law.values import NEEDS_TEXT, NOT_APPLICABLE, UNKNOWN, combine_all, combine_any
from thidua.law.verdict import Judged, ReasonNode

# What stands before a yes without being a condition of the text, in both languages.
POSTHUMOUS = ("Được truy tặng", "May be given posthumously")
CLAIMED = ("Có thành tích được nêu để xét", "A result is claimed that opens a route")


def route_leaf(route: Route, value: str, note: str, missing: tuple[str, ...] = ()) -> ReasonNode:
    """A route that is not weighed: for other subjects, or open only on a claim."""
    return ReasonNode(
        route.id,
        "leaf",
        route.statement,
        value,
        route.citation,
        route.confidence,
        (),
        missing,
        (),
        route.statement_en,
        note,
    )


_OTHERS: dict[int, tuple[Route, ReasonNode]] = {}


def for_others(route: Route) -> ReasonNode:
    """A route meant for other subjects; the same node for all, made once."""
    known = _OTHERS.get(id(route))
    if known is None or known[0] is not route:
        note = f"Đường xét dành cho đối tượng khác: {route.statement}"
        known = _OTHERS[id(route)] = (route, route_leaf(route, NOT_APPLICABLE, note))
    return known[1]


def not_loaded(
    code: str, statement: str, english: str, entry: AwardEntry | None, received_on: date
) -> ReasonNode:
    """The award on a day whose text is not in the rulebook or not read."""
    shown = received_on.strftime("%d/%m/%Y")
    if entry is None:
        note = f"Bộ quy tắc chưa nạp văn bản cho hồ sơ nhận ngày {shown}"
        return ReasonNode(
            code, "leaf", statement, NEEDS_TEXT, None, UNKNOWN, statement_en=english, note=note
        )
    note = f"Chờ văn bản: {entry.instrument.short} chưa được đọc và nạp cho hồ sơ nhận ngày {shown}"
    return ReasonNode(
        code,
        "leaf",
        statement,
        NEEDS_TEXT,
        entry.citation,
        entry.confidence,
        statement_en=english,
        note=note,
        instrument=entry.instrument.key,
    )


def best_route(node: ReasonNode) -> str | None:
    """The id of the best route that is for this subject."""
    for child in node.children:
        if child.id == f"{node.id}.duong-xet":
            best = child.children[0] if child.children else None
            named = (
                best is not None
                and best.value != NOT_APPLICABLE
                and not best.id.endswith(".chua-neu")
            )
            return best.id if best is not None and named else None
    return None


def relevant(node: ReasonNode) -> list[ReasonNode]:
    """The nodes that bear on the value, parents first: of alternatives only the best one."""
    found: list[ReasonNode] = []
    waiting = [node]
    while waiting:
        item = waiting.pop()
        found.append(item)
        children = item.children[:1] if item.kind == "any" else item.children[::-1]
        waiting += [child for child in children if child.value != NOT_APPLICABLE]
    return found


def unique(items: Iterable[Judged | None]) -> tuple[Judged, ...]:
    """Each slug once, in the order met."""
    return tuple({item.slug: item for item in items if item is not None}.values())


def instruments_of(nodes: Iterable[ReasonNode], entry: AwardEntry | None) -> tuple[str, ...]:
    """Keys of the instruments that the nodes cite, the one of the award first."""
    found: dict[str, None] = {}
    if entry is not None:
        found[entry.instrument.key] = None
    for item in nodes:
        if item.citation is not None and item.citation.instrument:
            found[item.citation.instrument] = None
    return tuple(found)


def check_tree(node: ReasonNode) -> bool:
    """Whether the leaves decide every value above them."""
    if not node.children:
        return True
    combine = combine_all if node.kind == "all" else combine_any
    value = combine(child.value for child in node.children)
    return value == node.value and all(map(check_tree, node.children))
