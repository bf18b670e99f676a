"""`scoring score` and `scoring rank`: cards and places from files, without a database."""
from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import click

from scoring.core import points as p
from scoring.core.explain import branch_steps
from scoring.core.facts import Day, FactError
from scoring.core.ranking import Placed, rank, ranking_json
from scoring.core.ruleset import Indicator, Ruleset
from scoring.core.score import Frame, score_group
from scoring.core.sheet import Sheet, View
from scoring.core.stage import Card
from scoring.rulebook.cases import usual_frame, walk

from ._files import ruleset_in, sheets_in
from ._table import pad, table, width

_VIEWS: Mapping[View, str] = {"claimed": "自评", "verified": "复核"}


def _day(context: click.Context, param: click.Parameter, value: str | None) -> Frame | None:
    try:
        return None if value is None else Frame(Day().parse(value))
    except FactError as error:
        raise click.BadParameter(error.sentence) from None


_as_of = click.option("--as-of", "frame", callback=_day, metavar="2024-12-31",
                      help="从哪一天看；默认是规则适用期间的最后一天。")
_as_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
_claimed = click.option("--claimed", "view", flag_value="claimed", help="按自评数据算；默认按复核后的数据算。")


@click.command(help="按规则文件给一份数据文件计分，打印评分卡和每一步计算。")
@click.argument("ruleset", metavar="RULESET")
@click.argument("facts", metavar="FACTS")
@_as_json
@_claimed
@_as_of
def score(ruleset: str, facts: str, as_json: bool, view: View | None, frame: Frame | None) -> None:
    """Print one unit's card."""
    rules = ruleset_in(ruleset)
    (sheet,) = sheets_in([facts], rules)
    seen: View = view or "verified"
    frame = frame or usual_frame(rules)
    card = score_group(rules, [sheet], seen, frame)[0]
    if as_json:
        click.echo(_json(card.to_json()))
        return
    other: View = "claimed" if seen == "verified" else "verified"
    beside = score_group(rules, [sheet], other, frame)[0] if sheet.rulings else None
    click.echo(_card(rules, card, seen, beside))


@click.command("rank", help="按规则文件给几份数据文件计分并排名，每个组别一张表。")
@click.argument("ruleset", metavar="RULESET")
@click.argument("facts", nargs=-1, required=True, metavar="FACTS...")
@_as_json
@_claimed
@_as_of
def rank_command(ruleset: str, facts: tuple[str, ...], as_json: bool, view: View | None,
                 frame: Frame | None) -> None:
    """Print the ranking of each group."""
    rules = ruleset_in(ruleset)
    sheets = sheets_in(facts, rules)
    _no_twins(sheets, facts)
    cards = [card for group in dict.fromkeys(s.group for s in sheets)
             for card in score_group(rules, [s for s in sheets if s.group == group], view or "verified",
                                     frame or usual_frame(rules))]
    ranking = rank(rules, cards)
    if as_json:
        click.echo(_json(ranking_json(ranking)))
        return
    click.echo("\n\n".join(_places(group, placed) for group, placed in ranking.items()))


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _no_twins(sheets: tuple[Sheet, ...], files: tuple[str, ...]) -> None:
    """Two files of one unit cannot be ranked."""
    first: dict[str, str] = {}
    for sheet, file in zip(sheets, files, strict=True):
        if sheet.unit in first:
            raise click.ClickException(f"单位“{sheet.unit}”在 {first[sheet.unit]} 和 {file} 里各有一份，请只留一份。")
        first[sheet.unit] = file


def _marks(value: Any) -> str:
    return "无" if value is None else f"{p.show(value)} 分"


def _card(rules: Ruleset, card: Card, view: View, beside: Card | None) -> str:
    """The card as text: head, each indicator with its arithmetic, then the stages."""
    group = f"（{card.group}）" if card.group else ""
    head = [f"{card.unit}{group}", f"{rules.title}（{rules.ruleset}，版本 {rules.version}）"]
    head += [f"依据：{'、'.join(rules.basis)}"] if rules.basis else []
    grade = f"，等次：{card.grade}" if card.grade else ""
    head.append(f"{_VIEWS[view]}总分：{_marks(card.total)}，满分 {_marks(card.max)}{grade}")
    if beside is not None:
        other: View = "claimed" if view == "verified" else "verified"
        head.append(f"{_VIEWS[other]}总分：{_marks(beside.total)}")
    return "\n".join([*head, "", *_lines(rules, card), *_stages(card)])


def _lines(rules: Ruleset, card: Card) -> list[str]:
    found: list[tuple[str, str, tuple[str, ...], int]] = []
    for node, _, above in walk(rules):
        line = card.lines.get(node.id)
        part = line or card.subtotals.get(node.id)
        if part is None or node.obsolete:
            continue
        got = _got(node, part.points, part.max, line is not None and line.state == "not_applicable")
        steps = part.steps if node.is_leaf else branch_steps(node, card.subtotals.get(node.id))
        found.append((f"{'  ' * len(above)}{node.number} {node.title}", got, steps, len(above)))
    wide = max((width(title) for title, *_ in found), default=0)
    most = max((width(got) for _, got, *_ in found), default=0)
    out = []
    for title, got, steps, depth in found:
        out.append(f"{pad(title, wide)}  {pad(got, most, right=True)}")
        out += [f"{'  ' * depth}    {step}" for step in steps]
    return out


def _got(node: Indicator, points: Decimal, most: Decimal, away: bool) -> str:
    """'40 / 50'; '不适用' and what it is settled at; the bare figure without a maximum; '—' without points."""
    if away:
        return f"不适用 {p.show(points)} / {p.show(most)}" if most else "不适用"
    if node.pool == "veto" or (node.points is None and node.pool == "base"):
        return "—"
    return p.show(points) if node.points is None else f"{p.show(points)} / {p.show(most)}"


def _stages(card: Card) -> list[str]:
    if not card.stages and not card.vetoes:
        return []
    out = ["", "合计之后："]
    out += [f"  {step}" for stage in card.stages for step in stage.steps]
    return out


def _places(group: str, placed: tuple[Placed, ...]) -> str:
    ranked = sum(x.place is not None for x in placed)
    rows = [("—" if x.place is None else str(x.place), x.unit, "无" if x.total is None else p.show(x.total),
             x.grade or "") for x in placed]
    title = f"{group or '全部单位'}（{ranked} 个单位参加排名）"
    return f"{title}\n{table(('名次', '单位', '总分', '等次'), rows, right=(0, 2))}"


COMMANDS = (score, rank_command)
