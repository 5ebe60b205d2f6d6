"""Clusters and blocks: who is in one in a year, who heads it, whose turn it is, the list."""

from thidua.organisations.queries.clusters.listing import (
    CLUSTER_SORTS,
    ClusterListing,
    cluster_listing,
)
from thidua.organisations.queries.clusters.panels import (
    Panel,
    PanelLine,
    panels_for,
    show_on_clusters,
)
from thidua.organisations.queries.clusters.places import (
    above_of,
    acting_keys,
    acts_for,
    bodies_for,
    cluster_years_of,
    clusters_for,
    clusters_led_by,
    clusters_of,
    deputies,
    head,
    members,
    open_year,
    signs_for,
    year_of,
)
from thidua.organisations.queries.clusters.turns import (
    Turn,
    current_rules,
    heads_through_time,
    next_in_turn,
)

__all__ = [
    "CLUSTER_SORTS",
    "ClusterListing",
    "Panel",
    "PanelLine",
    "Turn",
    "above_of",
    "acting_keys",
    "acts_for",
    "bodies_for",
    "cluster_listing",
    "cluster_years_of",
    "clusters_for",
    "clusters_led_by",
    "clusters_of",
    "current_rules",
    "deputies",
    "head",
    "heads_through_time",
    "members",
    "next_in_turn",
    "open_year",
    "panels_for",
    "show_on_clusters",
    "signs_for",
    "year_of",
]
