"""A plan's expressions once more, with what is constant for some data put in and folded away."""

from __future__ import annotations

from abc import ABC, abstractmethod

from thidua.law.screen.graph import Graph, Node


class Rebuilt(ABC):
    """Rebuilds expressions from the leaves; `column` and `gathered` say what the leaves become."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._made: dict[int, Node] = {}

    @abstractmethod
    def column(self, node: Node) -> Node:
        """What a column becomes."""

    @abstractmethod
    def gathered(self, node: Node, below: Node) -> Node:
        """What is gathered from rows becomes; `below` is what the rows say."""

    def node(self, node: Node) -> Node:
        """The expression of the plan with constants put in."""
        waiting = [node]
        while waiting:
            top = waiting[-1]
            lacking = [arg for arg in top.args if arg.number not in self._made]
            if top.number not in self._made and not lacking:
                self._made[top.number] = self._again(top)
            if lacking and top.number not in self._made:
                waiting += lacking
            else:
                waiting.pop()
        return self._made[node.number]

    def _again(self, node: Node) -> Node:
        g, args = self.graph, tuple(self._made[arg.number] for arg in node.args)
        match node.op:
            case "const":
                return g.verdict(node.value) if node.kind == "v" else g.of(node.value)
            case "column":
                return self.column(node)
            case "up":
                return g.up(args[0], node.domain)
            case "row":
                return args[0]
            case "gather":
                return self.gathered(node, args[0])
        return g.again(node, args)
