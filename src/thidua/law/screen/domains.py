"""Which expressions a domain of rows needs, and when what is gathered from below is at hand."""

from __future__ import annotations

from collections.abc import Iterable

from thidua.law.screen.graph import Domain, Node


def inside(node: Node, domain: Domain) -> Iterable[Node]:
    """Arguments in the same domain: what rows below ask for counts as asked once."""
    if node.op == "up":
        return ()
    if node.op == "gather":
        below = node.args[0].domain
        assert below is not None  # noqa: S101 - rows have a domain below
        return [up.args[0] for up in looked_up(below, [node.args[0].args[0]])]
    return [arg for arg in node.args if arg.domain == domain]


def closure(domain: Domain, wanted: Iterable[Node]) -> list[Node]:
    """All nodes of the domain that the wanted ones need, arguments first."""
    found: dict[int, Node] = {}
    waiting = [node for node in wanted if node.domain == domain]
    while waiting:
        node = waiting.pop()
        if node.number not in found:
            found[node.number] = node
            waiting += inside(node, domain)
    return [found[number] for number in sorted(found)]


def looked_up(below: Domain, inner: Iterable[Node]) -> list[Node]:
    """What rows look up in the domain above, for themselves or for rows below them."""
    return [node for node in closure(below, inner) if node.op == "up"]


def stage_of(nodes: list[Node], named: set[int]) -> dict[int, int]:
    """The stage of each node: named ones one after all that they read."""
    found: dict[int, int] = {}
    for node in nodes:
        domain = node.domain
        assert domain is not None  # noqa: S101 - only constants have no domain
        level = max((found[arg.number] for arg in inside(node, domain)), default=0)
        found[node.number] = level + 1 if node.number in named else level
    return found
