"""What is asked first changes nothing: all awards in any order, one alone, each award's findings.

The evaluator keeps what it has worked out for the next question. What it keeps must not carry the
award that happened to ask first.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.law import evaluate, evaluate_all, facts_from_dict, load_rulebook
from thidua.law.api import spoken_awards
from thidua.law.values import ELIGIBLE, NOT_ELIGIBLE

RB = load_rulebook()
ALL = spoken_awards(RB)
SCOPE = "so-noi-vu-lam-giang"
# Judged before every award: the head's collective (2014 to 2019), the Party organisation and the
# unions of a collective (2020 to 2023).
HEADS = "thanh_tich_tap_the_do_lanh_dao"
UNIONS = "to_chuc_dang_doan_the_hoan_thanh_xuat_sac"
NAMED = ["ldtt", "cstd-co-so", "bk-cap-tinh", "tt-ldtt", "tt-ldxs"]
# The kind asked about, and a day on which something is judged before all its awards; or any day.
ASKED = st.sampled_from(
    [
        ("individual", date(2016, 12, 1)),
        ("collective", date(2021, 12, 1)),
        ("individual", date(2026, 9, 15)),
        ("collective", date(2024, 6, 1)),
    ]
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[dict[str, object], date]:
    """A good history with findings that name one award each, and the day of receipt."""
    kind, on = draw(ASKED)
    years = range(on.year - draw(st.integers(1, 8)), on.year + 1)
    subject: dict[str, object] = {"kind": kind}
    if kind == "individual":
        subject["group"] = draw(st.sampled_from(["head_of_department", "head_of_division"]))
    slugs = st.sampled_from([HEADS, UNIONS, "ldtt.het-thoi-han-ky-luat"])
    findings = st.fixed_dictionaries(
        {
            "about": slugs,
            "award": st.sampled_from(NAMED),
            "holds": st.booleans(),
            "by": st.just("Hội đồng"),
            "decided_on": st.just(on.isoformat()),
        }
    )
    data: dict[str, object] = {
        "subject": subject,
        "ratings": [{"year": year, "grade": "hoan_thanh_xuat_sac"} for year in years],
        "awards": [
            {"code": code, "year": year, "decided_on": f"{year}-12-20", "merit": "cong_trang"}
            for year in years
            for code in (("ldtt", "cstd-co-so") if kind == "individual" else ("tt-ldxs",))
            if year < on.year
        ],
        "pending": draw(st.sampled_from([[], [{"kind": "khieu_nai"}]])),
        "disciplines": draw(
            st.sampled_from(
                [[], [{"measure": "khien_trach", "from": f"{on.year - 2}-01-01",
                       "to": f"{on.year - 1}-06-01"}]]
            )
        ),
        "findings": draw(st.lists(findings, max_size=4)),
    }  # fmt: skip
    return data, on


@given(histories(), st.sampled_from([None, SCOPE]), st.permutations(NAMED))
@settings(max_examples=50, deadline=None)
def test_all_awards_in_any_order_give_the_same_verdicts(
    history: tuple[dict[str, object], date], scope: str | None, first: list[str]
) -> None:
    data, on = history
    facts = facts_from_dict(data)
    order = [*first, *reversed([code for code in ALL if code not in first])]
    by_index = evaluate_all(RB, facts, year=on.year, received_on=on, scope=scope, awards=ALL)
    otherwise = evaluate_all(RB, facts, year=on.year, received_on=on, scope=scope, awards=order)
    assert otherwise == by_index
    for code in NAMED:
        alone = evaluate(RB, facts, award=code, year=on.year, received_on=on, scope=scope)
        assert alone == by_index[code]


def head_of_2016(findings: list[dict[str, object]]) -> dict[str, object]:
    return {
        "subject": {"kind": "individual", "group": "head_of_department"},
        "ratings": [{"year": 2016, "grade": "hoan_thanh_xuat_sac"}],
        "awards": [],
        "disciplines": [],
        "pending": [],
        "registrations": [{"year": 2016, "award": "ldtt"}],
        "findings": findings,
    }


@pytest.mark.parametrize("first", ["ldtt", "cstd-co-so"])
def test_a_finding_that_names_one_award_concerns_that_award_only(first: str) -> None:
    on = date(2016, 12, 1)
    no = {"about": HEADS, "award": "cstd-co-so", "holds": False, "by": "Hội đồng",
          "decided_on": "2016-11-20"}  # fmt: skip
    facts = facts_from_dict(head_of_2016([no]))
    order = sorted(("ldtt", "cstd-co-so"), key=lambda code: code != first)
    found = evaluate_all(RB, facts, year=2016, received_on=on, awards=order)
    heads = {
        code: next(node for node in verdict.reasons.walk() if node.id == "nguoi-dung-dau")
        for code, verdict in found.items()
    }
    assert heads["cstd-co-so"].value == NOT_ELIGIBLE
    assert heads["ldtt"].value == ELIGIBLE
    assert heads["ldtt"].attested is not None
    assert found["cstd-co-so"].value == NOT_ELIGIBLE
