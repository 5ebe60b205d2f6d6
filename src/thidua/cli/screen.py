"""`thidua screen`: a staff list and a register in, a workbook of verdicts with reasons out."""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import os
import sys
import tempfile
from pathlib import Path

NAME = "screen"
HELP = "xét điều kiện khen thưởng cho cả danh sách cán bộ trong tệp Excel"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register the command; `run` is set as the default of the parser."""
    parser = commands.add_parser(NAME, help=HELP, description=HELP)
    add_arguments(parser)
    parser.set_defaults(run=run)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "staff", metavar="STAFF.xlsx", nargs="?", help="danh sách cán bộ hoặc tệp mẫu"
    )
    parser.add_argument(
        "--database",
        action="store_true",
        help="xét mọi người của các cơ quan trong cơ sở dữ liệu thay cho một tệp; kết quả là .csv",
    )
    parser.add_argument("--body", metavar="MÃ", help="với --database: chỉ một cơ quan")
    parser.add_argument("--year", type=_year, required=True, metavar="YYYY", help="năm xét")
    parser.add_argument(
        "--received-on",
        type=_day,
        required=True,
        metavar="DATE",
        help="ngày nhận hồ sơ, YYYY-MM-DD",
    )
    parser.add_argument("-o", "--output", required=True, metavar="OUT.xlsx", help="tệp kết quả")
    parser.add_argument("--history", metavar="REGISTER.xlsx", help="sổ khen thưởng các năm")
    parser.add_argument(
        "--scope", metavar="BODY", help="cơ quan có quy chế riêng trong rulebook/local"
    )
    parser.add_argument(
        "--awards",
        metavar="CODE[,CODE]",
        help="khen thưởng cần xét (mã, cách nhau dấu phẩy; all: tất cả); "
        "mặc định các danh hiệu, hình thức thường xét hằng năm",
    )
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON ra màn hình")
    parser.add_argument("--lang", choices=("vi", "en"), default="vi", help="ngôn ngữ")


def run(args: argparse.Namespace) -> int:
    """0 answered, 1 bad input or output with one sentence on stderr."""
    if args.database != (args.staff is None):
        return _fail("Ghi tệp STAFF.xlsx, hoặc --database, đúng một trong hai.")
    if args.database:
        return _run_bodies(args)
    # Everything made here lives until the end: looking for garbage costs a tenth of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _run(args)
    finally:
        if collecting:
            gc.enable()


def _run_bodies(args: argparse.Namespace) -> int:
    from thidua.cli.screen_bodies import screen_bodies

    output = Path(args.output)
    if output.suffix.lower() != ".csv":
        return _fail(f"Với --database, tên tệp kết quả “{output}” phải có đuôi .csv.")
    if not output.parent.is_dir() or output.is_dir():
        return _fail(f"Không ghi được “{output}”: hãy chọn thư mục đã có và một tên tệp.")
    awards = None
    if args.awards is not None:
        from thidua.law import LawError

        try:
            awards = _awards(args.awards)
        except LawError as error:
            return _fail(error.text(args.lang))
    return screen_bodies(
        output, year=args.year, received_on=args.received_on, body=args.body, awards=awards
    )


def _run(args: argparse.Namespace) -> int:
    # Imported here: a wrong option or `--help` answers without loading the readers and the law.
    from thidua.exchange.answer import screening_to_dict
    from thidua.exchange.readers.workbook import UnreadableFile
    from thidua.exchange.report import write_report
    from thidua.exchange.screening import screen_files
    from thidua.law import LawError

    staff, output = Path(args.staff), Path(args.output)
    history = Path(args.history) if args.history else None
    if refusal := _refuse_output(output, [staff, *([history] if history else [])]):
        return _fail(refusal)
    try:
        screening = screen_files(
            staff,
            history,
            year=args.year,
            received_on=args.received_on,
            scope=args.scope,
            awards=_awards(args.awards),
        )
    except UnreadableFile as error:
        return _fail(error.sentence)
    except LawError as error:
        return _fail(error.text(args.lang))
    try:
        _write_whole(output, lambda path: write_report(screening, path, lang=args.lang))
    except OSError as error:
        return _fail(
            f"Không ghi được tệp kết quả “{output}” ({error.strerror or error}): "
            "hãy kiểm tra thư mục, quyền ghi và đóng tệp nếu đang mở bằng Excel."
        )
    if args.json:
        json.dump(screening_to_dict(screening), sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
    doubts = sum(1 for problem in screening.problems if problem.weight == "doubt")
    print(
        f"Đã xét {len(screening.staff.people)} người, {len(screening.staff.units)} tập thể; "
        f"{doubts} ô dữ liệu nghi vấn. Kết quả: {output}",
        file=sys.stderr,
    )
    return 0


def _refuse_output(output: Path, inputs: list[Path]) -> str:
    """A sentence where the result cannot go there; the inputs are never overwritten."""
    if output.suffix.lower() != ".xlsx":
        return f"Tên tệp kết quả “{output}” phải có đuôi .xlsx."
    if output.is_dir():
        return f"“{output}” là thư mục: hãy ghi rõ tên tệp kết quả .xlsx."
    if not output.parent.is_dir():
        return f"Không có thư mục “{output.parent}”: hãy tạo thư mục trước hoặc chọn nơi khác."
    for source in inputs:
        if output.exists() and source.exists() and os.path.samefile(output, source):
            return (
                f"Tệp kết quả trùng với tệp đầu vào “{source}”: hãy chọn tên khác để "
                "không mất dữ liệu."
            )
    return ""


def _write_whole(output: Path, write: object) -> None:
    """Write beside the target, then put in place: a broken run leaves no half file."""
    handle, name = tempfile.mkstemp(suffix=".xlsx", prefix=".thidua-", dir=output.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)  # type: ignore[operator]  # narrowed above
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(output)
    finally:
        temporary.unlink(missing_ok=True)


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _awards(text: str | None) -> list[str] | None:
    """The codes asked for; None for the usual ones. An unknown code is the law's own sentence."""
    if text is None:
        return None
    from thidua.law import load_rulebook
    from thidua.law.api import spoken_awards

    if text == "all":
        return spoken_awards(load_rulebook())
    return [code.strip() for code in text.split(",") if code.strip()]


def _year(text: str) -> int:
    if not (text.isdigit() and 1948 <= int(text) <= 2100):
        raise argparse.ArgumentTypeError(
            f"năm “{text}” không hợp lệ: hãy ghi bốn chữ số, ví dụ 2026"
        )
    return int(text)


def _day(text: str) -> dt.date:
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(
        f"ngày “{text}” không hợp lệ: hãy ghi dạng 2026-09-20 hoặc 20/09/2026"
    )


def main(argv: list[str] | None = None) -> int:
    """The command by itself, for tests and benchmarks."""
    parser = argparse.ArgumentParser(prog=f"thidua {NAME}", description=HELP)
    add_arguments(parser)
    return run(parser.parse_args(argv))


if __name__ == "__main__":
    raise SystemExit(main())
