"""The cap on the highest rating: which text on which day, exactly a share, unknown is unknown."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.law.errors import RulebookError
from thidua.law.rating_caps import FORMAT, rating_cap


@pytest.mark.parametrize(
    ("employment", "year", "share", "text"),
    [
        ("cong_chuc", 2026, Fraction(1, 5), "335/2025"),
        ("can_bo", 2027, Fraction(1, 5), "335/2025"),
        ("cong_chuc", 2025, None, "90/2020"),
        ("vien_chuc", 2025, None, "90/2020"),
        ("vien_chuc", 2026, None, "Luật Viên chức"),
    ],
)
def test_the_text_in_force_at_the_end_of_the_year(
    employment: str, year: int, share: Fraction | None, text: str
) -> None:
    cap = rating_cap(employment, year)
    assert cap is not None
    assert cap.share == share
    assert text in cap.citation
    assert cap.unread


@pytest.mark.parametrize(
    ("employment", "year"), [("hop_dong", 2026), ("", 2026), ("cong_chuc", 2019)]
)
def test_where_no_text_speaks(employment: str, year: int) -> None:
    assert rating_cap(employment, year) is None


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_share_of_those_rated_good_not_of_heads(excellent: int, good: int) -> None:
    cap = rating_cap("cong_chuc", 2026)
    assert cap is not None
    assert cap.allows(excellent, good) == (excellent * 100 <= 20 * good)
    assert cap.most(good) == Fraction(good, 5)


def test_an_unknown_share_judges_nothing() -> None:
    cap = rating_cap("vien_chuc", 2026)
    assert cap is not None
    assert cap.allows(100, 1) is None
    assert cap.most(10) is None


@pytest.mark.parametrize(
    "text",
    [
        "format: other/1\ncaps: []\n",
        f"format: {FORMAT}\ncaps:\n  - {{employment: [x], from: 2026-01-01}}\n",
        f"format: {FORMAT}\ncaps:\n  - {{employment: [cong_chuc], from: 2026-01-01, base: b, "
        "within: [body], citation: c, confidence: V, share: 3/2}\n",
        f"format: {FORMAT}\ncaps:\n  - {{employment: [cong_chuc], from: 2026-01-01, base: b, "
        "within: [body], citation: c, confidence: SURE}\n",
    ],
)  # fmt: skip
def test_a_malformed_file_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "caps.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RulebookError, match="tỷ lệ xếp loại"):
        rating_cap("cong_chuc", 2026, file=file)
