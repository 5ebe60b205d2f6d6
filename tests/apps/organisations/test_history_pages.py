"""Pages and API of bodies through time: what is drawn and told, who sees what, few queries."""

from __future__ import annotations

import datetime as dt
import io
import re
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.test import Client
from tests.apps.organisations.shared import BASIS, FIRST, SECOND, unit

from thidua.organisations import actions, queries
from thidua.organisations.models import Body, BodyEvent, HistoryRecognition
from thidua.register.actions import record_award

DOCUMENT = {
    "effective_on": "1/7/2025",
    "document_number": "15/QĐ-SNV",
    "document_issuer": "Sở Nội vụ",
    "document_date": "20/6/2025",
}
DECISION = {
    "up_to": "30/6/2025",
    "decided_by": "Ngô Đức Vinh, Giám đốc",
    "decided_on": "1/8/2025",
    "document_number": "88/TB-SNV",
    "basis": "Hướng dẫn của Bộ Nội vụ",
}


@pytest.fixture
def officer(client: Client, world: SimpleNamespace) -> Client:
    client.force_login(world.users.officer)
    return client


@pytest.fixture
def past(world: SimpleNamespace) -> SimpleNamespace:
    """Two units joined on 01/07/2025; the first had been renamed and held an award."""
    one, other = unit(world, "Phòng Tiền lương"), unit(world, "Phòng Lao động")
    record_award(
        department=world.department, by=None, collective=one, recipient_name=one.name,
        award_code="tt-ldtt", award_name="Tập thể lao động tiên tiến", year=2024,
        decided_on=dt.date(2024, 12, 20), decision_number="301/QĐ-SNV", source="book",
    )  # fmt: skip
    by = world.users.officer
    actions.rename_body(body=one, name="Phòng Việc làm", effective_on=FIRST, basis=BASIS, by=by)
    event = actions.join_bodies(
        bodies=[one, other], formed=actions.Formed("Phòng Lao động, việc làm", "phong"),
        parent=world.department, effective_on=SECOND, basis=BASIS, by=by,
    )  # fmt: skip
    made = Body.objects.get(name="Phòng Lao động, việc làm")
    return SimpleNamespace(one=one, other=other, made=made, event=event)


def test_the_page_draws_and_tells_the_same_events(
    officer: Client, past: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(35):
        page = officer.get(f"/don-vi/{past.made.pk}/lich-su/").content.decode()
    drawing = page.split('<svg class="lineage"')[1].split("</svg>")[0]
    for name in ("Phòng Việc làm", "Phòng Lao động", "Phòng Lao động, việc làm"):
        assert f'<tspan class="name">{name}</tspan>' in drawing
    drawn = re.findall(r'<text class="number"[^>]*>(\d+)</text>', drawing)
    told = re.findall(r'<span class="event-no" aria-hidden="true">(\d+)</span>', page)
    assert sorted(drawn) == told == ["1", "2"]
    assert not re.search(r'[ =",](\d+),(\d+)[ "]', re.sub(r">[^<]*<", "><", drawing))
    assert "15/2025/QĐ-UBND, UBND tỉnh Lam Giang, ngày 20/02/2025" in page
    assert "Chưa được tính" in page
    assert "301/QĐ-SNV" in page
    assert f"/don-vi/viec-sap-xep/{past.event.pk}/hoan-tac/" in page
    # The same on the page of the unit itself, and on that of a predecessor.
    assert '<svg class="lineage"' in officer.get(f"/don-vi/{past.made.pk}/").content.decode()
    assert "Phòng Lao động, việc làm" in officer.get(f"/don-vi/{past.one.pk}/").content.decode()


def test_a_body_without_a_past_says_so(officer: Client, world: SimpleNamespace) -> None:
    page = officer.get(f"/don-vi/{world.units[0].pk}/lich-su/").content.decode()
    assert "Chưa ghi việc sắp xếp nào" in page
    assert '<svg class="lineage"' not in page


def test_the_history_of_a_predecessor_is_counted_and_withdrawn_on_the_pages(
    officer: Client, past: SimpleNamespace
) -> None:
    place = f"/don-vi/{past.made.pk}/tinh-lich-su/{past.one.pk}/"
    assert 'value="30/06/2025"' in officer.get(place).content.decode()
    bad = officer.post(place, {**DECISION, "up_to": "1/7/2025"})
    assert (bad.status_code, "Chỉ tính được khen thưởng" in bad.content.decode()) == (422, True)
    assert officer.post(place, DECISION)["Location"] == f"/don-vi/{past.made.pk}/lich-su/"
    page = officer.get(f"/don-vi/{past.made.pk}/lich-su/").content.decode()
    assert "Được tính đến hết 30/06/2025" in page
    assert "Ngô Đức Vinh, Giám đốc quyết định ngày 01/08/2025, số 88/TB-SNV" in page
    undo = officer.post(f"/don-vi/viec-sap-xep/{past.event.pk}/hoan-tac/")
    assert (undo.status_code, "Rút quyết định đó trước" in undo.content.decode()) == (409, True)
    one = HistoryRecognition.objects.get()
    assert officer.post(f"/don-vi/tinh-lich-su/{one.pk}/rut/", {"reason": ""}).status_code == 422
    officer.post(f"/don-vi/tinh-lich-su/{one.pk}/rut/", {"reason": "Chưa có hướng dẫn"})
    one.refresh_from_db()
    assert one.withdrawal_reason == "Chưa có hướng dẫn"
    officer.post(f"/don-vi/viec-sap-xep/{past.event.pk}/hoan-tac/")
    assert not Body.objects.filter(pk=past.made.pk).exists()


def test_what_is_shown_before_is_what_is_done(officer: Client, world: SimpleNamespace) -> None:
    one, other = unit(world, "Phòng A"), unit(world, "Phòng B")
    place = f"/don-vi/{one.pk}/sap-xep/sap-nhap/"
    sent = {**DOCUMENT, "into": other.pk}
    shown = officer.post(place, sent).content.decode()
    assert "Phòng A kết thúc hoạt động, ngày cuối 30/06/2025." in shown
    assert 'name="document_number" value="15/QĐ-SNV"' in shown
    assert not BodyEvent.objects.exists()
    again = officer.post(place, {**sent, "sua": "1"}).content.decode()
    assert 'value="15/QĐ-SNV"' in again
    assert not BodyEvent.objects.exists()
    done = officer.post(place, {**sent, "xac-nhan": "1"})
    assert done["Location"] == f"/don-vi/{one.pk}/lich-su/"
    one.refresh_from_db()
    assert one.closed_on == dt.date(2025, 6, 30)
    twice = officer.post(place, {**sent, "xac-nhan": "1"})
    assert (twice.status_code, "đã kết thúc" in twice.content.decode()) == (422, True)


FORMS: dict[str, dict[str, Any]] = {
    "doi-ten": {"name": "Phòng Mới"},
    "hop-nhat": {"bodies": "other", "name": "Phòng Mới", "kind": "phong"},
    "chia": {"names": "Phòng A\r\nPhòng Mới", "kind": "phong", "people_to": "1"},
    "tach": {"names": "Phòng Mới\n\n", "kind": "ban"},
    "chuyen-chuc-nang": {"receiver": "other", "function": "Việc làm"},
    "chuyen-co-quan": {"parent": "other"},
    "doi-loai": {"kind": "chi_cuc", "level": "tinh"},
    "ket-thuc": {"people_to": ""},
}


@pytest.mark.parametrize("act", FORMS)
def test_every_form_does_its_act(officer: Client, world: SimpleNamespace, act: str) -> None:
    one, other = unit(world, "Phòng A"), unit(world, "Phòng B")
    place = f"/don-vi/{one.pk}/sap-xep/{act}/"
    assert officer.get(place).status_code == 200
    empty = officer.post(place, {})
    assert (empty.status_code, "Cần sửa trước khi tiếp tục" in empty.content.decode()) == (
        422,
        True,
    )
    sent = {k: other.pk if v == "other" else v for k, v in FORMS[act].items()}
    assert "Những gì sẽ thay đổi" in officer.post(place, {**DOCUMENT, **sent}).content.decode()
    assert officer.post(place, {**DOCUMENT, **sent, "xac-nhan": "1"}).status_code == 302
    event = BodyEvent.objects.get()
    assert (event.effective_on, event.document_issuer) == (SECOND, "Sở Nội vụ")
    assert event.recorded_by == world.users.officer
    assert officer.get(f"/don-vi/viec-sap-xep/{event.pk}/hoan-tac/").status_code == 200
    officer.post(f"/don-vi/viec-sap-xep/{event.pk}/hoan-tac/")
    event.refresh_from_db()
    assert event.undone_at is not None


def test_what_a_form_does_not_offer_is_refused(officer: Client, world: SimpleNamespace) -> None:
    one = unit(world, "Phòng A")
    assert officer.get(f"/don-vi/{one.pk}/sap-xep/xoa/").status_code == 404
    foreign = {**DOCUMENT, "into": world.foreign_unit.pk}
    answer = officer.post(f"/don-vi/{one.pk}/sap-xep/sap-nhap/", foreign)
    assert (answer.status_code, "trong danh sách" in answer.content.decode()) == (422, True)
    many = {**DOCUMENT, "names": "\n".join(f"P {n}" for n in range(7)), "kind": "phong"}
    answer = officer.post(f"/don-vi/{one.pk}/sap-xep/tach/", many)
    assert "nhiều nhất 6" in answer.content.decode()
    empty_line = {**DOCUMENT, "names": "A\nB", "kind": "phong", "people_to": "4"}
    answer = officer.post(f"/don-vi/{one.pk}/sap-xep/chia/", empty_line)
    assert "Chọn một dòng có tên" in answer.content.decode()
    assert not BodyEvent.objects.exists()


# --- The tree of a day -------------------------------------------------------------------------


def listed(answer: Any) -> list[str]:
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert sheet is not None
    return [str(row[0]) for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_the_tree_of_a_day_is_searched_sorted_paged_and_taken_out(
    officer: Client, past: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    place = "/don-vi/cay-to-chuc/"
    with django_assert_max_num_queries(25):
        page = officer.get(f"{place}?ngay=30/06/2025").content.decode()
    assert "Cây tổ chức ngày 30/06/2025" in page
    assert "Phòng Việc làm</a>" in page
    assert "Phòng Lao động, việc làm" not in page
    early = officer.get(f"{place}?ngay=1/1/2025").content.decode()
    assert "Phòng Tiền lương</a>" in early
    assert "nay là Phòng Việc làm" in early
    export = f"{place}xuat-bang-tinh/?"
    assert "Phòng Lao động, việc làm" in listed(officer.get(export))
    assert listed(officer.get(f"{export}ngay=30/06/2025&q=viec+phong")) == ["Phòng Việc làm"]
    # A name that it bore before or bears later finds it as well.
    assert listed(officer.get(f"{export}ngay=30/06/2025&q=tien+luong")) == ["Phòng Việc làm"]
    names = listed(officer.get(f"{export}sap-xep=-ten"))
    assert names == sorted(names, key=queries.folded, reverse=True)
    wrong = officer.get(f"{place}?ngay=31/02/2025&sap-xep=x&pham-vi=x")
    assert (wrong.status_code, "Ghi ngày theo dạng" in wrong.content.decode()) == (200, True)
    assert "Không có cơ quan, đơn vị nào" in officer.get(f"{place}?q=zzz").content.decode()
    csv = officer.get(f"{export}dang=csv").getvalue()
    assert "Phòng Lao động, việc làm" in csv.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("who", "own", "foreign"),
    [("officer", True, False), ("director", True, False), ("secretary", True, False),
     ("head", False, False), ("member", False, False), ("nobody", False, False),
     ("stranger", False, True)],
)  # fmt: skip
def test_everyone_sees_the_own_house_and_the_catalogue(
    client: Client,
    world: SimpleNamespace,
    past: SimpleNamespace,
    who: str,
    own: bool,
    foreign: bool,
) -> None:
    public = actions.create_body(
        parent=None, name="Tỉnh Mẫu", kind="dia_phuong", in_catalogue=True, by=None
    )
    client.force_login(getattr(world.users, who))
    names = listed(client.get("/don-vi/cay-to-chuc/xuat-bang-tinh/?pham-vi=tat-ca"))
    assert "Tỉnh Mẫu" in names
    assert ("Phòng Lao động, việc làm" in names) == own
    assert ("Phòng Quản lý nhà" in names) == foreign
    assert client.get(f"/don-vi/{past.made.pk}/lich-su/").status_code == (200 if own else 404)
    assert client.get(f"/don-vi/{past.one.pk}/lich-su/").status_code == (200 if own else 404)
    assert client.get(f"/don-vi/{public.pk}/lich-su/").status_code == 200
    assert client.get(f"/don-vi/{public.pk}/").status_code == 404
    tree = {node["name"] for node in client.get("/api/v1/organisations/tree").json()}
    assert ("Phòng Lao động, việc làm" in tree, "Tỉnh Mẫu" in tree) == (own, True)
    events = client.get("/api/v1/organisations/events").json()
    assert bool(events) == own
    answer = client.get(f"/api/v1/organisations/{past.made.pk}/history")
    assert answer.status_code == (200 if own else 404)


def test_the_api_tells_a_body_through_time(officer: Client, past: SimpleNamespace) -> None:
    told = officer.get(f"/api/v1/organisations/{past.made.pk}/history").json()
    assert told["predecessors"] == [past.one.pk, past.other.pk]
    assert [event["kind"] for event in told["events"]] == ["hop_nhat"]
    assert {part["role"] for part in told["events"][0]["parts"]} == {"cham_dut", "thanh_lap"}
    before = officer.get("/api/v1/organisations/tree?on=2025-01-01&q=tien+luong").json()
    assert [(n["name"], n["name_today"]) for n in before] == [
        ("Phòng Tiền lương", "Phòng Việc làm")
    ]
    between = officer.get("/api/v1/organisations/events?since=2025-03-02&until=2025-07-01").json()
    assert [event["effective_on"] for event in between] == ["2025-07-01"]
    assert officer.get("/api/v1/organisations/tree?on=hôm-qua").status_code == 422
