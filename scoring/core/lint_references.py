"""Looks over what indicators say of each other: combining, requiring, asking, moving points, drawing lots."""
from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from . import points as p
from .combiners.first import First
from .combiners.max import Max
from .combiners.min import Min
from .combiners.rollup import Rollup
from .combiners.sum import Sum
from .combiners.weighted import Weighted
from .declared import Settling
from .facts import Count, FactError, Number, Rows, Ticks, YesNo
from .registers import NAMES
from .ruleset import Indicator, Ruleset
from .shape import Path, Problem, nearest
from .turns import circling

Placed = Iterator[tuple[Indicator, Path, tuple[Indicator, ...]]]
SLIP = Decimal("0.02")      # weights this near to 1, 10 or 100 were meant to be it


def lint_references(ruleset: Ruleset) -> Iterator[Problem]:
    """Errors about ids that name nothing, conditions that run in circles, and weights that do not add up."""
    for node, path, above in placed(ruleset):
        if node.obsolete:
            continue
        yield from _combining(node, path, ruleset)
        yield from _weight(node, path, above)
        yield from _requires(node, path, above, ruleset)
        yield from _asking(node, path, ruleset)
        yield from _multiply(node, path, ruleset)
        yield from _settling(node, path, above, ruleset)
        yield from _fields(node, path)
    yield from _circles(ruleset)
    yield from _draws(ruleset)


def placed(ruleset: Ruleset) -> Placed:
    """Every indicator with its path in the tree and the branches above it."""
    def below(node: Indicator, path: Path, above: tuple[Indicator, ...]) -> Placed:
        yield node, path, above
        for n, child in enumerate(node.children):
            yield from below(child, (*path, "indicators", n), (*above, node))

    for n, top in enumerate(ruleset.indicators):
        yield from below(top, ("indicators", n), ())


def _unknown(ruleset: Ruleset, word: str) -> str:
    known = tuple(i.id for i in ruleset.walk() if not i.obsolete)
    return f"没有编号为“{p.shorten(word)}”的指标{nearest(word, known)}"


def _combining(node: Indicator, path: Path, ruleset: Ruleset) -> Iterator[Problem]:
    combiner, children = node.combiner, [c for c in node.children if not c.obsolete and c.points is not None]
    if combiner is None or isinstance(combiner, Sum) or node.points is None:
        return
    word = f"“{p.shorten(node.title)}”"
    if isinstance(combiner, Max | First) and children:
        best = max(c.points or p.ZERO for c in children)
        if best != node.points:
            yield Problem((*path, "points"), f"{word}取下级中的一个，下级最高 {p.show(best)} 分，"
                                             f"应等于本级的 {p.show(node.points)} 分")
    if isinstance(combiner, Min):
        for n, child in enumerate(node.children):
            if child in children and child.points != node.points:
                sentence = (f"{word}取得分最低的下级，各下级都应是 {p.show(node.points)} 分，"
                            f"这里是 {p.show(child.points or p.ZERO)} 分")
                yield Problem((*path, "indicators", n, "points"), sentence)
    if isinstance(combiner, Weighted):
        yield from _weights(node, path, children)
    if isinstance(combiner, Rollup):
        yield from _rollup(combiner, (*path, "combine", "rollup"), ruleset)


def _weights(node: Indicator, path: Path, children: list[Indicator]) -> Iterator[Problem]:
    for n, child in enumerate(node.children):
        if child in children and (child.weight is None or child.weight <= 0):
            sentence = f"“{p.shorten(child.title)}”缺少 weight（权重），要写一个大于 0 的数"
            yield Problem((*path, "indicators", n), sentence)
    whole = sum((c.weight or p.ZERO for c in children), p.ZERO)
    for meant in (Decimal(1), Decimal(10), Decimal(100)):
        if whole != meant and abs(whole - meant) <= meant * SLIP:
            sentence = f"“{p.shorten(node.title)}”的下级权重之和 {p.show(whole)}，应为 {p.show(meant)}"
            yield Problem((*path, "indicators"), sentence)


def _rollup(combiner: Rollup, path: Path, ruleset: Ruleset) -> Iterator[Problem]:
    if combiner.own < 0:
        yield Problem((*path, "own"), f"自身权重不能小于 0，现在是 {p.show(combiner.own)}")
    if not combiner.groups:
        yield Problem((*path, "groups"), "没有写汇总哪些组的下级单位，例如 {部门: 2, 乡镇: 2}")
    for group, weight in combiner.groups.items():
        if weight <= 0:
            yield Problem((*path, "groups", group), f"权重要大于 0，现在是 {p.show(weight)}")
        if ruleset.groups and group not in ruleset.groups:
            sentence = f"没有“{p.shorten(group)}”这个组别，已有：{'、'.join(ruleset.groups)}"
            yield Problem((*path, "groups", group), sentence)
    if combiner.sample is not None and combiner.sample < 1:
        yield Problem((*path, "sample"), f"抽取的单位数至少是 1，现在是 {combiner.sample}")


def _weight(node: Indicator, path: Path, above: tuple[Indicator, ...]) -> Iterator[Problem]:
    if node.weight is not None and not (above and isinstance(above[-1].combiner, Weighted)):
        yield Problem((*path, "weight"), "weight 只写在 combine: weighted 的下级上，写在这里不起作用", of_key=True)


def _requires(node: Indicator, path: Path, above: tuple[Indicator, ...], ruleset: Ruleset) -> Iterator[Problem]:
    own = {i.id for i in node.walk()} | {i.id for i in above}
    for n, word in enumerate(node.requires):
        other = ruleset.find(word)
        if other is None or other.obsolete:
            yield Problem((*path, "requires", n), _unknown(ruleset, word))
        elif word in own:
            yield Problem((*path, "requires", n), f"“{p.shorten(other.title)}”是它自己或它的上下级，不能互为前提")
        elif other.pool == "veto" or (other.rule is not None and not other.rule.needs_points):
            yield Problem((*path, "requires", n), f"“{p.shorten(other.title)}”没有分值，永远得不了分，不能作前提")


def _asking(node: Indicator, path: Path, ruleset: Ruleset) -> Iterator[Problem]:
    if node.asks_if is None:
        return
    leaf = ruleset.leaf(node.asks_if.id)
    if leaf is None:
        hint = nearest(node.asks_if.id, tuple(other.id for other in ruleset.leaves))
        yield Problem((*path, "asks_if", "id"), f"规则里没有编号为“{p.shorten(node.asks_if.id)}”的末级指标{hint}")
    elif leaf in node.walk():
        yield Problem((*path, "asks_if", "id"), "不能以自己的答案决定问不问自己")
    elif isinstance(leaf.asked_fields()[0].kind, Rows):
        yield Problem((*path, "asks_if", "id"), f"“{p.shorten(leaf.title)}”填的是登记簿，不能作条件；请另设一个是否题")
    else:
        kind = leaf.asked_fields()[0].kind
        try:
            kind.parse([node.asks_if.equals] if isinstance(kind, Ticks) else node.asks_if.equals)
        except FactError as error:
            yield Problem((*path, "asks_if", "equals"), f"“{p.shorten(leaf.title)}”填不出这个值：{error.sentence}")


def _multiply(node: Indicator, path: Path, ruleset: Ruleset) -> Iterator[Problem]:
    if node.multiply is None:
        return
    leaf = ruleset.leaf(node.multiply.when)
    if leaf is not None and leaf.asked_fields() and not isinstance(leaf.asked_fields()[0].kind, YesNo | Count | Number):
        sentence = f"“{p.shorten(leaf.title)}”填的不是“是/否”也不是一个数，永远不会加倍"
        yield Problem((*path, "multiply", "when"), sentence)
    if node.multiply.when not in ruleset.groups and leaf is None:
        yield Problem((*path, "multiply", "when"), f"“{p.shorten(node.multiply.when)}”既不是末级指标的编号，也不是组别")
    if node.multiply.by <= 0 or node.multiply.by == 1:
        yield Problem((*path, "multiply", "by"), f"倍数要大于 0、不等于 1，现在是 {p.show(node.multiply.by)}")


def _settling(node: Indicator, path: Path, above: tuple[Indicator, ...], ruleset: Ruleset) -> Iterator[Problem]:
    said: Settling = node.settling
    here = (*path, "not_applicable")
    needs = (("share", "share", "按几成计分"), ("of", "mean", "取哪一组的平均"), ("to", "spread", "分值移到哪里"))
    for key, policy, word in needs:
        if getattr(said, key) is not None and said.policy != policy:
            yield Problem((*here, key), f"{key}（{word}）要和 policy: {policy} 同用")
    if said.policy == "share" and (said.share is None or not 0 <= said.share <= 1):
        yield Problem(here, "policy: share 要写 share（按几成计分），在 0 到 1 之间，例如 share: 0.6")
    if said.of is not None and said.of not in ruleset.groups:
        groups = "、".join(ruleset.groups) or "（没有写 groups）"
        yield Problem((*here, "of"), f"没有“{p.shorten(said.of)}”这个组别，已有：{groups}")
    if said.to is None:
        return
    target = ruleset.find(said.to)
    if target is None or target.obsolete:
        yield Problem((*here, "to"), _unknown(ruleset, said.to))
    elif target is node or target in above or target.pool != "base" or not target.points:
        yield Problem((*here, "to"), f"分值不能移到“{p.shorten(target.title)}”：要移到别处一个有分值的基本指标")
    else:
        for branch in (*above, *ruleset.above(target.id)):
            if not isinstance(branch.combiner, Sum) or branch.id in ruleset.draws:
                sentence = f"“{p.shorten(branch.title)}”不是把下级全部相加的，下面的分值移不出来，别处的也移不进去"
                yield Problem((*here, "to"), sentence)


def _fields(node: Indicator, path: Path) -> Iterator[Problem]:
    if node.rule is None:
        return
    fields = node.asked_fields()
    known = tuple(f.name for f in fields) + (NAMES if any(isinstance(f.kind, Rows) for f in fields) else ())
    for name in node.fields:
        if name not in known:
            sentence = f"这种计分规则没有“{p.shorten(name)}”这一栏，可写：{'、'.join(known)}{nearest(name, known)}"
            yield Problem((*path, "fields", name), sentence, of_key=True)


def _circles(ruleset: Ruleset) -> Iterator[Problem]:
    """Indicators that wait for each other: by `requires` through the tree, or by `asks_if`."""
    waiting = {i.id for i in circling(ruleset.walk(), ruleset.awaited_by)}
    asking = {i.id for i in circling(ruleset.walk(), ruleset.asked_after)}
    for node, path, _ in placed(ruleset):
        if node.requires and node.id in waiting:
            yield Problem((*path, "requires"), f"“{p.shorten(node.title)}”的前提绕了一圈又回到它自己")
        if node.asks_if is not None and node.id in asking:
            yield Problem((*path, "asks_if"), f"“{p.shorten(node.title)}”问不问绕了一圈又取决于它自己")


def _draws(ruleset: Ruleset) -> Iterator[Problem]:
    for word, take in ruleset.draws.items():
        node = ruleset.find(word)
        if node is None or node.is_leaf or node.obsolete:
            yield Problem(("draw",), f"draw 的 of 要写有下级的指标：{_unknown(ruleset, word)}")
            continue
        children = [c for c in node.children if not c.obsolete]
        if not isinstance(node.combiner, Sum):
            yield Problem(("draw",), f"“{p.shorten(node.title)}”要用相加（combine: sum）才能抽取")
        if not 1 <= take < len(children):
            yield Problem(("draw",), f"“{p.shorten(node.title)}”有 {len(children)} 项，"
                                     f"抽取的项数要在 1 到 {len(children) - 1} 之间，现在是 {take}")
        if len({c.points for c in children}) > 1:
            yield Problem(("draw",), f"“{p.shorten(node.title)}”的各项分值不一样，抽到谁就不公平，请写成相同的分值")
