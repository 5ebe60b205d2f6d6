"""Sessions, headers and files at the door: what a browser keeps and what a server gives away."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test import Client
from tests.apps.exchange.samples import person, staff_list
from tests.apps.planted import IDENTITY, NAME, NUMBER, TITLE, plant

from thidua.accounts import actions as accounts
from thidua.accounts.models import SignInFailure
from thidua.audit.models import AuditRow
from thidua.exchange.models import ImportBatch

pytestmark = pytest.mark.django_db

PASSWORD = "mat-khau-thu-nghiem"
DOOR = "/dang-nhap/"


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def sign_in(client: Client, username: str, **more: str) -> Any:
    return client.post(DOOR, {"username": username, "password": PASSWORD, **more})


def test_a_session_planted_before_signing_in_is_worth_nothing(world: SimpleNamespace) -> None:
    client = Client()
    client.get(DOOR)
    session = client.session
    session["planted"] = "1"
    session.save()
    before = client.cookies["sessionid"].value
    assert sign_in(client, "chuyenvien").status_code == 302
    after = client.cookies["sessionid"]
    assert after.value != before
    assert not Session.objects.filter(session_key=before).exists()
    assert (after["httponly"], after["samesite"]) == (True, "Lax")
    thief = Client()
    thief.cookies["sessionid"] = before
    assert thief.get("/can-bo/").headers["Location"].startswith(DOOR)


def test_a_session_ends_with_the_account_the_password_or_the_role(world: SimpleNamespace) -> None:
    users, by = world.users, world.users.administrator
    client = Client()
    client.force_login(users.officer)
    assert client.get("/nhap-du-lieu/").status_code == 200
    accounts.set_active(user=users.officer, active=False, by=by)
    assert client.get("/nhap-du-lieu/").headers["Location"].startswith(DOOR)
    assert sign_in(Client(), "chuyenvien").status_code == 422
    client.force_login(users.secretary)
    assert client.get("/hoi-dong/").status_code == 200
    accounts.reset_password(user=users.secretary, by=by)
    assert client.get("/hoi-dong/").headers["Location"].startswith(DOOR)
    client.force_login(users.director)
    assert client.get("/nhat-ky/").status_code == 200
    accounts.end_role(assignment=users.director.roles.get(), by=by)
    assert client.get("/nhat-ky/").status_code == 403


def test_signing_out_leaves_nothing_behind(world: SimpleNamespace) -> None:
    client = Client()
    sign_in(client, "chuyenvien")
    key = client.cookies["sessionid"].value
    client.post("/dang-xuat/")
    # A message may live in a new session; the old one is gone.
    assert not Session.objects.filter(session_key=key).exists()
    assert client.get("/").headers["Location"].startswith(DOOR)


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil",
        "desk:home",
        "http:///evil.example",
        "///evil.example",
        "\t//evil.example",
        "",
    ],
)
def test_nobody_is_led_away_after_signing_in(world: SimpleNamespace, wanted: str) -> None:
    for answer in (
        sign_in(Client(), "chuyenvien", next=wanted),
        Client().post(f"{DOOR}?next={wanted}", {"username": "chuyenvien", "password": PASSWORD}),
    ):
        assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    inside = Client()
    world.users.officer.refresh_from_db()  # signing in may have renewed the hash
    inside.force_login(world.users.officer)
    assert inside.get(DOOR, {"next": wanted}).headers["Location"] == "/"


def test_a_guesser_behind_the_proxy_locks_out_only_the_own_address(
    world: SimpleNamespace, settings: Any
) -> None:
    """Five wrong tries from one address; the header the caller wrote makes no new address."""
    settings.PROXIES = 1

    def attempt(seen: str, password: str) -> Any:
        sent = {"username": "chuyenvien", "password": password}
        return Client().post(DOOR, sent, headers={"X-Forwarded-For": seen})

    for number in range(5):
        answer = attempt(f"10.9.9.{number}, 203.0.113.9", "sai")
        assert "chưa đúng" in answer.content.decode()
    waiting = attempt("10.8.8.8, 203.0.113.9", PASSWORD)
    assert (waiting.status_code, "Đã nhập sai 5 lần" in waiting.content.decode()) == (422, True)
    assert attempt("203.0.113.10", PASSWORD).status_code == 302
    assert SignInFailure.objects.filter(address="203.0.113.9").count() == 5
    settings.PROXIES = 0
    attempt("203.0.113.11", "sai")
    assert SignInFailure.objects.latest("pk").address == "127.0.0.1"


def test_the_public_page_shows_what_the_paper_shows_and_no_more(
    world: SimpleNamespace, tmp_path: Path
) -> None:
    ground = plant(world, tmp_path)
    award = ground.decision.awards.get(nominee__person=ground.person)
    other = ground.decision.awards.exclude(pk=award.pk).get()
    for answer in (
        Client().get(f"/xac-minh/{award.certificate.token}/"),
        Client().post("/xac-minh/", {"so": f"{NUMBER}/QĐ-SNV", "ten": NAME}),
    ):
        page = html.unescape(answer.content.decode())
        assert answer.status_code == 200
        for told in (NAME, ground.decision.full_number, award.unit_name, award.award_name):
            assert told in page
        for kept in (IDENTITY, "17/07/1977", "1977", other.recipient_name, TITLE, "Xếp loại",
                     "Phiên mật", "giay-to-mat", "CB0001", ground.through.code):  # fmt: skip
            assert kept not in page, kept
    missing = Client().post("/xac-minh/", {"so": f"{NUMBER}/QĐ-SNV", "ten": "Mật Văn"})
    assert (missing.status_code, "Mật Văn Bí" in missing.content.decode()) == (404, False)


def test_wanted_pages_are_reached_after_signing_in(world: SimpleNamespace) -> None:
    asked = Client().get("/can-bo/?q=anh&trang=2").headers["Location"]
    answer = Client().post(asked, {"username": "chuyenvien", "password": PASSWORD})
    assert answer.headers["Location"] == "/can-bo/?q=anh&trang=2"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (DOOR, 200),
        ("/xac-minh/", 200),
        ("/xac-minh/0000-0000-0000/", 404),
        ("/khong-co/", 404),
        ("/static/kit/icons.svg", 200),
        ("/static/kit/ui.js", 200),
        ("/static/khong-co.js", 404),
        ("/api/v1/people/", 401),
    ],
)
def test_every_answer_carries_the_policy(db: None, path: str, status: int) -> None:
    answer = Client().get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert (answer.status_code, bool(body)) == (status, True)
    policy = answer.headers["Content-Security-Policy"]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts["default-src"] == "'self'"
    assert parts["object-src"] == parts["frame-ancestors"] == "'none'"
    assert parts["form-action"] == parts["base-uri"] == "'self'"
    assert "unsafe" not in policy
    assert not {"script-src", "style-src"} & set(parts)
    if not path.startswith("/static/"):
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_twin_that_slips_through_is_said_in_words(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client()
    client.force_login(world.users.officer)

    def fail(*_a: object, **_m: object) -> None:
        raise IntegrityError("duplicate key value")

    monkeypatch.setattr("thidua.desk.views.board_for", fail)
    answer = client.get("/")
    assert answer.status_code == 409
    assert "Lần này không ghi gì thêm. Tải lại trang để xem." in answer.content.decode()
    assert "duplicate key" not in answer.content.decode()
    assert "A constraint refused a request to /" in caplog.text


def test_an_error_shows_no_inside(world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(world.users.officer)

    def fail(*_a: object, **_m: object) -> None:
        raise RuntimeError("chi tiết bên trong")

    monkeypatch.setattr("thidua.desk.views.board_for", fail)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "chi tiết bên trong" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "name", ["../../../etc/cron.d/x.xlsx", "..\\..\\x.xlsx", "/etc/passwd.xlsx", "a\r\nX-Y: 1.xlsx"]
)
def test_names_of_files_never_choose_a_place(
    world: SimpleNamespace, tmp_path: Path, name: str
) -> None:
    client = Client()
    client.force_login(world.users.officer)
    content = staff_list(tmp_path / "ds.xlsx", person()).read_bytes()
    file = SimpleUploadedFile("a.xlsx", content)
    file._name = name
    client.post("/nhap-du-lieu/", {"kind": "staff", "file": file})
    for batch in ImportBatch.objects.all():
        assert re.fullmatch(r"nhap/\d{4}/[0-9a-f]{16}\w*\.xlsx", batch.file.name)
        assert not set("/\\\r\n") & set(batch.file_name)
    stored = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.suffix for path in stored} == {".xlsx"}
    assert all(tmp_path in path.resolve().parents for path in stored)


def test_the_file_of_a_document_is_given_as_a_file_and_its_loss_is_said(
    world: SimpleNamespace, tmp_path: Path
) -> None:
    ground = plant(world, tmp_path)
    client = Client()
    client.force_login(world.users.officer)
    document = ground.through.documents.exclude(file="").first()
    answer = client.get(f"/ho-so/tai-lieu/{document.pk}/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7\n"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    said = answer.headers["Content-Disposition"]
    assert said == "attachment; filename*=UTF-8''giay-to-mat%3Cscript%3E.pdf"
    assert re.fullmatch(r"ho-so/\d{4}/[0-9a-f]{32}\.pdf", document.file.name)
    Path(document.file.path).unlink()
    lost = client.get(f"/ho-so/tai-lieu/{document.pk}/")
    assert lost.status_code == 409
    assert "không còn trong kho lưu" in lost.content.decode()


def test_an_identity_number_stands_nowhere_in_clear(world: SimpleNamespace, tmp_path: Path) -> None:
    """Not in any column of any table: neither people, imports, the log, sessions nor papers."""
    plant(world, tmp_path)
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables and columns
            found += [table for row in cursor.fetchall() if IDENTITY in repr(row)]
    assert found == []
    assert AuditRow.objects.filter(action="people.save_people").exists()


def test_no_result_is_told_before_the_box_is_closed(world: SimpleNamespace, tmp_path: Path) -> None:
    """The last sheet but one is in: no page, paper or answer of the API shows a count."""
    from thidua.councils import actions

    ground = plant(world, tmp_path)
    sitting = ground.running
    motion = sitting.motions.get()
    for user, choice in ((world.users.secretary, "khong_dong_y"), (world.users.director, "dong_y")):
        actions.cast(sitting=sitting, choices={motion.pk: choice}, by=user)
    base = f"/hoi-dong/phien-hop/{sitting.pk}/"
    words = ("dong_y", "agree", "Không đồng ý", "khong_dong_y", "33,3%", "66,7%")
    for name in ("officer", "secretary", "director", "member"):
        client = Client()
        client.force_login(getattr(world.users, name))
        for path in (base, f"{base}tien-do/", f"{base}da-bo-phieu/", f"{base}de-nghi/{motion.pk}/"):
            text = client.get(path, follow=True).content.decode()
            if "/bo-phieu/" in path or (name == "member" and "da-bo-phieu" in path):
                continue  # who has not voted sees the empty sheet
            assert [word for word in words if word in text] == [], (name, path)
        told = client.get(f"/api/v1/councils/sittings/{sitting.pk}").json()
        assert (told["voted"], told["closed"], told["results"]) == (2, False, [])
    motion.refresh_from_db()
    assert (motion.agree, motion.disagree, motion.no_opinion, motion.result) == (None,) * 3 + ("",)
    logged = str(list(AuditRow.objects.filter(action="councils.cast").values()))
    assert "dong_y" not in logged
    assert "Đồng ý" not in logged


def test_what_a_voter_leaves_behind_has_no_order_and_no_time(
    world: SimpleNamespace, tmp_path: Path
) -> None:
    """Names of voters lie in one table and answers in one sealed row; nothing can be paired."""
    from thidua.councils.models import HasVoted, TallyFile, Urn

    ground = plant(world, tmp_path)
    voters = {field.name for field in HasVoted._meta.get_fields()}
    answers = {field.name for field in Urn._meta.get_fields()}
    assert voters == {"id", "box", "member", "way"}
    assert answers == {"id", "box", "sealed"}
    assert set(Urn.objects.values_list("box__state", flat=True)) == {"open"}
    file = TallyFile.objects.get(box=ground.closed.box)
    # One member takes no part in the first motion.
    answers_told = [m["answers"] for m in json.loads(file.content)["motions"]]
    assert answers_told == [["dong_y"] * 2, ["dong_y"] * 3]
    for session in Session.objects.all():
        assert "dong_y" not in str(session.get_decoded())
