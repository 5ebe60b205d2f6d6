"""Quick screening and what-if as pages: who sees what, counts, paging, export, nothing changed."""

from __future__ import annotations

import datetime as dt
import io
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from thidua.accounts.actions import create_account
from thidua.eligibility.actions.keeping import prepare
from thidua.eligibility.forms import EXAMPLE
from thidua.eligibility.models import Assessment, KeptColumns
from thidua.people.actions import record_rating, save_people

pytestmark = pytest.mark.django_db
QUICK = "?nam=2026&ngay=15/09/2026&danh-hieu=ldtt"


@pytest.fixture
def officer(screened: SimpleNamespace, client: Client) -> Client:
    client.force_login(screened.users.officer)
    return client


@pytest.fixture
def province(screened: SimpleNamespace) -> Client:
    """An officer of the province above the department."""
    user, _ = create_account(
        department=screened.province,
        username="tinh",
        full_name="Người Của Tỉnh",
        roles=[("officer", screened.province)],
        password="mat-khau-thu-nghiem",
        by=None,
    )
    client = Client()
    client.force_login(user)
    return client


def url(query: str = QUICK, name: str = "quick") -> str:
    return reverse(f"eligibility:{name}") + query


def names(response: Any) -> list[str]:
    return [row.person.full_name for row in response.context["rows"]]


def test_counts_are_those_of_the_round(screened: SimpleNamespace, officer: Client) -> None:
    response = officer.get(url())
    found = {column.code: counts for column, counts in response.context["answer"].table}
    for code, counts in found.items():
        answers = Assessment.objects.filter(
            round=screened.round, is_current=True, award_code=code, person__isnull=False
        )
        values = list(answers.values_list("verdict", flat=True))
        assert counts == {word: values.count(word) for word in set(values)}
    assert names(response)[0] == "Trần Đức Anh"
    assert len(names(response)) == 7
    places = response.context["answer"].places
    assert sum(place.people for place in places) == 7
    assert sum(place.eligible for place in places) == found["ldtt"]["eligible"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("&q=chau", ["Nguyễn Thị Minh Châu"]),
        ("&q=khongcoai", []),
        ("&danh-hieu=cstd-co-so&kq=du", ["Nguyễn Thị Minh Châu"]),
        ("&q=vinh&truc-tiep=1", []),
        ("&kq=khong-co&q=chau", ["Nguyễn Thị Minh Châu"]),
    ],
)
def test_filters(screened: SimpleNamespace, officer: Client, query: str, found: list[str]) -> None:
    asked = QUICK.replace("&danh-hieu=ldtt", "") if "danh-hieu" in query else QUICK
    response = officer.get(url(asked + query))
    assert names(response) == found
    if not found:
        assert "Không có người nào khớp bộ lọc" in response.content.decode()


@pytest.mark.parametrize("query", ["?nam=1&ngay=x&danh-hieu=y&don-vi=-1&trang=z&co=9", ""])
def test_an_address_that_cannot_be_meant_gives_this_year(officer: Client, query: str) -> None:
    response = officer.get(url(query))
    assert response.status_code == 200
    assert response.context["question"].year >= 2026


def test_what_is_lacking_stands_beside_the_name(officer: Client) -> None:
    page = officer.get(url("?nam=2026&ngay=15/09/2026&danh-hieu=cstd-co-so")).content.decode()
    assert "Được xếp loại hoàn thành xuất sắc nhiệm vụ" in page
    assert "Điều 23" in page


def test_a_change_shows_at_once(screened: SimpleNamespace, officer: Client) -> None:
    before = dict(officer.get(url()).context["answer"].table[0][1])
    record_rating(person=screened.people[1], year=2026, grade="khong_hoan_thanh", by=None)
    after = dict(officer.get(url()).context["answer"].table[0][1])
    assert after["eligible"] == before["eligible"] - 1


def test_the_province_sees_verdicts_of_all_bodies_and_no_reasons(
    screened: SimpleNamespace, province: Client
) -> None:
    response = province.get(url("?nam=2026&ngay=15/09/2026&danh-hieu=cstd-co-so"))
    assert response.status_code == 200
    page = response.content.decode()
    assert {"Nguyễn Thị Minh Châu", screened.foreign_person.full_name} <= set(names(response))
    assert "Được xếp loại hoàn thành xuất sắc nhiệm vụ" not in page
    assert all(row.lacking == [] for row in response.context["rows"])
    assert {place.name for place in response.context["answer"].places} >= {
        "Sở Nội vụ",
        "Sở Xây dựng",
    }
    exported = b"".join(province.get(url(QUICK + "&dang=csv", "export_quick")).streaming_content)
    assert "Còn thiếu" not in exported.decode("utf-8-sig")


def test_a_department_sees_nobody_of_another(screened: SimpleNamespace, officer: Client) -> None:
    page = officer.get(url()).content.decode()
    assert screened.foreign_person.full_name not in page
    assert "Sở Xây dựng" not in page


def test_bodies_not_read_yet_are_read_in_steps(
    screened: SimpleNamespace, province: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from thidua.eligibility.views import quick

    monkeypatch.setattr(quick, "PATIENCE", 0)
    KeptColumns.objects.all().delete()
    first = province.get(url()).content.decode()
    assert "Đã đọc 1/2 cơ quan" in first
    assert KeptColumns.objects.count() == 1
    province.get(url())
    assert "rows" in province.get(url()).context
    assert prepare([screened.department], seconds=0) == (1, 1)


def test_the_number_of_queries_does_not_grow(screened: SimpleNamespace, officer: Client) -> None:
    def count() -> int:
        officer.get(url())
        with CaptureQueriesContext(connection) as asked:
            officer.get(url())
        return len(asked)

    before = count()
    rows = [{"full_name": f"Người Mới {n}", "unit": screened.units[0]} for n in range(30)]
    save_people(department=screened.department, rows=rows, by=None)
    assert count() == before <= 16


def test_the_export_has_everybody_with_what_is_lacking(officer: Client) -> None:
    body = b"".join(officer.get(url(QUICK + "&dang=csv", "export_quick")).streaming_content)
    lines = body.decode("utf-8-sig").splitlines()
    assert len(lines) == 8
    assert lines[0].endswith("Còn thiếu")
    assert any("Nguyễn Thị Minh Châu" in line and "Đủ điều kiện" in line for line in lines)


# -- what-if ---------------------------------------------------------------------------------------
WHATIF = {"text": EXAMPLE, "first": "2024", "last": "2025", "law_on": "01/12/2025"}


def everything() -> dict[str, list[Any]]:
    """Every row of every table but the sessions and the kept columns."""
    left = {"Session", "KeptColumns"}
    return {
        model.__name__: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model.__name__ not in left and model._meta.managed
    }


def test_the_page_says_who_gains_and_changes_nothing(
    screened: SimpleNamespace, officer: Client
) -> None:
    officer.get(reverse("eligibility:whatif"))
    before = everything()
    response = officer.post(reverse("eligibility:whatif"), WHATIF)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Từng năm, hai bộ quy tắc đặt cạnh nhau" in page
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="chart"' in page
    assert "Nguyễn Thị Minh Châu" not in page
    assert everything() == before


@pytest.mark.parametrize(("kind", "magic"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_the_report_as_a_paper(officer: Client, kind: str, magic: bytes) -> None:
    response = officer.post(reverse("eligibility:whatif"), {**WHATIF, "xuat": kind})
    assert response.content.startswith(magic)
    assert f"thu-quy-dinh.{kind}" in response["Content-Disposition"]
    if kind == "docx":
        document = Document(io.BytesIO(response.content))
        text = "\n".join(p.text for p in document.paragraphs)
        assert "thidua-change/1" in text
        assert "Tiền thưởng theo từng mức lương cơ sở" in text
        assert document.inline_shapes


def test_a_file_is_taken_for_the_text(officer: Client) -> None:
    upload = SimpleUploadedFile("thu.yaml", EXAMPLE.replace("20%", "tệp").encode())
    response = officer.post(reverse("eligibility:whatif"), {**WHATIF, "text": "", "file": upload})
    assert "lên tệp" in response.content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": ""}, "Ghi nội dung thay đổi"),
        ({"text": "format: ["}, "thay-doi.yaml"),
        ({"text": "a: <script>alert(1)</script>"}, "thidua-change/1"),
        ({"first": "2025", "last": "2024"}, "Chọn từ 1 đến 10 năm"),
        ({"first": "x"}, "năm"),
        ({"last": str(dt.date.today().year + 2)}, "Chọn từ 1 đến 10 năm"),
        ({"file": SimpleUploadedFile("x.yaml", b"\xff\xfe\x00")}, "UTF-8"),
        ({"file": SimpleUploadedFile("x.yaml", b"x" * 200_001)}, "quá lớn"),
    ],
)
def test_what_cannot_be_tried_is_said(
    officer: Client, given: dict[str, Any], sentence: str
) -> None:
    response = officer.post(reverse("eligibility:whatif"), {**WHATIF, **given})
    assert response.status_code == 400
    page = response.content.decode()
    assert sentence in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("user", "status"),
    [("officer", 200), ("director", 200), ("secretary", 200), ("head", 403), ("nobody", 403)],
)
def test_who_may_count_and_try(
    screened: SimpleNamespace, client: Client, user: str, status: int
) -> None:
    client.force_login(getattr(screened.users, user))
    for name in ("quick", "whatif", "export_quick"):
        assert client.get(url("", name)).status_code == status


def test_a_legal_officer_tries_rules_and_counts_nobody(screened: SimpleNamespace) -> None:
    user, _ = create_account(
        department=screened.department,
        username="phapche",
        full_name="Giàng Thị Hương",
        roles=[("legal_officer", screened.department)],
        password="mat-khau-thu-nghiem",
        by=None,
    )
    client = Client()
    client.force_login(user)
    assert client.get(url("", "quick")).status_code == 403
    assert client.post(reverse("eligibility:whatif"), WHATIF).status_code == 200
