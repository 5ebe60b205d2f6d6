"""A register of 100,000 rows: read and validated, previewed into staging, stored in the book.

Goals: preview under 20 s, store under 60 s on 2 cores, under 1 GiB of memory; preview with
validation and a report per row at least 5 times as fast as openpyxl's read-only mode that only
walks over the cells of the same file. The rows are invented: one sheet per year, 15 columns, dates,
identity numbers, doubtful cells. The argument is another number of rows; THIDUA_DATABASE_URL names
the database (SQLite in a temporary folder without it), which is left as it was found.

Every step is measured in seconds of the clock and in seconds of the processor, all threads of this
process and, with a PostgreSQL server on this machine, the server process that works for it. A goal
is met when both hold: the clock alone tells more of whatever else the machine does meanwhile.
"""

from __future__ import annotations

import datetime as dt
import functools
import gc
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import xlsxwriter

T = TypeVar("T")
YEARS = range(2011, 2026)
HEADS = (
    "STT", "Ông/Bà", "Họ và tên", "Ngày sinh", "Số định danh", "Đơn vị",
    "Danh hiệu, hình thức khen thưởng", "Số quyết định", "Ngày quyết định", "Cơ quan ban hành",
    "Cấp khen", "Năm thành tích", "Tiền thưởng", "Ghi chú", "Trích lục",
)  # fmt: skip
FAMILIES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô",
    "Dương", "Lý", "Giàng", "Lò", "Vàng",
)  # fmt: skip
MIDDLES = (
    "Thị", "Văn", "Minh", "Thu", "Đức", "Ngọc", "Quang", "Hữu", "Thanh", "Xuân", "Hồng", "Đình",
)  # fmt: skip
GIVENS = (
    "Hoa", "Hùng", "Mai", "Lan", "Tuấn", "Phương", "Hà", "Bình", "Dũng", "Anh", "Thảo", "Long",
    "Sơn", "Thủy", "Yến", "Trang", "Kiên", "Cường", "Nga", "Oanh", "Thắng", "Quý", "Vinh", "Huệ",
    "Nhung", "Hạnh",
)  # fmt: skip
AWARDS = (
    ("Lao động tiên tiến", 60), ("LĐTT", 10), ("Chiến sĩ thi đua cơ sở", 12), ("CSTĐCS", 5),
    ("Giấy khen của Giám đốc Sở", 6), ("Bằng khen UBND tỉnh", 5), ("BK TTg", 1),
    ("danh hiệu lạ", 1),
)  # fmt: skip


def make_register(path: Path, rows: int) -> None:
    """Write the workbook; the same rows every time."""
    draw = random.Random(20261122)  # noqa: S311 - made-up rows, no secret
    units = [f"Phòng Nghiệp vụ {n}" for n in range(1, 41)]
    people = [
        (
            f"{draw.choice(FAMILIES)} {draw.choice(MIDDLES)} {draw.choice(MIDDLES)} "
            f"{draw.choice(GIVENS)}",
            dt.datetime(draw.randint(1962, 1999), draw.randint(1, 12), draw.randint(1, 28)),
            f"097{draw.randint(100_000_000, 199_999_999)}",
        )
        for _ in range(rows // 6 + 1)
    ]
    names, weights = zip(*AWARDS, strict=True)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for year in YEARS:
        sheet = book.add_worksheet(f"Năm {year}")
        sheet.write(0, 0, f"SỔ KHEN THƯỞNG NĂM {year}")
        sheet.write_row(2, 0, HEADS)
        for number in range(1, rows // len(YEARS) + 1):
            name, born, identity = draw.choice(people)
            decided = dt.datetime(year, 12, draw.randint(1, 28))
            line: tuple[Any, ...] = (
                number, draw.choice(("Ông", "Bà")), name, born, identity, draw.choice(units),
                draw.choices(names, weights)[0], f"{decided.day}/QĐ-SNV", decided, "Giám đốc Sở",
                "Sở", year if number % 97 else year - 5, 300_000, "", f"TL-{year}-{number}",
            )  # fmt: skip
            for column, value in enumerate(line):
                if isinstance(value, dt.datetime):
                    sheet.write_datetime(number + 2, column, value, day)
                elif value != "":
                    sheet.write(number + 2, column, value)
    book.close()


class Spent(NamedTuple):
    """Seconds of the clock and of the processor."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:.2f} s by the clock, {self.processor:.2f} s of processor"

    def under(self, seconds: float) -> bool:
        return max(self) < seconds

    def times(self, other: Spent) -> Spent:
        """How many times as long as `other`."""
        return Spent(self.clock / other.clock, self.processor / other.processor)


def timed(work: Callable[[], T]) -> tuple[Spent, T]:
    clock, processor = time.perf_counter(), processor_seconds()
    done = work()
    return Spent(time.perf_counter() - clock, processor_seconds() - processor), done


def processor_seconds() -> float:
    """This process with its threads, and the process of the database that works for it."""
    from django.db import connection

    server = 0.0
    if connection.vendor == "postgresql" and connection.connection is not None:
        stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
        if stat.exists() and "postgres" in (said := stat.read_text()):
            user, system = said.rpartition(")")[2].split()[11:13]
            server = (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return time.process_time() + server


def walk_with_openpyxl(path: Path) -> int:
    """Walk over every cell in read-only mode, doing nothing with them; the number of rows."""
    from openpyxl import load_workbook

    rows = 0
    for sheet in load_workbook(path, read_only=True):
        for _ in sheet.iter_rows(values_only=True):
            rows += 1
    return rows


def forget_texts() -> None:
    """Empty what the program keeps of texts it has cleaned, as a file never seen before finds it.

    What belongs to the law and the names of awards stays, as in a server that has started.
    """
    for thing in gc.get_objects():
        if isinstance(thing, functools._lru_cache_wrapper):
            size = thing.cache_parameters()["maxsize"] or 0
            if size >= 20_000 and thing.__module__.startswith("thidua."):
                thing.cache_clear()


def read_with_validation(path: Path) -> tuple[int, int]:
    """From the file to rows and doubts; the number of each."""
    from thidua.exchange.actions.loading import read_book

    register = read_book(path.read_bytes(), name=path.name)
    return len(register.rows) + len(register.refused), len(register.problems)


def peak() -> int:
    """MiB of the process so far at its largest."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("THIDUA_VAR_DIR", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
        path = Path(folder) / "so-khen-thuong.xlsx"
        make_register(path, rows)
        import django

        django.setup()
        return measure(path)


def measure(path: Path) -> int:
    from django.core.files.base import File
    from django.core.management import call_command
    from django.db import transaction

    from thidua.cli.practice.loader import make_department
    from thidua.exchange.actions import confirm_import, decide_alike, preview_register

    call_command("migrate", verbosity=0, interactive=False)
    read_with_validation(path)  # the law and the readers are loaded once per process

    def read_new() -> tuple[int, int]:
        forget_texts()
        return read_with_validation(path)

    # Each in turn, so that both meet the same neighbours on the machine; the best of three.
    rounds = [(timed(lambda: walk_with_openpyxl(path)), timed(read_new)) for _ in range(3)]
    walked, read = (Spent(*map(min, zip(*(r[i][0] for r in rounds), strict=True))) for i in (0, 1))
    total, (rows, doubts) = rounds[0][0][1], rounds[0][1][1]
    with transaction.atomic():
        department = make_department()
        enrol(department)

        def preview() -> Any:
            forget_texts()
            with path.open("rb") as handle:
                file = File(handle, name=path.name)
                return preview_register(body=department, file=file, by=None)

        previewed, batch = timed(preview)
        held = peak()
        decide_alike(batch=batch, alike="", choice="wait", by=None)
        stored, done = timed(lambda: confirm_import(batch=batch, by=None))
        entries = done.summary["result"]["entries"]
        lines = done.summary["lines"]
        transaction.set_rollback(True)
    ratio, whole = walked.times(read), walked.times(previewed)
    print(f"{total:,} rows walked by openpyxl read-only: {walked}")
    print(f"read with validation: {read}, {rows:,} rows, {doubts:,} doubts")
    print(f"preview, matched to people and staged: {previewed}, peak {held} MiB")
    print(f"store {entries:,} entries: {stored}, peak {peak()} MiB")
    print(f"lines: {lines}")
    goals = {
        f"read with validation {ratio.clock:.1f} times as fast as openpyxl without any by the "
        f"clock, {ratio.processor:.1f} by the processor (goal 5)": min(ratio) >= 5,
        f"whole preview {whole.clock:.1f} times as fast by the clock, {whole.processor:.1f} by "
        "the processor (goal 5)": min(whole) >= 5,
        "preview under 20 s": previewed.under(20),
        "store under 60 s": stored.under(60),
        "memory under 1024 MiB": peak() < 1024,
        "every line told": lines["read"] == sum(n for key, n in lines.items() if key != "read"),
    }
    for goal, met in goals.items():
        print(f"{'met   ' if met else 'MISSED'} {goal}")
    return 0 if all(goals.values()) else 1


def enrol(department: Any) -> None:
    """Two hundred people, so that rows have somebody to be matched to."""
    from thidua.people.actions import save_people

    draw = random.Random(1)  # noqa: S311 - made-up names, nothing secret
    rows: list[Any] = [
        {
            "full_name": f"{draw.choice(FAMILIES)} {draw.choice(MIDDLES)} {draw.choice(MIDDLES)} "
            f"{draw.choice(GIVENS)}",
            "born_on": dt.date(draw.randint(1962, 1999), draw.randint(1, 12), draw.randint(1, 28)),
        }
        for _ in range(200)
    ]
    save_people(department=department, rows=rows, by=None)


if __name__ == "__main__":
    sys.exit(main())
