"""How long `thidua demo` takes to be ready when the practice department is there already.

Goal: under 5 s from the command to the printed address. The first start, which loads everything, is
printed beside it as the measure of what is saved.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

GOAL = 5.0


def start(folder: str) -> float:
    """Seconds of one `thidua demo --no-serve` with its data under `folder`."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "thidua.cli.main", "demo", "--no-serve"],
        env={**os.environ, "THIDUA_VAR_DIR": folder},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - began


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        first, again = start(folder), min(start(folder) for _ in range(3))
    print(f"first start {first:.1f} s, again {again:.1f} s, ratio {first / again:.0f}")
    print(f"goal {GOAL} s: {'met' if again < GOAL else 'MISSED'}")
    return 0 if again < GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
