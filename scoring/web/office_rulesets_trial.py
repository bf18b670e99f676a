"""The trial of a ruleset: a group's form in one piece, what was typed into it, and the card that makes."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from .. import clock
from ..core import points as p
from ..core.facts import FactError, Facts, dump_facts
from ..core.relations import examine
from ..core.ruleset import Indicator, Ruleset, applies
from ..core.score import Frame, score
from ..core.sheet import Sheet, read_facts_of
from ..core.stage import Card, Line
from ..core.workdays import Workdays
from ..store import holidays
from . import fields, unit_words

MARK = "."              # between a leaf's id and the name of its control: ids have none
ALL = "*"               # every leaf's first example
BY_OTHERS = {"reviewer": "由复核员评定", "office": "由考核办填"}
POOLS = {"deduction": "扣分项", "bonus": "加分项"}


@dataclass(frozen=True)
class Block:
    """One leaf of the trial; `got` and `max` are None where the leaf has no points of its own."""

    leaf: Indicator
    id: str
    form: BaseForm
    got: str | None
    max: str | None
    badge: tuple[str, str] | None
    standard: str
    examples: tuple[tuple[str, str], ...]    # what the button sends, and the example in words
    steps: tuple[str, ...]
    error: str
    condition: str         # when it is asked at all; '' always
    heading: str = ""


@dataclass(frozen=True)
class Section:
    """A first-level indicator with its blocks."""

    id: str
    title: str
    worth: str
    blocks: tuple[Block, ...]
    lone: bool             # a leaf of the first level: its own title says it all


@dataclass(frozen=True)
class Trial:
    """The whole trial: for whom and as of when, the sections, the card."""

    group: str
    as_of: date
    sections: tuple[Section, ...]
    card: Card
    subtotals: tuple[str, ...]
    errors: tuple[tuple[str, str, str], ...]     # where the cursor goes, which leaf, and the sentence
    answered: int
    clashes: tuple[tuple[str, str], ...]         # figures that do not agree: where one of them stands, and what is said

    @property
    def total(self) -> str:
        """The total as text, a dash if there is none."""
        return "—" if self.card.total is None else p.show(self.card.total)


@dataclass
class _Typed:
    """What was typed, leaf by leaf, as it is read: facts and claims that hold, forms, and what cannot be read."""

    facts: dict[str, Facts] = field(default_factory=dict)
    claims: dict[str, str] = field(default_factory=dict)
    forms: dict[str, BaseForm] = field(default_factory=dict)
    errors: dict[str, tuple[str, str, str]] = field(default_factory=dict)


def trial_of(rules: Ruleset, given: MultiDict[str, str]) -> Trial:
    """The trial that a request's form asks for; an empty form is an empty sheet of the first group."""
    group = given.get("group", "")
    group = group if group in rules.groups else next(iter(rules.groups), "")
    as_of = _day(given.get("as_of", "")) or (rules.effective.to if rules.effective else clock.today())
    period = (rules.effective.from_, rules.effective.to) if rules.effective else (as_of.replace(month=1, day=1), as_of)
    frame = Frame(as_of, Workdays(holidays.seed(*period)), final=False, period=period)
    typed = _read_all(rules.asked_of(group), given)
    sheet = Sheet("试算单位", group, typed.facts, typed.claims)
    card = score(rules, sheet, "claimed", frame)
    clashes = tuple((fields.anchor(f.leaves[0]) if f.leaves else "trial", f.sentence) for f in examine(rules, sheet))
    return Trial(group, as_of, tuple(_sections(rules, group, typed, card, frame)), card,
                 unit_words.subtotals(rules, card),
                 tuple(typed.errors.values()), len(typed.facts) + len(typed.claims), clashes)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1990 <= found.year <= 2100 else None


def _read_all(leaves: tuple[Indicator, ...], given: MultiDict[str, str]) -> _Typed:
    by_leaf = _by_leaf(given)
    wanted, _, number = given.get("fill", "").partition(MARK)
    typed = _Typed()
    for leaf in leaves:
        example = _example(leaf, number) if wanted in (leaf.id, ALL) else None
        if example is not None:
            stored = dump_facts(leaf.asked_fields(), example)
            typed.forms[leaf.id] = _renamed(fields.leaf_form(leaf, None, stored, asked=leaf.asked_fields()), leaf.id)
            typed.facts[leaf.id] = example
        else:
            _read(leaf, by_leaf.get(leaf.id), typed)
    return typed


def _by_leaf(given: MultiDict[str, str]) -> dict[str, MultiDict[str, str]]:
    """What was typed for each leaf, under the names that the leaf's form knows."""
    found: dict[str, MultiDict[str, str]] = {}
    for name, value in given.items(multi=True):
        leaf, mark, rest = name.partition(MARK)
        if mark:
            found.setdefault(leaf, MultiDict()).add(rest, value)
    return found


def _example(leaf: Indicator, number: str) -> Facts | None:
    n = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0
    return leaf.examples[n].facts if n < len(leaf.examples) else None


def _read(leaf: Indicator, given: MultiDict[str, str] | None, typed: _Typed) -> None:
    """Reads one leaf as a unit's sheet does; what cannot be read is said at its control and does not count."""
    form = typed.forms[leaf.id] = fields.leaf_form(leaf, given, asked=leaf.asked_fields())
    if given is not None:
        try:
            raw = fields.raw_facts(leaf, form)
            if raw is not None:
                typed.facts[leaf.id] = read_facts_of(leaf, raw)
        except FactError as error:
            place = fields.control_at(leaf, error.path)
            fields.complain(form, place, error.sentence)
            typed.errors[leaf.id] = (place, f"{leaf.number} {leaf.title}", error.sentence)
        if "claimed" in form and form["claimed"].data:
            typed.claims[leaf.id] = "试算"
    _renamed(form, leaf.id)


def _renamed(form: BaseForm, leaf_id: str) -> BaseForm:
    """The leaf's form with names that stand apart from those of other leaves: the trial is one form."""
    for bound in form:
        _rename(bound, f"{leaf_id}{MARK}")
    return form


def _rename(bound: Any, before: str) -> None:
    bound.name = before + bound.name
    for part in (*getattr(bound, "form", ()), *getattr(bound, "entries", ())):
        _rename(part, before)


def _sections(rules: Ruleset, group: str, typed: _Typed, card: Card, frame: Frame) -> Iterator[Section]:
    maker = _Maker(rules, typed, card, frame)
    for top in rules.indicators:
        if top.obsolete or not applies(top, group):
            continue
        blocks = tuple(_below(top, group, maker))
        most = top.points if top.points is not None else sum(
            (b.leaf.points for b in blocks if b.leaf.points is not None and b.leaf.pool == "base"), p.ZERO)
        yield Section(f"s-{top.id}", f"{top.number} {top.title}", unit_words.worth(top.pool, p.show(most)), blocks,
                      top.is_leaf)


def _below(node: Indicator, group: str, maker: _Maker, heading: str = "") -> Iterator[Block]:
    if node.is_leaf:
        yield maker.block(node, heading)
        return
    for child in node.children:
        if not child.obsolete and applies(child, group):
            yield from _below(child, group, maker, heading if child.is_leaf else f"{child.number} {child.title}")
            heading = ""


@dataclass(frozen=True)
class _Maker:
    """What blocks are made from."""

    rules: Ruleset
    typed: _Typed
    card: Card
    frame: Frame

    def block(self, leaf: Indicator, heading: str) -> Block:
        line = self.card.lines.get(leaf.id)      # none while what it depends on is not so
        scored = leaf.points is not None and leaf.pool != "veto"
        return Block(
            leaf, fields.anchor(leaf.id), self.typed.forms[leaf.id],
            p.show(line.points) if scored and line and line.state == "answered" else None,
            p.show(leaf.points) if scored and leaf.points is not None else None, _badge(leaf, line),
            leaf.rule.standard(leaf.setting(self.frame)) if leaf.rule else "",
            tuple((f"{leaf.id}{MARK}{n}", words) for n, words in enumerate(unit_words.examples(leaf))),
            line.steps if line and line.state != "unanswered" else (),
            self.typed.errors.get(leaf.id, ("", "", ""))[2], self.condition(leaf), heading)

    def condition(self, leaf: Indicator) -> str:
        return unit_words.condition(self.rules, leaf) if leaf.asks_if is not None else ""


def _badge(leaf: Indicator, line: Line | None) -> tuple[str, str] | None:
    if line is None:
        return "现在不问", "quiet"
    if line.state == "not_applicable":
        return "不适用", "quiet"
    if leaf.pool == "veto":
        return ("触发一票否决", "need") if line.fired else ("一票否决项", "quiet")
    words: Mapping[str, str] = BY_OTHERS if leaf.filled_by in BY_OTHERS else {}
    said = words.get(leaf.filled_by) or POOLS.get(leaf.pool)
    return (said, "quiet") if said else None
