"""Hash chains: each row's hash covers its content and the hash before it (SHA-256)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from thidua.audit.models import ChainHead

GENESIS = "0" * 64


@dataclass(frozen=True)
class Link:
    """Place of a new row in its chain."""

    sequence: int
    previous_hash: str
    row_hash: str


def hash_of(previous_hash: str, content: Any) -> str:
    """Hex SHA-256 over the previous hash and the content as canonical JSON."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(f"{previous_hash}\n{canonical}".encode()).hexdigest()


def append_with(name: str, content_for: Callable[[int], Any]) -> Link:
    """Reserve the next place of chain `name`; `content_for(sequence)` gives what is hashed.

    Only inside a transaction: the head row is locked until it ends, so numbers have no gap and no
    double, and a row that fails takes its number back with it.
    """
    return append_many(name, 1, lambda _, sequence: content_for(sequence))[0]


def append_many(name: str, count: int, content_for: Callable[[int, int], Any]) -> list[Link]:
    """Reserve `count` places in one go; `content_for(index, sequence)` gives what is hashed."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a chain grows only inside a transaction")
    held = ChainHead.objects.select_for_update().filter(name=name)
    head = held.first()
    if head is None:  # the chain begins: of two beginners one finds the other's row
        ChainHead.objects.bulk_create([ChainHead(name=name)], ignore_conflicts=True)
        head = held.get()
    links: list[Link] = []
    for index in range(count):
        sequence, previous = head.sequence + 1, head.last_hash
        links.append(Link(sequence, previous, hash_of(previous, content_for(index, sequence))))
        head.sequence, head.last_hash = sequence, links[-1].row_hash
    head.save(update_fields=["sequence", "last_hash"])
    return links


@dataclass(frozen=True)
class ChainCheck:
    """Outcome of walking a chain: how many rows were read, and the first that does not fit."""

    length: int
    broken_at: int | None = None
    problem: str = ""

    @property
    def whole(self) -> bool:
        return self.broken_at is None


def check(name: str, rows: Iterable[tuple[Link, Any]]) -> ChainCheck:
    """Walk `rows` (place and content, oldest first) and compare every hash with the content.

    Finds a changed, missing, inserted or reordered row, and rows cut off at the end.
    """
    previous, count = GENESIS, 0
    for link, content in rows:
        count += 1
        if link.sequence != count:
            return ChainCheck(
                count, count, f"thiếu hoặc thừa dòng, sau số {count - 1} là số {link.sequence}"
            )
        if link.previous_hash != previous:
            return ChainCheck(count, count, "không nối với dòng trước")
        if hash_of(previous, content) != link.row_hash:
            return ChainCheck(count, count, "nội dung đã bị sửa sau khi ghi")
        previous = link.row_hash
    head = ChainHead.objects.filter(name=name).first()
    expected = (head.sequence, head.last_hash) if head else (0, GENESIS)
    if (count, previous) != expected:
        return ChainCheck(count, count + 1, f"thiếu dòng ở cuối, phải có {expected[0]} dòng")
    return ChainCheck(count)
