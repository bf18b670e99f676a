"""`scoring demo`: a site filled with the demonstration, made whole or not at all."""
from __future__ import annotations

import os
import shutil
from pathlib import Path

import click
from sqlalchemy import func, select

from scoring import create_app, places
from scoring.settings import FILE, read_settings
from scoring.store.database import db
from scoring.store.people import User
from scoring.store.schema import upgrade_schema

from ._demonstration import story
from ._settings_file import settings_text


@click.command("demo", help="建一个装有演示数据的站点；已经有了就什么也不做。默认 instance/demo。")
@click.option("--site", type=click.Path(file_okay=False, path_type=Path), default=None, metavar="DIR",
              help="站点文件夹，默认 instance/demo；可以是刚用 scoring init 建好的空站点。")
def demo_command(site: Path | None) -> None:
    """Fill an absent or empty site; leave one with accounts alone."""
    folder = (site or places.instance() / "demo").resolve()
    if not folder.exists():
        _whole(folder)
    elif _accounts(folder):
        if not read_settings(folder).demo:
            raise click.ClickException(f"{folder} 里已经有账号，是正在使用的站点，不能装入演示数据。换一个文件夹再试。")
        click.echo(f"演示站点已在 {folder}，直接使用；要重新装入，删掉这个文件夹再运行。")
        return
    else:
        _fill(folder)
    click.echo(f"演示站点：{folder}")


def _whole(folder: Path) -> None:
    """Make the site beside its place and move it there when it is done, so that a stopped start leaves nothing."""
    half = folder.with_name(f".{folder.name}-half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True, mode=0o700)
    _fill(half)
    os.replace(half, folder)


def _fill(folder: Path) -> None:
    text = settings_text().replace("demo = false", "demo = true")
    (folder / FILE).write_text(text, encoding="utf-8")
    click.echo("装入演示数据：")
    app = create_app(folder)
    upgrade_schema(app)
    with app.app_context():
        story.tell(lambda line: click.echo(f"  {line}"))
        db.session.remove()
        db.engine.dispose()


def _accounts(folder: Path) -> int:
    """How many accounts the site has; 0 too for a folder without a database."""
    if not (folder / FILE).exists() and not (folder / "scoring.db").exists():
        return 0
    app = create_app(folder)
    upgrade_schema(app)
    with app.app_context():
        found = db.session.scalar(select(func.count()).select_from(User)) or 0
        db.session.remove()
        db.engine.dispose()
    return found


COMMANDS = (demo_command,)
