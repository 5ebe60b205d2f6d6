"""Signatures of PDF papers: key file and token, what holds and what does not."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from tests.apps.decisions.keys import PASSPHRASE, authority, key_file, root_file

from thidua.documents.building import shipped_press
from thidua.documents.pdf import pdf_of
from thidua.documents.sheet import sheets
from thidua.documents.signatures import (
    KeyFile,
    SignatureRefused,
    Token,
    holder,
    load_roots,
    sign,
    signatures_of,
)

HOLDER = "Ngô Đức Vinh"
MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
MODULE = next((Path(p) for p in MODULES if Path(p).exists()), None)


@pytest.fixture(scope="module")
def paper() -> bytes:
    return pdf_of(shipped_press("thong-bao").fill(sheets()["thong-bao"].sample))


def add(content: bytes, key: KeyFile | Token, name: str, **more: object) -> bytes:
    return sign(content, key, name=name, reason="Ký", place="Lam Giang", **more)


def test_a_second_signature_leaves_the_first_whole(paper: bytes, tmp_path: Path) -> None:
    once = add(paper, KeyFile(key_file(HOLDER), PASSPHRASE), "MotA")
    twice = add(once, KeyFile(key_file("Sở Nội vụ"), PASSPHRASE), "MotB")
    assert twice.startswith(once)
    assert once.startswith(paper)
    found = signatures_of(twice, [root_file(tmp_path)])
    assert [(one.subject, one.sound, one.trusted) for one in found] == [
        (HOLDER, True, True),
        ("Sở Nội vụ", True, True),
    ]


@pytest.mark.parametrize("spot", [200, 2000, 20_000])
def test_a_changed_byte_anywhere_under_the_signature_is_seen(paper: bytes, spot: int) -> None:
    signed = bytearray(add(paper, KeyFile(key_file(HOLDER), PASSPHRASE), "MotA"))
    signed[spot] ^= 1
    try:
        assert not any(one.sound for one in signatures_of(bytes(signed)))
    except SignatureRefused as refusal:
        assert "Không đọc được tệp PDF" in str(refusal)  # noqa: PT017 - the loop goes on


def test_trust_is_unknown_without_roots_and_false_with_others(paper: bytes, tmp_path: Path) -> None:
    signed = add(paper, KeyFile(key_file(HOLDER, by="CA lạ"), PASSPHRASE), "MotA")
    assert signatures_of(signed)[0].trusted is None
    facts = signatures_of(signed, [root_file(tmp_path)])[0]
    assert (facts.trusted, facts.intact, facts.sound) == (False, True, False)


def test_roots_are_read_from_folders_in_both_forms_and_others_refused(tmp_path: Path) -> None:
    root_file(tmp_path)
    der = authority("CA hai")[1].public_bytes(serialization.Encoding.DER)
    (tmp_path / "hai.cer").write_bytes(der)
    (tmp_path / "doc.txt").write_text("không phải chứng thư")
    assert len(load_roots([tmp_path])) == 2
    (tmp_path / "hong.crt").write_bytes(b"khong phai chung thu")
    with pytest.raises(SignatureRefused, match=r"hong\.crt"):
        load_roots([tmp_path])


def test_a_paper_without_signatures_has_none(paper: bytes) -> None:
    assert signatures_of(paper) == []
    with pytest.raises(SignatureRefused, match="Không đọc được tệp PDF"):
        signatures_of(b"khong phai pdf")


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Token:
    """A software token with one key and its certificate."""
    tool = shutil.which("softhsm2-util")
    pkcs11 = pytest.importorskip("pkcs11")
    if MODULE is None or tool is None:
        pytest.skip("no SoftHSM on this machine; run: sudo apt-get install softhsm2")
    settings = tmp_path / "softhsm2.conf"
    (tmp_path / "tokens").mkdir()
    settings.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(settings))
    subprocess.run(
        [tool, "--init-token", "--free", "--label", "Thiet bi", "--pin", "1234",
         "--so-pin", "5678"],
        check=True, capture_output=True, env=dict(os.environ),
    )  # fmt: skip
    private, certificate, _ = pkcs12.load_key_and_certificates(
        key_file(HOLDER), PASSPHRASE.encode()
    )
    assert private is not None
    assert certificate is not None
    plain = tmp_path / "khoa.pem"
    plain.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    subprocess.run(
        [tool, "--import", str(plain), "--token", "Thiet bi", "--label", "ky", "--id", "01",
         "--pin", "1234"],
        check=True, capture_output=True, env=dict(os.environ),
    )  # fmt: skip
    library = pkcs11.lib(str(MODULE))
    library.reinitialize()
    with library.get_token(token_label="Thiet bi").open(rw=True, user_pin="1234") as session:
        session.create_object(
            {
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.LABEL: "ky",
                pkcs11.Attribute.ID: b"\x01",
                pkcs11.Attribute.SUBJECT: certificate.subject.public_bytes(),
                pkcs11.Attribute.VALUE: certificate.public_bytes(serialization.Encoding.DER),
            }
        )
    return Token(MODULE, "Thiet bi", "ky", "1234")


def test_a_token_signs_and_its_pin_is_not_shown(paper: bytes, token: Token) -> None:
    assert holder(token) == HOLDER
    (facts,) = signatures_of(add(paper, token, "MotA"))
    assert (facts.subject, facts.sound) == (HOLDER, True)
    assert "1234" not in repr(token)
    wrong = Token(token.module, token.token, token.label, "0000")
    with pytest.raises(SignatureRefused, match="không mở được") as refusal:
        add(paper, wrong, "MotA")
    assert "0000" not in str(refusal.value)
    lost = Token(token.module, "Khong co", token.label, "1234")
    with pytest.raises(SignatureRefused, match="Khong co"):
        add(paper, lost, "MotA")
