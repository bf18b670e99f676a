"""Chromium as the tests drive it: where it is, how it starts, its Chinese glyphs, and the look-out of axe."""
from __future__ import annotations

import shutil
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)


def path() -> str | None:
    """The path of the system's Chromium, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@cache
def why_not() -> str:
    """Why no browser test can run on this machine, or ""."""
    if path() is None:
        return "没有 Chromium：sudo apt-get install --no-install-recommends chromium"
    spec = find_spec("playwright")
    assert spec is not None and spec.origin is not None
    driver = Path(spec.origin).parent / "driver" / "node"
    started = subprocess.run([driver, "--version"], capture_output=True, text=True, check=False)
    return f"Playwright 的驱动程序不能启动：{started.stderr.strip()}" if started.returncode else ""


def font_settings(folder: Path) -> Path:
    """A fontconfig file that knows our Chinese fonts alone: the same picture on every machine."""
    spec = find_spec("pylopdf_fonts_zh_cn")
    assert spec is not None and spec.origin is not None
    written = folder / "fonts.conf"
    written.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{Path(spec.origin).parent}</dir><cachedir>{folder}/cache</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return written


def faults(page: Any) -> list[str]:
    """What axe finds wrong on the page as it stands: rule, remedy and the elements, one line each."""
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {fault['help']}: {'; '.join(str(node['target']) for node in fault['nodes'])}"
            for fault in found]
