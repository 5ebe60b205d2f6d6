"""Ground of the tests of scoring: a table in force, sheets of units, a cluster of them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from thidua.kit.text import fold
from thidua.organisations.models import Body, Cluster, ClusterMember, ClusterYear
from thidua.scoring import actions
from thidua.scoring.actions import BandRow, CriterionRow
from thidua.scoring.arithmetic import Kind
from thidua.scoring.models import ScoreTable, Sheet, SheetLine

D = Decimal
YEAR = 2026
HEAD: dict[str, Any] = {
    "name": "Bảng chấm điểm các đơn vị",
    "year": YEAR,
    "units": "moi_don_vi",
    "total": D(100),
    "reason_from": D(1),
    "peer_method": "trung_binh",
    "tie_rules": [{"by": "muc", "number": "I"}, {"by": "diem_tru"}],
}
ROWS = [
    CriterionRow("I", "Nhiệm vụ chuyên môn", Kind.GROUP, D(70)),
    CriterionRow("1.1", "Hoàn thành chỉ tiêu", Kind.MANUAL, D(40), evidence=True, parent="I"),
    CriterionRow("1.2", "Chất lượng tham mưu", Kind.MANUAL, D(20), parent="I"),
    CriterionRow("1.3", "Báo cáo đúng hạn", Kind.DEADLINE, D(10), "ngày", per=D(1), parent="I"),
    CriterionRow("II", "Công tác thi đua", Kind.GROUP, D(30)),
    CriterionRow("2.1", "Tổ chức phong trào", Kind.MANUAL, D(30), parent="II"),
    CriterionRow("III", "Thưởng, trừ", Kind.GROUP, cap=D(3)),
    CriterionRow("3.1", "Sáng kiến", Kind.BONUS, D(5), "sáng kiến", per=D(1), parent="III"),
    CriterionRow("3.2", "Bị phê bình", Kind.PENALTY, D(6), "lần", per=D(2), parent="III"),
]
BANDS = [
    BandRow("Xuất sắc", D(85), None, D(50), "hoan_thanh_xuat_sac"),
    BandRow("Tốt", D(70), D(85), None, "hoan_thanh_tot"),
    BandRow("Hoàn thành", None, D(70), None, "hoan_thanh"),
]


def draft(department: Body, by: Any, rows: Any = None, **head: Any) -> ScoreTable:
    table = actions.draft_table(department=department, head=HEAD | head, by=by)
    actions.set_criteria(table=table, rows=ROWS if rows is None else rows, by=by)
    actions.save_bands(table=table, bands=BANDS, by=by)
    table.refresh_from_db()
    return table


def issued(department: Body, by: Any, rows: Any = None, **head: Any) -> ScoreTable:
    table = draft(department, by, rows, **head)
    return actions.issue_table(
        table=table, number="05/QĐ-SNV", issued_on=dt.date(2026, 1, 15), by=by
    )


def line(sheet: Sheet, number: str) -> SheetLine:
    rows = SheetLine.objects.select_related("criterion", "sheet")
    return rows.get(sheet=sheet, criterion__number=number)


def fill(sheet: Sheet, by: Any, **points: str) -> None:
    """Self-score with these points (`c1_1="40"` is criterion 1.1) and full marks elsewhere."""
    given = {name[1:].replace("_", "."): D(value) for name, value in points.items()}
    rows = SheetLine.objects.select_related("criterion").filter(sheet=sheet)
    for one in rows.order_by("criterion__place"):
        row = one.criterion
        if row.number in given:
            value = given[row.number]
        elif row.kind in {Kind.BONUS, Kind.PENALTY}:
            continue
        else:
            value = D(0) if row.is_measured else row.maximum
        actions.save_self(line=one, version=one.version, value=value, note="", by=by)
        if row.evidence and not one.proofs.exists():
            actions.add_proof(line=one, reference="Báo cáo số 12/BC", by=by)


def submitted(sheet: Sheet, by: Any, **points: str) -> Sheet:
    fill(sheet, by, **points)
    return actions.submit_sheet(sheet=sheet, by=by)


def checked(sheet: Sheet, by: Any, **points: str) -> Sheet:
    """Submitted by the officer for the unit, agreed with, the check closed."""
    submitted(sheet, by, **points)
    actions.agree_with_self(sheet=sheet, by=by)
    return actions.close_check(sheet=sheet, by=by)


def heads(units: list[Body]) -> list[Any]:
    """A head of unit for each, signed-in-able."""
    from thidua.accounts.models import Role, RoleAssignment, User

    made = []
    for number, unit in enumerate(units):
        user = User.objects.create(username=f"truong{number}", full_name=f"Trưởng {unit.name}")
        RoleAssignment.objects.create(user=user, body=unit, role=Role.HEAD_OF_UNIT)
        made.append(user)
    return made


def more_units(department: Body, count: int) -> list[Body]:
    return [
        Body.objects.create(
            name=f"Phòng số {number:03d}", folded_name=fold(f"Phòng số {number:03d}"),
            short_name=f"P{number:03d}", code=f"phong-so-{number:03d}", kind="phong",
            parent=department, order=100 + number,
        )
        for number in range(count)
    ]  # fmt: skip


def cluster_of(department: Body, units: list[Body], year: int = YEAR) -> Cluster:
    """A cluster kept by the department; the first unit heads it, the second is its deputy."""
    cluster = Cluster.objects.create(
        kind="cum", name="Cụm thi đua số 1", folded_name="cum thi dua so 1", keeper=department,
        set_up_by=department, decision_number="08/QĐ-SNV", decision_date=dt.date(year, 1, 5),
        first_year=year,
    )  # fmt: skip
    of_year = ClusterYear.objects.create(cluster=cluster, year=year)
    duties = ["truong", "pho"] + ["thanh_vien"] * len(units)
    for place, (unit, duty) in enumerate(zip(units, duties, strict=False), start=1):
        ClusterMember.objects.create(
            cluster_year=of_year, body=unit, year=year, set_up_by=department, place=place,
            duty=duty, way="bau" if duty != "thanh_vien" else "",
        )  # fmt: skip
    return cluster


def ground(world: SimpleNamespace) -> SimpleNamespace:
    """`world` with a table in force and an open sheet for each of the three units."""
    world.officer = world.users.officer
    world.table = issued(world.department, world.officer)
    world.sheets = actions.open_sheets(table=world.table, units=world.units, by=world.officer)
    return world
