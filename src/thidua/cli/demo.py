"""`thidua demo`: loads the practice department when it is not there, then serves it.

The practice department lives in a folder of its own (`practice` inside THIDUA_VAR_DIR), so that it
never meets real records. A loading that was cut off is noticed at the next start and done again.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from thidua.cli.practice.place import Place, Unusable

NAME = "demo"
HELP = "chạy đơn vị thực hành (dữ liệu hư cấu) trên máy này"
HOST = "127.0.0.1"
# What a person may have set for the real installation must not steer the practice one.
KEPT = {"THIDUA_DEBUG", "THIDUA_RULEBOOK_DIRS"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reset", action="store_true", help="làm lại đơn vị thực hành từ đầu")
    parser.add_argument(
        "--port", type=int, help="cổng của máy chủ (mặc định 8000 hoặc THIDUA_PORT)"
    )
    parser.add_argument("--no-serve", action="store_true", help="chỉ nạp dữ liệu, không chạy")
    parser.add_argument("--reload", action="store_true", help="nạp lại khi mã nguồn đổi")
    parser.add_argument(
        "--province",
        type=int,
        metavar="N",
        help="nạp thêm tỉnh thực hành N người quanh đơn vị thực hành (xem thidua practice)",
    )
    parser.add_argument(
        "--use-database-url",
        action="store_true",
        help="nạp vào cơ sở dữ liệu của THIDUA_DATABASE_URL (trống, hoặc giữ đơn vị này)",
    )


def run(args: argparse.Namespace) -> int:
    """Exit 0 when stopped by Ctrl-C; 1 with a sentence when it cannot run; 2 for a wrong port."""
    started = time.monotonic()
    place = Place(Path(os.environ.get("THIDUA_VAR_DIR", "var")).resolve() / "practice")
    try:
        port = _port(args.port)
        _make_ready(place, port, args)
        if args.no_serve:
            _say(f"Xong sau {time.monotonic() - started:.0f} giây. Chạy máy chủ: ./thidua.sh demo")
            return 0
        from thidua.cli.server import serve

        serve(host=HOST, port=port, reload=args.reload, when_ready=lambda: _welcome(port, started))
    except Unusable as refusal:
        _say(f"Lỗi: {refusal.sentence}")
        _say(f"Error: {refusal.english}")
        return 1
    except KeyboardInterrupt:
        _say("\nĐã dừng giữa chừng. Lần chạy sau sẽ nạp lại từ đầu.")
        return 130
    finally:
        place.release()
    return 0


def _make_ready(place: Place, port: int, args: argparse.Namespace) -> None:
    place.claim(address=f"http://{HOST}:{port}")
    if not args.no_serve:
        _check_port(port)
    url = _database_url(place, asked=args.use_database_url)
    _prepare_settings(place, url, port)
    _load_if_needed(place, url, reset=args.reset)
    if args.province is not None:
        _add_province(args.province)


def _add_province(people: int) -> None:
    """The practice province around the department; a later start finds it there."""
    from django.db import connections

    from thidua.cli.practice.command import SEED, load_into_database
    from thidua.cli.practice.province.history import make_province

    try:
        load_into_database(make_province(people, SEED))
    except ValueError as refusal:
        raise Unusable(str(refusal), "The province needs 60 to 5,000,000 people.") from refusal
    finally:
        connections.close_all()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _port(given: int | None) -> int:
    text = str(given if given is not None else os.environ.get("THIDUA_PORT") or 8000)
    if text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise Unusable(
        f"Cổng “{text}” không dùng được. Ghi một số từ 1 đến 65535, ví dụ --port 8080.",
        f"Port {text!r} is not usable. Give a number from 1 to 65535, for example --port 8080.",
    )


def _check_port(port: int) -> None:
    from thidua.cli.server import next_free_port, port_is_free

    if not port_is_free(HOST, port):
        other = next_free_port(HOST, port) or 8080
        raise Unusable(
            f"Cổng {port} đang có chương trình khác dùng. Chạy lại với cổng khác: "
            f"./thidua.sh demo --port {other} (hoặc đặt THIDUA_PORT={other}).",
            f"Port {port} is in use. Run again with another one: ./thidua.sh demo --port {other}.",
        )


def _database_url(place: Place, *, asked: bool) -> str:
    """The address of the practice database; refuses to guess that a set address is meant."""
    given = os.environ.get("THIDUA_DATABASE_URL", "")
    if not asked:
        return f"sqlite:///{place.database}"
    if not given:
        raise Unusable(
            "Chưa đặt THIDUA_DATABASE_URL. Đặt biến đó, hoặc bỏ --use-database-url.",
            "THIDUA_DATABASE_URL is not set. Set it, or leave out --use-database-url.",
        )
    return given


def _prepare_settings(place: Place, url: str, port: int) -> None:
    for name in [n for n in os.environ if n.startswith("THIDUA_") and n not in KEPT]:
        del os.environ[name]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "thidua.config.settings",
        "THIDUA_VAR_DIR": str(place.folder),
        "THIDUA_DATABASE_URL": url,
        "THIDUA_PUBLIC_URL": f"http://{HOST}:{port}",
    }


def _load_if_needed(place: Place, url: str, *, reset: bool) -> None:
    own = urlsplit(url).scheme == "sqlite" and url == f"sqlite:///{place.database}"
    ready = not reset and (place.is_ready() if own else place.read_note() is not None)
    if own and not ready:
        if place.database.exists():
            why = "theo yêu cầu" if reset else "vì lần trước chưa nạp xong"
            _say(f"Xóa dữ liệu thực hành cũ ({why})…")
        place.clear()
    import django

    django.setup()
    from django.db import connections

    from thidua.cli.practice import loader

    if not own:
        loader.check_may_load(reset=reset)
        ready = ready and loader.is_loaded()
    if ready:
        loader.update_tables()
    else:
        began = time.monotonic()
        loader.load(say=_say, start_empty=not own)
        seconds = round(time.monotonic() - began)
        place.write_note(loaded_by=1, seconds=seconds)
        _say(f"Đã nạp xong đơn vị thực hành ({seconds} giây).")
    # The processes of the server open connections of their own.
    connections.close_all()


def _welcome(port: int, started: float) -> None:
    from thidua.cli.practice.accounts import PASSWORD, SIGN_INS

    width = max(len(sign_in.username) for sign_in in SIGN_INS)
    lines = [
        "",
        f"  Thi Đua đang chạy:  http://{HOST}:{port}",
        "",
        f"  Mật khẩu chung: {PASSWORD}  (chỉ dùng để thực hành)",
        *(
            f"    {sign_in.username:{width}}  {sign_in.role_label}: {sign_in.full_name}"
            for sign_in in SIGN_INS
        ),
        "",
        f"  Khởi động trong {time.monotonic() - started:.1f} giây. Dừng: Ctrl-C.",
        "  Running; one sign-in per role above, all with the same password. Stop with Ctrl-C.",
        "",
    ]
    print("\n".join(lines), flush=True)
