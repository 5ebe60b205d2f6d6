"""The launch plan of a movement (kế hoạch phát động) as DOCX, in the official layout."""

from __future__ import annotations

from dataclasses import dataclass, field

from thidua.documents.building import shipped_press
from thidua.documents.papers import Letterhead, Signature
from thidua.documents.press import Press
from thidua.documents.values import Values, ended, head_values, signature_values


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """One line of the table of targets, as printed."""

    text: str
    level: str = ""
    responsible: str = ""


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """A plan; not launched means the mark DỰ THẢO. Lists hold one idea each."""

    head: Letterhead
    subject: str
    grounds: tuple[str, ...]
    objectives: tuple[str, ...]
    participants: str
    period: str
    content: tuple[str, ...]
    targets: tuple[PlanTarget, ...] = ()
    rewards: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signature: Signature = field(default_factory=Signature)
    launched: bool = False


def plan_values(paper: PlanPaper) -> Values:
    """Values of `ke-hoach`."""
    return {
        **head_values(paper.head, draft=not paper.launched),
        "trich_yeu": paper.subject,
        "can_cu": ended(paper.grounds),
        "muc_dich": list(paper.objectives),
        "doi_tuong": paper.participants.rstrip("."),
        "thoi_gian": paper.period,
        "noi_dung": list(paper.content),
        "chi_tieu": [
            {"stt": str(place), "ten": one.text, "muc": one.level, "don_vi": one.responsible}
            for place, one in enumerate(paper.targets, start=1)
        ],
        "khen_thuong": list(paper.rewards),
        "to_chuc": list(paper.organisation),
        **signature_values(paper.signature, paper.recipients),
    }


def plan_docx(paper: PlanPaper, press: Press | None = None) -> bytes:
    """Lay out the plan, with the body's own template where it has one."""
    return (press or shipped_press("ke-hoach")).fill(plan_values(paper))
