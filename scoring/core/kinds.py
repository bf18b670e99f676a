"""The kinds of fact: the one validator for form, API, spreadsheet and YAML.

A kind's `parse(raw)` takes text, a list or mapping of text, or a JSON scalar, and gives a value or raises
`FactError`. `dump(value)` gives its one canonical JSON form, and `parse(dump(v)) == v`. `show(value)` is for people.
"""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from . import points

NOT_DONE = "not_done"
NOT_APPLICABLE = "not_applicable"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YES = {"yes", "true", "是"}
_NO = {"no", "false", "否"}


class FactError(ValueError):
    """What was filled in cannot be taken. `path` leads from the leaf to the part at fault."""

    def __init__(self, sentence: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.path = path


def text_of(raw: Any) -> str:
    """Text of a scalar: JSON integers are taken as typed, booleans and everything else are refused."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        return str(raw)
    if isinstance(raw, Decimal):
        return points.show(raw)
    if not isinstance(raw, str):
        raise FactError("这里要填一个值，收到的是别的结构")
    return unicodedata.normalize("NFKC", raw).strip()


def number_of(raw: Any) -> Decimal:
    """The number written in a scalar; raises FactError."""
    try:
        return points.read(text_of(raw))
    except points.NumberError as error:
        raise FactError(str(error)) from None


def named(raw: Any, names: Iterable[str]) -> str | None:
    """The name that a scalar means: as written, or alike but for full-width signs, such as 优（一）; None if none."""
    known = tuple(names)
    if isinstance(raw, str) and raw in known:
        return raw
    text = text_of(raw)
    return next((name for name in known if text_of(name) == text), None)


def clean_text(raw: Any, limit: int) -> str:
    """Text without control characters and zero-width marks at its ends; newlines are kept."""
    if not isinstance(raw, str):
        raise FactError("这里要填文字")
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    for c in text:
        if (unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"):
            raise FactError(f"文字里有不能保存的控制字符（U+{ord(c):04X}），请删掉后重填")
    if not text.strip("\u200b\u200c\u200d\u2060\ufeff \t\n\u3000"):
        text = ""
    if len(text) > limit:
        raise FactError(f"最多 {limit} 个字，现在有 {len(text)} 个，请删短")
    return text.strip()


@dataclass(frozen=True)
class Count:
    """A whole number from 0 to 999,999,999."""

    def parse(self, raw: Any) -> int:
        value = number_of(raw)
        if value != value.to_integral_value():
            raise FactError(f"“{points.shorten(text_of(raw))}”不是整数，件数、次数、条数要填整数")
        if value < 0:
            raise FactError("数量不能小于 0")
        return int(value)

    def dump(self, value: int) -> int:
        return value

    def show(self, value: int) -> str:
        return str(value)


@dataclass(frozen=True)
class Number:
    """A decimal with up to four places, within limits where the rule has them."""

    least: Decimal | None = None
    most: Decimal | None = None

    def parse(self, raw: Any) -> Decimal:
        value = number_of(raw)
        if self.least is not None and value < self.least:
            raise FactError(f"不能小于 {points.show(self.least)}")
        if self.most is not None and value > self.most:
            raise FactError(f"不能大于 {points.show(self.most)}")
        return value

    def dump(self, value: Decimal) -> str:
        return points.show(value)

    def show(self, value: Decimal) -> str:
        return points.show(value)


@dataclass(frozen=True)
class Judged:
    """Points given by a reviewer: from 0 to `most` in steps of `step`."""

    most: Decimal
    step: Decimal

    def parse(self, raw: Any) -> Decimal:
        value = number_of(raw)
        if not 0 <= value <= self.most:
            raise FactError(f"要在 0 到 {points.show(self.most)} 分之间")
        if value % self.step:
            raise FactError(f"要按 {points.show(self.step)} 分一档给分")
        return value

    def dump(self, value: Decimal) -> str:
        return points.show(value)

    def show(self, value: Decimal) -> str:
        return f"{points.show(value)} 分"


@dataclass(frozen=True)
class YesNo:
    """Yes or no."""

    def parse(self, raw: Any) -> bool:
        if isinstance(raw, bool):
            return raw
        text = text_of(raw)
        if text in _YES:
            return True
        if text in _NO:
            return False
        raise FactError(f"“{points.shorten(text)}”看不出是或否，请填“是”或“否”（YAML 里写 yes 或 no）")

    def dump(self, value: bool) -> bool:
        return value

    def show(self, value: bool) -> str:
        return "是" if value else "否"


@dataclass(frozen=True)
class Option:
    """One thing that can be ticked."""

    id: str
    title: str


@dataclass(frozen=True)
class Ticks:
    """Ticks among options, by id or title; the value is the ids in the options' order."""

    options: tuple[Option, ...]

    def parse(self, raw: Any) -> tuple[str, ...]:
        items = [p for p in re.split(r"[、,，;；]", raw) if p.strip()] if isinstance(raw, str) else raw
        if not isinstance(items, (list, tuple)):
            raise FactError("这里要列出已具备的各项，例如 [机构, 牌子]")
        known = {o.title: o.id for o in self.options} | {o.id: o.id for o in self.options}
        chosen: set[str] = set()
        for item in items:
            name = named(item, known)
            if name is None:
                titles = "、".join(o.title for o in self.options)
                raise FactError(f"没有“{points.shorten(text_of(item))}”这一项，可选：{titles}")
            chosen.add(known[name])
        return tuple(o.id for o in self.options if o.id in chosen)

    def dump(self, value: tuple[str, ...]) -> list[str]:
        return list(value)

    def show(self, value: tuple[str, ...]) -> str:
        return "、".join(o.title for o in self.options if o.id in value) or "一项也没有"


@dataclass(frozen=True)
class Day:
    """A date written 2024-01-28, from 1990 to 2100."""

    def parse(self, raw: Any) -> date:
        if isinstance(raw, date):
            return raw
        text = text_of(raw)
        try:
            day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
        except ValueError:
            raise FactError(f"“{text}”这一天不存在，请核对年月日") from None
        if day is None or not 1990 <= day.year <= 2100:
            raise FactError(f"“{points.shorten(text)}”不是可用的日期，请写成 2024-01-28 这样")
        return day

    def dump(self, value: date) -> str:
        return value.isoformat()

    def show(self, value: date) -> str:
        return f"{value.year} 年 {value.month} 月 {value.day} 日"


@dataclass(frozen=True)
class DayOrNot:
    """A date, or the word that it was not done."""

    def parse(self, raw: Any) -> date | str:
        if isinstance(raw, str) and raw.strip() in (NOT_DONE, "未完成"):
            return NOT_DONE
        return Day().parse(raw)

    def dump(self, value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()

    def show(self, value: date | str) -> str:
        return "未完成" if isinstance(value, str) else Day().show(value)


@dataclass(frozen=True)
class Level:
    """One of several named levels."""

    levels: tuple[str, ...]

    def parse(self, raw: Any) -> str:
        level = named(raw, self.levels)
        if level is None:
            raise FactError(f"没有“{points.shorten(text_of(raw))}”这一档，可选：{'、'.join(self.levels)}")
        return level

    def dump(self, value: str) -> str:
        return value

    def show(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Text:
    """A note of at most `limit` characters; a `person`'s name is masked before anything is published."""

    limit: int = 2000
    person: bool = False

    def parse(self, raw: Any) -> str:
        return clean_text(raw, self.limit)

    def dump(self, value: str) -> str:
        return value

    def show(self, value: str) -> str:
        return value
