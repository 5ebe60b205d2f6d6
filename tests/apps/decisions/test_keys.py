"""Keys of the QR codes: sealed at rest, rotated, revoked; old certificates and forgeries."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from tests.apps.decisions.passed import issued, nominee
from tests.apps.decisions.test_concurrency import at_once

from thidua.decisions import actions, signing
from thidua.decisions.actions.keys import sealing_key
from thidua.decisions.models import Certificate, VerificationKey
from thidua.documents.seal import SealedFacts, SigningKeyError, sign
from thidua.kit.errors import NotAllowed, WrongState

TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = tmp_path
    cache.clear()  # the count of checks a minute


def rotated(world: SimpleNamespace) -> VerificationKey:
    return actions.rotate_key(reason="Đổi định kỳ", by=world.users.administrator)


def revoked(world: SimpleNamespace, key: VerificationKey, **more: Any) -> VerificationKey:
    values: dict[str, Any] = {"leaked_on": TODAY, "reason": "Mất máy chủ", **more}
    return actions.revoke_key(key=key, by=world.users.administrator, **values)


def test_the_private_key_lies_sealed_and_nowhere_in_clear(
    world: SimpleNamespace, tmp_path: Path
) -> None:
    key = sealing_key(by=world.users.director)
    (file,) = (tmp_path / signing.FOLDER).iterdir()
    raw = key.private.private_bytes_raw()
    content = file.read_bytes()
    assert raw not in content
    assert raw.hex().encode() not in content
    assert file.stat().st_mode & 0o077 == 0
    row = VerificationKey.objects.get()
    assert raw.hex() not in str(row.__dict__)
    assert signing.signer().key_id == key.key_id


def test_another_installation_cannot_open_the_file(world: SimpleNamespace, settings: Any) -> None:
    sealing_key(by=world.users.director)
    signing._opened.cache_clear()
    settings.IDENTITY_KEY = "khóa của máy khác"
    with pytest.raises(WrongState, match="khóa mã hóa của máy chủ không phải"):
        sealing_key(by=world.users.director)


def test_a_lost_file_says_what_to_do_and_a_new_key_goes_on(
    world: SimpleNamespace, tmp_path: Path
) -> None:
    issued(world)
    signing._opened.cache_clear()
    for file in (tmp_path / signing.FOLDER).iterdir():
        file.unlink()
    with pytest.raises(SigningKeyError, match="Khôi phục tệp từ bản sao lưu"):
        signing.signer()
    rotated(world)
    issued(world, nominees=[nominee(world.people[4], "ldtt")], number=8)
    assert Certificate.objects.values("key_id").distinct().count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_key_of_an_earlier_version_is_taken_over(
    transactional_db: None, world: SimpleNamespace, tmp_path: Path
) -> None:
    old = signing.new_signer()
    plain = tmp_path / signing.PLAIN_FILE
    plain.write_text(old.private.private_bytes_raw().hex() + "\n")
    VerificationKey.objects.create(key_id=old.key_id, public_key=old.public_bytes.hex())
    assert sealing_key(by=world.users.director).key_id == old.key_id
    assert not plain.exists()
    assert VerificationKey.objects.get().signs
    assert signing.signer().key_id == old.key_id


@pytest.mark.django_db(transaction=True)
def test_the_copy_in_clear_stays_when_the_act_fails(
    transactional_db: None, world: SimpleNamespace, tmp_path: Path
) -> None:
    plain = tmp_path / signing.PLAIN_FILE
    plain.write_text(signing.new_signer().private.private_bytes_raw().hex())

    def fail() -> None:
        with transaction.atomic():
            sealing_key(by=world.users.director)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert plain.exists()
    assert not VerificationKey.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_first_uses_end_with_one_key(transactional_db: None, world: SimpleNamespace) -> None:
    found: list[str] = []

    def use() -> None:
        found.append(sealing_key(by=world.users.director).key_id)

    assert at_once(use, use) == [None, None]
    assert len(set(found)) == 1
    assert VerificationKey.objects.filter(signs=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_rotate_at_once_and_one_key_signs(
    transactional_db: None, world: SimpleNamespace
) -> None:
    sealing_key(by=world.users.director)
    assert at_once(lambda: rotated(world), lambda: rotated(world)) == [None, None]
    assert VerificationKey.objects.filter(signs=True).count() == 1
    assert signing.signer().key_id == VerificationKey.objects.get(signs=True).key_id


def online(text: str) -> str:
    return Client().post("/xac-minh/", {"noi_dung": text}).content.decode()


def test_after_a_rotation_old_and_new_certificates_are_genuine(world: SimpleNamespace) -> None:
    issued(world)
    old = Certificate.objects.order_by("pk").last()
    key = rotated(world)
    issued(world, nominees=[nominee(world.people[4], "ldtt")], number=8)
    new = Certificate.objects.order_by("pk").last()
    assert (old.key_id != key.key_id, new.key_id) == (True, key.key_id)
    for one in (old, new):
        assert "Bằng này là thật" in online(one.payload)
    assert VerificationKey.objects.get(key_id=old.key_id).state == "retired"


def test_a_leaked_key_forges_nothing_and_what_the_book_has_stays(world: SimpleNamespace) -> None:
    issued(world)
    true = Certificate.objects.select_related("award").order_by("pk").last()
    leaked, row = signing.signer(), VerificationKey.objects.get()
    revoked(world, row)
    text = online(true.payload)
    assert "Bằng này là thật" in text
    assert "Khóa ký đã thu hồi vì lộ" in text
    # Whoever holds the key signs other words under the code of a true certificate …
    forged = SealedFacts(
        true.token, "07/QĐ-SNV", dt.date(2026, 9, 5), "cstd-co-so", "Kẻ Gian", "Phòng"
    )
    assert "Bằng này là thật" not in online(sign(forged, leaked))
    # … the very words of the book once more, with another signature of the leaked key …
    from thidua.decisions.queries.papers import sealed_facts

    same = sealed_facts(true.award, true.token)
    assert sign(same, leaked) == true.payload
    # … or a code of its own.
    own = SealedFacts("0" * 12, "07/QĐ-SNV", dt.date(2026, 9, 5), "ldtt", "Kẻ Gian", "Phòng")
    assert "mã không có trong sổ" in online(sign(own, leaked))
    assert signing.signer().key_id != leaked.key_id
    with pytest.raises(WrongState, match="đã thu hồi"):
        revoked(world, row)


def test_a_key_from_the_environment_is_changed_there(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealing_key(by=world.users.director)
    monkeypatch.setenv("THIDUA_SIGNING_KEY", "11" * 32)
    given = sealing_key(by=world.users.director)
    assert VerificationKey.objects.get(signs=True).key_id == given.key_id
    assert VerificationKey.objects.filter(retired_at__isnull=False).count() == 1
    with pytest.raises(WrongState, match="THIDUA_SIGNING_KEY"):
        rotated(world)


def test_only_an_administrator_and_with_a_reason(world: SimpleNamespace) -> None:
    sealing_key(by=world.users.director)
    key = VerificationKey.objects.get()
    for user in (world.users.officer, world.users.director, world.users.nobody):
        with pytest.raises(NotAllowed):
            actions.rotate_key(reason="x", by=user)
        with pytest.raises(NotAllowed):
            actions.revoke_key(key=key, leaked_on=TODAY, reason="x", by=user)
    with pytest.raises(WrongState, match="lý do đổi khóa"):
        actions.rotate_key(reason=" ", by=world.users.administrator)
    with pytest.raises(WrongState, match="chưa tới"):
        revoked(world, key, leaked_on=TODAY + dt.timedelta(days=1))
    assert VerificationKey.objects.count() == 1


def test_the_page_rotates_and_revokes(world: SimpleNamespace) -> None:
    issued(world)
    client = Client()
    client.force_login(world.users.administrator)
    old = VerificationKey.objects.get()
    assert client.post("/quyet-dinh/khoa/", {"reason": ""}).status_code == 422
    client.post("/quyet-dinh/khoa/", {"reason": "Đổi định kỳ"})
    text = client.get("/quyet-dinh/khoa/").content.decode()
    assert "Đã thay, còn dùng để kiểm tra" in text
    ask = client.get(f"/quyet-dinh/khoa/{old.pk}/thu-hoi/").content.decode()
    assert "Khóa đã ký 5 bằng" in ask
    client.post(f"/quyet-dinh/khoa/{old.pk}/thu-hoi/", {"leaked_on": "01/09/2026", "reason": "Lộ"})
    old.refresh_from_db()
    assert (old.state, old.leaked_on) == ("revoked", dt.date(2026, 9, 1))
