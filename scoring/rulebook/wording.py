"""What the YAML parser's English complaints mean, as Chinese sentences at the place a person should look."""
from __future__ import annotations

import itertools
import re
from collections.abc import Callable

import yaml

from .encoding import mark_of
from .source import Mark

_COLON = re.compile(r"^(?:[ \t]*(?:- +)*)([a-z][a-z_]*)[ \t]*：", re.MULTILINE)
_TABS = re.compile(r"^[ ]*(\t+)", re.MULTILINE)
_MOST = 20
HALF = "请改成半角冒号加一个空格“: ”；确实是文字就给整段加引号"


def quoted(text: str, limit: int = 24) -> str:
    """`text` fit to be quoted in a sentence: one line, printable, at most `limit` characters."""
    clean = "".join(c if c.isprintable() else "�" for c in text)
    return clean if len(clean) <= limit else clean[: limit - 1] + "…"


def colons(text: str, start: int, end: int) -> list[tuple[Mark, str]]:
    """Lines between two places that open with a key and a fullwidth colon."""
    if "：" not in text[start:end]:
        return []
    first = _COLON.match(text[start:end])
    places = [(m.end() - 1, m[1]) for m in _COLON.finditer(text, text.rfind("\n", 0, start) + 1, end)]
    if first and not places:
        places = [(start + first.end() - 1, first[1])]
    return [(mark_of(text, index), f"“{word}”后面是全角冒号“：”，{HALF}")
            for index, word in places[:_MOST] if start <= index < end]


def glued(line: str) -> str:
    """What to say of `points:40`, or '' if `line` does not open like that."""
    match = re.match(r"([A-Za-z_][A-Za-z0-9_-]*):([^\s/]\S*)", line)
    if not match:
        return ""
    right = f"{match[1]}: {quoted(match[2])}"
    return f"“{quoted(match[0])}”的冒号后面要有一个半角空格，请写成“{right}”"


def syntax(text: str, error: yaml.YAMLError) -> list[tuple[Mark, str]]:
    """Place and sentence for a parser's error; several where the same slip stands on many lines."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return [(Mark(1, 1), "这不是可以读的 YAML 文本，请核对是不是交错了文件")]
    problem, context = error.problem or "", error.context or ""
    here = error.problem_mark.index
    if "'\\t'" in problem:
        return _tabs(text, here)
    start = error.context_mark.index if error.context_mark else here
    for pattern, say in _SENTENCES:
        match = re.search(pattern, f"{context} | {problem}")
        if match:
            return say(text, start, here, match)
    return _at(text, here, "这里不符合 YAML 的写法，请检查附近的缩进、冒号后的空格和成对的引号、括号")


def _at(text: str, index: int, sentence: str) -> list[tuple[Mark, str]]:
    return [(mark_of(text, min(index, len(text))), sentence)]


def _tabs(text: str, index: int) -> list[tuple[Mark, str]]:
    sentence = "这里用了制表符（Tab），YAML 的缩进和间隔只认空格，请换成空格"
    if text[text.rfind("\n", 0, index) + 1:index].strip(" \t"):
        return [(mark_of(text, index), sentence)]
    found = [m.start(1) for m in itertools.islice(_TABS.finditer(text), _MOST)]
    return [(mark_of(text, at), sentence) for at in found]


Say = Callable[[str, int, int, "re.Match[str]"], list[tuple[Mark, str]]]


def _simple(sentence: str, at_start: bool = False) -> Say:
    return lambda text, start, here, match: _at(text, start if at_start else here, sentence)


def _no_colon(text: str, start: int, here: int, match: re.Match[str]) -> list[tuple[Mark, str]]:
    end = text.find("\n", start)
    line = text[start:end if end >= 0 else len(text)]
    wide = colons(text, start, start + len(line))
    if wide:
        return wide
    close = glued(line)
    if close:
        return _at(text, start, close)
    return _at(text, start, f"“{quoted(line)}”后面缺少半角冒号和空格“: ”，或者它的缩进和上一行对不上")


def _start_character(text: str, start: int, here: int, match: re.Match[str]) -> list[tuple[Mark, str]]:
    return _at(text, here, f"值不能以“{quoted(text[here:here + 1])}”开头，是文字就给整个值加引号")


def _unclosed(kind: str, ends: str) -> Say:
    def say(text: str, start: int, here: int, match: re.Match[str]) -> list[tuple[Mark, str]]:
        line = mark_of(text, start).line
        return _at(text, here, f"{kind}没有配对，或者项目之间缺少逗号："
                               f"从第 {line} 行的“{ends[0]}”开始，到这里还没有“{ends[1]}”")
    return say


_ONE_CONTENT = "一个文件里只能有一份内容，“...”或“---”之后的请删掉"
_SENTENCES: tuple[tuple[str, Say], ...] = (
    (r"cannot start any token", _start_character),
    (r"could not find expected ':'", _no_colon),
    (r"mapping values are not allowed", _simple(
        "这里不该再出现“: ”：多半是上一行的缩进不对，或者值里有冒号而没有加引号")),
    (r"sequence entries are not allowed", _simple("“- ”不能写在这里，请另起一行并缩进")),
    (r"mapping keys are not allowed", _simple("“? ”不能写在这里；是文字就加引号")),
    (r"flow sequence \| expected ',' or ']'", _unclosed("方括号", "[]")),
    (r"flow mapping \| expected ',' or '}'", _unclosed("花括号", "{}")),
    (r"block (collection|mapping) \| expected <block end>",
     _simple("这一行的缩进和前面对不上，或者引号后面多了文字；同一层的各行要对齐")),
    (r"found unexpected end of stream", _simple("这里开始的引号没有配对，请补上另一半", at_start=True)),
    (r"found unexpected document separator", _simple("这里开始的引号没有配对，请补上另一半", at_start=True)),
    (r"found unknown escape|expected escape sequence",
     _simple("双引号里的“\\”是转义符号；要写反斜杠本身，请改用单引号")),
    (r"scanning an (alias|anchor)", _simple(
        "“*”和“&”开头的值在 YAML 里是引用，这里不能用；是文字就给整个值加引号", at_start=True)),
    (r"parsing a tag|scanning a tag|undefined tag handle",
     _simple("“!”开头的值在 YAML 里是标签，这里不能用；是文字就给整个值加引号", at_start=True)),
    (r"directive|incompatible YAML document|tag handle", _simple(
        "不能用“%”开头的 YAML 指令，请删掉这一行", at_start=True)),
    (r"expected '<document start>'", _simple(_ONE_CONTENT)),
    (r"expected the node content, but found '<stream end>'",
     _simple("文件到这里就结束了，前面有方括号或花括号没有配对")),
    (r"expected the node content", _simple("这里缺少一个值，请补上，或删掉多余的逗号和括号")),
    (r"scanning a block scalar", _simple("“|”或“>”后面不能再写内容，文字请从下一行缩进写起", at_start=True)),
)
