"""A made-up country for the screening benchmark: people, titles, ratings, initiatives as columns.

Seeded; civil servants whose record is whole, so that every engine can be asked the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np

YEAR, FIRST = 2026, 2012
TITLES = ("ldtt", "cstd-co-so", "cstd-cap-tinh", "cstd-toan-quoc", "bk-cap-tinh", "bk-thu-tuong")
GRADES = ("khong_hoan_thanh", "hoan_thanh", "hoan_thanh_tot", "hoan_thanh_xuat_sac")
LEVELS = ("co_so", "bo_nganh_tinh", "toan_quoc")
KINDS = ("sang_kien", "de_tai_khoa_hoc")


def world(people: int, seed: int = 20261122) -> dict[str, dict[str, Any]]:
    """For a million people about 7 million titles, 6 million ratings, 1.6 million initiatives.

    Words of closed lists are numbers into the tuples above; rows stand in the order of a register:
    by year, not by person.
    """
    rng = np.random.default_rng(seed)
    quality = rng.beta(2.2, 2.0, people).astype(np.float32)
    tables: dict[str, list[Any]] = {name: [] for name in ("awards", "ratings", "initiatives")}
    joined = rng.integers(FIRST - 8, YEAR, people)
    row = np.zeros(people, np.int8)
    for year in range(FIRST, YEAR + 1):
        here = joined <= year
        luck = rng.random(people, np.float32)
        good = here & (luck < 0.35 + 0.6 * quality)
        best = good & (luck < 0.02 + 0.38 * quality)
        if year > YEAR - 8:
            grade = np.where(best, 3, np.where(good, 2, 1)).astype(np.int8)
            rated = np.nonzero(here & (rng.random(people, np.float32) < 0.86))[0]
            tables["ratings"].append((rated, year, grade[rated]))
        if year < YEAR:
            tables["awards"].append((np.nonzero(good & (luck < 0.85))[0], year, 0))
            tables["awards"].append((np.nonzero(best)[0], year, 1))
            row = np.where(best, row + 1, 0).astype(np.int8)
            third = (row >= 3) & (rng.random(people, np.float32) < 0.5)
            tables["awards"].append((np.nonzero(third)[0], year, 2))
            row[third] = 0
            rare = rng.random(people, np.float32)
            tables["awards"].append((np.nonzero(third & (rare < 0.1))[0], year, 3))
            tables["awards"].append((np.nonzero(best & (rare < 0.12))[0], year, 4))
            tables["awards"].append((np.nonzero(best & (rare > 0.99))[0], year, 5))
        made = here & (rng.random(people, np.float32) < 0.24 * quality)
        tables["initiatives"].append((np.nonzero(made)[0], year, None))
    found: dict[str, dict[str, Any]] = {}
    for name, parts in tables.items():
        subject = np.concatenate([part[0] for part in parts]).astype(np.int32)
        years = np.repeat(
            np.array([part[1] for part in parts], np.int16), [len(p[0]) for p in parts]
        )
        found[name] = {"subject": subject, "year": years}
    found["awards"]["code"] = np.repeat(
        np.array([part[2] for part in tables["awards"]], np.int8),
        [len(part[0]) for part in tables["awards"]],
    )
    days = np.array([np.datetime64(f"{year}-12-20", "D") for year in range(FIRST, YEAR + 1)])
    found["awards"]["decided_on"] = days[found["awards"]["year"] - FIRST]
    found["ratings"]["grade"] = np.concatenate([part[2] for part in tables["ratings"]])
    size = len(found["initiatives"]["subject"])
    chance = rng.random(size)
    found["initiatives"]["level"] = np.where(chance < 0.9, 0, np.where(chance < 0.99, 1, 2)).astype(
        np.int8
    )
    found["initiatives"]["kind"] = (rng.random(size) < 0.15).astype(np.int8)
    mid = np.array([np.datetime64(f"{year}-06-01", "D") for year in range(FIRST, YEAR + 1)])
    found["initiatives"]["recognised_on"] = mid[found["initiatives"]["year"] - FIRST]
    return found
