"""The strict YAML reader: bytes → a plain tree in which every scalar is the text typed, with every place.

YAML's clever parts never reach a value: no anchors, aliases, merges, tags, directives or second documents,
no duplicate or complex keys, no typing of scalars. The pure-Python parser gives events one by one, so
nothing is expanded, nothing recurses, and a hostile file is left at the first limit it meets.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from . import wording
from .encoding import REFUSED, decode, refusal
from .source import START, Fault, Mark, Path, Source

DEPTH = 20
NODES = 80_000
KEY = 200
SCALAR = 10_000
MOST = 100
_EMPTY = "文件里没有内容（只有注释不算），请核对是不是交错了文件"
_COMPLEX_KEY = "键要写成一个词，不能是列表或一组“键: 值”；含方括号、花括号的文字请加引号"
_WIDE_SPACE = "这里是全角空格或不换行空格，YAML 的缩进和间隔只认半角空格，请替换"


class _Stop(Exception):
    """A limit was met; what follows is not read."""


def read_text(data: bytes, name: str) -> Source:
    """The file as a Source; never raises: whatever is wrong is in `problems`, all at once where possible."""
    text, refused = decode(data)
    if text is None:
        return Source(name, "", None, _sorted(name, refused))
    grower = _Grower(text)
    whole = _feed(text, grower)
    tree = grower.root if whole and isinstance(grower.root, dict) else None
    return Source(name, text, tree, _sorted(name, grower.faults), grower.values, grower.keys,
                  frozenset(grower.spoiled))


def _sorted(name: str, faults: list[tuple[Mark, str]]) -> tuple[Fault, ...]:
    found = sorted(Fault(name, mark.line, mark.column, sentence) for mark, sentence in faults)
    return tuple(dict.fromkeys(found))


def _feed(text: str, grower: _Grower) -> bool:
    """Whether every event of `text` reached `grower`."""
    loader: Any = yaml.SafeLoader(text)  # its stubs leave get_event untyped
    try:
        while loader.check_event():
            grower.take(loader.get_event())
    except _Stop:
        return False
    except yaml.YAMLError as error:
        # what the parser stumbles over beside a fullwidth colon is that colon's consequence
        told = {mark.line for mark, sentence in grower.faults if sentence.endswith(wording.HALF)}
        grower.faults.extend(x for x in wording.syntax(text, error) if not {x[0].line - 1, x[0].line} & told)
        return False
    except (ValueError, OverflowError):  # chr() of an escape such as "\UFFFFFFFF"
        mark = loader.get_mark()
        sentence = "双引号里的 \\U 转义不是有效的字符，请直接写出这个字"
        grower.faults.append((Mark(mark.line + 1, mark.column + 1), sentence))
        return False
    finally:
        loader.dispose()
    return True


@dataclass
class _Frame:
    """A mapping or list being filled. `key` is a mapping's key that waits for its value."""

    into: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None


class _Grower:
    """Grows the tree from parser events and notes every fault on the way."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Any = None
        self.values: dict[Path, Mark] = {}
        self.keys: dict[Path, Mark] = {}
        self.spoiled: set[Path] = set()
        self.faults: list[tuple[Mark, str]] = []
        self.stack: list[_Frame] = []
        self.nodes = 0
        self.documents = 0

    def take(self, event: yaml.Event) -> None:
        """One event of the parser."""
        if isinstance(event, yaml.NodeEvent):
            self._count(event)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(event)
        elif isinstance(event, yaml.StreamEndEvent) and not self.documents:
            self._fault(START, _EMPTY)

    def _count(self, event: yaml.Event) -> None:
        self.nodes += 1
        if self.nodes > NODES:
            self._stop(event, f"内容太多：键、值和列表合计超过 {NODES} 个，请拆成几个文件")
        if len(self.faults) > MOST:
            self._stop(event, "问题太多，后面的没有再查；请先改好前面这些")

    def _stop(self, event: yaml.Event, sentence: str) -> None:
        self._fault(_start(event), sentence)
        raise _Stop

    def _fault(self, mark: Mark, sentence: str, path: Path | None = None) -> None:
        self.faults.append((mark, sentence))
        if path is not None:
            self.spoiled.add(path)

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            self._stop(event, "一个文件里只能有一份内容，这里又用“---”开了一份，请删掉或另存一个文件")
        if self.text.startswith("%", _span(event)[0]):
            self._fault(_start(event), "不能用“%”开头的 YAML 指令，请删掉这一行")

    def _open(self, event: Any) -> None:
        if len(self.stack) >= DEPTH:
            self._stop(event, f"嵌套超过 {DEPTH} 层，请减少层次")
        into: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        if self._awaits_key():
            self._fault(_start(event), _COMPLEX_KEY)
            self.stack.append(_Frame(into, self._stand_in()))
            return
        if not self.stack and isinstance(into, list):
            self._fault(_start(event), "最外层要写成“键: 值”，例如 title: 名称；现在是一个列表")
            raise _Stop
        path = self._put(into, _start(event))
        self._decorations(event, path)
        self.stack.append(_Frame(into, path))

    def _awaits_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].into, dict) and self.stack[-1].key is None

    def _stand_in(self) -> Path:
        """A key in place of one that cannot be a key, so that its value finds a place; its path."""
        frame = self.stack[-1]
        frame.key = f"?{self.nodes}"
        path = (*frame.path, frame.key)
        self.spoiled.add(path)
        return path

    def _put(self, value: Any, mark: Mark) -> Path:
        """Hang `value` into the collection being filled; its path. A duplicate key's value hangs nowhere."""
        if not self.stack:
            self.root = value
            self.values[()] = mark
            return ()
        frame = self.stack[-1]
        if isinstance(frame.into, list):
            path: Path = (*frame.path, len(frame.into))
            frame.into.append(value)
        else:
            key = frame.key or ""
            frame.key = None
            path = (*frame.path, key)
            frame.into.setdefault(key, value)
        self.values.setdefault(path, mark)
        return path

    def _decorations(self, event: Any, path: Path) -> None:
        if event.anchor is not None:
            name = wording.quoted(event.anchor)
            sentence = f"不能用锚点 &{name}：每一处都要写全，请把内容直接写在用到的地方；是文字就加引号"
            self._fault(_start(event), sentence, path)
        if event.tag is not None:
            tag = wording.quoted(event.tag.replace("tag:yaml.org,2002:", "!!"))
            sentence = f"不能用标签 {tag}：“!”开头的词会改变值的含义，请删掉；是文字就加引号"
            self._fault(_start(event), sentence, path)

    def _alias(self, event: yaml.AliasEvent) -> None:
        sentence = f"不能用引用 *{wording.quoted(event.anchor or '')}：请把内容直接写在这里；是文字就加引号"
        if self._awaits_key():
            self._fault(_start(event), sentence, self._stand_in())
        else:
            self._fault(_start(event), sentence, self._put("", _start(event)))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if self._awaits_key():
            self._key(event)
            return
        if not self.stack:
            self._root_scalar(event)
            return
        mark = _start(event)
        path = self._put(event.value, mark)
        self._decorations(event, path)
        if event.style is None and event.value == "":
            self._empty(mark, path)
        self._content(event, path)

    def _empty(self, mark: Mark, path: Path) -> None:
        if isinstance(path[-1], int):
            self._fault(mark, "“-”后面没有写值，请补上或删掉这一行", path)
        elif path not in self.spoiled:
            self._fault(self.keys.get(path, mark), _no_value(str(path[-1])), path)

    def _root_scalar(self, event: yaml.ScalarEvent) -> None:
        """One text instead of a mapping: what follows can only repeat the complaint, so reading ends."""
        self.values[()] = _start(event)
        hints = wording.colons(self.text, *_span(event))
        self.faults.extend(hints)
        self._decorations(event, ())
        if event.tag or event.anchor:
            raise _Stop
        if event.value == "" and event.style is None:
            self._fault(_start(event), _EMPTY)
        elif not hints:
            glued = wording.glued(event.value)
            self._fault(_start(event), glued or "最外层要写成“键: 值”，例如 title: 名称；现在只有一段文字")
        raise _Stop

    def _key(self, event: yaml.ScalarEvent) -> None:
        frame, mark, key = self.stack[-1], _start(event), event.value
        path = (*frame.path, key)
        frame.key = key
        if key in frame.into:
            first = self.keys[path].line
            where = f"第 {first} 行和第 {mark.line} 行" if first != mark.line else f"都在第 {first} 行"
            self._fault(mark, f"“{wording.quoted(key)}”写了两次：{where}，请删掉一处", path)
        self.keys.setdefault(path, mark)
        self._decorations(event, path)
        if key == "<<" and event.style is None:
            self._fault(mark, "不能用合并键“<<”：请把要合并的内容直接写出来", path)
        elif key == "":
            self._fault(mark, "冒号前面没有写键", path)
        elif len(key) > KEY:
            self._fault(mark, f"键最长 {KEY} 字，这里有 {len(key)} 字", path)
        self._content(event, path)

    def _content(self, event: yaml.ScalarEvent, path: Path) -> None:
        """Faults of a scalar's text: too long, characters from escapes, fullwidth colons, odd spaces."""
        if len(event.value) > SCALAR and path not in self.spoiled:
            self._fault(_start(event), f"一段文字最长 {SCALAR} 字，这里有 {len(event.value)} 字", path)
        found = REFUSED.search(event.value)
        if found:
            self._fault(_start(event), refusal(found.group()), path)
        if event.style is not None:
            return
        if event.value[:1] in ("\u3000", "\u00a0"):
            self._fault(_start(event), _WIDE_SPACE, path)
        hints = wording.colons(self.text, *_span(event))
        if hints:
            self.faults.extend(hints)
            self.spoiled.add(path)


def _no_value(key: str) -> str:
    return wording.glued(key) or f"“{wording.quoted(key)}”没有写值，请补上；确实不需要就删掉这一行"


def _span(event: yaml.Event) -> tuple[int, int]:
    """Where the event's text starts and ends."""
    if event.start_mark is None or event.end_mark is None:
        return 0, 0
    return event.start_mark.index, event.end_mark.index


def _start(event: yaml.Event) -> Mark:
    mark = event.start_mark
    return START if mark is None else Mark(mark.line + 1, mark.column + 1)
