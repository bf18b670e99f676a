"""`scoring export-site DIR`: the public pages as files with relative links, for a web server elsewhere, or none."""
from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import click

from ._crawl import Crawl
from .site import opened

MARK = ".scoring-export"    # only a folder that this command made is ever replaced


@click.command("export-site", help="把公开页面写成一个文件夹，从磁盘打开或放到任何网站上都能看。")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--site", type=click.Path(file_okay=False, path_type=Path), default=None, metavar="DIR",
              help="站点文件夹，默认 instance/site。")
@click.option("--address", default="", metavar="URL",
              help="这些文件将放在哪个网址下，例如 https://www.example.gov.cn；写了才有订阅（Atom）。")
def export_site_command(folder: Path, site: Path | None, address: str) -> None:
    """Write the pages beside their place and move them there when all are written."""
    target = folder.resolve()
    if target.exists() and any(target.iterdir()) and not (target / MARK).is_file():
        raise click.ClickException(f"{target} 里已经有别的文件。换一个空文件夹，或者换一个名字。")
    app = opened(site)
    if address and not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+/?", address):
        raise click.ClickException(f"“{address}”不是网站的地址，应像 https://www.example.gov.cn 这样，后面不带路径。")
    app.config.update(STATIC_SITE=True, STATIC_ADDRESS=address, TRUSTED_HOSTS=None)     # nobody else asks this app
    half = target.with_name(f".{target.name}-half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    (half / MARK).write_text("由 scoring export-site 生成，重新导出时整个替换。\n", encoding="utf-8")
    with app.app_context():
        files = Crawl(app, half, _said, address or "http://localhost").run()
    click.echo("", err=True)
    shutil.rmtree(target, ignore_errors=True)
    os.replace(half, target)
    click.echo(f"已写出 {files} 个文件到 {target}。打开其中的 index.html 即可；整个文件夹可以原样放到任何网站上。")


def _said(count: int) -> None:
    if count % 10 == 0:
        click.echo(f"\r已写出 {count} 个文件……", nl=False, err=True)


COMMANDS = (export_site_command,)
