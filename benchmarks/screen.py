"""Goal: `thidua screen` on 240 people with 15 years of register in under 3 s for the whole process.

Beside it the reading of the same two workbooks by openpyxl, the peer most scripts would use.
Run: python benchmarks/screen.py [rounds]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

DATA = Path(__file__).parents[1] / "tests" / "data"
REGISTER = DATA / "so-khen-thuong-2011-2025.xlsx"
LISTS = (DATA / "danh-sach-can-bo-2026.xlsx", DATA / "danh-sach-can-bo-2026-mau.xlsx")
GOAL = 3.0


def whole_process(staff: Path, out: Path) -> float:
    """Seconds from starting the interpreter to its end, workbook written."""
    command = [
        sys.executable, "-m", "thidua.cli.screen", str(staff),
        "--year", "2026", "--received-on", "2026-09-16", "-o", str(out),
        "--history", str(REGISTER), "--scope", "so-noi-vu-lam-giang",
    ]  # fmt: skip
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def ours(paths: tuple[Path, ...]) -> float:
    from thidua.exchange.readers.workbook import open_workbook

    start = time.perf_counter()
    for path in paths:
        open_workbook(path)
    return time.perf_counter() - start


def peer(paths: tuple[Path, ...]) -> float:
    import openpyxl

    start = time.perf_counter()
    for path in paths:
        for sheet in openpyxl.load_workbook(path, read_only=True, data_only=True):
            for _ in sheet.iter_rows(values_only=True):
                pass
    return time.perf_counter() - start


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for staff in LISTS:
            times = sorted(whole_process(staff, Path(folder) / "out.xlsx") for _ in range(rounds))
            worst = max(worst, times[len(times) // 2])
            print(
                f"{staff.name}: whole process {times[0]:.2f} s best, "
                f"{times[len(times) // 2]:.2f} s median"
            )
        for staff in LISTS:
            pair = (staff, REGISTER)
            print(
                f"{staff.name} + register, reading only: {ours(pair):.3f} s, openpyxl "
                f"{peer(pair):.3f} s"
            )
    print(f"goal {GOAL:.1f} s: {'met' if worst < GOAL else 'MISSED'}")
    return 0 if worst < GOAL else 1


if __name__ == "__main__":
    raise SystemExit(main())
