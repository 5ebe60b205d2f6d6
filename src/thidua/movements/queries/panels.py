"""What the page of a cluster shows of its pledges and movements."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from thidua.movements.models import Movement
from thidua.movements.queries.movements import clusters_of_head, movements_for
from thidua.movements.queries.pledges import pledge_listing
from thidua.movements.states import PLEDGE_TONES, TONES
from thidua.organisations.models import Cluster
from thidua.organisations.permissions import may_lead_cluster
from thidua.organisations.queries.clusters import Panel, PanelLine
from thidua.organisations.scopes import Role, scope_of


def pledge_panel(user: Any, cluster: Cluster, year: int) -> Panel:
    """The pledges of the year with how many sides have signed."""
    rows = pledge_listing(user, {}).rows.filter(cluster=cluster, year=year)
    lines = [
        PanelLine(
            one.title,
            reverse("movements:pledge", args=[one.pk]),
            f"{one.signed or 0}/{one.sides} bên đã ký" if one.sides else "chưa gửi ký",
            one.get_state_display(),
            PLEDGE_TONES[one.state],
        )
        for one in rows
    ]
    actions = []
    if may_lead_cluster(user, cluster, year):
        url = f"{reverse('movements:new_pledge')}?cua=cum-{cluster.pk}&nam={year}"
        actions.append((url, "Lập giao ước"))
    return Panel(
        "Giao ước thi đua", lines, f"Chưa có giao ước năm {year}. {cluster.head_title} lập.",
        actions,
    )  # fmt: skip


def movement_panel(user: Any, cluster: Cluster, year: int) -> Panel:
    """The movements of the cluster that begin or run in the year."""
    rows = movements_for(user).filter(cluster=cluster, starts__year__lte=year, ends__year__gte=year)
    lines = [
        PanelLine(
            one.name,
            reverse("movements:movement", args=[one.pk]),
            f"{one.department.name} lập",
            one.get_state_display(),
            TONES[Movement.State(one.state)],
        )
        for one in rows.select_related("department")
    ]
    actions = []
    mine = scope_of(user).department
    if (
        mine is not None
        and scope_of(user).has(Role.OFFICER)
        and clusters_of_head(mine).filter(pk=cluster.pk).exists()
    ):
        actions.append((f"{reverse('movements:new_movement')}?cum={cluster.pk}", "Lập phong trào"))
    return Panel("Phong trào thi đua", lines, f"Chưa có phong trào năm {year}.", actions)
