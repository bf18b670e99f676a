"""The signature on a published file: what is signed, and whether it is right."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .ed25519 import verify

ALGORITHM = "Ed25519"
PREFIX = "scoring-snapshot-1 "      # so that a signature of this key can mean nothing but a snapshot
Sign = Callable[[bytes], Mapping[str, str]]     # a message → {"algorithm", "key", "value"}, the latter two in hex


def message_of(algorithm: str, digest: str) -> bytes:
    """The bytes that are signed: the prefix, the digest algorithm, the snapshot's digest in hex, as ASCII."""
    return f"{PREFIX}{algorithm} {digest}".encode("ascii")


def faults(file: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a file's signature; nothing where there is none."""
    if "signature" in file:
        yield from faults_of(file["signature"], message_of(str(file["algorithm"]), str(file["digest"])))


def faults_of(given: Any, message: bytes) -> Iterator[str]:
    """What is wrong with a signature over a message."""
    if not isinstance(given, dict) or set(given) != {"algorithm", "key", "value"}:
        yield "签名的写法不对：应有 algorithm、key、value 三项"
    elif given["algorithm"] != ALGORITHM:
        yield f"不认识的签名算法“{given['algorithm']}”"
    elif not (_hex(given["key"], 64) and _hex(given["value"], 128)):
        yield "签名的写法不对：公钥是 64 个、签名是 128 个小写十六进制字符"
    elif not verify(bytes.fromhex(given["key"]), bytes.fromhex(given["value"]), message):
        yield "签名与内容不符：不是这个公钥签的，或者签过以后改动过"


def _hex(text: Any, length: int) -> bool:
    return isinstance(text, str) and len(text) == length and set(text) <= set("0123456789abcdef")
