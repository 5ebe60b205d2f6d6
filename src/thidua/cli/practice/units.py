"""The 21 units of the practice department and its leaders, and where they came from.

Another department joined it on 01/03/2025; all of it is invented.
"""

from __future__ import annotations

import datetime as dt

ENLARGED_ON = dt.date(2025, 3, 1)
# Number, issuer and day of the resolution.
RESOLUTION = ("12/NQ-HĐND", "Hội đồng nhân dân tỉnh Lam Giang", dt.date(2025, 2, 20))
# The department that joined, and the units that it brought.
LABOUR = "Sở Lao động - Thương binh và Xã hội tỉnh Lam Giang"
FROM_LABOUR = frozenset(
    {
        "Phòng Lao động, việc làm",
        "Phòng Người có công và Bình đẳng giới",
        "Trung tâm Dịch vụ việc làm tỉnh",
        "Trung tâm Điều dưỡng người có công",
        "Ban Quản lý nghĩa trang liệt sĩ tỉnh",
        "Trường Trung cấp nghề Dân tộc nội trú",
        "Trung tâm Chăm sóc và Phục hồi chức năng người có công",
        "Chi cục An toàn lao động",
        "Chi cục Quan hệ lao động và Tiền lương",
        "Trung tâm Tư vấn, cung ứng lao động ngoài tỉnh",
        "Quỹ Đền ơn đáp nghĩa và Giải quyết việc làm",
    }
)
LEADERS = ("Lãnh đạo Sở", "lanh_dao")
UNITS = (
    ("Văn phòng Sở", "van_phong"),
    ("Phòng Kế hoạch - Tài chính", "phong"),
    ("Phòng Công chức, viên chức", "phong"),
    ("Phòng Tổ chức, biên chế và Tổ chức phi chính phủ", "phong"),
    ("Phòng Xây dựng chính quyền và Công tác thanh niên", "phong"),
    ("Phòng Cải cách hành chính và Văn thư, lưu trữ", "phong"),
    ("Phòng Thi đua - Khen thưởng", "phong"),
    ("Phòng Lao động, việc làm", "phong"),
    ("Phòng Người có công và Bình đẳng giới", "phong"),
    ("Trung tâm Lưu trữ lịch sử tỉnh", "trung_tam"),
    ("Trung tâm Dịch vụ việc làm tỉnh", "trung_tam"),
    ("Trung tâm Điều dưỡng người có công", "trung_tam"),
    ("Ban Quản lý nghĩa trang liệt sĩ tỉnh", "ban"),
    ("Trường Trung cấp nghề Dân tộc nội trú", "truong"),
    ("Trường Bồi dưỡng cán bộ, công chức", "truong"),
    ("Trung tâm Chăm sóc và Phục hồi chức năng người có công", "trung_tam"),
    ("Chi cục An toàn lao động", "chi_cuc"),
    ("Chi cục Quan hệ lao động và Tiền lương", "chi_cuc"),
    ("Trung tâm Thông tin và Chuyển đổi số", "trung_tam"),
    ("Trung tâm Tư vấn, cung ứng lao động ngoài tỉnh", "trung_tam"),
    ("Quỹ Đền ơn đáp nghĩa và Giải quyết việc làm", "quy"),
)
