"""Small questions the tests of rounds ask again and again."""

from __future__ import annotations

from typing import Any

from thidua.eligibility.models import Assessment, Round


def answer(round_: Round, subject: Any, award: str) -> Assessment:
    """The one current answer about a person or a collective."""
    owner = "person" if hasattr(subject, "full_name") else "collective"
    return Assessment.objects.get(
        round=round_, is_current=True, award_code=award, **{owner: subject}
    )


def verdicts(round_: Round, subject: Any) -> dict[str, str]:
    owner = "person" if hasattr(subject, "full_name") else "collective"
    return dict(
        Assessment.objects.filter(round=round_, is_current=True, **{owner: subject}).values_list(
            "award_code", "verdict"
        )
    )
