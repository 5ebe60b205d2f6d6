"""Digital signatures of PDF papers (PAdES): made with a key file or a token, checked offline.

The key and its passphrase live in memory for one signature: nothing here stores, logs or repeats
them. Trust comes from root certificates of the installation alone; revocation is not asked, for
that needs a network, and the page says so.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from asn1crypto import pem, x509
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.path import ValidationPath

MAX_KEY_BYTES = 200_000
_T = TypeVar("_T")
_ROOT_ENDINGS = {".pem", ".crt", ".cer", ".der"}


class SignatureRefused(Exception):
    """The paper cannot be signed or checked; the message says what to do and holds no secret."""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A PKCS#12 file as sent, with its passphrase."""

    content: bytes = field(repr=False)
    passphrase: str = field(repr=False)

    method = "pkcs12"


@dataclass(frozen=True, slots=True)
class Token:
    """A PKCS#11 token of the server: module, token label, label of key and certificate, PIN."""

    module: Path
    token: str
    label: str
    pin: str = field(repr=False)

    method = "pkcs11"


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """One signature of a paper and what can be said of it without a network.

    `trusted` None: no root certificate is set up, so nobody can say who stands behind it.
    """

    field_name: str
    subject: str
    issuer: str
    serial: str
    signed_at: dt.datetime | None
    intact: bool
    trusted: bool | None
    in_validity: bool
    only_signatures_after: bool
    reason: str = ""

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against it."""
        return self.intact and self.in_validity and self.trusted is not False


Key = KeyFile | Token


def sign(
    content: bytes, key: Key, *, name: str, reason: str, place: str, roots: Sequence[Path] = ()
) -> bytes:
    """Add one PAdES signature; what was there stays byte for byte.

    Refuses a wrong passphrase, a certificate out of its time, one that no root vouches for when
    roots are set up, a token that does not answer.
    """
    with _signer(key) as signer:
        certificate = signer.signing_cert
        if certificate is None:
            raise SignatureRefused("Tệp chứng thư số không có chứng thư. Xuất lại tệp .p12.")
        _check_time(certificate)
        trust = load_roots(roots)
        if trust and not _chained(certificate, signer, trust):
            raise SignatureRefused(
                f"Chứng thư của “{subject_of(certificate)}” không do tổ chức được tin cậy cấp. "
                "Dùng chứng thư khác, hoặc nhờ quản trị bổ sung chứng thư gốc."
            )
        meta = signers.PdfSignatureMetadata(
            field_name=name,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            reason=reason,
            location=place,
            name=subject_of(certificate),
        )
        try:
            writer = IncrementalPdfFileWriter(BytesIO(content))
            made = _apart(
                lambda: signers.sign_pdf(
                    writer, meta, signer=signer, new_field_spec=fields.SigFieldSpec(name)
                )
            )
        except (PdfError, SigningError, ValueError) as error:
            raise SignatureRefused(f"Không ký được tệp PDF: {error}.") from None
    return bytes(made.getbuffer())


def signatures_of(content: bytes, roots: Sequence[Path] = ()) -> list[SignatureFacts]:
    """Every signature of a paper in the order they were made."""
    trust = load_roots(roots)
    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        embedded = list(reader.embedded_regular_signatures)
        return [_facts(one, trust) for one in embedded]
    except PdfError as error:
        raise SignatureRefused(f"Không đọc được tệp PDF: {error}.") from None


def subject_of(certificate: x509.Certificate) -> str:
    """The common name, else the whole name of the holder."""
    named = certificate.subject.native
    return str(named.get("common_name") or named.get("organization_name") or "")[:300]


def holder(key: Key) -> str:
    """The name on the certificate of a key, before anything is signed with it."""
    with _signer(key) as signer:
        return subject_of(signer.signing_cert) if signer.signing_cert is not None else ""


def load_roots(places: Sequence[Path]) -> list[x509.Certificate]:
    """Root certificates of files and folders (PEM or DER). A file that is none is refused."""
    found: list[x509.Certificate] = []
    for place in places:
        files = (
            sorted(one for one in place.iterdir() if one.suffix.lower() in _ROOT_ENDINGS)
            if place.is_dir()
            else [place]
        )
        for one in files:
            try:
                raw = one.read_bytes()
                parts = (
                    [p for _, _, p in pem.unarmor(raw, multiple=True)] if pem.detect(raw) else [raw]
                )
                loaded = [x509.Certificate.load(part) for part in parts]
                _ = [certificate.subject.native for certificate in loaded]
            except (OSError, ValueError, TypeError):
                raise SignatureRefused(
                    f"Không đọc được chứng thư gốc {one.name}. Nhờ quản trị kiểm tra."
                ) from None
            found += loaded
    return found


@contextmanager
def _signer(key: Key) -> Iterator[signers.Signer]:
    if isinstance(key, Token):
        with _token_signer(key) as signer:
            yield signer
        return
    if not key.content or len(key.content) > MAX_KEY_BYTES:
        raise SignatureRefused("Chọn tệp chứng thư số .p12 hoặc .pfx (không quá 200 KB).")
    # Asked of `cryptography` first: pyHanko writes its own failures into the log.
    try:
        private, certificate, _ = pkcs12.load_key_and_certificates(
            key.content, key.passphrase.encode()
        )
    except ValueError:
        raise SignatureRefused(
            "Sai mật khẩu, hoặc tệp không phải chứng thư số .p12, .pfx. Thử lại."
        ) from None
    if private is None or certificate is None:
        raise SignatureRefused(
            "Tệp chứng thư số thiếu khóa riêng hoặc chứng thư. Xuất lại tệp có cả hai."
        )
    try:
        yield signers.SimpleSigner.load_pkcs12_data(
            key.content, other_certs=(), passphrase=key.passphrase.encode()
        )
    except NotImplementedError:
        raise SignatureRefused(
            "Loại khóa trong tệp này chưa được hỗ trợ. Dùng RSA, ECDSA."
        ) from None


@contextmanager
def _token_signer(key: Token) -> Iterator[signers.Signer]:
    try:
        from pkcs11 import PKCS11Error
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
    except ImportError:
        raise SignatureRefused(
            "Máy chủ chưa cài thư viện đọc thiết bị ký số. Nhờ quản trị cài phần mở rộng pkcs11."
        ) from None
    try:
        session = open_pkcs11_session(
            str(key.module), token_criteria=TokenCriteria(label=key.token), user_pin=key.pin
        )
    except (PKCS11Error, PdfError, OSError, RuntimeError) as error:
        raise SignatureRefused(
            f"Thiết bị ký số “{key.token}” không mở được ({type(error).__name__}). Kiểm tra thiết "
            "bị và mã PIN."
        ) from None
    try:
        signer = PKCS11Signer(session, cert_label=key.label, other_certs_to_pull=None)
        certificate = signer.signing_cert
        if certificate is not None and certificate.public_key.algorithm == "ec":
            # Many tokens sign a digest with an elliptic curve but do not make the digest.
            signer = PKCS11Signer(
                session, cert_label=key.label, other_certs_to_pull=None, use_raw_mechanism=True
            )
        yield signer
    except PKCS11Error as error:
        raise SignatureRefused(
            f"Thiết bị ký số không ký được với khóa “{key.label}” ({type(error).__name__})."
        ) from None
    finally:
        session.close()


def _check_time(certificate: x509.Certificate) -> None:
    now = dt.datetime.now(dt.UTC)
    if not certificate.not_valid_before <= now <= certificate.not_valid_after:
        raise SignatureRefused(
            f"Chứng thư của “{subject_of(certificate)}” có hiệu lực từ "
            f"{certificate.not_valid_before:%d/%m/%Y} đến {certificate.not_valid_after:%d/%m/%Y}. "
            "Gia hạn rồi ký lại."
        )


def _chained(
    certificate: x509.Certificate, signer: signers.Signer, trust: list[x509.Certificate]
) -> bool:
    from pyhanko_certvalidator import CertificateValidator

    others = list(signer.cert_registry) if signer.cert_registry is not None else []
    context = ValidationContext(trust_roots=trust, other_certs=others, allow_fetching=False)
    validator = CertificateValidator(certificate, validation_context=context)

    async def walk() -> ValidationPath:
        return await validator.async_validate_path()

    with _quiet():
        try:
            _apart(lambda: asyncio.run(walk()))
        except Exception:  # noqa: BLE001 - every kind of failed path is the same answer
            return False
    return True


def _facts(embedded: Any, trust: list[x509.Certificate]) -> SignatureFacts:
    certificate = embedded.signer_cert
    signed_at = embedded.self_reported_timestamp
    context = ValidationContext(
        trust_roots=trust, allow_fetching=False, moment=signed_at, best_signature_time=signed_at
    )
    with _quiet():
        try:
            status = _apart(
                lambda: validate_pdf_signature(embedded, signer_validation_context=context)
            )
        except Exception as error:  # noqa: BLE001 - a broken signature is an answer
            return _broken(embedded, type(error).__name__)
    moment = signed_at or dt.datetime.now(dt.UTC)
    covers = status.coverage in {
        SignatureCoverageLevel.ENTIRE_FILE,
        SignatureCoverageLevel.ENTIRE_REVISION,
    }
    return SignatureFacts(
        field_name=embedded.field_name,
        subject=subject_of(certificate),
        issuer=str(certificate.issuer.native.get("common_name") or "")[:300],
        serial=f"{certificate.serial_number:X}"[:60],
        signed_at=signed_at,
        intact=bool(status.intact and status.valid and covers),
        trusted=bool(status.trusted) if trust else None,
        in_validity=certificate.not_valid_before <= moment <= certificate.not_valid_after,
        only_signatures_after=bool(status.docmdp_ok),
    )


def _broken(embedded: Any, reason: str) -> SignatureFacts:
    certificate = getattr(embedded, "signer_cert", None)
    return SignatureFacts(
        field_name=str(getattr(embedded, "field_name", "")),
        subject=subject_of(certificate) if certificate is not None else "",
        issuer="",
        serial="",
        signed_at=None,
        intact=False,
        trusted=False,
        in_validity=False,
        only_signatures_after=False,
        reason=reason,
    )


def _apart(act: Callable[[], _T]) -> _T:
    """pyHanko runs a loop of its own; where one is running already it gets its own thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return act()
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(act).result()


@contextmanager
def _quiet() -> Iterator[None]:
    """A path that does not end at a root is an answer here, not an error of the program."""
    loggers = [logging.getLogger(name) for name in ("pyhanko", "pyhanko_certvalidator")]
    before = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for one, level in zip(loggers, before, strict=True):
            one.setLevel(level)
