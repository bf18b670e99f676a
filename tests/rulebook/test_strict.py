"""The strict reader: text as typed, every place known, all faults at once, and nothing makes it raise."""
from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.rulebook.source import Mark
from scoring.rulebook.strict import MOST, NODES, read_text

TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=12)
TREES = st.dictionaries(TEXT, st.recursive(
    TEXT, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=12),
    max_size=4)


def said(text: str) -> list[str]:
    return [str(fault) for fault in read_text(text.encode(), "f").problems]


def test_a_tree_is_text_and_every_part_has_its_place() -> None:
    source = read_text(b"a: 010\nb:\n  - no\n  - {c: 'x', d: \"y\"}\ne: |\n  1\n  2\n", "f")
    assert source.tree == {"a": "010", "b": ["no", {"c": "x", "d": "y"}], "e": "1\n2\n"}
    assert source.problems == ()
    assert source.values == {
        (): Mark(1, 1), ("a",): Mark(1, 4), ("b",): Mark(3, 3), ("b", 0): Mark(3, 5), ("b", 1): Mark(4, 5),
        ("b", 1, "c"): Mark(4, 9), ("b", 1, "d"): Mark(4, 17), ("e",): Mark(5, 4)}
    assert source.keys == {
        ("a",): Mark(1, 1), ("b",): Mark(2, 1), ("b", 1, "c"): Mark(4, 6), ("b", 1, "d"): Mark(4, 14),
        ("e",): Mark(5, 1)}


@pytest.mark.parametrize(("path", "of_key", "place"), [
    (("a",), False, Mark(1, 4)),               # a value: at itself
    (("a",), True, Mark(1, 1)),                # its key
    (("b",), False, Mark(2, 1)),               # a list: at the key that opens it
    (("b", 1), False, Mark(4, 5)),             # a part of a list: at itself
    (("b", 1, "x", 3), True, Mark(4, 5)),      # what is missing: at what should hold it
    (("x",), False, Mark(1, 1)),
    ((), False, Mark(1, 1)),
])
def test_places(path: tuple[str | int, ...], of_key: bool, place: Mark) -> None:
    source = read_text(b"a: 1\nb:\n  - 2\n  - {c: 3}\n", "f")
    assert source.place(path, of_key) == place


def test_all_faults_at_once() -> None:
    assert said("a: &x 1\nb:\nc: *x\na: 2\n<<: *x\n-: {y, z:1}\nn：1\n") == [
        "f:1:4: 不能用锚点 &x：每一处都要写全，请把内容直接写在用到的地方；是文字就加引号",
        "f:2:1: “b”没有写值，请补上；确实不需要就删掉这一行",
        "f:3:4: 不能用引用 *x：请把内容直接写在这里；是文字就加引号",
        "f:4:1: “a”写了两次：第 1 行和第 4 行，请删掉一处",
        "f:5:1: 不能用合并键“<<”：请把要合并的内容直接写出来",
        "f:5:5: 不能用引用 *x：请把内容直接写在这里；是文字就加引号",
        "f:6:5: “y”没有写值，请补上；确实不需要就删掉这一行",
        "f:6:8: “z:1”的冒号后面要有一个半角空格，请写成“z: 1”",
        "f:7:2: “n”后面是全角冒号“：”，请改成半角冒号加一个空格“: ”；确实是文字就给整段加引号",
    ]


@pytest.mark.parametrize(("text", "fault"), [
    ("points:40\nb: 1\n", "1:1: “points:40”的冒号后面要有一个半角空格，请写成“points: 40”"),
    ("a: 1\npoints:40\nb: 1\n", "2:1: “points:40”的冒号后面要有一个半角空格，请写成“points: 40”"),
    ("a: 1\npoints 40\nb: 1\n", "2:1: “points 40”后面缺少半角冒号和空格“: ”，或者它的缩进和上一行对不上"),
    ("a: x: y\n", "1:5: 这里不该再出现“: ”：多半是上一行的缩进不对，或者值里有冒号而没有加引号"),
    ("a:\n  b: 1\n c: 2\n", "3:2: 这一行的缩进和前面对不上，或者引号后面多了文字；同一层的各行要对齐"),
    ("a: [1, 2\nb: 3\n",
     "2:2: 方括号没有配对，或者项目之间缺少逗号：从第 1 行的“[”开始，到这里还没有“]”"),
    ("a: {b: 1\n", "2:1: 花括号没有配对，或者项目之间缺少逗号：从第 1 行的“{”开始，到这里还没有“}”"),
    ("a: [1,\n", "2:1: 文件到这里就结束了，前面有方括号或花括号没有配对"),
    ("a: [1,,2]\n", "1:7: 这里缺少一个值，请补上，或删掉多余的逗号和括号"),
    ('a: 1\nb: "x\nc: 2\n', "2:4: 这里开始的引号没有配对，请补上另一半"),
    ('a: "\\d"\n', "1:6: 双引号里的“\\”是转义符号；要写反斜杠本身，请改用单引号"),
    ('a: "\\UFFFFFFFF"\n', "1:7: 双引号里的 \\U 转义不是有效的字符，请直接写出这个字"),
    ("a: *重要*\n", "1:4: “*”和“&”开头的值在 YAML 里是引用，这里不能用；是文字就给整个值加引号"),
    ("a: %5\n", "1:4: 值不能以“%”开头，是文字就给整个值加引号"),
    ("a: @x\n", "1:4: 值不能以“@”开头，是文字就给整个值加引号"),
    ("a: |x\n", "1:4: “|”或“>”后面不能再写内容，文字请从下一行缩进写起"),
    ("a: - b\n", "1:4: “- ”不能写在这里，请另起一行并缩进"),
    ("a:\tb\n", "1:3: 这里用了制表符（Tab），YAML 的缩进和间隔只认空格，请换成空格"),
    ("- a\n", "1:1: 最外层要写成“键: 值”，例如 title: 名称；现在是一个列表"),
    ("notes:\n  - title：甲\n    points：5\n",
     "2:10: “title”后面是全角冒号“：”，请改成半角冒号加一个空格“: ”；确实是文字就给整段加引号"),
])
def test_slips_of_writing(text: str, fault: str) -> None:
    assert said(text)[0] == f"f:{fault}"


def test_what_looks_like_a_slip_and_is_none() -> None:
    source = read_text("a: 说明：每条 0.5 分\nb: 'title：甲'\nc: \"\"\nd: PDF：必附\n".encode(), "f")
    assert source.problems == ()
    assert source.tree == {"a": "说明：每条 0.5 分", "b": "title：甲", "c": "", "d": "PDF：必附"}


def test_limits_say_so() -> None:
    assert said("a: [" + "x," * (NODES + 1) + "]")[-1] == (
        f"f:1:{5 + 2 * (NODES - 3)}: 内容太多：键、值和列表合计超过 80000 个，请拆成几个文件")
    empty = said("".join(f"k{n}:\n" for n in range(300)))
    assert (len(empty), empty[-1].split(": ")[1]) == (MOST + 2, "问题太多，后面的没有再查；请先改好前面这些")


@given(TREES)
def test_what_was_written_is_read_back(tree: dict[str, object]) -> None:
    text = yaml.safe_dump(tree, default_style='"', allow_unicode=True)
    source = read_text(text.encode(), "f")
    assert (source.tree, source.problems) == (tree, ())


@given(st.binary(max_size=300) | st.text("ab :：-[]{}&*!|>%@\"'\\#?,\n\t<.~", max_size=200).map(str.encode))
@settings(max_examples=400)
def test_any_bytes_give_a_tree_or_a_fault(data: bytes) -> None:
    source = read_text(data, "f")
    assert (source.tree is None) <= bool(source.problems)
    assert all(fault.line >= 1 and fault.column >= 1 for fault in source.problems)
