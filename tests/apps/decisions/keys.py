"""Certificates of a make-believe authority, for tests of signing. Made once per process."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

PASSPHRASE = "mật-khẩu-của-tệp"
_ONE = dt.timedelta(days=1)


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs, content_commitment=signs, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=not signs,
        crl_sign=not signs, encipher_only=False, decipher_only=False,
    )  # fmt: skip


@cache
def authority(common: str = "CA thử nghiệm") -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(common))
        .issuer_name(_name(common))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 10 * _ONE)
        .not_valid_after(now + 3650 * _ONE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .sign(key, hashes.SHA256())
    )
    return key, made


@cache
def key_file(
    holder: str, *, by: str = "CA thử nghiệm", from_day: int = -5, days: int = 365
) -> bytes:
    """A PKCS#12 file for `holder`, valid from a day counted from today."""
    signing, root = authority(by)
    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    start = now + from_day * _ONE
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(holder))
        .issuer_name(root.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + days * _ONE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .sign(signing, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        b"k", key, made, [root], serialization.BestAvailableEncryption(PASSPHRASE.encode())
    )


def root_file(folder: Path, by: str = "CA thử nghiệm") -> Path:
    place = folder / "goc.pem"
    place.write_bytes(authority(by)[1].public_bytes(serialization.Encoding.PEM))
    return place
