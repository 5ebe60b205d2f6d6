"""One table as a page, and finding it; what the views of tables share."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from thidua.kit.errors import NotAllowed
from thidua.movements.numbers import number_text
from thidua.organisations.models import Body
from thidua.organisations.scopes import scope_of
from thidua.scoring.arithmetic import leaves
from thidua.scoring.forms.sheets import FileForm
from thidua.scoring.forms.tables import IssueForm
from thidua.scoring.models import ScoreTable
from thidua.scoring.permissions import (
    may_issue,
    may_write_tables,
)
from thidua.scoring.queries.tables import (
    WHOLE,
    is_locked,
    problems_of,
    rules_of,
    tables_for,
    trees_of,
    units_scored,
)
from thidua.scoring.states import TABLE_TONES
from thidua.scoring.views.common import events_of


def table_page(
    request: HttpRequest,
    table: ScoreTable,
    *,
    issue_form: IssueForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = request.user
    rows = list(table.criteria.all())
    bands = list(table.bands.all())
    trees = trees_of(rows)
    locked = is_locked(table.department, table.year)
    writes = may_write_tables(user, department=table.department) and not locked
    draft = table.state == ScoreTable.State.DRAFT
    depth: dict[int, int] = {}
    for row in rows:
        depth[row.pk] = depth.get(row.parent_id or 0, -1) + 1
    issued = table.state == ScoreTable.State.ISSUED
    context = {
        "table": table,
        "tone": TABLE_TONES[ScoreTable.State(table.state)],
        "rows": [(row, depth[row.pk], _texts(row)) for row in rows],
        "leaves": sum(1 for _ in leaves(trees)),
        "bands": [
            (
                one,
                number_text(one.at_least),
                number_text(one.below),
                number_text(one.section_percent),
            )
            for one in bands
        ],
        "ties": [rule.words for rule in rules_of(table)],
        "problems": problems_of(table, rows, bands) if draft else [],
        "total": number_text(table.total),
        "reason_from": number_text(table.reason_from),
        "locked": locked,
        "writes": writes and draft,
        "may_issue": draft and not locked and may_issue(user, department=table.department),
        "may_version": writes and issued and not hasattr(table, "replaced_by"),
        "may_copy": writes and not draft,
        "next_year": table.year + 1,
        "units": units_scored(table) if writes and issued else Body.objects.none(),
        "sheet_count": table.sheets.count(),
        "issue_form": issue_form or IssueForm(),
        "file_form": FileForm(),
        "events": events_of(table, user) if scope_of(user).has(*WHOLE) else [],
    }
    return render(request, "scoring/table.html", context, status=status)


def _texts(row: Any) -> dict[str, str]:
    steps = "; ".join(
        f"từ {one['at_least']}: {one['points']}".replace(".", ",") for one in row.steps
    )
    each = f"{number_text(row.per)} điểm mỗi {row.unit or 'lần'}"
    rule = {
        "chi_tieu": steps or (
            f"trừ {number_text(row.per)} mỗi % thiếu" if row.per else "theo tỷ lệ thực hiện"
        ),
        "thoi_han": f"trừ {number_text(row.per)} điểm mỗi {row.unit or 'ngày'} chậm",
        "so_khen_thuong": f"{number_text(row.per)} điểm mỗi {row.unit or 'lượt'}",
        "diem_thuong": f"cộng {each}" if row.per else "",
        "diem_tru": f"trừ {each}" if row.per else "",
    }  # fmt: skip
    return {
        "maximum": number_text(row.maximum),
        "floor": number_text(row.floor),
        "cap": number_text(row.cap),
        "rule": rule.get(row.kind, ""),
    }


def revision_of(request: HttpRequest) -> int | None:
    text = request.POST.get("revision", "")
    return int(text) if text.isdigit() and len(text) < 10 else None


def found_table(request: HttpRequest, pk: int) -> ScoreTable:
    rows: QuerySet[ScoreTable] = tables_for(request.user).select_related(
        "department", "replaces", "replaced_by"
    )
    return get_object_or_404(rows, pk=pk)


def own_department(request: HttpRequest) -> Body:
    mine = scope_of(request.user).department
    if mine is None:
        raise NotAllowed("Tài khoản chưa được giao việc ở cơ quan nào.")
    return mine
