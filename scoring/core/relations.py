"""`checks`: relations between facts that must hold, told to the unit before it submits. They give no points.

A term is `leaf` (its main field), `leaf.field`, `leaf.field.key` (a kind, a period), or a number. A whole `record`
leaf as a term means every column of that name in turn. A rate given as done and due is no figure of its own.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from . import points as p
from .facts import Count, Field, Number, Periods, PerKind, Rate
from .rule import param
from .shape import Path, Problem, nearest

if TYPE_CHECKING:  # the ruleset holds relations, so at run time the import goes the other way
    from .ruleset import Indicator, Ruleset
    from .sheet import Sheet, View


@dataclass(frozen=True)
class Relation:
    """One relation: exactly one of sum, rate, at_most, difference; what it must equal; what to say if it does not."""

    sum: tuple[str, ...] | None = param("相加", default=None, told="这些数据之和")
    rate: tuple[str, ...] | None = param("百分率：分子、分母", default=None, told="[分子, 分母]，折成百分率")
    at_most: tuple[str, ...] | None = param("前一个不大于后一个", default=None, told="[甲, 乙]，甲不大于乙")
    difference: tuple[str, ...] | None = param("前一个减后一个", default=None, told="[甲, 乙]，甲减乙")
    equals: str | None = param("等于", default=None, told="一个数据或一个数")
    equals_sum: tuple[str, ...] | None = param("等于这些之和", default=None, told="另一些数据之和")
    places: int = param("百分率保留小数", "位", default=2, told="折成百分率时保留几位")
    say: str = param("不符时说什么", default="", told="不符时告诉单位什么")
    level: Literal["error", "warning"] = param(
        "轻重", default="error", told="error 要改好才能送签审，warning 可以写明原因")

    def terms(self) -> tuple[str, ...]:
        """Every term named in it, as written."""
        right = (self.equals,) if self.equals is not None else ()
        return (*(self.sum or ()), *(self.rate or ()), *(self.at_most or ()), *(self.difference or ()),
                *right, *(self.equals_sum or ()))

    def kind(self) -> str:
        """Which of the four it is; '' if none."""
        return next((k for k in ("sum", "rate", "at_most", "difference") if getattr(self, k) is not None), "")


@dataclass(frozen=True)
class Finding:
    """A relation that does not hold: what to say, with the figures; the leaves it is about, in the order named."""

    number: int             # position in the ruleset's checks, from 0
    sentence: str
    level: str
    leaves: tuple[str, ...]


@dataclass(frozen=True)
class _Term:
    """Where a figure stands: a leaf, one of its fields, a key inside the field; or a number."""

    leaf: Indicator | None = None
    field: Field | None = None
    key: str = ""
    number: Decimal | None = None

    def value(self, sheet: Sheet, view: View) -> Decimal | None:
        """The figure on a sheet, or None where it is not filled in."""
        if self.leaf is None or self.field is None:
            return self.number
        facts = sheet.facts_in(self.leaf.id, view)
        if facts is None or sheet.not_applicable_in(self.leaf.id, view):
            return None
        found = facts.get(self.field.name)
        if self.key:
            found = found.get(self.key) if found is not None else None
        return Decimal(found) if isinstance(found, (int, Decimal)) and not isinstance(found, bool) else None

    def words(self) -> str:
        """How a person calls it."""
        if self.leaf is None or self.field is None:
            return p.show(self.number or p.ZERO)
        several = len(self.leaf.asked_fields()) > 1
        column = f"“{self.field.label}”" if several else ""
        return f"{self.leaf.title}{column}" + (f"“{self.key}”" if self.key else "")


def examine(ruleset: Ruleset, sheet: Sheet, view: View = "claimed") -> tuple[Finding, ...]:
    """Every relation that does not hold on a sheet; relations with a figure missing are passed over."""
    return tuple(found for n, relation in enumerate(ruleset.checks)
                 for column in _columns(ruleset, relation) or ("",)
                 if (found := _examine(ruleset, relation, n, column, sheet, view)) is not None)


def lint_relations(ruleset: Ruleset) -> Iterator[Problem]:
    """What is wrong with the relations as written."""
    for n, relation in enumerate(ruleset.checks):
        path: Path = ("checks", n)
        kinds = [k for k in ("sum", "rate", "at_most", "difference") if getattr(relation, k) is not None]
        if len(kinds) != 1:
            yield Problem(path, "一条核对写 sum、rate、at_most、difference 中的一种，写且只写一种")
            continue
        yield from _lint_form(relation, kinds[0], path)
        columns = _columns(ruleset, relation)
        for word in relation.terms():
            wrong = _fault(ruleset, word, columns)
            if wrong:
                yield Problem(path, wrong)


def _lint_form(relation: Relation, kind: str, path: Path) -> Iterator[Problem]:
    for key in ("sum", "equals_sum"):
        if getattr(relation, key) == ():
            yield Problem((*path, key), f"{key} 是空的，至少写一个数据")
    if kind != "sum" and len(getattr(relation, kind)) != 2:
        yield Problem((*path, kind), f"{kind} 要写两个数据，例如 [办结, 受理]")
    rights = (relation.equals is not None) + (relation.equals_sum is not None)
    if kind == "at_most" and rights:
        yield Problem(path, "at_most 不用写 equals")
    if kind != "at_most" and rights != 1:
        yield Problem(path, "要写 equals（等于哪个数据）或 equals_sum（等于哪些数据之和），写且只写一个")
    if not 0 <= relation.places <= p.PLACES:
        yield Problem((*path, "places"), f"保留小数可写 0 到 {p.PLACES} 位，现在是 {relation.places}")


def _whole_records(ruleset: Ruleset, relation: Relation) -> list[Indicator]:
    leaves = [ruleset.leaf(word) for word in relation.terms()]
    return [leaf for leaf in leaves if leaf is not None and leaf.rule_name == "record" and len(leaf.asked_fields()) > 1]


def _columns(ruleset: Ruleset, relation: Relation) -> tuple[str, ...]:
    """The columns of figures that all whole records in the relation share; () where there is no whole record."""
    records = _whole_records(ruleset, relation)
    if not records:
        return ()
    shared = [f.name for f in records[0].asked_fields() if isinstance(f.kind, Count | Number)]
    return tuple(name for name in shared if all(name in {f.name for f in leaf.asked_fields()} for leaf in records))


def _fault(ruleset: Ruleset, word: str, columns: tuple[str, ...]) -> str:
    try:
        term = _term(ruleset, word, columns[0] if columns else "")
    except LookupError as error:
        return str(error.args[0])
    if term.field is None:
        return ""
    kind = term.field.kind
    if isinstance(kind, PerKind | Periods) and not term.key:
        one = "类" if isinstance(kind, PerKind) else "期"
        return f"“{word}”是分{one}填的，要写明是哪一{one}"
    if not isinstance(kind, Count | Number | PerKind | Periods | Rate):
        return f"“{word}”填的不是数，不能核对"
    return ""


def _term(ruleset: Ruleset, word: str, column: str) -> _Term:
    """The figure a word names; raises LookupError with a sentence."""
    try:
        return _Term(number=p.read(word))
    except p.NumberError:
        pass
    leaf_id, _, rest = word.partition(".")
    leaf = ruleset.leaf(leaf_id)
    if leaf is None:
        hint = nearest(leaf_id, tuple(other.id for other in ruleset.leaves))
        raise LookupError(f"规则里没有编号为“{p.shorten(leaf_id)}”的末级指标{hint}")
    fields = {f.name: f for f in leaf.asked_fields()}
    name, _, key = rest.partition(".")
    if not name:
        name = column if column and len(fields) > 1 and leaf.rule_name == "record" else next(iter(fields), "")
    if name not in fields:
        raise LookupError(f"“{p.shorten(leaf.title)}”没有“{p.shorten(name)}”这一栏，可写：{'、'.join(fields)}")
    kind = fields[name].kind
    keys = kind.kinds if isinstance(kind, PerKind) else kind.keys if isinstance(kind, Periods) else ()
    if key and key not in keys:
        known = "、".join(keys) or "（没有）"
        raise LookupError(f"“{p.shorten(leaf.title)}”没有“{p.shorten(key)}”这一类，可写：{known}")
    return _Term(leaf, fields[name], key)


def _examine(ruleset: Ruleset, relation: Relation, number: int, column: str, sheet: Sheet,
             view: View) -> Finding | None:
    terms = {word: _term(ruleset, word, column) for word in relation.terms()}
    values = {word: term.value(sheet, view) for word, term in terms.items()}
    if any(value is None for value in values.values()):
        return None
    known = {word: value for word, value in values.items() if value is not None}
    wrong = _wrong(relation, known, terms)
    if not wrong:
        return None
    leaves = tuple(dict.fromkeys(term.leaf.id for term in terms.values() if term.leaf is not None))
    said = f"{relation.say.rstrip('。')}：" if relation.say else ""
    return Finding(number, f"{said}{wrong}。", relation.level, leaves)


def _wrong(relation: Relation, values: dict[str, Decimal], terms: dict[str, _Term]) -> str:
    """The arithmetic that does not come out, or ''."""
    def shown(word: str) -> str:
        return f"{terms[word].words()} {p.show(values[word])}" if terms[word].leaf else p.show(values[word])

    if relation.at_most:
        a, b = relation.at_most
        over = shown(b) if terms[b].leaf else f" {shown(b)}"
        return "" if values[a] <= values[b] else f"{shown(a)} 大于{over}"
    if relation.rate:
        done, of = relation.rate
        if not values[of]:
            return ""
        left = p.rounded(Fraction(values[done]) * 100 / Fraction(values[of]), relation.places)
        said = f"{shown(done)} ÷ {shown(of)} × 100 = {p.show(left)}"
    elif relation.difference:
        a, b = relation.difference
        left, said = values[a] - values[b], f"{shown(a)} − {shown(b)} = {p.show(values[a] - values[b])}"
    else:
        words = relation.sum or ()
        left = sum((values[w] for w in words), p.ZERO)
        said = " + ".join(map(shown, words)) + (f" = {p.show(left)}" if len(words) > 1 else "")
    rights = relation.equals_sum or ((relation.equals,) if relation.equals is not None else ())
    right = sum((values[w] for w in rights), p.ZERO)
    if left == right:
        return ""
    other = " + ".join(map(shown, rights)) + (f" = {p.show(right)}" if len(rights) > 1 else "")
    bare = not rights or terms[rights[0]].leaf is None
    return f"{said}，应等于{' ' if bare else ''}{other}"
