"""Requests in words: awards of the book, initiatives, registrations, departures, the number."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from thidua.audit.models import AuditRow
from thidua.initiatives.models import Initiative
from thidua.kit.errors import NotAllowed, WrongState
from thidua.movements.models import Registration
from thidua.people import actions
from thidua.people.models import Correction, Departure, PendingMatter
from thidua.people.queries import own_lines
from thidua.register.actions import record_award
from thidua.register.models import RegisterEntry

# world.users.member is Đặng Thùy Dương, whose record is world.people[2].
OTHERS = ["officer", "head", "secretary", "director", "administrator", "stranger", "nobody"]


@pytest.fixture(autouse=True)
def _store(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def told(world: SimpleNamespace) -> SimpleNamespace:
    """The member with one line of each sort."""
    person = world.people[2]
    world.person = person
    world.award = record_award(
        department=world.department, recipient_name=person.full_name, award_code="ldtt",
        award_name="Lao động tiên tiến", year=2023, decision_number="9/QĐ-SNV", source="book",
        person=person, match="matched", by=None,
    )  # fmt: skip
    world.initiative = Initiative.objects.create(
        person=person, year=2024, kind="sang_kien", level="co_so", name="Số hóa", state="recognised"
    )
    world.registration = Registration.objects.create(
        department=world.department, person=person, year=2026, award_code="cstd-co-so"
    )
    world.departure = Departure.objects.create(
        person=person, kind="da_chuyen", from_date="2020-01-02", to_date="2021-03-04"
    )
    return world


def ask(world: SimpleNamespace, **more: Any) -> Correction:
    given: dict[str, Any] = {
        "person": world.person, "sort": "award", "act": "change", "line": world.award.pk,
        "wanted": "Năm 2022, số 9/QĐ-SNV", "reason": "Theo quyết định", "by": world.users.member,
    }  # fmt: skip
    return actions.ask_in_words(**given | more)


def test_every_line_of_the_own_record_can_be_asked_about(told: SimpleNamespace) -> None:
    said = {
        "award": "Lao động tiên tiến, năm 2023, số 9/QĐ-SNV",
        "initiative": "Số hóa, năm 2024, cấp cơ sở",
        "registration": "năm 2026",
        "departure": "từ 02/01/2020 đến 04/03/2021",
    }
    for sort, words in said.items():
        ((key, line),) = own_lines(told.person, sort)
        assert words in line
        asked = ask(told, sort=sort, line=key, wanted="Khác")
        assert (asked.before_text, asked.wanted_text, asked.state) == (line, "Khác", "open")
    assert ask(told, sort="award", line=None, act="add", wanted="Bằng khen").before_text == ""
    assert ask(told, sort="identity", line=None, wanted="Sai hai số cuối").what == "Số định danh"


def test_accepting_needs_the_officers_words_and_changes_no_line(told: SimpleNamespace) -> None:
    asked = ask(told)
    before = RegisterEntry.objects.values().get(pk=told.award.pk)
    with pytest.raises(WrongState) as refusal:
        actions.accept_correction(correction=asked, answer=" ", by=told.users.officer)
    assert refusal.value.field == "answer"
    actions.accept_correction(
        correction=asked, answer="Đã hủy dòng số 1, ghi dòng số 2 theo QĐ 9", by=told.users.officer
    )
    assert RegisterEntry.objects.values().get(pk=told.award.pk) == before
    asked.refresh_from_db()
    assert (asked.state, asked.before_text[:18]) == ("accepted", "Lao động tiên tiến")
    assert asked.wanted_text == "Năm 2022, số 9/QĐ-SNV"
    assert "Đã hủy dòng số 1" in asked.answer
    said = AuditRow.objects.filter(action__endswith="_correction").values_list("action", flat=True)
    assert set(said) == {"people.ask_correction", "people.accept_correction"}


def test_refused_and_withdrawn_requests_are_kept(told: SimpleNamespace) -> None:
    first, second = ask(told), ask(told, sort="initiative", line=told.initiative.pk, act="remove")
    actions.refuse_correction(correction=first, answer="Quyết định ghi 2023", by=told.users.officer)
    actions.withdraw_correction(correction=second, by=told.users.member)
    assert set(Correction.objects.values_list("state", "wanted_text")) == {
        ("refused", "Năm 2022, số 9/QĐ-SNV"),
        ("withdrawn", ""),
    }


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_asks_for_somebody_else(told: SimpleNamespace, role: str) -> None:
    with pytest.raises(NotAllowed):
        ask(told, by=getattr(told.users, role))


def test_what_is_refused(told: SimpleNamespace) -> None:
    other = record_award(
        department=told.department, recipient_name="Khác", award_name="Giấy khen", source="book",
        person=told.people[0], match="matched", by=None,
    )  # fmt: skip
    for more, field in (
        ({"line": other.pk}, None),
        ({"line": None}, None),
        ({"act": "add"}, None),
        ({"sort": "rating"}, None),
        ({"sort": "identity", "line": None, "act": "remove"}, None),
        ({"sort": "identity", "line": None, "wanted": "Đúng là 001 185 012345"}, "wanted"),
        ({"wanted": " "}, "wanted"),
        ({"wanted": "x" * 501}, "wanted"),
        ({"reason": ""}, "reason"),
    ):
        with pytest.raises(WrongState) as refusal:
            ask(told, **more)
        assert refusal.value.field == field
    assert not Correction.objects.exists()
    ask(told)
    with pytest.raises(WrongState, match="đang chờ"):
        ask(told, wanted="Lại khác")
    with pytest.raises(WrongState):
        ask(
            told, sort="registration", line=told.registration.pk,
            upload=SimpleUploadedFile("a.exe", b"MZ"),
        )  # fmt: skip


def test_a_matter_under_review_is_corrected_by_accepting(told: SimpleNamespace) -> None:
    matter = PendingMatter.objects.create(
        person=told.person, kind="khieu_nai", from_date="2026-01-05"
    )
    asked = actions.ask_correction(
        person=told.person, sort="pending", act="remove", fact=matter, reason="Đã có kết luận",
        by=told.users.member,
    )  # fmt: skip
    assert "Khiếu nại" in asked.before_text
    actions.accept_correction(correction=asked, by=told.users.officer)
    assert not PendingMatter.objects.exists()


def test_the_pages_from_asking_to_the_answer(told: SimpleNamespace) -> None:
    member, officer = Client(), Client()
    member.force_login(told.users.member)
    officer.force_login(told.users.officer)
    mine = member.get("/can-bo/cua-toi/").content.decode()
    place = f"/can-bo/cua-toi/de-nghi/noi-dung/khen-thuong/{told.award.pk}/"
    assert place in mine
    assert "/can-bo/cua-toi/de-nghi/noi-dung/so-dinh-danh/" in mine
    form = member.get(place)
    assert "Lao động tiên tiến, năm 2023" in form.content.decode()
    sent = {"act": "remove", "wanted": "", "reason": "Không phải của tôi"}
    assert member.post(place, sent)["Location"] == "/can-bo/cua-toi/"
    again = member.post(place, sent)
    assert (again.status_code, "đang chờ" in again.content.decode()) == (422, True)
    asked = Correction.objects.get()
    page = officer.get(f"/can-bo/de-nghi-sua/{asked.pk}/").content.decode()
    assert "Đã sửa theo đề nghị" in page
    assert "Không phải của tôi" in page
    empty = officer.post(f"/can-bo/de-nghi-sua/{asked.pk}/", {"act": "accept", "answer": ""})
    assert (empty.status_code, asked.state) == (422, "open")
    done = {"act": "accept", "answer": "Đã bỏ khớp dòng sổ số 1"}
    assert officer.post(f"/can-bo/de-nghi-sua/{asked.pk}/", done).status_code == 302
    asked.refresh_from_db()
    assert asked.state == "accepted"
    for wrong in ("khen-thuong/999999/", "xep-loai/", f"sang-kien/{told.award.pk + 500}/"):
        assert member.get(f"/can-bo/cua-toi/de-nghi/noi-dung/{wrong}").status_code == 404
    stranger = Client()
    stranger.force_login(told.users.head)
    assert stranger.get(place).status_code == 404
