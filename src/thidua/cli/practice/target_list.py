"""The 36 targets of the practice department: plans and results of two years, all invented."""

from __future__ import annotations

from dataclasses import dataclass

VP, KH, CC, TC = (
    "Văn phòng Sở", "Phòng Kế hoạch - Tài chính", "Phòng Công chức, viên chức",
    "Phòng Tổ chức, biên chế và Tổ chức phi chính phủ",
)  # fmt: skip
CQ, CH, TD, VL = (
    "Phòng Xây dựng chính quyền và Công tác thanh niên",
    "Phòng Cải cách hành chính và Văn thư, lưu trữ", "Phòng Thi đua - Khen thưởng",
    "Phòng Lao động, việc làm",
)  # fmt: skip
NC, LT, DV, SO = (
    "Phòng Người có công và Bình đẳng giới", "Trung tâm Lưu trữ lịch sử tỉnh",
    "Trung tâm Dịch vụ việc làm tỉnh", "Trung tâm Thông tin và Chuyển đổi số",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One target: plans of both years, results of four quarters and of the three that are over.

    `how`: P pháp lệnh, E minh chứng bắt buộc, L càng thấp càng tốt, S tại thời điểm.
    """

    code: str
    heading: str
    text: str
    unit: str
    plans: tuple[str, str]
    last: tuple[str, ...]
    this: tuple[str, ...]
    owner: str = ""
    how: str = ""
    due: str = ""


ADMIN, LABOUR, STAFF, MERIT, INNER = (
    "Cải cách hành chính, chuyển đổi số", "Lao động, việc làm, người có công",
    "Tổ chức bộ máy, cán bộ", "Thi đua, khen thưởng", "Nội bộ cơ quan",
)  # fmt: skip
ROWS = (
    Row("CC01", ADMIN, "Hồ sơ thủ tục hành chính giải quyết đúng và trước hạn", "%", ("98", "98,5"),
        ("97,2", "97,9", "98,4", "98,6"), ("98,1", "98,6", "98,9"), VP, "PES"),
    Row("CC02", ADMIN, "Hồ sơ trễ hạn", "hồ sơ", ("40", "30"),
        ("12", "9", "7", "6"), ("9", "8", "5"), VP, "L"),
    Row("CC03", ADMIN, "Hồ sơ nộp trực tuyến toàn trình", "%", ("70", "80"),
        ("58", "63", "69", "74"), ("74", "77", "81"), CH, "SE", "2026-12-31"),
    Row("CC04", ADMIN, "Mức độ hài lòng của người dân, doanh nghiệp", "%", ("90", "92"),
        ("88", "89", "91", "91,5"), ("91", "91,8", "92,4"), CH, "S"),
    Row("CC05", ADMIN, "Thủ tục hành chính rà soát, đề nghị đơn giản hóa", "thủ tục", ("12", "15"),
        ("2", "3", "4", "3"), ("4", "6", "5"), CH),
    Row("CC06", ADMIN, "Văn bản điện tử ký số", "%", ("95", "98"),
        ("93", "96", "97", "98"), ("97", "98", "98,7"), VP, "S"),
    Row("CC07", ADMIN, "Hồ sơ, tài liệu số hóa", "hồ sơ", ("24000", "30000"),
        ("5200", "6100", "6900", "7400"), ("7100", "8300", "8900"), LT),
    Row("CC08", ADMIN, "Cơ sở dữ liệu chuyên ngành kết nối trục liên thông", "cơ sở dữ liệu",
        ("4", "6"), ("1", "1", "1", "1"), ("1", "2", "1"), SO),
    Row("LD01", LABOUR, "Lao động được tạo việc làm mới", "người", ("16000", "17000"),
        ("3600", "4200", "4500", "4300"), ("3900", "4600", "4800"), VL, "PE"),
    Row("LD02", LABOUR, "Lao động đi làm việc ở nước ngoài theo hợp đồng", "người", ("900", "1000"),
        ("210", "240", "260", "215"), ("260", "310", "330"), VL),
    Row("LD03", LABOUR, "Tỷ lệ thất nghiệp khu vực thành thị", "%", ("2,8", "2,6"),
        ("3,0", "2,9", "2,8", "2,7"), ("2,7", "2,6", "2,5"), VL, "PLS"),
    Row("LD04", LABOUR, "Phiên giao dịch việc làm", "phiên", ("48", "52"),
        ("12", "13", "12", "12"), ("13", "14", "13"), DV),
    Row("LD05", LABOUR, "Người được tư vấn, giới thiệu việc làm", "lượt người", ("20000", "22000"),
        ("4700", "5200", "5300", "5100"), ("5400", "5900", "6000"), DV),
    Row("LD06", LABOUR, "Vụ tai nạn lao động chết người", "vụ", ("6", "5"),
        ("1", "2", "1", "1"), ("2", "2", "2"), "Chi cục An toàn lao động", "LE"),
    Row("LD07", LABOUR, "Doanh nghiệp được kiểm tra pháp luật lao động", "doanh nghiệp",
        ("60", "60"), ("12", "18", "17", "14"), ("10", "12", "13"),
        "Chi cục Quan hệ lao động và Tiền lương"),
    Row("LD08", LABOUR, "Người có công được điều dưỡng", "người", ("2400", "2500"),
        ("420", "780", "760", "460"), ("450", "820", "790"), "Trung tâm Điều dưỡng người có công"),
    Row("LD09", LABOUR, "Mộ liệt sĩ được tu bổ", "mộ", ("320", "350"),
        ("40", "110", "160", "30"), ("60", "150", "140"), "Ban Quản lý nghĩa trang liệt sĩ tỉnh",
        "", "2026-07-27"),
    Row("LD10", LABOUR, "Hồ sơ người có công tồn đọng", "hồ sơ", ("25", "10"),
        ("60", "48", "36", "28"), ("24", "19", "14"), NC, "LS"),
    Row("TC01", STAFF, "Biên chế sử dụng không vượt số được giao", "%", ("100", "100"),
        ("99", "99,2", "99,1", "98,8"), ("98,5", "98,9", "98,7"), TC, "PLS"),
    Row("TC02", STAFF, "Đơn vị sự nghiệp công lập sắp xếp, tổ chức lại", "đơn vị", ("9", "6"),
        ("1", "3", "3", "2"), ("2", "3", "1"), TC),
    Row("TC03", STAFF, "Cán bộ, công chức được bồi dưỡng", "lượt người", ("3200", "3500"),
        ("500", "900", "1000", "720"), ("560", "1010", "1090"), CC, "E"),
    Row("TC04", STAFF, "Vị trí việc làm được phê duyệt", "%", ("100", "100"),
        ("72", "85", "94", "100"), ("100", "100", "100"), CC, "S"),
    Row("TC05", STAFF, "Cuộc kiểm tra công vụ", "cuộc", ("24", "26"),
        ("5", "7", "6", "6"), ("6", "7", "7"), CC),
    Row("TC06", STAFF, "Công chức bị kỷ luật", "người", ("4", "3"),
        ("0", "1", "1", "0"), ("0", "1", "0"), CC, "L"),
    Row("TC07", STAFF, "Xã, phường có mô hình chính quyền thân thiện", "xã, phường", ("60", "75"),
        ("46", "50", "55", "58"), ("62", "67", "72"), CQ, "S"),
    Row("TC08", STAFF, "Thanh niên nông thôn được tư vấn hướng nghiệp", "lượt người",
        ("1500", "1600"), ("300", "420", "460", "370"), ("350", "450", "480"), CQ),
    Row("TD01", MERIT, "Hồ sơ khen thưởng thẩm định đúng hạn", "%", ("100", "100"),
        ("97", "98,5", "99", "100"), ("99", "99,6", "100"), TD, "PES"),
    Row("TD02", MERIT, "Tỷ lệ khen thưởng người lao động trực tiếp", "%", ("35", "40"),
        ("33", "34", "36", "37"), ("36", "38", "39"), TD, "S"),
    Row("TD03", MERIT, "Điển hình tiên tiến được phát hiện, nhân rộng", "điển hình", ("40", "45"),
        ("8", "12", "13", "11"), ("11", "14", "13"), TD),
    Row("TD04", MERIT, "Cơ quan được kiểm tra công tác thi đua, khen thưởng", "cơ quan",
        ("16", "18"), ("3", "5", "5", "3"), ("4", "6", "8"), TD),
    Row("TD05", MERIT, "Lớp tập huấn thi đua, khen thưởng", "lớp", ("6", "8"),
        ("1", "2", "2", "1"), ("2", "4", "2"), TD),
    Row("NB01", INNER, "Tiết kiệm chi thường xuyên", "triệu đồng", ("650", "700"),
        ("140", "170", "180", "175"), ("150", "160", "165"), KH),
    Row("NB02", INNER, "Giải ngân vốn đầu tư được giao", "%", ("95", "100"),
        ("18", "41", "67", "93"), ("16", "44", "71"), KH, "SE"),
    Row("NB03", INNER, "Sáng kiến được công nhận", "sáng kiến", ("30", "32"),
        ("4", "9", "10", "8"), ("6", "10", "9")),
    Row("NB04", INNER, "Đơn thư khiếu nại vượt cấp", "đơn", ("3", "2"),
        ("1", "0", "1", "0"), ("0", "0", "0"), VP, "L"),
    Row("NB05", INNER, "Tin, bài trên cổng thông tin điện tử", "tin, bài", ("480", "520"),
        ("120", "131", "128", "122"), ("142", "150"), SO),
)  # fmt: skip
# Handed down: target of the department, then units with their part and results of this year.
HANDED = {
    "NB03": (
        ("Phòng Công chức, viên chức", "5", ("1", "2")),
        (VP, "6", ("1", "2", "2")),
        (CH, "5", ("1", "2", "1")),
        (TD, "4", ("1", "1", "2")),
        (LT, "6", ("1", "2", "2")),
        (DV, "6", ("1", "1", "2")),
    ),
    "TC03": (("Trường Bồi dưỡng cán bộ, công chức", "2800", ("450", "830", "870")),),
}
# Units' own: code, text, unit of measure, plan, results.
OWN = {
    CC: (
        ("R01", "Đề án vị trí việc làm thẩm định đúng hạn", "%", "100", ("100", "100"), "SE"),
        ("R02", "Cuộc sát hạch, thi tuyển tổ chức an toàn", "cuộc", "8", ("2", "3"), ""),
        ("R03", "Hồ sơ nâng lương trả chậm", "hồ sơ", "4", ("0", "1"), "L"),
    ),
    LT: (
        ("R01", "Mét giá tài liệu được chỉnh lý", "mét", "300", ("70", "82", "90"), ""),
        ("R02", "Lượt độc giả khai thác tài liệu", "lượt", "1800", ("430", "510", "900"), ""),
    ),
    DV: (
        ("R01", "Doanh nghiệp tham gia phiên giao dịch", "doanh nghiệp", "900",
         ("210", "250", "240"), ""),
    ),
}  # fmt: skip
