"""`scoring verify`: recomputes a published file, without a database."""
from __future__ import annotations

import click

from scoring.core import canonical
from scoring.core.paper import detached
from scoring.core.parts import RULES
from scoring.core.pdf_signature import Stamp
from scoring.core.verify import Standing, Verification, verify_bytes
from scoring.rulebook.loading import same_rules

from ._files import read_bytes

_MOST = 50


@click.command("verify", help="核验公布的结果：快照文件、摘录，或者评分卡 PDF。重算每一分、每个名次，核对摘要和签名。")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--key", "key", default="", metavar="HEX", help="要求是这个公钥签的名（公布在核验说明页上）。")
@click.pass_context
def verify_command(context: click.Context, files: tuple[str, ...], key: str) -> None:
    """Say what was recomputed, or every reason to refuse; exit 1 after a refusal."""
    stand = [_one(name, read_bytes(name), key.strip().lower()) for name in files]
    context.exit(0 if all(stand) else 1)


def _one(name: str, data: bytes, key: str) -> bool:
    outcome = verify_bytes(data)
    problems = outcome.problems or (*_other_text(data), *_other_key(outcome, key))
    if problems:
        return _refuse(name, problems)
    click.echo(_words(name, outcome))
    return True


def _other_text(data: bytes) -> tuple[str, ...]:
    """The YAML text beside the rules must say the same as the rules that were used."""
    file = detached(data) if data.startswith(b"%PDF-") else canonical.decode(data.decode("utf-8"))
    rules = file["snapshot"] if "snapshot" in file else file["excerpt"]["parts"][RULES]["part"]
    if same_rules(str(rules["ruleset_yaml"]), rules["ruleset"]):
        return ()
    return ("快照里附的 YAML 规则原文，和计分用的规则内容不一致",)


def _other_key(outcome: Verification, key: str) -> tuple[str, ...]:
    """The file must be signed with the key that was asked for."""
    if not key or outcome.key == key == (key if outcome.paper_key is None else outcome.paper_key):
        return ()
    if outcome.key == key:
        return ("PDF 的页面没有用要求的公钥签名，不能与它对照",)
    return (f"签名的公钥是 {outcome.key}，不是要求的 {key}" if outcome.key else "文件没有签名，不能与要求的公钥对照",)


def _refuse(name: str, problems: tuple[str, ...]) -> bool:
    click.echo(f"{name}：核验不通过，有 {len(problems)} 处不符。", err=True)
    for problem in problems[:_MOST]:
        click.echo(f"  - {problem}", err=True)
    if len(problems) > _MOST:
        click.echo(f"  - 还有 {len(problems) - _MOST} 处，没有列出", err=True)
    return False


def _words(name: str, outcome: Verification) -> str:
    head = [f"{name}：核验通过。", f"  考核：{outcome.title}", f"  {outcome.algorithm}：{outcome.digest}",
            f"  签名：有效，公钥 {outcome.key}" if outcome.key else "  签名：没有，只能凭校验值与公布的对照"]
    return "\n".join([*head, *(_whole(outcome) if outcome.standing is None else _part(outcome, outcome.standing)), END])


END = "  核验证明的是没有改动、算得对，不证明佐证材料属实。"


def _whole(outcome: Verification) -> list[str]:
    return [
        f"  按快照里的规则和数据重算了 {outcome.units} 个单位、{outcome.lines} 条得分明细（自评和复核各算一遍），"
        "每一分、每步计算、总分、等次和名次都与公布的一致。",
        f"  公开的理由和说明 {outcome.opened} 段，与快照里的承诺一致；规则原文与计分用的规则一致。",
    ]


def _part(outcome: Verification, of: Standing) -> list[str]:
    """What an excerpt proves, and the figures to hold against the paper."""
    place = "不参加排名" if of.place is None else f"第 {of.place} 名（共 {of.of} 个）"
    left = [f"  单凭这一份不能重算的，要用整份结果文件：{'、'.join(outcome.left)}。"] if outcome.left else []
    pages = {None: [], "": ["  PDF 的页面没有改动过，但没有签名：请把纸上的数字与上面的对照。"]}.get(
        outcome.paper_key, [f"  PDF 的页面没有改动过，签名有效，公钥 {outcome.paper_key}。"])
    return [
        f"  单位：{of.unit}（{of.group}）" if of.group else f"  单位：{of.unit}",
        f"  总分 {of.total or '没有'}，满分 {of.max}，{place}，等次 {of.grade or '没有'}",
        f"  这一份属于校验值所指的整份结果；按其中的规则和数据重算了 {outcome.lines} 条得分明细（自评和复核各算一遍），"
        "都与公布的一致。",
        f"  公开的理由和说明 {outcome.opened} 段，与承诺一致；规则原文与计分用的规则一致。", *left, *pages,
        *_stamp(outcome.stamp)]


def _stamp(stamp: Stamp | None) -> list[str]:
    """That a digital signature stands behind the paper, and who judges it."""
    if stamp is None:
        return []
    return [f"  PDF 末尾另有一个数字签名（{stamp.reason}，{stamp.location}）：它前面的内容都核验过了，",
            "  它自己没有改动页面。签名用的证书是谁的、是否有效，本程序不判断，请在 PDF 阅读器的签名栏里查看。"]


COMMANDS = (verify_command,)
