"""Who waits for a decision, and which awards are decided here or submitted upward (rulebook)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet

from thidua.dossiers.models import Nominee
from thidua.law import AwardInfo, load_rulebook
from thidua.organisations.models import Body

# The level of the index of awards that the head of a department decides.
OWN_LEVEL = "grassroots"
TITLE_KIND = "danh_hieu_thi_dua"


@lru_cache(maxsize=8)
def _catalogue(on: date) -> dict[str, AwardInfo]:
    return {award.code: award for award in load_rulebook().awards(on)}


def award_info(code: str, *, on: date) -> AwardInfo:
    """What the rulebook says about an award on a day; unknown codes raise KeyError."""
    return _catalogue(on)[code]


def short_names(*, on: date) -> dict[str, str]:
    """Award code -> the short form used in tables."""
    return {code: info.short_name for code, info in _catalogue(on).items()}


def decided_here(code: str, *, on: date) -> bool:
    """Whether the head of the department decides this award; an unknown code never is."""
    info = _catalogue(on).get(code)
    return info is not None and info.level == OWN_LEVEL


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """Nominees that the council passed, for one award."""

    award: AwardInfo
    nominees: tuple[Nominee, ...]


def passed_nominees(department: Body) -> QuerySet[Nominee]:
    """Nominees the council passed and nobody has put into a decision yet (one query)."""
    return (
        Nominee.objects.filter(
            dossier__department=department,
            state=Nominee.State.PASSED,
            decision_award__isnull=True,
        )
        .select_related("person__unit", "collective", "dossier__round", "assessment")
        .order_by("pk")
    )


def waiting(department: Body, *, on: date, here: bool) -> list[WaitingGroup]:
    """Passed nominees by award, highest award first: those decided here, or those for above."""
    groups: dict[str, list[Nominee]] = {}
    for nominee in passed_nominees(department):
        if decided_here(nominee.award_code, on=on) is here:
            groups.setdefault(nominee.award_code, []).append(nominee)
    ordered = sorted(groups, key=lambda code: award_order(code, on=on))
    return [
        WaitingGroup(award_info(code, on=on), tuple(in_name_order(groups[code])))
        for code in ordered
        if code in _catalogue(on)
    ]


def waiting_counts(department: Body, *, on: date) -> tuple[int, int]:
    """How many wait for a decision here and how many for a submission upward (one query)."""
    codes = list(
        Nominee.objects.filter(
            dossier__department=department,
            state=Nominee.State.PASSED,
            decision_award__isnull=True,
        ).values_list("award_code", flat=True)
    )
    here = sum(1 for code in codes if decided_here(code, on=on))
    return here, len(codes) - here


def forwarded(department: Body) -> list[Nominee]:
    """Nominees whose submission has gone to the level above, newest first (one query)."""
    rows = Nominee.objects.filter(
        dossier__department=department, state=Nominee.State.FORWARDED
    ).select_related("person__unit", "collective", "dossier")
    return list(rows.order_by("-pk"))


def award_order(code: str, *, on: date) -> tuple[int, int, int, int]:
    """Collectives' titles first; higher ranks before lower; in a rank titles before other forms,
    and the later of the index first (it lists them from the ground up)."""
    catalogue = _catalogue(on)
    info = catalogue.get(code)
    if info is None:
        return (2, 0, 0, 0)
    only_collective = info.recipients == ("collective",)
    place = list(catalogue).index(code)
    return (0 if only_collective else 1, -info.rank, 0 if info.kind == TITLE_KIND else 1, -place)


def in_name_order(nominees: Iterable[Nominee]) -> list[Nominee]:
    """Collectives in the body's own order, then people by given name."""

    def key(nominee: Nominee) -> tuple[int, int, str, int]:
        if nominee.collective is not None:
            return (0, nominee.collective.order, nominee.collective.folded_name, nominee.pk)
        person = nominee.person
        return (1, 0, person.sort_key if person else "", nominee.pk)

    return sorted(nominees, key=key)
