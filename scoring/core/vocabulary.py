"""The words a ruleset may use: rules, combiners and stages, found by folder; plugins add more."""
from __future__ import annotations

import dataclasses
import functools
import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from . import combiners, rules, stages
from .combiner import Combiner
from .rule import Rule
from .stage import Stage

RULE, COMBINER, STAGE = "rule", "combiner", "stage"
# What may be added to: the Chinese name of a word, the field of the vocabulary, the contract.
DRAWERS: Mapping[str, tuple[str, str, type[Any]]] = {
    RULE: ("计分规则", "rules", Rule), COMBINER: ("合并方式", "combiners", Combiner), STAGE: ("阶段", "stages", Stage)}
_WORD = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Unfit(Exception):
    """A module cannot be a word of the vocabulary; the sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Vocabulary:
    """YAML word → class, for each drawer.

    `origins` names who brought a word that is not the product's own: "rule:mystery_call" → "plugin_sample 1.0".
    """

    rules: Mapping[str, type[Rule]]
    combiners: Mapping[str, type[Combiner]]
    stages: Mapping[str, type[Stage]]
    origins: Mapping[str, str] = field(default_factory=dict)

    def foreign(self, tree: Any) -> tuple[str, ...]:
        """The origins, sorted, of the added words that a ruleset's plain tree uses."""
        return tuple(sorted({self.origins[word] for word in _words(tree) if word in self.origins}))


@dataclass(frozen=True)
class Addition:
    """A module that brings a word, named as the module, to one of the DRAWERS."""

    drawer: str
    module: ModuleType
    origin: str


def classes_in(package: ModuleType, contract: type[Any]) -> dict[str, type[Any]]:
    """Module name → the one class of `contract` it defines, for every module of a drawer."""
    found: dict[str, type[Any]] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda i: i.name):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        own = _own(module, contract)
        if len(own) != 1:
            raise TypeError(f"{module.__name__} must define exactly one {contract.__name__}, found {len(own)}")
        found[info.name] = own[0]
    return found


@functools.cache
def builtin() -> Vocabulary:
    """The vocabulary the product ships."""
    return Vocabulary(classes_in(rules, Rule), classes_in(combiners, Combiner), classes_in(stages, Stage))


def joined(known: Vocabulary, additions: Iterable[Addition]) -> Vocabulary:
    """`known` with the additions; raises Unfit for a word that is taken or a module that breaks the contract."""
    words = {name: dict(getattr(known, name)) for _, name, _ in DRAWERS.values()}
    origins = dict(known.origins)
    for one in additions:
        title, name, _ = DRAWERS[one.drawer]
        kind = class_of(one.drawer, one.module)
        word = word_of(one.module)
        if word in words[name]:
            raise Unfit(f"{title}“{word}”已经有了（{origins.get(f'{one.drawer}:{word}', '本产品自带')}），请换一个名字")
        words[name][word] = kind
        origins[f"{one.drawer}:{word}"] = one.origin
    return Vocabulary(**words, origins=origins)


def word_of(module: ModuleType) -> str:
    """The YAML word of a module: the last part of its name."""
    return module.__name__.rpartition(".")[2]


def class_of(drawer: str, module: ModuleType) -> type[Any]:
    """The class that a module brings to a drawer; raises Unfit with what is missing."""
    title, _, contract = DRAWERS[drawer]
    if not isinstance(module, ModuleType):
        raise Unfit(f"{title}要交出模块（import 进来的 .py 文件），收到的是 {module!r}")
    word, own = word_of(module), _own(module, contract)
    if not _WORD.fullmatch(word):
        raise Unfit(f"{title}的文件名“{word}”只能用小写英文字母、数字和下划线，以字母开头")
    if len(own) != 1:
        raise Unfit(f"{title}“{word}”的文件里要有且只有一个 {contract.__name__} 的子类，现在有 {len(own)} 个")
    kind = own[0]
    if "__dataclass_params__" not in vars(kind) or not kind.__dataclass_params__.frozen:
        raise Unfit(f"{title}“{word}”的类 {kind.__name__} 要写 @dataclass(frozen=True)")
    if not manual_of(kind):
        raise Unfit(f"{title}“{word}”没有说明：文件开头的文字第一行写 `{word}`: 和一句英文，空一行以后写中文说明")
    unnamed = [f.name for f in dataclasses.fields(kind) if not f.metadata.get("label")]
    if unnamed:
        raise Unfit(f"{title}“{word}”的参数 {'、'.join(unnamed)} 没有中文名称，请用 param(\"名称\", \"单位\") 声明")
    if not getattr(kind, "EXAMPLES", True):
        raise Unfit(f"{title}“{word}”没有算例，请在 EXAMPLES 里至少写两个")
    return kind


def manual_of(kind: type[Any]) -> str:
    """The Chinese manual of a word: its module's docstring without the first line, '' where there is none."""
    head, _, manual = (importlib.import_module(kind.__module__).__doc__ or "").partition("\n")
    named = head.startswith(f"`{kind.__module__.rpartition('.')[2]}`: ")
    return manual.strip() if named and _CHINESE.search(manual) else ""


def _own(module: ModuleType, contract: type[Any]) -> list[type[Any]]:
    return [c for c in vars(module).values()
            if isinstance(c, type) and issubclass(c, contract) and c.__module__ == module.__name__]


def _words(tree: Any) -> Iterator[str]:
    """Every word of a ruleset's plain tree with its drawer in front; whatever has another shape is passed over."""
    if not isinstance(tree, Mapping):
        return
    for stage in _listed(tree.get("stages")):
        yield from (f"{STAGE}:{word}" for word in _named(stage))
    waiting = _listed(tree.get("indicators"))
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            yield from (f"{COMBINER}:{word}" for word in _named(node.get("combine")))
            score = node.get("score")
            yield f"{RULE}:{score.get('rule') if isinstance(score, Mapping) else score}"
            waiting += _listed(node.get("indicators"))


def _listed(part: Any) -> list[Any]:
    return list(part) if isinstance(part, (list, tuple)) else []


def _named(part: Any) -> list[Any]:
    """The word of a part written `word` or `{word: parameters}`."""
    return list(part) if isinstance(part, Mapping) else [part]


_chosen: list[Vocabulary] = []


def use(vocabulary: Vocabulary | None) -> None:
    """Sets what `in_use` returns; None goes back to the product's own words. For the composition root alone."""
    _chosen[:] = [] if vocabulary is None else [vocabulary]


def in_use() -> Vocabulary:
    """The vocabulary of this process: with the words of the plugins where the composition root set them."""
    return _chosen[0] if _chosen else builtin()
