"""The JSON Lines: one object a line, points as text, every word of the publication, and a manual that names each key."""
from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from scoring.core.snapshot import Participant
from scoring.exports import jsonl_lines
from tests.exports import samples


def lines(text: str) -> list[dict[str, Any]]:
    content = jsonl_lines.render(samples.opened(text), text).decode("utf-8")
    assert content.endswith("\n")
    return [json.loads(line) for line in content.splitlines()]


def test_a_corrected_leaf() -> None:
    published = samples.opened(samples.county())
    assert lines(samples.county())[1] == {
        "assessment": published.title, "digest": published.digest, "group": "乡镇", "unit": "月山乡", "place": 1, "of": 3,
        "total": "86.93", "full": "100", "grade": "良好", "indicator": "disclosure", "number": "2.1", "title": "公开政府信息",
        "parents": ["政府信息公开与行权平台应用"], "pool": "base", "worth": "40", "claimed": "94 条", "claimed_points": "40",
        "verified": "54 条", "verified_points": "27", "max": "40", "lost": "13", "vetoed": False, "state": "answered",
        "steps": ["54 条 × 0.5 分 = 27 分"], "why_lost": samples.CORRECTED + "54 条 × 0.5 分 = 27 分", "ruling": "corrected",
        "reason": samples.CORRECTED, "claim": "", "note": f"含村务公开栏目，编辑{samples.RARE}。", "links": 2, "files": 1}


def test_every_leaf_of_every_unit_once() -> None:
    told = lines(samples.county())
    assert (len(told), len({(x["unit"], x["indicator"]) for x in told})) == (32, 32)
    assert [x["unit"] for x in told if x["vetoed"]] == ["陵江镇（示例）"]


def test_the_manual_names_every_key() -> None:
    assert set(re.findall(r"`([a-z_]+)`", jsonl_lines.__doc__ or "")) - {"jsonl_lines", "null"} == set(lines(samples.county())[0])


def test_whatever_a_reader_may_take_for_the_end_of_a_line() -> None:
    rules, note = samples.ruleset(), "一\n二\r\n三\u2028四\u2029五\x85六\x0b七\x1c八"
    part = Participant(samples.sheet(rules, "月山乡", "乡镇", samples.full()), {"website": note})
    told = lines(samples.snapshot((part,), rules))
    assert (len(told), told[0]["note"]) == (8, note)


def test_half_a_character_is_kept_as_json_has_it() -> None:
    published = replace(samples.opened(samples.county()), title="半\ud800个")
    first = jsonl_lines.render(published, "").splitlines()[0]
    assert json.loads(first)["assessment"] == "半\ud800个"
