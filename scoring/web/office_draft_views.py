"""What the draft preview says beside its ranking: what is provisional, which provisions decide places and grades."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..core import points as p
from ..core.declared import GradeLine
from ..core.published import Group, Result
from ..core.ranking import order_key
from ..core.ruleset import Ruleset
from ..store import freezing
from ..store.assessments import Assessment
from ..store.sheets import Submission
from . import office_views as views

NEAR = Decimal("0.5")       # points from a grade line that are worth a look
HEADS = {"absent": "没有提交自查表，按表里现有的内容计分", "fault": "还没有复核完、裁定或抽取",
         "hint": "没有评定或者没有录入，暂按没有填计"}


@dataclass(frozen=True)
class Pending:
    """A kind of thing that can still move the ranking, with each of its cases as a problem."""

    title: str
    problems: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Effect:
    """A provision that decides places or grades, and what it did, line by line."""

    title: str
    lines: tuple[str, ...]


def pending(assessment: Assessment, submissions: Sequence[Submission], group: str) -> tuple[Pending, ...]:
    """What is provisional in a group, kind by kind; nothing once the result is frozen."""
    mine = [s for s in submissions if s.group.name == group]
    if not mine:
        return ()
    found = freezing.conditions(mine)
    kinds = (Pending(title, tuple(views.problems(found, assessment.id, level))) for level, title in HEADS.items())
    return tuple(kind for kind in kinds if kind.problems)


def effects(ruleset: Ruleset, group: Group) -> tuple[Effect, ...]:
    """Ties, quotas, vetoes and grade lines, with the units they concern; a provision without effect says so or is
    left out."""
    found = (Effect("并列名次", tuple(_shared(ruleset, group))), Effect("同分的先后", tuple(_broken(ruleset, group))),
             *(Effect(f"“{grade.name}”的名额", tuple(_quota(grade, group))) for grade in ruleset.grades if grade.quota),
             Effect("一票否决和得分的后果", tuple(_vetoed(group))),
             Effect("总分够、分项没有达到", tuple(_short(group))),
             *(Effect(_line_title(grade), tuple(_near(grade, group))) for grade in ruleset.grades))
    return tuple(effect for effect in found if effect.lines)


def _placed(group: Group) -> list[Result]:
    return [r for r in group.results if r.place is not None]


def _alike(ruleset: Ruleset, results: Iterable[Result], whole: bool) -> list[list[Result]]:
    """Results with the same total, or (`whole`) with the same order in everything; only where there are several."""
    found: dict[object, list[Result]] = {}
    for r in results:
        key = order_key(ruleset, r.verified)
        found.setdefault(key if whole else key[:2], []).append(r)
    return [alike for alike in found.values() if len(alike) > 1]


def _shared(ruleset: Ruleset, group: Group) -> Iterator[str]:
    for alike in _alike(ruleset, _placed(group), whole=True):
        names, total = "、".join(r.unit for r in alike), _points(alike[0].verified.total)
        if ruleset.ranking.ties == "order":
            yield f"{names}同为 {total}，不并列，按单位的次序排"
        else:
            yield f"第 {alike[0].place} 名：{names}，同为 {total}"


def _broken(ruleset: Ruleset, group: Group) -> Iterator[str]:
    by = "、".join(f"“{node.title}”" for word in ruleset.ranking.break_ if (node := ruleset.find(word)) is not None)
    for alike in _alike(ruleset, _placed(group), whole=False) if by else ():
        if len({order_key(ruleset, r.verified) for r in alike}) > 1:
            names = "、".join(f"{r.unit}（第 {r.place} 名）" for r in alike)
            yield f"{names}同为 {_points(alike[0].verified.total)}，依次比较{by}的得分"


def _quota(grade: GradeLine, group: Group) -> Iterator[str]:
    ranked = len(_placed(group))
    most = int(p.times(grade.quota or p.ZERO, ranked))
    got = sum(r.verified.grade == grade.name for r in group.results)
    yield f"{ranked} 个单位 × {p.show(grade.quota or p.ZERO)}，最多 {most} 个；评上 {got} 个"
    for r, step in _steps(group, "grade"):
        if step.startswith(f"“{grade.name}”名额"):
            yield f"{r.unit} {_points(r.verified.total)}，{step.partition(' 个，')[2]}，评为“{r.verified.grade or '—'}”"


def _vetoed(group: Group) -> Iterator[str]:
    for r in group.results:
        steps = [step for one, step in _steps(group, "veto") if one is r]
        if steps:
            yield f"{r.unit}：{'；'.join(steps)}"


def _short(group: Group) -> Iterator[str]:
    for r, step in _steps(group, "grade"):
        if "不能评为" in step:
            yield f"{r.unit} {_points(r.verified.total)}：{step}"


def _line_title(grade: GradeLine) -> str:
    return f"离“{grade.name}”线（{p.show(_line(grade) or p.ZERO)} 分）{p.show(NEAR)} 分以内"


def _near(grade: GradeLine, group: Group) -> Iterator[str]:
    line = _line(grade)
    for r in group.results:
        total = r.verified.total
        if line is None or total is None or abs(total - line) > NEAR:
            continue
        gap = p.show(abs(total - line))
        side = f"高出 {gap} 分" if total > line else f"差 {gap} 分" if total < line else "正好在线上"
        yield f"{r.unit} {_points(total)}，{side}，评为“{r.verified.grade or '—'}”"


def _line(grade: GradeLine) -> Decimal | None:
    return grade.at_least if grade.at_least is not None else grade.above


def _steps(group: Group, stage: str) -> list[tuple[Result, str]]:
    return [(r, step) for r in group.results for line in r.verified.stages if line.stage == stage
            for step in line.steps]


def _points(total: Decimal | None) -> str:
    return "没有总分" if total is None else f"{p.show(total)} 分"
