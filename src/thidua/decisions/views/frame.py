"""What every tab of one decision shows around its own part."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from thidua.decisions import states
from thidua.decisions.forms import IssueForm, ReasonForm
from thidua.decisions.models import Decision, DecisionAward
from thidua.decisions.permissions import (
    may_amend,
    may_apply,
    may_edit,
    may_prepare,
    may_read_papers,
    may_take,
    why_not,
)
from thidua.decisions.queries import amended, checks, fairness, lists, papers, rewards

AWARD = Decision.Kind.AWARD


def found(request: HttpRequest, pk: int) -> Decision:
    """The decision, or 404 for whoever may not see it."""
    seen = lists.visible_to(request.user).select_related(
        "department__parent", "round", "created_by", "issued_by", "amends", "amendment"
    )
    return get_object_or_404(seen, pk=pk)


def frame(
    request: HttpRequest, decision: Decision, tab: str, rows: list[DecisionAward]
) -> dict[str, Any]:
    """What every tab shows around its own part."""
    user = request.user
    today = timezone.localdate()
    given = rewards.rewards_of(decision, rows)
    words = states.WORDS[Decision.State(decision.state)]
    may_read = may_read_papers(user, decision)
    open_ = decision.state in {Decision.State.DRAFT, Decision.State.AWAITING}
    found_out = checks.checks(decision, rows) if may_read and open_ else []
    tally = checks.counts(found_out)
    return {
        "decision": decision,
        "tab": tab,
        "rows": rows,
        "people": sum(1 for row in rows if not row.is_collective),
        "collectives": sum(1 for row in rows if row.is_collective),
        "rewards": given,
        "total": rewards.total(given.values()),
        "unpriced": sum(1 for reward in given.values() if reward.amount is None),
        "words": words,
        "steps": _steps(decision),
        "may_read": may_read,
        "may_edit": may_edit(user, decision),
        "may_issue": may_take(user, decision, "issue"),
        "may_send": may_take(user, decision, "send_to_sign"),
        "may_return": may_take(user, decision, "return_draft"),
        "may_discard": may_take(user, decision, "discard"),
        "why_not": _why_not(user, decision) if may_read else "",
        "missing": lists.what_is_missing(decision) if may_read else [],
        "mirror": fairness.mirror(decision) if may_read and rows else None,
        "provisional": [row for row in rows if row.provisional],
        "findings": found_out,
        "tally": tally,
        "may_prepare": may_prepare(user, decision),
        "may_amend": may_amend(user, decision),
        "may_apply": may_apply(user, decision.department),
        "amendments": list(amended.amendments_of(decision)) if decision.kind == AWARD else [],
        "standing": amended.standing_words(decision, rows),
        "is_award": decision.kind == AWARD,
        "next_number": lists.next_number(decision.department, today.year),
        "period": papers.period_text(decision.period_from, decision.period_to),
        "issue_form": IssueForm(
            initial={"number": decision.number, "decided_on": decision.decided_on or today}
        ),
        "return_form": ReasonForm(),
    }


def _why_not(user: Any, decision: Decision) -> str:
    """Why the next step is not open to this user; empty when it is, or when none is left."""
    following = {Decision.State.DRAFT: "send_to_sign", Decision.State.AWAITING: "issue"}
    step = following.get(Decision.State(decision.state))
    return why_not(user, decision, step) if step else ""


def _steps(decision: Decision) -> list[dict[str, Any]]:
    """The way of a decision as a tracker: done, here, still to come."""
    order = [Decision.State.DRAFT, Decision.State.AWAITING, Decision.State.ISSUED]
    if decision.state == Decision.State.DISCARDED:
        return []
    here = order.index(Decision.State(decision.state))
    finished = decision.state == Decision.State.ISSUED
    labels = ("Lập dự thảo", "Trình ký", "Ban hành")
    notes = (
        (decision.created_by, decision.created_at),
        (decision.signatory_post, None),
        (decision.issued_by, decision.issued_at),
    )
    steps = []
    for place, (label, (who, when)) in enumerate(zip(labels, notes, strict=True)):
        done = place < here or finished
        steps.append(
            {
                "number": place + 1,
                "label": label,
                "done": done,
                "current": place == here and not finished,
                "who": who if done or place == here or place == 1 else "",
                "when": when if done or place == 0 else None,
            }
        )
    return steps
