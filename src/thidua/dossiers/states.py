"""The way of a dossier as a table: from, to, who, needs, ground (Luật 06/2022 Điều 84).

A unit's dossier is submitted by its head and appraised by the officer; the department's own
dossier is submitted by the officer and appraised by the council's secretary or the director, so
that nobody appraises what they wrote. `diagram()` draws this table for docs/reference.
"""

from __future__ import annotations

from dataclasses import dataclass

from thidua.dossiers.models import Dossier

PROGRAM = "program"
OFFICER, HEAD = "officer", "head_of_unit"
SECRETARY, DIRECTOR = "secretary", "director"
ROLES = (OFFICER, HEAD, "council_member", SECRETARY, DIRECTOR, "administrator")

_S = Dossier.State


@dataclass(frozen=True)
class Words:
    """A state as the officer, the proposer and an onlooker read it."""

    officer: str
    proposer: str
    onlooker: str
    tone: str = ""
    icon: str = "clock"


@dataclass(frozen=True)
class Transition:
    """One step; `unit` and `department` say who may take it for the two kinds of dossiers."""

    verb: str
    button: str
    sources: tuple[str, ...]
    target: str
    unit: frozenset[str]
    department: frozenset[str]
    needs: str
    citation: str
    log: str

    def who(self, *, own: bool) -> frozenset[str]:
        """Roles that may take the step; `own` for the department's own dossier."""
        return self.department if own else self.unit


WORDS = {
    _S.DRAFT: Words("Nháp", "Nháp", "Đang chuẩn bị", "", "pen"),
    _S.SUBMITTED: Words("Đang thẩm định", "Đã trình, chờ thẩm định", "Đang xem xét", "info"),
    _S.RETURNED: Words(
        "Trả lại bổ sung", "Cần bổ sung theo ý kiến thẩm định", "Đang bổ sung", "warn", "back"
    ),
    _S.ACCEPTED: Words("Chờ họp", "Đã thẩm định, chờ họp Hội đồng", "Chờ họp", "info", "calendar"),
    _S.AT_COUNCIL: Words(
        "Đang lấy ý kiến", "Hội đồng đang xem xét", "Đang xem xét", "warn", "ballot"
    ),
    _S.VOTED: Words(
        "Chờ ký", "Hội đồng đã thông qua, chờ quyết định", "Chờ quyết định", "ok", "seal"
    ),
    _S.DECIDED: Words("Đã quyết định", "Đã có quyết định", "Đã quyết định", "ok", "check"),
    _S.NOT_PASSED: Words("Không đạt", "Hội đồng không thông qua", "Đã kết thúc", "", "minus"),
    _S.CANCELLED: Words("Đã hủy bỏ", "Đã hủy bỏ", "Đã kết thúc", "", "x"),
}

_LAW = "Luật 06/2022/QH15 Điều 84"
_COUNCIL = "Luật 06/2022/QH15 Điều 90; quy chế hoạt động của Hội đồng"
_NOBODY = frozenset({PROGRAM})
_CALLERS = frozenset({OFFICER, SECRETARY})

TRANSITIONS = (
    Transition(
        "submit",
        "Trình hồ sơ",
        (_S.DRAFT, _S.RETURNED),
        _S.SUBMITTED,
        frozenset({HEAD}),
        frozenset({OFFICER}),
        "mọi người được đề nghị đủ điều kiện, điều kiện đã xác nhận, đủ giấy tờ, trong chỉ tiêu",
        _LAW,
        "Đã trình hồ sơ",
    ),
    Transition(
        "return",
        "Trả lại bổ sung",
        (_S.SUBMITTED, _S.ACCEPTED),
        _S.RETURNED,
        frozenset({OFFICER}),
        frozenset({SECRETARY, DIRECTOR}),
        "nội dung cần bổ sung và hạn bổ sung",
        _LAW,
        "Đã trả lại bổ sung",
    ),
    Transition(
        "accept",
        "Thẩm định xong",
        (_S.SUBMITTED,),
        _S.ACCEPTED,
        frozenset({OFFICER}),
        frozenset({SECRETARY, DIRECTOR}),
        "người thẩm định không phải người trình",
        _LAW,
        "Đã thẩm định, chờ họp Hội đồng",
    ),
    Transition(
        "put",
        "Trình hội đồng",
        (_S.ACCEPTED,),
        _S.AT_COUNCIL,
        _CALLERS,
        _CALLERS,
        "một phiên họp chưa mở bỏ phiếu",
        _COUNCIL,
        "Đã trình hội đồng",
    ),
    Transition(
        "take_back",
        "Rút khỏi phiên họp",
        (_S.AT_COUNCIL,),
        _S.ACCEPTED,
        _CALLERS,
        _CALLERS,
        "phiên họp chưa mở bỏ phiếu",
        _COUNCIL,
        "Đã rút khỏi phiên họp",
    ),
    Transition(
        "passed",
        "",
        (_S.AT_COUNCIL,),
        _S.VOTED,
        _NOBODY,
        _NOBODY,
        "Hội đồng đã biểu quyết mọi đề nghị, có đề nghị được thông qua",
        _COUNCIL,
        "Hội đồng đã biểu quyết",
    ),
    Transition(
        "failed",
        "",
        (_S.AT_COUNCIL,),
        _S.NOT_PASSED,
        _NOBODY,
        _NOBODY,
        "Hội đồng đã biểu quyết, không đề nghị nào đạt tỷ lệ phiếu",
        _COUNCIL,
        "Không đề nghị nào đạt tỷ lệ phiếu",
    ),
    Transition(
        "undecided",
        "",
        (_S.AT_COUNCIL,),
        _S.ACCEPTED,
        _NOBODY,
        _NOBODY,
        "còn đề nghị chưa kết luận được vì chưa có ngưỡng phiếu",
        _COUNCIL,
        "Hội đồng chưa kết luận được hết",
    ),
    Transition(
        "decide",
        "",
        (_S.VOTED,),
        _S.DECIDED,
        _NOBODY,
        _NOBODY,
        "mọi đề nghị được thông qua đã có quyết định hoặc đã trình cấp trên",
        _LAW,
        "Đã có quyết định",
    ),
    Transition(
        "cancel",
        "Hủy hồ sơ",
        (_S.DRAFT, _S.RETURNED),
        _S.CANCELLED,
        frozenset({HEAD}),
        frozenset({OFFICER}),
        "lý do hủy",
        _LAW,
        "Đã hủy hồ sơ",
    ),
)

BY_VERB = {t.verb: t for t in TRANSITIONS}

# Nominees, confirmations and documents may change here, by those who may submit.
EDITABLE = frozenset({_S.DRAFT, _S.RETURNED})
# The appraiser may still add a document or confirm a condition here.
APPRAISED = frozenset({_S.SUBMITTED, _S.ACCEPTED})
# A proposal in one of these no longer stands in the way of another.
ENDED = frozenset({_S.CANCELLED, _S.NOT_PASSED})

# Papers that the council's own sitting makes: shown, and asked for only after the vote.
AFTER_VOTE = frozenset({"bien_ban_xet_khen_thuong"})

# The fixed path that the step tracker draws: title, state that it ends in.
PATH = (
    ("Lập hồ sơ", _S.DRAFT),
    ("Trình hồ sơ", _S.SUBMITTED),
    ("Thẩm định", _S.ACCEPTED),
    ("Họp hội đồng", _S.VOTED),
    ("Quyết định", _S.DECIDED),
)

ROLE_WORDS = {
    OFFICER: "chuyên viên",
    HEAD: "trưởng đơn vị đề nghị",
    SECRETARY: "thư ký Hội đồng",
    DIRECTOR: "Giám đốc",
    PROGRAM: "hệ thống, khi điều kiện đủ",
}


def answer(verb: str, state: str, roles: frozenset[str], *, own: bool) -> str:
    """Empty when one of `roles` may take the step from `state`; otherwise says why not.

    State and role are both answered; being head of *this* unit is checked in `permissions`.
    """
    step = BY_VERB[verb]
    name = (step.button or step.log).lower()
    if not roles & step.who(own=own):
        who = " hoặc ".join(ROLE_WORDS[r] for r in ROLE_WORDS if r in step.who(own=own))
        kind = "của cơ quan" if own else "của đơn vị"
        return f"Với hồ sơ {kind}, chỉ {who} mới {name} được."
    if state not in step.sources:
        wanted = " hoặc ".join(f"“{WORDS[_S(s)].officer}”" for s in step.sources)
        return (
            f"Hồ sơ đang ở trạng thái “{WORDS[_S(state)].officer}”; chỉ {name} được khi {wanted}."
        )
    return ""


def diagram() -> str:
    """docs/reference/dossier-states.md as Markdown with a Mermaid drawing."""
    lines = [
        "# States of a dossier",
        "",
        "Written from `src/thidua/dossiers/states.py`; a test keeps the two in step. To renew:",
        '`uv run django-admin shell -c "from thidua.dossiers.states import diagram; '
        "open('docs/reference/dossier-states.md', 'w').write(diagram())\"`",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> draft: Lập hồ sơ",
    ]
    for step in TRANSITIONS:
        lines += [f"    {s} --> {step.target}: {step.button or step.log}" for s in step.sources]
    lines += [f"    {s} --> [*]" for s in (_S.DECIDED, _S.NOT_PASSED, _S.CANCELLED)]
    lines += ["```", "", "## Words", ""]
    lines += ["| state | officer | proposer | onlooker |", "| --- | --- | --- | --- |"]
    lines += [f"| `{s}` | {w.officer} | {w.proposer} | {w.onlooker} |" for s, w in WORDS.items()]
    lines += ["", "## Steps", ""]
    lines += [
        "| step | from | to | unit's dossier | department's own | needs | ground |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for step in TRANSITIONS:
        cells = (
            step.button or f"({step.log})",
            ", ".join(f"`{s}`" for s in step.sources),
            f"`{step.target}`",
            _roles(step.unit),
            _roles(step.department),
            step.needs,
            step.citation,
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _roles(roles: frozenset[str]) -> str:
    return ", ".join(ROLE_WORDS[r] for r in ROLE_WORDS if r in roles)
