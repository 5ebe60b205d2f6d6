"""Criteria that a body sets for itself, in the same vocabulary as the national text.

Article: Luật 06/2022/QH15 Điều 75 khoản 2.
"""

from __future__ import annotations

from thidua.law.book.model import Condition
from thidua.law.context import Case, Outcome
from thidua.law.values import NEEDS_DECISION, combine_all


def slot_criteria(case: Case, condition: Condition) -> Outcome:
    """All conditions that fill the slot; unset, people decide."""
    rule = case.slot(condition.params["slot"])
    if rule.value is None:
        return Outcome(
            NEEDS_DECISION, note="Tiêu chuẩn do cơ quan quy định, chưa có quy định được nạp"
        )
    children = tuple(case.judge(item) for item in rule.value)
    value = combine_all(child.value for child in children)
    source = (f"Theo {rule.instrument.short}",) if rule.instrument else ()
    return Outcome(value, source, children=children)
