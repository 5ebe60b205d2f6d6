"""Rebuild the web fonts in this folder.

    pip install fontpkg-be-vietnam-pro fonttools brotli
    python make_fonts.py

Be Vietnam Pro (SIL OFL 1.1, no reserved font name) has proportional digits and no
`tnum` feature, so columns of money would not line up. We therefore write two files
per weight: the text face (Latin + Vietnamese only), and a tiny digits-only face in
which 0-9 share one width. `.num` in base.css puts the second in front of the first.
"""

from pathlib import Path

import fontpkg_be_vietnam_pro
from fontTools import subset
from fontTools.ttLib import TTFont

SOURCE = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
HERE = Path(__file__).parent
WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600}
TEXT = (
    "U+0020-007E,U+00A0-00FF,U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,"
    "U+01AF-01B0,U+0300-0303,U+0309,U+0323,U+1EA0-1EF9,U+2010-2026,U+2030-2033,U+20AB,"
    "U+2212,U+2248,U+2260,U+2264-2265"
)
DIGIT_WIDTH = 650


def write(font: TTFont, unicodes: str, target: str) -> None:
    options = subset.Options(flavor="woff2", layout_features=["*"])
    worker = subset.Subsetter(options)
    worker.populate(unicodes=subset.parse_unicodes(unicodes))
    worker.subset(font)
    subset.save_font(font, HERE / target, options)


for name, weight in WEIGHTS.items():
    source = SOURCE / f"BeVietnamPro-{name}.ttf"
    write(TTFont(source), TEXT, f"be-vietnam-pro-{weight}.woff2")

    digits = TTFont(source)
    cmap, metrics, glyphs = digits.getBestCmap(), digits["hmtx"], digits["glyf"]
    for code in range(0x30, 0x3A):
        glyph_name = cmap[code]
        advance, left = metrics[glyph_name]
        shift = round((DIGIT_WIDTH - advance) / 2)
        glyphs[glyph_name].coordinates.translate((shift, 0))
        glyphs[glyph_name].recalcBounds(glyphs)
        metrics[glyph_name] = (DIGIT_WIDTH, left + shift)
    for tag in ("GSUB", "GPOS", "GDEF"):
        if tag in digits:
            del digits[tag]
    write(digits, "U+0030-0039", f"be-vietnam-pro-digits-{weight}.woff2")
