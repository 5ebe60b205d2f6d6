"""Payments: made with the decision, equal to its annex, marked once, exported whole."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook
from tests.apps.decisions.passed import issued, nominee

from thidua.audit.models import AuditRow
from thidua.bonuses import actions
from thidua.bonuses.models import Payment
from thidua.bonuses.queries import payments_of, sums
from thidua.decisions.models import Decision
from thidua.kit.errors import NotAllowed, WrongState


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def payments(decision: Decision) -> list[Payment]:
    return list(payments_of(decision))


def test_payments_equal_the_annex_and_leave_out_the_lower_title(world: SimpleNamespace) -> None:
    decision = issued(world)
    found = [(p.award.recipient_name, p.award.award_code, p.amount) for p in payments(decision)]
    assert found == [
        ("Văn phòng Sở", "tt-ldtt", 2_030_000),
        ("Nguyễn Thị Minh Châu", "cstd-co-so", 2_530_000),
        ("Trần Đức Anh", "ldtt", 760_000),
        ("Đặng Thùy Dương", "giay-khen", 760_000),
    ]
    paid_awards = decision.awards.filter(paid=True).values_list("amount", flat=True)
    assert sums(payments_of(decision))["total"] == sum(paid_awards) == 6_080_000


def test_marking_paid_keeps_the_first_day(world: SimpleNamespace) -> None:
    decision = issued(world, decided_on=dt.date(2026, 9, 1))
    first, *rest = payments(decision)
    officer = world.users.officer
    day = dt.date(2026, 9, 20)
    assert actions.mark_paid(payments=[first], paid_on=day, by=officer) == 1
    again = actions.mark_paid(
        payments=[first, *rest], paid_on=day + dt.timedelta(days=1), by=officer
    )
    assert again == 3
    first.refresh_from_db()
    assert (first.paid_on, first.paid_by) == (day, officer)
    assert sums(payments_of(decision)) == {
        "total": 6_080_000,
        "paid": 6_080_000,
        "unpaid": 0,
        "lines": 4,
        "lines_paid": 4,
        "dropped": 0,
        "lines_dropped": 0,
    }
    assert AuditRow.objects.filter(action="bonuses.pay").count() == 2


def test_wrong_days_and_empty_choices_are_refused(world: SimpleNamespace) -> None:
    decision = issued(world, decided_on=dt.date(2026, 9, 10))
    rows, officer = payments(decision), world.users.officer
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(WrongState, match="chưa tới"):
        actions.mark_paid(payments=rows, paid_on=tomorrow, by=officer)
    with pytest.raises(WrongState, match="từ ngày ký quyết định 10/09/2026"):
        actions.mark_paid(payments=rows, paid_on=dt.date(2026, 9, 9), by=officer)
    with pytest.raises(WrongState, match="Chọn ít nhất một"):
        actions.mark_paid(payments=[], paid_on=timezone.localdate(), by=officer)
    assert not Payment.objects.filter(paid_on__isnull=False).exists()


def test_two_decisions_are_paid_apart(world: SimpleNamespace) -> None:
    one = issued(world, nominees=[nominee(world.people[0], "ldtt")], number=1)
    two = issued(world, nominees=[nominee(world.people[1], "ldtt")], number=2)
    with pytest.raises(WrongState, match="riêng cho từng quyết định"):
        actions.mark_paid(
            payments=[*payments(one), *payments(two)],
            paid_on=timezone.localdate(),
            by=world.users.officer,
        )


def test_a_mark_is_taken_back_with_a_reason(world: SimpleNamespace) -> None:
    decision = issued(world)
    rows, officer = payments(decision), world.users.officer
    actions.mark_paid(payments=rows, paid_on=timezone.localdate(), by=officer)
    with pytest.raises(WrongState, match="Ghi lý do"):
        actions.take_back(payments=rows[:1], reason=" ", by=officer)
    assert actions.take_back(payments=rows[:1], reason="Trả nhầm người", by=officer) == 1
    assert actions.take_back(payments=rows[:1], reason="Trả nhầm người", by=officer) == 0
    rows[0].refresh_from_db()
    assert (rows[0].paid_on, rows[0].note) == (None, "Trả nhầm người")


@pytest.mark.parametrize(
    "role", ["head", "member", "secretary", "director", "administrator", "stranger", "nobody"]
)
def test_only_the_officer_marks_payments(world: SimpleNamespace, role: str) -> None:
    rows = payments(issued(world))
    with pytest.raises(NotAllowed):
        actions.mark_paid(
            payments=rows, paid_on=timezone.localdate(), by=getattr(world.users, role)
        )
    assert not Payment.objects.filter(paid_on__isnull=False).exists()


@pytest.mark.parametrize("role", ["head", "member", "administrator", "nobody"])
def test_lists_of_money_are_closed_to_others(world: SimpleNamespace, role: str) -> None:
    decision = issued(world)
    client = signed_in(getattr(world.users, role))
    for path in (
        "",
        f"{decision.pk}/",
        *(f"{decision.pk}/danh-sach-chi.{e}" for e in ("docx", "xlsx")),
    ):
        response = client.get(f"/tien-thuong/{path}")
        assert response.status_code == 403, path
        assert "6.080.000" not in response.content.decode()


def test_another_department_sees_an_empty_list(world: SimpleNamespace) -> None:
    decision = issued(world)
    client = signed_in(world.users.stranger)
    assert "Chưa có khoản tiền thưởng nào" in client.get("/tien-thuong/").content.decode()
    assert client.get(f"/tien-thuong/{decision.pk}/").status_code == 404
    assert client.post(f"/tien-thuong/{decision.pk}/da-chi/").status_code == 404


def test_the_page_marks_and_shows(world: SimpleNamespace) -> None:
    decision = issued(world)
    client = signed_in(world.users.officer)
    here = f"/tien-thuong/{decision.pk}/"
    rows = payments(decision)
    data = {"payment": [rows[0].pk], "paid_on": f"{timezone.localdate():%d/%m/%Y}", "reason": ""}
    text = client.post(f"{here}da-chi/", data, follow=True).content.decode()
    assert "Đã ghi nhận chi 1 trường hợp" in text
    assert text.count('data-label="Tiền thưởng"') == 4
    unpaid = client.get(f"{here}?tinh-trang=chua-chi").content.decode()
    assert unpaid.count('data-label="Tiền thưởng"') == 3
    assert "Chỉ chi mức cao nhất: Chiến sĩ thi đua cơ sở" in unpaid
    found = client.get(f"{here}?q=minh+chau").content.decode()
    assert found.count('data-label="Tiền thưởng"') == 1
    back = {"payment": [rows[0].pk], "paid_on": "", "reason": "Nhầm"}
    text = client.post(f"{here}bo-ghi-nhan/", back, follow=True).content.decode()
    assert "Đã bỏ ghi nhận chi 1 trường hợp" in text


def test_the_workbook_holds_every_payment_and_its_sum(world: SimpleNamespace) -> None:
    decision = issued(world)
    response = signed_in(world.users.officer).get(f"/tien-thuong/{decision.pk}/danh-sach-chi.xlsx")
    assert response["Content-Disposition"] == (
        'attachment; filename="chi-tien-thuong-7-qd-snv.xlsx"'
    )
    content = response.content
    sheet = load_workbook(BytesIO(content), data_only=True).active
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert rows[0][:2] == ("Stt", "Họ và tên, tên tập thể")
    assert [(r[1], r[5], r[6], r[7]) for r in rows[1:5]] == [
        ("Văn phòng Sở", "0,8", 2_530_000, 2_030_000),
        ("Bà Nguyễn Thị Minh Châu", "1", 2_530_000, 2_530_000),
        ("Ông Trần Đức Anh", "0,3", 2_530_000, 760_000),
        ("Bà Đặng Thùy Dương", "0,3", 2_530_000, 760_000),
    ]
    assert (rows[5][1], rows[5][7]) == ("Tổng cộng", 6_080_000)
    formulas = load_workbook(BytesIO(content)).active
    assert formulas["H9"].value == "=SUM(H5:H8)"


def test_a_name_that_looks_like_a_formula_stays_a_text(world: SimpleNamespace) -> None:
    person = world.people[0]
    person.full_name = "=1+1"
    person.gender = ""
    person.save()
    decision = issued(world, nominees=[nominee(person, "ldtt")])
    content = (
        signed_in(world.users.officer).get(f"/tien-thuong/{decision.pk}/danh-sach-chi.xlsx").content
    )
    cell = load_workbook(BytesIO(content)).active["B5"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_list_to_sign_on_has_the_same_sum(world: SimpleNamespace) -> None:
    decision = issued(world)
    content = (
        signed_in(world.users.director)
        .get(f"/tien-thuong/{decision.pk}/danh-sach-chi.docx")
        .content
    )
    document = Document(BytesIO(content))
    assert document.tables[1].rows[-1].cells[4].text == "6.080.000"


def test_lists_take_few_queries(world: SimpleNamespace, django_assert_max_num_queries: Any) -> None:
    decision = issued(world)
    client = signed_in(world.users.officer)
    for path in ("/tien-thuong/", f"/tien-thuong/{decision.pk}/"):
        client.get(path)
        with django_assert_max_num_queries(14):
            assert client.get(path).status_code == 200
