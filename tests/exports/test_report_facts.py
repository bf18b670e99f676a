"""The sentences of a self-inspection report: what each kind of fact says, how documents are named, one stop at the end."""
from __future__ import annotations

import re
from typing import Any

import pytest

from scoring.core.ruleset import Indicator
from scoring.core.sheet import read_facts_of
from scoring.exports._report_facts import told
from scoring.exports._report_parts import cited, stopped
from tests.exports import samples
from tests.exports.hostile import HOSTILE


def leaf(score: Any, ask: str = "", pool: str = "base", points: str | None = "10", **more: Any) -> Indicator:
    worth = {} if points is None or pool == "veto" else {"points": points}
    other = [{"id": "b", "title": "乙", "points": "90", "score": "yes_no"}]
    effect = {"effect": {"grade": "不合格"}} if pool == "veto" else {}
    rules = samples.ruleset({**samples.TARGETS, "groups": [], "points": "100" if pool == "base" and worth else "90", "indicators": [
        {"id": "a", "title": "甲", **({"ask": ask} if ask else {}), **({"pool": pool} if pool != "base" else {}),
         "score": score, **worth, **effect, **more}, *other]})
    return next(x for x in rules.leaves if x.id == "a")


LIST = {"rule": "checklist", "of": ["机构", "牌子", "经费"], "each": "1"}


@pytest.mark.parametrize(("one", "facts", "said"), [
    (leaf("yes_no", "是否印发方案"), "yes", "已印发方案"),
    (leaf("yes_no", "是否印发方案"), "no", "未印发方案"),
    (leaf("yes_no", "是否有固定标语"), "no", "没有固定标语"),
    (leaf("yes_no", "热线是否公布并有人接听"), "no", "热线没有做到公布并有人接听"),
    (leaf("yes_no", "首页是否两周没有更新"), "no", "首页是否两周没有更新：否"),
    (leaf("yes_no", "已按要求做好"), "yes", "已按要求做好：是"),
    (leaf("yes_no", "是否泄密、失密", pool="veto"), "no", "未泄密、失密"),
    (leaf("yes_no", pool="veto"), "no", "没有发生"),
    (leaf("yes_no"), "yes", "已做到"),
    (leaf(LIST, "已落实的各项"), ["机构", "经费"], "已落实机构、经费，共2项，尚缺牌子"),
    (leaf(LIST, "已有的材料"), ["机构", "牌子", "经费"], "已有的材料有机构、牌子、经费，共3项"),
    (leaf(LIST, "已有的材料"), [], "已有的材料一项也没有，尚缺机构、牌子、经费"),
    (leaf(LIST, "查实的问题", pool="deduction"), ["牌子"], "查实的问题：牌子"),
    (leaf({"rule": "per_entry", "each": "1", "unit": "次"}, "培训次数"), "2", "培训次数为2次"),
    (leaf({"rule": "per_entry", "each": "1"}), "134", "共134条"),
    (leaf({"rule": "ratio"}, fields={"done": "按期答复", "of": "应答复"}), {"done": "3", "of": "4"}, "应答复4件，按期答复3件"),
    (leaf({"rule": "ratio", "unit": "个村"}, fields={"done": "达到要求的村", "of": "全部村"}), {"done": "3", "of": "4"},
     "全部村4个，达到要求的村3个"),
    (leaf({"rule": "shortfall", "line": "95", "each": "1"}, "办结率"), "92.4", "办结率为92.4%"),
    (leaf({"rule": "shortfall", "line": "95", "each": "1"}, "办结率"), {"done": "19", "of": "20"}, "办结率为95%（19/20）"),
    (leaf({"rule": "shortfall", "line": "95", "each": "1"}, "办结率"), {"done": "0", "of": "0"}, "办结率：0/0"),
    (leaf({"rule": "per_defect", "kinds": {"错字": "1", "错链": "0.5"}, "unit": "处"}, "差错"), {"错字": "1", "错链": "2"},
     "差错：错字1处，错链2处"),
    (leaf({"rule": "periodic", "every": "quarter"}, "各季度是否公开"), {"Q1": "yes", "Q2": "no", "Q4": "yes"},
     "第一季度、第四季度已公开，第二季度未公开，第三季度没有填报"),
    (leaf({"rule": "periodic", "every": "half"}), {"H1": "yes", "H2": "not_applicable"}, "各期完成情况：上半年已完成，下半年不适用"),
    (leaf({"rule": "periodic", "every": "month", "year": "2024"}, "各月是否公开"),
     {f"2024-{n:02}": "no" if n == 2 else "yes" for n in range(1, 13)}, "1月、3月至12月已公开，2月未公开"),
    (leaf({"rule": "periodic", "every": "quarter", "target": "4", "unit": "条"}, "各季度条数"), {"Q1": "4", "Q2": "9"},
     "各季度条数：第一季度4条，第二季度9条"),
    (leaf({"rule": "late", "due": "2024-01-31", "each": "1"}, fields={"date": "公布日期"}), "2024-01-28", "公布日期为2024年1月28日"),
    (leaf({"rule": "late", "due": "2024-01-31", "each": "1"}, fields={"date": "公布日期"}), "not_done", "公布日期：尚未完成"),
    (leaf({"rule": "record", "keep": {"a": {"label": "本年支出", "kind": "number", "unit": "万元"}, "b": {"label": "依据", "kind": "text"}}},
          points=None), {"a": "1.06", "b": "见 2024 年预算"}, "本年支出1.06万元，依据：见2024年预算"),
])
def test_facts_as_sentences(one: Indicator, facts: Any, said: str) -> None:
    assert told(one, read_facts_of(one, facts)) == said


@pytest.mark.parametrize(("basis", "said"), [
    ("苍府办〔2024〕45号", "苍府办〔2024〕45号文件"), ("苍府办[2024]45号", "苍府办〔2024〕45号文件"),
    ("中华人民共和国政府信息公开条例（国务院令第711号）第四十九条", "《中华人民共和国政府信息公开条例》（国务院令第711号）第四十九条"),
    ("关于印发《格式》的通知（国办公开办函〔2021〕30号）", "《关于印发〈格式〉的通知》（国办公开办函〔2021〕30号）"),
    ("《条例》（国务院令第711号）", "《条例》（国务院令第711号）"), ("村民委员会组织法", "《村民委员会组织法》"),
    ("党务公开条例（试行）", "《党务公开条例（试行）》"), ("县长办公会议定事项", "县长办公会议定事项"), ("", ""), ("（", "（"),
])
def test_how_a_document_is_named(basis: str, said: str) -> None:
    assert cited(basis) == said


@pytest.mark.parametrize(("text", "said"), [
    ("一", "一。"), ("一。。", "一。"), ("一；", "一。"), ("一！", "一！"), ("一……", "一……"), ("。", ""), ("", "")])
def test_a_sentence_has_one_stop(text: str, said: str) -> None:
    assert stopped(text) == said


@pytest.mark.parametrize("text", [text for text, _ in HOSTILE])
def test_a_document_may_be_named_anything(text: str) -> None:
    assert re.sub(r"[《》〈〉文件\s]", "", cited(text)).replace("〔", "[") != "" or text.strip() == ""
