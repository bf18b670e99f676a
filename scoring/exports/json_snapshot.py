"""`json_snapshot`: the published file itself, byte for byte what `scoring verify` reads.

It cannot be cut: a publication that does not list every unit to everybody has no such file to hand out.
"""
from __future__ import annotations

from scoring.core.published import Published
from scoring.errors import NotFound

from ._text import file_name

NAME = "json_snapshot"
TITLE = "结果快照（JSON，可用 scoring verify 核验）"
MEDIA_TYPE = "application/json"
SCOPE = "all"
UNCUT = True


def filename(published: Published, subject: str) -> str:
    """'苍溪县 2024 年考核-结果快照-0123456789ab.json'."""
    return file_name(published.title, "结果快照", published.digest[:12], suffix="json")


def render(published: Published, subject: str) -> bytes:
    """The file's text `subject` as it is; refused where it is another publication's, or the release is not whole."""
    if not published.release.whole or f'"digest":"{published.digest}"' not in subject:
        raise NotFound
    return subject.encode("utf-8")
