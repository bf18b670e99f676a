"""The site's keys for signing what it publishes: made once, rotated on purpose, the public halves shown to everyone.

They lie in one file of the site's folder that only its owner may read. An old key is never used again, but its
public half stays listed: what it signed stays verifiable.
"""
from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from flask import Flask, current_app

from .. import clock
from ..core import paper
from ..core.signature import ALGORITHM, Sign

FILE = "signing_keys.json"


@dataclass(frozen=True)
class Key:
    """A key: its public half in hex, when it was made and when it was replaced ('' still in use), as UTC text."""

    public: str
    made_at: str
    replaced_at: str = ""


@dataclass(frozen=True)
class _Stored(Key):
    secret: str = ""


def prepare(app: Flask, site: Path) -> None:
    """Tells the app where its keys lie."""
    app.extensions["scoring_keys"] = site / FILE


def listed() -> tuple[Key, ...]:
    """Every key of the site, the one in use last; the first is made when it is first asked for."""
    return tuple(Key(k.public, k.made_at, k.replaced_at) for k in _stored())


def rotate() -> Key:
    """A new key in use; the one before signs nothing more."""
    now, before = _now(), _stored()
    kept = [*before[:-1], _Stored(before[-1].public, before[-1].made_at, now, "")]
    made = _made(now)
    _write([*kept, made])
    return Key(made.public, made.made_at)


def signer() -> Sign:
    """Signs with the key in use."""
    return _signer(_stored()[-1])


def on_paper(pdf: bytes) -> bytes:
    """A scorecard with a signature over its pages, if the key in use signed its snapshot; else as it was."""
    stored, said = _stored()[-1], paper.detached(pdf).get("signature", {})
    return paper.signed(pdf, _signer(stored)) if said.get("key") == stored.public else pdf


def _signer(stored: _Stored) -> Sign:
    def sign(message: bytes) -> Mapping[str, str]:
        private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(stored.secret))
        return {"algorithm": ALGORITHM, "key": stored.public, "value": private.sign(message).hex()}

    return sign


def _stored() -> list[_Stored]:
    path: Path = current_app.extensions["scoring_keys"]
    if not path.exists():
        _write([_made(_now())])
    return [_Stored(**one) for one in json.loads(path.read_text(encoding="utf-8"))]


def _made(now: str) -> _Stored:
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    secret = private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()).hex()
    return _Stored(public, now, "", secret)


def _write(stored: list[_Stored]) -> None:
    """Whole or not at all, readable by its owner alone."""
    path: Path = current_app.extensions["scoring_keys"]
    half = path.with_name(f".{path.name}-half")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump([asdict(one) for one in stored], file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    os.replace(half, path)


def _now() -> str:
    return clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
