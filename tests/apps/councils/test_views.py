"""Pages of councils: what each role reads, the steps as forms, a fixed number of queries."""

from __future__ import annotations

import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from thidua.councils import actions
from thidua.councils.models import Council, Member, Sitting
from thidua.councils.queries.minutes import in_groups


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


def page(user: Any, path: str) -> Any:
    return signed_in(user).get(path)


ADDRESSES = ("", "bo-phieu/", "da-bo-phieu/", "tien-do/", "bien-ban/", "mo-phieu/", "dong-phieu/")


@pytest.mark.parametrize("role", ["stranger", "nobody", "head", "administrator"])
def test_outsiders_find_nothing(role: str, bench: SimpleNamespace, open_sitting: Any) -> None:
    user = getattr(bench.world.users, role)
    client = signed_in(user)
    motion = open_sitting.motions.first()
    base = f"/hoi-dong/phien-hop/{open_sitting.pk}/"
    for rest in (*ADDRESSES, f"de-nghi/{motion.pk}/", "sua/"):
        assert client.get(base + rest).status_code == 404, rest
    assert client.get(f"/hoi-dong/{bench.council.pk}/").status_code == 404
    listed = text(client.get("/hoi-dong/"))
    assert open_sitting.title not in listed
    assert "Chưa có Hội đồng nào" in listed


def test_signed_out_is_sent_to_sign_in(open_sitting: Any) -> None:
    response = Client().get(f"/hoi-dong/phien-hop/{open_sitting.pk}/bo-phieu/")
    assert response.status_code == 302
    assert response["Location"].startswith("/dang-nhap/")


def test_a_member_does_not_read_a_sitting_in_preparation(
    bench: SimpleNamespace, sitting: Any
) -> None:
    path = f"/hoi-dong/phien-hop/{sitting.pk}/"
    assert page(bench.users[2], path).status_code == 404
    assert page(bench.secretary, path).status_code == 200


def test_the_secretary_prepares_opens_and_closes_by_forms(
    bench: SimpleNamespace, sitting: Any, vote: Callable[..., None]
) -> None:
    client = signed_in(bench.secretary)
    base = f"/hoi-dong/phien-hop/{sitting.pk}/"
    refused = text(client.get(base + "mo-phieu/"))
    assert "Chưa mở bỏ phiếu được: còn 2 việc" in refused
    assert client.post(base + "moi-hop/").status_code == 302
    client.post(base + "diem-danh/", {"tat-ca": "co_mat"})
    assert sitting.attendance.filter(status="co_mat").count() == 9
    assert "Những gì được chốt" in text(client.get(base + "mo-phieu/"))
    client.post(base + "mo-phieu/")
    assert Sitting.objects.get().state == "open"
    early = text(client.get(base + "dong-phieu/"))
    assert "Mới có 0/9 phiếu. Cần ít nhất 6 phiếu" in early
    assert "Kết quả kiểm phiếu" not in text(client.get(base))
    for number in range(8):
        vote(sitting, number)
    waiting = text(client.get(base + "dong-phieu/"))
    assert "Còn 1 người chưa bỏ phiếu: Ủy viên Số 8" in waiting
    refused = text(client.post(base + "dong-phieu/", follow=True))
    assert "Báo trước giờ đóng phiếu" in refused
    client.post(base + "bao-dong-phieu/", {"phut": "5"})
    member = text(signed_in(bench.users[8]).get(base + "bo-phieu/"))
    assert "Thư ký báo sẽ đóng hòm phiếu lúc" in member
    assert Sitting.objects.get().box.state == "open"
    vote(sitting, 8, "khong_dong_y")
    client.post(base + "dong-phieu/")
    result = text(client.get(base))
    assert "Kết quả kiểm phiếu" in result
    assert "88,9%" in result
    assert "cần 90%, là 9/9" in result
    assert "Không đạt" in result
    kept = {"dien_bien": "Ông A hỏi.", "lan": "0"}
    assert client.post(base + "bien-ban/bien_ban_hop/", kept).status_code == 302
    signed_in(bench.users[0]).post(base + "cong-bo/")
    client.post(base + "ket-luan/")
    assert Sitting.objects.get().state == "concluded"
    assert "Ông A hỏi." in text(client.get(base + "bien-ban/bien_ban_hop/"))


def test_a_refused_step_says_why_and_changes_nothing(bench: SimpleNamespace, sitting: Any) -> None:
    client = signed_in(bench.secretary)
    base = f"/hoi-dong/phien-hop/{sitting.pk}/"
    shown = text(client.post(base + "mo-phieu/", follow=True))
    assert "Chỉ mở bỏ phiếu khi phiên đã mời họp" in shown
    shown = text(client.post(base + "dong-phieu/", follow=True))
    assert "Phiên họp chưa mở bỏ phiếu." in shown
    assert Sitting.objects.get().state == "draft"


def test_director_reads_but_has_no_step(bench: SimpleNamespace, open_sitting: Any) -> None:
    client = signed_in(bench.world.users.director)
    base = f"/hoi-dong/phien-hop/{open_sitting.pk}/"
    shown = text(client.get(base))
    assert "Đóng phiếu" not in shown
    assert "Lưu điểm danh" not in shown
    assert client.get(base + "dong-phieu/").status_code == 403
    assert client.post(base + "dong-phieu/").status_code == 403
    assert client.post(base + "moi-hop/").status_code == 403
    assert Sitting.objects.get().state == "open"


def test_progress_counts_who_and_stops_when_closed(
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    client = signed_in(bench.secretary)
    path = f"/hoi-dong/phien-hop/{open_sitting.pk}/tien-do/"
    for number in range(8):
        vote(open_sitting, number)
    running = client.get(path)
    assert running.status_code == 200
    assert "Đã bỏ phiếu 8/9" in text(running)
    assert "Còn chờ phiếu của: Ủy viên Số 8." in text(running)
    assert "no-store" in running["Cache-Control"]
    vote(open_sitting, 8)
    actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    assert client.get(path).status_code == 286


def test_papers_are_read_by_members(bench: SimpleNamespace, open_sitting: Any) -> None:
    motion = open_sitting.motions.first()
    path = f"/hoi-dong/phien-hop/{open_sitting.pk}/de-nghi/{motion.pk}/"
    shown = text(page(bench.users[2], path))
    assert "Điều kiện theo quy định" in shown
    assert "Đạt: xếp loại tốt" in shown
    assert page(bench.users[2], path.replace(f"/{motion.pk}/", "/999999/")).status_code == 404


def test_minutes_are_a_draft_until_they_are_sent_to_be_signed(
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    def words() -> str:
        response = page(bench.secretary, f"/hoi-dong/phien-hop/{open_sitting.pk}/bien-ban/")
        assert response["Content-Type"].endswith("wordprocessingml.document")
        document = Document(io.BytesIO(response.content))
        cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
        return "\n".join([*(p.text for p in document.paragraphs), *cells])

    before = words()
    assert "DỰ THẢO" in before
    assert "Đồng ý\n" not in before.split("III. KẾT QUẢ")[0]
    for number in range(9):
        vote(open_sitting, number, "dong_y" if number < 8 else "khong_dong_y")
    during = words()
    assert "8/9" not in during
    actions.close_ballot(sitting=open_sitting, by=bench.secretary)
    closed = words()
    assert "8/9\n88,89%" in closed
    assert "Ngưỡng 80%\nĐạt" in closed
    assert "Ngưỡng 90%\nKhông đạt" in closed
    assert in_groups(open_sitting.box.fingerprint) in closed
    assert "Số phiếu phát ra: 9; số phiếu thu về: 9" in closed
    assert "ít nhất 6 thành viên có mặt (2/3 tổng số)" in closed
    assert "DỰ THẢO" in closed
    actions.release_results(sitting=open_sitting, by=bench.users[0])
    actions.conclude(sitting=open_sitting, by=bench.secretary)
    assert "DỰ THẢO" in words()
    actions.send_record(sitting=open_sitting, kind="bien_ban_hop", by=bench.secretary)
    assert "DỰ THẢO" not in words()


def test_council_and_members_by_forms(world: SimpleNamespace) -> None:
    client = signed_in(world.users.officer)
    bad = client.post(
        "/hoi-dong/lap/", {"name": " ", "kind": "tdkt", "established_on": "32/1/2026"}
    )
    assert bad.status_code == 200
    assert "Ghi tên Hội đồng." in text(bad)
    assert "Ghi ngày theo dạng dd/mm/yyyy" in text(bad)
    assert Council.objects.count() == 0
    client.post(
        "/hoi-dong/lap/",
        {
            "name": "Hội đồng",
            "kind": "tdkt",
            "established_by": "1/QĐ",
            "established_on": "10/01/2026",
        },
    )
    council = Council.objects.get()
    path = f"/hoi-dong/{council.pk}/"
    client.post(path + "them-thanh-vien/", {"duty": "chu_tich", "user": world.users.director.pk})
    twice = client.post(path + "them-thanh-vien/", {"full_name": "Khác", "duty": "chu_tich"})
    assert twice.status_code == 422
    assert "Hội đồng đã có Chủ tịch" in text(twice)
    assert [m.full_name for m in Member.objects.all()] == ["Ngô Đức Vinh"]
    foreign = client.post(
        path + "them-thanh-vien/", {"duty": "uy_vien", "user": world.users.stranger.pk}
    )
    assert foreign.status_code == 422
    assert Member.objects.count() == 1
    client.post(f"/hoi-dong/thanh-vien/{Member.objects.get().pk}/thoi/", {"to_date": "01/01/2001"})
    assert Member.objects.get().to_date is None


def test_list_is_searched_without_marks_sorted_and_filtered(
    bench: SimpleNamespace, sitting: Any
) -> None:
    client = signed_in(bench.secretary)
    assert sitting.title in text(client.get("/hoi-dong/?q=hop xet khen"))
    assert "Không có phiên họp nào khớp bộ lọc" in text(client.get("/hoi-dong/?q=khong co"))
    assert "Không có phiên họp nào khớp bộ lọc" in text(client.get("/hoi-dong/?tinh-trang=open"))
    assert sitting.title in text(client.get("/hoi-dong/?sap-xep=-noi-dung&trang=99"))


@pytest.mark.parametrize("user", ["secretary", "member"])
def test_the_sitting_page_needs_the_same_queries_for_any_agenda(
    user: str, bench: SimpleNamespace, tools: SimpleNamespace, vote: Callable[..., None]
) -> None:
    from django.db import connection

    counts = []
    for size in (2, 12):
        sitting = tools.make_sitting(bench, [("ldtt", f"Người Thứ {n}") for n in range(size)])
        tools.opened(bench, sitting)
        for number in range(9):
            vote(sitting, number)
        actions.close_ballot(sitting=sitting, by=bench.secretary)
        client = signed_in(getattr(bench.world.users, user))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"/hoi-dong/phien-hop/{sitting.pk}/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 16


def test_the_list_needs_the_same_queries_for_any_number_of_sittings(
    bench: SimpleNamespace, tools: SimpleNamespace
) -> None:
    from django.db import connection

    client = signed_in(bench.secretary)
    counts = []
    for _ in range(2):
        for _ in range(4):
            tools.make_sitting(bench, [("ldtt", "Trần Đức Anh")])
        with CaptureQueriesContext(connection) as queries:
            client.get("/hoi-dong/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 10
