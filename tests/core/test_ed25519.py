"""Signatures are accepted exactly where a library of long standing accepts them; the vectors are RFC 8032's."""
from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.core.ed25519 import L, verify

VECTORS = [  # RFC 8032, section 7.1: public key, message, signature
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
]


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_the_vectors_of_the_standard(key: str, message: str, signature: str) -> None:
    parts = bytes.fromhex(key), bytes.fromhex(signature), bytes.fromhex(message)
    assert verify(*parts) is True
    assert verify(parts[0], parts[1], parts[2] + b"x") is False


@settings(max_examples=20, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 511))
def test_one_bit_makes_it_false(seed: bytes, message: bytes, bit: int) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key, signature = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw), private.sign(message)
    turned = bytearray(signature)
    turned[bit // 8] ^= 1 << bit % 8
    assert (verify(key, signature, message), verify(key, bytes(turned), message)) == (True, False)


def test_a_second_form_of_the_same_signature_is_refused() -> None:
    key, message, signature = (bytes.fromhex(part) for part in VECTORS[1])
    scalar = int.from_bytes(signature[32:], "little") + L
    assert verify(key, signature[:32] + scalar.to_bytes(32, "little"), message) is False
    assert [verify(key[:31], signature, message), verify(key, signature + b"\0", message), verify(b"\xff" * 32, signature, message)] == [
        False, False, False]
