"""What happens to an award later, extracts, checks and the pages for them."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from docx import Document

from thidua.audit.models import AuditRow
from thidua.kit.deferred import DeferredRows
from thidua.kit.errors import NotAllowed, WrongState
from thidua.people.models import Person
from thidua.register import actions, queries, tasks
from thidua.register.models import Claim, RegisterCheck, RegisterEntry, RegisterYear

PDF = b"%PDF-1.7 x"
NOT_OFFICERS = ["head", "member", "secretary", "administrator", "stranger", "nobody"]


def award(world: SimpleNamespace, **more: Any) -> RegisterEntry:
    fields: dict[str, Any] = {
        "department": world.department, "by": world.users.officer, "person": world.people[0],
        "recipient_name": world.people[0].full_name, "award_code": "cstd-co-so",
        "award_name": "Chiến sĩ thi đua cơ sở", "year": 2024, "decision_number": "45/QĐ-SNV",
        "decided_on": dt.date(2024, 12, 18), "authority": "Giám đốc Sở Nội vụ", "source": "book",
    }  # fmt: skip
    return actions.record_award(**{**fields, **more})


def extract(world: SimpleNamespace, **more: Any) -> Any:
    fields: dict[str, Any] = {
        "department": world.department, "person": world.people[0], "by": world.users.officer,
        "signatory_name": "Trần Văn Bình", "signatory_powers": ["Giám đốc"],
    }  # fmt: skip
    return actions.issue_extract(**{**fields, **more})


def test_recovery_follows_a_revocation_step_by_step(world: SimpleNamespace) -> None:
    entry, by = award(world), world.users.officer
    with pytest.raises(WrongState, match="chưa được ghi hủy bỏ"):
        actions.ask_recovery(entry=entry, amount=1, by=by)
    actions.revoke_entry(entry=entry, reason="Kê khai sai", by=by)
    with pytest.raises(WrongState, match="chưa yêu cầu nộp lại"):
        actions.record_recovered(entry=entry, day=dt.date(2026, 1, 2), by=by)
    with pytest.raises(WrongState, match="hiện vật hoặc số tiền"):
        actions.ask_recovery(entry=entry, by=by)
    actions.ask_recovery(entry=entry, amount=2_340_000, by=by)
    with pytest.raises(WrongState, match="chưa tới"):
        actions.record_recovered(entry=entry, day=dt.date(2999, 1, 1), by=by)
    done = actions.record_recovered(entry=entry, day=dt.date(2026, 1, 2), by=by)
    assert (done.state, done.recovery) == ("revoked", "returned")
    restored = actions.restore_entry(entry=entry, reason="Ghi nhầm dòng", by=by)
    assert (restored.state, restored.recovery, restored.state_reason) == ("valid", "", "")
    assert queries.verify_chain(world.department).whole
    said = [queries.sentence_of(event) for event in entry.events.all()]
    assert "2.340.000 đ" in said[1]


@pytest.mark.parametrize("who", NOT_OFFICERS)
def test_only_the_officer_notes_events(world: SimpleNamespace, who: str) -> None:
    entry, by = award(world), getattr(world.users, who)
    for act in (
        lambda: actions.reissue(
            entry=entry, kind="reissue", reason="Mất", day=timezone.localdate(), by=by
        ),
        lambda: actions.withdraw_entries(
            department=world.department, entries=[entry.pk], reason="Nhầm", by=by
        ),
        lambda: actions.restore_entry(entry=entry, reason="x", by=by),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_withdrawn_line_counts_for_nobody_and_frees_its_place(world: SimpleNamespace) -> None:
    by, place = world.users.officer, "so.xlsx#2024!7"
    entry = award(world, source_ref=place)
    actions.record_year_loaded(department=world.department, year=2024, by=by)
    claim = actions.record_claim(
        department=world.department, person=world.people[0], award_code="cstd-co-so",
        award_name="CSTĐ", year=2024, by=by,
    )  # fmt: skip
    assert claim.status == "confirmed"
    assert queries.resting_on([entry.pk]) == [
        "1 thành tích kê khai đang được xác nhận nhờ các dòng này."
    ]
    assert (
        actions.withdraw_entries(
            department=world.department, entries=[entry.pk], reason="Nhập nhầm tệp", by=by
        )
        == 1
    )
    claim.refresh_from_db()
    assert (claim.status, claim.entry) == ("not_in_register", None)
    assert not queries.awards_of(person=world.people[0], with_revoked=True).exists()
    assert not queries.listing(by, {}).entries.exists()
    assert queries.listing(by, {"tinh-trang": "withdrawn"}).entries.count() == 1
    again = award(world, source_ref=place, year=2023)
    assert again.sequence == 2
    assert queries.verify_chain(world.department).whole
    own = award(world, source="decision", by=world.users.director, year=2022)
    with pytest.raises(WrongState, match="hủy bỏ quyết định"):
        actions.withdraw_entries(department=world.department, entries=[own.pk], reason="x", by=by)


def test_a_change_of_the_book_makes_earlier_answers_old(world: SimpleNamespace) -> None:
    person = world.people[0]

    def changed() -> bool:
        moment = Person.objects.get(pk=person.pk).changed_at
        Person.objects.filter(pk=person.pk).update(changed_at=None)
        return moment is not None

    Person.objects.filter(pk=person.pk).update(changed_at=None)
    entry = award(world)
    assert changed()
    actions.undo_match(entry=entry, by=world.users.officer)
    assert changed()
    actions.confirm_match(entry=entry, person=person, by=world.users.officer)
    assert changed()
    actions.revoke_entry(entry=entry, reason="Sai", by=world.users.officer)
    assert changed()


def test_years_of_single_awards(world: SimpleNamespace) -> None:
    by, body = world.users.officer, world.department
    without = {2017: ["ldtt"], 2018: ["ldtt"]}
    actions.record_years_loaded(department=body, years=range(2017, 2021), without=without, by=by)
    actions.record_years_loaded(department=body, years=[2016], award_code="bk-thu-tuong", by=by)
    found = queries.coverage(body)
    assert found.years == frozenset(range(2017, 2021))
    assert found.of("ldtt") == frozenset({2019, 2020})
    assert found.of("bk-thu-tuong") == frozenset(range(2016, 2021))
    assert found.of("giay-khen") == found.years
    # A later list that names the LĐTT of 2018 as well; what was complete stays so.
    again = {2018: [], 2019: ["ldtt"]}
    assert actions.record_years_loaded(department=body, years=again, without=again, by=by) == 1
    assert queries.coverage(body).of("ldtt") == frozenset({2018, 2019, 2020})
    assert actions.forget_years(department=body, years=[2018, 2019], by=by) == 2
    assert RegisterYear.objects.filter(department=body, award_code="").count() == 2


def test_an_award_of_another_body_needs_its_scan_and_keeps_it(
    world: SimpleNamespace, settings: Any, tmp_path: Path, client: Client
) -> None:
    settings.MEDIA_ROOT = tmp_path
    fields: dict[str, Any] = {
        "department": world.department, "by": world.users.officer, "person": world.people[0],
        "collective": None, "award_code": "giay-khen", "award_name": "Giấy khen", "year": 2020,
        "decision_number": "9/QĐ", "decided_on": dt.date(2020, 5, 5), "authority": "Hội Nông dân",
        "merit": "cong_trang", "source": "other",
    }  # fmt: skip
    with pytest.raises(WrongState, match="cần văn bản minh chứng"):
        actions.record_paper_decision(**fields)
    with pytest.raises(WrongState) as refused:
        actions.record_paper_decision(**fields, evidence=SimpleUploadedFile("a.pdf", b"<html>"))
    assert refused.value.field == "evidence"
    entry = actions.record_paper_decision(**fields, evidence=SimpleUploadedFile("a.pdf", PDF))
    assert len(entry.evidence_digest) == 64
    client.force_login(world.users.officer)
    answer = client.get(f"/so-khen-thuong/{entry.pk}/minh-chung/")
    assert b"".join(answer.streaming_content) == PDF
    client.force_login(world.users.stranger)
    assert client.get(f"/so-khen-thuong/{entry.pk}/minh-chung/").status_code == 404
    RegisterEntry.objects.filter(pk=entry.pk).update(evidence_digest="0" * 64)
    assert queries.verify_chain(world.department).broken_at == entry.sequence


def test_an_extract_says_word_for_word_what_the_book_held(world: SimpleNamespace) -> None:
    entry = award(world)
    first = extract(world, purpose="hoàn thiện hồ sơ")
    actions.revoke_entry(entry=entry, reason="QĐ 12/QĐ-SNV", by=world.users.officer)
    second = extract(world)
    assert (first.number, second.number) == (1, 2)
    assert [line["valid"] for line in first.content["lines"]] == [True]
    assert second.content["lines"][0]["state"].startswith("Đã hủy bỏ, thu hồi; ")
    assert first.code != second.code
    assert queries.head_at(world.department, first.chain_place) == first.chain_hash
    assert AuditRow.objects.filter(action="register.extract").count() == 2


def test_an_extract_is_never_silent_about_lines_that_wait(world: SimpleNamespace) -> None:
    award(world)
    award(world, year=2023, match="asked", person=None, candidates=[world.people[0].pk])
    with pytest.raises(WrongState, match="Còn 1 dòng sổ"):
        extract(world)
    with pytest.raises(WrongState, match="chưa có dòng nào"):
        extract(world, person=world.people[1])
    with pytest.raises(WrongState, match="người ký"):
        extract(world, signatory_name=" ")


@pytest.mark.parametrize("who", ["head", "member", "secretary", "administrator", "stranger"])
def test_only_officer_and_director_give_extracts(world: SimpleNamespace, who: str) -> None:
    award(world)
    with pytest.raises(NotAllowed):
        extract(world, by=getattr(world.users, who))


def test_extract_pages_papers_and_the_public_check(client: Client, world: SimpleNamespace) -> None:
    award(world)
    client.force_login(world.users.officer)
    page = client.get(f"/so-khen-thuong/trich-sao/cap/ca-nhan/{world.people[0].pk}/")
    assert "1 lượt khen thưởng trong sổ" in page.content.decode()
    sent = {"issued_on": f"{timezone.localdate():%d/%m/%Y}", "signatory_post": "Giám đốc"}
    sent |= {"signatory_name": "Trần Văn Bình", "purpose": "nâng lương"}
    done = client.post(page.request["PATH_INFO"], sent, follow=True).content.decode()
    assert "Đã cấp bản trích sao số 01/TrS-" in done
    found = queries.extracts_visible_to(world.users.officer).get()
    paper = client.get(f"/so-khen-thuong/trich-sao/{found.pk}/docx/").content
    document = Document(io.BytesIO(paper))
    text = "\n".join(p.text for p in document.paragraphs)
    cells = "\n".join(c.text for t in document.tables for r in t.rows for c in r.cells)
    assert "TRÍCH SAO" in text
    assert world.people[0].full_name in text
    assert "45/QĐ-SNV" in cells
    assert found.chain_hash in cells
    assert client.get(f"/so-khen-thuong/trich-sao/{found.pk}/pdf/").content.startswith(b"%PDF-")
    public = Client().get(f"/xac-minh/{found.code}/").content.decode()
    assert "Bản trích sao này là thật" in public
    client.post(f"/so-khen-thuong/trich-sao/{found.pk}/huy/", {"reason": "In sai"})
    assert "đã bị hủy" in Client().get(f"/xac-minh/{found.code}/").content.decode()
    assert "In sai" not in Client().get(f"/xac-minh/{found.code}/").content.decode()
    client.force_login(world.users.stranger)
    assert client.get(f"/so-khen-thuong/trich-sao/{found.pk}/").status_code == 404


def test_a_long_book_is_checked_beside_the_request(
    client: Client, world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    award(world)
    begun: list[Any] = []
    monkeypatch.setattr(tasks, "LONG", 0)
    monkeypatch.setattr(
        tasks, "Thread", lambda **more: SimpleNamespace(start=lambda: begun.append(more))
    )
    client.force_login(world.users.officer)
    client.post("/so-khen-thuong/kiem-tra/bat-dau/")
    client.post("/so-khen-thuong/kiem-tra/bat-dau/")
    assert (len(begun), RegisterCheck.objects.count()) == (1, 1)
    assert "Đang đọc sổ" in client.get("/so-khen-thuong/kiem-tra/tien-do/").content.decode()
    RegisterCheck.objects.update(touched_at=timezone.now() - dt.timedelta(minutes=5))
    assert "dừng giữa chừng" in client.get("/so-khen-thuong/kiem-tra/").content.decode()
    actions.run_check(check=RegisterCheck.objects.get())
    assert "Sổ nguyên vẹn" in client.get("/so-khen-thuong/kiem-tra/tien-do/").content.decode()
    head = queries.head_of(world.department)
    address = f"/so-khen-thuong/kiem-tra/?so={head.place}&ma={head.hash[:16]}"
    assert "Khớp: đến mục này" in client.get(address).content.decode()
    assert client.get("/so-khen-thuong/kiem-tra/?so=1&ma=zz").status_code == 422


def test_pages_of_a_long_list_are_those_of_the_whole(world: SimpleNamespace) -> None:
    for number in range(12):
        day = dt.date(2024, 1, 1 + number % 4) if number % 3 else None
        award(world, year=2000 + number, decided_on=day, decision_number=f"{number}/QĐ")
    rows = RegisterEntry.objects.all()
    for order in (["decided_on", "sequence", "pk"], ["-decided_on", "-sequence", "pk"]):
        paged = DeferredRows(rows, order, nullable=True)
        whole = paged[:]
        assert len(whole) == len(paged) == 12
        assert [e.decided_on is None for e in whole] == [False] * 8 + [True] * 4
        pages = [paged[start : start + 5] for start in (0, 5, 10)]
        assert [e.pk for page in pages for e in page] == [e.pk for e in whole]
    assert Claim.objects.count() == 0
