"""The digest algorithms: SM3 by its standard's examples, and against OpenSSL where it has it."""
from __future__ import annotations

import hashlib

import pytest

from scoring.core.digests import ALGORITHMS
from scoring.core.sm3 import sm3

# GB/T 32905-2016, appendix A: "abc", and "abcd" sixteen times.
STANDARD = {
    b"abc": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    b"abcd" * 16: "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
}


@pytest.mark.parametrize("data", STANDARD)
def test_sm3_by_the_standard(data: bytes) -> None:
    assert (sm3(data).hex(), ALGORITHMS["sm3"].hex(data)) == (STANDARD[data], STANDARD[data])


@pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="这台机器的 OpenSSL 没有 SM3，没有可以对照的")
@pytest.mark.parametrize("length", [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000])
def test_sm3_at_every_edge_of_a_block(length: int) -> None:
    data = bytes(n * 7 % 256 for n in range(length))
    assert sm3(data) == hashlib.new("sm3", data).digest()


def test_the_names_files_may_use() -> None:
    assert {name: (a.name, a.title, a.hex(b"")) for name, a in ALGORITHMS.items()} == {
        "sha256": ("sha256", "SHA-256", hashlib.sha256(b"").hexdigest()),
        "sm3": ("sm3", "SM3", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b")}
