"""What a body has chosen inside the law: one slot, its value or the reason why it is unset."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.law.book.model import Instrument, Threshold
from thidua.law.book.rulebook import Rulebook
from thidua.law.errors import QuestionError, Say
from thidua.law.values import Citation


@dataclass(frozen=True, slots=True)
class SlotValue:
    """`status`: set (by the body), default, unset (no choice yet), undeclared (no text asks)."""

    name: str
    value: Any
    unit: str
    status: str
    statement: str
    citation: Citation | None
    confidence: str | None
    instrument: Instrument | None
    statement_en: str = ""

    @property
    def known(self) -> bool:
        return self.value is not None

    def to_dict(self, lang: str = "vi") -> dict[str, Any]:
        value = self.value
        if isinstance(value, Threshold):
            value = {"more_than" if value.strict else "at_least": float(value.share)}
        elif isinstance(value, tuple):
            value = [_shown(item) for item in value]
        elif value is not None and not isinstance(value, bool | int | str):
            value = int(value) if value == int(value) else float(value)
        return {
            "name": self.name,
            "value": value,
            "unit": self.unit,
            "status": self.status,
            "statement": self.statement_en if lang == "en" else self.statement,
            "citation": self.citation.to_dict() if self.citation else None,
            "confidence": self.confidence,
            "instrument": self.instrument.key if self.instrument else None,
        }


def slot(rb: Rulebook, name: str, *, scope: str | None, on: date) -> SlotValue:
    """The slot on a day for a body; `scope` None or a body without a regulation leaves it unset."""
    base, _, award = name.partition(".")
    declared = rb.declaration(base, on)
    if declared is None:
        if f"slot:{base}" not in rb.all_keys("slot:"):
            listed = ", ".join(key.removeprefix("slot:") for key in rb.all_keys("slot:"))
            raise QuestionError(
                Say("không có ô (slot) này.", "there is no such slot."),
                found=name,
                expected=Say(f"một trong: {listed}", f"one of: {listed}"),
            )
        return SlotValue(name, None, "", "undeclared", "", None, None, None)
    if award and declared.awards and award not in declared.awards:
        return SlotValue(
            name, None, declared.unit, "undeclared", declared.statement, None, None, None
        )
    known_scope(rb, scope)
    fill = rb.filled(scope, name, on) if scope else None
    if fill is not None:
        return SlotValue(
            name,
            fill.value,
            declared.unit,
            "set",
            declared.statement,
            fill.citation,
            fill.confidence,
            fill.instrument,
            declared.statement_en,
        )
    status = "unset" if declared.default is None else "default"
    return SlotValue(
        name,
        declared.default,
        declared.unit,
        status,
        declared.statement,
        declared.citation,
        declared.confidence,
        declared.instrument,
        declared.statement_en,
    )


def known_scope(rb: Rulebook, scope: str | None) -> None:
    """Refuses a body that has no folder in the rulebook: a misspelt scope must not unset slots."""
    if scope is not None and scope not in rb.scopes():
        listed = ", ".join(rb.scopes()) or "(chưa có)"
        raise QuestionError(
            Say("bộ quy tắc không có cơ quan này.", "the rulebook has no such body."),
            found=scope,
            expected=Say(f"một trong: {listed}", f"one of: {listed}"),
            todo=Say(
                "sửa mã cơ quan, hoặc thêm thư mục của cơ quan qua THIDUA_RULEBOOK_DIRS",
                "correct the body's code, or add its folder through THIDUA_RULEBOOK_DIRS",
            ),
        )


def _shown(item: Any) -> Any:
    return item.isoformat() if isinstance(item, date) else getattr(item, "id", item)
