"""Pages of movements: from the plan to the review, lists, files, what is asked of the database."""

from __future__ import annotations

import datetime as dt
import io
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document

from thidua.movements.models import Movement, MovementReview
from thidua.movements.numbers import decimal_of, number_text

TODAY = timezone.localdate()
SENT = {
    "name": "Sáng tạo vì dân", "theme": "", "kind": "thuong_xuyen", "reach": "don_vi",
    "starts": f"01/01/{TODAY.year}", "ends": f"31/12/{TODAY.year}", "objectives": "Đúng hạn 99%",
    "content": "Một\nHai", "criteria": "Ba", "participants": "Toàn cơ quan", "measures": "Bốn",
    "budget": "25.000.000", "reward_quota": "12",
    "t-ten": ["Hồ sơ đúng hạn", "", "Họp không giấy"], "t-muc": ["98,5", "", ""],
    "t-don-vi-tinh": ["%", "", ""], "t-chieu": ["", "", ""], "t-thuc-hien": ["Văn phòng", "", ""],
}  # fmt: skip


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_from_the_plan_to_the_final_review(world: SimpleNamespace) -> None:
    officer, director = browser(world.users.officer), browser(world.users.director)
    assert "Chưa có phong trào nào" in page(officer, "/phong-trao/")
    made = officer.post("/phong-trao/moi/", SENT)
    movement = Movement.objects.get()
    url = f"/phong-trao/{movement.pk}/"
    assert made["Location"] == url
    assert (movement.budget, movement.reward_quota) == (25_000_000, 12)
    assert [(t.text, number_text(t.plan)) for t in movement.targets.all()] == [
        ("Hồ sơ đúng hạn", "98,5"), ("Họp không giấy", ""),
    ]  # fmt: skip
    assert "Trình duyệt" in page(officer, url)
    officer.post(f"{url}trinh/")
    assert "Duyệt kế hoạch phong trào Sáng tạo vì dân" in page(director, "/")
    director.post(f"{url}tra-lai/", {"reason": "Thêm tiêu chí"})
    assert "Thêm tiêu chí" in page(officer, url)
    assert 'value="98,5"' in page(officer, f"{url}sua/")
    officer.post(f"{url}sua/", SENT | {"criteria": "Ba\nNăm"})
    officer.post(f"{url}trinh/")
    director.post(f"{url}duyet/")
    director.post(f"{url}phat-dong/", {"launched_on": f"{TODAY:%d/%m/%Y}", "number": "9/KH-SNV"})
    movement.refresh_from_db()
    assert (movement.state, movement.number) == ("phat_dong", "9/KH-SNV")
    assert "Sáng tạo vì dân" in page(browser(world.users.member), url)
    first, second = movement.targets.all()
    review = {
        "kind": "tong_ket", "held_on": f"{TODAY:%d/%m/%Y}", "results": "Tốt", "effect": "Rõ",
        "limits": "Chậm", "causes": "Ít người", "lessons": "Sớm", f"dat-{first.pk}": "chín mươi",
        f"y-kien-{second.pk}": "Đã làm",
    }  # fmt: skip
    wrong = officer.post(f"{url}so-ket/", review)
    assert wrong.status_code == 422
    assert "Ghi một số, ví dụ 95,5" in wrong.content.decode()
    assert not MovementReview.objects.exists()
    officer.post(f"{url}so-ket/", review | {f"dat-{first.pk}": "97"})
    shown = page(officer, url)
    assert "Đã tổng kết" in shown
    assert "97 %" in shown
    report = officer.get(f"{url}so-ket/{MovementReview.objects.get().pk}/bao-cao.docx")
    words = [p.text for p in Document(io.BytesIO(report.content)).paragraphs]
    assert "I. KẾT QUẢ THỰC HIỆN" in words
    assert "Hồ sơ đúng hạn: 97 % (mức phấn đấu 98,5 %)." in words
    assert "V. BÀI HỌC KINH NGHIỆM" in words
    assert not any("ĐIỂN HÌNH" in line for line in words)  # nothing was written there
    assert "Chưa đạt" in shown


def test_a_plan_is_kept_with_its_lines_when_something_is_wrong(world: SimpleNamespace) -> None:
    officer = browser(world.users.officer)
    for sent, sentence in (
        (SENT | {"name": ""}, "Ghi tên phong trào"),
        (SENT | {"ends": f"31/12/{TODAY.year - 1}"}, "Ngày kết thúc phải từ ngày bắt đầu"),
        (SENT | {"t-muc": ["chín", "", ""]}, "chỉ tiêu thứ 1 phải là một số"),
        (SENT | {"t-muc": ["1e9999", "", ""]}, "chỉ tiêu thứ 1 phải là một số"),
        (SENT | {"budget": "nhiều"}, "Ghi số nguyên"),
        (SENT | {"budget": "9" * 30}, "Số này lớn quá"),
    ):
        answer = officer.post("/phong-trao/moi/", sent)
        assert answer.status_code == 422, sentence
        assert sentence in answer.content.decode()
        assert "Họp không giấy" in answer.content.decode()
    more = officer.post("/phong-trao/moi/", SENT | {"them-dong": "1", "name": ""})
    assert more.status_code == 200
    assert more.content.decode().count('name="t-ten"') == 10
    assert not Movement.objects.exists()


def test_a_movement_from_above_waits_on_the_desk_and_is_answered(world: SimpleNamespace) -> None:
    above = Movement.objects.create(
        department=world.department.parent, name="Cả tỉnh chung sức",
        folded_name="ca tinh chung suc",
        kind="chuyen_de", reach="bo_nganh_tinh", state="phat_dong", launched_on=TODAY,
        starts=TODAY, ends=TODAY + dt.timedelta(days=90), budget=7_000_000,
    )  # fmt: skip
    officer = browser(world.users.officer)
    assert "Hưởng ứng phong trào Cả tỉnh chung sức" in page(officer, "/")
    assert "Chờ hưởng ứng" in page(officer, "/phong-trao/?q=TINH+chung")
    seen = page(officer, f"/phong-trao/{above.pk}/")
    assert "7.000.000" not in seen  # the purse of another body
    assert "Lịch sử" not in seen
    refused = officer.post(f"/phong-trao/{above.pk}/khong-huong-ung/", {"reason": ""}, follow=True)
    assert "Ghi lý do" in refused.content.decode()
    answer = officer.post(f"/phong-trao/{above.pk}/huong-ung/")
    own = Movement.objects.get(parent=above)
    assert answer["Location"] == f"/phong-trao/{own.pk}/"
    assert "Hưởng ứng phong trào" not in page(officer, "/")
    assert "Cơ quan đã hưởng ứng" in page(officer, f"/phong-trao/{above.pk}/")
    assert officer.post(f"/phong-trao/{above.pk}/trinh/").status_code == 403
    assert browser(world.users.stranger).get(f"/phong-trao/{own.pk}/").status_code == 404


def test_the_plan_as_a_paper(world: SimpleNamespace) -> None:
    officer = browser(world.users.officer)
    officer.post("/phong-trao/moi/", SENT)
    movement = Movement.objects.get()
    answer = officer.get(f"/phong-trao/{movement.pk}/ke-hoach.docx")
    document = Document(io.BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    words = "\n".join([*(p.text for p in document.paragraphs), *cells])
    for part in (
        "KẾ HOẠCH", "Phát động phong trào thi đua “Sáng tạo vì dân”", "DỰ THẢO", "98,5 %",
        "Tiêu chí: Ba", "25.000.000 đồng", "Số lượng khen thưởng dự kiến: 12.",
        f"từ ngày 01/01/{TODAY.year} đến ngày 31/12/{TODAY.year}",
    ):  # fmt: skip
        assert part in words, part
    assert officer.get(f"/phong-trao/{movement.pk}/ke-hoach.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("rows", [3, 60])
def test_the_list_asks_the_same_for_few_and_for_many(world: SimpleNamespace, rows: int) -> None:
    Movement.objects.bulk_create(
        Movement(
            department=world.department, name=f"Phong trào {n}", folded_name=f"phong trao {n}",
            kind="chuyen_de", reach="don_vi", starts=dt.date(2020 + n % 7, 1, 1), parent=None,
        )
        for n in range(rows)
    )  # fmt: skip
    officer = browser(world.users.officer)
    officer.get("/phong-trao/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(officer, "/phong-trao/")
    assert len(asked) <= 15


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("95,5", "95,5"), ("1.234", "1.234"), ("1.234,5", "1.234,5"), ("99.5", "99,5"),
        ("-3", "-3"), (" 12 % ", "12"), ("", ""), ("0,00004", "0"),
    ],
)  # fmt: skip
def test_numbers_are_read_and_written_the_vietnamese_way(text: str, value: str) -> None:
    assert number_text(decimal_of(text)) == value


@pytest.mark.parametrize("text", ["chín", "1e5", "NaN", "Infinity", "1,2,3", "9" * 20])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text[:3]):
        decimal_of(text)
