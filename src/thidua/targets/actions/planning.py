"""Writing a year's targets: the set, its targets, last year's carried over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import fold, squeeze
from thidua.movements.models import MovementTarget
from thidua.movements.numbers import number_text
from thidua.organisations.models import Body
from thidua.organisations.queries import branch
from thidua.people.models import Person
from thidua.targets.models import Target, TargetSet
from thidua.targets.permissions import check_may_change_target, check_may_plan_for, check_open
from thidua.targets.queries.series import standings

MOST = 200
LARGEST = Decimal(10) ** 13
FIELDS = (
    "code", "heading", "text", "kind", "unit", "plan", "less_is_better", "rhythm", "cumulative",
    "gathering", "evidence_required", "weight", "due_on", "last_year", "owner_unit",
    "owner_person", "movement_target",
)  # fmt: skip
# What fixes how results are read: it stays once there are some, or bodies below were assigned it.
FIXED = ("rhythm", "cumulative", "unit", "less_is_better")
# What a body may still say itself of a target that was assigned from above.
OWN = ("heading", "owner_unit", "owner_person", "gathering", "code")
# What the bodies below take over from the target above, when assigned and when it changes.
HANDED = (
    "heading", "text", "folded", "kind", "unit", "less_is_better", "rhythm", "cumulative",
    "evidence_required", "weight", "due_on",
)  # fmt: skip


@transaction.atomic
def open_set(
    *, body: Body, year: int, by: Any, title: str = "", report_days: int = 10
) -> TargetSet:
    """Begin the targets of a body for a year as a draft. Refuses a second set of the same year."""
    check_may_plan_for(by, body=body)
    return begin_set(body=body, year=year, by=by, title=title, report_days=report_days)


def begin_set(
    *, body: Body, year: int, by: Any, title: str = "", report_days: int = 10
) -> TargetSet:
    """The same for actions that have asked already who may."""
    latest = timezone.localdate().year + 1
    if not 2000 <= year <= latest:
        raise WrongState(f"Năm của chỉ tiêu phải từ 2000 đến {latest}.", field="year")
    check_report_days(report_days)
    taken = f"{body.name} đã có bộ chỉ tiêu năm {year}. Mở bộ đó để sửa."
    if TargetSet.objects.filter(body=body, year=year).exists():
        raise WrongState(taken, field="year")
    try:
        with transaction.atomic():
            made = TargetSet.objects.create(
                department=body.department,
                body=body,
                year=year,
                title=squeeze(title)[:300],
                report_days=report_days,
            )
    except IntegrityError:  # two at the same moment
        raise WrongState(taken, field="year") from None
    _noted(made, by, "open_set", f"Lập chỉ tiêu năm {year} của {body.name}")
    return made


def check_report_days(days: int) -> None:
    if not 0 <= days <= 90:
        raise WrongState("Hạn báo cáo từ 0 đến 90 ngày sau khi hết kỳ.", field="report_days")


def held(of: TargetSet) -> TargetSet:
    """The set as it is now, held until the end of the transaction."""
    rows = TargetSet.objects.select_for_update(of=("self",)).select_related("body", "department")
    return rows.get(pk=of.pk)


@transaction.atomic
def save_target(
    *,
    of: TargetSet,
    values: Mapping[str, Any],
    by: Any,
    target: Target | None = None,
    reason: str = "",
) -> Target:
    """Add a target, or change one; after approval only the director does, with a reason.

    Refuses what `checked` refuses, and a change of period or measure once results are there.
    """
    of = held(of)
    reason = squeeze(reason)[:500]
    check_may_change_target(by, of, reason=reason)
    if target is not None:
        target = Target.objects.select_for_update().get(pk=target.pk, set=of)
    given = checked(of, values, target=target)
    if target is None:
        if of.targets.count() >= MOST:
            raise WrongState(f"Một bộ chỉ tiêu có không quá {MOST} chỉ tiêu.")
        last = of.targets.order_by("-place").values_list("place", flat=True).first() or 0
        target = Target(set=of, place=last + 1)
    before = {name: getattr(target, name) for name in FIELDS} if target.pk else {}
    if before and all(before[name] == given[name] for name in FIELDS):
        return target
    for name, value in given.items():
        setattr(target, name, value)
    target.folded = fold(f"{target.code} {target.text} {target.heading}")[:300]
    target.save()
    if before:
        _hand_down(target)
    changed = {
        name: [_said(before[name]), _said(given[name])]
        for name in FIELDS
        if before and before[name] != given[name]
    }
    verb = "Sửa" if before else "Thêm"
    detail: dict[str, Any] = {"changed": changed} if changed else {"plan": str(target.plan)}
    record(
        by=by,
        action="targets.save_target",
        text=f"{verb} chỉ tiêu {target.code} “{target.text}”",
        subject=target,
        body=of.department,
        detail=detail | ({"reason": reason} if reason else {}),
    )
    return target


def checked(
    of: TargetSet, values: Mapping[str, Any], *, target: Target | None = None
) -> dict[str, Any]:
    """Values of a target made tidy; refused with a sentence at the field that is wrong."""
    base = {name: Target._meta.get_field(name).get_default() for name in FIELDS}  # type: ignore[union-attr]  # plain fields
    if target is not None:
        base = {name: getattr(target, name) for name in FIELDS}
    given = base | {name: values[name] for name in FIELDS if name in values}
    for name, most in (("code", 20), ("heading", 120), ("text", 300), ("unit", 40)):
        given[name] = squeeze(str(given[name] or ""))[:most]
    given["code"] = given["code"].upper()
    for name, label in (("code", "mã"), ("text", "nội dung"), ("unit", "đơn vị tính")):
        if not given[name]:
            raise WrongState(f"Ghi {label} của chỉ tiêu.", field=name)
    clash = of.targets.filter(code=given["code"])
    if clash.exclude(pk=target.pk if target and target.pk else 0).exists():
        raise WrongState(f"Mã {given['code']} đã dùng cho chỉ tiêu khác.", field="code")
    _check_numbers(given)
    for name, choices in (
        ("kind", Target.Kind), ("rhythm", Target.Rhythm), ("gathering", Target.Gathering),
    ):  # fmt: skip
        if given[name] not in choices.values:
            raise WrongState("Chọn một trong các giá trị đã nêu.", field=name)
    if given["due_on"] is not None and given["due_on"].year != of.year:
        raise WrongState(f"Hạn hoàn thành phải trong năm {of.year}.", field="due_on")
    _check_owner(of, given)
    if target is not None:
        _check_fixed(target, given)
    return given


def _check_numbers(given: dict[str, Any]) -> None:
    for name, label in (("plan", "kế hoạch"), ("last_year", "số thực hiện năm trước")):
        value = given[name]
        if value is None and name == "last_year":
            continue
        if value is None:
            raise WrongState("Ghi kế hoạch là một số, ví dụ 95,5.", field=name)
        if not Decimal(value).is_finite() or abs(Decimal(value)) >= LARGEST:
            raise WrongState(f"Kiểm tra lại {label}: số này quá lớn.", field=name)
    if Decimal(given["plan"]) < 0:
        raise WrongState("Kế hoạch không thể là số âm.", field="plan")
    if not 0 < Decimal(given["weight"] or 0) <= 1000:
        raise WrongState("Trọng số phải lớn hơn 0 và không quá 1.000.", field="weight")


def _check_owner(of: TargetSet, given: dict[str, Any]) -> None:
    unit: Body | None = given["owner_unit"]
    person: Person | None = given["owner_person"]
    if unit is not None and person is not None:
        raise WrongState("Chọn một đơn vị hoặc một người phụ trách.", field="owner_person")
    if unit is not None and not branch(of.body_id).filter(pk=unit.pk).exists():
        raise WrongState(f"{unit.name} không thuộc {of.body.name}.", field="owner_unit")
    if person is not None and person.department_id != of.department_id:
        raise WrongState(f"{person} không thuộc {of.department.name}.", field="owner_person")
    one: MovementTarget | None = given["movement_target"]
    if one is not None and one.movement.department_id != of.department_id:
        raise WrongState("Chọn chỉ tiêu của phong trào thuộc cơ quan.", field="movement_target")


def _check_fixed(target: Target, given: dict[str, Any]) -> None:
    if target.parent_id is not None:
        foreign = [name for name in FIELDS if name not in OWN]
        if any(given[name] != getattr(target, name) for name in foreign):
            raise WrongState(
                "Chỉ tiêu này do cấp trên giao: mức giao, đơn vị tính, kỳ báo cáo do cấp trên sửa."
            )
    moved = [name for name in FIXED if given[name] != getattr(target, name)]
    if moved and (target.results.exists() or target.shares.exists()):
        raise WrongState(
            "Chỉ tiêu đã có kết quả hoặc đã giao cho đơn vị nên không đổi kỳ báo cáo, cách tính, "
            "chiều, đơn vị tính được.",
            field=moved[0],
        )
    if given["gathering"] != Target.Gathering.STATED and target.results.exists():
        raise WrongState(
            "Chỉ tiêu đã có kết quả tự báo cáo. Xóa các kết quả đó trước khi chuyển sang tổng hợp.",
            field="gathering",
        )


def _hand_down(target: Target) -> None:
    """What the target says now, said to those it was handed down to; locked years stay."""
    words = {name: getattr(target, name) for name in HANDED}
    level = [target.pk]
    while level:
        below = Target.objects.filter(parent__in=level, set__locked_at=None)
        level = list(below.values_list("pk", flat=True))
        Target.objects.filter(pk__in=level).update(**words)


@transaction.atomic
def remove_target(*, target: Target, by: Any, reason: str = "") -> None:
    """Take a target out. Refuses one with results, one handed down, one from above."""
    of = held(target.set)
    target = Target.objects.select_for_update().get(pk=target.pk)
    reason = squeeze(reason)[:500]
    check_may_change_target(by, of, reason=reason)
    if target.parent_id is not None:
        raise WrongState("Chỉ tiêu do cấp trên giao: cấp trên thu hồi, đơn vị không xóa được.")
    if target.results.exists():
        raise WrongState("Chỉ tiêu đã có kết quả báo cáo nên không xóa được.")
    if target.shares.exists():
        raise WrongState("Chỉ tiêu đã giao cho đơn vị. Thu hồi ở các đơn vị trước.")
    record(
        by=by,
        action="targets.remove_target",
        text=f"Xóa chỉ tiêu {target.code} “{target.text}”",
        subject=target,
        body=of.department,
        detail={"before": {"code": target.code, "plan": str(target.plan)}, "reason": reason},
    )
    target.delete()


@transaction.atomic
def carry_over(*, of: TargetSet, by: Any) -> tuple[TargetSet, int]:
    """Begin next year's draft with this year's own targets: same plan, this year's result beside.

    What was assigned from above is not carried: it is assigned anew. Doing it twice adds nothing.
    Returns the set and how many targets are new. Refuses where next year's set is no draft.
    """
    check_may_plan_for(by, body=of.body)
    year = of.year + 1
    after = TargetSet.objects.filter(body=of.body, year=year).first()
    if after is None:
        title = of.title.replace(str(of.year), str(year))
        after = begin_set(body=of.body, year=year, by=by, title=title, report_days=of.report_days)
    after = held(after)
    check_open(after)
    if after.state != TargetSet.State.DRAFT:
        raise WrongState(f"Chỉ tiêu năm {year} của {of.body.name} không còn là dự thảo.")
    codes = set(after.targets.values_list("code", flat=True))
    carried = set(after.targets.values_list("previous", flat=True))
    rows = of.targets.filter(parent=None).exclude(pk__in=[pk for pk in carried if pk])
    fresh = [one for one in standings(rows) if one.target.code not in codes]
    made = []
    for place, one in enumerate(fresh, start=after.targets.count() + 1):
        row = Target(set=after, previous=one.target, place=place, folded=one.target.folded)
        for name in FIELDS:
            setattr(row, name, getattr(one.target, name))
        row.due_on = _a_year_later(one.target.due_on)
        row.last_year = one.measured.value
        row.movement_target = None
        made.append(row)
    Target.objects.bulk_create(made)
    if made:
        _noted(after, by, "carry_over", f"Chuyển {len(made)} chỉ tiêu từ năm {of.year} sang {year}")
    return after, len(made)


def _a_year_later(day: dt.date | None) -> dt.date | None:
    if day is None:
        return None
    last = day.month == 2 and day.day == 29
    return dt.date(day.year + 1, day.month, 28 if last else day.day)


def _noted(of: TargetSet, by: Any, verb: str, text: str) -> None:
    record(by=by, action=f"targets.{verb}", text=text, subject=of, body=of.department)


def _said(value: Any) -> str:
    return number_text(value) if isinstance(value, Decimal) else str(value or "")
