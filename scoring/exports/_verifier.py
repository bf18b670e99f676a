"""The page that recomputes a published file in a browser, as one HTML file that needs nothing else."""
from __future__ import annotations

import base64
import hashlib

from .. import places

# In the order they are loaded: each uses only what stands before it.
SCRIPTS = ("whole", "points", "bytes", "sha256", "sm3", "json", "tree", "days", "words", "shape", "kinds",
           "rules_answers", "rules_figures", "rules_peers", "rules_times", "registers", "rules_counts", "combine",
           "declared", "ruleset", "sheets", "lines", "walk", "moving", "stages", "grading", "scoring", "form", "sha512",
           "curve", "outcome", "sealed", "again", "excerpt", "paper", "verify", "told", "page")
STYLES = ("verify/alone.css", "css/tokens.css", "css/site.css", "css/pieces.css", "verify/verify.css")
FILENAME = "核验结果文件.html"
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
