"""Identities of awards: one code for one award under several laws, with all its other names."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from thidua.law.errors import RulebookError, Say
from thidua.law.parsed import RULEBOOK, read_file
from thidua.law.values import CONFIDENCES
from thidua.law.yamlio import Place, line_of, shown_place

INDEX_FILE = RULEBOOK / "awards-index.yaml"
FORMAT = "thidua-awards-index/1"
TITLE = "danh_hieu_thi_dua"
KINDS = {
    TITLE: "Danh hiệu thi đua",
    "giay_khen": "Giấy khen",
    "bang_khen": "Bằng khen",
    "ky_niem_chuong": "Kỷ niệm chương",
    "huy_chuong": "Huy chương",
    "huan_chuong": "Huân chương",
    "danh_hieu_vinh_du": "Danh hiệu vinh dự nhà nước",
    "giai_thuong": "Giải thưởng",
}
CYCLES = {
    "annual": "hằng năm",
    "adhoc": "khi có thành tích",
    "on_reaching_condition": "khi đủ điều kiện",
    "three_yearly": "03 năm một lần",
    "five_yearly": "05 năm một lần",
    "once": "một lần",
}
LEVELS = (
    "commune",
    "grassroots",
    "army_region",
    "ministry_province",
    "government",
    "prime_minister",
    "state",
    "state_president",
)
FORM_KINDS = ("giay_khen", "bang_khen", "huan_chuong")
_REQUIRED = (
    "code",
    "names",
    "short",
    "kind",
    "recipients",
    "level",
    "rank",
    "citation",
    "confidence",
)


@dataclass(frozen=True, slots=True)
class AwardInfo:
    """What an award is called and who may receive it; `authority` is filled for a given day."""

    code: str
    name: str
    short_name: str
    kind: str
    recipients: tuple[str, ...]
    level: str
    rank: int
    name_en: str = ""
    names: tuple[tuple[date | None, str], ...] = ()
    aliases: tuple[str, ...] = ()
    authorities: tuple[tuple[str, str], ...] = ()
    authority: str | None = None
    status: str | None = None
    # Whether bodies weigh it every year: what a round and a list are screened for by default.
    usual: bool = False

    def spoken(self) -> tuple[str, ...]:
        """Everything it is called: code, aliases, short name, the names of every time."""
        names = (name for _, name in self.names)
        return (self.code, *self.aliases, self.name, self.short_name, *names)

    def name_on(self, day: date) -> str:
        """The official name on that day (names change with the law)."""
        current = self.names[0][1] if self.names else self.name
        for start, name in self.names:
            if start is not None and start <= day:
                current = name
        return current


@cache
def award_index(path: Path = INDEX_FILE) -> dict[str, AwardInfo]:
    """Every award by its canonical code, in the order of the index."""
    data = read_file(path)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise RulebookError(
            Say("không phải danh mục khen thưởng.", "not an awards index."),
            file=path,
            expected=Say(f"format: {FORMAT}", f"format: {FORMAT}"),
        )
    infos: dict[str, AwardInfo] = {}
    spoken: dict[str, str] = {}
    for number, entry in enumerate(data["awards"]):
        info = _info(path, entry, ("awards", number))
        if info.code in infos:
            raise _refuse(
                path,
                ("awards", number, "code"),
                "mã bị lặp",
                "the code is repeated",
                info.code,
                Say("đặt mã khác cho một trong hai", "give one of them another code"),
            )
        for name in {plain(name) for name in info.spoken()}:
            if name in spoken:
                raise _refuse(
                    path,
                    ("awards", number),
                    f"tên này cũng là tên của {spoken[name]}",
                    f"this name is also one of {spoken[name]}",
                    name,
                    Say("mỗi tên chỉ chỉ một khen thưởng", "let a name mean one award only"),
                )
            spoken[name] = info.code
        infos[info.code] = info
    return infos


@cache
def award_aliases() -> dict[str, str]:
    """Every code, alias and plain name (also lower case, without marks) to the canonical code."""
    found: dict[str, str] = {}
    for info in award_index().values():
        for alias in info.spoken():
            found[alias] = found[plain(alias)] = info.code
    return found


def plain(text: str) -> str:
    """Lower case, without marks and doubled blanks: "Lao động" is "lao dong"."""
    split = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(c for c in split if not unicodedata.combining(c)).split())


def _info(path: Path, entry: Any, place: Place) -> AwardInfo:
    if not isinstance(entry, dict):
        raise _refuse(
            path,
            place,
            "mỗi khen thưởng phải là các cặp khóa: giá trị",
            "an award must be key: value pairs",
            entry,
            Say("viết code, names, short ... thành từng dòng", "write code, names ... as lines"),
        )
    for key in _REQUIRED:
        if entry.get(key) in (None, "", []):
            raise _refuse(
                path,
                place,
                f"thiếu khóa {key!r}",
                f"the key {key!r} is missing",
                entry.get("code"),
                Say(f"thêm {key}", f"add {key}"),
            )
    for key, allowed in (("kind", KINDS), ("level", LEVELS), ("confidence", CONFIDENCES)):
        if entry[key] not in allowed:
            listed = ", ".join(allowed)
            raise _refuse(
                path,
                (*place, key),
                "từ này không có trong danh mục",
                "this word is not in the closed list",
                entry[key],
                Say(f"dùng một trong: {listed}", f"use one of: {listed}"),
            )
    names = tuple((item.get("from"), str(item["name"])) for item in entry["names"])
    return AwardInfo(
        code=entry["code"],
        name=names[-1][1],
        short_name=entry["short"],
        kind=entry["kind"],
        recipients=tuple(entry["recipients"]),
        level=entry["level"],
        rank=entry["rank"],
        name_en=entry.get("name_en", ""),
        names=names,
        aliases=tuple(entry.get("aliases") or ()),
        authorities=tuple((entry.get("authorities") or {}).items()),
        usual=entry.get("usual") is True,
    )


def _refuse(path: Path, place: Place, vi: str, en: str, found: object, todo: Say) -> RulebookError:
    return RulebookError(
        Say(f"{vi}.", f"{en}."),
        file=path,
        place=shown_place(place),
        line=line_of(path, place),
        found=found,
        todo=todo,
    )
