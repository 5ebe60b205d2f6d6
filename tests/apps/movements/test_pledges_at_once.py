"""Two people at the same moment: no signature is lost, no member or head is there twice."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from tests.apps.movements.test_pledges import sent, sides
from tests.apps.organisations.clustered import block, filled
from tests.apps.test_at_once import at_once, sentences

from thidua.audit.queries import verify
from thidua.movements import actions
from thidua.movements.models import Pledge, PledgeSide
from thidua.organisations.actions import clusters
from thidua.organisations.models import Cluster, ClusterMember

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(side: PledgeSide) -> PledgeSide:
    return PledgeSide.objects.select_related("version__pledge", "body").get(pk=side.pk)


def test_sides_sign_at_the_same_moment(world: SimpleNamespace) -> None:
    pledge = sent(world)

    def sign(side: PledgeSide) -> Any:
        now = fresh(side)
        return actions.sign_pledge(side=now, digest=now.version.digest, by=None)

    first, second, third = sides(pledge)
    came = at_once(lambda: sign(first), lambda: sign(second), lambda: sign(third))
    assert sentences(came) == []
    pledge.refresh_from_db()
    assert pledge.state == Pledge.State.SIGNED
    assert verify().broken_at is None


def test_a_side_signs_while_the_text_is_changed(world: SimpleNamespace) -> None:
    pledge = sent(world)
    side = sides(pledge)[0]

    def sign() -> Any:
        now = fresh(side)
        return actions.sign_pledge(side=now, digest=side.version.digest, by=None)

    def revise() -> Any:
        return actions.revise_pledge(
            pledge=Pledge.objects.get(pk=pledge.pk), reason="Sửa", by=world.users.head
        )

    came = at_once(sign, revise)
    assert len(sentences(came)) <= 1
    # Whichever was first: the first version is as it was signed, the second has no signature.
    assert pledge.versions.get(number=2).sides.exclude(answer="").count() == 0


def test_a_body_comes_into_one_of_two_clusters(world: SimpleNamespace) -> None:
    one, other = block(world, "Khối A"), block(world, "Khối B")
    bodies = list(world.units[:2])

    def put(cluster: Cluster) -> Any:
        return clusters.set_members(cluster=cluster, year=2026, bodies=bodies, by=None)

    at_once(lambda: put(one), lambda: put(other))
    assert ClusterMember.objects.filter(year=2026, to_date=None).count() == 2


def test_a_cluster_gets_one_head(world: SimpleNamespace) -> None:
    cluster = filled(world, head=None)

    def lead(number: int) -> Any:
        return clusters.give_duty(
            cluster=cluster, year=2026, body=world.units[number], duty="truong",
            way="luan_phien", by=None,
        )  # fmt: skip

    at_once(lambda: lead(0), lambda: lead(1), lambda: lead(2))
    heads = ClusterMember.objects.filter(cluster_year__cluster=cluster, duty="truong")
    assert heads.count() == 1
