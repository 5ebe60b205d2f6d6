"""Page, fonts, paragraphs and rules of an administrative paper (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from thidua.documents.words import clean

FONT = "Times New Roman"
BODY_SIZE = 14
SMALL_SIZE = 12
FIRST_LINE_MM = 12.7
TEXT_WIDTH_MM = 165  # 210 less 30 left and 15 right

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
Span = tuple[str, str]  # text, marks: any of "b" bold, "i" italic


def new_document(*, title: str, author: str) -> DocxDocument:
    """Open an empty A4 paper in Times New Roman 14 with Vietnamese as its language."""
    document = Document()
    normal: Any = document.styles["Normal"]
    normal.font.name = FONT
    normal.font.size = Pt(BODY_SIZE)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.get_or_add_rPr().append(language)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    properties = document.core_properties
    properties.title, properties.author = clean(title), clean(author)
    properties.comments, properties.language, properties.last_modified_by = (
        "",
        "vi-VN",
        clean(author),
    )
    set_page(document.sections[0])
    page_number(document.sections[0])
    return document


def set_page(section: Section, *, landscape: bool = False) -> None:
    """A4; margins 20 mm top and bottom, 30 mm left, 15 mm right."""
    width, height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance, section.footer_distance = Mm(10), Mm(10)


def annex_section(document: DocxDocument, *, landscape: bool = False) -> Section:
    """Start an annex on a new page with its own page numbers."""
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    set_page(section, landscape=landscape)
    section.different_first_page_header_footer = True
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    # The schema fixes the order of children: pgNumType comes before cols.
    columns = section._sectPr.find(qn("w:cols"))
    if columns is None:
        section._sectPr.append(numbering)
    else:
        columns.addprevious(numbering)
    return section


def page_number(section: Section) -> None:
    """Arabic page number, centred in the top margin, not on the first page."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = ALIGN["center"]
    run = paragraph.add_run()
    for kind, text in (
        ("begin", None),
        (None, "PAGE"),
        ("separate", None),
        (None, None),
        ("end", None),
    ):
        if kind is not None:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        elif text is not None:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        else:
            mark = OxmlElement("w:t")
            mark.text = "2"
        run._r.append(mark)
    _style(run, size=BODY_SIZE)


def paragraph(
    container: Any,
    text: str | Sequence[Span],
    *,
    align: str = "left",
    marks: str = "",
    size: float = BODY_SIZE,
    before: float = 0,
    after: float = 0,
    first_line_mm: float = 0,
    left_mm: float = 0,
    line: float = 1.0,
    keep_next: bool = False,
) -> Paragraph:
    """Add one paragraph to a document or a cell; the first paragraph of an empty cell is reused."""
    target = _target(container)
    target.alignment = ALIGN[align]
    shape = target.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), line
    if first_line_mm:
        shape.first_line_indent = Mm(first_line_mm)
    if left_mm:
        shape.left_indent = Mm(left_mm)
    shape.keep_with_next = keep_next
    shape.widow_control = True
    for part, part_marks in [(text, marks)] if isinstance(text, str) else text:
        _style(target.add_run(clean(part)), marks=part_marks + marks, size=size)
    return target


def body(
    container: Any, text: str | Sequence[Span], *, marks: str = "", keep_next: bool = False
) -> Paragraph:
    """Body text: justified, first line indented, six points before."""
    return paragraph(
        container,
        text,
        align="justify",
        marks=marks,
        before=6,
        first_line_mm=FIRST_LINE_MM,
        line=1.15,
        keep_next=keep_next,
    )


def rule(container: Any, *, width_mm: float, length_mm: float, gap: float = 1) -> Paragraph:
    """A solid rule, centred, `length_mm` long in a column `width_mm` wide."""
    target = paragraph(container, "", align="center", before=gap, after=2)
    # An empty line keeps the height of its font: fix it, or the rule pushes the text away.
    target.paragraph_format.line_spacing = Pt(2)
    target.paragraph_format.left_indent = target.paragraph_format.right_indent = Mm(
        max(0.0, (width_mm - length_mm) / 2)
    )
    _borders(target, ("top",), space=0)
    return target


def spacer(container: Any, points: float) -> Paragraph:
    """An empty line of an exact height."""
    target = paragraph(container, "", keep_next=True)
    target.paragraph_format.line_spacing = Pt(points)
    return target


def boxed(
    container: Any,
    text: str | Sequence[Span],
    *,
    marks: str = "b",
    size: float = SMALL_SIZE,
    left_mm: float = 0,
    right_mm: float = 0,
    align: str = "center",
    before: float = 6,
    after: float = 6,
) -> Paragraph:
    """Text in a frame: the draft mark, the notice of a provisional verdict."""
    target = paragraph(
        container, text, align=align, marks=marks, size=size, before=before, after=after
    )
    target.paragraph_format.left_indent, target.paragraph_format.right_indent = (
        Mm(left_mm),
        Mm(right_mm),
    )
    _borders(target, ("top", "left", "bottom", "right"), space=4)
    return target


def to_bytes(document: DocxDocument) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _target(container: Any) -> Paragraph:
    existing: Any = container.paragraphs if hasattr(container, "_tc") else ()
    found: Paragraph
    if len(existing) == 1 and not existing[0].runs and existing[0]._p.find(qn("w:pPr")) is None:
        found = existing[0]
    else:
        found = container.add_paragraph()
    return found


def _style(run: Run, *, marks: str = "", size: float) -> None:
    run.font.name = FONT
    run.font.size = Pt(size)
    run.font.bold = "b" in marks
    run.font.italic = "i" in marks


def _borders(target: Paragraph, sides: Sequence[str], *, space: int) -> None:
    borders = OxmlElement("w:pBdr")
    for side in sides:
        edge = OxmlElement(f"w:{side}")
        for name, value in (
            ("val", "single"),
            ("sz", "6"),
            ("space", str(space)),
            ("color", "000000"),
        ):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    properties = target._p.get_or_add_pPr()
    # pBdr must precede spacing, indentation and justification.
    anchor = next(
        (
            properties.find(qn(f"w:{tag}"))
            for tag in ("shd", "tabs", "spacing", "ind", "jc")
            if properties.find(qn(f"w:{tag}")) is not None
        ),
        None,
    )
    if anchor is None:
        properties.append(borders)
    else:
        anchor.addprevious(borders)
