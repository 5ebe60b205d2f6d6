"""Input checks of the council pages; what a rule of the work refuses is said by the actions."""

from thidua.councils.forms.council import (
    CouncilForm,
    CriteriaForm,
    EndCouncilForm,
    EndMemberForm,
    MemberForm,
    NewSeatForm,
    RenewalForm,
    SeatForm,
)
from thidua.councils.forms.sitting import (
    PaperForm,
    ProgrammeForm,
    RecusalForm,
    ReplyForm,
    SendRecordForm,
    SittingForm,
    TakeBackForm,
    record_form,
)

__all__ = [
    "CouncilForm",
    "CriteriaForm",
    "EndCouncilForm",
    "EndMemberForm",
    "MemberForm",
    "NewSeatForm",
    "PaperForm",
    "ProgrammeForm",
    "RecusalForm",
    "RenewalForm",
    "ReplyForm",
    "SeatForm",
    "SendRecordForm",
    "SittingForm",
    "TakeBackForm",
    "record_form",
]
