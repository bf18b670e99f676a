"""What anyone verifies a published file with: a page of one HTML file, and a program of one Python file."""
from __future__ import annotations

import base64
import hashlib
import io
import zipfile

from .. import places

# In the order they are loaded: each uses only what stands before it.
SCRIPTS = ("whole", "points", "bytes", "sha256", "sm3", "json", "tree", "days", "words", "shape", "kinds",
           "rules_answers", "rules_figures", "rules_peers", "rules_times", "registers", "rules_counts", "combine",
           "declared", "ruleset", "sheets", "lines", "walk", "moving", "stages", "grading", "scoring", "form", "sha512",
           "curve", "outcome", "sealed", "again", "excerpt", "pdf", "stamp", "paper", "verify", "told", "page")
STYLES = ("verify/alone.css", "css/tokens.css", "css/site.css", "css/pieces.css", "verify/verify.css")
FILENAME = "核验结果文件.html"
PROGRAM = "scoring-verify.pyz"
_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>核验结果文件</title>
<style>{style}</style>
</head>
<body>
<main id="main" class="frame">
<div class="page-head"><div><h1>核验结果文件</h1>
<p>选一份下载的结果文件或者评分卡 PDF，就在这台电脑上重算一遍，不用装软件，不用联网。</p></div></div>
<div class="verify-page">
{body}</div>
</main>
<script>{script}</script>
</body>
</html>
"""


def verifier_page() -> str:
    """The self-contained page: styles and scripts stand in it, and its policy lets nothing else run or load."""
    static = places.PACKAGE / "web" / "static"
    style = "\n".join((static / name).read_text(encoding="utf-8") for name in STYLES)
    script = "\n".join((static / "verify" / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)
    body = (places.templates() / "public" / "_verify_here.html").read_text(encoding="utf-8")
    policy = f"default-src 'none'; img-src data:; script-src {_hash(script)}; style-src {_hash(style)}"
    return _PAGE.format(style=style, script=script, body=body, policy=policy)


def _hash(text: str) -> str:
    """How a page's policy names one inline script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def verifier_program() -> bytes:
    """The program: the core and a command line, zipped so that Python runs it (PEP 441); the same bytes each time."""
    out = io.BytesIO()
    out.write(b"#!/usr/bin/env python3\n")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _modules():
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, text)
    return out.getvalue()


def _modules() -> list[tuple[str, str]]:
    """The files of the program by their place in it: the core, whole, and what starts it."""
    core = sorted((places.PACKAGE / "core").rglob("*.py"))
    files = [places.PACKAGE / "errors.py", *core]
    start = "import sys\n\nfrom scoring.alone import main\n\nsys.exit(main(sys.argv[1:]))\n"
    return [("__main__.py", start), ("scoring/__init__.py", ""),
            ("scoring/alone.py", (places.PACKAGE / "exports" / "_alone.py").read_text(encoding="utf-8")),
            *((f"scoring/{file.relative_to(places.PACKAGE).as_posix()}", file.read_text(encoding="utf-8"))
              for file in files)]
