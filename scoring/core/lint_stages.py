"""Looks over stages, pools, vetoes and groups: what can never happen, or has no end."""
from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from . import points as p
from .combiners.sum import Sum
from .facts import Count, Number, YesNo
from .lint_references import placed
from .ruleset import Indicator, Ruleset, applies, unlimited
from .shape import Path, Problem
from .stage import Gate
from .stages.bonus import Bonus
from .stages.deduction import Deduction
from .stages.multiply import Multiply
from .stages.rescale import Rescale
from .stages.round import Round

_NEEDED = {"bonus": "加分项", "deduction": "扣分项", "veto": "一票否决指标"}


def lint_stages(ruleset: Ruleset) -> list[Problem]:
    """Errors and warnings about what happens after the tree."""
    return [*_missing_stages(ruleset), *_parameters(ruleset), *_uncapped(ruleset), *_grades(ruleset),
            *_effects(ruleset), *_silent(ruleset), *_maxima(ruleset)]


def _leaves(ruleset: Ruleset, pool: str) -> Iterator[tuple[Indicator, Path]]:
    """The leaves of a pool that are in use, with their paths."""
    def below(node: Indicator, path: Path) -> Iterator[tuple[Indicator, Path]]:
        if node.is_leaf and not node.obsolete and node.pool == pool:
            yield node, path
        for n, child in enumerate(node.children):
            yield from below(child, (*path, "indicators", n))

    for n, top in enumerate(ruleset.indicators):
        yield from below(top, ("indicators", n))


def _missing_stages(ruleset: Ruleset) -> Iterator[Problem]:
    """A pool, effects, or grades that no stage would ever look at; a stage written twice."""
    names = [name for name, _ in ruleset.stages]
    if "veto" not in names and any(i.effect is not None and i.pool != "veto" for i in ruleset.walk()):
        yield Problem(("stages",), "有指标写了 effect（后果），stages 里却没有 veto，后果不会发生")
    for pool, word in _NEEDED.items():
        if pool not in names and any(True for _ in _leaves(ruleset, pool)):
            yield Problem(("stages",), f"规则里有{word}，stages 里却没有 {pool}，这些指标不起作用")
    if ruleset.grades and "grade" not in names:
        yield Problem(("stages",), "写了 grades，stages 里却没有 grade，等次不会评定")
    late = "veto" in names and "grade" in names[:names.index("veto")]
    if late and any(i.effect is not None and i.effect.bar for i in ruleset.walk()):
        yield Problem(("stages",), "veto 写在 grade 后面，等次已经评定，“不得评为”不起作用；请把 veto 写在 grade 前面")
    for n, name in enumerate(names):
        if name in names[:n]:
            yield Problem(("stages", n), f"阶段 {name} 写了两次，每个阶段只能有一次")


def _parameters(ruleset: Ruleset) -> Iterator[Problem]:
    for n, (name, stage) in enumerate(ruleset.stages):
        path: Path = ("stages", n, name)
        if isinstance(stage, Round) and not 0 <= stage.places <= p.PLACES:
            yield Problem((*path, "places"), f"保留小数可写 0 到 {p.PLACES} 位，现在是 {stage.places}")
        if isinstance(stage, Bonus | Deduction) and stage.cap is not None and stage.cap <= 0:
            yield Problem((*path, "cap"), f"cap 要大于 0，现在是 {p.show(stage.cap)}")
        elif isinstance(stage, Deduction) and stage.cap is not None:
            yield from _cap_below_least(ruleset, stage.cap, (*path, "cap"))
        if isinstance(stage, Bonus | Deduction) and stage.when is not None:
            yield from _gate(ruleset, stage.when, (*path, "when"), isinstance(stage, Bonus))
        if isinstance(stage, Multiply):
            yield from _factor(ruleset, stage, path)
        if isinstance(stage, Rescale) and stage.to <= 0:
            yield Problem((*path, "to"), f"统一满分要大于 0，现在是 {p.show(stage.to)}")


def _gate(ruleset: Ruleset, gate: Gate, path: Path, bonus: bool) -> Iterator[Problem]:
    """A gate that names nothing, has no limit, or can never be passed."""
    unknown = [word for word in gate.of if ruleset.find(word) is None]
    for word in unknown:
        yield Problem((*path, "of"), f"没有编号为“{p.shorten(word)}”的指标")
    if not gate.words():
        yield Problem(path, "没有写条件：写 above（高于）、at_least（不低于）、at_most（不高于）或 below（低于）")
    elif bonus and not unknown:
        most = sum((node.points or p.ZERO for word in gate.of if (node := ruleset.find(word)) is not None), p.ZERO)
        most = most if gate.of else ruleset.points
        if _beyond(gate, most):
            what = "这几个指标合计" if gate.of else "加分前总分"
            yield Problem(path, f"加分门槛是{gate.words()}，而{what}最高只有 {p.show(most)} 分，永远达不到")


def _factor(ruleset: Ruleset, stage: Multiply, path: Path) -> Iterator[Problem]:
    if stage.by <= 0:
        yield Problem((*path, "by"), f"系数要大于 0，现在是 {p.show(stage.by)}")
    if stage.when is not None and stage.when not in ruleset.groups and ruleset.leaf(stage.when) is None:
        yield Problem((*path, "when"), f"“{p.shorten(stage.when)}”既不是末级指标的编号，也不是组别")


def _cap_below_least(ruleset: Ruleset, cap: Decimal, path: Path) -> Iterator[Problem]:
    """A cap that not even the lightest deduction fits under."""
    each = [value for leaf, _ in _leaves(ruleset, "deduction")
            if isinstance(value := getattr(leaf.rule, "each", None), Decimal)]
    if each and min(each) > cap:
        yield Problem(path, f"最多扣 {p.show(cap)} 分，而最轻的一次也要扣 {p.show(min(each))} 分，请核对")


def _beyond(gate: Gate, most: Decimal) -> bool:
    """Whether no value up to `most` passes the gate."""
    return not Gate(gate.above, gate.at_least).holds(most)


def _bonus_cap(ruleset: Ruleset) -> Decimal | None:
    return next((s.cap for _, s in ruleset.stages if isinstance(s, Bonus)), None)


def _uncapped(ruleset: Ruleset) -> Iterator[Problem]:
    if _bonus_cap(ruleset) is not None:
        return
    for leaf, path, above in placed(ruleset):
        if unlimited((leaf,)) and leaf.is_leaf and leaf.pool == "bonus" and all(x.points is None for x in above):
            yield Problem(path, f"加分项“{p.shorten(leaf.title)}”没有上限：请写 points（最多加几分），"
                                "或者在 stages 里写 bonus: {cap: …}")


def _grades(ruleset: Ruleset) -> Iterator[Problem]:
    """Grades whose line lies above everything a unit can get."""
    cap, gains = _bonus_cap(ruleset), [leaf.points for leaf, _ in _leaves(ruleset, "bonus")]
    if None in gains and cap is None:
        return
    gain = sum((g or p.ZERO for g in gains), p.ZERO)
    if cap is not None and gains:
        gain = cap if None in gains else min(gain, cap)
    most = ruleset.points + gain
    for n, grade in enumerate(ruleset.grades):
        if _beyond(Gate(grade.above, grade.at_least), most):
            yield Problem(("grades", n), f"“{p.shorten(grade.name)}”要{Gate(grade.above, grade.at_least).words()}，"
                                         f"而总分最高只有 {p.show(most)} 分，永远达不到")


def _effects(ruleset: Ruleset) -> Iterator[Problem]:
    """Effects that name unknown grades, or stand where nothing can bring them about."""
    names = [g.name for g in ruleset.grades]
    known = "、".join(names) or "（没有写 grades）"
    for node, path, _ in placed(ruleset):
        effect = node.effect
        if effect is None or node.obsolete:
            continue
        here = (*path, "effect")
        if node.pool == "veto" and effect.when is not None and not _counts(node):
            yield Problem((*here, "when"), "一票否决的 when 看填的数，这一项填的不是数；去掉 when，发生就有后果",
                          of_key=True)
        if node.pool != "veto" and effect.when is None:
            yield Problem(here, "不是一票否决的指标，effect 要用 when 写明得分到什么程度时发生，"
                                "例如 {when: {at_most: 0}, bar: [优秀]}", of_key=True)
        if effect.when is not None and (effect.when.of or not effect.when.words()):
            what = "填的数" if node.pool == "veto" else "得分"
            yield Problem((*here, "when"), f"effect 的 when 只看本指标的{what}，写 at_most、below、at_least 或 above")
        if effect.grade is not None and effect.grade not in names:
            yield Problem((*here, "grade"), f"没有“{p.shorten(effect.grade)}”这个等次，已有：{known}")
        for n, name in enumerate(effect.bar):
            if name not in names:
                yield Problem((*here, "bar", n), f"没有“{p.shorten(name)}”这个等次，已有：{known}")


def _counts(node: Indicator) -> bool:
    """Whether a leaf's main fact is a number."""
    fields = node.asked_fields()
    return bool(fields) and isinstance(fields[0].kind, Count | Number)


def _silent(ruleset: Ruleset) -> Iterator[Problem]:
    """Vetoes that can never fire, or fire without any effect."""
    last = ruleset.grades[-1].name if ruleset.grades else ""
    for leaf, path in _leaves(ruleset, "veto"):
        fields, effect = leaf.asked_fields(), leaf.effect
        if not fields or not isinstance(fields[0].kind, YesNo | Count | Number):
            yield Problem((*path, "score", "rule"), "一票否决只看“是”或者不为 0 的数，这种计分规则永远不会触发，"
                                                    "请用 yes_no、per_entry 或 per_defect")
        if effect is not None and not effect.grade and effect.total is None and not effect.bar:
            yield Problem((*path, "effect"), "没有写后果：写 grade、total 或 bar，都不写就去掉 effect，定为最低一档")
        if effect is not None and not effect.grade and last in effect.bar:
            yield Problem((*path, "effect", "bar"), f"不得评为“{p.shorten(last)}”就没有更低的等次可评了")


def _maxima(ruleset: Ruleset) -> Iterator[Problem]:
    """Groups whose maxima differ, so that their totals cannot be compared."""
    most = {group: _maximum(ruleset, group) for group in ruleset.groups}
    if len(set(most.values())) > 1 and not any(isinstance(stage, Rescale) for _, stage in ruleset.stages):
        said = "，".join(f"“{group}”{p.show(value)} 分" for group, value in most.items())
        yield Problem(("groups",), f"各组别的满分不一样（{said}），总分不能跨组比较，等次的分数线也不一样严", "warning")


def _maximum(ruleset: Ruleset, group: str) -> Decimal:
    def worth(node: Indicator) -> Decimal:
        if node.obsolete or not applies(node, group):
            return p.ZERO
        below = sum(map(worth, node.children), p.ZERO)
        adds = isinstance(node.combiner, Sum) and node.id not in ruleset.draws
        return below if adds or (node.children and not below) else node.points or p.ZERO

    return sum((worth(top) for top in ruleset.indicators if top.pool == "base"), p.ZERO)
