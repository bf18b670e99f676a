"""Words from outside join the vocabulary, or are refused with the reason; a ruleset's tree tells which it uses."""
from __future__ import annotations

from typing import Any

import pytest

from scoring.core import vocabulary
from scoring.core.vocabulary import COMBINER, RULE, STAGE, Addition, Unfit, builtin, in_use, joined, use
from tests.plugins.conftest import Write
from tests.plugins.texts import LAST, heartbeat

THANKS = '''"""`thanks`: says thank you.

印一句感谢的话，不改分数。
"""
from dataclasses import dataclass

from scoring.core.stage import Example, Stage, Top


@dataclass(frozen=True)
class Thanks(Stage):
    """A line."""

    TITLE = "致谢"
    EXAMPLES = (Example({}, (Top("100", "90"),), "90", "不改分数"), Example({}, (Top("100", "0"),), "0", "零分也谢"))

    def one(self, card, ruleset):
        return card.after("thanks", card.total, ("谢谢",))
'''


def test_words_of_all_three_kinds_join(write: Write) -> None:
    known = builtin()
    wider = joined(known, [Addition(RULE, write("heartbeat", heartbeat()), "示例 1.0"),
                           Addition(COMBINER, write("last", LAST), "示例 1.0"),
                           Addition(STAGE, write("thanks", THANKS), "别家 2.1")])
    assert (set(wider.rules) - set(known.rules), set(wider.combiners) - set(known.combiners),
            set(wider.stages) - set(known.stages)) == ({"heartbeat"}, {"last"}, {"thanks"})
    assert wider.origins == {"rule:heartbeat": "示例 1.0", "combiner:last": "示例 1.0", "stage:thanks": "别家 2.1"}
    assert known.origins == {}


@pytest.mark.parametrize(("name", "changes", "sentence"), [
    ("yes_no", [("`heartbeat`", "`yes_no`")], "计分规则“yes_no”已经有了（本产品自带），请换一个名字"),
    ("Heart-Beat", [], "计分规则的文件名“Heart-Beat”只能用小写英文字母、数字和下划线，以字母开头"),
    ("heartbeat", [("class Heartbeat(Rule)", "class Heartbeat")], "计分规则“heartbeat”的文件里要有且只有一个 Rule 的子类，现在有 0 个"),
    ("heartbeat", [("frozen=True", "")], "计分规则“heartbeat”的类 Heartbeat 要写 @dataclass(frozen=True)"),
    ("heartbeat", [("@dataclass(frozen=True)\n", "")], "计分规则“heartbeat”的类 Heartbeat 要写 @dataclass(frozen=True)"),
    ("other", [], "计分规则“other”没有说明：文件开头的文字第一行写 `other`: 和一句英文，空一行以后写中文说明"),
    ("heartbeat", [("网站在线天数计分。每在线一天得几分。", ""), ("参数：`each`：每天几分。", ""), ("填报数据：一个天数。", "")],
     "计分规则“heartbeat”没有说明：文件开头的文字第一行写 `heartbeat`: 和一句英文，空一行以后写中文说明"),
    ("heartbeat", [('param("每天", "分")', "Decimal(1)")],
     "计分规则“heartbeat”的参数 each 没有中文名称，请用 param(\"名称\", \"单位\") 声明"),
    ("heartbeat", [("    EXAMPLES: ClassVar", "    WORKED: ClassVar")], "计分规则“heartbeat”没有算例，请在 EXAMPLES 里至少写两个"),
])
def test_what_breaks_the_contract_is_refused(write: Write, name: str, changes: list[tuple[str, str]],
                                             sentence: str) -> None:
    with pytest.raises(Unfit) as refused:
        joined(builtin(), [Addition(RULE, write(name, heartbeat(*changes)), "示例 1.0")])
    assert refused.value.sentence == sentence


def test_two_plugins_cannot_bring_one_word(write: Write) -> None:
    module = write("heartbeat", heartbeat())
    wider = joined(builtin(), [Addition(RULE, module, "示例 1.0")])
    with pytest.raises(Unfit, match="^计分规则“heartbeat”已经有了（示例 1.0），请换一个名字$"):
        joined(wider, [Addition(RULE, module, "别家 2.1")])


def test_something_else_than_a_module_is_refused() -> None:
    with pytest.raises(Unfit, match="^计分规则要交出模块（import 进来的 .py 文件），收到的是 'heartbeat'$"):
        joined(builtin(), [Addition(RULE, "heartbeat", "示例 1.0")])  # type: ignore[arg-type]


LEAF = {"id": "a", "score": {"rule": "heartbeat", "each": "1"}}


@pytest.mark.parametrize(("tree", "found"), [
    ({"indicators": [{"id": "a", "score": "yes_no"}], "stages": ["round"]}, ()),
    ({"indicators": [LEAF]}, ("示例 1.0",)),
    ({"indicators": [{"id": "b", "indicators": [{"id": "c", "indicators": [{"id": "a", "score": "heartbeat"}]}]}]}, ("示例 1.0",)),
    ({"indicators": [{"combine": "last", "indicators": []}]}, ("另一 0.3",)),
    ({"indicators": [{"combine": {"last": {"own": "6"}}, "indicators": [LEAF]}]}, ("另一 0.3", "示例 1.0")),
    ({"indicators": [], "stages": ["thanks"]}, ("别家 2.1",)),
    ({"indicators": [LEAF, LEAF], "stages": [{"thanks": {"to": "100"}}]}, ("别家 2.1", "示例 1.0")),
    ({"indicators": [{"title": "heartbeat", "score": "yes_no"}], "notes": ["thanks"]}, ()),
    ({"indicators": "heartbeat", "stages": {"thanks": "1"}}, ()),
    ({"indicators": [["heartbeat"], {"score": ["heartbeat"]}, None]}, ()),
    ([LEAF], ()),
])
def test_the_words_a_tree_really_uses(write: Write, tree: Any, found: tuple[str, ...]) -> None:
    wider = joined(builtin(), [Addition(RULE, write("heartbeat", heartbeat()), "示例 1.0"),
                               Addition(COMBINER, write("last", LAST), "另一 0.3"),
                               Addition(STAGE, write("thanks", THANKS), "别家 2.1")])
    assert wider.foreign(tree) == found


def test_a_deep_tree_does_not_run_out_of_stack() -> None:
    tree: dict[str, Any] = {"score": "yes_no"}
    for _ in range(5000):
        tree = {"indicators": [tree]}
    assert vocabulary.builtin().foreign(tree) == ()


def test_what_is_in_use(write: Write, plugged: list[object]) -> None:
    wider = joined(builtin(), [Addition(RULE, write("heartbeat", heartbeat()), "示例 1.0")])
    before = in_use()
    use(wider)
    then = in_use()
    use(None)
    assert (before is builtin(), then is wider, in_use() is builtin()) == (True, True, True)
