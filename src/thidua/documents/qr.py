"""QR codes as rows of dark and light modules, made by zxing-cpp."""

from dataclasses import dataclass
from typing import Any

import zxingcpp

# A checkerboard: it breaks up plain areas, whatever the text.
_MASK = 0


@dataclass(frozen=True, slots=True)
class QrCode:
    """A square of `size` x `size` modules, one byte each: 0 dark, 255 light; no quiet zone."""

    size: int
    modules: bytes


def qr_code(text: str) -> QrCode:
    """Encode text with medium error correction (15 % of the code may be damaged).

    One mask for all: a seal is as even as chance, trying the eight masks would only cost time.
    """
    barcode = zxingcpp.create_barcode(
        text, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=_MASK
    )
    image: Any = zxingcpp.write_barcode_to_image(barcode, scale=1, add_quiet_zones=False)
    rows, columns = image.shape[:2]
    return QrCode(rows, bytes(memoryview(image).cast("B"))[: rows * columns])
