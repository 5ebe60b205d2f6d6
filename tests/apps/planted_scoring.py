"""The planted score tables, a sheet, its proof and appeal, full of secrets; their addresses."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile


def plant_scoring(world: SimpleNamespace, block: Any, *, title: str, reason: str, file: str) -> Any:
    """A draft, a table in force and one checked sheet of a unit that `users.head` does not head."""
    from thidua.scoring import actions
    from thidua.scoring.actions import CriterionRow
    from thidua.scoring.models import Appeal, Ranking

    officer, unit = world.users.officer, world.units[0]
    head = {
        "name": title, "year": 2026, "units": "moi_don_vi", "total": Decimal(100),
        "reason_from": Decimal(1), "peer_method": "trung_binh",
    }  # fmt: skip
    rows = [CriterionRow("1", reason, maximum=Decimal(100), unit=title[:40], evidence=True)]
    draft = actions.draft_table(department=world.department, head=head, by=officer)
    actions.set_criteria(table=draft, rows=rows, by=officer)
    table = actions.draft_table(department=world.department, head=head, by=officer)
    actions.set_criteria(table=table, rows=rows, by=officer)
    table = actions.issue_table(
        table=table, number="4711/QĐ", issued_on=dt.date(2026, 1, 2), by=officer
    )
    [sheet] = actions.open_sheets(table=table, units=[unit], by=officer)
    line = sheet.lines.get()
    actions.save_self(line=line, version=0, value=Decimal(90), note=reason, by=officer)
    proof = actions.add_proof(
        line=line, reference=reason, file=SimpleUploadedFile(file, b"%PDF-1.7\n"), by=officer
    )
    actions.submit_sheet(sheet=sheet, explanation=reason, by=officer)
    actions.save_check(line=line, version=1, points=Decimal(80), reason=reason, by=officer)
    actions.close_check(sheet=sheet, by=officer)
    appeal = Appeal.objects.create(line=line, reason=reason, before=Decimal(80))
    lock = actions.lock_year(
        department=world.department, year=2020, reason=reason, by=world.users.director
    )
    ranking = Ranking.objects.create(
        cluster=block, table=table, year=2026, paper=title, flag=unit, flag_reason=reason
    )
    return SimpleNamespace(
        draft=draft, table=table, sheet=sheet, line=line, proof=proof, appeal=appeal, lock=lock,
        ranking=ranking, block=block, row=draft.criteria.get(), peer=world.units[2],
    )  # fmt: skip


def scoring_places(ground: SimpleNamespace) -> dict[str, dict[str, Any]]:
    """Arguments of the addresses of scoring."""
    here = ground.scoring
    sheet, line, draft = {"pk": here.sheet.pk}, {"pk": here.line.pk}, {"pk": here.draft.pk}
    row = {**draft, "row": here.row.pk}
    seat = {**sheet, "peer": here.peer.pk}
    board = {"pk": here.block.pk, "year": 2026}
    of_sheet = (
        "sheet", "export_sheet", "import_sheet", "rescore", "submit", "send_back", "agree",
        "close_check", "reopen", "close_cross", "settle", "unsettle", "refresh",
    )  # fmt: skip
    of_draft = ("edit_table", "issue", "import_table", "bands", "add_criterion")
    of_table = ("table", "next_version", "copy", "open_sheets", "export_table")
    return {
        **{f"scoring:{name}": sheet for name in of_sheet},
        **{f"scoring:{name}": line for name in ("line", "save_line", "add_proof", "appeal")},
        **{f"scoring:{name}": draft for name in of_draft},
        **{f"scoring:{name}": {"pk": here.table.pk} for name in of_table},
        **{f"scoring:{name}_criterion": row for name in ("edit", "remove", "move")},
        **{f"scoring:{name}": {"pk": here.proof.pk} for name in ("proof", "remove_proof")},
        "scoring:answer": {"pk": here.appeal.pk},
        "scoring:unlock_year": {"pk": here.lock.pk},
        "scoring:cross": seat,
        "scoring:hand_in": seat,
        "scoring:save_peer": {**seat, "criterion": here.line.criterion_id},
        **{f"scoring:{name}": board for name in ("board", "export_board", "conclude")},
        "scoring:withdraw_ranking": {"pk": here.ranking.pk},
        "api:score_sheet": sheet,
        "api:score_table": {"pk": here.table.pk},
        "api:save_score": line,
        "api:cluster_ranking": board,
    }
