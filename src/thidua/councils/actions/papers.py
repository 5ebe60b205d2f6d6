"""Files and links that members read before a sitting."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction

from thidua.audit.actions import record
from thidua.councils.models import Motion, Sitting, SittingPaper
from thidua.councils.permissions import check_may_manage
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.kit.uploads import check_upload, digest_of

MAX_PAPERS = 200


@transaction.atomic
def add_paper(
    *,
    sitting: Sitting,
    title: str,
    by: Any,
    motion: Motion | None = None,
    upload: UploadedFile[Any] | None = None,
    url: str = "",
) -> SittingPaper:
    """One file or one link, for a motion or for the whole sitting. Refuses what is no document,
    an empty title, and a sitting that has ended."""
    check_may_manage(user=by, department=sitting.council.body.department)
    if sitting.state == Sitting.State.CONCLUDED:
        raise WrongState("Phiên họp đã kết luận nên tài liệu không thêm được nữa.")
    if motion is not None and motion.sitting_id != sitting.pk:
        raise WrongState("Đề nghị không thuộc phiên họp này. Tải lại trang.", field="motion")
    url = url.strip()
    if (upload is None) == (not url):
        raise WrongState("Chọn một tệp hoặc ghi một địa chỉ.", field="file")
    if sitting.papers.count() >= MAX_PAPERS:
        raise WrongState(f"Phiên họp đã có {MAX_PAPERS} tài liệu. Gộp bớt thành một tệp.")
    paper = SittingPaper(sitting=sitting, motion=motion, uploaded_by=by, title=squeeze(title)[:200])
    if upload is not None:
        extension = check_upload(upload)
        paper.file_name = squeeze(upload.name or "")[-200:]
        paper.title = paper.title or paper.file_name.rpartition(".")[0][:200]
        paper.size, paper.sha256 = upload.size or 0, digest_of(upload)
        paper.file.save(f"{paper.sha256[:16]}.{extension}", upload, save=False)
    else:
        try:
            URLValidator(schemes=["http", "https"])(url)
        except ValidationError:
            raise WrongState("Ghi địa chỉ bắt đầu bằng https://.", field="url") from None
        paper.url = url[:500]
    if not paper.title:
        raise WrongState("Ghi tên tài liệu.", field="title")
    paper.save()
    record(
        by=by,
        action="councils.add_paper",
        text=f"Đã thêm tài liệu “{paper.title}” vào phiên “{sitting.title}”",
        subject=sitting,
        body=sitting.council.body,
        detail={"paper": paper.pk, "sha256": paper.sha256},
    )
    return paper


@transaction.atomic
def remove_paper(*, paper: SittingPaper, by: Any) -> None:
    """Take a paper back before the box opens; afterwards it belongs to what was voted on."""
    sitting = paper.sitting
    check_may_manage(user=by, department=sitting.council.body.department)
    if sitting.state not in {Sitting.State.DRAFT, Sitting.State.CONVENED}:
        raise WrongState("Đã mở bỏ phiếu nên tài liệu thành viên đã đọc không gỡ được.")
    title, stored = paper.title, paper.file.name
    paper.delete()
    if stored:
        transaction.on_commit(lambda: paper.file.storage.delete(stored))
    record(
        by=by,
        action="councils.remove_paper",
        text=f"Đã gỡ tài liệu “{title}” khỏi phiên “{sitting.title}”",
        subject=sitting,
        body=sitting.council.body,
    )
