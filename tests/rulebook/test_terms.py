"""Conditions of an indicator as sentences, and a Chinese meaning for every word an author may choose."""
from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

import pytest

from scoring.core import declared, relations, shape
from scoring.core.building import build_ruleset
from scoring.core.declared import Condition, Effect, Multiply, Settling
from scoring.core.points import exact
from scoring.core.relations import Relation
from scoring.core.stage import Gate
from scoring.core.vocabulary import builtin
from scoring.rulebook.terms import WORDS, conditions, meaning, relation_words, value_words

PARTS = [kind for module in (declared, relations) for kind in vars(module).values()
         if dataclasses.is_dataclass(kind) and isinstance(kind, type)]
TITLES = {"hotline": "“热线”", "items": "“条数”"}


def choices(kind: Any) -> list[str]:
    """The words of a declared type, alone or beside others."""
    if get_origin(kind) is Literal:
        return list(get_args(kind))
    return [word for inner in get_args(kind) for word in choices(inner)]


def name(word: str) -> str:
    return TITLES.get(word, word)


def test_every_word_has_a_meaning() -> None:
    asked = {(field.name, word) for kind in PARTS if any(f.metadata.get("label") for f in dataclasses.fields(kind))
             for field in dataclasses.fields(kind) for word in choices(shape.hints_of(kind)[field.name])}
    own = {("total", "none")}  # told by the effect's own sentence
    assert len(asked) > 20
    assert sorted(asked - own - {(key, word) for key, words in WORDS.items() for word in words}) == []


@pytest.mark.parametrize(("key", "value", "words"), [
    ("floor", exact(2), "最低计 2 分"),
    ("floor", "none", "不设最低分"),
    ("weight", exact(3), "权重 3"),
    ("requires", ("hotline", "items"), "“热线”“条数”须先得分，否则本项计 0 分"),
    ("requires", (), "无"),
    ("asks_if", Condition("hotline", "yes"), "“热线”填“是”时才问"),
    ("filled_by", "office", "由考核办填报"),
    ("settling", Settling(accept="never"), "不能申请不适用"),
    ("settling", Settling(), "可以申请不适用"),
    ("settling", Settling(policy="full"), "不适用时计满分"),
    ("settling", Settling(policy="share", share=Decimal("0.6")), "不适用时按本项分值的 0.6 计分"),
    ("settling", Settling(policy="mean", of="乡镇"), "不适用时按“乡镇”的平均得分计"),
    ("settling", Settling(policy="spread", to="items"), "不适用时分值移到“条数”"),
    ("multiply", Multiply("hotline", exact(2)), "“热线”成立时按 2 倍计"),
    ("multiply", Multiply("乡镇", exact(2)), "乡镇组按 2 倍计"),
    ("effect", Effect(grade="不合格", total=exact(59)), "一旦发生，直接定为 不合格，总分最多 59 分"),
    ("effect", Effect(total="none"), "一旦发生，不计总分"),
    ("effect", Effect(bar=("优秀", "良好"), when=Gate(at_most=exact(0))), "得分不高于 0 分时，不得评为 优秀、良好"),
    ("when", Gate(at_least=exact(44), of=("items", "hotline")), "“条数”“热线”合计不低于 44 分"),
    ("when", Gate(above=exact(80)), "高于 80 分"),
    ("essential", "all", "必达项全部满分"),
    ("title", "", "无"),
])
def test_what_a_key_says(key: str, value: Any, words: str) -> None:
    assert meaning(key, value, name) == words


def test_bare_values() -> None:
    assert [value_words("x", value, name, "分") for value in (None, True, False, exact(5), ("items", "b"), {"items": exact(3)})] == [
        "无", "是", "否", "5 分", "“条数”、b", "“条数” 3 分"]


@pytest.mark.parametrize(("relation", "words"), [
    (Relation(sum=("items.a", "hotline"), equals="items.b", say="合计不符。"), "items.a + “热线” = items.b（须改正：合计不符）"),
    (Relation(sum=("items",), equals_sum=("hotline", "3.5"), level="warning"), "“条数” = “热线” + 3.5（可以说明）"),
    (Relation(at_most=("items", "hotline")), "“条数” 不大于 “热线”（须改正）"),
    (Relation(difference=("items", "hotline"), equals="0"), "“条数” − “热线” = 0（须改正）"),
    (Relation(rate=("items", "hotline"), equals="99.5", places=1), "“条数” ÷ “热线” × 100（保留 1 位小数） = 99.5（须改正）"),
])
def test_relations(relation: Relation, words: str) -> None:
    assert relation_words(relation, name) == words


@pytest.mark.parametrize(("leaf", "said"), [
    ({"filled_by": "office", "fields": {"value": "评议得分"}, "score": {"rule": "imported"}}, ("由考核办填报",)),
    ({"fields": {"done": "完成", "of": {"label": "目标", "filled_by": "office"}}, "score": {"rule": "ratio"}},
     ("“目标”由考核办填报",)),
    ({"fields": {"done": "完成", "of": "目标"}, "score": {"rule": "ratio"}}, ()),
])
def test_who_fills_in_a_field_is_said_where_it_is_somebody_else(leaf: dict[str, Any], said: tuple[str, ...]) -> None:
    """A label alone leaves the field to whoever fills in the leaf."""
    ruleset, problems = build_ruleset({
        "ruleset": "r", "version": "1", "title": "规则", "points": "10", "grades": [],
        "indicators": [{"id": "one", "title": "一", "points": "10", **leaf}]}, builtin())
    assert problems == []
    assert ruleset is not None
    assert conditions(ruleset.indicators[0], ruleset) == said
