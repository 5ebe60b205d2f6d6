"""Single cells: identity numbers, forms of address, yearly ratings (NĐ 137/2020: twelve digits
hold century, sex and year of birth).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from thidua.exchange.readers.text import clean, words
from thidua.exchange.readers.workbook import Value


@dataclass(frozen=True)
class IdentityRead:
    """`number` is twelve digits or empty; `doubts` block its use, `notes` say what was mended."""

    number: str = ""
    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_identity(value: Value, *, birth_year: int | None, gender: str | None) -> IdentityRead:
    """Mend what has one reading only (blanks, the zero that a number cell drops); doubt the
    rest.
    """
    if isinstance(value, bool):
        return IdentityRead(doubts=["số định danh không phải là 12 chữ số"])
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    raw = clean(value)
    if not raw:
        return IdentityRead(doubts=["thiếu số định danh"])
    digits = re.sub(r"[\s.\-']", "", raw)
    notes = []
    if digits != raw:
        notes.append("số định danh có dấu cách hoặc dấu phân tách, đã ghép lại")
    if not digits.isascii() or not digits.isdigit():
        return IdentityRead(doubts=["số định danh có ký tự không phải chữ số"])
    if len(digits) == 11:
        digits = "0" + digits
        notes.append("số định danh mất số 0 ở đầu, đã thêm lại")
    elif len(digits) != 12:
        return IdentityRead(doubts=[f"số định danh có {len(digits)} chữ số, cần 12 chữ số"])
    doubts = []
    year = identity_year(digits)
    if year is None:
        doubts.append("chữ số thứ tư của số định danh không chỉ thế kỷ và giới tính hợp lý")
    elif birth_year is not None and year != birth_year:
        doubts.append(
            f"số định danh chỉ năm sinh {year}, khác năm sinh {birth_year} trong danh sách"
        )
    sex = identity_gender(digits)
    if sex is not None and gender is not None and sex != gender:
        said = "nữ" if sex == "female" else "nam"
        doubts.append(
            f"số định danh chỉ giới tính {said}, trái với cách xưng hô hoặc giới tính "
            "trong danh sách"
        )
    return IdentityRead(digits, doubts, notes)


def identity_year(number: str) -> int | None:
    """Year of birth inside a twelve-digit number; centuries 20 and 21 only."""
    if len(number) != 12 or number[3] not in "0123":
        return None
    return (1900 if number[3] in "01" else 2000) + int(number[4:6])


def identity_gender(number: str) -> str | None:
    if len(number) != 12 or number[3] not in "0123":
        return None
    return "male" if number[3] in "02" else "female"


_ADDRESS_IN_NAME = re.compile(r"^\s*(ông|bà|anh|chị|đ/c|đồng chí)\s+", re.IGNORECASE)


def split_address(name: str) -> tuple[str, str | None]:
    """`Bà Nguyễn Bích Duyên` -> the name and female; no form of address inside gives None."""
    found = _ADDRESS_IN_NAME.match(clean(name))
    if not found:
        return clean(name), None
    return clean(name)[found.end() :], read_gender(found[1])


def read_gender(value: Value) -> str | None:
    match words(clean(value)):
        case "ong" | "nam" | "anh" | "m" | "male":
            return "male"
        case "ba" | "nu" | "chi" | "f" | "female":
            return "female"
    return None


GRADES = {
    "hoan_thanh_xuat_sac": "Hoàn thành xuất sắc nhiệm vụ",
    "hoan_thanh_tot": "Hoàn thành tốt nhiệm vụ",
    "hoan_thanh": "Hoàn thành nhiệm vụ",
    "khong_hoan_thanh": "Không hoàn thành nhiệm vụ",
}

_GRADE_WORDS = {
    "hoan thanh xuat sac": "hoan_thanh_xuat_sac",
    "htxs": "hoan_thanh_xuat_sac",
    "xuat sac": "hoan_thanh_xuat_sac",
    "hoan thanh tot": "hoan_thanh_tot",
    "htt": "hoan_thanh_tot",
    "tot": "hoan_thanh_tot",
    "hoan thanh": "hoan_thanh",
    "ht": "hoan_thanh",
    "khong hoan thanh": "khong_hoan_thanh",
    "kht": "khong_hoan_thanh",
}


def read_grade(value: Value) -> str | None:
    """A yearly rating in words or short forms; None where it is empty or not one of the four."""
    said = words(clean(value))
    said = re.sub(r"\s*(nhiem vu|nv)$", "", said)
    said = re.sub(r"(?<=[a-z])nv$", "", said)
    said = re.sub(r"^ht (?=xuat sac|tot)", "hoan thanh ", said)
    said = re.sub(r"^k ?ht$", "kht", said)
    return _GRADE_WORDS.get(said)


def has_no_grade(value: Value) -> bool:
    """True for a cell that says itself that there is no rating yet."""
    return words(clean(value)) in {
        "",
        "chua xep loai",
        "khong xep loai",
        "chua danh gia",
        "chua co",
    }
