"""Finding a dossier for a request, and what every tab of its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from thidua.councils.models import Motion
from thidua.councils.states import AGENDA_OPEN
from thidua.dossiers.models import Dossier, Step
from thidua.dossiers.permissions import may_complete, may_edit, reason_not
from thidua.dossiers.queries import visible_to
from thidua.dossiers.queries.detail import Line, lines_of
from thidua.dossiers.queries.missing import Missing, missing_for_submission
from thidua.dossiers.states import BY_VERB, EDITABLE, PATH, WORDS
from thidua.kit.lists import key_of


def find(request: HttpRequest, pk: int) -> Dossier:
    """The dossier, or 404 for everyone who may not see it."""
    dossier = (
        visible_to(request.user)
        .select_related("unit", "round", "department", "created_by")
        .filter(pk=pk)
        .first()
    )
    if dossier is None:
        raise Http404
    return dossier


def version_of(request: HttpRequest) -> int | None:
    """The version the page was drawn from."""
    sent = request.POST.get("phien-ban", "")
    return key_of(sent) or None


def words_for(user: Any, dossier: Dossier) -> str:
    """The state in the words of this reader."""
    words = WORDS[Dossier.State(dossier.state)]
    scope = user.scope if hasattr(user, "scope") else None
    if scope is not None and scope.has("officer", "secretary"):
        return words.officer
    if scope is not None and dossier.unit_id in scope.unit_ids:
        return words.proposer
    return words.onlooker


@dataclass(frozen=True)
class Button:
    """A step as a button: a link that opens its page, or the sentence why it is not open."""

    verb: str
    label: str
    icon: str
    url: str
    primary: bool
    why_not: str


_BUTTONS = (
    ("cancel", "x", "dossiers:cancel"),
    ("take_back", "back", "dossiers:take_back"),
    ("return", "back", "dossiers:return"),
    ("submit", "send", "dossiers:submit"),
    ("accept", "check", "dossiers:accept"),
    ("put", "ballot", "dossiers:put"),
)
_PRIMARY = {"submit", "accept", "put"}


def buttons(
    user: Any, dossier: Dossier, motion: Motion | None
) -> tuple[list[Button], list[Button]]:
    """Steps that are open, and those this user may not take now, with the reason."""
    opened: list[Button] = []
    closed: list[Button] = []
    for verb, icon, name in _BUTTONS:
        step = BY_VERB[verb]
        if dossier.state not in step.sources:
            continue
        why_not = reason_not(user, verb, dossier)
        if verb == "take_back" and motion and motion.sitting.state not in AGENDA_OPEN:
            why_not = why_not or "Phiên họp đã mở bỏ phiếu nên không rút hồ sơ ra được."
        made = Button(
            verb, step.button, icon, reverse(name, args=[dossier.pk]), verb in _PRIMARY, why_not
        )
        (closed if why_not else opened).append(made)
    return opened, closed


@dataclass(frozen=True)
class PathStep:
    """One stop of the step tracker."""

    number: int
    label: str
    state: str
    who: str
    when: Any


_ORDER = {state: index for index, (_, state) in enumerate(PATH)}


def path_of(dossier: Dossier, steps: list[Step]) -> list[PathStep]:
    """Done, present and coming stops; the present one is the first whose end is not reached."""
    state = Dossier.State(dossier.state)
    reached = {
        Dossier.State.RETURNED: 0,
        Dossier.State.AT_COUNCIL: 2,
        Dossier.State.NOT_PASSED: 3,
        Dossier.State.CANCELLED: -1,
    }.get(state, _ORDER.get(state, 0))
    if state == Dossier.State.CANCELLED:
        reached = 0
    latest = {step.to_state: step for step in reversed(steps)}
    path: list[PathStep] = []
    for index, (label, target) in enumerate(PATH):
        done = index <= reached
        present = index == reached + 1 and state not in {
            Dossier.State.CANCELLED,
            Dossier.State.NOT_PASSED,
        }
        step = latest.get(target) or (
            latest.get(Dossier.State.NOT_PASSED) if target == Dossier.State.VOTED else None
        )
        path.append(
            PathStep(
                number=index + 1,
                label=label,
                state="done" if done else "now" if present else "todo",
                who=str(step.by) if done and step and step.by else "",
                when=step.at if done and step else None,
            )
        )
    return path


def page(request: HttpRequest, dossier: Dossier, tab: str, **more: Any) -> dict[str, Any]:
    """Header, tracker, buttons, tabs and what is missing; a fixed number of queries."""
    lines: list[Line] = more.pop("lines", None) or lines_of(dossier)
    steps = list(dossier.steps.select_related("by"))
    editable = dossier.state in EDITABLE
    lacking: list[Missing] = missing_for_submission(dossier, lines) if editable else []
    documents = list(dossier.documents.select_related("uploaded_by").order_by("-required", "pk"))
    active = [line for line in lines if line.active]
    motion = next((line.motion for line in active if line.motion), None)
    opened, closed = buttons(request.user, dossier, motion)
    open_conditions = sum(len(line.unconfirmed) for line in active)
    if dossier.return_by_date:
        more["days_left"] = (dossier.return_by_date - timezone.localdate()).days
    return {
        "dossier": dossier,
        "tab": tab,
        "lines": lines,
        "active": active,
        "steps": steps,
        "path": path_of(dossier, steps),
        "words": WORDS[Dossier.State(dossier.state)],
        "state_word": words_for(request.user, dossier),
        "opened": opened,
        "closed": closed,
        "lacking": lacking,
        "documents": documents,
        "documents_asked": sum(1 for d in documents if d.required),
        "documents_held": sum(1 for d in documents if d.required and d.file),
        "conditions_open": open_conditions,
        "may_edit": may_edit(request.user, dossier),
        "may_complete": may_complete(request.user, dossier),
        "provisional": any(line.provisional for line in active),
        "motion": motion,
        **more,
    }
