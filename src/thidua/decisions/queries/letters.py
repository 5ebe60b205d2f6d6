"""Letters that tell each awardee of the decision, all from one template prepared once."""

from __future__ import annotations

from collections.abc import Iterator

from thidua.decisions.models import Decision, DecisionAward
from thidua.decisions.queries.printing import annex_rows, paper_of
from thidua.documents.queries import press_of
from thidua.documents.values import letter_values
from thidua.kit.text import fold

FORM = "thong-bao"


def letters_of(decision: Decision) -> Iterator[tuple[str, bytes]]:
    """(file name, DOCX) of each line that stands, in the order of the annex."""
    press = press_of(decision.department, FORM)
    paper = paper_of(decision)
    lines = [(group, awardee) for group in paper.groups for awardee in group.awardees]
    rows = _in_paper_order(annex_rows(decision))
    for place, ((group, awardee), row) in enumerate(zip(lines, rows, strict=True), start=1):
        if row.standing == DecisionAward.Standing.CANCELLED:
            continue
        name = fold(f"{place:04d} {row.recipient_name}").replace(" ", "-")[:80]
        yield f"{name}.docx", press.fill(letter_values(paper, group, awardee, row.merit))


def _in_paper_order(rows: list[DecisionAward]) -> list[DecisionAward]:
    """As the paper groups them: by award in the order of first mention."""
    codes = list(dict.fromkeys(row.award_code for row in rows))
    return [row for code in codes for row in rows if row.award_code == code]
