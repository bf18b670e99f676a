"""`scoring ruleset check|test|show`: rulesets in files, without a database."""
from __future__ import annotations

import click

from scoring.core import points as p
from scoring.core.ruleset import Indicator, Ruleset
from scoring.rulebook.cases import walk
from scoring.rulebook.describing import rule_words, stage_words
from scoring.rulebook.loading import load

from ._files import read_bytes, ruleset_in
from ._table import table

_EVIDENCE = {"none": "不要", "optional": "可附", "required": "必附"}
_POOLS = {"base": "", "bonus": "（加分项）", "deduction": "（扣分项）", "veto": "（一票否决）"}
_TIES = {"share": "并列，占用后面的名次", "dense": "并列，不占用后面的名次", "order": "不并列"}


@click.group(help="检查、试算、查看评分规则文件。")
def ruleset() -> None:
    """The family `scoring ruleset`."""


@ruleset.command(help="检查规则文件：每处问题一行“文件:行:列: 说明”；没有问题就不出声。算例和案例也一并试算。")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.pass_context
def check(context: click.Context, files: tuple[str, ...]) -> None:
    """Print every fault of every file; exit 1 if one of them is an error."""
    bad = False
    for name in files:
        loaded = load(read_bytes(name), name)
        for fault in loaded.faults:
            click.echo(str(fault))
        bad = bad or loaded.ruleset is None
    context.exit(1 if bad else 0)


@ruleset.command(help="试算规则文件里的算例和案例，说出一共试了多少、哪些不符。")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.pass_context
def test(context: click.Context, files: tuple[str, ...]) -> None:
    """Run examples and cases; exit 1 if one does not come out."""
    bad = False
    for name in files:
        loaded = load(read_bytes(name), name)
        for fault in loaded.errors:
            click.echo(str(fault))
        if loaded.ruleset is None:
            bad = True
        else:
            click.echo(f"{name}：算例 {loaded.examples} 个、案例 {loaded.cases} 个，全部相符。")
    context.exit(1 if bad else 0)


@ruleset.command(help="把规则文件排成一张表：指标、分值、计分办法、佐证要求。")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def show(files: tuple[str, ...]) -> None:
    """Print each ruleset as a table."""
    click.echo("\n\n".join(_sheet(ruleset_in(name)) for name in files))


def _sheet(rules: Ruleset) -> str:
    """The whole ruleset for a reader."""
    head = [f"{rules.title}（{rules.ruleset}，版本 {rules.version}）"]
    head += [f"依据：{'、'.join(rules.basis)}"] if rules.basis else []
    if rules.effective:
        head.append(f"适用：{rules.effective.from_} 至 {rules.effective.to}")
    head += [f"组别：{'、'.join(rules.groups)}"] if rules.groups else []
    rows = [_row(node, len(above)) for node, _, above in walk(rules) if not node.obsolete]
    body = table(("序号", "编号", "指标", "分值", "计分办法", "佐证"), rows, right=(3,))
    return "\n".join([*head, "", body, "", *_foot(rules)])


def _row(node: Indicator, depth: int) -> tuple[str, ...]:
    pool = _POOLS[node.pool] if depth == 0 and _POOLS[node.pool].strip("（）") not in node.title else ""
    only = f"（仅{'、'.join(node.applies_to)}）" if node.applies_to else ""
    worth = p.show(node.points) if node.points is not None and node.pool != "veto" else "—"
    evidence = _EVIDENCE[node.evidence] if node.is_leaf else ""
    return (node.number, node.id, "  " * depth + node.title + pool + only, worth, rule_words(node), evidence)


def _foot(rules: Ruleset) -> list[str]:
    lines = [f"满分 {p.show(rules.points)} 分", f"合计之后依次：{'、'.join(stage_words(s) for _, s in rules.stages)}"]
    lines += [f"等次：{'；'.join(g.name + g.words() for g in rules.grades)}"] if rules.grades else []
    lines.append(f"同分：{_TIES[rules.ranking.ties]}")
    lines += [f"说明 {n}：{note}" for n, note in enumerate(rules.notes, 1)]
    return lines


COMMANDS = (ruleset,)
