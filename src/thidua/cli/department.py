"""`thidua department`: sets up the body of a new installation with its first two accounts."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any

NAME = "department"
HELP = "lập cơ quan và hai tài khoản đầu tiên cho một lần cài đặt mới"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", required=True, help="tên cơ quan, ví dụ “Sở Nội vụ”")
    parser.add_argument("--province", required=True, help="cơ quan cấp trên, ví dụ “UBND tỉnh …”")
    parser.add_argument("--symbol", required=True, help="ký hiệu trong số văn bản, ví dụ SNV")
    parser.add_argument("--place", required=True, help="địa danh trong văn bản, ví dụ “Lam Giang”")
    parser.add_argument("--scope", default="", help="mã quy chế trong rulebook/local, nếu có")
    for flag, what in (("--officer", "chuyên viên"), ("--administrator", "quản trị hệ thống")):
        parser.add_argument(
            flag,
            required=True,
            nargs=2,
            metavar=("TÊN-ĐĂNG-NHẬP", "HỌ-TÊN"),
            help=f"tài khoản {what}; mật khẩu được in ra một lần",
        )


def run(args: argparse.Namespace) -> int:
    """0 set up; 1 with a sentence when something is in the way, and then nothing is stored."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    import django

    django.setup()
    from django.db.utils import OperationalError, ProgrammingError

    from thidua.kit.errors import NotAllowed, WrongState

    try:
        made = _set_up(args)
    except (NotAllowed, WrongState) as refusal:
        print(f"Lỗi: {refusal}", file=sys.stderr)
        return 1
    except (OperationalError, ProgrammingError):
        print(
            "Lỗi: chưa có bảng dữ liệu. Chạy trước: thidua manage migrate\n"
            "Error: there are no tables yet. Run first: thidua manage migrate",
            file=sys.stderr,
        )
        return 1
    print(f"Đã lập {args.name}. Mật khẩu dùng cho lần đăng nhập đầu tiên, không hiện lại:")
    for username, password in made:
        print(f"  {username:20} {password}")
    return 0


def _set_up(args: argparse.Namespace) -> list[tuple[str, str]]:
    from django.db import transaction

    from thidua.accounts.actions import create_account
    from thidua.organisations.actions import create_body
    from thidua.organisations.models import Body
    from thidua.organisations.scopes import Role

    def account(given: list[str], role: Any) -> tuple[str, str]:
        user, password = create_account(
            department=department,
            username=given[0],
            full_name=given[1],
            roles=[(role, department)],
            by=None,
        )
        return user.username, password

    with transaction.atomic():
        province = Body.objects.filter(kind=Body.Kind.PROVINCE, name=args.province).first()
        if province is None:
            province = create_body(
                parent=None,
                name=args.province,
                kind=Body.Kind.PROVINCE,
                symbol="UBND",
                place=args.place,
                by=None,
            )
        department = create_body(
            parent=province,
            name=args.name,
            kind=Body.Kind.DEPARTMENT,
            symbol=args.symbol,
            place=args.place,
            rulebook_scope=args.scope,
            by=None,
        )
        return [
            account(args.officer, Role.OFFICER),
            account(args.administrator, Role.ADMINISTRATOR),
        ]
