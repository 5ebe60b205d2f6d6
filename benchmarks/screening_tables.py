"""The six rules of the benchmark in the query languages of DuckDB and Polars."""

from __future__ import annotations

from typing import Any

from benchmarks.screening_world import FIRST, YEAR


def _bit(year: int) -> int:
    return 1 << (year - FIRST)


def duckdb_query(folder: str) -> str:
    """One statement over the three Parquet files: group by person, then rules."""
    code = "bit_or(CASE WHEN code = '{}' THEN 1 << (year - {}) ELSE 0 END)::BIGINT"
    held = {
        "ld": "ldtt",
        "cs": "cstd-co-so",
        "ct": "cstd-cap-tinh",
        "tq": "cstd-toan-quoc",
        "bk": "bk-cap-tinh",
        "tt": "bk-thu-tuong",
    }
    words = ", ".join(f"{code.format(name, FIRST)} AS {short}" for short, name in held.items())
    now, years = _bit(YEAR), YEAR - FIRST + 1

    def since(start: int) -> int:
        return (1 << years) - _bit(start)

    runs = "+".join(
        f"CASE WHEN (xs & {since(start)}) = {since(start)} AND lastbk < {start} THEN "
        f"bit_count({{}} & {_bit(start)}) ELSE 0 END"
        for start in range(YEAR - 7, YEAR + 1)
    )
    sixth = " OR ".join(
        f"((({start} > lasttt AND (bk & {_bit(start)}) <> 0) OR "
        f"({start} = lasttt AND (bk & {2 * _bit(start) - 1}) <> 0)) "
        f"AND (tot & {since(start + 1)}) = {since(start + 1)} "
        f"AND bit_count(cs & {since(start + 1)}) + (r2 = 1)::INT >= 3)"
        for start in range(YEAR - 8, YEAR - 4)
    )
    last = "CASE WHEN {0} > 0 THEN {1} + floor(log2({0}))::INT ELSE 0 END"
    first = FIRST
    return f"""
    WITH a AS (SELECT subject, {words} FROM '{folder}/awards.parquet' GROUP BY subject),
    r AS (SELECT subject,
      bit_or(CASE WHEN grade = 'hoan_thanh_xuat_sac' THEN 1 << (year - {
        first
    }) ELSE 0 END)::BIGINT xs,
      bit_or(CASE WHEN grade IN ('hoan_thanh_xuat_sac', 'hoan_thanh_tot')
             THEN 1 << (year - {first}) ELSE 0 END)::BIGINT tot
      FROM '{folder}/ratings.parquet' GROUP BY subject),
    i AS (SELECT subject,
      bit_or(CASE WHEN kind = 'sang_kien' THEN 1 << (year - {first}) ELSE 0 END)::BIGINT sk,
      bit_or(CASE WHEN kind <> 'sang_kien' THEN 1 << (year - {first}) ELSE 0 END)::BIGINT dt,
      bit_or(CASE WHEN level <> 'co_so' THEN 1 << (year - {first}) ELSE 0 END)::BIGINT high,
      bit_or(CASE WHEN level = 'toan_quoc' THEN 1 << (year - {first}) ELSE 0 END)::BIGINT top
      FROM '{folder}/initiatives.parquet' GROUP BY subject),
    w AS (SELECT p.subject, {
        ", ".join(
            f"coalesce({n}, 0) {n}"
            for n in ("ld", "cs", "ct", "tq", "bk", "tt", "xs", "tot", "sk", "dt", "high", "top")
        )
    }
      FROM '{folder}/subjects.parquet' p LEFT JOIN a USING (subject) LEFT JOIN r USING (subject)
      LEFT JOIN i USING (subject)),
    l AS (SELECT *, {last.format("ct", first)} AS ct1, {last.format("tq", first)} AS lasttq,
      {last.format("bk", first)} AS lastbk, {last.format("tt", first)} AS lasttt,
      (tot & {now}) <> 0 AS c1, (xs & {now}) <> 0 AS x1, ((sk | dt) & {now}) <> 0 AS m1 FROM w),
    l2 AS (SELECT *, c1 OR (ld & {now}) <> 0 AS st,
      CASE WHEN (c1 OR (ld & {now}) <> 0) AND (x1 OR m1) THEN 1 ELSE 5 END AS r2,
      CASE WHEN ct1 > 0 THEN ct & ((1 << (ct1 - {first})) - 1) ELSE 0 END AS rest,
      CASE WHEN (high & {since(YEAR - 2)}) <> 0 THEN 1 WHEN high <> 0 THEN 2 ELSE 5 END AS m3,
      CASE WHEN (top & {since(YEAR - 5)}) <> 0 THEN 1 WHEN top <> 0 THEN 2 ELSE 5 END AS m4,
      (xs & {since(YEAR - 1)}) = {since(YEAR - 1)} AND lastbk < {YEAR - 1} AS two,
      {runs.format(*["sk"] * 8)} AS nsk, {runs.format(*["dt"] * 8)} AS ndt FROM l),
    l3 AS (SELECT *, {last.format("rest", first)} AS ct2,
      r2 = 1 AND (cs & {_bit(YEAR - 1) | _bit(YEAR - 2)}) = {_bit(YEAR - 1) | _bit(YEAR - 2)}
        AND ct1 < {YEAR - 2} AS row3,
      r2 = 1 AND (cs & {_bit(YEAR - 1)}) <> 0 AND lastbk < {YEAR - 1} AS row2,
      CASE WHEN nsk >= 2 OR ndt >= 2 THEN 1 WHEN nsk + ndt >= 2 THEN 2 ELSE 5 END AS m5 FROM l2),
    l4 AS (SELECT *, greatest(CASE WHEN row3 THEN 1 ELSE 5 END, m3) AS r3,
      CASE WHEN ct1 > lasttq AND ct2 > 0 AND ct1 - ct2 < 3 THEN 3
           WHEN ct1 > lasttq AND ct2 > 0 AND ct1 - ct2 = 3 AND ct2 > lasttq
           THEN CASE WHEN ct1 + 1 >= {YEAR} THEN 1 ELSE 2 END ELSE 5 END AS known,
      CASE WHEN ct1 >= {YEAR - 2} THEN 3 WHEN ct1 = {YEAR - 3} AND ct1 > lasttq THEN 1
           ELSE 5 END AS longer,
      CASE WHEN row2 OR (two AND m5 = 1) THEN 1 WHEN two AND m5 = 2 THEN 2 ELSE 5 END AS r5,
      CASE WHEN {sixth} THEN 1 ELSE 5 END AS r6 FROM l3),
    l5 AS (SELECT *, CASE WHEN known = 1 OR longer = 5 THEN known WHEN r3 = 1 THEN longer
      WHEN r3 = 5 THEN known WHEN longer = 1 THEN r3 ELSE 3 END AS chain FROM l4)
    SELECT subject, (CASE WHEN c1 THEN 1 ELSE 5 END)::UTINYINT r1, r2::UTINYINT r2,
      r3::UTINYINT r3, greatest(chain, m4)::UTINYINT r4, r5::UTINYINT r5, r6::UTINYINT r6,
      ((NOT c1)::INT | ((NOT st)::INT << 1) | ((NOT x1)::INT << 2) | ((NOT m1)::INT << 3)
       | ((NOT row3)::INT << 4) | ((m3 = 5)::INT << 5) | ((chain = 5)::INT << 6)
       | ((m4 = 5)::INT << 7) | ((NOT row2)::INT << 8) | ((NOT two)::INT << 9)
       | ((m5 = 5)::INT << 10) | ((r6 = 5)::INT << 11))::USMALLINT failing
    FROM l5 ORDER BY subject
    """  # noqa: S608 - numbers and names of this file only


# -- Polars: lazy, from the same files ---------------------------------------------------------
def polars_query(folder: str) -> Any:
    """The same as a lazy frame: words by grouping, rules as expressions."""
    import polars as pl

    c, lit = pl.col, pl.lit
    years = YEAR - FIRST + 1

    def word(test: Any, name: str) -> Any:
        bit = lit(1, pl.Int64) * lit(2, pl.Int64).pow(c("year") - FIRST)
        return pl.when(test).then(bit).otherwise(0).cast(pl.Int64).bitwise_or().alias(name)

    def since(start: int) -> int:
        return (1 << years) - _bit(start)

    def has(name: str, mask: int) -> Any:
        return (c(name) & mask) != 0

    def whole(name: str, mask: int) -> Any:
        return (c(name) & mask) == mask

    def last(name: str) -> Any:
        return FIRST + 63 - c(name).bitwise_leading_zeros().cast(pl.Int32)

    def choose(*pairs: Any) -> Any:
        *cases, other = pairs
        found = pl.when(cases[0][0]).then(cases[0][1])
        for test, value in cases[1:]:
            found = found.when(test).then(value)
        return found.otherwise(other)

    awards = pl.scan_parquet(f"{folder}/awards.parquet").with_columns(c("year").cast(pl.Int64))
    codes = {
        "ld": "ldtt",
        "cs": "cstd-co-so",
        "ct": "cstd-cap-tinh",
        "tq": "cstd-toan-quoc",
        "bk": "bk-cap-tinh",
        "tt": "bk-thu-tuong",
    }
    a = awards.group_by("subject").agg(word(c("code") == v, k) for k, v in codes.items())
    ratings = pl.scan_parquet(f"{folder}/ratings.parquet").with_columns(c("year").cast(pl.Int64))
    best = c("grade") == "hoan_thanh_xuat_sac"
    r = ratings.group_by("subject").agg(
        word(best, "xs"), word(best | (c("grade") == "hoan_thanh_tot"), "tot")
    )
    made = pl.scan_parquet(f"{folder}/initiatives.parquet").with_columns(c("year").cast(pl.Int64))
    i = made.group_by("subject").agg(
        word(c("kind") == "sang_kien", "sk"),
        word(c("kind") != "sang_kien", "dt"),
        word(c("level") != "co_so", "high"),
        word(c("level") == "toan_quoc", "top"),
    )
    w = pl.scan_parquet(f"{folder}/subjects.parquet").select("subject")
    for part in (a, r, i):
        w = w.join(part, on="subject", how="left")
    names = ("ld", "cs", "ct", "tq", "bk", "tt", "xs", "tot", "sk", "dt", "high", "top")
    w = w.with_columns(c(name).fill_null(0) for name in names)

    def runs(name: str) -> Any:
        return pl.sum_horizontal(
            (whole("xs", since(s)) & (c("lastbk") < s) & has(name, _bit(s))).cast(pl.Int32)
            for s in range(YEAR - 7, YEAR + 1)
        )

    now, two = _bit(YEAR), _bit(YEAR - 1) | _bit(YEAR - 2)
    w = w.with_columns(
        *(
            pl.when(c(short) > 0).then(last(short)).otherwise(0).alias(name)
            for short, name in (("ct", "ct1"), ("tq", "lasttq"), ("bk", "lastbk"), ("tt", "lasttt"))
        ),
        has("tot", now).alias("c1"),
        has("xs", now).alias("x1"),
        ((c("sk") | c("dt")) & now != 0).alias("m1"),
        choose((has("high", since(YEAR - 2)), 1), (c("high") != 0, 2), 5).alias("m3"),
        choose((has("top", since(YEAR - 5)), 1), (c("top") != 0, 2), 5).alias("m4"),
    )
    rest = c("ct") - lit(2, pl.Int64).pow(c("ct1") - FIRST).cast(pl.Int64)
    w = w.with_columns(
        (c("c1") | has("ld", now)).alias("st"),
        pl.when(c("ct1") > 0).then(rest).otherwise(0).alias("rest"),
        (whole("xs", since(YEAR - 1)) & (c("lastbk") < YEAR - 1)).alias("two"),
        runs("sk").alias("nsk"),
        runs("dt").alias("ndt"),
    )
    w = w.with_columns(
        choose((c("st") & (c("x1") | c("m1")), 1), 5).alias("r2"),
        pl.when(c("rest") > 0).then(last("rest")).otherwise(0).alias("ct2"),
        choose(((c("nsk") >= 2) | (c("ndt") >= 2), 1), (c("nsk") + c("ndt") >= 2, 2), 5).alias(
            "m5"
        ),
    )
    sixth = pl.any_horizontal(
        (
            ((s > c("lasttt")) & has("bk", _bit(s)))
            | ((s == c("lasttt")) & has("bk", 2 * _bit(s) - 1))
        )
        & whole("tot", since(s + 1))
        & ((c("cs") & since(s + 1)).bitwise_count_ones() + (c("r2") == 1).cast(pl.UInt32) >= 3)
        for s in range(YEAR - 8, YEAR - 4)
    )
    ok = (c("ct1") > c("lasttq")) & (c("ct2") > 0)
    gap = c("ct1") - c("ct2")
    w = w.with_columns(
        ((c("r2") == 1) & whole("cs", two) & (c("ct1") < YEAR - 2)).alias("row3"),
        ((c("r2") == 1) & has("cs", _bit(YEAR - 1)) & (c("lastbk") < YEAR - 1)).alias("row2"),
        choose(
            (ok & (gap < 3), 3),
            (ok & (gap == 3) & (c("ct2") > c("lasttq")) & (c("ct1") + 1 >= YEAR), 1),
            (ok & (gap == 3) & (c("ct2") > c("lasttq")), 2),
            5,
        ).alias("known"),
        choose(
            (c("ct1") >= YEAR - 2, 3), ((c("ct1") == YEAR - 3) & (c("ct1") > c("lasttq")), 1), 5
        ).alias("longer"),
        choose((sixth, 1), 5).alias("r6"),
    )
    w = w.with_columns(
        pl.max_horizontal(choose((c("row3"), 1), 5), c("m3")).alias("r3"),
        choose(
            (c("row2") | (c("two") & (c("m5") == 1)), 1), (c("two") & (c("m5") == 2), 2), 5
        ).alias("r5"),
    )
    w = w.with_columns(
        choose(
            ((c("known") == 1) | (c("longer") == 5), c("known")),
            (c("r3") == 1, c("longer")),
            (c("r3") == 5, c("known")),
            (c("longer") == 1, c("r3")),
            3,
        ).alias("chain")
    )
    bits = (
        ~c("c1"),
        ~c("st"),
        ~c("x1"),
        ~c("m1"),
        ~c("row3"),
        c("m3") == 5,
        c("chain") == 5,
        c("m4") == 5,
        ~c("row2"),
        ~c("two"),
        c("m5") == 5,
        c("r6") == 5,
    )
    failing = pl.sum_horizontal(b.cast(pl.Int32) * (1 << n) for n, b in enumerate(bits))
    rules = {"r2": c("r2"), "r3": c("r3"), "r5": c("r5"), "r6": c("r6")}
    rules["r1"] = choose((c("c1"), 1), 5)
    rules["r4"] = pl.max_horizontal(c("chain"), c("m4"))
    shown = [rules[f"r{n}"].cast(pl.UInt8).alias(f"r{n}") for n in range(1, 7)]
    return w.select("subject", *shown, failing.cast(pl.UInt16).alias("failing")).sort("subject")
