"""Compares two rulesets by meaning: what differs in tree, points, rules, stages, grades, and in the totals of cases.

Two files that differ only in comments, in the order of keys or in how a number is written say the same.
"""
from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from scoring.core.declared import Declared, Head
from scoring.core.facts import show_facts
from scoring.core.ruleset import Indicator, Ruleset
from scoring.core.stage import Stage

from .comparing_cases import case_totals
from .describing import rule_words, stage_words
from .terms import Name, meaning, namer, parts_words, value_words

Kind = Literal["head", "added", "removed", "moved", "points", "rule", "text", "stage", "grade", "ranking", "case"]
# In the order in which changes are told.
TITLES: Mapping[Kind, str] = {
    "head": "规则信息", "added": "新增的指标", "removed": "删去、停用的指标", "moved": "位置", "points": "分值",
    "rule": "计分和填报", "text": "文字", "stage": "合计之后", "grade": "等次", "ranking": "排名", "case": "案例得分"}
TOP, NOTHING = "一级指标", "无"
_HAS_CHILDREN = "有下级指标"
_TEXTS = ("title", "basis", "guide", "ask")
_ELSEWHERE = ("id", "points", "fields", "combine", "not_applicable", "effect", "obsolete", "report", *_TEXTS)


@dataclass(frozen=True)
class Change:
    """One difference: `what` of the thing called `title` was `before` and is `after`; '' where it was not or is not.

    `id` is an indicator's id, a stage's word or a key of the head; '' for a case.
    """

    kind: Kind
    id: str
    title: str
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """Every difference in meaning, by kind in the order of TITLES, then in reading order."""

    changes: tuple[Change, ...]

    @property
    def same(self) -> bool:
        """Whether both rulesets mean the same."""
        return not self.changes

    @property
    def words_only(self) -> bool:
        """Whether only words for the reader differ: everybody gets the same points."""
        return bool(self.changes) and all(change.kind == "text" for change in self.changes)


def compare(old: Ruleset, new: Ruleset) -> Comparison:
    """What differs in meaning between two rulesets, and which cases of either change their totals."""
    name = namer(new, old)
    before, after = _placed(old), _placed(new)
    found = [*_head(old, new, name), *_tree(old, new, before, after), *_orders(before, after)]
    for node_id, there in after.items():
        if node_id in before:
            found += _indicator(before[node_id], there, name)
    found += [*_stages(old, new, name), *_grades(old, new, name), *_ranking(old, new, name)]
    found += [Change("case", "", *told) for told in case_totals(old, new)]
    order = list(TITLES)
    return Comparison(tuple(sorted(found, key=lambda change: order.index(change.kind))))


@dataclass(frozen=True)
class _Place:
    """An indicator that is asked, and the branch above it."""

    node: Indicator
    above: Indicator | None = None

    @property
    def where(self) -> str:
        """The title of the branch above."""
        return f"“{self.above.title}”下" if self.above else TOP


def _placed(ruleset: Ruleset) -> dict[str, _Place]:
    """Every indicator by id in reading order, without obsolete ones and what stands below them."""
    def below(nodes: Iterable[Indicator], above: Indicator | None) -> Iterator[_Place]:
        for node in nodes:
            if not node.obsolete:
                yield _Place(node, above)
                yield from below(node.children, node)

    return {place.node.id: place for place in below(ruleset.indicators, None)}


def _head(old: Ruleset, new: Ruleset, name: Name) -> Iterator[Change]:
    """The keys at the top; notes are words for the reader."""
    for declared in dataclasses.fields(Head):
        if declared.name in ("grades", "ranking"):
            continue
        before, after = getattr(old, declared.name), getattr(new, declared.name)
        label, unit = declared.metadata["label"], declared.metadata["unit"]
        if declared.name in ("notes", "checks"):
            for one, other in _pairs(before, after):
                kind: Kind = "text" if declared.name == "notes" else "head"
                yield Change(kind, declared.name, "", label, *(_bare(declared.name, x, name) for x in (one, other)))
        elif before != after:
            yield Change("head", declared.name, "", label, *(value_words(declared.name, x, name, unit)
                                                             for x in (before, after)))


def _pairs(before: tuple[Any, ...], after: tuple[Any, ...]) -> list[tuple[Any, Any]]:
    """What is gone beside what is new, in order; None where there is nothing beside it."""
    gone, come = [x for x in before if x not in after], [x for x in after if x not in before]
    most = max(len(gone), len(come))
    return [(gone[n] if n < len(gone) else None, come[n] if n < len(come) else None) for n in range(most)]


def _bare(key: str, value: Any, name: Name) -> str:
    return "" if value is None else value_words(key, value, name)


def _tree(old: Ruleset, new: Ruleset, before: Mapping[str, _Place], after: Mapping[str, _Place]) -> Iterator[Change]:
    """Indicators that came and that went."""
    for node_id, place in after.items():
        if node_id not in before:
            what = "恢复使用" if old.find(node_id) else "新增"
            yield Change("added", node_id, place.node.title, what, "", _whole(place))
    for node_id, place in before.items():
        if node_id not in after:
            what = "停用" if new.find(node_id) else "删去"
            yield Change("removed", node_id, place.node.title, what, _whole(place), "")


def _whole(place: _Place) -> str:
    """An indicator in one line: where it stands, its points and its rule."""
    node = place.node
    worth = value_words("points", node.points, unit="分") if node.points is not None else ""
    return "，".join(part for part in (place.where, worth, _rule(node)) if part)


def _rule(node: Indicator) -> str:
    return rule_words(node) if node.is_leaf else "" if node.combine == "sum" else _combine(node)


def _combine(node: Indicator) -> str:
    return stage_words(node.combiner) if node.combiner is not None else ""


def _orders(before: Mapping[str, _Place], after: Mapping[str, _Place]) -> Iterator[Change]:
    """Branches whose children stand in another order, looking only at those that stayed."""
    def children(places: Mapping[str, _Place]) -> dict[str, list[str]]:
        out: dict[str, list[str]] = {}
        for node_id, place in places.items():
            out.setdefault(place.above.id if place.above else "", []).append(node_id)
        return out

    was, now = children(before), children(after)
    for branch in now:
        ours = [x for x in now[branch] if x in was.get(branch, ())]
        theirs = [x for x in was.get(branch, ()) if x in ours]
        if ours != theirs:
            title = after[branch].node.title if branch else TOP
            told = ("、".join(places[x].node.title for x in ids) for places, ids in ((before, theirs), (after, ours)))
            yield Change("moved", branch, title, "先后次序", *told)


def _indicator(was: _Place, now: _Place, name: Name) -> Iterator[Change]:
    """One indicator that is in both."""
    old, new = was.node, now.node

    def change(kind: Kind, what: str, before: str, after: str) -> Change:
        return Change(kind, new.id, new.title, what, before, after)

    if (was.above and was.above.id) != (now.above and now.above.id):
        yield change("moved", "所在位置", was.where, now.where)
    if old.points != new.points:
        yield change("points", "分值", *(value_words("points", x.points, unit="分") for x in (old, new)))
    for what, before, after in (*_scoring(old, new), *_keys(was, now, name)):
        yield change("rule", what, before or NOTHING, after or NOTHING)
    for what, before, after in _texts(old, new):
        yield change("text", what, before, after)


def _scoring(old: Indicator, new: Indicator) -> Iterator[tuple[str, str, str]]:
    """The rule of a leaf, the combiner of a branch, and what befalls a card."""
    if old.is_leaf != new.is_leaf:
        yield "计分办法", rule_words(old) or _HAS_CHILDREN, rule_words(new) or _HAS_CHILDREN
    elif old.rule_name != new.rule_name or old.rule != new.rule or (old.effect != new.effect and new.is_leaf):
        before, after = rule_words(old), rule_words(new)
        units = [str(getattr(node.rule, "unit", "")) for node in (old, new)]
        if units[0] != units[1]:  # the words leave it out
            before, after = (f"{said}（计量单位：{unit or NOTHING}）"
                             for said, unit in zip((before, after), units, strict=True))
        elif before == after:
            before, after = (f"{before}（{parts_words(node.rule)}）" for node in (old, new))
        yield "计分办法", before, after
    elif old.combiner != new.combiner:
        yield "合并方式", _combine(old), _combine(new)


def _keys(was: _Place, now: _Place, name: Name) -> Iterator[tuple[str, str, str]]:
    """Every other key that was read with a declaration; `pool` only where it is written, on the first level."""
    old, new = was.node, now.node
    for declared in dataclasses.fields(Declared):
        inherited = declared.name == "pool" and was.above is not None and now.above is not None
        before, after = getattr(old, declared.name), getattr(new, declared.name)
        if declared.name not in _ELSEWHERE and not inherited and before != after:
            yield declared.metadata["label"], meaning(declared.name, before, name), meaning(declared.name, after, name)
    if old.settling != new.settling:
        yield "不适用", meaning("settling", old.settling, name), meaning("settling", new.settling, name)
    if old.effect != new.effect and not new.is_leaf:
        yield "后果", meaning("effect", old.effect, name), meaning("effect", new.effect, name)
    fillers = [{k: note.filled_by for k, note in node.fields.items() if note.filled_by != "unit"}
               for node in (old, new)]
    if fillers[0] != fillers[1]:
        yield "各栏由谁填报", value_words("filled_by", fillers[0]), value_words("filled_by", fillers[1])


def _texts(old: Indicator, new: Indicator) -> Iterator[tuple[str, str, str]]:
    """Words for the reader."""
    labels = {f.name: f.metadata["label"] for f in dataclasses.fields(Declared)}
    for key in _TEXTS:
        if getattr(old, key) != getattr(new, key):
            yield labels[key], getattr(old, key), getattr(new, key)
    if old.report != new.report:
        yield labels["report"], value_words("report", old.report), value_words("report", new.report)
    names = ["、".join(f"{k} {note.label}" for k, note in sorted(node.fields.items())) for node in (old, new)]
    if names[0] != names[1]:
        yield labels["fields"], names[0], names[1]
    examples = ["；".join(f"{show_facts(node.asked_fields(), e.facts)} 得 {value_words('points', e.points)} 分"
                          for e in node.examples) for node in (old, new)]
    if examples[0] != examples[1]:
        yield "算例", examples[0], examples[1]


def _stages(old: Ruleset, new: Ruleset, name: Name) -> Iterator[Change]:
    """Stages by word; the second `round` of a ruleset is another one than the first."""
    before, after = _numbered(old.stages), _numbered(new.stages)
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key), after.get(key)
        if was != now:
            stage = now or was
            title = stage.TITLE if stage is not None else ""
            what = "新增" if was is None else "删去" if now is None else "参数"
            told = (stage_words(x, name) if x else "" for x in (was, now))
            yield Change("stage", key[0], title or key[0], what, *told)
    yield from _sequence("stage", [k for k in before if k in after], [k for k in after if k in before],
                         lambda key: stage_words(after[key], name))


def _numbered(stages: tuple[tuple[str, Stage], ...]) -> dict[tuple[str, int], Stage]:
    words = [word for word, _ in stages]
    return {(word, words[:n].count(word)): stage for n, (word, stage) in enumerate(stages)}


def _sequence(kind: Kind, before: list[Any], after: list[Any], word: Any) -> Iterator[Change]:
    if before != after:
        yield Change(kind, "", "", "先后次序", "、".join(map(word, before)), "、".join(map(word, after)))


def _grades(old: Ruleset, new: Ruleset, name: Name) -> Iterator[Change]:
    before, after = ({grade.name: grade for grade in rules.grades} for rules in (old, new))
    for title in dict.fromkeys([*before, *after]):
        was, now = before.get(title), after.get(title)
        if was != now:
            what = "新增" if was is None else "删去" if now is None else "条件"
            told = ((parts_words(x, name, ("name",)) or "其余") if x else "" for x in (was, now))
            yield Change("grade", "", title, what, *told)
    yield from _sequence("grade", [k for k in before if k in after], [k for k in after if k in before], str)


def _ranking(old: Ruleset, new: Ruleset, name: Name) -> Iterator[Change]:
    for declared in dataclasses.fields(old.ranking):
        before, after = getattr(old.ranking, declared.name), getattr(new.ranking, declared.name)
        if before != after:
            yield Change("ranking", declared.name.rstrip("_"), "", declared.metadata["label"],
                         *(value_words(declared.name, x, name) for x in (before, after)))
