"""SM3 (GB/T 32905-2016) with whole numbers alone, for machines whose Python has no such hash."""
from __future__ import annotations

import struct

START = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)
WORD = 0xFFFFFFFF


def sm3(data: bytes) -> bytes:
    """The 32 bytes of the hash."""
    padded = data + b"\x80" + bytes((55 - len(data)) % 64) + struct.pack(">Q", len(data) * 8)
    state: tuple[int, ...] = START
    for at in range(0, len(padded), 64):
        state = _compressed(state, padded[at:at + 64])
    return struct.pack(">8I", *state)


def _turned(word: int, by: int) -> int:
    by %= 32
    return (word << by | word >> (32 - by)) & WORD


def _spread(word: int) -> int:
    return word ^ _turned(word, 15) ^ _turned(word, 23)


def _compressed(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    words = list(struct.unpack(">16I", block))
    for n in range(16, 68):
        mixed = words[n - 16] ^ words[n - 9] ^ _turned(words[n - 3], 15)
        words.append(_spread(mixed) ^ _turned(words[n - 13], 7) ^ words[n - 6])
    a, b, c, d, e, f, g, h = state
    for n in range(64):
        constant, early = (0x79CC4519, True) if n < 16 else (0x7A879D8A, False)
        first = _turned((_turned(a, 12) + e + _turned(constant, n)) & WORD, 7)
        second = first ^ _turned(a, 12)
        left = (a ^ b ^ c) if early else (a & b | a & c | b & c)
        right = (e ^ f ^ g) if early else (e & f | ~e & g)
        above = (left + d + second + (words[n] ^ words[n + 4])) & WORD
        below = (right + h + first + words[n]) & WORD
        a, b, c, d = above, a, _turned(b, 9), c
        e, f, g, h = below ^ _turned(below, 9) ^ _turned(below, 17), e, _turned(f, 19), g
    return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True))
