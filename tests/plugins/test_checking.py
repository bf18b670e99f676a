"""Each promise of a rule and a combiner, broken once: the check says which."""
from __future__ import annotations

import pytest

from scoring.core.vocabulary import COMBINER, RULE, builtin, class_of
from scoring.plugins.checking import check_combiner, check_rule
from tests.plugins.conftest import Write
from tests.plugins.texts import LAST, heartbeat

SAID = "计分规则“heartbeat”："
FIRST = f"{SAID}第 1 个算例（三十天）："


def test_a_rule_in_order_is_left_alone(write: Write) -> None:
    assert check_rule(class_of(RULE, write("heartbeat", heartbeat()))) == ()


@pytest.mark.parametrize(("change", "found"), [
    (('"3", "三十天"', '"4", "三十天"'), f"{FIRST}写的是 4，算出来是 3"),
    (('{"each": "0.1"}, "10", "30"', '{}, "10", "30"'), f"{FIRST}参数读不进来：缺少“each”（每天）"),
    (('"30", "3"', '"1.5", "3"'), f"{FIRST}填报数据读不进来：“1.5”不是整数，件数、次数、条数要填整数"),
    (('"30", "3"', '"-1", "0"'), f"{FIRST}填报数据读不进来：数量不能小于 0"),
    (("填报数据：一个天数。", ""), f"{SAID}说明里没有写“填报数据：”"),
    (("class Heartbeat", "class Heart"), f"{SAID}类名要与文件名一致，写成 Heartbeat，现在是 Heart"),
    (('        Example({"each": "0.1"}, "10", "366", "10", "封顶"),\n', ""), f"{SAID}至少要有两个算例，现在有 1 个"),
])
def test_a_broken_promise_is_named(write: Write, change: tuple[str, str], found: str) -> None:
    assert check_rule(class_of(RULE, write("heartbeat", heartbeat(change)))) == (found,)


@pytest.mark.parametrize(("change", "found"), [
    (('= {p.show(value)} 分"', '= {p.show(value)}"'),
     ("最后一步要以“3 分”结尾，现在是“30 天 × 0.1 分 = 3”", "最后一步要以“36.6 分”结尾，现在是“366 天 × 0.1 分 = 36.6”")),
    (("p.times(self.each, facts", "(Decimal(1) / 7 * facts"),
     ("得分要是最多四位小数的 Decimal，现在是 Decimal('4.285714285714285714285714287')",
      "得分要是最多四位小数的 Decimal，现在是 Decimal('52.28571428571428571428571430')")),
    (("value = p.times", "seen.append(1)\n        value = len(seen) * p.times"),
     ("同样的数据两次算得不一样", "同样的数据两次算得不一样")),
    (('facts["days"])\n', 'facts["hours"])\n'), ("计算时出错，KeyError：'hours'", "计算时出错，KeyError：'hours'")),
    (("    def fields", "    def advice(self, facts, setting):\n        return None\n\n    def fields"),
     ("standard 和 advice 要返回文字", "standard 和 advice 要返回文字")),
    (("    def fields", "    def faults(self, setting):\n        from scoring.core.rule import Fault\n"
                        "        return [Fault((), '太少')]\n\n    def fields"), ("参数有错：太少", "参数有错：太少")),
])
def test_what_is_wrong_with_every_example(write: Write, change: tuple[str, str], found: tuple[str, str]) -> None:
    text = heartbeat(change).replace("@dataclass", "seen: list[int] = []\n\n\n@dataclass", 1)
    said = check_rule(class_of(RULE, write("heartbeat", text)))
    assert said == (FIRST + found[0], f"{SAID}第 2 个算例（封顶）：{found[1]}")


@pytest.mark.parametrize("name", builtin().combiners)
def test_the_product_s_combiners_keep_their_promises(name: str) -> None:
    assert check_combiner(builtin().combiners[name]) == ()


@pytest.mark.parametrize(("old", "new", "found"), [
    ("", "", ()),
    ('"2", "有两个"', '"3", "有两个"', ("合并方式“last”：第 1 个算例（有两个）：写的是 3，算出来是 2",)),
    ("Example({}", 'Example({"by": "1"}', ("合并方式“last”：第 1 个算例（有两个）：参数读不进来：不认识的键“by”",)),
    ("parts[-1].points, (", "parts[-1].top, (",
     ("合并方式“last”：第 1 个算例（有两个）：计算时出错，AttributeError：'Part' object has no attribute 'top'",)),
    ('(f"得 {p.show(parts[-1].points)} 分",)', '("得分",)',
     ("合并方式“last”：第 1 个算例（有两个）：最后一步要以“2 分”结尾，现在是“得分”",)),
])
def test_a_combiner_s_promises(write: Write, old: str, new: str, found: tuple[str, ...]) -> None:
    assert check_combiner(class_of(COMBINER, write("last", LAST.replace(old, new)))) == found
