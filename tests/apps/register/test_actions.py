"""The book of record: added once, never altered, matched by people, years covered."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed, WrongState
from thidua.register import actions, queries
from thidua.register.models import Claim, RegisterEntry, RegisterYear

NOT_WRITERS = ["head", "member", "secretary", "administrator", "stranger", "nobody"]
BOOK = "so-khen-thuong-2011-2025.xlsx"


def award(world: SimpleNamespace, **more: Any) -> RegisterEntry:
    fields: dict[str, Any] = {
        "department": world.department,
        "by": world.users.officer,
        "person": world.people[0],
        "recipient_name": "Nguyễn Thị Minh Châu",
        "award_code": "cstd-co-so",
        "award_name": "Chiến sĩ thi đua cơ sở",
        "year": 2024,
        "decision_number": "45/QĐ-SNV",
        "decided_on": dt.date(2024, 12, 18),
        "authority": "Giám đốc Sở Nội vụ",
        "source": "book",
    }
    return actions.record_award(**{**fields, **more})


def test_entries_are_numbered_and_chained(world: SimpleNamespace) -> None:
    first, second = award(world), award(world, year=2025)
    assert (first.sequence, second.sequence) == (1, 2)
    assert second.previous_hash == first.entry_hash
    assert queries.verify_chain(world.department).whole
    assert first.match == "matched"


def test_each_department_has_its_own_book(world: SimpleNamespace) -> None:
    award(world)
    other = award(
        world, department=world.foreign, person=world.foreign_person, by=world.users.stranger
    )
    assert other.sequence == 1
    assert queries.verify_chain(world.foreign).length == 1


def test_the_same_source_twice_is_one_entry(world: SimpleNamespace) -> None:
    place = f"{BOOK}#2024!7"
    first = award(world, source_ref=place)
    logged = AuditRow.objects.count()
    assert award(world, source_ref=place).pk == first.pk
    assert (RegisterEntry.objects.count(), AuditRow.objects.count()) == (1, logged)


def test_the_same_source_with_other_content_is_refused_and_kept(world: SimpleNamespace) -> None:
    place = f"{BOOK}#2024!7"
    award(world, source_ref=place)
    with pytest.raises(WrongState, match="đã vào sổ số 1 với nội dung khác"):
        award(world, source_ref=place, year=2023)
    assert RegisterEntry.objects.get().year == 2024
    rows = [
        {"recipient_name": "A", "award_name": "B", "source": "book", "source_ref": place},
        {"recipient_name": "C", "award_name": "D", "source": "book", "source_ref": f"{BOOK}#1!1"},
    ]
    result = actions.record_awards(department=world.department, rows=rows, by=None)
    assert (result.added, [e.sequence for e in result.differing]) == (1, [1])
    assert [e.recipient_name for e in result.entries] == ["Nguyễn Thị Minh Châu", "C"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"decided_on": dt.date(2999, 1, 1)},
        {"year": 2999},
        {"year": 1900},
        {"recipient_name": "  "},
        {"award_name": ""},
    ],
)
def test_a_wrong_line_stores_nothing_of_the_batch(
    world: SimpleNamespace, wrong: dict[str, Any]
) -> None:
    good = {"recipient_name": "A", "award_name": "B", "source": "book"}
    with pytest.raises(WrongState):
        actions.record_awards(department=world.department, rows=[good, {**good, **wrong}], by=None)
    assert not RegisterEntry.objects.exists()
    assert queries.verify_chain(world.department) == queries.verify_chain(world.foreign)


def test_a_person_of_another_department_is_refused(world: SimpleNamespace) -> None:
    with pytest.raises(WrongState, match="Vũ Ngọc Ánh không thuộc Sở Nội vụ"):
        award(world, person=world.foreign_person)


@pytest.mark.parametrize("who", NOT_WRITERS)
def test_others_do_not_write_the_book(world: SimpleNamespace, who: str) -> None:
    entry, user = award(world), getattr(world.users, who)
    for attempt in (
        lambda: award(world, by=user),
        lambda: actions.revoke_entry(entry=entry, reason="Sai", by=user),
        lambda: actions.undo_match(entry=entry, by=user),
        lambda: actions.record_year_loaded(department=world.department, year=2020, by=user),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    entry.refresh_from_db()
    assert (entry.state, entry.match, RegisterEntry.objects.count()) == ("valid", "matched", 1)
    assert not RegisterYear.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("award_name", "Bằng khen"),
        ("recipient_name", "Nguyễn Thị Minh Chầu"),
        ("year", 2023),
        ("decision_number", "46/QĐ-SNV"),
        ("unit_name", "Văn phòng"),
        ("note", "thêm sau"),
    ],
)
def test_a_changed_line_is_found(world: SimpleNamespace, field: str, value: object) -> None:
    for year in (2022, 2023, 2024):
        award(world, year=year)
    RegisterEntry.objects.filter(sequence=2).update(**{field: value})
    if field == "year":
        RegisterEntry.objects.filter(sequence=2).update(year=2019)
    check = queries.verify_chain(world.department)
    assert (check.broken_at, check.problem) == (2, "nội dung đã bị sửa sau khi ghi")


def test_a_missing_line_is_found_in_the_middle_and_at_the_end(world: SimpleNamespace) -> None:
    for year in (2022, 2023, 2024):
        award(world, year=year)
    RegisterEntry.objects.filter(sequence=3).delete()
    check = queries.verify_chain(world.department)
    assert (check.length, check.broken_at) == (2, 3)
    assert check.problem == "thiếu dòng ở cuối, phải có 3 dòng"
    RegisterEntry.objects.filter(sequence=1).delete()
    assert queries.verify_chain(world.department).broken_at == 1


def test_revoking_needs_a_reason_happens_once_and_keeps_the_chain(world: SimpleNamespace) -> None:
    entry, by = award(world), world.users.officer
    with pytest.raises(WrongState):
        actions.revoke_entry(entry=entry, reason="  ", by=by)
    revoked = actions.revoke_entry(entry=entry, reason="QĐ 12/QĐ-SNV", by=by)
    assert (revoked.state, revoked.state_reason) == ("revoked", "QĐ 12/QĐ-SNV")
    with pytest.raises(WrongState, match="trước đó"):
        actions.revoke_entry(entry=entry, reason="lần nữa", by=by)
    assert queries.verify_chain(world.department).whole
    assert list(queries.awards_of(person=world.people[0])) == []
    assert list(queries.awards_of(person=world.people[0], with_revoked=True)) == [entry]


def test_an_asked_line_is_nobodys_until_a_human_confirms(world: SimpleNamespace) -> None:
    person, by = world.people[0], world.users.officer
    entry = award(world, match="asked", match_reasons=["Trùng tên, khác đơn vị"])
    assert list(queries.awards_of(person=person)) == []
    confirmed = actions.confirm_match(entry=entry, person=world.people[2], by=by)
    assert (confirmed.person, confirmed.match) == (world.people[2], "matched")
    assert list(queries.awards_of(person=world.people[2])) == [entry]
    with pytest.raises(WrongState, match="tải lại trang"):
        actions.confirm_match(entry=entry, person=person, by=by)
    actions.undo_match(entry=entry, by=by)
    assert list(queries.awards_of(person=world.people[2])) == []
    rejected = actions.reject_match(entry=entry, by=by)
    assert (rejected.person, rejected.match) == (None, "unmatched")
    assert queries.verify_chain(world.department).whole
    logged = [r.action for r in AuditRow.objects.order_by("sequence")]
    assert logged[1:] == [
        "register.confirm_match",
        "register.undo_match",
        "register.reject_match",
    ]


def test_a_persons_line_is_not_given_to_a_unit_nor_to_a_stranger(world: SimpleNamespace) -> None:
    entry, by = award(world, match="asked"), world.users.officer
    for wrong in (
        {"collective": world.units[0]},
        {"person": world.foreign_person},
        {},
        {"person": world.people[0], "collective": world.units[0]},
    ):
        with pytest.raises(WrongState):
            actions.confirm_match(entry=entry, by=by, **wrong)
    entry.refresh_from_db()
    assert entry.match == "asked"


def test_a_line_of_an_own_decision_stays_matched(world: SimpleNamespace) -> None:
    entry = award(world, source="decision", by=world.users.director)
    with pytest.raises(WrongState):
        actions.undo_match(entry=entry, by=world.users.officer)


def test_years_loaded_are_noted_once(world: SimpleNamespace) -> None:
    by = world.users.officer
    args = {"department": world.department, "source": BOOK, "by": by}
    assert actions.record_years_loaded(years=[2011, 2012, 2012], **args) == 2
    assert actions.record_years_loaded(years=[2011, 2012], **args) == 0
    assert actions.record_year_loaded(year=2012, **args) is False
    assert RegisterYear.objects.count() == 2


def claim(world: SimpleNamespace, **more: Any) -> Claim:
    fields: dict[str, Any] = {
        "department": world.department,
        "person": world.people[0],
        "award_code": "cstd-co-so",
        "award_name": "CSTĐ cơ sở",
        "year": 2024,
        "by": world.users.officer,
    }
    return actions.record_claim(**{**fields, **more})


@pytest.mark.parametrize(
    ("more", "status", "evidence"),
    [
        ({}, "confirmed", "Sổ số 1, QĐ số 45/QĐ-SNV ngày 18/12/2024"),
        ({"decision_number": "45/qđ-snv "}, "confirmed", "Sổ số 1,"),
        ({"decision_number": "45"}, "confirmed", "Sổ số 1,"),
        (
            {"decision_number": "46/QĐ-SNV"},
            "confirmed",
            "Sổ số 1, QĐ số 45/QĐ-SNV ngày 18/12/2024; kê khai ghi số 46/QĐ-SNV",
        ),
        ({"year": 2023}, "not_in_register", "Sổ năm 2023 không có tên"),
        ({"year": 2009}, "unverifiable", "Chưa có sổ đầy đủ của năm 2009"),
        ({"year": None}, "unverifiable", "Không ghi năm, chưa đủ để đối chiếu với sổ"),
        ({"year": None, "decision_number": "45/QĐ-SNV"}, "confirmed", "Sổ số 1,"),
        (
            {"award_code": "bk-cap-tinh", "decision_number": "45/QĐ-SNV"},
            "contradicted",
            "Theo quyết định này sổ chỉ ghi Chiến sĩ thi đua cơ sở (Sổ số 1,",
        ),
        (
            # Numbers begin anew every year: the same number of another year says nothing.
            {"award_code": "bk-cap-tinh", "decision_number": "45/QĐ-SNV", "year": 2023},
            "not_in_register",
            "Sổ năm 2023 không có tên",
        ),
        ({"person": 1}, "not_in_register", "Sổ năm 2024 không có tên"),
    ],
)
def test_a_claim_is_checked_against_the_book(
    world: SimpleNamespace, more: dict[str, Any], status: str, evidence: str
) -> None:
    award(world)
    actions.record_years_loaded(department=world.department, years=[2023, 2024], by=None)
    if "person" in more:
        more = {"person": world.people[more["person"]]}
    kept = claim(world, **more)
    assert kept.status == status
    assert kept.evidence.startswith(evidence)


def test_a_title_counts_for_its_year_a_merit_form_also_for_that_of_its_decision(
    world: SimpleNamespace,
) -> None:
    day = dt.date(2025, 1, 20)
    award(world, decided_on=day)
    award(world, award_code="bk-cap-tinh", award_name="Bằng khen", decided_on=day)
    assert claim(world, year=2025).status == "unverifiable"
    assert claim(world, year=2025, award_code="bk-cap-tinh").status == "confirmed"
    assert claim(world, year=2026, award_code="bk-cap-tinh").status == "unverifiable"


def paper(world: SimpleNamespace, **more: Any) -> RegisterEntry:
    fields: dict[str, Any] = {
        "department": world.department,
        "by": world.users.officer,
        "person": world.people[0],
        "collective": None,
        "award_code": "giay-khen",
        "award_name": "Giấy khen",
        "year": 2023,
        "decision_number": "7/QĐ-SNV",
        "decided_on": dt.date(2023, 6, 1),
        "authority": "Giám đốc Sở",
        "merit": "chuyen_de",
    }
    return actions.record_paper_decision(**{**fields, **more})


def test_a_paper_decision_is_entered_once(world: SimpleNamespace) -> None:
    entry = paper(world)
    assert (entry.source, entry.unit_name, entry.match) == ("paper", "Văn phòng Sở", "matched")
    with pytest.raises(WrongState, match=r"Sổ đã ghi Giấy khen năm 2023 .* ở số 1"):
        paper(world, decision_number="7/qđ-snv")
    assert paper(world, decision_number="9/QĐ-SNV").sequence == 2
    title = {"award_code": "ldtt", "award_name": "LĐTT", "merit": "cong_trang"}
    paper(world, **title)
    with pytest.raises(WrongState, match="Sổ đã ghi LĐTT năm 2023"):
        paper(world, **title, decision_number="99/QĐ-SNV")
    with pytest.raises(WrongState, match="Chọn người hoặc tập thể"):
        paper(world, person=None)
    assert RegisterEntry.objects.count() == 3


def test_a_revoked_award_contradicts_the_claim(world: SimpleNamespace) -> None:
    entry = award(world)
    actions.revoke_entry(entry=entry, reason="QĐ 12/QĐ-SNV", by=None)
    kept = claim(world)
    assert (kept.status, kept.entry) == ("contradicted", entry)
    assert kept.evidence == "Sổ ghi “QĐ 12/QĐ-SNV” (Sổ số 1, QĐ số 45/QĐ-SNV ngày 18/12/2024)"


def test_a_line_that_is_asked_is_named_to_everyone_it_may_be_about(world: SimpleNamespace) -> None:
    first, second = world.people[:2]
    entry = award(world, match="asked", candidates=[first.pk, second.pk])
    said = "Có dòng “Nguyễn Thị Minh Châu” chưa chắc là cùng một người"
    claims = [claim(world), claim(world, person=second)]
    assert [(c.status, c.evidence.startswith(said)) for c in claims] == [
        ("asked", True),
        ("asked", True),
    ]
    actions.confirm_match(entry=entry, person=second, by=world.users.officer)
    for one in claims:
        one.refresh_from_db()
    assert [(c.status, c.entry) for c in claims] == [
        ("unverifiable", None),
        ("confirmed", entry),
    ]


def test_a_line_with_a_wrong_year_accuses_nobody_until_somebody_has_looked(
    world: SimpleNamespace,
) -> None:
    for person in world.people[1:3]:
        award(world, person=person)
    wrong = award(world, year=2023, match="asked", doubt="năm thành tích 2023 khác các dòng khác")
    kept = claim(world, decision_number="45/QĐ-SNV", decided_on=dt.date(2024, 12, 18))
    assert (kept.status, kept.entry) == ("asked", wrong)
    assert kept.evidence == (
        "Sổ ghi năm 2023 (Sổ số 3, QĐ số 45/QĐ-SNV ngày 18/12/2024) nhưng các dòng khác của quyết "
        "định này ghi năm 2024: có thể chép nhầm năm, đề nghị đính chính sổ"
    )
    stays = claim(world, year=2023)
    assert (stays.status, stays.entry) == ("asked", wrong)
    confirmed = actions.confirm_match(entry=wrong, person=world.people[0], by=world.users.officer)
    assert confirmed.doubt == ""
    stays.refresh_from_db()
    assert stays.status == "confirmed"


def test_a_claim_is_kept_once_and_follows_the_book(world: SimpleNamespace) -> None:
    place = "danh-sach.xlsx#DS!12"
    first = claim(world, source_ref=place)
    assert first.status == "unverifiable"
    entry = award(world, match="asked")
    assert claim(world, source_ref=place).status == "asked"
    actions.confirm_match(entry=entry, person=world.people[0], by=world.users.officer)
    first.refresh_from_db()
    assert (first.status, Claim.objects.count()) == ("confirmed", 1)
    actions.undo_match(entry=entry, by=world.users.officer)
    first.refresh_from_db()
    assert first.status == "asked"


def test_claims_follow_paper_decisions_and_revocations(world: SimpleNamespace) -> None:
    kept = claim(world, award_code="giay-khen", award_name="Giấy khen", year=2023)
    assert kept.status == "unverifiable"
    entry = paper(world)
    kept.refresh_from_db()
    assert kept.status == "confirmed"
    actions.revoke_entry(entry=entry, reason="QĐ 9/QĐ-SNV", by=world.users.officer)
    kept.refresh_from_db()
    assert kept.status == "contradicted"


def test_one_line_of_the_book_confirms_one_claim(world: SimpleNamespace) -> None:
    award(world, award_code="giay-khen", award_name="Giấy khen")
    same = {"award_code": "giay-khen", "award_name": "Giấy khen"}
    first = claim(world, **same, decision_number="99/QĐ-SNV", source_ref="a")
    assert first.status == "confirmed"
    second = claim(world, **same, decision_number="45/QĐ-SNV", source_ref="b")
    first.refresh_from_db()
    assert (first.status, second.status) == ("unverifiable", "confirmed")


def test_awards_without_a_code_are_told_by_their_number(world: SimpleNamespace) -> None:
    union = {"award_code": "", "award_name": "BK LĐLĐ tỉnh"}
    award(world, **union)
    named = {"award_code": "", "award_name": "Bằng khen của Liên đoàn Lao động tỉnh"}
    assert claim(world, **named, decision_number="45/QĐ-SNV").status == "confirmed"
    assert claim(world, **named, decision_number="46/QĐ-SNV").status == "unverifiable"


def test_one_cell_may_declare_several_years(world: SimpleNamespace) -> None:
    rows = [
        {
            "person": world.people[0],
            "award_code": "ldtt",
            "award_name": "LĐTT",
            "year": year,
            "source_ref": "ds.xlsx#DS!12",
        }
        for year in (2021, 2022)
    ]
    for _ in range(2):
        actions.record_claims(department=world.department, rows=rows, by=None)
    assert sorted(Claim.objects.values_list("year", flat=True)) == [2021, 2022]


def test_three_thousand_lines_take_few_queries(
    world: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    rows = [
        {
            "recipient_name": f"Người {n}",
            "award_name": "Lao động tiên tiến",
            "award_code": "ldtt",
            "year": 2024,
            "source": "book",
            "source_ref": f"{BOOK}#2024!{n}",
        }
        for n in range(3000)
    ]
    with django_assert_max_num_queries(160):
        result = actions.record_awards(department=world.department, rows=rows, by=None)
    assert result.added == 3000
    with django_assert_max_num_queries(12):
        again = actions.record_awards(department=world.department, rows=rows, by=None)
    assert (again.added, again.differing) == (0, [])
    assert queries.verify_chain(world.department).length == 3000


def test_each_role_sees_its_lines(world: SimpleNamespace) -> None:
    mine = award(world, person=world.people[2], recipient_name="Đặng Thùy Dương")
    other = award(world)
    asked = award(world, person=world.people[2], match="asked", year=2020)
    seen = {who: set(queries.visible_to(user)) for who, user in vars(world.users).items()}
    assert seen["officer"] == seen["secretary"] == seen["director"] == {mine, other, asked}
    assert seen["head"] == seen["member"] == {mine}
    assert seen["administrator"] == seen["nobody"] == seen["stranger"] == set()
    waiting = {who: list(queries.waiting_to_match(u)) for who, u in vars(world.users).items()}
    assert waiting["officer"] == [asked]
    assert not any(found for who, found in waiting.items() if who != "officer")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("chau nguyen", True),
        ("45/QĐ", True),
        ("chien si thi dua 2024", True),
        ("chien si 2023", False),
        ("bang khen", False),
    ],
)
def test_the_book_is_searched_without_marks(world: SimpleNamespace, text: str, found: bool) -> None:
    award(world)
    assert queries.search(RegisterEntry.objects.all(), text).exists() is found
