"""`scoring init`, `serve`, `upgrade`, `reset`, `backup`: a site from the empty folder to the open door."""
from __future__ import annotations

import signal
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from scoring import create_app, places
from scoring.actions import backing_up, managing_keys
from scoring.actions.managing_accounts import reset_from_command_line
from scoring.actions.signing_in import invite_administrators
from scoring.core.policy import COMMAND_LINE
from scoring.settings import FILE, read_settings
from scoring.store import signing_keys
from scoring.store.database import engine_of
from scoring.store.schema import newest_revision, revision_of, upgrade_schema

from ._settings_file import settings_text
from ._working import beside

THREADS = 8
HEADER_BYTES = 65536
ELSEWHERE = "请把公钥公布在本单位别的渠道上（例如门户网站），公众才能与结果文件里的公钥对照。"
_site = click.option("--site", type=click.Path(file_okay=False, path_type=Path), default=None, metavar="DIR",
                     help="站点文件夹，默认 instance/site。")


@click.command("init", help="建一个新站点：文件夹、设置文件、密钥、数据库，并给出设立管理员的一次性链接。")
@_site
@click.option("--database-url", default=None, metavar="URL",
              help="用 PostgreSQL 时填 postgresql+psycopg://…，默认用 SQLite。")
def init_command(site: Path | None, database_url: str | None) -> None:
    """Make the folder, the settings, the keys and the schema; print the public key, and the link once."""
    folder = _folder(site)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / FILE
    if not file.exists():
        file.touch(mode=0o600)  # it may hold the database's password
        file.write_text(settings_text(database_url or ""), encoding="utf-8")
        click.echo(f"设置文件：{file}（每一项都有说明，改完重新启动生效）")
    app = _open(folder, upgrade=True)
    with app.app_context():
        token = invite_administrators(COMMAND_LINE)
        public = signing_keys.listed()[-1].public
    settings = app.extensions["scoring"]
    click.echo(f"数据库结构：{newest_revision()} 版")
    click.echo(f"签名公钥：{public}")
    click.echo(ELSEWHERE)
    click.echo(f"先启动服务：scoring serve --site {folder}")
    click.echo("再用下面的链接设立三名管理员（7 天内有效，只能用一次；再运行一次 scoring init 可以换一个新的）：")
    click.echo(f"  {_address(settings.host, settings.port)}/setup/{token}")


@click.command("serve", help="启动服务。只在本机打开；给别人用要在前面放 HTTPS 反向代理。")
@_site
@click.option("--host", default=None, help="监听地址，默认用设置文件里的 host（127.0.0.1）。")
@click.option("--port", type=click.IntRange(0, 65535), default=None, help="端口，默认用设置文件里的 port（8000）。")
def serve_command(site: Path | None, host: str | None, port: int | None) -> None:
    """Serve with waitress, or say why not."""
    folder = _existing(site)
    settings = read_settings(folder, host=host, port=port)
    if reason := settings.why_not_serve():
        raise click.ClickException(reason)
    app = _open(folder, upgrade=False, host=host, port=port)
    with beside(folder) if settings.work_here else nullcontext():
        _run(app, settings.host, settings.port)


@click.command("upgrade", help="把数据库结构升级到程序要的版本。先停服务、先备份。")
@_site
def upgrade_command(site: Path | None) -> None:
    """Bring the schema to the newest revision."""
    folder = _existing(site)
    app = create_app(folder)
    before = revision_of(engine_of(app))
    _open(folder, upgrade=True)
    click.echo(f"数据库结构：{before or '空'} 版 → {newest_revision()} 版。可以启动服务了。")


@click.command("reset", help="给一个账号重发设密码的一次性链接，例如没人记得安全管理员的密码时。会记入审计。")
@click.argument("account", metavar="ACCOUNT")
@_site
def reset_command(account: str, site: Path | None) -> None:
    """Print a new activation link for an account."""
    app = _open(_existing(site), upgrade=False)
    with app.app_context():
        made = reset_from_command_line(account)
    settings = app.extensions["scoring"]
    click.echo(f"{made.name}（{made.role}）的一次性链接，7 天内有效；原密码已作废：")
    click.echo(f"  {_address(settings.host, settings.port)}/activate/{made.token}")


@click.command("backup", help="把站点备份到一个新文件夹；服务开着也可以做。恢复时直接把它当站点文件夹打开。")
@click.argument("target", type=click.Path(file_okay=False, path_type=Path), metavar="TARGET")
@_site
def backup_command(target: Path, site: Path | None) -> None:
    """Copy the site, whole or not at all."""
    folder = _existing(site)
    app = _open(folder, upgrade=False)
    with app.app_context():
        inside = backing_up.make(folder, target.resolve())
    click.echo(f"已备份到 {target.resolve()}")
    if inside:
        click.echo(f"恢复时运行：scoring serve --site {target.resolve()}")
    else:
        click.echo("其中没有数据库：PostgreSQL 请用 pg_dump 另行备份，先备份数据库，再备份佐证。")


@click.group("key", help="给公布的结果签名的密钥：看公钥、换密钥。")
def key_group() -> None:
    """The family `scoring key`."""


@key_group.command("show", help="列出本站的公钥：哪一个在用，哪些已经换下。")
@_site
def key_show(site: Path | None) -> None:
    """Print every public key; the first is made when it is first asked for."""
    with opened(site).app_context():
        for one in signing_keys.listed():
            until = f"，{one.replaced_at} 换下" if one.replaced_at else "，在用"
            click.echo(f"{one.public}  {one.made_at} 起{until}")


@key_group.command("rotate", help="换一个新密钥：以后定版的结果用它签名，以前签的照样能核验。")
@_site
def key_rotate(site: Path | None) -> None:
    """Make a new key and print its public half."""
    with opened(site).app_context():
        made = managing_keys.rotate()
    click.echo(f"新公钥：{made.public}")
    click.echo(ELSEWHERE)


def opened(site: Path | None) -> Flask:
    """The app of an existing site whose database is at this program's revision."""
    return _open(_existing(site), upgrade=False)


def _folder(site: Path | None) -> Path:
    return (site or places.instance() / "site").resolve()


def _existing(site: Path | None) -> Path:
    folder = _folder(site)
    if not folder.is_dir():
        raise click.ClickException(f"没有 {folder} 这个站点。先运行：scoring init --site {folder}")
    return folder


def _open(folder: Path, upgrade: bool, **overrides: Any) -> Flask:
    """The site's app on a database at this program's revision; otherwise a ClickException says what to run."""
    app, newest = create_app(folder, **overrides), newest_revision()
    try:
        if upgrade:
            upgrade_schema(app)
        found = revision_of(engine_of(app))
    except DBAPIError as error:
        raise click.ClickException(f"打不开数据库：{error.orig}。请检查 database_url 和数据库服务；"
                                   "文件损坏的，请从备份恢复。") from None
    if found == newest:
        return app
    if not found:
        raise click.ClickException(f"这个站点还没有数据库。先运行：scoring init --site {folder}")
    raise click.ClickException(
        f"数据库结构是 {found} 版，这个程序要 {newest} 版，没有启动。"
        f"程序更新过的，先备份，再运行：scoring upgrade --site {folder}；数据库更新的，请换回配套的程序。")


def _address(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _run(app: Flask, host: str, port: int) -> None:
    # waitress is needed by this one command alone.
    from waitress.server import create_server

    behind_proxy = app.extensions["scoring"].behind_proxy
    trusted = {"trusted_proxy": "*", "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"}}
    try:
        server = create_server(
            app, host=host, port=port, threads=THREADS, ident="", clear_untrusted_proxy_headers=True,
            max_request_body_size=app.config["MAX_CONTENT_LENGTH"], max_request_header_size=HEADER_BYTES,
            inbuf_overflow=app.config["MAX_CONTENT_LENGTH"] + HEADER_BYTES,   # uploads wait in memory, not in a file
            **(trusted if behind_proxy else {}))
    except OSError as error:
        raise click.ClickException(
            f"打不开 {host}:{port}（{error.strerror}）。换一个端口试试：scoring serve --port 8001") from None
    signal.signal(signal.SIGINT, signal.default_int_handler)    # a shell starts what is in the background deaf to it
    click.echo(f"已启动：{_address(host, server.effective_port)}（按 Ctrl+C 停止）")
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
        click.echo("已停止。")


COMMANDS = (init_command, serve_command, upgrade_command, reset_command, backup_command, key_group)
