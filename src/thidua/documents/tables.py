"""Tables of an official paper: repeated head rows, rows that do not break, layout tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.document import Document as DocxDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell

from thidua.documents.layout import SMALL_SIZE, paragraph


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    width_mm: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `span` True lets the first text run over the whole width (a group heading)."""

    cells: tuple[str, ...]
    marks: str = ""
    span: bool = False
    span_to: int = 0


def layout_table(document: DocxDocument, widths_mm: Sequence[float]) -> list[_Cell]:
    """Add a one-row table without borders and return its cells."""
    table = document.add_table(rows=1, cols=len(widths_mm))
    _fix_widths(table, widths_mm)
    _no_break(table.rows[0])
    return list(table.rows[0].cells)


def grid(
    document: DocxDocument,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    size: float = SMALL_SIZE,
) -> Table:
    """Add a bordered table whose head row repeats on every page."""
    table: Table = document.add_table(rows=1 + len(rows), cols=len(columns))
    table.style = "Table Grid"
    _fix_widths(table, [column.width_mm for column in columns])
    lines = list(table.rows)
    _repeat_head(lines[0])
    for cell, column in zip(lines[0].cells, columns, strict=True):
        _fill(cell, column.title, align="center", marks="b", size=size)
    for line, row in zip(lines[1:], rows, strict=True):
        _no_break(line)
        cells = list(line.cells)
        if row.span:
            merged = cells[0].merge(cells[-1])
            _fill(
                merged,
                row.cells[0],
                align="left",
                marks=row.marks or "b",
                size=size,
                keep_next=True,
            )
            continue
        if row.span_to:
            merged = cells[0].merge(cells[row.span_to])
            _fill(merged, row.cells[0], align="center", marks=row.marks or "b", size=size)
            cells, shown, shapes = (
                cells[row.span_to + 1 :],
                row.cells[1:],
                columns[row.span_to + 1 :],
            )
        else:
            shown, shapes = row.cells, columns
        for cell, text, column in zip(cells, shown, shapes, strict=True):
            _fill(cell, text, align=column.align, marks=row.marks, size=size)
    return table


def loop_grid(
    document: DocxDocument,
    columns: Sequence[Column],
    texts: Sequence[str],
    *,
    each: tuple[str, str],
    heads: Sequence[tuple[str, str]] = (),
    total: tuple[int, Sequence[str]] | None = None,
    size: float = SMALL_SIZE,
) -> Table:
    """Add a table whose one row is repeated for `each` (name, list) by the template language.

    `heads` are fields of a row that turn it into a heading over the whole width, with its marks.
    """
    name, rows = each
    place = {"": f"{{%tr for {name} in {rows} %}}", "end": "{%tr endfor %}"}
    plan: list[tuple[str, str]] = [("tag", place[""])]
    for order, (field, marks) in enumerate(heads):
        plan.append(("tag", f"{{%tr {'elif' if order else 'if'} {name}.{field} %}}"))
        plan.append((f"head:{marks}", f"{{{{ {name}.{field} }}}}"))
    plan += [("tag", "{%tr else %}")] if heads else []
    plan.append(("row", ""))
    plan += [("tag", "{%tr endif %}")] if heads else []
    plan.append(("tag", place["end"]))
    plan += [("total", "")] if total else []
    table: Table = document.add_table(rows=1 + len(plan), cols=len(columns))
    table.style = "Table Grid"
    _fix_widths(table, [column.width_mm for column in columns])
    lines = list(table.rows)
    _repeat_head(lines[0])
    for cell, column in zip(lines[0].cells, columns, strict=True):
        _fill(cell, column.title, align="center", marks="b", size=size)
    for line, (kind, text) in zip(lines[1:], plan, strict=True):
        cells = list(line.cells)
        if kind == "tag":
            paragraph(cells[0], text)
            continue
        _no_break(line)
        if kind.startswith("head:"):
            marks = kind.partition(":")[2]
            whole = cells[0].merge(cells[-1])
            _fill(whole, text, align="left", marks=marks, size=size, keep_next=True)
        elif kind == "row":
            for cell, shown, column in zip(cells, texts, columns, strict=True):
                _fill(cell, shown, align=column.align, marks="", size=size)
        elif total is not None:
            over, shown_total = total
            first = cells[0].merge(cells[over - 1])
            _fill(first, shown_total[0], align="center", marks="b", size=size)
            for cell, shown, column in zip(
                cells[over:], shown_total[1:], columns[over:], strict=True
            ):
                _fill(cell, shown, align=column.align, marks="b", size=size)
    return table


def _fill(
    cell: _Cell, text: str, *, align: str, marks: str, size: float, keep_next: bool = False
) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph(
        cell, text, align=align, marks=marks, size=size, before=2, after=2, keep_next=keep_next
    )


def _fix_widths(table: Table, widths_mm: Sequence[float]) -> None:
    # Word takes the widths of cells, LibreOffice those of the grid: both are set.
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths_mm, strict=True):
            cell.width = Mm(width)


def _flag(row: Any, tag: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(tag))


def _no_break(row: Any) -> None:
    _flag(row, "w:cantSplit")


def _repeat_head(row: Any) -> None:
    _no_break(row)
    _flag(row, "w:tblHeader")


def repeats_head(table: Table) -> bool:
    """Tell whether the first row of the table repeats on each page."""
    properties = table.rows[0]._tr.trPr
    return properties is not None and properties.find(qn("w:tblHeader")) is not None
