"""The bytes of an officer's file, from a path or an upload; a sentence where there are none."""

from __future__ import annotations

from pathlib import Path

from thidua.exchange.readers.archives import UnreadableFile


def bytes_of(source: Path | bytes, label: str, *, most: int) -> bytes:
    """Refuses a missing, empty, unreadable or larger file before reading it."""
    if isinstance(source, bytes):
        size = len(source)
    else:
        try:
            size = source.stat().st_size
        except FileNotFoundError:
            raise UnreadableFile(
                f"Không tìm thấy tệp “{source}”: hãy kiểm tra đường dẫn và tên tệp."
            ) from None
        except OSError as error:
            raise UnreadableFile(
                f"Không mở được tệp “{source}”: hãy kiểm tra quyền đọc tệp."
            ) from error
    if size > most:
        raise UnreadableFile(
            f"Tệp “{label}” lớn hơn {most // 1024 // 1024} MB: hãy bỏ hình ảnh và "
            "trang tính không cần thiết rồi thử lại."
        )
    if size == 0:
        raise UnreadableFile(f"Tệp “{label}” trống (0 byte): hãy chọn tệp khác.")
    if isinstance(source, bytes):
        return source
    try:
        return source.read_bytes()
    except IsADirectoryError:
        raise UnreadableFile(
            f"“{source}” là thư mục, không phải tệp Excel: hãy chọn một tệp .xlsx."
        ) from None
    except OSError as error:
        raise UnreadableFile(
            f"Không mở được tệp “{source}”: hãy kiểm tra quyền đọc tệp."
        ) from error
