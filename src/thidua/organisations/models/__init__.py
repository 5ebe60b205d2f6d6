"""Tables of organisations: bodies through time; clusters and blocks of emulation."""

from thidua.organisations.models.bodies import (
    NOT_UNITS,
    Body,
    BodyEvent,
    BodyName,
    CollectiveYear,
    EventPart,
    HistoryRecognition,
    Placement,
)
from thidua.organisations.models.clusters import (
    Cluster,
    ClusterActivity,
    ClusterMember,
    ClusterRegulation,
    ClusterYear,
)
from thidua.organisations.models.handing_over import (
    ClusterElection,
    ClusterHandover,
    ElectionCandidate,
)

__all__ = [
    "NOT_UNITS",
    "Body",
    "BodyEvent",
    "BodyName",
    "Cluster",
    "ClusterActivity",
    "ClusterElection",
    "ClusterHandover",
    "ClusterMember",
    "ClusterRegulation",
    "ClusterYear",
    "CollectiveYear",
    "ElectionCandidate",
    "EventPart",
    "HistoryRecognition",
    "Placement",
]
