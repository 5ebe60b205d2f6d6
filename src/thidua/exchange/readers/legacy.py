"""Which legacy code a text is typed in, told by its letters and never by a sheet's name or font:
the reading with more words that Vietnamese can hold wins.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from thidua.exchange.readers import tcvn3, vni

# Signs of Latin-1 that both codes use and Vietnamese typed in Unicode does not.
SUSPECT = re.compile("[\u00a1-\u00ac\u00ae-\u00b6\u00b8-\u00ff]")
# Those among them that no Vietnamese word in Unicode holds.
STRANGE = re.compile(
    "[\u00a1-\u00ac\u00ae\u00b5\u00b6\u00b8-\u00be\u00c4-\u00c7\u00cb\u00ce\u00cf\u00d1\u00d6-\u00d8\u00db"
    "\u00dc\u00de\u00df\u00e4-\u00e7\u00eb\u00ee\u00ef\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe\u00ff]"
)
_UNICODE = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0-\u01b0\u1ea0-\u1ef9]"
)


@dataclass(frozen=True)
class Code:
    name: str
    decode: Callable[[str], str]


TCVN3 = Code("TCVN3 (phông .VnTime)", tcvn3.decode)
VNI = Code("VNI (phông VNI-Times)", vni.decode)

_ONSET = r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
_VOWELS = (
    "a|ai|ao|au|ay|e|eo|ê|êu|i|ia|iê|iêu|iu|o|oa|oai|oao|oay|oe|oeo|oi|oo|oă|ô|ôi|ơ|ơi|u|ua|uai"
    "|uay|uâ|uây|uê|ui|uô|uôi|uơ|uy|uya|uyê|uyu|ư|ưa|ưi|ươ|ươi|ươu|ưu|y|yê|yêu|ă|â|âu|ây|uyên"
)
_SYLLABLE = re.compile(rf"^{_ONSET}(?:{_VOWELS})(?:ch|ng|nh|[cmnpt])?$")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """True for a word that Vietnamese can hold: onset, vowels, coda and at most one tone."""
    parts = unicodedata.normalize("NFD", word.lower())
    bare = unicodedata.normalize("NFC", _TONES.sub("", parts))
    return len(_TONES.findall(parts)) <= 1 and bool(_SYLLABLE.match(bare))


def code_of(texts: Iterable[str]) -> Code | None:
    """The legacy code of the texts taken together; None where they are Unicode or plain.

    Only words with a suspicious sign speak; a code is believed where it makes nine in ten of them
    Vietnamese syllables, clearly more than they are now.
    """
    found: set[str] = set()
    unicode_words = 0
    for text in texts:
        for word in text.split():
            if _UNICODE.search(word):
                unicode_words += 1
            elif SUSPECT.search(word):
                found.add(word)
        if len(found) > 4000:
            break
    if not found or unicode_words > 2 * len(found):
        return None
    best: tuple[float, Code] | None = None
    now = _share(found, str)
    for code in (TCVN3, VNI):
        share = _share(found, code.decode)
        if best is None or share > best[0]:
            best = (share, code)
    if best is None or best[0] < 0.8 or best[0] < now + 0.2:
        return None
    return best[1]


def _share(words: set[str], decode: Callable[[str], str]) -> float:
    good = total = 0
    for word in words:
        for part in _WORD.findall(_signs_kept(decode(word))) or [""]:
            syllable = is_syllable(part)
            if not syllable and part.isupper():
                continue  # LĐTT, QĐ, CSTĐCS: abbreviations speak for no code
            total += 1
            good += syllable
    return good / max(total, 1)


def _signs_kept(text: str) -> str:
    """Signs of the codes that are no letters (µ, ¸, ®) must not fall out between letters."""
    return re.sub("[\u00a1-\u00bf\u00d7\u00f7]", "ß", text)


def decode_cells(texts: Collection[str]) -> tuple[dict[str, str], Code | None]:
    """Old text to new for every cell that has to be turned; the code of the sheet, if it has one.

    A sheet with a code of its own is turned as a whole but for cells that hold Unicode already; in
    other sheets a cell pasted from an old file is turned where it alone convinces.
    """
    marked = [text for text in texts if not text.isascii()]
    # One look at all of it: nearly every sheet is Unicode without a single strange sign.
    together = "\n".join(marked)
    strange, proper = STRANGE.search(together), _UNICODE.search(together)
    if strange is None and (proper is not None or SUSPECT.search(together) is None):
        return {}, None
    code = code_of(marked)
    turned: dict[str, str] = {}
    for text in marked:
        if _UNICODE.search(text) or not (SUSPECT.search(text) if code else STRANGE.search(text)):
            continue
        mine = code or (code_of([text]) if len(SUSPECT.findall(text)) > 3 else None)
        if mine is not None:
            new = mine.decode(text)
            if new != text:
                turned[text] = new
    return turned, code
