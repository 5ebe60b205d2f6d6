"""Every address of the program, asked by everyone: who gets in, and what strangers learn.

`addresses.txt` beside this file names every address with who gets in by reading (GET) and by
writing (POST): (o)fficer, (s)ecretary, (d)irector, (h)ead of another unit, council (m)ember,
(a)dministrator, (n)obody with an account, e(x)ternal officer of another department; `*` is the
whole world, `.` no one (what is asked for does not exist), `-` a method the address has not. A new
address without a line fails. Everybody else gets 401, 403, 404 or the sign-in page, and none of
the planted secrets.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import lxml.html
import openpyxl
import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from tests.apps.places import address, places
from tests.apps.planted import IDENTITY, MARKUP, NAME, OTHER_IDENTITY, POST, SECRETS, plant

from thidua.bonuses.models import Payment
from thidua.organisations.models import Body
from thidua.people.models import Person

pytestmark = pytest.mark.django_db

TABLE = [
    line.split()
    for line in (Path(__file__).parent / "addresses.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
ADDRESSES = {name: (reading, writing) for name, reading, writing in TABLE}
# Beyond those who work on the whole department: members read what was put before their council,
# the administrator reads in the log what was done, a head what the own unit handed over.
TOLD = {
    "organisations:history": "osdh",
    "api:body_": "osdh",
    "councils": "osdm",
    "desk:home": "osdm",
    # The member reads the own request.
    "people:corrections": "osdm",
    "people:export_corrections": "osdm",
    "people:correction": "osdm",
    "people:evidence": "osdm",
    "people:mine": "osdm",
    "api:corrections": "osdm",
    "dossiers:document": "osdm",
    "api:sitting": "osdm",
    "audit": "da",
    # A table in force is known to everybody of the department.
    "scoring:table": "osdhma",
    "scoring:tables": "osdhma",
    "scoring:export_table": "osdhma",
    "api:score_table": "osdhma",
}


def names() -> Iterator[str]:
    def walk(patterns: Any, space: str) -> Iterator[str]:
        for one in patterns:
            if hasattr(one, "url_patterns"):
                inner = f"{one.namespace}:" if one.namespace else ""
                yield from walk(one.url_patterns, space + inner)
            else:
                yield f"{space}{one.name}"

    return walk(get_resolver().url_patterns, "")


@pytest.fixture
def ground(world: SimpleNamespace, tmp_path: Path, settings: Any) -> SimpleNamespace:
    settings.MEDIA_ROOT = tmp_path / "files"
    return plant(world, tmp_path)


ACTORS = {
    "o": "officer",
    "s": "secretary",
    "d": "director",
    "h": "head",
    "m": "member",
    "a": "administrator",
    "n": "nobody",
    "x": "stranger",
}


def clients(ground: SimpleNamespace) -> dict[str, Client]:
    """One signed-in browser per letter; "-" is not signed in."""
    made = {"-": Client()}
    for letter, name in ACTORS.items():
        made[letter] = Client()
        made[letter].force_login(getattr(ground.users, name))
    return made


HIDDEN_FROM_HEAD = ("Trần Đức Anh", "Lầu Mí Lử", "Phạm Thị Hoà", "Trung tâm Lưu trữ lịch sử")
FOREIGN = ("Vũ Ngọc Ánh", "Phòng Quản lý nhà", "Sở Xây dựng")


def test_a_forged_selection_names_nobody_else(ground: SimpleNamespace) -> None:
    """Keys of people and units that the sender does not see come back as nothing at all."""
    url, more = reverse("dossiers:create"), sent("dossiers:create", ground)
    browsers = clients(ground)
    _, body = ask(browsers["h"], "POST", url, **more)
    text = plain(body)
    assert "Đặng Thùy Dương" in text
    assert [s for s in (*HIDDEN_FROM_HEAD, *FOREIGN, *SECRETS) if s in text] == []
    _, body = ask(browsers["o"], "POST", url, **more)
    text = plain(body)
    assert [s for s in HIDDEN_FROM_HEAD if s not in text] == []
    assert [s for s in FOREIGN if s in text] == []


def sent(name: str, ground: SimpleNamespace) -> dict[str, Any]:
    """What a POST carries where an empty one would not reach the question of who asks."""
    if name == "dossiers:create":
        chosen = {"nguoi": [one.pk for one in Person.objects.all()]}
        chosen["tap-the"] = [body.pk for body in Body.objects.all()]
        return {"data": {"dot": ground.round.pk, "danh-hieu": "ldtt", **chosen}}
    if name == "api:assess":
        asked = {"facts": {}, "award": "ldtt", "year": 2026, "received_on": "2026-09-01"}
        return {"data": asked, "content_type": "application/json"}
    if name == "api:pay_rewards":
        rows = Payment.objects.filter(award__decision=ground.decision, dropped_by=None)
        asked = {"payments": [row.pk for row in rows], "paid_on": "2026-09-01"}
        return {"data": asked, "content_type": "application/json"}
    if name in ("api:target_results", "api:report_target"):
        asked = {"period": 1, "value": "1", "version": 10**6}
        return {"data": asked, "content_type": "application/json"}
    if name == "api:sign_pledge":
        asked = {"side": ground.clusters.side.pk, "digest": "0" * 64}
        return {"data": asked, "content_type": "application/json"}
    if name.startswith("api:"):
        asked = {"version": 10**6, "reason": "Thiếu giấy tờ"}
        return {"data": asked, "content_type": "application/json"}
    return {}


class Undo(Exception):
    """Ends a request's transaction without keeping what it wrote."""


def ask(client: Client, method: str, url: str, **more: Any) -> tuple[Any, bytes]:
    """The answer and its whole body; nothing that the request wrote is kept."""
    jar = copy.deepcopy(client.cookies)
    try:
        with transaction.atomic():
            answer: Any = getattr(client, method.lower())(url, **more)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            raise Undo
    except Undo:
        client.cookies = jar
    return answer, body


def outcome(answer: Any) -> str:
    """`in` for who was let in, `-` for a method there is not, `no` for everybody else."""
    if answer.status_code == 405:
        return "-"
    to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith("/dang-nhap/?")
    return "no" if to_sign_in or answer.status_code in {401, 403, 404} else "in"


def plain(body: bytes) -> str:
    """Everything that can be read in an answer, also inside the files of an Office document."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )
    return body.decode("utf-8", "replace")


def test_the_table_names_every_address() -> None:
    assert sorted(ADDRESSES) == sorted(dict.fromkeys(names()))
    assert all(set(who) <= set("*.-osdhmanx") for pair in ADDRESSES.values() for who in pair)


PARTS = 2  # so that several processes share the walk


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_everyone_at_every_address(ground: SimpleNamespace, method: str, part: int) -> None:
    browsers, where = clients(ground), places(ground)
    found: dict[str, str] = {}
    mine = dict(list(ADDRESSES.items())[part::PARTS])
    for name, pair in mine.items():
        told = next((who for key, who in TOLD.items() if name.startswith(key)), "osd")
        came_in, closed = "", 0
        for letter, browser in browsers.items():
            more = sent(name, ground) if method == "POST" else {}
            answer, body = ask(browser, method, address(name, where), **more)
            said = outcome(answer)
            closed += said == "-"
            if said == "in":
                came_in += letter
            check_answer(name, letter, answer, plain(body), told)
        assert closed in {0, len(browsers) - 1, len(browsers)}, name  # one is not signed in
        all_in = len(came_in) == len(browsers)
        found[name] = "-" if closed else "*" if all_in else came_in or "."
        if pair[method == "POST"] == "*":
            found[name] = "*" if "-" in came_in else came_in
    wanted = {name: pair[method == "POST"] for name, pair in mine.items()}
    assert found == wanted


def inline_code(page: str) -> list[tuple[str, str]]:
    """Attributes and elements that the content security policy would stop."""
    found: list[tuple[str, str]] = []

    for element in lxml.html.fromstring(page).iter("*") if page.strip() else ():
        tag, named = element.tag, element.attrib
        found.extend((tag, name) for name in named if name == "style" or name.startswith("on"))
        if tag in {"style", "iframe", "object", "base"} or (
            tag == "script" and not named.get("src", "").startswith("/static/")
        ):
            found.append((tag, ""))
        link = named.get("href") or named.get("action") or ""
        if link.strip().lower().startswith(("javascript:", "http:", "//", "data:")):
            found.append((tag, link))
    return found


def check_answer(name: str, letter: str, answer: Any, text: str, told: str) -> None:
    """No secret for a stranger, no markup that someone typed, the headers of every page."""
    where = f"{name} asked by {letter}: {answer.status_code}"
    if letter not in told:
        everything = text + str(answer.headers)
        assert [s for s in SECRETS if s in everything] == [], where
    kind = answer.headers.get("Content-Type", "")
    if kind.startswith("text/html"):
        assert [m for m in MARKUP if m in text] == [], where
        assert inline_code(text) == [], where
    elif answer.status_code == 200 and not kind.startswith("application/json"):
        assert answer.headers["Content-Disposition"].startswith("attachment"), where
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy, where
    assert "unsafe" not in policy, where
    assert answer.headers["X-Frame-Options"] == "DENY", where
    assert answer.headers["X-Content-Type-Options"] == "nosniff", where
    if letter != "-" and name != "accounts:sign_out":
        assert "no-store" in answer.headers["Cache-Control"], where


@pytest.mark.parametrize("part", range(PARTS))
def test_other_methods_say_nothing(ground: SimpleNamespace, part: int) -> None:
    browsers, where = clients(ground), places(ground)
    for name, (reading, _) in list(ADDRESSES.items())[part::PARTS]:
        if name == "api:openapi-json":
            continue  # the description of the API holds no data and answers any method
        # One decorator refuses all of these on a page; the API has a handler for each.
        rest = ("PUT", "PATCH", "DELETE") if name.startswith("api:") else ("DELETE",)
        for letter in "-x":
            for method in ("HEAD", "OPTIONS", *rest):
                answer, body = ask(browsers[letter], method, address(name, where))
                text = plain(body) + str(answer.headers)
                assert [s for s in SECRETS if s in text] == [], f"{method} {name} {letter}"
        _, body = ask(browsers["o"], "HEAD", address(name, where))
        assert body == b"", name
        for method in ("OPTIONS", *rest):
            answer, _ = ask(browsers["o"], method, address(name, where))
            refused = {405, 404} if reading == "." else {405}
            assert answer.status_code in refused, f"{method} {name}"


def test_every_post_needs_its_token(ground: SimpleNamespace) -> None:
    where = places(ground)
    signed_in, outside = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    signed_in.force_login(ground.users.officer)
    for name, (_, writing) in ADDRESSES.items():
        if writing in {"-", "."} or name == "api:openapi-json":
            continue
        for browser in (signed_in, outside):
            answer, _ = ask(browser, "POST", address(name, where), **sent(name, ground))
            wanted = {403} if writing == "*" or browser is signed_in else {401, 403, 302}
            assert answer.status_code in wanted, name
            assert outcome(answer) == "no", name


def test_a_fragment_is_led_to_the_sign_in_as_a_whole_page(ground: SimpleNamespace) -> None:
    url = address("councils:progress", places(ground))
    answer = Client().get(url, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/dang-nhap/")
    assert answer.content == b""
    stranger = clients(ground)["x"]
    for name in ("councils:progress", "eligibility:explain", "eligibility:grid"):
        answer = stranger.get(address(name, places(ground)), headers={"HX-Request": "true"})
        assert answer.status_code == 404
        assert [s for s in SECRETS if s in answer.content.decode()] == []


def test_exports_hold_texts_and_no_identity_number(ground: SimpleNamespace) -> None:
    officer, where = clients(ground)["o"], places(ground)
    sheets: set[str] = set()
    for name, (reading, _) in ADDRESSES.items():
        if "o" not in reading:
            continue
        answer, body = ask(officer, "GET", address(name, where))
        text = plain(body)
        assert IDENTITY not in text, name
        assert OTHER_IDENTITY not in text, name
        if "spreadsheetml" not in answer.headers.get("Content-Type", ""):
            continue
        sheets.add(name)
        book = openpyxl.load_workbook(io.BytesIO(body))
        formulas = [
            cell.value for sheet in book for row in sheet for cell in row if cell.data_type == "f"
        ]
        assert all(re.fullmatch(r"=SUM\(H\d+:H\d+\)", str(f)) for f in formulas), (name, formulas)
    named = {
        name for name, (reading, _) in ADDRESSES.items() if "o" in reading and "export" in name
    }
    assert named <= sheets
    assert len(sheets) >= 9
    for url in ("/can-bo/xuat-bang-tinh/", f"/dot-xet/{ground.round.pk}/xuat.xlsx"):
        _, body = ask(officer, "GET", url)
        cells = [
            cell.value
            for sheet in openpyxl.load_workbook(io.BytesIO(body))
            for row in sheet
            for cell in row
        ]
        assert NAME in cells, url
        assert POST in cells, url
