"""The seal: what was signed comes back, what was touched is told, keys are kept and not shared."""

from __future__ import annotations

import base64
import stat
from datetime import date
from pathlib import Path

import pytest

from thidua.documents.seal import (
    SealedFacts,
    SealError,
    SealForgedError,
    Signer,
    SigningKeyError,
    load_signer,
    sign,
    verify,
)

FACTS = SealedFacts(
    "7K4MQ2XD9ABC", "07/QĐ-SNV", date(2026, 9, 5), "giay-khen", "Hoàng Thị Ánh", "Văn phòng Sở"
)


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return load_signer(tmp_path / "khoa" / "ky.key", {})


def keys(*signers: Signer) -> dict[str, bytes]:
    return {signer.key_id: signer.public_bytes for signer in signers}


def test_what_was_signed_comes_back_whole(signer: Signer) -> None:
    assert verify(sign(FACTS, signer), keys(signer)) == FACTS


def test_blanks_and_line_ends_of_a_pasted_text_do_no_harm(signer: Signer) -> None:
    seal = sign(FACTS, signer)
    assert verify(f"  {seal[:50]}\n {seal[50:]}\r\n", keys(signer)) == FACTS


@pytest.mark.parametrize("place", [0, 3, 20, 68, 75, -1])
def test_any_changed_byte_is_told(signer: Signer, place: int) -> None:
    seal = sign(FACTS, signer)
    raw = bytearray(base64.urlsafe_b64decode(seal + "=" * (-len(seal) % 4)))
    raw[place] ^= 1
    forged = base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")
    with pytest.raises(SealError):
        verify(forged, keys(signer))


def test_another_name_under_an_old_signature_is_a_forgery(signer: Signer) -> None:
    seal = base64.urlsafe_b64decode(sign(FACTS, signer) + "==")
    forged = seal.replace("Ánh".encode(), b"Anh ")
    with pytest.raises(SealForgedError, match="bị sửa sau khi ký"):
        verify(base64.urlsafe_b64encode(forged).decode().rstrip("="), keys(signer))


def test_a_key_of_someone_else_is_unknown_not_valid(signer: Signer, tmp_path: Path) -> None:
    other = load_signer(tmp_path / "khac.key", {})
    with pytest.raises(SealError, match="không do cơ quan này cấp"):
        verify(sign(FACTS, other), keys(signer))


@pytest.mark.parametrize("text", ["", "   ", "xin chào", "A" * 10, "A" * 5000, "đ" * 200, "===="])
def test_anything_else_is_no_seal(signer: Signer, text: str) -> None:
    with pytest.raises(SealError):
        verify(text, keys(signer))


def test_the_key_file_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "moi" / "ky.key"
    first, second = load_signer(path, {}), load_signer(path, {})
    assert first.key_id == second.key_id
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    path = tmp_path / "ky.key"
    given = load_signer(path, {"THIDUA_SIGNING_KEY": "11" * 32})
    assert not path.exists()
    assert given.key_id == load_signer(path, {"THIDUA_SIGNING_KEY": "11" * 32}).key_id


@pytest.mark.parametrize("text", ["", "zz" * 32, "11" * 31, "chữ"])
def test_a_broken_key_is_refused_and_kept(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ky.key"
    path.write_text(text, "utf-8")
    with pytest.raises(SigningKeyError):
        load_signer(path, {})
    assert path.read_text("utf-8") == text
