"""Writing a matched register into the book of record."""

from __future__ import annotations

from typing import Any

from thidua.exchange.models import ImportRow
from thidua.exchange.progress import SILENT, Work
from thidua.exchange.register_plan import RegisterPlan
from thidua.kit.errors import WrongState
from thidua.register.actions import recheck_claims, record_awards, record_years_loaded
from thidua.register.claim_rules import ORDINARY


def write_register(
    plan: RegisterPlan, *, by: Any, work: Work = SILENT
) -> tuple[dict[str, int], dict[str, Any]]:
    """Add every wanted row that is not in the book yet; then ask the book again about all claims.

    A year that gives only the number of its LĐTT is complete for every other award. Returns what
    was written and the keys by which it is undone.
    """
    wanted = [one for one in plan.wanted if not one.in_book]
    try:
        recorded = record_awards(
            department=plan.department, rows=[one.row for one in wanted], by=by, told=work.tell
        )
    except WrongState as refusal:
        raise WrongState(f"{refusal}{_place(plan, str(refusal))}") from refusal
    listed = plan.register.listed
    years = range(listed[0], listed[1] + 1) if listed else ()
    loaded = record_years_loaded(
        department=plan.department,
        years=list(years),
        source=plan.register.file[:200],
        without={year: [ORDINARY] for year in plan.register.counted_only},
        by=by,
    )
    work.tell("Đối chiếu lại thành tích kê khai", len(wanted), len(wanted))
    result = {
        "entries": recorded.added,
        "differing": len(recorded.differing),
        "years": loaded,
        "claims": recheck_claims(department=plan.department, by=by),
    }
    fresh = [
        entry.sequence
        for one, entry in zip(wanted, recorded.entries, strict=True)
        if one.effect != ImportRow.Effect.SAME
    ]
    # The lines of one import follow each other in the chain.
    span = [min(fresh), max(fresh)] if fresh else []
    return result, {"entries": span, "years": list(years) if loaded else []}


def _place(plan: RegisterPlan, sentence: str) -> str:
    """Where the row stands that stopped the import, when the sentence names its recipient."""
    for one in plan.wanted:
        if sentence.startswith(f"{one.row['recipient_name']}:"):
            place = one.read.place
            return f" (Trang “{place.sheet}”, dòng {place.row}.)"
    return ""
