"""What stands behind a paper: legal grounds, votes, the standard relied on, the signer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from thidua.accounts.models import Role
from thidua.accounts.queries import holders_of
from thidua.councils.models import Motion
from thidua.documents.words import percent
from thidua.dossiers.models import Nominee
from thidua.kit.dates import long_date
from thidua.law import LawError, legal_grounds, load_rulebook
from thidua.organisations.models import Body
from thidua.register.models import RegisterEntry

SHOWN_AWARDS = 4


def grounds_for(codes: Sequence[str], *, department: Body, on: date | None = None) -> list[str]:
    """Printable lines of the instruments in force; none when the rulebook cannot say."""
    try:
        day = on or timezone.localdate()
        scope = department.rulebook_scope or None
        return legal_grounds(load_rulebook(), on=day, awards=list(codes), scope=scope)
    except LawError:
        # The officer types them; sending to sign asks for at least one.
        return []


def director_name(department: Body) -> str:
    """The name of whoever holds the post of director today, or empty."""
    return next((user.full_name for user in holders_of(Role.DIRECTOR, body=department)), "")


def votes_text(motion: Motion | None) -> str:
    """8/9 (88,89%): of all members of the council; empty when no vote is known."""
    if motion is None or motion.agree is None:
        return ""
    box = getattr(motion.sitting, "box", None)
    if box is None:
        return str(motion.agree)
    return f"{motion.agree}/{box.members_total} ({percent(motion.agree, box.members_total)})"


def council_lines(motions: Iterable[Motion]) -> list[str]:
    """One sentence for each sitting that voted."""
    sittings = {motion.sitting_id: motion.sitting for motion in motions}
    return [
        f"{sitting.council.name} đã họp {long_date(sitting.held_on)} và bỏ phiếu từng trường hợp."
        for sitting in sorted(sittings.values(), key=lambda s: s.held_on)
    ]


def council_ground(motions: Iterable[Motion]) -> list[str]:
    """Xét đề nghị của Hội đồng…: the proposal a decision rests on."""
    sittings = {motion.sitting_id: motion.sitting for motion in motions}
    return [
        f"Xét đề nghị của {sitting.council.name} tại phiên họp {long_date(sitting.held_on)}"
        for sitting in sorted(sittings.values(), key=lambda s: s.held_on)
    ]


def awards_held(nominees: Sequence[Nominee]) -> dict[int, str]:
    """The latest valid awards of each nominee in the register, by nominee pk (one query)."""
    people = {n.person_id for n in nominees if n.person_id}
    units = {n.collective_id for n in nominees if n.collective_id}
    rows = RegisterEntry.objects.filter(
        Q(person__in=people) | Q(collective__in=units), state=RegisterEntry.State.VALID
    ).order_by("-year", "-sequence")
    found: dict[tuple[int | None, int | None], list[str]] = {}
    for row in rows:
        texts = found.setdefault((row.person_id, row.collective_id), [])
        if len(texts) < SHOWN_AWARDS:
            texts.append(f"{row.award_name} {row.year or ''}".strip())
    return {n.pk: "\n".join(found.get((n.person_id, n.collective_id), ())) for n in nominees}


def standard_relied_on(tree: Mapping[str, Any]) -> str:
    """The citation of the first route that holds, else of the whole answer."""
    for node in _nodes(tree):
        if node.get("value") == "eligible" and _citation(node):
            return _citation(node)
    return _citation(tree)


def _nodes(node: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    for child in node.get("children") or ():
        yield child
        yield from _nodes(child)


def _citation(node: Mapping[str, Any]) -> str:
    citation = node.get("citation") or {}
    return str(citation.get("text") or "") if isinstance(citation, Mapping) else str(citation)
