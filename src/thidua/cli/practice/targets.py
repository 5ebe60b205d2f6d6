"""Targets of the practice department: last year locked, this year running, next year a draft."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from thidua.cli.practice.target_list import HANDED, OWN, ROWS, Row

YEAR = 2026


def make_targets(department: Any, accounts: dict[str, Any], *, by: Any) -> None:
    """Two years with their results by quarter, parts of the units, programmes with milestones."""
    from thidua.movements.models import MovementTarget
    from thidua.organisations.queries import unit_finder
    from thidua.targets import actions

    find = unit_finder(department)
    director = accounts["giamdoc"]
    last = actions.open_set(
        body=department, year=YEAR - 1, title=f"Chương trình công tác năm {YEAR - 1}", by=by
    )
    for row in ROWS:
        actions.save_target(of=last, values=_values(row, find), by=by)
    _approve(last, dt.date(YEAR - 1, 1, 10), f"08/QĐ-SNV-{YEAR - 1}", by, director)
    for row, target in zip(ROWS, last.targets.all(), strict=True):
        _report(target, row.last, by)
    actions.lock_set(of=last, by=by)
    this, _ = actions.carry_over(of=last, by=by)
    targets = {one.code: one for one in this.targets.all()}
    running = MovementTarget.objects.filter(movement__department=department)
    promise = running.filter(movement__state="phat_dong").first()
    person = accounts["thuky"].person
    for row in ROWS:
        values: dict[str, Any] = {"plan": _number(row.plans[1])}
        if row.due:
            values["due_on"] = dt.date.fromisoformat(row.due)
        if row.code == "NB03":
            values["gathering"] = "cong"
        if row.code == "CC03":
            values["movement_target"] = promise
        if row.code == "TD05":
            values |= {"owner_unit": None, "owner_person": person}
        targets[row.code] = actions.save_target(
            of=this, target=targets[row.code], values=values, by=by
        )
    this = _approve(this, dt.date(YEAR, 1, 8), "05/QĐ-SNV", by, director)
    for row in ROWS:
        if row.code != "NB03":
            _report(targets[row.code], row.this, by)
    _units(targets, find, by, director)
    _programmes(department, targets, find, by)
    actions.carry_over(of=this, by=by)


def _values(row: Row, find: Any) -> dict[str, Any]:
    return {
        "code": row.code, "heading": row.heading, "text": row.text, "unit": row.unit,
        "plan": _number(row.plans[0]), "kind": "phap_lenh" if "P" in row.how else "phan_dau",
        "less_is_better": "L" in row.how, "cumulative": "S" not in row.how,
        "evidence_required": "E" in row.how, "owner_unit": find(row.owner) if row.owner else None,
        "weight": Decimal(2) if "P" in row.how else Decimal(1),
    }  # fmt: skip


def _units(targets: dict[str, Any], find: Any, by: Any, director: Any) -> None:
    """Parts that units were given, and what some of them set themselves."""
    from thidua.targets import actions
    from thidua.targets.models import TargetSet

    for code, parts in HANDED.items():
        given = [actions.Part(find(name), _number(plan)) for name, plan, _ in parts]
        made = actions.assign_target(target=targets[code], parts=given, by=by)
        for share, (_, _, values) in zip(made, parts, strict=True):
            _report(share, values, by)
    for name, rows in OWN.items():
        unit = find(name)
        of = TargetSet.objects.filter(body=unit, year=YEAR).first()
        of = of or actions.open_set(body=unit, year=YEAR, by=by)
        made_ = []
        for code, text, measure, plan, reported, how in rows:
            target = actions.save_target(
                of=of,
                values={
                    "code": code, "text": text, "unit": measure, "plan": _number(plan),
                    "less_is_better": "L" in how, "cumulative": "S" not in how,
                    "evidence_required": "E" in how, "heading": "Nhiệm vụ của đơn vị",
                },
                by=by,
            )  # fmt: skip
            made_.append((target, reported))
        _approve(of, dt.date(YEAR, 1, 20), "", by, director)
        for target, reported in made_:
            _report(target, reported, by)


def _approve(of: Any, day: dt.date, number: str, by: Any, director: Any) -> Any:
    from thidua.targets import actions

    of = actions.submit_set(of=of, by=by)
    return actions.approve_set(of=of, approved_on=day, number=number, by=director)


def _report(target: Any, values: tuple[str, ...], by: Any) -> None:
    """Quarters that have begun on the day of loading; later ones wait."""
    from thidua.targets import actions
    from thidua.targets.periods import begun

    target.refresh_from_db()
    year = target.set.year
    known = begun(target.rhythm, year, timezone.localdate())
    for period, value in enumerate(values[:known], start=1):
        month = period * 3 % 12 + 1
        actions.report_result(
            target=target, period=period, value=_number(value), by=by,
            reference=f"Báo cáo số {20 + period * 7}/BC-SNV ngày 05/{month:02d}/"
            f"{year + (period == 4)}" if target.evidence_required or period == 2 else "",
        )  # fmt: skip


def _programmes(department: Any, targets: dict[str, Any], find: Any, by: Any) -> None:
    """A scheme on its way with a milestone late, a project done, a plan of a unit."""
    from thidua.targets import actions

    def day(month: int, date: int) -> dt.date:
        return dt.date(YEAR, month, date)

    scheme = actions.save_programme(
        body=department, by=by,
        values={
            "kind": "de_an", "name": "Số hóa tài liệu lưu trữ lịch sử giai đoạn 2026 - 2027",
            "number": "Quyết định số 31/QĐ-SNV", "starts": day(1, 15),
            "ends": dt.date(YEAR + 1, 12, 31), "target": targets["CC07"],
        },
        steps=(
            actions.Step("Khảo sát, lập danh mục tài liệu", day(3, 31)),
            actions.Step("Lựa chọn đơn vị thực hiện", day(6, 30)),
            actions.Step("Số hóa 15.000 hồ sơ đợt 1", day(9, 30)),
            actions.Step("Nghiệm thu đợt 1", day(11, 10)),
            actions.Step("Số hóa đợt 2", dt.date(YEAR + 1, 9, 30)),
        ),
    )  # fmt: skip
    project = actions.save_programme(
        body=find("Trung tâm Thông tin và Chuyển đổi số"), by=by,
        values={
            "kind": "du_an", "name": "Nâng cấp hệ thống thông tin một cửa",
            "number": "Quyết định số 18/QĐ-UBND", "starts": day(1, 5), "ends": day(8, 31),
        },
        steps=(
            actions.Step("Phê duyệt thiết kế", day(2, 28)),
            actions.Step("Cài đặt, chuyển đổi dữ liệu", day(6, 15)),
            actions.Step("Nghiệm thu, bàn giao", day(8, 31)),
        ),
    )  # fmt: skip
    actions.save_programme(
        body=find("Phòng Công chức, viên chức"), by=by,
        values={
            "kind": "ke_hoach", "name": "Bồi dưỡng kỹ năng số cho công chức cấp xã",
            "starts": day(3, 1), "ends": day(12, 15), "target": targets["TC03"],
        },
        steps=(
            actions.Step("Khảo sát nhu cầu", day(4, 15)),
            actions.Step("Mở 12 lớp tại các cụm xã", day(10, 31)),
            actions.Step("Đánh giá sau bồi dưỡng", day(12, 10)),
        ),
    )  # fmt: skip
    today = timezone.localdate()
    done = ((scheme, (day(3, 28), day(7, 9))), (project, (day(2, 25), day(6, 12), day(8, 28))))
    for programme, days in done:
        for step, on in zip(programme.milestones.all(), days, strict=False):
            if on <= today:
                actions.finish_milestone(
                    milestone=step, done_on=on, reference=f"Biên bản ngày {on:%d/%m/%Y}", by=by
                )
    if not project.milestones.filter(done_on=None).exists():
        actions.end_programme(programme=project, state="hoan_thanh", on=day(8, 28), by=by)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
