"""Programmes, schemes, projects and plans: kept with their milestones, finished or stopped."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import fold, squeeze
from thidua.kit.uploads import check_upload, digest_of
from thidua.organisations.models import Body
from thidua.targets.models import Milestone, Programme, Target
from thidua.targets.permissions import check_may_keep_programme, check_may_plan_for

FIELDS = ("kind", "name", "number", "starts", "ends", "target")
MOST = 60


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone as written: `key` of the one it changes, or None for a new one."""

    text: str
    due_on: dt.date
    key: int | None = None


@transaction.atomic
def save_programme(
    *,
    body: Body,
    values: Mapping[str, Any],
    steps: Sequence[Step],
    by: Any,
    programme: Programme | None = None,
) -> Programme:
    """Begin or change a programme with its milestones; those left out are removed unless done.

    Refuses one that ends before it begins, a milestone outside its days or without words, and
    removing a milestone that is done.
    """
    if programme is None:
        check_may_plan_for(by, body=body)
        programme = Programme(body=body, department=body.department)
    else:
        programme = _held(programme)
        check_may_keep_programme(by, programme)
    fresh = programme.pk is None
    for name in FIELDS:
        if name in values:
            setattr(programme, name, values[name])
    _check(programme, steps)
    programme.save()
    _put_steps(programme, steps)
    verb = "Lập" if fresh else "Sửa"
    _noted(
        programme, by, "save_programme",
        f"{verb} {programme.get_kind_display().lower()} “{programme.name}”",
        milestones=len(steps),
    )  # fmt: skip
    return programme


def _check(programme: Programme, steps: Sequence[Step]) -> None:
    programme.name = squeeze(programme.name)[:300]
    programme.number = squeeze(programme.number)[:120]
    if programme.kind not in Programme.Kind.values:
        raise WrongState("Chọn loại: chương trình, đề án, dự án hoặc kế hoạch.", field="kind")
    if not programme.name:
        raise WrongState("Ghi tên chương trình, đề án, dự án.", field="name")
    if programme.ends < programme.starts:
        raise WrongState("Ngày kết thúc phải từ ngày bắt đầu trở đi.", field="ends")
    if programme.starts.year < 2000 or programme.ends.year > 2100:
        raise WrongState("Kiểm tra lại năm của ngày này.", field="starts")
    target: Target | None = programme.target
    if target is not None and target.set.department_id != programme.department_id:
        raise WrongState("Chọn chỉ tiêu của cơ quan.", field="target")
    programme.folded = fold(f"{programme.name} {programme.number}")[:300]
    if len(steps) > MOST:
        raise WrongState(f"Một chương trình có không quá {MOST} mốc.", field="steps")
    for number, step in enumerate(steps, start=1):
        if not squeeze(step.text):
            raise WrongState(f"Mốc thứ {number} chưa có nội dung.", field="steps")
        if not programme.starts <= step.due_on <= programme.ends:
            raise WrongState(
                f"Hạn của mốc thứ {number} phải trong thời gian thực hiện "
                f"({programme.starts:%d/%m/%Y} đến {programme.ends:%d/%m/%Y}).",
                field="steps",
            )


def _put_steps(programme: Programme, steps: Sequence[Step]) -> None:
    known = {one.pk: one for one in programme.milestones.all()}
    kept = {step.key for step in steps if step.key in known}
    for pk, one in known.items():
        if pk not in kept and one.done_on:
            raise WrongState(f"Mốc “{one.text}” đã xong nên không xóa được.", field="steps")
    programme.milestones.exclude(pk__in=kept).delete()
    place = max((one.place for pk, one in known.items() if pk in kept), default=0)
    for step in steps:
        one = known.get(step.key or 0) or Milestone(programme=programme, place=place + 1)
        place = max(place, one.place)
        one.text, one.due_on = squeeze(step.text)[:300], step.due_on
        one.save()


@transaction.atomic
def finish_milestone(
    *,
    milestone: Milestone,
    done_on: dt.date,
    by: Any,
    reference: str = "",
    upload: UploadedFile[Any] | None = None,
) -> Milestone:
    """Note that a milestone is done, and by what evidence. Refuses a day to come or none."""
    programme = _held(milestone.programme)
    check_may_keep_programme(by, programme)
    milestone = Milestone.objects.get(pk=milestone.pk)
    if done_on > timezone.localdate():
        raise WrongState("Ngày xong không thể ở tương lai.", field="done_on")
    if done_on < programme.starts:
        raise WrongState("Ngày xong ở trước ngày bắt đầu.", field="done_on")
    reference = squeeze(reference)[:300]
    if not (reference or upload or milestone.file):
        raise WrongState("Ghi minh chứng hoặc tải tệp lên.", field="reference")
    milestone.done_on, milestone.reference = done_on, reference
    if upload is not None:
        extension = check_upload(upload)
        milestone.sha256 = digest_of(upload)
        milestone.file_name = squeeze(upload.name or "")[-200:]
        name = f"chi-tieu/{timezone.localdate().year}/{secrets.token_hex(16)}.{extension}"
        milestone.file = default_storage.save(name, upload)
    milestone.save()
    _noted(
        programme, by, "finish_milestone", f"Xong mốc “{milestone.text}”",
        done_on=done_on.isoformat(), reference=reference, sha256=milestone.sha256,
    )  # fmt: skip
    return milestone


@transaction.atomic
def reopen_milestone(*, milestone: Milestone, reason: str, by: Any) -> Milestone:
    """Take back that a milestone is done, with a reason."""
    programme = _held(milestone.programme)
    check_may_keep_programme(by, programme)
    milestone = Milestone.objects.get(pk=milestone.pk)
    if milestone.done_on is None:
        raise WrongState("Mốc này chưa ghi là xong.")
    if not (reason := squeeze(reason)[:500]):
        raise WrongState("Ghi lý do mở lại mốc.", field="reason")
    before = milestone.done_on
    milestone.done_on = None
    milestone.save()
    _noted(
        programme, by, "reopen_milestone", f"Mở lại mốc “{milestone.text}”",
        before=before.isoformat(), reason=reason,
    )  # fmt: skip
    return milestone


@transaction.atomic
def end_programme(
    *, programme: Programme, state: str, by: Any, on: dt.date | None = None, reason: str = ""
) -> Programme:
    """Finish it, when all milestones are done, or stop it with a reason."""
    programme = _held(programme)
    check_may_keep_programme(by, programme)
    reason = squeeze(reason)[:500]
    day = on or timezone.localdate()
    if state == Programme.State.DONE:
        left = programme.milestones.filter(done_on=None).count()
        if left:
            raise WrongState(f"Còn {left} mốc chưa xong. Ghi xong các mốc rồi kết thúc.")
        if not programme.starts <= day <= timezone.localdate():
            raise WrongState(
                "Ngày hoàn thành phải từ ngày bắt đầu và không ở tương lai.", field="on"
            )
        programme.finished_on = day
    elif state == Programme.State.STOPPED:
        if not reason:
            raise WrongState("Ghi lý do dừng.", field="reason")
    else:
        raise WrongState("Chọn hoàn thành hoặc dừng.")
    programme.state, programme.reason = state, reason
    programme.save()
    label = programme.get_state_display()
    _noted(programme, by, "end_programme", f"{label}: “{programme.name}”", reason=reason)
    return programme


def _held(programme: Programme) -> Programme:
    rows = Programme.objects.select_for_update(of=("self",)).select_related("body", "department")
    return rows.get(pk=programme.pk)


def _noted(programme: Programme, by: Any, verb: str, text: str, **detail: Any) -> None:
    record(
        by=by, action=f"targets.{verb}", text=text, subject=programme, body=programme.department,
        detail={name: value for name, value in detail.items() if value not in ("", None)},
    )  # fmt: skip
