"""How often one address may look up certificates; kept in the cache, a minute at a time."""

from __future__ import annotations

import time
from hashlib import sha256

from django.core.cache import cache

PER_MINUTE = 30


def too_many(address: str) -> bool:
    """Count one lookup of this address; True when it has used up its minute.

    The address is kept as a digest for a minute and then forgotten.
    """
    minute = int(time.time() // 60)
    digest = sha256(address.encode()).hexdigest()[:20]
    key = f"portal-check-{digest}-{minute}"
    if cache.add(key, 1, timeout=70):
        return False
    try:
        return cache.incr(key) > PER_MINUTE
    except ValueError:  # it expired between the two calls
        return False
