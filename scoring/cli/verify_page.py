"""`scoring verify-page`: writes the page that verifies in a browser, without a network and without this program."""
from __future__ import annotations

from pathlib import Path

import click

from scoring.exports._verifier import verifier_page


@click.command("verify-page", help="写出核验网页：一个 HTML 文件，断网也能打开，用它核验下载的结果文件。")
@click.argument("file", metavar="FILE.html")
def verify_page_command(file: str) -> None:
    """Write the page and say where it lies; a file that is there already is replaced."""
    try:
        Path(file).write_text(verifier_page(), encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.ClickException(f"写不了“{file}”（{error.strerror}），请检查路径和写入权限。") from None
    click.echo(f"已写出 {file}。用浏览器打开它，选一份结果文件即可核验，不用联网。")


COMMANDS = (verify_page_command,)
