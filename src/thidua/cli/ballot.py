"""`thidua ballot recount FILE`: count a tally file again, with Python alone, on any machine."""

from __future__ import annotations

import argparse

from thidua.councils import recount

HELP = "kiểm lại tệp kiểm phiếu của một phiên họp Hội đồng"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="what", required=True)
    again = commands.add_parser("recount", help="đếm lại và so với kết quả ghi trong tệp")
    recount.add_arguments(again)


def run(args: argparse.Namespace) -> int:
    """Exit 0 when the recount fits, 1 when it does not, 2 for a file that is no tally file."""
    return recount.run(args)
