"""Forms of certificates: a draft is changed, tried, put to use; printers and their corrections."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.documents.certificate_layout import (
    LayoutFaultError,
    layout_from,
    shipped_layout,
)
from thidua.documents.certificate_pictures import PictureFaultError, picture_from
from thidua.documents.models import CertificateForm, PrinterCorrection
from thidua.documents.permissions import check_may_keep_templates
from thidua.documents.queries.certificates import label_of, next_form_version
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.organisations.models import Body

MOST_PRINTERS = 30
FARTHEST = Decimal(30)
_COPIED = (
    "layout", "background", "background_name", "background_digest", "background_width",
    "background_height", "prints_background",
)  # fmt: skip


@transaction.atomic
def start_form(
    *, body: Body, target: str, like: CertificateForm | None = None, by: Any
) -> CertificateForm:
    """Open a draft: like an earlier version, else like the one in use, else like the shipped form.

    Gives back the open draft where there is one. Refuses an award that does not exist.
    """
    check_may_keep_templates(by, body)
    try:
        label_of(target)
    except KeyError:
        raise WrongState("Không có hình thức khen thưởng này. Chọn trong danh sách.") from None
    # The row of the body is locked: two officers starting at once end in one draft.
    Body.objects.select_for_update().get(pk=body.pk)
    rows = CertificateForm.objects.filter(body=body, target=target)
    draft = rows.filter(settled_at=None).first()
    if draft is not None:
        return draft
    model = like or rows.filter(in_use=True).first()
    row = CertificateForm(body=body, target=target, saved_by=by)
    row.version = next_form_version(body, target)
    if model is not None:
        for name in _COPIED:
            setattr(row, name, getattr(model, name))
    else:
        row.layout = shipped_layout().as_dict()
    row.save()
    _log(row, by, "start_form", "Mở bản thiết kế mẫu bằng")
    return row


@transaction.atomic
def save_form(
    *,
    form: CertificateForm,
    layout: Mapping[str, Any],
    prints_background: bool,
    note: str = "",
    by: Any,
) -> CertificateForm:
    """Keep a draft as it is now. Refuses a version already put to use, and a form with faults."""
    row = _draft(form, by)
    try:
        checked = layout_from(layout)
    except LayoutFaultError as fault:
        raise WrongState(fault.faults[0]) from fault
    row.layout, row.prints_background = checked.as_dict(), prints_background
    row.note, row.saved_by = squeeze(note)[:200], by
    row.save()
    _log(row, by, "save_form", "Lưu bản thiết kế mẫu bằng")
    return row


@transaction.atomic
def set_background(
    *, form: CertificateForm, content: bytes | None, file_name: str = "", by: Any
) -> tuple[CertificateForm, str]:
    """Put a picture behind a draft, or take it away (`None`); gives a remark where it is coarse."""
    row = _draft(form, by)
    remark = ""
    if content is None:
        row.background, row.background_name, row.background_digest = None, "", ""
        row.background_width = row.background_height = 0
    else:
        sheet = layout_from(row.layout)
        try:
            picture = picture_from(content, width=sheet.width, height=sheet.height)
        except PictureFaultError as fault:
            raise WrongState(str(fault), field="file") from fault
        row.background, row.background_digest = picture.content, picture.digest
        row.background_width, row.background_height = picture.pixels
        row.background_name, remark = file_name[:200], picture.remark
    row.saved_by = by
    row.save()
    done = "Đặt ảnh nền" if content is not None else "Bỏ ảnh nền"
    _log(row, by, "set_background", f"{done} mẫu bằng")
    return row, remark


@transaction.atomic
def use_form(*, form: CertificateForm, by: Any) -> CertificateForm:
    """Certificates are printed by this version from now on; a draft is settled by it."""
    check_may_keep_templates(by, form.body)
    Body.objects.select_for_update().get(pk=form.body_id)
    row = CertificateForm.objects.select_related("body").get(pk=form.pk)
    if row.in_use:
        raise WrongState(f"Phiên bản {row.version} đang được dùng.")
    sheet = layout_from(row.layout)
    if (
        row.background
        and abs(row.background_width / row.background_height / (sheet.width / sheet.height) - 1)
        > 0.02
    ):
        raise WrongState("Khổ tờ đã đổi, ảnh nền sẽ méo. Tải ảnh nền khác hoặc bỏ ảnh nền.")
    rows = CertificateForm.objects.filter(body=row.body_id, target=row.target, in_use=True)
    rows.update(in_use=False)
    row.in_use = True
    row.settled_at = row.settled_at or timezone.now()
    row.save(update_fields=["in_use", "settled_at", "saved_at"])
    _log(row, by, "use_form", "Dùng mẫu bằng")
    return row


@transaction.atomic
def discard_form(*, form: CertificateForm, by: Any) -> None:
    """Throw a draft away; a version that was used is never removed."""
    row = _draft(form, by)
    _log(row, by, "discard_form", "Bỏ bản thiết kế mẫu bằng")
    row.delete()


@transaction.atomic
def return_to_shipped_form(*, body: Body, target: str, by: Any) -> None:
    """No form of its own for this target from now on."""
    check_may_keep_templates(by, body)
    used = CertificateForm.objects.filter(body=body, target=target, in_use=True)
    if not used.update(in_use=False):
        raise WrongState("Cơ quan chưa dùng mẫu riêng cho hình thức này.")
    record(
        by=by,
        action="documents.return_to_shipped_form",
        text=f"Thôi dùng mẫu bằng riêng: {label_of(target)}",
        subject=body,
        body=body,
        detail={"target": target},
    )


@transaction.atomic
def keep_printer(
    *, body: Body, name: str, right: Decimal, down: Decimal, by: Any
) -> PrinterCorrection:
    """Note how far a printer misses; the same name is changed. Refuses more than 30 mm."""
    check_may_keep_templates(by, body)
    name = squeeze(name)[:80]
    if not name:
        raise WrongState("Ghi tên máy in, ví dụ: Máy tầng 2, khay tay.", field="name")
    for value, field in ((right, "right"), (down, "down")):
        if abs(value) > FARTHEST:
            raise WrongState("Lệch quá 30 mm: kiểm tra lại khổ giấy đã chọn khi in.", field=field)
    known = PrinterCorrection.objects.filter(body=body)
    if known.count() >= MOST_PRINTERS and not known.filter(name=name).exists():
        raise WrongState(f"Đã có {MOST_PRINTERS} máy in. Bỏ máy không dùng nữa.", field="name")
    row, _ = PrinterCorrection.objects.update_or_create(
        body=body, name=name, defaults={"right": right, "down": down}
    )
    record(
        by=by,
        action="documents.keep_printer",
        text=f"Chỉnh lệch máy in “{name}”: phải {right} mm, xuống {down} mm",
        subject=row,
        body=body,
    )
    return row


@transaction.atomic
def remove_printer(*, printer: PrinterCorrection, by: Any) -> None:
    """Forget a printer."""
    check_may_keep_templates(by, printer.body)
    record(
        by=by,
        action="documents.remove_printer",
        text=f"Bỏ máy in “{printer.name}”",
        subject=printer,
        body=printer.body,
    )
    printer.delete()


def _draft(form: CertificateForm, by: Any) -> CertificateForm:
    check_may_keep_templates(by, form.body)
    row = (
        CertificateForm.objects.select_for_update(of=("self",))
        .select_related("body")
        .filter(pk=form.pk)
        .first()
    )
    if row is None:
        raise WrongState("Bản thiết kế đã bị bỏ. Mở lại danh sách mẫu bằng.")
    if not row.is_draft:
        raise WrongState(
            f"Phiên bản {row.version} đã chốt nên không sửa được. Mở bản thiết kế mới từ nó."
        )
    return row


def _log(row: CertificateForm, by: Any, action: str, done: str) -> None:
    try:
        label = label_of(row.target)
    except KeyError:
        label = row.target
    record(
        by=by,
        action=f"documents.{action}",
        text=f"{done}: {label}, phiên bản {row.version}",
        subject=row,
        body=row.body,
        detail={"target": row.target, "version": row.version},
    )
