"""Names and short names of awards as people write them, mapped to the canonical codes (Luật
06/2022/QH15 Điều 9 đến 74).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from thidua.exchange.readers.text import clean, words


@dataclass(frozen=True)
class AwardName:
    """`code` None: a name that is understood but is no award of the system (a union's
    certificate).
    """

    code: str | None
    label: str
    authority: str = ""
    collective: bool = False


OTHER = "khac"

_DIVISION = {
    "nhat": "nhat",
    "1": "nhat",
    "i": "nhat",
    "nhi": "nhi",
    "2": "nhi",
    "ii": "nhi",
    "ba": "ba",
    "3": "ba",
    "iii": "ba",
}
# Certificates of unions and associations are no awards of the law; `xã hội` is no association.
_UNIONS = (
    r"\b(ldld|lien doan lao dong|cong doan|doan thanh nien|tinh doan|mat tran|mttq"
    r"|hoi (nong dan|phu nu|lien hiep|cuu chien binh|chu thap do|khuyen hoc))\b"
)
_RANK = re.compile(r"hang (nhat|nhi|ba|1|2|3|iii|ii|i)\b")


@lru_cache(maxsize=20_000)
def award_name(text: str) -> AwardName | None:
    """Recognise one award; None where the words name no award or leave its level open."""
    said = words(text)
    if not said:
        return None
    for reader in (_collective, _title, _certificate, _order, _badge):
        if found := reader(said, clean(text)):
            return found
    return None


# How an officer may explain a text that no rule reads: code to one clear way of writing it.
CLEAR_NAMES = {
    "ldtt": "Lao động tiên tiến",
    "cstd-co-so": "Chiến sĩ thi đua cơ sở",
    "cstd-cap-tinh": "Chiến sĩ thi đua cấp tỉnh",
    "cstd-toan-quoc": "Chiến sĩ thi đua toàn quốc",
    "tt-ldtt": "Tập thể lao động tiên tiến",
    "tt-ldxs": "Tập thể lao động xuất sắc",
    "co-cap-tinh": "Cờ thi đua cấp tỉnh",
    "co-chinh-phu": "Cờ thi đua của Chính phủ",
    "giay-khen": "Giấy khen",
    "bk-cap-tinh": "Bằng khen của Chủ tịch UBND tỉnh",
    "bk-thu-tuong": "Bằng khen của Thủ tướng Chính phủ",
    "knc-bo-nganh-tinh": "Kỷ niệm chương",
    "hc-lao-dong-hang-nhat": "Huân chương Lao động hạng Nhất",
    "hc-lao-dong-hang-nhi": "Huân chương Lao động hạng Nhì",
    "hc-lao-dong-hang-ba": "Huân chương Lao động hạng Ba",
    "hc-doc-lap-hang-nhat": "Huân chương Độc lập hạng Nhất",
    "hc-doc-lap-hang-nhi": "Huân chương Độc lập hạng Nhì",
    "hc-doc-lap-hang-ba": "Huân chương Độc lập hạng Ba",
    "anh-hung-lao-dong": "Anh hùng Lao động",
}


def named_by_code(code: str) -> AwardName | None:
    """The award that an officer chose by its code; "khac" is an award of no law of the system."""
    if code == OTHER:
        return AwardName(None, "Hình thức khen thưởng khác")
    clear = CLEAR_NAMES.get(code)
    return award_name(clear) if clear else None


def _collective(said: str, _text: str) -> AwardName | None:
    compact = said.replace(" ", "")
    if re.match(
        r"(tap the |tt )?(lao dong xuat sac|ld xuat sac|ldxs)\b", said
    ) or compact.startswith("ttldxs"):
        return AwardName("tt-ldxs", "Tập thể lao động xuất sắc", collective=True)
    if re.match(
        r"(tap the|tt) (lao dong tien tien|ld tien tien|ldtt)\b", said
    ) or compact.startswith("ttldtt"):
        return AwardName("tt-ldtt", "Tập thể lao động tiên tiến", collective=True)
    if re.match(r"co (thi dua|td)\b", said):
        if "chinh phu" in said:
            return AwardName("co-chinh-phu", "Cờ thi đua của Chính phủ", collective=True)
        if re.search(r"\b(tinh|bo|ubnd|uy ban nhan dan)\b", said):
            return AwardName("co-cap-tinh", "Cờ thi đua cấp tỉnh", collective=True)
    return None


def _title(said: str, text: str) -> AwardName | None:
    if re.match(r"(danh hieu )?(ldtt|ld tien tien|lao dong tien tien)\b", said):
        return AwardName("ldtt", "Lao động tiên tiến")
    found = re.match(r"(?:danh hieu )?(?:cstd|chien s[iy] thi dua)(.*)$", said)
    if not found:
        return None
    rest = found[1].strip()
    if re.match(r"(toan quoc|tq)\b", rest):
        return AwardName("cstd-toan-quoc", "Chiến sĩ thi đua toàn quốc")
    if re.match(r"(cap )?(co so|cs)\b", rest):
        return AwardName("cstd-co-so", "Chiến sĩ thi đua cơ sở")
    if re.match(r"(cap )?(tinh|bo|ban|nganh)\b", rest):
        return AwardName("cstd-cap-tinh", "Chiến sĩ thi đua cấp tỉnh", _ministry(text))
    return None


def _certificate(said: str, text: str) -> AwardName | None:
    if re.match(r"(gk|giay khen)\b", said):
        return AwardName("giay-khen", "Giấy khen", _giver(said))
    found = re.match(r"(?:bk|bang khen)(.*)$", said)
    if not found:
        return None
    rest = found[1].strip()
    if re.search(r"\b(ttg|ttcp|thu tuong)\b", rest) or rest.startswith("ttg"):
        return AwardName("bk-thu-tuong", "Bằng khen của Thủ tướng Chính phủ", "Thủ tướng Chính phủ")
    if re.search(r"\b(bo|bo truong)\b", rest):
        return AwardName("bk-cap-tinh", "Bằng khen của Bộ trưởng", _ministry(text))
    if re.search(_UNIONS, rest):
        return AwardName(None, _spelled_out(text))
    if re.search(r"\btinh\b", rest):
        return AwardName("bk-cap-tinh", "Bằng khen của Chủ tịch UBND tỉnh", "Chủ tịch UBND tỉnh")
    return None


def _order(said: str, _text: str) -> AwardName | None:
    rank = _RANK.search(said)
    for pattern, stem, label in (
        (r"(hcld|hc lao dong|huan chuong lao dong)\b", "hc-lao-dong", "Huân chương Lao động"),
        (r"(hcdl|hc doc lap|huan chuong doc lap)\b", "hc-doc-lap", "Huân chương Độc lập"),
    ):
        if re.match(pattern, said) and rank:
            step = _DIVISION[rank[1]]
            return AwardName(
                f"{stem}-hang-{step}",
                f"{label} hạng {step.capitalize().replace('Nhat', 'Nhất').replace('Nhi', 'Nhì')}",
            )
    if re.match(r"(danh hieu )?anh hung lao dong\b", said):
        return AwardName("anh-hung-lao-dong", "Anh hùng Lao động")
    return None


def _badge(said: str, text: str) -> AwardName | None:
    if re.match(r"(knc|ky niem chuong|huy chuong vi su nghiep)\b", said):
        return AwardName("knc-bo-nganh-tinh", text)
    return None


def _spelled_out(text: str) -> str:
    """One name for `BK LĐLĐ tỉnh` and `Bằng khen của Liên đoàn Lao động tỉnh`."""
    full = re.sub(r"^BK\b", "Bằng khen", text)
    full = re.sub(r"\bLĐLĐ\b", "Liên đoàn Lao động", full)
    return re.sub(r"^Bằng khen (?!của )", "Bằng khen của ", full)


def _giver(said: str) -> str:
    if "huyen" in said:
        return "Chủ tịch UBND huyện"
    if re.search(r"\b(xa|phuong)\b", said):
        return "Chủ tịch UBND xã"
    if re.search(r"\b(gd|giam doc|so)\b", said):
        return "Giám đốc Sở"
    return ""


def _ministry(text: str) -> str:
    found = re.search(r"\bBộ(?: trưởng)?(?: Bộ)?\s+(.+)$", text)
    return f"Bộ trưởng Bộ {found[1].strip()}" if found else ""


def read_registrations(text: str) -> tuple[list[str], list[str]]:
    """`LĐTT + CSTĐCS; BK TTg` -> codes and the parts that name no award."""
    codes, unread = [], []
    for part in re.split(r"[;,+\n]|\bvà\b", clean(text)):
        if not words(part):
            continue
        found = award_name(part)
        if found and found.code:
            codes.append(found.code)
        else:
            unread.append(part.strip())
    return codes, unread
