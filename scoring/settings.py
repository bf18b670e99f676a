"""The settings of one site: settings.toml in its folder, overruled by SCORING_… variables."""
from __future__ import annotations

import contextlib
import os
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from scoring.errors import ScoringError

FILE = "settings.toml"
KEY_FILE = "secret_key"
PREFIX = "SCORING_"
# Variables that are no settings: a place (places.py), starting without plugins (plugins/manager.py).
NOT_SETTINGS = {"SCORING_INSTANCE", "SCORING_SAFE_MODE"}
LOOPBACK = ("127.0.0.1", "::1", "localhost")
PASSWORD_PRESETS = ("dengbao", "nist")
DIGESTS = ("sha256", "sm3")     # those of core/digests.py, which settings do not see


class SettingsError(ScoringError):
    """A setting that is unknown or cannot be read."""


@dataclass(frozen=True)
class Settings:
    """What an administrator may set; every field is a key of settings.toml."""

    office_name: str = "政务公开工作考核办公室"
    database_url: str = ""  # empty: scoring.db in the site's folder
    host: str = "127.0.0.1"
    port: int = 8000
    trusted_hosts: tuple[str, ...] = ()  # empty: the loopback names and `host`
    behind_proxy: bool = False  # a proxy in front speaks TLS and sets X-Forwarded-…
    upload_limit_mb: int = 20  # of one file, in MiB
    timezone: str = "Asia/Shanghai"
    session_idle_minutes: int = 30
    session_hours: int = 12
    password_preset: str = "dengbao"  # noqa: S105 - the name of a policy
    digest: str = "sha256"  # of the results frozen from now on
    pdf_certificate: str = ""  # a PKCS#12 file with which PDFs are signed; empty: they are not
    pdf_certificate_password_file: str = ""  # empty: the file has no password
    work_here: bool = True  # `scoring serve` makes scorecards too, in a process beside it
    work_processes: int = 0  # how many at once; 0: as many as the machine has cores
    demo: bool = False

    @property
    def upload_limit(self) -> int:
        """The largest file taken, in bytes."""
        return self.upload_limit_mb * 1024 * 1024

    def on_loopback(self) -> bool:
        """Whether only this machine can reach the site."""
        return self.host in LOOPBACK

    def hosts(self) -> list[str]:
        """The names under which the site answers; a request for any other name is refused."""
        own = [] if self.host in {*LOOPBACK, "0.0.0.0", "::", ""} else [self.host]  # noqa: S104 - refused below
        return ["localhost", "127.0.0.1", *own, *self.trusted_hosts]

    def why_not_serve(self) -> str:
        """Why the site must not be opened with these settings, or ""; passwords never travel unencrypted."""
        if self.demo and self.behind_proxy:
            return "演示模式允许一键登录，不能放在代理后面：请去掉 demo = true。"
        if self.on_loopback():
            return ""
        if not self.behind_proxy:
            return (f"监听地址 {self.host} 不是本机，密码会以明文经过网络。请在前面放一个 HTTPS 反向代理并设置 "
                    "behind_proxy = true，或者把 host 改回 127.0.0.1。")
        if not self.trusted_hosts:
            return '请在 trusted_hosts 中写明本站的域名，例如 trusted_hosts = ["pj.example.gov.cn"]。'
        if self.demo:
            return "演示模式允许一键登录，只能在本机打开：请把 host 改回 127.0.0.1，或者去掉 demo = true。"
        return ""


def read_settings(site: Path, environment: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """The settings of the site in folder `site`; `overrides` (a command line's options) win over everything.

    Raises SettingsError with the file or variable, the key and how to mend it.
    """
    file = site / FILE
    found = {key: _taken(key, value, f"{file} 中的 {key}") for key, value in _table(file).items()}
    for variable, text in sorted((os.environ if environment is None else environment).items()):
        if variable.startswith(PREFIX) and variable not in NOT_SETTINGS:
            key = variable.removeprefix(PREFIX).lower()
            _known(key, f"环境变量 {variable}", PREFIX)
            found[key] = _taken(key, _from_text(key, text), f"环境变量 {variable}")
    given = {key: _taken(key, value, key) for key, value in overrides.items() if value is not None}
    return replace(Settings(), **found | given)


def secret_key(site: Path) -> str:
    """The site's own key, which signs cookies: made on first use, readable by its owner alone."""
    file = site / KEY_FILE
    if not file.is_file():
        site.mkdir(parents=True, exist_ok=True)
        part = site / f"{KEY_FILE}.{secrets.token_hex(4)}"
        part.touch(mode=0o600)
        part.write_text(secrets.token_hex(32), encoding="ascii")
        with contextlib.suppress(FileExistsError):  # of two processes that start at once the first one's key stands
            os.link(part, file)
        part.unlink()
    return file.read_text(encoding="ascii").strip()


def _table(file: Path) -> dict[str, Any]:
    """The keys of settings.toml, all of them known; nothing if there is no file."""
    if not file.is_file():
        return {}
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file} 不是 UTF-8 编码的文本，请另存为 UTF-8。") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file} 不是合格的 TOML：{error}。请检查这一行的引号和等号。") from error
    for key in table:
        _known(key, f"{file} 中的 {key}")
    return table


def _known(key: str, where: str, prefix: str = "") -> None:
    names = [field.name for field in fields(Settings)]
    if key in names:
        return
    near = get_close_matches(key, names, 1, 0.6)
    shown = [prefix + name.upper() if prefix else name for name in near or names]
    hint = f"是不是想写 {shown[0]}？" if near else f"可用的有：{'、'.join(shown)}。"
    raise SettingsError(f"{where}：没有这个设置项。{hint}")


def _from_text(key: str, text: str) -> Any:
    """A variable's text in the type of its setting; what does not fit is left for `_taken` to refuse."""
    text, default = text.strip(), getattr(Settings, key)
    if isinstance(default, bool):
        return {"true": True, "1": True, "false": False, "0": False}.get(text.lower(), text)
    if isinstance(default, int):
        return int(text) if text.isascii() and text.isdigit() else text
    if isinstance(default, tuple):
        return [part.strip() for part in text.split(",") if part.strip()]
    return text


def _taken(key: str, value: Any, where: str) -> Any:
    """The value as the dataclass holds it, or SettingsError."""
    default = getattr(Settings, key)
    if isinstance(default, bool):
        fits, wanted = isinstance(value, bool), "true 或 false"
    elif isinstance(default, int):
        low, high = RANGES[key]
        fits, wanted = type(value) is int and low <= value <= high, f"{low} 到 {high} 之间的整数"
    elif isinstance(default, tuple):
        fits = isinstance(value, list | tuple) and all(isinstance(part, str) and part for part in value)
        wanted = '一列文字，例如 ["pj.example.gov.cn"]'
    else:
        fits, wanted = isinstance(value, str), "文字，用英文引号括起来"
    if fits and key in CHECKS:
        check, wanted = CHECKS[key]
        fits = check(value)
    if not fits:
        raise SettingsError(f"{where} 的值 {value!r} 不能用，应当是：{wanted}。")
    return tuple(value) if isinstance(default, tuple) else value


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


RANGES = {
    "port": (0, 65535),
    "upload_limit_mb": (1, 1024),
    "session_idle_minutes": (1, 24 * 60),
    "session_hours": (1, 7 * 24),
    "work_processes": (0, 256),
}
CHECKS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "timezone": (_is_zone, "时区名，例如 Asia/Shanghai"),
    "password_preset": (PASSWORD_PRESETS.__contains__, "dengbao（等保要求）或 nist"),
    "digest": (DIGESTS.__contains__, "sha256（SHA-256）或 sm3（SM3，国家密码标准 GB/T 32905）"),
    "office_name": (lambda text: bool(text.strip()) and len(text) <= 60, "不超过 60 个字的名称"),
    "database_url": (lambda text: text == "" or text.startswith(("sqlite:///", "postgresql+psycopg://")),
                     "以 sqlite:/// 或 postgresql+psycopg:// 开头的地址"),
}
