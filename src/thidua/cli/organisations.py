"""`thidua organisations`: loads the catalogue of bodies, prints and checks the tree of any day."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from pathlib import Path
from typing import Any

NAME = "organisations"
HELP = "cơ quan qua các thời kỳ: nạp danh mục, in và kiểm tra cây tổ chức"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="VIỆC")
    load = acts.add_parser(
        "load",
        help="nạp danh mục đi kèm (34 tỉnh và tiền thân, các bộ, ngành); nạp lại không đổi gì",
    )
    load.add_argument(
        "folder", nargs="?", type=Path, help="thư mục khác có bodies.csv và events.csv"
    )
    tree = acts.add_parser("tree", help="in cây tổ chức của một ngày: mã và tên khi đó")
    tree.add_argument(
        "--on", type=dt.date.fromisoformat, metavar="NGÀY", help="yyyy-mm-dd, mặc định hôm nay"
    )
    acts.add_parser("check", help="kiểm tra mọi ngày: vòng lặp, cơ quan quản lý không còn")


def run(args: argparse.Namespace) -> int:
    """0 done and sound; 1 with a sentence when refused or a fault was found."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    import django

    django.setup()
    from django.db.utils import OperationalError, ProgrammingError

    from thidua.kit.errors import Refusal

    acts: dict[str, Any] = {"load": _load, "tree": _tree, "check": _check}
    try:
        code: int = acts[args.act](args)
    except Refusal as refusal:
        print(f"Lỗi: {refusal}", file=sys.stderr)
        return 1
    except (OperationalError, ProgrammingError):
        print("Lỗi: chưa có bảng dữ liệu. Chạy trước: thidua manage migrate", file=sys.stderr)
        return 1
    return code


def _load(args: argparse.Namespace) -> int:
    from thidua.organisations.actions import load_catalogue

    done = load_catalogue(folder=args.folder, by=None) if args.folder else load_catalogue(by=None)
    print(f"Đã nạp {done.bodies} cơ quan, {done.events} việc sắp xếp; {done.same} dòng đã có.")
    if done.waiting:
        print(f"Chưa tới ngày, nạp lại sau: {', '.join(done.waiting)}.")
    return 0


def _tree(args: argparse.Namespace) -> int:
    from django.utils import timezone

    from thidua.organisations.queries import tree_on

    for node in tree_on(args.on or timezone.localdate()):
        print(f"{'  ' * node.depth}{node.name}  [{node.body.code}]")
    return 0


def _check(_: argparse.Namespace) -> int:
    from thidua.organisations.queries import Forest

    forest = Forest.read()
    faults = forest.faults()
    for fault in faults:
        name = forest.lives[fault.body].name
        above = forest.lives[fault.parent].name if fault.parent is not None else "–"
        print(f"{fault.kind}: {name} thuộc {above}, {fault.day or 'từ đầu'}")
    print(f"Đã kiểm tra {len(forest.lives)} cơ quan, đơn vị: {len(faults)} chỗ sai.")
    return 1 if faults else 0
