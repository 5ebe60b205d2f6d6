"""`thidua manage ...`: Django's own management commands with the settings of the project."""

from __future__ import annotations

import argparse
import os

NAME = "manage"
HELP = "lệnh quản trị của Django: migrate, check, shell, createsuperuser…"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="LỆNH", help="lệnh và tham số")


def run(args: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["thidua manage", *(args.rest or ["help"])])
    return 0
