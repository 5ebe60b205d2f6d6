"""`thidua whatif`: tries a change of the rules on past years: who gains, who loses, the cost."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thidua.eligibility.columns import FactColumns

NAME = "whatif"
HELP = "thử thay đổi một quy định trên các năm đã qua: ai được thêm, ai mất, tốn bao nhiêu"
ENDINGS = (".docx", ".pdf", ".json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="THAY-DOI.yaml", help="tệp thidua-change/1")
    parser.add_argument(
        "--years", type=_years, required=True, metavar="NĂM[-NĂM]", help="ví dụ 2023-2025"
    )
    parser.add_argument(
        "--law-on",
        type=dt.date.fromisoformat,
        metavar="NGÀY",
        help="áp dụng văn bản của ngày này (mặc định 01/12 của năm cuối)",
    )
    parser.add_argument(
        "--body", metavar="MÃ", help="chỉ một cơ quan (mã trong hệ thống); mặc định tất cả"
    )
    parser.add_argument(
        "--columns", type=Path, metavar="TỆP.npz", help="tỉnh thực hành, không cần cơ sở dữ liệu"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="TỆP", help="báo cáo .docx, .pdf hoặc .json"
    )
    parser.add_argument("--json", action="store_true", help="in một tài liệu JSON")


def run(args: argparse.Namespace) -> int:
    """0 answered, 1 bad input with a sentence. Nothing is changed anywhere."""
    if args.output is not None and args.output.suffix.lower() not in ENDINGS:
        return _fail(f"Tên báo cáo “{args.output}” phải có đuôi .docx, .pdf hoặc .json.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    import django

    django.setup()
    from django.db.utils import OperationalError, ProgrammingError

    from thidua.law import LawError

    try:
        return _answer(args)
    except LawError as error:
        return _fail(str(error))
    except ValueError as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(f"Không đọc hoặc ghi được “{error.filename}” ({error.strerror}).")
    except (OperationalError, ProgrammingError):
        return _fail("Chưa có bảng dữ liệu. Chạy trước: thidua manage migrate")
    except KeyboardInterrupt:
        return _fail("Đã dừng giữa chừng; không có gì thay đổi.")


def _answer(args: argparse.Namespace) -> int:
    from thidua.eligibility.whatif.change import read_change
    from thidua.eligibility.whatif.findings import what_if
    from thidua.eligibility.whatif.report import report_of, to_dict
    from thidua.law import load_rulebook

    rulebook = load_rulebook()
    on = args.law_on or dt.date(max(args.years), 12, 1)
    text = args.file.read_text(encoding="utf-8-sig")
    change = read_change(text, rulebook, on=on, file=args.file)
    columns, names = _columns(args)
    if not columns.size:
        return _fail("Chưa có người nào để thử. Nhập danh sách cán bộ, hoặc dùng --columns.")

    def tell(number: int, of: int) -> None:
        _say(f"  năm {args.years[number]} ({number + 1}/{of})")

    findings = what_if(columns, rulebook, change, years=args.years, on=on, progress=tell)
    report = report_of(findings, rulebook, bodies=names)
    plain = to_dict(findings, rulebook, names=names)
    if args.output is not None:
        _write(args.output, report, text, plain)
        _say(f"Báo cáo: {args.output}")
    if args.json:
        print(json.dumps(plain, ensure_ascii=False, indent=1))
        return 0
    print(report.summary)
    for table in report.tables[:2]:
        print(f"\n{table.title}")
        _print(table.heads, table.rows)
    return 0


def _columns(args: argparse.Namespace) -> tuple[FactColumns, dict[int, str]]:
    if args.columns is not None:
        from thidua.cli.practice.province.facts import fact_columns
        from thidua.cli.practice.province.tables import read

        province = read(args.columns)
        homes = province.bodies.homes
        return fact_columns(province), {n: home.name for n, home in enumerate(homes, start=1)}
    from thidua.eligibility.actions.keeping import columns_of
    from thidua.eligibility.queries.bodies import keeping_bodies

    bodies = keeping_bodies(code=args.body)
    if args.body and not bodies:
        raise ValueError(f"Không có cơ quan mã “{args.body}”. Xem mã: thidua organisations tree.")

    def tell(number: int, of: int) -> None:
        _say(f"  đọc hồ sơ: {number + 1}/{of} cơ quan")

    return columns_of(bodies, progress=tell), {body.pk: body.name for body in bodies}


def _write(path: Path, report: Any, text: str, plain: dict[str, Any]) -> None:
    from thidua.eligibility.whatif.paper import report_docx, report_pdf

    ending = path.suffix.lower()
    if ending == ".json":
        content = json.dumps(plain, ensure_ascii=False, indent=1).encode()
    else:
        make = report_pdf if ending == ".pdf" else report_docx
        content = make(report, author="Thi Đua", text=text)
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _print(heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> None:
    widths = [max(len(line[place]) for line in (heads, *rows)) for place in range(len(heads))]
    for line in (heads, *rows):
        cells = [
            cell.ljust(width) if place < 2 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())


def _years(text: str) -> tuple[int, ...]:
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, -1)
    if not 2004 <= first <= last <= 2100 or last - first > 20:
        raise argparse.ArgumentTypeError(
            f"“{text}” không phải năm hoặc khoảng năm, ví dụ 2025 hoặc 2023-2025 (tối đa 21 năm)"
        )
    return tuple(range(first, last + 1))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _fail(sentence: str) -> int:
    _say(f"Lỗi: {sentence}")
    return 1
