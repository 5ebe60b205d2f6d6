"""Score tables, sheets in every state and a cluster that crosses and ranks, as people would make.

Points are drawn from a fixed seed, so the practice department is the same every time.
"""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any

YEAR = 2026
AFFILIATED = ("trung_tam", "ban", "truong", "chi_cuc", "quy")
SAMPLE_OF_UNITS, SAMPLE_OF_DIVISIONS = "100-diem-dieu-kien", "100-diem-thoi-han"
SAMPLE_OF_CLUSTERS = "1000-diem-nam-phan"
_REASONS = (
    "Số liệu báo cáo chưa khớp hồ sơ kèm theo",
    "Một số nội dung hoàn thành sau thời hạn",
    "Minh chứng mới thể hiện một phần kết quả",
)


def make_scoring(department: Any, *, by: Any) -> None:
    """Two tables in force and one draft; sheets of the divisions begun, those of a block crossed.

    Seven sheets of the block are crossed, two checked, one waits, one was sent back, one is begun.
    """
    from thidua.organisations.models import Body
    from thidua.scoring import actions

    dice = random.Random(2026)  # noqa: S311 - invented points, no secret
    divisions = _table(department, SAMPLE_OF_DIVISIONS, "15/QĐ-SNV", by=by)
    affiliated = _table(department, SAMPLE_OF_UNITS, "16/QĐ-SNV", by=by)
    actions.use_sample(department=department, code=SAMPLE_OF_CLUSTERS, year=YEAR, by=by)
    units = Body.objects.filter(parent=department, closed_on=None)
    _divisions(divisions, list(units.filter(kind__in=("phong", "van_phong"))), dice, by=by)
    members = list(units.filter(kind__in=AFFILIATED).order_by("order"))
    cluster = _cluster(department, members)
    heads = {unit.pk: _head(department, unit, n) for n, unit in enumerate(members, start=1)}
    sheets = actions.open_sheets(table=affiliated, units=members, by=by)
    for sheet in sheets[:11]:
        _score(sheet, dice, by=heads[sheet.unit_id])
    for sheet in sheets[:11]:
        actions.submit_sheet(sheet=sheet, by=heads[sheet.unit_id])
    _score(sheets[11], dice, by=heads[sheets[11].unit_id], least=0.5)
    for sheet in sheets[:9]:
        _check(sheet, dice, by=by)
    actions.return_sheet(
        sheet=sheets[10], reason="Giải trình mục B.1: số dự toán chưa khớp báo cáo quý IV.", by=by
    )
    _appeal(sheets[8], by=heads[sheets[8].unit_id])
    if cluster is not None:
        _cross(sheets[:7], members, heads, dice)


def _table(department: Any, code: str, number: str, *, by: Any) -> Any:
    from thidua.scoring import actions

    table = actions.use_sample(department=department, code=code, year=YEAR, by=by)
    return actions.issue_table(table=table, number=number, issued_on=dt.date(YEAR, 1, 28), by=by)


def _divisions(table: Any, units: list[Any], dice: random.Random, *, by: Any) -> None:
    """The officer types in what the divisions brought on paper; one division has only begun."""
    from thidua.scoring import actions

    sheets = actions.open_sheets(table=table, units=units, by=by)
    for index, sheet in enumerate(sheets):
        if sheet.unit.name == "Phòng Công chức, viên chức":
            _score(sheet, dice, by=by, least=0.55)
            continue
        _score(sheet, dice, by=by)
        actions.submit_sheet(sheet=sheet, by=by)
        if index % 3 == 0:
            _check(sheet, dice, by=by)


def _cluster(department: Any, members: list[Any]) -> Any:
    """The block of the affiliated units, made by an earlier step."""
    from thidua.organisations.models import Cluster, ClusterMember

    held = ClusterMember.objects.filter(
        body__in=members, year=YEAR, to_date=None, cluster_year__cluster__keeper=department
    ).values_list("cluster_year__cluster", flat=True)
    return Cluster.objects.filter(pk__in=held).first()


def _head(department: Any, unit: Any, number: int) -> Any:
    """The account of the head of an affiliated unit: donvi1, donvi2, …"""
    from thidua.accounts.actions import create_account
    from thidua.cli.practice.accounts import PASSWORD

    user, _ = create_account(
        department=department,
        username=f"donvi{number}",
        full_name=f"Thủ trưởng {unit.name}"[:150],
        roles=[("head_of_unit", unit)],
        password=PASSWORD,
        by=None,
    )
    return user


def _score(sheet: Any, dice: random.Random, *, by: Any, least: float = 1.0) -> None:
    """Self-scores with evidence where asked; `least` below 1 leaves the rest for later."""
    from thidua.scoring import actions

    lines = list(sheet.lines.select_related("criterion").order_by("criterion__place"))
    for line in lines[: int(len(lines) * least)]:
        row = line.criterion
        if row.kind in {"diem_thuong", "diem_tru"}:
            value = Decimal(1) if row.kind == "diem_thuong" and dice.random() < 0.3 else None
        elif line.taken_from:
            value = None
        elif row.kind == "chi_tieu":
            value = Decimal(dice.randint(94, 112))
        elif row.is_measured:
            value = Decimal(dice.choice((0, 0, 0, 1, 2)))
        else:
            part = Decimal(dice.randint(17, 20)) / 20
            value = (row.maximum * part * 2).quantize(Decimal(1)) / 2
        if value is not None:
            line = actions.save_self(line=line, version=line.version, value=value, note="", by=by)
        if row.evidence and line.self_points:
            actions.add_proof(
                line=line,
                reference=f"Báo cáo số {dice.randint(10, 190)}/BC, {dice.randint(1, 28)}/11/2026",
                by=by,
            )


def _check(sheet: Any, dice: random.Random, *, by: Any) -> None:
    """Two or three lines are lowered with a reason, the rest agreed with."""
    from thidua.scoring import actions

    typed = [
        line
        for line in sheet.lines.select_related("criterion").order_by("criterion__place")
        if line.criterion.kind == "cham_tay" and (line.self_points or 0) > 3
    ]
    for line in dice.sample(typed, k=min(len(typed), dice.randint(2, 3))):
        by_much = Decimal(dice.choice((1, 2, 3))) / 2
        actions.save_check(
            line=line, version=line.version, points=line.self_points - by_much,
            reason=dice.choice(_REASONS), by=by,
        )  # fmt: skip
    actions.agree_with_self(sheet=sheet, by=by)
    actions.close_check(sheet=sheet, by=by)


def _appeal(sheet: Any, *, by: Any) -> None:
    from thidua.scoring import actions

    lowered = next(
        line
        for line in sheet.lines.select_related("criterion").order_by("criterion__place")
        if line.check_points is not None and line.check_points < line.self_points
    )
    actions.appeal(
        line=lowered, reason="Đơn vị đã bổ sung hồ sơ ngày 10/12/2026, đề nghị xem lại.", by=by
    )


def _cross(
    sheets: list[Any], members: list[Any], heads: dict[int, Any], dice: random.Random
) -> None:
    """Every other member scores; head and deputy of the year draw the points together."""
    from thidua.organisations.queries.clusters import deputies, head
    from thidua.scoring import actions

    cluster = sheets[0].cluster
    leading, second = head(cluster, YEAR), deputies(cluster, YEAR)
    for sheet in sheets:
        sheet.refresh_from_db()
        rows = list(sheet.lines.select_related("criterion").filter(criterion__kind="cham_tay"))
        for peer in members:
            if peer.pk == sheet.unit_id:
                continue
            if dice.random() < 0.5:
                line = dice.choice(rows)
                points = max(Decimal(0), line.check_points - Decimal(1) / 2)
                actions.save_peer_score(
                    sheet=sheet, peer=peer, criterion=line.criterion, version=0, points=points,
                    by=heads[peer.pk],
                )  # fmt: skip
            actions.submit_review(sheet=sheet, peer=peer, by=heads[peer.pk])
        own = leading is not None and leading.pk == sheet.unit_id
        drawer = second[0] if own and second else leading
        if drawer is not None:
            actions.close_cross(sheet=sheet, by=heads[drawer.pk])
