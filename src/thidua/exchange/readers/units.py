"""Names of positions and units: short forms written out, one cell split into position and unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from thidua.exchange.readers.text import clean, fold, words

_SHORT = (
    (re.compile(r"^PTP\b\.?"), "Phó Trưởng phòng"),
    (re.compile(r"^TP\b\.?"), "Trưởng phòng"),
    (re.compile(r"^PGĐ\b\.?"), "Phó Giám đốc"),
    (re.compile(r"^GĐ\b\.?"), "Giám đốc"),
    (re.compile(r"^CVC\b\.?"), "Chuyên viên chính"),
    (re.compile(r"^CV\b\.?"), "Chuyên viên"),
    (re.compile(r"\bP\.\s*"), "Phòng "),
    (re.compile(r"\bVP\b\.?"), "Văn phòng"),
    (re.compile(r"\bTT\b\.?"), "Trung tâm"),
    (re.compile(r"\bNCC\b"), "người có công"),
    (re.compile(r"\b(?:LĐ-?TB ?(?:&|và)? ?XH|LĐTBXH)\b"), "Lao động - Thương binh và Xã hội"),
)
_LEADING = re.compile(
    r"^(pho )?(giam doc|truong phong|chanh|hieu truong|chi cuc truong|truong ban|cuc "
    r"truong|vu truong|truong khoa|chu nhiem|chu tich|bi thu)\b|^pho (truong|chanh)\b"
)
_COUNT = re.compile(r"\(?\s*(\d+)\s*người\s*\)?\s*$", re.IGNORECASE)


@lru_cache(maxsize=10_000)
def expand(text: str) -> str:
    """Write out the short forms that officers use; everything else stays."""
    said = clean(text)
    for pattern, full in _SHORT:
        said = pattern.sub(full, said)
    return clean(said)


@lru_cache(maxsize=10_000)
def unit_key(name: str) -> str:
    """A unit's name for comparison: written out, folded, `sỹ` and `sĩ` alike."""
    return re.sub(r"\bsy\b", "si", words(expand(re.sub(r"^Tập thể\s+", "", clean(name)))))


def heading_count(text: str) -> tuple[str, int | None]:
    """`Phòng X (8 người)` -> the name and 8."""
    found = _COUNT.search(clean(text))
    if not found:
        return clean(text), None
    return clean(text)[: found.start()].strip(" (:-"), int(found[1])


def split_position(text: str, known: Iterable[str]) -> tuple[str, str]:
    """Split `Chuyên viên, P. Kế hoạch - Tài chính` into position and unit.

    `known` are unit names of the list; the longest one that ends the text wins. Without a known
    one the first separator decides; a cell without separator is a position alone.
    """
    full = expand(text)
    tokens = [
        (found[0], found.start())
        for found in re.finditer(r"[a-z0-9]+", re.sub(r"\bsy\b", "si", fold(full)))
    ]
    spelled = [token for token, _ in tokens]
    best: tuple[int, str] | None = None
    for name in known:
        wanted = unit_key(name).split()
        longer = best is None or len(wanted) > best[0]
        if wanted and longer and spelled[-len(wanted) :] == wanted:
            best = (len(wanted), name)
    if best:
        cut = tokens[-best[0]][1]
        return full[:cut].strip(" ,-–\n"), full[cut:]
    lines = [clean(line) for line in str(text).splitlines() if clean(line)]
    if len(lines) == 2:
        return expand(lines[0]).strip(" ,-"), expand(lines[1])
    found = re.search(r",\s+| - ", full)
    if found:
        return full[: found.start()].strip(), full[found.end() :].strip()
    return full, ""


_UNIT_START = re.compile(
    r"^(phong|p|van phong|vp|trung tam|tt|ban|chi cuc(?! truong)|truong(?! "
    r"(phong|ban|khoa|doan))|quy|so|lanh dao|uy ban|huyen)\b"
)


def starts_as_unit(text: str) -> bool:
    """True where the text names a unit, not a position: `Phòng Cải cách hành chính và Văn thư, lưu
    trữ`.
    """
    return bool(_UNIT_START.match(words(text)))


def is_leader(position: str) -> bool:
    return bool(_LEADING.search(words(position)))


def is_department_head(position: str) -> bool:
    return bool(re.search(r"^(pho )?giam doc so\b", words(position)))
