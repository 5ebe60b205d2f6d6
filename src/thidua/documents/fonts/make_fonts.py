"""Rebuild the text fonts of PDF papers in this folder: Tinos, cut to Latin and Vietnamese.

    apt-get install fonts-croscore && pip install fonttools
    python make_fonts.py

Tinos (Google, SIL OFL 1.1, no reserved font name) has the widths of Times New Roman, so that a
PDF breaks its lines where Word does; it is named so in the file, never Times New Roman.
"""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SOURCE = Path("/usr/share/fonts/truetype/croscore")
HERE = Path(__file__).parent
TEXT = (
    "U+0020-007E,U+00A0-024F,U+0300-036F,U+1E00-1EFF,U+2010-2026,U+2030-2044,U+20AB,U+20AC,"
    "U+2116,U+2122,U+2190-2193,U+2212,U+2248,U+2260,U+2264-2265,U+25A0-25A1,U+2610-2612,U+2713"
)


def main() -> None:
    for style in ("Regular", "Bold", "Italic", "BoldItalic"):
        options = subset.Options(layout_features=["*"], hinting=False, name_IDs=["*"])
        font = TTFont(SOURCE / f"Tinos-{style}.ttf")
        worker = subset.Subsetter(options)
        worker.populate(unicodes=subset.parse_unicodes(TEXT))
        worker.subset(font)
        subset.save_font(font, HERE / f"Tinos-{style}.ttf", options)


if __name__ == "__main__":
    main()
