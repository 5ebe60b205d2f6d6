"""Proposals that rest on a title of the same round which the council then did not pass.

The law is asked before the vote, so a chain may count a title that is only *dự kiến*
(NĐ 152/2025 Điều 33 khoản 7 counts awards that are held). After the vote that has to be looked at
again, or the submission would claim a title nobody was given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from thidua.decisions.queries.awardable import award_info
from thidua.dossiers.models import Nominee

EXPECTED = "Dự kiến"


def _facts(node: dict[str, Any]) -> Iterator[str]:
    yield from (str(fact) for fact in node.get("facts", ()))
    for child in node.get("children", ()):
        yield from _facts(child)


def lost_grounds(nominees: Iterable[Nominee], *, on: date) -> dict[int, str]:
    """Nominee pk -> one sentence, for those whose expected title was not passed (one query)."""
    asked = [n for n in nominees if n.person_id]
    failed: dict[tuple[int, int], list[str]] = {}
    for person, in_round, code in Nominee.objects.filter(
        person_id__in={n.person_id for n in asked}, state=Nominee.State.FAILED
    ).values_list("person_id", "dossier__round_id", "award_code"):
        failed.setdefault((person, in_round), []).append(code)
    lost: dict[int, str] = {}
    for nominee in asked:
        codes = failed.get((nominee.person_id or 0, nominee.dossier.round_id), ())
        expected = [f for f in _facts(nominee.assessment.tree) if f.startswith(EXPECTED)]
        names = [award_info(code, on=on).short_name for code in codes]
        gone = [name for name in names if any(f" {name} " in fact for fact in expected)]
        if gone:
            lost[nominee.pk] = (
                f"{nominee.name}: kết quả xét tính cả {', '.join(gone)} dự kiến, "
                "nhưng Hội đồng không thông qua. Xét lại điều kiện rồi lập hồ sơ khác."
            )
    return lost
