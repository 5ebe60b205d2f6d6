"""`thidua law ...`: questions to the rulebook from the command line, with no database."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from typing import NoReturn

NAME = "law"
HELP = "hỏi bộ quy tắc: tiêu chuẩn, kết luận, tiền thưởng, bỏ phiếu"

# The names of law.schemas.SCHEMAS; listed here so that --help loads no law (a test compares them).
FORMATS = (
    "facts",
    "verdict",
    "together",
    "instrument",
    "regimes",
    "awards-index",
    "awards",
    "common",
    "slots",
    "local-slots",
    "confirmed",
    "bonuses",
    "base-salary",
    "votes",
    "documents",
    "procedures",
    "powers",
    "afterwards",
    "calendar",
    "rating-caps",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The commands below `thidua law`; each carries --json, --lang and --rulebook."""
    shared = _Parser(add_help=False)
    shared.add_argument("--json", action="store_true", help="in một tài liệu JSON")
    shared.add_argument("--lang", choices=("vi", "en"), default="vi", help="ngôn ngữ câu chữ")
    shared.add_argument(
        "--rulebook", metavar="THƯ_MỤC", action="append", default=[], help="thêm thư mục quy tắc"
    )
    parser.error = lambda message: _refuse(parser, message)  # type: ignore[method-assign]  # argparse asks for it
    commands = parser.add_subparsers(
        dest="question", required=True, metavar="CÂU_HỎI", parser_class=_Parser
    )

    def command(name: str, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, parents=[shared], help=text, description=text)
        made.set_defaults(usage_error=made.error)
        return made

    made = command("awards", "Danh hiệu, hình thức khen thưởng có trong bộ quy tắc")
    made.add_argument("--on", metavar="NGÀY")
    made.add_argument("--kind", metavar="LOẠI")
    made = command("explain", "Tiêu chuẩn hợp nhất của một danh hiệu hoặc hình thức khen thưởng")
    made.add_argument("award", metavar="MÃ")
    made.add_argument("--received-on", metavar="NGÀY")
    made = command("assess", "Kết luận cho một tệp dữ kiện (YAML hoặc JSON)")
    made.add_argument("facts", metavar="TỆP")
    made.add_argument("--award", required=True, metavar="MÃ|all")
    made.add_argument("--year", required=True, metavar="NĂM")
    made.add_argument("--received-on", required=True, metavar="NGÀY")
    made.add_argument("--scope", metavar="CƠ_QUAN")
    made.add_argument(
        "--decided-on",
        metavar="NGÀY",
        help="ngày ra quyết định: đặt kết quả theo quy định chuyển tiếp bên cạnh",
    )
    made = command("bonus", "Tiền thưởng kèm theo")
    made.add_argument("--award", metavar="MÃ")
    made.add_argument("--recipient", metavar="ĐỐI_TƯỢNG")
    made.add_argument("--decided-on", metavar="NGÀY")
    made.add_argument("--authority", metavar="CẤP")
    made.add_argument("--together", metavar="TỆP", help="nhiều khen thưởng quyết định cùng lúc")
    made = command("vote", "Kết quả bỏ phiếu của hội đồng")
    made.add_argument("--award", required=True, metavar="MÃ")
    made.add_argument("--received-on", required=True, metavar="NGÀY")
    for name in ("--members", "--present", "--yes"):
        made.add_argument(name, required=True, type=int, metavar="N")
    for name in ("--written", "--written-yes"):
        made.add_argument(name, type=int, default=0, metavar="N", help="ý kiến của người vắng")
    made.add_argument("--central", action="store_true", help="phiếu của Hội đồng Trung ương")
    made.add_argument("--scope", metavar="CƠ_QUAN")
    made = command("deadline", "Quy trình, hồ sơ, ngày làm việc và hạn cuối")
    made.add_argument("--award", required=True, metavar="MÃ")
    made.add_argument("--received-on", required=True, metavar="NGÀY")
    made.add_argument("--decided-on", metavar="NGÀY", help="ngày quyết định, nếu đã có")
    made.add_argument(
        "--previous-decided-on", metavar="NGÀY", help="ngày quyết định của danh hiệu làm căn cứ"
    )
    made.add_argument("--sector", choices=("chung", "giao_duc"), default="chung")
    made.add_argument("--scope", metavar="CƠ_QUAN")
    made = command("plan", "Năm sớm nhất của từng khen thưởng tiếp theo và những gì cần có")
    made.add_argument("facts", metavar="TỆP")
    made.add_argument("--from", dest="first", required=True, metavar="NĂM")
    made.add_argument("--until", required=True, metavar="NĂM")
    made.add_argument("--scope", metavar="CƠ_QUAN")
    made = command("diff", "Khác nhau giữa hai ngày nhận hồ sơ của một khen thưởng")
    made.add_argument("--award", required=True, metavar="MÃ")
    made.add_argument("--received-on", required=True, nargs=2, metavar=("NGÀY1", "NGÀY2"))
    made = command("schema", "JSON Schema của tệp dữ kiện, kết luận hoặc tệp quy tắc")
    made.add_argument("of", metavar="LOẠI", choices=FORMATS)
    made = command("check", "Kiểm tra thư mục bộ quy tắc")
    made.add_argument("paths", nargs="*", metavar="THƯ_MỤC")
    made = command("consolidate", "Ghi tiêu chuẩn hợp nhất vào docs/law")
    made.add_argument("--check", action="store_true", help="chỉ báo trang đã cũ")
    made.add_argument("--output", default="docs/law", metavar="THƯ_MỤC")


class _Parser(argparse.ArgumentParser):
    """Wrong usage ends with one sentence in Vietnamese (or English) and exit code 2."""

    def error(self, message: str) -> NoReturn:
        _refuse(self, message)


_SENTENCES = (
    (
        r"argument CÂU_HỎI: invalid choice: '(.*?)' \(choose from (.*)\)",
        r"chưa có câu hỏi “\1”. Các câu hỏi có: \2",
    ),
    (
        r"argument (\S+): invalid choice: '(.*?)' \(choose from (.*)\)",
        r"\1 “\2” phải là một trong: \3",
    ),
    (r"the following arguments are required: (.*)", r"thiếu \1"),
    (r"unrecognized arguments: (.*)", r"không có tham số \1"),
    (r"argument (\S+): expected one argument", r"\1 cần một giá trị"),
    (r"argument (\S+): invalid int value: '(.*)'", r"\1 phải là số nguyên, gặp “\2”"),
    (r"argument (\S+): ignored explicit argument '(.*)'", r"\1 không nhận giá trị “\2”"),
)


def _refuse(parser: argparse.ArgumentParser, message: str) -> NoReturn:
    said = message
    if "en" not in sys.argv:
        for pattern, text in _SENTENCES:
            if re.fullmatch(pattern, message):
                said = re.sub(pattern, text, message)
                break
    parser.print_usage(sys.stderr)
    parser.exit(2, f"{'Error' if 'en' in sys.argv else 'Lỗi'}: {said}\n")


def run(args: argparse.Namespace) -> int:
    """Exit 0 answered, 1 bad input with a sentence."""
    from thidua.cli.law_answers import answer

    return answer(args)


def main(argv: Sequence[str] | None = None) -> int:
    """The command by itself, for tests and benchmarks."""
    parser = argparse.ArgumentParser(prog=f"thidua {NAME}", description=HELP)
    add_arguments(parser)
    return run(parser.parse_args(argv))
