"""docs/plugins.md: every block of code is a part of the sample's files, and every hook is told with an example."""
from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from scoring.plugins import hooks

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
SAMPLE = {path.relative_to(ROOT / "examples" / "plugin_sample").as_posix(): path.read_text(encoding="utf-8")
          for path in sorted((ROOT / "examples" / "plugin_sample").rglob("*")) if path.suffix in (".py", ".toml")}
HOOKS = [f for f in vars(hooks).values() if inspect.isfunction(f) and hasattr(f, "scoring_spec")]


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_a_block_stands_in_the_sample(number: int) -> None:
    _, code = BLOCKS[number]
    assert len([name for name, text in SAMPLE.items() if code in text]) == 1


def test_there_are_blocks_of_every_file() -> None:
    shown = {name for _, code in BLOCKS for name, text in SAMPLE.items() if code in text}
    assert sorted(shown) == ["plugin_sample/__init__.py", "plugin_sample/csv_lost.py", "plugin_sample/mystery_call.py",
                             "pyproject.toml", "tests/test_mystery_call.py"]
    assert (len(BLOCKS), PAGE.count("\n```\n")) == (11, 11)


def test_the_files_it_lists_are_there() -> None:
    listed = re.findall(r"^      (\S+)$", PAGE, re.MULTILINE)
    assert [name in SAMPLE for name in listed] == [True] * 4


@pytest.mark.parametrize("hook", HOOKS, ids=lambda f: f.__name__)
def test_a_hook_has_a_manual_and_an_example(hook: object) -> None:
    manual, _, example = (inspect.getdoc(hook) or "").partition("例：")
    assert re.search("[\u4e00-\u9fff]", manual)
    assert f"    @hook\n    def {hook.__name__}(" in example  # type: ignore[attr-defined]


def test_every_drawer_has_a_hook() -> None:
    assert [f.__name__ for f in HOOKS] == ["acted", "deny", "rules", "combiners", "stages", "exports"]
