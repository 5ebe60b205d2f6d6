"""Time 1,000 certificates with signed QR codes: python benchmarks/certificates.py [count]."""

from __future__ import annotations

import resource
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from thidua.documents.certificate_paper import CertificatePaper
from thidua.documents.certificates import certificates_pdf
from thidua.documents.seal import SealedFacts, Signer, load_signer, sign

GOAL_SECONDS_PER_1000 = 3.0
NAMES = ("Hoàng Thị Nguyệt Minh Ngọc Ánh", "Lò Văn Ỏm", "Nguyễn Thị Thu Hà", "Vàng A Sử")
DAY = date(2026, 9, 5)


def paper(index: int, signer: Signer) -> CertificatePaper:
    code = f"7K4MQ2XD{index:04d}"
    name = NAMES[index % len(NAMES)]
    seal = sign(SealedFacts(code, "07/QĐ-SNV", DAY, "giay-khen", name, "Văn phòng Sở"), signer)
    return CertificatePaper(
        authority_line="Giám đốc Sở Nội vụ",
        award_name="Giấy khen",
        recipient=name,
        office="Chuyên viên, Văn phòng Sở",
        merit="Đã hoàn thành xuất sắc nhiệm vụ năm 2026",
        decision_number="07/QĐ-SNV",
        decided_on=DAY,
        place="Lam Giang",
        signer_powers=("GIÁM ĐỐC",),
        signer_name="Ngô Đức Vinh",
        check_url=f"https://thidua.vi-du.vn/xac-minh/{code}/?c={seal}",
        code=f"{code[:4]}-{code[4:8]}-{code[8:]}",
    )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with TemporaryDirectory() as folder:
        signer = load_signer(Path(folder) / "ky.key", {})
    certificates_pdf([paper(0, signer)])  # fonts are read once per process
    wall, processor = time.perf_counter(), time.process_time()
    pdf = certificates_pdf([paper(index, signer) for index in range(count)])
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{count} certificates: {wall:.2f} s wall, {processor:.2f} s processor")
    print(f"{count / wall:.0f} pages/s, {len(pdf) / 1e6:.1f} MB, peak {peak} MiB")
    print(f"goal: 1,000 in under {GOAL_SECONDS_PER_1000} s; here {1000 * wall / count:.2f} s")


if __name__ == "__main__":
    main()
