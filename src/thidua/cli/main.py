"""`thidua`: finds the command and loads nothing but its module, so that the law answers at once."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version

# Each module has HELP, add_arguments(parser) and run(args) -> exit code.
COMMANDS = {
    "law": "thidua.cli.law",
    "screen": "thidua.cli.screen",
    "whatif": "thidua.cli.whatif",
    "demo": "thidua.cli.demo",
    "practice": "thidua.cli.practice.command",
    "department": "thidua.cli.department",
    "register": "thidua.cli.register",
    "organisations": "thidua.cli.organisations",
    "ballot": "thidua.cli.ballot",
    "certificate": "thidua.cli.certificate",
    "manage": "thidua.cli.manage",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Exit 0 done, 1 refused with a sentence, 2 wrong usage."""
    words = list(sys.argv[1:] if argv is None else argv)
    name = words[0] if words else ""
    if name in {"--version", "-V"}:
        print(f"thidua {version('thidua')}")
        return 0
    if name in {"", "-h", "--help"}:
        print(_overview(), file=sys.stdout if name else sys.stderr)
        return 0 if name else 2
    if name not in COMMANDS:
        print(f"Lỗi: không có lệnh “{name}”.\n", _overview(), sep="\n", file=sys.stderr)
        return 2
    module = import_module(COMMANDS[name])
    parser = argparse.ArgumentParser(prog=f"thidua {name}", description=module.HELP)
    module.add_arguments(parser)
    code: int = module.run(parser.parse_args(words[1:]))
    return code


def _overview() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"    {name:{width}}  {import_module(COMMANDS[name]).HELP}" for name in COMMANDS]
    return "\n".join(
        [
            "Thi Đua: công tác thi đua, khen thưởng của cơ quan nhà nước",
            "",
            "Cách dùng: thidua LỆNH [tham số]; thidua LỆNH --help nói rõ từng lệnh.",
            "",
            *lines,
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
