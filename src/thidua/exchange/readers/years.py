"""Which year a list is about, as its title or its column of ratings says."""

from __future__ import annotations

import re
from collections import Counter

from thidua.exchange.readers.staff_fields import STAFF_FIELDS
from thidua.exchange.readers.tables import find_table
from thidua.exchange.readers.text import fold
from thidua.exchange.readers.workbook import Workbook

_YEAR = re.compile(r"\b(?:nam|xep loai|dang ky thi dua)\s+(20\d{2})\b")


def stated_year(book: Workbook) -> int | None:
    """The year named most often above and in the header; None where none is named."""
    counted: Counter[int] = Counter()
    for sheet in book.sheets:
        table = find_table(sheet, STAFF_FIELDS)
        if table is None:
            continue
        for row in sheet.rows[: table.first_row]:
            for cell in row:
                if isinstance(cell, str):
                    counted.update(int(year) for year in _YEAR.findall(fold(cell)))
        break
    return counted.most_common(1)[0][0] if counted else None
