"""Loading, confirming and withdrawing official texts: what changes, who may, what is refused."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from thidua.audit.models import AuditRow
from thidua.cli import law
from thidua.eligibility.actions import open_round, screen_round
from thidua.eligibility.models import Assessment
from thidua.kit.errors import NotAllowed, WrongState
from thidua.law import load_rulebook
from thidua.legislation import queries
from thidua.legislation.actions import (
    confirm_unchanged,
    load_entry,
    preview_entry,
    withdraw_text,
)

pytestmark = pytest.mark.django_db

LAW = "luat-06-2026-qh16"
AFTER = dt.date(2026, 10, 15)
Commit = Callable[..., Any]


def said(**more: Any) -> dict[str, Any]:
    return {
        "instrument": LAW,
        "against": "Công báo dùng để thử, trang 1",
        "checked_on": timezone.localdate(),
        **more,
    }


def loaded(code: str, on: dt.date = AFTER) -> bool:
    entry = load_rulebook().award(code, on)
    return entry is not None and entry.loaded


def test_confirming_ends_the_waiting_and_is_logged(
    lawyer: Any, own: Path, django_capture_on_commit_callbacks: Commit
) -> None:
    assert not loaded("ldtt")
    with django_capture_on_commit_callbacks(execute=True):
        name = confirm_unchanged(awards=["ldtt", "cstd-co-so"], by=lawyer, **said())
    assert loaded("ldtt")
    assert loaded("cstd-co-so")
    assert not loaded("bk-cap-tinh")
    assert [path.name for path in (own / "texts").iterdir()] == [name]
    row = AuditRow.objects.get(action="legislation.load_text")
    assert "Xác nhận giữ nguyên LĐTT, CSTĐ cơ sở theo Luật 06/2026/QH16" in row.text
    assert row.detail["checked_by"] == "Đỗ Thị Luật, Sở Nội vụ"


def test_the_command_line_reads_the_same_folder(
    lawyer: Any,
    django_capture_on_commit_callbacks: Commit,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        confirm_unchanged(awards=["ldtt"], by=lawyer, **said())
    assert law.main(["explain", "ldtt", "--received-on", "2026-10-15"]) == 0
    assert "văn bản gần nhất đã biết" not in capsys.readouterr().out
    assert law.main(["check"]) == 0


def test_verdicts_lose_their_waiting_at_the_next_screening(
    world: SimpleNamespace, lawyer: Any, django_capture_on_commit_callbacks: Commit
) -> None:
    round_ = open_round(
        department=world.department,
        year=2026,
        name="Sau 01/10",
        received_on=AFTER,
        by=world.users.officer,
    )

    def verdicts() -> set[str]:
        screen_round(round=round_, by=world.users.officer)
        current = Assessment.objects.filter(round=round_, is_current=True, award_code="ldtt")
        return set(current.values_list("verdict", flat=True))

    assert verdicts() == {"needs_official_text"}
    with django_capture_on_commit_callbacks(execute=True):
        confirm_unchanged(awards=["ldtt"], by=lawyer, **said())
    assert "needs_official_text" not in verdicts()


def test_nothing_is_kept_of_an_act_that_is_rolled_back(lawyer: Any, own: Path) -> None:
    """The file takes its place only after the commit, which this transaction never reaches."""
    confirm_unchanged(awards=["ldtt"], by=lawyer, **said())
    assert not list((own / "texts").glob("*.yaml"))
    assert not loaded("ldtt")


def test_copies_of_acts_rolled_back_are_swept(
    lawyer: Any, own: Path, django_capture_on_commit_callbacks: Commit
) -> None:
    confirm_unchanged(awards=["ldtt"], by=lawyer, **said())
    [left] = own.glob(".*.tmp")
    os.utime(left, (0, 0))
    with django_capture_on_commit_callbacks(execute=True):
        confirm_unchanged(awards=["cstd-co-so"], by=lawyer, **said())
    assert not list(own.glob(".*.tmp"))


def test_loading_and_withdrawing_both_make_answers_old(
    lawyer: Any, django_capture_on_commit_callbacks: Commit
) -> None:
    assert queries.texts_changed_at() is None
    with django_capture_on_commit_callbacks(execute=True):
        name = confirm_unchanged(awards=["ldtt"], by=lawyer, **said())
    first = queries.texts_changed_at()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_text(name=name, reason="Đọc nhầm", by=lawyer)
    second = queries.texts_changed_at()
    assert first is not None
    assert second is not None
    assert second > first


def test_a_whole_entry_is_loaded_from_its_draft(
    lawyer: Any, django_capture_on_commit_callbacks: Commit
) -> None:
    draft = queries.draft_of(load_rulebook(), "cstd-co-so", AFTER)
    text = draft.replace("Được xếp loại hoàn thành xuất sắc nhiệm vụ", "Được xếp loại xuất sắc")
    assert text != draft
    rulebook = preview_entry(award="cstd-co-so", text=text, by=lawyer, **said())
    entry = rulebook.award("cstd-co-so", AFTER)
    assert entry is not None
    assert entry.loaded
    assert not loaded("cstd-co-so")  # a preview writes nothing
    with django_capture_on_commit_callbacks(execute=True):
        load_entry(award="cstd-co-so", text=text, by=lawyer, **said())
    now = load_rulebook().award("cstd-co-so", AFTER)
    assert now is not None
    assert "Được xếp loại xuất sắc" in [route.statement for route in now.routes]
    # Citations that were not touched still name the text they stand in.
    assert now.citation.instrument == "luat-06-2022-qh15"


@pytest.mark.parametrize("code", ["ldtt", "bk-thu-tuong", "tt-ldxs", "hc-lao-dong-hang-ba"])
def test_every_draft_loads_as_it_stands(lawyer: Any, code: str) -> None:
    draft = queries.draft_of(load_rulebook(), code, AFTER)
    assert preview_entry(award=code, text=draft, by=lawyer, **said()).award(code, AFTER)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text": ""}, "Dán nội dung"),
        ({"text": "award: ldtt\n  x: ["}, "YAML"),
        ({"text": "award: bk-cap-tinh"}, "award: ldtt"),
        ({"text": "award: ldtt\nstatus: text_not_loaded\ncitation: Điều 1\nconfidence: K"}, "vẫn"),
        ({"text": "award: ldtt\nstatus: loaded"}, "citation"),
        ({"text": "x" * 200_001}, "quá 200.000"),
        ({"against": " "}, "Ghi bản đã đối chiếu"),
        ({"instrument": "khong-co"}, "Không có văn bản này"),
        ({"checked_on": dt.date(2090, 1, 1)}, "chưa tới"),
    ],
)
def test_what_cannot_be_loaded_says_why_and_changes_nothing(
    lawyer: Any, own: Path, change: dict[str, Any], sentence: str
) -> None:
    asked = {"award": "ldtt", "text": "award: ldtt", **said(), **change}
    with pytest.raises(WrongState, match=sentence):
        load_entry(by=lawyer, **asked)
    assert not (own / "texts").exists() or not list((own / "texts").iterdir())
    assert not AuditRow.objects.filter(action="legislation.load_text").exists()


def test_an_award_is_confirmed_only_once(
    lawyer: Any, django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        confirm_unchanged(awards=["ldtt"], by=lawyer, **said())
    with pytest.raises(WrongState, match="đã có ở tệp"):
        confirm_unchanged(awards=["ldtt"], by=lawyer, **said())


def test_nothing_chosen_is_refused(lawyer: Any) -> None:
    with pytest.raises(WrongState, match="Chọn ít nhất"):
        confirm_unchanged(awards=[], by=lawyer, **said())


@pytest.mark.parametrize("who", ["officer", "director", "administrator", "stranger", "nobody"])
def test_only_a_legal_officer_loads_texts(world: SimpleNamespace, who: str) -> None:
    by = getattr(world.users, who)
    with pytest.raises(NotAllowed, match="cán bộ pháp chế"):
        confirm_unchanged(awards=["ldtt"], by=by, **said())
    with pytest.raises(NotAllowed):
        load_entry(award="ldtt", text="award: ldtt", by=by, **said())
    with pytest.raises(NotAllowed):
        withdraw_text(name="x.yaml", reason="x", by=by)


def test_a_text_withdrawn_is_kept_aside_and_its_awards_wait_again(
    lawyer: Any, own: Path, django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        name = confirm_unchanged(awards=["ldtt"], by=lawyer, **said())
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_text(name=name, reason="Đọc nhầm bản dự thảo", by=lawyer)
    assert not loaded("ldtt")
    kept = list((own / "texts" / "da-go").iterdir())
    assert [path.name.endswith(name) for path in kept] == [True]
    assert "Đọc nhầm bản dự thảo" in AuditRow.objects.get(action="legislation.withdraw_text").text


@pytest.mark.parametrize("name", ["khong-co.yaml", "../../x.yaml", "mot.txt"])
def test_only_a_file_of_the_folder_is_withdrawn(lawyer: Any, own: Path, name: str) -> None:
    (own / "texts").mkdir(parents=True)
    (own / "texts" / "mot.txt").write_text("x")
    (own.parent / "x.yaml").write_text("x")
    with pytest.raises(WrongState, match="Không còn tệp"):
        withdraw_text(name=name, reason="thử", by=lawyer)
    assert (own.parent / "x.yaml").exists()


def test_the_pages_lead_the_officer_through(
    client: Client, lawyer: Any, django_capture_on_commit_callbacks: Commit
) -> None:
    client.force_login(lawyer)
    page = client.get("/quy-dinh/da-nap/").content.decode()
    assert "Chờ văn bản: Luật 06/2026/QH16" in page
    day = timezone.localdate().isoformat()
    fields = {"vb": LAW, "ma": ["ldtt"], "against": "", "checked_on": day, "note": ""}
    refused = client.post("/quy-dinh/da-nap/giu-nguyen/", fields)
    assert refused.status_code == 400
    assert 'value="ldtt" checked' in refused.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/quy-dinh/da-nap/giu-nguyen/", {**fields, "against": "Công báo thử"})
    assert loaded("ldtt")
    page = client.get("/quy-dinh/ldtt/").content.decode()
    assert "Đã đối chiếu văn bản chính thức" in page

    draft = queries.draft_of(load_rulebook(), "cstd-co-so", AFTER)
    entry = {"vb": LAW, "against": "Công báo thử", "checked_on": day, "text": draft}
    shown = client.post("/quy-dinh/cstd-co-so/nap/", entry)
    assert shown.status_code == 200
    assert "Nội dung hợp lệ" in shown.content.decode()
    assert not loaded("cstd-co-so")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/quy-dinh/cstd-co-so/nap/", {**entry, "nap": "1"})
    assert loaded("cstd-co-so")

    name = queries.own_texts()[0].name
    client.post(f"/quy-dinh/da-nap/{name}/go/", {"reason": ""})
    assert len(queries.own_texts()) == 2
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/quy-dinh/da-nap/{name}/go/", {"reason": "thử"})
    assert len(queries.own_texts()) == 1
