"""The words that paper and spreadsheets put around figures, so that all of them read alike."""
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

from scoring.core import points as p
from scoring.core.published import Published, Result, Row
from scoring.core.release import AUDIENCES
from scoring.core.ruleset import Indicator

RULINGS = {"confirmed": "复核认可", "corrected": "复核更正", "not_applicable": "同意不适用",
           "applicable": "不同意不适用"}
POOLS = {"base": "基本分", "bonus": "加分", "deduction": "扣分", "veto": "一票否决"}
STATES = {"answered": "已填", "unanswered": "未填", "not_applicable": "不适用"}
NONE = "—"
CHINA = timezone(timedelta(hours=8))    # one zone, without summer time, for the years this product knows


def day(value: date) -> str:
    """'2024 年 1 月 28 日'."""
    return f"{value.year} 年 {value.month} 月 {value.day} 日"


def moment(text: str) -> str:
    """A moment of the snapshot (ISO, UTC) as clocks in China showed it: '2024 年 12 月 20 日 17:30'; '' stays ''."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(CHINA)
    return f"{day(at.date())} {at:%H:%M}"


def proof(published: Published) -> str:
    """'快照 SHA-256 0123…': what every page and file of a publication names."""
    return f"快照 {published.algorithm.title} {published.digest}"


def period(published: Published) -> str:
    """'2024 年 1 月 1 日至 2024 年 12 月 31 日'."""
    return f"{day(published.period[0])}至 {day(published.period[1])}"


def number(value: Decimal | None) -> str:
    """The figure, or a dash where there is none."""
    return NONE if value is None else p.show(value)


def mean(value: Decimal | None) -> str:
    """A mean, with two places: it is for reading, nothing is computed from it."""
    return NONE if value is None else p.show(p.rounded(value, 2))


def place(result: Result) -> str:
    """'第 3 名（共 22 个）'."""
    return f"第 {result.place} 名（共 {result.of} 个）" if result.place is not None else "不参加排名"


def grade(result: Result) -> str:
    """The grade, or a dash."""
    return result.verified.grade or NONE


def vetoes(published: Published, result: Result) -> tuple[str, ...]:
    """The titles of the veto indicators that hold."""
    found = (published.ruleset.find(key) for key in result.verified.vetoes)
    return tuple(leaf.title for leaf in found if leaf is not None)


def correction(published: Published) -> str:
    """That this publication corrects another one, and why; '' where it does not."""
    if not published.replaces:
        return ""
    reason = str(published.replaces["reason"]).rstrip("。")
    return f"更正公布：取代此前公布的结果。更正原因：{reason}。被取代的快照摘要：{published.replaces['digest']}"


def release(published: Published) -> str:
    """'向社会公开，每组只列前 10 名（苍府办〔2024〕45号）'."""
    told, top, document = AUDIENCES[published.release.audience], published.release.top, published.release.document
    return told + (f"，每组只列前 {top} 名" if top is not None else "") + (f"（{document}）" if document else "")


def ruling(row: Row) -> str:
    """'复核更正：' and the reason; the label alone where no reason was given; '' where nobody ruled."""
    if row.ruling is None:
        return ""
    label = RULINGS.get(row.ruling.kind, row.ruling.kind)
    if row.reason:
        return f"{label}：{row.reason}"
    return "" if row.ruling.kind == "confirmed" else label


def evidence(row: Row) -> tuple[str, ...]:
    """('链接 2', '文件 1'), without what there is none of."""
    counted = (("链接", row.links), ("文件", row.files))
    return tuple(f"{word} {count}" for word, count in counted if count)


def facts(row: Row) -> tuple[str, ...]:
    """What was filled in, and what the reviewer made of it where that differs."""
    if row.claimed_fact == row.verified_fact:
        return (f"填报：{row.verified_fact}",) if row.verified_fact else ()
    return (f"自评：{row.claimed_fact or '未填'}", f"复核：{row.verified_fact or '未填'}")


def path(row: Row) -> str:
    """'政府信息公开 › 目录 › 更新'."""
    return " › ".join((*row.parents, row.leaf.title))


def base_of(published: Published, result: Result) -> tuple[Indicator, ...]:
    """The first-level indicators of the base pool that were asked of a unit."""
    return tuple(top for top in published.ruleset.indicators
                 if top.pool == "base" and top.id in result.verified.subtotals)


def standard(published: Published, row: Row) -> str:
    """How a leaf is scored: in its rule's words, else as the ruleset's author told those who fill it in."""
    rule = row.leaf.rule
    return (rule.standard(row.leaf.setting(published.frame)) if rule is not None else "") or row.leaf.guide


def advice(published: Published, row: Row) -> str:
    """What would still earn points on a leaf; '' if nothing would."""
    rule = row.leaf.rule
    if rule is None or not rule.needs_points:
        return ""
    return rule.advice(row.facts, row.leaf.setting(published.frame))


def change(row: Row) -> str:
    """'失 15 分，其中复核减 13 分': what was lost, and how the review changed the points; '' where neither."""
    lost, moved = row.verified.lost, row.verified.points - row.claimed.points
    loses, adds = ("扣", "多扣") if row.leaf.pool == "deduction" else ("失", "减")
    worse = moved if row.leaf.pool == "deduction" else -moved
    told = f"{loses} {p.show(lost)} 分" if lost > 0 else ""
    if not moved or row.leaf.filled_by == "reviewer":
        return told
    if worse < 0:
        better = f"复核{'少扣' if row.leaf.pool == 'deduction' else '增'} {p.show(-worse)} 分"
        return f"{better}，{told}" if told else better
    return f"{told}，其中复核{adds} {p.show(worse)} 分" if lost > worse else f"复核{adds} {p.show(worse)} 分"
