"""Verdicts as small integers: AND is the greatest of them, OR the greatest after a translation."""

from __future__ import annotations

from thidua.law.values import (
    ELIGIBLE,
    NEEDS_DECISION,
    NEEDS_FACTS,
    NEEDS_TEXT,
    NOT_APPLICABLE,
    NOT_ELIGIBLE,
)

# In the order in which one wins under AND; what does not apply is left out.
VERDICT_OF = (NOT_APPLICABLE, ELIGIBLE, NEEDS_DECISION, NEEDS_FACTS, NEEDS_TEXT, NOT_ELIGIBLE)
CODE_OF = {word: code for code, word in enumerate(VERDICT_OF)}
NA, YES, DECIDE, FACTS, TEXT, NO = range(6)

# To the order in which one wins under OR, and back.
TO_ANY = (0, 5, 3, 4, 2, 1)
FROM_ANY = (0, 5, 4, 2, 3, 1)
