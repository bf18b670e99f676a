"""The sample plugin, installed as anyone would install it: its rule and its format are everywhere, the core unchanged."""
from __future__ import annotations

import csv
import importlib.util
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "examples" / "plugin_sample"
RULES = """
ruleset: calls
version: "1"
title: 电话暗访
points: 20
groups: [乡镇, 县直部门]
indicators:
  - id: calls
    title: 政务公开电话接听
    points: 20
    score: {rule: mystery_call, polite: 0.3}
    examples: [{facts: {dialled: 4, answered: 3, polite: 1}, points: 15.3, why: 接通三个，规范一个}]
"""


@dataclass(frozen=True)
class House:
    """The sample installed in a folder of its own, a ruleset that uses it, and what a county made of that."""

    folder: Path

    def run(self, *words: str, installed: bool = True, **env: str) -> subprocess.CompletedProcess[str]:
        """A Python process of the project, with the sample or without."""
        paths = [str(self.folder / "installed")] if installed else []
        return subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False,
                              env=os.environ | {"PYTHONPATH": os.pathsep.join([*paths, str(ROOT)])} | env)

    def scoring(self, *words: str, installed: bool = True, **env: str) -> subprocess.CompletedProcess[str]:
        """The command line."""
        code = "import sys; from scoring.cli import main; sys.exit(main())"
        return self.run("-c", code, *words, installed=installed, **env)

    def seen(self, name: str) -> str:
        """What the county got to see under that name."""
        return (self.folder / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Installs from the folder without the network, and lets a county use it in a process of its own."""
    made = House(tmp_path_factory.mktemp("sample"))
    pip = [sys.executable, "-m", "pip"] if importlib.util.find_spec("pip") else ["uv", "pip"]
    subprocess.run([*pip, "install", "-q", "--no-build-isolation", "--no-deps",
                    "--target", str(made.folder / "installed"), str(SAMPLE)], check=True, capture_output=True)
    (made.folder / "calls.yaml").write_text(RULES, encoding="utf-8")
    walked = made.run("-m", "tests.plugins.walk_with_sample", str(made.folder / "calls.yaml"), str(made.folder))
    assert walked.returncode == 0, walked.stderr
    return made


def test_its_own_tests_pass(house: House) -> None:
    done = house.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-c",
                     str(SAMPLE / "pyproject.toml"), str(SAMPLE / "tests"))
    assert (done.returncode, done.stdout.splitlines()[-1].split(" in ")[0]) == (0, "7 passed")


def test_the_command_line_knows_the_rule(house: House) -> None:
    file = str(house.folder / "calls.yaml")
    assert house.scoring("ruleset", "check", file).stdout == ""
    assert house.scoring("ruleset", "test", file).stdout == f"{file}：算例 1 个、案例 0 个，全部相符。\n"
    assert "公式\u3000电话暗访计分：得分 = 本项分值 × 接通 ÷ 拨打，答复规范的每个另加几分，合计最多为本项分值" in house.scoring("ruleset", "show", file).stdout


@pytest.mark.parametrize(("installed", "env"), [(False, {}), (True, {"SCORING_SAFE_MODE": "1"})])
def test_without_it_the_rule_is_unknown(house: House, installed: bool, env: dict[str, str]) -> None:
    done = house.scoring("ruleset", "check", str(house.folder / "calls.yaml"), installed=installed, **env)
    assert (done.returncode, "没有“mystery_call”这种计分规则" in done.stdout) == (1, True)


def test_the_schema_for_editors_has_the_rule(house: House) -> None:
    with_it, without = house.scoring("ruleset", "schema"), house.scoring("ruleset", "schema", installed=False)
    assert ("mystery_call" in with_it.stdout, "mystery_call" in without.stdout) == (True, False)
    assert "答复规范每个加" in json.dumps(json.loads(with_it.stdout), ensure_ascii=False)


def test_the_form_asks_for_its_facts(house: House) -> None:
    page = house.seen("form.html")
    assert [label in page for label in ("拨打", "接通", "答复规范")] == [True] * 3


def test_the_scorecard_prints_its_steps(house: House) -> None:
    pages = pypdf.PdfReader(house.folder / "card.pdf").pages
    text = "".join("".join(page.extract_text() for page in pages).split())
    assert "接通：20分×8÷10=16分" in text
    assert "答复规范：6个×0.3分=1.8分" in text
    assert "16+1.8=17.8分" in text


def test_its_format_can_be_downloaded(house: House) -> None:
    assert "本组失分清单（CSV）" in house.seen("ranking.html")
    rows = list(csv.reader(io.StringIO((house.folder / "lost.csv").read_text(encoding="utf-8-sig"))))
    assert [row[:6] for row in rows] == [
        ["单位", "序号", "指标", "分值", "得分", "失分"],
        ["甲乡", "1", "政务公开电话接听", "20", "17.8", "2.2"],
        ["乙乡", "1", "政务公开电话接听", "20", "0", "20"]]


def test_the_reference_and_the_administrator_name_it(house: House) -> None:
    reference = house.seen("rules.md")
    assert reference[reference.index("## `mystery_call`"):].startswith("## `mystery_call`\n\n电话暗访计分。")
    assert reference.count("由插件 plugin_sample 1.0 提供。") == 1
    assert "plugin_sample 1.0" in house.seen("system.html")


def test_the_snapshot_names_it(house: House) -> None:
    assert json.loads(house.seen("result.json"))["snapshot"]["plugins"] == ["plugin_sample 1.0"]


def test_the_snapshot_is_verified_with_it_alone(house: House) -> None:
    file = str(house.folder / "result.json")
    with_it, without = house.scoring("verify", file), house.scoring("verify", file, installed=False)
    assert (with_it.returncode, without.returncode) == (0, 1)
    assert "plugin_sample 1.0" in without.stderr
