"""A council of a cluster on the body that leads it: its rules of work, its sitting, its papers."""

from __future__ import annotations

import datetime as dt
import io
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from docx import Document

from thidua.councils import actions
from thidua.councils.models import Council, Sitting
from thidua.councils.queries import progress_of
from thidua.councils.queries.papers_of_record import docx_of
from thidua.councils.queries.work_rules import rules_of
from thidua.kit.errors import WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster(bench: SimpleNamespace, world: SimpleNamespace) -> Council:
    """Heads of six bodies, whose leading body is the department."""
    secretary = Client()
    secretary.force_login(bench.secretary)
    answer = secretary.post(
        "/hoi-dong/lap/", {"name": "Khối thi đua số 4", "kind": "cum_khoi", "term": "2026"}
    )
    council = Council.objects.get(kind="cum_khoi")
    assert answer["Location"] == f"/hoi-dong/{council.pk}/"
    for number, user in enumerate(bench.users[:6]):
        actions.add_member(
            council=council, full_name=user.full_name, user=user, by=bench.officer,
            duty=("chu_tich", "thu_ky")[number] if number < 2 else "uy_vien",
        )  # fmt: skip
    return council


def sitting_of(cluster: Council, by: Any) -> Sitting:
    sitting = actions.create_sitting(
        council=cluster, title="Bình xét cờ thi đua của khối", held_on=dt.date(2026, 12, 1),
        received_on=dt.date(2026, 11, 20), place="Phòng họp số 1", by=by,
    )  # fmt: skip
    actions.add_motion(
        sitting=sitting, title="Văn phòng Sở", question="Đề nghị tặng Cờ thi đua của khối",
        reference="khoi:1", by=by,
    )  # fmt: skip
    return sitting


def test_the_rules_of_work_of_the_leading_body_are_those_of_the_cluster(
    cluster: Council, bench: SimpleNamespace
) -> None:
    rules = rules_of(cluster, dt.date(2026, 11, 20))
    assert rules.quorum is not None
    assert (str(rules.quorum.share), rules.secret, rules.paper) == ("2/3", True, True)
    page = Client()
    page.force_login(bench.secretary)
    shown = page.get(f"/hoi-dong/{cluster.pk}/").content.decode()
    assert "Hội đồng cụm, khối thi đua" in shown
    assert "Điều 11 khoản 2" in shown


def test_a_motion_about_no_award_keeps_quorum_and_secrecy_of_the_rules(
    cluster: Council, bench: SimpleNamespace
) -> None:
    """Two thirds of six are four; without the rules it would be more than half, four as well, so
    seven members are asked about: five, not four."""
    actions.add_member(council=cluster, full_name="Ai Đó", duty="uy_vien", by=bench.officer)
    sitting = sitting_of(cluster, bench.secretary)
    motion = sitting.motions.get()
    assert (motion.quorum, motion.secret, motion.threshold) == ("2/3", True, "")
    progress = progress_of(sitting)
    assert (progress.members, progress.quorum) == (7, 5)
    assert "Điều 11 khoản 2" in progress.quorum_citation
    with pytest.raises(WrongState, match="yêu cầu bỏ phiếu kín"):
        actions.edit_sitting(sitting=sitting, voting="cong_khai", by=bench.secretary)


def test_a_cluster_votes_and_has_its_own_minutes(cluster: Council, bench: SimpleNamespace) -> None:
    sitting = sitting_of(cluster, bench.secretary)
    actions.convene(sitting=sitting, by=bench.secretary)
    marks = {m.pk: ("co_mat", "") for m in cluster.members.all()}
    actions.set_attendance(sitting=sitting, marks=marks, by=bench.secretary)
    actions.open_ballot(sitting=sitting, by=bench.secretary)
    sitting = Sitting.objects.get(pk=sitting.pk)
    motion = sitting.motions.get()
    for number, user in enumerate(bench.users[:6]):
        choice = "dong_y" if number else "khong_dong_y"
        actions.cast(sitting=sitting, choices={motion.pk: choice}, by=user)
    actions.close_ballot(sitting=sitting, by=bench.secretary)
    motion.refresh_from_db()
    # No text sets a share for the cluster's own flag: counted, not concluded.
    assert (motion.agree, motion.disagree, motion.result) == (5, 1, "undecided")
    document = Document(io.BytesIO(docx_of(Sitting.objects.get(pk=sitting.pk), "bien_ban_hop")))
    said = "\n".join(
        [
            *(p.text for p in document.paragraphs),
            *(c.text for t in document.tables for r in t.rows for c in r.cells),
        ]
    )
    assert "KHỐI THI ĐUA SỐ 4" in said
    assert "CKTĐ" in said
    assert "5/6" in said
    assert "Chưa kết luận" in said
