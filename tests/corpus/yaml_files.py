"""Bad and odd YAML files as recipes: bytes and encoding (Y1), structure (Y2); typing traps and meaning stand beside.

A recipe is bytes with the exact faults expected, as `LINE:COL: sentence`; no faults means it is taken. Its name
opens with the row of the list of bad inputs that it is for.
"""
from __future__ import annotations

import io
import random
import zipfile
from dataclasses import dataclass

SMALL = """\
ruleset: small
version: "2024"
title: 小规则
points: 10
groups: [乡镇]
indicators:
  - id: items
    title: 公开条数
    points: 10
    score: {rule: per_entry, each: 0.5}
grades:
  - {name: 优秀, at_least: 9}
  - {name: 不合格}
"""
SAVE_AS = "请用记事本打开，选“另存为”，编码选“UTF-8”再保存"
QUOTE = "是文字就给整个值加引号"
HALF = "请改成半角冒号加一个空格“: ”；确实是文字就给整段加引号"
_ROOT = "最外层要写成“键: 值”，例如 title: 名称；现在"


@dataclass(frozen=True)
class Recipe:
    """A file and what must be said of it: these faults from the top of the file, then so many more."""

    data: bytes
    faults: tuple[str, ...] = ()
    more: int = 0


def swapped(old: str, new: str) -> bytes:
    """The small ruleset with one part replaced; the part must be there."""
    assert SMALL.count(old) >= 1, old
    return SMALL.replace(old, new, 1).encode()


def _zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for name in names:
            box.writestr(name, SMALL)
    return out.getvalue()


def _recipe(data: bytes | str, *faults: str) -> Recipe:
    return Recipe(data.encode() if isinstance(data, str) else data, faults)


_ZIPPED = "1:1: 这是一个压缩包，或者 Excel、Word、OFD 文件，只是改了扩展名；请交 YAML 文本文件"
_GBK = f"文件像是 GBK（GB18030）编码，这里只收 UTF-8；{SAVE_AS}"
_UTF16 = f"1:1: 文件是 UTF-16 编码，这里只收 UTF-8；{SAVE_AS}"
_WIDE_ID = swapped("id: items", "id： items")
_NOISE = random.Random(2024).randbytes(65_536)
_TOO_BIG = "1:1: 文件有 10.0 MB，最多 1 MB；请删去不需要的内容，或者拆成几个文件"
_ID = "只能用小写英文字母、数字和连字符，以字母开头，最长 60 个字符"

ENCODING: dict[str, Recipe] = {
    "Y1-001 GBK": _recipe(SMALL.encode("gbk"), f"3:8: {_GBK}"),
    "Y1-002 GB18030 four bytes": _recipe(SMALL.replace("小规则", "小𬱖则").encode("gb18030"), f"3:8: {_GBK}"),
    "Y1-004 UTF-16LE with BOM": _recipe(b"\xff\xfe" + SMALL.encode("utf-16-le"), _UTF16),
    "Y1-004 UTF-16BE with BOM": _recipe(b"\xfe\xff" + SMALL.encode("utf-16-be"), _UTF16),
    "Y1-005 UTF-16BE without BOM": _recipe(
        SMALL.encode("utf-16-be"), f"1:1: 文件像是 UTF-16 编码，这里只收 UTF-8；{SAVE_AS}"),
    "Y1-005 UTF-16LE, ASCII only": _recipe(
        "a: 1\n".encode("utf-16-le"), f"1:1: 文件像是 UTF-16 编码，这里只收 UTF-8；{SAVE_AS}"),
    "Y1-006 UTF-8 with BOM": _recipe(b"\xef\xbb\xbf" + SMALL.encode()),
    "Y1-007 CRLF": _recipe(SMALL.replace("\n", "\r\n")),
    "Y1-008 CR": _recipe(SMALL.replace("\n", "\r"),
                         "1:15: 换行用了单独的回车符（旧 Mac 格式），请把换行改成 LF 或 CRLF 后再保存"),
    "Y1-010 NUL": _recipe(swapped("小规则", "小\0规则"), "3:9: 这里有不能用的控制字符（U+0000），请删掉"),
    "Y1-010 NUL by escape": _recipe(swapped("小规则", r'"小\0规则"'), "3:8: 这里有不能用的控制字符（U+0000），请删掉"),
    "Y1-010 DEL and C1": _recipe(swapped("小规则", "小\x7f规\x85则"),
                                 "3:9: 这里有不能用的控制字符（U+007F），请删掉",
                                 "3:11: 这里有不能用的控制字符（U+0085），请删掉"),
    "Y1-010 lone surrogate": _recipe(
        SMALL.replace("小规则", "小\ud800规则").encode("utf-8", "surrogatepass"),
        "3:9: 这里的字节不是 UTF-8 文字，文件可能已损坏，或者不是文本文件；请核对后重新保存为 UTF-8"),
    "Y1-010 lone surrogate by escape": _recipe(swapped("小规则", r'"\ud800"'),
                                               "3:8: 这里有不能用的控制字符（U+D800），请删掉"),
    "Y1-016 U+2028": _recipe(swapped("小规则", "小\u2028规则"),
                             "3:9: 这里有特殊的换行符（U+2028），多半是从网页粘贴来的，请改成普通换行"),
    "Y1-016 zero width space": _recipe(swapped("小规则", "小\u200b规则"), "3:9: 这里有看不见的字符（U+200B），请删掉"),
    "Y1-016 right-to-left override": _recipe(
        swapped("小规则", "小\u202e规则"),
        "3:9: 这里有改变文字方向的隐形字符（U+202E），看到的顺序会和实际不一样，请删掉"),
    "Y1-020 Cyrillic а in an id": _recipe(swapped("id: items", "id: itаms"), f"7:9: 编号“itаms”{_ID}"),
    "Y1-021 fullwidth colon": _recipe(_WIDE_ID, f"7:7: “id”后面是全角冒号“：”，{HALF}"),
    "Y1-021 fullwidth colons everywhere": _recipe(
        "title：小规则\npoints：10\n",
        f"1:6: “title”后面是全角冒号“：”，{HALF}", f"2:7: “points”后面是全角冒号“：”，{HALF}"),
    "Y1-022 tabs": _recipe(SMALL.replace("    ", "\t"), *(
        f"{line}:1: 这里用了制表符（Tab），YAML 的缩进和间隔只认空格，请换成空格" for line in (8, 9, 10))),
    "Y1-022 ideographic space": _recipe(
        swapped("version:", "\u3000version:"), "1:1: 缺少“version”（版本）",
        "2:1: 这里是全角空格或不换行空格，YAML 的缩进和间隔只认半角空格，请替换"),
    "Y1-024 only comments": _recipe("# 还没有写\n\n# 明天写\n",
                                    "1:1: 文件里没有内容（只有注释不算），请核对是不是交错了文件"),
    "Y1-024 nothing at all": _recipe("", "1:1: 文件里没有内容（只有注释不算），请核对是不是交错了文件"),
    "Y1-025 10 MB": _recipe(SMALL + "#" * (10_000_000 - len(SMALL.encode())), _TOO_BIG),
    "Y1-026 zip": _recipe(_zip("a.yaml"), _ZIPPED),
    "Y1-027 xlsx": _recipe(_zip("[Content_Types].xml", "xl/workbook.xml"), _ZIPPED),
    "Y1-028 random bytes": _recipe(
        _NOISE, "1:1: 这里的字节不是 UTF-8 文字，文件可能已损坏，或者不是文本文件；请核对后重新保存为 UTF-8"),
}

_LAUGHS = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
_MERGES = "a0: &a0 {k: 1}\n" + "".join(
    f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}], k{n}: 1}}\n" for n in range(1, 8))
_MERGE = "不能用合并键“<<”：请把要合并的内容直接写出来"
_TAG = "：“!”开头的词会改变值的含义，请删掉；是文字就加引号"
_ONE = "一个文件里只能有一份内容，“...”或“---”之后的请删掉"
_DEEP = "嵌套超过 20 层，请减少层次"
_COMPLEX = "键要写成一个词，不能是列表或一组“键: 值”；含方括号、花括号的文字请加引号"
_CROWD = "一个规则最多 2000 个末级指标，从这一个起超出了；请拆成几个评分规则"
_MANY = "一个规则最多 6000 个指标（连同上级），从这一个起超出了；请拆成几个评分规则"
_LINES = "".join(f"- id: i{n}\n  score: yes_no\n  points: 1\n" for n in range(20_000))
_BRACES = "".join(f"- {{id: i{n}, points: 1, score: yes_no}}\n" for n in range(20_000))
_JSON = ",".join(f'{{"id": "i{n}", "points": 1, "score": "yes_no"}}' for n in range(20_000))
_BARE = "".join(f"- id: i{n}\n  title: 一项\n  points: 1\n" for n in range(20_000))


def _anchor(name: str) -> str:
    return f"不能用锚点 &{name}：每一处都要写全，请把内容直接写在用到的地方；是文字就加引号"


def _alias(name: str) -> str:
    return f"不能用引用 *{name}：请把内容直接写在这里；是文字就加引号"


def _added(text: str, *faults: str, more: int = 0) -> Recipe:
    """The small ruleset with something after its 13 lines: nothing but that is at fault."""
    return Recipe((SMALL + text).encode(), faults, more)


STRUCTURE: dict[str, Recipe] = {
    "Y2-001 billion laughs": _added(
        _LAUGHS, f"14:5: {_anchor('a0')}", f"15:5: {_anchor('a1')}", f"15:10: {_alias('a0')}", f"15:15: {_alias('a0')}",
        more=96),
    "Y2-004 merge bomb": _added(
        _MERGES, f"14:5: {_anchor('a0')}", f"15:5: {_anchor('a1')}", f"15:10: {_MERGE}", f"15:15: {_alias('a0')}",
        more=81),
    "Y2-006 cycle in a map": _added("notes: &x\n  b: *x\n", f"14:8: {_anchor('x')}", f"15:6: {_alias('x')}"),
    "Y2-007 cycle in a list": _added("notes: &x [*x]\n", f"14:8: {_anchor('x')}", f"14:12: {_alias('x')}"),
    "Y2-009 merge key": _added("<<: {notes: [甲]}\n", f"14:1: {_MERGE}"),
    "Y2-010 merge with 5": _added("<<: 5\n", f"14:1: {_MERGE}"),
    "Y2-011 1,000 flow lists": _added("notes: " + "[" * 1_000, f"14:27: {_DEEP}"),
    "Y2-011 1,000 flow lists, closed": _added("notes: " + "[" * 1_000 + "]" * 1_000, f"14:27: {_DEEP}"),
    "Y2-012 100,000 flow lists": _added("notes: " + "[" * 100_000, f"14:27: {_DEEP}"),
    "Y2-012 100,000 flow maps": _added("notes: " + "{a: " * 100_000, f"14:84: {_DEEP}"),
    "Y2-012 100,000 block lists": _added("notes:\n " + "- " * 100_000, f"15:40: {_DEEP}"),
    "Y2-014 20,000 items": _recipe(f"ruleset: crowd\nindicators:\n{_LINES}", f"6004:3: {_CROWD}"),
    "Y2-014 20,000 items in braces": _recipe(f"ruleset: crowd\nindicators:\n{_BRACES}", f"2003:26: {_CROWD}"),
    "Y2-014 20,000 items in JSON": _recipe(f'{{"ruleset": "crowd", "indicators": [{_JSON}]}}', f"1:94956: {_CROWD}"),
    "Y2-014 20,000 items without rules": _recipe(f"ruleset: crowd\nindicators:\n{_BARE}", f"18003:3: {_MANY}"),
    "Y2-015 100,000-character key": _added(
        "? " + "k" * 100_000 + "\n: 1\n", "14:3: 键最长 200 字，这里有 100000 字"),
    "Y2-017 two documents": _added(
        f"---\n{SMALL}", "14:1: 一个文件里只能有一份内容，这里又用“---”开了一份，请删掉或另存一个文件"),
    "Y2-018 rubbish after the end": _added("...\n剩下的\n", f"15:1: {_ONE}"),
    "Y2-019 root is a list": _recipe("- a: 1\n", f"1:1: {_ROOT}是一个列表"),
    "Y2-020 root is a scalar": _recipe("小规则\n", f"1:1: {_ROOT}只有一段文字"),
    "Y2-021 duplicate key": _added("points: 20\n", "14:1: “points”写了两次：第 4 行和第 14 行，请删掉一处"),
    "Y2-021 duplicate key in one line": _recipe(
        swapped("{name: 优秀, at_least: 9}", "{name: 优秀, at_least: 9, name: 良好}"),
        "12:29: “name”写了两次：都在第 12 行，请删掉一处"),
    "Y2-025 complex key": _added("? [1, 2]\n: 3\n", f"14:3: {_COMPLEX}"),
    "Y2-028 python object": _added(
        "notes: !!python/object/apply:os.system [ls]\n", f"14:8: 不能用标签 !!python/object/apply:o…{_TAG}"),
    "Y2-030 python tuple": _added("notes: !!python/tuple [甲]\n", f"14:8: 不能用标签 !!python/tuple{_TAG}"),
    "Y2-031 binary": _added("notes: !!binary aGk=\n", f"14:8: 不能用标签 !!binary{_TAG}"),
    "Y2-032 binary, not ASCII": _added("notes: !!binary 中文\n", f"14:8: 不能用标签 !!binary{_TAG}"),
    "Y2-037 bool abc": _added('notes: !!bool "abc"\n', f"14:8: 不能用标签 !!bool{_TAG}"),
    "Y2-038 impossible timestamp": _added(
        'effective: !!timestamp "2024-13-45"\n', f"14:12: 不能用标签 !!timestamp{_TAG}"),
    "Y2-039 local tag": _added("notes: !foo 1\n", f"14:8: 不能用标签 !foo{_TAG}"),
    "Y2-041 %TAG": _recipe(f"%TAG !e! tag:example.com,2024:\n---\n{SMALL}",
                           "1:1: 不能用“%”开头的 YAML 指令，请删掉这一行"),
    "Y2-042 10 KB tag": _added("notes: !" + "t" * 10_000 + " 1\n", f"14:8: 不能用标签 !{'t' * 22}…{_TAG}"),
    "Y2-042 undefined tag handle": _added(
        "notes: !e!foo 1\n", f"14:8: “!”开头的值在 YAML 里是标签，这里不能用；{QUOTE}"),
}
