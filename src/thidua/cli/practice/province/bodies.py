"""The bodies of the practice province, their units and clusters, and what merged in 2025."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from thidua.cli.practice.province import shape

# The province of the practice department; where that is loaded, this one grows around it.
PROVINCE = "Ủy ban nhân dân tỉnh Lam Giang"
PROVINCE_CODE = "ubnd-tinh-lam-giang"
SYMBOL = "UBND"
PLACE = "Lam Giang"
RULEBOOK_SCOPE = "ubnd-tinh-lam-giang"
ABSORBED_ON = dt.date(2025, 3, 1)
FORMED_ON = dt.date(2025, 7, 1)

# Name, symbol, words for its affiliated units, what it absorbed in 2025.
_DEPARTMENTS = (
    ("Sở Giáo dục và Đào tạo", "SGDĐT", "Trường Trung học phổ thông", ""),
    ("Sở Y tế", "SYT", "Trung tâm Y tế khu vực", ""),
    (
        "Sở Nông nghiệp và Môi trường",
        "SNNMT",
        "Trạm Khuyến nông khu vực",
        "Sở Tài nguyên và Môi trường",
    ),
    ("Sở Tài chính", "STC", "Trung tâm Hỗ trợ doanh nghiệp", "Sở Kế hoạch và Đầu tư"),
    ("Sở Xây dựng", "SXD", "Ban Quản lý dự án", "Sở Giao thông vận tải"),
    ("Sở Công Thương", "SCT", "Trung tâm Khuyến công", ""),
    ("Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL", "Trung tâm Văn hóa khu vực", "Sở Du lịch"),
    (
        "Sở Khoa học và Công nghệ",
        "SKHCN",
        "Trung tâm Ứng dụng công nghệ",
        "Sở Thông tin và Truyền thông",
    ),
    ("Sở Tư pháp", "STP", "Phòng Công chứng", ""),
    ("Sở Ngoại vụ", "SNgV", "Trung tâm Dịch vụ đối ngoại", ""),
    ("Sở Dân tộc và Tôn giáo", "SDTTG", "Trung tâm Công tác dân tộc", ""),
    ("Thanh tra tỉnh", "TTT", "Tổ Thanh tra khu vực", ""),
    ("Văn phòng Ủy ban nhân dân tỉnh", "VP", "Trung tâm Phục vụ hành chính công", ""),
    ("Ban Quản lý các khu công nghiệp", "BQLKCN", "Văn phòng đại diện khu công nghiệp", ""),
)
_DIVISIONS = (
    "Văn phòng",
    "Phòng Tổ chức cán bộ",
    "Phòng Kế hoạch - Tài chính",
    "Phòng Nghiệp vụ 1",
    "Phòng Nghiệp vụ 2",
    "Phòng Pháp chế",
)
_COMMUNE_UNITS = ("Văn phòng HĐND và UBND", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội")
_FIRST = "An Bình Châu Đông Hòa Hưng Kim Lâm Long Minh Nam Ninh Phú Phước Quang Sơn Tân Tây Thanh"
_SECOND = "Bình Đức Giang Hà Hải Khê Lạc Lộc Mỹ Phong Thạnh Thịnh Thủy Trung Xuân Yên"


@dataclass(frozen=True)
class Unit:
    """A unit of one body; `size` people work there, the first is the leadership of the body."""

    body: int
    name: str
    kind: str
    size: int


@dataclass(frozen=True)
class Home:
    """A body that keeps records of its own: a department or a commune."""

    name: str
    symbol: str
    level: str
    cluster: int
    absorbed: str = ""
    formed_of: tuple[str, ...] = ()

    @property
    def is_commune(self) -> bool:
        return self.level == "xa"


@dataclass(frozen=True)
class Bodies:
    """All of them in the order of the columns `body` and `unit`."""

    homes: tuple[Home, ...]
    units: tuple[Unit, ...]


def make_bodies(people: int) -> Bodies:
    """Bodies for so many people (at least 60); depends on nothing but the number."""
    in_communes = round(people * shape.COMMUNE_SHARE)
    communes = min(shape.MOST_COMMUNES, max(1, round(in_communes / shape.COMMUNE_SIZE)))
    in_departments = people - in_communes
    departments = min(shape.MOST_DEPARTMENTS, max(2, round(in_departments / shape.DEPARTMENT_SIZE)))
    homes: list[Home] = []
    units: list[Unit] = []
    for number, size in enumerate(_parts(in_departments, departments)):
        name, symbol, affiliate, absorbed = _DEPARTMENTS[number]
        cluster = number // shape.CLUSTER_SIZE
        homes.append(Home(name, symbol, "tinh", cluster, absorbed))
        units += _units(number, size, shape.LEADERS_OF_DEPARTMENT, _DIVISIONS, affiliate)
    clusters = 1 + homes[-1].cluster
    for number, size in enumerate(_parts(in_communes, communes)):
        name = _commune(number)
        former: tuple[str, ...] = ()
        if number < shape.FORMED_COMMUNES:
            former = tuple(f"{name} {n}" for n in ("Thượng", "Hạ", "Trung")[: 2 + number % 2])
        cluster = clusters + number // shape.CLUSTER_SIZE
        homes.append(Home(name, f"UBND-X{number + 1}", "xa", cluster, formed_of=former))
        body = departments + number
        units += _units(body, size, shape.LEADERS_OF_COMMUNE, _COMMUNE_UNITS, "Trường Tiểu học")
    return Bodies(tuple(homes), tuple(units))


def _units(
    body: int, size: int, leaders: int, divisions: tuple[str, ...], affiliate: str
) -> list[Unit]:
    leaders = min(leaders, size - 1)
    rest = size - leaders
    number = max(1, round(rest / shape.UNIT_SIZE), min(3, rest // 8))
    made = [Unit(body, "Lãnh đạo", "lanh_dao", leaders)]
    for place, many in enumerate(_parts(rest, number)):
        if place < len(divisions):
            name = divisions[place]
            kind = "van_phong" if name.startswith("Văn phòng") else "phong"
        else:
            name = f"{affiliate} số {place - len(divisions) + 1}"
            kind = "truong" if affiliate.startswith("Trường") else "trung_tam"
        made.append(Unit(body, name, kind, many))
    return made


def _commune(number: int) -> str:
    first, second = _FIRST.split(), _SECOND.split()
    name = f"{first[number % len(first)]} {second[(number * 7 + number // 19) % len(second)]}"
    kind = "Phường" if number % 6 == 0 else "Xã"
    return f"Ủy ban nhân dân {kind} {name}"


def _parts(whole: int, number: int) -> list[int]:
    """Sizes that differ by at most one and add up."""
    share, more = divmod(whole, number)
    return [share + (place < more) for place in range(number)]
