"""`scoring ruleset preview`: what a ruleset makes of fact files before it is adopted."""
from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import click

from scoring.core import points as p
from scoring.core.ranking import Placed, rank
from scoring.core.ruleset import Indicator, Ruleset, applies
from scoring.core.score import score_group
from scoring.core.sheet import View
from scoring.core.stage import Card, Line
from scoring.rulebook.cases import usual_frame

from ._files import ruleset_in, sheets_in
from ._table import table


@click.command("preview", help="采用之前试算：用一份规则给几份数据文件一起计分，排出名次，列出各单位失分的地方。"
                               "和别的单位比较、汇总下级单位的规则，看得到所有写出的数据文件。")
@click.argument("file", metavar="FILE")
@click.option("--facts", "first", multiple=True, required=True, metavar="FACTS...",
              help="数据文件，后面可以接着写几个，也可以写几次 --facts。")
@click.argument("more", nargs=-1, metavar="")
@click.option("--claimed", "view", flag_value="claimed", help="按自评数据算；默认按复核后的数据算。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def preview(file: str, first: tuple[str, ...], more: tuple[str, ...], view: View | None, as_json: bool) -> None:
    """Print the ranking of each group, and where every unit loses points."""
    rules, names = ruleset_in(file), (*first, *more)
    sheets = sheets_in(names, rules)
    twins = sorted({s.unit for s in sheets if sum(x.unit == s.unit for x in sheets) > 1})
    if twins:
        raise click.ClickException(f"这些单位的数据文件不止一份：{'、'.join(twins)}，请各留一份。")
    cards = score_group(rules, sheets, view or "verified", usual_frame(rules))
    if as_json:
        click.echo(json.dumps(_json(rules, cards), ensure_ascii=False, indent=2))
    else:
        click.echo(_words(rules, cards))


def _words(rules: Ruleset, cards: Sequence[Card]) -> str:
    ranking, by_unit = rank(rules, cards), {card.unit: card for card in cards}
    out = [f"{rules.title}（{rules.ruleset}，版本 {rules.version}）"]
    out += [_group(rules, group, placed, by_unit) for group, placed in ranking.items()]
    out += [_unit(rules, by_unit[x.unit]) for placed in ranking.values() for x in placed]
    return "\n\n".join(out)


def _group(rules: Ruleset, group: str, placed: Sequence[Placed], cards: dict[str, Card]) -> str:
    """One table: place, unit, total, grade, and what each first-level indicator came to."""
    tops = [t for t in rules.indicators if not t.obsolete and applies(t, group)]
    rows = [("—" if x.place is None else str(x.place), x.unit, _marks(x.total), x.grade or "",
             *(_top(top, cards[x.unit]) for top in tops)) for x in placed]
    head = ("名次", "单位", "总分", "等次", *(f"{t.number} {t.title}" for t in tops))
    right = (0, 2, *range(4, len(head)))
    return f"{group or '全部单位'}（{len(placed)} 个单位）\n{table(head, rows, right)}"


def _top(top: Indicator, card: Card) -> str:
    if top.pool == "veto":
        return "触发" if top.id in card.vetoes else "没有"
    found = card.subtotals.get(top.id) or card.lines.get(top.id)
    if found is None:
        return "—"
    return "不适用" if top.pool == "base" and found.max == 0 else p.show(found.points)


def _unit(rules: Ruleset, card: Card) -> str:
    """A unit's lines with lost points, each with its arithmetic."""
    head = f"{card.unit}：{_marks(card.total)}，满分 {p.show(card.max)}"
    out = [f"  {node.number} {node.title}  {p.show(card.subtotals[node.id].points)} 分"
           f"（{'；'.join(card.subtotals[node.id].steps)}）" for node in rules.walk()
           if not node.is_leaf and node.id in card.subtotals and card.subtotals[node.id].steps]
    for leaf, line in _losing(rules, card):
        said = "没有填" if line.state == "unanswered" else "；".join(line.steps)
        lost = "触发一票否决" if leaf.id in card.vetoes else f"失 {p.show(line.lost)} 分"
        out.append(f"  {leaf.number} {leaf.title}  {lost}（{said}）")
    out += [f"  {step}" for stage in card.stages for step in stage.steps]
    return "\n".join([head, *(out or ["  没有失分"])])


def _losing(rules: Ruleset, card: Card) -> list[tuple[Indicator, Line]]:
    return [(leaf, card.lines[leaf.id]) for leaf in rules.leaves if leaf.id in card.lines
            and (card.lines[leaf.id].lost > 0 or leaf.id in card.vetoes)]


def _marks(value: Decimal | None) -> str:
    return "无" if value is None else f"{p.show(value)}"


def _json(rules: Ruleset, cards: Sequence[Card]) -> dict[str, Any]:
    by_unit = {card.unit: card for card in cards}
    groups = {group: [{**x.to_json(), "card": by_unit[x.unit].to_json(),
                       "lost": {leaf.id: p.show(line.lost) for leaf, line in _losing(rules, by_unit[x.unit])}}
                      for x in placed] for group, placed in rank(rules, cards).items()}
    return {"ruleset": rules.ruleset, "version": rules.version, "groups": groups}
