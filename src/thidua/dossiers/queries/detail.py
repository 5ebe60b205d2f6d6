"""One dossier: nominees with their answers, confirmations and votes; who waits for a decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from thidua.accounts.models import Role
from thidua.accounts.queries import scope_of
from thidua.councils.models import Motion
from thidua.dossiers.models import Confirmation, Dossier, Nominee
from thidua.dossiers.queries.lists import visible_to
from thidua.eligibility.models import Assessment
from thidua.eligibility.queries.awards import Column, column
from thidua.organisations.models import Body

VERDICTS = {
    "eligible": ("ok", "check", "Đủ điều kiện"),
    "not_eligible": ("danger", "x", "Chưa đủ điều kiện"),
    "needs_facts": ("", "help", "Thiếu dữ liệu"),
    "needs_decision": ("judge", "eye", "Cần xem xét"),
    "needs_official_text": ("info", "clock", "Chờ văn bản"),
    "not_applicable": ("", "minus", "Không áp dụng"),
}


@dataclass
class Line:
    """A nominee as the dossier page shows it."""

    nominee: Nominee
    award: Column
    tone: str
    icon: str
    word: str
    provisional: str
    to_confirm: list[dict[str, Any]]
    confirmed: dict[str, Confirmation] = field(default_factory=dict)
    motion: Motion | None = None

    @property
    def unconfirmed(self) -> list[dict[str, Any]]:
        return [c for c in self.to_confirm if c["slug"] not in self.confirmed]

    @property
    def active(self) -> bool:
        return self.nominee.state != Nominee.State.WITHDRAWN

    @property
    def office(self) -> str:
        return office_of(self.nominee)


def office_of(nominee: Nominee) -> str:
    """Position and unit of a person; empty for a collective."""
    person = nominee.person
    if person is None:
        return ""
    return ", ".join(
        part for part in (person.position, person.unit.name if person.unit else "") if part
    )


def weighed(assessment: Assessment) -> dict[str, Any]:
    """The tree that was weighed: that of the last known text when today's is not loaded."""
    tree: dict[str, Any] = assessment.tree
    if assessment.verdict == "needs_official_text" and tree.get("provisional"):
        return dict(tree["provisional"])
    return tree


def to_confirm(assessment: Assessment) -> list[dict[str, Any]]:
    """Attested conditions that a person confirms by name and day before submission."""
    return list(weighed(assessment).get("to_confirm") or [])


def nominees_of(dossier: Dossier) -> list[Nominee]:
    """Nominees in the order of awards and names, withdrawn last (one query)."""
    rows = dossier.nominees.select_related("person", "person__unit", "collective", "assessment")
    return sorted(
        rows,
        key=lambda n: (
            n.state == Nominee.State.WITHDRAWN,
            n.award_code,
            n.collective.order if n.collective else 0,
            n.person.sort_key if n.person else (n.collective.folded_name if n.collective else ""),
        ),
    )


def lines_of(dossier: Dossier) -> list[Line]:
    """Everything about the nominees in three queries, whatever their number."""
    nominees = nominees_of(dossier)
    confirmed: dict[int, dict[str, Confirmation]] = {}
    for row in Confirmation.objects.filter(nominee__dossier=dossier):
        confirmed.setdefault(row.nominee_id, {})[row.slug] = row
    motions = motions_of(nominees)
    day = dossier.round.received_on
    columns: dict[str, Column] = {}
    lines: list[Line] = []
    for nominee in nominees:
        code = nominee.award_code
        if code not in columns:
            columns[code] = column(code, day)
        tone, icon, word = VERDICTS.get(nominee.assessment.verdict, ("", "help", "Chưa xét"))
        provisional = nominee.assessment.provisional
        lines.append(
            Line(
                nominee=nominee,
                award=columns[code],
                tone=tone,
                icon=icon,
                word=word,
                provisional=VERDICTS[provisional][2] if provisional in VERDICTS else "",
                to_confirm=to_confirm(nominee.assessment),
                confirmed=confirmed.get(nominee.pk, {}),
                motion=motions.get(nominee.pk),
            )
        )
    return lines


def motions_of(nominees: Iterable[Nominee]) -> dict[int, Motion]:
    """The latest motion about each nominee, by nominee pk, with sitting, council and box."""
    by_reference = {nominee.reference: nominee.pk for nominee in nominees}
    rows = (
        Motion.objects.filter(reference__in=list(by_reference))
        .select_related("sitting", "sitting__council")
        .prefetch_related("sitting__boxes")
        .order_by("pk")
    )
    return {by_reference[motion.reference]: motion for motion in rows}


def awaiting_decision(department: Body) -> QuerySet[Nominee]:
    """Nominees that the council passed and nobody has decided yet."""
    return (
        Nominee.objects.filter(dossier__department=department, state=Nominee.State.PASSED)
        .select_related("person", "person__unit", "collective", "dossier", "dossier__round")
        .order_by("award_code", "person__sort_key", "pk")
    )


@dataclass(frozen=True)
class Task:
    """Something of a dossier that waits for this user, with the verb that does it."""

    dossier: Dossier
    verb: str
    due: Any = None


def waiting_for(user: Any) -> list[Task]:
    """What waits for `user` in dossiers, for the desk (one query)."""
    scope = scope_of(user)
    if scope.department is None:
        return []
    own_work: list[Task] = []
    states = [Dossier.State.RETURNED, Dossier.State.SUBMITTED, Dossier.State.ACCEPTED]
    rows = visible_to(user).filter(state__in=states).select_related("unit", "round")
    for dossier in rows.order_by("submitted_at", "pk"):
        own = dossier.unit_id == dossier.department_id
        proposer = scope.has(Role.OFFICER) if own else dossier.unit_id in scope.unit_ids
        appraiser = scope.has(Role.SECRETARY, Role.DIRECTOR) if own else scope.has(Role.OFFICER)
        if dossier.state == Dossier.State.RETURNED and proposer:
            own_work.append(Task(dossier, "Bổ sung", dossier.return_by_date))
        elif dossier.state == Dossier.State.SUBMITTED and appraiser:
            own_work.append(Task(dossier, "Thẩm định"))
        elif dossier.state == Dossier.State.ACCEPTED and scope.has(Role.OFFICER, Role.SECRETARY):
            own_work.append(Task(dossier, "Trình hội đồng"))
    return own_work
