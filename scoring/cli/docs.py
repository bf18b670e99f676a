"""`scoring docs`: writes docs/generated from the registers, or says which page is stale."""
from __future__ import annotations

import click

from .. import places
from ..errors import ScoringError
from ._pages import pages


class StaleDocs(ScoringError):
    """A generated page is not what its register says."""


@click.command("docs")
@click.option("--check", is_flag=True, help="只检查是否最新，不改文件")
def docs(check: bool) -> None:
    """重新生成 docs/generated 里的参考页。"""
    folder = places.documents() / "generated"
    stale = [name for name, text in pages().items()
             if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text]
    if check and stale:
        raise StaleDocs(f"docs/generated 里这些页面不是最新的：{'、'.join(stale)}。运行 make docs 重新生成。")
    folder.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (folder / name).write_text(pages()[name], encoding="utf-8")
    click.echo(f"已更新 {len(stale)} 页。" if stale else "都是最新的。")


COMMANDS = (docs,)
