"""`scoring verify-diff OLD NEW`: what a correction changed, or why not to believe it."""
from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

import pytest
from click.testing import Result

from scoring.core import canonical
from scoring.core.digests import ALGORITHMS
from scoring.core.excerpt import excerpt_of
from scoring.core.parts import tree_of
from scoring.core.release import Release
from scoring.core.sheet import Ruling, Sheet
from scoring.core.snapshot import About, Participant, compose
from scoring.rulebook.loading import load
from tests.corpus.yaml_files import SMALL
from tests.forging import forged

WHY = "乙乡的条数核错了，应为 19 条"
Run, Write = Callable[..., Result], Callable[[str, str], str]


def composed(items: int, before: str = "", yaml: str = SMALL, algorithm: str = "sha256",
             release: Release | None = None, reason: str = WHY) -> str:
    """Two towns: 甲乡 with 20 items, 乙乡 corrected to so many; a correction of `before`, if that is given."""
    ruleset = load(yaml.encode(), "r").ruleset
    assert ruleset is not None
    old = json.loads(before) if before else None
    about = About("二〇二四年自查", ("依据一号",), date(2024, 1, 1), date(2024, 12, 31), date(2024, 12, 31), "考核办",
                  replaces={"digest": old["digest"], "reason": reason} if old else None,
                  replaced=old["snapshot"] if old else None, release=release or Release())
    parts = (Participant(Sheet("甲乡", "乡镇", {"items": {"count": 20}})),
             Participant(Sheet("乙乡", "乡镇", {"items": {"count": 18}}, {},
                               {"items": Ruling("corrected", {"count": items}, "有的条目没有链接，不予计分")})))
    salt = count(1)
    return compose(about, ruleset, yaml, parts, lambda: f"{next(salt):032x}", algorithm=ALGORITHMS[algorithm])


@pytest.fixture(scope="module")
def old() -> str:
    return composed(16)


@pytest.fixture(scope="module")
def new(old: str) -> str:
    return composed(19, old)


def refused(result: Result, name: str, *reasons: str) -> None:
    """It said these reasons against that file, and nothing else."""
    said = "".join(f"  - {reason}\n" for reason in reasons)
    assert (result.exit_code, result.stdout, result.stderr) == (
        1, "", f"{name}：核验不通过，有 {len(reasons)} 处不符。\n{said}")


def test_what_changed_is_said(run: Run, write: Write, old: str, new: str) -> None:
    result = run("verify-diff", write("旧.json", old), write("新.json", new))
    assert (result.exit_code, result.stderr, result.stdout) == (0, "", (
        "新.json 更正了 旧.json：两份都核验通过，文件里写的改动与两份对照的一致。\n"
        "  考核：二〇二四年自查\n"
        f"  更正原因：{WHY}\n"
        f"  旧 SHA-256：{json.loads(old)['digest']}\n"
        f"  新 SHA-256：{json.loads(new)['digest']}\n"
        "\n"
        "评分规则没有变化。\n"
        "\n"
        "2 个单位里有 1 个有变化。\n"
        "\n"
        "单位  名次  总分     等次\n"
        "──────────────────────────────────\n"
        "乙乡  2     8 → 9.5  不合格 → 优秀\n"
        "\n"
        "单位  得分变了的指标  原来  现在\n"
        "────────────────────────────────\n"
        "乙乡  公开条数           8   9.5\n"))


def test_rules_scope_and_digest_may_change_too(run: Run, write: Write, old: str) -> None:
    new = composed(16, old, SMALL.replace("each: 0.5", "each: 0.25"), "sm3", Release("inside"))
    result = run("verify-diff", write("旧.json", old), write("新.json", new))
    lines = result.stdout.split("\n")
    assert (result.exit_code, result.stderr) == (0, "")
    assert lines[4:6] == [f"  新 SM3：{json.loads(new)['digest']}",
                          "  公布范围：向社会公开，全部名次 → 本系统内部通报，全部名次"]
    assert [line for line in lines if "×" in line or "0.25" in line or line == "评分规则有变化。"][0] == "评分规则有变化。"
    assert "计分和填报：" in lines
    assert "2 个单位里有 2 个有变化。" in lines


def test_a_correction_that_changes_nothing(run: Run, write: Write, old: str) -> None:
    result = run("verify-diff", write("旧.json", old), write("新.json", composed(16, old)))
    assert (result.exit_code, result.stdout.split("\n")[-2]) == (0, "2 个单位的名次、总分、等次和各项得分都没有变化。")


@pytest.mark.parametrize(("lie", "reasons"), [
    (lambda changes: changes.update(units=[]),
     ["文件说“乙乡：没有变化”，两份对照是“乙乡：总分 8 → 9.5，等次 不合格 → 优秀，公开条数 8 → 9.5”"]),
    (lambda changes: changes["units"][0].update(total=["8", "9"]),
     ["文件说“乙乡：总分 8 → 9，等次 不合格 → 优秀，公开条数 8 → 9.5”，两份对照是“乙乡：总分 8 → 9.5，等次 不合格 → 优秀，公开条数 8 → 9.5”"]),
    (lambda changes: changes.update(rules=True), ["文件说评分规则有变化，两份对照是没有变化"]),
    (lambda changes: changes["units"].append({"unit": "甲乡", "place": [2, 1], "total": ["10", "10"],
                                              "grade": [None, None], "lines": {}}),
     ["文件说“甲乡：名次 2 → 1”，两份对照是“甲乡：没有变化”"]),
    (lambda changes: changes["units"].append(dict(changes["units"][0])),
     ["文件写的改动与两份对照的不符：单位的次序或写法不同"]),
])
def test_a_lie_about_the_changes_is_refused(run: Run, write: Write, old: str, new: str,
                                            lie: Callable[[dict[str, Any]], None], reasons: list[str]) -> None:
    """`scoring verify` alone cannot tell: the file recomputes."""
    text = forged(new, lambda body: lie(body["replaces"]["changes"]))
    assert run("verify", write("新.json", text)).exit_code == 0
    refused(run("verify-diff", write("旧.json", old), "新.json"), "新.json", *reasons)


@pytest.mark.parametrize("pair", [[], ["8"], ["8", "9.5", "9.5"]])
def test_a_change_has_two_sides(run: Run, write: Write, old: str, new: str, pair: list[str]) -> None:
    text = forged(new, lambda body: body["replaces"]["changes"]["units"][0].update(total=pair))
    refused(run("verify-diff", write("旧.json", old), write("新.json", text)), "新.json",
            "快照 › replaces › changes › units › 1 › total：这里应是之前、之后两项")


def test_a_file_that_corrects_another_one(run: Run, write: Write, old: str, new: str) -> None:
    write("旧.json", old), write("新.json", new)
    other = composed(17)
    digests = {name: json.loads(text)["digest"] for name, text in (("old", old), ("new", new), ("other", other))}
    refused(run("verify-diff", write("别的.json", other), "新.json"), "新.json",
            f"它更正的是校验值 {digests['old']} 的那一份，不是“别的.json”（{digests['other']}）")
    refused(run("verify-diff", "新.json", "旧.json"), "旧.json", "这是首次公布，没有更正别的结果")
    third = composed(18, new)
    refused(run("verify-diff", write("第三.json", third), "新.json"), "新.json",
            f"它更正的是校验值 {digests['old']} 的那一份，不是“第三.json”（{json.loads(third)['digest']}）；"
            "次序反了，请先写旧的、再写新的")


def test_each_file_must_stand_by_itself(run: Run, write: Write, old: str, new: str) -> None:
    write("旧.json", old), write("新.json", new)
    bad = write("改过.json", forged(old, lambda body: body["cards"]["verified"]["乙乡"].update(total="9")))
    refused(run("verify-diff", bad, "新.json"), "改过.json", "评分卡 › verified › 乙乡 › total：公布的是 9，重算是 8")
    refused(run("verify-diff", "旧.json", write("坏.json", new[:-9])), "坏.json",
            "不是完整的 JSON（JSONDecodeError），文件可能被截断或改动过")
    key = "ab" * 32
    unsigned = run("verify-diff", "旧.json", "新.json", "--key", key)
    assert (unsigned.exit_code, unsigned.stderr.count("文件没有签名，不能与要求的公钥对照")) == (1, 2)


def test_an_excerpt_is_no_whole_file(run: Run, write: Write, old: str, new: str) -> None:
    file = json.loads(old)
    part = excerpt_of(file, tree_of(file["snapshot"], ALGORITHMS["sha256"]), "乙乡")
    name = write("摘录.json", canonical.encode(part).decode())
    refused(run("verify-diff", name, write("新.json", new)), "摘录.json",
            "这是一个单位的摘录，比较要用两份整份的结果文件（JSON）")
