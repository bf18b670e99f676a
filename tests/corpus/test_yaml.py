"""Every bad YAML file is refused with its places and sentences, or read exactly as typed, soon and in little memory."""
from __future__ import annotations

import pytest

from scoring.rulebook.loading import load
from scoring.rulebook.strict import read_text
from tests.corpus.yaml_costs import FILES, RECIPES, TITLES, costs
from tests.corpus.yaml_files import SMALL, Recipe, swapped
from tests.corpus.yaml_meaning import SHOWN, TYPED

LONGEST = 200  # characters of a title


def said(data: bytes) -> list[str]:
    """Every fault, in the order of the file."""
    return list(map(str, load(data, "f").faults))


def test_the_small_ruleset_is_taken() -> None:
    loaded = load(SMALL.encode(), "f")
    assert (loaded.faults, loaded.ruleset is not None) == ((), True)


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES.keys())
def test_every_fault_has_its_place_and_sentence(recipe: Recipe) -> None:
    loaded = load(recipe.data, "f")
    found = list(map(str, loaded.faults))
    assert found[:len(recipe.faults)] == [f"f:{fault}" for fault in recipe.faults]
    assert len(found) == len(recipe.faults) + recipe.more
    assert (loaded.ruleset is None) == bool(recipe.faults)


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED.keys())
def test_a_value_is_the_text_typed(typed: str) -> None:
    source = read_text(swapped("小规则", typed), "f")
    assert source.tree is not None
    assert (source.tree["title"], source.problems) == (typed, ())


@pytest.mark.parametrize("typed", [t for t in TYPED.values() if len(t) <= LONGEST],
                         ids=[name for name, t in TYPED.items() if len(t) <= LONGEST])
def test_a_title_is_the_text_typed(typed: str) -> None:
    loaded = load(swapped("小规则", typed), "f")
    assert loaded.ruleset is not None
    assert (loaded.ruleset.title, loaded.ruleset.data["title"], loaded.faults) == (typed, typed, ())


@pytest.mark.parametrize(("typed", "shown"), SHOWN.values(), ids=SHOWN.keys())
def test_a_hostile_title_is_the_text_typed(typed: str, shown: str) -> None:
    loaded = load(swapped("公开条数", typed), "f")
    assert loaded.ruleset is not None
    assert (loaded.ruleset.indicators[0].title, loaded.faults) == (shown, ())


@pytest.mark.parametrize("name", FILES)
def test_reading_takes_at_most_a_second_and_50_megabytes(name: str) -> None:
    cost = costs("strict")[name]
    assert cost.bearable, cost
    refused = bool(RECIPES[name].faults) if name in RECIPES else len(TITLES[name]) > LONGEST
    assert cost.said == ("refused" if refused else "taken")


def test_versions_and_figures_stay_as_typed() -> None:
    loaded = load(RECIPES["Y3-047 0.1 three times is 0.3"].data, "f")
    assert loaded.ruleset is not None
    assert (loaded.ruleset.version, str(loaded.ruleset.points)) == ("1.10", "0.3")
    assert loaded.ruleset.data["points"] == "0.3"


EVERY_KIND = """\
ruleset: 小规则
version: 1.10
titel: 小规则
points: 十
groups: [乡镇, 乡镇]
effective: {from: 2024-02-30, to: 2024-1-5}
indicators:
  - id: Items
    title: &t 公开条数
    points: 10
    score: {rule: per_entry, each: 半分}
  - id: late
    title: *t
    evidence: requird
    score: {rule: per_entry, eahc: 0.5}
    title: 又一次
grades:
  - {name: 优秀, atleast: 9}
  - {name: !!str 不合格}
"""


def test_every_fault_of_a_file_is_told_at_once() -> None:
    number = "不是可用的数字：请写成 12 或 12.5 这样，不带单位、逗号和百分号，整数部分最多 9 位，小数最多 4 位"
    assert said(EVERY_KIND.encode()) == [
        "f:1:1: 缺少“title”（名称）",
        "f:3:1: 不认识的键“titel”，是不是想写“title”？",
        f"f:4:9: “十”{number}",
        "f:6:19: “2024-02-30”这一天不存在，请核对年月日",
        "f:6:35: “2024-1-5”不是可用的日期，请写成 2024-01-28 这样",
        "f:8:9: 编号“Items”只能用小写英文字母、数字和连字符，以字母开头，最长 60 个字符",
        "f:9:12: 不能用锚点 &t：每一处都要写全，请把内容直接写在用到的地方；是文字就加引号",
        f"f:11:36: “半分”{number}",
        "f:13:12: 不能用引用 *t：请把内容直接写在这里；是文字就加引号",
        "f:14:15: “requird”不在可选的词里：none、optional、required、per_entry，是不是想写“required”？",
        "f:15:30: 不认识的键“eahc”，是不是想写“each”？",
        "f:16:5: “title”写了两次：第 13 行和第 16 行，请删掉一处",
        "f:18:16: 不认识的键“atleast”，是不是想写“at_least”？",
        "f:19:12: 不能用标签 !!str：“!”开头的词会改变值的含义，请删掉；是文字就加引号",
    ]


@pytest.mark.parametrize(("right", "wrong", "place"), [
    ("version", "versoin", "2:1"), ("groups", "group", "5:1"), ("title: 公", "titel: 公", "8:5"),
    ("per_entry", "per_entri", "10:19"), ("each", "eahc", "10:30"), ("at_least", "atleast", "12:16"),
], ids=lambda text: text.split(":")[0])
def test_did_you_mean(right: str, wrong: str, place: str) -> None:
    hints = [(fault.rsplit(": ", 1)[0], fault[fault.index("，是不是"):]) for fault in said(swapped(right, wrong))
             if "，是不是" in fault]
    assert hints == [(f"f:{place}", f"，是不是想写“{right.split(':')[0]}”？")]
