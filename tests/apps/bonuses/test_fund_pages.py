"""The pages and the API of the funds: forms, refusals shown, filters, exports, few queries."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from tests.apps.bonuses.funded import SALARY_BONUS, income, opened, spending
from tests.apps.decisions.passed import issued

from thidua.bonuses.models import Fund, FundEntry
from thidua.bonuses.queries import funds, payments_of

MILLION = 1_000_000
HERE = "/tien-thuong/quy/"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_from_opening_to_spending_by_the_pages(
    world: SimpleNamespace, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client = signed_in(world.users.officer)
    today = timezone.localdate()
    assert "Chưa mở quỹ nào" in text_of(client.get(HERE))
    text = text_of(client.post(HERE, {"kind": "commendation", "year": today.year}, follow=True))
    assert "Sổ chưa có dòng nào" in text
    fund = Fund.objects.get()
    given = {
        "item": "budget", "amount": "25.000.000", "day": f"{today:%d/%m/%Y}", "text": "",
        "document_number": "12/QĐ-STC", "document_on": "",
    }  # fmt: skip
    scan = SimpleUploadedFile("giao-du-toan.pdf", b"%PDF-1.7 1", "application/pdf")
    url = f"{HERE}{fund.pk}/nguon/"
    text = text_of(client.post(url, {**given, "upload": scan}, follow=True))
    assert "Đã ghi dòng 1: 25.000.000 đ" in text
    line = fund.entries.get()
    scan_back = client.get(f"{HERE}{fund.pk}/{line.pk}/chung-tu/")
    assert b"".join(scan_back) == b"%PDF-1.7 1"
    given["item"], given["amount"] = "council", "5.000.000"
    text = text_of(client.post(f"{HERE}{fund.pk}/phan-bo/", given, follow=True))
    assert "Phân bổ họp hội đồng" in text
    given["text"] = "Họp xét cuối năm"
    given["amount"] = "5.000.001"
    answer = client.post(f"{HERE}{fund.pk}/chi/", given)
    assert answer.status_code == 422
    assert "vượt mức tối đa 5.000.000 đ (Điều 48" in text_of(answer)
    given["item"], given["amount"] = "objects", "26.000.000"
    answer = client.post(f"{HERE}{fund.pk}/chi/", given)
    assert "đánh dấu “Vẫn ghi”" in text_of(answer)
    text = text_of(client.post(f"{HERE}{fund.pk}/chi/", {**given, "over": "on"}, follow=True))
    assert "vượt nguồn 1.000.000 đ" in text
    spent = fund.entries.get(sort="spending")
    url = f"{HERE}{fund.pk}/{spent.pk}/ghi-dao/"
    assert "trái dấu" in text_of(client.get(url))
    text = text_of(client.post(url, {"reason": "Ghi nhầm"}, follow=True))
    assert "Đã ghi đảo dòng 3 bằng dòng 4" in text
    assert funds.balance(fund).free == 25 * MILLION


def test_money_is_typed_as_officials_write_it(world: SimpleNamespace) -> None:
    fund = opened(world)
    client = signed_in(world.users.officer)
    day = f"{timezone.localdate():%d/%m/%Y}"
    for typed in ("", "abc", "1,5", "12.5e3", "-5", "٣٣", "99999999999999999"):
        answer = client.post(
            f"{HERE}{fund.pk}/nguon/",
            {"item": "budget", "amount": typed, "day": day, "document_number": "1"},
        )
        assert answer.status_code == 422, typed
    for typed, amount in (("1.500.000", 1_500_000), ("2 000 000 đ", 2_000_000), ("7", 7)):
        client.post(
            f"{HERE}{fund.pk}/nguon/",
            {"item": "budget", "amount": typed, "day": day, "document_number": "1"},
        )
        assert fund.entries.latest("sequence").amount == amount
    assert fund.entries.count() == 3


def test_filters_and_exports_agree(world: SimpleNamespace) -> None:
    fund = opened(world, budget=30 * MILLION)
    spending(world, fund, MILLION, text="In giấy khen", unit=world.units[0])
    spending(world, fund, 2 * MILLION, item="council", text="Họp hội đồng")
    client = signed_in(world.users.secretary)
    page = text_of(client.get(f"{HERE}{fund.pk}/?q=giay+khen"))
    assert page.count('data-label="Số tiền"') == 1
    for query, wanted in (("", [30, 1, 2]), ("loai=spending", [1, 2]), ("khoan=council", [2])):
        answer = client.get(f"{HERE}{fund.pk}/xuat/?{query}&sap-xep=so")
        sheet = load_workbook(BytesIO(b"".join(answer))).active
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        assert [row[9] for row in rows] == [n * MILLION for n in wanted]
    csv = b"".join(client.get(f"{HERE}xuat/?dang=csv")).decode("utf-8-sig")
    assert "30000000" in csv
    assert "Không có dòng nào khớp" in text_of(client.get(f"{HERE}{fund.pk}/?q=khongcogi"))


def test_another_body_sees_nothing(world: SimpleNamespace) -> None:
    fund = opened(world, budget=MILLION)
    client = signed_in(world.users.stranger)
    assert "Chưa mở quỹ nào" in text_of(client.get(HERE))
    for path in ("", "xuat/", "nguon/", "phan-bo/", "chi/"):
        assert client.get(f"{HERE}{fund.pk}/{path}").status_code == 404, path
    assert client.get(f"{HERE}{fund.pk}/khoa-so/").status_code in {403, 404}
    assert client.get("/api/v1/bonuses/funds").json() == []
    assert client.get(f"/api/v1/bonuses/funds/{fund.pk}/entries").status_code == 404
    assert signed_in(world.users.head).get(HERE).status_code == 403


def test_the_director_closes_the_year(world: SimpleNamespace) -> None:
    year = timezone.localdate().year - 1
    fund = opened(world, year=year)
    income(world, fund, 3 * MILLION, day=dt.date(year, 3, 1))
    client = signed_in(world.users.director)
    url = f"{HERE}{fund.pk}/khoa-so/"
    page = text_of(client.get(url))
    assert "cần văn bản gốc" in page
    assert "Chuỗi sổ nguyên vẹn, 1 dòng" in page
    assert client.post(url, {}).status_code == 422
    text = text_of(client.post(url, {"carry": "co"}, follow=True))
    assert f"sổ năm {year + 1} đã mở" in text
    assert "Số dư năm trước chuyển sang" in text
    assert signed_in(world.users.officer).get(url).status_code == 403


def test_the_salary_bonus_fund_says_that_it_stands_apart(world: SimpleNamespace) -> None:
    fund = opened(world, kind=SALARY_BONUS)
    client = signed_in(world.users.officer)
    page = text_of(client.get(f"{HERE}{fund.pk}/"))
    assert "nằm ngoài quỹ thi đua, khen thưởng" in page
    assert "Nghị định 73/2024/NĐ-CP Điều 4 khoản 4" in page
    assert "Phân bổ</a>" not in page
    form = text_of(client.get(f"{HERE}{fund.pk}/chi/"))
    assert 'value="salary_bonus"' in form
    assert 'value="reward"' not in form


def test_where_no_text_is_read_the_page_says_so(world: SimpleNamespace) -> None:
    fund = opened(world, year=2020)
    page = text_of(signed_in(world.users.officer).get(f"{HERE}{fund.pk}/"))
    assert "Chưa nạp quy định về mức chi tổ chức phong trào" in page


def test_the_api_answers_like_the_pages(world: SimpleNamespace) -> None:
    fund = opened(world, budget=30 * MILLION)
    decision = issued(world)
    client = signed_in(world.users.officer)
    base = "/api/v1/bonuses/"
    [one] = client.get(f"{base}funds").json()
    assert one == client.get(f"{base}funds/{fund.pk}").json()
    assert (one["committed"], one["free"], one["organising_limit"]) == (
        6_080_000, 23_920_000, 6 * MILLION,
    )  # fmt: skip
    listed = client.get(f"{base}funds/{fund.pk}/entries?size=1").json()
    assert (listed["total"], len(listed["items"])) == (2, 1)
    assert client.get(f"{base}funds/{fund.pk}/proof").json()["whole"] is True
    rows = client.get(f"{base}decisions/{decision.pk}").json()
    assert (rows["total"], rows["unpaid"], len(rows["items"])) == (6_080_000, 6_080_000, 4)
    given = {
        "payments": [row["id"] for row in rows["items"]],
        "paid_on": timezone.localdate().isoformat(),
        "paper": "PC 9",
    }
    url = f"{base}decisions/{decision.pk}/pay"
    refused = signed_in(world.users.director).post(url, given, content_type="application/json")
    assert refused.status_code == 403
    paid = client.post(url, given, content_type="application/json").json()
    assert (paid["paid"], paid["unpaid"]) == (6_080_000, 0)
    assert {row["paper"] for row in paid["items"]} == {"PC 9"}
    assert funds.balance(fund).spent == 6_080_000


def test_pages_take_few_queries_however_long_the_ledger(
    world: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    fund = opened(world, budget=90 * MILLION)
    for amount in range(1, 31):
        spending(world, fund, amount, text=f"Chi {amount}")
    decision = issued(world)
    client = signed_in(world.users.officer)
    for path in (HERE, f"{HERE}{fund.pk}/", f"/tien-thuong/{decision.pk}/"):
        client.get(path)
        with django_assert_max_num_queries(16):
            assert client.get(path).status_code == 200
    assert FundEntry.objects.count() == 32
    assert payments_of(decision).count() == 4
