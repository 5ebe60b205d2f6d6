"""Constructions of Word that the PDF does not draw: a template that holds one is not accepted.

A paper that looked right in Word and lost a line in its signed PDF would be worse than a refusal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_KINDS = (
    (rb"<w:ins [^>]*>|<w:del [^>]*>", "Còn vết theo dõi sửa đổi (Track Changes)", "chấp nhận hết"),
    (rb"<w:txbxContent", "Có hộp văn bản (Text Box)", "đặt chữ vào bảng không viền"),
    (rb"<w:pict\b|<wps:wsp|<wpg:", "Có hình vẽ, đường kẻ vẽ tay (Shape)", "dùng viền đoạn văn"),
    (rb"<wp:anchor", "Có ảnh trôi (không cùng dòng với chữ)", "đặt ảnh In Line with Text"),
    (rb"<c:chart|<dgm:", "Có biểu đồ hoặc SmartArt", "thay bằng ảnh hoặc bảng"),
    (rb"<w:footnoteReference|<w:endnoteReference", "Có chú thích cuối trang", "đưa vào nội dung"),
    (rb"<w:numPr\b", "Có danh sách đánh số tự động", "gõ số thứ tự thành chữ"),
    (rb"<m:oMath", "Có công thức toán", "viết thành chữ"),
    (rb"<w:cols [^>]*w:num=\"[2-9]", "Có trang chia cột", "dùng bảng không viền"),
    (rb"<w:vMerge", "Có ô gộp dọc trong bảng", "bỏ gộp ô dọc"),
)
_FIELD = re.compile(rb"<w:instrText[^>]*>([^<]*)<|<w:fldSimple [^>]*w:instr=\"([^\"]*)\"")
# Text that is more than the number of a page.
_WORDS = rb"<w:t(?: [^>]*)?>[^<]*[^\d<\s]"


def refused_in(parts: dict[str, bytes]) -> Iterator[str]:
    """One sentence for each kind of construction found in the text of the template."""
    body = parts.get("word/document.xml", b"")
    for pattern, what, instead in _KINDS:
        found = re.search(pattern, body)
        if found:
            number = body[: found.start()].count(b"<w:p ") + body[: found.start()].count(b"<w:p>")
            yield (
                f"{what} quanh đoạn {max(number, 1)}: bản PDF không vẽ được. Sửa: {instead}, rồi "
                "tải lên lại."
            )
    texts = [parts[name] for name in parts if name.startswith(("word/header", "word/footer"))]
    for raw in [body, *texts]:
        for found in _FIELD.finditer(raw):
            code = (found.group(1) or found.group(2) or b"").strip()
            if code and not re.match(rb"PAGE\b", code):
                shown = code.decode("utf-8", "replace")[:30]
                yield f"Có trường tự động “{shown}”: bản PDF không tính được. Thay bằng chữ."
    for name in parts:
        if name.startswith("word/footer") and re.search(_WORDS, parts[name]):
            yield "Chân trang có chữ: bản PDF chỉ vẽ số trang ở đầu trang. Đưa chữ vào nội dung."
    for name in parts:
        if name.startswith("word/header") and re.search(_WORDS, parts[name]):
            yield "Đầu trang có chữ: bản PDF chỉ vẽ số trang ở đầu trang. Đưa chữ vào nội dung."
