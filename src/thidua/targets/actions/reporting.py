"""Results period by period, with their evidence."""

from __future__ import annotations

import secrets
from decimal import Decimal
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.kit.uploads import check_upload, digest_of
from thidua.movements.numbers import number_text
from thidua.targets.actions.planning import LARGEST, held
from thidua.targets.models import Target, TargetResult
from thidua.targets.periods import begun, first_day, name
from thidua.targets.permissions import check_may_report, gathered_above, may_receive


@transaction.atomic
def report_result(
    *,
    target: Target,
    period: int,
    value: Decimal,
    by: Any,
    note: str = "",
    reference: str = "",
    upload: UploadedFile[Any] | None = None,
    version: int | None = None,
) -> TargetResult:
    """Keep what a period came to; the same again changes nothing, another value is a correction.

    `version` is the one the writer has seen (0: none yet); with None whatever stands is replaced.
    Refuses a locked year, a period that has not begun, a value that cannot be, no evidence where
    the target demands it, and a result that somebody else has changed meanwhile.
    """
    target = _held(target)
    check_may_report(by, target)
    _check_period(target, period)
    _check_value(target, value)
    result = target.results.filter(period=period).first()
    seen = result.version if result else 0
    if version is not None and version != seen:
        said = f"{number_text(result.value)} {target.unit}" if result else "đã xóa"
        raise WrongState(
            f"Kết quả {_called(target, period)} vừa được người khác sửa ({said}). Xem lại số đó "
            "rồi lưu lần nữa."
        )
    note, reference = squeeze(note)[:500], squeeze(reference)[:300]
    kept = bool(result and result.file)
    if target.evidence_required and not (reference or upload or kept):
        raise WrongState(
            "Chỉ tiêu này phải có minh chứng: ghi số văn bản, nguồn số liệu hoặc tải tệp lên.",
            field="reference",
        )
    value = value.quantize(Decimal("0.0001"))
    told = (value, note, reference)
    if result and upload is None and told == (result.value, result.note, result.reference):
        return result
    before = number_text(result.value) if result else ""
    result = result or TargetResult(target=target, period=period, version=0)
    result.value, result.note, result.reference = told
    if upload is not None:
        _keep_file(result, upload)
    result.reported_by, result.reported_at = by, timezone.now()
    result.version += 1
    result.save()
    if target.parent_id and not target.received_at and may_receive(by, target.set):
        target.received_at = timezone.now()  # who reports has taken note
        target.save(update_fields=["received_at"])
    record(
        by=by,
        action="targets.report",
        text=f"Báo cáo {_called(target, period)} chỉ tiêu {target.code}: "
        f"{number_text(value)} {target.unit}",
        subject=target,
        body=target.set.department,
        detail={"period": period, "before": before, "after": number_text(value),
                "reference": reference, "sha256": result.sha256},
    )  # fmt: skip
    return result


@transaction.atomic
def remove_result(*, result: TargetResult, reason: str, by: Any) -> None:
    """Take back a result reported by mistake, with a reason; the log keeps what it was."""
    target = _held(result.target)
    result = TargetResult.objects.get(pk=result.pk)
    check_may_report(by, target)
    reason = squeeze(reason)[:500]
    if not reason:
        raise WrongState("Ghi lý do xóa kết quả.", field="reason")
    record(
        by=by,
        action="targets.remove_result",
        text=f"Xóa kết quả {_called(target, result.period)} chỉ tiêu {target.code}",
        subject=target,
        body=target.set.department,
        detail={"before": number_text(result.value), "reason": reason, "sha256": result.sha256},
    )
    result.delete()


def check_result(target: Target, period: int, value: Decimal) -> None:
    """What `report_result` refuses of the numbers alone; used before an import is kept."""
    _check_period(target, period)
    _check_value(target, value)


def _held(target: Target) -> Target:
    held(target.set)
    for above in gathered_above(target):
        held(above.set)  # a year that is being locked above waits for this, or this for it
    return Target.objects.select_related("set__body", "set__department").get(pk=target.pk)


def _called(target: Target, period: int) -> str:
    return name(target.rhythm, target.set.year, period)


def _check_period(target: Target, period: int) -> None:
    if not 1 <= period <= target.periods:
        raise WrongState(
            f"Chỉ tiêu này báo cáo {target.get_rhythm_display().lower()}: kỳ từ 1 đến "
            f"{target.periods}.",
            field="period",
        )
    if period > begun(target.rhythm, target.set.year, timezone.localdate()):
        day = first_day(target.rhythm, target.set.year, period)
        raise WrongState(
            f"{_called(target, period)} chưa bắt đầu. Báo cáo được từ ngày {day:%d/%m/%Y}.",
            field="period",
        )


def _check_value(target: Target, value: Decimal) -> None:
    if not value.is_finite() or abs(value) >= LARGEST:
        raise WrongState("Kiểm tra lại kết quả: số này quá lớn.", field="value")
    if target.cumulative and value < 0:
        raise WrongState(
            "Chỉ tiêu cộng dồn không nhận số âm. Ghi số cao quá thì sửa ở chính kỳ đó.",
            field="value",
        )


def _keep_file(result: TargetResult, upload: UploadedFile[Any]) -> None:
    extension = check_upload(upload)
    result.sha256 = digest_of(upload)
    result.file_name = squeeze(upload.name or "")[-200:]
    result.size = upload.size or 0
    name_ = f"chi-tieu/{timezone.localdate().year}/{secrets.token_hex(16)}.{extension}"
    result.file = default_storage.save(name_, upload)
