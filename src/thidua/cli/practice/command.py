"""`thidua practice`: makes the practice province, as columns in a file or in the database."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from thidua.cli.practice.place import Unusable

if TYPE_CHECKING:
    from thidua.cli.practice.province.tables import Province

NAME = "practice"
SEED = 2026
HELP = "tạo tỉnh thực hành (dữ liệu hư cấu, cỡ tùy chọn) để tập huấn, đo tải, đo tốc độ"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--seed", type=_seed, default=SEED, metavar="N", help="số gieo; cùng số cho cùng một tỉnh"
    )
    parser.add_argument(
        "--people", type=int, default=3_000, metavar="N", help="số người (mặc định 3000)"
    )
    parser.add_argument(
        "--columns",
        type=Path,
        metavar="TỆP.npz",
        help="ghi các cột dữ liệu vào tệp, không cần cơ sở dữ liệu",
    )
    parser.add_argument(
        "--parquet",
        type=Path,
        metavar="THƯ_MỤC",
        help="ghi các bảng mà việc quét đọc, mỗi bảng một tệp Parquet, không cần cơ sở dữ liệu",
    )
    parser.add_argument(
        "--database",
        action="store_true",
        help="nạp vào cơ sở dữ liệu của THIDUA_DATABASE_URL (trống, hoặc đang giữ đơn vị thực "
        "hành); lần trước dừng giữa chừng thì nạp tiếp",
    )


def run(args: argparse.Namespace) -> int:
    """0 made; 1 with a sentence when it cannot be; 2 when nothing was asked for."""
    if args.columns is None and args.parquet is None and not args.database:
        _say(
            "Lỗi: ghi --columns TỆP.npz để có tệp cột, --parquet THƯ_MỤC để có các bảng Parquet, "
            "--database để nạp vào cơ sở dữ liệu."
        )
        return 2
    from thidua.cli.practice.province.history import make_province
    from thidua.cli.practice.province.tables import save
    from thidua.law import LawError

    try:
        province = make_province(args.people, args.seed)
        if args.columns is not None:
            save(province, args.columns)
            _say(f"Đã ghi {args.columns}: {_counts(province)}.")
        if args.parquet is not None:
            write_parquet(province, args.parquet)
            _say(f"Đã ghi {args.parquet}: {_counts(province)}.")
        if args.database:
            load_into_database(province)
    except ValueError as refusal:
        _say(f"Lỗi: {refusal}")
        return 1
    except OSError as error:
        where = args.columns if args.columns is not None else args.parquet
        _say(f"Lỗi: không ghi được {error.filename or where} ({error.strerror or error}).")
        return 1
    except LawError as refusal:
        _say(f"Lỗi: {refusal}")
        return 1
    except Unusable as refusal:
        _say(f"Lỗi: {refusal.sentence}")
        _say(f"Error: {refusal.english}")
        return 1
    except KeyboardInterrupt:
        _say("\nĐã dừng giữa chừng. Chạy lại cùng lệnh để nạp tiếp từ cơ quan còn thiếu.")
        return 130
    return 0


def write_parquet(province: Province, folder: Path) -> None:
    """The long tables of `law.screen`, as they are known in the last year of the province."""
    from thidua.cli.practice.province import shape
    from thidua.cli.practice.province.facts import fact_columns
    from thidua.eligibility.spans import tables_for
    from thidua.law.screen.parquet import write_tables

    write_tables(tables_for(fact_columns(province), shape.LAST_YEAR), folder)


def load_into_database(province: Province) -> None:
    """Write the province where the settings say, telling each body on standard error."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    import django

    django.setup()
    from thidua.cli.practice.accounts import PASSWORD
    from thidua.cli.practice.province.storing import OFFICER, SIGN_INS, store

    began = time.monotonic()

    def tell(name: str, done: int, total: int) -> None:
        _say(f"  {done * 100 // total:3d} %  {name} ({done}/{total} người)")

    stored = store(province, progress=tell)
    if not stored.bodies:
        _say("Tỉnh thực hành này đã có trong cơ sở dữ liệu, không ghi gì thêm.")
        return
    _say(
        f"Đã nạp {stored.people} người của {stored.bodies} cơ quan trong "
        f"{time.monotonic() - began:.0f} giây."
    )
    names = ", ".join(username for username, *_ in (*SIGN_INS, OFFICER))
    _say(f"Đăng nhập: {names}; mật khẩu chung {PASSWORD} (chỉ dùng để thực hành).")


def _counts(province: Province) -> str:
    units = len(province.bodies.units)
    return (
        f"{province.size} người, {len(province.bodies.homes)} cơ quan, {units} đơn vị, "
        f"{len(province.ratings.year)} xếp loại, {len(province.awards.year)} khen thưởng, "
        f"{len(province.initiatives.year)} sáng kiến"
    )


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 10**6):
        raise argparse.ArgumentTypeError(f"“{text}” phải là số nguyên từ 0 đến 999999")
    return int(text)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
