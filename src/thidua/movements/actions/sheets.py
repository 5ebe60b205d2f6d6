"""Registration sheets: written and sent, confirmed by the unit, approved or given back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import NotAllowed, WrongState
from thidua.kit.text import squeeze
from thidua.law import load_rulebook
from thidua.law.errors import LawError
from thidua.movements.actions.calling import locked_call
from thidua.movements.actions.registering import (
    RegistrationRow,
    register_many,
    remove_registration,
)
from thidua.movements.models import (
    Registration,
    RegistrationCall,
    RegistrationSheet,
    SheetTitle,
    SheetWork,
)
from thidua.movements.permissions import (
    check_may_call,
    check_may_decide_sheets,
    check_may_take_sheet_step,
    check_may_write_sheet,
)
from thidua.movements.queries.calls import people_called, title_choices
from thidua.movements.states import SHEET_STEPS
from thidua.organisations.models import Body
from thidua.people.models import Person

MOST_WORKS = 10
_NEWER = (
    "Phiếu này vừa được người khác sửa. Nội dung mới nhất hiện ở dưới; xem lại rồi lưu lần nữa."
)


class Work(NamedTuple):
    """An initiative or piece of work meant to be done, and what it should bring."""

    name: str
    expected: str


@transaction.atomic
def save_sheet(
    *,
    call: RegistrationCall,
    titles: Sequence[str],
    by: Any,
    person: Person | None = None,
    collective: Body | None = None,
    works: Sequence[Work] = (),
    pledges: Sequence[str] = (),
    version: int = 0,
    send: bool = False,
) -> RegistrationSheet:
    """Keep the sheet of a person or a collective as a draft, or send it to the unit.

    A sheet of a collective goes straight to the body: its head signs for it. Refuses a sheet that
    changed since `version`, one that is confirmed already, titles that are not for its subject,
    and sending one without a title or with work whose expected result is not said.
    """
    if (person is None) == (collective is None):
        raise ValueError("a sheet is of a person or of a collective")
    call = locked_call(call)
    check_may_write_sheet(by, call, person=person, collective=collective)
    sheet = _sheet(call, person, collective)
    if sheet.version != version:
        raise WrongState(_NEWER)
    step = SHEET_STEPS["send" if send else "write"]
    if sheet.pk and sheet.state not in step.sources:
        raise WrongState(
            f"Phiếu đang ở bước “{sheet.get_state_display()}” nên không sửa được. "
            "Đề nghị trưởng đơn vị hoặc chuyên viên trả lại phiếu trước."
        )
    codes = _codes(titles, collective=collective is not None)
    kept = _works(works, complete=send)
    if send and not codes:
        raise WrongState("Chọn ít nhất một danh hiệu trước khi gửi.", field="titles")
    sheet.state = step.target
    if send and collective is not None:
        sheet.state = RegistrationSheet.State.CONFIRMED
    sheet.sent_at = timezone.now() if send else None
    sheet.pledges = "\n".join(line for one in pledges if (line := squeeze(one)[:300]))
    sheet.version += 1
    try:
        with transaction.atomic():
            sheet.save()
    except IntegrityError:  # two people began the same sheet at the same moment
        raise WrongState(_NEWER) from None
    _set_titles(sheet, codes)
    sheet.works.all().delete()
    SheetWork.objects.bulk_create(
        SheetWork(sheet=sheet, place=place, name=one.name, expected=one.expected)
        for place, one in enumerate(kept, 1)
    )
    _log(sheet, "send" if send else "write", by=by, detail={"titles": codes})
    return sheet


@transaction.atomic
def confirm_sheets(*, call: RegistrationCall, sheets: Collection[int], by: Any) -> int:
    """The unit stands behind these sheets; returns how many. All of them or none."""
    return _together(call, sheets, "confirm", by=by)


@transaction.atomic
def approve_sheets(*, call: RegistrationCall, sheets: Collection[int], by: Any) -> int:
    """What these sheets aim at counts from now on (`Registration`); returns how many sheets."""
    check_may_call(by, department=call.department)
    return _together(call, sheets, "approve", by=by)


@transaction.atomic
def refuse_sheet(*, sheet: RegistrationSheet, reason: str, by: Any) -> RegistrationSheet:
    """Give a sheet back with the reason; an approved one counts no longer."""
    call = locked_call(sheet.call)
    sheet = _locked(call, [sheet.pk])[0]
    check_may_take_sheet_step(by, sheet, "refuse")
    reason = squeeze(reason)[:500]
    if not reason:
        raise WrongState("Ghi lý do trả lại để người đăng ký biết cần sửa gì.", field="reason")
    if sheet.state == RegistrationSheet.State.APPROVED:
        _count([sheet], counts=False, by=by)
    sheet.state, sheet.reason = RegistrationSheet.State.REFUSED, reason
    sheet.version += 1
    sheet.save()
    _log(sheet, "refuse", by=by, detail={"reason": reason})
    return sheet


@transaction.atomic
def register_unit(
    *,
    call: RegistrationCall,
    unit: Body | None,
    titles: Mapping[int, Sequence[str]],
    by: Any,
) -> int:
    """The officer registers people of a unit at once: `{person pk: award codes}`, approved.

    Returns how many sheets changed. A person without a title keeps no approved sheet; a draft of
    their own stays. Refuses people who are not in the unit.
    """
    call = locked_call(call)
    check_may_call(by, department=call.department)
    if call.state != RegistrationCall.State.OPEN:
        raise WrongState(f"Đăng ký thi đua năm {call.year} đã khóa. Mở khóa trước.")
    people = {one.pk: one for one in people_called(call, unit)}
    if not titles.keys() <= people.keys():
        raise NotAllowed("Có người không còn ở đơn vị này. Tải lại trang rồi ghi lại.")
    wanted = {pk: _codes(codes, collective=False) for pk, codes in titles.items()}
    held = {
        one.person_id: one
        for one in call.sheets.select_for_update(of=("self",))
        .filter(person__in=titles)
        .prefetch_related("titles")
    }
    changed = []
    for pk, codes in wanted.items():
        sheet = held.get(pk)
        approved = sheet is not None and sheet.state == RegistrationSheet.State.APPROVED
        said = sorted(one.award_code for one in sheet.titles.all()) if sheet else []
        if (approved and said == sorted(codes)) or (not approved and not codes):
            continue
        sheet = sheet or RegistrationSheet(call=call, person=people[pk])
        sheet.state = RegistrationSheet.State.APPROVED if codes else RegistrationSheet.State.DRAFT
        sheet.reason = ""
        sheet.sent_at = sheet.sent_at or timezone.now()
        sheet.version += 1
        sheet.save()
        _set_titles(sheet, codes)
        changed.append(sheet)
    if changed:
        _count(changed, counts=True, by=by)
        record(
            by=by,
            action="movements.register_unit",
            text=f"Ghi đăng ký thi đua năm {call.year} cho {len(changed)} người"
            f" của {unit or call.department}",
            subject=call,
            body=call.department,
            detail={"people": {people[one.person_id].code: wanted[one.person_id]
                               for one in changed if one.person_id}},
        )  # fmt: skip
    return len(changed)


def _sheet(
    call: RegistrationCall, person: Person | None, collective: Body | None
) -> RegistrationSheet:
    found = call.sheets.select_for_update(of=("self",))
    one = found.filter(person=person, collective=collective).first()
    return one or RegistrationSheet(call=call, person=person, collective=collective)


def _locked(call: RegistrationCall, pks: Collection[int]) -> list[RegistrationSheet]:
    found = (
        RegistrationSheet.objects.select_for_update(of=("self",))
        .filter(call=call, pk__in=pks)
        .select_related("call__department", "person__unit", "collective")
        .prefetch_related("titles")
        .order_by("pk")
    )
    return list(found)


def _together(call: RegistrationCall, pks: Collection[int], name: str, *, by: Any) -> int:
    call = locked_call(call)
    check_may_decide_sheets(by, call)
    sheets = _locked(call, pks)
    if not sheets or len(sheets) != len(set(pks)):
        raise WrongState("Chọn ít nhất một phiếu trong danh sách.")
    for sheet in sheets:
        check_may_take_sheet_step(by, sheet, name)
    for sheet in sheets:
        sheet.state, sheet.reason = SHEET_STEPS[name].target, ""
        sheet.version += 1
    RegistrationSheet.objects.bulk_update(sheets, ["state", "reason", "version"])
    if name == "approve":
        _count(sheets, counts=True, by=by)
    step = SHEET_STEPS[name]
    who = [str(sheet.person or sheet.collective) for sheet in sheets]
    record(
        by=by,
        action=f"movements.{name}_sheets",
        text=f"{step.log}: {len(sheets)} phiếu đăng ký thi đua năm {call.year}",
        subject=call,
        body=call.department,
        detail={"who": who},
    )
    return len(sheets)


def _count(sheets: Iterable[RegistrationSheet], *, counts: bool, by: Any) -> None:
    """Make the registrations of these subjects what their sheets say (nothing if not `counts`)."""
    sheets = list(sheets)
    call = sheets[0].call
    wanted: set[tuple[str, int | None, str]] = set()
    rows: list[RegistrationRow] = []
    for sheet in sheets:
        for one in sheet.titles.all() if counts else ():
            key = "person" if sheet.person_id else "collective"
            wanted.add((key, sheet.person_id or sheet.collective_id, one.award_code))
            row: RegistrationRow = {"year": call.year, "award_code": one.award_code}
            if sheet.person:
                row["person"] = sheet.person
            else:
                row["collective"] = sheet.collective
            rows.append(row)
    present = Registration.objects.filter(department=call.department, year=call.year).filter(
        person__in=[s.person_id for s in sheets if s.person_id]
    ) | Registration.objects.filter(department=call.department, year=call.year).filter(
        collective__in=[s.collective_id for s in sheets if s.collective_id]
    )
    for kept in present.select_related("department", "person", "collective"):
        key = "person" if kept.person_id else "collective"
        if (key, kept.person_id or kept.collective_id, kept.award_code) not in wanted:
            remove_registration(registration=kept, by=by)
    register_many(department=call.department, rows=rows, by=by)


def _set_titles(sheet: RegistrationSheet, codes: Sequence[str]) -> None:
    sheet.titles.all().delete()
    SheetTitle.objects.bulk_create(SheetTitle(sheet=sheet, award_code=code) for code in codes)
    sheet._prefetched_objects_cache = {}  # type: ignore[attr-defined]  # read again what was written


def _codes(titles: Sequence[str], *, collective: bool) -> list[str]:
    """The codes of the rulebook, in the order of its list, each once."""
    known = {one.code: one for one in title_choices(collective=collective)}
    asked = {code if code in known else _canonical(code) for code in titles}
    if unknown := sorted(asked - known.keys()):
        whom = "tập thể" if collective else "cá nhân"
        raise WrongState(f"“{unknown[0]}” không phải danh hiệu của {whom}.", field="titles")
    return [code for code in known if code in asked]


def _canonical(code: str) -> str:
    """The present code of an award; an unknown word stays as it is, and is refused by its name."""
    try:
        return load_rulebook().resolve_code(code)
    except LawError:
        return code[:40]


def _works(works: Sequence[Work], *, complete: bool) -> list[Work]:
    kept = [Work(squeeze(one.name)[:300], squeeze(one.expected)[:500]) for one in works]
    kept = [one for one in kept if one.name or one.expected]
    if len(kept) > MOST_WORKS:
        raise WrongState(f"Ghi nhiều nhất {MOST_WORKS} việc.", field="works")
    for place, one in enumerate(kept, 1):
        if not one.name:
            raise WrongState(f"Ghi tên việc {place}, hoặc xóa kết quả dự kiến.", field="works")
        if complete and not any(letter.isdigit() for letter in one.expected):
            raise WrongState(
                f"Việc {place}: ghi kết quả dự kiến bằng số để sau này đối chiếu được.",
                field="works",
            )
    return kept


def _log(sheet: RegistrationSheet, name: str, *, by: Any, detail: dict[str, Any]) -> None:
    subject = sheet.person or sheet.collective
    record(
        by=by,
        action=f"movements.{name}_sheet",
        text=f"{SHEET_STEPS[name].log} năm {sheet.call.year} của {subject}",
        subject=sheet.call,
        body=sheet.call.department,
        detail=detail,
    )
