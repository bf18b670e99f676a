"""What every rule and combiner promises, checked by running its worked examples: the product's and a plugin's alike."""
from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from ..core import points as p
from ..core import shape
from ..core.building import build_ruleset
from ..core.combiner import Combiner, Part, Scene
from ..core.combiner import Example as Parts
from ..core.facts import FactError, dump_facts, read_facts
from ..core.frame import Peers
from ..core.rule import Award, Example, Rule, Setting
from ..core.score import score
from ..core.sheet import read_sheet
from ..core.stage import Example as Staged
from ..core.stage import Stage
from ..core.vocabulary import in_use, manual_of

AWAY = "不适用"                    # what a stage's example writes for a leaf that does not apply
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


def check_stage(kind: type[Stage]) -> tuple[str, ...]:
    """What a stage does not keep of its promises, each in a sentence; nothing if it keeps them all."""
    word = kind.__module__.rpartition(".")[2]
    few = (f"至少要有两个算例，现在有 {len(kind.EXAMPLES)} 个",) if len(kind.EXAMPLES) < 2 else ()
    found = [*few, *([] if kind.TITLE else ["没有 TITLE（在评分卡上的名称）"])]
    found += [f"第 {number} 个算例（{example.why}）：{fault}" for number, example in enumerate(kind.EXAMPLES, 1)
              for fault in _safely(_staged(word, kind, example))]
    return tuple(f"阶段“{word}”：{fault}" for fault in found)


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


def _staged(word: str, kind: type[Stage], example: Staged) -> Iterator[str]:
    """Scores the example's sheets under a ruleset of that one stage."""
    known = in_use()
    vocabulary = dataclasses.replace(known, stages={**known.stages, word: kind})
    ruleset, problems = build_ruleset(_tree(word, example), vocabulary)
    if ruleset is None:
        yield from (f"写不成规则：{x.sentence}" for x in problems if x.level == "error")
        return
    sheet = read_sheet({"unit": "本单位", **_answers(example)}, ruleset, (), problems)
    most = ruleset.indicators[0].points or p.ZERO
    others = [read_sheet({"unit": f"单位 {n}", "facts": {ruleset.indicators[0].id: p.show(min(p.read(total), most))}},
                         ruleset, (), problems) for n, total in enumerate(example.others, 1)]
    card = score(ruleset, sheet, peers=others)
    if score(ruleset, sheet, peers=others) != card:
        yield "同样的数据两次算得不一样"
    found = "none" if card.total is None else p.show(card.total)
    if found != example.total:
        yield f"写的是 {example.total}，算出来是 {found}"
    if (card.grade or "") != example.grade:
        yield f"等次写的是“{example.grade}”，算出来是“{card.grade or ''}”"
    for line in card.stages:
        if line.stage == word and not line.steps:
            yield "改了总分却没有打印步骤"


def _tree(word: str, example: Staged) -> dict[str, Any]:
    """A ruleset of first-level leaves whose points are as given, and the one stage."""
    indicators = []
    for n, top in enumerate(example.tops, 1):
        veto = top.pool == "veto"
        leaf = {"id": f"top-{n}", "title": f"第 {n} 项", "pool": top.pool,
                "score": {"rule": "yes_no"} if veto else {"rule": "judged", "step": "0.0001"}, **top.more}
        indicators.append(leaf if veto else {**leaf, "points": top.worth})
    whole = sum((p.read(top.worth) for top in example.tops if top.pool == "base"), p.ZERO)
    tree: dict[str, Any] = {"ruleset": "example", "version": "1", "title": "算例", "points": p.show(whole),
                            "indicators": indicators, "stages": [{word: example.params}]}
    return {**tree, "grades": [dict(g) for g in example.grades]} if example.grades else tree


def _answers(example: Staged) -> dict[str, Any]:
    ids = [top.more.get("id", f"top-{n}") for n, top in enumerate(example.tops, 1)]
    given = dict(zip(ids, (top.got for top in example.tops), strict=True))
    return {"facts": {key: got for key, got in given.items() if got != AWAY},
            "not_applicable": {key: "没有这项职能" for key, got in given.items() if got == AWAY}}


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
