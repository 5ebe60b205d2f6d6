"""A department of one unit that imports, for the tests of imports."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.apps.exchange.samples import workbook

from thidua.exchange.actions import confirm_import, decide_alike, preview
from thidua.exchange.models import ImportBatch

HEADS = (
    "STT", "Họ và tên", "Năm sinh", "Đơn vị", "Danh hiệu", "Số QĐ", "Ngày QĐ", "Năm thành tích",
)  # fmt: skip


def book(path: Path, *rows: tuple[object, ...], name: str = "Sổ 2020") -> Path:
    """A register of one sheet with the headings above."""
    return workbook(path, (name, [("SỔ KHEN THƯỞNG",), (), HEADS, *rows]))


def line(number: int, name: str, **changes: object) -> tuple[object, ...]:
    cells: dict[str, object] = {
        "number": number, "name": name, "born": 1980, "unit": "Phòng A", "award": "LĐTT",
        "decision": "12/QĐ-S", "day": "20/12/2020", "year": 2020,
    } | changes  # fmt: skip
    return tuple(cells.values())


def upload(path: Path, name: str | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name or path.name, path.read_bytes())


def register(world: SimpleNamespace, path: Path, **more: Any) -> ImportBatch:
    return preview(
        body=world.department, kind="register", file=upload(path), by=world.users.officer, **more
    )


def bring_in(world: SimpleNamespace, batch: ImportBatch, choice: str = "wait") -> ImportBatch:
    """Every open row decided alike, then confirmed."""
    decide_alike(batch=batch, alike="", choice=choice, by=world.users.officer)
    return confirm_import(batch=batch, by=world.users.officer)
