"""`scoring ruleset from-xlsx`: where the draft goes, and how a faulty table ends the command."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from click.testing import Result
from openpyxl import Workbook

DRAFT = """\
# 这是由“t.xlsx”的工作表“指标”起草的评分规则，还不是定稿。
# 末级指标 1 项：计分规则已定 0 项，推断 1 项，待定 0 项。
# 标“推断”的请核对；标“待定”的请改定。改好后删去这些注释，再用 scoring ruleset check 检查。
ruleset: gong-kai-2024
version: "2024"
title: 公开2024
points: 10
indicators:
  - id: gong-kai
    title: 公开
    points: 10
    # 推断：请核对
    score: {rule: per_entry, each: 0.5}
    guide: 每条0.5分
"""
READ = "读的是工作表“指标”，表头在第 2 行。末级指标 1 项：计分规则已定 0 项，推断 1 项，待定 0 项。\n"


def table(folder: Path, points: object) -> str:
    """A table of one indicator, saved in the folder."""
    made = Workbook()
    sheet = made.active
    sheet.title = "指标"
    for row in (["公开2024"], ["一级指标", "分值", "评分标准"], ["公开", points, "每条0.5分"]):
        sheet.append(row)
    made.save(folder / "t.xlsx")
    return "t.xlsx"


def test_the_draft_is_printed(run: Callable[..., Result], tmp_path: Path) -> None:
    result = run("ruleset", "from-xlsx", table(tmp_path, 10))
    assert (result.exit_code, result.stdout, result.stderr) == (0, DRAFT, READ)


def test_the_draft_is_written_and_passes_the_check(run: Callable[..., Result], tmp_path: Path) -> None:
    result = run("ruleset", "from-xlsx", table(tmp_path, 10), "-o", "r.yaml")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"{READ}已写到“r.yaml”。\n")
    assert (tmp_path / "r.yaml").read_text(encoding="utf-8") == DRAFT
    checked = run("ruleset", "check", "r.yaml")
    assert (checked.exit_code, checked.output) == (0, "")


def test_a_file_that_is_there_stays(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text("keep")
    result = run("ruleset", "from-xlsx", table(tmp_path, 10), "-o", "r.yaml")
    assert (result.exit_code, result.stdout) == (1, "")
    assert (tmp_path / "r.yaml").read_text() == "keep"


def test_a_faulty_table_exits_1_with_its_faults(run: Callable[..., Result], tmp_path: Path) -> None:
    result = run("ruleset", "from-xlsx", table(tmp_path, "十分"))
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", (
        "指标!B3: 分值一栏写的是“十分”，请只写一个数字，例如 10\n没有起草：表里有 1 处要先改好。\n"))
