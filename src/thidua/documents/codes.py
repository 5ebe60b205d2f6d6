"""Codes printed on papers for the public check: short, unguessable, forgiving when typed."""

from __future__ import annotations

import secrets

# Digits and letters that are not mistaken for one another on paper (no I, L, O, U).
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """A code nobody can guess: 12 characters, 60 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def read_code(typed: str) -> str:
    """What a person typed, as stored: upper case, no dashes, letters mistaken for digits mended."""
    kept = "".join(ch for ch in typed.upper() if ch.isalnum()).translate(_MISREAD)
    return kept if len(kept) == CODE_LENGTH and not set(kept) - set(ALPHABET) else ""


def printed_code(code: str) -> str:
    """7K4M-Q2XD-9ABC, as it stands on paper."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
