"""Integer expressions over columns: built once, each different one kept once, constants folded.

A node belongs to a *domain*: the subjects, or the rows of one kind of fact, whose parent domain it
can look up (`up`) and be gathered into (`gather`). Kinds: "i" integers and words of years, "b" yes
or no, "v" a verdict as in `codes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from thidua.law.screen.arithmetic import LOGIC, PLAIN


@dataclass(frozen=True, slots=True)
class Domain:
    """Rows of one kind; `parent` is None for the subjects themselves."""

    name: str
    parent: Domain | None = None


SUBJECTS = Domain("subjects")


class Node:
    """One expression; compared by identity, made by `Graph.make` only."""

    __slots__ = ("args", "domain", "graph", "high", "kind", "low", "number", "op", "value")

    def __init__(
        self,
        graph: Graph,
        op: str,
        args: tuple[Node, ...],
        value: Any,
        domain: Domain | None,
        kind: str,
        low: int,
        high: int,
    ) -> None:
        self.graph, self.op, self.args, self.value = graph, op, args, value
        self.domain, self.kind, self.low, self.high = domain, kind, low, high
        self.number = len(graph.nodes)

    @property
    def constant(self) -> bool:
        return self.op == "const"

    def constant_of(self, value: Any) -> bool:
        """Whether it is this value, whatever the columns say."""
        return self.constant and bool(self.value == value)

    def _with(self, op: str, other: Node | int) -> Node:
        return self.graph.make(op, (self, self.graph.of(other)))

    def __and__(self, other: Node | int) -> Node:
        return self._with("and", other)

    def __or__(self, other: Node | int) -> Node:
        return self._with("or", other)

    def __invert__(self) -> Node:
        return self.graph.make("not", (self,))

    def __add__(self, other: Node | int) -> Node:
        return self._with("add", other)

    def __sub__(self, other: Node | int) -> Node:
        return self._with("sub", other)

    def __mul__(self, other: Node | int) -> Node:
        return self._with("mul", other)

    def __floordiv__(self, other: int) -> Node:
        return self._with("div", other)

    def __mod__(self, other: int) -> Node:
        return self._with("mod", other)

    def __lt__(self, other: Node | int) -> Node:
        return self._with("lt", other)

    def __le__(self, other: Node | int) -> Node:
        return self._with("le", other)

    def __gt__(self, other: Node | int) -> Node:
        return self.graph.of(other)._with("lt", self)

    def __ge__(self, other: Node | int) -> Node:
        return self.graph.of(other)._with("le", self)

    def is_(self, other: Node | int) -> Node:
        return self._with("eq", other)

    def is_not(self, other: Node | int) -> Node:
        return ~self.is_(other)

    def among(self, values: Iterable[int]) -> Node:
        """Whether it is one of a few constants."""
        found = self.graph.of(False)
        for value in values:
            found = found | self.is_(value)
        return found

    def ones(self) -> Node:
        """How many bits are set."""
        return self.graph.make("ones", (self,))


# What is not worked out anew for rows below.
_WHOLE = ("column", "up", "gather", "bits")
_COMMUTATIVE = ("and", "or", "add", "mul", "max", "min", "eq")


class Graph:
    """All nodes of one plan. `first` is the year of bit 1 of every word: bit 0 stands for all
    years before it, bit 62 for all years from `first + 61` on."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.nodes: list[Node] = []
        # Where rows are few, expressions are worked out for them instead of for all above them.
        self.narrow: Callable[[Domain], bool] = lambda _: False
        # Where rows are at hand, comparing them one by one is cheaper than what they give together.
        self.gathers_early = False
        self._lifted: dict[tuple[int, Domain], Node] = {}
        self._known: dict[Any, Node] = {}

    # -- leaves --------------------------------------------------------------------------------
    def of(self, value: Node | int) -> Node:
        if isinstance(value, Node):
            return value
        kind = "b" if isinstance(value, bool) else "i"
        return self._kept("const", (), value, None, kind, int(value), int(value))

    def verdict(self, code: int) -> Node:
        return self._kept("const", (), code, None, "v", code, code)

    def column(
        self,
        name: str,
        kind: str = "i",
        domain: Domain = SUBJECTS,
        bounds: tuple[int, int] | None = None,
    ) -> Node:
        low, high = bounds or {"b": (0, 1), "v": (0, 5), "i": (-(2**63), 2**63)}[kind]
        return self._kept("column", (), name, domain, kind, low, high)

    # -- years and bits ------------------------------------------------------------------------
    def place(self, year: int) -> int:
        return min(max(year - self.first + 1, 0), 62)

    def bit(self, year: int) -> int:
        return 1 << self.place(year)

    def before(self, year: Node | int) -> Node:
        """The word of all years before `year`."""
        node = self.of(year)
        if node.constant:
            return self.of((1 << self.place(node.value)) - 1)
        if self.gathers_early and node.op == "gather" and node.value == ("max", 0):
            row = node.args[0]
            return self.gather("or", self.before(row.args[0]), _domain(row))
        return self._kept("before", (node,), self.first, node.domain, "i", 0, 2**62)

    def bit_of(self, year: Node) -> Node:
        """The word of that one year."""
        if year.constant:
            return self.of(self.bit(year.value))
        return self._kept("bit", (year,), self.first, year.domain, "i", 0, 2**62)

    def between(self, start: Node | int, end: Node | int) -> Node:
        """The word of the years from `start` to `end`, both included; none where end < start."""
        return self.before(self.of(end) + 1) & ~self.before(start)

    # -- operations ----------------------------------------------------------------------------
    def make(self, op: str, args: tuple[Node, ...], value: Any = None) -> Node:
        """The node for an operation on columns or constants, brought to one domain."""
        if all(arg.constant for arg in args) and op in PLAIN:
            found = PLAIN[op](*(arg.value for arg in args))
            if op in ("max", "min", "where") and args[-1].kind == "v":
                return self.verdict(found)
            return self.of(found)
        short = self._shortened(op, args)
        if short is not None:
            return short
        domain = lowest(args)
        args = tuple(self.up(arg, domain) for arg in args)
        if op in _COMMUTATIVE:
            args = tuple(sorted(args, key=lambda arg: arg.number))
        return self._kept(op, args, value, domain, *_kind(op, args))

    def _shortened(self, op: str, args: tuple[Node, ...]) -> Node | None:
        """What needs no operation because of a constant or because two sides are the same."""
        if op == "where":
            test, yes, no = args
            if test.constant:
                return yes if test.value else no
            if yes is no:
                return yes
            if yes.kind == "b" and yes.constant and no.constant:
                return test if yes.value else ~test
            return None
        if op == "not" and args[0].op == "not":
            return args[0].args[0]
        if len(args) < 2:
            return None
        a, b = args if not args[0].constant else (args[1], args[0])
        if op in ("and", "or") and a is b:
            return a
        if op == "and" and any(x.op == "not" and x.args[0] is y for x, y in ((a, b), (b, a))):
            return self.of(False) if a.kind == "b" else self.of(0)
        if op in ("max", "min") and (a is b or a.kind == "v"):
            return _bounded(op, a, b)
        if self.gathers_early and op in ("lt", "le") and _limits(*args):
            return self._any_row(op, args[0], args[1])
        if not b.constant:
            return None
        if op == "eq" and not a.low <= b.value <= a.high:
            return self.of(False)
        if op in ("and", "or"):
            return self._masked(op, a, b)
        if op in ("add", "sub") and b.value == 0 and args[1] is b:
            return a
        return None

    def _any_row(self, op: str, limit: Node, gathered: Node) -> Node | None:
        """Whether the greatest of some rows passes a limit: whether any of them does."""
        row = gathered.args[0]
        if PLAIN[op](limit.value, gathered.value[1]):
            return None
        return self.gather("any", self.make(op, (limit, row.args[0])), _domain(row), False)

    def _masked(self, op: str, a: Node, b: Node) -> Node | None:
        nothing, everything = (False, True) if a.kind == "b" else (0, -1)
        if b.value == nothing:
            return a if op == "or" else b
        if b.value == everything:
            return a if op == "and" else b
        return None

    def where(self, test: Node, yes: Node | int, no: Node | int) -> Node:
        return self.make("where", (test, self.of(yes), self.of(no)))

    def flag(self, test: Node, code: int) -> Node:
        """The verdict `code` where the test holds, else *not applicable*, which AND leaves out."""
        if test.constant:
            return self.verdict(code if test.value else 0)
        return self._kept("flag", (test,), code, test.domain, "v", 0, code)

    def verdicts(self, test: Node, yes: Node | int, no: Node | int) -> Node:
        """`where` for verdicts, given as codes or nodes."""
        yes = yes if isinstance(yes, Node) else self.verdict(yes)
        no = no if isinstance(no, Node) else self.verdict(no)
        return self.make("where", (test, yes, no))

    def most(self, parts: Iterable[Node]) -> Node:
        """AND: the greatest verdict; none is *not applicable*."""
        found = self.verdict(0)
        for part in parts:
            found = self.make("max", (found, part))
        return found

    def highest(self, a: Node | int, b: Node | int) -> Node:
        return self.make("max", (self.of(a), self.of(b)))

    def lowest(self, a: Node | int, b: Node | int) -> Node:
        return self.make("min", (self.of(a), self.of(b)))

    def look(self, node: Node, table: tuple[int, ...]) -> Node:
        """The verdict that a short table gives for a verdict."""
        if node.constant:
            return self.verdict(table[node.value])
        if node.op == "flag" and table[0] == 0:
            return self.flag(node.args[0], table[node.value])
        if node.op == "look" and all(table[node.value[code]] == code for code in range(6)):
            return node.args[0]
        values = table[node.low : node.high + 1]
        return self._kept("look", (node,), table, node.domain, "v", min(values), max(values))

    # -- between domains -----------------------------------------------------------------------
    def up(self, node: Node, domain: Domain | None) -> Node:
        """The node seen from the rows of `domain`."""
        if node.constant or node.domain == domain:
            return node
        assert domain is not None  # noqa: S101 - only constants have no domain
        above = self.up(node, domain.parent)
        # Lifting keeps the shape of a node, so what is no constant below is none above either.
        if not (above.args and self.narrow(domain)) or above.op in _WHOLE:
            return self._kept("up", (above,), None, domain, above.kind, above.low, above.high)
        if (above.number, domain) not in self._lifted:
            args = tuple(self.up(arg, domain) for arg in above.args)
            self._lifted[above.number, domain] = self.again(above, args)
        return self._lifted[above.number, domain]

    def again(self, node: Node, args: tuple[Node, ...]) -> Node:
        """The same operation on other arguments."""
        if node.op == "before":
            return self.before(args[0])
        if node.op == "flag":
            return self.flag(args[0], node.value)
        if node.op == "look":
            return self.look(args[0], node.value)
        if node.op == "bit":
            return self.bit_of(args[0])
        return self.make(node.op, args, node.value)

    def gather(self, how: str, node: Node | int, domain: Domain, default: Any = 0) -> Node:
        """Per row of the parent domain: "max", "any" or "sum" of the rows below; else `default`."""
        node = self.of(node)
        if node.constant and (node.value == default or (how == "sum" and node.value == 0)):
            return node if how != "sum" else self.of(0)
        node = self._kept("row", (node,), None, domain, node.kind, node.low, node.high)
        kind = node.kind if how != "sum" else "i"
        low, high = (min(node.low, default), max(node.high, default))
        if how == "sum":
            low, high = 0, 2**31
        return self._kept("gather", (node,), (how, default), domain.parent, kind, low, high)

    def bits(self, test: str, nodes: Iterable[Node]) -> Node:
        """One bit per verdict: "failing" where it is *not eligible*, "open" where unsettled."""
        args = tuple(self.up(node, SUBJECTS) for node in nodes)
        low, high = {"failing": (5, 5), "open": (2, 4)}[test]
        if all(arg.high < low or arg.low > high or arg.value == 0 for arg in args):
            return self.of(0)
        return self._kept("bits", args, (low, high), SUBJECTS, "i", 0, 2**63)

    def _kept(
        self,
        op: str,
        args: tuple[Node, ...],
        value: Any,
        domain: Domain | None,
        kind: str,
        low: int,
        high: int,
    ) -> Node:
        key = (op, tuple(arg.number for arg in args), value, kind, domain)
        found = self._known.get(key)
        if found is None:
            found = Node(self, op, args, value, domain, kind, low, high)
            self._known[key] = found
            self.nodes.append(found)
        return found


def _limits(limit: Node, other: Node) -> bool:
    return limit.constant and other.op == "gather" and other.value[0] == "max"


def _domain(node: Node) -> Domain:
    assert node.domain is not None  # noqa: S101 - rows have a domain
    return node.domain


def lowest(args: tuple[Node, ...]) -> Domain | None:
    """The domain farthest from the subjects among those of the arguments."""
    found: Domain | None = None
    for arg in args:
        if arg.domain is not None and (found is None or _depth(arg.domain) > _depth(found)):
            found = arg.domain
    return found


def _depth(domain: Domain) -> int:
    return 0 if domain.parent is None else 1 + _depth(domain.parent)


def _bounded(op: str, a: Node, b: Node) -> Node | None:
    if a is b:
        return a
    if op == "max":
        return a if a.low >= b.high else b if b.low >= a.high else None
    return a if a.high <= b.low else b if b.high <= a.low else None


def _kind(op: str, args: tuple[Node, ...]) -> tuple[str, int, int]:
    if op in LOGIC:
        return "b", 0, 1
    if op == "where":
        _, yes, no = args
        return yes.kind, min(yes.low, no.low), max(yes.high, no.high)
    kind = args[0].kind
    if op == "max" and kind == "v":
        return kind, max(arg.low for arg in args), max(arg.high for arg in args)
    if op == "min" and kind == "v":
        return kind, min(arg.low for arg in args), min(arg.high for arg in args)
    if kind == "b":
        return kind, 0, 1
    return "i", -(2**63), 2**63
