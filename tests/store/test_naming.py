"""Names in the order of a Chinese directory."""
from __future__ import annotations

import random

from scoring.store.naming import name_key

ORDER = ["ABC局", "安", "安乡", "白塔畈镇", "苍溪县", "长沙乡", "重庆路街道", "第2村", "第10村", "石门镇", "月山乡", "中枢镇"]


def test_names_are_sorted_by_pinyin_and_figures_by_value() -> None:
    mixed = random.Random(1).sample(ORDER, len(ORDER))
    assert mixed != ORDER
    assert sorted(mixed, key=name_key) == ORDER


def test_names_of_one_sound_keep_an_order_and_anything_has_a_key() -> None:
    assert name_key("石门") != name_key("石们")
    assert sorted(["", "𠮷乡", "<b>", "９村", "9" * 200], key=name_key)[0] == ""
