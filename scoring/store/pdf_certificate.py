"""The certificate with which a site signs the PDFs it gives out, for readers such as Adobe's; optional.

It is a PKCS#12 file named in the settings, read when the site starts: a mistake shows then, not at a download.
"""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7, pkcs12
from cryptography.x509 import Certificate
from flask import Flask, current_app

from .. import clock
from ..core.pdf_signature import Stamp, stamped
from ..errors import ScoringError

REASON = "公布考核结果"
HOW = "请检查 settings.toml 里的 pdf_certificate 和 pdf_certificate_password_file，或者把它们留空。"


class CertificateError(ScoringError):
    """The certificate cannot be used; the sentence says why and what to do."""


@dataclass(frozen=True)
class Signer:
    """A private key, its certificate, and those that lead from it to a root."""

    key: RSAPrivateKey | EllipticCurvePrivateKey
    certificate: Certificate
    chain: tuple[Certificate, ...]

    def cms(self, message: bytes) -> bytes:
        """A detached signature of a message, in DER."""
        builder = pkcs7.PKCS7SignatureBuilder().set_data(message).add_signer(self.certificate, self.key, SHA256())
        for one in self.chain:
            builder = builder.add_certificate(one)
        options = pkcs7.PKCS7Options
        return builder.sign(Encoding.DER, [options.DetachedSignature, options.Binary, options.NoCapabilities])


def prepare(app: Flask, site: Path, certificate: str, password_file: str) -> None:
    """Reads the certificate, if there is one. Raises CertificateError where it cannot be used."""
    signer = read(site / certificate, site / password_file if password_file else None) if certificate else None
    app.extensions["scoring_certificate"] = signer


def read(file: Path, password_file: Path | None) -> Signer:
    """The key and certificates of a PKCS#12 file."""
    try:
        password = password_file.read_text(encoding="utf-8").strip().encode() if password_file else None
        key, certificate, chain = pkcs12.load_key_and_certificates(file.read_bytes(), password or None)
    except OSError as error:
        raise CertificateError(f"签名证书打不开：{error.filename}（{error.strerror}）。{HOW}") from None
    except ValueError:
        raise CertificateError(f"签名证书 {file} 读不出来：密码不对，或者不是 PKCS#12 文件。{HOW}") from None
    if certificate is None or not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise CertificateError(f"签名证书 {file} 里要有一个 RSA 或 ECDSA 的私钥和它的证书。{HOW}")
    return Signer(key, certificate, tuple(chain))


def signed(pdf: bytes) -> bytes:
    """The PDF with a signature behind it, as an incremental update; as it was where no certificate is set."""
    signer: Signer | None = current_app.extensions["scoring_certificate"]
    if signer is None:
        return pdf
    place = str(current_app.extensions["scoring"].office_name)
    return stamped(pdf, Stamp(REASON, place, f"{clock.now():%Y%m%d%H%M%S}"), signer.cms)
