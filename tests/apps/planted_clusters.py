"""The planted block of units and pledges, full of secrets, and where its addresses lead."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile


def plant_clusters(world: SimpleNamespace, *, title: str, reason: str, file: str) -> Any:
    """A block without the unit of `users.head`: headed by one unit, handed to another."""
    from thidua.movements import actions as movements
    from thidua.movements.actions import SideRow, TargetRow
    from thidua.organisations.actions import clusters

    officer, first, second = world.users.officer, world.units[0], world.units[2]
    block = clusters.save_cluster(
        keeper=world.department, kind="khoi", name=title, set_up_by=world.department,
        decision_number="4711/QĐ", decision_date=dt.date(2025, 1, 2), first_year=2025, by=officer,
    )  # fmt: skip
    for year, leading in ((2025, first), (2026, second)):
        clusters.set_members(cluster=block, year=year, bodies=[first, second], by=officer)
        clusters.give_duty(
            cluster=block, year=year, body=leading, duty="truong", way="luan_phien", by=officer
        )
    rules = clusters.add_regulation(
        cluster=block, number="4711/QC", issued_on=dt.date(2025, 2, 2), text=reason,
        upload=SimpleUploadedFile(file, b"%PDF-1.7\n"), by=officer,
    )  # fmt: skip
    activity = clusters.save_activity(
        cluster=block, year=2025, planned_on=dt.date(2025, 3, 3), text=reason, place=title,
        by=officer,
    )  # fmt: skip
    election = clusters.record_election(
        cluster=block, year=2025, office="pho", held_on=dt.date(2025, 1, 10), voters=2,
        votes=[(first, 1), (second, 1)], note_text=reason, by=officer,
    )  # fmt: skip
    words = dict.fromkeys(
        ("place", "giver_person", "giver_post", "receiver_person", "receiver_post", "papers"),
        reason,
    )
    clusters.save_handover(
        cluster=block, year=2025, by=officer,
        words=clusters.HandoverWords(held_on=dt.date(2025, 12, 20), **words),
    )  # fmt: skip
    block.refresh_from_db()
    sides = [SideRow(body, reason, title) for body in (world.department, first, second)]
    given = {
        "body": world.department, "year": 2026, "content": reason,
        "targets": [TargetRow(title, responsible=reason)], "sides": sides, "by": officer,
    }  # fmt: skip
    draft = movements.draft_pledge(title=f"Dự thảo {title}", **given)
    pledge = movements.draft_pledge(title=title, **given)
    version = movements.send_pledge(pledge=pledge, by=officer)
    witness = movements.record_witness(
        pledge=pledge, name=reason, post=title, occasion=reason, place=reason,
        held_on=dt.date(2026, 1, 15), by=officer,
    )  # fmt: skip
    return SimpleNamespace(
        block=block, rules=rules, activity=activity, election=election, draft=draft,
        pledge=pledge, witness=witness, side=version.sides.get(body=world.department),
        member=block.years.get(year=2025).members.get(body=second),
        lead=block.years.get(year=2025).members.get(body=first),
    )  # fmt: skip


def cluster_places(ground: SimpleNamespace) -> dict[str, dict[str, Any]]:
    """Arguments of the addresses of clusters and pledges."""
    here = ground.clusters
    one = {"pk": here.block.pk}
    year, next_year = {**one, "year": 2025}, {**one, "year": 2027}
    sent, draft = {"pk": here.pledge.pk}, {"pk": here.draft.pk}
    plain = ("cluster", "edit_cluster", "end_cluster", "reopen_cluster", "export_cluster_members",
             "add_rules")  # fmt: skip
    yearly = ("cluster_members", "join_cluster", "give_duty", "close_year", "reopen_year",
              "add_activity", "elect", "handover", "confirm_handover")  # fmt: skip
    activity = {**one, "activity": here.activity.pk}
    election = {**one, "election": here.election.pk}
    side = {**sent, "side": here.side.pk}
    return {
        **{f"organisations:{name}": one for name in plain},
        **{f"organisations:{name}": year for name in yearly},
        "organisations:carry_over": next_year,
        "organisations:leave_cluster": {**one, "place": here.member.pk},
        "organisations:drop_duty": {**one, "place": here.lead.pk},
        **{f"organisations:{name}": {**one, "rules": here.rules.pk}
           for name in ("rules_file", "remove_rules")},
        **{f"organisations:{name}_activity": activity
           for name in ("edit", "done", "undone", "remove")},
        **{f"organisations:{name}": election for name in ("settle_tie", "take_back_election")},
        **{f"movements:{name}": year for name in ("handover_docx", "handover_pdf")},
        **{f"movements:{name}": sent
           for name in ("pledge", "pledge_docx", "pledge_pdf", "revise_pledge", "withdraw_pledge",
                        "witness_pledge")},
        **{f"movements:{name}": draft
           for name in ("edit_pledge", "send_pledge", "discard_revision")},
        **{f"movements:{name}": side for name in ("sign_pledge", "refuse_pledge", "on_paper")},
        "api:cluster_year": year,
        "api:pledge": sent,
        "api:sign_pledge": sent,
        "movements:remove_witness": {**sent, "witness": here.witness.pk},
    }  # fmt: skip
