"""A list of 100,000 rows of 15 columns written as xlsx, beside xlsxwriter in constant memory.

    .venv/bin/python benchmarks/export.py [rows]

The same rows, the same process; each writer runs twice and the better run counts. Memory is that
of the rows and the writer, without the interpreter.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

from thidua.kit.exports import csv
from thidua.kit.sheets import xlsx

HEADS = [f"Cột {number}" for number in range(1, 16)]
GOAL = 5.0


def rows(count: int) -> Iterator[tuple[Any, ...]]:
    for n in range(count):
        yield (
            n, f"{n}/QĐ-UBND", dt.date(2020, 1, 1 + n % 28), f"Nguyễn Văn Thành {n % 977}",
            f"Phòng Tổ chức {n % 30}", "Chiến sĩ thi đua cơ sở", 2019, "Chủ tịch UBND tỉnh",
            "Công trạng", "Sổ khen thưởng nhập vào", "Đã khớp người", "Còn hiệu lực",
            "ghi chú & <dấu>", None, f"tệp.xlsx, trang 2019, dòng {n}",
        )  # fmt: skip


def ours(path: Path, count: int) -> None:
    with path.open("wb") as file:
        for piece in xlsx("Sổ", HEADS, rows(count)):
            file.write(piece)


def as_csv(path: Path, count: int) -> None:
    with path.open("wb") as file:
        for piece in csv(HEADS, rows(count)):
            file.write(piece)


def peer(path: Path, count: int) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        sheet, day = book.add_worksheet("Sổ"), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, HEADS)
        for number, row in enumerate(rows(count), start=1):
            for column, value in enumerate(row):
                if isinstance(value, dt.date):
                    moment = dt.datetime(value.year, value.month, value.day)
                    sheet.write_datetime(number, column, moment, day)
                elif isinstance(value, int):
                    sheet.write_number(number, column, value)
                elif value is not None:
                    sheet.write_string(number, column, value)


def measured(write: Callable[[Path, int], None], path: Path, count: int) -> tuple[float, float]:
    """Seconds of the better of two runs, and MiB at the most in a run of a tenth."""
    times = []
    for _ in range(2):
        begun = time.perf_counter()
        write(path, count)
        times.append(time.perf_counter() - begun)
    tracemalloc.start()
    write(path, count // 10)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return min(times), most / 2**20


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory(prefix="thidua-xuat-") as folder:
        found = {}
        for name, write in (("xlsxwriter", peer), ("ours", ours), ("ours, CSV", as_csv)):
            seconds, most = measured(write, Path(folder) / "x", count)
            found[name] = seconds
            rate = count / seconds
            print(f"{name:12} {seconds:7.2f} s  {rate:9,.0f} rows/s  {most:6.1f} MiB")
    ratio = found["xlsxwriter"] / found["ours"]
    met = ratio >= GOAL
    print(f"{ratio:.1f} x xlsxwriter; goal {GOAL:.0f} x: {'met' if met else 'NOT MET'}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
