"""`scoring ruleset check|test|show|new|diff|schema|from-xlsx|preview|impact`: rulesets in files."""
from __future__ import annotations

import json
from pathlib import Path

import click

from scoring import clock
from scoring.core.vocabulary import in_use
from scoring.rulebook.comparing import compare
from scoring.rulebook.json_schema import schema as schema_of
from scoring.rulebook.loading import load
from scoring.rulebook.starter import starter_id, starter_text

from ._files import read_bytes, ruleset_in
from ._ruleset_diff import diff_json, diff_words
from ._ruleset_from_xlsx import from_xlsx
from ._ruleset_impact import impact_command
from ._ruleset_preview import preview
from ._ruleset_show import sheet


@click.group(help="新建、检查、试算、查看、比较评分规则文件。")
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


@ruleset.command(help="把规则文件排成一张表：指标、分值、计分办法和约定、佐证要求，下面是公式、阶段和等次。")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def show(files: tuple[str, ...]) -> None:
    """Print each ruleset as a table."""
    click.echo("\n\n".join(sheet(ruleset_in(name)) for name in files))


@ruleset.command(help="新建一份带说明的规则文件，照着改；已有的文件不覆盖。不写文件名就叫 ruleset.yaml。")
@click.argument("file", default="ruleset.yaml", metavar="[FILE]")
def new(file: str) -> None:
    """Write a starter ruleset."""
    text = starter_text(starter_id(Path(file).stem), clock.today().year)
    try:
        with Path(file).open("x", encoding="utf-8", newline="\n") as target:
            target.write(text)
    except FileExistsError:
        raise click.ClickException(f"已经有“{file}”，没有覆盖；请换一个文件名。") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "路径不能用"
        raise click.ClickException(f"写不了“{file}”（{reason}），请检查文件夹和写入权限。") from None
    click.echo(f"已写好 {file}。改好以后运行：scoring ruleset check {file}")


@ruleset.command(help="比较两份规则文件的含义：指标、分值、计分、等次改了什么，哪些案例的得分因此变化。")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def diff(old: str, new: str, as_json: bool) -> None:
    """Print what differs in meaning."""
    before, after = ruleset_in(old), ruleset_in(new)
    found = compare(before, after)
    if as_json:
        click.echo(json.dumps(diff_json(before, after, found), ensure_ascii=False, indent=2))
    else:
        click.echo(diff_words(before, after, found))


@ruleset.command(help="打印规则文件的 JSON Schema（含插件的计分规则），给编辑器作提示和检查用。\n\n"
                      "存成 ruleset.schema.json，在规则文件第一行写\n\n"
                      "# yaml-language-server: $schema=ruleset.schema.json")
def schema() -> None:
    """Print the JSON Schema of the language."""
    click.echo(json.dumps(schema_of(in_use()), ensure_ascii=False, indent=1))


for _command in (from_xlsx, preview, impact_command):
    ruleset.add_command(_command)
COMMANDS = (ruleset,)
