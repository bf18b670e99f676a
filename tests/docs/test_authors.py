"""docs/authors.md: its table, files and commands are run from top to bottom; what it prints is what comes."""
from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "authors.md").read_text(encoding="utf-8")
YAML = re.findall(r"```yaml\n(.*?)\n```", PAGE, re.DOTALL)
CONSOLE = re.findall(r"```console\n(.*?)\n```", PAGE, re.DOTALL)
FILES = {"town.yaml": 2, "yueshan.yaml": 3, "baihe.yaml": 4}    # blocks that are whole files
EXCERPTS = (0, 1)                                               # blocks out of the draft


def workbook(folder: Path) -> None:
    """The page's table as an office has it: a title row, and the first level merged over its rows."""
    lines = re.findall(r"^\| (.*) \|$", PAGE[PAGE.index("| 序号 |"):PAGE.index("这张表十行")], re.MULTILINE)
    rows = [line.split(" | ") for line in lines if not line.startswith("---")]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["某镇政务公开工作考核评分表"])
    for row in rows:
        sheet.append([cell.strip() for cell in row])
    starts = [n for n, row in enumerate(rows[1:], 3) if row[1].strip()] + [len(rows) + 2]
    for first, after in zip(starts, starts[1:], strict=False):
        if after - first > 1:
            sheet.merge_cells(f"B{first}:B{after - 1}")
    book.save(folder / "评分表.xlsx")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the page's files, in which its commands are run once, each with what it printed."""
    found = tmp_path_factory.mktemp("authors")
    workbook(found)
    for name, block in FILES.items():
        (found / name).write_text(YAML[block] + "\n", encoding="utf-8")
    return found


def printed(command: str, folder: Path) -> str:
    """What a command of the page prints, on both streams."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False,
                          env=os.environ | {"PATH": path, "SCORING_SAFE_MODE": "1"})
    return (done.stdout + done.stderr).rstrip("\n")


def test_commands_print_what_the_page_says(folder: Path) -> None:
    commands = [step for block in CONSOLE for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    assert len(commands) == 9
    for step in commands:
        command, _, expected = step.partition("\n")
        assert printed(command, folder) == expected.rstrip("\n")
    draft = (folder / "draft.yaml").read_text(encoding="utf-8")
    assert [YAML[n] in draft for n in EXCERPTS] == [True, True]


def test_links_of_the_page_lead_somewhere() -> None:
    links = re.findall(r"\]\(([a-z/.]+)\)", PAGE)
    assert [link for link in links if not (Path(__file__).resolve().parents[2] / "docs" / link).is_file()] == []
