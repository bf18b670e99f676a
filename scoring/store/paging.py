"""Long lists, a page at a time; of rows, one statement counts and one reads."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from .database import db

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """The rows of one page, which page it is, of how many, and how many rows there are in all."""

    rows: tuple[T, ...]
    page: int
    pages: int
    total: int


def page_of(chosen: Select[Any], page: int, size: int, options: Sequence[Any] = ()) -> Page[Any]:
    """Page `page` (from 1; beyond the ends: the nearest) of an ordered SELECT of rows."""
    total = db.session.scalar(select(func.count()).select_from(chosen.order_by(None).subquery())) or 0
    page, pages = _within(page, total, size)
    rows = db.session.scalars(chosen.options(*options).offset((page - 1) * size).limit(size)).all()
    return Page(tuple(rows), page, pages, total)


def page_among(rows: Sequence[T], page: int, size: int) -> Page[T]:
    """The same of what has been read already."""
    page, pages = _within(page, len(rows), size)
    return Page(tuple(rows[(page - 1) * size:page * size]), page, pages, len(rows))


def _within(page: int, total: int, size: int) -> tuple[int, int]:
    pages = max(1, -(-total // size))
    return min(max(1, page), pages), pages
