"""Reads a scoring standard and names the rule it plainly states, or none.

A rule is named only if its words account for every figure in the text: a second amount, another way of
losing points or a word such as 酌情 leaves the decision to the author.
"""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoring.core import points as p
from scoring.core import shape
from scoring.core import vocabulary as words
from scoring.core.rule import Setting

from .table_lists import listed

_N = r"(\d{1,5}(?:\.\d{1,4})?)"
_UNIT = re.compile(r"次|处|条|件|起|例|篇|期|份|人|户|类|项|个|场")
_MANY = re.compile(r"[2-9]|\d\d|[二三四五六七八九十两百半%]|百分|天|日|小时|倍")
_PER = re.compile(rf"每(?P<what>[^,。;、扣减分]{{0,24}}?)(?:得|计|加|记|给|奖)?{_N}分")
_LOSS = re.compile(rf"(?:每|发现|出现)(?P<what>[^,。;、得加分]{{0,24}}?)扣(?:减|除)?{_N}分")
_LEVEL = re.compile(
    r"(?:(?<=[分为是评])|(?<![\u4e00-\u9fff]))[\"“]?(?P<name>基本合格|不合格|不及格|基本满意|不满意|优秀|优良|良好|较好|一般|"
    rf"中等|较差|合格|及格|满意|优|良|中|好|差|[一二三四]等|[一二三四]档|[A-D])[\"”]?(?:等次|等|级|档)?(?:的|者)?"
    rf"[:,(]?(?:(?:得|计|为|给|记)?{_N}分|不得分)\)?")
_YES = re.compile(
    rf"(?P<yes>[^。;每扣]*?)(?:得|计|给|加|记)(?:满分|{_N}分)[,;。]"
    r"(?:未|没有|没|无|不|否则)[^,。;\d]{0,40}?(?:不得分|得0分|不计分|计0分|不给分)[。;]?")
_PERIODS = {"month": r"每个?月|按月|逐月|月度", "quarter": r"每个?季|按季|季度", "half": r"每?半年"}
_MISSED = re.compile(
    rf"每?(?:缺少|缺|少|漏)(?:报|公开|发布|开展)?(?:一|1)?个?(?:期|次|月|季度|季|半年)(?:的|者)?,?扣{_N}分")
_EACH = re.compile(rf"每个?(?:月|季度?|半年)[^,。;扣\d]{{0,30}}?(?:得|计|记){_N}分")
_LEAST = re.compile(r"不少于|至少|不低于|不得少于")
_LACK = re.compile(rf"每?(?:缺少|缺|少)(?:一|1)?(?:项|个|类|样)(?:的|者)?,?扣{_N}分")
_RATIO = re.compile(r"按[^,。;扣]{0,12}比例[^,。;扣]{0,4}(?:得分|计分|给分|折算得分|计算得分|折算)|"
                    r"按比例(?:得|计|给)分?")
_OPINION = re.compile(r"酌情(?:给|计|打|评|得)分|综合(?:评定|评价|评议|打分)|"
                      r"由[^,。;]{0,8}(?:组|专家|领导)[^,。;]{0,6}(?:打分|评分|评定)")
_CAP = re.compile(r"[(,;。]?(?:最高|最多|累计|总计|合计|封顶|上限|不超过|总分|满分)"
                  rf"[^,。;\d]{{0,8}}{_N}分(?:为限|封顶|为止)?\)?")
_SAID = re.compile(r"(?:直至|直到)?(?:本项|该项|此项)?(?:分值|分数)?扣完(?:本项分值|该项分值|本项)?为止|"
                   r"不扣分|不(?:重复|累计)(?:得|计)分")
_LEFT = re.compile(r"\d分|扣|加分|减分|得分|计分|给分|比例|酌情|倍|评定")


@dataclass(frozen=True)
class Case:
    """What a standard stands beside: its points (None: not given), the pool, the year of the periods, a cap."""

    points: Decimal | None
    pool: str
    year: int
    cap: Decimal | None = None


@dataclass(frozen=True)
class Guess:
    """A rule with its parameters as YAML has them. `points`: the most it can give, where the text alone says so."""

    score: Mapping[str, Any]
    points: Decimal | None
    plain: bool = False


def guess(text: str, case: Case) -> Guess | None:
    """The rule a standard plainly states; None leaves it to the author."""
    told = re.sub(r"\s+", ";", re.sub(r"[ \t]+", "", unicodedata.normalize("NFKC", text).strip()))
    if len(told) > 400:
        return None
    capped, rest = _without_cap(told, case)
    for read in _READERS:
        found = read(rest, capped)
        if found is None:
            continue
        score, left = found
        if not _LEFT.search(_SAID.sub("", left)) and _fits(score, capped):
            return Guess(score, capped.points)
    if _OPINION.search(rest) and not re.search(r"\d分|扣", rest) and case.pool in ("base", "bonus"):
        return Guess({"rule": "judged"}, capped.points, plain=True)
    return None


def stated(text: str, year: int) -> Decimal | None:
    """The points that a standard itself names, where it reads as a whole: 有方案得 5 分，没有不得分."""
    figures = [p.read(x) for x in re.findall(rf"{_N}\s*分", unicodedata.normalize("NFKC", text[:400]))]
    most = max(figures, default=p.ZERO)
    found = guess(text, Case(most, "base", year)) if most > 0 else None
    return most if found is not None and found.score["rule"] in ("levels", "yes_no") else None


def _without_cap(told: str, case: Case) -> tuple[Case, str]:
    """The text without "最高 5 分", where that is what the points column says or all that is known."""
    found = _CAP.findall(told)
    if len(found) != 1 or (case.points is not None and p.read(found[0]) != case.points):
        return case, told
    return Case(p.read(found[0]) or None, case.pool, case.year, case.cap), _CAP.sub("", told)


def _fits(score: Mapping[str, Any], case: Case) -> bool:
    """Whether the rule itself has nothing against these parameters beside these points."""
    problems: list[shape.Problem] = []
    given = {k: v for k, v in score.items() if k != "rule"}
    rule = shape.read(words.builtin().rules[score["rule"]], given, (), problems)
    if rule is None or any(f.level == "error" for f in rule.faults(Setting(case.points, case.pool))):
        return False
    each = getattr(rule, "each", None)
    limits = [x for x in (case.points, case.cap) if x is not None]
    return not (each is not None and limits and each > min(limits))


Found = tuple[dict[str, Any], str] | None


def _levels(told: str, case: Case) -> Found:
    found = list(_LEVEL.finditer(told))
    levels = {m["name"]: m[2] or "0" for m in found}
    if len(levels) < 2 or len(levels) < len(found) or case.points is None:
        return None
    if max(map(p.read, levels.values())) != case.points:
        return None
    return {"rule": "levels", "levels": levels}, _LEVEL.sub("", told)


def _yes_no(told: str, case: Case) -> Found:
    match = _YES.fullmatch(told)
    if match is None or re.search(r"\d分|不得|比例", match["yes"]) or case.pool == "deduction":
        return None
    if case.points is None or (match[2] is not None and p.read(match[2]) != case.points):
        return None
    return {"rule": "yes_no"}, ""


def _periodic(told: str, case: Case) -> Found:
    named = [every for every, pattern in _PERIODS.items() if re.search(pattern, told)]
    if len(named) != 1 or re.search(r"(?:[2-9]|\d\d|[二三四五六七八九十两])(?:次|期|条|篇|件)", told):
        return None
    every = {"rule": "periodic", "every": named[0]} | ({"year": str(case.year)} if named[0] == "month" else {})
    missed, each = list(_MISSED.finditer(told)), list(_EACH.finditer(told))
    if len(missed) == 1 and not each:
        return {**every, "loss": missed[0][1]}, _MISSED.sub("", told)
    if len(each) == 1 and not missed and case.points is not None and case.pool != "deduction":
        count = {"month": 12, "quarter": 4, "half": 2}[named[0]]
        if p.read(each[0][1]) * count == case.points:
            return {**every, "each": each[0][1]}, _EACH.sub("", told)
    return None


def _checklist(told: str, case: Case) -> Found:
    found = list(_LACK.finditer(told))
    items = listed(told[:found[0].start()]) if len(found) == 1 and case.pool in ("base", "deduction") else ()
    if not items or case.points is None:
        return None
    return {"rule": "checklist", "of": list(items), "missing": found[0][1]}, _LACK.sub("", told)


def _per_defect(told: str, case: Case) -> Found:
    found = list(_LOSS.finditer(told))
    if len(found) != 1 or case.pool not in ("base", "deduction") or _LEAST.search(told):
        return None     # so many at least, each one short costs: what is asked is how many there were, not are lacking
    return _counted("per_defect", found[0], _LOSS.sub("", told))


def _per_entry(told: str, case: Case) -> Found:
    found = list(_PER.finditer(told))
    if len(found) != 1 or _LOSS.search(told):
        return None
    return _counted("per_defect" if case.pool == "deduction" else "per_entry", found[0], _PER.sub("", told))


def _counted(rule: str, match: re.Match[str], rest: str) -> Found:
    """A rule that counts things one by one; None where they are counted by twos or measured in days."""
    what = match["what"]
    unit = re.search(rf"(?:一|1)(?P<unit>{_UNIT.pattern})", what) or _UNIT.search(what)
    if unit is None or _MANY.search(what):
        return None
    word = unit.groupdict().get("unit") or unit.group()
    usual = {"per_defect": "处", "per_entry": "条"}[rule]
    return {"rule": rule, "each": match[2]} | ({} if word == usual else {"unit": word}), rest


def _ratio(told: str, case: Case) -> Found:
    if len(_RATIO.findall(told)) != 1 or case.pool == "deduction":
        return None
    return {"rule": "ratio"}, _RATIO.sub("", told)


_READERS: tuple[Callable[[str, Case], Found], ...] = (
    _levels, _yes_no, _periodic, _checklist, _per_defect, _per_entry, _ratio)
