"""Pages of clusters and pledges: each role, a stranger, papers, lists without growing queries."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from tests.apps.movements.test_pledges import drafted, own_side, sent, sides
from tests.apps.organisations.clustered import block, filled

from thidua.kit.errors import WrongState
from thidua.movements import actions
from thidua.movements.models import Movement, Pledge
from thidua.movements.queries.movements import (
    asked_to_answer,
    departments_of_answers,
    movements_for,
    unanswered_for,
)
from thidua.organisations.actions import clusters
from thidua.organisations.models import Cluster
from thidua.organisations.queries import clusters as reading

PLAN = {
    "name": "Cải cách hành chính", "kind": "chuyen_de", "reach": "cum_khoi", "objectives": "a",
    "content": "b", "criteria": "c", "participants": "d", "measures": "e",
    "starts": dt.date(2026, 1, 5), "ends": dt.date(2026, 12, 20),
}  # fmt: skip


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, name: str, *args: Any, query: str = "") -> str:
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


def test_the_officer_keeps_a_block_through_its_pages(world: SimpleNamespace) -> None:
    client = browser(world.users.officer)
    empty = page(client, "organisations:clusters")
    assert "Chưa có cụm, khối thi đua nào" in empty
    address = reverse("organisations:add_cluster")
    given = {
        "kind": "khoi", "name": "Khối các phòng", "set_up_by": world.department.pk,
        "decision_number": "5/QĐ-SNV", "decision_date": "05/01/2026", "first_year": "2026",
    }  # fmt: skip
    wrong = client.post(address, {**given, "decision_number": ""})
    assert wrong.status_code == 422
    assert "Ghi số quyết định" in wrong.content.decode()
    client.post(address, given)
    cluster = Cluster.objects.get()
    text = page(client, "organisations:cluster", cluster.pk, query="?nam=2026")
    assert "Năm 2026 chưa có thành viên" in text
    members = reverse("organisations:cluster_members", args=[cluster.pk, 2026])
    numbers = {f"thu-tu-{unit.pk}": str(n) for n, unit in enumerate(world.units, start=1)}
    bad = client.post(members, {**numbers, f"thu-tu-{world.units[0].pk}": "một"})
    assert "phải là số nguyên" in bad.content.decode()
    assert client.post(members, numbers).status_code == 302
    text = page(client, "organisations:cluster", cluster.pk, query="?nam=2026")
    assert "chưa có Khối trưởng" in text
    assert f"đến lượt {world.units[0].name}" in text
    duty = reverse("organisations:give_duty", args=[cluster.pk, 2026])
    given = {"body": world.units[0].pk, "duty": "truong", "way": "luan_phien", "since": ""}
    assert client.post(duty, given).status_code == 302
    assert reading.head(cluster, 2026) == world.units[0]
    votes = {"office": "pho", "held_on": "20/01/2026", "voters": "3", "spoilt": "0",
             f"phieu-{world.units[1].pk}": "2", f"phieu-{world.units[2].pk}": "1"}  # fmt: skip
    elect = reverse("organisations:elect", args=[cluster.pk, 2026])
    assert "không khớp" in client.post(elect, {**votes, "spoilt": "1"}).content.decode()
    assert client.post(elect, votes).status_code == 302
    assert reading.deputies(cluster, 2026) == [world.units[1]]
    text = page(client, "organisations:cluster", cluster.pk, query="?nam=2026")
    assert f"{world.units[1].name} 2 phiếu" in text
    found = page(client, "organisations:clusters", query="?q=luu+tru&nam=2026")
    assert "Khối các phòng" in found
    assert "Không có cụm, khối nào khớp" in page(client, "organisations:clusters", query="?q=xyz")
    for name, *args in (("export_clusters",), ("export_cluster_members", cluster.pk)):
        answer = client.get(reverse(f"organisations:{name}", args=args) + "?dang=csv&nam=2026")
        assert world.units[0].name in b"".join(answer.streaming_content).decode()


def test_a_stranger_finds_no_cluster_and_a_member_reads_only(world: SimpleNamespace) -> None:
    cluster = filled(world)
    year = reverse("organisations:cluster", args=[cluster.pk])
    assert browser(world.users.stranger).get(year).status_code == 404
    assert browser(world.users.nobody).get(year).status_code == 404
    inside = browser(world.users.head)
    text = page(inside, "organisations:cluster", cluster.pk, query="?nam=2026")
    assert "Thêm hoạt động" in text
    assert "Sửa danh sách" not in text
    edit = reverse("organisations:edit_cluster", args=[cluster.pk])
    assert inside.get(edit).status_code == 403


def test_the_list_of_clusters_asks_no_more_for_more_rows(
    world: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        made = block(world, f"Khối {number:02d}")
        if number < 1:
            clusters.set_members(
                cluster=made, year=2026, bodies=world.units, by=world.users.officer
            )
    client = browser(world.users.officer)
    with django_assert_max_num_queries(13):
        page(client, "organisations:clusters", query="?nam=2026&sap-xep=-truong")
    with django_assert_max_num_queries(30):
        page(client, "organisations:cluster", Cluster.objects.order_by("pk")[0].pk)


def test_the_year_ends_with_a_hand_over_on_paper(world: SimpleNamespace) -> None:
    cluster, officer = filled(world, year=2025), world.users.officer
    clusters.carry_over(cluster=cluster, year=2026, by=officer)
    clusters.give_duty(
        cluster=cluster, year=2026, body=world.units[2], duty="truong", way="luan_phien",
        by=officer,
    )  # fmt: skip
    client = browser(world.users.head)
    address = reverse("organisations:handover", args=[cluster.pk, 2025])
    words = {
        "held_on": "25/12/2025", "place": "Hội trường", "giver_person": "Lê Quốc Bảo",
        "giver_post": "Trưởng phòng", "receiver_person": "Lầu Mí Lử", "receiver_post": "Giám đốc",
        "papers": "Quy chế\nSổ theo dõi", "unfinished": "",
    }  # fmt: skip
    assert client.post(address, {**words, "place": ""}).status_code == 422
    assert client.post(address, words).status_code == 302
    minutes = cluster.years.get(year=2025).handover
    text = page(client, "organisations:cluster", cluster.pk, query="?nam=2025")
    assert "Chờ xác nhận" in text
    confirm = reverse("organisations:confirm_handover", args=[cluster.pk, 2025])
    client.post(confirm, {"ben": "giao", "digest": minutes.digest})
    paper = client.get(reverse("movements:handover_pdf", args=[cluster.pk, 2025]))
    printed = _printed(paper)
    assert "DỰ THẢO" in printed
    clusters.confirm_handover(handover=minutes, side="nhan", digest=minutes.digest, by=None)
    printed = _printed(client.get(reverse("movements:handover_pdf", args=[cluster.pk, 2025])))
    assert "DỰ THẢO" not in printed
    assert "Sổ theo dõi" in printed
    assert "Lê Quốc Bảo xác nhận" in printed
    strange = browser(world.users.stranger)
    for name in ("handover_docx", "handover_pdf"):
        assert strange.get(reverse(f"movements:{name}", args=[cluster.pk, 2025])).status_code == 404


def _printed(response: Any) -> str:
    import io

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(response.content))
    return " ".join(" ".join(one.extract_text() for one in reader.pages).split())


def test_a_pledge_through_its_pages(world: SimpleNamespace) -> None:
    cluster = filled(world)
    client = browser(world.users.head)
    client.post(reverse("movements:new_pledge"), {"whose": f"cum-{cluster.pk}", "year": "2026"})
    pledge = Pledge.objects.get()
    edit = reverse("movements:edit_pledge", args=[pledge.pk])
    assert "Lê Quốc Bảo" in client.get(edit).content.decode()
    given: dict[str, Any] = {
        "title": "Giao ước khối", "content": "Đúng hạn", "seen": str(pledge.revision),
        "t-ten": ["Hồ sơ đúng hạn"], "t-muc": ["98,5"], "t-don-vi-tinh": ["%"], "t-chieu": [""],
        "t-thuc-hien": [""],
    }  # fmt: skip
    for unit in world.units:
        given |= {f"ky-{unit.pk}": "on", f"nguoi-{unit.pk}": "Người ký",
                  f"chuc-{unit.pk}": "Trưởng"}  # fmt: skip
    assert client.post(edit, {**given, "t-muc": ["nhiều"]}).status_code == 422
    assert client.post(edit, given).status_code == 302
    stale = client.post(edit, given)
    assert "người khác thay đổi" in stale.content.decode()
    client.post(reverse("movements:send_pledge", args=[pledge.pk]))
    pledge.refresh_from_db()
    assert pledge.state == "cho_ky"
    assert "Chờ ký giao ước" in page(client, "desk:home")
    text = page(client, "movements:pledge", pledge.pk)
    assert "98,5 %" in text
    assert "0/3 bên đã ký" in text
    mine = own_side(world, pledge)
    client.post(
        reverse("movements:sign_pledge", args=[pledge.pk, mine.pk]),
        {"digest": mine.version.digest},
    )
    other = sides(pledge)[0]
    client.post(reverse("movements:on_paper", args=[pledge.pk, other.pk]), {"reason": "Tủ số 3"})
    witness = {"name": "Ngô Đức Vinh", "post": "Giám đốc Sở", "occasion": "Hội nghị",
               "place": "Hội trường", "held_on": "15/01/2026"}  # fmt: skip
    client.post(reverse("movements:witness_pledge", args=[pledge.pk]), witness)
    text = page(client, "movements:pledge", pledge.pk)
    assert "2/3 bên đã ký" in text
    assert "Ngô Đức Vinh" in text
    printed = _printed(client.get(reverse("movements:pledge_pdf", args=[pledge.pk])))
    for words in ("Giao ước khối", "98,5 %", "ký trong chương trình", "bản giấy", "DỰ THẢO",
                  "Ngô Đức Vinh"):  # fmt: skip
        assert words in printed, words
    assert mine.version.digest in printed.replace(" ", "")
    listed = page(client, "movements:pledges", query="?q=khoi&trang-thai=cho_ky&sap-xep=-da-ky")
    assert "2/3" in listed
    assert "Giao ước khối" in page(client, "organisations:cluster", cluster.pk, query="?nam=2026")
    strange = browser(world.users.stranger)
    for name in ("pledge", "pledge_docx", "pledge_pdf", "edit_pledge"):
        assert strange.get(reverse(f"movements:{name}", args=[pledge.pk])).status_code == 404
    assert "Giao ước khối" not in page(strange, "movements:pledges")


def test_an_old_version_stays_readable_and_a_draft_is_hidden(world: SimpleNamespace) -> None:
    pledge, head = sent(world), world.users.head
    actions.revise_pledge(pledge=pledge, reason="Nâng chỉ tiêu", by=head)
    reader = page(browser(world.users.officer), "movements:pledge", pledge.pk, query="?lan=2")
    assert "Lần 1" in reader
    assert "đang soạn" not in reader
    writer = page(browser(head), "movements:pledge", pledge.pk)
    assert "đang soạn" in writer
    assert "Hoàn thành nhiệm vụ" in page(
        browser(head), "movements:pledge", pledge.pk, query="?lan=1"
    )


def test_the_list_of_pledges_asks_no_more_for_more_rows(
    world: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    first = sent(world)
    for number in range(10):
        sent(world, cluster=first.cluster, title=f"Giao ước {number}")
    client = browser(world.users.head)
    with django_assert_max_num_queries(18):
        page(client, "movements:pledges")
    with django_assert_max_num_queries(22):
        page(client, "movements:pledge", first.pk)


def provincial(world: SimpleNamespace) -> Cluster:
    """A block of the two departments, headed by ours in 2026."""
    cluster = block(world, "Khối các sở", set_up_by=world.province)
    officer = world.users.officer
    clusters.set_members(
        cluster=cluster, year=2026, bodies=[world.department, world.foreign], by=officer
    )
    clusters.give_duty(
        cluster=cluster, year=2026, body=world.department, duty="truong", way="luan_phien",
        by=officer,
    )  # fmt: skip
    return cluster


def test_a_movement_of_a_cluster_reaches_its_members(world: SimpleNamespace) -> None:
    cluster, users = provincial(world), world.users
    movement = actions.draft_movement(
        department=world.department, plan={**PLAN, "cluster": cluster}, by=users.officer
    )
    assert not unanswered_for(world.foreign).exists()
    actions.submit_plan(movement=movement, by=users.officer)
    actions.approve_plan(movement=movement, by=users.director)
    actions.launch_movement(movement=movement, launched_on=dt.date(2026, 1, 5), by=users.officer)
    movement.refresh_from_db()
    assert departments_of_answers(movement) == [world.foreign]
    assert list(unanswered_for(world.foreign)) == [movement]
    assert not unanswered_for(world.department).exists()
    assert movement in movements_for(users.stranger)
    assert asked_to_answer(movement, world.foreign)
    answer = actions.answer_movement(movement=movement, by=users.stranger)
    assert (answer.reach, answer.cluster) == ("don_vi", None)
    assert not unanswered_for(world.foreign).exists()


def test_who_is_not_in_the_cluster_that_year_is_not_reached(world: SimpleNamespace) -> None:
    cluster = filled(world)
    movement = Movement.objects.create(
        department=world.department, cluster=cluster, state="phat_dong", folded_name="x",
        launched_on=dt.date(2026, 1, 5), **PLAN,
    )  # fmt: skip
    assert movement not in movements_for(world.users.stranger)
    assert not unanswered_for(world.foreign).exists()
    assert movement in movements_for(world.users.head)
    assert departments_of_answers(movement) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"cluster": None}, "Chọn cụm, khối"),
        ({"starts": None}, "ngày bắt đầu"),
        ({"starts": dt.date(2025, 1, 5)}, "năm 2025 chưa có Khối trưởng"),
    ],
)
def test_a_movement_of_a_cluster_needs_its_head(
    world: SimpleNamespace, change: dict[str, Any], sentence: str
) -> None:
    cluster = provincial(world)
    with pytest.raises(WrongState, match=sentence):
        actions.draft_movement(
            department=world.department, plan={**PLAN, "cluster": cluster, **change},
            by=world.users.officer,
        )  # fmt: skip
    with pytest.raises(WrongState, match="do Sở Nội vụ làm Khối trưởng"):
        actions.draft_movement(
            department=world.foreign, plan={**PLAN, "cluster": cluster}, by=world.users.stranger
        )


def test_a_draft_needs_no_signers_yet(world: SimpleNamespace) -> None:
    assert drafted(world, sides=[]).state == "du_thao"
