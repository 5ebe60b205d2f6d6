"""Every list can be taken out: a page with a list in pages offers it as xlsx and CSV."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import thidua

ROOT = Path(thidua.__file__).parent
LISTS = {
    f"{path.parent.name}/{path.name}": path
    for path in sorted(ROOT.glob("*/templates/*/*.html"))
    if "{% pagination " in path.read_text("utf-8")
}
# Lists that are taken out elsewhere, or are no list of records.
EXCEPTIONS = {
    "decisions/tab_awards.html": "rows of one decision: the annex as a file, the register a list",
    "decisions/tab_certificates.html": "certificates of one decision: one PDF of all of them",
    "decisions/tab_money.html": "shares of one decision; the payments are exported by bonuses",
    "desk/search.html": "hits of a search over several lists, each of which is exported itself",
    "exchange/batch.html": "rows that wait for a decision; its doubts are exported (problems)",
    "eligibility/grid.html": "two formats of its own: coloured xlsx, and plain CSV (export_grid)",
    "organisations/detail.html": "the people of one unit: the list of people with that filter",
    "people/duplicates.html": "the links stand in the head that its three tabs share",
    "people/merges.html": "the links stand in the head that its three tabs share",
    "people/apart.html": "the links stand in the head that its three tabs share",
}
_OFFERED = re.compile(r'{% export_links "([a-z_:]+)"')
_EXPORT_VIEWS = re.compile(r"\ndef (export\w*)\(request.*?\n(.*?)(?=\n\ndef |\n\n@|\Z)", re.DOTALL)


def offers(path: Path) -> list[str]:
    return _OFFERED.findall(path.read_text("utf-8"))


@pytest.mark.parametrize("name", LISTS)
def test_a_list_in_pages_is_exported(name: str) -> None:
    if name in EXCEPTIONS:
        assert not offers(LISTS[name]), f"{name} offers an export now: drop the exception"
    else:
        assert offers(LISTS[name]), f"{name} shows a list in pages without {{% export_links %}}"


def test_the_exceptions_are_lists_still() -> None:
    assert set(EXCEPTIONS) <= set(LISTS)
    assert all(len(reason) > 20 for reason in EXCEPTIONS.values())


def test_the_shared_head_and_the_grid_offer_what_the_exceptions_say() -> None:
    head = ROOT / "people/templates/people/_alike_head.html"
    assert set(offers(head)) == {
        "people:export_duplicates",
        "people:export_merges",
        "people:export_apart",
    }
    grid = LISTS["eligibility/grid.html"].read_text("utf-8")
    assert "'eligibility:export'" in grid
    assert "'eligibility:export_grid'" in grid
    assert 'dang="csv"' in grid
    batch = LISTS["exchange/batch.html"].read_text("utf-8")
    assert "exchange:problems" in batch


def test_every_export_answers_in_both_formats_by_the_one_writer() -> None:
    """An address named `export…` is a view that calls `exported`, so `?dang=csv` works."""
    without = []
    for path in sorted(ROOT.glob("*/views/*.py")) + sorted(ROOT.glob("*/views.py")):
        text = path.read_text("utf-8")
        for name, body in _EXPORT_VIEWS.findall(text):
            if "exported(" not in body and "_export" not in body:
                without.append(f"{path.parent.parent.name}.{path.stem}.{name}")
    assert not without
