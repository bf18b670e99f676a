"""What every rule and combiner promises, checked by running its worked examples: the product's and a plugin's alike."""
from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ..core import points as p
from ..core import shape
from ..core.combiner import Combiner, Part, Scene
from ..core.combiner import Example as Parts
from ..core.facts import FactError, dump_facts, read_facts
from ..core.frame import Peers
from ..core.rule import Award, Example, Rule, Setting
from ..core.vocabulary import manual_of

PARTS = ("参数", "填报数据：")     # what a manual must speak of


def check_rule(kind: type[Rule]) -> tuple[str, ...]:
    """What a rule does not keep of its promises, each in a sentence; nothing if it keeps them all."""
    word = kind.__module__.rpartition(".")[2]
    said = [*_described(word, kind)]
    for number, example in enumerate(kind.EXAMPLES, 1):
        said += [f"第 {number} 个算例（{example.why}）：{fault}" for fault in check_example(kind, example)]
    return tuple(f"计分规则“{word}”：{fault}" for fault in said)


def check_combiner(kind: type[Combiner]) -> tuple[str, ...]:
    """What a combiner does not keep of its promises, each in a sentence; nothing if it keeps them all."""
    word = kind.__module__.rpartition(".")[2]
    return tuple(f"合并方式“{word}”：第 {number} 个算例（{example.why}）：{fault}"
                 for number, example in enumerate(kind.EXAMPLES, 1)
                 for fault in _safely(_combined(kind, example)))


def check_example(kind: type[Rule], example: Example) -> tuple[str, ...]:
    """What goes wrong when one worked example is run; nothing if it comes out and is put in words."""
    return _safely(_worked(kind, example))


def _safely(faults: Iterator[str]) -> tuple[str, ...]:
    try:
        return tuple(faults)
    except FactError as error:
        return (f"填报数据读不进来：{error.sentence}",)
    except Exception as error:  # perhaps a stranger's code: anything may come
        return (f"计算时出错，{type(error).__name__}：{error}",)


def _described(word: str, kind: type[Rule]) -> Iterator[str]:
    manual = manual_of(kind)
    if not manual:
        yield f"文件开头要有说明，第一行写 `{word}`: 和一句英文，空一行以后写中文"
    yield from (f"说明里没有写“{part}”" for part in PARTS if part not in manual)
    named = "".join(part.capitalize() for part in word.split("_"))
    if kind.__name__ != named:
        yield f"类名要与文件名一致，写成 {named}，现在是 {kind.__name__}"
    yield from (f"参数 {f.name} 没有中文名称" for f in dataclasses.fields(kind)  # type: ignore[arg-type]
                if not f.metadata.get("label"))
    if len(kind.EXAMPLES) < 2:
        yield f"至少要有两个算例，现在有 {len(kind.EXAMPLES)} 个"


def _worked(kind: type[Rule], example: Example) -> Iterator[str]:
    problems: list[shape.Problem] = []
    rule = shape.read(kind, example.params, (), problems)
    if rule is None:
        yield from (f"参数读不进来：{x.sentence}" for x in problems)
        return
    setting = _setting(example)
    yield from (f"参数有错：{f.sentence}" for f in rule.faults(setting) if f.level == "error")
    fields = rule.fields(setting)
    facts = read_facts(fields, example.facts)
    if read_facts(fields, dump_facts(fields, facts)) != facts:
        yield "填报数据存下再读出来不一样"
    award = rule.award(facts, setting)
    if rule.award(facts, setting) != award:
        yield "同样的数据两次算得不一样"
    yield from _fitting(award, example.expect, min(max(award.points, p.ZERO), setting.most))
    if not all(isinstance(x, str) for x in (rule.standard(setting), rule.advice(facts, setting))):
        yield "standard 和 advice 要返回文字"


def _setting(example: Example) -> Setting:
    most = None if example.points is None else p.read(example.points)
    as_of = None if example.as_of is None else date.fromisoformat(example.as_of)
    return Setting(most, example.pool, as_of, peers=Peers(tuple(p.read(figure) for figure in example.peers)))


def _combined(kind: type[Combiner], example: Parts) -> Iterator[str]:
    problems: list[shape.Problem] = []
    combiner = shape.read(kind, example.params, (), problems)
    if combiner is None:
        yield from (f"参数读不进来：{x.sentence}" for x in problems)
        return
    parts = tuple(Part(f"第 {n} 项", p.read(got), p.read(most), None if weight is None else p.read(weight))
                  for n, (got, most, weight) in enumerate(example.parts, 1))
    below = {group: {unit: p.read(score) for unit, score in units.items()} for group, units in example.below.items()}
    scene = Scene(p.read(example.points), below)
    award = combiner.combine(parts, scene)
    if combiner.combine(parts, scene) != award:
        yield "同样的数据两次算得不一样"
    yield from _fitting(award, example.expect, award.points)


def _fitting(award: Award, expect: str, settled: Decimal) -> Iterator[str]:
    """The points are a figure that can be printed, come out as written, and close the steps."""
    value = award.points
    if not isinstance(value, Decimal) or not value.is_finite() or value != p.exact(value):
        yield f"得分要是最多四位小数的 Decimal，现在是 {value!r}"
        return
    found = "none" if award.empty else p.show(settled)
    if found != expect:
        yield f"写的是 {expect}，算出来是 {found}"
    ending = "按不适用处理" if award.empty else f" {p.show(value)} 分"
    if not award.steps or not award.steps[-1].endswith(ending):
        yield f"最后一步要以“{ending.strip()}”结尾，现在是“{award.steps[-1] if award.steps else ''}”"
