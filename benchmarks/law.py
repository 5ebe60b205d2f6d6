"""Loading the whole rulebook in a fresh process, and one person's verdict on every award.

Goals: under 150 ms to load, every file read and every entry made (not only what the first question
needs), with the parsed copy of an account that has used the program before; under 10 ms for all
awards of one person after loading. The first use of an account, which parses YAML, is printed
beside it as the measure of what the copy saves.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date

LOAD_GOAL, ASSESS_GOAL = 0.150, 0.010
LOAD = """
import time
began = time.perf_counter()
from thidua.law.book.load import load_rulebook
imported = time.perf_counter()
book = load_rulebook()
book.all_keys()
print(time.perf_counter() - imported, imported - began)
"""
HISTORY = {
    "subject": {"kind": "individual", "name": "Nguyễn Văn A", "group": "direct_worker"},
    "service": {"recruited_on": "2005-08-01", "employment": "cong_chuc", "leave": []},
    "ratings": [{"year": year, "grade": "hoan_thanh_xuat_sac"} for year in range(2011, 2027)],
    "initiatives": [
        {
            "year": year,
            "level": "bo_nganh_tinh",
            "recognised_on": f"{year}-06-01",
            "decision": f"{year}/QĐ",
        }
        for year in range(2016, 2027)
    ],
    "disciplines": [],
    "awards": [
        {"code": code, "year": year, "decided_on": f"{year}-12-20", "merit": "cong_trang"}
        for year in range(2011, 2026)
        for code in ("ldtt", "cstd-co-so")
    ]
    + [
        {"code": "bk-cap-tinh", "year": 2014, "decided_on": "2014-12-20", "merit": "cong_trang"},
        {"code": "bk-thu-tuong", "year": 2019, "decided_on": "2020-03-20", "merit": "cong_trang"},
    ],
    "pending": [],
}


def loading(cache: str) -> tuple[float, float]:
    """Seconds of loading and of importing in one fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", LOAD],
        env={**os.environ, "THIDUA_CACHE_DIR": cache},
        check=True,
        capture_output=True,
        text=True,
    )
    load, imports = map(float, done.stdout.split())
    return load, imports


def assessing(times: int = 50) -> tuple[float, int]:
    """Median seconds for all awards of one person, and how many awards there are."""
    from thidua.law import evaluate_all, facts_from_dict, load_rulebook

    rb, facts = load_rulebook(), facts_from_dict(HISTORY)
    taken, answers = [], {}
    for _ in range(times):
        began = time.perf_counter()
        answers = evaluate_all(rb, facts, year=2026, received_on=date(2026, 9, 15))
        taken.append(time.perf_counter() - began)
    return statistics.median(taken), len(answers)


def main() -> int:
    with tempfile.TemporaryDirectory() as cache:
        first, _ = loading(cache)
        again = [loading(cache) for _ in range(7)]
    load = statistics.median(seconds for seconds, _ in again)
    imports = statistics.median(seconds for _, seconds in again)
    assess, awards = assessing()
    print(f"load {load * 1000:.0f} ms (imports {imports * 1000:.0f} ms besides)")
    print(f"first use of an account {first * 1000:.0f} ms, ratio {first / load:.1f}")
    print(f"assess {awards} awards of one person {assess * 1000:.1f} ms")
    met = "met" if load < LOAD_GOAL and assess < ASSESS_GOAL else "MISSED"
    print(f"goals {LOAD_GOAL * 1000:.0f} ms and {ASSESS_GOAL * 1000:.0f} ms: {met}")
    return 0 if met == "met" else 1


if __name__ == "__main__":
    sys.exit(main())
