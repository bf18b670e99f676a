"""An audit row's detail in words."""
from __future__ import annotations

from typing import Any

import pytest

from scoring.core.titles import detail_lines, title_of


@pytest.mark.parametrize(("detail", "lines"), [
    ({}, ()), (None, ()), ("旧记录", ("旧记录",)),
    ({"account": "auditor", "roles": ["clerk", "signer"]}, ("账号：auditor", "角色：填报员、签审人")),
    ({"roles": {"before": ["reviewer"], "after": ["reviewer", "office"]}}, ("角色：复核员 → 复核员、考核办",)),
    ({"position": {"before": "", "after": "主任"}}, ("职务：无 → 主任",)),
    ({"empty": "", "none": None, "list": []}, ()), ({"unknown_word": 3, "sure": True}, ("unknown_word：3", "sure：是")),
    ({"filter": {"who": "甲", "action": "user.stop"}}, ("条件：who 甲，action user.stop",)),
])
def test_detail_lines(detail: Any, lines: tuple[str, ...]) -> None:
    assert detail_lines(detail) == lines


def test_an_action_nobody_named_keeps_its_word() -> None:
    assert (title_of("user.stop"), title_of("plugin.thing")) == ("停用账号", "plugin.thing")
