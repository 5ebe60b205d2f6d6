"""The minutes of a cluster's hand-over as a paper (the cluster lies below the papers)."""

from __future__ import annotations

from django.utils import timezone

from thidua.documents.papers import Letterhead
from thidua.documents.pledge import HandoverPaper
from thidua.organisations.models import ClusterHandover


def handover_paper(handover: ClusterHandover) -> HandoverPaper:
    """What `bien-ban-ban-giao` prints; a draft until both sides have confirmed."""
    held = handover.cluster_year
    cluster = held.cluster
    sides = (
        ("Bên giao", handover.given_at, handover.given_by),
        ("Bên nhận", handover.received_at, handover.received_by),
    )
    confirmed = tuple(
        f"{label}: {who.full_name if who else 'Hệ thống'} xác nhận trong chương trình lúc "
        f"{timezone.localtime(at):%H:%M} ngày {timezone.localtime(at):%d/%m/%Y}."
        for label, at, who in sides
        if at is not None
    )
    return HandoverPaper(
        head=Letterhead(
            body=cluster.name,
            parent=cluster.set_up_by.name,
            symbol=f"BB-{cluster.keeper.symbol}" if cluster.keeper.symbol else "BB",
            place=cluster.keeper.place or cluster.keeper.name,
            signed_on=handover.held_on,
        ),
        subject=f"Bàn giao nhiệm vụ {cluster.head_title} năm {held.year}",
        when=f"ngày {handover.held_on:%d/%m/%Y}, tại {handover.place}",
        giver=f"{handover.giver.name}, đại diện: {handover.giver_person}, {handover.giver_post}",
        receiver=f"{handover.receiver.name}, đại diện: {handover.receiver_person}, "
        f"{handover.receiver_post}",
        giver_person=handover.giver_person,
        receiver_person=handover.receiver_person,
        papers=tuple(handover.papers.splitlines()),
        unfinished=tuple(handover.unfinished.splitlines()),
        confirmed=confirmed,
        digest=handover.digest if confirmed else "",
        final=handover.is_confirmed,
    )
