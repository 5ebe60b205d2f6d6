"""`thidua certificate check`: judge a certificate without a network and without a database."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

HELP = "kiểm tra bằng theo mã QR, không cần mạng; in danh sách khóa công khai"
_CODES = {"genuine": 0, "forged": 1, "revoked_key": 1, "no_seal": 2}
_PICTURES = {".png", ".jpg", ".jpeg"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="what", required=True)
    check = commands.add_parser(
        "check", help="kiểm tra nội dung mã QR: chuỗi, tệp chữ, ảnh PNG, JPG, hoặc - là đầu vào"
    )
    check.add_argument("content", metavar="NỘI_DUNG")
    check.add_argument(
        "--keys", required=True, metavar="TỆP", help="khoa.json tải từ trang xác minh"
    )
    check.add_argument("--json", action="store_true", help="trả lời bằng JSON")
    keys = commands.add_parser("keys", help="in danh sách khóa công khai của máy chủ này")
    keys.set_defaults(content="")


def run(args: argparse.Namespace) -> int:
    """Exit 0 genuine, 1 forged or signed by a revoked key, 2 nothing to judge."""
    if args.what == "keys":
        return _keys()
    from thidua.documents.seal_check import KeyListError, check_offline, keys_from_json

    try:
        keys = keys_from_json(Path(args.keys).read_text("utf-8"))
        text = _content(args.content)
    except (OSError, UnicodeDecodeError) as error:
        print(f"Lỗi: không đọc được tệp: {error}", file=sys.stderr)
        return 2
    except (KeyListError, _NoCodeError) as error:
        print(f"Lỗi: {error}", file=sys.stderr)
        return 2
    answer = check_offline(text, keys)
    facts = answer.facts
    shown = {
        "ma": facts.code,
        "quyet_dinh": facts.decision_number,
        "ngay": facts.decided_on.isoformat(),
        "hinh_thuc": facts.award_code,
        "ten": facts.name,
        "don_vi": facts.unit,
    } if facts else {}  # fmt: skip
    if args.json:
        said = {"verdict": answer.verdict.value, "sentence": answer.sentence, "facts": shown}
        print(json.dumps(said, ensure_ascii=False))
    else:
        print(answer.sentence)
        for name, value in shown.items():
            print(f"  {name}: {value}")
    return _CODES[answer.verdict.value]


class _NoCodeError(Exception):
    pass


def _content(given: str) -> str:
    if given == "-":
        return sys.stdin.read()
    if len(given) > 255 or not Path(given).is_file():
        return given
    path = Path(given)
    if path.suffix.lower() not in _PICTURES:
        return path.read_text("utf-8")
    import zxingcpp
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            found = zxingcpp.read_barcodes(image.convert("L"))
    except (UnidentifiedImageError, Image.DecompressionBombError):
        raise _NoCodeError(f"{path.name} không phải ảnh đọc được.") from None
    if not found:
        raise _NoCodeError(f"Không thấy mã QR trong {path.name}. Chụp gần và thẳng hơn.")
    return str(found[0].text)


def _keys() -> int:
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    django.setup()
    from thidua.portal.offline import keys_json

    print(keys_json(), end="")
    return 0
