"""Recomputes a published file from its ruleset and facts and says where it does not come out.

This proves the arithmetic and the order, not that the evidence is true.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from . import canonical, paper, signature, snapshot
from .building import build_ruleset
from .digests import ALGORITHMS, Algorithm
from .excerpt import commitments
from .facts import FactError, dump_facts
from .parts import Unfitting, digest_of
from .pdf_signature import Stamp, unstamped
from .points import shorten
from .ranking import rank, ranking_json
from .ruleset import Ruleset
from .score import Frame
from .sheet import Sheet, read_sheet
from .snapshot_form import OPENINGS, SNAPSHOT, misshapen
from .verify_excerpt import Excerpt, form_faults, recomputed
from .vocabulary import Vocabulary, in_use
from .workdays import Workdays

FILE_KEYS = {"snapshot", "algorithm", "digest", "openings"}


@dataclass(frozen=True)
class Standing:
    """What an excerpt says of its unit; figures as text."""

    unit: str
    group: str
    place: int | None
    of: int
    total: str | None
    max: str
    grade: str | None


@dataclass(frozen=True)
class Verification:
    """What was recomputed, and every reason to refuse the file (none: it stands)."""

    problems: tuple[str, ...]
    title: str = ""
    algorithm: str = ""     # what people call it: SHA-256
    digest: str = ""
    units: int = 0
    lines: int = 0
    opened: int = 0
    key: str = ""           # the public key of a right signature, in hex; '' where the file is not signed
    standing: Standing | None = None    # of an excerpt: whose it is, and what it says of it
    left: tuple[str, ...] = ()          # of an excerpt: what only the whole file proves
    paper_key: str | None = None        # of a PDF: the key that signed its pages, '' where nobody did
    erased: int = 0                     # texts taken out by law: of each the commitment is left
    stamp: Stamp | None = None          # of a PDF: what a certificate's signature behind it says; it is not judged here

    @property
    def stands(self) -> bool:
        """Whether every figure came out as published."""
        return not self.problems


def verify_bytes(data: bytes, vocabulary: Vocabulary | None = None) -> Verification:
    """Checks a published file as it lies on a disk: a snapshot or an excerpt in JSON, or a PDF with its excerpt."""
    if data.startswith(b"%PDF-"):
        try:
            outcome = verify(canonical.encode(paper.detached(data)).decode("utf-8"), vocabulary)
            return replace(outcome, stamp=unstamped(data)[1])
        except paper.PaperError as error:
            return Verification((str(error),))
    try:
        return verify(data.decode("utf-8"), vocabulary)
    except UnicodeDecodeError:
        return Verification(("文件不是 UTF-8 文字，不是公布的快照，或者已经损坏",))


def verify(text: str, vocabulary: Vocabulary | None = None) -> Verification:
    """Checks the published file or excerpt `text`: form, hash, openings, every line, total, grade and place."""
    try:
        file = canonical.decode(text)
        part = isinstance(file, dict) and "excerpt" in file
        problems = list(form_faults(file, text) if part else _form(file, text))
        if problems:
            return Verification(tuple(problems))
        known = vocabulary or in_use()
        about = Excerpt(file).about if part else file["snapshot"]
        missing = [name for name in about["plugins"] if name not in known.origins.values()]
        if missing:
            return Verification((f"计分用到了插件 {'、'.join(missing)}，这里没有装，不能核验",))
        return _recompute_part(file, known) if part else _recompute(file, known)
    except canonical.CanonicalError as error:
        return Verification((str(error),))
    except RecursionError:
        return Verification(("内容嵌套太深，不是本产品公布的快照文件",))
    except (KeyError, TypeError, ValueError, AttributeError, FactError) as error:
        return Verification((f"快照缺少应有的内容，或内容的形式不对：{shorten(repr(error), 80)}",))


def _form(file: Any, text: str) -> Iterator[str]:
    if not isinstance(file, dict) or set(file) - {"signature"} != FILE_KEYS:
        yield "这不是本产品公布的快照文件：最外层应有 snapshot、algorithm、digest、openings 四项"
        return
    if canonical.encode(file).decode("utf-8") != text:
        yield "文件不是规范写法：前后多了内容，或键的顺序、空格被改动过"
    if not isinstance(file["algorithm"], str) or file["algorithm"] not in ALGORITHMS:
        yield f"不认识的摘要算法“{shorten(str(file['algorithm']))}”"
        return
    body = file["snapshot"]
    if not isinstance(body, dict) or not snapshot.is_known(body):
        yield "快照的格式或版本不是本程序能核验的"
        return
    yield from misshapen(file["openings"], OPENINGS, "公开的文字")
    shape = list(misshapen(body, SNAPSHOT, "快照"))
    yield from shape or _digest(file)
    yield from signature.faults(file)


def _digest(file: dict[str, Any]) -> Iterator[str]:
    algorithm = ALGORITHMS[file["algorithm"]]
    try:
        found = digest_of(file["snapshot"], algorithm)
    except Unfitting as error:
        yield str(error)
        return
    if found != file["digest"]:
        yield f"快照的 {algorithm.title} 是 {found}，与文件所写 {shorten(str(file['digest']), 70)} 不符：内容被改动过"


def _recompute(file: dict[str, Any], vocabulary: Vocabulary) -> Verification:
    body = file["snapshot"]
    algorithm = ALGORITHMS[file["algorithm"]]
    problems = list(opened(body["units"], file["openings"], algorithm))
    ruleset, faults = build_ruleset(body["ruleset"], vocabulary)
    if ruleset is None:
        return Verification((*problems, *(f"快照里的评分规则：{f.sentence}" for f in faults if f.level == "error")))
    problems += _differences(body["plugins"], list(vocabulary.foreign(body["ruleset"])), "插件")
    sheets, unread = _sheets(body, ruleset)
    problems += unread
    frame = Frame(date.fromisoformat(body["assessment"]["as_of"]), Workdays(body["calendar"]), body["draw"]["seed"])
    cards = snapshot.cards_of(ruleset, sheets, frame)
    found = {view: {unit: card.to_json() for unit, card in some.items()} for view, some in cards.items()}
    problems += _differences(body["cards"], found, "评分卡")
    ranking = rank(ruleset, [cards["verified"][s.unit] for s in sheets])
    problems += _differences(body["ranking"], ranking_json(ranking), "排名")
    problems += _differences(body["groups"], list(ranking), "组别")
    lines = sum(len(card.lines) for some in cards.values() for card in some.values())
    return Verification(tuple(problems), body["assessment"]["title"], algorithm.title, file["digest"], len(sheets),
                        lines, len(file["openings"]), _key(file), erased=_erased(body["units"], file["openings"]))


def _recompute_part(file: dict[str, Any], vocabulary: Vocabulary) -> Verification:
    excerpt, algorithm = Excerpt(file), ALGORITHMS[file["algorithm"]]
    problems = [*opened([excerpt.unit["unit"]], file["openings"], algorithm), *excerpt.standing_faults()]
    ruleset, faults = build_ruleset(excerpt.rules["ruleset"], vocabulary)
    if ruleset is None:
        return Verification((*problems, *(f"评分规则：{f.sentence}" for f in faults if f.level == "error")))
    problems += _differences(excerpt.about["plugins"], list(vocabulary.foreign(ruleset.data)), "插件")
    sheets, unread = _sheets({"units": [excerpt.unit["unit"]]}, ruleset)
    given, found, left = recomputed(excerpt, sheets[0], ruleset)
    problems += [*unread, *_differences(given, found, "评分卡")]
    card = excerpt.unit["verified"]
    standing = Standing(excerpt.name, excerpt.group, excerpt.unit["place"], excerpt.unit["of"], card["total"],
                        card["max"], card["grade"])
    lines = sum(len(some["lines"]) for some in found.values())
    title = excerpt.about["assessment"]["title"]
    return Verification(tuple(problems), title, algorithm.title, file["digest"], 1, lines, len(file["openings"]),
                        _key(file), standing, left, _key(file["paper"]) if "paper" in file else None,
                        _erased([excerpt.unit["unit"]], file["openings"]))


def _key(signed: dict[str, Any]) -> str:
    return str(signed["signature"]["key"]) if "signature" in signed else ""


def opened(units: Iterable[dict[str, Any]], openings: dict[str, Any], algorithm: Algorithm) -> Iterator[str]:
    """Every opening that is of no commitment in the units, or not of that one."""
    sealed = {key for unit in units for key in commitments(unit)}
    for key, opening in openings.items():
        if key not in sealed:
            yield f"公开的文字 {shorten(key, 20)} 在快照里没有对应的承诺"
        elif snapshot.commitment(opening["salt"], opening["text"], algorithm) != key:
            yield f"公开的文字“{shorten(opening['text'])}”与快照里的承诺不符：被改动过"


def _erased(units: Iterable[dict[str, Any]], openings: dict[str, Any]) -> int:
    return sum(key not in openings for unit in units for key in commitments(unit))


def _sheets(body: dict[str, Any], ruleset: Ruleset) -> tuple[tuple[Sheet, ...], list[str]]:
    sheets, problems = [], []
    for unit in body["units"]:
        faults: list[Any] = []
        sheet = read_sheet({**unit, "unit": unit["name"]}, ruleset, (), faults)
        sheets.append(sheet)
        problems += [f"{unit['name']}：{f.sentence}" for f in faults]
        again = {k: dump_facts(leaf.asked_fields(), v) for k, v in sheet.facts.items()
                 if (leaf := ruleset.leaf(k)) is not None}
        problems += _differences(unit["facts"], again, f"{unit['name']}的填报数据")
        ruled = {k: dump_facts(leaf.asked_fields(), v.facts) for k, v in sheet.rulings.items()
                 if v.facts is not None and (leaf := ruleset.leaf(k)) is not None}
        given = {k: r["facts"] for k, r in unit["rulings"].items() if r["facts"] is not None}
        problems += _differences(given, ruled, f"{unit['name']}的复核数据")
        below = snapshot.subordinates_json(sheet)
        problems += _differences(unit["subordinates"], below, f"{unit['name']}的下级单位得分")
        problems += [f"{unit['name']}：{said}" for said in (*_unasked(unit, ruleset), *_unsettled(sheet))]
    names = [s.unit for s in sheets]
    problems += [f"单位“{n}”出现两次" for n in dict.fromkeys(names) if names.count(n) > 1]
    return tuple(sheets), problems


def _unasked(unit: dict[str, Any], ruleset: Ruleset) -> Iterator[str]:
    """Anything said of a leaf that this unit's group is not asked: no line would show it."""
    asked = {leaf.id for leaf in ruleset.asked_of(unit["group"])}
    for part in ("facts", "not_applicable", "rulings", "notes", "evidence"):
        yield from (f"{part} › {leaf}：这一项不问这个组别" for leaf in unit[part] if leaf not in asked)


def _unsettled(sheet: Sheet) -> Iterator[str]:
    """A claim is accepted or refused and nothing else, and only a claim is refused."""
    for leaf, ruling in sheet.rulings.items():
        if ruling.kind == "confirmed" and leaf in sheet.not_applicable:
            yield f"{leaf} 申请了不适用，复核意见却是确认"
        if ruling.kind == "applicable" and leaf not in sheet.not_applicable:
            yield f"{leaf} 没有申请不适用，复核意见却是不采纳"


def _differences(given: Any, found: Any, where: str) -> list[str]:
    """Every place where the published value is not the recomputed one, types included."""
    if isinstance(given, dict) and isinstance(found, dict):
        out = [f"{where} › {k}：公布的没有，重算出来有" for k in found if k not in given]
        out += [f"{where} › {k}：重算不出这一项" for k in given if k not in found]
        return out + [d for k in given if k in found for d in _differences(given[k], found[k], f"{where} › {k}")]
    if isinstance(given, list) and isinstance(found, list) and len(given) == len(found):
        return [d for n, (a, b) in enumerate(zip(given, found, strict=True))
                for d in _differences(a, b, f"{where} › {n + 1}")]
    if given != found or type(given) is not type(found):
        return [f"{where}：公布的是 {shorten(str(given), 60)}，重算是 {shorten(str(found), 60)}"]
    return []
