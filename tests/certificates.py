"""A certificate for tests, self-made, as PKCS#12 files."""
from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

PASSWORD = "印章 1234"


def key_of(kind: str) -> Any:
    """A new private key, 'rsa' or 'ec'."""
    return ec.generate_private_key(ec.SECP256R1()) if kind == "ec" else rsa.generate_private_key(65537, 2048)


def certificate(folder: Path, kind: str = "ec", password: str = "") -> tuple[Path, x509.Certificate]:
    """The file of a certificate of 示例县考核办 good from 2020 to 2050, and the certificate."""
    key = key_of(kind)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "示例县考核办")])
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(1).not_valid_before(datetime(2020, 1, 1, tzinfo=UTC)).not_valid_after(datetime(2050, 1, 1, tzinfo=UTC))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(True, True, False, False, False, False, False, False, False), critical=True)
            .sign(key, SHA256()))
    locked = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    file = folder / f"{kind}.p12"
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"office", key, made, None, locked))
    return file, made
