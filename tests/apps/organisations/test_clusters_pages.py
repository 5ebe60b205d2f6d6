"""What is recorded on the page of a cluster, button by button, and what a wrong press says."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.apps.organisations.clustered import filled

from thidua.organisations.models import Cluster, ClusterActivity
from thidua.organisations.queries import clusters as reading


@pytest.fixture
def cluster(world: SimpleNamespace) -> Cluster:
    return filled(world)


def press(client: Client, name: str, *args: Any, status: int = 302, **given: Any) -> str:
    """POST, and the page that comes after it."""
    answer = client.post(reverse(f"organisations:{name}", args=args), given)
    assert answer.status_code == status, answer.content.decode()[:3000]
    if status != 302:
        return answer.content.decode()
    return client.get(answer.headers["Location"]).content.decode()


def test_a_year_of_a_cluster_button_by_button(
    world: SimpleNamespace, cluster: Cluster, officer_browser: Client
) -> None:
    client, pk = officer_browser, cluster.pk
    unit = world.units[2]
    member = reading.members(cluster, 2026).get(body=unit)
    text = press(client, "leave_cluster", pk, member.pk, to_date="31/12/2025", reason="x",
                 status=422)  # fmt: skip
    assert "Ngày ra phải từ 01/01/2026" in text
    text = press(client, "leave_cluster", pk, member.pk, to_date="30/06/2026", reason="Sáp nhập")
    assert "ra hết 30/06/2026: Sáp nhập" in text
    text = press(client, "join_cluster", pk, 2026, body=unit.pk, from_date="01/07/2026", status=422)
    assert "đã có trong danh sách" in text
    lead = reading.members(cluster, 2026).get(duty="truong")
    assert "chưa có Khối trưởng" in press(client, "drop_duty", pk, lead.pk)
    assert "không giữ nhiệm vụ nào" in press(client, "drop_duty", pk, lead.pk)
    text = press(client, "carry_over", pk, 2027)
    assert "Đã chuyển thành viên sang năm 2027." in text
    assert "đã có thành viên năm 2027" in press(client, "carry_over", pk, 2027)
    assert "Đã khóa năm 2026." in press(client, "close_year", pk, 2026)
    assert "của Khối các phòng đã khóa ngày" in press(client, "close_year", pk, 2026)
    assert "Ghi lý do." in press(client, "reopen_year", pk, 2026, reason="", status=422)
    press(client, "reopen_year", pk, 2026, reason="Ghi sót")
    assert not cluster.years.get(year=2026).is_closed
    text = press(client, "end_cluster", pk, last_year="2023", reason="x", status=422)
    assert "năm kết thúc không thể ở trước năm đó" in text
    assert "Mở lại" in press(client, "end_cluster", pk, last_year="2027", reason="9/QĐ")
    assert "Đã mở lại." in press(client, "reopen_cluster", pk)


def test_the_programme_button_by_button(
    world: SimpleNamespace, cluster: Cluster, officer_browser: Client
) -> None:
    client, pk = officer_browser, cluster.pk
    plan = {"planned_on": "10/03/2026", "text": "Hội nghị", "place": "", "responsible": ""}
    text = press(client, "add_activity", pk, 2026, **{**plan, "planned_on": "10/03/2027"},
                 status=422)  # fmt: skip
    assert "phải trong năm 2026" in text
    assert "Quá ngày" in press(client, "add_activity", pk, 2026, **plan)
    one = ClusterActivity.objects.get()
    text = press(client, "edit_activity", pk, one.pk, **{**plan, "text": "Hội nghị ký giao ước"})
    assert "Hội nghị ký giao ước" in text
    text = press(client, "done_activity", pk, one.pk, done_on="10/03/2026", result="", status=422)
    assert "Ghi kết quả thực hiện." in text
    text = press(client, "done_activity", pk, one.pk, done_on="10/03/2026", result="Đủ")
    assert "Đã thực hiện" in text
    assert "thì không xóa" in press(client, "remove_activity", pk, one.pk)
    press(client, "undone_activity", pk, one.pk)
    press(client, "remove_activity", pk, one.pk)
    assert not ClusterActivity.objects.exists()
    other = Client()
    other.force_login(world.users.stranger)
    assert (
        other.post(reverse("organisations:add_activity", args=[pk, 2026]), plan).status_code == 404
    )


def test_a_tie_is_settled_or_struck_on_the_page(
    world: SimpleNamespace, cluster: Cluster, officer_browser: Client
) -> None:
    client, pk = officer_browser, cluster.pk
    first, second, third = world.units
    votes = {"office": "pho", "held_on": "10/01/2026", "voters": "2", "spoilt": "0",
             f"phieu-{first.pk}": "1", f"phieu-{third.pk}": "1"}  # fmt: skip
    text = press(client, "elect", pk, 2026, **votes)
    assert "Bằng phiếu" in text
    vote = cluster.years.get(year=2026).elections.get()
    text = press(client, "settle_tie", pk, vote.pk, winner=second.pk, settled_by="x", status=422)
    assert "Chọn một đơn vị trong danh sách." in text
    text = press(client, "settle_tie", pk, vote.pk, winner=third.pk, settled_by="Bốc thăm")
    assert "Bằng phiếu, quyết định: Bốc thăm." in text
    assert reading.deputies(cluster, 2026) == [third]
    press(client, "take_back_election", pk, vote.pk, reason="Ghi nhầm")
    assert reading.deputies(cluster, 2026) == []


def test_rules_with_a_file_that_is_given_back_as_it_came(
    world: SimpleNamespace, cluster: Cluster, officer_browser: Client, media: Path
) -> None:
    client, pk = officer_browser, cluster.pk
    given = {"number": "01/QC", "issued_on": "02/02/2026", "text": ""}
    assert "hoặc chọn tệp" in press(client, "add_rules", pk, **given, status=422)
    broken = SimpleUploadedFile("quy chế.pdf", b"PK\x03\x04")
    assert "không phải PDF" in press(client, "add_rules", pk, **given, upload=broken, status=422)
    content = b"%PDF-1.7\nquy che"
    press(client, "add_rules", pk, **given, upload=SimpleUploadedFile("quy chế.pdf", content))
    rules = cluster.regulations.get()
    file = reverse("organisations:rules_file", args=[pk, rules.pk])
    sent: Any = client.get(file)
    assert b"".join(sent.streaming_content) == content
    assert sent.headers["Content-Disposition"].startswith("attachment")
    stranger = Client()
    stranger.force_login(world.users.stranger)
    assert stranger.get(file).status_code == 404
    assert "Chưa có quy chế." in press(client, "remove_rules", pk, rules.pk)
