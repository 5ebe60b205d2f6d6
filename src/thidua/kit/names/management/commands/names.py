"""`thidua manage names`: does search know every name? `--rebuild` builds the shelves anew."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from thidua.kit.names.upkeep import check, named_models, rebuild


class Command(BaseCommand):
    help = "Kiểm tra chỉ mục tên để tìm kiếm; --rebuild lập lại từ dữ liệu."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="lập lại chỉ mục từ dữ liệu")

    def handle(self, *_: Any, **options: Any) -> None:
        clean = True
        for model in named_models():
            label = model._meta.label
            if options["rebuild"]:
                self.stdout.write(f"{label}: đã lập lại, {rebuild(model)} tên")
                continue
            drift = check(model)
            clean = clean and drift.clean
            self.stdout.write(
                f"{label}: {drift.names} tên, thiếu {len(drift.missing)}, "
                f"thừa {len(drift.stale)}, mất từ {len(drift.lost)}"
            )
        if not clean:
            self.stderr.write("Chỉ mục tên lệch với dữ liệu. Chạy: thidua manage names --rebuild")
            sys.exit(1)
