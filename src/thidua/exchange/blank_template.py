"""The empty workbook offered for download: the sheets and columns that the reader knows."""

from __future__ import annotations

import io

import xlsxwriter

from thidua.exchange.readers.cells import GRADES
from thidua.exchange.readers.staff_fields import TEMPLATE_FIELDS

ROWS = 2000
_LISTS = {
    ("CanBo", "gender"): ["Nam", "Nữ"],
    ("CanBo", "group"): ["Người trực tiếp công tác", "Lãnh đạo, quản lý"],
    ("CanBo", "employment"): ["Cán bộ", "Công chức", "Viên chức", "Hợp đồng lao động"],
    ("CanBo", "party"): ["Có", "Không"],
    ("CanBo", "status"): [
        "Đang làm việc", "Biệt phái", "Đi học", "Nghỉ hưu trong năm", "Chuyển đi trong năm",
        "Thôi việc trong năm",
    ],
    ("CanBo", "rating"): list(GRADES.values()),
    ("TapThe", "rating"): list(GRADES.values()),
    ("LichSu", "kind"): ["Xếp loại", "Danh hiệu", "Khen thưởng"],
    ("LichSu", "merit"): ["Công trạng", "Chuyên đề"],
    ("SangKien", "kind"): ["Sáng kiến", "Đề tài khoa học", "Đề án khoa học"],
    ("SangKien", "level"): ["Cơ sở", "Tỉnh", "Toàn quốc"],
    ("SangKien", "state"): ["Đã công nhận", "Chưa công nhận"],
    ("KyLuat_Nghi", "kind"): [
        "Nghỉ thai sản", "Nghỉ ốm", "Nghỉ không lương", "Đi học", "Kỷ luật", "Đang xem xét",
        "Tuyển dụng", "Chuyển đến", "Chuyển đi", "Nghỉ hưu", "Điều động nội bộ", "Biệt phái",
    ],
    ("KyLuat_Nghi", "measure"): [
        "Khiển trách", "Cảnh cáo", "Hạ bậc lương", "Giáng chức", "Cách chức", "Buộc thôi việc",
    ],
}  # fmt: skip
_DAYS = frozenset({"born", "recruited", "joined", "decided_on", "start", "end"})


def blank_template(year: int) -> bytes:
    """An xlsx with one header row per sheet; lists to choose from, days as days, codes as text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        head = book.add_format(
            {"bold": True, "bg_color": "#F3E9DA", "border": 1, "text_wrap": True}
        )
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        text = book.add_format({"num_format": "@"})
        for name, fields in TEMPLATE_FIELDS.items():
            sheet = book.add_worksheet(name)
            for column, field in enumerate(fields):
                title = field.title
                if name == "CanBo" and field.code in {"rating", "registrations"}:
                    title = f"{title} {year}"
                kind = day if field.code in _DAYS else text
                sheet.set_column(column, column, max(12, len(title) + 4), kind)
                sheet.write_string(0, column, title, head)
                if choices := _LISTS.get((name, field.code)):
                    rule = {"validate": "list", "source": choices}
                    sheet.data_validation(1, column, ROWS, column, rule)
            sheet.freeze_panes(1, 2)
    return out.getvalue()
