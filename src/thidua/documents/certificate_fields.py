"""What may stand on a certificate: each field with its label, a sample, and where its value is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from thidua.documents.certificate_paper import CertificatePaper
from thidua.documents.words import clean
from thidua.kit.dates import long_date, short_date

QR, FIXED = "qr", "chu"


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that a certificate may show."""

    label: str
    value: Callable[[CertificatePaper], str]


def _facts(paper: CertificatePaper) -> str:
    lines = [f"Quyết định số {paper.decision_number}", f"ngày {short_date(paper.decided_on)}"]
    if paper.register_number:
        lines.append(f"Vào sổ số {paper.register_number}")
    if paper.provisional:
        lines.append("Kết quả xét tạm tính")
    return "\n".join(lines)


def _check_line(paper: CertificatePaper) -> str:
    where = paper.check_address
    return f"Mã xác minh, tra tại\n{where}" if where else "Mã xác minh"


SOURCES: dict[str, Source] = {
    "tham_quyen": Source("Thẩm quyền tặng", lambda p: p.authority_line),
    "dong_tu": Source("Tặng, Tặng danh hiệu", lambda p: "Tặng danh hiệu" if p.is_title else "Tặng"),
    "hinh_thuc": Source("Danh hiệu, hình thức", lambda p: p.award_name),
    "ho_ten": Source("Họ tên, tên tập thể", lambda p: f"{p.honorific} {p.recipient}".strip()),
    "chuc_vu": Source("Chức vụ, đơn vị", lambda p: p.office),
    "thanh_tich": Source("Thành tích", lambda p: p.merit),
    "can_cu": Source("Số quyết định, ngày, số vào sổ", _facts),
    "so_quyet_dinh": Source("Số quyết định", lambda p: p.decision_number),
    "ngay_quyet_dinh": Source("Ngày quyết định", lambda p: short_date(p.decided_on)),
    "ngay": Source("Ngày (chữ số, in vào chỗ trống)", lambda p: f"{p.decided_on.day:02d}"),
    "thang": Source("Tháng (chữ số)", lambda p: f"{p.decided_on.month:02d}"),
    "nam": Source("Năm (chữ số)", lambda p: f"{p.decided_on.year}"),
    "so_vao_so": Source("Số vào sổ", lambda p: p.register_number),
    "dia_danh_ngay": Source(
        "Địa danh, ngày tháng năm", lambda p: f"{p.place}, {long_date(p.decided_on)}"
    ),
    "chuc_vu_ky": Source("Chức vụ người ký", lambda p: "\n".join(p.signer_powers)),
    "nguoi_ky": Source("Họ tên người ký", lambda p: p.signer_name),
    "tra_cuu": Source("Nơi tra mã xác minh", _check_line),
    "ma": Source("Mã xác minh", lambda p: p.code),
    "tam_tinh": Source(
        "Ghi chú tạm tính", lambda p: "Kết quả xét tạm tính" if p.provisional else ""
    ),
    FIXED: Source("Chữ cố định", lambda _: ""),
    QR: Source("Mã QR", lambda p: p.check_url),
}


def value_of(source: str, paper: CertificatePaper, *, fixed: str, upper: bool) -> str:
    """The text of one field, cleaned; `fixed` stands before the value, or alone."""
    text = clean(f"{fixed}{SOURCES[source].value(paper)}" if source != FIXED else fixed)
    return text.upper() if upper else text
