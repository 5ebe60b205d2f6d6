"""Hash chains: each row's hash covers its content and the hash before it (SHA-256)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
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
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a chain grows only inside a transaction")
    ChainHead.objects.get_or_create(name=name)
    head = ChainHead.objects.select_for_update().get(name=name)
    sequence = head.sequence + 1
    link = Link(sequence, head.last_hash, hash_of(head.last_hash, content_for(sequence)))
    head.sequence, head.last_hash = link.sequence, link.row_hash
    head.save(update_fields=["sequence", "last_hash"])
    return link
