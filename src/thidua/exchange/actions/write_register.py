"""Writing a matched register into the book of record."""

from __future__ import annotations

from typing import Any

from thidua.exchange.register_plan import RegisterPlan
from thidua.register.actions import recheck_claims, record_awards, record_years_loaded


def write_register(plan: RegisterPlan, *, by: Any) -> dict[str, int]:
    """Add every row that is not in the book yet; then ask the book again about all claims.

    Only years whose yearly titles are listed by name count as loaded: in the others the absence of
    a title proves nothing.
    """
    recorded = record_awards(
        department=plan.department, rows=[one.row for one in plan.entries], by=by
    )
    complete = plan.register.complete
    years = range(complete[0], complete[1] + 1) if complete else ()
    loaded = record_years_loaded(
        department=plan.department, years=list(years), source=plan.register.file[:200], by=by
    )
    return {
        "entries": recorded.added,
        "differing": len(recorded.differing),
        "years": loaded,
        "claims": recheck_claims(department=plan.department, by=by),
    }
