"""What the address asks for beyond its path: words to search, a page number, a day; read leniently, never a fault."""
from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import request

from ..store.paging import Page


def words(name: str, longest: int = 60) -> str:
    """A search word from the query: printable, trimmed, cut to length."""
    return "".join(c for c in request.args.get(name, "") if c.isprintable()).strip()[:longest]


def one_of(name: str, known: Any) -> str:
    """A code from the query if it is a known one, else ''."""
    code = request.args.get(name, "")
    return code if code in known else ""


def page_number() -> int:
    """The page asked for, from 1."""
    text = request.args.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def day(name: str) -> date | None:
    """A day from the query (2026-11-23), or None."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def with_query(address: str, **changed: str) -> str:
    """An address with the present query, some of it changed."""
    return f"{address}?{urlencode(request.args.to_dict() | changed)}"


def turns(page: Page[Any]) -> dict[str, Any]:
    """What the pager macro needs: this list's neighbours with the same filter."""
    def at(number: int) -> str:
        return with_query(request.path, page=str(number))
    return {"page": page.page, "pages": page.pages, "total": page.total,
            "prev_url": at(page.page - 1) if page.page > 1 else None,
            "next_url": at(page.page + 1) if page.page < page.pages else None}
