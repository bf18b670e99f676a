"""The thirty-eight ways offices count, each a whole small ruleset with figures worked out by hand: all come out."""
from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from scoring.core import points as p
from scoring.core.shape import Path as TreePath
from scoring.rulebook.loading import Loaded, load
from scoring.rulebook.source import Source
from scoring.rulebook.strict import read_text

FOLDER = Path(__file__).parent
FILES = {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}
WRONG = "77.7777"       # no case expects this figure


class Run(NamedTuple):
    """How many examples and cases a file has, and every warning it is to give, as LINE: sentence."""

    examples: int
    cases: int
    warnings: tuple[str, ...] = ()


EXPECTED = {
    "01-per-entry-capped": Run(11, 5),
    "02-per-kind-capped": Run(7, 2, ("16: 5 项 × 2 分 = 10 分，与本项分值 6 分不等",)),
    "03-additive-parts": Run(12, 2),
    "04-weighted-parts": Run(12, 4),
    "05-threshold": Run(10, 3),
    "06-threshold-fixed-loss": Run(5, 3),
    "07-ratio-to-target": Run(11, 5),
    "08-per-entry-by-outlet": Run(10, 2),
    "09-exclusive-tiers": Run(8, 3),
    "10-periodic-quota": Run(9, 3, ("33: 12 期 × 5 分 = 60 分，超过本项分值 40 分，扣到 0 分为止",)),
    "11-recurring-duty": Run(8, 3, ("17: 12 期 × 0.5 分 = 6 分，超过本项分值 5 分，扣到 0 分为止",)),
    "12-per-defect-floor": Run(11, 2),
    "13-one-strike": Run(6, 2),
    "14-stepped-defects": Run(10, 2),
    "15-shortfall-below-line": Run(18, 3),
    "16-checklist-of-haves": Run(10, 2, ("27: 6 项 × 1 分 = 6 分，超过本项分值 3 分，扣到 0 分为止",)),
    "17-late": Run(17, 3),
    "18-stale-columns": Run(17, 4),
    "19-deduct-double": Run(9, 5),
    "20-separate-deduction-pool-capped": Run(6, 3),
    "20-separate-deduction-pool": Run(13, 4),
    "21-exhausted-then-barred": Run(8, 6),
    "22-both-signs": Run(7, 4),
    "23-veto-to-status": Run(14, 8),
    "24-veto-to-fixed-score": Run(8, 4),
    "25-barred-from-excellent": Run(10, 5),
    "26-gate-above-80": Run(7, 5),
    "26-gate-at-least-44": Run(10, 4),
    "27-sub-floor": Run(8, 6),
    "28-essential-criteria": Run(10, 9),
    "29-capped-bonus-within-100": Run(4, 3),
    "29-capped-bonus": Run(15, 4),
    "30-rebase-by-ratio": Run(6, 8),
    "30-rescale-to-100": Run(4, 4),
    "31-mean-of-peers": Run(6, 5),
    "32-spread-exclude-share": Run(16, 8),
    "33-rank-ladder": Run(11, 6),
    "34-share-of-best": Run(12, 5),
    "35-relative-to-mean": Run(7, 5),
    "36-anchored-levels": Run(22, 3),
    "37-imported-score": Run(15, 3),
    "38-drawn-domains": Run(56, 4),
    "38-half-and-half": Run(4, 2),
    "38-sampled-rollup": Run(8, 6),
}


def loaded(name: str) -> Loaded:
    return load(FILES[name].read_bytes(), FILES[name].name)


def figures(expect: dict[str, Any], path: TreePath) -> Iterator[tuple[TreePath, str]]:
    """The place and text of every figure a case expects of points: no grades, no places in the ranking."""
    for key, value in expect.items():
        if isinstance(value, dict):
            yield from figures(value, (*path, key))
        elif key not in ("grade", "place"):
            yield (*path, key), value


def spoil(source: Source) -> tuple[bytes, list[tuple[int, str]]]:
    """The file with the last figure of every case made wrong; the lines of these, and what each is to say there."""
    lines, said = source.text.split("\n"), []
    assert source.tree is not None
    for n, case in enumerate(source.tree["cases"]):
        path, right = list(figures(case["expect"], ("cases", n, "expect")))[-1]
        mark = source.place(path)
        line = lines[mark.line - 1]
        assert line[mark.column - 1:].startswith(right)
        lines[mark.line - 1] = line[:mark.column - 1] + WRONG + line[mark.column - 1 + len(right):]
        got = "没有总分" if right == "none" else f"是 {right} 分"
        title = re.escape(p.shorten(case["title"]))
        said.append((mark.line, rf"案例“{title}”的(自评|复核)(总分应为|满分应为|中“.+”应得) {re.escape(WRONG)} 分，"
                                rf"算出来{re.escape(got)}。计算步骤：.+"))
    return "\n".join(lines).encode(), said


def test_every_pattern_has_a_file() -> None:
    """Some have several: what stands in `stages` cannot be read two ways in one file."""
    assert sorted({name[:2] for name in FILES}) == [f"{n:02}" for n in range(1, 39)]
    assert sorted(FILES) == sorted(EXPECTED)


@pytest.mark.parametrize("name", FILES)
def test_pattern(name: str) -> None:
    found = loaded(name)
    assert [str(fault) for fault in found.errors] == []
    assert found.ruleset is not None
    assert found.ruleset.ruleset == f"pattern-{name}"
    run = Run(found.examples, found.cases, tuple(f"{fault.line}: {fault.sentence}" for fault in found.warnings))
    assert run == EXPECTED[name]
    assert run.cases >= 2
    assert [leaf.id for leaf in found.ruleset.leaves if len(leaf.examples) < 2] == []


@pytest.mark.parametrize("name", FILES)
def test_control_a_wrong_figure_in_a_case_is_found_at_its_line(name: str) -> None:
    data, said = spoil(read_text(FILES[name].read_bytes(), FILES[name].name))
    found = load(data, FILES[name].name)
    assert found.ruleset is None
    assert [fault.line for fault in found.errors] == [line for line, _ in said]
    assert [bool(re.fullmatch(sentence, fault.sentence)) for fault, (_, sentence) in zip(
        found.errors, said, strict=True)] == [True] * len(said), [fault.sentence for fault in found.errors]


def test_control_names_the_steps() -> None:
    text = FILES["01-per-entry-capped"].read_text("utf-8").replace("{disclosure: 47, total: 47}", "{disclosure: 50}")
    assert [fault.sentence for fault in load(text.encode(), "01.yaml").errors] == [
        "案例“134 条，剔除 40 条”的复核中“政府信息公开”应得 50 分，算出来是 47 分。计算步骤：94 条 × 0.5 分 = 47 分"]
