"""Looks over a built ruleset for meanings that cannot be meant, each finding with its figures."""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from . import points as p
from .combiners.sum import Sum
from .declared import GradeLine
from .lint_references import lint_references
from .lint_stages import lint_stages
from .relations import lint_relations
from .ruleset import Indicator, Ruleset, base_points, unlimited
from .shape import Path, Problem, nearest

RULESET_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")

LONGEST_VERSION, LONGEST_TITLE = 40, 200  # what the columns of an adopted ruleset hold


def lint(ruleset: Ruleset) -> list[Problem]:
    """Errors and warnings about the ruleset as a whole."""
    found: list[Problem] = []
    for i, top in enumerate(ruleset.indicators):
        _sums(top, ("indicators", i), found, ruleset.draws)
        _groups(top, ("indicators", i), ruleset, found)
        _open_ended(top, ("indicators", i), found)
    _names(ruleset, found)
    _titles(ruleset, found)
    given = base_points(ruleset.indicators)
    if ruleset.points <= 0:
        found.append(Problem(("points",), f"满分要大于 0，现在是 {p.show(ruleset.points)}"))
    elif given != ruleset.points:
        found.append(Problem(("points",), f"一级指标分值之和 {p.show(given)}，应为 {p.show(ruleset.points)}"))
    if ruleset.effective and ruleset.effective.from_ > ruleset.effective.to:
        said = f"适用期间的止日 {ruleset.effective.to} 早于起日 {ruleset.effective.from_}"
        found.append(Problem(("effective",), said))
    _grades(ruleset, found)
    known = tuple(i.id for i in ruleset.walk())
    for n, word in enumerate(ruleset.ranking.break_):
        if word not in known:
            said = f"没有编号为“{p.shorten(word)}”的指标{nearest(word, known)}"
            found.append(Problem(("ranking", "break", n), said))
    return [*found, *lint_stages(ruleset), *lint_references(ruleset), *lint_relations(ruleset)]


def _sums(indicator: Indicator, path: Path, found: list[Problem], draws: Mapping[str, int]) -> None:
    if not indicator.children:
        return
    worth = [c.points or p.ZERO for c in indicator.children if not c.obsolete]
    take = draws.get(indicator.id)
    given = sum(worth, p.ZERO) if take is None else take * max(worth, default=p.ZERO)
    own = indicator.points
    capped = indicator.pool in ("bonus", "deduction")  # there a branch may be worth less than all its children
    if (isinstance(indicator.combiner, Sum) and own is not None and indicator.pool != "veto"
            and (given < own and not unlimited(indicator.children) if capped else given != own)):
        found.append(Problem((*path, "points"), f"“{p.shorten(indicator.title)}”的子指标之和 {p.show(given)}，"
                                                f"应为 {p.show(own)}"))
    for i, child in enumerate(indicator.children):
        _sums(child, (*path, "indicators", i), found, draws)


def _groups(indicator: Indicator, path: Path, ruleset: Ruleset, found: list[Problem]) -> None:
    for n, group in enumerate(indicator.applies_to):
        if group not in ruleset.groups:
            known = "、".join(ruleset.groups) or "（没有写 groups）"
            found.append(Problem((*path, "applies_to", n), f"没有“{p.shorten(group)}”这个组别，已有：{known}"))
    for i, child in enumerate(indicator.children):
        _groups(child, (*path, "indicators", i), ruleset, found)


def _open_ended(indicator: Indicator, path: Path, found: list[Problem]) -> None:
    """An option "其他" that earns points: nobody can say what counts for it."""
    items = getattr(indicator.rule, "of", None) or ()
    listed: list[tuple[Path, str]] = [(("of", n), str(getattr(x, "title", ""))) for n, x in enumerate(items)]
    listed += [(("kinds", kind), kind) for kind in getattr(indicator.rule, "kinds", None) or ()]
    for where, title in listed:
        if title.strip().startswith("其他"):
            sentence = f"“{p.shorten(title)}”没有边界，却计入得分，各单位理解会不一样；请写明是什么"
            found.append(Problem((*path, "score", *where), sentence, "warning", of_key=True))
    for i, child in enumerate(indicator.children):
        _open_ended(child, (*path, "indicators", i), found)


def _names(ruleset: Ruleset, found: list[Problem]) -> None:
    """The ruleset's own id, version and title, and groups named twice or not at all."""
    if not RULESET_ID.fullmatch(ruleset.ruleset):
        found.append(Problem(("ruleset",), f"规则编号“{p.shorten(ruleset.ruleset)}”只能用小写英文字母、数字和连字符，"
                                           "最长 60 个字符"))
    for key, word, text, most in (("version", "版本", ruleset.version, LONGEST_VERSION),
                                  ("title", "名称", ruleset.title, LONGEST_TITLE)):
        if not 1 <= len(text.strip()) <= len(text) <= most:
            found.append(Problem((key,), f"{word}要有 1 到 {most} 个字，现在有 {len(text)} 个"))
    for n, group in enumerate(ruleset.groups):
        if not group.strip():
            found.append(Problem(("groups", n), "组别的名称是空的"))
        elif group in ruleset.groups[:n]:
            found.append(Problem(("groups", n), f"组别“{p.shorten(group)}”写了两次"))


def _titles(ruleset: Ruleset, found: list[Problem]) -> None:
    """First-level indicators of one name: charts and tables would not tell them apart."""
    titles = [i.title.strip() for i in ruleset.indicators]
    for n, title in enumerate(titles):
        if not title:
            found.append(Problem(("indicators", n, "title"), "名称是空的"))
        elif title in titles[:n]:
            found.append(Problem(("indicators", n, "title"), f"一级指标“{p.shorten(title)}”写了两次，请改成不同的名称"))


def _grades(ruleset: Ruleset, found: list[Problem]) -> None:
    before: GradeLine | None = None
    names = [g.name for g in ruleset.grades]
    for n, grade in enumerate(ruleset.grades):
        line, last = _line(grade), n == len(ruleset.grades) - 1
        if line is None and not last and grade.quota is None:
            found.append(Problem(("grades", n), f"“{grade.name}”没有写分数线，只有最后一档可以不写"))
        if line is not None and before is not None and not _above(before, line):
            upper = p.show(_line(before) or p.ZERO)
            said = f"“{grade.name}”的分数线 {p.show(line)} 不低于上一档的 {upper}，等次要从高到低写"
            found.append(Problem(("grades", n), said))
        if last and (line is not None or grade.quota is not None or grade.essential or grade.floors):
            what = f"低于 {p.show(line)} 分的没有等次" if line is not None else "够不上这一档的没有等次"
            found.append(Problem(("grades", n), f"{what}，最后一档不要写{'分数线' if line is not None else '条件'}"))
        if names.index(grade.name) != n:
            found.append(Problem(("grades", n), f"等次“{grade.name}”写了两次"))
        before = grade if line is not None else before
    found += [x for n, grade in enumerate(ruleset.grades) for x in _conditions(ruleset, n, grade)]


def _line(grade: GradeLine) -> Decimal | None:
    return grade.at_least if grade.at_least is not None else grade.above


def _above(upper: GradeLine, line: Decimal) -> bool:
    """Whether a grade may stand above one with this line: a higher line, or the same with more conditions."""
    own = _line(upper)
    more = upper.quota is not None or upper.essential is not None or bool(upper.floors)
    return own is None or own > line or (own == line and more)


def _conditions(ruleset: Ruleset, n: int, grade: GradeLine) -> Iterator[Problem]:
    """What is wrong with a grade's quota, essential leaves and sub-floors."""
    path: Path = ("grades", n)
    if grade.quota is not None and not 0 < grade.quota <= 1:
        yield Problem((*path, "quota"), f"名额占比要大于 0、不大于 1，例如 0.3，现在是 {p.show(grade.quota)}")
    if grade.essential and not any(leaf.essential for leaf in ruleset.leaves):
        yield Problem((*path, "essential"), "没有一个指标写了 essential: true，这个条件不起作用")
    for key, least in grade.floors.items():
        node = ruleset.find(key)
        if node is None:
            yield Problem((*path, "floors", key), f"没有编号为“{p.shorten(key)}”的指标", of_key=True)
        elif node.points is not None and least > node.points:
            yield Problem((*path, "floors", key), f"“{p.shorten(node.title)}”最多 {p.show(node.points)} 分，"
                                                  f"达不到 {p.show(least)} 分")
    lower = [g for g in ruleset.grades[n + 1:] if set(g.floors) - set(grade.floors)]
    if lower and _line(grade) is not None:
        keys = "、".join(sorted(set(lower[0].floors) - set(grade.floors)))
        yield Problem(path, f"“{lower[0].name}”要求 {keys} 达到最低分，更高的“{grade.name}”却没有要求", "warning")
