"""The circular (通报) of a publication as text: its parts in order, each with the kind that says how it is set.

Every figure comes from the snapshot; what only the office knows (dates, to whom) is left as 〔　〕. Word and PDF
set the same parts.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scoring.core.published import Group, Published, Result

from . import _circular_figures as figures
from . import _wording as say
from ._circular_rolls import Roll, group_name, rolls
from ._text import clean
from ._title import em, title_lines

TITLE = "关于《{}》结果的通报"
ANNEX = "各单位考核结果"
TO = "各参评单位："
BLANK = "〔　〕年〔　〕月〔　〕日"
FEW, FEWEST = 10, 3     # so many units are named, of the failing and beside a total; more are told by number
ACROSS = 28         # characters in a line of the official paper
TITLE_ACROSS = 19   # characters in a line of the title, which is set larger
DIGITS = "一二三四五六七八九"
# The year of a document number belongs in six-cornered brackets, whatever brackets were typed.
YEAR = re.compile(r"[\[［【（(〔]\s*(\d{4})\s*[\]］】）)〕]\s*(?=第?\s*\d+\s*号)")
LOOSE = re.compile(r"(?<=[⺀-鿿]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z]) (?=[⺀-鿿])")


@dataclass(frozen=True)
class Part:
    """One paragraph. Kinds: text, to, heading (一、), subheading (（一）), note (附件说明), office, date."""

    kind: str
    text: str
    right: float = 0        # of office and date: how many characters from the right edge they end


@dataclass(frozen=True)
class Circular:
    """A whole circular: the lines of its title, its paragraphs, and the tables of its attachment."""

    title: tuple[str, ...]
    parts: tuple[Part, ...]
    annex: str
    rolls: tuple[Roll, ...]


def circular(published: Published) -> Circular:
    """The circular of a publication."""
    body = (
        Part("to", TO), *_texts(_opening(published), _correction(published)),
        Part("heading", "一、总体情况"), *_overall(published),
        Part("heading", "二、主要做得好的方面"), *_texts(_good(published)),
        Part("heading", "三、存在的问题"), *_texts(_bad(published), _vetoed(published), _failing(published)),
        Part("heading", "四、下一步要求"), *_demands(published),
        Part("note", f"附件：{ANNEX}"), *signed(plain(published.office)))
    return Circular(title_lines(named(published), TITLE_ACROSS), body, ANNEX, rolls(published))


def named(published: Published) -> str:
    """'关于《2024年度政务公开考核》结果的通报'; a title inside the title has single brackets."""
    return TITLE.format(plain(published.title).translate(str.maketrans("《》", "〈〉")))


def plain(text: str) -> str:
    """Clean text in one line as official documents write it: no space between a character and a figure, 〔2024〕."""
    return YEAR.sub(r"〔\1〕", LOOSE.sub("", " ".join(clean(text).split())))


def numeral(n: int) -> str:
    """'十二' for 12, up to 99."""
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens - 1]}十") + (DIGITS[ones - 1] if ones else "")


def signed(office: str) -> tuple[Part, ...]:
    """Who issues it and when, for a document without a seal: the date begins two characters to the right."""
    wide, date = em(office), em(BLANK)
    if wide >= date + 2:
        return Part("office", office, 2), Part("date", BLANK, min(wide - date, ACROSS - date))
    return (*((Part("office", office, date + 4 - wide),) if office else ()), Part("date", BLANK, 2))


def _texts(*texts: str) -> tuple[Part, ...]:
    return tuple(Part("text", text) for text in texts if text)


# ── the opening ──────────────────────────────────────────────────────────────

def _opening(published: Published) -> str:
    basis = "、".join(plain(one) for one in published.basis)
    start, end = (f"{day.year}年{day.month}月{day.day}日" for day in published.period)
    as_of = f"{published.as_of.year}年{published.as_of.month}月{published.as_of.day}日"
    return (f"{f'根据{basis}，' if basis else ''}{plain(published.office)}对{_objects(published)}进行了考核，"
            f"考核期间为{start}至{end}，数据截至{as_of}。现将结果通报如下。")


def _objects(published: Published) -> str:
    count = len(figures.results(published))
    if len(published.groups) == 1:
        return f"{plain(published.groups[0].name)}{count}个单位"
    groups = "、".join(f"{plain(g.name)}{len(g.results)}个" for g in published.groups)
    return f"{count}个单位（{groups}）" if groups else f"{count}个单位"


def _correction(published: Published) -> str:
    if not published.replaces:
        return ""
    return f"本通报取代此前公布的结果。更正原因：{plain(published.replaces['reason']).rstrip('。；，')}。"


# ── 一、总体情况 ─────────────────────────────────────────────────────────────

def _overall(published: Published) -> Iterator[Part]:
    if len(published.groups) == 1:
        yield Part("text", _of_group(published, published.groups[0]))
        return
    some = figures.results(published)
    yield Part("text", f"本次考核共{len(some)}个单位{_grades(published, some)}。")
    for n, group in enumerate(published.groups, 1):
        yield Part("subheading", f"（{numeral(n)}）{group_name(group.name)}")
        yield Part("text", _of_group(published, group))


def _of_group(published: Published, group: Group) -> str:
    apart = _apart(group)
    if len(group.results) == 1:
        return "".join(f"{text}。" for text in (_only(group.results[0]), apart) if text)
    away = sum(map(figures.aside, group.results))
    sentences = [f"共{len(group.results)}个单位{_grades(published, group.results)}", apart,
                 _totals(group, f"上述{away}个单位除外，" if away else "")]
    return "".join(f"{sentence}。" for sentence in sentences if sentence)


def _apart(group: Group) -> str:
    """How many units of a group are vetoed, and how many are not ranked."""
    vetoed = [r for r in group.results if r.verified.vetoes]
    placed = [r for r in vetoed if r.place is not None]
    counted = ((len(placed), "被一票否决"), (len(vetoed) - len(placed), "被一票否决且不参加排名"),
               (sum(r.place is None and not r.verified.vetoes for r in group.results), "没有总分、不参加排名"))
    return "，".join(f"{count}个单位{word}" for count, word in counted if count)


def _only(result: Result) -> str:
    card = result.verified
    total = "没有总分" if card.total is None else f"总分{say.number(card.total)}分"
    return f"共1个单位：{units([result.unit])}，{total}{f'，等次为{plain(card.grade)}' if card.grade else ''}"


def _grades(published: Published, some: Sequence[Result]) -> str:
    counted = [f"{plain(name)}{count}个" for name, count in figures.graded(published, some)]
    without = sum(not r.verified.grade for r in some)
    counted += [f"未评等次{without}个"] if counted and without else []
    return f"，其中{'、'.join(counted)}" if counted else ""


def _totals(group: Group, without: str) -> str:
    """The mean, the highest and the lowest; the mean is that of the ranking page, of all units with a total."""
    if group.mean_total is None:
        return "没有单位有总分"
    ends, mean = figures.extremes(group), f"全组平均{say.mean(group.mean_total)}分"
    if ends is None:
        return mean
    if ends.high != ends.low:
        told = (f"最高{say.number(ends.high)}分（{units(ends.best, FEWEST)}），"
                f"最低{say.number(ends.low)}分（{units(ends.worst, FEWEST)}）")
    elif len(ends.best) > 1:
        told = f"各单位均为{say.number(ends.high)}分"
    else:
        told = f"{units(ends.best)}为{say.number(ends.high)}分"
    return f"{mean}；{without}{told}"


def units(names: Sequence[str], most: int = FEW) -> str:
    """'甲乡、乙乡', '甲乡等12个单位' where they are more than `most`."""
    told = [" ".join(clean(name).split()) for name in names]
    return "、".join(told) if len(told) <= most else f"{told[0]}等{len(told)}个单位"


# ── 二、三 ───────────────────────────────────────────────────────────────────

def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else "；".join(f"{DIGITS[n]}是{item}" for n, item in enumerate(items))


def _good(published: Published) -> str:
    items = [f"“{plain(s.title)}”平均得分率{say.number(s.rate)}%，{_full(s)}" for s in figures.strong(published)]
    return f"从一级指标的平均得分率看，{_listed(items)}。" if items else "各一级指标均没有得分。"


def _full(strength: figures.Strength) -> str:
    if strength.full in (0, strength.units):
        every = f"{strength.units}个单位均" if strength.units > 1 else "1个单位"
        return f"{every}{'得' if strength.full else '未得'}满分"
    return f"{strength.units}个单位中{strength.full}个得满分"


def _bad(published: Published) -> str:
    weak = figures.weak(published)
    seen = "从各单位失分对总分的影响看" if any(w.weighted for w in weak) else "从各单位失分合计看"
    return f"{seen}，{_listed([_lost(w) for w in weak])}。" if weak else "各项指标均没有失分。"


def _lost(weakness: figures.Weakness) -> str:
    verb = "扣" if weakness.deducted else "失"
    where = f"（{plain(weakness.above)}）" if weakness.above else ""
    together, most = ("共", f"，最多的{verb}{say.number(weakness.most)}分") if weakness.units > 1 else ("", "")
    return f"“{plain(weakness.title)}”{where}{weakness.units}个单位{together}{verb}{say.number(weakness.lost)}分{most}"


def _vetoed(published: Published) -> str:
    items = [f"{plain(title)}{count}个" for title, count in figures.vetoes(published)]
    count = sum(bool(r.verified.vetoes) for r in figures.results(published))
    return f"有{count}个单位被一票否决，其中{'、'.join(items)}，名单见附件。" if items else ""


def _failing(published: Published) -> str:
    told = [f"等次为{plain(grade)}的有{len(names)}个单位：{units(names)}" if len(names) <= FEW else
            f"等次为{plain(grade)}的有{len(names)}个单位，名单见附件" for grade, names in figures.failing(published)]
    return f"{'；'.join(told)}。" if told else ""


# ── 四、下一步要求 ───────────────────────────────────────────────────────────

def _demands(published: Published) -> Iterator[Part]:
    office = plain(published.office) or "考核机关"
    yield Part("subheading", "（一）逐项整改")
    yield Part("text", "各参评单位要对照本单位评分卡，逐项查明失分原因，明确整改措施和责任人，"
                       f"于{BLANK}前整改到位，并将整改情况书面报送{office}。")
    weak = figures.weak(published)
    if weak:
        yield Part("subheading", "（二）补齐短板")
        titles = "".join(dict.fromkeys(f"“{plain(w.title)}”" for w in weak))
        yield Part("text", f"要针对{titles}等失分较多的指标，查找制度和日常工作中的原因，"
                           f"于{BLANK}前完善措施，防止再次失分。")
