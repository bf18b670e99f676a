"""`scoring verify`: recomputes a published file, without a database."""
from __future__ import annotations

import click

from scoring.core import canonical
from scoring.core.paper import detached
from scoring.core.parts import RULES
from scoring.core.verify import Verification, verify_bytes
from scoring.core.verify_told import other_key, refused, stands
from scoring.rulebook.loading import same_rules

from ._files import read_bytes


@click.command("verify", help="核验公布的结果：快照文件、摘录，或者评分卡 PDF。重算每一分、每个名次，核对摘要和签名。")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--key", "key", default="", metavar="HEX", help="要求是这个公钥签的名（公布在核验说明页上）。")
@click.pass_context
def verify_command(context: click.Context, files: tuple[str, ...], key: str) -> None:
    """Say what was recomputed, or every reason to refuse; exit 1 after a refusal."""
    stand = [_one(name, read_bytes(name), key) for name in files]
    context.exit(0 if all(stand) else 1)


def _one(name: str, data: bytes, key: str) -> bool:
    outcome = checked(name, data, key)
    if outcome is not None:
        click.echo(stands(name, outcome, "规则原文与计分用的规则一致"))
    return outcome is not None


def checked(name: str, data: bytes, key: str = "") -> Verification | None:
    """What was recomputed of a file that stands, signed with `key` where one is asked for; None after a refusal."""
    outcome = verify_bytes(data)
    problems = outcome.problems or (*_other_text(data), *other_key(outcome, key.strip().lower()))
    if problems:
        click.echo(refused(name, problems), err=True)
    return None if problems else outcome


def _other_text(data: bytes) -> tuple[str, ...]:
    """The YAML text beside the rules must say the same as the rules that were used."""
    file = detached(data) if data.startswith(b"%PDF-") else canonical.decode(data.decode("utf-8"))
    rules = file["snapshot"] if "snapshot" in file else file["excerpt"]["parts"][RULES]["part"]
    if same_rules(str(rules["ruleset_yaml"]), rules["ruleset"]):
        return ()
    return ("快照里附的 YAML 规则原文，和计分用的规则内容不一致",)


COMMANDS = (verify_command,)
