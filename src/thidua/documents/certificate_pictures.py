"""A background as it is sent in: looked at, turned upright, made a plain JPEG.

Making it anew leaves behind whatever else the file carried.
"""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from thidua.documents.drawing.marks import Background

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 60_000_000
KINDS = {"JPEG": "JPG", "PNG": "PNG"}
SMALLEST_DPI, GOOD_DPI = 100, 200
# How far the picture may be longer or wider than the sheet before it would look stretched.
SKEW = 0.02


class PictureFaultError(Exception):
    """The picture cannot be taken; the message says what to send instead."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture as it is kept, and a remark where it is coarse on paper."""

    content: bytes
    pixels: tuple[int, int]
    digest: str
    remark: str = ""


def picture_from(content: bytes, *, width: float, height: float) -> Picture:
    """Check for a sheet of millimetres; raises `PictureFaultError` with a sentence."""
    if not content:
        raise PictureFaultError("Tệp ảnh rỗng. Chọn lại tệp.")
    if len(content) > MAX_BYTES:
        raise PictureFaultError("Ảnh nặng quá 15 MB. Lưu lại dạng JPG rồi tải lên.")
    image = _opened(content)
    turned = ImageOps.exif_transpose(image)
    across, down = turned.size
    if abs(across / down / (width / height) - 1) > SKEW:
        raise PictureFaultError(
            f"Ảnh {across} × {down} điểm không cùng tỷ lệ với tờ {width:g} × {height:g} mm: in sẽ "
            "méo. Cắt ảnh theo tỷ lệ của tờ, hoặc đổi khổ tờ."
        )
    dpi = round(min(across / width, down / height) * 25.4)
    if dpi < SMALLEST_DPI:
        raise PictureFaultError(
            f"Ảnh chỉ đạt {dpi} điểm mỗi inch trên tờ {width:g} × {height:g} mm, in sẽ vỡ. Dùng "
            f"ảnh từ {round(width / 25.4 * GOOD_DPI)} × {round(height / 25.4 * GOOD_DPI)} điểm."
        )
    remark = "" if dpi >= GOOD_DPI else f"Ảnh đạt {dpi} điểm mỗi inch; từ {GOOD_DPI} in mới nét."
    plain = Image.new("RGB", turned.size, "white")
    shown = turned.convert("RGBA")
    plain.paste(shown, mask=shown.getchannel("A"))
    out = BytesIO()
    plain.save(out, "JPEG", quality=92, subsampling=0)
    made = out.getvalue()
    return Picture(made, turned.size, hashlib.sha256(made).hexdigest(), remark)


def _opened(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # Pillow warns of a picture that unpacks to very much; here it is refused by size.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(content), formats=tuple(KINDS))
            if image.width * image.height > MAX_PIXELS:
                raise PictureFaultError(
                    f"Ảnh {image.width} × {image.height} điểm lớn quá. Giảm còn 300 điểm mỗi inch."
                )
            image.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        raise PictureFaultError(
            "Tệp không phải ảnh JPG, PNG đọc được. Mở bằng chương trình ảnh và lưu lại."
        ) from None
    return image


def jpeg_background(content: bytes, pixels: tuple[int, int], digest: str) -> Background:
    return Background("jpeg", content, digest, pixels)
