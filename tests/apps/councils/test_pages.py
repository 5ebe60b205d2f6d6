"""Pages of councils: forms keep what was typed, lists come out as files, few queries."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from thidua.councils import actions
from thidua.councils.models import Council, Member, Recusal, Sitting

pytestmark = pytest.mark.django_db


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


def streamed(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_council_is_set_up_with_its_decision_and_term(world: SimpleNamespace) -> None:
    client = signed_in(world.users.secretary)
    form = {
        "name": "Hội đồng TĐKT Sở",
        "kind": "tdkt",
        "established_by": "15/QĐ-SNV",
        "established_on": "10/01/2026",
        "authority": "Giám đốc Sở",
        "term": "2026–2030",
        "term_from": "10/01/2026",
        "term_to": "09/01/2025",
    }
    refused = client.post("/hoi-dong/lap/", form)
    assert "Nhiệm kỳ phải kết thúc sau ngày 10/01/2026" in text(refused)
    assert 'value="15/QĐ-SNV"' in text(refused)
    client.post("/hoi-dong/lap/", {**form, "term_to": "31/12/2030"})
    council = Council.objects.get()
    page = text(client.get(f"/hoi-dong/{council.pk}/"))
    assert "Nhiệm kỳ 2026–2030 đến 31/12/2030" in page
    assert "Chưa có Chủ tịch Hội đồng." in page
    assert "Điều 12 khoản 5 Quy chế 07/QC-SNV" in page


def test_a_refused_renewal_keeps_every_line_that_was_typed(bench: SimpleNamespace) -> None:
    client = signed_in(bench.secretary)
    address = f"/hoi-dong/{bench.council.pk}/kien-toan/"
    form = {
        "number": "21/QĐ-SNV",
        "signed_on": "01/06/2026",
        "effective_on": "01/06/2026",
        "authority": "Giám đốc Sở",
        "moi0-full_name": "Ninh Thị Sen",
        "moi0-duty": "chu_tich",
    }
    for member in bench.members:
        form |= {f"tv{member.pk}-stays": "on", f"tv{member.pk}-duty": member.duty}
    refused = client.post(address, form)
    assert refused.status_code == 422
    assert "hai Chủ tịch" in text(refused)
    assert 'value="Ninh Thị Sen"' in text(refused)
    assert Member.objects.filter(to_date=None).count() == 9
    assert client.post(address, {**form, "moi0-duty": "uy_vien"}).status_code == 302
    assert Member.objects.filter(to_date=None).count() == 10
    assert "Ninh Thị Sen tham gia" in text(client.get(f"/hoi-dong/{bench.council.pk}/"))


def test_lists_come_out_as_xlsx_and_csv(bench: SimpleNamespace, sitting: Any) -> None:
    client = signed_in(bench.secretary)
    actions.end_member(member=bench.members[8], by=bench.officer)
    book = openpyxl.load_workbook(
        io.BytesIO(streamed(client.get(f"/hoi-dong/{bench.council.pk}/thanh-vien/xuat-bang-tinh/")))
    )
    names = [row[0] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert {m.full_name for m in bench.members} <= set(names)
    councils = streamed(client.get("/hoi-dong/xuat-bang-tinh/", {"dang": "csv"})).decode(
        "utf-8-sig"
    )
    [_, line] = list(csv.reader(io.StringIO(councils)))
    assert line[0] == bench.council.name
    assert "8" in line
    found = streamed(
        client.get("/hoi-dong/phien-hop/xuat-bang-tinh/", {"dang": "csv", "q": "hop xet"})
    ).decode("utf-8-sig")
    assert sitting.title in found
    none = streamed(client.get("/hoi-dong/phien-hop/xuat-bang-tinh/", {"dang": "csv", "q": "zz"}))
    assert sitting.title not in none.decode("utf-8-sig")


def test_strangers_get_empty_lists_and_no_page(bench: SimpleNamespace, sitting: Any) -> None:
    for who in (bench.world.users.stranger, bench.world.users.nobody, bench.world.users.head):
        client = signed_in(who)
        for address in ("/hoi-dong/xuat-bang-tinh/", "/hoi-dong/phien-hop/xuat-bang-tinh/"):
            rows = streamed(client.get(address, {"dang": "csv"})).decode("utf-8-sig").splitlines()
            assert len(rows) == 1
        for address in (
            f"/hoi-dong/{bench.council.pk}/",
            f"/hoi-dong/{bench.council.pk}/kien-toan/",
            f"/hoi-dong/phien-hop/{sitting.pk}/",
            f"/hoi-dong/phien-hop/{sitting.pk}/tai-lieu/",
            f"/hoi-dong/phien-hop/{sitting.pk}/giay-moi/",
            f"/hoi-dong/phien-hop/{sitting.pk}/bien-ban/bien_ban_hop/",
            f"/hoi-dong/phien-hop/{sitting.pk}/khong-bieu-quyet/",
        ):
            assert client.get(address).status_code == 404


def test_a_member_sees_the_number_of_all_members(bench: SimpleNamespace) -> None:
    page = text(signed_in(bench.users[2]).get("/hoi-dong/"))
    assert '<td class="num" data-label="Thành viên">9</td>' in page


@pytest.mark.parametrize("more", [0, 15])
def test_the_pages_ask_as_often_for_many_as_for_few(
    bench: SimpleNamespace,
    sitting: Any,
    more: int,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(more):
        motion = actions.add_motion(
            sitting=sitting, title=f"Người {number}", question="Đề nghị tặng", award_code="ldtt",
            reference=f"thu.them:{number}", by=bench.secretary,
        )  # fmt: skip
        actions.add_paper(
            sitting=sitting, title=f"T{number}", url="https://x.vn", motion=motion,
            by=bench.secretary,
        )  # fmt: skip
        Recusal.objects.create(motion=motion, member=bench.members[3], ground="ban_than")
    actions.convene(sitting=sitting, by=bench.secretary)
    client = signed_in(bench.secretary)
    base = f"/hoi-dong/phien-hop/{sitting.pk}/"
    client.get(base)
    for address, most in (
        ("/hoi-dong/", 16),
        (f"/hoi-dong/{bench.council.pk}/", 24),
        (base, 38),
        (f"{base}tai-lieu/", 16),
        (f"{base}khong-bieu-quyet/", 20),
        (f"{base}bien-ban/bien_ban_hop/", 20),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_members_download_papers_once_they_are_called(
    bench: SimpleNamespace, sitting: Any, tmp_path: Any, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    secretary, member = signed_in(bench.secretary), signed_in(bench.users[4])
    base = f"/hoi-dong/phien-hop/{sitting.pk}/"
    upload = SimpleUploadedFile("Tờ trình.pdf", b"%PDF-1.4 x", "application/pdf")
    motion = sitting.motions.first()
    answer = secretary.post(base + "tai-lieu/", {"title": "", "motion": motion.pk, "file": upload})
    assert answer.status_code == 302
    paper = sitting.papers.get()
    assert member.get(f"{base}tai-lieu/{paper.pk}/").status_code == 404
    actions.convene(sitting=sitting, by=bench.secretary)
    got = member.get(f"{base}tai-lieu/{paper.pk}/")
    assert streamed(got) == b"%PDF-1.4 x"
    assert got["Content-Disposition"].startswith("attachment")
    assert "Tờ trình" in text(member.get(f"{base}de-nghi/{motion.pk}/"))
    assert member.post(f"{base}tai-lieu/{paper.pk}/go/").status_code == 403
    assert member.get(f"{base}tai-lieu/999999/").status_code == 404
    bad = secretary.post(base + "tai-lieu/", {"title": "Tên đã gõ", "file": ""})
    assert bad.status_code == 422
    assert "Chọn một tệp" in text(bad)
    assert "Tên đã gõ" in text(bad)


def test_order_by_buttons_and_by_award_and_name(bench: SimpleNamespace, sitting: Any) -> None:
    client = signed_in(bench.secretary)
    address = f"/hoi-dong/phien-hop/{sitting.pk}/thu-tu/"
    first, second, third = [m.pk for m in sitting.motions.all()]

    def order() -> list[int]:
        return [m.pk for m in sitting.motions.all()]

    client.post(address, {"de-nghi": second, "huong": "len"})
    assert order() == [second, first, third]
    client.post(address, {"de-nghi": third, "huong": "xuong"})
    client.post(address, {"de-nghi": "x", "huong": "len"})
    assert order() == [second, first, third]
    client.post(address, {"xep": "ten"})
    assert sorted(order()) == sorted([first, second, third])
    again = order()
    client.post(address, {"xep": "ten"})
    assert order() == again


def test_a_member_answers_and_steps_aside_on_the_own_page(
    bench: SimpleNamespace, sitting: Any
) -> None:
    actions.convene(sitting=sitting, by=bench.secretary)
    client, base = signed_in(bench.users[4]), f"/hoi-dong/phien-hop/{sitting.pk}/"
    refused = client.post(base + "tra-loi/", {"answer": "vang", "reason": ""})
    assert refused.status_code == 422
    assert "Ghi lý do vắng mặt" in text(refused)
    client.post(base + "tra-loi/", {"answer": "vang", "reason": "Đi học"})
    assert "Đã trả lời: vắng mặt" in text(client.get(base))
    assert "Đi học" in text(signed_in(bench.secretary).get(base))
    motion = sitting.motions.first()
    other = {"member": bench.members[5].pk, "ground": "ban_than", "motions": [motion.pk]}
    assert client.post(base + "khong-bieu-quyet/", other).status_code == 422
    assert Recusal.objects.count() == 0
    own = {**other, "member": bench.members[4].pk}
    assert client.post(base + "khong-bieu-quyet/", own).status_code == 302
    assert Recusal.objects.get().member == bench.members[4]
    row = Recusal.objects.get()
    client.post(f"{base}khong-bieu-quyet/{row.pk}/bo/")
    assert Recusal.objects.count() == 0


def test_a_record_is_written_sent_signed_and_read_on_pages(
    bench: SimpleNamespace, open_sitting: Any, vote: Callable[..., None]
) -> None:
    base = f"/hoi-dong/phien-hop/{open_sitting.pk}/"
    minutes, tally = base + "bien-ban/bien_ban_hop/", base + "bien-ban/bien_ban_kiem_phieu/"
    secretary, chair = signed_in(bench.secretary), signed_in(bench.users[0])
    assert secretary.get(tally).status_code == 403
    assert secretary.get(base + "bien-ban/khac/").status_code == 404
    for number in range(9):
        vote(open_sitting, number)
    secretary.post(base + "dong-phieu/")
    assert secretary.get(base + "cong-bo/").status_code == 403
    assert "Công bố kết quả" in text(chair.get(base + "cong-bo/"))
    chair.post(base + "cong-bo/")
    secretary.post(base + "ket-luan/")
    secretary.post(minutes, {"dien_bien": "Bà B nói.", "lan": "0"})
    stale = secretary.post(minutes, {"dien_bien": "Đè lên", "lan": "0"})
    assert stale.status_code == 422
    assert "Đè lên" in text(stale)
    secretary.post(minutes + "trinh-ky/", {"number": "04"})
    page = text(chair.get(minutes + "ky/"))
    assert "Bà B nói." in page
    code = page.split('name="ma" value="')[1].split('"')[0]
    assert len(code) == 64
    chair.post(minutes + "ky/", {"ma": "sai"})
    assert "Chờ ký" in text(secretary.get(minutes))
    chair.post(minutes + "ky/", {"ma": code})
    secretary.post(minutes + "ky/", {"ma": code})
    assert "Đã ký" in text(secretary.get(minutes))
    member = signed_in(bench.users[5])
    assert member.get(minutes + "ky/").status_code == 403
    pdf = member.get(minutes + "pdf/")
    assert pdf.content.startswith(b"%PDF-")
    assert "no-store" in pdf["Cache-Control"]
    assert Sitting.objects.get().records.get(kind="bien_ban_hop").state == "signed"
