"""`scoring verify-page` and `verify-program`: write what others verify with, without this product."""
from __future__ import annotations

from pathlib import Path

import click

from scoring.exports._verifier import verifier_page, verifier_program


@click.command("verify-page", help="写出核验网页：一个 HTML 文件，断网也能打开，用它核验下载的结果文件。")
@click.argument("file", metavar="FILE.html")
def verify_page_command(file: str) -> None:
    """Write the page and say where it lies; a file that is there already is replaced."""
    _write(file, verifier_page().encode("utf-8"))
    click.echo(f"已写出 {file}。用浏览器打开它，选一份结果文件即可核验，不用联网。")


@click.command("verify-program", help="写出核验程序：一个文件，有 Python 3.11 就能运行，不用安装本产品。")
@click.argument("file", metavar="FILE.pyz")
def verify_program_command(file: str) -> None:
    """Write the program and say how to run it; a file that is there already is replaced."""
    _write(file, verifier_program())
    click.echo(f"已写出 {file}。运行：python3 {file} 结果文件.json")


def _write(file: str, data: bytes) -> None:
    try:
        Path(file).write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"写不了“{file}”（{error.strerror}），请检查路径和写入权限。") from None


COMMANDS = (verify_page_command, verify_program_command)
