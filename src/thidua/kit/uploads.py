"""Files people send: what is accepted, how its kind is told, and its digest."""

from __future__ import annotations

import hashlib
import zipfile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils.http import content_disposition_header

from thidua.kit.errors import WrongState

MAX_BYTES = 20 * 1024 * 1024
KINDS = {
    "pdf": "PDF",
    "docx": "DOCX",
    "xlsx": "XLSX",
    "jpg": "JPG",
    "jpeg": "JPG",
    "png": "PNG",
}
_MAGIC = {
    "pdf": b"%PDF-",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
}
_INSIDE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


def digest_of(upload: UploadedFile[Any]) -> str:
    """Hexadecimal SHA-256 of the whole file, which is then at its beginning again."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def attachment(file: Any, name: str) -> FileResponse:
    """A stored file as an attachment: what was sent in is never shown inside this site.

    Raises `WrongState` when the file is gone from the store.
    """
    try:
        content = file.open("rb")
    except FileNotFoundError:
        raise WrongState(
            f"Tệp “{name}” không còn trong kho lưu. Đề nghị báo quản trị khôi phục từ bản sao lưu."
        ) from None
    response = FileResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def check_upload(upload: UploadedFile[Any]) -> str:
    """The extension of an acceptable file; otherwise a sentence that says what to send instead."""
    name = upload.name or ""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension not in KINDS:
        raise WrongState(
            f"“{name}” không phải PDF, DOCX, XLSX, JPG hoặc PNG. Chuyển tệp sang một trong các "
            "dạng đó rồi tải lên.",
            field="file",
        )
    size = upload.size or 0
    if size == 0:
        raise WrongState(f"“{name}” là tệp rỗng. Chọn lại tệp.", field="file")
    if size > MAX_BYTES:
        tenths = -(-size * 10 // (1024 * 1024))
        raise WrongState(
            f"“{name}” nặng {tenths // 10},{tenths % 10} MB, vượt quá 20 MB. Nén hoặc quét lại "
            "với độ phân giải thấp hơn.",
            field="file",
        )
    if not _looks_like(upload, extension):
        raise WrongState(
            f"“{name}” có đuôi .{extension} nhưng nội dung không phải {KINDS[extension]}. "
            "Mở lại tệp bằng chương trình đã tạo ra nó và lưu đúng dạng.",
            field="file",
        )
    return extension


def _looks_like(upload: UploadedFile[Any], extension: str) -> bool:
    upload.seek(0)
    try:
        if extension in _MAGIC:
            return bool(upload.read(16).startswith(_MAGIC[extension]))
        with zipfile.ZipFile(upload) as archive:  # names only: nothing is unpacked
            return _INSIDE[extension] in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    finally:
        upload.seek(0)
