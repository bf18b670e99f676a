"""`scoring verify-page FILE`: one HTML file that needs nothing else, or why it could not be written."""
from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from scoring import places
from scoring.cli import main
from scoring.exports._verifier import SCRIPTS

# What browsers of early 2018 do not know, or what a page opened from a disk may not use.
TOO_NEW = re.compile(r"=>|\?\.\w|\?\?|\*\*|\bBigInt\b|\basync\b|\bawait\b|\bclass\b|\bimport\b|\bexport\b|`|\.\.\.\w"
                     r"|\.(?:includes|flat|flatMap|padStart|padEnd|matchAll|replaceAll|at)\("
                     r"|Object\.(?:values|entries|fromEntries)|crypto\b|localStorage|\beval\b|innerHTML")


def test_one_file_holds_everything(tmp_path: Path) -> None:
    file = tmp_path / "核验.html"
    result = CliRunner().invoke(main, ["verify-page", str(file)])
    assert (result.exit_code, result.output) == (0, f"已写出 {file}。用浏览器打开它，选一份结果文件即可核验，不用联网。\n")
    text = file.read_text(encoding="utf-8")
    assert re.findall(r"<script[^>]*>|<style[^>]*>|<link[^>]*>", text) == ["<style>", "<script>"]
    assert re.findall(r"""(?:src|href)=|url\((?!"?data:)|@import|\bimport |fetch\(|XMLHttpRequest|crypto\.subtle""", text) == []
    assert "default-src 'none'; img-src data:; script-src 'sha256-" in text


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    file = tmp_path / "no" / "核验.html"
    result = CliRunner().invoke(main, ["verify-page", str(file)])
    assert result.exit_code == 1
    assert f"写不了“{file}”（No such file or directory）" in result.output
    assert not file.parent.exists()


def test_the_scripts_are_plain_enough_for_old_browsers() -> None:
    found = {}
    for script in sorted((places.PACKAGE / "web" / "static" / "verify").glob("*.js")):
        code = re.sub(r"//.*|/\*.*?\*/|'(?:[^'\\\n]|\\.)*'", "", script.read_text(encoding="utf-8"))
        found[script.name] = TOO_NEW.findall(code)
    assert sorted(found) == sorted(f"{name}.js" for name in SCRIPTS)
    assert {name: words for name, words in found.items() if words} == {}
