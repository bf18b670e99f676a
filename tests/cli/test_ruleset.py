"""`scoring ruleset check` and `test`, on small files and on every shipped one."""
from __future__ import annotations

from collections.abc import Callable

from click.testing import Result

from scoring.places import rulesets
from tests.corpus.yaml_files import SMALL

BAD = SMALL.replace("each: 0.5", "eahc: 0.5").replace("at_least: 9", "at_least: 九")
LOOSE = SMALL.replace("each: 0.5", "each: 20")


def test_check_is_silent_when_fine(run: Callable[..., Result], write: Callable[[str, str], str]) -> None:
    result = run("ruleset", "check", write("r.yaml", SMALL))
    assert (result.exit_code, result.output) == (0, "")


def test_check_names_every_fault_of_every_file(run: Callable[..., Result], write: Callable[[str, str], str]) -> None:
    result = run("ruleset", "check", write("bad.yaml", BAD), write("good.yaml", SMALL), write("none.yaml", ""))
    assert (result.exit_code, result.stdout) == (1, (
        "bad.yaml:10:30: 不认识的键“eahc”，是不是想写“each”？\n"
        "bad.yaml:12:26: “九”不是可用的数字：请写成 12 或 12.5 这样，不带单位、逗号和百分号，"
        "整数部分最多 9 位，小数最多 4 位\n"
        "none.yaml:1:1: 文件里没有内容（只有注释不算），请核对是不是交错了文件\n"))


def test_check_prints_warnings_and_is_content(run: Callable[..., Result], write: Callable[[str, str], str]) -> None:
    result = run("ruleset", "check", write("r.yaml", LOOSE))
    assert (result.exit_code, result.stdout) == (0, "r.yaml:10:36: 提醒：一条就有 20 分，超过本项分值 10 分\n")


def test_check_of_a_missing_file_and_of_a_folder(run: Callable[..., Result]) -> None:
    missing, folder = run("ruleset", "check", "r.yaml"), run("ruleset", "check", ".")
    assert (missing.exit_code, missing.stderr) == (1, "没有“r.yaml”这个文件，请核对路径。\n")
    assert (folder.exit_code, folder.stderr) == (1, "“.”是一个文件夹，请写文件的路径。\n")


def test_test_counts_what_it_ran(run: Callable[..., Result], write: Callable[[str, str], str]) -> None:
    examples = "    examples: [{facts: 4, points: 2}, {facts: 20, points: 10}]\ngrades:"
    good = SMALL.replace("grades:", examples)
    bad = good.replace("points: 2}", "points: 3}")
    result = run("ruleset", "test", write("good.yaml", good), write("bad.yaml", bad))
    assert (result.exit_code, result.stdout) == (1, (
        "good.yaml：算例 2 个、案例 0 个，全部相符。\n"
        "bad.yaml:11:35: “公开条数”的算例写的是 3 分，算出来是 2 分。计算步骤：4 条 × 0.5 分 = 2 分\n"))


def test_shipped_rulesets_check_and_test(run: Callable[..., Result]) -> None:
    files = sorted(map(str, rulesets().glob("*.yaml")))
    assert {"egov-targets.yaml", "self-check.yaml", "township-standards.yaml"} <= {f.rsplit("/", 1)[1] for f in files}
    checked = run("ruleset", "check", *files)
    assert (checked.exit_code, checked.output) == (0, "")
    tested = run("ruleset", "test", *files)
    assert (tested.exit_code, tested.output.count("全部相符")) == (0, len(files))
