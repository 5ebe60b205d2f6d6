"""Imports: seen before they count, in one transaction, a second time nothing."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.apps.exchange.samples import (
    CLEAN,
    DOCX,
    HEAD,
    MESSY,
    REGISTER,
    person,
    staff_list,
    workbook,
)

from thidua.audit.models import AuditRow
from thidua.exchange import queries
from thidua.exchange.actions import (
    choose_person,
    confirm_import,
    correct_columns,
    decide_alike,
    discard_import,
    preview_register,
    preview_staff_list,
)
from thidua.exchange.models import ImportBatch
from thidua.initiatives.models import Initiative
from thidua.kit.errors import NotAllowed, WrongState
from thidua.movements.models import Registration
from thidua.people.models import Discipline, IdentityNumber, Leave, PendingMatter, Person, Rating
from thidua.people.queries import by_identity
from thidua.register.models import Claim, RegisterEntry, RegisterYear

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def office(world: SimpleNamespace) -> SimpleNamespace:
    """A department with one unit and one person, so that the codes of the sample are free."""
    users = world.users
    world.foreign.name = "Sở Nội vụ tỉnh Lam Giang"
    world.foreign.save(update_fields=["name"])
    # The sample's old papers say "Sở Nội vụ": no other body of the ground may bear that name.
    world.department.name, world.department.folded_name = "Sở Tài chính", "so tai chinh"
    world.department.save(update_fields=["name", "folded_name"])
    return SimpleNamespace(
        department=world.foreign,
        officer=users.stranger,
        stranger=users.officer,
        head=users.head,
        secretary=users.secretary,
        director=users.director,
        nobody=users.nobody,
        person=world.foreign_person,
    )


def upload(path: Path, name: str | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name or path.name, path.read_bytes())


def staff(office: SimpleNamespace, path: Path, **more: Any) -> ImportBatch:
    return preview_staff_list(body=office.department, file=upload(path), by=office.officer, **more)


def confirm(office: SimpleNamespace, batch: ImportBatch) -> dict[str, int]:
    """Every doubtful row as read (a line of the book: to wait for somebody), then brought in."""
    choice = "wait" if batch.kind == "register" else "keep"
    with suppress(WrongState):
        decide_alike(batch=batch, alike="", choice=choice, by=office.officer)
    result: dict[str, int] = confirm_import(batch=batch, by=office.officer).summary["result"]
    return result


def everything() -> list[int]:
    models = (Person, Rating, Initiative, Leave, Discipline, PendingMatter, Registration, Claim)
    return [
        model.objects.count() for model in (*models, RegisterEntry, RegisterYear, IdentityNumber)
    ]


def test_preview_stores_nothing_but_the_batch(office: SimpleNamespace) -> None:
    before = everything()
    batch = staff(office, MESSY)
    assert everything() == before
    assert (batch.state, batch.year, batch.rows.count()) == ("preview", 2026, 240)
    assert batch.summary["counts"]["people_new"] == 240
    assert batch.summary["person_rows"] == 242
    listed = batch.summary["problems"] + [p for row in batch.rows.all() for p in row.problems]
    assert len(listed) == 251
    assert AuditRow.objects.filter(action="exchange.preview").count() == 1


def test_the_same_file_again_gives_the_same_preview(office: SimpleNamespace) -> None:
    first = staff(office, MESSY)
    second = preview_staff_list(
        body=office.department, file=upload(MESSY, "ten-khac.xlsx"), by=office.officer
    )
    assert second == first
    assert ImportBatch.objects.count() == 1


def test_confirm_brings_everybody_in_once(office: SimpleNamespace) -> None:
    already = Person.objects.count()
    batch = staff(office, CLEAN)
    result = confirm(office, batch)
    assert result["people_new"] == 240
    assert result["units"] == 22
    assert Person.objects.count() == already + 240
    assert Rating.objects.filter(person__full_name="Tô Thị Thơm").count() == 16
    assert (result["ratings"], result["leaves"]) == (2902 + 235, 14)
    assert Discipline.objects.count() == 5
    assert PendingMatter.objects.count() == 2
    assert Initiative.objects.filter(state="waiting").count() == 7
    assert Initiative.objects.filter(state="doubtful").count() == 1
    assert Claim.objects.filter(person__isnull=False).count() == 3534
    assert by_identity(office.department, "097188467981") == Person.objects.get(
        full_name="Tô Thị Thơm"
    )
    with pytest.raises(WrongState, match="đã được nhập ngày"):
        staff(office, CLEAN)
    with pytest.raises(WrongState, match="đã được nhập xong"):
        confirm(office, batch)


def test_a_changed_file_with_the_same_people_changes_nothing(
    office: SimpleNamespace, tmp_path: Path
) -> None:
    """Another file with the same content: every row says so, and confirming writes nothing."""
    confirm(office, staff(office, staff_list(tmp_path / "a.xlsx", person())))
    before = everything()
    again = staff(office, workbook(tmp_path / "b.xlsx", ("DS", [("Danh sách",), HEAD, person()])))
    assert again.state == "preview"
    row = again.rows.get()
    assert (row.effect, row.data["changes"], row.data["facts"]) == ("same", [], [])
    result = confirm(office, again)
    assert everything() == before
    assert {kind: n for kind, n in result.items() if n and kind != "claims"} == {}


def test_messy_after_clean_finds_everybody_again(office: SimpleNamespace) -> None:
    confirm(office, staff(office, CLEAN))
    people = Person.objects.count()
    batch = staff(office, MESSY)
    counts = batch.summary["counts"]
    assert counts.get("people_new", 0) == 0
    assert counts.get("people_asked", 0) <= 2
    for row in batch.rows.filter(effect="asked"):
        mine = [c["pk"] for c in row.data["candidates"]]
        choose_person(
            row=row, choice="person", person=Person.objects.get(pk=mine[0]), by=office.officer
        )
    confirm(office, batch)
    assert Person.objects.count() == people


def test_update_shows_old_and_new(office: SimpleNamespace, tmp_path: Path) -> None:
    confirm(office, staff(office, staff_list(tmp_path / "a.xlsx", person())))
    changed = person(post="Trưởng phòng, Phòng Hành chính", rating="HTXSNV")
    batch = staff(office, staff_list(tmp_path / "b.xlsx", changed))
    row = batch.rows.get()
    assert row.effect == "update"
    assert ["Chức vụ", "Chuyên viên", "Trưởng phòng"] in row.data["changes"]
    assert row.data["facts"] == ["1 xếp loại"]
    confirm(office, batch)
    kept = Person.objects.get(full_name="Nguyễn Thị Mẫu")
    assert (kept.position, kept.group) == ("Trưởng phòng", "head_of_division")
    assert [r.grade for r in kept.ratings.all()] == ["hoan_thanh_xuat_sac"]


def test_what_the_list_leaves_open_is_not_overwritten(
    office: SimpleNamespace, tmp_path: Path
) -> None:
    confirm(office, staff(office, staff_list(tmp_path / "a.xlsx", person())))
    vague = person(born="1985", rating="", recruited="")
    confirm(office, staff(office, staff_list(tmp_path / "b.xlsx", vague)))
    kept = Person.objects.get(full_name="Nguyễn Thị Mẫu")
    assert kept.born_on == dt.date(1985, 5, 20)
    assert kept.recruited_on == dt.date(2010, 9, 1)
    assert [r.grade for r in kept.ratings.all()] == ["hoan_thanh_tot"]


def test_namesake_is_asked_and_blocks_until_decided(
    office: SimpleNamespace, tmp_path: Path
) -> None:
    confirm(office, staff(office, staff_list(tmp_path / "a.xlsx", person(identity=""))))
    other = person(identity="", born="1985", post="Lái xe, Phòng Khác")
    batch = staff(office, staff_list(tmp_path / "b.xlsx", other))
    row = batch.rows.get()
    assert row.effect == "asked"
    assert queries.undecided(batch) == 1
    with pytest.raises(WrongState, match="Còn 1 dòng chưa quyết định"):
        confirm(office, batch)
    stranger = Person.objects.exclude(full_name="Nguyễn Thị Mẫu").first()
    with pytest.raises(WrongState, match="các người được gợi ý"):
        choose_person(row=row, choice="person", person=stranger, by=office.officer)
    choose_person(row=row, choice="new", by=office.officer)
    confirm(office, batch)
    assert Person.objects.filter(full_name="Nguyễn Thị Mẫu").count() == 2


def test_choosing_the_known_person_updates_them(office: SimpleNamespace, tmp_path: Path) -> None:
    confirm(office, staff(office, staff_list(tmp_path / "a.xlsx", person(identity=""))))
    known = Person.objects.get(full_name="Nguyễn Thị Mẫu")
    other = person(identity="", born="1985", post="Lái xe, Phòng Khác")
    batch = staff(office, staff_list(tmp_path / "b.xlsx", other))
    choose_person(row=batch.rows.get(), choice="person", person=known, by=office.officer)
    confirm(office, batch)
    known.refresh_from_db()
    assert (known.position, Person.objects.filter(full_name="Nguyễn Thị Mẫu").count()) == (
        "Lái xe",
        1,
    )


def test_a_code_that_is_somebody_elses_is_asked_and_never_taken_over(
    office: SimpleNamespace, tmp_path: Path
) -> None:
    path = workbook(
        tmp_path / "mau.xlsx",
        ("CanBo", [
            ("Mã cán bộ", "Họ và tên", "Giới tính", "Ngày sinh", "Đơn vị"),
            (office.person.code, "Nguyễn Thị Mẫu", "Nữ", dt.date(1985, 5, 20), "Phòng A"),
        ]),
    )  # fmt: skip
    batch = staff(office, path)
    row = batch.rows.get()
    assert (row.effect, [c["pk"] for c in row.data["candidates"]]) == ("asked", [office.person.pk])
    choose_person(row=row, choice="new", by=office.officer)
    confirm(office, batch)
    office.person.refresh_from_db()
    assert office.person.full_name == "Vũ Ngọc Ánh"
    assert Person.objects.get(full_name="Nguyễn Thị Mẫu").code != office.person.code


def test_a_row_that_is_clear_takes_no_choice(office: SimpleNamespace, tmp_path: Path) -> None:
    batch = staff(office, staff_list(tmp_path / "a.xlsx", person()))
    with pytest.raises(WrongState, match="không cần chọn người"):
        choose_person(row=batch.rows.get(), choice="new", by=office.officer)


def test_columns_can_be_corrected(office: SimpleNamespace, tmp_path: Path) -> None:
    heads = [("Cột lạ" if head == "Xếp loại" else head) for head in HEAD]
    path = workbook(tmp_path / "a.xlsx", ("DS", [heads, person()]))
    batch = staff(office, path)
    assert batch.rows.get().problem_count == 0
    assert batch.rows.get().data["rating"] == ""
    fixed = correct_columns(batch=batch, mapping={"rating": "h"}, by=office.officer)
    assert (fixed.mapping, fixed.rows.get().data["rating"]) == (
        {"rating": "H"}, "2026: Hoàn thành tốt nhiệm vụ",
    )  # fmt: skip
    for wrong in ({"rating": "H", "notes": "H"}, {"rating": "8"}):
        with pytest.raises(WrongState):
            correct_columns(batch=batch, mapping=wrong, by=office.officer)
    confirm(office, fixed)
    assert Rating.objects.filter(person__full_name="Nguyễn Thị Mẫu").count() == 1


def test_discard_removes_rows_and_file(office: SimpleNamespace, tmp_path: Path) -> None:
    batch = staff(office, staff_list(tmp_path / "a.xlsx", person()))
    stored = Path(batch.file.path)
    assert stored.exists()
    gone = discard_import(batch=batch, by=office.officer)
    assert (gone.state, gone.rows.count(), stored.exists()) == ("discarded", 0, False)
    with pytest.raises(WrongState, match="đã bỏ"):
        confirm(office, batch)
    assert staff(office, staff_list(tmp_path / "a.xlsx", person())).pk != batch.pk


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (DOCX.read_bytes(), "văn bản Word"),
        (MESSY.read_bytes()[:20_000], "bị cắt cụt"),
        (b"", "trống"),
        (b"PK" + b"0" * (21 * 1024 * 1024), "lớn hơn 20 MB"),
    ],
)
def test_unreadable_files_leave_nothing(
    office: SimpleNamespace, tmp_path: Path, content: bytes, said: str
) -> None:
    file = SimpleUploadedFile("a.xlsx", content)
    for preview in (preview_staff_list, preview_register):
        with pytest.raises(WrongState, match=said) as refusal:
            preview(body=office.department, file=file, by=office.officer)
        assert refusal.value.field == "file"
    assert ImportBatch.objects.count() == 0
    assert not list(tmp_path.glob("media/**/*.xlsx"))


@pytest.mark.parametrize("who", ["head", "secretary", "director", "stranger", "nobody"])
def test_only_the_officer_may(office: SimpleNamespace, tmp_path: Path, who: str) -> None:
    path = staff_list(tmp_path / "a.xlsx", person())
    with pytest.raises(NotAllowed):
        preview_staff_list(body=office.department, file=upload(path), by=getattr(office, who))
    batch = staff(office, path)
    row = batch.rows.get()
    for act in (
        lambda: confirm_import(batch=batch, by=getattr(office, who)),
        lambda: discard_import(batch=batch, by=getattr(office, who)),
        lambda: correct_columns(batch=batch, mapping={}, by=getattr(office, who)),
        lambda: choose_person(row=row, choice="new", by=getattr(office, who)),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert list(queries.visible_to(getattr(office, who))) == []
    assert list(queries.visible_to(office.officer)) == [batch]


def test_a_failure_halfway_leaves_nothing(
    office: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = staff(office, staff_list(tmp_path / "a.xlsx", person(achievements="CSTĐCS 2024")))
    before = everything()

    def fail(**_more: object) -> None:
        raise WrongState("Hỏng giữa chừng.")

    monkeypatch.setattr("thidua.exchange.actions.write_staff.record_claims", fail)
    with pytest.raises(WrongState, match="Hỏng giữa chừng"):
        confirm(office, batch)
    assert everything() == before
    assert ImportBatch.objects.get().state == "preview"


def test_register_goes_into_the_book_and_confirms_claims(office: SimpleNamespace) -> None:
    confirm(office, staff(office, CLEAN))
    assert set(Claim.objects.values_list("status", flat=True)) == {"unverifiable"}
    batch = preview_register(body=office.department, file=upload(REGISTER), by=office.officer)
    assert RegisterEntry.objects.count() == 0
    came = batch.rows.exclude(standing="bad")
    assert (came.count(), batch.summary["complete"]) == (2522, [2019, 2025])
    lines = batch.summary["lines"]
    assert lines["read"] == sum(n for key, n in lines.items() if key != "read")
    result = confirm(office, batch)
    assert result["entries"] == RegisterEntry.objects.count() == 2522
    assert set(RegisterYear.objects.values_list("year", flat=True)) == set(range(2011, 2026))
    matched = RegisterEntry.objects.filter(match="matched", is_collective=False)
    assert matched.count() > 2050
    assert not matched.filter(person=None).exists()
    assert RegisterEntry.objects.filter(state="revoked").count() == 2
    assert RegisterEntry.objects.filter(is_collective=True, match="matched").count() == 230
    confirmed = Claim.objects.filter(person__isnull=False, status="confirmed").count()
    assert confirmed > 2000
    quy = RegisterEntry.objects.get(recipient_name="Nguyễn Văn Quý", state="revoked")
    assert quy.person is not None
    assert quy.person.born_year == 1994


def test_doubtful_rows_of_the_register_wait_for_a_person(office: SimpleNamespace) -> None:
    confirm(office, staff(office, CLEAN))
    confirm(
        office,
        preview_register(body=office.department, file=upload(REGISTER), by=office.officer),
    )
    wrong = RegisterEntry.objects.get(source_ref__contains="2023 (chinh thuc)|33|")
    assert (wrong.match, wrong.match_reasons[0].startswith("năm thành tích 2022")) == (
        "asked",
        True,
    )
    assert not RegisterEntry.objects.filter(year__gt=2026).exists()
