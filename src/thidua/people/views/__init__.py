"""Pages of persons: looking, and keeping by hand."""

from thidua.people.views.corrections import (
    ask_fact,
    ask_field,
    ask_words,
    correction,
    corrections,
    evidence,
    export_corrections,
    mine,
    withdraw,
)
from thidua.people.views.facts import add_fact, change_fact, conclude, remove_fact
from thidua.people.views.keeping import add, edit
from thidua.people.views.leaving import change_departure, come_back, depart, remove_departure
from thidua.people.views.merging import (
    apart,
    compare_again,
    duplicates,
    export_apart,
    export_duplicates,
    export_merges,
    merge,
    merge_detail,
    merges,
    tell_apart,
)
from thidua.people.views.pages import detail, export, identity, index
from thidua.people.views.ratings import export_ratings, ratings

__all__ = [
    "add",
    "add_fact",
    "apart",
    "ask_fact",
    "ask_field",
    "ask_words",
    "change_departure",
    "change_fact",
    "come_back",
    "compare_again",
    "conclude",
    "correction",
    "corrections",
    "depart",
    "detail",
    "duplicates",
    "edit",
    "evidence",
    "export",
    "export_apart",
    "export_corrections",
    "export_duplicates",
    "export_merges",
    "export_ratings",
    "identity",
    "index",
    "merge",
    "merge_detail",
    "merges",
    "mine",
    "ratings",
    "remove_departure",
    "remove_fact",
    "tell_apart",
    "withdraw",
]
