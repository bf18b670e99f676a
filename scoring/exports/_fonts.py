"""Chinese fonts for paper: converted once into a folder, registered with ReportLab.

`python -m scoring.exports._fonts FOLDER` converts what is missing in FOLDER, with a line of progress.
"""
from __future__ import annotations

import functools
import hashlib
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from reportlab.pdfbase import pdfmetrics, ttfonts

from scoring import places
from scoring.exports._truetype import CONVERTER, FontError, Source, convert

SOURCES = {
    "sans": Source("黑体", "pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"),
    "serif": Source("宋体", "pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf"),
    "sans-bold": Source("粗黑体", "manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc", 2, 700, bold=True),
}
# The names under which ReportLab knows them.
REGISTERED = {"sans": "Sans", "sans-bold": "Sans-Bold", "serif": "Serif"}


# ── the folder of converted fonts ────────────────────────────────────────────

def target(name: str, folder: Path) -> Path:
    """The file of a font: an administrator's own `sans.ttf` and the like, else named by its source's hash."""
    for own in (folder / f"{name}.ttf", folder / f"{name}.ttc"):
        if own.is_file():
            return own
    return folder / f"{name}-{_digest(SOURCES[name].path())[:16]}-{CONVERTER}.ttf"


@functools.cache
def _digest(source: Path) -> str:
    """Hex SHA-256 of a package's file, which does not change while the program runs."""
    with source.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def fingerprint(folder: Path | None = None) -> str:
    """What a PDF's look depends on beside its text: hex SHA-256 over the fonts that would be used. Converts nothing."""
    said = hashlib.sha256()
    for name in SOURCES:
        file = target(name, folder or places.fonts())
        own = file.stem == name     # an administrator's, whose name says nothing of its content
        said.update(file.name.encode() + (file.read_bytes() if own else b"") + b"\0")
    return said.hexdigest()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock file: of two processes that need the same font only one converts it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as opened:
        if sys.platform == "win32":
            # Each of the two modules exists on its own system only.
            import msvcrt

            opened.seek(0)
            msvcrt.locking(opened.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl  # see above

            fcntl.flock(opened, fcntl.LOCK_EX)
        yield


def make(name: str, folder: Path) -> Path:
    """Convert one font into `folder` unless another process has done so meanwhile."""
    path = target(name, folder)
    with _locked(folder / f".{name}.lock"):
        if not path.is_file():
            # The bold one draws what the normal one does: the Japanese and Korean rest is never asked for.
            convert(SOURCES[name], path, SOURCES["sans"].characters())
    return path


def font_files(folder: Path) -> dict[str, Path]:
    """The TrueType files by name (sans, sans-bold, serif); what is missing is converted first, which takes
    most of a minute."""
    files = {name: target(name, folder) for name in SOURCES}
    missing = [name for name, path in files.items() if not path.is_file()]
    if missing:
        logging.getLogger("scoring.fonts").warning("首次使用，正在转换字体，大约需要一分钟。")
        for name, process in [(name, _start(name, folder)) for name in missing]:
            _finish(name, process)
    return files


def _start(name: str, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "scoring.exports._fonts", str(folder), name]
    env = os.environ | {"PYTHONPATH": str(places.PACKAGE.parent)}
    return subprocess.Popen(command, env=env, stderr=subprocess.PIPE)


def _finish(name: str, process: subprocess.Popen[bytes]) -> None:
    _, complaint = process.communicate()
    if process.returncode:
        last = complaint.decode(errors="replace").strip().splitlines()[-1:]
        raise FontError(f"字体转换失败（{SOURCES[name].label}）：{' '.join(last)}")


# ── ReportLab ────────────────────────────────────────────────────────────────

def unicode_map(name: str, subset: Sequence[int]) -> str:
    """The table with which a PDF reader turns our codes back into text.

    ReportLab's own writes five hexadecimal digits for characters above U+FFFF, so that 𬱖 is copied and found
    as something else; PDF wants UTF-16, a pair of surrogates. A block holds at most 100 entries. Codes that stand
    for no character are left out, as PDF/UA wants.
    """
    entries = [f"<{code:02X}> <{chr(char).encode('utf-16-be', 'surrogatepass').hex().upper()}>"
               for code, char in enumerate(subset) if char]
    blocks = []
    for start in range(0, len(entries), 100):
        block = entries[start:start + 100]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join([
        "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def", "/CMapType 2 def",
        "1 begincodespacerange", f"<00> <{len(subset) - 1:02X}>", "endcodespacerange",
        *blocks, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end",
    ])


_registering = threading.Lock()
_registered: dict[str, ttfonts.TTFont] = {}


def register(folder: Path | None = None) -> dict[str, str]:
    """Make the fonts known to ReportLab, once a process; their names there by ours."""
    with _registering:
        if not _registered:
            ttfonts.makeToUnicodeCMap = unicode_map
            for name, path in font_files(folder or places.fonts()).items():
                font = ttfonts.TTFont(REGISTERED[name], str(path))
                pdfmetrics.registerFont(font)
                _registered[name] = font
            for normal in REGISTERED.values():  # <b> in a paragraph; there is no slanted Chinese
                pdfmetrics.registerFontFamily(normal, normal=normal, italic=normal,
                                              bold="Sans-Bold", boldItalic="Sans-Bold")
    return dict(REGISTERED)


def missing_glyphs(text: str) -> set[str]:
    """The characters that one of the fonts cannot draw: ReportLab would print nothing in their place."""
    register()
    tables = [font.face.charToGlyph for font in _registered.values()]
    return {char for char in text if not char.isspace() and any(ord(char) not in table for table in tables)}


# ── the command ──────────────────────────────────────────────────────────────

def _announce(folder: Path) -> None:
    """Convert everything missing, all at once, and say how far it is."""
    missing = [name for name in SOURCES if not target(name, folder).is_file()]
    if not missing:
        return
    began = time.monotonic()
    running = {name: _start(name, folder) for name in missing}
    labels = "、".join(SOURCES[name].label for name in missing)
    print(f"正在转换字体（只做一次）：{labels}……", end="", flush=True)
    while any(process.poll() is None for process in running.values()):
        time.sleep(1)
        print(".", end="", flush=True)
    for name, process in running.items():
        _finish(name, process)
    print(f" 完成，用时 {time.monotonic() - began:.0f} 秒。", flush=True)


def main(arguments: Sequence[str]) -> None:
    """FOLDER converts what is missing there; FOLDER NAME converts that one quietly."""
    folder = Path(arguments[0]) if arguments else places.fonts()
    folder.mkdir(parents=True, exist_ok=True)
    if len(arguments) > 1:
        make(arguments[1], folder)
    else:
        _announce(folder)


if __name__ == "__main__":
    main(sys.argv[1:])
