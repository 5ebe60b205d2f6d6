"""`thidua screen --database`: everybody of the bodies in the database at once, into a CSV file."""

from __future__ import annotations

import csv
import datetime as dt
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HEADS = ("Cơ quan", "Mã cán bộ", "Họ và tên", "Đơn vị")
CHUNK = 2_000


def screen_bodies(
    output: Path, *, year: int, received_on: dt.date, body: str | None, awards: list[str] | None
) -> int:
    """Body by body, told on standard error; Ctrl-C leaves no file. 0 written, 1 with a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    import django

    django.setup()
    from django.db.utils import OperationalError, ProgrammingError

    from thidua.law import LawError

    began = time.monotonic()
    try:
        people = _write(output, year, received_on, body, awards)
    except LawError as error:
        return _fail(str(error))
    except (OperationalError, ProgrammingError):
        return _fail("Chưa có bảng dữ liệu. Chạy trước: thidua manage migrate")
    except OSError as error:
        return _fail(f"Không ghi được “{output}” ({error.strerror}).")
    except KeyboardInterrupt:
        return _fail("Đã dừng giữa chừng; không có tệp kết quả nào được ghi.")
    if people is None:
        return _fail(
            f"Không có cơ quan mã “{body}”. Xem mã: thidua organisations tree."
            if body
            else "Chưa có cơ quan nào có danh sách cán bộ."
        )
    print(
        f"Đã xét {people} người trong {time.monotonic() - began:.1f} giây. Kết quả: {output}",
        file=sys.stderr,
    )
    return 0


def _write(
    output: Path, year: int, on: dt.date, body: str | None, awards: list[str] | None
) -> int | None:
    from thidua.eligibility.queries.bodies import keeping_bodies
    from thidua.eligibility.queries.quick import usual_columns
    from thidua.law import load_rulebook

    rulebook = load_rulebook()
    codes = awards or [column.code for column in usual_columns(on)]
    codes = [
        code
        for code in map(rulebook.resolve_code, codes)
        if "individual" in rulebook.info(code).recipients
    ]
    bodies = keeping_bodies(code=body)
    if not bodies:
        return None
    handle, name = tempfile.mkstemp(suffix=".csv", prefix=".thidua-", dir=output.parent)
    people = 0
    try:
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            names = [rulebook.award_name(code) for code in codes]
            writer.writerow([*HEADS, *(x for n in names for x in (n, f"{n}: còn thiếu"))])
            for number, one in enumerate(bodies, start=1):
                lines = 0
                for line in _lines(one, year, on, codes):
                    writer.writerow(line)
                    lines += 1
                people += lines
                print(f"  {number}/{len(bodies)}  {one.name}: {lines} người", file=sys.stderr)
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(output)
    finally:
        Path(name).unlink(missing_ok=True)
    return people


def _lines(body: Any, year: int, on: dt.date, codes: list[str]) -> Iterator[list[str]]:
    from thidua.eligibility.actions.keeping import columns_of
    from thidua.eligibility.queries.screened import screened
    from thidua.kit.sheets import guarded
    from thidua.law.screen import VERDICT_OF
    from thidua.law.values import VERDICT_VI
    from thidua.people.models import Person

    found = screened(columns_of([body]), year=year, received_on=on, awards=codes)
    keys = found.columns["people"]["pk"].tolist()
    for start in range(0, len(keys), CHUNK):
        people = Person.objects.select_related("unit").in_bulk(keys[start : start + CHUNK])
        for row, pk in enumerate(keys[start : start + CHUNK], start=start):
            person = people.get(pk)
            if person is None:
                continue
            unit = person.unit.name if person.unit else ""
            line = [body.name, person.code, person.full_name, unit]
            for code in codes:
                verdict = VERDICT_OF[int(found.weighed[code][row])]
                lacking = found.lacking(code, row) if verdict != "eligible" else []
                line += [VERDICT_VI[verdict], "; ".join(bit.statement for bit in lacking)]
            yield [str(guarded(cell)) for cell in line]


def _fail(sentence: str) -> int:
    print(f"Lỗi: {sentence}", file=sys.stderr)
    return 1
