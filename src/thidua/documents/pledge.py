"""Papers of a cluster: its pledge (giao ước thi đua) and the minutes of its hand-over, as DOCX."""

from __future__ import annotations

from dataclasses import dataclass

from thidua.documents.building import shipped_press
from thidua.documents.papers import Letterhead
from thidua.documents.press import Press
from thidua.documents.values import Values, head_values


@dataclass(frozen=True, slots=True)
class PledgeSidePaper:
    """A side as printed: `said` is empty where nobody has signed yet (room for a hand)."""

    body: str
    person: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class PledgePaper:
    """A pledge; `targets` are words, level and who they bind. Not signed by all is a draft."""

    head: Letterhead
    subject: str
    opening: str
    content: tuple[str, ...]
    targets: tuple[tuple[str, str, str], ...]
    sides: tuple[PledgeSidePaper, ...]
    witnesses: tuple[str, ...] = ()
    digest: str = ""
    final: bool = False


@dataclass(frozen=True, slots=True)
class HandoverPaper:
    """Minutes of a hand-over; `confirmed` are the confirmations by account."""

    head: Letterhead
    subject: str
    when: str
    giver: str
    receiver: str
    giver_person: str
    receiver_person: str
    papers: tuple[str, ...]
    unfinished: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    digest: str = ""
    final: bool = False


def pledge_values(paper: PledgePaper) -> Values:
    """Values of `giao-uoc`."""
    return {
        **head_values(paper.head, draft=not paper.final),
        "trich_yeu": paper.subject,
        "loi_dau": paper.opening,
        "noi_dung": list(paper.content),
        "chi_tieu": [
            {"stt": str(place), "ten": text, "muc": level, "ben": bound}
            for place, (text, level, bound) in enumerate(paper.targets, start=1)
        ],
        "ben_ky": [
            {"stt": str(place), "ben": side.body, "nguoi": side.person, "da_ky": side.said}
            for place, side in enumerate(paper.sides, start=1)
        ],
        "chung_kien": list(paper.witnesses),
        "ma_noi_dung": paper.digest,
    }


def pledge_docx(paper: PledgePaper, press: Press | None = None) -> bytes:
    """Lay out the pledge, with the body's own template where it has one."""
    return (press or shipped_press("giao-uoc")).fill(pledge_values(paper))


def handover_values(paper: HandoverPaper) -> Values:
    """Values of `bien-ban-ban-giao`."""
    return {
        **head_values(paper.head, draft=not paper.final),
        "trich_yeu": paper.subject,
        "thoi_gian_dia_diem": paper.when,
        "ben_giao": paper.giver,
        "ben_nhan": paper.receiver,
        "ho_so": list(paper.papers),
        "viec_con": list(paper.unfinished),
        "nguoi_giao": paper.giver_person,
        "nguoi_nhan": paper.receiver_person,
        "xac_nhan": list(paper.confirmed),
        "ma_noi_dung": paper.digest,
    }


def handover_docx(paper: HandoverPaper, press: Press | None = None) -> bytes:
    """Lay out the minutes, with the body's own template where it has one."""
    return (press or shipped_press("bien-ban-ban-giao")).fill(handover_values(paper))
