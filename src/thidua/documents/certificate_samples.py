"""Samples for the preview of a form: the usual, a long name, names of minorities, a collective."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from thidua.documents.certificate_paper import CertificatePaper

_USUAL = CertificatePaper(
    authority_line="Giám đốc Sở Nội vụ tỉnh Lam Giang",
    award_name="Giấy khen",
    recipient="Nguyễn Thị Thu Hà",
    merit="Đã hoàn thành xuất sắc nhiệm vụ năm 2026",
    decision_number="07/QĐ-SNV",
    decided_on=date(2026, 9, 5),
    place="Lam Giang",
    signer_powers=("GIÁM ĐỐC",),
    signer_name="Ngô Đức Vinh",
    # As long as a real code, so that the square is as fine as it will be.
    check_url="https://thidua.vi-du.vn/xac-minh/7K4MQ2XD9ABC/?c=" + "Aa0_-Zz9" * 32,
    code="7K4M-Q2XD-9ABC",
    honorific="Bà",
    office="Chuyên viên, Văn phòng Sở, Sở Nội vụ tỉnh Lam Giang",
    register_number="317",
    check_address="thidua.vi-du.vn/xac-minh",
)
SAMPLES: dict[str, tuple[str, CertificatePaper]] = {
    "thuong": ("Thường gặp", _USUAL),
    "dai": (
        "Tên và chức vụ dài",
        replace(
            _USUAL,
            recipient="Tôn Nữ Công Tằng Huyền Trân Nguyệt Minh Ngọc Ánh",
            office="Phó Trưởng phòng phụ trách Phòng Cải cách hành chính, Văn thư và Lưu trữ, "
            "Sở Nội vụ tỉnh Lam Giang",
            merit="Đã có thành tích đặc biệt xuất sắc trong phòng, chống và khắc phục hậu quả "
            "thiên tai tại các xã vùng cao, góp phần ổn định đời sống Nhân dân",
            signer_powers=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        ),
    ),
    "dan-toc": (
        "Tên dân tộc thiểu số",
        replace(_USUAL, honorific="Ông", recipient="Y Krông Niê Kđăm, H'Hen Niê, Ƀuôn Ĕban ơ̆"),
    ),
    "tap-the": (
        "Tập thể, tên dài",
        replace(
            _USUAL,
            honorific="",
            recipient="Chi cục Văn thư - Lưu trữ lịch sử và Trung tâm Dịch vụ việc làm tỉnh "
            "Lam Giang",
            office="",
            award_name="Tập thể lao động tiên tiến",
            is_title=True,
            provisional=True,
        ),
    ),
}


def sample(name: str) -> CertificatePaper:
    return SAMPLES.get(name, SAMPLES["thuong"])[1]
