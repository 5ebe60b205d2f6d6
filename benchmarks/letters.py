"""Time 1,000 letters of one decision beside docxtpl's plain loop: benchmarks/letters.py [count]."""

from __future__ import annotations

import resource
import sys
import time
from io import BytesIO

from docx import Document
from docxtpl import DocxTemplate
from jinja2 import Environment

from thidua.documents.building import shipped
from thidua.documents.press import Press, upper
from thidua.documents.sheet import sheet

GOAL_RATIO = 4.0
FORM = "thong-bao"
NAMES = ("Hoàng Thị Nguyệt Minh Ngọc Ánh", "Lò Văn Ỏm", "Nguyễn Thị Thu Hà", "Vàng A Sử")


def values(index: int) -> dict[str, object]:
    name = f"{NAMES[index % len(NAMES)]} {index}"
    return {**sheet(FORM).sample, "kinh_gui": name, "thanh_tich": f"Hoàn thành tốt, số {index}"}


def by_docxtpl(template: bytes, count: int) -> list[bytes]:
    """The loop of docxtpl's own manual: open, render, save, for each letter."""
    environment = Environment(autoescape=True)
    environment.filters["hoa"] = upper
    letters = []
    for index in range(count):
        document = DocxTemplate(BytesIO(template))
        document.render(values(index), environment)
        buffer = BytesIO()
        document.save(buffer)
        letters.append(buffer.getvalue())
    return letters


def by_press(template: bytes, count: int) -> list[bytes]:
    press = Press(template)
    return [press.fill(values(index)) for index in range(count)]


def texts(letter: bytes) -> list[str]:
    document = Document(BytesIO(letter))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    template = shipped(FORM)
    by_press(template, 1), by_docxtpl(template, 1)  # imports and caches of both
    start = time.process_time()
    ours = by_press(template, count)
    mine = time.process_time() - start
    start = time.process_time()
    theirs = by_docxtpl(template, count)
    other = time.process_time() - start
    same = all(texts(ours[i]) == texts(theirs[i]) for i in range(0, count, max(1, count // 20)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"prepared template: {count} letters in {mine:.2f} s, {count / mine:.0f} letters/s")
    print(f"docxtpl loop:      {count} letters in {other:.2f} s, {count / other:.0f} letters/s")
    print(f"same text in the letters compared: {'yes' if same else 'NO'}; peak {peak} MiB")
    ratio = other / mine
    met = "met" if ratio >= GOAL_RATIO and same else "NOT met"
    print(f"goal: at least {GOAL_RATIO:.0f} times docxtpl; here {ratio:.1f} times ({met})")


if __name__ == "__main__":
    main()
