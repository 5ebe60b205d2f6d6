"""`thidua register`: walks the chain of a department's book, and prints its end to be kept."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import Any

NAME = "register"
HELP = "sổ khen thưởng: kiểm tra chuỗi băm, in dấu chốt sổ"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="VIỆC")
    verify = acts.add_parser(
        "verify", help="đọc cả sổ, nêu dòng đầu tiên bị can thiệp và nội dung bị sửa"
    )
    verify.add_argument(
        "--against",
        metavar="SỐ:MÃ",
        help="dấu chốt đã in trước đây (số dòng và mã băm, ít nhất 16 ký tự đầu), để biết sổ có bị "
        "cắt bớt hoặc tính lại từ ngày đó không",
    )
    head = acts.add_parser("head", help="in dấu chốt sổ hôm nay: số dòng và mã băm cuối")
    for act in (verify, head):
        act.add_argument("--body", metavar="KÝ-HIỆU", help="ký hiệu hoặc tên cơ quan, ví dụ SNV")
        act.add_argument("--json", action="store_true", help="in kết quả dạng JSON")


def run(args: argparse.Namespace) -> int:
    """0 the book is whole; 1 it is not, or something is in the way; 2 wrong usage."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    import django

    django.setup()
    from django.db.utils import OperationalError, ProgrammingError

    try:
        bodies = _bodies(args.body)
        if not bodies:
            known = ", ".join(b.symbol or b.name for b in _bodies(None)) or "chưa có cơ quan nào"
            print(f"Lỗi: không có sổ của “{args.body}”. Đang có: {known}.", file=sys.stderr)
            return 2 if args.body else 1
        if args.act == "head":
            return _heads(bodies, args)
        return _verify(bodies, args)
    except (OperationalError, ProgrammingError):
        print("Lỗi: chưa có bảng dữ liệu. Chạy trước: thidua manage migrate", file=sys.stderr)
        return 1


def _bodies(wanted: str | None) -> list[Any]:
    from django.db.models import Q

    from thidua.audit.models import ChainHead
    from thidua.organisations.models import Body

    departments = Body.objects.filter(kind=Body.Kind.DEPARTMENT).order_by("pk")
    if wanted:
        return list(departments.filter(Q(symbol__iexact=wanted) | Q(name__iexact=wanted)))
    names = set(ChainHead.objects.values_list("name", flat=True))
    return [body for body in departments if f"register:{body.pk}" in names]


def _verify(bodies: list[Any], args: argparse.Namespace) -> int:
    from thidua.register.queries import fits_head, verify_chain

    given = _given(args.against)
    if args.against and (given is None or len(bodies) != 1):
        print(
            "Lỗi: ghi dấu chốt dạng SỐ:MÃ (ví dụ 1204:9f3c51d2a07be416) và chọn một cơ quan bằng "
            "--body.",
            file=sys.stderr,
        )
        return 2
    whole, answers = True, []
    for body in bodies:
        check = verify_chain(body, progress=None if args.json else _told(body.name))
        kept = fits_head(body, *given) if given else None
        whole = whole and check.whole and kept is not False
        answers.append(
            {
                "body": body.name,
                "whole": check.whole,
                "entries": check.entries,
                "events": check.events,
                "place": check.place,
                "hash": check.hash,
                "broken_at": check.broken_at,
                "broken_place": check.broken_place,
                "problem": check.problem,
                "field": check.field,
                "expected": check.expected,
                "found": check.found,
                "fits_given_head": kept,
            }
        )
        if not args.json:
            _print(body, check, kept, args.against)
    if args.json:
        print(json.dumps(answers, ensure_ascii=False, indent=2))
    return 0 if whole else 1


def _print(body: Any, check: Any, kept: bool | None, given: str | None) -> None:
    if check.whole:
        print(
            f"{body.name}: sổ nguyên vẹn, {check.entries} dòng và {check.events} sự việc. "
            f"Dấu chốt {check.place}:{check.hash}"
        )
    else:
        print(f"{body.name}: sổ bị can thiệp, dòng đầu tiên là số {check.broken_at}.")
        print(f"  {check.problem}")
        if check.field:
            print(f"  Nội dung bị sửa: {check.field_label}")
        if check.expected:
            print(f"  Khi ghi: {check.expected}")
        if check.found:
            print(f"  Hiện nay: {check.found}")
    if kept is True:
        print(f"  Khớp dấu chốt đã in {given}.")
    elif kept is False:
        print(
            f"  KHÔNG khớp dấu chốt đã in {given}: sổ đã bị cắt bớt hoặc tính lại từ trước đó. "
            "Đối chiếu với bản sao lưu."
        )


def _heads(bodies: list[Any], args: argparse.Namespace) -> int:
    from thidua.register.queries import head_of

    heads = [(body, head_of(body)) for body in bodies]
    if args.json:
        shown = [
            {"body": b.name, "place": h.place, "hash": h.hash, "at": h.at.isoformat()}
            for b, h in heads
        ]
        print(json.dumps(shown, ensure_ascii=False, indent=2))
        return 0
    for body, head in heads:
        print(f"{body.name} {head.at:%d/%m/%Y %H:%M} {head.place}:{head.hash}")
    return 0


def _given(text: str | None) -> tuple[int, str] | None:
    place, _, digest = (text or "").strip().partition(":")
    digest = digest.strip().lower()
    if not (place.isascii() and place.isdigit()) or not 16 <= len(digest) <= 64:
        return None
    return (int(place), digest) if set(digest) <= set("0123456789abcdef") else None


def _told(name: str) -> Any:
    if not sys.stderr.isatty():
        return None

    def told(done: int, of: int) -> None:
        percent = 100 * done // of if of else 100
        print(f"\r{name}: {percent} %", end="" if done < of else "\r", file=sys.stderr, flush=True)

    return told
