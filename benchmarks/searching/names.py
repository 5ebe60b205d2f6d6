"""Made-up Vietnamese names for `../search.py`: as frequent as in life, the same for every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate, permutations

SEED = 20261121


def _words(text: str) -> list[str]:
    """The words of a text; the commonest stand first."""
    return text.split()


# Shares of family names in per cent as given by Vietnamese naming studies; the rest by a tail.
FAMILIES = {
    "Nguyễn": 31.5, "Trần": 10.9, "Lê": 8.9, "Phạm": 5.9, "Hoàng": 3.3, "Huỳnh": 2.3, "Phan": 2.8,
    "Vũ": 2.5, "Võ": 2.5, "Đặng": 1.9, "Bùi": 1.9, "Đỗ": 1.5, "Hồ": 1.3, "Ngô": 1.3, "Dương": 1.2,
    "Lý": 0.9, "Đinh": 1.0, "Đoàn": 0.9, "Trịnh": 0.8, "Trương": 1.6, "Mai": 0.7, "Đào": 0.8,
    "Lương": 0.8, "Hà": 0.9, "Lâm": 0.7, "Phùng": 0.5, "Tạ": 0.4, "Cao": 0.6, "Chu": 0.4, "Tô": 0.4,
    "Thái": 0.4, "Quách": 0.2, "Nông": 0.5, "Lò": 0.6, "Quàng": 0.2, "Cà": 0.1, "Vàng": 0.3,
    "Giàng": 0.3, "Thào": 0.2, "Sùng": 0.2, "Má": 0.1, "Lầu": 0.1, "Hầu": 0.05, "Ma": 0.2,
    "Triệu": 0.3, "Bàn": 0.1, "Đàm": 0.3, "Hứa": 0.2, "Vi": 0.3, "Lộc": 0.1, "La": 0.2, "Kiều": 0.2,
    "Từ": 0.15,
    "Tống": 0.2, "Khổng": 0.1, "Nghiêm": 0.15, "Doãn": 0.1, "Bạch": 0.1, "Tăng": 0.15, "Uông": 0.03,
    "Âu": 0.05, "Thân": 0.1, "Lục": 0.08, "Mạc": 0.05, "Viên": 0.02, "Diệp": 0.1, "Châu": 0.2,
    "Văn": 0.1, "Ninh": 0.08, "Quản": 0.03, "Phí": 0.05, "Trang": 0.04, "Ông": 0.02, "Thạch": 0.3,
    "Sơn": 0.1, "Kim": 0.2, "Danh": 0.15, "Chau": 0.05, "Rơ": 0.05, "Siu": 0.1, "Ksor": 0.1,
    "Y": 0.2,
}  # fmt: skip
MIDDLES_MALE = _words(
    "Văn Đức Hữu Minh Quang Xuân Đình Ngọc Thanh Công Quốc Anh Duy Hoàng Tuấn Trọng Tiến Mạnh Việt "
    "Bá Hồng Gia Thành Viết Huy Hải Đăng Trung Thế Khắc Sỹ Chí Phúc Nhật Bảo Tấn Phước Vĩnh Như "
    "Danh Kim Doãn Sinh Cảnh Đại Phú Thái Hùng Trường Nam Long Khánh A Mí Seo Chí Láo Tắc"
)
MIDDLES_FEMALE = _words(
    "Thị Thị Thị Thị Ngọc Thanh Thu Minh Hồng Kim Phương Bích Mỹ Thùy Như Quỳnh Diệu Lan Mai Hoài "
    "Khánh Tuyết Ánh Xuân Hải Cẩm Hà Bảo Yến Thảo Tú Anh Tường Trúc Huyền Vân Nhật Diễm Linh Kiều "
    "Hạnh Nguyệt Mộng Thúy Cát Uyên Lệ Hương Trà Thủy Thị Mùa Seo"
)
GIVEN_MALE = _words(
    "Hùng Dũng Tuấn Minh Anh Hải Nam Sơn Thắng Cường Long Hoàng Đức Huy Bình Hiếu Trung Quân Thành "
    "Tùng Kiên Phong Quang Việt Tiến Khánh Đạt Hưng Duy Trường Vinh Phúc An Nghĩa Lâm Tâm Thịnh Hà "
    "Bảo Khoa Nhân Toàn Phú Tài Linh Dương Mạnh Lộc Công Tú Hòa Chiến Thái Thanh Vũ Giang Đông "
    "Khải Kỳ Lợi Luân Ngọc Nhật Phương Quốc Quyền Quyết Sang Sáng Tân Thiện Thông Thuận Tín Toản "
    "Triều Trí Trọng Tuyên Tường Vượng Xuân Ân Bắc Bách Biên Cảnh Chương Chung Danh Dự Điền Định "
    "Đoàn Độ Được Hậu Hiển Hiệp Hoan Hợp Huấn Huân Kha Khang Khôi Khương Lập Liêm Lực Lưu Mẫn Năng "
    "Ninh Oanh Pháo Phát Phi Phố Quý Quỳnh Quyến Rạng Sinh Sử Tạo Thạch Thế Thiệp Thọ Thực Thước "
    "Tích Tiệp Tình Toán Trác Tráng Trình Tư Uy Văn Vĩ Viên Vụ Xứng Yên Lử Páo Chứ Dê Sình Vừ Sếnh"
)
GIVEN_FEMALE = _words(
    "Hương Lan Hoa Hà Linh Thảo Trang Mai Phương Hằng Hạnh Nga Huyền Thủy Hồng Ngọc Thu Yến Loan "
    "Anh Dung Nhung Oanh Hiền Liên Vân Thanh Tâm Hoài Quỳnh Ánh Châu Chi Diệp Duyên Giang Hân Hậu "
    "Hòa Hoàn Huệ Hường Khanh Khuyên Kiều Lài Lê Lệ Liễu Luyến Lương Ly Lý Mận Mến Minh My Mỹ Na "
    "Ngà Ngân Nguyên Nguyệt Nhàn Nhi Như Nương Phấn Phượng Quế Quyên Sương Tuyết Thắm Thắng Thi "
    "Thoa Thơ Thơm Thu Thùy Thúy Thuyết Thương Tiên Tình Trà Trâm Trinh Trúc Tú Tươi Tuyền Uyên "
    "Uyển Vi Việt Vui Vy Xinh Xoan Xuân Xuyến Ý Yên Bích Cúc Đào Đông Gấm Hảo Hiếu Hợi Lành Liên "
    "Lụa Mơ Nết Nhài Nhạn Nở Sen Sinh Tấm Thái Thêu Thìn Tý Út Vàng Vinh Dợ Mỷ Sua Máy Dí"
)


def _falling(words: list[str], strength: float) -> list[float]:
    """Weights that fall with the place in the list, added up."""
    return list(accumulate((n + 3) ** -strength for n in range(len(words))))


def persons(count: int) -> Iterator[str]:
    """`count` full names, two in five of them with two middle names; seeded."""
    draw = random.Random(SEED)  # noqa: S311 - made-up names, nothing secret
    families, shares = list(FAMILIES), list(accumulate(FAMILIES.values()))
    sets = (
        (MIDDLES_MALE, _falling(MIDDLES_MALE, 1.3), GIVEN_MALE, _falling(GIVEN_MALE, 0.8)),
        (MIDDLES_FEMALE, _falling(MIDDLES_FEMALE, 1.1), GIVEN_FEMALE, _falling(GIVEN_FEMALE, 0.8)),
    )
    left = count
    while left > 0:
        part = min(left, 20_000)
        left -= part
        middles, middle_weights, givens, given_weights = sets[draw.random() < 0.5]
        first = draw.choices(families, cum_weights=shares, k=part)
        second = draw.choices(middles, cum_weights=middle_weights, k=part)
        third = draw.choices(middles, cum_weights=middle_weights, k=part)
        last = draw.choices(givens, cum_weights=given_weights, k=part)
        for family, middle, more, given in zip(first, second, third, last, strict=True):
            if draw.random() < 0.4 and more != middle:
                yield f"{family} {middle} {more} {given}"
            else:
                yield f"{family} {middle} {given}"


def lines(count: int) -> Iterator[str]:
    """`count` register lines: each person has one to seven of them, spread over the book."""
    draw = random.Random(SEED + 1)  # noqa: S311 - made-up names, nothing secret
    people = list(persons(max(1, count // 4)))
    while count > 0:
        part = min(count, 50_000)
        yield from draw.choices(people, k=part)
        count -= part


def asked(count: int) -> list[tuple[str, str]]:
    """`count` questions as typed: (kind, text without diacritics), all kinds alike often."""
    from thidua.kit.text import fold

    draw = random.Random(SEED + 2)  # noqa: S311 - made-up names, nothing secret
    names = [fold(n).split() for n in persons(20_000)]
    draw.shuffle(names)
    made: list[tuple[str, str]] = []
    for number, words in enumerate(names):
        kind = KINDS[number % len(KINDS)]
        text = _typed(kind, words, draw)
        parts = text.split()
        # Of two words one of which begins the other, engines mean different things.
        clear = not any(a.startswith(b) for a, b in permutations(parts, 2))
        if clear and all(len(p) > 1 for p in parts):
            made.append((kind, text))
        if len(made) == count:
            break
    return made


KINDS = (
    "family and middle", "full name", "given", "given, family", "middle, given",
    "last word begun", "all words begun", "from the last word", "family", "family, given",
)  # fmt: skip


def _typed(kind: str, words: list[str], draw: random.Random) -> str:
    family, middle, given = words[0], words[1], words[-1]
    begun = [w[: draw.randint(2, max(2, len(w)))] for w in words]
    return {
        "family and middle": f"{family} {middle}",
        "full name": " ".join(words),
        "given": given,
        "given, family": f"{given} {family}",
        "middle, given": f"{middle} {given}",
        "last word begun": " ".join([*words[:-1], begun[-1]]),
        "all words begun": " ".join(begun),
        "from the last word": " ".join(reversed(words)),
        "family": family,
        "family, given": f"{family} {given}",
    }[kind]
