"""Check a template that somebody loads: safe, filled by known fields, drawn alike everywhere.

Every fault is a sentence that names the place (paragraph, table, row, header) and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from jinja2 import TemplateSyntaxError, nodes

from thidua.documents.pdf.refused import refused_in
from thidua.documents.press import Press, PressError, environment
from thidua.documents.sheet import Field, Sheet

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LONE = re.compile(r"\{\{|\}\}|\{%|%\}")
_PART = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_NAMES = {"document": "thân văn bản", "header": "đầu trang", "footer": "chân trang"}
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name,
    nodes.Getattr, nodes.Filter, nodes.Not, nodes.And, nodes.Or,
)  # fmt: skip
_LOOP = {"loop"}


@dataclass(frozen=True, slots=True)
class Tag:
    """One placeholder as written, and where it stands."""

    text: str
    place: str


@dataclass(slots=True)
class Report:
    """What a check found: `faults` keep the template out, `notes` do not."""

    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    @property
    def accepted(self) -> bool:
        return not self.faults


def check(content: bytes, form: Sheet) -> Report:
    """Look through a template for `form`; never raises for a broken file, it reports it."""
    report = Report()
    if len(content) > MAX_BYTES:
        report.faults.append("Tệp mẫu nặng quá 5 MB. Bỏ bớt hình ảnh rồi tải lên lại.")
        return report
    try:
        parts, names = _open(content)
    except (BadZipFile, KeyError, ValueError, OSError, EOFError):
        report.faults.append(
            "Không mở được tệp như một văn bản Word (.docx). Mở bằng Word, lưu dạng .docx rồi tải "
            "lên lại."
        )
        return report
    except _TooLargeError:
        report.faults.append("Tệp nén chứa dữ liệu quá lớn. Tải mẫu đang dùng về rồi sửa từ đó.")
        return report
    report.faults += _dangers(parts, names)
    if report.faults:
        return report
    tags = [tag for name in parts if _PART.fullmatch(name) for tag in _tags(name, parts[name])]
    report.faults += [tag.text for tag in tags if not tag.place]
    wanted = {one.name: one for one in form.fields}
    for tag in tags:
        if tag.place:
            _check_tag(tag, wanted, tags, report)
    _check_missing(form, report)
    if report.accepted:
        _try_out(content, form, report)
    if report.accepted:
        report.faults += refused_in(parts)
    return report


class _TooLargeError(Exception):
    pass


def _open(content: bytes) -> tuple[dict[str, bytes], list[str]]:
    with ZipFile(BytesIO(content)) as package:
        if sum(info.file_size for info in package.infolist()) > MAX_UNPACKED:
            raise _TooLargeError
        names = package.namelist()
        package.getinfo("word/document.xml")
        kept = {
            name: package.read(name)
            for name in names
            if name.endswith((".xml", ".rels")) or "vbaProject" in name
        }
    for name in kept:
        if _PART.fullmatch(name):
            if b"<!DOCTYPE" in kept[name] or b"<!ENTITY" in kept[name]:
                raise ValueError("entity")
            parse_xml(kept[name])
    return kept, names


def _dangers(parts: dict[str, bytes], names: list[str]) -> Iterator[str]:
    """Macros, objects, and whatever would fetch something from outside when it is opened."""
    if any("vbaProject" in name or "vbaData" in name for name in names) or (
        b"macroEnabled" in parts.get("[Content_Types].xml", b"")
    ):
        yield "Mẫu có macro (mã chạy kèm). Lưu lại dạng .docx không macro rồi tải lên."
    if any(name.startswith(("word/embeddings/", "word/activeX/")) for name in names):
        yield "Mẫu có đối tượng nhúng (bảng tính, điều khiển). Xóa đối tượng rồi tải lên lại."
    for name, raw in parts.items():
        if name.endswith(".rels"):
            for target in re.findall(rb"<Relationship [^>]*?>", raw):
                if b'TargetMode="External"' in target:
                    found = re.search(rb'Target="([^"]*)"', target)
                    where = found.group(1).decode("utf-8", "replace")[:80] if found else ""
                    part = name.replace("_rels/", "").removesuffix(".rels")
                    yield (
                        f"Mẫu có liên kết ra ngoài ở {_part_name(part)}: “{where}”. Bỏ liên kết "
                        "(chuột phải, Xóa siêu kết nối; chèn ảnh vào tệp thay cho ảnh liên kết)."
                    )
        elif name.startswith("word/") and re.search(
            rb"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE)\b", raw
        ):
            yield f"Mẫu có trường lấy dữ liệu từ ngoài ở {_part_name(name)}. Xóa trường đó."


def _part_name(name: str) -> str:
    stem = name.removeprefix("word/").partition(".")[0].rstrip("0123456789")
    return _NAMES.get(stem, name)


def _tags(name: str, raw: bytes) -> Iterator[Tag]:
    """Placeholders of one part in order; a brace left open becomes a tag without a place."""
    where = "" if name == "word/document.xml" else f"{_part_name(name)}, "
    root: Any = parse_xml(raw)
    for paragraph, place in _places(root):
        text = "".join(
            node.text or "" for node in paragraph.iter(qn("w:t")) if _own(node, paragraph)
        )
        left = _TAG.sub("", text)
        if _LONE.search(left):
            yield Tag(
                f"Ngoặc của trường điền chưa đóng ở {where}{place}: “{_short(text)}”. Mỗi trường "
                "viết trọn trong một đoạn, dạng {{ ten_truong }}.",
                "",
            )
        for found in _TAG.findall(text):
            yield Tag(found, f"{where}{place}")


def _own(node: Any, paragraph: Any) -> bool:
    return next(node.iterancestors(qn("w:p"))) is paragraph


def _places(root: Any) -> Iterator[tuple[Any, str]]:
    """Every paragraph with its place: đoạn 5, or bảng 2, dòng 3, ô 1."""
    tables = {table: number for number, table in enumerate(root.iter(qn("w:tbl")), start=1)}
    number = 0
    for paragraph in root.iter(qn("w:p")):
        table = next(paragraph.iterancestors(qn("w:tbl")), None)
        if table is None:
            number += 1
            yield paragraph, f"đoạn {number}"
            continue
        row = next(paragraph.iterancestors(qn("w:tr")))
        cell = next(paragraph.iterancestors(qn("w:tc")))
        line = table.findall(qn("w:tr")).index(row) + 1
        column = row.findall(qn("w:tc")).index(cell) + 1
        yield paragraph, f"bảng {tables[table]}, dòng {line}, ô {column}"


def _check_tag(tag: Tag, wanted: dict[str, Field], tags: list[Tag], report: Report) -> None:
    if tag.text.startswith("{#"):
        report.faults.append(f"Ghi chú {_short(tag.text)} ở {tag.place} không dùng được. Xóa đi.")
        return
    inner = re.sub(r"^(\{\{|\{%)(p|tr|tc|r)?\s+|^(\{\{|\{%)", r"", tag.text)
    inner = re.sub(r"\s*-?(\}\}|%\})$", "", inner).strip().lstrip("-").strip()
    inner = inner.replace("“", '"').replace("”", '"')
    if inner in {"else", "endif", "endfor"}:
        return
    lines = {"for ": "{%% %s %%}{%% endfor %%}", "if ": "{%% %s %%}{%% endif %%}"}
    shape = next((s for word, s in lines.items() if inner.startswith(word)), "{{ %s }}")
    if inner.startswith("elif "):
        inner, shape = inner[2:], lines["if "]
    try:
        tree = environment().parse(shape % inner)
    except TemplateSyntaxError:
        report.faults.append(
            f"Không đọc được {_short(tag.text)} ở {tag.place}. Viết dạng {{{{ ten_truong }}}}."
        )
        return
    _check_names(tree, tag, wanted, _loops(tags), report)


def _loops(tags: list[Tag]) -> dict[str, set[str]]:
    """Loop name -> the lists it stands for anywhere in the template."""
    found: dict[str, set[str]] = {}
    for tag in tags:
        match = re.search(r"\bfor\s+(\w+)\s+in\s+(\w+)", tag.text)
        if match:
            found.setdefault(match.group(1), set()).add(match.group(2))
    return found


def _check_names(
    tree: nodes.Template,
    tag: Tag,
    wanted: dict[str, Field],
    loops: dict[str, set[str]],
    report: Report,
) -> None:
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED) or (isinstance(node, nodes.For) and node.test):
            report.faults.append(
                f"{_short(tag.text)} ở {tag.place} dùng phép tính không được phép. Chỉ dùng tên "
                "trường, “for”, “if” và “|hoa”."
            )
            return
        if isinstance(node, nodes.Filter) and node.name != "hoa":
            report.faults.append(
                f"{_short(tag.text)} ở {tag.place}: không có phép “|{node.name}”. Chỉ có “|hoa”."
            )
            return
    for node in tree.find_all(nodes.For):
        if isinstance(node.iter, nodes.Name) and node.iter.name in wanted:
            listed = wanted[node.iter.name]
            if not listed.several:
                report.faults.append(
                    f"{_short(tag.text)} ở {tag.place}: “{listed.name}” không phải danh sách nên "
                    "không lặp được."
                )
    inside = {
        (id(node.node), node.attr): node
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name)
    }
    parents = {key for key, _ in inside}
    for getattr_ in inside.values():
        _check_column(getattr_, tag, wanted, loops, report)
    for name in tree.find_all(nodes.Name):
        if name.ctx == "store" or name.name in loops or id(name) in parents:
            continue
        if name.name not in wanted:
            report.faults.append(
                f"Không có trường “{name.name}” ở {tag.place}. {_nearest(name.name, wanted)}"
            )
        report.used.add(name.name)


def _check_column(
    node: nodes.Getattr,
    tag: Tag,
    wanted: dict[str, Field],
    loops: dict[str, set[str]],
    report: Report,
) -> None:
    owner = node.node.name if isinstance(node.node, nodes.Name) else ""
    known = {
        column.name
        for source in loops.get(owner, ())
        if source in wanted
        for column in wanted[source].columns
    }
    if owner not in loops or node.attr not in known:
        offered = f" Các cột có: {', '.join(sorted(known))}." if known else ""
        report.faults.append(f"Không có trường “{owner}.{node.attr}” ở {tag.place}.{offered}")


def _nearest(name: str, wanted: dict[str, Field]) -> str:
    from rapidfuzz import process

    best = process.extractOne(name, list(wanted), score_cutoff=60)
    if best:
        return f"Có phải “{best[0]}” ({wanted[best[0]].label})?"
    return "Xem bảng trường của mẫu này và sửa tên."


def _check_missing(form: Sheet, report: Report) -> None:
    for one in form.fields:
        if one.name in report.used:
            continue
        if one.required:
            report.faults.append(
                f"Thiếu trường bắt buộc “{one.name}” ({one.label}). Thêm {{{{ {one.name} }}}} vào "
                "chỗ của nó."
            )
        elif one.name in {"du_thao", "tam_tinh"}:
            report.notes.append(
                f"Mẫu không có trường “{one.name}” ({one.label}): bản in sẽ không nói điều này."
            )


def _try_out(content: bytes, form: Sheet, report: Report) -> None:
    """Fill the template with the samples of the form: what fails here would fail in use."""
    try:
        press = Press(content)
        press.fill(form.sample)
        press.fill({f.name: [] if f.several else "" for f in form.fields})
    except TemplateSyntaxError as error:
        report.faults.append(
            f"Vòng lặp hoặc điều kiện chưa khép ({error.message}). Mỗi “for” có “endfor”, mỗi “if” "
            "có “endif”, đặt cùng trong thân hoặc cùng trong một bảng."
        )
    except PressError as error:
        report.faults.append(f"{error} Tải mẫu đang dùng về để so.")
    except Exception as error:  # noqa: BLE001 - whatever it is, the template cannot be used
        report.faults.append(f"Không điền thử được mẫu ({type(error).__name__}). Sửa từ mẫu gốc.")


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
