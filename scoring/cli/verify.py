"""`scoring verify`: recomputes a published file, without a database."""
from __future__ import annotations

import click

from scoring.core import canonical
from scoring.core.verify import Verification, verify
from scoring.rulebook.loading import same_rules

from ._files import read_bytes

_MOST = 50


@click.command("verify", help="核验公布的快照文件：用里面的规则和数据重算每一分、每个名次，核对摘要。")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--key", "key", default="", metavar="HEX", help="要求是这个公钥签的名（公布在核验说明页上）。")
@click.pass_context
def verify_command(context: click.Context, files: tuple[str, ...], key: str) -> None:
    """Say what was recomputed, or every reason to refuse; exit 1 after a refusal."""
    stand = [_one(name, read_bytes(name), key.strip().lower()) for name in files]
    context.exit(0 if all(stand) else 1)


def _one(name: str, data: bytes, key: str) -> bool:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _refuse(name, ("文件不是 UTF-8 文字，不是公布的快照，或者已经损坏",))
    outcome = verify(text)
    problems = outcome.problems or (*_other_text(text), *_other_key(outcome, key))
    if problems:
        return _refuse(name, problems)
    click.echo(_words(name, outcome))
    return True


def _other_text(text: str) -> tuple[str, ...]:
    """The YAML text beside the rules must say the same as the rules that were used."""
    body = canonical.decode(text)["snapshot"]
    if same_rules(str(body["ruleset_yaml"]), body["ruleset"]):
        return ()
    return ("快照里附的 YAML 规则原文，和计分用的规则内容不一致",)


def _other_key(outcome: Verification, key: str) -> tuple[str, ...]:
    """The file must be signed with the key that was asked for."""
    if not key or outcome.key == key:
        return ()
    return (f"签名的公钥是 {outcome.key}，不是要求的 {key}" if outcome.key else "文件没有签名，不能与要求的公钥对照",)


def _refuse(name: str, problems: tuple[str, ...]) -> bool:
    click.echo(f"{name}：核验不通过，有 {len(problems)} 处不符。", err=True)
    for problem in problems[:_MOST]:
        click.echo(f"  - {problem}", err=True)
    if len(problems) > _MOST:
        click.echo(f"  - 还有 {len(problems) - _MOST} 处，没有列出", err=True)
    return False


def _words(name: str, outcome: Verification) -> str:
    return "\n".join([
        f"{name}：核验通过。",
        f"  考核：{outcome.title}",
        f"  SHA-256：{outcome.sha256}",
        f"  签名：有效，公钥 {outcome.key}" if outcome.key else "  签名：没有，只能凭 SHA-256 与公布的对照",
        f"  按快照里的规则和数据重算了 {outcome.units} 个单位、{outcome.lines} 条得分明细（自评和复核各算一遍），"
        "每一分、每步计算、总分、等次和名次都与公布的一致。",
        f"  公开的理由和说明 {outcome.opened} 段，与快照里的承诺一致；规则原文与计分用的规则一致。",
        "  核验证明的是没有改动、算得对，不证明佐证材料属实。",
    ])


COMMANDS = (verify_command,)
