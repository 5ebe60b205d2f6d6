"""What writes clusters and blocks: the list, members, duties, programme, elections, hand-over."""

from thidua.organisations.actions.clusters.duties import drop_duty, give_duty
from thidua.organisations.actions.clusters.electing import (
    record_election,
    settle_tie,
    take_back_election,
)
from thidua.organisations.actions.clusters.handing_over import (
    HandoverWords,
    confirm_handover,
    handover_digest,
    save_handover,
)
from thidua.organisations.actions.clusters.keeping import (
    add_regulation,
    end_cluster,
    remove_regulation,
    reopen_cluster,
    save_cluster,
)
from thidua.organisations.actions.clusters.members import (
    carry_over,
    close_year,
    join_cluster,
    leave_cluster,
    reopen_year,
    set_members,
)
from thidua.organisations.actions.clusters.programme import (
    mark_done,
    remove_activity,
    save_activity,
)

__all__ = [
    "HandoverWords",
    "add_regulation",
    "carry_over",
    "close_year",
    "confirm_handover",
    "drop_duty",
    "end_cluster",
    "give_duty",
    "handover_digest",
    "join_cluster",
    "leave_cluster",
    "mark_done",
    "record_election",
    "remove_activity",
    "remove_regulation",
    "reopen_cluster",
    "reopen_year",
    "save_activity",
    "save_cluster",
    "save_handover",
    "set_members",
    "settle_tie",
    "take_back_election",
]
