"""Checks Ed25519 signatures (RFC 8032) with whole numbers alone, so that a verifier needs nothing but Python.

Nothing secret passes through here: keys are made and used for signing elsewhere.
"""
from __future__ import annotations

import hashlib

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493      # the order of the base point
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)                            # a square root of -1
Point = tuple[int, int, int, int]                         # extended coordinates X, Y, Z, T


def verify(key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether `signature` (64 bytes) is the key's (32 bytes) over `message`; malformed ones are not."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public, commitment = _point(key), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if public is None or commitment is None or scalar >= L:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = _times(scalar, BASE), _sum(commitment, _times(challenge, public))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def _sum(a: Point, b: Point) -> Point:
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    m, n = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(scalar: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _sum(total, point)
        point = _sum(point, point)
        scalar >>= 1
    return total


def _point(data: bytes) -> Point | None:
    """The point written in 32 bytes, or None if they are not the one way to write a point."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= P:
        return None
    x = _root((y * y - 1) * pow(D * y * y + 1, P - 2, P) % P)
    if x is None or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def _root(square: int) -> int | None:
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    return None if (x * x - square) % P else x


_Y = 4 * pow(5, P - 2, P) % P
_X = _root((_Y * _Y - 1) * pow(D * _Y * _Y + 1, P - 2, P) % P) or 0
_X = _X if _X % 2 == 0 else P - _X
BASE: Point = (_X, _Y, 1, _X * _Y % P)
