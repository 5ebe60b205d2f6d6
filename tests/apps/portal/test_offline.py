"""Without a network: the list of keys, the command, the page to keep; forged, altered, revoked."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.apps.decisions.passed import issued

from thidua.decisions import actions, signing
from thidua.decisions.models import Certificate, VerificationKey
from thidua.documents.certificates import certificate_png
from thidua.documents.seal import SealedFacts, Signer, sign
from thidua.documents.seal_check import KeyListError, Verdict, check_offline, keys_from_json

DAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _fresh_count() -> None:
    cache.clear()  # the count of checks a minute


FACTS = SealedFacts("7K4MQ2XD9ABC", "07/QĐ-SNV", DAY, "ldtt", "Y Krông Niê Kđăm", "Văn phòng Sở")


def listed(*keys: Signer, revoked: str = "") -> str:
    rows = [
        {"id": key.key_id, "public_key": key.public_bytes.hex(), "revoked_at": revoked or None}
        for key in keys
    ]
    return json.dumps({"format": "thidua-certificate-keys", "version": 1, "keys": rows})


@given(place=st.integers(0, 10_000), change=st.integers(1, 255))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
def test_one_changed_byte_anywhere_is_never_genuine(place: int, change: int) -> None:
    key = _KEY
    seal = sign(FACTS, key)
    raw = bytearray(base64.urlsafe_b64decode(seal + "=" * (-len(seal) % 4)))
    raw[place % len(raw)] ^= change
    touched = base64.urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode()
    answer = check_offline(touched, keys_from_json(listed(key)))
    assert answer.verdict in {Verdict.FORGED, Verdict.NO_SEAL}
    assert answer.facts is None


_KEY = signing.new_signer()


def test_genuine_forged_unknown_revoked_and_rotated() -> None:
    old, new, stranger = (signing.new_signer() for _ in range(3))
    keys = keys_from_json(listed(old, new))
    for key in (old, new):
        answer = check_offline(f"https://x/xac-minh/A/?c={sign(FACTS, key)}&x=1", keys)
        assert (answer.verdict, answer.facts) == (Verdict.GENUINE, FACTS)
    assert check_offline(sign(FACTS, stranger), keys).verdict == Verdict.NO_SEAL
    gone = check_offline(sign(FACTS, old), keys_from_json(listed(old, revoked="2026-11-01")))
    assert gone.verdict == Verdict.REVOKED_KEY
    assert "Chỉ tin khi trang xác minh trực tuyến" in gone.sentence
    for text in ("", "xin chào", "?c=", "A" * 5000):
        assert check_offline(text, keys).verdict == Verdict.NO_SEAL


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format":"khác","version":1,"keys":[]}', "null",
             '{"format":"thidua-certificate-keys","version":1,"keys":[{"id":1}]}',
             '{"format":"thidua-certificate-keys","version":2,"keys":[]}'],
)  # fmt: skip
def test_a_list_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(KeyListError):
        keys_from_json(text)


def command(*words: str, text: str = "") -> tuple[int, str]:
    done = subprocess.run(
        [Path(sys.executable).parent / "thidua", "certificate", "check", *words],
        input=text, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_the_command_judges_text_file_picture_and_input(tmp_path: Path) -> None:
    from tests.apps.documents.papers_for_tests import certificate

    key = signing.new_signer()
    keys = tmp_path / "khoa.json"
    keys.write_text(listed(key), "utf-8")
    seal = sign(FACTS, key)
    address = f"https://thidua.vi-du.vn/xac-minh/7K4MQ2XD9ABC/?c={seal}"
    picture, file = tmp_path / "anh.png", tmp_path / "qr.txt"
    picture.write_bytes(certificate_png(certificate(url=address)))
    file.write_text(address, "utf-8")
    for content in (address, str(file), str(picture)):
        code, said = command(content, "--keys", str(keys))
        assert (code, "Y Krông Niê Kđăm" in said) == (0, True), said
    code, said = command("-", "--keys", str(keys), "--json", text=address)
    assert (code, json.loads(said)["facts"]["quyet_dinh"]) == (0, "07/QĐ-SNV")
    forged = seal[:-4] + ("AAAA" if seal[-4:] != "AAAA" else "BBBB")
    assert command(forged, "--keys", str(keys))[0] == 1
    assert command("xin chào", "--keys", str(keys))[0] == 2
    assert command(seal, "--keys", str(tmp_path / "khong-co.json"))[0] == 2
    broken = tmp_path / "hong.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\nxyz")
    code, said = command(str(broken), "--keys", str(keys))
    assert (code, "Traceback" in said) == (2, False)


@pytest.fixture
def given_out(world: SimpleNamespace) -> Certificate:
    issued(world)
    return Certificate.objects.order_by("pk").first()


def test_the_published_list_checks_what_was_given(
    given_out: Certificate, world: SimpleNamespace
) -> None:
    response = Client().get("/xac-minh/khoa.json")
    assert response["Access-Control-Allow-Origin"] == "*"
    text = response.content.decode()
    assert check_offline(given_out.payload, keys_from_json(text)).verdict == Verdict.GENUINE
    raw = json.loads(text)
    assert set(raw) == {"format", "version", "address", "made_at", "keys"}
    private = signing.signer().private.private_bytes_raw().hex()
    assert private not in text
    key = VerificationKey.objects.get()
    actions.revoke_key(
        key=key, leaked_on=DAY, reason="Lộ máy chủ phòng 3", by=world.users.administrator
    )
    after = Client().get("/xac-minh/khoa.json").content.decode()
    assert check_offline(given_out.payload, keys_from_json(after)).verdict == Verdict.REVOKED_KEY
    page = Client().get("/xac-minh/khoa/").content.decode()
    assert "Đã thu hồi vì lộ" in page
    # How it leaked is told inside only.
    assert "phòng 3" not in after + page


def test_the_page_to_keep_names_its_script_and_reaches_nothing(given_out: Certificate) -> None:
    response = Client().get("/xac-minh/kiem-tra-bang.html")
    assert response["Content-Disposition"].startswith("attachment")
    page = response.content.decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]
    look = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    for text in (script, look):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"https?://(?!127\.0\.0\.1)", page)
    assert VerificationKey.objects.get().public_key in page
    assert "%%" not in page


def test_corrected_and_reissued_are_told_apart(
    world: SimpleNamespace, given_out: Certificate
) -> None:
    from thidua.decisions.actions import apply_for_reissue, give_reissue

    other = Certificate.objects.order_by("pk").last()
    asked = apply_for_reissue(
        award=other.award, kind="reissue", reason="mất", applicant="Ai", applied_on=DAY,
        by=world.users.officer,
    )  # fmt: skip
    give_reissue(reissue=asked, by=world.users.director)
    assert "đã được thay bằng bằng mới" in _page(other)
    from thidua.decisions.actions.carrying import replace_certificate
    from thidua.decisions.actions.keys import sealing_key

    replace_certificate(
        given_out.award, sealing_key(by=world.users.director), why="Đính chính theo 09/QĐ-SNV"
    )
    assert "Nội dung bằng này đã được đính chính" in _page(given_out)


def _page(certificate: Any) -> str:
    url = f"/xac-minh/{certificate.token}/"
    return Client().get(url, {"c": certificate.payload}).content.decode()
