"""Tables: written as drafts, checked, issued and frozen, next versions, copies, samples, locks."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from tests.apps.scoring.scored import BANDS, HEAD, ROWS, D, draft, issued

from thidua.audit.models import AuditRow
from thidua.kit.errors import NotAllowed, WrongState
from thidua.scoring import actions
from thidua.scoring.actions import BandRow, CriterionRow
from thidua.scoring.arithmetic import Kind
from thidua.scoring.models import ScoreTable, YearLock
from thidua.scoring.queries.tables import problems_of
from thidua.scoring.samples import FOLDER, samples

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 1, 15)


def issue(table: ScoreTable, by: Any) -> ScoreTable:
    return actions.issue_table(table=table, number="05/QĐ-SNV", issued_on=DAY, by=by)


def test_a_draft_is_issued_frozen_and_logged(world: SimpleNamespace) -> None:
    officer = world.users.officer
    table = issued(world.department, officer)
    assert (table.state, table.number) == ("ban_hanh", "05/QĐ-SNV")
    with pytest.raises(WrongState, match="không sửa được"):
        actions.set_criteria(table=table, rows=ROWS, by=officer)
    with pytest.raises(WrongState, match="không sửa được"):
        actions.save_table(table=table, head=HEAD, by=officer)
    row = table.criteria.get(number="1.1")
    with pytest.raises(WrongState, match="không sửa được"):
        actions.remove_criterion(criterion=row, by=officer)
    logged = list(
        AuditRow.objects.filter(action__startswith="scoring.").values_list("action", flat=True)
    )
    assert sorted(logged) == [
        "scoring.draft_table", "scoring.issue_table", "scoring.save_bands", "scoring.set_criteria",
    ]  # fmt: skip


def test_ninety_of_a_hundred_is_reported_and_not_issued(world: SimpleNamespace) -> None:
    officer = world.users.officer
    rows = [row for row in ROWS if row.number != "1.3"]
    table = draft(world.department, officer, rows)
    with pytest.raises(WrongState, match=r"cộng lại 60, không bằng 70 .*còn thiếu 10"):
        issue(table, officer)
    table.refresh_from_db()
    assert table.state == "du_thao"
    assert table.criteria.get(number="1.1").maximum == D(40)


@pytest.mark.parametrize(
    ("bands", "said"),
    [
        ([BandRow("A", D(85), None), BandRow("B", None, D(80))], "từ 80 đến dưới 85 chưa có"),
        ([BandRow("A", D(80), None), BandRow("B", None, D(85))], "chồng lên nhau"),
        ([BandRow("A", D(80), None)], "Chưa có xếp loại cho điểm dưới 80"),
        ([BandRow("A", D(80), D(100)), BandRow("B", None, D(80))], "từ 100 trở lên"),
    ],
)
def test_bands_with_gaps_or_overlaps_hold_up_the_issue(
    world: SimpleNamespace, bands: list[BandRow], said: str
) -> None:
    table = draft(world.department, world.users.officer)
    actions.save_bands(table=table, bands=bands, by=world.users.officer)
    with pytest.raises(WrongState, match=said):
        issue(table, world.users.officer)


def test_tie_rules_that_name_nothing_hold_up_the_issue(world: SimpleNamespace) -> None:
    table = draft(world.department, world.users.officer, tie_rules=[{"by": "muc", "number": "IX"}])
    with pytest.raises(WrongState, match="bảng không có mục IX"):
        issue(table, world.users.officer)


@pytest.mark.parametrize("who", ["head", "member", "stranger", "nobody", "administrator"])
def test_only_the_officer_of_the_department_writes(world: SimpleNamespace, who: str) -> None:
    user = getattr(world.users, who)
    with pytest.raises(NotAllowed):
        actions.draft_table(department=world.department, head=HEAD, by=user)
    table = draft(world.department, world.users.officer)
    for write in (
        lambda: actions.set_criteria(table=table, rows=ROWS, by=user),
        lambda: actions.save_bands(table=table, bands=BANDS, by=user),
        lambda: issue(table, user),
        lambda: actions.copy_table(table=table, year=2027, by=user),
        lambda: actions.lock_year(department=world.department, year=2026, reason="x", by=user),
    ):
        with pytest.raises(NotAllowed):
            write()


def test_rows_one_by_one_keep_the_tree_whole(world: SimpleNamespace) -> None:
    officer = world.users.officer
    table = draft(world.department, officer)
    new = CriterionRow("1.4", "Phối hợp", Kind.MANUAL, D(5), parent="I")
    made = actions.put_criterion(table=table, row=new, by=officer)
    order = list(table.criteria.values_list("number", flat=True))
    assert order == ["I", "1.1", "1.2", "1.3", "1.4", "II", "2.1", "III", "3.1", "3.2"]
    actions.move_criterion(criterion=made, up=True, by=officer)
    assert list(table.criteria.values_list("number", flat=True))[3:5] == ["1.4", "1.3"]
    top = table.criteria.get(number="I")
    for row, said in (
        (CriterionRow("I", "x", Kind.GROUP, D(70), parent="1.4"), "chính nó"),
        (CriterionRow("I", "x", Kind.MANUAL, D(70)), "còn dòng con"),
        (CriterionRow("II", "x", Kind.GROUP, D(70)), "đã có dòng số II"),
        (CriterionRow("I", "x", Kind.GROUP, D(70), parent="X"), "không có mục X"),
        (CriterionRow("I", " ", Kind.GROUP, D(70)), "chưa có nội dung"),
        (CriterionRow("I", "x", Kind.GROUP, D("NaN")), "kiểm tra lại số điểm"),
    ):
        with pytest.raises(WrongState, match=said):
            actions.put_criterion(table=table, row=row, criterion=top, by=officer)
    with pytest.raises(WrongState, match="dòng được chấm"):
        actions.put_criterion(
            table=table, row=CriterionRow("1.1.1", "x", maximum=D(1), parent="1.1"), by=officer
        )
    actions.remove_criterion(criterion=top, by=officer)
    assert list(table.criteria.values_list("number", flat=True)) == [
        "II",
        "2.1",
        "III",
        "3.1",
        "3.2",
    ]
    log = AuditRow.objects.filter(action="scoring.remove_criterion").get()
    assert len(log.detail["before"]) == 5


def test_who_edits_an_older_revision_writes_nothing(world: SimpleNamespace) -> None:
    officer = world.users.officer
    table = draft(world.department, officer)
    seen = table.revision
    actions.save_table(table=table, head={"total": D(200)}, revision=seen, by=officer)
    with pytest.raises(WrongState, match="vừa được người khác sửa"):
        actions.save_table(table=table, head={"total": D(300)}, revision=seen, by=officer)
    table.refresh_from_db()
    assert table.total == D(200)


def test_double_numbers_lost_branches_and_circles_write_nothing(world: SimpleNamespace) -> None:
    officer = world.users.officer
    table = draft(world.department, officer)
    for rows, said in (
        ([ROWS[0], ROWS[0]], "hai lần"),
        ([CriterionRow("1", "x", maximum=D(1), parent="9")], "không có mục 9"),
        (
            [
                CriterionRow("1", "x", Kind.GROUP, parent="2"),
                CriterionRow("2", "x", Kind.GROUP, parent="1"),
            ],
            "nằm trong chính nó",
        ),
    ):
        with pytest.raises(WrongState, match=said):
            actions.set_criteria(table=table, rows=rows, by=officer)
    assert table.criteria.count() == len(ROWS)


def test_the_next_version_replaces_the_one_in_force(world: SimpleNamespace) -> None:
    officer = world.users.officer
    first = issued(world.department, officer)
    second = actions.new_version(table=first, by=officer)
    assert (second.version, second.state) == (2, "du_thao")
    with pytest.raises(WrongState, match="Đã có dự thảo"):
        actions.new_version(table=first, by=officer)
    issue(second, officer)
    first.refresh_from_db()
    assert first.state == "thay_the"
    rival = draft(world.department, officer)
    with pytest.raises(WrongState, match="đang áp dụng"):
        issue(rival, officer)


def test_a_copy_for_the_next_year_moves_deadlines_and_keeps_everything_else(
    world: SimpleNamespace,
) -> None:
    officer = world.users.officer
    rows = [
        CriterionRow("1", "Báo cáo", Kind.DEADLINE, D(100), "ngày", per=D("0.5"),
                     due_on=dt.date(2024, 2, 29))
    ]  # fmt: skip
    table = issued(world.department, officer, rows, tie_rules=[], year=2024)
    copy = actions.copy_table(table=table, year=2027, by=officer)
    row = copy.criteria.get()
    assert (copy.state, copy.version, copy.year) == ("du_thao", 1, 2027)
    assert (row.due_on, row.per, row.maximum) == (dt.date(2027, 2, 28), D("0.5"), D(100))
    assert list(copy.bands.values_list("name", "at_least")) == list(
        table.bands.values_list("name", "at_least")
    )
    with pytest.raises(WrongState, match="Chọn năm khác"):
        actions.copy_table(table=table, year=2024, by=officer)


@pytest.mark.parametrize("code", [one.code for one in samples(2026)])
def test_every_shipped_table_is_ready_to_be_issued(world: SimpleNamespace, code: str) -> None:
    officer = world.users.officer
    table = actions.use_sample(department=world.department, code=code, year=2026, by=officer)
    assert problems_of(table, table.criteria.all(), table.bands.all()) == []
    kinds = set(table.criteria.values_list("kind", flat=True))
    assert Kind.GROUP in kinds
    assert issue(table, officer).state == "ban_hanh"


def test_no_text_of_a_shipped_table_was_cut_at_a_comma() -> None:
    """A comma outside of quotes ends a text in YAML and leaves a key that nobody reads."""
    known = {"number", "text", "kind", "maximum", "per", "unit", "source", "evidence", "parent",
             "due", "steps", "floor", "cap"}  # fmt: skip
    for path in FOLDER.glob("*.yaml"):
        for row in yaml.safe_load(path.read_text("utf-8"))["criteria"]:
            assert set(row) <= known, (path.name, row["number"])


def test_the_three_shipped_tables_are_those_promised() -> None:
    by_code = {one.code: one for one in samples(2026)}
    assert {code: one.head["total"] for code, one in by_code.items()} == {
        "100-diem-dieu-kien": Decimal(100),
        "100-diem-thoi-han": Decimal(100),
        "1000-diem-nam-phan": Decimal(1000),
    }
    best = by_code["100-diem-dieu-kien"].bands[0]
    assert (best["at_least"], best["section_percent"]) == (D(85), D(50))
    late = [row for row in by_code["100-diem-thoi-han"].criteria if row["kind"] == Kind.DEADLINE]
    assert len(late) >= 5
    big = by_code["1000-diem-nam-phan"].criteria
    parts = [row for row in big if not row["parent"] and row["maximum"]]
    assert len(parts) == 5
    assert {Kind.BONUS, Kind.PENALTY} <= {row["kind"] for row in big}


def test_a_locked_year_refuses_and_opens_only_with_a_reason(world: SimpleNamespace) -> None:
    officer, director = world.users.officer, world.users.director
    table = draft(world.department, officer)
    with pytest.raises(WrongState, match="căn cứ"):
        actions.lock_year(department=world.department, year=2026, reason=" ", by=director)
    lock = actions.lock_year(
        department=world.department, year=2026, reason="Biên bản số 9", by=director
    )
    for write in (
        lambda: actions.set_criteria(table=table, rows=ROWS, by=officer),
        lambda: issue(table, officer),
        lambda: actions.draft_table(department=world.department, head=HEAD, by=officer),
        lambda: actions.lock_year(department=world.department, year=2026, reason="x", by=director),
    ):
        with pytest.raises(WrongState, match="đã khóa"):
            write()
    with pytest.raises(WrongState, match="lý do mở khóa"):
        actions.unlock_year(lock=lock, reason="", by=director)
    actions.unlock_year(lock=lock, reason="Chấm lại", by=director)
    assert not YearLock.objects.exists()
    assert issue(table, officer).state == "ban_hanh"
