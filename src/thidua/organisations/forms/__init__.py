"""Forms of units: keeping them, reorganising them, deciding what history counts."""

from thidua.organisations.forms.reorganising import (
    AbsorbForm,
    CloseForm,
    CorrectNameForm,
    DivideForm,
    EventForm,
    FunctionForm,
    JoinForm,
    KindForm,
    MoveForm,
    RecogniseForm,
    RenameForm,
    SeparateForm,
    WithdrawForm,
)
from thidua.organisations.forms.units import MEASURES, RATINGS, UNIT_KINDS, UnitForm, YearForm

__all__ = [
    "MEASURES",
    "RATINGS",
    "UNIT_KINDS",
    "AbsorbForm",
    "CloseForm",
    "CorrectNameForm",
    "DivideForm",
    "EventForm",
    "FunctionForm",
    "JoinForm",
    "KindForm",
    "MoveForm",
    "RecogniseForm",
    "RenameForm",
    "SeparateForm",
    "UnitForm",
    "WithdrawForm",
    "YearForm",
]
