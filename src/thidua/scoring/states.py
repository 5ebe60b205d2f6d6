"""States and transitions of a table and of a sheet, as tables."""

from __future__ import annotations

from dataclasses import dataclass

from thidua.organisations.scopes import Role
from thidua.scoring.models import ScoreTable, Sheet

T, S = ScoreTable.State, Sheet.State
UNIT = "unit"  # whoever scores for the unit itself


@dataclass(frozen=True, slots=True)
class Transition:
    """One step of a sheet: from where, to where, who takes it, what it needs, and the log."""

    name: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    verb: str
    to_do: str
    needs: str
    log: str


TRANSITIONS = (
    Transition(
        "submit", (S.SELF, S.RETURNED), S.SUBMITTED, (UNIT,), "Nộp phiếu", "nộp phiếu tự chấm",
        "mọi dòng đã chấm, đủ minh chứng", "Nộp phiếu tự chấm của {unit}",
    ),
    Transition(
        "send_back", (S.SUBMITTED,), S.RETURNED, (Role.OFFICER,), "Trả lại giải trình",
        "trả lại phiếu", "nội dung đề nghị giải trình", "Trả lại phiếu của {unit} để giải trình",
    ),
    Transition(
        "close_check", (S.SUBMITTED,), S.CHECKED, (Role.OFFICER,), "Chốt điểm thẩm định",
        "chốt điểm thẩm định", "mọi dòng đã thẩm định, có lý do ở dòng lệch",
        "Chốt điểm thẩm định phiếu của {unit}",
    ),
    Transition(
        "reopen_check", (S.CHECKED, S.CROSSED), S.SUBMITTED, (Role.OFFICER,), "Mở lại thẩm định",
        "mở lại thẩm định", "lý do", "Mở lại thẩm định phiếu của {unit}",
    ),
    Transition(
        "close_cross", (S.CHECKED,), S.CROSSED, ("head",), "Chốt điểm chấm chéo",
        "chốt điểm chấm chéo", "các đơn vị trong cụm đã chấm, hoặc cụm trưởng quyết định",
        "Chốt điểm chấm chéo phiếu của {unit}",
    ),
    Transition(
        "settle", (S.CHECKED, S.CROSSED), S.FINAL, (Role.SECRETARY, Role.DIRECTOR), "Chốt điểm",
        "chốt điểm của Hội đồng", "văn bản chốt điểm; không còn kiến nghị chưa trả lời",
        "Chốt điểm của Hội đồng cho {unit}",
    ),
    Transition(
        "unsettle", (S.FINAL,), S.CHECKED, (Role.SECRETARY, Role.DIRECTOR), "Mở lại điểm đã chốt",
        "mở lại điểm đã chốt", "lý do", "Mở lại điểm đã chốt của {unit}",
    ),
)  # fmt: skip
BY_NAME = {transition.name: transition for transition in TRANSITIONS}
TONES = {
    S.SELF: "", S.SUBMITTED: "info", S.RETURNED: "warn", S.CHECKED: "judge", S.CROSSED: "judge",
    S.FINAL: "ok",
}  # fmt: skip
TABLE_TONES = {T.DRAFT: "", T.ISSUED: "ok", T.REPLACED: ""}
