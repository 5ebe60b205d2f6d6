"""Papers that several tests of this folder lay out."""

from __future__ import annotations

from datetime import date, datetime

from thidua.documents.certificate_paper import CertificatePaper
from thidua.documents.papers import (
    Attendance,
    Awardee,
    AwardGroup,
    BallotCount,
    CandidateResult,
    DecisionPaper,
    Letterhead,
    MinutesPaper,
    NomineeLine,
    Signature,
    SubmissionPaper,
)

HEAD = Letterhead(
    body="Sở Nội vụ",
    parent="UBND tỉnh Lam Giang",
    symbol="QĐ-SNV",
    place="Lam Giang",
    number="7",
    signed_on=date(2026, 2, 5),
)
LONG_NAME = "Hoàng Thị Nguyệt Minh Ngọc Ánh"


def decision(**changes: object) -> DecisionPaper:
    values: dict[str, object] = {
        "head": HEAD,
        "subject": "Về việc tặng danh hiệu thi đua năm 2026",
        "authority": "Giám đốc Sở Nội vụ",
        "groups": (
            AwardGroup(
                "Chiến sĩ thi đua cơ sở",
                (
                    Awardee(LONG_NAME, office="Chuyên viên, Văn phòng Sở", amount=2_530_000),
                    Awardee("Lò Văn Ỏm", office="Phó Trưởng phòng", amount=2_530_000),
                ),
                "danh hiệu",
            ),
            AwardGroup(
                "Lao động tiên tiến",
                (
                    Awardee(LONG_NAME, office="Chuyên viên, Văn phòng Sở", note="Chi mức cao nhất"),
                    Awardee("Vàng A Sử", office="Lái xe", amount=760_000),
                ),
                "danh hiệu",
            ),
            AwardGroup("Giấy khen", (Awardee("Văn phòng Sở", "collective", amount=1_520_000),)),
        ),
        "period": "năm 2026",
        "grounds": ("Căn cứ Luật Thi đua, khen thưởng;", "Căn cứ Nghị định số 152/2025/NĐ-CP."),
        "proposals": ("Xét đề nghị của Hội đồng Thi đua - Khen thưởng",),
        "recipients": ("Như Điều 4", "Lưu: VT, TĐKT"),
        "signature": Signature(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Nguyễn Thị Hồng Nhung"),
    }
    return DecisionPaper(**{**values, **changes})


def minutes(**changes: object) -> MinutesPaper:
    values: dict[str, object] = {
        "head": HEAD,
        "council": "Hội đồng Thi đua - Khen thưởng Sở Nội vụ",
        "subject": "Họp xét khen thưởng năm 2026",
        "started_at": datetime(2026, 8, 28, 14, 0),
        "ended_at": datetime(2026, 8, 28, 16, 5),
        "venue": "Phòng họp số 2",
        "chair": "Ngô Đức Vinh",
        "secretary": "Trần Thu Hà",
        "attendance": (
            Attendance("Ngô Đức Vinh", "Chủ tịch"),
            Attendance("Trần Thu Hà", "Thư ký"),
            Attendance("Lò Văn Ỏm", "Ủy viên", present=False, reason="đi học", written=True),
        ),
        "results": (
            CandidateResult("Vàng A Sử", "Giấy khen", 2, 1, 3, threshold="từ 2/3", passed=True),
            CandidateResult("Lý Thị Dí", "Giấy khen", 1, 1, 3, blank=1, passed=None),
        ),
        "quorum": "ít nhất 2/3 thành viên",
        "quorum_met": True,
        "ballots": BallotCount(3, 3, 3, 0),
    }
    return MinutesPaper(**{**values, **changes})


def submission() -> SubmissionPaper:
    return SubmissionPaper(
        head=HEAD,
        addressee=("Chủ tịch Ủy ban nhân dân tỉnh Lam Giang",),
        subject="Về việc đề nghị tặng Bằng khen",
        nominees=(
            NomineeLine("Vàng A Sử", "Bằng khen cấp tỉnh", votes="8/9"),
            NomineeLine("Văn phòng Sở", "Bằng khen cấp tỉnh", kind="collective", votes="9/9"),
        ),
    )


def certificate(
    name: str = LONG_NAME, url: str = "https://vi-du.vn/xac-minh/AAAA", **changes: object
) -> CertificatePaper:
    values: dict[str, object] = {
        "authority_line": "Giám đốc Sở Nội vụ",
        "award_name": "Giấy khen",
        "recipient": name,
        "merit": "Đã hoàn thành xuất sắc nhiệm vụ năm 2026",
        "decision_number": "07/QĐ-SNV",
        "decided_on": date(2026, 9, 5),
        "place": "Lam Giang",
        "signer_powers": ("GIÁM ĐỐC",),
        "signer_name": "Ngô Đức Vinh",
        "check_url": url,
        "code": "7K4M-Q2XD-9ABC",
        "honorific": "Bà",
    }
    return CertificatePaper(**{**values, **changes})
