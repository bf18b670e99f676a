"""`scoring verify-diff`: verifies a correction against the result it corrects, and says what changed."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from scoring.core import canonical
from scoring.core.building import build_ruleset
from scoring.core.changes import Moved, changes_between, in_words
from scoring.core.digests import ALGORITHMS
from scoring.core.release import release_of
from scoring.core.ruleset import Ruleset
from scoring.core.verify_told import line, refused
from scoring.core.vocabulary import in_use
from scoring.rulebook.comparing import compare

from ._files import read_bytes
from ._ruleset_diff import diff_words
from ._table import table
from .verify import checked

File = Mapping[str, Any]


@click.command("verify-diff", help="核验更正公布：新旧两份都核验，核对新的一份写的改动是否属实，再说出改了什么。")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--key", "key", default="", metavar="HEX", help="要求两份都是这个公钥签的名。")
@click.pass_context
def verify_diff_command(context: click.Context, old: str, new: str, key: str) -> None:
    """Say what a correction changed, or every reason not to believe it; exit 1 after a refusal."""
    before, after = (_whole(name, read_bytes(name), key) for name in (old, new))
    if before is None or after is None:
        context.exit(1)
    problems = tuple(_lies(before, after, old))
    if problems:
        click.echo(refused(new, problems), err=True)
        context.exit(1)
    click.echo("\n".join(_words(before, after, old, new)))


def _whole(name: str, data: bytes, key: str) -> File | None:
    outcome = checked(name, data, key)
    if outcome is not None and outcome.standing is not None:
        click.echo(refused(name, ("这是一个单位的摘录，比较要用两份整份的结果文件（JSON）",)), err=True)
        return None
    return canonical.decode(data.decode("utf-8")) if outcome is not None else None


def _lies(before: File, after: File, old: str) -> Iterator[str]:
    """Why the later file is no correction of the earlier one, or says untrue things of it."""
    replaces = after["snapshot"]["replaces"]
    if replaces is None:
        yield "这是首次公布，没有更正别的结果"
    elif replaces["digest"] != before["digest"]:
        turned = (before["snapshot"]["replaces"] or {}).get("digest") == after["digest"]
        hint = "；次序反了，请先写旧的、再写新的" if turned else ""
        yield f"它更正的是校验值 {replaces['digest']} 的那一份，不是“{old}”（{before['digest']}）{hint}"
    else:
        yield from _untrue(replaces["changes"], changes_between(before["snapshot"], after["snapshot"]), _rules(after))


def _untrue(said: File, found: File, rules: Ruleset) -> Iterator[str]:
    """Where the changes that the file tells of are not those that are found."""
    if said["rules"] is not found["rules"]:
        yield f"文件说评分规则{_changed(said['rules'])}，两份对照是{_changed(found['rules'])}"
    ours, theirs = ({one.unit: one for one in in_words(some, rules.title_of)} for some in (said, found))
    for unit in dict.fromkeys([*ours, *theirs]):
        one, other = ours.get(unit), theirs.get(unit)
        if one != other:
            yield f"文件说“{one or f'{unit}：没有变化'}”，两份对照是“{other or f'{unit}：没有变化'}”"
    if said != found and said["rules"] is found["rules"] and ours == theirs:
        yield "文件写的改动与两份对照的不符：单位的次序或写法不同"


def _changed(rules: bool) -> str:
    return "有变化" if rules else "没有变化"


def _rules(file: File) -> Ruleset:
    ruleset, _ = build_ruleset(file["snapshot"]["ruleset"], in_use())
    if ruleset is None:     # it was verified a moment ago
        raise click.ClickException("结果文件里的评分规则读不出来。")
    return ruleset


def _words(before: File, after: File, old: str, new: str) -> Iterator[str]:
    body, (was, rules) = after["snapshot"], (_rules(file) for file in (before, after))
    replaces = body["replaces"]
    yield f"{new} 更正了 {old}：两份都核验通过，文件里写的改动与两份对照的一致。"
    yield line(f"  考核：{body['assessment']['title']}")
    yield line(f"  更正原因：{replaces['reason']}")
    yield from (f"  {said} {ALGORITHMS[file['algorithm']].title}：{file['digest']}"
                for said, file in (("旧", before), ("新", after)))
    scopes = [release_of(file["snapshot"]["release"]) for file in (before, after)]
    if scopes[0].title != scopes[1].title:
        yield f"  公布范围：{scopes[0].title} → {scopes[1].title}"
    yield ""
    yield from _rules_told(was, rules, replaces["changes"]["rules"])
    yield ""
    units = in_words(replaces["changes"], lambda leaf: (rules if rules.find(leaf) else was).title_of(leaf))
    yield from _units_told(units, len(body["units"]))


def _rules_told(old: Ruleset, new: Ruleset, changed: bool) -> Iterator[str]:
    if not changed:
        yield "评分规则没有变化。"
        return
    yield "评分规则有变化。"
    yield from map(line, diff_words(old, new, compare(old, new)).split("\n"))


def _units_told(units: tuple[Moved, ...], of: int) -> Iterator[str]:
    if not units:
        yield f"{of} 个单位的名次、总分、等次和各项得分都没有变化。"
        return
    yield f"{of} 个单位里有 {len(units)} 个有变化。"
    yield ""
    yield table(("单位", "名次", "总分", "等次"),
                [(line(one.unit), str(one.place), str(one.total), line(str(one.grade))) for one in units])
    lines = [(line(one.unit), line(title), pair.before, pair.after) for one in units for title, pair in one.lines]
    if lines:
        yield ""
        yield table(("单位", "得分变了的指标", "原来", "现在"), lines, right=(2, 3))


COMMANDS = (verify_diff_command,)
