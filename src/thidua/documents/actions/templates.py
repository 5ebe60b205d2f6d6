"""Loading a body's own template, putting a version to use, returning to the shipped one."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction

from thidua.audit.actions import record
from thidua.documents.checking import check
from thidua.documents.models import PaperTemplate
from thidua.documents.permissions import check_may_keep_templates
from thidua.documents.queries import next_version
from thidua.documents.sheet import Sheet, sheets
from thidua.kit.errors import Refusal, WrongState
from thidua.kit.text import squeeze
from thidua.organisations.models import Body


class TemplateRefused(Refusal):
    """The template was not accepted; `faults` says where and what to do, one sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(f"Chưa nhận mẫu: {len(faults)} chỗ phải sửa. {faults[0]}")
        self.faults = faults


@transaction.atomic
def load_template(
    *, body: Body, form: str, content: bytes, file_name: str, note: str = "", by: Any
) -> PaperTemplate:
    """Keep a checked template as a new version; it is used only after `use_template`.

    Refuses an unknown form, a template that `checking.check` finds fault with (`TemplateRefused`),
    and the same file as the newest version.
    """
    check_may_keep_templates(by, body)
    known = _form(form)
    report = check(content, known)
    if not report.accepted:
        raise TemplateRefused(report.faults)
    digest = hashlib.sha256(content).hexdigest()
    # One row of the body is locked: two officers loading at once get two version numbers.
    Body.objects.select_for_update().get(pk=body.pk)
    newest = PaperTemplate.objects.filter(body=body, form=form).defer("content").first()
    if newest is not None and newest.digest == digest:
        raise WrongState(f"Tệp này giống hệt phiên bản {newest.version} đã tải lên.", field="file")
    row = PaperTemplate.objects.create(
        body=body,
        form=form,
        version=next_version(body, form),
        file_name=file_name[:200],
        content=content,
        digest=digest,
        note=squeeze(note)[:200],
        notes=report.notes,
        loaded_by=by,
    )
    record(
        by=by,
        action="documents.load_template",
        text=f"Tải lên mẫu “{known.name}”, phiên bản {row.version}",
        subject=row,
        body=body,
        detail={"digest": digest, "file_name": row.file_name},
    )
    return row


@transaction.atomic
def use_template(*, template: PaperTemplate, by: Any) -> PaperTemplate:
    """New papers are made with this version from now on; issued ones keep theirs."""
    check_may_keep_templates(by, template.body)
    row = PaperTemplate.objects.select_for_update().defer("content").get(pk=template.pk)
    if row.in_use:
        raise WrongState(f"Phiên bản {row.version} đang được dùng.")
    PaperTemplate.objects.filter(body=row.body_id, form=row.form, in_use=True).update(in_use=False)
    PaperTemplate.objects.filter(pk=row.pk).update(in_use=True)
    row.in_use = True
    record(
        by=by,
        action="documents.use_template",
        text=f"Dùng mẫu “{_form(row.form).name}”, phiên bản {row.version}",
        subject=row,
        body=template.body,
    )
    return row


@transaction.atomic
def return_to_shipped(*, body: Body, form: str, by: Any) -> None:
    """New papers are made with the template of the program again."""
    check_may_keep_templates(by, body)
    known = _form(form)
    used = PaperTemplate.objects.filter(body=body, form=form, in_use=True)
    if not used.update(in_use=False):
        raise WrongState("Cơ quan đang dùng mẫu gốc của chương trình.")
    record(
        by=by,
        action="documents.return_to_shipped",
        text=f"Trở về mẫu gốc “{known.name}”",
        subject=body,
        body=body,
        detail={"form": form},
    )


def _form(code: str) -> Sheet:
    form = sheets().get(code)
    if form is None:
        raise WrongState("Không có mẫu văn bản này. Mở lại danh sách mẫu.")
    return form
