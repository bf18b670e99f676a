"""Canonical JSON (the rules of RFC 8785 for text, integers, booleans and null), its strict reader, and hashes."""
from __future__ import annotations

import hashlib
import json
from typing import Any

MOST = 2 ** 53 - 1      # the whole numbers that every reader of JSON takes exactly


class CanonicalError(ValueError):
    """The text is not the JSON this product writes; the message is a Chinese sentence."""


def encode(value: Any) -> bytes:
    """The one way to write `value`: keys in UTF-16 order, no spaces, UTF-8. Floats and great integers are refused."""
    return json.dumps(_in_order(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def digest(data: bytes) -> str:
    """Hex SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def decode(text: str, most: int = 200_000_000) -> Any:
    """The value written in `text`; duplicate keys, floats, NaN, great integers and too much of it are refused."""
    if len(text) > most:
        raise CanonicalError(f"文件超过 {most} 个字符")
    try:
        return json.loads(text, object_pairs_hook=_pairs, parse_float=_no_float, parse_int=_integer,
                          parse_constant=_no_float)
    except CanonicalError:
        raise
    except (ValueError, RecursionError) as error:
        raise CanonicalError(f"不是完整的 JSON（{type(error).__name__}），文件可能被截断或改动过") from None


def _in_order(value: Any) -> Any:
    """The value with every mapping's keys in UTF-16 order; floats, great integers and what is no JSON are refused."""
    if isinstance(value, dict):
        return {key: _in_order(value[key]) for key in _keys(value)}
    if isinstance(value, (list, tuple)):
        return [_in_order(item) for item in value]
    if value is None or isinstance(value, str) or (isinstance(value, int) and abs(value) <= MOST):
        return value
    raise CanonicalError(f"canonical JSON cannot hold {type(value).__name__}")


def _keys(value: dict[Any, Any]) -> list[str]:
    if not all(isinstance(key, str) for key in value):
        raise CanonicalError("canonical JSON keys are text")
    if any(key and max(key) > "\ud7ff" for key in value):  # only there do code points and UTF-16 sort apart
        return sorted(value, key=lambda k: k.encode("utf-16-be", "surrogatepass"))
    return sorted(value)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, value in pairs:
        if key in out:
            raise CanonicalError(f"键“{key}”出现两次")
        out[key] = value
    return out


def _integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > MOST:
        raise CanonicalError(f"出现了过大的整数“{text[:40]}”")
    return int(text)


def _no_float(text: str) -> Any:
    raise CanonicalError(f"出现了小数或非数字“{text}”，快照里的分值都写成文字")
