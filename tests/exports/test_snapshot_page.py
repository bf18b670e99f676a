"""docs/snapshot.md: its tables name exactly the keys of a real file, and its little program does what it says."""
from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.exports import samples

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "snapshot.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def keys_in_first_column(text: str) -> set[str]:
    """The code words in the first column of a section's tables."""
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return {word for cell in cells for word in re.findall(r"`([a-z_0-9]+)`", cell)}


def test_the_tables_name_every_key_and_no_other() -> None:
    file = json.loads(samples.county())
    body, unit = file["snapshot"], file["snapshot"]["units"][0]
    card = body["cards"]["verified"]["月山乡"]
    assert keys_in_first_column(section("1. 文件")) == set(file)
    assert keys_in_first_column(section("5. `snapshot`")) == set(body)
    assert keys_in_first_column(section("6. `units` 里的一个单位")) == set(unit)
    assert keys_in_first_column(section("7. 评分卡")) == set(card)
    told = set(re.findall(r"`([a-z_0-9]+)`", PAGE))
    inner = {*body["assessment"], *body["assessment"]["period"], *unit["rulings"]["disclosure"], *card["stages"][0],
             *unit["evidence"]["disclosure"][0], *next(iter(card["lines"].values())), *body["ranking"]["groups"]["乡镇"][0],
             *next(iter(file["openings"].values())), *card["subtotals"]["six"]}
    assert inner - told == set()


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "check.py"
    path.write_text(PAGE.split("```python\n")[1].split("```")[0], encoding="utf-8")
    return path


def run(program: Path, text: str) -> tuple[int, str]:
    (program.parent / "a.json").write_bytes(text.encode("utf-8"))
    done = subprocess.run([sys.executable, str(program), str(program.parent / "a.json")], capture_output=True, check=False)
    return done.returncode, (done.stdout or done.stderr).decode().strip()


def test_the_little_program_accepts_a_published_file(program: Path) -> None:
    text = samples.county()
    assert run(program, text) == (0, f"摘要相符：{json.loads(text)['digest']}\n公开的文字 5 段，已删除 0 段")


def test_the_little_program_counts_erased_texts(program: Path) -> None:
    text = samples.county()
    start = text.index('"openings":{') + len('"openings":')
    erased = text[:start] + "{}" + text[text.index("}}", start) + 2:]
    assert run(program, erased) == (0, f"摘要相符：{json.loads(text)['digest']}\n公开的文字 0 段，已删除 5 段")


@pytest.mark.parametrize(("old", "new", "says"), [
    ('"total":"86.93"', '"total":"96.93"', "摘要不符"),
    ("予以剔除。", "予以保留。", "公开的文字与承诺不符"),
    ('"algorithm":', ' "algorithm":', "不是规范写法"),
    ('"version":1', '"version":1.5', "出现了小数"),
])
def test_the_little_program_refuses_what_was_changed(program: Path, old: str, new: str, says: str) -> None:
    text = samples.county()
    assert old in text
    assert run(program, text.replace(old, new, 1)) == (1, says)
