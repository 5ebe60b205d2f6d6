"""A table as a tree: its checks before it is issued, and the sums of a sheet branch by branch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from thidua.movements.numbers import number_text
from thidua.scoring.arithmetic.points import BEYOND, ZERO, Kind, Step, step_findings

MEASURED = frozenset({Kind.DEADLINE, Kind.REGISTER})


@dataclass(frozen=True, slots=True)
class Node:
    """One criterion; `key` is its own, `number` is what people call it."""

    key: int
    number: str
    text: str
    kind: str
    maximum: Decimal | None = None
    floor: Decimal | None = None
    cap: Decimal | None = None
    per: Decimal | None = None
    steps: tuple[Step, ...] = ()
    parent: int | None = None
    children: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What stands in the way of issuing a table: the criterion (if one) and a sentence."""

    number: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Sums:
    """Value of each criterion and branch, the total, and what stands beyond the scale."""

    total: Decimal
    of: Mapping[int, Decimal]
    bonus: Decimal
    penalty: Decimal
    missing: int
    # Branches whose floor or cap changed the sum: key -> the sum before.
    held: Mapping[int, Decimal] = field(default_factory=dict)


def forest(rows: Iterable[Node]) -> list[Node]:
    """Flat rows, in their order, as trees; a row under itself or under nothing known is refused."""
    given = list(rows)
    known = {row.key for row in given}
    under: dict[int | None, list[Node]] = {}
    for row in given:
        if row.parent is not None and row.parent not in known:
            raise ValueError(f"{row.number}: unknown parent")
        under.setdefault(row.parent, []).append(row)
    seen: set[int] = set()

    def grown(row: Node) -> Node:
        seen.add(row.key)
        return replace(row, children=tuple(grown(one) for one in under.get(row.key, ())))

    trees = [grown(row) for row in under.get(None, ())]
    if len(seen) != len(given):
        raise ValueError("a branch hangs on itself")
    return trees


def leaves(nodes: Sequence[Node]) -> Iterator[Node]:
    """The criteria that are scored, in order."""
    for node in nodes:
        if node.kind == Kind.GROUP:
            yield from leaves(node.children)
        else:
            yield node


def sums(nodes: Sequence[Node], points: Mapping[int, Decimal]) -> Sums:
    """Add up from the leaves; each branch is held between its floor and its cap, then goes up.

    The order of criteria changes nothing: decimals are exact. A criterion without points counts
    as nothing and is counted in `missing`.
    """
    of: dict[int, Decimal] = {}
    held: dict[int, Decimal] = {}
    missing = 0
    beyond = {Kind.BONUS: ZERO, Kind.PENALTY: ZERO}

    def value(node: Node) -> Decimal:
        nonlocal missing
        if node.kind != Kind.GROUP:
            given = points.get(node.key)
            # Nothing to reward or to deduct is the ordinary case, not a gap.
            if given is None and node.kind not in BEYOND:
                missing += 1
            found = ZERO if given is None else given
            if node.kind in BEYOND:
                beyond[Kind(node.kind)] += found
        else:
            found = sum((value(child) for child in node.children), ZERO)
        bounded = found
        if node.cap is not None:
            bounded = min(bounded, node.cap)
        if node.floor is not None:
            bounded = max(bounded, node.floor)
        if bounded != found:
            held[node.key] = found
        of[node.key] = bounded
        return bounded

    total = sum((value(node) for node in nodes), ZERO)
    return Sums(total, of, beyond[Kind.BONUS], beyond[Kind.PENALTY], missing, held)


def table_findings(nodes: Sequence[Node], total: Decimal) -> list[Finding]:
    """Everything that forbids issuing: sums that do not add up, rules that cannot be applied."""
    found: list[Finding] = []
    if not nodes:
        return [Finding("", "Bảng chưa có tiêu chí nào.")]
    if total <= ZERO:
        found.append(Finding("", "Tổng điểm của bảng phải lớn hơn 0."))
    top = _share(nodes)
    if top != total:
        lack = total - top
        word = "còn thiếu" if lack > ZERO else "thừa"
        found.append(
            Finding(
                "",
                f"Điểm tối đa các mục cộng lại là {number_text(top)}, không bằng "
                f"{number_text(total)} của bảng ({word} {number_text(abs(lack))} điểm).",
            )
        )
    seen: set[str] = set()
    for node in _every(nodes):
        if node.number in seen:
            found.append(Finding(node.number, f"Số {node.number} có hai lần."))
        seen.add(node.number)
        found += [Finding(node.number, sentence) for sentence in _problems(node)]
    return found


def _share(nodes: Sequence[Node]) -> Decimal:
    """What these criteria add to the scale: bonus and penalty stand outside of it."""
    return sum((_worth(node) for node in nodes), ZERO)


def _worth(node: Node) -> Decimal:
    if node.kind in BEYOND:
        return ZERO
    if node.kind == Kind.GROUP and node.maximum is None:
        return _share(node.children)
    return node.maximum or ZERO


def _every(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _every(node.children)


def _problems(node: Node) -> Iterator[str]:
    name = f"Dòng {node.number}"
    if node.floor is not None and node.cap is not None and node.floor > node.cap:
        yield f"{name}: điểm sàn lớn hơn điểm trần."
    if node.maximum is not None and node.maximum <= ZERO:
        yield f"{name}: điểm tối đa phải lớn hơn 0."
    if node.kind == Kind.GROUP:
        yield from _group_problems(node, name)
        return
    if node.children:
        yield f"{name}: dòng được chấm không có dòng con; đổi cách chấm thành “Mục, phần”."
    if node.maximum is None and node.kind not in BEYOND:
        yield f"{name}: chưa ghi điểm tối đa."
    if node.kind in MEASURED and (node.per is None or node.per <= ZERO):
        yield f"{name}: ghi số điểm cho mỗi ngày, mỗi lần (lớn hơn 0)."
    elif node.per is not None and node.per <= ZERO:
        yield f"{name}: số điểm cho mỗi ngày, mỗi lần phải lớn hơn 0."
    for said in step_findings(node.steps, node.maximum):
        yield f"{name}: {said}."


def _group_problems(node: Node, name: str) -> Iterator[str]:
    if not node.children:
        yield f"{name}: mục chưa có tiêu chí."
        return
    below = _share(node.children)
    if node.maximum is not None and below != node.maximum:
        lack = node.maximum - below
        word = "còn thiếu" if lack > ZERO else "thừa"
        yield (
            f"{name}: các dòng con cộng lại {number_text(below)}, không bằng "
            f"{number_text(node.maximum)} của mục ({word} {number_text(abs(lack))} điểm)."
        )
