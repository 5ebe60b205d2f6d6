"""Everything that writes in councils; each action checks who, refuses in words, is logged."""

from thidua.councils.actions.agenda import (
    NewMotion,
    add_motion,
    add_motions,
    order_motions,
    remove_motion,
)
from thidua.councils.actions.attendance import reply_to_invitation, set_attendance
from thidua.councils.actions.base import NO_SHEETS
from thidua.councils.actions.boxes import (
    announce_closing,
    close_ballot,
    open_ballot,
    vote_again,
)
from thidua.councils.actions.councils import (
    create_council,
    edit_council,
    end_council,
    set_criteria,
)
from thidua.councils.actions.hands import Hands, count_hands
from thidua.councils.actions.paper import give_paper_back, read_paper, take_paper
from thidua.councils.actions.papers import add_paper, remove_paper
from thidua.councils.actions.passes import give_pass
from thidua.councils.actions.records import (
    send_record,
    sign_record,
    take_back_record,
    write_record,
)
from thidua.councils.actions.recusals import recuse, take_back_recusal
from thidua.councils.actions.release import release_results
from thidua.councils.actions.renewal import Seat, renew_council
from thidua.councils.actions.seats import add_member, end_member
from thidua.councils.actions.sittings import (
    conclude,
    convene,
    create_sitting,
    edit_sitting,
    remove_sitting,
    set_programme,
)
from thidua.councils.actions.voting import SENT_AGAIN, cast, new_receipt

__all__ = [
    "NO_SHEETS",
    "SENT_AGAIN",
    "Hands",
    "NewMotion",
    "Seat",
    "add_member",
    "add_motion",
    "add_motions",
    "add_paper",
    "announce_closing",
    "cast",
    "close_ballot",
    "conclude",
    "convene",
    "count_hands",
    "create_council",
    "create_sitting",
    "edit_council",
    "edit_sitting",
    "end_council",
    "end_member",
    "give_paper_back",
    "give_pass",
    "new_receipt",
    "open_ballot",
    "order_motions",
    "read_paper",
    "recuse",
    "release_results",
    "remove_motion",
    "remove_paper",
    "remove_sitting",
    "renew_council",
    "reply_to_invitation",
    "send_record",
    "set_attendance",
    "set_criteria",
    "set_programme",
    "sign_record",
    "take_back_record",
    "take_back_recusal",
    "take_paper",
    "vote_again",
    "write_record",
]
