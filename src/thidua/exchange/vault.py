"""The stored file of an import: it holds identity numbers in clear, so it lies encrypted under the
installation's key and only as long as it is needed.
"""

from __future__ import annotations

from django.core.files.base import ContentFile

from thidua.exchange.models import ImportBatch
from thidua.kit.errors import WrongState
from thidua.people import identity


def put(batch: ImportBatch, content: bytes) -> None:
    """Encrypt and store the file of a batch that is not saved yet."""
    sealed = identity.seal(content, about=batch.sha256)
    ending = batch.file_name.rpartition(".")[2].lower()
    ending = ending if ending in {"xlsx", "xlsm", "xls", "ods", "csv", "tsv", "docx"} else "xlsx"
    batch.file.save(f"{batch.sha256[:16]}.{ending}", ContentFile(sealed), save=False)


def content_of(batch: ImportBatch) -> bytes:
    """The file in clear; a sentence where it is gone or cannot be opened."""
    try:
        with batch.file.open("rb") as file:
            sealed = bytes(file.read())
    except (OSError, ValueError):
        raise WrongState(
            f"Không còn tệp “{batch.file_name}” trong kho lưu. Bỏ lần nhập này và chọn lại tệp."
        ) from None
    return identity.unseal(sealed, about=batch.sha256)


def drop(batch: ImportBatch) -> None:
    """Delete the file; name, size and digest stay with the batch."""
    if batch.file:
        batch.file.delete(save=False)
