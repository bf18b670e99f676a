"""Verifies an excerpt: that its parts belong to the published whole, and that the unit's points come out.

What depends on other units (rules that compare, means, roll-ups, quotas of grades, and all that rests on these)
cannot be recomputed from one unit's part; `left` names it, so that a reader knows what only the whole file proves.
"""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from . import canonical, signature, snapshot
from .digests import ALGORITHMS, Algorithm
from .excerpt import FORMAT, VERSION
from .merkle import climbed
from .paper import message_of
from .parts import ABOUT, RULES
from .release import release_of
from .ruleset import Indicator, Ruleset
from .score import Frame, score_group
from .sheet import Sheet
from .snapshot_form import EXCERPT, OPENINGS, PAPER_OF, PARTS, misshapen
from .workdays import Workdays

KEYS = {"excerpt", "algorithm", "digest", "openings"}


def form_faults(file: Any, text: str) -> Iterator[str]:
    """What is wrong with an excerpt's form, proofs and signatures, before anything is recomputed."""
    if not isinstance(file, dict) or set(file) - {"signature", "paper"} != KEYS:
        yield "这不是本产品公布的摘录：最外层应有 excerpt、algorithm、digest、openings 四项"
        return
    if canonical.encode(file).decode("utf-8") != text:
        yield "文件不是规范写法：前后多了内容，或键的顺序、空格被改动过"
    if not isinstance(file["algorithm"], str) or file["algorithm"] not in ALGORITHMS:
        yield f"不认识的摘要算法“{str(file['algorithm'])[:20]}”"
        return
    excerpt = file["excerpt"]
    if not isinstance(excerpt, dict) or (excerpt.get("format"), excerpt.get("version")) != (FORMAT, VERSION) or (
            isinstance(excerpt["version"], bool)):
        yield "摘录的格式或版本不是本程序能核验的"
        return
    shape = [*misshapen(excerpt, EXCERPT, "摘录"), *misshapen(file["openings"], OPENINGS, "公开的文字"),
             *_paper_form(file)]
    yield from shape or _belonging(excerpt, file, ALGORITHMS[file["algorithm"]])
    yield from signature.faults(file)
    yield from _paper(file)


def _paper_form(file: dict[str, Any]) -> Iterator[str]:
    if "paper" in file:
        signed = isinstance(file["paper"], dict) and "signature" in file["paper"]
        yield from misshapen(file["paper"], PAPER_OF[signed], "PDF 的校验值")


def _paper(file: dict[str, Any]) -> Iterator[str]:
    """A signature over the pages must be right, and of the key that signed the whole."""
    seal = file.get("paper")
    if not isinstance(seal, dict) or "signature" not in seal:
        return
    message = message_of(file, str(seal.get("digest")))
    yield from (f"PDF 页面的{said}" for said in signature.faults_of(seal["signature"], message))
    whole = file.get("signature")
    if not isinstance(whole, dict) or whole.get("key") != seal["signature"].get("key"):
        yield "PDF 页面和结果不是同一个公钥签的名"


def _belonging(excerpt: dict[str, Any], file: dict[str, Any], algorithm: Algorithm) -> Iterator[str]:
    """Every part must lead to the digest, and stand where its kind stands."""
    for one in excerpt["parts"]:
        path = [bytes.fromhex(beside) for beside in one["path"]]
        root = climbed(algorithm.digest, canonical.encode(one["part"]), one["index"], excerpt["size"], path)
        if root is None or root.hex() != file["digest"]:
            yield f"摘录的第 {one['index'] + 1} 份不属于校验值为 {str(file['digest'])[:70]} 的结果：被改动过"
    kinds = [one["part"].get("part") for one in excerpt["parts"]]
    if kinds not in (["about", "rules", "unit"], ["about", "rules", "ranking", "unit"]):
        yield "摘录里应依次有说明、规则、（本组排名、）一个单位"
        return
    shape = [fault for kind, one in zip(kinds, excerpt["parts"], strict=True)
             for fault in misshapen(one["part"], PARTS[kind], "摘录")]
    yield from shape or _places(excerpt, Excerpt(file))


def _places(excerpt: dict[str, Any], opened: Excerpt) -> Iterator[str]:
    """Every part must have the number of its kind, the ranking must be there where all places are public."""
    groups, places = opened.about["groups"], [one["index"] for one in excerpt["parts"]]
    first = 2 + len(groups)     # the number of the first unit's part
    if not snapshot.is_known(opened.about):
        yield "摘录里快照的格式或版本不是本程序能核验的"
    if opened.group not in groups:
        yield f"摘录里单位的组别“{opened.group}”不在公布的组别里"
        return
    ranking = [2 + groups.index(opened.group)] if release_of(opened.about["release"]).whole else []
    if places[:-1] != [ABOUT, RULES, *ranking] or not first <= places[-1] < excerpt["size"]:
        yield "摘录里各份的序号不对，或者该附本组排名的没有附、不该附的附了"
    units = excerpt["size"] - first
    rows = units if opened.ranking is None else len(opened.ranking["rows"])
    if units < rows or (len(groups) == 1 and units != rows):
        yield "摘录写的总份数，与组别和名次的个数对不上"


class Excerpt:
    """A well-formed excerpt, opened."""

    def __init__(self, file: dict[str, Any]) -> None:
        parts = {one["part"]["part"]: one["part"] for one in file["excerpt"]["parts"]}
        self.about, self.rules, self.unit = parts["about"]["snapshot"], parts["rules"], parts["unit"]
        self.ranking = parts.get("ranking")
        self.name, self.group = self.unit["unit"]["name"], self.unit["unit"]["group"]

    def frame(self) -> Frame:
        """The day, calendar and draws."""
        as_of = date.fromisoformat(self.about["assessment"]["as_of"])
        return Frame(as_of, Workdays(self.about["calendar"]), self.about["draw"]["seed"])

    def standing_faults(self) -> Iterator[str]:
        """Where the unit's place, total or grade is not what its part of the ranking says."""
        card = self.unit["verified"]
        if card["unit"] != self.name or self.unit["claimed"]["unit"] != self.name or card["group"] != self.group:
            yield "摘录里的评分卡不是这个单位的"
        if self.ranking is None:
            return
        rows = [row for row in self.ranking["rows"] if row["unit"] == self.name]
        ranked = sum(row["place"] is not None for row in self.ranking["rows"])
        own = {"unit": self.name, "place": self.unit["place"], "total": card["total"], "grade": card["grade"]}
        if self.ranking["group"] != self.group or rows != [own] or ranked != self.unit["of"]:
            yield "摘录里的名次、总分或等次，与附上的本组排名对不上"


def recomputed(excerpt: Excerpt, sheet: Sheet, ruleset: Ruleset) -> tuple[
        dict[str, Any], dict[str, Any], tuple[str, ...]]:
    """What is published and what comes out, by view, as far as one unit alone tells; and what was left out."""
    alone = {view: card.to_json() for view in ("claimed", "verified")
             for card in score_group(ruleset, (sheet,), view, excerpt.frame())}
    given = {view: excerpt.unit[view] for view in ("claimed", "verified")}
    away = {leaf for card in alone.values() for leaf, line in card["lines"].items()
            if line["state"] == "not_applicable"}
    outside = _resting_on_others(ruleset, sheet, away)
    if outside:
        named = (node for node in ruleset.walk() if node.id in outside and (node.is_leaf or _gathers(node)))
        left = (*(f"{node.number} {node.title}" for node in named), "含有它们的小计、总分和等次")
        return _without(given, outside), _without(alone, outside), left
    if any(grade.quota is not None for grade in ruleset.grades):
        return _ungraded(given), _ungraded(alone), ("等次（有比例限额）",)
    return given, alone, ()


def _resting_on_others(ruleset: Ruleset, sheet: Sheet, away: set[str]) -> set[str]:
    """The indicators whose points other units bear on: those that look at others, and what rests on these."""
    found = {leaf.id for leaf in ruleset.leaves if leaf.rule is not None and (
        leaf.rule.compares or (leaf.id in away and ruleset.policy_of(leaf) == "mean"))}
    found |= {node.id for node in ruleset.walk() if _gathers(node) and not sheet.subordinates.get(node.id)}
    while True:
        moved = {leaf.settling.to for leaf in ruleset.leaves if leaf.id in found}
        more = {node.id for node in ruleset.walk() if node.id in moved or not found.isdisjoint(
            (*node.requires, *(child.id for child in node.children)))}
        if more <= found:
            return found
        found |= more


def _gathers(node: Indicator) -> bool:
    return node.combiner is not None and node.combiner.gathers


def _without(cards: dict[str, Any], outside: set[str]) -> dict[str, Any]:
    """Of each card the unit, the group, and the lines and subtotals that other units do not bear on."""
    return {view: {"unit": card["unit"], "group": card["group"],
                   **{part: {key: one for key, one in card[part].items() if key not in outside}
                      for part in ("lines", "subtotals")}} for view, card in cards.items()}


def _ungraded(cards: dict[str, Any]) -> dict[str, Any]:
    return {view: {key: [one for one in value if one["stage"] != "grade"] if key == "stages" else value
                   for key, value in card.items() if key != "grade"} for view, card in cards.items()}
