"""Writes the YAML of a draft: texts quoted where they need it, so that each is read back exactly."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from scoring.core import points as p

_PLAIN = re.compile(r"(?:\d+年)?[\u4e00-\u9fffA-Za-z《“][\u4e00-\u9fffA-Za-z0-9（）、，。；《》“”％·.-]{0,80}")
_BARE = re.compile(r"[a-z][a-z0-9_-]*|[0-9]{1,9}(\.[0-9]{1,4})?")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LONG = 60


def scalar(text: str) -> str:
    """`text` as one YAML scalar on one line."""
    if _PLAIN.fullmatch(text):
        return text
    return '"' + re.sub(r'[\\"\n\r\t]', lambda m: _ESCAPES[m.group()], text) + '"'


def flow(value: Any) -> str:
    """A parameter in flow style: {rule: per_entry, each: 0.5}."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(str(k))}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    text = str(value)
    return text if _BARE.fullmatch(text) else scalar(text)


def entry(key: str, text: str, indent: str) -> list[str]:
    """`key: text`; a long text, or one of several lines, as a block."""
    if ("\n" not in text and len(text) <= _LONG) or re.search(r"[\r\t]", text) or text != text.strip():
        return [f"{indent}{key}: {scalar(text)}"]
    return [f"{indent}{key}: |-", *(f"{indent}  {line}" if line else "" for line in text.split("\n"))]


def comment(words: str, indent: str) -> list[str]:
    """A comment; every line of it opens with #."""
    first, *rest = re.split(r"\r\n|\r|\n", words)
    return [f"{indent}# {first}".rstrip(), *(f"{indent}#   {line}".rstrip() for line in rest)]


def quote(text: str, limit: int = 60) -> str:
    """`text` fit to be quoted in a comment: one line, at most `limit` characters."""
    return p.shorten(" ".join(text.split()), limit)


def comments(many: Iterable[str], indent: str) -> list[str]:
    """Several comments, one below the other."""
    return [line for words in many for line in comment(words, indent)]
