"""The public check: four answers, nothing private, nothing to list, not too often."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client
from tests.apps.decisions.passed import issued, nominee

from thidua.decisions import actions
from thidua.decisions.models import Certificate, VerificationKey
from thidua.decisions.signing import ALPHABET, certificate_address, new_code, read_code, signer
from thidua.documents.seal import SealedFacts, Signer, sign
from thidua.organisations.models import Body
from thidua.people.models import Person
from thidua.portal.throttle import PER_MINUTE
from thidua.register.actions import revoke_entry


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def certificate(world: SimpleNamespace) -> Certificate:
    issued(world)
    return Certificate.objects.select_related("award__decision").get(award__award_code="cstd-co-so")


def opened(path: str, **data: Any) -> tuple[int, str]:
    response = Client().get(path, data)
    return response.status_code, response.content.decode()


def posted(**data: str) -> tuple[int, str]:
    response = Client().post("/xac-minh/", data)
    return response.status_code, response.content.decode()


def by_code(certificate: Certificate, **data: Any) -> tuple[int, str]:
    return opened(f"/xac-minh/{certificate.token}/", **data)


def test_a_valid_certificate_is_shown_without_signing_in(certificate: Certificate) -> None:
    status, text = by_code(certificate, c=certificate.payload)
    assert status == 200
    for words in (
        "Bằng này là thật",
        "Nguyễn Thị Minh Châu",
        "CHIẾN SĨ THI ĐUA CƠ SỞ",
        "Chuyên viên, Văn phòng Sở",
        "07/QĐ-SNV",
        certificate.printed_code,
    ):
        assert words in text


def test_nothing_private_is_on_the_page(certificate: Certificate, world: SimpleNamespace) -> None:
    person = world.people[0]
    Person.objects.filter(pk=person.pk).update(
        born_on=dt.date(1979, 8, 17), born_year=1979, ethnicity="Dao Đỏ", note="Ghi chú kín"
    )
    _, text = by_code(certificate)
    for secret in ("1979", "17/08", "Dao Đỏ", "Ghi chú kín", person.code, "hoan_thanh", "Trần Đức"):
        assert secret not in text


def test_the_code_may_be_typed_with_dashes_blanks_and_mistaken_letters(
    certificate: Certificate,
) -> None:
    typed = f" {certificate.printed_code.lower()} ".replace("0", "o").replace("1", "l")
    response = Client().get("/xac-minh/", {"ma": typed})
    assert (response.status_code, response["Location"]) == (
        302,
        f"/xac-minh/{certificate.token}/",
    )
    assert by_code(certificate)[0] == 200


@pytest.mark.parametrize("code", ["000000000000", "abc", "%00", "7K4M-Q2XD-9AB", "đđđđđđđđđđđđ"])
def test_unknown_and_malformed_codes_get_one_answer(world: SimpleNamespace, code: str) -> None:
    issued(world)
    status, text = opened(f"/xac-minh/{code}/")
    assert status == 404
    assert "Không tìm thấy bằng này" in text
    assert "Minh Châu" not in text


def test_a_malformed_code_in_the_form_is_a_sentence(world: SimpleNamespace) -> None:
    status, text = opened("/xac-minh/", ma="123")
    assert status == 422
    assert "Mã gồm 12 chữ và số" in text


def test_a_seal_of_another_certificate_is_an_alteration(certificate: Certificate) -> None:
    other = Certificate.objects.exclude(pk=certificate.pk).first()
    status, text = by_code(certificate, c=other.payload)
    assert status == 200
    assert "Nội dung đã bị sửa" in text
    assert "Bằng này là thật" not in text


def test_a_forged_name_is_told_and_the_true_one_is_not_given_away(
    certificate: Certificate,
) -> None:
    broken = certificate.payload[:-6] + ("AAAAAA" if certificate.payload[-6:] != "AAAAAA" else "B")
    _, text = by_code(certificate, c=broken)
    assert "Nội dung đã bị sửa" in text
    assert "Nguyễn Thị Minh Châu" not in text


def test_a_row_changed_behind_the_programs_back_is_an_alteration(certificate: Certificate) -> None:
    type(certificate.award).objects.filter(pk=certificate.award_id).update(
        recipient_name="Người Khác"
    )
    _, text = by_code(certificate)
    assert "Nội dung trong mã QR khác nội dung trong sổ." in text
    assert "Người Khác" not in text


def test_a_cancelled_certificate_says_so_and_keeps_the_reason_inside(
    certificate: Certificate,
) -> None:
    Certificate.objects.filter(pk=certificate.pk).update(
        state=Certificate.State.CANCELLED, state_reason="Kê khai sai thành tích"
    )
    _, text = by_code(certificate, c=certificate.payload)
    assert "Bằng này đã bị hủy bỏ" in text
    assert "Kê khai sai thành tích" not in text
    assert "Bằng này là thật" not in text


def test_a_revocation_in_the_register_reaches_the_check(
    certificate: Certificate, world: SimpleNamespace
) -> None:
    revoke_entry(
        entry=certificate.award.register_entry,
        reason="Quyết định 90/QĐ-SNV hủy bỏ",
        by=world.users.officer,
    )
    _, text = by_code(certificate)
    assert "Bằng này đã bị hủy bỏ" in text


def test_number_and_exact_name_find_it_and_either_alone_does_not(certificate: Certificate) -> None:
    assert "Bằng này là thật" in posted(so="07/QĐ-SNV", ten="nguyễn thị  minh châu")[1]
    assert "Bằng này là thật" in posted(so="7", ten="Nguyen Thi Minh Chau")[1]
    for number, name in (
        ("07/QĐ-SNV", "Nguyễn Thị"),
        ("08/QĐ-SNV", "Nguyễn Thị Minh Châu"),
        ("07/QĐ-SXD", "Nguyễn Thị Minh Châu"),
        ("07/QĐ-SNV", "%"),
        ("9" * 30, "Nguyễn Thị Minh Châu"),
    ):
        status, text = posted(so=number, ten=name)
        assert (status, "Không tìm thấy bằng này" in text) == (404, True), (number, name)
    assert posted(so="", ten="")[0] == 422


def test_pasted_qr_content_is_checked_by_its_signature(certificate: Certificate) -> None:
    address = certificate_address(certificate.token, certificate.payload)
    for content in (certificate.payload, address, f"{address[:80]}\n{address[80:]}"):
        status, text = posted(noi_dung=content)
        assert (status, "Bằng này là thật" in text) == (200, True)
    assert "Nội dung đã bị sửa" in posted(noi_dung=_touched(certificate.payload))[1]
    assert posted(noi_dung="xin chào")[0] == 404
    assert posted(noi_dung="")[0] == 422


def _touched(seal: str) -> str:
    return seal[:100] + ("B" if seal[100] == "A" else "A") + seal[101:]


def test_a_true_signature_over_a_code_that_is_not_in_the_book(certificate: Certificate) -> None:
    facts = SealedFacts(
        new_code(), "07/QĐ-SNV", dt.date(2026, 9, 5), "giay-khen", "Người Lạ", "Văn phòng Sở"
    )
    status, text = posted(noi_dung=sign(facts, signer()))
    assert status == 404
    assert "Chữ ký đúng nhưng mã không có trong sổ" in text


def test_a_key_that_is_not_ours_proves_nothing(certificate: Certificate) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    stranger = Signer(Ed25519PrivateKey.generate())
    facts = SealedFacts(
        certificate.token, "07/QĐ-SNV", dt.date(2026, 9, 5), "giay-khen", "Kẻ Gian", "Văn phòng"
    )
    assert "Bằng này là thật" not in posted(noi_dung=sign(facts, stranger))[1]
    assert VerificationKey.objects.count() == 1


def test_old_certificates_stay_valid_after_a_new_key(
    certificate: Certificate, world: SimpleNamespace
) -> None:
    fresh = actions.rotate_key(reason="Đổi định kỳ", by=world.users.administrator)
    issued(world, nominees=[nominee(world.people[4], "ldtt")], number=8)
    assert VerificationKey.objects.count() == 2
    assert "Bằng này là thật" in by_code(certificate)[1]
    assert "Bằng này là thật" in by_code(Certificate.objects.get(key_id=fresh.key_id))[1]


def test_drafts_have_nothing_to_check(world: SimpleNamespace) -> None:
    from tests.apps.decisions.passed import awaiting

    awaiting(world)
    assert not Certificate.objects.exists()
    assert posted(so="7", ten="Trần Đức Anh")[0] == 404


def test_one_address_may_ask_only_so_often(certificate: Certificate) -> None:
    for _ in range(PER_MINUTE):
        assert opened("/xac-minh/000000000000/")[0] == 404
    status, text = by_code(certificate)
    assert status == 429
    assert "Tra cứu quá nhanh" in text
    assert "Minh Châu" not in text
    assert posted(noi_dung=certificate.payload)[0] == 429
    assert opened("/xac-minh/")[0] == 200
    elsewhere = Client(REMOTE_ADDR="10.0.0.9").get(f"/xac-minh/{certificate.token}/")
    assert elsewhere.status_code == 200


def test_answers_are_not_kept_by_proxies_or_search_engines(certificate: Certificate) -> None:
    response = Client().get(f"/xac-minh/{certificate.token}/")
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_a_check_takes_few_queries(
    certificate: Certificate, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(4):
        by_code(certificate)


def test_codes_are_long_random_and_safe_to_read() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(read_code(code) == code for code in codes)
    assert not set("ILOU") & set(ALPHABET)
    assert len(ALPHABET) ** 12 > 2**59


def test_the_address_in_the_code_survives_encoding(certificate: Certificate) -> None:
    address = certificate_address(certificate.token, certificate.payload)
    assert address.endswith(f"?{urlencode({'c': certificate.payload})}")


def test_a_collective_is_checked_under_its_name(world: SimpleNamespace) -> None:
    unit: Body = world.units[0]
    issued(world, nominees=[nominee(unit, "tt-ldtt")])
    _, text = posted(so="07/QĐ-SNV", ten=unit.name)
    assert "Bằng này là thật" in text
    assert "TẬP THỂ LAO ĐỘNG TIÊN TIẾN" in text
