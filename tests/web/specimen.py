"""A published file with something in every place, for forgers to change: its rules, its units, and its signer."""
from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from scoring.core import canonical, snapshot
from scoring.core.digests import SHA256, Algorithm
from scoring.core.published import open_file
from scoring.core.release import Release
from scoring.core.sheet import read_sheet
from scoring.core.signature import ALGORITHM, Sign
from scoring.rulebook.loading import load

RULES = """
ruleset: forged
version: "1"
title: 给人改动的规则
points: 100
groups: [乡镇, 部门]
grades: [{name: 优秀, at_least: 90, quota: 0.5}, {name: 合格, at_least: 60}, {name: 不合格}]
ranking: {ties: share, break: [site]}
stages: [not_applicable, deduction, {bonus: {cap: 5, when: {at_least: 50}}}, veto, {round: {places: 1}}, grade]
indicators:
  - id: open
    title: 公开
    points: 60
    indicators:
      - {id: items, title: 条数, points: 30, score: {rule: per_entry, each: 1.5}}
      - {id: book, title: 登记, points: 20, score: {rule: per_entry, each: 2, register: [title, date]}}
      - {id: day, title: 按时, points: 10, score: {rule: late, due: 2024-01-31, each: 1, per: working_day}}
  - id: site
    title: 网站
    points: 40
    combine: {rollup: {own: 6, groups: {部门: 4}}}
    indicators:
      - {id: has, title: 六有, points: 20, score: {rule: checklist, of: [甲, 乙, 丙], each: 5}}
      - {id: rate, title: 办结, points: 20, score: {rule: ratio}}
  - {id: bad, title: 通报, pool: deduction, points: 8, score: {rule: per_defect, each: 2}}
  - {id: good, title: 经验, pool: bonus, points: 6, score: {rule: per_entry, kinds: {省: 3, 市: 2}}}
  - {id: lie, title: 造假, pool: veto, score: {rule: yes_no}, effect: {grade: 不合格, total: 59}}
"""
SHEETS: tuple[dict[str, Any], ...] = (
    {"unit": "甲乡", "group": "乡镇", "subordinates": {"site": {"部门": {"教育": "85", "财政": "80.5"}}}, "facts": {
        "items": "18", "book": [{"title": "一", "date": "2024-03-01"}, {"title": "二", "struck": "不是本单位的"}],
        "day": "2024-02-06", "has": ["甲", "丙"], "rate": {"done": "7", "of": "9"}, "bad": "2", "good": {"省": "1", "市": "4"},
        "lie": "no"}, "rulings": {"items": {"kind": "corrected", "facts": {"count": "12"}, "reason": "六条没有链接"},
                                  "has": "confirmed"}},
    {"unit": "乙乡", "group": "乡镇", "facts": {"items": "20", "book": [], "day": "2024-01-31", "has": ["甲"], "lie": "yes"},
     "not_applicable": {"rate": "没有办件"}, "rulings": {"rate": "not_applicable"}},
    {"unit": "丙乡", "group": "乡镇", "facts": {"items": "40", "has": ["甲", "乙", "丙"], "rate": {"done": "9", "of": "9"}}},
    {"unit": "丁局", "group": "部门", "facts": {"items": "3"}, "not_applicable": {"day": "当年设立"}},
)
BEFORE = {"title": "二〇二三年考核", "digest": "b" * 64, "total": "81.5", "max": "100", "place": 2, "of": 3, "grade": "合格"}
CHANGES = {"rules": False, "units": [{
    "unit": "甲乡", "place": [2, 1], "grade": ["合格", "不合格"], "total": ["60", None], "lines": {"items": ["27", "18"]}}]}
ABOUT = snapshot.About("二〇二四年考核", ("一号文件",), date(2024, 1, 1), date(2024, 12, 31), date(2024, 12, 31), "考核办",
                       {"2024-02-05": "off"}, "a" * 64, release=Release("public", None, "公开通知"))


def signer(seed: bytes = b"k") -> Sign:
    """Signs with a key that is the same at every run."""
    key = Ed25519PrivateKey.from_private_bytes(seed * 32)
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    return lambda message: {"algorithm": ALGORITHM, "key": public, "value": key.sign(message).hex()}


def file_text(sign: Sign | None = None, algorithm: Algorithm = SHA256, release: Release | None = None,
              title: str = ABOUT.title) -> str:
    """The published file; 甲乡 has a note, evidence, a last outcome; the file corrects another one."""
    ruleset = load(RULES.encode(), "forged.yaml").ruleset
    assert ruleset is not None
    parts = []
    for tree in SHEETS:
        sheet = read_sheet(tree, ruleset, (), problems := [])
        assert problems == []
        parts.append(snapshot.Participant(sheet, {"items": "按月归档"}, {"items": (("file", "c" * 64),)},
                                          "2024-12-20T09:30:00Z", "d" * 64, BEFORE))
    salts = (f"{n:032x}" for n in itertools.count(1))
    about = replace(ABOUT, title=title, release=release or ABOUT.release)
    text = snapshot.compose(about, ruleset, RULES, tuple(parts), lambda: next(salts), None, algorithm)
    body, openings = (canonical.decode(text)[key] for key in ("snapshot", "openings"))
    body["replaces"] = {"digest": "e" * 64, "reason": "两条信息重复计算", "changes": CHANGES}
    return snapshot.file_text(body, openings, sign, algorithm)


def excerpt(text: str, unit: str = "甲乡") -> dict[str, Any]:
    """A unit's excerpt of a published file, free to be changed."""
    found: dict[str, Any] = canonical.decode(written(open_file(text).excerpt(unit)))
    return found


def written(file: Mapping[str, Any]) -> str:
    """A file or excerpt as canonical text."""
    return canonical.encode(file).decode()


Change = Callable[[dict[str, Any]], object]
