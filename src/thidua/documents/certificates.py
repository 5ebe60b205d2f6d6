"""Certificates of a decision as one PDF: A4 landscape, embedded fonts, a QR code to check each."""

import json
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import typst

from thidua.documents.certificate_paper import CertificatePaper
from thidua.documents.qr import qr_code
from thidua.documents.words import clean
from thidua.kit.dates import long_date, short_date

PAGE_PIXELS_PER_INCH = 144.0
FONT = "Be Vietnam Pro"


class CertificateError(Exception):
    """The batch cannot be printed; the message says why."""


def certificates_pdf(papers: Sequence[CertificatePaper], *, ornament: bool = True) -> bytes:
    """Print all certificates into one PDF, a page each, in the order given.

    `ornament=False` leaves out frame and drum, for printing on sheets that carry a pattern already.
    """
    return _compile(papers, "pdf", ornament=ornament)


def certificate_png(paper: CertificatePaper, *, ornament: bool = True) -> bytes:
    """Draw one certificate as a picture for the screen."""
    return _compile([paper], "png", ornament=ornament)


def _compile(papers: Sequence[CertificatePaper], kind: str, *, ornament: bool) -> bytes:
    if not papers:
        raise CertificateError(
            "Chưa có ai trong danh sách để in bằng. Thêm người vào danh sách của quyết định trước."
        )
    with tempfile.TemporaryDirectory(prefix="thidua-bang-") as folder:
        root = Path(folder)
        _write_data(root, papers, ornament=ornament)
        (root / "certificate.typ").write_bytes(_sheet("certificate.typ"))
        (root / "drum.pdf").write_bytes(_drum())
        extra: dict[str, Any] = (
            {"pdf_tags": False} if kind == "pdf" else {"ppi": PAGE_PIXELS_PER_INCH}
        )
        source = str(root / "certificate.typ")
        compiler: Any = typst.compile
        made: bytes | list[bytes] = compiler(
            source, root=str(root), font_paths=_fonts(), format=kind, **extra
        )
    return made[0] if isinstance(made, list) else made


def _write_data(root: Path, papers: Sequence[CertificatePaper], *, ornament: bool) -> None:
    items: list[dict[str, Any]] = []
    modules = bytearray()
    for paper in papers:
        code = qr_code(paper.check_url)
        items.append({**_item(paper), "qr_from": len(modules), "qr_size": code.size})
        modules += code.modules
    (root / "certificates.json").write_text(json.dumps(items, ensure_ascii=False), "utf-8")
    (root / "qr.bin").write_bytes(bytes(modules))
    first = papers[0]
    options = {
        "ornament": ornament,
        "title": clean(f"{first.award_name}, Quyết định số {first.decision_number}"),
        "author": clean(first.authority_line),
        "qr_alt": "Mã QR để xác minh",
    }
    (root / "options.json").write_text(json.dumps(options, ensure_ascii=False), "utf-8")


def _item(paper: CertificatePaper) -> dict[str, Any]:
    facts = [f"Quyết định số {paper.decision_number}", f"ngày {short_date(paper.decided_on)}"]
    if paper.register_number:
        facts.append(f"Vào sổ số {paper.register_number}")
    if paper.provisional:
        facts.append("Kết quả xét tạm tính")
    where = f"Mã xác minh, tra tại\n{paper.check_address}" if paper.check_address else "Mã xác minh"
    return {
        "authority": clean(paper.authority_line).upper(),
        "verb": "TẶNG DANH HIỆU" if paper.is_title else "TẶNG",
        "award": clean(paper.award_name).upper(),
        "recipient": clean(f"{paper.honorific} {paper.recipient}".strip()),
        "office": clean(paper.office),
        "merit": clean(paper.merit),
        "facts": [clean(line) for line in facts],
        "check_line": clean(where),
        "code": clean(paper.code),
        "place_date": clean(f"{paper.place}, {long_date(paper.decided_on)}"),
        "powers": [clean(line).upper() for line in paper.signer_powers],
        "signer": clean(paper.signer_name),
    }


def _sheet(name: str) -> bytes:
    return files("thidua.documents").joinpath("sheets", name).read_bytes()


@lru_cache(maxsize=1)
def _drum() -> bytes:
    """Turn the drawing into PDF once: as PDF it is stored once in a batch, as SVG on every page."""
    compiler: Any = typst.compile
    page = "#set page(width: 150mm, height: 150mm, margin: 0mm, fill: none)\n"
    with tempfile.TemporaryDirectory(prefix="thidua-bang-") as folder:
        (Path(folder) / "drum.svg").write_bytes(_sheet("drum.svg"))
        (Path(folder) / "drum.typ").write_text(page + '#image("drum.svg", width: 150mm)', "utf-8")
        made: bytes = compiler(f"{folder}/drum.typ", root=folder, pdf_tags=False)
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Load Be Vietnam Pro alone; no font of the machine or built into typst can slip in."""
    with as_file(files("fontpkg_be_vietnam_pro").joinpath("files")) as folder:
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
        )
    if FONT not in fonts.families():
        raise CertificateError(
            f"Không tìm thấy phông chữ {FONT}. Cài lại gói fontpkg-be-vietnam-pro."
        )
    return fonts
