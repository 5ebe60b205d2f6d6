"""Where the practice department is kept, who uses it now, and whether it is whole."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any


class Unusable(Exception):
    """The practice department cannot be used; the two texts say what to do."""

    def __init__(self, sentence: str, english: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.english = english


@dataclass
class Place:
    """A folder of its own: database, files, keys and the note that loading has ended."""

    folder: Path
    lock: IO[str] | None = None

    @property
    def database(self) -> Path:
        return self.folder / "thidua.sqlite3"

    @property
    def note(self) -> Path:
        return self.folder / "ready.json"

    def claim(self, *, address: str) -> None:
        """Hold the folder until this process ends; refuses when another one holds it."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle = (self.folder / "in-use").open("a+", encoding="utf-8")
        except OSError as error:
            raise Unusable(
                f"Không ghi được vào {self.folder} ({error.strerror}). Sửa quyền thư mục đó, hoặc "
                "đặt THIDUA_VAR_DIR thành một thư mục của bạn, rồi chạy lại.",
                f"Cannot write to {self.folder}. Mend its permissions or set THIDUA_VAR_DIR.",
            ) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            handle.seek(0)
            holder = handle.read().strip() or "một tiến trình khác"
            handle.close()
            raise Unusable(
                f"Đơn vị thực hành đang chạy ở {holder}. Dùng địa chỉ đó, hoặc dừng nó "
                "(Ctrl-C ở cửa sổ của nó) rồi chạy lại.",
                f"The practice department is already running: {holder}. Use it or stop it first.",
            ) from error
        handle.truncate(0)
        handle.write(f"{address} (tiến trình {os.getpid()})")
        handle.flush()
        self.lock = handle

    def release(self) -> None:
        """Let another process have the folder."""
        if self.lock is not None:
            self.lock.close()
            self.lock = None

    def is_ready(self) -> bool:
        """True when a database is there and its loading came to the end."""
        return self.database.exists() and self.read_note() is not None

    def read_note(self) -> dict[str, Any] | None:
        try:
            note = json.loads(self.note.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return note if isinstance(note, dict) else None

    def write_note(self, **what: Any) -> None:
        """Written last, in one move: a loading that was cut off leaves no note."""
        part = self.note.with_suffix(".part")
        part.write_text(json.dumps(what, ensure_ascii=False, indent=1), encoding="utf-8")
        part.replace(self.note)

    def clear(self) -> None:
        """Remove everything but the lock, the note first."""
        self.note.unlink(missing_ok=True)
        for path in self.folder.iterdir():
            if path.name == "in-use":
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
