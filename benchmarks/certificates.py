"""1,000 certificates with signed QR codes as one PDF, beside ReportLab with the same QR library.

    python benchmarks/certificates.py [count]

Both draw the same page from the same papers: fourteen lines of text in embedded fonts of the same
family, names shrunk to fit, the QR code of the same library as one picture. Memory is the growth of
the peak from a quarter of the batch to the whole, each in a process of its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from thidua.documents.certificate_fields import value_of
from thidua.documents.certificate_layout import shipped_layout
from thidua.documents.certificate_paper import CertificatePaper
from thidua.documents.certificates import certificates_stream, shipped_form
from thidua.documents.qr import qr_code
from thidua.documents.seal import SealedFacts, Signer, load_signer, sign

GOAL_SECONDS_PER_1000 = 3.0
GOAL_RATIO = 3.0
GOAL_GROWTH_MIB = 8
ROUNDS = 3
FAMILY_NAMES = ("Hoàng", "Lò", "Nguyễn", "Vàng", "Y Krông", "H'Hen", "Trần", "Lý")
GIVEN = ("Thị Nguyệt Minh Ngọc Ánh", "Văn Ỏm", "Thị Thu Hà", "A Sử", "Niê Kđăm", "Đức Vinh", "Dí")
DAY = date(2026, 9, 5)


def papers(count: int, signer: Signer) -> Iterator[CertificatePaper]:
    for index in range(count):
        code = f"7K4MQ2XD{index:04d}"
        name = f"{FAMILY_NAMES[index % 8]} {GIVEN[index // 8 % 7]} {index}"
        facts = SealedFacts(code, "07/QĐ-SNV", DAY, "giay-khen", name, "Văn phòng Sở")
        yield CertificatePaper(
            authority_line="Giám đốc Sở Nội vụ",
            award_name="Giấy khen",
            recipient=name,
            office=f"Chuyên viên, Phòng số {index % 40}, Sở Nội vụ tỉnh Lam Giang",
            merit="Đã hoàn thành xuất sắc nhiệm vụ năm 2026",
            decision_number="07/QĐ-SNV",
            decided_on=DAY,
            place="Lam Giang",
            signer_powers=("GIÁM ĐỐC",),
            signer_name="Ngô Đức Vinh",
            check_url=f"https://thidua.vi-du.vn/xac-minh/{code}/?c={sign(facts, signer)}",
            code=f"{code[:4]}-{code[4:8]}-{code[8:]}",
            register_number=str(index + 1),
            check_address="thidua.vi-du.vn/xac-minh",
        )


def with_thidua(count: int, signer: Signer) -> int:
    return sum(len(piece) for piece in certificates_stream(papers(count, signer), shipped_form()))


def with_reportlab(count: int, signer: Signer) -> int:
    """The plain way of its manual: a canvas, registered fonts, one picture for each code."""
    from PIL import Image
    from reportlab.lib.units import mm
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfgen.canvas import Canvas

    _register(pdfmetrics)
    layout = shipped_layout()
    out = BytesIO()
    canvas = Canvas(out, pagesize=(layout.width * mm, layout.height * mm), pageCompression=1)
    for paper in papers(count, signer):
        for field in layout.fields:
            if field.source == "qr":
                code = qr_code(paper.check_url)
                picture = ImageReader(Image.frombytes("L", (code.size, code.size), code.modules))
                place = (field.x * mm, (layout.height - field.y - field.height) * mm)
                canvas.drawImage(picture, *place, field.width * mm, field.height * mm)
                continue
            text = value_of(field.source, paper, fixed=field.text, upper=field.upper)
            lines = text.split("\n")
            font = f"BVP{field.weight}{'i' if field.italic else ''}"
            size = field.size
            widest = max(pdfmetrics.stringWidth(line, font, size) for line in lines)
            if widest > field.width * mm:
                size = max(field.smallest, size * field.width * mm / widest)
            canvas.setFont(font, size)
            canvas.setFillColor(field.colour)
            for place, line in enumerate(lines):
                y = (layout.height - field.y) * mm - size * (1 + 1.28 * place)
                if field.align == "left":
                    canvas.drawString(field.x * mm, y, line)
                else:
                    canvas.drawCentredString((field.x + field.width / 2) * mm, y, line)
        canvas.showPage()
    canvas.save()
    return len(out.getvalue())


def _register(pdfmetrics: Any) -> None:
    from reportlab.pdfbase.ttfonts import TTFont

    folder = files("fontpkg_be_vietnam_pro").joinpath("files")
    styles = {"400": "Regular", "400i": "Italic", "500": "Medium", "600": "SemiBold", "700": "Bold"}
    for code, style in styles.items():
        if f"BVP{code}" not in pdfmetrics.getRegisteredFontNames():
            path = str(folder.joinpath(f"BeVietnamPro-{style}.ttf"))
            pdfmetrics.registerFont(TTFont(f"BVP{code}", path))


MAKERS = {"thidua": with_thidua, "reportlab": with_reportlab}


def timed(name: str, count: int, signer: Signer) -> tuple[float, float, int]:
    wall, processor = time.perf_counter(), time.process_time()
    size = MAKERS[name](count, signer)
    return time.perf_counter() - wall, time.process_time() - processor, size


def peak_of(name: str, count: int) -> int:
    """Peak memory in MiB of a process that makes one batch."""
    done = subprocess.run(
        [sys.executable, __file__, "--peak", name, str(count)],
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout.split()[-1])


def main() -> None:
    with TemporaryDirectory() as folder:
        signer = load_signer(Path(folder) / "ky.key", {})
    if sys.argv[1:2] == ["--peak"]:
        MAKERS[sys.argv[2]](int(sys.argv[3]), signer)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    best: dict[str, float] = {}
    for name in MAKERS:
        timed(name, 20, signer)  # fonts are read once per process
    for round_ in range(ROUNDS):
        for name in MAKERS:  # in turn, so that both meet the same machine
            wall, processor, size = timed(name, count, signer)
            best[name] = min(processor, best.get(name, processor))
            print(
                f"round {round_ + 1}, {name:9}: {count} certificates in {wall:.2f} s wall, "
                f"{processor:.2f} s of one core, {size / 1e6:.1f} MB"
            )
    per_1000 = 1000 * best["thidua"] / count
    ratio = best["reportlab"] / best["thidua"]
    quarter, whole = peak_of("thidua", count // 4), peak_of("thidua", count)
    far = peak_of("thidua", count * 4)
    print(f"1,000 certificates: {per_1000:.2f} s of one core; goal under {GOAL_SECONDS_PER_1000}")
    print(f"ReportLab takes {ratio:.2f} times as long; goal at least {GOAL_RATIO}")
    print(
        f"peak memory: {quarter} MiB for {count // 4}, {whole} MiB for {count}, {far} MiB for "
        f"{count * 4}; goal: growth of at most {GOAL_GROWTH_MIB} MiB"
    )
    if per_1000 >= GOAL_SECONDS_PER_1000 or ratio < GOAL_RATIO or far - whole > GOAL_GROWTH_MIB:
        sys.exit(1)


if __name__ == "__main__":
    main()
